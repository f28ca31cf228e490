package report_test

import (
	"context"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

type register struct{ solved, all int64 }

func (r register) Resolved(context.Context, db.Querier, ident.ID, when.Span, when.Instant) (int64, int64, error) {
	return r.solved, r.all, nil
}

// A board that collected the reports of the units below by a request of its own is offered their totals, with how many
// are behind them, and the share of obstacles that were resolved; nobody else is.
func TestFiguresThatOthersKnowAreOffered(t *testing.T) {
	w := newWorld(t)
	typed := report.SampleForms()[0] // a version that does not count the share of obstacles itself
	typed.Version = report.SampleForm().Version + 1
	_, err := w.report.EnsureForm(t.Context(), system(), typed)
	must(t, err)
	r := w.open(w.boards())
	f := w.filing(r, w.pob)
	offers := func() map[string]report.Offer {
		t.Helper()
		list, err := w.report.Offers(t.Context(), w.specialist, f.ID)
		must(t, err)
		m := map[string]report.Offer{}
		for _, o := range list {
			m[o.Field] = o
		}
		return m
	}
	if got := offers(); len(got) != 0 {
		t.Errorf("nobody knows anything: %v", got)
	}
	own := report.NewRequest{FormCode: report.SampleCode, PeriodText: "Q1/2021", Opener: w.pob.ID, Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20210320, 17*60)}
	collected, err := w.report.OpenRequest(t.Context(), w.boardOffice, own)
	must(t, err)
	if got := offers(); len(got) != 0 {
		t.Errorf("nothing is in yet: %v", got)
	}
	below := w.filing(collected, w.xa)
	w.save(w.clerk, below, goodFields())
	if got := offers(); len(got) != 0 {
		t.Errorf("a draft of a unit below is offered: %v", got)
	}
	must(t, w.sign(w.clerk, below))
	must(t, w.send(w.clerk, below))
	got := offers()
	if o := got["A2"]; o.Value != 412 || o.Have != 1 || o.Of != 1 || o.Request != collected.ID || o.Source != report.FromBelow {
		t.Errorf("%+v", o)
	}
	if _, ok := got["A1"]; ok {
		t.Error("a computed figure is offered")
	}
	w.report.Obstacles = register{3, 4}
	got = offers()
	if n, d := got["H5n"], got["H5d"]; n.Value != 3 || d.Value != 4 || n.Source != report.FromObstacles {
		t.Errorf("%+v %+v", n, d)
	}
	d, err := w.report.Draft(t.Context(), w.specialist, f.ID)
	if err != nil || len(d.Fields) != 0 {
		t.Errorf("something was filled in by itself: %+v %v", d.Fields, err)
	}
	for name, who := range map[string]actor.Actor{"above": w.office, "beside": w.specialistB, "below": w.clerk} {
		if _, err := w.report.Offers(t.Context(), who, f.ID); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Units below that were asked with another version of the form, which counts an indicator in tenths, tell nothing for a draft that counts it whole.
func TestAnotherVersionOffersOnlyWhatItCountsAlike(t *testing.T) {
	w := newWorld(t)
	f := w.filing(w.open(w.boards()), w.pob)
	next := report.SampleForm()
	next.Version++
	for i, ind := range next.Indicators {
		if ind.Code == "A5" {
			next.Indicators[i].Kind, next.Indicators[i].Scale = report.Dec, 1
		}
	}
	_, err := w.report.EnsureForm(t.Context(), system(), next)
	must(t, err)
	own := report.NewRequest{FormCode: report.SampleCode, PeriodText: "Q1/2021", Opener: w.pob.ID, Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20210320, 17*60)}
	below, err := w.report.OpenRequest(t.Context(), w.boardOffice, own)
	must(t, err)
	w.filed(below, w.xa, w.clerk, w.clerk)
	list, err := w.report.Offers(t.Context(), w.specialist, f.ID)
	must(t, err)
	fields := map[string]int64{}
	for _, o := range list {
		fields[o.Field] = o.Value
	}
	if _, ok := fields["A5"]; ok || fields["A3"] != 609 {
		t.Errorf("%v", fields)
	}
}
