package transparency

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"giaoban/internal/db"
)

const (
	proofFormat  = "giaoban-proof/1"
	growthFormat = "giaoban-growth/1"
)

// Proof is a file that shows, without asking anybody, that a leaf is in the log
// at a checkpoint, and, for who was given salt and record, what it commits to.
type Proof struct {
	Format     string      `json:"format"`
	Key        string      `json:"key"` // public key of the checkpoint; compare it with one had from elsewhere
	Checkpoint string      `json:"checkpoint"`
	Index      int64       `json:"index"`
	Leaf       string      `json:"leaf"` // its exact bytes
	Path       []tlog.Hash `json:"path"`
	Salt       string      `json:"salt,omitempty"`
	Record     string      `json:"record,omitempty"` // the exact bytes that the leaf commits to
}

// Growth is a file that shows that the log at a checkpoint only added to what it was at a smaller size.
type Growth struct {
	Format     string      `json:"format"`
	Key        string      `json:"key"`
	Checkpoint string      `json:"checkpoint"`
	Old        int64       `json:"old"` // size of the earlier log
	Path       []tlog.Hash `json:"path"`
}

// ErrNoLeaf is returned for an index that the log does not have (yet).
var ErrNoLeaf = errors.New("transparency: the log has no such leaf")

// Prove makes the proof of a leaf at the present checkpoint, without salt and record.
func (l *Log) Prove(ctx context.Context, index int64) (p Proof, err error) {
	p = Proof{Format: proofFormat, Index: index}
	err = l.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		leaf, err := Leaves(ctx, r, max(index, 0), 1)
		if err != nil {
			return err
		}
		if len(leaf) == 0 || leaf[0].Index != index {
			return ErrNoLeaf
		}
		p.Leaf = leaf[0].Body
		c, signed, err := latest(ctx, r)
		if err != nil {
			return err
		}
		p.Checkpoint = string(signed)
		if p.Key, err = newestKey(ctx, r); err != nil {
			return err
		}
		p.Path, err = ProveLeaf(ctx, r, c.Size, index)
		return err
	})
	return p, err
}

// Open adds to a proof what its leaf commits to.
func (p Proof) Open(salt string, record []byte) Proof {
	p.Salt, p.Record = salt, string(record)
	return p
}

// Grew makes the proof that the log of now only added to its first old leaves.
func (l *Log) Grew(ctx context.Context, old int64) (g Growth, err error) {
	g = Growth{Format: growthFormat, Old: old, Path: []tlog.Hash{}}
	err = l.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		c, signed, err := latest(ctx, r)
		if err != nil {
			return err
		}
		if old < 1 || old > c.Size {
			return ErrNoLeaf
		}
		g.Checkpoint = string(signed)
		if g.Key, err = newestKey(ctx, r); err != nil {
			return err
		}
		if path, err := ProveGrowth(ctx, r, c.Size, old); err != nil {
			return err
		} else if path != nil {
			g.Path = path
		}
		return nil
	})
	return g, err
}

func newestKey(ctx context.Context, q db.Querier) (string, error) {
	all, err := loadKeys(ctx, q)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[len(all)-1].public, nil
}

// Encode writes a proof as a file.
func Encode(file any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(file)
	return b.Bytes(), err
}

// Trust is what the one who checks has from elsewhere.
type Trust struct {
	Key  string // public key of the log; "" believes the file's own, which proves only that the file agrees with itself
	Seen []byte // a checkpoint kept before; nil for none
}

// Finding is what a file was found to prove.
type Finding struct {
	Checkpoint
	KeyID  string // name and fingerprint of the key that signed
	Given  bool   // the key came from elsewhere, not from the file
	Index  int64  // of the leaf; -1 in a proof of growth
	Leaf   string
	Record string // what the leaf commits to; "" where the file does not tell
	Old    int64  // size of the earlier log that this one only added to, 0: nothing was compared
}

// ErrWrong is returned for a file that does not prove what it claims.
var ErrWrong = errors.New("transparency: the file does not prove it")

// Check checks a proof or a proof of growth, without network or database.
func Check(file []byte, t Trust) (Finding, error) {
	var kind struct {
		Format string `json:"format"`
	}
	if err := json.Unmarshal(file, &kind); err != nil {
		return Finding{}, fmt.Errorf("%w: it is not a proof file: %w", ErrWrong, err)
	}
	switch kind.Format {
	case proofFormat:
		var p Proof
		if err := strictly(file, &p); err != nil {
			return Finding{}, err
		}
		return p.check(t)
	case growthFormat:
		var g Growth
		if err := strictly(file, &g); err != nil {
			return Finding{}, err
		}
		return g.check(t)
	}
	return Finding{}, fmt.Errorf("%w: this program does not know the format %.40q", ErrWrong, kind.Format)
}

func strictly(file []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(file))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%w: %w", ErrWrong, err)
	}
	return nil
}

func (t Trust) open(signed, own string) (Finding, error) {
	f := Finding{Index: -1, Given: t.Key != ""}
	use := t.Key
	if !f.Given {
		use = own
	}
	use = strings.TrimSpace(use)
	v, err := note.NewVerifier(use)
	if err != nil {
		return f, fmt.Errorf("%w: the public key cannot be read: %w", ErrWrong, err)
	}
	f.KeyID = fmt.Sprintf("%s+%08x", v.Name(), v.KeyHash())
	if f.Checkpoint, err = openCheckpoint([]byte(signed), []string{use}); err != nil {
		return f, fmt.Errorf("%w: %w", ErrWrong, err)
	}
	return f, nil
}

// seen compares with a checkpoint kept before where both have one size; what else it takes is a proof of growth.
func (t Trust) seen(f *Finding, path tlog.TreeProof, old int64, key string) error {
	if t.Seen == nil {
		return nil
	}
	before, err := openCheckpoint(t.Seen, []string{key})
	if err != nil {
		return fmt.Errorf("%w: the checkpoint kept before: %w", ErrWrong, err)
	}
	switch {
	case before.Origin != f.Origin:
		return fmt.Errorf("%w: the checkpoint kept before is of another log, %q", ErrWrong, before.Origin)
	case before.Size == f.Size:
		if before.Root != f.Root {
			return fmt.Errorf("%w: two different logs of %d leaves were signed: one of them was rewritten", ErrWrong, f.Size)
		}
	case before.Size > f.Size:
		return fmt.Errorf("%w: the checkpoint kept before has %d leaves, this one only %d", ErrWrong, before.Size, f.Size)
	case old != before.Size:
		return fmt.Errorf("%w: to compare with the checkpoint of %d leaves take the proof of growth from there (…/log/growth/%d)", ErrWrong, before.Size, before.Size)
	default:
		if err := tlog.CheckTree(path, f.Size, f.Root, before.Size, before.Root); err != nil {
			return fmt.Errorf("%w: the log of %d leaves does not continue the one of %d: it was rewritten", ErrWrong, f.Size, before.Size)
		}
	}
	f.Old = before.Size
	return nil
}

func (t Trust) keyOr(own string) string {
	if t.Key != "" {
		return strings.TrimSpace(t.Key)
	}
	return own
}

func (p Proof) check(t Trust) (Finding, error) {
	f, err := t.open(p.Checkpoint, p.Key)
	if err != nil {
		return f, err
	}
	if err := tlog.CheckRecord(p.Path, f.Size, f.Root, p.Index, tlog.RecordHash([]byte(p.Leaf))); err != nil {
		return f, fmt.Errorf("%w: the leaf is not at %d of the log that was signed", ErrWrong, p.Index)
	}
	f.Index, f.Leaf = p.Index, p.Leaf
	if p.Salt != "" || p.Record != "" {
		var leaf struct {
			Commitment string `json:"commitment"`
		}
		if err := json.Unmarshal([]byte(p.Leaf), &leaf); err != nil {
			return f, fmt.Errorf("%w: the leaf is not JSON: %w", ErrWrong, err)
		}
		if subtle.ConstantTimeCompare([]byte(leaf.Commitment), []byte(Commitment(p.Salt, []byte(p.Record)))) != 1 {
			return f, fmt.Errorf("%w: the record in the file is not the one that the leaf commits to", ErrWrong)
		}
		f.Record = p.Record
	}
	return f, t.seen(&f, nil, 0, t.keyOr(p.Key))
}

func (g Growth) check(t Trust) (Finding, error) {
	f, err := t.open(g.Checkpoint, g.Key)
	if err != nil {
		return f, err
	}
	if t.Seen == nil {
		return f, fmt.Errorf("%w: a proof of growth is compared with the checkpoint kept before: give it with --seen", ErrWrong)
	}
	return f, t.seen(&f, g.Path, g.Old, t.keyOr(g.Key))
}
