package obstacle

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const columns = `o.id, o.unit, o.body, o.proposal, o.tag, o.about_kind, o.about, o.about_parent, o.about_part, o.about_vi, o.about_en,
	o.holder, o.state, o.raised_at, o.raised_by, o.changed_at, o.ended_at, o.change_act, o.change_title, o.change_document, o.change_planned`

func (o *Obstacle) fields() []any {
	return append([]any{&o.ID, &o.Unit, &o.Body, &o.Proposal, &o.Tag, &o.About.Kind, &o.About.ID, &o.About.Parent, &o.About.Part, &o.About.Label.VI, &o.About.Label.EN,
		&o.Holder, &o.State, &o.RaisedAt, &o.RaisedBy, &o.ChangedAt, &o.EndedAt}, o.Change.fields()...)
}

func scan(s db.Scanner, o *Obstacle) error { return s.Scan(o.fields()...) }

func load(ctx context.Context, q db.Querier, id ident.ID) (Obstacle, bool, error) {
	return db.One(ctx, q, scan, `select `+columns+` from obstacle o where o.id = $1`, int64(id))
}

// found is an obstacle with what search compares.
type found struct {
	Obstacle
	folded, tag string
}

// listed is the obstacle for a list, which leads to no document: who may see it is judged on the obstacle's page.
func (f found) listed() Obstacle {
	f.Change.Document = 0
	return f.Obstacle
}

// listed is the group for a list, likewise.
func (g Group) listed() Group {
	g.Change.Document = 0
	return g
}

func list(ctx context.Context, q db.Querier, where string, args ...any) ([]found, error) {
	return db.All(ctx, q, func(s db.Scanner, f *found) error { return s.Scan(append(f.fields(), &f.folded, &f.tag)...) },
		`select `+columns+`, o.folded, o.tag_folded from obstacle o where `+where+` order by o.raised_at, o.id`, args...)
}

const (
	whereRouted = `o.id in (select r.obstacle from obstacle_route r where r.unit = $1)`
	whereAbout  = `o.about_kind = $1 and o.about = $2`
	whereGroup  = `o.id in (select g.obstacle from obstacle_grouped g where g.grp = $1)`
)

func insert(ctx context.Context, w *db.Write, o Obstacle) error {
	_, err := w.Exec(ctx, `insert into obstacle (id, unit, body, proposal, tag, tag_folded, folded, about_kind, about, about_parent, about_part, about_vi, about_en,
			holder, state, raised_at, raised_by, changed_at, ended_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		int64(o.ID), int64(o.Unit), o.Body, o.Proposal, o.Tag, i18n.Fold(o.Tag), i18n.Fold(o.Body+" "+o.Proposal), string(o.About.Kind), int64(o.About.ID),
		int64(o.About.Parent), o.About.Part, o.About.Label.VI, o.About.Label.EN, int64(o.Holder), string(o.State), int64(o.RaisedAt), o.RaisedBy,
		int64(o.ChangedAt), int64(o.EndedAt))
	return err
}

// save writes what changes of an obstacle.
func save(ctx context.Context, w *db.Write, o Obstacle) error {
	_, err := w.Exec(ctx, `update obstacle set proposal = $2, folded = $3, holder = $4, state = $5, changed_at = $6, ended_at = $7,
		change_act = $8, change_title = $9, change_document = $10, change_planned = $11 where id = $1`,
		append([]any{int64(o.ID), o.Proposal, i18n.Fold(o.Body + " " + o.Proposal), int64(o.Holder), string(o.State), int64(o.ChangedAt), int64(o.EndedAt)}, o.Change.args()...)...)
	return err
}

func route(ctx context.Context, q db.Querier, id ident.ID) ([]ident.ID, error) {
	return db.IDs(ctx, q, `select unit from obstacle_route where obstacle = $1 order by at, unit`, int64(id))
}

func routeTo(ctx context.Context, w *db.Write, id, unit ident.ID, at when.Instant) error {
	_, err := w.Exec(ctx, `insert into obstacle_route (obstacle, unit, at) values ($1, $2, $3) on conflict do nothing`, int64(id), int64(unit), int64(at))
	return err
}

func insertEntry(ctx context.Context, w *db.Write, obstacle ident.ID, e Entry) error {
	_, err := w.Exec(ctx, `insert into obstacle_entry (id, obstacle, at, actor, unit, kind, target, body, grp, change_act, change_title, change_document, change_planned)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		append([]any{int64(e.ID), int64(obstacle), int64(e.At), e.Actor, int64(e.Unit), e.Kind, int64(e.Target), e.Text, int64(e.Group)}, e.Change.args()...)...)
	return err
}

func history(ctx context.Context, q db.Querier, id ident.ID) ([]Entry, error) {
	return db.All(ctx, q, func(s db.Scanner, e *Entry) error {
		return s.Scan(append([]any{&e.ID, &e.At, &e.Actor, &e.Unit, &e.Kind, &e.Target, &e.Text, &e.Group}, e.Change.fields()...)...)
	}, `select id, at, actor, unit, kind, target, body, grp, change_act, change_title, change_document, change_planned from obstacle_entry where obstacle = $1 order by at, id`, int64(id))
}

const groupColumns = `g.id, g.owner, g.title, g.answer, g.answered_at, g.answered_by, g.published_at, g.created_at, g.created_by, g.change_act, g.change_title, g.change_document, g.change_planned,
	(select count(*) from obstacle_grouped x where x.grp = g.id),
	(select count(*) from obstacle_grouped x join obstacle y on y.id = x.obstacle where x.grp = g.id and y.state in ('solved', 'withdrawn'))`

func scanGroup(s db.Scanner, g *Group) error {
	fields := append([]any{&g.ID, &g.Owner, &g.Title, &g.Answer, &g.AnsweredAt, &g.AnsweredBy, &g.PublishedAt, &g.CreatedAt, &g.CreatedBy}, g.Change.fields()...)
	return s.Scan(append(fields, &g.Count, &g.Ended)...)
}

func loadGroup(ctx context.Context, q db.Querier, id ident.ID) (Group, bool, error) {
	return db.One(ctx, q, scanGroup, `select `+groupColumns+` from obstacle_group g where g.id = $1`, int64(id))
}

func groups(ctx context.Context, q db.Querier, where string, args ...any) ([]Group, error) {
	return db.All(ctx, q, scanGroup, `select `+groupColumns+` from obstacle_group g where `+where+` order by g.created_at desc, g.id`, args...)
}

func insertGroup(ctx context.Context, w *db.Write, g Group) error {
	_, err := w.Exec(ctx, `insert into obstacle_group (id, owner, title, folded, answer, answered_at, answered_by, published_at, created_at, created_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, int64(g.ID), int64(g.Owner), g.Title, i18n.Fold(g.Title), g.Answer, int64(g.AnsweredAt), g.AnsweredBy,
		int64(g.PublishedAt), int64(g.CreatedAt), g.CreatedBy)
	return err
}

func saveGroup(ctx context.Context, w *db.Write, g Group) error {
	_, err := w.Exec(ctx, `update obstacle_group set title = $2, folded = $3, answer = $4, answered_at = $5, answered_by = $6, published_at = $7,
		change_act = $8, change_title = $9, change_document = $10, change_planned = $11 where id = $1`,
		append([]any{int64(g.ID), g.Title, i18n.Fold(g.Title), g.Answer, int64(g.AnsweredAt), g.AnsweredBy, int64(g.PublishedAt)}, g.Change.args()...)...)
	return err
}
