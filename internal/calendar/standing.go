package calendar

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
)

// Standing is a record that stands on a period: a conference that reviews or
// plans it, a request for reports of it, a task of its plan.
type Standing struct {
	Period ident.ID
	Kind   string // conference, request, task
	ID     ident.ID
	Title  i18n.Text // empty for who may not read the record
	Link   string    // likewise
}

// Name is the record's kind and title in a sentence.
func (s Standing) Name(lang i18n.Lang) string {
	text := map[string]i18n.Text{
		"conference": {VI: "hội nghị “{title}”", EN: "conference “{title}”"},
		"request":    {VI: "yêu cầu báo cáo “{title}”", EN: "request for reports “{title}”"},
		"task":       {VI: "nhiệm vụ “{title}”", EN: "task “{title}”"},
	}[s.Kind]
	if s.Title == (i18n.Text{}) {
		text = map[string]i18n.Text{
			"conference": {VI: "một hội nghị của đơn vị khác", EN: "a conference of another unit"},
			"request":    {VI: "một yêu cầu báo cáo của đơn vị khác", EN: "a request for reports of another unit"},
			"task":       {VI: "một nhiệm vụ của đơn vị khác", EN: "a task of another unit"},
		}[s.Kind]
	}
	return i18n.Fill(lang, text.In(lang), "title", s.Title.In(lang))
}

// Stander knows what stands on periods: the domains that keep such records,
// brought together by the program's wiring.
type Stander interface {
	// Standing lists, inside a piece or snapshot, all records that stand on some periods.
	Standing(ctx context.Context, q db.Querier, periods []ident.ID) ([]Standing, error)
	// Shown takes title and link off a record that somebody may not read, or the link alone.
	Shown(ctx context.Context, who actor.Actor, s Standing) (Standing, error)
}

// Stand says who knows what stands on periods; the program's wiring does, before anybody writes.
func (s *Service) Stand(x Stander) { s.stander = x }

// standing adds to the periods among the anchors what stands on them and leaves
// out those on which nothing does: naming a period makes its record, which
// decides nothing. Without a Stander every period holds.
func (s *Service) standing(ctx context.Context, q db.Querier, anchors []Anchor) ([]Anchor, error) {
	var periods []ident.ID
	for _, a := range anchors {
		if a.Kind == "period" {
			periods = append(periods, a.Subject)
		}
	}
	if s.stander == nil || len(periods) == 0 {
		return anchors, nil
	}
	list, err := s.stander.Standing(ctx, q, periods)
	if err != nil {
		return nil, err
	}
	on := map[ident.ID][]Standing{}
	for _, one := range list {
		on[one.Period] = append(on[one.Period], one)
	}
	var held []Anchor
	for _, a := range anchors {
		if a.Kind == "period" {
			if a.Standing = on[a.Subject]; len(a.Standing) == 0 {
				continue
			}
		}
		held = append(held, a)
	}
	return held, nil
}

// shown takes the titles off what somebody may not read.
func (s *Service) shown(ctx context.Context, who actor.Actor, anchors []Anchor) (err error) {
	for _, a := range anchors {
		for i := range a.Standing {
			if a.Standing[i], err = s.stander.Shown(ctx, who, a.Standing[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// refusedBy names in a refusal the records that who is refused may read. It runs after the
// piece: whether somebody may read a record is asked of its domain.
func (s *Service) refusedBy(ctx context.Context, who actor.Actor, err error) error {
	if err == nil {
		return nil
	}
	for _, f := range fault.All(err) {
		for _, arg := range f.Args {
			if list, ok := arg.(holders); ok {
				if cannot := s.shown(ctx, who, list); cannot != nil {
					return cannot
				}
			}
		}
	}
	return err
}

// holders are the anchors that hold an event, as an argument of the refusal: each period with what stands on it.
type holders []Anchor

// mostNamed is how many records are named in a sentence.
const mostNamed = 5

// In implements i18n.Localized.
func (h holders) In(lang i18n.Lang) string {
	var names []string
	for _, a := range h {
		if a.Label == "" {
			continue
		}
		name := a.Label
		var on []string
		for _, one := range a.Standing {
			on = append(on, one.Name(lang))
		}
		if len(on) > 0 {
			name += ": " + some(on)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "…"
	}
	return some(names)
}

// String keeps titles out of the log: the fault's arguments are written there.
func (h holders) String() string {
	var ids []string
	for _, a := range h {
		ids = append(ids, a.Kind+" "+a.Subject.String())
	}
	return strings.Join(ids, ", ")
}
