package report_test

import (
	"context"
	"slices"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
)

// older is an installation that was made when the program had only the first version of its quarterly report.
func older(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	must(t, w.db.Do(t.Context(), "test.forget_newest", func(ctx context.Context, q *db.Write) error {
		_, err := q.Exec(ctx, `delete from report_form where code = $1`, report.SampleCode)
		return err
	}))
	_, err := w.report.EnsureForm(t.Context(), system(), report.SampleForms()[0])
	must(t, err)
	return w
}

func (w *world) offer(who actor.Actor) *report.FormOffer {
	w.t.Helper()
	o, err := w.report.FormOffer(w.t.Context(), who, report.SampleCode)
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

func (w *world) newest() report.Form {
	w.t.Helper()
	file, err := w.report.FormFile(w.t.Context(), w.office, report.SampleCode)
	if err != nil {
		w.t.Fatal(err)
	}
	f, _ := file.Newest()
	return f
}

func (w *world) entries(kind string) (n int64) {
	w.t.Helper()
	if err := w.db.View(w.t.Context(), func(ctx context.Context, r *db.Read) (err error) {
		n, _, err = db.One(ctx, r, func(s db.Scanner, n *int64) error { return s.Scan(n) }, `select count(*) from journal where kind = $1`, kind)
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// After an upgrade the newer built-in version is offered to who keeps the form, becomes a draft once with one act, and nothing is in force before a person publishes.
func TestANewerBuiltInVersionIsOffered(t *testing.T) {
	w := older(t)
	ctx := t.Context()
	open := w.open(w.boards())
	list, err := w.report.FormOffers(ctx, w.office)
	if err != nil || len(list) != 1 || list[0].Version != 2 || list[0].Form.Version != 2 || list[0].Own || len(list[0].Changes) == 0 {
		t.Fatalf("%+v %v", list, err)
	}
	if !slices.ContainsFunc(list[0].Changes, func(c report.FormChange) bool {
		return c.Key == "report.changed_indicator" && slices.Contains(c.Args, any("H5"))
	}) {
		t.Errorf("%+v", list[0].Changes)
	}
	if list, err := w.report.FormOffers(ctx, w.boardOffice); err != nil || len(list) != 0 { // another unit's office
		t.Errorf("%+v %v", list, err)
	}
	for _, who := range []actor.Actor{w.specialist, w.boardOffice} {
		if err := w.report.TakeBuiltIn(ctx, who, report.SampleCode, 2, false, "x"); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("%s: %v", who.Name, err)
		}
		if err := w.report.LeaveBuiltIn(ctx, who, report.SampleCode, 2, "x"); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("%s: %v", who.Name, err)
		}
	}
	if err := w.report.TakeBuiltIn(ctx, w.office, report.SampleCode, 3, false, "x"); !fault.Is(err, "report.no_form_offer") {
		t.Errorf("a version that there is not: %v", err)
	}

	// Left, it is offered on the form's page alone, and can still be taken.
	must(t, w.report.LeaveBuiltIn(ctx, w.office, report.SampleCode, 2, "l1"))
	must(t, w.report.LeaveBuiltIn(ctx, w.office, report.SampleCode, 2, "l1"))
	must(t, w.report.LeaveBuiltIn(ctx, w.office, report.SampleCode, 2, "l2"))
	if list, _ := w.report.FormOffers(ctx, w.office); len(list) != 0 || !w.offer(w.office).Aside || w.entries("report.built_in_left") != 1 {
		t.Errorf("%+v %+v %d", list, w.offer(w.office), w.entries("report.built_in_left"))
	}

	must(t, w.report.TakeBuiltIn(ctx, w.office, report.SampleCode, 2, false, "t1"))
	must(t, w.report.TakeBuiltIn(ctx, w.office, report.SampleCode, 2, false, "t1")) // the same click
	if err := w.report.TakeBuiltIn(ctx, w.office, report.SampleCode, 2, false, "t2"); !fault.Is(err, "report.form_draft_there") {
		t.Errorf("taken twice: %v", err)
	}
	if err := w.report.LeaveBuiltIn(ctx, w.office, report.SampleCode, 2, "l3"); !fault.Is(err, "report.form_offer_moved") {
		t.Errorf("left by another desk: %v", err)
	}
	if w.offer(w.office) != nil || w.newest().Version != 1 || w.entries("report.built_in_taken") != 1 {
		t.Errorf("%+v, version %d", w.offer(w.office), w.newest().Version)
	}

	// Thrown away, the draft is offered again.
	_, d, err := w.report.DesignedForm(ctx, w.office, report.SampleCode)
	must(t, err)
	must(t, w.report.DropForm(ctx, w.office, report.SampleCode, d.Version, "d1"))
	if w.offer(w.office) == nil {
		t.Fatal("it is gone with the draft")
	}

	// Taken, changed by the office and published, it is offered no more; open requests keep theirs.
	must(t, w.report.TakeBuiltIn(ctx, w.office, report.SampleCode, 2, false, "t3"))
	_, d, err = w.report.DesignedForm(ctx, w.office, report.SampleCode)
	must(t, err)
	f := d.Form
	f.Title.VI = "Báo cáo quý của ngành"
	must(t, w.report.SaveForm(ctx, w.office, f, d.Version, "s1"))
	must(t, w.report.PublishForm(ctx, w.office, report.SampleCode, d.Version+1, "p1"))
	newest := w.newest()
	if h5, _ := newest.Indicator("H5"); newest.Version != 2 || h5.Source != report.SourceObstacles || newest.Title.VI != f.Title.VI {
		t.Errorf("%d %+v", newest.Version, h5)
	}
	if list, _ := w.report.FormOffers(ctx, w.office); len(list) != 0 || w.offer(w.office) != nil {
		t.Errorf("offered again: %+v", list)
	}
	if used, err := w.report.FormOf(ctx, w.office, open.ID); err != nil || used.Version != 1 {
		t.Errorf("the open request has version %d %v", used.Version, err)
	}
}

// Where the office has changed the form itself it sees both: its own with what the program changed, and the program's whole.
func TestANewerBuiltInVersionBesideAnOwnOne(t *testing.T) {
	w := older(t)
	ctx := t.Context()
	must(t, w.report.EditForm(ctx, w.office, report.SampleCode, "e"))
	_, d, err := w.report.DesignedForm(ctx, w.office, report.SampleCode)
	must(t, err)
	if o := w.offer(w.office); o == nil || !o.Draft {
		t.Fatalf("beside a draft: %+v", o)
	}
	if err := w.report.TakeBuiltIn(ctx, w.office, report.SampleCode, 2, false, "x"); !fault.Is(err, "report.form_draft_there") {
		t.Errorf("over a draft: %v", err)
	}
	f := d.Form
	f.Indicators = slices.Clone(f.Indicators)
	for i := range f.Indicators {
		if f.Indicators[i].Code == "B1" {
			f.Indicators[i].Name = i18n.Text{VI: "Kết nạp mới của ngành"}
		}
	}
	for i := range f.Indicators {
		if f.Indicators[i].Code == "H5" { // its name here, what it is counted from there
			f.Indicators[i].Name = i18n.Text{VI: "Tỷ lệ vướng mắc đã gỡ"}
		}
	}
	f.Indicators = append(f.Indicators, report.Indicator{Code: "Z1", Section: "H", Name: i18n.Text{VI: "Của ngành"}, Kind: report.Int, Across: report.Sum, Basis: report.Flow})
	must(t, w.report.SaveForm(ctx, w.office, f, d.Version, "s"))
	must(t, w.report.PublishForm(ctx, w.office, report.SampleCode, d.Version+1, "p"))

	o := w.offer(w.office)
	if o == nil || !o.Own || o.Version != 2 || o.Form.Version != 3 || len(o.Kept) != 0 || len(o.Merging) >= len(o.Changes) {
		t.Fatalf("%+v", o)
	}
	must(t, w.report.TakeBuiltIn(ctx, w.office, report.SampleCode, 2, true, "t"))
	_, d, err = w.report.DesignedForm(ctx, w.office, report.SampleCode)
	must(t, err)
	h5, _ := d.Form.Indicator("H5")
	b1, _ := d.Form.Indicator("B1")
	_, own := d.Form.Indicator("Z1")
	if d.Form.Version != 3 || h5.Source != report.SourceObstacles || h5.Name.VI != "Tỷ lệ vướng mắc đã gỡ" || b1.Name.VI != "Kết nạp mới của ngành" || !own || d.Form.Validate() != nil {
		t.Errorf("%d %+v %+v %v %v", d.Form.Version, h5, b1, own, d.Form.Validate())
	}
	if len(d.Form.Checks) != len(report.SampleForm().Checks) {
		t.Errorf("%d checks", len(d.Form.Checks))
	}
}

// A form of another kind under the same code, and one that is up to date, is offered nothing.
func TestNothingIsOfferedWithoutReason(t *testing.T) {
	w := newWorld(t)
	if o := w.offer(w.office); o != nil {
		t.Errorf("%+v", o)
	}
	must(t, w.db.Do(t.Context(), "test.forget", func(ctx context.Context, q *db.Write) error {
		_, err := q.Exec(ctx, `delete from report_form where code = $1`, report.SampleCode)
		return err
	}))
	f := report.SiteForm()
	f.Code = report.SampleCode
	_, err := w.report.EnsureForm(t.Context(), system(), f)
	must(t, err)
	if o := w.offer(w.office); o != nil {
		t.Errorf("%+v", o)
	}
	if _, err := w.report.FormOffer(t.Context(), w.boardOffice, report.SampleCode); fault.KindOf(err) != fault.KindForbidden {
		t.Error(err)
	}
}
