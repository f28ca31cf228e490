package conference

import (
	"context"
	"slices"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/task"
)

// LoadAgendaIn reads the agenda in order, judging no right.
func LoadAgendaIn(ctx context.Context, q db.Querier, conference ident.ID) ([]AgendaItem, error) {
	list, err := db.All(ctx, q, func(s db.Scanner, a *AgendaItem) error {
		return s.Scan(&a.ID, &a.Conference, &a.Order, &a.Title, &a.Kind, &a.Presenter, &a.Minutes, &a.StartedAt, &a.EndedAt)
	}, `select id, conference, ord, title, kind, presenter, minutes, started_at, ended_at from conference_agenda
		where conference = $1 order by ord`, int64(conference))
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Kind != ItemTasks {
			continue
		}
		list[i].Tasks, err = db.IDs(ctx, q, `select task from conference_agenda_task where item = $1 order by ord`, int64(list[i].ID))
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Agenda lists the items of a conference the actor may see.
func (s *Service) Agenda(ctx context.Context, who actor.Actor, id ident.ID) ([]AgendaItem, error) {
	var list []AgendaItem
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, _ Conference) (err error) {
		list, err = LoadAgendaIn(ctx, r, id)
		return err
	})
	return list, err
}

// SetAgenda writes the whole agenda in its order. Items keep their identifier, and with it their papers and tasks; an
// item that has been heard cannot be left out.
func (s *Service) SetAgenda(ctx context.Context, who actor.Actor, id ident.ID, items []AgendaItem, key string) error {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = s.DB.Once(ctx, key, "conference.agenda", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := mayRun(who, c); err != nil {
			return "", err
		}
		if c.Status == Closed || c.Status == Concluded || c.Status == Cancelled {
			return "", fault.Conflict("conference.no_longer_editable", "status", statusText(c.Status))
		}
		if err := s.replaceAgenda(ctx, w, c, items); err != nil {
			return "", err
		}
		return id.String(), s.note(ctx, w, who, "conference.agenda", c, id, items, "")
	})
	return err
}

func checkAgenda(items []AgendaItem) error {
	var all fault.Faults
	if len(items) > maxAgenda {
		return fault.TooLarge("agenda", "conference.agenda_long", "max", maxAgenda)
	}
	for i, a := range items {
		if a.Title == "" {
			all = append(all, fault.Invalid("agenda-title-"+strconv.Itoa(i), "conference.agenda_title"))
		}
		all = append(all, checkLength(maxEntry, "agenda-title-"+strconv.Itoa(i), a.Title, "agenda-presenter-"+strconv.Itoa(i), a.Presenter)...)
		if a.Minutes < 0 || a.Minutes > maxMinutes {
			all = append(all, fault.Invalid("agenda-minutes-"+strconv.Itoa(i), "conference.agenda_minutes"))
		}
	}
	return all.Or()
}

func (s *Service) replaceAgenda(ctx context.Context, w *db.Write, c Conference, items []AgendaItem) error {
	items = slices.Clone(items)
	for i := range items {
		items[i].Title, items[i].Presenter = oneLine(items[i].Title), oneLine(items[i].Presenter)
		if !slices.Contains(ItemKinds(), items[i].Kind) {
			items[i].Kind = ItemOther
		}
	}
	if err := checkAgenda(items); err != nil {
		return err
	}
	old, err := LoadAgendaIn(ctx, w, c.ID)
	if err != nil {
		return err
	}
	known := make(map[ident.ID]bool)
	for _, a := range old {
		if slices.ContainsFunc(items, func(n AgendaItem) bool { return n.ID == a.ID }) {
			known[a.ID] = true
			continue
		}
		if !a.StartedAt.Zero() {
			return fault.Conflict("conference.agenda_heard", "title", a.Title)
		}
		for _, text := range []string{`delete from conference_agenda_task where item = $1`, `delete from conference_agenda_topic where item = $1`, `update conference_paper set item = 0 where item = $1`,
			`delete from conference_agenda where id = $1`} {
			if _, err := w.Exec(ctx, text, int64(a.ID)); err != nil {
				return err
			}
		}
	}
	// Out of the way first: the order is unique within the conference.
	if _, err := w.Exec(ctx, `update conference_agenda set ord = -ord where conference = $1`, int64(c.ID)); err != nil {
		return err
	}
	for i, a := range items {
		if known[a.ID] {
			if _, err := w.Exec(ctx, `update conference_agenda set ord = $1, title = $2, kind = $3, presenter = $4, minutes = $5 where id = $6`,
				i+1, a.Title, string(a.Kind), a.Presenter, a.Minutes, int64(a.ID)); err != nil {
				return err
			}
			continue
		}
		a.ID, a.Conference, a.Order = s.IDs.New(), c.ID, i+1
		if err := insertItem(ctx, w, a); err != nil {
			return err
		}
	}
	return nil
}

func insertItem(ctx context.Context, w *db.Write, a AgendaItem) error {
	_, err := w.Exec(ctx, `insert into conference_agenda (id, conference, ord, title, kind, presenter, minutes) values ($1, $2, $3, $4, $5, $6, $7)`,
		int64(a.ID), int64(a.Conference), a.Order, a.Title, string(a.Kind), a.Presenter, a.Minutes)
	return err
}

// unfinished finds the open tasks that the first host gave to the units called, planned for the reviewed period or before.
func (s *Service) unfinished(ctx context.Context, q db.Querier, c Conference, sites []Site) ([]task.Task, error) {
	if c.Review.Zero() {
		return nil, nil
	}
	review, err := s.Calendar.PeriodIn(ctx, q, c.Review)
	if err != nil {
		return nil, err
	}
	leads := make([]ident.ID, len(sites))
	for i, site := range sites {
		leads[i] = site.Unit
	}
	open, err := s.Task.Unfinished(ctx, q, c.Host(), leads)
	if err != nil {
		return nil, err
	}
	due := make(map[ident.ID]bool) // by plan period: does it begin by the end of the reviewed one?
	var list []task.Task
	for _, t := range open {
		if !t.Period.Zero() {
			by, known := due[t.Period]
			if !known {
				p, err := s.Calendar.PeriodIn(ctx, q, t.Period)
				if err != nil {
					return nil, err
				}
				by = p.From <= review.To
				due[t.Period] = by
			}
			if !by {
				continue
			}
		}
		list = append(list, t)
	}
	return list, nil
}

// carry puts the unfinished tasks on the agenda: in the item of kind tasks that is there, or in a new one after the opening.
func (s *Service) carry(ctx context.Context, w *db.Write, c Conference, tasks []task.Task) error {
	if len(tasks) == 0 {
		return nil
	}
	items, err := LoadAgendaIn(ctx, w, c.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(items, func(a AgendaItem) bool { return a.Kind == ItemTasks })
	var item ident.ID
	if at >= 0 {
		item = items[at].ID
	} else {
		place := 1
		if len(items) > 0 && items[0].Kind == ItemOpening {
			place = 2
		}
		if _, err := w.Exec(ctx, `update conference_agenda set ord = -(ord + 1) where conference = $1 and ord >= $2`, int64(c.ID), place); err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `update conference_agenda set ord = -ord where conference = $1 and ord < 0`, int64(c.ID)); err != nil {
			return err
		}
		item = s.IDs.New()
		a := AgendaItem{ID: item, Conference: c.ID, Order: place, Kind: ItemTasks, Title: Messages()["conference.item_unfinished"].VI, Minutes: 15}
		if err := insertItem(ctx, w, a); err != nil {
			return err
		}
	}
	for i, t := range tasks {
		if _, err := w.Exec(ctx, `insert into conference_agenda_task (item, task, ord) values ($1, $2, $3) on conflict do nothing`,
			int64(item), int64(t.ID), i+1); err != nil {
			return err
		}
	}
	return nil
}
