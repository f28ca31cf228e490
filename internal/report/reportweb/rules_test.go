package reportweb

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

var update = flag.Bool("update", false, "write testdata/rules.json anew")

type ruleCase struct {
	Typed       report.Entries
	UnknownYear bool
	Counted     report.Figures // by the registers
	Figures     report.Figures
	Computed    map[string]string
	Findings    []string
}

// The page's script is held to the same table: internal/web/assets/ts/rules.test.mjs.
func TestRulesTable(t *testing.T) {
	body, err := os.ReadFile("testdata/checks.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []ruleCase
	if err := json.Unmarshal(body, &cases); err != nil {
		t.Fatal(err)
	}
	catalog, err := i18n.New(report.Messages(), i18n.TextMessages())
	if err != nil {
		t.Fatal(err)
	}
	form := report.SampleForm()
	for _, c := range cases {
		before := map[string]int64{"B1": 0}
		if c.UnknownYear {
			before = nil
		}
		r := form.ReadWith(c.Typed, report.Earlier{Before: before, Sourced: c.Counted})
		var findings []string
		for _, f := range r.Faults {
			if !report.Hints(f.Key) {
				findings = append(findings, strings.TrimSuffix(f.Field, "why")+" "+catalog.T(i18n.VI, f.Key, f.Args...))
			}
		}
		if strings.Join(findings, "\n") != strings.Join(c.Findings, "\n") {
			t.Errorf("%v: %v, want %v", c.Typed, findings, c.Findings)
		}
		figures := maps.Clone(r.Content.Figures)
		if !c.UnknownYear {
			delete(figures, "B5y")
		}
		if !maps.Equal(figures, c.Figures) {
			t.Errorf("%v: %v, want %v", c.Typed, figures, c.Figures)
		}
		computed := map[string]string{}
		for _, ind := range form.Indicators {
			if fig := form.FigureOf(ind, r.Content.Figures); ind.Kind == report.Pct && fig.Known {
				computed[ind.Code] = fig.Text(i18n.VI)
			}
		}
		if !maps.Equal(computed, c.Computed) {
			t.Errorf("%v: %v, want %v", c.Typed, computed, c.Computed)
		}
	}
}

// The rules of the built-in form as the script gets them stand in a file, for the script's own test.
func TestRulesForTheScript(t *testing.T) {
	catalog, err := i18n.New(report.Messages(), Messages(), i18n.TextMessages())
	if err != nil {
		t.Fatal(err)
	}
	s := newSpec(shell.Base{Lang: i18n.VI, Catalog: catalog}, report.Report{Form: report.SampleForm()}, report.Draft{Before: map[string]int64{"B1": 0}}, report.Compared{})
	s.Path, s.Form, s.Title, s.Names = "", "", "", nil
	body, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	body = append(body, '\n')
	if *update {
		if err := os.WriteFile("testdata/rules.json", body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	there, err := os.ReadFile("testdata/rules.json")
	if err != nil || !slices.Equal(there, body) {
		t.Errorf("testdata/rules.json is not what the form gives (%v); run this test with -update", err)
	}
}

// everyKind is the survey of sites, cumulative, with a formula and checks in words.
func everyKind() report.Form {
	text := func(vi string) i18n.Text { return i18n.Text{VI: vi, EN: vi} }
	f := report.SiteForm()
	f.Basis = report.YearToDate
	f.Indicators = append(f.Indicators,
		report.Indicator{Code: "P5", Section: "P", Name: text("Số chỗ mỗi thiết bị"), Kind: report.Dec, Scale: 1, Across: report.FromTotals, Basis: report.Computed, Formula: "P2 / T1.count"},
		report.Indicator{Code: "P6", Section: "P", Name: text("Số cuộc họp"), Kind: report.Int, Across: report.Sum, Basis: report.Flow})
	f.Checks = append(f.Checks,
		report.Check{Test: report.ExprTest, Field: "P2", Expr: "P1 = 1 or P2 <= 100", Say: text("Nhiều chỗ mà không có phòng riêng."), Warn: true},
		report.Check{Test: report.ExprTest, Field: "P2", Expr: "P2 >= 0.5 * prev(P2)", Say: text("Số chỗ giảm quá nửa.")})
	return f
}

// The same table holds the script: internal/web/assets/ts/rules.test.mjs.
func TestRulesOfEveryKind(t *testing.T) {
	body, err := os.ReadFile("testdata/checks_kinds.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Typed    report.Entries
		Earlier  struct{ Previous, Same, InYear report.Figures }
		Figures  report.Figures
		Findings []string
	}
	if err := json.Unmarshal(body, &cases); err != nil {
		t.Fatal(err)
	}
	catalog, err := i18n.New(report.Messages(), Messages(), i18n.TextMessages())
	if err != nil {
		t.Fatal(err)
	}
	form := everyKind()
	if err := form.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		r := form.ReadWith(c.Typed, report.Earlier{Previous: c.Earlier.Previous, Same: c.Earlier.Same, InYear: c.Earlier.InYear})
		findings := []string{}
		for _, f := range r.Faults {
			if !report.Hints(f.Key) {
				findings = append(findings, strings.TrimSuffix(f.Field, "why")+" "+catalog.T(i18n.VI, f.Key, f.Args...))
			}
		}
		if strings.Join(findings, "\n") != strings.Join(c.Findings, "\n") {
			t.Errorf("%v: %q, want %q", c.Typed, findings, c.Findings)
		}
		if !maps.Equal(r.Content.Figures, c.Figures) {
			t.Errorf("%v: %v, want %v", c.Typed, r.Content.Figures, c.Figures)
		}
	}
	s := newSpec(shell.Base{Lang: i18n.VI, Catalog: catalog}, report.Report{Form: form}, report.Draft{}, report.Compared{})
	s.Path = ""
	if body, err = json.MarshalIndent(s, "", " "); err != nil {
		t.Fatal(err)
	}
	body = append(body, '\n')
	if *update {
		if err := os.WriteFile("testdata/rules_kinds.json", body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if there, err := os.ReadFile("testdata/rules_kinds.json"); err != nil || !slices.Equal(there, body) {
		t.Errorf("testdata/rules_kinds.json is not what the form gives (%v); run this test with -update", err)
	}
}
