package report_test

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// A form is begun, drafted by its keeper alone, published, asked with, and changed again: open requests keep theirs.
func TestFormIsDesignedPublishedAndChanged(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	who, stranger := w.office, w.clerk
	f := report.SiteForm()
	f.Code = "site-check"
	must(t, w.report.NewForm(ctx, who, w.coc.ID, f, "n1"))
	must(t, w.report.NewForm(ctx, who, w.coc.ID, f, "n1")) // the same click
	if err := w.report.NewForm(ctx, who, w.coc.ID, f, "n2"); !fault.Is(err, "report.form_code_taken") {
		t.Errorf("a code twice: %v", err)
	}
	if _, err := w.report.FormFile(ctx, stranger, f.Code); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("another unit sees the draft: %v", err)
	}
	_, d, err := w.report.DesignedForm(ctx, who, f.Code)
	must(t, err)
	bad := d.Form
	bad.Indicators = append([]report.Indicator{}, bad.Indicators...)
	bad.Indicators[1].Section = "Z"
	must(t, w.report.SaveForm(ctx, who, bad, d.Version, "s1"))
	if err := w.report.SaveForm(ctx, who, bad, d.Version, "s2"); !fault.Is(err, "report.form_moved") {
		t.Errorf("a stale page: %v", err)
	}
	if err := w.report.PublishForm(ctx, who, f.Code, d.Version+1, "p1"); !fault.Is(err, "report.form_section") {
		t.Errorf("what does not fit is published: %v", err)
	}
	must(t, w.report.SaveForm(ctx, who, f, d.Version+1, "s3"))
	must(t, w.report.PublishForm(ctx, who, f.Code, d.Version+2, "p2"))
	file, err := w.report.FormFile(ctx, stranger, f.Code)
	must(t, err)
	if len(file.Versions) != 1 || file.MayKeep || file.Draft != nil {
		t.Fatalf("%+v", file)
	}
	if err := w.report.EditForm(ctx, stranger, f.Code, ""); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("another unit drafts: %v", err)
	}
	r, err := w.report.OpenRequest(ctx, who, report.NewRequest{FormCode: f.Code, PeriodText: "quý I/2021", Opener: w.coc.ID, Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20210410, 1020)})
	must(t, err)

	must(t, w.report.EditForm(ctx, who, f.Code, "e1"))
	must(t, w.report.EditForm(ctx, who, f.Code, "e2")) // begun already
	_, d, err = w.report.DesignedForm(ctx, who, f.Code)
	must(t, err)
	if err := w.report.PublishForm(ctx, who, f.Code, d.Version, "p3"); !fault.Is(err, "report.form_unchanged") {
		t.Errorf("the same again: %v", err)
	}
	next := d.Form
	next.Indicators = append(append([]report.Indicator{}, next.Indicators...), report.Indicator{Code: "P5", Section: "P", Name: i18n.Text{VI: "Chỗ ngồi mỗi máy", EN: "Seats per device"},
		Kind: report.Dec, Scale: 1, Across: report.FromTotals, Basis: report.Computed, Formula: "P2 / T1.count"})
	must(t, w.report.SaveForm(ctx, who, next, d.Version, "s4"))
	must(t, w.report.PublishForm(ctx, who, f.Code, d.Version+1, "p4"))
	news, err := w.report.NewerForm(ctx, who, r.ID)
	must(t, err)
	if news == nil || news.Newest.Version != 2 || news.Used != 1 || news.Last.ID != r.ID || len(news.Changes) != 1 || news.Changes[0].Key != "report.added_indicator" {
		t.Errorf("%+v", news)
	}
	if used, _ := w.report.FormOf(ctx, who, r.ID); used.Version != 1 {
		t.Errorf("the open request has version %d", used.Version)
	}
	asked, err := w.report.FormsAsked(ctx, who, f.Code)
	must(t, err)
	if len(asked) != 1 {
		t.Errorf("%v", asked)
	}
	must(t, w.report.EditForm(ctx, who, f.Code, "e3"))
	must(t, w.report.DropForm(ctx, who, f.Code, 1, "d1"))
	if _, _, err := w.report.DesignedForm(ctx, who, f.Code); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a dropped draft: %v", err)
	}
}

// Two forms that share three of ten indicators are flagged with the mapping; a reason takes a pair out of the hours.
func TestBurdenFindsWhatIsAskedTwice(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	_, err := w.report.OpenRequest(ctx, w.office, report.NewRequest{FormCode: report.SampleCode, PeriodText: "quý I/2021", Opener: w.coc.ID, Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20210410, 1020)})
	if err != nil && !fault.Is(err, "report.asked_already") {
		t.Fatal(err)
	}
	quarter := report.SampleForm()
	f := report.Form{Code: "monthly", Title: i18n.Text{VI: "Báo cáo tháng", EN: "Monthly report"}, Sections: []report.Section{{Code: "X", Title: i18n.Text{VI: "Số liệu", EN: "Figures"}}},
		Indicators: []report.Indicator{}, Narratives: []report.Narrative{}, Checks: []report.Check{}}
	for _, code := range []string{"A5", "B1", "D3"} {
		ind, _ := quarter.Indicator(code)
		ind.Section, ind.Code = "X", "X"+code
		f.Indicators = append(f.Indicators, ind)
	}
	for i := range 7 {
		f.Indicators = append(f.Indicators, report.Indicator{Code: "Y" + string(rune('1'+i)), Section: "X", Name: i18n.Text{VI: "Việc riêng " + string(rune('1'+i))}, Kind: report.Int, Across: report.Sum, Basis: report.Flow})
	}
	must(t, w.report.NewForm(ctx, w.office, w.coc.ID, f, ""))
	effort := report.Effort{Figure: 3, Scope: org.Scope{Kind: org.ScopeAll}, Period: when.Quarter}
	b, _, err := w.report.FormBurden(ctx, w.office, f.Code, &effort)
	must(t, err)
	if b.Figures != 10 || b.Minutes != 30 || b.Hours != 10 || len(b.Again) != 3 || b.HoursAgain != 3 || b.Again[1].Units != 5 || b.Again[1].Pair() != "XB1=quarter.B1" {
		t.Errorf("%+v", b)
	}
	must(t, w.report.SayDifferent(ctx, w.office, f.Code, b.Again[1].Pair(), "Tính cả kết nạp lại.", 1, ""))
	b, _, err = w.report.FormBurden(ctx, w.office, f.Code, &effort)
	must(t, err)
	if b.HoursAgain != 2 || b.Again[1].Why == "" {
		t.Errorf("%+v", b)
	}
	effort.Period = when.Month
	b, e, err := w.report.FormBurden(ctx, w.office, f.Code, &effort)
	must(t, err)
	if len(b.Again) != 0 || b.HoursAgain != 0 || b.Hours != 30 || e.Times != 12 {
		t.Errorf("nobody reports it by month: %+v %+v", b, e)
	}
	// Another form asks the boards alone: of a scope that holds them and others only the boards are asked twice.
	w.set(2021, 6, 1, 9)
	site := report.SiteForm()
	must(t, w.report.NewForm(ctx, w.office, w.coc.ID, site, ""))
	must(t, w.report.PublishForm(ctx, w.office, site.Code, 1, ""))
	n := w.boards()
	n.FormCode, n.PeriodText, n.Deadline = site.Code, "tháng 5/2021", when.At(20210610, 600)
	w.open(n)
	p2, _ := site.Indicator("P2")
	p2.Code, p2.Section = "X9", "X"
	_, d, err := w.report.DesignedForm(ctx, w.office, f.Code)
	must(t, err)
	d.Form.Indicators = append(d.Form.Indicators, p2)
	must(t, w.report.SaveForm(ctx, w.office, d.Form, d.Version, ""))
	for _, c := range []struct {
		scope org.Scope
		want  int
	}{{org.Scope{Kind: org.ScopeAll}, 2}, {org.Scope{Kind: org.ScopeKind, Value: "board"}, 2}, {org.Scope{Kind: org.ScopeLevel, Value: "commune"}, 0}} {
		effort.Scope = c.scope
		b, e, err := w.report.FormBurden(ctx, w.office, f.Code, &effort)
		must(t, err)
		if c.want == 0 && len(b.Again) != 0 || c.want > 0 && (len(b.Again) != 1 || b.Again[0].Units != c.want || b.Again[0].Form.Code != site.Code) {
			t.Errorf("%v: %+v of %d units", c.scope, b.Again, e.Units)
		}
	}
	// What is said to be something else than the one form collects may still be what a third one collects.
	effort.Scope = org.Scope{Kind: org.ScopeAll}
	third := report.Form{Code: "third", Title: i18n.Text{VI: "Theo dõi chỗ ngồi"}, Sections: []report.Section{{Code: "X", Title: i18n.Text{VI: "Số liệu"}}},
		Indicators: []report.Indicator{p2}, Narratives: []report.Narrative{}, Checks: []report.Check{}}
	must(t, w.report.NewForm(ctx, w.office, w.coc.ID, third, ""))
	must(t, w.report.PublishForm(ctx, w.office, third.Code, 1, ""))
	n.FormCode, n.Scope = third.Code, org.Scope{Kind: org.ScopeList, Units: []ident.ID{w.pob.ID}}
	w.open(n)
	pairs := func() (list []string, hours int) {
		b, _, err := w.report.FormBurden(ctx, w.office, f.Code, &effort)
		must(t, err)
		for _, a := range b.Again {
			list = append(list, a.Pair())
		}
		return list, b.HoursAgain
	}
	if list, hours := pairs(); !slices.Equal(list, []string{"X9=" + site.Code + ".P2"}) || hours != 2 {
		t.Errorf("%v %d", list, hours)
	}
	must(t, w.report.SayDifferent(ctx, w.office, f.Code, "X9="+site.Code+".P2", "Tính cả ghế phụ.", d.Version+1, ""))
	if list, hours := pairs(); !slices.Equal(list, []string{"X9=" + site.Code + ".P2", "X9=third.X9"}) || hours != 1 {
		t.Errorf("%v %d", list, hours)
	}
}

// A form goes out as a workbook and as JSON and comes back the same; hostile files are refused and wrong cells named.
func TestFormComesBackFromItsFiles(t *testing.T) {
	tell := func(key string, _ ...any) string { return report.Messages()[key].VI }
	for _, f := range []report.Form{report.SampleForm(), report.SiteForm()} {
		want, _ := f.Canonical()
		body, err := report.FormBook(f, tell)
		must(t, err)
		back, err := report.ReadFormFile(body, f)
		must(t, err)
		if got, _ := back.Canonical(); !bytes.Equal(got, want) {
			t.Errorf("%s comes back otherwise from its workbook:\n%s\n%s", f.Code, got, want)
		}
		back, err = report.ReadFormFile(want, f)
		must(t, err)
		if got, _ := back.Canonical(); !bytes.Equal(got, want) {
			t.Errorf("%s comes back otherwise from its JSON", f.Code)
		}
	}
	bad := report.SiteForm()
	bad.Indicators[0].Rows = 5000
	body, err := report.FormBook(bad, tell)
	must(t, err)
	if _, err := report.ReadFormFile(body, bad); !fault.Is(err, "report.form_cell") {
		t.Errorf("%v", err)
	}
	for _, data := range []string{"", "PK\x03\x04rubbish", "{", `{"code":"x"} {}`, `{"colour":1}`, "\xD0\xCF\x11\xE0"} {
		if _, err := report.ReadFormFile([]byte(data), bad); fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// A draft knows what earlier filings say: the period before, the same period last year, and the year so far.
func TestDraftKnowsEarlierFilings(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	f := report.SiteForm()
	f.Code, f.Basis = "so-far", report.YearToDate
	f.Indicators = append(f.Indicators, report.Indicator{Code: "P6", Section: "P", Name: i18n.Text{VI: "Số cuộc họp"}, Kind: report.Int, Across: report.Sum, Basis: report.Flow})
	f.Checks = append(f.Checks,
		report.Check{Test: report.ExprTest, Field: "P2", Expr: "P2 >= prev(P2)", Say: i18n.Text{VI: "Ít chỗ hơn kỳ trước."}},
		report.Check{Test: report.ExprTest, Field: "P2", Expr: "P2 <= 2 * same(P2)", Say: i18n.Text{VI: "Hơn hai lần cùng kỳ."}})
	_, err := w.report.EnsureForm(ctx, system(), f)
	must(t, err)
	seed := func(period string, at when.Date, figures report.Figures) {
		r, err := w.report.SeedRequest(ctx, system(), report.NewRequest{FormCode: f.Code, PeriodText: period, Opener: w.coc.ID, Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(at, 1020)}, when.At(at, 480))
		must(t, err)
		must(t, w.report.Seed(ctx, system(), r.ID, []report.Seeded{{Unit: w.pob.ID, State: report.StateAccepted, Figures: figures, Texts: map[string]string{"P3": "fibre"},
			Tables: map[string][]report.TableRow{"T1": {{Texts: map[string]string{"name": "Loa"}, Figures: report.Figures{"count": 3}}}}, FiledAt: when.At(at, 600), Number: "1-BC"}}))
	}
	seed("quý II/2020", 20200701, report.Figures{"P2": 20, "P6": 99})
	seed("quý I/2021", 20210301, report.Figures{"P2": 50, "P6": 10})
	r, err := w.report.OpenRequest(ctx, w.office, report.NewRequest{FormCode: f.Code, PeriodText: "quý II/2021", Opener: w.coc.ID, Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20210710, 1020)})
	must(t, err)
	own, err := w.report.ReportOf(ctx, w.specialist, r.ID, w.pob.ID)
	must(t, err)
	_, err = w.report.SaveDraft(ctx, w.specialist, own.Filing.ID, report.Save{Fields: map[string]string{"P1": "1", "P2": "45", "P3": "fibre", "P6": "9"}})
	must(t, err)
	d, err := w.report.Draft(ctx, w.specialist, own.Filing.ID)
	must(t, err)
	if d.Earlier.Previous["P2"] != 50 || d.Earlier.Same["P2"] != 20 || d.Earlier.InYear["P6"] != 10 || d.Earlier.Previous["T1.count"] != 3 || d.Earlier.Previous["P3.fibre"] != 1 {
		t.Errorf("%+v", d.Earlier)
	}
	told := map[string]bool{}
	for _, one := range d.Reading.Faults {
		told[one.Field+" "+one.Key] = true
	}
	if len(told) != 2 || !told["P2 report.says"] || !told["P6why report.fallen_unless_explained"] || len(d.Reading.Faults) != 3 {
		t.Errorf("%v", d.Reading.Faults)
	}
}

// Options and columns may be written as people write them: a name, a kind in words.
func TestOptionsAndColumnsInWords(t *testing.T) {
	options := report.ReadOptions("Hoàn thành tốt\nkha | Khá | Fair\n")
	if len(options) != 2 || options[0].Code != "hoan_thanh_tot" || options[0].Name.VI != "Hoàn thành tốt" || options[1].Code != "kha" || options[1].Name.EN != "Fair" {
		t.Errorf("%+v", options)
	}
	columns, bad := report.ReadColumns("Tên lớp\nSố người | số nguyên\nkinh_phi | Số thập phân | Kinh phí | | triệu đồng | | 2\nten | text | Tên\nSố tiền | số thập phân")
	if bad || len(columns) != 5 {
		t.Fatalf("%+v", columns)
	}
	for i, want := range []report.Column{
		{Code: "ten_lop", Kind: report.ShortText}, {Code: "so_nguoi", Kind: report.Int}, {Code: "kinh_phi", Kind: report.Dec, Scale: 2}, {Code: "ten", Kind: report.ShortText},
		{Code: "so_tien", Kind: report.Dec, Scale: report.UsualScale},
	} {
		if got := columns[i]; got.Code != want.Code || got.Kind != want.Kind || got.Scale != want.Scale || got.Name.VI == "" {
			t.Errorf("column %d: %+v", i, got)
		}
	}
	again, _ := report.ReadColumns(report.WriteColumns(columns))
	if !reflect.DeepEqual(again, columns) {
		t.Errorf("%+v", again)
	}
	if odd := report.ReadOptions("!!!"); len(odd) != 1 || odd[0].Code != "!!!" {
		t.Errorf("%+v", odd)
	}
}

// What a form costs is counted of the units that were really asked last: of a list those on it.
func TestBurdenCountsTheUnitsThatWereAsked(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ask := w.boards()
	ask.Scope = org.Scope{Kind: org.ScopeList, Units: []ident.ID{w.pob.ID, w.xa.ID}}
	must(t, w.report.EditForm(ctx, w.office, report.SampleCode, "e"))
	_, e, err := w.report.FormBurden(ctx, w.office, report.SampleCode, nil)
	must(t, err)
	if e.Scope.Kind != org.ScopeAll || e.Units != 5 {
		t.Errorf("never asked: %+v", e)
	}
	w.open(ask)
	b, e, err := w.report.FormBurden(ctx, w.office, report.SampleCode, nil)
	must(t, err)
	if e.Scope.Kind != "" || e.Units != 2 || e.Times != 4 || b.Hours != (b.Minutes*2*4+59)/60 {
		t.Errorf("%+v %+v", b, e)
	}
	e.Period = when.Month
	if _, e, err = w.report.FormBurden(ctx, w.office, report.SampleCode, &e); err != nil || e.Units != 2 || e.Times != 12 {
		t.Errorf("%+v %v", e, err)
	}
	e.Scope = org.Scope{Kind: org.ScopeKind, Value: "board"}
	if _, e, err = w.report.FormBurden(ctx, w.office, report.SampleCode, &e); err != nil || e.Units != 2 {
		t.Errorf("%+v %v", e, err)
	}
}
