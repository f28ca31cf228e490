package demo_test

import (
	"context"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/demo"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/report"
)

// The share of obstacles resolved in the demo's newest reports is that of the register, obstacle by obstacle; the earlier
// requests keep the version of the form in which it was typed.
func sharesEqualTheirObstacles(t *testing.T, l demo.Loader) {
	t.Helper()
	ctx, who := t.Context(), actor.SystemActor("test")
	var requests []ident.ID
	if err := l.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		requests, err = db.IDs(ctx, r, `select id from report_request order by period_to desc`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(requests) < 2 {
		t.Fatalf("%d requests", len(requests))
	}
	tree, err := l.Org.Today(ctx)
	if err != nil {
		t.Fatal(err)
	}
	before, err := l.Report.Origin(ctx, who, report.Seek{Request: requests[1], Unit: tree.Root().ID, Indicator: "H5"})
	if err != nil || before.Form.Version != 1 || before.Total.Indicator.Source != "" || !before.Total.Filed.Known {
		t.Errorf("the request before has version %d, total %+v, %v", before.Form.Version, before.Total.Filed, err)
	}
	o, err := l.Report.Origin(ctx, who, report.Seek{Request: requests[0], Unit: tree.Root().ID, Indicator: "H5"})
	if err != nil {
		t.Fatal(err)
	}
	if o.Form.Version != 2 || o.Total.Indicator.Source != report.SourceObstacles || !o.Total.Filed.Known || o.Total.Filed.Num == o.Total.Filed.Den {
		t.Errorf("version %d, total %+v", o.Form.Version, o.Total.Filed)
	}
	known := 0
	for _, leaf := range o.Leaves {
		list, err := l.Obstacle.Counted(ctx, who, obstacle.Counting{Unit: leaf.Unit.ID, Span: o.Form.Counted(o.Request.Period.Span()), At: leaf.Signed})
		if err != nil {
			t.Fatal(err)
		}
		var settled int64
		for _, one := range list {
			if one.Settled {
				settled++
			}
		}
		if settled != leaf.Figure.Num || int64(len(list)) != leaf.Figure.Den {
			t.Errorf("%s filed %d of %d, the register has %d of %d", leaf.Unit.Name, leaf.Figure.Num, leaf.Figure.Den, settled, len(list))
		}
		if leaf.Figure.Known {
			known++
		}
	}
	if known < 20 {
		t.Errorf("only %d of %d reports have a share", known, len(o.Leaves))
	}
}
