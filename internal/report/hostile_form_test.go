package report

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

// formOf is a form of some indicators, named by their codes.
func formOf(indicators ...Indicator) Form {
	f := Form{Code: "x", Version: 1, Title: t("X", "X"), Sections: []Section{{Code: "S", Title: t("S", "S")}}}
	for _, ind := range indicators {
		ind.Section, ind.Name = "S", t(ind.Code, ind.Code)
		f.Indicators = append(f.Indicators, ind)
	}
	return f
}

// spent is how many bytes something takes on its way, kept or not.
func spent(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Each formula names the one before fifty times: written out, the last would have more nodes than there is memory.
func TestFormulasWithinFormulasAreMeasuredBeforeTheyAreWrittenOut(t *testing.T) {
	count := Indicator{Code: "A", Kind: Int, Across: Sum, Basis: Flow}
	many := func(code string) string { return strings.TrimSuffix(strings.Repeat(code+"+", 50), "+") }
	total := func(code, formula string) Indicator {
		return Indicator{Code: code, Kind: Int, Across: FromTotals, Basis: Computed, Formula: formula}
	}
	tower, ring := []Indicator{count}, []Indicator{count}
	for i, before := range []string{"A", "F0", "F1", "F2", "F3", "F4", "F5", "F6"} {
		tower = append(tower, total(fmt.Sprintf("F%d", i), many(before)))
	}
	for i := range 8 {
		var all []string
		for j := range 8 {
			all = append(all, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("F%d+", j), 6), "+"))
		}
		ring = append(ring, total(fmt.Sprintf("F%d", i), strings.Join(all, "+")))
	}
	wide := []Indicator{count}
	for i := range MostIndicators - 1 {
		wide = append(wide, total(fmt.Sprintf("F%d", i), many("A")))
	}
	for name, c := range map[string]struct {
		form Form
		key  string
	}{
		"tower": {formOf(tower...), "report.expr_big"},
		"ring":  {formOf(ring...), "report.formula_circle"},
		"wide":  {formOf(wide...), ""},
	} {
		var err error
		if bytes := spent(func() { err = c.form.Validate() }); bytes > 200<<20 {
			t.Errorf("%s: %d MB", name, bytes>>20)
		}
		if c.key == "" && err != nil || c.key != "" && !fault.Is(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f := formOf(tower[:2]...)
	f.Checks = []Check{{Test: ExprTest, Field: "A", Expr: "F0 < " + many("F0"), Say: i18n.Text{VI: "s"}}}
	if err := f.Validate(); !fault.Is(err, "report.expr_big") {
		t.Errorf("a check of long formulas: %v", err)
	}
}

// Formulas in a circle of three, one that only leads there, and one beside them.
func TestEveryFormulaThatLeadsIntoACircleIsTold(t *testing.T) {
	total := func(code, formula string) Indicator {
		return Indicator{Code: code, Kind: Int, Across: FromTotals, Basis: Computed, Formula: formula}
	}
	f := formOf(Indicator{Code: "A", Kind: Int, Across: Sum, Basis: Flow}, total("F1", "F2 + A"), total("F2", "F3"), total("F3", "F1"), total("F4", "F3"), total("F5", "A + A"))
	told := map[string]bool{}
	for _, one := range fault.All(f.Validate()) {
		if one.Key != "report.formula_circle" {
			t.Errorf("%v", one)
		}
		told[one.Field] = true
	}
	for _, code := range []string{"F1", "F2", "F3", "F4"} {
		if !told["indicators."+code+".formula"] {
			t.Errorf("%s is taken", code)
		}
	}
	if len(told) != 4 {
		t.Errorf("%v", told)
	}
}

// What is more than a form holds is refused by its number, before anything is held against anything.
func TestMoreThanAFormHoldsIsRefusedAtOnce(t *testing.T) {
	var f Form
	for i := range 3000 {
		f.Indicators = append(f.Indicators, Indicator{Code: fmt.Sprint("A", i), PartOf: fmt.Sprint("A", i+1), Formula: fmt.Sprint("A", i+1)})
	}
	var err error
	if bytes := spent(func() { err = f.Validate() }); bytes > 20<<20 || !fault.Is(err, "report.form_too_many") {
		t.Errorf("%d bytes, %v", bytes, err)
	}
}

// A file of nothing but spaces is no form and no reason to fall over.
func TestAFileOfSpacesIsNoForm(t *testing.T) {
	for _, data := range []string{"", " ", "\n\t ", "\ufeff", "\ufeff \r\n"} {
		if _, err := ReadFormFile([]byte(data), SampleForm()); fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%q: %v", data, err)
		}
	}
	if f, err := ReadFormFile([]byte("\ufeff \n{\"code\":\"x\"}"), Form{Version: 3}); err != nil || f.Code != "x" || f.Version != 3 {
		t.Errorf("%+v %v", f, err)
	}
}
