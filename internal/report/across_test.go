package report_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

func flowForm(basis report.PeriodBasis) report.Form {
	t := func(s string) i18n.Text { return i18n.Text{VI: s, EN: s} }
	return report.Form{Code: "f", Version: 1, Title: t("F"), Sections: []report.Section{{Code: "A", Title: t("A")}}, Basis: basis, Indicators: []report.Indicator{
		{Code: "F", Section: "A", Name: t("flow"), Kind: report.Int, Across: report.Sum, Basis: report.Flow},
		{Code: "S", Section: "A", Name: t("stock"), Kind: report.Int, Across: report.Sum, Basis: report.Stock},
		{Code: "M", Section: "A", Name: t("max"), Kind: report.Int, Across: report.Sum, Basis: report.Stock, AcrossTime: report.TimeMax},
		{Code: "D", Section: "A", Name: t("mean days"), Kind: report.Dec, Scale: 1, Across: report.Mean, Basis: report.Flow, Weight: "F"},
		{Code: "P", Section: "A", Name: t("share"), Kind: report.Pct, Across: report.Ratio, Basis: report.Stock, NumName: t("n"), DenName: t("d")},
	}}
}

func TestAQuarterOfItsMonths(t *testing.T) {
	f := flowForm("")
	months := []report.Figures{
		{"F": 2, "S": 10, "M": 5, "D": 30, "Pn": 1, "Pd": 4},
		{"F": 0, "S": 12, "M": 9, "D": 0, "Pn": 2, "Pd": 4},
		{"F": 4, "S": 11, "M": 7, "D": 60, "Pn": 3, "Pd": 5},
	}
	whole := f.Whole(months)
	for slot, want := range map[string]int64{"F": 6, "S": 11, "M": 9, "D": 50, "Pn": 3, "Pd": 5} { // (2·3,0 + 4·6,0) / 6 = 5,0 days
		if got, ok := whole[slot]; !ok || got != want {
			t.Errorf("%s: %d %v, want %d", slot, got, ok, want)
		}
	}
	delete(months[1], "F")
	delete(months[2], "S")
	whole = f.Whole(months)
	for _, slot := range []string{"F", "S", "D"} {
		if n, ok := whole[slot]; ok {
			t.Errorf("%s is %d although a month lacks it", slot, n)
		}
	}
	if got := flowForm(report.YearToDate).Whole([]report.Figures{{"F": 5}, {"F": 8}})["F"]; got != 8 {
		t.Errorf("of a cumulative form the last report holds the whole: %d", got)
	}
}

// In a cumulative report the last part holds the whole year, whatever rule the form names: months counted from the new year are
// never added up, nor are their means weighted by the same courses again. Out of two rounded means nobody tells a third.
func TestCumulativeFiguresAreNeverAddedUp(t *testing.T) {
	f := flowForm(report.YearToDate)
	f.Indicators[0].AcrossTime, f.Indicators[3].AcrossTime = report.TimeSum, report.TimeMean
	months := []report.Figures{{"F": 2, "D": 30}, {"F": 2, "D": 30}, {"F": 6, "D": 50}}
	for _, rule := range []report.AcrossTime{report.TimeMean, ""} {
		f.Indicators[3].AcrossTime = rule
		if whole := f.Whole(months); whole["F"] != 6 || whole["D"] != 50 {
			t.Errorf("%q: the quarter is %v", rule, whole)
		}
	}
	within := f.Within(months[2], months[1])
	if n, known := within["D"]; within["F"] != 4 || known {
		t.Errorf("March alone is %v, a mean of %d days", within, n)
	}
	if first := f.Within(months[0], nil); first["D"] != 30 {
		t.Errorf("January alone is what the year has brought: %v", first)
	}
	in := flowForm("")
	toDate := in.ToDate(report.Figures{"F": 2, "D": 30}, report.Figures{"F": 4, "D": 60})
	if toDate["F"] != 6 || toDate["D"] != 50 {
		t.Errorf("until March %v, want 6 courses of 5,0 days", toDate)
	}
}

// A yes is a yes in a quarter too, not three of them; nor is a choice made three times.
func TestAnswersAreNotAddedUpOverTheYear(t *testing.T) {
	f := flowForm("")
	name := i18n.Text{VI: "x", EN: "x"}
	f.Indicators = append(f.Indicators, report.Indicator{Code: "Y", Section: "A", Name: name, Kind: report.YesNo, Across: report.Sum, Basis: report.Flow},
		report.Indicator{Code: "C", Section: "A", Name: name, Kind: report.Choice, Across: report.Sum, Basis: report.Flow, Options: []report.Option{{Code: "a", Name: name}, {Code: "b", Name: name}}})
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	month := report.Figures{"Y": 1, "C.a": 1, "C.b": 0}
	whole := f.Whole([]report.Figures{month, month, month})
	toDate := f.ToDate(month, month)
	f.Basis = report.YearToDate
	within := f.Within(month, month)
	for _, slot := range []string{"Y", "C.a", "C.b"} {
		if whole[slot] != month[slot] || toDate[slot] != month[slot] || within[slot] != month[slot] {
			t.Errorf("%s: %d in the quarter, %d until its end, %d within", slot, whole[slot], toDate[slot], within[slot])
		}
	}
	f.Basis = report.InPeriod
	if sums := f.SumsOfParts(report.Parts{Figures: whole}); sums["F"] != whole["F"] || len(sums) > 1 {
		t.Errorf("an answer is held against a sum: %v", sums)
	}
}

// TestBothBases: what is derived one way and back again is the same, and the
// year to date is the sum of what the periods brought.
func TestBothBases(t *testing.T) {
	f := flowForm("")
	r := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		var within, toDate []report.Figures
		var before report.Figures
		sum := int64(0)
		for range 12 {
			one := report.Figures{"F": int64(r.IntN(1000)), "S": int64(r.IntN(1000))}
			if r.IntN(10) == 0 {
				delete(one, "S")
			}
			sum += one["F"]
			within = append(within, one)
			before = f.ToDate(before, one)
			toDate = append(toDate, before)
			if before["F"] != sum {
				t.Fatalf("year to date %d, want %d", before["F"], sum)
			}
		}
		var last report.Figures
		for i, d := range toDate {
			back := f.Within(d, last)
			if len(back) != len(within[i]) || back["F"] != within[i]["F"] || back["S"] != within[i]["S"] {
				t.Fatalf("%v became %v", within[i], back)
			}
			last = d
		}
		if f.Whole(within)["F"] != toDate[11]["F"] {
			t.Fatal("the year is not the sum of its months")
		}
	}
	if got := f.Within(report.Figures{"F": 5, "S": 3}, report.Figures{}); len(got) != 1 || got["S"] != 3 {
		t.Errorf("without the earlier figure the flow is unknown: %v", got)
	}
}

// months files a report for each month with its own number of admissions.
func (w *world) months(admitted map[string]string) {
	w.t.Helper()
	for month, b1 := range admitted {
		r := w.open(report.NewRequest{FormCode: report.SampleCode, PeriodText: "tháng " + month, Opener: w.coc.ID,
			Scope: org.Scope{Kind: org.ScopeKind, Value: "board"}, Deadline: when.At(20210130, 600)})
		f := w.filing(r, w.pob)
		fields := goodFields()
		fields["B1"], fields["B2"] = b1, "1"
		w.save(w.specialist, f, fields)
		must(w.t, w.sign(w.head, f))
		must(w.t, w.send(w.head, f))
	}
}

func TestS2_2(t *testing.T) {
	quarter := func(w *world) report.Filing {
		n := w.boards()
		n.PeriodText, n.Deadline = "quý IV/2020", when.At(20210130, 600)
		return w.filing(w.open(n), w.pob)
	}
	t.Run("Q4's flows equal October + November + December, and are offered", func(t *testing.T) {
		w := newWorld(t)
		w.set(2021, 1, 10, 9)
		w.months(map[string]string{"10/2020": "10", "11/2020": "20", "12/2020": "30"})
		f := quarter(w)
		saved, err := w.report.TakeParts(t.Context(), w.specialist, f.ID, 0, "k")
		if err != nil || len(saved.Conflicts) != 0 {
			t.Fatal(saved, err)
		}
		d, err := w.report.Draft(t.Context(), w.specialist, f.ID)
		must(t, err)
		if d.Parts.Filed != 3 || d.Reading.Content.Figures["B1"] != 60 || d.Reading.Content.Figures["A2"] != 412 || len(d.Parts.Differ) != 0 {
			t.Errorf("%+v %v", d.Parts, d.Reading.Content.Figures)
		}
		if _, err := w.report.TakeParts(t.Context(), w.specialistB, f.ID, 0, ""); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("another unit: %v", err)
		}
	})
	t.Run("bad: a quarter that is not the sum of its months is warned with the difference", func(t *testing.T) {
		w := newWorld(t)
		w.set(2021, 1, 10, 9)
		w.months(map[string]string{"10/2020": "10", "11/2020": "20", "12/2020": "30"})
		f := quarter(w)
		fields := goodFields()
		fields["B1"], fields["B2"] = "63", "3"
		w.save(w.specialist, f, fields)
		err := w.sign(w.head, f)
		bad := wantFault(t, err, fault.KindInvalid, "report.not_sum_of_parts_unless_explained")
		texts := report.Messages()
		if said := i18n.Fill(i18n.VI, texts[bad.Key].In(i18n.VI), bad.Args...); bad.Field != "B1why" || !strings.Contains(said, "khác tổng 3 tháng đã nộp (60), chênh +3") {
			t.Errorf("%s: %s", bad.Field, said)
		}
		w.save(w.specialist, f, map[string]string{"B1why": "Bổ sung 3 trường hợp nộp muộn"})
		must(t, w.sign(w.head, f))
	})
	t.Run("nothing is compared while a month is missing", func(t *testing.T) {
		w := newWorld(t)
		w.set(2021, 1, 10, 9)
		w.months(map[string]string{"10/2020": "10", "11/2020": "20"})
		f := quarter(w)
		w.save(w.specialist, f, goodFields())
		must(t, w.sign(w.head, f))
		g := quarterOf(w, w.pobB, f)
		_, err := w.report.TakeParts(t.Context(), w.specialistB, g.ID, 0, "")
		wantFault(t, err, fault.KindConflict, "report.parts_missing")
	})
}

func quarterOf(w *world, u org.Unit, like report.Filing) report.Filing {
	rep, err := w.report.ReportOf(w.t.Context(), actor.SystemActor("test"), like.Request, u.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return rep.Filing
}
