package calendar

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

// PeriodFrom reads a period as documents name it ("quý I", "Quý 1/2021", "6
// tháng đầu năm 2021"), or from a day to a day or an event ("1/3 – 15/4/2021",
// "từ 30/12/2020 đến Đại hội XIII", "từ nay đến …"), also as the program itself
// titles it, and gives its record. near stands for "now" and for a missing
// year. Naming a period is no right of anybody's, so there is no actor. Faults
// have the field "period".
func (s *Service) PeriodFrom(ctx context.Context, text string, near when.Date) (Period, error) {
	self := actor.SystemActor("calendar")
	p, err := s.wanted(ctx, text, near)
	switch {
	case err != nil:
	case p.EndEvent != 0:
		p, err = s.UntilEvent(ctx, self, p.From, p.EndEvent)
	case p.Kind == when.AdHoc:
		p, err = s.BetweenDays(ctx, self, p.From, p.To, "")
	default:
		p, err = s.EnsurePeriod(ctx, self, p.PeriodName())
	}
	return p, atPeriod(err)
}

// ReadPeriod is PeriodFrom for who only looks at what a period would be: it
// keeps nothing, and a period without a record comes without an identifier.
func (s *Service) ReadPeriod(ctx context.Context, text string, near when.Date) (Period, error) {
	p, err := s.wanted(ctx, text, near)
	if err != nil {
		return Period{}, atPeriod(err)
	}
	if f := checkSpan(p.From, p.To); f != nil {
		return Period{}, atPeriod(f)
	}
	return s.recorded(ctx, p)
}

// recorded gives the record of a period, or the period as it is where it has none.
func (s *Service) recorded(ctx context.Context, p Period) (Period, error) {
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var there Period
		var found bool
		var err error
		switch {
		case p.EndEvent != 0:
			there, found, err = findAdHoc(ctx, r, Period{From: p.From, EndEvent: p.EndEvent})
		case p.Kind == when.AdHoc:
			there, found, err = findAdHoc(ctx, r, p)
		default:
			there, found, err = findNamed(ctx, r, p.PeriodName())
		}
		if err == nil && found {
			p = there
		}
		return err
	})
	return p, err
}

// Named is a period of the calendar by its name, without a record.
func Named(n when.PeriodName) Period {
	span := n.Span()
	return Period{Kind: n.Kind, Year: n.Year, N: n.N, From: span.From, To: span.To}
}

// atPeriod puts what is wrong at the field "period".
func atPeriod(err error) error {
	for _, f := range fault.All(err) {
		f.Field = "period"
	}
	return err
}

// wanted reads which period a text means, without its record.
func (s *Service) wanted(ctx context.Context, text string, near when.Date) (Period, error) {
	span, ok, err := when.ParseSpan(text, near)
	switch {
	case err != nil:
		return Period{}, err
	case ok && span.Until != "":
		e, found, err := s.eventNamed(ctx, span.Until, span.From)
		if err != nil {
			return Period{}, err
		}
		if !found {
			return Period{}, fault.Invalid("", "calendar.no_event_named", "name", span.Until, "from", span.From)
		}
		return Period{Kind: when.AdHoc, From: span.From, To: e.Date, EndEvent: e.ID, Name: e.Name}, nil
	case ok:
		return Period{Kind: when.AdHoc, From: span.From, To: span.To}, nil
	}
	n, err := when.ParsePeriod(text, near)
	if err != nil {
		return Period{}, err
	}
	if !n.Valid() || n.Kind == when.AdHoc {
		return Period{}, fault.Invalid("", "calendar.no_such_period_name")
	}
	return Named(n), nil
}

// eventNamed finds the first event from a day on that is called so, else the
// first whose name contains the words.
func (s *Service) eventNamed(ctx context.Context, name string, from when.Date) (Event, bool, error) {
	whole := i18n.Fold(name)
	queries := i18n.Expand(whole)
	events, err := s.Events(ctx, when.Span{From: from})
	if err != nil {
		return Event{}, false, err
	}
	var like *Event
	for i, e := range events {
		folded := i18n.Fold(e.Name)
		if folded == whole {
			return e, true, nil
		}
		if like == nil && slices.ContainsFunc(queries, func(q string) bool { return strings.Contains(folded, q) }) {
			like = &events[i]
		}
	}
	if like == nil {
		return Event{}, false, nil
	}
	return *like, true, nil
}

// Offered lists names of periods to choose from where one is typed: those of the
// calendar around a day, the present before the one just over, and those until the next few events.
func (s *Service) Offered(ctx context.Context, near when.Date, lang i18n.Lang) ([]string, error) {
	var list []string
	for _, kind := range []when.PeriodKind{when.Month, when.Quarter, when.Half, when.NineMonths, when.Year} {
		now := when.Naming(kind, near)
		list = append(list, now.Title(lang), now.Previous().Title(lang))
	}
	events, err := s.Events(ctx, when.Span{From: near})
	for _, e := range events[:min(len(events), 5)] {
		list = append(list, i18n.Fill(lang, i18n.Text{VI: "Từ nay đến {event}", EN: "From now until {event}"}.In(lang), "event", e.Name))
	}
	return list, err
}
