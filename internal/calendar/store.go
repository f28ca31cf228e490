package calendar

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const periodColumns = `p.id, p.kind, p.year, p.n, p.day_from, p.day_to, p.end_event, p.name, coalesce(e.day, 0), coalesce(e.name, '')`

// scanPeriod puts the event's day and name in the place of an end that is an event.
func scanPeriod(s db.Scanner, p *Period) error {
	var day when.Date
	var name string
	if err := s.Scan(&p.ID, &p.Kind, &p.Year, &p.N, &p.From, &p.To, &p.EndEvent, &p.Name, &day, &name); err != nil {
		return err
	}
	if p.EndEvent != 0 {
		p.To, p.Name = day, name
	}
	return nil
}

const periodTables = ` from period p left join event e on e.id = p.end_event`

func loadPeriod(ctx context.Context, q db.Querier, id ident.ID) (Period, error) {
	p, ok, err := db.One(ctx, q, scanPeriod, `select `+periodColumns+periodTables+` where p.id = $1`, int64(id))
	if err == nil && !ok {
		err = fault.NotFound("calendar.no_such_period")
	}
	return p, err
}

func findNamed(ctx context.Context, q db.Querier, n when.PeriodName) (Period, bool, error) {
	return db.One(ctx, q, scanPeriod, `select `+periodColumns+periodTables+` where p.kind = $1 and p.year = $2 and p.n = $3 and p.kind <> 'adhoc'`,
		string(n.Kind), n.Year, n.N)
}

func findAdHoc(ctx context.Context, q db.Querier, p Period) (Period, bool, error) {
	return db.One(ctx, q, scanPeriod, `select `+periodColumns+periodTables+` where p.kind = 'adhoc' and p.day_from = $1 and p.day_to = $2 and p.end_event = $3 and p.name = $4`,
		int64(p.From), int64(p.To), int64(p.EndEvent), p.Name)
}

func insertPeriod(ctx context.Context, w *db.Write, p Period) error {
	_, err := w.Exec(ctx, `insert into period (id, kind, year, n, day_from, day_to, end_event, name) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		int64(p.ID), string(p.Kind), p.Year, p.N, int64(p.From), int64(p.To), int64(p.EndEvent), p.Name)
	return err
}

const eventColumns = `id, code, name, kind, day, provisional, unit`

func scanEvent(s db.Scanner, e *Event) error {
	var provisional int64
	err := s.Scan(&e.ID, &e.Code, &e.Name, &e.Kind, &e.Date, &provisional, &e.Unit)
	e.Provisional = provisional != 0
	return err
}

func loadEvent(ctx context.Context, q db.Querier, id ident.ID) (Event, error) {
	return oneEvent(ctx, q, `id = $1 and removed = 0`, id)
}

// loadEventEver is loadEvent, also for one that was removed.
func loadEventEver(ctx context.Context, q db.Querier, id ident.ID) (Event, error) {
	return oneEvent(ctx, q, `id = $1`, id)
}

func oneEvent(ctx context.Context, q db.Querier, where string, id ident.ID) (Event, error) {
	e, ok, err := db.One(ctx, q, scanEvent, `select `+eventColumns+` from event where `+where, int64(id))
	if err == nil && !ok {
		err = fault.NotFound("calendar.no_such_event")
	}
	return e, err
}

func insertEvent(ctx context.Context, w *db.Write, e Event) error {
	_, err := w.Exec(ctx, `insert into event (id, code, name, kind, day, provisional, unit, folded, removed) values ($1, $2, $3, $4, $5, $6, $7, $8, 0)`,
		int64(e.ID), e.Code, e.Name, e.Kind, int64(e.Date), db.Bool(e.Provisional), int64(e.Unit), i18n.Fold(e.Name))
	return err
}

func loadAnchors(ctx context.Context, q db.Querier, event ident.ID) ([]Anchor, error) {
	return db.All(ctx, q, func(s db.Scanner, a *Anchor) error { return s.Scan(&a.Kind, &a.Subject, &a.Label, &a.Link, &a.From) },
		`select kind, subject, label, link, day_from from event_anchor where event = $1 order by kind, day_from, subject`, int64(event))
}
