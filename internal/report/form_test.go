package report

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report/rollup"
)

func catalog(t *testing.T) *i18n.Catalog {
	t.Helper()
	c, err := i18n.New(Messages(), i18n.TextMessages())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSampleFormHoldsFortyIndicators(t *testing.T) {
	f := SampleForm()
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	sizes := map[string]int{"A": 6, "B": 7, "C": 4, "D": 4, "E": 3, "F": 3, "G": 3, "H": 6, "I": 4}
	for section, n := range sizes {
		if got := len(f.Of(section)); got != n {
			t.Errorf("section %s has %d indicators, want %d", section, got, n)
		}
	}
	if len(f.Indicators) != 40 || len(f.Narratives) != 6 {
		t.Errorf("%d indicators, %d texts", len(f.Indicators), len(f.Narratives))
	}
	for _, ind := range f.Indicators {
		if ind.Name.VI == "" || ind.Name.EN == "" || ind.Unit.VI == "" || ind.Unit.EN == "" {
			t.Errorf("%s lacks a name or unit", ind.Code)
		}
	}
	for _, slot := range f.Slots() {
		if slot.Name.VI == "" || slot.Name.EN == "" {
			t.Errorf("slot %s lacks a name", slot.Code)
		}
	}
}

func TestFormSurvivesItsCanonicalJSON(t *testing.T) {
	f := SampleForm()
	body, err := f.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	var back Form
	if err := json.Unmarshal(body, &back); err != nil {
		t.Fatal(err)
	}
	if again, _ := back.Canonical(); string(again) != string(body) {
		t.Error("canonical JSON changes on the way back")
	}
	if !reflect.DeepEqual(f.Slots(), back.Slots()) {
		t.Error("slots change on the way back")
	}
}

func TestFormsThatDoNotFitTogetherAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Form){
		"no code":             func(f *Form) { f.Code = "" },
		"code twice":          func(f *Form) { f.Indicators[1].Code = "A3" },
		"unknown part":        func(f *Form) { f.Indicators[1].PartOf = "Z9" },
		"unknown section":     func(f *Form) { f.Indicators[1].Section = "Z" },
		"percentage summed":   func(f *Form) { f.Indicators[5].Across = Sum },
		"check without field": func(f *Form) { f.Checks[0].Field = "Z9" },
		"mean without bound":  func(f *Form) { f.Indicators[16].Most = 0; f.Indicators[16].Most = 2_000_000 },
		"warning that cannot": func(f *Form) { f.Checks[3].Warn = true },
	} {
		f := SampleForm()
		spoil(&f)
		if err := f.Validate(); fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// good is a draft that passes all checks.
func good() Entries {
	return Entries{
		"A2": "412", "A3": "609", "A4": "4.318", "A5": "118.462", "A6n": "925", "A6d": "962",
		"B1": "1.398", "B2": "812", "B3": "96", "B4": "2.990", "B6": "1.207", "B7": "7",
		"C1": "38", "C2": "38", "C4": "44,2", "C4w": "1.140", "D1": "12", "D2": "8", "D3": "3", "D4n": "5", "D4d": "5",
		"E1": "12", "E2": "840", "E3": "2,5", "F1": "1643", "F2": "1528", "G1": "45", "G2": "31", "G3n": "16", "G3d": "19",
		"H1": "14", "H2": "8", "H4": "0",
		"I1": "1.439", "I2": "934.863", "I3n": "931.813", "I3d": "934.863", "I4": "152",
		"N2": "Chuẩn bị bầu cử đúng tiến độ.", "N3": "Một số việc còn chậm.", "N6": "Tổ chức tốt cuộc bầu cử.",
	}
}

func TestReadTakesAGoodDraft(t *testing.T) {
	f := SampleForm()
	r := f.Read(good(), map[string]int64{"B1": 0})
	if len(r.Faults) > 0 {
		t.Fatal(r.Faults)
	}
	for code, want := range (Figures{"A1": 1021, "C4": 442, "E3": 25, "B5y": 0, "I2": 934_863}) {
		if r.Content.Figures[code] != want {
			t.Errorf("%s = %d, want %d", code, r.Content.Figures[code], want)
		}
	}
	for code, want := range map[string]string{"A6": "96,2%", "B5": "46,8%", "C3": "100,0%", "F3": "93,0%", "H3": "57,1%", "I3": "99,7%", "C4": "44,2", "A1": "1.021"} {
		ind, _ := f.Indicator(code)
		if got := f.FigureOf(ind, r.Content.Figures).Text(i18n.VI); got != want {
			t.Errorf("%s prints %s, want %s", code, got, want)
		}
	}
}

func TestChecksSpeakAtTheFieldWithBothNumbers(t *testing.T) {
	c := catalog(t)
	for _, row := range []struct {
		change    Entries
		field, vi string
	}{
		{Entries{"B2": "1.412"}, "B2", "Nữ (1.412) lớn hơn tổng số kết nạp (1.398)."},
		{Entries{"B3": "1.399"}, "B3", "Kết nạp ở doanh nghiệp ngoài Nhà nước (1.399) lớn hơn tổng số kết nạp (1.398)."},
		{Entries{"A2": "mười"}, "A2", "“mười” không phải là số."},
		{Entries{"B1": "1,5"}, "B1", "Chỗ này ghi số nguyên, “1,5” có phần thập phân."},
		{Entries{"B1": "1e309"}, "B1", "“1e309” không phải là số."},
		{Entries{"B1": "-1"}, "B1", "Tổng số kết nạp không thể âm (−1)."},
		{Entries{"B1": "99999999999"}, "B1", "Tổng số kết nạp (99.999.999.999) vượt mức lớn nhất có thể (10.000.000.000)."},
		{Entries{"A6n": "963"}, "A6n", "Thôn, ấp, khu phố có tổ chức (963) lớn hơn tổng số thôn, ấp, khu phố (962)."},
		{Entries{"A6n": ""}, "A6n", "Thôn, ấp, khu phố có tổ chức chưa có, trong khi đã có tổng số thôn, ấp, khu phố."},
		{Entries{"A2": "0"}, "A4", "Chi bộ trực thuộc đảng ủy cơ sở (4.318) phải là 0 khi đảng bộ (hội) cơ sở là 0."},
		{Entries{"E1": "0"}, "E2", "Số lượt người tham gia (840) phải là 0 khi số lớp đã mở là 0."},
		{Entries{"C2": "39"}, "C2", "Số đã tổ chức đại hội (39) lớn hơn số phải tổ chức đại hội (38)."},
		{Entries{"C4w": ""}, "C4w", "Số cấp ủy viên được bầu chưa có, trong khi đã có tuổi bình quân cấp ủy mới."},
		{Entries{"C4": "4.420"}, "C4", "Tuổi bình quân cấp ủy mới (4.420,0) vượt mức lớn nhất có thể (120,0)."},
		{Entries{"H2": "15"}, "H2", "Số việc đã hoàn thành (15) lớn hơn số việc trong chương trình năm (14)."},
		{Entries{"I4": "1.440"}, "I4", "Số khu vực đạt 100% (1.440) lớn hơn số khu vực bỏ phiếu (1.439)."},
		{Entries{"B4": "0"}, "B4", "Chỉ tiêu kết nạp được giao phải lớn hơn 0; không có thì để trống."},
		{Entries{"A5": ""}, "A5", "Tổng số đảng viên (hội viên) là số bắt buộc."},
		{Entries{"N2": "  "}, "N2", "Mục “Kết quả nổi bật” còn trống."},
		{Entries{"F2": "1.700"}, "F2why", "Biên chế hiện có (1.700) lớn hơn biên chế được giao (1.643). Nếu đúng như vậy, ghi lý do."},
	} {
		e := good()
		for k, v := range row.change {
			e[k] = v
		}
		r := SampleForm().Read(e, map[string]int64{"B1": 0})
		found := false
		for _, f := range r.Faults {
			if f.Field == row.field {
				found = true
				if got := c.T(i18n.VI, f.Key, f.Args...); got != row.vi {
					t.Errorf("%v: %q, want %q", row.change, got, row.vi)
				}
				if en := c.T(i18n.EN, f.Key, f.Args...); strings.Contains(en, "{") {
					t.Errorf("%v: English lacks an argument: %q", row.change, en)
				}
			}
		}
		if !found {
			t.Errorf("%v: nothing at %s, but %v", row.change, row.field, r.Faults)
		}
	}
}

// A part is held against its whole though nobody wrote that check; a check of the form's own on the two stands in its place.
func TestAPartIsNotMoreThanItsWhole(t *testing.T) {
	f := Form{Code: "thang", Version: 1, Title: t2("Tháng"), Sections: []Section{{Code: "A", Title: t2("A")}}, Indicators: []Indicator{
		{Code: "A1", Section: "A", Name: t2("Đến"), Short: t2("văn bản đến"), Kind: Int, Across: Sum, Basis: Flow},
		{Code: "A2", Section: "A", Name: t2("Đúng hạn"), Short: t2("đúng hạn"), Kind: Int, Across: Sum, Basis: Flow, PartOf: "A1"},
		{Code: "A3", Section: "A", Name: t2("Số giờ"), Kind: Dec, Scale: 1, Across: Sum, Basis: Flow, PartOf: "A1"}, // of another scale: not to be compared
	}}
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	r := f.Read(Entries{"A1": "120", "A2": "130", "A3": "99,5"}, nil)
	if len(r.Faults) != 1 || r.Faults[0].Field != "A2" || r.Faults[0].Key != "report.more_than" {
		t.Fatalf("faults %v", r.Faults)
	}
	f.Checks = []Check{{Test: PartTest, Field: "A2", Of: []string{"A1"}, Warn: true}}
	if r = f.fresh().Read(Entries{"A1": "120", "A2": "130", "A2why": "Cả văn bản của tháng trước.", "A3": "1"}, nil); len(r.Faults) != 0 || len(r.Warnings) != 1 {
		t.Fatalf("faults %v, warnings %v", r.Faults, r.Warnings)
	}
	if n := len(SampleForm().AllChecks()); n != len(SampleForm().Checks) {
		t.Errorf("%d checks of the quarterly report, %d written", n, len(SampleForm().Checks))
	}
}

func t2(text string) i18n.Text { return t(text, text) }

func TestAWarningPassesWithItsReason(t *testing.T) {
	e := good()
	e["F2"], e["F2why"] = "1.700", "Tiếp nhận từ hai đơn vị sáp nhập."
	r := SampleForm().Read(e, map[string]int64{"B1": 0})
	if len(r.Faults) != 0 || len(r.Warnings) != 1 || r.Content.Reasons["F2"] == "" {
		t.Fatalf("faults %v, warnings %v, reasons %v", r.Faults, r.Warnings, r.Content.Reasons)
	}
}

func TestYearToDateIsKnownTypedOrMissing(t *testing.T) {
	f := SampleForm()
	b5, _ := f.Indicator("B5")
	e := good()
	if got := f.FigureOf(b5, f.Read(e, map[string]int64{"B1": 602}).Content.Figures).Text(i18n.VI); got != "66,9%" { // 2.000 / 2.990
		t.Errorf("from earlier filings: %s", got)
	}
	if got := f.FigureOf(b5, f.Read(e, nil).Content.Figures); got.Known {
		t.Errorf("a ratio without its year: %+v", got)
	}
	e["B5y"] = "602"
	if got := f.FigureOf(b5, f.Read(e, nil).Content.Figures).Text(i18n.VI); got != "66,9%" {
		t.Errorf("typed by the unit: %s", got)
	}
}

func TestFiguresSurviveStorage(t *testing.T) {
	v := SampleForm().Read(good(), nil).Content.Figures
	text := encodeFigures(v)
	back, err := decodeFigures(text)
	if err != nil || !reflect.DeepEqual(v, back) || encodeFigures(back) != text {
		t.Fatalf("%v %v", err, back)
	}
	var plain map[string]int64
	if err := json.Unmarshal([]byte(text), &plain); err != nil || len(plain) != len(v) {
		t.Fatalf("not JSON: %v", err)
	}
	for _, bad := range []string{"", "{", "[]", `{"A":}`, `{"A":1,`, `{A:1}`, `{"A":1.5}`, `{"A" :1}`} {
		if _, err := decodeFigures(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

// What is read straight into columns is what the decoded figures make, for every kind of column, and in whatever order they stand.
func TestFiguresReadIntoColumnsAreThoseOfTheRow(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for name, f := range map[string]Form{"sample": SampleForm(), "formulas": withFormulas(), "site": SiteForm()} {
		l := newLayout(f)
		if len(l.columns) == 0 {
			t.Fatalf("%s has no columns", name)
		}
		y := l.tray()
		var codes []string
		for _, s := range f.Slots() {
			codes = append(codes, s.Code)
		}
		for _, ind := range f.Indicators {
			for _, o := range ind.Options {
				codes = append(codes, ind.Code+"."+o.Code)
			}
			for _, c := range ind.Columns {
				codes = append(codes, ind.Code+"."+c.Code)
			}
		}
		codes = append(codes, "ZZ9", "0")
		for range 200 {
			v := Figures{}
			for _, code := range codes {
				if r.IntN(3) > 0 {
					v[code] = r.Int64N(1<<40) - 1<<39
				}
			}
			text := encodeFigures(v)
			if r.IntN(4) == 0 && len(v) > 1 { // as no encoder writes it
				body := strings.Split(text[1:len(text)-1], ",")
				r.Shuffle(len(body), func(i, j int) { body[i], body[j] = body[j], body[i] })
				text = "{" + strings.Join(body, ",") + "}"
			}
			want := l.row(rollup.Filed, false, v)
			values, has := make([]int64, len(l.columns)), make([]bool, len(l.columns))
			if err := y.read(text, values, has); err != nil {
				t.Fatal(err)
			}
			for col := range l.columns {
				if has[col] != want.Has[col] || has[col] && values[col] != want.Values[col] {
					t.Fatalf("%s, column %d: %d %v, want %d %v", name, col, values[col], has[col], want.Values[col], want.Has[col])
				}
			}
		}
	}
}

func FuzzDecodeFigures(f *testing.F) {
	f.Add(`{"A1":1,"B2":-3}`)
	f.Add(`{"":0}`)
	f.Fuzz(func(t *testing.T, s string) {
		v, err := decodeFigures(s)
		if err == nil && len(v) == 0 && s != "{}" {
			t.Errorf("%q gave nothing", s)
		}
	})
}

func TestRatiosAddPartsAndMeansAddProducts(t *testing.T) {
	f := SampleForm()
	l := newLayout(f)
	shape, _ := rollup.NewShape([]int{-1, 0, 0, 0})
	b := &board{lay: l, cube: rollup.New(shape, l.rules())}
	b.cube.Set(1, l.row(rollup.Filed, false, Figures{"F1": 100, "F2": 50, "C4": 400, "C4w": 10, "H4": 3}))
	b.cube.Set(2, l.row(rollup.Accepted, true, Figures{"F1": 300, "F2": 300, "C4": 500, "C4w": 30, "H4": 9}))
	b.cube.Set(3, l.row(rollup.Filed, false, Figures{"F1": 999})) // no F2: stays out of the ratio, not out of the sum
	figure := func(code string, layer rollup.Layer) Figure {
		ind, _ := f.Indicator(code)
		return b.figure(layer, 0, ind)
	}
	for _, row := range []struct {
		code  string
		layer rollup.Layer
		text  string
		have  int64
	}{
		{"F3", rollup.FiledOrBetter, "87,5%", 2}, // 350/400, not the mean of 50 and 100
		{"F3", rollup.AcceptedOnly, "100,0%", 1},
		{"F1", rollup.FiledOrBetter, "1.399", 3},
		{"C4", rollup.FiledOrBetter, "47,5", 2}, // (40,0·10 + 50,0·30) / 40
		{"H4", rollup.FiledOrBetter, "9", 2},
		{"A1", rollup.FiledOrBetter, "–", 0},
		{"H6", rollup.FiledOrBetter, "66,7%", 3},
	} {
		got := figure(row.code, row.layer)
		if got.Text(i18n.VI) != row.text || got.Have != row.have || got.Of != 3 {
			t.Errorf("%s: %s with %d/%d, want %s with %d/3", row.code, got.Text(i18n.VI), got.Have, got.Of, row.text, row.have)
		}
	}
}

func TestChange(t *testing.T) {
	fig := func(v int64, pct bool) Figure { return Figure{Known: true, Value: v, Scale: 0, Pct: pct} }
	diff, p, ok, has := fig(1412, false).Change(fig(842, false))
	if diff != 570 || p != 677 || !ok || !has {
		t.Errorf("%d %d %v %v", diff, p, ok, has)
	}
	if _, _, ok, _ := fig(1, false).Change(Figure{}); ok {
		t.Error("compared with nothing")
	}
	if _, _, _, has := fig(10, true).Change(fig(5, true)); has {
		t.Error("per cent of per cent")
	}
	if _, _, ok, has := fig(10, false).Change(fig(0, false)); !ok || has {
		t.Error("per cent of nought")
	}
}

func TestMergeKeepsBothDesks(t *testing.T) {
	now := map[string]Typed{"A2": {Text: "10", Version: 3, Name: "Ngân"}, "A3": {Text: "5", Version: 1}}
	changed, clashes := merge(now, Save{Base: 2, Fields: map[string]string{"A2": "11", "A3": "6", "A4": "", "B1": "7"}})
	if !reflect.DeepEqual(changed, map[string]string{"A3": "6", "B1": "7"}) || len(clashes) != 1 || clashes[0] != (Clash{Field: "A2", Text: "10", Name: "Ngân"}) {
		t.Errorf("%v %v", changed, clashes)
	}
	// Fields that were last seen on different versions are judged each by its own.
	changed, clashes = merge(now, Save{Base: 9, Bases: map[string]int64{"A2": 2, "A3": 0}, Fields: map[string]string{"A2": "11", "A3": "6", "B1": "7"}})
	if !reflect.DeepEqual(changed, map[string]string{"B1": "7"}) || len(clashes) != 2 {
		t.Errorf("by field: %v %v", changed, clashes)
	}
	if changed, clashes := merge(now, Save{Base: 2, Bases: map[string]int64{"A2": 3}, Fields: map[string]string{"A2": "11"}}); len(changed) != 1 || len(clashes) != 0 {
		t.Errorf("seen since: %v %v", changed, clashes)
	}
	if changed, clashes := merge(now, Save{Base: 2, Force: true, Fields: map[string]string{"A2": "11"}}); len(changed) != 1 || len(clashes) != 0 {
		t.Errorf("forced: %v %v", changed, clashes)
	}
	if _, clashes := merge(now, Save{Base: 0, Fields: map[string]string{"A2": "10"}}); len(clashes) != 0 {
		t.Error("the same text clashes")
	}
}

func TestOnlyPDFBelowTwentyMegabytes(t *testing.T) {
	ok := Official{Number: "125-BC/BTC", Dated: 20210319}
	for name, row := range map[string]struct {
		o   Official
		key string
	}{
		"plain":      {ok, ""},
		"pdf":        {Official{Number: "1", Dated: 20210319, File: []byte("%PDF-1.7 …"), FileName: "a.pdf"}, ""},
		"word":       {Official{Number: "1", Dated: 20210319, File: []byte("PK\x03\x04"), FileName: "a.pdf"}, "report.not_pdf"},
		"html":       {Official{Number: "1", Dated: 20210319, File: []byte("<html>"), FileName: "a.pdf"}, "report.not_pdf"},
		"large":      {Official{Number: "1", Dated: 20210319, File: append([]byte("%PDF-"), make([]byte, maxPDF)...), FileName: "a.pdf"}, "report.pdf_too_large"},
		"mật":        {Official{Number: "1-BC/BTC-MẬT", Dated: 20210319}, "document.marked_only"},
		"mật file":   {Official{Number: "1", Dated: 20210319, File: []byte("%PDF-1.7 …"), FileName: "TỐI MẬT.pdf"}, "document.marked_only"},
		"no number":  {Official{Dated: 20210319}, "report.number_missing"},
		"no date":    {Official{Number: "1"}, "report.date_missing"},
		"no day":     {Official{Number: "1", Dated: 20210431}, "report.date_missing"},
		"tomorrow":   {Official{Number: "1", Dated: 20210320}, "report.date_future"},
		"before all": {Official{Number: "1", Dated: 20201231}, "report.date_early"},
	} {
		err := checkOfficial(row.o, 20210101, 20210319)
		if row.key == "" && err != nil || row.key != "" && !fault.Is(err, row.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFileNamesAreTidied(t *testing.T) {
	for in, want := range map[string]string{`C:\Users\a\Báo cáo.pdf`: "Báo cáo.pdf", "../../etc/x.pdf": "x.pdf", "a\"\r\nb.pdf": "ab.pdf"} {
		if got := tidyName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestMessagesAreCompleteInBothLanguages(t *testing.T) {
	for key, text := range Messages() {
		if text.VI == "" || text.EN == "" || !reflect.DeepEqual(i18n.Placeholders(text.VI), i18n.Placeholders(text.EN)) {
			t.Errorf("%s: %+v", key, text)
		}
	}
}
