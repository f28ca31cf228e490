package conference

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// originConclusion is the kind of origin of the tasks that conclusions become.
const originConclusion = "conclusion"

// TaskEntry is what the task editor says, as it was typed.
type TaskEntry struct {
	Title        string
	Assigner     ident.ID // 0 = the first host
	Leads        []ident.ID
	AllSites     bool // one copy for every site but the observers and the assigner itself
	Coordinating []ident.ID
	Due          string // a day; "" with an event
	Event        ident.ID
	Priority     task.Priority
	Product      string
}

// PrepareTasks turns a conclusion into tasks: one copy for each lead. They wait for the notice.
func (s *Service) PrepareTasks(ctx context.Context, who actor.Actor, id, conclusion ident.ID, e TaskEntry, key string) error {
	due, err := s.readDue(e)
	if err != nil {
		return err
	}
	return s.tasks(ctx, who, id, key, "conclusion.tasks", func(ctx context.Context, w *db.Write, c Conference) error {
		one, err := loadConclusion(ctx, w, id, conclusion)
		if err != nil {
			return err
		}
		n, leads, err := s.newTask(ctx, w, c, one, e, due)
		if err != nil {
			return err
		}
		_, err = s.Task.PrepareEachIn(ctx, w, who, n, leads)
		return err
	})
}

// ChangeTask rewrites one prepared task of a conclusion.
func (s *Service) ChangeTask(ctx context.Context, who actor.Actor, id, conclusion, taskID ident.ID, e TaskEntry, key string) error {
	due, err := s.readDue(e)
	if err != nil {
		return err
	}
	return s.tasks(ctx, who, id, key, "conclusion.task_changed", func(ctx context.Context, w *db.Write, c Conference) error {
		one, err := s.ownTask(ctx, w, c, conclusion, taskID)
		if err != nil {
			return err
		}
		n, leads, err := s.newTask(ctx, w, c, one, e, due)
		if err != nil {
			return err
		}
		if len(leads) > 1 {
			return fault.Invalid("leads", "conference.task_one_lead")
		}
		if len(leads) == 1 {
			n.Lead = leads[0]
		}
		_, err = s.Task.ChangeIn(ctx, w, who, taskID, n)
		return err
	})
}

// DropTask removes a prepared task of a conclusion; fanout removes all its copies.
func (s *Service) DropTask(ctx context.Context, who actor.Actor, id, conclusion, taskID ident.ID, fanout bool, key string) error {
	return s.tasks(ctx, who, id, key, "conclusion.task_dropped", func(ctx context.Context, w *db.Write, c Conference) error {
		if _, err := s.ownTask(ctx, w, c, conclusion, taskID); err != nil {
			return err
		}
		list, err := s.Task.OfOrigin(ctx, w, originConclusion, conclusion)
		if err != nil {
			return err
		}
		var chosen task.Task
		for _, t := range list {
			if t.ID == taskID {
				chosen = t
			}
		}
		for _, t := range list {
			if t.ID == taskID || fanout && !chosen.Fanout.Zero() && t.Fanout == chosen.Fanout {
				if err := s.Task.DropIn(ctx, w, who, t.ID); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (s *Service) dropTasksOf(ctx context.Context, w *db.Write, who actor.Actor, _ Conference, conclusion ident.ID) error {
	list, err := s.Task.OfOrigin(ctx, w, originConclusion, conclusion)
	if err != nil {
		return err
	}
	for _, t := range list {
		if t.State == task.Prepared {
			if err := s.Task.DropIn(ctx, w, who, t.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// tasks is one change of prepared tasks: while conclusions can be written, also after the chair approved them, because
// who does what by when is the office's work.
func (s *Service) tasks(ctx context.Context, who actor.Actor, id ident.ID, key, kind string, do func(ctx context.Context, w *db.Write, c Conference) error) error {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = s.DB.Once(ctx, key, kind, func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := mayRun(who, c); err != nil {
			return "", err
		}
		if err := writable(c); err != nil {
			return "", err
		}
		if err := do(ctx, w, c); err != nil {
			return "", err
		}
		s.tell(w, id, 0, c.Host())
		return id.String(), nil
	})
	return err
}

func (s *Service) ownTask(ctx context.Context, q db.Querier, c Conference, conclusion, taskID ident.ID) (Conclusion, error) {
	one, err := loadConclusion(ctx, q, c.ID, conclusion)
	if err != nil {
		return one, err
	}
	list, err := s.Task.OfOrigin(ctx, q, originConclusion, conclusion)
	if err != nil {
		return one, err
	}
	for _, t := range list {
		if t.ID == taskID {
			return one, nil
		}
	}
	return one, fault.NotFound("task.not_found")
}

func (s *Service) readDue(e TaskEntry) (calendar.Due, error) {
	due := calendar.Due{Event: e.Event}
	if text := strings.TrimSpace(e.Due); text != "" {
		day, err := when.ParseDate(text, s.today())
		if err != nil {
			return due, on("due", err)
		}
		due.Date = day.Date
	}
	return due, nil
}

func (s *Service) newTask(ctx context.Context, q db.Querier, c Conference, one Conclusion, e TaskEntry, due calendar.Due) (task.New, []ident.ID, error) {
	n := task.New{Title: oneLine(e.Title), Assigner: e.Assigner, Coordinating: e.Coordinating, Due: due, Priority: e.Priority,
		Product: e.Product, Period: c.Plan, Keeper: c.Host(),
		Origin: task.Origin{Kind: originConclusion, ID: one.ID, Conference: c.ID, Label: itemLabel(one.Order)}}
	if n.Title == "" {
		n.Title = oneLine(one.Text)
	}
	if n.Assigner.Zero() {
		n.Assigner = c.Host()
	}
	leads := e.Leads
	if err := s.reach(ctx, q, c, n.Assigner, leads, n.Coordinating); err != nil {
		return n, nil, err
	}
	if e.AllSites {
		sites, err := loadSites(ctx, q, c.ID)
		if err != nil {
			return n, nil, err
		}
		leads = nil
		for _, site := range sites {
			if site.Kind != Observer && site.Unit != n.Assigner && site.Unit != c.Host() {
				leads = append(leads, site.Unit)
			}
		}
	}
	return n, leads, nil
}

// reach refuses a task in the name of a unit that is neither host nor above the first host, and one for a unit outside
// what the first host may call (see sitesOf): what the form offers is not what a browser sends.
func (s *Service) reach(ctx context.Context, q db.Querier, c Conference, assigner ident.ID, leads, coordinating []ident.ID) error {
	tree, err := s.Org.TreeIn(ctx, q, s.today())
	if err != nil {
		return err
	}
	var all fault.Faults
	if !c.HostedBy(assigner) && !tree.Contains(assigner, c.Host()) {
		all = append(all, fault.Invalid("assigner", "conference.task_assigner"))
	}
	above := tree.Remit(c.Host())
	for _, part := range []struct {
		field string
		units []ident.ID
	}{{"leads", leads}, {"coordinating", coordinating}} {
		for _, id := range part.units {
			u, known := tree.Unit(id)
			switch {
			case !known:
				all = append(all, fault.Invalid(part.field, "conference.unit_unknown"))
			case id != above && !tree.Contains(above, id):
				all = append(all, fault.Invalid(part.field, "conference.task_beyond", "unit", u.Name))
			default:
				continue
			}
			break // one sentence a field
		}
	}
	return all.Or()
}

// itemLabel is the place in the notice, as offices quote it.
func itemLabel(order int) string {
	return say("conference.notice_item", "n", order)
}

// TasksOf gives the tasks of all conclusions by conclusion: all of them to who runs the conference, the issued ones of
// their own to the others.
func (s *Service) TasksOf(ctx context.Context, who actor.Actor, id ident.ID) (map[ident.ID][]task.Task, error) {
	var all []task.Task
	var mine bool
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, c Conference) (err error) {
		if mine = mayRun(who, c) == nil; mine {
			all, err = s.Task.InConference(ctx, r, id)
		}
		return err
	})
	if err == nil && !mine {
		all, err = s.Task.OfConference(ctx, who, id)
	}
	if err != nil {
		return nil, err
	}
	by := make(map[ident.ID][]task.Task)
	for _, t := range all {
		if t.Origin.Kind == originConclusion {
			by[t.Origin.ID] = append(by[t.Origin.ID], t)
		}
	}
	return by, nil
}

// CarriedTasks gives the unfinished tasks on the agenda with their state as it is now; lead narrows to one unit's, 0 takes
// all. All who see the conference see them: it reviews them together.
func (s *Service) CarriedTasks(ctx context.Context, who actor.Actor, id, lead ident.ID) ([]task.Task, error) {
	var items []AgendaItem
	var open []task.Task
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, c Conference) (err error) {
		if items, err = LoadAgendaIn(ctx, r, id); err != nil || !carries(items) {
			return err
		}
		open, err = s.Task.Unfinished(ctx, r, c.Host(), nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	at := make(map[ident.ID]task.Task, len(open))
	for _, t := range open {
		at[t.ID] = t
	}
	var list []task.Task
	for _, a := range items {
		for _, taskID := range a.Tasks {
			one, known := at[taskID]
			if !known { // finished or withdrawn since; the right is the conference's, judged above
				if one, err = s.Task.ByID(ctx, actor.SystemActor("conference"), taskID); err != nil {
					return nil, err
				}
			}
			if lead.Zero() || one.Lead == lead {
				list = append(list, one)
			}
		}
	}
	return list, nil
}

func carries(items []AgendaItem) bool {
	for _, a := range items {
		if len(a.Tasks) > 0 {
			return true
		}
	}
	return false
}
