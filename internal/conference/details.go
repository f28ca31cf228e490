package conference

import (
	"context"
	"errors"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Details is what the form of a conference says, as it was typed: what, when, who, which periods.
type Details struct {
	Title     string
	Kind      Kind
	Mode      Mode
	Part      PartOfDay
	Date      string // "2/4", "thứ sáu 02/04/2021"
	Start     string // "14:00", "14h"
	Place     string
	Scope     org.Scope
	Hosts     []ident.ID
	Review    string // "quý I/2021", "" for none
	Plan      string
	PlanEvent ident.ID // plan from the conference's day to this event, instead of Plan
	Chairs    []Seat
	Secretary ident.ID // person, 0 for none
	Agenda    []AgendaItem
	Version   int // of the conference that was on the screen; 0 on creation
}

// Seat names a chair: who, for which unit, in which order (0 = as listed).
type Seat struct {
	Person ident.ID
	Unit   ident.ID
	Order  int
}

// read turns the form into a conference and collects every refusal, each at its field.
func (s *Service) read(ctx context.Context, who actor.Actor, d Details) (Conference, error) {
	var all fault.Faults
	c := Conference{Title: oneLine(d.Title), Kind: d.Kind, Mode: d.Mode, Part: d.Part, Place: oneLine(d.Place), Scope: d.Scope, Hosts: d.Hosts}
	if err := all.Add(checkTitle(c.Title)); err != nil {
		return c, err
	}
	all = append(all, checkLength(maxEntry, "place", c.Place)...)
	if Messages()["conference.kind_"+string(d.Kind)] == (i18n.Text{}) {
		all = append(all, fault.Invalid("kind", "conference.choose"))
	}
	if Messages()["conference.mode_"+string(d.Mode)] == (i18n.Text{}) {
		all = append(all, fault.Invalid("mode", "conference.choose"))
	}
	day, err := when.ParseDate(d.Date, s.today())
	if err := all.Add(on("date", err)); err != nil {
		return c, err
	}
	c.Date = day.Date
	start, err := when.ParseTime(d.Start)
	switch {
	case err != nil:
		if err := all.Add(on("start", err)); err != nil {
			return c, err
		}
	case d.Part.Text() == i18n.Text{}:
		all = append(all, fault.Invalid("part", "conference.choose"))
	default:
		c.Start = start
		if err := all.Add(checkStart(d.Part, start)); err != nil {
			return c, err
		}
	}
	if err := all.Add(checkHosts(d.Hosts)); err != nil {
		return c, err
	}
	if err := s.readPeriods(ctx, who, d, &c, &all); err != nil {
		return c, err
	}
	return c, all.Or()
}

// readPeriods finds or makes the two periods. Without a day there is nothing to be near to, so that the year must stand in the text.
func (s *Service) readPeriods(ctx context.Context, who actor.Actor, d Details, c *Conference, all *fault.Faults) error {
	near := c.Date
	if near.Zero() {
		near = s.today()
	}
	one := func(field, text string) (calendar.Period, error) {
		if strings.TrimSpace(text) == "" {
			return calendar.Period{}, nil
		}
		p, err := s.Calendar.PeriodFrom(ctx, text, near)
		return p, all.Add(on(field, err))
	}
	review, err := one("review", d.Review)
	if err != nil {
		return err
	}
	var plan calendar.Period
	if !d.PlanEvent.Zero() && !c.Date.Zero() {
		plan, err = s.Calendar.UntilEvent(ctx, who, c.Date, d.PlanEvent)
		err = all.Add(on("plan", err))
	} else {
		plan, err = one("plan", d.Plan)
	}
	if err != nil {
		return err
	}
	c.Review, c.Plan = review.ID, plan.ID
	return all.Add(checkPeriods(review, plan))
}

// on puts faults without a field, or with another form's, on the field of ours.
func on(field string, err error) error {
	if err == nil {
		return nil
	}
	var one *fault.Fault
	if errors.As(err, &one) && one.Kind != fault.KindInternal {
		return one.On(field)
	}
	return err
}

// Create makes a draft. Every refusal of the form comes at once, and then nothing is stored.
func (s *Service) Create(ctx context.Context, who actor.Actor, d Details, key string) (ident.ID, error) {
	if err := who.SignedIn(); err != nil {
		return 0, err
	}
	host := who.Unit // without a host the form is refused, but not before the right: reading it makes periods
	if len(d.Hosts) > 0 {
		host = d.Hosts[0]
	}
	if err := who.At(actor.CallConference, host); err != nil {
		return 0, err
	}
	c, err := s.read(ctx, who, d)
	if err != nil {
		return 0, err
	}
	c.ID, c.Status = s.IDs.New(), Draft
	c.Year = c.Date.Year()
	result, _, err := s.DB.Once(ctx, key, "conference.create", func(ctx context.Context, w *db.Write) (string, error) {
		if err := insertConference(ctx, w, c, i18n.Fold(c.Title)); err != nil {
			return "", err
		}
		if err := s.seat(ctx, w, &c, d); err != nil {
			return "", err
		}
		if err := s.replaceAgenda(ctx, w, c, d.Agenda); err != nil {
			return "", err
		}
		return c.ID.String(), s.note(ctx, w, who, "conference.created", c, c.ID, c, "", c.Hosts...)
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

// Change rewrites what the call says, until the conference opens. Once called, the scope and the first host stay: sites
// and number were made from them. A new day freezes the titles anew.
func (s *Service) Change(ctx context.Context, who actor.Actor, id ident.ID, d Details, key string) error {
	fresh, readErr := s.read(ctx, who, d)
	if readErr != nil && fault.KindOf(readErr) == fault.KindInternal {
		return readErr
	}
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = s.DB.Once(ctx, key, "conference.change", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := mayCall(who, c); err != nil {
			return "", err
		}
		if err := editable(c); err != nil {
			return "", err
		}
		if readErr != nil {
			return "", readErr
		}
		if fresh.Host() != c.Host() { // number, notice and sites follow the first host
			if err := who.At(actor.CallConference, fresh.Host()); err != nil {
				return "", err
			}
		}
		before, day := c, c.Date
		if d.Version != 0 && d.Version != c.Version {
			return "", fault.Conflict("conference.stale")
		}
		if c.Status != Draft && (fresh.Host() != c.Host() || !sameScope(fresh.Scope, c.Scope)) {
			return "", fault.Invalid("scope", "conference.scope_fixed")
		}
		c.Title, c.Kind, c.Mode, c.Part, c.Date, c.Start = fresh.Title, fresh.Kind, fresh.Mode, fresh.Part, fresh.Date, fresh.Start
		c.Place, c.Scope, c.Hosts, c.Review, c.Plan = fresh.Place, fresh.Scope, fresh.Hosts, fresh.Review, fresh.Plan
		if err := updateConference(ctx, w, c, i18n.Fold(c.Title)); err != nil {
			return "", err
		}
		if err := s.seat(ctx, w, &c, d); err != nil {
			return "", err
		}
		if err := s.replaceAgenda(ctx, w, c, d.Agenda); err != nil {
			return "", err
		}
		if err := s.moved(ctx, w, c, before, day); err != nil {
			return "", err
		}
		units, err := siteUnits(ctx, w, id)
		if err != nil {
			return "", err
		}
		return id.String(), s.note(ctx, w, who, "conference.changed", c, id, c, "", append(units, c.Hosts...)...)
	})
	return err
}

// moved refreezes titles when the day changed, and refuses a day on which a site's chair already chairs elsewhere.
func (s *Service) moved(ctx context.Context, w *db.Write, c, before Conference, day when.Date) error {
	if c.Date == day && c.Part == before.Part {
		return nil
	}
	sites, err := loadSites(ctx, w, c.ID)
	if err != nil {
		return err
	}
	for _, site := range sites {
		if site.HasChair() {
			if err := chairFree(ctx, w, c, site); err != nil {
				return on("date", err)
			}
		}
	}
	if c.Date == day {
		return nil
	}
	return s.freezeTitles(ctx, w, c)
}

// sameScope compares the units of a list as a set: a form sends them in its own order.
func sameScope(a, b org.Scope) bool {
	if a.Kind != b.Kind || a.Value != b.Value || a.Under != b.Under {
		return false
	}
	left, right := slices.Clone(a.Units), slices.Clone(b.Units)
	slices.Sort(left)
	slices.Sort(right)
	return slices.Equal(left, right)
}
