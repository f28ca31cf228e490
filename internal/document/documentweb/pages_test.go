package documentweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/document/documentweb"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web/home"
	"giaoban/internal/web/shell"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

type house struct {
	*webtest.Site
	docs          *document.Service
	coc, pob, far ident.ID
	notice        document.Document
}

func build(t *testing.T) *house {
	t.Helper()
	clock := when.NewFrozen(time.Date(2021, 4, 2, 15, 20, 0, 0, when.Zone()))
	site := webtest.New(t, webtest.Options{Clock: clock, Messages: []i18n.Messages{document.Messages(), documentweb.Messages(), org.Messages(), home.Messages()}})
	h := &house{Site: site}
	if err := site.Org.Load(t.Context(), actor.SystemActor("test"), org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Units: []org.FileUnit{
			{Code: "root", Name: "Trung ương", Level: "centre", From: 20000101},
			{Code: "coc", Parent: "root", Name: "Ban Tổ chức Trung ương", Level: "centre", From: 20000101},
			{Code: "pob", Parent: "root", Name: "Ban Tổ chức Tỉnh ủy Đồng Lâm", Level: "province", From: 20000101},
			{Code: "far", Parent: "root", Name: "Ban Tổ chức Tỉnh ủy B", Level: "province", From: 20000101},
		},
	}); err != nil {
		t.Fatal(err)
	}
	for code, id := range map[string]*ident.ID{"coc": &h.coc, "pob": &h.pob, "far": &h.far} {
		var err error
		if *id, err = site.Org.ByCode(t.Context(), code); err != nil {
			t.Fatal(err)
		}
	}
	h.docs = document.NewService(document.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org})
	documentweb.Routes(site.Mux, h.docs, site.Org, func(context.Context, actor.Actor, document.Document, i18n.Lang) (string, []shell.Tab, error) {
		return "Việc đã sinh ra · 3", []shell.Tab{{Text: "Kết luận 1", Href: "/tasks", Count: "3 việc"}}, nil
	})
	home.Routes(site.Mux, documentweb.NewHome(h.docs, site.Org))
	if err := site.DB.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) (err error) {
		h.notice, err = h.docs.IssueIn(ctx, w, at(h.coc, actor.Chair), document.New{
			Kind: document.Notice, Issuer: h.coc, Title: "kết luận tại Hội nghị trực tuyến quý I/2021", Intro: "Ngày 02/4/2021, Ban tổ chức Hội nghị.",
			Body:       document.ParseText("# I. Nhiệm vụ\n1. Chuẩn bị <b>bầu cử</b>.\nGhi thêm.\n2. Thực hiện Nghị quyết."),
			Closing:    "Thông báo để các đơn vị biết, thực hiện.",
			Recipients: []ident.ID{h.pob}, Copies: []string{"Lưu Văn phòng"},
			Signer: document.Signer{Name: "Lê Minh An", Title: "Phó Trưởng Ban Thường trực", Capacity: document.KT, For: "Trưởng Ban"},
			Place:  "Hà Nội",
		})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return h
}

func at(unit ident.ID, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 7, Name: "Trần Văn Kiểm", Unit: unit, Grants: []actor.Grant{{Role: role, Unit: unit}}}
}

func (h *house) path(more string) string { return "/documents/" + h.notice.ID.String() + more }

func TestEveryPage(t *testing.T) {
	h := build(t)
	for _, who := range []actor.Actor{at(h.pob, actor.Specialist), at(h.coc, actor.Secretary), at(h.pob, actor.Technician)} {
		webtest.EveryPage(t, h.Site, who, "/documents", "/documents?box=issued", h.path(""), h.path("?version=1"), "/")
	}
	webtest.EveryPage(t, h.Site, at(h.far, actor.Head), "/documents", "/documents?box=issued", "/")
	webtest.EveryPage(t, h.Site, at(h.coc, actor.Secretary), h.path("/correct"))
}

func TestPaper(t *testing.T) {
	h := build(t)
	page := h.As(at(h.coc, actor.Office)).In(i18n.EN).Get(h.path("")).Want(200)
	sheet := page.One(".a4")
	for _, want := range []string{"Ban Tổ chức Trung ương", "Số 1-TB/BTCTƯ", "Hà Nội, ngày 02 tháng 4 năm 2021", "Thông báo", "1. Chuẩn bị <b>bầu cử</b>.", "2. Thực hiện Nghị quyết.",
		"Nơi nhận:", "- Ban Tổ chức Tỉnh ủy Đồng Lâm;", "- Lưu Văn phòng.", "K/T Trưởng Ban", "Phó Trưởng Ban Thường trực", "Lê Minh An"} {
		if !strings.Contains(sheet.Text(), want) {
			t.Errorf("the page does not say %q: %s", want, sheet.Text())
		}
	}
	if sheet.Attr("lang") != "vi" {
		t.Error("the document's own language is not marked")
	}
	page.One("#related").HasText("3 việc")
	page.One("#receipts").HasText("0/1")
}

// The file says what the sheet says, of the version that is asked for.
func TestDocumentFile(t *testing.T) {
	h := build(t)
	file := h.As(at(h.pob, actor.Head)).In(i18n.EN).Get(h.path("/document.docx")).Want(200)
	text := file.WordXML()
	for _, want := range []string{"BAN TỔ CHỨC TRUNG ƯƠNG", "Số 1-TB/BTCTƯ", "Hà Nội, ngày 02 tháng 4 năm 2021", "THÔNG BÁO", "1. Chuẩn bị &lt;b&gt;bầu cử&lt;/b&gt;.", "2. Thực hiện Nghị quyết.",
		"Nơi nhận:", "- Ban Tổ chức Tỉnh ủy Đồng Lâm;", "- Lưu Văn phòng.", "K/T TRƯỞNG BAN", "Lê Minh An"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file does not say %q: %s", want, text)
		}
	}
	h.As(at(h.pob, actor.Head)).Get(h.path("")).One(`a[href$="/document.docx"]`)
	h.As(at(h.pob, actor.Head)).Get(h.path("/document.docx?version=9")).Want(404)
	h.As(at(h.far, actor.Head)).Get(h.path("/document.docx")).Want(404)
	h.Visitor().Get(h.path("/document.docx")).Want(303)
}

func TestAcknowledge(t *testing.T) {
	h := build(t)
	me := h.As(at(h.pob, actor.Specialist))
	me.Get("/").Want(200).One("#home-waiting").HasText("Xác nhận đã nhận 1-TB/BTCTƯ")
	me.Get("/documents").Want(200).One(".document-new")
	me.Get(h.path("")).Want(200).One("#mine").HasText("Trần Văn Kiểm")
	h.As(at(h.coc, actor.Office)).Get(h.path("")).One("#receipts").HasText("đã xem")
	for range 2 {
		me.Post(h.path("/acknowledge"), url.Values{"version": {"1"}, "key": {"k"}}).Want(303)
	}
	h.As(at(h.coc, actor.Office)).Get(h.path("")).One("#receipts").HasText("1/1")
	me.Get(h.path("")).One("#mine").HasText("Đã xác nhận")
	me.Get("/").One("#home-waiting").HasText("không có việc nào chờ ta")
	h.As(at(h.far, actor.Head)).Get(h.path("")).Want(404)
	h.As(at(h.far, actor.Head)).Post(h.path("/acknowledge"), url.Values{}).Want(404)
	h.As(at(h.pob, actor.Technician)).Post(h.path("/acknowledge"), url.Values{}).Want(403)
	h.Visitor().Get(h.path("")).Want(303)
}

// Of a marked document the register shows number, date and kind, and refuses the rest at its field.
func TestPaperRegisterPage(t *testing.T) {
	h := build(t)
	me := h.As(at(h.pob, actor.Specialist))
	me.Get("/documents?box=register").Want(200).HasText("Sổ chưa có văn bản nào")
	form := url.Values{"secrecy": {"secret"}, "direction": {"in"}, "number": {"12-BC/TU"}, "date": {"1/4/2021"}, "kind": {"report"}, "title": {"Chuyện riêng"}}
	page := me.Post("/documents/register", form).Want(422)
	page.One("#f-title-error").HasText("Văn bản mật chỉ ghi số, ngày và loại; nội dung xử lý ngoài hệ thống này.")
	if got := page.One("input[name=number]").Attr("value"); got != "12-BC/TU" {
		t.Errorf("what was typed is lost: %q", got)
	}
	me.In(i18n.EN).Post("/documents/register", form).Want(422).One("#f-title-error").HasText("only number, date and kind are recorded")
	bad := url.Values{"secrecy": {"secret"}, "date": {"31/4/2021"}}
	me.In(i18n.VI).Post("/documents/register", bad).Want(422).One("#f-date-error")
	form.Del("title")
	me.Post("/documents/register", form).Want(303)
	row := me.Get("/documents?box=register").Want(200).One("#documents tbody tr")
	row.HasText("Báo cáo 12-BC/TU")
	row.HasText("Tối mật")
	row.HasText("Trích yếu không ghi trên hệ thống này")
	webtest.EveryPage(t, h.Site, at(h.pob, actor.Head), "/documents", "/documents?box=register")
	h.As(at(h.pob, actor.Technician)).Get("/documents?box=register").Want(403)
	h.As(at(h.pob, actor.Technician)).Post("/documents/register", form).Want(403)
	strike := row.One("form").Attr("action")
	h.As(at(h.far, actor.Head)).Post(strike, nil).Want(404)
	me.Post(strike, nil).Want(303)
	me.Get("/documents?box=register").Want(200).HasText("Sổ chưa có văn bản nào")
}

// What a conference's chair approved is corrected there.
func TestANoticeOfConclusionsIsCorrectedInItsConference(t *testing.T) {
	h := build(t)
	var d document.Document
	if err := h.DB.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) (err error) {
		d, err = h.docs.IssueIn(ctx, w, at(h.coc, actor.Chair), document.New{
			Kind: document.Notice, Issuer: h.coc, Title: "kết luận", Body: document.ParseText("1. Một."), Recipients: []ident.ID{h.pob},
			Signer: document.Signer{Name: "Lê Minh An", Title: "Phó Trưởng Ban"}, Origin: document.Origin{Kind: "conference", ID: 99},
		})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	me := h.As(at(h.coc, actor.Secretary))
	me.Get("/documents/" + d.ID.String() + "/correct").WantRedirect("/conferences/" + ident.ID(99).String() + "/revision")
	me.Post("/documents/"+d.ID.String()+"/correct", url.Values{"from": {"1"}, "title": {"x"}, "body": {"1. Khác."}, "reason": {"r"}}).Want(403)
}

func TestCorrect(t *testing.T) {
	h := build(t)
	h.As(at(h.pob, actor.Secretary)).Get(h.path("/correct")).Want(403)
	h.As(at(h.pob, actor.Secretary)).Post(h.path("/correct"), url.Values{}).Want(403)
	me := h.As(at(h.coc, actor.Secretary))
	form := url.Values{"from": {"1"}, "title": {"kết luận tại Hội nghị"}, "date": {"3/4"}, "body": {"# I. Nhiệm vụ\n1. Chuẩn bị bầu cử."}, "reason": {""}, "key": {"x"}}
	page := me.Post(h.path("/correct"), form).Want(422)
	page.One("#f-reason-error").HasText("lý do")
	if got := page.One("textarea[name=body]").Text(); !strings.Contains(got, "Chuẩn bị bầu cử.") {
		t.Errorf("what was typed is lost: %q", got)
	}
	bad := url.Values{"from": {"1"}, "title": {"x"}, "date": {"31/4/2021"}, "body": {"a"}, "reason": {"r"}}
	me.Post(h.path("/correct"), bad).Want(422).One("#f-date-error")
	form.Set("reason", "Sai ngày")
	me.Post(h.path("/correct"), form).Want(303)
	form.Set("key", "y")
	me.Post(h.path("/correct"), form).Want(409)
	now := me.Get(h.path("")).Want(200)
	now.One(".a4").HasText("bản đính chính lần 1")
	now.One("#versions").HasText("Sai ngày")
	old := h.As(at(h.pob, actor.Specialist)).Get(h.path("?version=1")).Want(200)
	old.HasText("Đã có bản thay")
	old.One(".a4").HasText("Thực hiện Nghị quyết")
	webtest.EveryPage(t, h.Site, at(h.coc, actor.Secretary), h.path(""), h.path("?version=1"))
	h.As(at(h.pob, actor.Specialist)).Post(h.path("/acknowledge"), url.Values{"version": {"1"}}).Want(409)
}
