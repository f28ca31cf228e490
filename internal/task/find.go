package task

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
)

// findAmong bounds the tasks of a unit that a search looks through, the newest first.
const findAmong = 20_000

// Find gives tasks that the actor's own unit leads, co-ordinates, led before, gave or keeps, by words of their title,
// the newest first and of a fan-out one; and how many there are. What is only prepared is found by who prepares it.
func (s *Service) Find(ctx context.Context, who actor.Actor, text string, limit int) (list []Task, total int, err error) {
	if err := who.SignedIn(); err != nil {
		return nil, 0, err
	}
	look := i18n.LookFor(text)
	if look.Empty() || who.Unit.Zero() || !who.HasDesk(who.Unit) {
		return nil, 0, nil
	}
	type row struct {
		id, fanout ident.ID
		title      string
	}
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, total = nil, 0
		rows, err := db.All(ctx, r, func(s db.Scanner, r *row) error { return s.Scan(&r.id, &r.title, &r.fanout) },
			`select t.id, t.title, t.fanout from task t where (`+whereLead+`) or (`+whereCoordinating+`) or (`+whereFormerLead+`) or `+whereGiven+` order by t.id desc limit $2`,
			int64(who.Unit), findAmong)
		if err != nil {
			return err
		}
		has, told := map[string]bool{}, map[ident.ID]bool{} // the copies of a fan-out have one title
		var ids []ident.ID
		for _, r := range rows {
			in, known := has[r.title]
			if !known {
				in = look.In(i18n.Fold(r.title))
				has[r.title] = in
			}
			if !in || !r.fanout.Zero() && told[r.fanout] {
				continue
			}
			told[r.fanout] = true
			if total++; len(ids) < limit {
				ids = append(ids, r.id)
			}
		}
		if len(ids) == 0 {
			return nil
		}
		if list, err = selectTasks(ctx, r, `t.id in (`+db.In(1, len(ids))+`)`, db.Args(ids)...); err != nil {
			return err
		}
		slices.Reverse(list)
		return s.resolveAll(ctx, r, list)
	})
	return list, total, err
}
