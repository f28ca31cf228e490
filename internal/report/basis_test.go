package report_test

import (
	"testing"

	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// month opens the sample form for a month on a basis, without a regime, long before its deadline.
func (w *world) month(name string, basis calendar.Basis, regime calendar.Regime) report.Request {
	w.t.Helper()
	return w.open(report.NewRequest{FormCode: report.SampleCode, PeriodText: name, Opener: w.coc.ID, Scope: org.Scope{Kind: org.ScopeKind, Value: "board"},
		Deadline: when.At(20211231, 17*60), Basis: basis, Regime: regime.ID})
}

// sentWith files a request's report of the board with some flow and stock figures in place of the good ones.
func (w *world) sentWith(r report.Request, fields map[string]string) {
	w.t.Helper()
	f := w.filing(r, w.pob)
	all := goodFields()
	for k, v := range fields {
		all[k] = v
	}
	w.save(w.specialist, f, all)
	must(w.t, w.sign(w.head, f))
	must(w.t, w.send(w.head, f))
}

func TestTheBasisOfTheRequestHolds(t *testing.T) {
	in, year := calendar.InPeriod, calendar.YearToDate
	own := report.SampleForm()
	if own.Cumulative() {
		t.Fatal("the sample form counts within the period")
	}
	for name, c := range map[string]struct {
		form, asked calendar.Basis
		want        bool
	}{
		"as the form says":                     {"", "", false},
		"as the form says, from the new year":  {year, "", true},
		"the request counts from the new year": {"", year, true},
		"the request counts within the period": {year, in, false},
		"both say within the period":           {in, in, false},
		"both say from the new year":           {year, year, true},
	} {
		f := own
		f.Basis = report.PeriodBasis(c.form)
		on := f.On(c.asked)
		ind, _ := on.Indicator("B1")
		rule := map[bool]report.AcrossTime{false: report.TimeSum, true: report.TimeLast}[c.want]
		grows := false
		for _, check := range on.AllChecks() {
			grows = grows || check.Test == report.GrowsTest
		}
		if on.Cumulative() != c.want || on.OverTime(ind) != rule || grows != c.want {
			t.Errorf("%s: %v, %s over time, falling %v", name, on.Cumulative(), on.OverTime(ind), grows)
		}
		for _, s := range on.Slots() {
			if s.Before != "" && c.asked == year && c.form == "" {
				t.Errorf("%s: %s asks for what the year brought before", name, s.Code)
			}
		}
		if f.Basis != report.PeriodBasis(c.form) {
			t.Errorf("%s: the form itself has changed", name)
		}
	}
	t.Run("a figure that falls is told only where it counts from the new year", func(t *testing.T) {
		for _, basis := range []calendar.Basis{in, year} {
			w := newWorld(t)
			w.sentWith(w.month("tháng 2/2021", basis, calendar.Regime{}), map[string]string{"B1": "1.500"})
			f := w.filing(w.month("tháng 3/2021", basis, calendar.Regime{}), w.pob)
			w.save(w.specialist, f, map[string]string{"B1": "1.400"})
			d, err := w.report.Draft(t.Context(), w.specialist, f.ID)
			must(t, err)
			fallen := false
			for _, one := range d.Reading.Warnings {
				fallen = fallen || one.Key == "report.fallen" && one.Field == "B1"
			}
			if fallen != (basis == year) {
				t.Errorf("%s: fallen %v", basis, fallen)
			}
		}
	})
	t.Run("what was asked on the other basis is set right before it stands beside", func(t *testing.T) {
		for name, c := range map[string]struct {
			jan, feb, mar calendar.Basis
			b1, b2        string // January, February
			want          int64  // February's on March's basis
			known         bool
		}{
			"from the new year, read within the period":       {year, year, in, "1.000", "1.500", 500, true},
			"within the period, read from the new year":       {in, in, year, "1.000", "1.500", 2500, true},
			"one each, read from the new year":                {year, in, year, "1.000", "1.500", 2500, true},
			"one each, read within the period":                {in, year, in, "1.000", "1.500", 500, true},
			"alike":                                           {in, in, in, "1.000", "1.500", 1500, true},
			"nothing of January, so nobody knows of February": {"", year, in, "", "1.500", 0, false},
		} {
			w := newWorld(t)
			if c.jan != "" {
				w.sentWith(w.month("tháng 1/2021", c.jan, calendar.Regime{}), map[string]string{"B1": c.b1})
			}
			w.sentWith(w.month("tháng 2/2021", c.feb, calendar.Regime{}), map[string]string{"B1": c.b2})
			r := w.month("tháng 3/2021", c.mar, calendar.Regime{})
			cmp, err := w.report.Compare(t.Context(), w.specialist, w.filing(r, w.pob).ID)
			must(t, err)
			if cmp.Previous == nil {
				t.Fatalf("%s: nothing of February", name)
			}
			if got, ok := cmp.Previous.Figures["B1"]; got != c.want || ok != c.known {
				t.Errorf("%s: February's B1 is %d, %v", name, got, ok)
			}
			if got := cmp.Previous.Figures["A5"]; got != 118462 {
				t.Errorf("%s: what stands at a point is %d", name, got)
			}
			b, err := w.report.Board(t.Context(), w.office, r.ID, 0)
			must(t, err)
			for _, total := range b.Totals {
				if total.Indicator.Code == "B1" && total.Before.Known != (c.feb == c.mar) || total.Indicator.Code == "A5" && !total.Before.Known {
					t.Errorf("%s: beside %s of the board stands %+v", name, total.Indicator.Code, total.Before)
				}
			}
		}
	})
	t.Run("the months make up the quarter on its basis", func(t *testing.T) {
		for _, c := range []struct {
			months, quarter calendar.Basis
			want            int64
		}{{in, in, 4500}, {year, year, 2000}, {year, in, 2000}, {in, year, 4500}} {
			w := newWorld(t)
			for _, m := range [][2]string{{"tháng 1/2021", "1.000"}, {"tháng 2/2021", "1.500"}, {"tháng 3/2021", "2.000"}} {
				w.sentWith(w.month(m[0], c.months, calendar.Regime{}), map[string]string{"B1": m[1], "B1why": "đúng"})
			}
			f := w.filing(w.month("quý I/2021", c.quarter, calendar.Regime{}), w.pob)
			d, err := w.report.Draft(t.Context(), w.specialist, f.ID)
			must(t, err)
			if d.Parts.Filed != 3 || d.Parts.Figures["B1"] != c.want {
				t.Errorf("%s in %s: %+v", c.months, c.quarter, d.Parts)
			}
		}
	})
}

func TestOneFormUnderTwoRegimes(t *testing.T) {
	w := newWorld(t)
	g := w.regime()
	other, err := w.calendar.CreateRegime(t.Context(), w.office, calendar.NewRegime{Code: "lich", Name: i18n.Text{VI: "Theo tháng lịch"}, Version: calendar.NewVersion{From: 20200101,
		Rule: calendar.Rule{Kinds: []calendar.KindRule{{Kind: when.Month}, {Kind: when.Quarter}}, Basis: calendar.YearToDate, Days: 5, Hour: 17 * 60}}})
	must(t, err)
	n := w.under(g)
	first := w.open(n)
	if b, err := w.report.Board(t.Context(), w.office, first.ID, 0); err != nil || b.Request.Heading(i18n.VI) != "Báo cáo quý · Quý I/2021" {
		t.Errorf("alone it needs no more words: %s, %v", b.Request.Heading(i18n.VI), err)
	}
	n.Regime = other.ID
	second := w.open(n)
	none := w.boards()
	third := w.open(none)
	if first.Period.ID != second.Period.ID || first.Period.To != 20210314 || second.Period.To != 20210331 || second.Basis != calendar.YearToDate {
		t.Errorf("%+v %+v", first.Period, second.Period)
	}
	for id, want := range map[ident.ID]string{first.ID: "Báo cáo quý · Quý I/2021 · Chốt ngày 14", second.ID: "Báo cáo quý · Quý I/2021 · Theo tháng lịch", third.ID: "Báo cáo quý · Quý I/2021 · ngoài chế độ"} {
		r, err := w.report.Request(t.Context(), w.office, id)
		must(t, err)
		b, err := w.report.Board(t.Context(), w.office, id, 0)
		must(t, err)
		if got, board := r.Heading(i18n.VI), b.Request.Heading(i18n.VI); got != want || board != want {
			t.Errorf("%q and on the board %q, not %q", got, board, want)
		}
	}
	for _, again := range []struct {
		ask  report.NewRequest
		link report.Request
	}{{w.under(g), first}, {n, second}, {none, third}} {
		_, err := w.report.OpenRequest(t.Context(), w.office, again.ask)
		f := wantFault(t, err, fault.KindConflict, "report.asked_already")
		if f.Link != "/reports/"+again.link.ID.String()+"/board" || f.Field != "period" {
			t.Errorf("link %q field %q", f.Link, f.Field)
		}
	}
	// The quarter after stands beside the one before under its own regime.
	w.sentWith(first, map[string]string{"B1": "1.100"})
	w.sentWith(second, map[string]string{"B1": "1.200"})
	w.sentWith(third, map[string]string{"B1": "1.300"})
	for _, c := range []struct {
		regime calendar.Regime
		want   int64
	}{{g, 1100}, {other, 1200}, {calendar.Regime{}, 1300}} {
		r := w.month("quý II/2021", "", c.regime)
		cmp, err := w.report.Compare(t.Context(), w.specialist, w.filing(r, w.pob).ID)
		must(t, err)
		if cmp.Previous == nil || cmp.Previous.Figures["B1"] != c.want || len(cmp.Recent) != 1 || cmp.Recent[0]["B1"] != c.want {
			t.Errorf("%s: %+v", c.regime.Code, cmp)
		}
		b, err := w.report.Board(t.Context(), w.office, r.ID, 0)
		must(t, err)
		for _, total := range b.Totals {
			if total.Indicator.Code == "B1" && total.Before.Value != c.want {
				t.Errorf("%s: the board has %+v", c.regime.Code, total.Before)
			}
		}
		trends, err := w.report.Trends(t.Context(), w.office, r.ID, 0, false, 0)
		must(t, err)
		b1, _ := b.Form.Indicator("B1")
		if len(trends) != 2 {
			t.Fatalf("%s: %d periods", c.regime.Code, len(trends))
		}
		if f, ok := trends[0].Figure(b1); !ok || f.Value != c.want {
			t.Errorf("%s: the trend begins with %+v", c.regime.Code, f)
		}
	}
}

// What goes on in the year goes on from the latest period, under whatever regime it was asked; the regime only tells two reports for one period apart.
func TestTheLatestPeriodComesBeforeTheRegime(t *testing.T) {
	w := newWorld(t)
	g, year := w.regime(), calendar.YearToDate
	w.sentWith(w.month("quý I/2021", year, g), map[string]string{"B1": "1.000"})
	w.sentWith(w.month("quý I/2021", year, calendar.Regime{}), map[string]string{"B1": "1.300"})
	known := func(r report.Request, b1 int64, kind when.PeriodKind) {
		t.Helper()
		f := w.filing(r, w.pob)
		d, err := w.report.Draft(t.Context(), w.specialist, f.ID)
		must(t, err)
		if got := d.Earlier.InYear["B1"]; got != b1 {
			t.Errorf("%s goes on from %d, not %d", r.Heading(i18n.VI), got, b1)
		}
		cmp, err := w.report.Compare(t.Context(), w.specialist, f.ID)
		must(t, err)
		if cmp.Written == nil || cmp.Written.Period.Kind != kind || cmp.Written.Content.Figures["B1"] != b1 {
			t.Errorf("%s goes on from the texts of %+v", r.Heading(i18n.VI), cmp.Written)
		}
	}
	// The quarter under the regime ends on 14/3, the other one on 31/3: it is one period.
	known(w.month("tháng 5/2021", year, g), 1000, when.Quarter)
	known(w.month("tháng 5/2021", year, calendar.Regime{}), 1300, when.Quarter)
	w.sentWith(w.month("6 tháng đầu năm 2021", year, calendar.Regime{}), map[string]string{"B1": "2.000", "B1why": "đúng"})
	known(w.month("tháng 9/2021", year, g), 2000, when.Half)
}
