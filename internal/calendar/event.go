package calendar

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// Event gives an event. The calendar is open to every account, so there is no actor.
func (s *Service) Event(ctx context.Context, id ident.ID) (Event, error) {
	var e Event
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		e, err = loadEvent(ctx, r, id)
		return err
	})
	return e, err
}

// EventByCode gives an event that files and other records refer to by name.
func (s *Service) EventByCode(ctx context.Context, code string) (Event, error) {
	var e Event
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var ok bool
		var err error
		e, ok, err = db.One(ctx, r, scanEvent, `select `+eventColumns+` from event where code = $1 and code <> '' and removed = 0`, code)
		if err == nil && !ok {
			err = fault.NotFound("calendar.no_such_event")
		}
		return err
	})
	return e, err
}

// Events gives the events of some days in order; an open end is open.
func (s *Service) Events(ctx context.Context, span when.Span) ([]Event, error) {
	if span.To == 0 {
		span.To = 99991231
	}
	var list []Event
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		list, err = db.All(ctx, r, scanEvent, `select `+eventColumns+` from event where day >= $1 and day <= $2 and removed = 0 order by day, id`,
			int64(span.From), int64(span.To))
		return err
	})
	return list, err
}

// CreateEvent puts an event on the calendar of a unit; the unit's office may.
func (s *Service) CreateEvent(ctx context.Context, who actor.Actor, n NewEvent) (Event, error) {
	n.Name, n.Code = strings.Join(strings.Fields(n.Name), " "), strings.TrimSpace(n.Code)
	if err := s.authorise(ctx, who, n.Unit); err != nil {
		return Event{}, err
	}
	if err := checkEvent(n).Or(); err != nil {
		return Event{}, err
	}
	id := s.ids.New()
	result, _, err := s.db.Once(ctx, n.Key, "calendar.create_event", func(ctx context.Context, w *db.Write) (string, error) {
		e := Event{ID: id, Code: n.Code, Name: n.Name, Kind: n.Kind, Date: n.Date, Provisional: n.Provisional, Unit: n.Unit}
		if err := insertEvent(ctx, w, e); err != nil {
			if errors.Is(err, db.ErrUnique) {
				return "", fault.Invalid("code", "calendar.code_taken", "code", n.Code).Because(err)
			}
			return "", err
		}
		return id.String(), s.note(ctx, w, who, "event.created", e.ID, e.Unit, nil, e, "")
	})
	if err != nil {
		return Event{}, err
	}
	if id, err = ident.Parse(result); err != nil {
		return Event{}, err
	}
	return s.Event(ctx, id)
}

// MoveEvent moves an event to another day, with a reason. What is anchored moves
// with it. A move before the start of something anchored is refused.
func (s *Service) MoveEvent(ctx context.Context, who actor.Actor, id ident.ID, date when.Date, reason, key string) (Event, error) {
	return s.move(ctx, who, id, date, reason, key, func(e Event) bool { return e.Provisional })
}

// SettleEvent says that an event's day is final, or provisional again, and moves
// it where the day differs.
func (s *Service) SettleEvent(ctx context.Context, who actor.Actor, id ident.ID, date when.Date, provisional bool, reason, key string) (Event, error) {
	return s.move(ctx, who, id, date, reason, key, func(Event) bool { return provisional })
}

func (s *Service) move(ctx context.Context, who actor.Actor, id ident.ID, date when.Date, reason, key string, provisional func(Event) bool) (Event, error) {
	reason = strings.TrimSpace(reason)
	e, err := s.Event(ctx, id)
	if err != nil {
		return Event{}, err
	}
	if err := s.authorise(ctx, who, e.Unit); err != nil {
		return Event{}, err
	}
	_, again, err := s.db.Once(ctx, own(who, key), "calendar.move_event", func(ctx context.Context, w *db.Write) (string, error) {
		before, err := loadEvent(ctx, w, id)
		if err != nil {
			return "", err
		}
		anchors, err := s.holding(ctx, w, id)
		if err != nil {
			return "", err
		}
		e = before
		e.Date, e.Provisional = date, provisional(before)
		if e.Date != before.Date || e.Provisional == before.Provisional {
			if err := checkMove(before, date, reason, anchors, "/calendar/"+id.String()); err != nil {
				return "", err
			}
		}
		if _, err := w.Exec(ctx, `update event set day = $1, provisional = $2 where id = $3`, int64(e.Date), db.Bool(e.Provisional), int64(id)); err != nil {
			return "", err
		}
		if _, err := w.Exec(ctx, `insert into event_move (id, event, day_before, day_after, provisional, reason, at, account, actor) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			int64(s.ids.New()), int64(id), int64(before.Date), int64(e.Date), db.Bool(e.Provisional), reason, int64(when.Present(s.clock)), int64(who.Account), who.Name); err != nil {
			return "", err
		}
		for _, f := range s.followers {
			if err := f.EventMoved(ctx, w, who, before, e); err != nil {
				return "", err
			}
		}
		return "", s.note(ctx, w, who, "event.moved", id, e.Unit, before, e, reason)
	})
	if again && err == nil {
		return s.Event(ctx, id)
	}
	return e, s.refusedBy(ctx, who, err)
}

// holding lists the anchors that hold an event.
func (s *Service) holding(ctx context.Context, q db.Querier, id ident.ID) ([]Anchor, error) {
	anchors, err := loadAnchors(ctx, q, id)
	if err != nil {
		return nil, err
	}
	return s.standing(ctx, q, anchors)
}

// RemoveEvent takes an event off the calendar and gives what it was. It is refused while something is anchored to it.
func (s *Service) RemoveEvent(ctx context.Context, who actor.Actor, id ident.ID, reason, key string) (Event, error) {
	reason = strings.TrimSpace(reason)
	var e Event
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		e, err = loadEventEver(ctx, r, id) // a removal that is sent again meets what it removed
		return err
	})
	if err != nil {
		return Event{}, err
	}
	if err := s.authorise(ctx, who, e.Unit); err != nil {
		return Event{}, err
	}
	if reason == "" {
		return Event{}, fault.Invalid("reason", "calendar.reason_missing")
	}
	if utf8.RuneCountInString(reason) > maxReason {
		return Event{}, fault.Invalid("reason", "calendar.too_long", "max", maxReason)
	}
	_, _, err = s.db.Once(ctx, own(who, key), "calendar.remove_event", func(ctx context.Context, w *db.Write) (_ string, err error) {
		e, err = loadEvent(ctx, w, id)
		if err != nil {
			return "", err
		}
		anchors, err := s.holding(ctx, w, id)
		if err != nil {
			return "", err
		}
		if len(anchors) > 0 {
			return "", fault.Conflict("calendar.anchored", "count", len(anchors), "list", holders(anchors)).WithLink("/calendar/" + id.String())
		}
		if _, err := w.Exec(ctx, `update event set removed = 1 where id = $1`, int64(id)); err != nil {
			return "", err
		}
		return "", s.note(ctx, w, who, "event.removed", id, e.Unit, e, nil, reason)
	})
	return e, s.refusedBy(ctx, who, err)
}

func (s *Service) note(ctx context.Context, w *db.Write, who actor.Actor, kind string, id, unit ident.ID, before, after any, reason string) error {
	seq, err := journal.Append(ctx, w, journal.Entry{
		At: when.Present(s.clock), Actor: who, Kind: kind, Subject: id, Unit: unit, Before: before, After: after, Note: reason,
	})
	if s.hub != nil {
		s.hub.Tell(w, seq, Topic(id))
	}
	return err
}

// Moves gives the history of an event's day, newest first.
func (s *Service) Moves(ctx context.Context, who actor.Actor, id ident.ID) ([]Move, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	var list []Move
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		list, err = db.All(ctx, r, func(s db.Scanner, m *Move) error {
			var provisional int64
			err := s.Scan(&m.Before, &m.After, &provisional, &m.Reason, &m.At, &m.Actor)
			m.Provisional = provisional != 0
			return err
		}, `select day_before, day_after, provisional, reason, at, actor from event_move where event = $1 order by at desc, id desc`, int64(id))
		return err
	})
	return list, err
}

// Anchors gives what stands or falls with an event's day, each period with the
// records that stand on it. Whose task hangs there is read by who keeps the
// event; to others it is a task without a name. Of a record on a period the
// title is read by who may read the record.
func (s *Service) Anchors(ctx context.Context, who actor.Actor, id ident.ID) ([]Anchor, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	e, err := s.Event(ctx, id)
	if err != nil {
		return nil, err
	}
	may, err := s.MayKeep(ctx, who, e.Unit)
	if err != nil {
		return nil, err
	}
	var list []Anchor
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		list, err = s.holding(ctx, r, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.shown(ctx, who, list); err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Kind == "task" && !may {
			list[i].Label, list[i].Link = "", ""
		}
	}
	return list, nil
}

// AnchorIn notes in a piece that a record hangs on an event; doing it again
// replaces label, link and first day. The caller has authorised its own write.
func (s *Service) AnchorIn(ctx context.Context, w *db.Write, event ident.ID, a Anchor) error {
	if _, err := loadEvent(ctx, w, event); err != nil {
		return err
	}
	_, err := w.Exec(ctx, `insert into event_anchor (event, kind, subject, label, link, day_from) values ($1, $2, $3, $4, $5, $6)
		on conflict (event, kind, subject) do update set label = excluded.label, link = excluded.link, day_from = excluded.day_from`,
		int64(event), a.Kind, int64(a.Subject), a.Label, a.Link, int64(a.From))
	return err
}

// ReleaseIn takes an anchor off in a piece.
func (s *Service) ReleaseIn(ctx context.Context, w *db.Write, event ident.ID, kind string, subject ident.ID) error {
	_, err := w.Exec(ctx, `delete from event_anchor where event = $1 and kind = $2 and subject = $3`, int64(event), kind, int64(subject))
	return err
}

// DueDate resolves a due day: the day itself and the zero Event, or the event's
// day as it stands now and the event. The fault has the field "due".
func (s *Service) DueDate(ctx context.Context, q db.Querier, d Due) (when.Date, Event, error) {
	if err := d.Check("due"); err != nil {
		return 0, Event{}, err
	}
	if d.Event == 0 {
		return d.Date, Event{}, nil
	}
	e, err := loadEvent(ctx, q, d.Event)
	if err != nil {
		if fault.Is(err, "calendar.no_such_event") {
			err = fault.Invalid("due", "calendar.no_such_event").Because(err)
		}
		return 0, Event{}, err
	}
	return e.Date, e, nil
}
