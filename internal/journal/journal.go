// Package journal keeps who did what, when, for the organisation itself.
//
// Entries are appended in the transaction of the act they tell about, by the
// single writer, so that their numbers have no gaps and stand in the order of
// the commits. Each entry's hash covers the hash before it, its own fields and
// the salted hash of its body. The body stands apart: deleting it (retention,
// a reader's e-mail) leaves the chain whole. Drafts and private notes are not
// journalled.
package journal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Entry is what happened.
type Entry struct {
	At      when.Instant // domain time
	Actor   actor.Actor
	Kind    string   // "<domain>.<verb>", e.g. "filing.signed"
	Subject ident.ID // the record
	Unit    ident.ID // the unit whose affair it is
	Before  any      // JSON, nil where there was nothing
	After   any      // JSON, nil where nothing remains
	Note    string   // the reason given, where one was asked for
}

// Record is an entry as it stands in the journal.
type Record struct {
	Seq     int64
	At      when.Instant
	Account ident.ID
	Actor   string
	Unit    ident.ID
	Kind    string
	Subject ident.ID
	Body    Body // empty where it was deleted, and where only heads are read
	Hash    string

	BodyHash string // where heads are read: what the hash covers of the body
}

// Body is the deletable part of an entry.
type Body struct {
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
	Note   string          `json:"note,omitempty"`
}

// Append adds an entry in the transaction w and gives its number. It is written
// with those of the other pieces of the commit, at its end: readers see it then.
func Append(ctx context.Context, w *db.Write, e Entry) (int64, error) {
	body, err := encode(e)
	if err != nil {
		return 0, err
	}
	p := db.Gather(w, func() *pages { return new(pages) })
	if err := p.begin(ctx, w); err != nil {
		return 0, err
	}
	var salt [16]byte
	rand.Read(salt[:]) // never fails
	head := p.head()
	r := row{body: string(body), salt: hex.EncodeToString(salt[:]), Record: Record{
		Seq: head.seq + 1, At: e.At, Account: e.Actor.Account, Actor: e.Actor.Name,
		Unit: e.Unit, Kind: e.Kind, Subject: e.Subject,
	}}
	r.bodyHash = hashText(r.salt + r.body)
	r.Hash = chain(head.hash, r.Record, r.bodyHash)
	p.rows = append(p.rows, r)
	return r.Seq, nil
}

// pages are the entries of one commit that are not written yet.
type pages struct {
	before *head // the newest entry before them
	rows   []row
}

type row struct {
	Record
	bodyHash, salt, body string
}

// begin reads the newest entry, once in a commit: nobody else appends meanwhile.
func (p *pages) begin(ctx context.Context, w *db.Write) error {
	if p.before != nil {
		return nil
	}
	h, _, err := db.One(ctx, w, scanHead, `select seq, hash from journal order by seq desc limit 1`)
	if err != nil {
		return err
	}
	p.before = &h
	return nil
}

func (p *pages) head() head {
	if n := len(p.rows); n > 0 {
		return head{p.rows[n-1].Seq, p.rows[n-1].Hash}
	}
	return *p.before
}

func (p *pages) Len() int  { return len(p.rows) }
func (p *pages) Cut(n int) { p.rows = p.rows[:n] }

func (p *pages) Flush(ctx context.Context, w *db.Write) error {
	entries, bodies := make([]any, 0, 9*len(p.rows)), make([]any, 0, 3*len(p.rows))
	for _, r := range p.rows {
		entries = append(entries, r.Seq, int64(r.At), int64(r.Account), r.Actor, int64(r.Unit), r.Kind, int64(r.Subject), r.bodyHash, r.Hash)
		bodies = append(bodies, r.Seq, r.salt, r.body)
	}
	if err := w.Insert(ctx, `insert into journal (seq, at, account, actor, unit, kind, subject, body_hash, hash)`, 9, entries); err != nil {
		return err
	}
	return w.Insert(ctx, `insert into journal_body (seq, salt, body)`, 3, bodies)
}

// For gives the history of one record, newest first. The caller has judged the right to see it.
func For(ctx context.Context, q *db.Read, subject ident.ID) ([]Record, error) {
	return db.All(ctx, q, scanRecord, `select j.seq, j.at, j.account, j.actor, j.unit, j.kind, j.subject, j.hash, coalesce(b.body, '')
		from journal j left join journal_body b on b.seq = j.seq
		where j.subject = $1 order by j.seq desc`, int64(subject))
}

// Query narrows what Heads reads: entries of numbers from After on and below Before, of a record, a unit, an account; 0 is all.
type Query struct {
	After, Before          int64
	Subject, Unit, Account ident.ID
	Limit                  int
}

// Heads gives entries without their bodies, newest first. The caller judges the right to see each.
func Heads(ctx context.Context, q *db.Read, query Query) ([]Record, error) {
	where, args := ` where seq >= $1 and seq < $2`, []any{query.After, query.Before}
	for _, one := range []struct {
		column string
		id     ident.ID
	}{{"subject", query.Subject}, {"unit", query.Unit}, {"account", query.Account}} {
		if one.id != 0 {
			args = append(args, int64(one.id))
			where += fmt.Sprintf(" and %s = $%d", one.column, len(args))
		}
	}
	args = append(args, query.Limit)
	return db.All(ctx, q, func(s db.Scanner, r *Record) error {
		return s.Scan(&r.Seq, &r.At, &r.Account, &r.Actor, &r.Unit, &r.Kind, &r.Subject, &r.BodyHash, &r.Hash)
	}, `select seq, at, account, actor, unit, kind, subject, body_hash, hash from journal`+where+fmt.Sprintf(` order by seq desc limit $%d`, len(args)), args...)
}

// Seq gives the number of the newest entry, 0 in an empty journal.
func Seq(ctx context.Context, q *db.Read) (int64, error) {
	return db.Int(ctx, q, `select max(seq) from journal`)
}

// Verify walks the whole chain and returns the number of entries, or an error that names the first broken one.
func Verify(ctx context.Context, q *db.Read) (int64, error) {
	var n int64
	last := ""
	for {
		rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error {
			return s.Scan(&r.Seq, &r.At, &r.Account, &r.Actor, &r.Unit, &r.Kind, &r.Subject, &r.bodyHash, &r.Hash, &r.salt, &r.body)
		}, `select j.seq, j.at, j.account, j.actor, j.unit, j.kind, j.subject, j.body_hash, j.hash, coalesce(b.salt, ''), coalesce(b.body, '')
			from journal j left join journal_body b on b.seq = j.seq where j.seq > $1 order by j.seq limit 5000`, n)
		if err != nil {
			return n, err
		}
		if len(rows) == 0 {
			return n, nil
		}
		for _, r := range rows {
			if r.Seq != n+1 {
				return n, fmt.Errorf("journal: entry %d is missing", n+1)
			}
			if r.salt != "" && hashText(r.salt+r.body) != r.bodyHash {
				return n, fmt.Errorf("journal: the body of entry %d was changed", r.Seq)
			}
			if chain(last, r.Record, r.bodyHash) != r.Hash {
				return n, fmt.Errorf("journal: the chain breaks at entry %d", r.Seq)
			}
			n, last = r.Seq, r.Hash
		}
	}
}

// ForgetBodies removes at most limit of the oldest bodies where they are from
// before a moment, and says how many. It looks at no more than that many: a body
// of a later moment, written earlier, is waited for.
func ForgetBodies(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error) {
	return w.Exec(ctx, `delete from journal_body where seq in (select o.seq from
		(select b.seq, j.at from journal_body b join journal j on j.seq = b.seq order by b.seq limit $2) o where o.at < $1)`, int64(before), limit)
}

// ForgetSubject removes the bodies of a record's entries whose kinds begin with prefix: what they tell of a person.
func ForgetSubject(ctx context.Context, w *db.Write, subject ident.ID, prefix string) error {
	_, err := w.Exec(ctx, `delete from journal_body where seq in (select j.seq from journal j where j.subject = $1 and j.kind like $2)`, int64(subject), prefix+"%")
	return err
}

func encode(e Entry) ([]byte, error) {
	b := Body{Note: e.Note}
	for _, part := range []struct {
		v  any
		to *json.RawMessage
	}{{e.Before, &b.Before}, {e.After, &b.After}} {
		if part.v == nil {
			continue
		}
		raw, err := json.Marshal(part.v)
		if err != nil {
			return nil, fmt.Errorf("journal: encode %s: %w", e.Kind, err)
		}
		*part.to = raw
	}
	return json.Marshal(b)
}

func hashText(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func chain(before string, r Record, bodyHash string) string {
	return hashText(fmt.Sprintf("%s\x00%d\x00%d\x00%d\x00%s\x00%d\x00%s\x00%d\x00%s",
		before, r.Seq, r.At, r.Account, r.Actor, r.Unit, r.Kind, r.Subject, bodyHash))
}

type head struct {
	seq  int64
	hash string
}

func scanHead(s db.Scanner, h *head) error { return s.Scan(&h.seq, &h.hash) }

func scanRecord(s db.Scanner, r *Record) error {
	var body string
	if err := s.Scan(&r.Seq, &r.At, &r.Account, &r.Actor, &r.Unit, &r.Kind, &r.Subject, &r.Hash, &body); err != nil {
		return err
	}
	if body == "" {
		return nil
	}
	return json.Unmarshal([]byte(body), &r.Body)
}
