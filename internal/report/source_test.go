package report_test

import (
	"context"
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// obstacles gives the reports of the world a register of obstacles.
func (w *world) obstacles() *obstacle.Service {
	w.t.Helper()
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	must(w.t, err)
	s := obstacle.NewService(obstacle.Deps{DB: w.db, IDs: ids, Clock: w.clock, Hub: w.hub, Org: w.org})
	w.report.Obstacles = s
	return s
}

func (w *world) raise(s *obstacle.Service, who actor.Actor, body string) ident.ID {
	w.t.Helper()
	id, err := s.Raise(w.t.Context(), who, obstacle.New{Unit: who.Unit, Body: body})
	must(w.t, err)
	return id
}

func (w *world) solve(s *obstacle.Service, who actor.Actor, id ident.ID) {
	w.t.Helper()
	o, err := s.ByID(w.t.Context(), who, id)
	must(w.t, err)
	above := actor.Actor{Kind: actor.Person, Account: 99, Name: "Lê Thu Hà", Unit: o.Holder, Grants: []actor.Grant{{Role: actor.Office, Unit: o.Holder}}}
	must(w.t, s.Answer(w.t.Context(), above, id, "Đã xử lý.", obstacle.Change{}, ""))
	must(w.t, s.Accept(w.t.Context(), who, id, "", ""))
}

// h5 says what a draft counts: "3/4".
func (w *world) h5(who actor.Actor, f report.Filing) string {
	w.t.Helper()
	d, err := w.report.Draft(w.t.Context(), who, f.ID)
	must(w.t, err)
	return parts(d.Reading.Content.Figures)
}

func parts(v report.Figures) string {
	n, hasN := v["H5n"]
	d, hasD := v["H5d"]
	if !hasN || !hasD {
		return ""
	}
	return i18n.Int(i18n.VI, n) + "/" + i18n.Int(i18n.VI, d)
}

// A draft follows the register; what is signed stands, whatever the register says since; who signs must have seen what is
// counted; a signature that is taken back lets the figures follow again.
func TestWhatIsCountedIsFixedWithTheSignature(t *testing.T) {
	w := newWorld(t) // 8 March 2021
	register := w.obstacles()
	one, two := w.raise(register, w.specialist, "1"), w.raise(register, w.specialist, "2")
	w.raise(register, w.clerk, "of the commune below: it is the commune's")
	r := w.open(w.boards())
	f := w.filing(r, w.pob)
	w.save(w.specialist, f, goodFields())
	if got := w.h5(w.specialist, f); got != "0/2" {
		t.Errorf("a draft counts %s", got)
	}
	w.solve(register, w.specialist, one)
	seen, err := w.report.Draft(t.Context(), w.head, f.ID)
	must(t, err)
	if got := parts(seen.Reading.Content.Figures); got != "1/2" || seen.At != when.Present(w.clock) {
		t.Errorf("a draft follows the register: %s at %v", got, seen.At)
	}
	w.set(2021, 3, 9, 10)
	home := w.hub.Version("home:" + w.pob.ID.String())
	three := w.raise(register, w.specialist, "3")
	if w.hub.Version("home:"+w.pob.ID.String()) <= home {
		t.Error("the unit's open pages hear nothing of an obstacle of its own")
	}
	since, err := w.report.DraftSince(t.Context(), w.specialist, f.ID, seen.Version)
	must(t, err)
	if got := parts(since.Sourced); got != "1/3" || since.At != when.Present(w.clock) || len(since.Fields) != 0 {
		t.Errorf("an open page is told %s at %v with %d fields", got, since.At, len(since.Fields))
	}
	signing := report.Signing{Capacity: actor.AsHead, Draft: seen.Version, Sourced: seen.SourcedText()}
	if err := w.report.Sign(t.Context(), w.head, f.ID, signing); !fault.Is(err, "report.sourced_moved") {
		t.Errorf("signed what nobody saw: %v", err)
	}
	if seen, err = w.report.Draft(t.Context(), w.head, f.ID); err != nil {
		t.Fatal(err)
	}
	signing.Sourced = seen.SourcedText()
	must(t, w.report.Sign(t.Context(), w.head, f.ID, signing))
	at := when.Present(w.clock)
	if since, err = w.report.DraftSince(t.Context(), w.specialist, f.ID, seen.Version); err != nil || since.Sourced != nil {
		t.Errorf("a signed report is still counted for its open pages: %v %v", since.Sourced, err)
	}

	w.set(2021, 3, 10, 10)
	w.solve(register, w.specialist, two)
	must(t, register.Withdraw(t.Context(), w.specialist, three, "Nêu nhầm.", ""))
	signed, err := w.report.Draft(t.Context(), w.head, f.ID)
	must(t, err)
	if got := parts(signed.Reading.Content.Figures); got != "1/3" || signed.At != at {
		t.Errorf("what was signed reads %s of %v", got, signed.At)
	}
	must(t, w.report.Unsign(t.Context(), w.head, f.ID, ""))
	if got := w.h5(w.head, f); got != "2/2" {
		t.Errorf("the signature is taken back: %s", got)
	}
	must(t, w.sign(w.head, f))
	at = when.Present(w.clock)
	w.set(2021, 3, 11, 10)
	w.raise(register, w.specialist, "4")
	must(t, w.send(w.head, f))
	rep, err := w.report.ReportOf(t.Context(), w.office, r.ID, w.pob.ID)
	must(t, err)
	v := rep.Versions[0]
	if got := parts(v.Content.Figures); got != "2/2" {
		t.Errorf("filed as %s", got)
	}
	list, err := register.Counted(t.Context(), w.specialist, obstacle.Counting{Unit: w.pob.ID, Span: rep.Form.Counted(r.Period.Span()), At: v.Signature.At})
	if err != nil || len(list) != 2 || v.Signature.At != at {
		t.Errorf("the list behind what was filed: %v %v", list, err)
	}

	// a return lets the figures follow the register until the next version is signed
	must(t, w.report.ReturnFiling(t.Context(), w.office, f.ID, report.Return{Version: 1, General: "Xem lại."}))
	if got := w.h5(w.specialist, f); got != "2/3" {
		t.Errorf("a returned report counts %s", got)
	}
}

// The total is of all settled and all that were to be settled; a unit without obstacles has no percentage and is behind the total nevertheless.
func TestTotalsOfWhatIsCounted(t *testing.T) {
	w := newWorld(t)
	register := w.obstacles()
	w.solve(register, w.specialist, w.raise(register, w.specialist, "1"))
	w.raise(register, w.specialist, "2")
	r := w.open(w.boards())
	w.filed(r, w.pob, w.specialist, w.head)
	other := w.filed(r, w.pobB, w.specialistB, w.headB)
	if rep, err := w.report.ReportOf(t.Context(), w.office, r.ID, w.pobB.ID); err != nil || parts(rep.Versions[0].Content.Figures) != "0/0" {
		t.Errorf("nothing was raised: %v %v", rep.Versions, err)
	}
	o, err := w.report.Origin(t.Context(), w.office, report.Seek{Request: r.ID, Unit: w.coc.ID, Indicator: "H5"})
	must(t, err)
	if got := o.Total.Filed; got.Text(i18n.VI) != "50,0%" || got.Num != 1 || got.Den != 2 || got.Have != 2 || got.Of != 2 {
		t.Errorf("total %+v", got)
	}
	if o.Count != 2 || o.Missing != 0 {
		t.Errorf("%d leaves, %d missing", o.Count, o.Missing)
	}
	i := slices.IndexFunc(o.Leaves, func(l report.Leaf) bool { return l.Filing == other.ID })
	if i < 0 || o.Leaves[i].Figure.Text(i18n.VI) != "–" || o.Leaves[i].Signed.Zero() {
		t.Errorf("leaves %+v", o.Leaves)
	}
}

// Nobody types what is counted: neither on the page nor in a workbook, and nothing asks for a reason why it differs from its months.
func TestWhatIsCountedIsNotTyped(t *testing.T) {
	w := newWorld(t)
	w.obstacles()
	r := w.open(w.boards())
	f := w.filing(r, w.pob)
	_, err := w.report.SaveDraft(t.Context(), w.specialist, f.ID, report.Save{Fields: map[string]string{"H5n": "9"}})
	if !fault.Is(err, "report.unknown_field") {
		t.Errorf("typed: %v", err)
	}
	form := report.SampleForm()
	for _, b := range form.BookFields() {
		if b.Field == "H5n" || b.Field == "H5d" {
			t.Errorf("a workbook asks for %s", b.Field)
		}
	}
	months := report.Parts{Kind: when.Month, Filed: 1, Of: 1, Figures: report.Figures{"H5n": 1, "H5d": 2, "B1": 3}}
	sums := form.SumsOfParts(months)
	if _, held := sums["H5d"]; held || sums["B1"] != 3 {
		t.Errorf("held against its months: %v", sums)
	}
	if fields := form.Carried(report.Compared{Written: &report.Written{Content: report.Content{Figures: report.Figures{"H5n": 1, "H5d": 2}}}}, r.Period).Fields; len(fields) != 0 {
		t.Errorf("carried forward: %v", fields)
	}
}

// What stays pending from one month to the next is not counted twice in the quarter, and each basis is derived from the other.
func TestWhatIsCountedOverTime(t *testing.T) {
	f := report.SampleForm()
	months := []report.Figures{{"H5n": 1, "H5d": 3}, {"H5n": 0, "H5d": 2}, {"H5n": 2, "H5d": 4}}
	if got := parts(f.Whole(months)); got != "3/5" {
		t.Errorf("the quarter of its months is %s", got)
	}
	if got := parts(f.Whole([]report.Figures{{"H5n": 1, "H5d": 3}, {}, {"H5n": 2, "H5d": 4}})); got != "" {
		t.Errorf("a month is missing: %s", got)
	}
	toDate := f.ToDate(months[0], months[1])
	if got := parts(toDate); got != "1/3" {
		t.Errorf("two months from the new year are %s", got)
	}
	if got := parts(f.Within(toDate, months[0])); got != "0/2" {
		t.Errorf("the second month alone is %s", got)
	}
	f.Basis = report.YearToDate
	if got := parts(f.Whole([]report.Figures{{"H5n": 1, "H5d": 3}, {"H5n": 3, "H5d": 5}})); got != "3/5" {
		t.Errorf("of a cumulative form the last report holds the whole: %s", got)
	}
	if got := f.Counted(when.Span{From: 20210701, To: 20210930}); got.From != 20210101 || got.To != 20210930 {
		t.Errorf("a cumulative form counts %v", got)
	}
}

// What the two months of a quarter file from the register make exactly what the quarter counts.
func TestMonthsFromTheRegisterMakeTheirQuarter(t *testing.T) {
	w := newWorld(t)
	register := w.obstacles()
	w.set(2020, 12, 20, 9)
	var ids []ident.ID
	for range 3 {
		ids = append(ids, w.raise(register, w.specialist, "x"))
	}
	w.set(2021, 1, 15, 9)
	w.solve(register, w.specialist, ids[0])
	w.set(2021, 2, 15, 9)
	ids = append(ids, w.raise(register, w.specialist, "y"))
	w.set(2021, 3, 15, 9)
	w.solve(register, w.specialist, ids[1])
	w.solve(register, w.specialist, ids[3])
	w.set(2021, 4, 5, 9)
	form := report.SampleForm()
	count := func(span when.Span) report.Figures {
		var v report.Figures
		must(t, w.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
			n, d, err := register.Resolved(ctx, r, w.pob.ID, span, when.Present(w.clock))
			v = report.Figures{"H5n": n, "H5d": d}
			return err
		}))
		return v
	}
	var months []report.Figures
	for n := 1; n <= 3; n++ {
		months = append(months, count(when.PeriodName{Kind: when.Month, Year: 2021, N: n}.Span()))
	}
	quarter := count(when.PeriodName{Kind: when.Quarter, Year: 2021, N: 1}.Span())
	if got, want := parts(form.Whole(months)), parts(quarter); got != want || want != "3/4" {
		t.Errorf("months make %s, the quarter counts %s: %v", got, want, months)
	}
}

// A register is only for what can be counted from it.
func TestFormsThatCountWhatCannotBeCounted(t *testing.T) {
	for name, spoil := range map[string]func(*report.Indicator){
		"a register that there is not": func(i *report.Indicator) { i.Source = "tasks" },
		"a whole number":               func(i *report.Indicator) { i.Kind, i.Across = report.Int, report.Sum },
		"what stands at a point":       func(i *report.Indicator) { i.Basis = report.Stock },
		"of two other indicators":      func(i *report.Indicator) { i.Num, i.Den = "B1", "B4" },
		"required":                     func(i *report.Indicator) { i.Required = true },
		"from the filings, too":        func(i *report.Indicator) { i.OnTime = true },
	} {
		f := report.SampleForm()
		i := slices.IndexFunc(f.Indicators, func(one report.Indicator) bool { return one.Code == "H5" })
		spoil(&f.Indicators[i])
		err := f.Validate()
		if !slices.ContainsFunc(fault.All(err), func(one *fault.Fault) bool { return one.Field == "indicators.H5.source" }) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
