package conference

import (
	"context"

	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
)

// OnPeriods lists the conferences that review or plan some periods, judging no right: it tells the calendar what stands on them.
func OnPeriods(ctx context.Context, q db.Querier, periods []ident.ID) ([]calendar.Standing, error) {
	in := `(` + db.In(1, len(periods)) + `)`
	return db.All(ctx, q, func(s db.Scanner, one *calendar.Standing) error {
		var title string
		if err := s.Scan(&one.ID, &one.Period, &title); err != nil {
			return err
		}
		one.Kind, one.Title, one.Link = "conference", i18n.Text{VI: title, EN: title}, "/conferences/"+one.ID.String()
		return nil
	}, `select id, plan_period, title from conference where plan_period in `+in+`
		union select id, review_period, title from conference where review_period in `+in+` order by 1, 2`, db.Args(periods)...)
}
