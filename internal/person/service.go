package person

import (
	"context"
	"errors"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Deps is what the service takes.
type Deps struct {
	DB    *db.DB
	IDs   *ident.Maker
	Clock when.Clock // domain clock
	Org   *org.Service
}

// Service keeps people, posts and appointments. Safe for concurrent use.
type Service struct {
	db    *db.DB
	ids   *ident.Maker
	clock when.Clock
	org   *org.Service
}

// New makes the service.
func New(d Deps) *Service { return &Service{db: d.DB, ids: d.IDs, clock: d.Clock, org: d.Org} }

// MayKeep tells whether the actor keeps a unit's posts and their holders: its
// own office does, and who keeps the unit itself.
func (s *Service) MayKeep(ctx context.Context, who actor.Actor, unit ident.ID) (bool, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return false, err
	}
	return keeps(who, unit, tree), nil
}

func keeps(who actor.Actor, unit ident.ID, tree *org.Tree) bool {
	return who.HasAt(actor.CallConference, unit) || who.HasOver(actor.KeepUnits, unit, tree)
}

func (s *Service) authorise(ctx context.Context, who actor.Actor, unit ident.ID) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	may, err := s.MayKeep(ctx, who, unit)
	if err == nil && !may {
		err = fault.Forbidden("person.forbidden")
	}
	return err
}

// Create enters a person on behalf of a unit that keeps its posts.
func (s *Service) Create(ctx context.Context, who actor.Actor, name string, unit ident.ID) (Person, error) {
	if err := s.authorise(ctx, who, unit); err != nil {
		return Person{}, err
	}
	p, f := newPerson(name)
	if f != nil {
		return Person{}, f
	}
	p.ID = s.ids.New()
	err := s.db.Do(ctx, "person.create", func(ctx context.Context, w *db.Write) error {
		if err := insertPerson(ctx, w, p, ""); err != nil {
			return err
		}
		return s.note(ctx, w, who, "person.created", p.ID, unit, nil, p)
	})
	return p, err
}

// CreatePosition sets up a post in a unit.
func (s *Service) CreatePosition(ctx context.Context, who actor.Actor, n NewPosition) (Position, error) {
	if err := s.authorise(ctx, who, n.Unit); err != nil {
		return Position{}, err
	}
	n.Title, n.Abbrev = tidy(n.Title), tidy(n.Abbrev)
	if err := checkPosition(n).Or(); err != nil {
		return Position{}, err
	}
	p := Position{ID: s.ids.New(), Unit: n.Unit, Title: n.Title, Abbrev: n.Abbrev, Rank: n.Rank, Single: n.Single}
	err := s.db.Do(ctx, "person.create_position", func(ctx context.Context, w *db.Write) error {
		if err := insertPosition(ctx, w, p); err != nil {
			if errors.Is(err, db.ErrUnique) {
				return fault.Invalid("title", "person.position_exists", "title", p.Title).Because(err)
			}
			return err
		}
		return s.note(ctx, w, who, "position.created", p.ID, p.Unit, nil, p)
	})
	return p, err
}

// Appoint lets a person hold a post from a day on, or from a day to a day. An
// appointment that would overlap another of a single-holder post is refused, as
// is a second of the same person in the same post.
func (s *Service) Appoint(ctx context.Context, who actor.Actor, n NewAppointment) (Holder, error) {
	if err := who.SignedIn(); err != nil {
		return Holder{}, err
	}
	p, err := s.Position(ctx, n.Position)
	if err != nil {
		return Holder{}, err
	}
	if err := s.authorise(ctx, who, p.Unit); err != nil { // a post never changes its unit
		return Holder{}, err
	}
	n.Decision = tidy(n.Decision)
	if !n.From.Valid() {
		return Holder{}, fault.Invalid("from", "person.date_missing")
	}
	id := s.ids.New()
	result, _, err := s.db.Once(ctx, n.Key, "person.appoint", func(ctx context.Context, w *db.Write) (string, error) {
		h, err := s.appointable(ctx, w, n, p)
		if err != nil {
			return "", err
		}
		h.ID = id
		if err := insertAppointment(ctx, w, h); err != nil {
			return "", err
		}
		return id.String(), s.note(ctx, w, who, "appointment.made", id, p.Unit, nil, told(h))
	})
	if err != nil {
		return Holder{}, err
	}
	if id, err = ident.Parse(result); err != nil {
		return Holder{}, err
	}
	return s.Appointment(ctx, id)
}

// appointable checks an appointment against the others of its post and the life of its unit.
func (s *Service) appointable(ctx context.Context, w *db.Write, n NewAppointment, p Position) (Holder, error) {
	var h Holder
	who, err := s.appointee(ctx, w, n)
	if err != nil {
		return h, err
	}
	h = Holder{Person: who, Position: p, From: n.From, To: n.To, Decision: n.Decision}
	others, err := loadHolders(ctx, w, ` where a.position = $1`, int64(p.ID))
	if err != nil {
		return h, err
	}
	life, err := s.org.LifeIn(ctx, w, p.Unit)
	if err != nil {
		return h, err
	}
	return h, checkAppointment(h, others, life).Or()
}

// appointee gives the person of an appointment, entering a new one where it names one.
func (s *Service) appointee(ctx context.Context, w *db.Write, n NewAppointment) (Person, error) {
	if n.Person == 0 && tidy(n.Name) != "" {
		p, f := newPerson(n.Name)
		if f != nil {
			return p, f
		}
		p.ID = s.ids.New()
		return p, insertPerson(ctx, w, p, "")
	}
	p, err := loadPerson(ctx, w, n.Person)
	if fault.Is(err, "person.no_such_person") {
		key := "person.no_such_person"
		if n.Person == 0 {
			key = "person.name_missing"
		}
		return p, fault.Invalid("name", key).Because(err)
	}
	return p, err
}

// End lets an appointment end on a day, the last on which the post is held. The
// decision is that of the ending, "" leaves the one of the appointment.
func (s *Service) End(ctx context.Context, who actor.Actor, appointment ident.ID, to when.Date, decision string) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	h, err := s.Appointment(ctx, appointment)
	if err != nil {
		return err
	}
	if err := s.authorise(ctx, who, h.Position.Unit); err != nil {
		return err
	}
	decision = tidy(decision)
	return s.db.Do(ctx, "person.end", func(ctx context.Context, w *db.Write) error {
		h, err := loadAppointment(ctx, w, appointment)
		if err != nil {
			return err
		}
		return s.end(ctx, w, who, h, to, decision)
	})
}

func (s *Service) end(ctx context.Context, w *db.Write, who actor.Actor, h Holder, to when.Date, decision string) error {
	if f := checkEnd(h, to, decision); f != nil {
		return f
	}
	before := h
	h.To = to
	if decision != "" && h.Decision != "" {
		h.Decision += "; " + decision
	} else if decision != "" {
		h.Decision = decision
	}
	if _, err := w.Exec(ctx, `update appointment set valid_to = $1, decision = $2 where id = $3`, int64(h.To), h.Decision, int64(h.ID)); err != nil {
		return err
	}
	return s.note(ctx, w, who, "appointment.ended", h.ID, h.Position.Unit, told(before), told(h))
}

// told is an appointment as the journal keeps it.
func told(h Holder) map[string]any {
	return map[string]any{"person": h.Person.ID, "name": h.Person.Name, "position": h.Position.ID, "title": h.Position.Title,
		"from": h.From, "to": h.To, "decision": h.Decision}
}

func (s *Service) note(ctx context.Context, w *db.Write, who actor.Actor, kind string, subject, unit ident.ID, before, after any) error {
	_, err := journal.Append(ctx, w, journal.Entry{
		At: when.Present(s.clock), Actor: who, Kind: kind, Subject: subject, Unit: unit, Before: before, After: after,
	})
	return err
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }
