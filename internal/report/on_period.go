package report

import (
	"context"
	"slices"

	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
)

// OnPeriods lists the requests for reports of some periods, or of parts of them, judging no right: it tells the calendar what
// stands on them.
func OnPeriods(ctx context.Context, q db.Querier, periods []ident.ID) ([]calendar.Standing, error) {
	in := `(` + db.In(1, len(periods)) + `)`
	requests, err := db.All(ctx, q, scanRequest, `select `+requestColumns+` from report_request r where r.period in `+in+` or r.parent in `+in+` order by r.id`, db.Args(periods)...)
	if err != nil {
		return nil, err
	}
	forms := map[ident.ID]Form{}
	var list []calendar.Standing
	for _, r := range requests {
		f, known := forms[r.Form]
		if !known {
			var ok bool
			if f, ok, err = loadForm(ctx, q, formByID, r.Form); err != nil {
				return nil, err
			} else if !ok {
				return nil, fault.NotFound("report.no_such_form")
			}
			forms[r.Form] = f
		}
		r.Title = f.Title
		one := calendar.Standing{Period: r.Period.ID, Kind: "request", ID: r.ID, Link: "/reports/" + r.ID.String() + "/board",
			Title: i18n.Text{VI: r.Heading(i18n.VI), EN: r.Heading(i18n.EN)}}
		if !slices.Contains(periods, one.Period) {
			one.Period = r.Parent
		}
		list = append(list, one)
	}
	return list, nil
}
