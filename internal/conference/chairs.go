package conference

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

// seat writes the chairs and the secretary. A person who stays keeps the participant's identifier, which approvals refer to.
func (s *Service) seat(ctx context.Context, w *db.Write, c *Conference, d Details) error {
	chairs, err := seats(d.Chairs)
	if err != nil {
		return err
	}
	known := make(map[Role]map[ident.ID]ident.ID)
	for _, p := range append(append([]Participant(nil), c.Chairs...), c.Secretaries...) {
		if known[p.Role] == nil {
			known[p.Role] = make(map[ident.ID]ident.ID)
		}
		known[p.Role][p.Person] = p.ID
	}
	if err := deleteParticipants(ctx, w, c.ID); err != nil {
		return err
	}
	c.Chairs, c.Secretaries = nil, nil
	add := func(role Role, seat Seat) error {
		p := Participant{ID: known[role][seat.Person], Conference: c.ID, Role: role, Order: seat.Order, Person: seat.Person, Unit: seat.Unit}
		if p.ID.Zero() {
			p.ID = s.IDs.New()
		}
		if p.Unit.Zero() {
			p.Unit = c.Host()
		}
		if p.Name, p.Title, err = s.titled(ctx, w, seat.Person, *c); err != nil {
			return err
		}
		if role == RoleChair {
			c.Chairs = append(c.Chairs, p)
		} else {
			c.Secretaries = append(c.Secretaries, p)
		}
		return insertParticipant(ctx, w, p)
	}
	for _, seat := range chairs {
		if err := add(RoleChair, seat); err != nil {
			return on("chairs", err)
		}
	}
	if !d.Secretary.Zero() {
		return on("secretary", add(RoleSecretary, Seat{Person: d.Secretary, Order: 1}))
	}
	return nil
}

// seats gives orders to the chairs and refuses the same person or the same order twice.
func seats(list []Seat) ([]Seat, error) {
	out := make([]Seat, 0, len(list))
	people, orders := make(map[ident.ID]bool), make(map[int]bool)
	for i, seat := range list {
		if seat.Order == 0 {
			seat.Order = i + 1
		}
		switch {
		case seat.Person.Zero():
			return nil, fault.Invalid("chairs", "conference.chair_unknown")
		case people[seat.Person]:
			return nil, fault.Invalid("chairs", "conference.chair_twice")
		case orders[seat.Order]:
			return nil, fault.Invalid("chairs", "conference.chair_order_twice", "order", seat.Order)
		}
		people[seat.Person], orders[seat.Order] = true, true
		out = append(out, seat)
	}
	return out, nil
}

// titled gives the name and the title of a person on the conference's day. The title is empty where the person holds no post that day.
func (s *Service) titled(ctx context.Context, q db.Querier, who ident.ID, c Conference) (name, title string, err error) {
	held, err := s.Person.Held(ctx, q, who, c.Date)
	if err != nil {
		return "", "", err
	}
	if len(held) > 0 {
		title, err = s.Person.TitlesOn(ctx, q, who, c.Date)
		return held[0].Person.Name, title, err
	}
	p, err := s.Person.ByID(ctx, who)
	if fault.KindOf(err) == fault.KindNotFound && err != nil {
		return "", "", fault.Invalid("", "conference.chair_unknown")
	}
	return p.Name, "", err
}

// freezeTitles writes the titles of chairs and delegates as they are on the conference's day.
func (s *Service) freezeTitles(ctx context.Context, w *db.Write, c Conference) error {
	type one struct{ id, person ident.ID }
	scan := func(sc db.Scanner, o *one) error { return sc.Scan(&o.id, &o.person) }
	for _, table := range []struct{ read, write string }{
		{`select id, person from conference_participant where conference = $1`,
			`update conference_participant set name = $1, title = $2 where id = $3`},
		{`select id, chair from conference_site where conference = $1 and chair <> 0`,
			`update conference_site set chair_name = $1, chair_title = $2 where id = $3`},
		{`select d.id, d.person from conference_delegate d join conference_site s on s.id = d.site where s.conference = $1 and d.person <> 0`,
			`update conference_delegate set name = $1, title = $2 where id = $3`},
	} {
		list, err := db.All(ctx, w, scan, table.read, int64(c.ID))
		if err != nil {
			return err
		}
		for _, o := range list {
			name, title, err := s.titled(ctx, w, o.person, c)
			if err != nil {
				return err
			}
			if _, err := w.Exec(ctx, table.write, name, title, int64(o.id)); err != nil {
				return err
			}
		}
	}
	return nil
}
