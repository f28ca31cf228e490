package report

import (
	"math/rand/v2"
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report/rollup"
)

// withFormulas is the quarterly report with computed figures and checks in words.
func withFormulas() Form {
	f := SampleForm()
	add := func(code, formula string, kind Kind, scale int) {
		f.Indicators = append(f.Indicators, Indicator{Code: code, Section: "A", Name: t(code, code), Unit: t("người", "persons"), Kind: kind, Scale: scale,
			Across: FromTotals, Basis: Computed, Formula: formula})
	}
	add("K1", "B1 - B2", Int, 0)                      // men
	add("K2", "A5 / (A2 + A3)", Dec, 1)               // members per organisation
	add("K3", "100 * K1 / B1", Dec, 2)                // share of men, by way of a formula
	add("K4", "K3 + 0 * F3", Dec, 2)                  // needs the fill rate's parts too
	add("K5", "C4 * 2", Dec, 1)                       // out of a mean
	add("K6", "A5 + if(given(D3), D3, 0)", Int, 0)    // without the vacant posts where none are told
	add("K7", "max(H4, 3)", Int, 0)                   // out of a largest
	add("K8", "if(B4 = 0, 0, 100 * B1 / B4)", Dec, 1) // division by zero is asked about
	f.Checks = append(f.Checks,
		Check{Test: ExprTest, Field: "B6", Expr: "B6 <= 2 * B1", Say: t("Số chuyển chính thức hơn hai lần số kết nạp.", "More made full than twice those admitted."), Warn: true},
		Check{Test: ExprTest, Field: "A5", Expr: "A5 >= 0.5 * prev(A5)", Say: t("Số đảng viên giảm quá nửa.", "Members fell by more than half.")},
		Check{Test: ExprTest, Field: "F2", Expr: "F3 <= 110", Say: t("Biên chế vượt 110%.", "Posts above 110%.")},
		Check{Test: ExprTest, Field: "A5", Expr: "A5 <= 3 * same(A5)", Say: t("Số đảng viên hơn ba lần cùng kỳ.", "More than three times last year.")})
	return f
}

func TestFormulasComputeAUnitsOwnFigures(t *testing.T) {
	f := withFormulas()
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	r := f.Read(good(), map[string]int64{"B1": 0})
	if len(r.Faults) > 0 {
		t.Fatal(r.Faults)
	}
	for code, want := range (Figures{"K1": 1398 - 812, "K2": 1160, "K3": 4192, "K4": 4192, "K5": 884, "K6": 118_465, "K7": 3, "K8": 468}) {
		if got, ok := r.Content.Figures[code]; !ok || got != want {
			t.Errorf("%s = %d (%v), want %d", code, got, ok, want)
		}
	}
	e := good()
	e["B4"], e["D3"], e["F1"], e["B1"], e["B2"], e["B3"] = "0", "", "0", "0", "0", "0"
	r = f.Read(e, map[string]int64{"B1": 0})
	for code, want := range map[string]string{"K3": "–", "K4": "–", "K6": "118.462", "K8": "0,0", "K1": "0"} { // by zero: no figure
		ind, _ := f.Indicator(code)
		if got := f.FigureOf(ind, r.Content.Figures).Text(i18n.VI); got != want {
			t.Errorf("%s prints %s, want %s", code, got, want)
		}
	}
}

func TestChecksInWordsSpeakAndStaySilentWithoutFigures(t *testing.T) {
	c, f := catalog(t), withFormulas()
	told := func(e Entries, past Earlier) (list []string) {
		past.Before = map[string]int64{"B1": 0}
		for _, one := range f.ReadWith(e, past).Faults {
			list = append(list, one.Field+" "+c.T(i18n.VI, one.Key, one.Args...))
		}
		return list
	}
	for _, row := range []struct {
		field, typed string
		past         Earlier
		want         string
	}{
		{"B6", "3.000", Earlier{}, "B6why Số chuyển chính thức hơn hai lần số kết nạp. Nếu đúng như vậy, ghi lý do."},
		{"A5", "1.000", Earlier{Previous: Figures{"A5": 2001}}, "A5 Số đảng viên giảm quá nửa."},
		{"A5", "1.000", Earlier{Same: Figures{"A5": 333}}, "A5 Số đảng viên hơn ba lần cùng kỳ."},
		{"A5", "1.000", Earlier{Previous: Figures{"A5": 2000}, Same: Figures{"A5": 334}}, ""},
		{"A5", "1.000", Earlier{}, ""},
	} {
		e := good()
		e[row.field] = row.typed
		got := told(e, row.past)
		if row.want == "" && len(got) > 0 || row.want != "" && (len(got) != 1 || got[0] != row.want) {
			t.Errorf("%s=%s %+v: %v, want %s", row.field, row.typed, row.past, got, row.want)
		}
	}
	e := good()
	e["F1"], e["F2"] = "100", "111"
	e["F2why"] = "tăng cường"
	if got := told(e, Earlier{}); len(got) != 1 || got[0] != "F2 Biên chế vượt 110%." {
		t.Errorf("a check on a derived percentage: %v", got)
	}
}

// The figure of a formula over many units is that of the totals, never a sum of quotients, and bent by nobody who gave a part only.
func TestFormulaOverUnitsEqualsTheFormulaOfTheTotals(t *testing.T) {
	f := withFormulas()
	l := newLayout(f)
	r := rand.New(rand.NewPCG(5, 11))
	for range 40 {
		n := 2 + r.IntN(12)
		parents := []int{-1}
		for i := 1; i < n; i++ {
			parents = append(parents, i-1)
		}
		shape, _ := rollup.NewShape(parents)
		cube := rollup.New(shape, l.rules())
		var members, organisations, whole int64
		for pos := range n {
			v := Figures{}
			for _, code := range []string{"A2", "A3", "A5"} {
				if r.IntN(4) > 0 {
					v[code] = r.Int64N(1000)
				}
			}
			cube.Set(pos, l.row(rollup.Filed, false, v))
			a2, ok2 := v["A2"]
			a3, ok3 := v["A3"]
			if a5, ok5 := v["A5"]; ok2 && ok3 && ok5 {
				members, organisations, whole = members+a5, organisations+a2+a3, whole+1
			}
		}
		ind, _ := f.Indicator("K2")
		fig := l.figure(ind, cube.Counters(0), func(col int) rollup.Cell { return cube.Total(rollup.FiledOrBetter, 0, col) })
		want, ok := i18n.Quotient(members, organisations, 1)
		if fig.Known != (ok && whole > 0) || fig.Known && fig.Value != want || fig.Have != whole || fig.Of != int64(n) {
			t.Fatalf("%+v, want %d of %d units (%v)", fig, want, whole, ok)
		}
	}
}

func TestFormulasOutOfMeansLargestAndOptionalFigures(t *testing.T) {
	f := withFormulas()
	l := newLayout(f)
	shape, _ := rollup.NewShape([]int{-1, 0, 0})
	cube := rollup.New(shape, l.rules())
	cube.Set(1, l.row(rollup.Filed, false, Figures{"C4": 400, "C4w": 10, "H4": 7, "A5": 100, "D3": 4}))
	cube.Set(2, l.row(rollup.Filed, false, Figures{"C4": 500, "C4w": 30, "H4": 2, "A5": 50}))
	for code, want := range map[string]string{"K5": "95,0", "K7": "7", "K6": "154"} { // (40·10 + 50·30)/40·2; the largest; 150 and 4 vacant posts
		ind, _ := f.Indicator(code)
		fig := l.figure(ind, cube.Counters(0), func(col int) rollup.Cell { return cube.Total(rollup.FiledOrBetter, 0, col) })
		if fig.Text(i18n.VI) != want || fig.Have != 2 {
			t.Errorf("%s: %s of %d units, want %s", code, fig.Text(i18n.VI), fig.Have, want)
		}
	}
}

func TestFormulasThatCannotBeAreRefusedAtTheirField(t *testing.T) {
	for name, row := range map[string]struct {
		spoil      func(*Form)
		field, key string
	}{
		"circle":            {func(f *Form) { f.Indicators[40].Formula = "K3 + 1" }, "indicators.K1.formula", "report.formula_circle"},
		"itself":            {func(f *Form) { f.Indicators[41].Formula = "K2" }, "indicators.K2.formula", "report.formula_circle"},
		"unknown code":      {func(f *Form) { f.Indicators[40].Formula = "B1 + Z1" }, "indicators.K1.formula", "report.expr_unknown"},
		"condition":         {func(f *Form) { f.Indicators[40].Formula = "B1 > 1" }, "indicators.K1.formula", "report.expr_wants_number"},
		"earlier report":    {func(f *Form) { f.Indicators[40].Formula = "B1 - prev(B1)" }, "indicators.K1.formula", "report.formula_past"},
		"not added":         {func(f *Form) { f.Indicators[6].Across = Own }, "indicators.K1.formula", "report.formula_own"},
		"summed":            {func(f *Form) { f.Indicators[40].Across = Sum }, "indicators.K1.across", "report.form_across"},
		"check of a number": {func(f *Form) { f.Checks[len(f.Checks)-4].Expr = "B6" }, checkField(len(SampleForm().Checks), "expr"), "report.expr_wants_condition"},
		"check in silence":  {func(f *Form) { f.Checks[len(f.Checks)-4].Say = noText() }, checkField(len(SampleForm().Checks), "say"), "report.form_name_missing"},
		"code is a word":    {func(f *Form) { f.Indicators[41].Code = "Max" }, "indicators.Max.code", "report.form_line_code"},
	} {
		f := withFormulas()
		row.spoil(&f)
		found := false
		err := f.Validate()
		for _, one := range fault.All(err) {
			found = found || one.Field == row.field && one.Key == row.key
		}
		if !found {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the year has brought does not fall from one cumulative report to the next; a correction is explained.
func TestCumulativeFiguresDoNotFall(t *testing.T) {
	c, f := catalog(t), SampleForm()
	f.Basis = YearToDate
	f.Indicators[10].YearToDate, f.Indicators[10].NumName = false, noText()
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	past := Earlier{InYear: Figures{"B1": 1500, "A5": 500_000}}
	r := f.ReadWith(good(), past)
	if len(r.Faults) != 1 || r.Faults[0].Field != "B1why" || c.T(i18n.VI, r.Faults[0].Key, r.Faults[0].Args...) !=
		"Tổng số kết nạp (1.398) nhỏ hơn số lũy kế đã báo cáo trước đó trong năm (1.500). Nếu đúng như vậy, ghi lý do." {
		t.Errorf("%v", r.Faults)
	}
	e := good()
	e["B1why"] = "Trừ 102 trường hợp trùng."
	if r := f.ReadWith(e, past); len(r.Faults) != 0 || r.Content.Reasons["B1"] == "" || !f.takes("B1why") {
		t.Errorf("%v %v", r.Faults, r.Content.Reasons)
	}
}
