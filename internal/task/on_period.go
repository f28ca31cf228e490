package task

import (
	"context"

	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
)

// OnPeriods lists the tasks of the plans of some periods, judging no right: it tells the calendar what stands on them.
func OnPeriods(ctx context.Context, q db.Querier, periods []ident.ID) ([]calendar.Standing, error) {
	return db.All(ctx, q, func(s db.Scanner, one *calendar.Standing) error {
		var title string
		if err := s.Scan(&one.ID, &one.Period, &title); err != nil {
			return err
		}
		one.Kind, one.Title, one.Link = "task", i18n.Text{VI: title, EN: title}, "/tasks/"+one.ID.String()
		return nil
	}, `select id, period, title from task where period <> 0 and period in (`+db.In(1, len(periods))+`) order by id limit 200`, db.Args(periods)...)
}
