package task

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const columns = `t.id, t.title, t.assigner, t.lead, t.keeper, t.due_date, t.due_event, t.priority, t.product,
	t.origin_kind, t.origin, t.conference, t.label, t.period, t.fanout, t.state, t.percent, t.note, t.blocked, t.blocker,
	t.result, t.reason, t.prepared_at, t.issued_at, t.updated_at, t.done_at`

func (t *Task) fields() []any {
	return []any{&t.ID, &t.Title, &t.Assigner, &t.Lead, &t.Keeper, &t.Due.Date, &t.Due.Event, &t.Priority, &t.Product,
		&t.Origin.Kind, &t.Origin.ID, &t.Origin.Conference, &t.Origin.Label, &t.Period, &t.Fanout, &t.State, &t.Percent, &t.Note, &t.Blocked, &t.Blocker,
		&t.Result, &t.Reason, &t.PreparedAt, &t.IssuedAt, &t.UpdatedAt, &t.DoneAt}
}

func scanTask(s db.Scanner, t *Task) error { return s.Scan(t.fields()...) }

// load gives one task with its co-ordinating units; its due day is not resolved yet.
func load(ctx context.Context, q db.Querier, id ident.ID) (Task, bool, error) {
	t, found, err := db.One(ctx, q, scanTask, `select `+columns+` from task t where t.id = $1`, int64(id))
	if err != nil || !found {
		return Task{}, false, err
	}
	t.Coordinating, err = db.IDs(ctx, q, `select unit from task_coordinating where task = $1 order by unit`, int64(id))
	return t, true, err
}

// selectTasks gives the tasks of a condition on t, with their co-ordinating units.
func selectTasks(ctx context.Context, q db.Querier, where string, args ...any) ([]Task, error) {
	list, err := db.All(ctx, q, scanTask, `select `+columns+` from task t where `+where+` order by t.id`, args...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	type pair struct{ task, unit ident.ID }
	pairs, err := db.All(ctx, q, func(s db.Scanner, p *pair) error { return s.Scan(&p.task, &p.unit) },
		`select c.task, c.unit from task_coordinating c where c.task in (select t.id from task t where `+where+`) order by c.task, c.unit`, args...)
	if err != nil {
		return nil, err
	}
	at := make(map[ident.ID]int, len(list))
	for i := range list {
		at[list[i].ID] = i
	}
	for _, p := range pairs {
		i := at[p.task]
		list[i].Coordinating = append(list[i].Coordinating, p.unit)
	}
	return list, nil
}

const (
	whereLead         = `t.lead = $1 and t.state <> 'prepared'`
	whereCoordinating = `t.state <> 'prepared' and t.id in (select x.task from task_coordinating x where x.unit = $1)`
	whereFormerLead   = `t.lead <> $1 and t.state <> 'prepared' and t.id in (select x.task from task_former_lead x where x.unit = $1)`
	whereGiven        = `(t.assigner = $1 or t.keeper = $1)`
	whereConference   = `t.conference = $1`
	whereOrigin       = `t.origin_kind = $1 and t.origin = $2`
	whereBlocker      = `t.blocker = $1 and t.state in ('issued', 'in_progress')`
	whereFanout       = `t.fanout = $1 and t.fanout <> 0`
	whereOpen         = `t.state in ('issued', 'in_progress')`
)

func formerLeads(ctx context.Context, q db.Querier, id ident.ID) ([]ident.ID, error) {
	return db.IDs(ctx, q, `select distinct unit from task_former_lead where task = $1`, int64(id))
}

// formerReasons gives why the tasks that a unit led went to another, by task; the newest reason counts.
func formerReasons(ctx context.Context, q db.Querier, unit ident.ID) (map[ident.ID]string, error) {
	type row struct {
		task   ident.ID
		reason string
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.task, &r.reason) },
		`select task, reason from task_former_lead where unit = $1 order by until`, int64(unit))
	if err != nil {
		return nil, err
	}
	reasons := make(map[ident.ID]string, len(rows))
	for _, r := range rows {
		reasons[r.task] = r.reason
	}
	return reasons, nil
}

func insert(ctx context.Context, w *db.Write, t Task) error {
	if _, err := w.Exec(ctx, `insert into task (id, title, assigner, lead, keeper, due_date, due_event, priority, product,
			origin_kind, origin, conference, label, period, fanout, state, percent, note, blocked, blocker,
			result, reason, prepared_at, issued_at, updated_at, done_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`,
		int64(t.ID), t.Title, int64(t.Assigner), int64(t.Lead), int64(t.Keeper), int64(t.Due.Date), int64(t.Due.Event), string(t.Priority), t.Product,
		t.Origin.Kind, int64(t.Origin.ID), int64(t.Origin.Conference), t.Origin.Label, int64(t.Period), int64(t.Fanout),
		string(t.State), t.Percent, t.Note, t.Blocked, int64(t.Blocker), t.Result, t.Reason,
		int64(t.PreparedAt), int64(t.IssuedAt), int64(t.UpdatedAt), int64(t.DoneAt)); err != nil {
		return err
	}
	return insertCoordinating(ctx, w, t)
}

func insertCoordinating(ctx context.Context, w *db.Write, t Task) error {
	for _, unit := range t.Coordinating {
		if _, err := w.Exec(ctx, `insert into task_coordinating (task, unit) values ($1, $2)`, int64(t.ID), int64(unit)); err != nil {
			return err
		}
	}
	return nil
}

// save writes what may change of a task. Title, due and the like change only while it is prepared.
func save(ctx context.Context, w *db.Write, t Task) error {
	_, err := w.Exec(ctx, `update task set title = $2, assigner = $3, lead = $4, due_date = $5, due_event = $6, priority = $7, product = $8,
			label = $9, state = $10, percent = $11, note = $12, blocked = $13, blocker = $14, result = $15, reason = $16,
			issued_at = $17, updated_at = $18, done_at = $19, period = $20, fanout = $21
		where id = $1`,
		int64(t.ID), t.Title, int64(t.Assigner), int64(t.Lead), int64(t.Due.Date), int64(t.Due.Event), string(t.Priority), t.Product,
		t.Origin.Label, string(t.State), t.Percent, t.Note, t.Blocked, int64(t.Blocker), t.Result, t.Reason,
		int64(t.IssuedAt), int64(t.UpdatedAt), int64(t.DoneAt), int64(t.Period), int64(t.Fanout))
	return err
}

func replaceCoordinating(ctx context.Context, w *db.Write, t Task) error {
	if _, err := w.Exec(ctx, `delete from task_coordinating where task = $1`, int64(t.ID)); err != nil {
		return err
	}
	return insertCoordinating(ctx, w, t)
}

// drop removes a prepared task; nobody but its keeper has ever seen it.
func drop(ctx context.Context, w *db.Write, id ident.ID) error {
	if _, err := w.Exec(ctx, `delete from task_coordinating where task = $1`, int64(id)); err != nil {
		return err
	}
	_, err := w.Exec(ctx, `delete from task where id = $1 and state = 'prepared'`, int64(id))
	return err
}

func insertFormerLead(ctx context.Context, w *db.Write, id, unit ident.ID, until when.Instant, reason string) error {
	_, err := w.Exec(ctx, `insert into task_former_lead (task, unit, until, reason) values ($1, $2, $3, $4)`,
		int64(id), int64(unit), int64(until), reason)
	return err
}

func insertEntry(ctx context.Context, w *db.Write, task ident.ID, e Entry) error {
	_, err := w.Exec(ctx, `insert into task_update (id, task, at, actor, unit, kind, state, percent, note, blocked, blocker)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		int64(e.ID), int64(task), int64(e.At), e.Actor, int64(e.Unit), e.Kind, string(e.State), e.Percent, e.Note, e.Blocked, int64(e.Blocker))
	return err
}

// loadHistory gives a task's history, newest first.
func loadHistory(ctx context.Context, q db.Querier, id ident.ID) ([]Entry, error) {
	return db.All(ctx, q, func(s db.Scanner, e *Entry) error {
		return s.Scan(&e.ID, &e.At, &e.Actor, &e.Unit, &e.Kind, &e.State, &e.Percent, &e.Note, &e.Blocked, &e.Blocker)
	}, `select id, at, actor, unit, kind, state, percent, note, blocked, blocker from task_update where task = $1 order by at desc, id desc`, int64(id))
}
