package person

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
)

func scanPerson(s db.Scanner, p *Person) error { return s.Scan(&p.ID, &p.Name, &p.SortKey) }

func loadPerson(ctx context.Context, q db.Querier, id ident.ID) (Person, error) {
	p, ok, err := db.One(ctx, q, scanPerson, `select id, name, sort_key from person where id = $1`, int64(id))
	if err == nil && !ok {
		err = fault.NotFound("person.no_such_person")
	}
	return p, err
}

func insertPerson(ctx context.Context, w *db.Write, p Person, code string) error {
	_, err := w.Exec(ctx, `insert into person (id, code, name, folded, sort_key) values ($1, $2, $3, $4, $5)`,
		int64(p.ID), code, p.Name, i18n.Fold(p.Name), p.SortKey)
	return err
}

const positionColumns = `o.id, o.unit, o.title, o.abbrev, o.rank, o.single`

func scanPosition(s db.Scanner, p *Position) error {
	var single int64
	err := s.Scan(&p.ID, &p.Unit, &p.Title, &p.Abbrev, &p.Rank, &single)
	p.Single = single != 0
	return err
}

func loadPosition(ctx context.Context, q db.Querier, id ident.ID) (Position, error) {
	p, ok, err := db.One(ctx, q, scanPosition, `select `+positionColumns+` from position o where o.id = $1`, int64(id))
	if err == nil && !ok {
		err = fault.NotFound("person.no_such_position")
	}
	return p, err
}

func insertPosition(ctx context.Context, w *db.Write, p Position) error {
	_, err := w.Exec(ctx, `insert into position (id, unit, title, abbrev, rank, single, folded) values ($1, $2, $3, $4, $5, $6, $7)`,
		int64(p.ID), int64(p.Unit), p.Title, p.Abbrev, p.Rank, db.Bool(p.Single), i18n.Fold(p.Title+" | "+p.Abbrev))
	return err
}

const holderColumns = `a.id, p.id, p.name, p.sort_key, a.valid_from, a.valid_to, a.decision, ` + positionColumns
const holderTables = ` from appointment a join person p on p.id = a.person join position o on o.id = a.position`

func scanHolder(s db.Scanner, h *Holder) error {
	var single int64
	err := s.Scan(&h.ID, &h.Person.ID, &h.Person.Name, &h.Person.SortKey, &h.From, &h.To, &h.Decision,
		&h.Position.ID, &h.Position.Unit, &h.Position.Title, &h.Position.Abbrev, &h.Position.Rank, &single)
	h.Position.Single = single != 0
	return err
}

// loadHolders gives appointments by protocol order. where begins with " where".
func loadHolders(ctx context.Context, q db.Querier, where string, args ...any) ([]Holder, error) {
	return db.All(ctx, q, scanHolder, `select `+holderColumns+holderTables+where+` order by o.rank, o.id, a.valid_from, p.sort_key, a.id`, args...)
}

func loadAppointment(ctx context.Context, q db.Querier, id ident.ID) (Holder, error) {
	h, ok, err := db.One(ctx, q, scanHolder, `select `+holderColumns+holderTables+` where a.id = $1`, int64(id))
	if err == nil && !ok {
		err = fault.NotFound("person.no_such_appointment")
	}
	return h, err
}

func insertAppointment(ctx context.Context, w *db.Write, h Holder) error {
	_, err := w.Exec(ctx, `insert into appointment (id, person, position, valid_from, valid_to, decision) values ($1, $2, $3, $4, $5, $6)`,
		int64(h.ID), int64(h.Person.ID), int64(h.Position.ID), int64(h.From), int64(h.To), h.Decision)
	return err
}

// living keeps the appointments that hold on a day, in a unit that lives that
// day; the two placeholders both stand for the day.
func living(day, again string) string {
	return ` and a.valid_from <= ` + day + ` and (a.valid_to = 0 or a.valid_to >= ` + again + `)
		and exists (select 1 from unit_version v where v.unit = o.unit and v.valid_from <= ` + day + ` and (v.valid_to = 0 or v.valid_to >= ` + again + `))`
}
