package task

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

// Affected implements org.Source: open tasks whose lead, giver or co-ordinating
// unit ends. They stay open, with the unit that ended, until somebody gives them on.
func (s *Service) Affected(ctx context.Context, q db.Querier, _ actor.Actor, i org.Impact) ([]org.Affected, error) {
	kinds := []org.Affected{
		{Title: "task.after_lead", Advice: "task.after_lead_advice"},
		{Title: "task.after_assigner", Advice: "task.after_assigner_advice"},
		{Title: "task.after_coordinating", Advice: "task.after_coordinating_advice"},
	}
	const columns = `select t.id, t.title, `
	const open = ` and t.state in ('prepared', 'issued', 'in_progress') order by t.id`
	for ids := range slices.Chunk(i.Ended(), 100) {
		args := db.Args(ids)
		in := ` in (` + db.In(1, len(ids)) + `)`
		for at, text := range []string{
			columns + `t.lead from task t where t.lead` + in + open,
			columns + `t.assigner from task t where t.assigner` + in + open,
			columns + `c.unit from task t join task_coordinating c on c.task = t.id where c.unit` + in + open,
		} {
			type row struct {
				id, unit ident.ID
				title    string
			}
			rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.id, &r.title, &r.unit) }, text, args...)
			if err != nil {
				return nil, err
			}
			for _, r := range rows {
				kinds[at].Things = append(kinds[at].Things, org.Thing{Unit: r.unit, Text: org.Plain(r.title), Note: org.Plain(i.Named(r.unit).Name), Href: "/tasks/" + r.id.String()})
			}
		}
	}
	return kinds, nil
}

// Uses implements org.Source: all tasks that name the units.
func (s *Service) Uses(ctx context.Context, q db.Querier, _ actor.Actor, units []ident.ID) ([]org.Use, error) {
	return org.CountUses(ctx, q, "task.uses_tasks", units,
		`select count(*), cast(min(lead) as bigint) from task where lead in `,
		`select count(*), cast(min(assigner) as bigint) from task where assigner in `,
		`select count(*), cast(min(keeper) as bigint) from task where keeper in `,
		`select count(*), cast(min(unit) as bigint) from task_coordinating where unit in `,
		`select count(*), cast(min(unit) as bigint) from task_former_lead where unit in `)
}
