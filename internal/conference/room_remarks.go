package conference

import (
	"context"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// RemarkKind is what a remark is.
type RemarkKind string

// The kinds of remark.
const (
	RemarkReport       RemarkKind = "report"
	RemarkContribution RemarkKind = "contribution"
	RemarkInforming    RemarkKind = "informing"
	RemarkDirecting    RemarkKind = "directing"
	RemarkConcluding   RemarkKind = "concluding"
)

// RemarkKinds lists the kinds in the order of the form.
func RemarkKinds() []RemarkKind {
	return []RemarkKind{RemarkContribution, RemarkReport, RemarkInforming, RemarkDirecting, RemarkConcluding}
}

// Remark is what one speaker said, with the times of the floor. Name and title are as they were when it was given.
type Remark struct {
	ID         ident.ID
	Conference ident.ID
	Floor      ident.ID // the turn it was made in
	Site       ident.ID
	Item       ident.ID // agenda item, 0 for none
	Kind       RemarkKind
	Person     ident.ID
	Name       string
	Title      string
	Text       string // summary, written by the secretary
	At         when.Instant
	EndedAt    when.Instant // 0 while the speaker has the floor
	Version    int
	SiteName   string
	ItemOrder  int
	ItemTitle  string
}

// Seconds is how long was spoken, by now where it still goes on.
func (m Remark) Seconds(now when.Instant) int {
	if !m.EndedAt.Zero() {
		now = m.EndedAt
	}
	return max(0, int(now.Sub(m.At).Seconds()))
}

// kindOf guesses what a turn is from the agenda item and from who speaks; the secretary may change it.
func kindOf(item ItemKind, chair bool) RemarkKind {
	switch {
	case item == ItemConcluding && chair:
		return RemarkConcluding
	case chair:
		return RemarkDirecting
	case item == ItemReport:
		return RemarkReport
	}
	return RemarkContribution
}

func insertRemark(ctx context.Context, w *db.Write, m Remark) error {
	_, err := w.Exec(ctx, `insert into conference_remark (id, conference, floor, site, item, kind, person, name, title, text, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, int64(m.ID), int64(m.Conference), int64(m.Floor), int64(m.Site), int64(m.Item),
		string(m.Kind), int64(m.Person), m.Name, m.Title, m.Text, int64(m.At))
	return err
}

// LoadRemarksIn reads the remarks of a conference in the order in which they were made, judging no right.
func LoadRemarksIn(ctx context.Context, q db.Querier, conference ident.ID) ([]Remark, error) {
	return db.All(ctx, q, func(s db.Scanner, m *Remark) error {
		return s.Scan(&m.ID, &m.Conference, &m.Floor, &m.Site, &m.Item, &m.Kind, &m.Person, &m.Name, &m.Title, &m.Text, &m.At, &m.Version,
			&m.EndedAt, &m.SiteName, &m.ItemOrder, &m.ItemTitle)
	}, `select r.id, r.conference, r.floor, r.site, r.item, r.kind, r.person, r.name, r.title, r.text, r.at, r.version,
		coalesce(f.ended_at, r.at), coalesce(s.unit_name, ''), coalesce(a.ord, 0), coalesce(a.title, '')
		from conference_remark r left join conference_floor f on f.id = r.floor left join conference_site s on s.id = r.site
		left join conference_agenda a on a.id = r.item where r.conference = $1 order by r.at, r.id`, int64(conference))
}

// Remarks lists what was said, for all who see the conference.
func (r *Room) Remarks(ctx context.Context, who actor.Actor, id ident.ID) ([]Remark, error) {
	var list []Remark
	err := r.s.seen(ctx, who, id, func(ctx context.Context, q *db.Read, _ Conference) (err error) {
		list, err = LoadRemarksIn(ctx, q, id)
		return err
	})
	return list, err
}

// Summarise writes the summary and the kind of a remark, until the notice is issued. The times belong to the floor and
// cannot be written.
func (r *Room) Summarise(ctx context.Context, who actor.Actor, id, remark ident.ID, kind RemarkKind, text string, version int, key string) error {
	text = oneText(text)
	tree, err := r.s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = r.s.DB.Once(ctx, key, "remark.summarised", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := r.s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := mayRun(who, c); err != nil {
			return "", err
		}
		if c.Status != Open && c.Status != Closed {
			return "", fault.Conflict("conference.room_remarks_fixed", "status", statusText(c.Status))
		}
		if utf8.RuneCountInString(text) > maxText {
			return "", fault.Invalid("text", "conference.text_long", "max", maxText)
		}
		if !validKind(kind) {
			return "", fault.Invalid("kind", "conference.choose")
		}
		n, err := w.Exec(ctx, `update conference_remark set kind = $1, text = $2, version = version + 1
			where id = $3 and conference = $4 and ($5 = 0 or version = $5)`, string(kind), text, int64(remark), int64(id), version)
		if err != nil {
			return "", err
		}
		if n == 0 {
			there, err := db.Int(ctx, w, `select count(*) from conference_remark where id = $1 and conference = $2`, int64(remark), int64(id))
			if err != nil {
				return "", err
			}
			if there == 0 {
				return "", fault.NotFound("conference.room_remark_not_found")
			}
			return "", fault.Conflict("conference.stale")
		}
		return remark.String(), r.s.note(ctx, w, who, "remark.summarised", c, remark, map[string]string{"kind": string(kind), "text": text}, "")
	})
	return err
}

func validKind(kind RemarkKind) bool {
	for _, k := range RemarkKinds() {
		if k == kind {
			return true
		}
	}
	return false
}
