package report

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Moved is the notice that the period of a request ends on another day, because
// the event at which it ends has moved.
type Moved struct {
	Request       ident.ID
	Event         ident.ID
	EventName     string
	Before, After when.Date // of the period's end
	Dues          []DueMove // by level
	At            when.Instant
	Name          string // who moved the event
}

// DueMove is what became of a level's deadline; the level "" stands for all. Before and After are the same where it stayed.
type DueMove struct {
	Level  string       `json:"level"`
	Before when.Instant `json:"before"`
	After  when.Instant `json:"after"`
}

// Due gives the deadline of a unit before and after. It is told by the unit's
// level, and where the request has one deadline for all, by that.
func (m Moved) Due(f Filing) DueMove {
	for _, d := range m.Dues {
		if d.Level == f.Level || d.Level == "" {
			return d
		}
	}
	return DueMove{Before: f.Deadline, After: f.Deadline}
}

// dueMoves compares the deadlines of a request before and after its event moved.
func dueMoves(before, after Request) []DueMove {
	if len(before.Deadlines) == 0 {
		return []DueMove{{Before: before.Deadline, After: after.Deadline}}
	}
	list := make([]DueMove, len(before.Deadlines))
	for i, d := range before.Deadlines {
		list[i] = DueMove{Level: d.Level, Before: d.At, After: after.Deadlines[i].At}
	}
	return list
}

func (s *Service) insertMoved(ctx context.Context, w *db.Write, id ident.ID, who actor.Actor, before, after Request, e calendar.Event) error {
	dues, err := json.Marshal(dueMoves(before, after))
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, `insert into report_moved (id, request, event, event_name, end_before, end_after, dues, at, account, name)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id, before.ID, e.ID, e.Name, before.Period.To, after.Period.To, string(dues), s.now(), who.Account, who.Name)
	return err
}

const movedColumns = `m.request, m.event, m.event_name, m.end_before, m.end_after, m.dues, m.at, m.name`

func scanMoved(s db.Scanner, m *Moved) error {
	var dues string
	if err := s.Scan(&m.Request, &m.Event, &m.EventName, &m.Before, &m.After, &dues, &m.At, &m.Name); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(dues), &m.Dues); err != nil {
		return fmt.Errorf("report: stored deadlines of a moved period: %w", err)
	}
	return nil
}

// movesOf gives the notices of a request, newest first.
func movesOf(ctx context.Context, q db.Querier, request ident.ID) ([]Moved, error) {
	return db.All(ctx, q, scanMoved, `select `+movedColumns+` from report_moved m where m.request = $1 order by m.at desc, m.id desc limit 20`, request)
}

// lastMoved puts to what is asked of a unit the last notice that its period ends on another day.
func lastMoved(ctx context.Context, q db.Querier, unit ident.ID, list []Asked) error {
	rows, err := db.All(ctx, q, scanMoved, `select `+movedColumns+` from report_moved m join filing f on f.request = m.request
		where f.unit = $1 order by m.at, m.id`, unit)
	if err != nil {
		return err
	}
	for _, m := range rows {
		if i := slices.IndexFunc(list, func(a Asked) bool { return a.Request.ID == m.Request }); i >= 0 {
			list[i].Moved = &m
		}
	}
	return nil
}
