package practice

import (
	"context"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Sections gives the text of a section of a unit's own filed report, to begin a
// practice with. The reports belong to another domain.
type Sections interface {
	Section(ctx context.Context, who actor.Actor, filing ident.ID, section string) (text string, err error)
}

// Deps is what the service works with.
type Deps struct {
	DB       *db.DB
	IDs      *ident.Maker
	Clock    when.Clock // domain clock
	Hub      *event.Hub
	Org      *org.Service
	Blob     *blob.Store
	Sections Sections
}

// Service keeps good practices. Safe for concurrent use.
type Service struct{ d Deps }

// NewService makes the service (New is what is shared).
func NewService(d Deps) *Service { return &Service{d} }

const (
	maxTitle   = 300
	maxSubject = 60
	maxSummary = 1000
	maxBody    = 20_000
	maxNote    = 2000
)

func key(who actor.Actor, k string) string {
	if k == "" {
		return ""
	}
	return who.Account.String() + "/" + k
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func trimmed(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

func long(field, text string, most int) fault.Faults {
	if utf8.RuneCountInString(text) > most {
		return fault.Faults{fault.TooLarge(field, "practice.too_long", "max", most)}
	}
	return nil
}

// check refuses what cannot be shared, all faults at once.
func check(n New) error {
	var fs fault.Faults
	if n.Title == "" {
		fs = append(fs, fault.Invalid("title", "practice.title_missing"))
	}
	if n.Summary == "" {
		fs = append(fs, fault.Invalid("summary", "practice.summary_missing"))
	}
	fs = append(fs, long("title", n.Title, maxTitle)...)
	fs = append(fs, long("subject", n.Subject, maxSubject)...)
	fs = append(fs, long("summary", n.Summary, maxSummary)...)
	fs = append(fs, long("body", n.Body, maxBody)...)
	if len(n.Files) > maxFiles {
		fs = append(fs, fault.TooLarge("files", "practice.files_many", "max", maxFiles))
	}
	for _, f := range n.Files {
		switch {
		case len(f.Data) == 0:
			fs = append(fs, fault.Invalid("files", "practice.file_empty", "name", f.Name))
		case len(f.Data) > MaxFile:
			fs = append(fs, fault.TooLarge("files", "practice.file_large", "name", f.Name, "max", MaxFile>>20))
		case sniff(f.Data) == "":
			fs = append(fs, fault.Invalid("files", "practice.file_kind", "name", f.Name))
		}
		if err := fs.Add(document.Secrecy("").Check(document.Carried{Title: n.Title, File: f.Name})); err != nil {
			return err
		}
	}
	return fs.Or()
}

// sniff tells a file's kind by its content: PDF, pictures, packages of Office; "" for anything else, whatever its name says.
func sniff(data []byte) string {
	switch kind := http.DetectContentType(data); kind {
	case "application/pdf", "image/png", "image/jpeg", "application/zip":
		return kind
	}
	return ""
}

// Share shows the others what works.
func (s *Service) Share(ctx context.Context, who actor.Actor, n New) (ident.ID, error) {
	if err := who.At(actor.SharePractice, n.Unit); err != nil {
		return 0, err
	}
	n.Title, n.Subject, n.Summary, n.Body = oneLine(n.Title), oneLine(n.Subject), trimmed(n.Summary), trimmed(n.Body)
	if err := check(n); err != nil {
		return 0, err
	}
	if !n.Filing.Zero() {
		if _, err := s.Section(ctx, who, n.Filing, ""); err != nil {
			return 0, err
		}
	}
	var files []File
	for _, u := range n.Files {
		ref, err := s.d.Blob.Save(u.Data)
		if err != nil {
			return 0, err
		}
		files = append(files, File{ID: s.d.IDs.New(), Name: path.Base(strings.ReplaceAll(oneLine(u.Name), `\`, "/")), MIME: sniff(u.Data), Blob: ref.ID, Size: ref.Size})
	}
	p := Practice{ID: s.d.IDs.New(), Unit: n.Unit, Subject: n.Subject, Title: n.Title, Summary: n.Summary, Body: n.Body, Filing: n.Filing, State: Shared,
		SharedAt: when.Present(s.d.Clock), SharedBy: who.Name}
	result, _, err := s.d.DB.Once(ctx, key(who, n.Key), "practice.share", func(ctx context.Context, w *db.Write) (string, error) {
		return p.ID.String(), s.insert(ctx, w, who, p, files)
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

func (s *Service) insert(ctx context.Context, w *db.Write, who actor.Actor, p Practice, files []File) error {
	if _, err := w.Exec(ctx, `insert into practice (id, unit, subject, subject_folded, title, summary, body, folded, filing, state, shared_at, shared_by, endorsed_at, endorser, endorsed_by, word, reason)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, '', '', '')`, int64(p.ID), int64(p.Unit), p.Subject, i18n.Fold(p.Subject), p.Title, p.Summary, p.Body,
		i18n.Fold(p.Title+" "+p.Summary+" "+p.Body+" "+p.Subject), int64(p.Filing), string(p.State), int64(p.SharedAt), p.SharedBy); err != nil {
		return err
	}
	for _, f := range files {
		if _, err := w.Exec(ctx, `insert into practice_file (id, practice, name, mime, blob, size) values ($1, $2, $3, $4, $5, $6)`,
			int64(f.ID), int64(p.ID), f.Name, f.MIME, f.Blob, f.Size); err != nil {
			return err
		}
	}
	return s.note(ctx, w, who, p, "shared", p.Unit, p.Title)
}

// Section gives the text of a section of the actor's own filed report.
func (s *Service) Section(ctx context.Context, who actor.Actor, filing ident.ID, section string) (string, error) {
	if err := who.SignedIn(); err != nil {
		return "", err
	}
	if s.d.Sections == nil {
		return "", fault.NotFound("practice.no_such_report")
	}
	return s.d.Sections.Section(ctx, who, filing, section)
}

const columns = `p.id, p.unit, p.subject, p.title, p.summary, p.body, p.filing, p.state, p.shared_at, p.shared_by, p.endorsed_at, p.endorser, p.endorsed_by, p.word, p.reason,
	(select count(*) from practice_adopter a where a.practice = p.id)`

func (p *Practice) fields() []any {
	return []any{&p.ID, &p.Unit, &p.Subject, &p.Title, &p.Summary, &p.Body, &p.Filing, &p.State, &p.SharedAt, &p.SharedBy, &p.EndorsedAt, &p.Endorser, &p.EndorsedBy, &p.Word, &p.Reason, &p.Adopters}
}

func load(ctx context.Context, q db.Querier, id ident.ID) (Practice, bool, error) {
	return db.One(ctx, q, func(s db.Scanner, p *Practice) error { return s.Scan(p.fields()...) }, `select `+columns+` from practice p where p.id = $1`, int64(id))
}

func adopters(ctx context.Context, q db.Querier, id ident.ID) ([]Adopter, error) {
	return db.All(ctx, q, func(s db.Scanner, a *Adopter) error { return s.Scan(&a.Unit, &a.At, &a.By, &a.Note) },
		`select unit, at, actor, note from practice_adopter where practice = $1 order by at desc, unit`, int64(id))
}

func hasDesk(who actor.Actor, unit ident.ID) bool {
	return who.Kind == actor.System || slices.ContainsFunc(who.Grants, func(g actor.Grant) bool { return g.Unit == unit })
}

// readable loads a practice for who may see it: everybody with a desk; what was withdrawn, its unit and who adopted it.
func (s *Service) readable(ctx context.Context, q db.Querier, who actor.Actor, id ident.ID) (Practice, []Adopter, error) {
	if err := who.SignedIn(); err != nil {
		return Practice{}, nil, err
	}
	nothing := fault.NotFound("practice.not_found")
	p, ok, err := load(ctx, q, id)
	if err != nil {
		return Practice{}, nil, err
	}
	if !ok || who.Kind != actor.System && len(who.Grants) == 0 {
		return Practice{}, nil, nothing
	}
	list, err := adopters(ctx, q, id)
	if err != nil {
		return Practice{}, nil, err
	}
	if p.State == Withdrawn && !hasDesk(who, p.Unit) && !slices.ContainsFunc(list, func(a Adopter) bool { return hasDesk(who, a.Unit) }) {
		return Practice{}, nil, nothing
	}
	return p, list, nil
}

// ByID gives a practice with its files and adopters, and what the reader may do.
func (s *Service) ByID(ctx context.Context, who actor.Actor, id ident.ID) (Page, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Page{}, err
	}
	var page Page
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		if page.Practice, page.AdoptedBy, err = s.readable(ctx, r, who, id); err != nil {
			return err
		}
		page.Files, err = db.All(ctx, r, scanFile, `select id, name, mime, blob, size from practice_file where practice = $1 order by id`, int64(id))
		return err
	})
	if err != nil {
		return Page{}, err
	}
	if page.State == Shared {
		page.MayWithdraw = who.HasAt(actor.SharePractice, page.Unit)
		page.MayAdopt = who.Unit != page.Unit && who.HasAt(actor.SharePractice, who.Unit) &&
			!slices.ContainsFunc(page.AdoptedBy, func(a Adopter) bool { return a.Unit == who.Unit })
		_, above := endorser(who, page.Unit, tree)
		page.MayEndorse = above && page.EndorsedAt.Zero()
	}
	return page, nil
}

func scanFile(s db.Scanner, f *File) error { return s.Scan(&f.ID, &f.Name, &f.MIME, &f.Blob, &f.Size) }

// OpenFile opens a file of a practice. The caller closes it.
func (s *Service) OpenFile(ctx context.Context, who actor.Actor, id, file ident.ID) (io.ReadSeekCloser, File, error) {
	var f File
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		if _, _, err := s.readable(ctx, r, who, id); err != nil {
			return err
		}
		var ok bool
		var err error
		if f, ok, err = db.One(ctx, r, scanFile, `select id, name, mime, blob, size from practice_file where id = $1 and practice = $2`, int64(file), int64(id)); err == nil && !ok {
			err = fault.NotFound("practice.no_such_file")
		}
		return err
	})
	if err != nil {
		return nil, f, err
	}
	body, _, err := s.d.Blob.Open(f.Blob)
	return body, f, err
}

// List gives what is shared, endorsed ones first, then the most adopted, then the newest.
func (s *Service) List(ctx context.Context, who actor.Actor, f Filter) ([]Practice, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	if who.Kind != actor.System && len(who.Grants) == 0 {
		return nil, nil
	}
	type found struct {
		Practice
		folded, subject string
	}
	var out []Practice
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		look := i18n.LookFor(f.Text)
		where, args := db.Found("p.folded", look, 1)
		all, err := db.All(ctx, r, func(s db.Scanner, p *found) error { return s.Scan(append(p.fields(), &p.folded, &p.subject)...) },
			`select `+columns+`, p.folded, p.subject_folded from practice p where p.state = 'shared' and `+where+` order by p.shared_at desc, p.id`, args...)
		if err != nil {
			return err
		}
		out = nil
		for _, p := range all {
			if !f.Unit.Zero() && p.Unit != f.Unit || f.Endorsed && p.EndorsedAt.Zero() || f.Subject != "" && p.subject != i18n.Fold(f.Subject) ||
				!look.In(p.folded) {
				continue
			}
			out = append(out, p.Practice)
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b Practice) int {
		if ea, eb := a.EndorsedAt.Zero(), b.EndorsedAt.Zero(); ea != eb {
			if eb {
				return -1
			}
			return 1
		}
		return b.Adopters - a.Adopters
	})
	return out, err
}

// Subjects lists the subjects of what is shared.
func (s *Service) Subjects(ctx context.Context, who actor.Actor) ([]string, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	var list []string
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = db.All(ctx, r, db.ScanText, `select min(subject) from practice where subject <> '' and state = 'shared' group by subject_folded order by subject_folded limit 50`)
		return err
	})
	return list, err
}

// endorser gives the unit in whose name the actor vouches for a practice: one above its own.
func endorser(who actor.Actor, unit ident.ID, tree *org.Tree) (ident.ID, bool) {
	for _, one := range append([]ident.ID{who.Unit}, who.Units()...) {
		if one != unit && who.HasAt(actor.EndorsePractice, one) && tree.Contains(one, unit) {
			return one, true
		}
	}
	return 0, false
}

// Endorse vouches for a practice of a unit below.
func (s *Service) Endorse(ctx context.Context, who actor.Actor, id ident.ID, word, k string) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, who, id, "practice.endorse", k, func(ctx context.Context, w *db.Write, p Practice, _ []Adopter, now when.Instant) error {
		by, ok := endorser(who, p.Unit, tree)
		if !ok {
			return fault.Forbidden("actor.forbidden_endorse_practice")
		}
		if !p.EndorsedAt.Zero() {
			return fault.Conflict("practice.endorsed_already")
		}
		word := trimmed(word)
		if err := long("word", word, maxNote).Or(); err != nil {
			return err
		}
		p.EndorsedAt, p.Endorser, p.EndorsedBy, p.Word = now, by, who.Name, word
		if _, err := w.Exec(ctx, `update practice set endorsed_at = $2, endorser = $3, endorsed_by = $4, word = $5 where id = $1`, int64(id), int64(now), int64(by), who.Name, word); err != nil {
			return err
		}
		return s.note(ctx, w, who, p, "endorsed", by, word)
	})
}

// Adopt says that the unit in which the actor works has taken a practice over. One's own is refused.
func (s *Service) Adopt(ctx context.Context, who actor.Actor, id ident.ID, note, k string) error {
	return s.act(ctx, who, id, "practice.adopt", k, func(ctx context.Context, w *db.Write, p Practice, list []Adopter, now when.Instant) error {
		if err := who.At(actor.SharePractice, who.Unit); err != nil {
			return err
		}
		if p.Unit == who.Unit {
			return fault.Conflict("practice.own")
		}
		if slices.ContainsFunc(list, func(a Adopter) bool { return a.Unit == who.Unit }) {
			return fault.Conflict("practice.adopted_already")
		}
		note := trimmed(note)
		if err := long("note", note, maxNote).Or(); err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `insert into practice_adopter (practice, unit, at, actor, note) values ($1, $2, $3, $4, $5)`, int64(id), int64(who.Unit), int64(now), who.Name, note); err != nil {
			return err
		}
		return s.note(ctx, w, who, p, "adopted", who.Unit, note)
	})
}

// Withdraw takes a practice back, with the reason. Who adopted it goes on reading it.
func (s *Service) Withdraw(ctx context.Context, who actor.Actor, id ident.ID, reason, k string) error {
	return s.act(ctx, who, id, "practice.withdraw", k, func(ctx context.Context, w *db.Write, p Practice, _ []Adopter, _ when.Instant) error {
		if err := who.At(actor.SharePractice, p.Unit); err != nil {
			return err
		}
		reason := trimmed(reason)
		if reason == "" {
			return fault.Invalid("reason", "practice.reason_missing")
		}
		if err := long("reason", reason, maxNote).Or(); err != nil {
			return err
		}
		p.State, p.Reason = Withdrawn, reason
		if _, err := w.Exec(ctx, `update practice set state = 'withdrawn', reason = $2 where id = $1`, int64(id), reason); err != nil {
			return err
		}
		return s.note(ctx, w, who, p, "withdrawn", p.Unit, reason)
	})
}

// act loads a practice that the actor may see and that is shared, and runs do on it, once per key.
func (s *Service) act(ctx context.Context, who actor.Actor, id ident.ID, name, k string, do func(context.Context, *db.Write, Practice, []Adopter, when.Instant) error) error {
	if k != "" {
		k = key(who, id.String()+"/"+k)
	}
	now := when.Present(s.d.Clock)
	_, _, err := s.d.DB.Once(ctx, k, name, func(ctx context.Context, w *db.Write) (string, error) {
		p, list, err := s.readable(ctx, w, who, id)
		if err != nil {
			return "", err
		}
		if p.State != Shared {
			return "", fault.Conflict("practice.is_withdrawn")
		}
		return id.String(), do(ctx, w, p, list, now)
	})
	return err
}

func (s *Service) note(ctx context.Context, w *db.Write, who actor.Actor, p Practice, kind string, unit ident.ID, text string) error {
	seq, err := journal.Append(ctx, w, journal.Entry{At: when.Present(s.d.Clock), Actor: who, Kind: "practice." + kind, Subject: p.ID, Unit: unit, After: p, Note: text})
	if err != nil {
		return err
	}
	s.d.Hub.Tell(w, seq, "home:"+p.Unit.String())
	return nil
}

// Uses implements org.Source: all practices that name the units.
func (s *Service) Uses(ctx context.Context, q db.Querier, _ actor.Actor, units []ident.ID) ([]org.Use, error) {
	return org.CountUses(ctx, q, "practice.uses", units,
		`select count(*), cast(min(unit) as bigint) from practice where unit in `,
		`select count(*), cast(min(unit) as bigint) from practice_adopter where unit in `)
}

// Affected implements org.Source: nothing waits for a unit here, so nothing is left over.
func (s *Service) Affected(context.Context, db.Querier, actor.Actor, org.Impact) ([]org.Affected, error) {
	return nil, nil
}
