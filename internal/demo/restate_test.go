package demo

import (
	"crypto/rand"
	"errors"
	"reflect"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/event"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/report"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// Figures that 63 provinces filed before 1 July 2025, restated for the 34 of
// after: the whole stays, and each new province is the sum of its former ones.
func TestFiguresOf63ProvincesOnTheTreeOf34(t *testing.T) {
	units, err := readUnits()
	if errors.Is(err, ErrNoUnits) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	store, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	d, hub, ctx, who := dbtest.Open(t), event.New(), t.Context(), actor.SystemActor("test")
	clock := when.NewFrozen(time.Date(2026, 3, 2, 9, 0, 0, 0, when.Zone()))
	o := org.New(org.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub})
	cal := calendar.New(calendar.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: o})
	people := person.New(person.Deps{DB: d, IDs: ids, Clock: clock, Org: o})
	tasks := task.NewService(task.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: o, Calendar: cal})
	reports := report.New(report.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: o, Calendar: cal, Person: people, Task: tasks, Blob: store})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(o.Load(ctx, who, tree(units)))
	then, err := o.Tree(ctx, 20250331)
	must(err)
	form, err := reports.EnsureForm(ctx, who, report.SampleForm())
	must(err)
	period, err := cal.EnsurePeriod(ctx, who, when.PeriodName{Kind: when.Quarter, Year: 2025, N: 1})
	must(err)
	centre := then.Root()
	request, err := reports.SeedRequest(ctx, who, report.NewRequest{FormCode: report.SampleCode, Period: period.ID, Opener: centre.ID,
		Scope: org.Scope{Kind: org.ScopeLevel, Value: levelProvince}, Deadline: when.At(20250404, 17*60)}, when.At(20250320, 8*60))
	must(err)
	var list []report.Seeded
	for _, u := range then.Level(levelProvince) {
		list = append(list, report.Seeded{Unit: u.ID, State: report.StateAccepted, Figures: only(figures(u.Code, 2, 1), form), FiledAt: when.At(20250403, 9*60),
			Signature: report.Signature{Name: "X", Title: "Y", Capacity: actor.AsHead, At: when.At(20250403, 8*60)}, Number: "1-BC", Dated: 20250403, By: "X"})
	}
	if len(list) != 63 {
		t.Fatalf("%d provinces", len(list))
	}
	must(reports.Seed(ctx, who, request.ID, list))

	was, err := reports.Board(ctx, who, request.ID, 0)
	must(err)
	is, err := reports.Restated(ctx, who, request.ID, 0, "")
	must(err)
	if len(was.Lines) != 63 || len(is.Lines) != 34 || is.Counters != was.All || is.Unplaced != 0 {
		t.Fatalf("%d units became %d; %+v and %+v; %d unplaced", len(was.Lines), len(is.Lines), was.All, is.Counters, is.Unplaced)
	}
	for i, total := range was.Totals {
		if now := is.Totals[i]; !reflect.DeepEqual(now.Filed, total.Filed) || !reflect.DeepEqual(now.Accepted, total.Accepted) || now.Estimated {
			t.Errorf("%s was %+v and is %+v", total.Indicator.Code, total.Filed, now.Filed)
		}
	}
	figure := func(unit ident.ID, code string) report.Figure {
		t.Helper()
		b, err := reports.Board(ctx, who, request.ID, unit)
		must(err)
		for _, total := range b.Totals {
			if total.Indicator.Code == code {
				return total.Filed
			}
		}
		t.Fatalf("no figure %s", code)
		return report.Figure{}
	}
	for _, p := range provinces() {
		id, err := o.ByCode(ctx, p.code)
		must(err)
		former := []ident.ID{id}
		for _, code := range p.joined {
			joined, err := o.ByCode(ctx, code)
			must(err)
			former = append(former, joined)
		}
		now, err := reports.Restated(ctx, who, request.ID, id, "")
		must(err)
		if len(now.Reports) != len(former) {
			t.Errorf("%s: %d reports of %d former units", p.code, len(now.Reports), len(former))
		}
		for _, code := range []string{"A5", "B1", "F1"} {
			sum := int64(0)
			for _, unit := range former {
				sum += figure(unit, code).Value
			}
			for _, total := range now.Totals {
				if total.Indicator.Code == code && (total.Filed.Value != sum || total.Estimated || total.Filed.Have != int64(len(former))) {
					t.Errorf("%s %s: %+v, its former units give %d", p.code, code, total.Filed, sum)
				}
			}
		}
	}
}
