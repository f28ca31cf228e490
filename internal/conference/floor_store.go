package conference

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/conference/floor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// loadFloor reads hands, turn and phase of a meeting as they stand.
func loadFloor(ctx context.Context, q db.Querier, c Conference) (floor.State, error) {
	s := floor.State{Phase: floor.Waiting}
	switch c.Status {
	case Open:
		s.Phase = floor.Open
	case Closed, Concluded:
		s.Phase = floor.Closed
	}
	var err error
	if s.Hands, err = db.All(ctx, q, scanHand, `select id, site, person, name, title, topic, minutes, raised_at from conference_hand
		where conference = $1 and lowered_at = 0 order by raised_at, id`, int64(c.ID)); err != nil {
		return s, err
	}
	if s.Turn, _, err = db.One(ctx, q, scanTurn, `select `+turnColumns+` from conference_floor f where f.conference = $1 and f.ended_at = 0`, int64(c.ID)); err != nil {
		return s, err
	}
	if s.Phase != floor.Open {
		return s, nil
	}
	paused, err := db.Int(ctx, q, `select from_at from conference_pause where conference = $1 and to_at = 0`, int64(c.ID))
	if paused != 0 {
		s.Phase, s.PausedAt = floor.Paused, when.Instant(paused)
	}
	return s, err
}

const turnColumns = `f.id, f.site, f.hand, f.item, f.person, f.name, f.title, f.granted_at, f.seconds, f.reminded_at, f.ended_at, f.ended_by`

func scanHand(s db.Scanner, h *floor.Hand) error {
	return s.Scan(&h.ID, &h.Site, &h.Speaker.Person, &h.Speaker.Name, &h.Speaker.Title, &h.Topic, &h.Minutes, &h.RaisedAt)
}

func scanTurn(s db.Scanner, t *floor.Turn) error {
	return s.Scan(&t.ID, &t.Site, &t.Hand, &t.Item, &t.Speaker.Person, &t.Speaker.Name, &t.Speaker.Title, &t.GrantedAt, &t.Seconds,
		&t.RemindedAt, &t.EndedAt, &t.EndedBy)
}

// keep writes a change of the floor. A turn's remark is there from its first moment, so that no way of ending a turn can lose it.
func (r *Room) keep(ctx context.Context, w *db.Write, who actor.Actor, m meeting, c floor.Change) error {
	if h := c.Raised; !h.ID.Zero() {
		if _, err := w.Exec(ctx, `insert into conference_hand (id, conference, site, person, name, title, topic, minutes, raised_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			on conflict (id) do update set person = $4, name = $5, title = $6, topic = $7, minutes = $8`,
			int64(h.ID), int64(m.c.ID), int64(h.Site), int64(h.Speaker.Person), h.Speaker.Name, h.Speaker.Title, h.Topic, h.Minutes, int64(h.RaisedAt)); err != nil {
			return err
		}
	}
	for _, h := range c.Lowered {
		if _, err := w.Exec(ctx, `update conference_hand set lowered_at = $1, outcome = $2 where id = $3`,
			int64(m.now), string(c.Outcome), int64(h.ID)); err != nil {
			return err
		}
	}
	if t := c.Ended; !t.ID.Zero() {
		if _, err := w.Exec(ctx, `update conference_floor set ended_at = $1, ended_by = $2 where id = $3 and ended_at = 0`,
			int64(t.EndedAt), string(t.EndedBy), int64(t.ID)); err != nil {
			return err
		}
	}
	if t := c.Granted; !t.ID.Zero() {
		if _, err := w.Exec(ctx, `insert into conference_floor (id, conference, site, hand, item, person, name, title, granted_at, seconds)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, int64(t.ID), int64(m.c.ID), int64(t.Site), int64(t.Hand), int64(t.Item),
			int64(t.Speaker.Person), t.Speaker.Name, t.Speaker.Title, int64(t.GrantedAt), t.Seconds); err != nil {
			return err
		}
	}
	if t := c.Adjusted; !t.ID.Zero() {
		if _, err := w.Exec(ctx, `update conference_floor set seconds = $1, reminded_at = $2 where id = $3`,
			t.Seconds, int64(t.RemindedAt), int64(t.ID)); err != nil {
			return err
		}
	}
	switch c.Phase {
	case floor.Paused:
		_, err := w.Exec(ctx, `insert into conference_pause (id, conference, from_at, by_name) values ($1, $2, $3, $4)`,
			int64(r.s.IDs.New()), int64(m.c.ID), int64(m.now), who.Name)
		return err
	case floor.Open:
		_, err := w.Exec(ctx, `update conference_pause set to_at = $1 where conference = $2 and to_at = 0`, int64(m.now), int64(m.c.ID))
		return err
	}
	return nil
}

// Pause is an interruption of a meeting; To 0 while it lasts.
type Pause struct{ From, To when.Instant }

func loadPauses(ctx context.Context, q db.Querier, conference ident.ID) ([]Pause, error) {
	return db.All(ctx, q, func(s db.Scanner, p *Pause) error { return s.Scan(&p.From, &p.To) },
		`select from_at, to_at from conference_pause where conference = $1 order by from_at`, int64(conference))
}

// worked is the time between two moments without the pauses.
func worked(from, to when.Instant, pauses []Pause) int64 {
	if from.Zero() || to < from {
		return 0
	}
	ms := int64(to - from)
	for _, p := range pauses {
		end := p.To
		if end.Zero() || end > to {
			end = to
		}
		if begin := max(p.From, from); end > begin {
			ms -= int64(end - begin)
		}
	}
	return ms
}
