package conference

import (
	"context"
	"encoding/json"
	"fmt"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

const conferenceColumns = `c.id, c.number, c.year, c.title, c.kind, c.mode, c.part, c.date, c.start, c.place, c.scope,
	c.review_period, c.plan_period, c.status, c.reason, c.declared, c.author, c.called_at, c.opened_at, c.closed_at,
	c.approved_at, c.approved_by, c.concluded_at, c.notice, c.version`

func scanConference(s db.Scanner, c *Conference) error {
	var scope string
	if err := s.Scan(&c.ID, &c.Number, &c.Year, &c.Title, &c.Kind, &c.Mode, &c.Part, &c.Date, &c.Start, &c.Place, &scope,
		&c.Review, &c.Plan, &c.Status, &c.Reason, &c.Declared, &c.Author, &c.CalledAt, &c.OpenedAt, &c.ClosedAt,
		&c.ApprovedAt, &c.ApprovedBy, &c.ConcludedAt, &c.Notice, &c.Version); err != nil {
		return err
	}
	return json.Unmarshal([]byte(scope), &c.Scope)
}

// LoadIn reads a conference with hosts and chairs, judging no right.
func LoadIn(ctx context.Context, q db.Querier, id ident.ID) (Conference, error) {
	list, err := loadSome(ctx, q, `select `+conferenceColumns+` from conference c where c.id = $1`, int64(id))
	if err != nil {
		return Conference{}, err
	}
	if len(list) == 0 {
		return Conference{}, fault.NotFound("conference.not_found")
	}
	return list[0], nil
}

// loadSome runs a query for conferences and joins their hosts and participants.
func loadSome(ctx context.Context, q db.Querier, text string, args ...any) ([]Conference, error) {
	list, err := db.All(ctx, q, scanConference, text, args...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	at := make(map[ident.ID]int, len(list))
	ids := make([]any, len(list))
	for i, c := range list {
		at[c.ID], ids[i] = i, int64(c.ID)
	}
	type host struct{ conference, unit ident.ID }
	hosts, err := db.All(ctx, q, func(s db.Scanner, h *host) error { return s.Scan(&h.conference, &h.unit) },
		`select conference, unit from conference_host where conference in (`+db.In(1, len(ids))+`) order by conference, ord`, ids...)
	if err != nil {
		return nil, err
	}
	for _, h := range hosts {
		c := &list[at[h.conference]]
		c.Hosts = append(c.Hosts, h.unit)
	}
	people, err := db.All(ctx, q, func(s db.Scanner, p *Participant) error {
		return s.Scan(&p.ID, &p.Conference, &p.Role, &p.Order, &p.Person, &p.Name, &p.Title, &p.Unit)
	}, `select id, conference, role, ord, person, name, title, unit from conference_participant
		where conference in (`+db.In(1, len(ids))+`) order by conference, role, ord`, ids...)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		c := &list[at[p.Conference]]
		if p.Role == RoleChair {
			c.Chairs = append(c.Chairs, p)
		} else {
			c.Secretaries = append(c.Secretaries, p)
		}
	}
	return list, nil
}

func insertConference(ctx context.Context, w *db.Write, c Conference, folded string) error {
	scope, err := json.Marshal(c.Scope)
	if err != nil {
		return fmt.Errorf("conference: encode scope: %w", err)
	}
	_, err = w.Exec(ctx, `insert into conference (id, host, year, title, folded, kind, mode, part, date, start, place, scope, review_period, plan_period, status)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		int64(c.ID), int64(c.Host()), c.Date.Year(), c.Title, folded, string(c.Kind), string(c.Mode), string(c.Part), int64(c.Date),
		c.Start, c.Place, string(scope), int64(c.Review), int64(c.Plan), string(c.Status))
	if err != nil {
		return err
	}
	return insertHosts(ctx, w, c)
}

func insertHosts(ctx context.Context, w *db.Write, c Conference) error {
	for i, h := range c.Hosts {
		if _, err := w.Exec(ctx, `insert into conference_host (conference, unit, ord) values ($1, $2, $3)`, int64(c.ID), int64(h), i+1); err != nil {
			return err
		}
	}
	return nil
}

func updateConference(ctx context.Context, w *db.Write, c Conference, folded string) error {
	scope, err := json.Marshal(c.Scope)
	if err != nil {
		return fmt.Errorf("conference: encode scope: %w", err)
	}
	n, err := w.Exec(ctx, `update conference set host = $1, title = $2, folded = $3, kind = $4, mode = $5, part = $6, date = $7,
		start = $8, place = $9, scope = $10, review_period = $11, plan_period = $12, version = version + 1
		where id = $13 and version = $14`,
		int64(c.Host()), c.Title, folded, string(c.Kind), string(c.Mode), string(c.Part), int64(c.Date), c.Start, c.Place,
		string(scope), int64(c.Review), int64(c.Plan), int64(c.ID), c.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Conflict("conference.stale")
	}
	if _, err := w.Exec(ctx, `delete from conference_host where conference = $1`, int64(c.ID)); err != nil {
		return err
	}
	return insertHosts(ctx, w, c)
}

// saveState writes what changes as a conference moves on: everything but the call itself.
func saveState(ctx context.Context, w *db.Write, c Conference) error {
	n, err := w.Exec(ctx, `update conference set number = $1, year = $2, status = $3, reason = $4, declared = $5, author = $6, called_at = $7,
		opened_at = $8, closed_at = $9, approved_at = $10, approved_by = $11, concluded_at = $12, notice = $13, date = $14, start = $15,
		part = $16, version = version + 1 where id = $17 and version = $18`,
		c.Number, c.Year, string(c.Status), c.Reason, c.Declared, int64(c.Author), int64(c.CalledAt), int64(c.OpenedAt), int64(c.ClosedAt),
		int64(c.ApprovedAt), int64(c.ApprovedBy), int64(c.ConcludedAt), int64(c.Notice), int64(c.Date), c.Start, string(c.Part), int64(c.ID), c.Version)
	if err == nil && n == 0 {
		err = fault.Conflict("conference.stale")
	}
	return err
}

func insertParticipant(ctx context.Context, w *db.Write, p Participant) error {
	_, err := w.Exec(ctx, `insert into conference_participant (id, conference, role, ord, person, name, title, unit)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		int64(p.ID), int64(p.Conference), string(p.Role), p.Order, int64(p.Person), p.Name, p.Title, int64(p.Unit))
	return err
}

func deleteParticipants(ctx context.Context, w *db.Write, conference ident.ID) error {
	_, err := w.Exec(ctx, `delete from conference_participant where conference = $1`, int64(conference))
	return err
}

func hasSite(ctx context.Context, q db.Querier, conference ident.ID, units []ident.ID) (bool, error) {
	if len(units) == 0 {
		return false, nil
	}
	args := []any{int64(conference)}
	for _, u := range units {
		args = append(args, int64(u))
	}
	n, err := db.Int(ctx, q, `select count(*) from conference_site where conference = $1 and unit in (`+db.In(2, len(units))+`)`, args...)
	return n > 0, err
}

func nextNumber(ctx context.Context, q db.Querier, host ident.ID, year int) (int, error) {
	n, err := db.Int(ctx, q, `select max(number) from conference where host = $1 and year = $2`, int64(host), year)
	return int(n) + 1, err
}
