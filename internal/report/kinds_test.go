package report

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report/rollup"
)

// What is stored of forms and filings from before the further kinds must read and hash the same.
func TestStoredFormsAndFilingsKeepTheirBytes(t *testing.T) {
	for i, f := range SampleForms() {
		name := fmt.Sprintf("testdata/quarter-%d.json", i+1)
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := f.Canonical(); f.Version != i+1 || string(got) != string(want) {
			t.Errorf("the canonical JSON of the quarterly report is not that of %s; its stored versions would be refused as different", name)
		}
	}
	v := Version{Version: 1, Number: "1-BC", Dated: 20210401, Content: Content{Figures: Figures{"A2": 3}, Texts: map[string]string{"N2": "Tốt."}}}
	record, _ := canonVersion(v, "u", "r")
	if hash := hashed(record); hash != "7c775cdbd1a91411158fb04139da152f857bb74ab0bc62d6971f718f2fb2cbc9" {
		t.Errorf("hash of a filing without tables is now %s", hash)
	}
}

func site() Entries {
	return Entries{"P1": "1", "P2": "40", "P3": "fibre", "P4": "  Phòng Công nghệ\n số,   máy 101 ",
		"T1.1.name": "Máy chiếu", "T1.1.count": "2", "T1.1.cost": "30,5",
		"T1.4.name": "Loa", "T1.4.count": "4", "T1.4.note": "cũ"}
}

func TestReadTakesEveryKind(t *testing.T) {
	f := SiteForm()
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	r := f.Read(site(), nil)
	if len(r.Faults) > 0 {
		t.Fatal(r.Faults)
	}
	want := Figures{"P1": 1, "P2": 40, "P3.fibre": 1, "P3.leased": 0, "P3.mobile": 0, "P3.none": 0, "T1": 2, "T1.count": 6, "T1.cost": 305}
	if !maps.Equal(r.Content.Figures, want) {
		t.Errorf("figures %v, want %v", r.Content.Figures, want)
	}
	if r.Content.Texts["P3"] != "fibre" || r.Content.Texts["P4"] != "Phòng Công nghệ số, máy 101" {
		t.Errorf("texts %v", r.Content.Texts)
	}
	rows := r.Content.Tables["T1"]
	if len(rows) != 2 || rows[1].Texts["name"] != "Loa" || rows[1].Texts["note"] != "cũ" || rows[0].Figures["cost"] != 305 {
		t.Errorf("rows %v", rows)
	}
	for code, want := range map[string]string{"P1": "Có", "P2": "40", "P3": "cáp quang", "P4": "–", "T1": "2 dòng"} {
		ind, _ := f.Indicator(code)
		if got := f.FigureOf(ind, r.Content.Figures).Text(i18n.VI); got != want {
			t.Errorf("%s prints %s, want %s", code, got, want)
		}
	}
	for word, want := range map[string]string{"Có": "1", "KHÔNG": "0", "yes": "1"} {
		again := f.Read(Entries{"P1": word, "P3": "Cáp quang"}, nil)
		if n := again.Content.Figures["P1"]; i18n.Int(i18n.VI, n) != want || again.Content.Texts["P3"] != "fibre" {
			t.Errorf("%s is read as %d, the option's name as %q", word, n, again.Content.Texts["P3"])
		}
	}
}

func TestKindsSpeakAtTheField(t *testing.T) {
	c, f := catalog(t), SiteForm()
	for _, row := range []struct{ field, typed, key, want string }{
		{"P1", "", "P1", "Có phòng họp trực tuyến riêng: cần trả lời."},
		{"P1", "có lẽ", "P1", "“có lẽ” không phải là Có hoặc Không."},
		{"P3", "vệ tinh", "P3", "Đường truyền chính: không có lựa chọn “vệ tinh”."},
		{"T1.4.count", "", "T1.4.count", "Số lượng ở dòng 4 còn trống."},
		{"T1.4.count", "bốn", "T1.4.count", "“bốn” không phải là số."},
		{"T1.1.cost", "-1", "T1.1.cost", "Kinh phí không thể âm (−1,0)."},
		{"P2", "0", "P2", "Số chỗ ngồi phải lớn hơn 0; không có thì để trống."},
	} {
		e := site()
		e[row.field] = row.typed
		r := f.Read(e, nil)
		if len(r.Faults) != 1 || r.Faults[0].Field != row.key || c.T(i18n.VI, r.Faults[0].Key, r.Faults[0].Args...) != row.want {
			t.Errorf("%s=%q: %v", row.field, row.typed, r.Faults)
		}
	}
}

func TestFieldsAreKnownByName(t *testing.T) {
	f := SiteForm()
	fields := f.Fields()
	for _, field := range fields {
		if !f.takes(field) {
			t.Errorf("the form refuses its own field %s", field)
		}
	}
	for _, field := range []string{"", "T1", "T1.count", "P3.fibre", "T1.0.name", "T1.21.name", "T1.01.name", "T1.1.size", "T1.1", "P2.1.name", "P2why", "P9"} {
		if f.takes(field) || slices.Contains(fields, field) {
			t.Errorf("the form takes %q", field)
		}
	}
	if err := f.checkFields(map[string]string{"T1.20.name": "x", "T1.21.name": "x"}); err == nil {
		t.Error("a row beyond the last is kept")
	}
}

func TestTotalsOfEveryKind(t *testing.T) {
	f := SiteForm()
	l := newLayout(f)
	shape, err := rollup.NewShape([]int{-1, 0, 0, 0})
	if err != nil {
		t.Fatal(err)
	}
	cube := rollup.New(shape, l.rules())
	answers := []Entries{site(), {"P1": "0", "P2": "10", "P3": "fibre", "T1.1.name": "Loa", "T1.1.count": "1"}, {"P1": "1", "P2": "30", "P3": "mobile"}}
	for i, e := range answers {
		cube.Set(i+1, l.row(rollup.Filed, false, f.Read(e, nil).Content.Figures))
	}
	total := func(code string) Figure {
		ind, _ := f.Indicator(code)
		return l.figure(ind, cube.Counters(0), func(col int) rollup.Cell { return cube.Total(rollup.FiledOrBetter, 0, col) })
	}
	for code, want := range map[string][2]string{
		"P1": {"2/3 có", "2/3 yes"}, "P2": {"80", "80"}, "P3": {"cáp quang 2; 4G/5G 1", "fibre 2; 4G/5G 1"}, "P4": {"–", "–"}, "T1": {"3 dòng", "3 rows"},
	} {
		if fig := total(code); fig.Text(i18n.VI) != want[0] || fig.Text(i18n.EN) != want[1] {
			t.Errorf("%s: %s / %s, want %v", code, fig.Text(i18n.VI), fig.Text(i18n.EN), want)
		}
	}
	gear := total("T1")
	if gear.Have != 2 || gear.Of != 3 || len(gear.Parts) != 2 || gear.Parts[0].Text(i18n.VI) != "7" || gear.Parts[1].Text(i18n.VI) != "30,5" || gear.Parts[1].Have != 1 {
		t.Errorf("the table's total: %+v", gear)
	}
}

// A report that was taken over from elsewhere comes back for mending as somebody would have typed it.
func TestRowsComeBackAsTyped(t *testing.T) {
	f := SiteForm()
	first := f.Read(site(), nil).Content
	fields := seedFields(f, Seeded{Figures: first.Figures, Texts: first.Texts, Tables: first.Tables})
	again := f.Read(fields, nil)
	if len(again.Faults) > 0 || !maps.Equal(again.Content.Figures, first.Figures) || len(again.Content.Tables["T1"]) != 2 || again.Content.Texts["P4"] != first.Texts["P4"] {
		t.Errorf("%v: %+v", again.Faults, again.Content)
	}
}

func TestKindsThatDoNotFitTogetherAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Form){
		"one option":          func(f *Form) { f.Indicators[2].Options = f.Indicators[2].Options[:1] },
		"option twice":        func(f *Form) { f.Indicators[2].Options[1].Code = "fibre" },
		"option with a dot":   func(f *Form) { f.Indicators[2].Options[1].Code = "a.b" },
		"no columns":          func(f *Form) { f.Indicators[4].Columns = nil },
		"column of a table":   func(f *Form) { f.Indicators[4].Columns[0].Kind = Table },
		"too many rows":       func(f *Form) { f.Indicators[4].Rows = MostRows + 1 },
		"options of a number": func(f *Form) { f.Indicators[1].Options = f.Indicators[2].Options },
		"yes and no at most":  func(f *Form) { f.Indicators[0].Across = Max },
		"text added up":       func(f *Form) { f.Indicators[3].Across = Sum },
		"unknown kind":        func(f *Form) { f.Indicators[1].Kind = "colour" },
		"unknown basis":       func(f *Form) { f.Basis = "daily" },
		"choice as narrative": func(f *Form) { f.Narratives[0].Code = "P3" },
		"rule across time":    func(f *Form) { f.Indicators[1].AcrossTime = "often" },
	} {
		f := SiteForm()
		spoil(&f)
		if err := f.Validate(); fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRuleOverTimeFollowsTheBasis(t *testing.T) {
	f := SampleForm()
	cumulative := f
	cumulative.Basis = YearToDate
	for code, want := range map[string][2]AcrossTime{
		"B1": {TimeSum, TimeLast}, "A5": {TimeLast, TimeLast}, "B4": {TimeLast, TimeLast}, "C3": {TimeRatio, TimeRatio}, "C4": {TimeMean, TimeMean}, "A6": {TimeRatio, TimeRatio},
	} {
		ind, _ := f.Indicator(code)
		if got := [2]AcrossTime{f.OverTime(ind), cumulative.OverTime(ind)}; got != want {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
	desk, _ := SiteForm().Indicator("P4")
	if got := SiteForm().OverTime(desk); got != TimeNone {
		t.Errorf("a text over time: %s", got)
	}
}
