package report

import (
	"context"
	"sync"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/report/rollup"
)

// RowWriter writes the rows of a grid as some surface wants them. What it writes
// depends on these alone: a row is kept until a report at or below its unit
// changes, so that a filing costs as many rows as it has units above it.
type RowWriter struct {
	Name  string // tells writers apart
	Write func(Form, GridLine) ([]byte, error)
}

// Rows is a Grid whose lines are written. The bytes are shared: nobody changes them.
type Rows struct {
	Request Request
	Form    Form
	Version int64 // of the request's board when it was read
	Unit    []byte
	Lines   [][]byte
}

// Rows reads all figures of a request at a unit from memory, as w writes them. Unit 0 is the request's opener.
func (s *Service) Rows(ctx context.Context, who actor.Actor, request, unit ident.ID, layer rollup.Layer, w RowWriter) (Rows, error) {
	return s.EditionRows(ctx, who, request, unit, layer, w, 0)
}

// EditionRows is Rows of the figures that edition n froze; n 0 is the live ones.
func (s *Service) EditionRows(ctx context.Context, who actor.Actor, request, unit ident.ID, layer rollup.Layer, w RowWriter, n int64) (Rows, error) {
	version, live, pos, err := s.gridAt(ctx, who, request, unit, n)
	if err != nil {
		return Rows{}, err
	}
	texts, err := live.rows(pos, layer, w)
	if err != nil {
		return Rows{}, err
	}
	return Rows{Request: live.req, Form: live.lay.form, Version: version, Unit: texts[0], Lines: texts[1:]}, nil
}

// rows gives the row of a position and those of its reporters, all of one moment.
// Lines are taken under the lock and written after it: filings do not wait for that.
func (b *board) rows(pos int, layer rollup.Layer, w RowWriter) ([][]byte, error) {
	type stale struct {
		row   int
		key   rowKey
		stamp int64
		line  GridLine
	}
	var texts [][]byte
	var todo []stale
	take := func(at, _ int) {
		key, stamp := rowKey{w.Name, layer, at}, b.cube.Stamp(at)
		text := b.kept.get(key, stamp)
		if text == nil {
			todo = append(todo, stale{len(texts), key, stamp, b.gridLine(layer, at)})
		}
		texts = append(texts, text)
	}
	b.mu.RLock()
	take(pos, 0)
	b.reporters(pos, take)
	b.mu.RUnlock()
	for _, one := range todo {
		text, err := w.Write(b.lay.form, one.line)
		if err != nil {
			return nil, err
		}
		b.kept.put(one.key, one.stamp, text)
		texts[one.row] = text
	}
	return texts, nil
}

const mostKept = 4 << 20 // bytes of rows for each board

// keptRows are written rows with the state of the subtree that they show.
type keptRows struct {
	mu   sync.Mutex
	m    map[rowKey]keptRow
	size int
}

type rowKey struct {
	writer string
	layer  rollup.Layer
	pos    int
}

type keptRow struct {
	stamp int64 // of rollup.Cube
	text  []byte
}

// get gives a row where what it shows has not changed, else nil.
func (k *keptRows) get(key rowKey, stamp int64) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	if one, ok := k.m[key]; ok && one.stamp == stamp {
		return one.text
	}
	return nil
}

// put keeps a row. Where there are too many, those in use are soon written again.
func (k *keptRows) put(key rowKey, stamp int64, text []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	old := k.m[key]
	if old.stamp > stamp { // somebody has written a later state meanwhile
		return
	}
	if k.m == nil || k.size > mostKept {
		k.m, k.size, old = map[rowKey]keptRow{}, 0, keptRow{}
	}
	k.m[key] = keptRow{stamp, text}
	k.size += len(text) - len(old.text)
}
