package conference

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/conference/floor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// RollCall is one count of who is present. Sites answer while it is open.
type RollCall struct {
	ID       ident.ID
	OpenedAt when.Instant
	ClosedAt when.Instant
	By       string
	Answers  []RollAnswer
}

// RollAnswer is what one site said: heads present, absent with and without a reason.
type RollAnswer struct {
	Site      ident.ID
	Present   int
	Excused   int
	Unexcused int
	At        when.Instant
	By        string
}

// Answer gives what a site said.
func (c RollCall) Answer(site ident.ID) (RollAnswer, bool) {
	for _, a := range c.Answers {
		if a.Site == site {
			return a, true
		}
	}
	return RollAnswer{}, false
}

// Total adds the heads up.
func (c RollCall) Total() (present, excused, unexcused int) {
	for _, a := range c.Answers {
		present, excused, unexcused = present+a.Present, excused+a.Excused, unexcused+a.Unexcused
	}
	return present, excused, unexcused
}

// Quorum is how many sites of n must be present: two thirds, rounded up.
func Quorum(n int) int { return (2*n + 2) / 3 }

func loadRoll(ctx context.Context, q db.Querier, conference ident.ID) (RollCall, error) {
	c, found, err := db.One(ctx, q, func(s db.Scanner, c *RollCall) error { return s.Scan(&c.ID, &c.OpenedAt, &c.ClosedAt, &c.By) },
		`select id, opened_at, closed_at, by_name from conference_roll_call where conference = $1 order by opened_at desc, id desc limit 1`, int64(conference))
	if err != nil || !found {
		return c, err
	}
	c.Answers, err = db.All(ctx, q, func(s db.Scanner, a *RollAnswer) error {
		return s.Scan(&a.Site, &a.Present, &a.Excused, &a.Unexcused, &a.At, &a.By)
	}, `select site, present, absent_excused, absent_unexcused, at, by_name from conference_roll_answer where roll = $1 order by at, site`, int64(c.ID))
	return c, err
}

// CallRoll begins a new count; the one before it is closed.
func (r *Room) CallRoll(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	fresh := r.s.IDs.New()
	return r.act(ctx, who, id, key, "roll.called", runs(who), func(ctx context.Context, w *db.Write, m *meeting) (floor.Change, any, error) {
		if m.c.Status != Open {
			return floor.Change{}, nil, fault.Conflict("conference.floor_not_open")
		}
		if err := closeRolls(ctx, w, m); err != nil {
			return floor.Change{}, nil, err
		}
		call := RollCall{ID: fresh, OpenedAt: m.now, By: who.Name}
		_, err := w.Exec(ctx, `insert into conference_roll_call (id, conference, opened_at, by_name) values ($1, $2, $3, $4)`,
			int64(call.ID), int64(id), int64(call.OpenedAt), call.By)
		return floor.Change{}, call, err
	})
}

// CloseRoll ends the count that is open.
func (r *Room) CloseRoll(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	return r.act(ctx, who, id, key, "roll.closed", runs(who), func(ctx context.Context, w *db.Write, m *meeting) (floor.Change, any, error) {
		call, err := loadRoll(ctx, w, id)
		if err != nil {
			return floor.Change{}, nil, err
		}
		if call.ID.Zero() || !call.ClosedAt.Zero() {
			return floor.Change{}, nil, nil
		}
		call.ClosedAt = m.now
		return floor.Change{}, call, closeRolls(ctx, w, m)
	})
}

func closeRolls(ctx context.Context, w *db.Write, m *meeting) error {
	_, err := w.Exec(ctx, `update conference_roll_call set closed_at = $1 where conference = $2 and closed_at = 0`, int64(m.now), int64(m.c.ID))
	return err
}

// AnswerRoll says how many are present at a site and how many are not. The site's headcount follows; what a headcount
// may not be (below none, below the delegates named) is refused here too. Again it corrects the answer.
func (r *Room) AnswerRoll(ctx context.Context, who actor.Actor, id, siteID ident.ID, present, excused, unexcused int, key string) error {
	var site Site
	return r.act(ctx, who, id, key, "roll.answered", joins(who, siteID, &site), func(ctx context.Context, w *db.Write, m *meeting) (floor.Change, any, error) {
		call, err := loadRoll(ctx, w, id)
		if err != nil {
			return floor.Change{}, nil, err
		}
		if call.ID.Zero() || !call.ClosedAt.Zero() || m.c.Status != Open {
			return floor.Change{}, nil, fault.Conflict("conference.room_roll_closed")
		}
		var all fault.Faults
		for _, err := range []error{
			on("present", r.s.SetHeadcountIn(ctx, w, site, present)),
			checkHeadcount("excused", excused, 0), checkHeadcount("unexcused", unexcused, 0),
		} {
			if err := all.Add(err); err != nil {
				return floor.Change{}, nil, err
			}
		}
		if err := all.Or(); err != nil {
			return floor.Change{}, nil, err
		}
		a := RollAnswer{Site: site.ID, Present: present, Excused: excused, Unexcused: unexcused, At: m.now, By: who.Name}
		_, err = w.Exec(ctx, `insert into conference_roll_answer (roll, site, present, absent_excused, absent_unexcused, at, by_name)
			values ($1, $2, $3, $4, $5, $6, $7)
			on conflict (roll, site) do update set present = $3, absent_excused = $4, absent_unexcused = $5, at = $6, by_name = $7`,
			int64(call.ID), int64(site.ID), present, excused, unexcused, int64(a.At), a.By)
		return floor.Change{}, a, err
	})
}

// ReportHeadcount says how many are present at a site, from the room's page. Unlike the site's form it needs no more
// than the right to join.
func (r *Room) ReportHeadcount(ctx context.Context, who actor.Actor, id, siteID ident.ID, present int, key string) error {
	var site Site
	return r.act(ctx, who, id, key, "site.headcount", joins(who, siteID, &site), func(ctx context.Context, w *db.Write, m *meeting) (floor.Change, any, error) {
		if !m.c.Running() {
			return floor.Change{}, nil, fault.Conflict("conference.site_closed", "status", statusText(m.c.Status))
		}
		err := on("present", r.s.SetHeadcountIn(ctx, w, site, present))
		site.Actual = present
		return floor.Change{}, site, err
	})
}
