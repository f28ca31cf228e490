package transparency

import (
	"context"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"giaoban/internal/db"
)

// tileHeight is that of C2SP tlog-tiles: 256 hashes to a full tile.
const tileHeight = 8

const tileWidth = 1 << tileHeight

// ErrNoTile is returned for a path that names no tile of the log (yet).
var ErrNoTile = errors.New("transparency: there is no such tile")

// tilePath is a tile as C2SP tlog-tiles names it: level -1 for a bundle of entries.
type tilePath struct {
	level, n int64
	width    int64
}

// parseTile reads "0/x001/067", "1/000.p/70", "entries/000": the part of the path behind tile/.
func parseTile(path string) (tilePath, error) {
	level, rest, ok := strings.Cut(path, "/")
	t := tilePath{level: -1, width: tileWidth}
	if !ok {
		return t, ErrNoTile
	}
	if level != "entries" {
		n, err := strconv.ParseUint(level, 10, 8)
		if err != nil || n > 63 || strconv.FormatUint(n, 10) != level {
			return t, ErrNoTile
		}
		t.level = int64(n)
	}
	if full, part, partial := strings.Cut(rest, ".p/"); partial {
		w, err := strconv.ParseInt(part, 10, 64)
		if err != nil || w < 1 || w >= tileWidth || strconv.FormatInt(w, 10) != part {
			return t, ErrNoTile
		}
		t.width, rest = w, full
	}
	parts := strings.Split(rest, "/")
	for i, p := range parts {
		if i < len(parts)-1 {
			if p, ok = strings.CutPrefix(p, "x"); !ok || i == 0 && p == "000" {
				return t, ErrNoTile
			}
		}
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || len(p) != 3 || t.n > 1<<40 {
			return t, ErrNoTile
		}
		t.n = t.n*1000 + int64(n)
	}
	return t, nil
}

// Tile gives a static tile by its path behind tile/, and whether it is full and so will never change.
func (l *Log) Tile(ctx context.Context, path string) (body []byte, full bool, err error) {
	t, err := parseTile(path)
	if err != nil {
		return nil, false, err
	}
	err = l.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		size, err := Size(ctx, r)
		if err != nil {
			return err
		}
		if t.level < 0 {
			body, err = entries(ctx, r, t, size)
			return err
		}
		level := t.level * tileHeight
		if level > 62 || t.n*tileWidth+t.width > size>>level {
			return ErrNoTile
		}
		body, err = tlog.ReadTileData(tlog.Tile{H: tileHeight, L: int(t.level), N: t.n, W: int(t.width)}, nodes{ctx, r})
		return err
	})
	return body, t.width == tileWidth, err
}

// entries gives a bundle of leaves, each behind its length in two bytes.
func entries(ctx context.Context, r *db.Read, t tilePath, size int64) ([]byte, error) {
	if t.n*tileWidth+t.width > size {
		return nil, ErrNoTile
	}
	leaves, err := Leaves(ctx, r, t.n*tileWidth, int(t.width))
	if err != nil {
		return nil, err
	}
	var body []byte
	for _, l := range leaves {
		body = binary.BigEndian.AppendUint16(body, uint16(len(l.Body)))
		body = append(body, l.Body...)
	}
	return body, nil
}
