package obstacle

import (
	"context"
	"slices"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Subjects gives the record that an obstacle is about, in words, to a unit that
// has to do with it: its own report, a task that it leads or co-ordinates, its
// site. Anything else is not found. The records belong to other domains.
type Subjects interface {
	Subject(ctx context.Context, who actor.Actor, unit ident.ID, ref Ref) (About, error)
}

// Deps is what the service works with.
type Deps struct {
	DB       *db.DB
	IDs      *ident.Maker
	Clock    when.Clock // domain clock
	Hub      *event.Hub
	Org      *org.Service
	Subjects Subjects
	Document *document.Service // the register to which answers may refer; nil: none
}

// Service keeps obstacles. Safe for concurrent use.
type Service struct{ d Deps }

// NewService makes the service (New is what is raised).
func NewService(d Deps) *Service { return &Service{d} }

func (s *Service) now() when.Instant { return when.Present(s.d.Clock) }

// Subject gives what an obstacle would be about, for the form that raises it.
func (s *Service) Subject(ctx context.Context, who actor.Actor, unit ident.ID, ref Ref) (About, error) {
	if err := who.SignedIn(); err != nil {
		return About{}, err
	}
	if ref.Kind == AboutNothing {
		return About{}, nil
	}
	if s.d.Subjects == nil || !who.HasDesk(unit) {
		return About{}, fault.NotFound("obstacle.no_such_subject")
	}
	return s.d.Subjects.Subject(ctx, who, unit, ref)
}

// ByID gives an obstacle to who may see it, with its history and what the reader may do.
func (s *Service) ByID(ctx context.Context, who actor.Actor, id ident.ID) (Page, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Page{}, err
	}
	closers, err := s.closersOf(ctx, tree, id)
	if err != nil {
		return Page{}, err
	}
	var p Page
	var way []ident.ID
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		if p.Obstacle, way, err = s.readable(ctx, r, who, id, closers, tree); err != nil {
			return err
		}
		if p.History, err = history(ctx, r, id); err != nil {
			return err
		}
		all, err := groups(ctx, r, `g.id in (select x.grp from obstacle_grouped x where x.obstacle = $1)`, int64(id))
		p.Groups = nil
		for _, g := range all {
			if who.HasDesk(g.Owner) || who.HasOver(actor.ReadTask, g.Owner, tree) || !g.AnsweredAt.Zero() {
				p.Groups = append(p.Groups, g.listed())
			}
		}
		return err
	})
	if err != nil {
		return Page{}, err
	}
	if p.State.Pending() {
		_, p.MayClose = mayClose(who, closers)
		_, p.MayAnswer = mayAnswer(who, p.Obstacle, way)
		p.MayPass = who.HasAt(actor.SettleObstacle, p.Holder)
		p.MayPropose = p.MayClose && p.Proposal == ""
	}
	changes := []*Change{&p.Change}
	for i := range p.History {
		changes = append(changes, &p.History[i].Change)
	}
	return p, s.shown(ctx, who, changes...)
}

// readable loads an obstacle with its route, for who may see it.
func (s *Service) readable(ctx context.Context, q db.Querier, who actor.Actor, id ident.ID, closers []ident.ID, reach actor.Reach) (Obstacle, []ident.ID, error) {
	if err := who.SignedIn(); err != nil {
		return Obstacle{}, nil, err
	}
	o, ok, err := load(ctx, q, id)
	if err != nil {
		return Obstacle{}, nil, err
	}
	if !ok {
		return Obstacle{}, nil, fault.NotFound("obstacle.not_found")
	}
	way, err := route(ctx, q, id)
	if err != nil {
		return Obstacle{}, nil, err
	}
	return o, way, mayRead(who, o, way, closers, reach)
}

// closers are the units whose word ends an obstacle: its raiser, or where that has ended, the units in which it goes on.
func (s *Service) closers(ctx context.Context, tree *org.Tree, raiser ident.ID) ([]ident.ID, error) {
	if _, lives := tree.Unit(raiser); lives {
		return []ident.ID{raiser}, nil
	}
	heirs, err := s.d.Org.Successors(ctx, raiser, tree.Date())
	ids := make([]ident.ID, len(heirs))
	for i, u := range heirs {
		ids[i] = u.ID
	}
	return ids, err
}

// closersOf is closers for an obstacle, judging no right; none where there is no such obstacle. Who raised it never changes.
func (s *Service) closersOf(ctx context.Context, tree *org.Tree, id ident.ID) ([]ident.ID, error) {
	var o Obstacle
	var ok bool
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		o, ok, err = load(ctx, r, id)
		return err
	})
	if err != nil || !ok {
		return nil, err
	}
	return s.closers(ctx, tree, o.Unit)
}

// inherited are the units that have ended with obstacles pending, and in whose place a unit closes them.
func (s *Service) inherited(ctx context.Context, tree *org.Tree, unit ident.ID) ([]ident.ID, error) {
	var raisers []ident.ID
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		raisers, err = db.IDs(ctx, r, `select distinct unit from obstacle where state in ('open', 'answered')`)
		return err
	})
	if err != nil {
		return nil, err
	}
	var list []ident.ID
	for _, one := range raisers {
		if _, lives := tree.Unit(one); lives {
			continue
		}
		closers, err := s.closers(ctx, tree, one)
		if err != nil {
			return nil, err
		}
		if slices.Contains(closers, unit) {
			list = append(list, one)
		}
	}
	return list, nil
}

// mayList refuses who has nothing to do with the obstacles of a unit.
func mayList(who actor.Actor, unit ident.ID, reach actor.Reach) error {
	if who.HasDesk(unit) && who.Kind != actor.Program {
		return nil
	}
	return who.Over(actor.ReadTask, unit, reach)
}

// List gives the obstacles of a unit, what waits longest first.
func (s *Service) List(ctx context.Context, who actor.Actor, unit ident.ID, f Filter) ([]Obstacle, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := mayList(who, unit, tree); err != nil {
		return nil, err
	}
	if f.Part == Below && !who.HasOver(actor.ReadTask, unit, tree) { // a desk sees its own unit's, not all below it
		return nil, fault.Forbidden("actor.forbidden_read_task")
	}
	own := []ident.ID{unit}
	if f.Part != Routed && f.Part != Below {
		more, err := s.inherited(ctx, tree, unit)
		if err != nil {
			return nil, err
		}
		own = append(own, more...)
	}
	var out []Obstacle
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		where, args := `o.unit in (`+db.In(1, len(own))+`)`, db.Args(own)
		switch f.Part {
		case Routed:
			where, args = whereRouted, []any{int64(unit)}
		case Below:
			where, args = `o.state <> 'withdrawn'`, nil
		}
		if !f.By.Zero() {
			args = append(args, int64(f.By))
			by := "$" + strconv.Itoa(len(args))
			where += ` and (o.holder = ` + by + ` or exists (select 1 from obstacle_entry e where e.obstacle = o.id and e.kind = 'answered' and e.unit = ` + by + `))`
		}
		look := i18n.LookFor(f.Text)
		words, more := db.Found(`(o.folded || ' | ' || o.tag_folded)`, look, 1+len(args))
		all, err := list(ctx, r, where+` and `+words, append(args, more...)...)
		out = nil
		for _, one := range all {
			if (f.Part != Below || tree.Contains(unit, one.Unit)) && f.matches(one, look, unit, own) {
				out = append(out, one.listed())
			}
		}
		return err
	})
	order(out)
	return out, err
}

// Count counts what a unit has to do now: to settle, and to say of answers.
func (s *Service) Count(ctx context.Context, who actor.Actor, unit ident.ID) (int, error) {
	if !who.HasDesk(unit) {
		return 0, fault.Forbidden("actor.forbidden_read_task")
	}
	var n int64
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		n, err = db.Int(ctx, r, `select count(*) from obstacle where holder = $1 and state = 'open' or unit = $1 and state = 'answered'`, int64(unit))
		return err
	})
	return int(n), err
}

// Counts gives how the obstacles of a unit and of each unit below it stand; units without any are left out.
func (s *Service) Counts(ctx context.Context, who actor.Actor, unit ident.ID) ([]Count, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := who.Over(actor.ReadTask, unit, tree); err != nil {
		return nil, err
	}
	type row struct {
		unit   ident.ID
		state  State
		n      int
		oldest when.Instant
	}
	var rows []row
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		rows, err = db.All(ctx, r, func(s db.Scanner, r *row) error { return s.Scan(&r.unit, &r.state, &r.n, &r.oldest) },
			`select unit, state, count(*), cast(min(raised_at) as bigint) from obstacle where state <> 'withdrawn' group by unit, state order by unit, state`)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []Count
	for _, r := range rows {
		if !tree.Contains(unit, r.unit) {
			continue
		}
		if len(out) == 0 || out[len(out)-1].Unit != r.unit {
			out = append(out, Count{Unit: r.unit})
		}
		c := &out[len(out)-1]
		switch r.state {
		case Open:
			c.Open = r.n
		case Answered:
			c.Answered = r.n
		case Solved:
			c.Solved = r.n
		}
		if r.state.Pending() && (c.Oldest.Zero() || r.oldest < c.Oldest) {
			c.Oldest = r.oldest
		}
	}
	return out, nil
}

// AboutRecord lists the obstacles about a record that the reader may see, oldest first.
func (s *Service) AboutRecord(ctx context.Context, who actor.Actor, kind Kind, id ident.ID) ([]Obstacle, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var out []Obstacle
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		all, err := list(ctx, r, whereAbout, string(kind), int64(id))
		out = nil
		for _, one := range all {
			way, err := route(ctx, r, one.ID)
			if err != nil {
				return err
			}
			if mayRead(who, one.Obstacle, way, nil, tree) == nil {
				out = append(out, one.listed())
			}
		}
		return err
	})
	return out, err
}

// Tags lists the subjects that the unit's own and routed obstacles carry, for filters and for typing.
func (s *Service) Tags(ctx context.Context, who actor.Actor, unit ident.ID) ([]string, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	if !who.HasDesk(unit) {
		return nil, fault.Forbidden("actor.forbidden_read_task")
	}
	var tags []string
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		tags, err = db.All(ctx, r, db.ScanText, `select min(tag) from obstacle where tag <> '' and (unit = $1 or id in (select r.obstacle from obstacle_route r where r.unit = $1))
			group by tag_folded order by tag_folded limit 50`, int64(unit))
		return err
	})
	return tags, err
}
