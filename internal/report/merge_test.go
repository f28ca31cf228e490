package report

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/i18n"
)

// What only one side changed is taken from it, what both changed stays as it is here and is told.
func TestFormsAreMerged(t *testing.T) {
	ind := func(code, name string) Indicator {
		return Indicator{Code: code, Section: "A", Name: i18n.Text{VI: name}}
	}
	form := func(title string, list ...Indicator) Form { return Form{Title: i18n.Text{VI: title}, Indicators: list} }
	base := form("Mẫu", ind("A1", "một"), ind("A2", "hai"), ind("A3", "ba"), ind("A4", "bốn"), ind("A5", "năm"))
	base.Checks = []Check{{Test: ExprTest, Field: "A1", Expr: "A1 > 0"}, {Test: ExprTest, Field: "A2", Expr: "A2 > 0"}}
	own := form("Mẫu của ta", ind("A1", "một"), ind("A2", "hai của ta"), ind("X1", "riêng"), ind("A3", "ba của ta"), ind("A5", "năm"))
	own.Checks = append(slices.Clone(base.Checks), Check{Test: ExprTest, Field: "X1", Expr: "X1 > 0"})
	now := form("Mẫu mới", ind("A1", "một mới"), ind("A2", "hai"), ind("A3", "ba mới"), ind("A6", "sáu"), ind("A4", "bốn mới"), ind("A7", "bảy"))
	now.Basis = YearToDate
	now.Checks = []Check{{Test: ExprTest, Field: "A1", Expr: "A1 > 1"}, {Test: ExprTest, Field: "A2", Expr: "A2 > 0"}}
	got, kept := mergeForms(base, own, now)
	var names []string
	for _, one := range got.Indicators {
		names = append(names, one.Code+" "+one.Name.VI)
	}
	if want := []string{"A1 một mới", "A2 hai của ta", "X1 riêng", "A3 ba của ta", "A6 sáu", "A7 bảy"}; !slices.Equal(names, want) {
		t.Errorf("%q, not %q", names, want)
	}
	var both []string
	for _, part := range kept {
		both = append(both, part.Code)
	}
	if want := []string{"", "A3", "A4"}; !slices.Equal(both, want) { // the title, one that both changed, one that is gone here
		t.Errorf("kept %q", both)
	}
	var checks []string
	for _, c := range got.Checks {
		checks = append(checks, c.Expr)
	}
	if want := []string{"A1 > 1", "A2 > 0", "X1 > 0"}; !slices.Equal(checks, want) && !slices.Equal(checks, []string{"A2 > 0", "X1 > 0", "A1 > 1"}) {
		t.Errorf("checks %q, not %q", checks, want)
	}
	if got.Title.VI != "Mẫu của ta" || got.Basis != YearToDate {
		t.Errorf("%+v %s", got.Title, got.Basis)
	}

	// Merged with what it was made of, or with itself, a form stays what it is.
	for name, m := range map[string][3]Form{"nothing new": {base, own, base}, "nothing own": {base, base, now}, "the same on both sides": {base, now, now}} {
		got, kept := mergeForms(m[0], m[1], m[2])
		want := m[1]
		if name == "nothing own" {
			want = now
		}
		if body(got) != body(want) && name != "nothing own" || len(kept) != 0 || len(got.Indicators) != len(want.Indicators) {
			t.Errorf("%s: %+v, kept %v", name, got, kept)
		}
	}
}

// Every property of an indicator has a word for the list of what changed.
func TestEveryPropertyHasAWord(t *testing.T) {
	words := map[string]bool{}
	for _, p := range indicatorProperties() {
		words[p.key] = true
	}
	kind := reflect.TypeFor[Indicator]()
	for i := range kind.NumField() {
		key, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
		if key != "code" && !words[key] {
			t.Errorf("%s has no word", key)
		}
		delete(words, key)
	}
	if len(words) != 0 {
		t.Errorf("words of nothing: %v", words)
	}
}

// One part that both changed in different properties has both changes.
func TestPropertiesAreMerged(t *testing.T) {
	base := Indicator{Code: "H5", Name: i18n.Text{VI: "một"}, Kind: Pct, Help: i18n.Text{VI: "giúp"}}
	own, now := base, base
	own.Name.VI, now.Source, now.Help = "hai", SourceObstacles, i18n.Text{}
	if got, ok := mergePart(base, own, now); !ok || got.Name.VI != "hai" || got.Source != SourceObstacles || got.Help.VI != "" {
		t.Errorf("%+v %v", got, ok)
	}
	now.Name.VI = "ba"
	if got, ok := mergePart(base, own, now); ok || got.Source != "" {
		t.Errorf("%+v %v", got, ok)
	}
}
