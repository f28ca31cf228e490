package transparency

import (
	"bytes"
	"context"
	crand "crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/ident"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func opened(t testing.TB, d *db.DB) *Log {
	t.Helper()
	l, err := Open(t.Context(), d, time.Now)
	must(t, err)
	return l
}

func act(t testing.TB, n int) Leaf {
	t.Helper()
	l, err := Prepare(Act{Kind: "test.done", Subject: 7, Version: int64(n), At: 1, Public: map[string]string{"unit": "1a"}, Record: fmt.Appendf(nil, `{"bản":%d}`, n)})
	must(t, err)
	return l
}

// grow appends leaves from..to-1 in commits of random sizes, some pieces of which are refused.
func grow(t testing.TB, d *db.DB, from, to int) {
	t.Helper()
	for from < to {
		n := min(1+rand.IntN(9), to-from)
		must(t, d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
			for i := range n {
				if at, err := Append(ctx, w, act(t, from+i)); err != nil || at != int64(from+i) {
					return fmt.Errorf("leaf %d at %d: %w", from+i, at, err)
				}
			}
			return nil
		}))
		from += n
		if err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
			if _, err := Append(ctx, w, act(t, 1_000_000)); err != nil {
				return err
			}
			return errors.New("refused")
		}); err == nil {
			t.Fatal("a refused piece was done")
		}
	}
}

func view(t testing.TB, d *db.DB, fn func(ctx context.Context, r *db.Read) error) {
	t.Helper()
	must(t, d.View(t.Context(), fn))
}

// Every leaf's proof holds at the present checkpoint, and so does what others can compute from the tiles.
func TestEveryLeafIsProved(t *testing.T) {
	d := dbtest.Open(t)
	l := opened(t, d)
	const n = 300
	grow(t, d, 0, n)
	keys, err := l.Keys(t.Context())
	must(t, err)
	for i := range n {
		p, err := l.Prove(t.Context(), int64(i))
		must(t, err)
		view(t, d, func(ctx context.Context, r *db.Read) error {
			leaf, ok, err := Find(ctx, r, "test.done", 7, int64(i))
			if !ok || leaf.Body != p.Leaf {
				t.Fatalf("leaf %d: %v %q", i, ok, leaf.Body)
			}
			p = p.Open(leaf.Salt, fmt.Appendf(nil, `{"bản":%d}`, i))
			return err
		})
		file, err := Encode(p)
		must(t, err)
		f, err := Check(file, Trust{Key: keys[0]})
		if err != nil || f.Index != int64(i) || f.Size != n || f.Record != p.Record {
			t.Fatalf("leaf %d: %+v %v", i, f, err)
		}
	}
	if _, err := l.Prove(t.Context(), n); !errors.Is(err, ErrNoLeaf) {
		t.Errorf("a leaf that is not there: %v", err)
	}
	view(t, d, func(ctx context.Context, r *db.Read) error {
		h, err := Verify(ctx, r)
		if h.Size != n {
			t.Errorf("%d leaves", h.Size)
		}
		return err
	})
}

// A stranger rebuilds the log from tiles and bundles of entries alone and comes to the root that was signed.
func TestTilesAreTheTree(t *testing.T) {
	d := dbtest.Open(t)
	l := opened(t, d)
	const n = 700 // two full tiles and a part
	grow(t, d, 0, n)
	c, _, err := l.Latest(t.Context())
	must(t, err)
	var e edge
	var zeroth []byte
	for at := int64(0); at < n; at += tileWidth {
		path := fmt.Sprintf("%03d", at/tileWidth)
		if n-at < tileWidth {
			path += fmt.Sprintf(".p/%d", n-at)
		}
		bundle, full, err := l.Tile(t.Context(), "entries/"+path)
		must(t, err)
		if full != (n-at >= tileWidth) {
			t.Errorf("%s full: %v", path, full)
		}
		for len(bundle) > 0 {
			size := binary.BigEndian.Uint16(bundle)
			h := tlog.RecordHash(bundle[2 : 2+size])
			zeroth = append(zeroth, h[:]...)
			e.push(h)
			bundle = bundle[2+size:]
		}
		tile, _, err := l.Tile(t.Context(), "0/"+path)
		must(t, err)
		if !bytes.Equal(tile, zeroth[at*tlog.HashSize:]) {
			t.Errorf("tile 0/%s is not the hashes of its entries", path)
		}
	}
	root := e[len(e)-1].hash
	for i := len(e) - 2; i >= 0; i-- {
		root = tlog.NodeHash(e[i].hash, root)
	}
	if root != c.Root {
		t.Errorf("root %s, signed %s", root, c.Root)
	}
	first, _, err := l.Tile(t.Context(), "1/000.p/2")
	must(t, err)
	if want := e[0].hash; !bytes.Equal(first[:tlog.HashSize], tree256(zeroth[:256*tlog.HashSize])) || want == (tlog.Hash{}) {
		t.Error("tile 1/000 does not hold the roots of the tiles below")
	}
	for _, path := range []string{"", "0", "0/003", "0/002", "0/002.p/256", "0/002.p/189", "0/x000/001", "0/1", "64/000", "-1/000", "00/000", "entries/002.p/0", "data/000", "0/000/001", "8/000", "0/x999/x999/x999/999"} {
		if _, _, err := l.Tile(t.Context(), path); !errors.Is(err, ErrNoTile) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func tree256(hashes []byte) []byte {
	var e edge
	for i := 0; i < len(hashes); i += tlog.HashSize {
		e.push(tlog.Hash(hashes[i : i+tlog.HashSize]))
	}
	return e[0].hash[:]
}

// Any two checkpoints are consistent, and the proof of growth says so; two logs that differ are told apart.
func TestTwoCheckpointsAreConsistent(t *testing.T) {
	d := dbtest.Open(t)
	l := opened(t, d)
	keys, err := l.Keys(t.Context())
	must(t, err)
	seen := map[int64][]byte{}
	for _, n := range []int{1, 2, 3, 7, 8, 9, 31, 64, 65, 100} {
		grow(t, d, int(max(0, last(seen))), n)
		c, signed, err := l.Latest(t.Context())
		must(t, err)
		seen[c.Size] = signed
		for old, before := range seen {
			g, err := l.Grew(t.Context(), old)
			must(t, err)
			file, err := Encode(g)
			must(t, err)
			if f, err := Check(file, Trust{Key: keys[0], Seen: before}); err != nil || f.Old != old {
				t.Errorf("from %d to %d: %v", old, c.Size, err)
			}
			if len(g.Path) > 0 {
				g.Path[0][3] ^= 1
				file, _ = Encode(g)
				if _, err := Check(file, Trust{Key: keys[0], Seen: before}); err == nil {
					t.Errorf("from %d to %d: a wrong path is believed", old, c.Size)
				}
			}
		}
	}
	// the same number of leaves with another content, signed by the same key
	other := dbtest.Open(t)
	lo := opened(t, other)
	must(t, other.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		for i := range 100 {
			if _, err := Append(ctx, w, act(t, 5000+i)); err != nil {
				return err
			}
		}
		var k key
		view(t, d, func(ctx context.Context, r *db.Read) error { all, err := loadKeys(ctx, r); k = all[0]; return err })
		_, err := w.Exec(ctx, `update log_key set name = $1, public = $2, secret = $3`, k.name, k.public, k.secret)
		return err
	}))
	for _, old := range []int64{100, 64} {
		g, err := lo.Grew(t.Context(), old)
		must(t, err)
		file, _ := Encode(g)
		if _, err := Check(file, Trust{Key: keys[0], Seen: seen[old]}); !errors.Is(err, ErrWrong) {
			t.Errorf("a rewritten log is taken for the same: %v", err)
		}
	}
}

func last(m map[int64][]byte) (most int64) {
	for n := range m {
		most = max(most, n)
	}
	return most
}

// One bit of a proof file changed: it is refused, or says exactly the same (the bit stood in a space or a field's name).
func TestOneChangedBitIsDetected(t *testing.T) {
	d := dbtest.Open(t)
	l := opened(t, d)
	grow(t, d, 0, 11)
	p, err := l.Prove(t.Context(), 6)
	must(t, err)
	view(t, d, func(ctx context.Context, r *db.Read) error {
		leaf, _, err := Find(ctx, r, "test.done", 7, 6)
		p = p.Open(leaf.Salt, []byte(`{"bản":6}`))
		return err
	})
	file, err := Encode(p)
	must(t, err)
	want, err := Check(file, Trust{Key: p.Key})
	must(t, err)
	for i := range file {
		for bit := range 8 {
			wrong := bytes.Clone(file)
			wrong[i] ^= 1 << bit
			if got, err := Check(wrong, Trust{Key: p.Key}); err == nil && got != want {
				t.Fatalf("byte %d, bit %d (%q): believed %+v", i, bit, wrong[max(0, i-20):min(len(wrong), i+20)], got)
			}
		}
	}
	for name, change := range map[string]func(*Proof){
		"the leaf":       func(p *Proof) { p.Leaf = strings.Replace(p.Leaf, "1a", "1b", 1) },
		"the record":     func(p *Proof) { p.Record = `{"bản":7}` },
		"no salt":        func(p *Proof) { p.Salt = "" },
		"another place":  func(p *Proof) { p.Index = 7 },
		"the path":       func(p *Proof) { p.Path = p.Path[1:] },
		"the size":       func(p *Proof) { p.Checkpoint = strings.Replace(p.Checkpoint, "\n11\n", "\n12\n", 1) },
		"no checkpoint":  func(p *Proof) { p.Checkpoint = "" },
		"another format": func(p *Proof) { p.Format = "giaoban-proof/2" },
	} {
		wrong := p
		change(&wrong)
		file, _ := Encode(wrong)
		if _, err := Check(file, Trust{Key: p.Key}); !errors.Is(err, ErrWrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stranger := opened(t, dbtest.Open(t))
	keys, err := stranger.Keys(t.Context())
	must(t, err)
	if _, err := Check(file, Trust{Key: keys[0]}); !errors.Is(err, ErrWrong) {
		t.Errorf("signed by another: %v", err)
	}
}

func TestTamperingShows(t *testing.T) {
	for name, sql := range map[string]string{
		"a changed leaf":              `update log_leaf set body = replace(body, '1a', '1b') where idx = 3`,
		"a changed node":              `update log_node set hash = (select hash from log_node where idx = 0) where idx = 4`,
		"a removed leaf":              `delete from log_leaf where idx = 4`,
		"the newest leaf removed":     `delete from log_leaf where idx = 9`,
		"a removed node":              `delete from log_node where idx = 5`,
		"a changed kept checkpoint":   `update log_checkpoint set note = replace(note, '10', '11')`,
		"leaves and nodes taken back": `delete from log_leaf where idx >= 8`,
	} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.Open(t)
			l := opened(t, d)
			grow(t, d, 0, 10)
			must(t, l.Keep(t.Context(), time.Now()))
			view(t, d, func(ctx context.Context, r *db.Read) error { _, err := Verify(ctx, r); return err })
			must(t, d.Do(t.Context(), "tamper", func(ctx context.Context, w *db.Write) error {
				if _, err := w.Exec(ctx, sql); err != nil {
					return err
				}
				if strings.HasPrefix(name, "leaves and nodes") { // a tree that fits its leaves: only the kept checkpoint tells
					_, err := w.Exec(ctx, `delete from log_node where idx >= $1`, tlog.StoredHashCount(8))
					return err
				}
				return nil
			}))
			err := d.View(t.Context(), func(ctx context.Context, r *db.Read) error { _, err := Verify(ctx, r); return err })
			if err == nil {
				t.Error("nothing was noticed")
			}
		})
	}
}

// Two processes append to one log: one order, no gap, and the tree fits.
func TestTwoProcessesKeepOneLog(t *testing.T) {
	cfg := dbtest.Config(t)
	both := []*db.DB{dbtest.OpenConfig(t, cfg), dbtest.OpenConfig(t, cfg)}
	logs := []*Log{opened(t, both[0]), opened(t, both[1])}
	const each = 120
	var wg sync.WaitGroup
	for n, d := range both {
		for i := range each {
			wg.Go(func() {
				err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
					_, err := Append(ctx, w, act(t, n*each+i))
					return err
				})
				if err != nil {
					t.Error(err)
				}
				if i%20 == 0 {
					if _, _, err := logs[n].Latest(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	for _, d := range both {
		view(t, d, func(ctx context.Context, r *db.Read) error {
			h, err := Verify(ctx, r)
			if h.Size != 2*each {
				t.Errorf("%d leaves", h.Size)
			}
			keys, err2 := loadKeys(ctx, r)
			if len(keys) != 1 {
				t.Errorf("%d keys", len(keys))
			}
			return errors.Join(err, err2)
		})
	}
}

// A version enters once, also within one commit.
func TestAVersionEntersOnce(t *testing.T) {
	d := dbtest.Open(t)
	opened(t, d)
	grow(t, d, 0, 3)
	if err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		_, err := Append(ctx, w, act(t, 2))
		return err
	}); !errors.Is(err, db.ErrUnique) {
		t.Errorf("again: %v", err)
	}
	if err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		if _, err := Append(ctx, w, act(t, 9)); err != nil {
			return err
		}
		_, err := Append(ctx, w, act(t, 9))
		return err
	}); !errors.Is(err, db.ErrUnique) {
		t.Errorf("twice in one: %v", err)
	}
	view(t, d, func(ctx context.Context, r *db.Read) error {
		h, err := Verify(ctx, r)
		if h.Size != 3 {
			t.Errorf("%d leaves", h.Size)
		}
		return err
	})
}

// A new key is learned from the old one: the checkpoint of that moment bears both signatures; old checkpoints hold.
func TestRotation(t *testing.T) {
	d := dbtest.Open(t)
	l := opened(t, d)
	grow(t, d, 0, 5)
	must(t, l.Keep(t.Context(), time.Now()))
	old, err := l.Keys(t.Context())
	must(t, err)
	public, err := l.Rotate(t.Context())
	must(t, err)
	kept, err := l.Kept(t.Context(), 1)
	must(t, err)
	for _, k := range []string{old[0], public} {
		if c, err := openCheckpoint([]byte(kept[0]), []string{k}); err != nil || c.Size != 5 {
			t.Errorf("the checkpoint of the change under %s: %v", k, err)
		}
	}
	grow(t, d, 5, 9)
	_, signed, err := l.Latest(t.Context())
	must(t, err)
	if _, err := openCheckpoint(signed, []string{public}); err != nil {
		t.Error(err)
	}
	if _, err := openCheckpoint(signed, old); err == nil {
		t.Error("the old key still signs")
	}
	view(t, d, func(ctx context.Context, r *db.Read) error {
		n, err := db.Int(ctx, r, `select count(*) from log_key where secret <> ''`)
		if n != 1 {
			t.Errorf("%d secrets are kept", n)
		}
		if err == nil {
			_, err = Verify(ctx, r)
		}
		return err
	})
}

// A leaf tells nothing of its record: neither a part of it nor, without the salt, whether it is this one.
func TestLeafHidesTheRecord(t *testing.T) {
	a := Act{Kind: "test.done", Subject: ident.ID(40), Version: 1, At: 1, Record: []byte("Nguyễn Văn A 1.398")}
	one, err := Prepare(a)
	must(t, err)
	two, err := Prepare(a)
	must(t, err)
	if strings.Contains(one.Body, "1.398") || strings.Contains(one.Body, one.Salt) || one.Body == two.Body {
		t.Errorf("%s\n%s", one.Body, two.Body)
	}
	if !strings.HasPrefix(one.Body, `{"act":"test.done","at":1,"commitment":"`) {
		t.Errorf("not canonical: %s", one.Body)
	}
	d := dbtest.Open(t)
	opened(t, d)
	grow(t, d, 0, 2)
	must(t, d.Do(t.Context(), "forget", func(ctx context.Context, w *db.Write) error { return ForgetSalt(ctx, w, "test.done", 7) }))
	view(t, d, func(ctx context.Context, r *db.Read) error { _, err := Verify(ctx, r); return err })
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(`{"format":"giaoban-proof/1","checkpoint":"giaoban/x\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— giaoban/x AAAA\n"}`), []byte("giaoban/x\n"))
	f.Add([]byte(`{"format":"giaoban-growth/1","old":3,"path":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]}`), []byte{})
	_, public, err := note.GenerateKey(crand.Reader, "giaoban/x")
	must(f, err)
	f.Fuzz(func(t *testing.T, file, seen []byte) {
		if found, err := Check(file, Trust{Seen: seen, Key: public}); err == nil {
			t.Errorf("believed: %+v", found)
		}
		if _, err := parseCheckpoint(string(seen)); err == nil && !strings.Contains(string(seen), "\n") {
			t.Error("one line is no checkpoint")
		}
		if p, err := parseTile(string(seen)); err == nil && (p.width < 1 || p.width > tileWidth || p.n < 0) {
			t.Errorf("%+v", p)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	d := dbtest.Open(b)
	opened(b, d)
	n := 0
	for b.Loop() {
		must(b, d.Do(b.Context(), "bench", func(ctx context.Context, w *db.Write) error {
			for range 64 {
				l, err := Prepare(Act{Kind: "test.done", Subject: 7, Version: int64(n), Record: []byte("x")})
				n++
				if err != nil {
					return err
				}
				if _, err := Append(ctx, w, l); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}
