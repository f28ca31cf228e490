package transparency

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"

	"golang.org/x/mod/sumdb/tlog"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Act is an official act that enters the log.
type Act struct {
	Kind    string            // "<record>.<verb>", as in the journal
	Subject ident.ID          // the record
	Version int64             // of the record; one version enters once
	At      when.Instant      // when it was done, domain time
	Public  map[string]string // what else anybody may know of it
	Record  []byte            // what was signed, as bytes that can be made again; only a commitment to it enters
}

// Leaf is an act as it stands in the log.
type Leaf struct {
	Index   int64
	Kind    string
	Subject ident.ID
	Version int64
	Body    string // canonical JSON: what is hashed
	Salt    string // opens the commitment; "" where nothing is committed to or the salt was forgotten
}

// leafFormat stands in every leaf, so that a later form of them can be told apart.
const leafFormat = "giaoban-leaf/1"

// Prepare makes the leaf of an act, before the piece that appends it: the salt
// is drawn and the record is hashed here.
func Prepare(a Act) (Leaf, error) {
	l := Leaf{Kind: a.Kind, Subject: a.Subject, Version: a.Version}
	body := map[string]any{}
	for k, v := range a.Public {
		body[k] = v
	}
	maps.Copy(body, map[string]any{"format": leafFormat, "act": a.Kind, "record": a.Subject.String(), "version": a.Version, "at": int64(a.At)})
	if a.Record != nil {
		var salt [16]byte
		rand.Read(salt[:]) // never fails
		l.Salt = hex.EncodeToString(salt[:])
		body["commitment"] = Commitment(l.Salt, a.Record)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil { // a map is written with its keys in order
		return l, fmt.Errorf("transparency: encode %s: %w", a.Kind, err)
	}
	l.Body = string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	if len(l.Body) >= 1<<16 { // a bundle of entries gives lengths in two bytes
		return l, fmt.Errorf("transparency: the leaf of %s has %d bytes", a.Kind, len(l.Body))
	}
	return l, nil
}

// Commitment binds to a record without telling it: SHA-256 of the salt, in its hexadecimal form, a zero byte and the record.
func Commitment(salt string, record []byte) string {
	h := sha256.New()
	h.Write([]byte(salt))
	h.Write([]byte{0})
	h.Write(record)
	return hex.EncodeToString(h.Sum(nil))
}

// Append adds a leaf in the transaction w and gives its index. It is written
// with those of the other pieces of the commit, at its end, and so is the tree
// above them: readers see both then. A version of a record that is in the log already is refused with db.ErrUnique.
func Append(ctx context.Context, w *db.Write, l Leaf) (int64, error) {
	g := db.Gather(w, func() *grown { return new(grown) })
	if err := g.begin(ctx, w); err != nil {
		return 0, err
	}
	for _, other := range g.leaves {
		if other.Kind == l.Kind && other.Subject == l.Subject && other.Version == l.Version {
			return 0, fmt.Errorf("transparency: %s %s version %d: %w", l.Kind, l.Subject, l.Version, db.ErrUnique)
		}
	}
	l.Index = *g.size + int64(len(g.leaves))
	g.leaves = append(g.leaves, l)
	return l.Index, nil
}

// grown are the leaves of one commit that are not written yet.
type grown struct {
	size   *int64 // of the log before them
	leaves []Leaf
}

// begin reads the size, once in a commit: nobody else appends meanwhile.
func (g *grown) begin(ctx context.Context, w *db.Write) error {
	if g.size != nil {
		return nil
	}
	n, err := Size(ctx, w)
	if err != nil {
		return err
	}
	g.size = &n
	return nil
}

func (g *grown) Len() int  { return len(g.leaves) }
func (g *grown) Cut(n int) { g.leaves = g.leaves[:n] }

func (g *grown) Flush(ctx context.Context, w *db.Write) error {
	edge, err := edgeOf(ctx, w, *g.size)
	if err != nil {
		return err
	}
	at := tlog.StoredHashCount(*g.size)
	leaves, nodes := make([]any, 0, 6*len(g.leaves)), make([]any, 0, 4*len(g.leaves))
	for _, l := range g.leaves {
		leaves = append(leaves, l.Index, l.Kind, int64(l.Subject), l.Version, l.Body, l.Salt)
		for _, h := range edge.push(tlog.RecordHash([]byte(l.Body))) {
			nodes = append(nodes, at, append([]byte(nil), h[:]...))
			at++
		}
	}
	if err := w.Insert(ctx, `insert into log_leaf (idx, kind, subject, version, body, salt)`, 6, leaves); err != nil {
		return err
	}
	return w.Insert(ctx, `insert into log_node (idx, hash)`, 2, nodes)
}

const leafColumns = `idx, kind, subject, version, body, salt`

func scanLeaf(s db.Scanner, l *Leaf) error {
	return s.Scan(&l.Index, &l.Kind, &l.Subject, &l.Version, &l.Body, &l.Salt)
}

// Find gives the leaf of a version of a record, false where it is not in the log.
func Find(ctx context.Context, q db.Querier, kind string, subject ident.ID, version int64) (Leaf, bool, error) {
	return db.One(ctx, q, scanLeaf, `select `+leafColumns+` from log_leaf where kind = $1 and subject = $2 and version = $3`, kind, int64(subject), version)
}

// Leaves lists at most limit leaves from an index on.
func Leaves(ctx context.Context, q db.Querier, from int64, limit int) ([]Leaf, error) {
	return db.All(ctx, q, scanLeaf, `select `+leafColumns+` from log_leaf where idx >= $1 order by idx limit $2`, from, limit)
}

// Size counts the leaves.
func Size(ctx context.Context, q db.Querier) (int64, error) {
	return db.Int(ctx, q, `select coalesce(max(idx) + 1, 0) from log_leaf`)
}

// ForgetSalt makes what a leaf commits to unknowable: nobody can say any more whether a record is the one. The log stays whole.
func ForgetSalt(ctx context.Context, w *db.Write, kind string, subject ident.ID) error {
	_, err := w.Exec(ctx, `update log_leaf set salt = '' where kind = $1 and subject = $2`, kind, int64(subject))
	return err
}
