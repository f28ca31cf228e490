package transparency

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"giaoban/internal/db"
)

// Checkpoint is the log at a size.
type Checkpoint struct {
	Origin string // the log's name
	Size   int64
	Root   tlog.Hash
}

// text is the body of a checkpoint as C2SP tlog-checkpoint writes it.
func (c Checkpoint) text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n"
}

// ErrCheckpoint is returned for a text that is no checkpoint.
var ErrCheckpoint = errors.New("transparency: not a checkpoint")

func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] == "" { // lines after the third are for extensions
		return Checkpoint{}, ErrCheckpoint
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, ErrCheckpoint
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, ErrCheckpoint
	}
	return Checkpoint{lines[0], size, root}, nil
}

// openCheckpoint reads a signed checkpoint; one of the public keys must have signed it, under the log's own name.
func openCheckpoint(signed []byte, publics []string) (Checkpoint, error) {
	var list []note.Verifier
	for _, k := range publics {
		v, err := note.NewVerifier(k)
		if err != nil {
			return Checkpoint{}, fmt.Errorf("transparency: a public key: %w", err)
		}
		list = append(list, v)
	}
	n, err := note.Open(signed, note.VerifierList(list...))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("transparency: the signature of the checkpoint: %w", err)
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return c, err
	}
	if n.Sigs[0].Name != c.Origin {
		return c, fmt.Errorf("%w: it is signed by %q for the log %q", ErrCheckpoint, n.Sigs[0].Name, c.Origin)
	}
	return c, nil
}

// key is one that signs, or signed before.
type key struct {
	n                    int64
	name, public, secret string
}

type keys []key // the newest last

func scanKey(s db.Scanner, k *key) error { return s.Scan(&k.n, &k.name, &k.public, &k.secret) }

func loadKeys(ctx context.Context, q db.Querier) (keys, error) {
	list, err := db.All(ctx, q, scanKey, `select n, name, public, secret from log_key order by n`)
	return keys(list), err
}

func (k keys) publics() []string {
	var list []string
	for _, one := range k {
		list = append(list, one.public)
	}
	return list
}

// sign signs with the newest key, and with the one before where its secret is still there.
func (k keys) sign(c Checkpoint) ([]byte, error) {
	var signers []note.Signer
	for i := len(k) - 1; i >= 0; i-- {
		if k[i].secret == "" {
			continue
		}
		s, err := note.NewSigner(k[i].secret)
		if err != nil {
			return nil, errors.New("transparency: the signing key cannot be read") // the cause might tell the key
		}
		signers = append(signers, s)
	}
	if len(signers) == 0 {
		return nil, errors.New("transparency: there is no signing key")
	}
	return note.Sign(&note.Note{Text: c.text()}, signers...)
}

// Log is the log of an installation. Safe for concurrent use.
type Log struct {
	DB  *db.DB
	Now func() time.Time
}

// Open gives the log of a database and draws its key where it has none yet.
func Open(ctx context.Context, d *db.DB, now func() time.Time) (*Log, error) {
	l := &Log{d, now}
	err := d.Do(ctx, "transparency.open", func(ctx context.Context, w *db.Write) error {
		there, err := loadKeys(ctx, w)
		if err != nil || len(there) > 0 {
			return err
		}
		var id [5]byte
		rand.Read(id[:]) // never fails
		return newKey(ctx, w, 1, "giaoban/"+hex.EncodeToString(id[:]), now())
	})
	if err != nil {
		return nil, fmt.Errorf("transparency: make the signing key: %w", err)
	}
	return l, nil
}

func newKey(ctx context.Context, w *db.Write, n int64, name string, at time.Time) error {
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, `insert into log_key (n, name, public, secret, at) values ($1, $2, $3, $4, $5)`, n, name, public, secret, at.UnixMilli())
	return err
}

// Keys gives the public keys, the one that signs now first.
func (l *Log) Keys(ctx context.Context) ([]string, error) {
	var list []string
	err := l.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		all, err := loadKeys(ctx, r)
		for i := len(all) - 1; i >= 0; i-- {
			list = append(list, all[i].public)
		}
		return err
	})
	return list, err
}

// Rotate draws a new key. The checkpoint of this moment is kept signed by the
// old and the new one, so that who follows the log learns the new key from the
// old; then the old secret is removed.
func (l *Log) Rotate(ctx context.Context) (public string, err error) {
	err = l.DB.Do(ctx, "transparency.rotate", func(ctx context.Context, w *db.Write) error {
		all, err := loadKeys(ctx, w)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return errors.New("transparency: there is no key to be replaced")
		}
		old := all[len(all)-1]
		if err := newKey(ctx, w, old.n+1, old.name, l.Now()); err != nil {
			return err
		}
		if all, err = loadKeys(ctx, w); err != nil {
			return err
		}
		public = all[len(all)-1].public
		if err := keep(ctx, w, all, l.Now()); err != nil {
			return err
		}
		_, err = w.Exec(ctx, `update log_key set secret = '' where n <= $1`, old.n)
		return err
	})
	return public, err
}

// Latest gives the log as it is now, with its signed checkpoint.
func (l *Log) Latest(ctx context.Context) (c Checkpoint, signed []byte, err error) {
	err = l.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		c, signed, err = latest(ctx, r)
		return err
	})
	return c, signed, err
}

func latest(ctx context.Context, q db.Querier) (c Checkpoint, signed []byte, err error) {
	all, err := loadKeys(ctx, q)
	if err != nil {
		return c, nil, err
	}
	if len(all) == 0 {
		return c, nil, errors.New("transparency: there is no signing key")
	}
	c.Origin = all[len(all)-1].name
	if c.Size, err = Size(ctx, q); err != nil {
		return c, nil, err
	}
	if c.Root, err = Root(ctx, q, c.Size); err != nil {
		return c, nil, err
	}
	signed, err = all.sign(c)
	return c, signed, err
}

// Keep keeps a checkpoint where the log has grown since the last one kept: the
// hourly job. What an intruder who rewrites the tables would have to rewrite too stands then in every copy made since.
func (l *Log) Keep(ctx context.Context, now time.Time) error {
	return l.DB.Do(ctx, "transparency.keep", func(ctx context.Context, w *db.Write) error {
		all, err := loadKeys(ctx, w)
		if err != nil {
			return err
		}
		return keep(ctx, w, all, now)
	})
}

// keep writes the checkpoint of this moment. One of the same size that is there
// already is replaced only where a new key signs beside the old.
func keep(ctx context.Context, w *db.Write, all keys, now time.Time) error {
	c := Checkpoint{Origin: all[len(all)-1].name}
	var err error
	if c.Size, err = Size(ctx, w); err != nil {
		return err
	}
	if c.Root, err = Root(ctx, w, c.Size); err != nil {
		return err
	}
	signed, err := all.sign(c)
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, `insert into log_checkpoint (size, note, at) values ($1, $2, $3)
		on conflict (size) do update set note = excluded.note where length(excluded.note) > length(log_checkpoint.note)`, c.Size, string(signed), now.UnixMilli())
	return err
}

type keptCheckpoint struct {
	size int64
	note string
}

func scanKept(s db.Scanner, k *keptCheckpoint) error { return s.Scan(&k.size, &k.note) }

// Kept lists the newest checkpoints that were kept, newest first.
func (l *Log) Kept(ctx context.Context, limit int) ([]string, error) {
	var list []string
	err := l.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		kept, err := db.All(ctx, r, scanKept, `select size, note from log_checkpoint order by size desc limit $1`, limit)
		for _, k := range kept {
			list = append(list, k.note)
		}
		return err
	})
	return list, err
}
