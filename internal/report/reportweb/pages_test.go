package reportweb_test

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/document"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/report"
	"giaoban/internal/report/reportweb"
	"giaoban/internal/sheet"
	"giaoban/internal/task"
	"giaoban/internal/web/home"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

type house struct {
	*webtest.Site
	clock                       *when.Settable
	report                      *report.Service
	calendar                    *calendar.Service
	request                     report.Request
	coc, pob, far, near         ident.ID
	office, clerk, head, others actor.Actor
}

func build(t *testing.T) *house {
	t.Helper()
	clock := when.NewFrozen(time.Date(2021, 3, 8, 9, 0, 0, 0, when.Zone()))
	site := webtest.New(t, webtest.Options{Clock: clock, Messages: []i18n.Messages{
		report.Messages(), reportweb.Messages(), sheet.Messages(), task.Messages(), calendar.Messages(), org.Messages(), home.Messages(), document.Messages(), person.Messages(),
	}})
	h := &house{Site: site, clock: clock}
	ctx, system := t.Context(), actor.SystemActor("test")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(site.Org.Load(ctx, system, org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}, {Code: "commune", VI: "Xã", EN: "Commune"}},
		Groups: []org.FileGroup{{Code: "north", Kind: "region", Name: "Trung du và miền núi phía Bắc"}},
		Units: []org.FileUnit{
			{Code: "coc", Name: "Ban Tổ chức Trung ương", Level: "centre", Kind: "office", From: 20000101},
			{Code: "pob", Parent: "coc", Name: "Ban Tổ chức Tỉnh ủy Đồng Lâm", Short: "Đồng Lâm", Level: "province", Kind: "board", From: 20000101, Groups: []string{"north"}},
			{Code: "far", Parent: "coc", Name: "Ban Tổ chức Tỉnh ủy Bình Khê", Short: "Bình Khê", Level: "province", Kind: "board", From: 20000101, Groups: []string{"north"}},
			{Code: "near", Parent: "pob", Name: "Xã Ổ Ẩ", Level: "commune", Kind: "commune", From: 20000101},
		},
	}))
	for code, id := range map[string]*ident.ID{"coc": &h.coc, "pob": &h.pob, "far": &h.far, "near": &h.near} {
		var err error
		*id, err = site.Org.ByCode(ctx, code)
		must(err)
	}
	days := calendar.New(calendar.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org})
	h.calendar = days
	people := person.New(person.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Org: site.Org})
	tasks := task.NewService(task.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org, Calendar: days})
	docs := document.NewService(document.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org})
	store, err := blob.Open(t.TempDir())
	must(err)
	t.Cleanup(func() { store.Close() })
	h.report = report.New(report.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org, Calendar: days, Person: people, Task: tasks, Blob: store})
	reportweb.Routes(site.Mux, h.report, site.Org, docs, nil)
	home.Routes(site.Mux, reportweb.Home{Report: h.report, Org: site.Org, Texts: site.Catalog})
	_, err = h.report.EnsureForm(ctx, system, report.SampleForm())
	must(err)

	desk := func(account ident.ID, name string, unit ident.ID, roles ...actor.Role) actor.Actor {
		a := actor.Actor{Kind: actor.Person, Account: account, Name: name, Unit: unit}
		for _, role := range roles {
			a.Grants = append(a.Grants, actor.Grant{Role: role, Unit: unit})
		}
		return a
	}
	h.office = desk(1, "Lê Thu Hà", h.coc, actor.Office)
	h.clerk = desk(2, "Vi Thị Ngân", h.pob, actor.Specialist)
	h.head = desk(3, "Hoàng Văn Lâm", h.pob, actor.Head)
	h.others = desk(4, "Trần Văn Bình", h.far, actor.Specialist, actor.Head)
	who, err := people.Create(ctx, system, h.head.Name, h.pob)
	must(err)
	post, err := people.CreatePosition(ctx, system, person.NewPosition{Unit: h.pob, Title: "Trưởng Ban", Rank: 1, Single: true})
	must(err)
	_, err = people.Appoint(ctx, system, person.NewAppointment{Person: who.ID, Position: post.ID, From: 20200101, Decision: "QĐ 2"})
	must(err)
	h.head.Person = who.ID

	past, err := h.report.SeedRequest(ctx, system, report.NewRequest{FormCode: report.SampleCode, PeriodText: "quý IV/2020", Opener: h.coc,
		Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20201226, 17*60)}, when.At(20201201, 480))
	must(err)
	must(h.report.Seed(ctx, system, past.ID, []report.Seeded{
		{Unit: h.pob, State: report.StateAccepted, Figures: report.Figures{"A2": 410, "A3": 612, "A5": 117_905, "B1": 602, "B2": 351, "B4": 2990, "B5y": 0}, Texts: map[string]string{"N2": "Quý IV <b>đạt</b> kết quả tốt."}, Number: "9-BC", Dated: 20201220, FiledAt: when.At(20201220, 600)},
		{Unit: h.far, State: report.StateAccepted, Figures: report.Figures{"A2": 10, "A3": 6, "B1": 100, "B4": 400, "B5y": 0}, FiledAt: when.At(20201228, 600)},
	}))
	h.request, err = h.report.OpenRequest(ctx, h.office, report.NewRequest{FormCode: report.SampleCode, PeriodText: "Q1/2021", Opener: h.coc,
		Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20210326, 17*60)})
	must(err)
	return h
}

func (h *house) path(unit ident.ID, more string) string {
	return "/reports/" + h.request.ID.String() + "/units/" + unit.String() + more
}

func good() url.Values {
	v := url.Values{}
	for field, text := range map[string]string{"A2": "412", "A3": "609", "A5": "118.462", "B1": "1.398", "B2": "812", "B4": "2.990", "F1": "100", "F2": "90",
		"N2": "Chuẩn bị bầu cử.", "N3": "Còn chậm.", "N6": "Tổ chức tốt bầu cử."} {
		v.Set("f."+field, text)
	}
	return v
}

func (h *house) filed(t *testing.T) {
	t.Helper()
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), good()).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"1"}}).WantRedirect(h.path(h.pob, "/file"))
	h.As(h.head).Post(h.path(h.pob, "/file"), url.Values{"number": {"125-BC/BTCTU"}, "dated": {"8/3/2021"}}).WantRedirect(h.path(h.pob, ""))
}

func TestEveryPage(t *testing.T) {
	h := build(t)
	webtest.EveryPage(t, h.Site, h.clerk, "/reports", h.path(h.pob, ""), h.path(h.pob, "/sign"), "/")
	webtest.EveryPage(t, h.Site, h.head, "/reports", h.path(h.pob, ""), "/")
	board := "/reports/" + h.request.ID.String() + "/board"
	webtest.EveryPage(t, h.Site, h.office, "/reports", "/reports/new", board, board+"?indicator=B5", board+"?layer=accepted&indicator=A1", board+"?unit="+h.pob.String(), board+"?unit="+h.near.String(), h.path(h.pob, ""), "/",
		"/reports/"+h.request.ID.String()+"/indicators/B1", "/reports/"+h.request.ID.String()+"/indicators/B5?layer=accepted&unit="+h.pob.String(), "/reports/"+h.request.ID.String()+"/indicators/C4")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), good()).Want(303)
	webtest.EveryPage(t, h.Site, h.head, h.path(h.pob, ""), h.path(h.pob, "/sign"))
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"kt"}, "draft": {"1"}}).Want(303)
	webtest.EveryPage(t, h.Site, h.head, h.path(h.pob, ""), h.path(h.pob, "/file"), "/")
	h.clock.Set(time.Date(2021, 3, 27, 9, 0, 0, 0, when.Zone()))
	webtest.EveryPage(t, h.Site, h.clerk, h.path(h.pob, "/file"))
	h.As(h.clerk).Post(h.path(h.pob, "/file"), url.Values{"number": {"125-BC/BTCTU"}, "dated": {"26/3/2021"}}).Want(303)
	webtest.EveryPage(t, h.Site, h.clerk, h.path(h.pob, ""), h.path(h.pob, "/print"), "/reports", "/")
	webtest.EveryPage(t, h.Site, h.office, h.path(h.pob, ""), board, board+"?indicator=B1", board+"?indicator=H6", "/reports", "/")
	h.As(h.office).Post(h.path(h.pob, "/return"), url.Values{"version": {"1"}, "general": {"Xem lại."}, "field0": {"B2"}, "text0": {"Nữ chưa khớp."}, "field1": {"N3"}, "text1": {"Quá ngắn."}}).Want(303)
	webtest.EveryPage(t, h.Site, h.clerk, h.path(h.pob, ""), "/reports", "/")
	webtest.EveryPage(t, h.Site, h.office, h.path(h.pob, ""), board)
	h.As(h.clerk).Get("/reports/" + h.request.ID.String()).WantRedirect(h.path(h.pob, ""))
	h.As(h.office).Get("/reports/" + h.request.ID.String()).WantRedirect(board)
}

func TestEntryKeepsWhatIsWrong(t *testing.T) {
	h := build(t)
	v := good()
	v.Set("f.B2", "1.412")
	v.Set("f.A2", "mười")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), v).WantRedirect(h.path(h.pob, ""))
	page := h.As(h.clerk).Get(h.path(h.pob, "")).Want(200)
	if got := page.One("#f-A2").Attr("value"); got != "mười" {
		t.Errorf("A2 is %q", got)
	}
	page.One("#f-B2-error").HasText("Nữ (1.412) lớn hơn tổng số kết nạp (1.398).")
	if page.One("#f-B2").Attr("aria-invalid") != "true" || page.One("#f-B2").Attr("aria-describedby") != "v-B2-unit f-B2-error f-B2-hint" {
		t.Error("the wrong cell is not tied to its sentence")
	}
	page.One("#before-N2").HasText("Quý IV <b>đạt</b> kết quả tốt.")
	page.HasText("117.905") // the period before stands beside
	sign := h.As(h.head).Get(h.path(h.pob, "/sign")).Want(200)
	sign.HasText("Nữ (1.412) lớn hơn tổng số kết nạp (1.398).").HasText("“mười” không phải là số.")
	if sign.Find(`select[name="capacity"]`) != nil {
		t.Error("a signature is offered for a wrong report")
	}
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"1"}}).Want(422)
}

func TestCarryOverAndGoToSignature(t *testing.T) {
	h := build(t)
	v := good()
	v.Del("f.N2")
	v.Set("carry", "N2")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), v).Want(303)
	if got := h.As(h.clerk).Get(h.path(h.pob, "")).One("#f-N2").Text(); got != "Quý IV <b>đạt</b> kết quả tốt." {
		t.Errorf("N2 is %q", got)
	}
	v = good()
	v.Set("then", "sign")
	v.Set("base", "9")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), v).WantRedirect(h.path(h.pob, "/sign"))
}

// The head reads what is to be signed where it is signed, and is led there while it waits.
func TestTheHeadReadsWhatIsSigned(t *testing.T) {
	h := build(t)
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), good()).Want(303)
	h.As(h.head).Get("/reports").Want(200).HasText("Xem, ký").One(`a[href="` + h.path(h.pob, "/sign") + `"]`)
	h.As(h.clerk).Post(h.path(h.pob, "/submit"), url.Values{"draft": {"1"}}).Want(303)
	h.As(h.head).Get("/reports").Want(200).HasText("Chờ ký")
	h.As(h.head).Get("/").Want(200).HasText("đã trình ký")
	for _, who := range []*webtest.Browser{h.As(h.head), h.As(h.clerk)} {
		page := who.Get(h.path(h.pob, "/sign")).Want(200)
		page.HasText("118.462").HasText("Còn chậm.").One("a[href='#signature']")
		page.None(`a[href="` + h.path(h.pob, "") + `"].button`) // it would only lead here again
	}
}

func TestAutosave(t *testing.T) {
	h := build(t)
	var saved struct {
		Version   int64
		Clock     string
		Conflicts []struct{ Field, Text, Name string }
	}
	b := h.As(h.clerk)
	send := func(b *webtest.Browser, key, body string) *webtest.Page {
		r := b.Request("POST", h.path(h.pob, "/fields"), "application/json", strings.NewReader(body))
		r.Header.Set("Idempotency-Key", key)
		return b.Send(r)
	}
	for range 2 { // sent twice, done once
		send(b, "k1", `{"base":0,"fields":{"A2":"412"}}`).Want(200).JSON(&saved)
		if saved.Version != 1 || saved.Clock != "09:00:00" {
			t.Errorf("%+v", saved)
		}
	}
	send(h.As(h.head), "k2", `{"base":0,"fields":{"A2":"400","A3":"1"}}`).Want(200).JSON(&saved)
	if len(saved.Conflicts) != 1 || saved.Conflicts[0].Text != "412" || saved.Conflicts[0].Name != h.clerk.Name {
		t.Errorf("%+v", saved)
	}
	send(b, "k3", `{"base":1,"fields":{"Z1":"1"}}`).Want(422)
	send(b, "k4", `{"base":`).Want(422)
	send(h.As(h.others), "k5", `{"base":1,"fields":{"A2":"0"}}`).Want(404)
	send(h.As(h.office), "k6", `{"base":1,"fields":{"A2":"0"}}`).Want(404)
	send(h.Visitor(), "k7", `{"base":1,"fields":{"A2":"0"}}`).Want(401)
	// Without script a stale form is told at the field, with both texts kept.
	stale := h.As(h.head).Post(h.path(h.pob, "/draft"), url.Values{"base": {"0"}, "f.A2": {"400"}}).Want(409)
	if stale.One("#f-A2").Attr("value") != "400" {
		t.Error("what was typed is lost")
	}
	stale.One("#f-A2-error").HasText("412")
}

func TestDraftsAreNobodyElses(t *testing.T) {
	h := build(t)
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), good()).Want(303)
	for _, more := range []string{"", "/sign", "/file", "/print"} {
		h.As(h.others).Get(h.path(h.pob, more)).Want(404)
		page := h.As(h.office).Get(h.path(h.pob, more))
		if page.NoText("118.462").NoText("Chuẩn bị bầu cử"); more != "" && page.Status != 404 {
			t.Errorf("the level above opens %q: %d", more, page.Status)
		}
	}
	h.As(h.office).Get(h.path(h.pob, "")).Want(200).HasText("đang viết")
	board := h.As(h.office).Get("/reports/" + h.request.ID.String() + "/board").Want(200)
	board.NoText("118.462").NoText("1.398")
	totals := h.As(h.office).Get("/reports/" + h.request.ID.String() + "/totals.json").Want(200)
	if bytes.Contains(totals.Body, []byte("118462")) {
		t.Error("a draft's figure in the totals")
	}
	h.As(h.others).Post(h.path(h.pob, "/draft"), good()).Want(404)
	h.As(h.office).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"1"}}).Want(404)
	h.As(h.clerk).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"1"}}).Want(403)
	h.Visitor().Get(h.path(h.pob, "")).Want(303)
}

func TestBoardNeverShowsAFigureWithoutCoverage(t *testing.T) {
	h := build(t)
	h.filed(t)
	board := h.As(h.office).Get("/reports/" + h.request.ID.String() + "/board").Want(200)
	rows := board.All(".totals tbody tr")
	if len(rows) != 40 {
		t.Fatalf("%d rows", len(rows))
	}
	ratio := regexp.MustCompile(`^\d+/3$`)
	for _, r := range rows {
		if cover := r.One(".cover").Text(); !ratio.MatchString(cover) {
			t.Errorf("%s has coverage %q", r.Text(), cover)
		}
	}
	board.HasText("Thiếu Bình Khê. Tổng này gồm 1/3 đơn vị.")
	var totals struct {
		Coverage struct{ Have, Of int }
		Missing  []struct{ Name string }
		Totals   []struct {
			Code  string
			Filed struct {
				Value    *int64
				Coverage struct{ Have, Of int }
			} `json:"filed_or_accepted"`
		}
	}
	h.As(h.office).Get("/reports/" + h.request.ID.String() + "/totals.json").Want(200).JSON(&totals)
	if totals.Coverage.Have != 1 || totals.Coverage.Of != 3 || len(totals.Missing) != 1 || len(totals.Totals) != 40 {
		t.Errorf("%+v", totals)
	}
	for _, one := range totals.Totals {
		if one.Filed.Coverage.Of != 3 || (one.Filed.Value == nil) != (one.Filed.Coverage.Have == 0) {
			t.Errorf("%+v", one)
		}
	}
	h.As(h.others).Get("/reports/" + h.request.ID.String() + "/board?unit=" + h.pob.String()).Want(403)
	h.As(h.others).Get("/reports/" + h.request.ID.String() + "/totals.json?unit=" + h.coc.String()).Want(403)
}

// Beside each total stand its changes against the quarter before and the same quarter of the year before; live they are told in the same order.
func TestBoardBesideEarlierPeriods(t *testing.T) {
	h := build(t)
	ctx, system := t.Context(), actor.SystemActor("test")
	same, err := h.report.SeedRequest(ctx, system, report.NewRequest{FormCode: report.SampleCode, PeriodText: "quý I/2020", Opener: h.coc,
		Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20200326, 17*60)}, when.At(20200301, 480))
	if err == nil {
		err = h.report.Seed(ctx, system, same.ID, []report.Seeded{{Unit: h.pob, State: report.StateAccepted, Figures: report.Figures{"B1": 699, "B4": 2000, "B5y": 0}, FiledAt: when.At(20200320, 600)}})
	}
	if err != nil {
		t.Fatal(err)
	}
	h.filed(t)
	base := "/reports/" + h.request.ID.String()
	board := h.As(h.office).Get(base + "/board").Want(200).HasText("So quý IV/2020").HasText("So quý I/2020")
	var texts []string
	for _, r := range board.All(".totals tbody tr") {
		if r.One(".code").Text() == "B1" {
			for _, cell := range r.All("[data-cell]") {
				texts = append(texts, cell.Text())
			}
		}
	}
	if want := []string{"1.398", "1/3", "+99,1%", "+100,0%"}; !slices.Equal(texts, want) { // 702 and 699
		t.Errorf("%q, not %q", texts, want)
	}
	h.As(h.office).In(i18n.EN).Get(base + "/board").HasText("Against Q1 2020")
	var totals struct {
		Totals []struct {
			Code   string
			Before []struct {
				Request ident.ID
				Filed   struct{ Value *int64 } `json:"filed_or_accepted"`
			}
		}
	}
	h.As(h.office).Get(base + "/totals.json").Want(200).JSON(&totals)
	for _, one := range totals.Totals {
		if one.Code == "B1" && (len(one.Before) != 2 || *one.Before[0].Filed.Value != 702 || one.Before[1].Request != same.ID || *one.Before[1].Filed.Value != 699) {
			t.Errorf("%+v", one)
		}
	}
}

func TestReceiveFromTheBoard(t *testing.T) {
	h := build(t)
	h.filed(t)
	board := "/reports/" + h.request.ID.String() + "/board"
	page := h.As(h.office).Get(board).Want(200)
	form := page.One(".waiting form")
	v := url.Values{}
	for _, input := range form.All("input") {
		v.Set(input.Attr("name"), input.Attr("value"))
	}
	h.As(h.others).Post(form.Attr("action"), v).Want(404)
	h.As(h.clerk).Post(form.Attr("action"), v).Want(403)
	h.As(h.office).Post(form.Attr("action"), v).Want(303)
	h.As(h.office).Post(form.Attr("action"), v).Want(303) // pressed twice
	h.As(h.office).Get(h.path(h.pob, "")).Want(200).HasText("Đã tiếp nhận")
	h.As(h.office).Post(h.path(h.pob, "/return"), url.Values{"version": {"1"}}).Want(422)
}

func TestReturnNeedsAReason(t *testing.T) {
	h := build(t)
	h.filed(t)
	page := h.As(h.office).Post(h.path(h.pob, "/return"), url.Values{"version": {"1"}, "general": {" "}, "field0": {"B2"}}).Want(422)
	page.One("#f-general-error").HasText("Cần nêu lý do")
}

func TestOpenARequestByForm(t *testing.T) {
	h := build(t)
	v := url.Values{"form": {"quarter"}, "period": {"quý II/2021"}, "scope": {"level:province"}, "deadline": {"25/6/2021"}, "time": {"17:00"}}
	for name, row := range map[string]struct{ field, value, says string }{
		"Q5/2021":             {"period", "Q5/2021", "quý"},
		"past deadline":       {"deadline", "1/3/2021", "Hạn nộp"},
		"no such day":         {"deadline", "31/4/2021", "31"},
		"no scope":            {"scope", "", "Chọn phạm vi"},
		"no units in a list":  {"scope", "list", ""},
		"the same once again": {"period", "quý I/2021", "đã được mở"},
	} {
		bad := url.Values{}
		for k, one := range v {
			bad[k] = one
		}
		bad.Set(row.field, row.value)
		page := h.As(h.office).Post("/reports", bad)
		if page.Status != 422 && page.Status != 409 {
			t.Fatalf("%s: %d", name, page.Status)
		}
		page.One(".form-errors").HasText(row.says)
		if row.field == "deadline" && page.One("#f-deadline").Attr("value") != row.value {
			t.Errorf("%s: what was typed is lost", name)
		}
	}
	h.As(h.office).Post("/reports", v).Want(303)
	h.As(h.clerk).Get("/reports").Want(200).HasText("Quý II/2021")
	h.As(h.clerk).Get("/reports/new").Want(403)
	h.As(h.clerk).Post("/reports", v).Want(403)
}

func TestSignedPDF(t *testing.T) {
	h := build(t)
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), good()).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"1"}}).Want(303)
	send := func(content string) *webtest.Page {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		w.WriteField("number", "125-BC")
		w.WriteField("dated", "8/3/2021")
		part, _ := w.CreateFormFile("file", `Báo cáo "đã ký".pdf`)
		part.Write([]byte(content))
		w.Close()
		b := h.As(h.head)
		return b.Send(b.Request("POST", h.path(h.pob, "/file"), w.FormDataContentType(), &body))
	}
	send("PK\x03\x04").Want(422).One("#f-file-error").HasText("không phải là PDF")
	send("%PDF-1.7 signed").Want(303)
	pdf := h.As(h.office).Get(h.path(h.pob, "/pdf/1")).Want(200)
	if string(pdf.Body) != "%PDF-1.7 signed" || pdf.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%q %v", pdf.Body, pdf.Header)
	}
	h.As(h.others).Get(h.path(h.pob, "/pdf/1")).Want(404)
	h.As(h.office).Get(h.path(h.pob, "/pdf/2")).Want(404)
	h.As(h.office).Get(h.path(h.pob, "/pdf/x")).Want(404)
}

func TestHomeTellsWhatReportsAsk(t *testing.T) {
	h := build(t)
	waiting := func(who actor.Actor) string {
		t.Helper()
		items, err := reportweb.Home{Report: h.report, Org: h.Org, Texts: h.Catalog}.Waiting(t.Context(), who, who.Unit, i18n.VI)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, one := range items {
			words = append(words, one.Title+"|"+one.Action)
		}
		return strings.Join(words, " ")
	}
	if got := waiting(h.clerk); !strings.Contains(got, "Báo cáo quý · Quý I/2021|Bắt đầu") {
		t.Error(got)
	}
	h.filed(t)
	if got := waiting(h.clerk); strings.Contains(got, "Quý I/2021") {
		t.Error(got)
	}
	if got := waiting(h.office); !strings.Contains(got, "1 báo cáo chờ tiếp nhận") {
		t.Error(got)
	}
	h.clock.Set(time.Date(2021, 3, 26, 18, 0, 0, 0, when.Zone()))
	if got := waiting(h.office); !strings.Contains(got, "1 đơn vị chưa nộp báo cáo") {
		t.Error(got)
	}
	if got := waiting(h.others); !strings.Contains(got, "Bắt đầu") || strings.Contains(got, "tiếp nhận") {
		t.Error(got)
	}
}

// The event at which a period ends moves: the unit reads old and new days on its page of the day, on the entry page and, once it has filed, on the report.
func TestMovedEventIsTold(t *testing.T) {
	h := build(t)
	h.calendar.Follow(h.report)
	ctx := t.Context()
	e, err := h.calendar.CreateEvent(ctx, h.office, calendar.NewEvent{Name: "Đại hội XIII", Kind: "congress", Date: 20210412, Unit: h.coc})
	if err != nil {
		t.Fatal(err)
	}
	g, err := h.calendar.CreateRegime(ctx, actor.SystemActor("test"), calendar.NewRegime{Code: "dai-hoi", Name: i18n.Text{VI: "Chế độ đại hội", EN: "Congress reports"}, Version: calendar.NewVersion{From: 20200101,
		Rule: calendar.Rule{Kinds: []calendar.KindRule{{Kind: when.Month}}, Basis: calendar.InPeriod, Days: 4, Hour: 16 * 60}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, regime := range []ident.ID{g.ID, 0} { // without a regime the deadline stays where it was given
		n := report.NewRequest{FormCode: report.SampleCode, PeriodText: "từ nay đến Đại hội XIII", Opener: h.coc, Scope: org.Scope{Kind: org.ScopeAll}, Regime: regime}
		if regime == 0 {
			n.Deadline = when.At(20210430, 17*60)
		}
		r, err := h.report.OpenRequest(ctx, h.office, n)
		if err != nil {
			t.Fatal(err)
		}
		h.request = r
		day := when.Date(20210428)
		if regime != 0 {
			day = 20210426
		}
		if _, err = h.calendar.MoveEvent(ctx, h.office, e.ID, day, "Hoãn", ""); err != nil {
			t.Fatal(err)
		}
		page := h.As(h.clerk).Get(h.path(h.pob, "")).Want(200)
		english := h.As(h.clerk).In(i18n.EN).Get(h.path(h.pob, "")).Want(200)
		today := h.As(h.clerk).Get("/").Want(200)
		if regime != 0 {
			page.HasText("Đại hội XIII dời từ 12/4/2021 sang 26/4/2021, nên kỳ báo cáo kết thúc ngày 26/4/2021. Hạn nộp của đơn vị dời từ 16:00 thứ sáu 16/4 sang 16:00 thứ ba 4/5.")
			english.HasText("The unit’s deadline moved from")
			today.HasText("Hạn nộp dời từ 16:00 thứ sáu 16/4 sang 16:00 thứ ba 4/5, vì Đại hội XIII dời ngày.")
		} else {
			page.HasText("Hạn nộp của đơn vị vẫn là 17:00 thứ sáu 30/4.")
			english.HasText("The unit’s deadline is still")
			today.HasText("Kỳ báo cáo kết thúc ngày 28/4/2021 thay cho 26/4/2021, vì Đại hội XIII dời ngày.")
		}
		h.filed(t)
		h.As(h.clerk).Get(h.path(h.pob, "")).Want(200).HasText("Đại hội XIII dời từ")
		h.As(h.office).Get("/reports/" + r.ID.String() + "/board").Want(200).One("#board-sub")
	}
}

func TestLiveBoardIsForThoseWhoMayRead(t *testing.T) {
	h := build(t)
	key := "/live/board/" + h.request.ID.String() + "-"
	h.As(h.others).Get(key + h.pob.String() + "-f").Want(403)
	h.As(h.others).Get(key + h.coc.String() + "-a").Want(403)
	h.As(h.office).Get(key + "zzzz").Want(404)
	h.As(h.office).Get(key + h.pob.String() + "-x").Want(404)
	h.Visitor().Get(key + h.pob.String() + "-f").Want(401)
	nested := "/live/nested/" + h.request.ID.String() + "-"
	h.As(h.others).Get(nested + h.coc.String()).Want(403)
	h.As(h.office).Get(nested + h.pob.String()).Want(404) // it is not who asked
	h.As(h.office).Get(nested).Want(404)
	h.Visitor().Get(nested + h.coc.String()).Want(401)
}

// The year's board shows its quarter, on the page, in its JSON and by a stream of its own.
func TestNestedPeriodsOnTheBoard(t *testing.T) {
	h := build(t)
	h.filed(t)
	year, err := h.report.OpenRequest(t.Context(), h.office, report.NewRequest{FormCode: report.SampleCode, PeriodText: "năm 2021", Opener: h.coc,
		Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20220110, 17*60)})
	if err != nil {
		t.Fatal(err)
	}
	at := "/reports/" + year.ID.String()
	page := h.As(h.office).Get(at + "/board").Want(200)
	if src := page.One("live-view live-view").Attr("src"); src != "/live/nested/"+year.ID.String()+"-"+h.coc.String() {
		t.Errorf("%q", src)
	}
	page.One("#board-nested").HasText("Quý I/2021").HasText("1/3")
	var board struct {
		Nested []struct {
			Request      string
			Depth        int
			Asked        bool
			In, Expected int64
		}
	}
	h.As(h.office).Get(at + "/totals.json").Want(200).JSON(&board)
	if n := board.Nested; len(n) != 2 || !n[0].Asked || n[0].Depth != 0 || n[1].Request != h.request.ID.String() || n[1].Depth != 1 || n[1].In != 1 || n[1].Expected != 3 {
		t.Errorf("%+v", n)
	}
	if h.As(h.office).Get(at+"/board?unit="+h.pob.String()).Want(200).Find("#board-nested") != nil {
		t.Error("a unit below did not ask for the longer period")
	}
}

func TestMessagesAreUsedAndComplete(t *testing.T) {
	for key, text := range reportweb.Messages() {
		if text.VI == "" || text.EN == "" || strings.Join(i18n.Placeholders(text.VI), " ") != strings.Join(i18n.Placeholders(text.EN), " ") {
			t.Errorf("%s: %+v", key, text)
		}
	}
}
