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

// OpenMeeting opens the conference from the chair's console; sites without a chair are warned about first.
func (r *Room) OpenMeeting(ctx context.Context, who actor.Actor, id ident.ID, confirm bool, key string) error {
	if err := r.s.Open(ctx, who, id, confirm, key); err != nil {
		return err
	}
	r.settleSoon(ctx, id)
	return nil
}

// CloseMeeting ends the meeting: turn, hands, the running item and a pause end with it, and nobody may send any longer.
func (r *Room) CloseMeeting(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	if err := r.s.Close(ctx, who, id, key); err != nil {
		return err
	}
	r.settleSoon(ctx, id)
	return nil
}

// Pause interrupts the meeting: the turn ends, the hands keep their places.
func (r *Room) Pause(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	return r.act(ctx, who, id, key, "conference.paused", runs(who), func(_ context.Context, _ *db.Write, m *meeting) (floor.Change, any, error) {
		c, err := m.floor.Pause(m.now)
		return c, nil, err
	})
}

// Resume goes on after a pause.
func (r *Room) Resume(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	return r.act(ctx, who, id, key, "conference.resumed", runs(who), func(_ context.Context, _ *db.Write, m *meeting) (floor.Change, any, error) {
		c, err := m.floor.Resume(m.now)
		return c, nil, err
	})
}

// NextItem ends the running agenda item and begins the one after it, or the first. The turn of the old item ends.
func (r *Room) NextItem(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	return r.moveAgenda(ctx, who, id, +1, key)
}

// PreviousItem goes back to the item before the running one, which then counts as not heard yet.
func (r *Room) PreviousItem(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	return r.moveAgenda(ctx, who, id, -1, key)
}

func (r *Room) moveAgenda(ctx context.Context, who actor.Actor, id ident.ID, by int, key string) error {
	return r.act(ctx, who, id, key, "agenda.moved", runs(who), func(ctx context.Context, w *db.Write, m *meeting) (floor.Change, any, error) {
		change, err := m.floor.NextItem(m.now)
		if err != nil {
			return change, nil, err
		}
		items, err := LoadAgendaIn(ctx, w, id)
		if err != nil {
			return change, nil, err
		}
		at, to := agendaStep(items, by)
		if to < 0 || at < 0 && to >= len(items) {
			return floor.Change{}, nil, fault.Conflict("conference.room_agenda_end")
		}
		if at >= 0 {
			from, end := items[at].StartedAt, m.now
			if by < 0 {
				from, end = 0, 0
			}
			if err := setItemTimes(ctx, w, items[at].ID, from, end); err != nil {
				return change, nil, err
			}
		}
		var now AgendaItem
		if to < len(items) {
			now = items[to]
			began := m.now
			if by < 0 && !now.StartedAt.Zero() {
				began = now.StartedAt
			}
			if err := setItemTimes(ctx, w, now.ID, began, 0); err != nil {
				return change, nil, err
			}
		}
		return change, now, nil
	})
}

// agendaStep finds the running item, -1 for none, and the one to go to, which is outside the list where there is none.
func agendaStep(items []AgendaItem, by int) (at, to int) {
	at, heard := -1, -1
	for i, a := range items {
		if a.Running() {
			return i, i + by
		}
		if !a.EndedAt.Zero() {
			heard = i
		}
	}
	if by < 0 {
		return at, heard
	}
	return at, heard + 1
}

func setItemTimes(ctx context.Context, w *db.Write, item ident.ID, from, to when.Instant) error {
	_, err := w.Exec(ctx, `update conference_agenda set started_at = $1, ended_at = $2 where id = $3`, int64(from), int64(to), int64(item))
	return err
}

// runningItem is the agenda item being heard; the zero item where none is.
func runningItem(ctx context.Context, q db.Querier, conference ident.ID) (AgendaItem, error) {
	a, _, err := db.One(ctx, q, func(s db.Scanner, a *AgendaItem) error { return s.Scan(&a.ID, &a.Order, &a.Title, &a.Kind, &a.Minutes) },
		`select id, ord, title, kind, minutes from conference_agenda where conference = $1 and started_at > 0 and ended_at = 0 order by ord`, int64(conference))
	return a, err
}
