package orgweb_test

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/sheet"
	"giaoban/internal/webtest"
)

func upload(t *testing.T, b *webtest.Browser, name string, data []byte) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Send(b.Request("POST", "/unit-imports", w.FormDataContentType(), &body))
}

func TestImportByPages(t *testing.T) {
	s, id := open(t, sheet.Messages())
	b := s.As(as(actor.Admin, id("TW")))
	webtest.EveryPage(t, s, as(actor.Admin, id("TW")), "/unit-imports")
	for _, kind := range []string{"csv", "xlsx"} {
		for _, browser := range []*webtest.Browser{b, b.In(i18n.EN)} { // the template is itself a file that can be read
			rows, err := sheet.Read(browser.Get("/unit-template/" + kind).Want(200).Body)
			if err != nil || len(rows) != 3 {
				t.Errorf("template.%s: %v %v", kind, rows, err)
			}
			at := upload(t, browser, "mau."+kind, browser.Get("/unit-template/"+kind).Body).Want(303).Header.Get("Location")
			browser.Get(at).Want(200).None(".bad-row")
		}
	}
	upload(t, b, "x.csv", []byte("M\xE3,T\xEAn\n")).Want(422).HasText("Windows-1258")
	upload(t, b, "x.csv", nil).Want(422)
	b.In(i18n.EN).Get("/unit-imports").Want(200).HasText("Import units from a file")

	var text strings.Builder
	text.WriteString("code,name,level,parent,from,act\n")
	for n := range 120 {
		text.WriteString("Z" + strings.Repeat("z", n%7) + "-" + string(rune('a'+n%26)) + string(rune('a'+n/26)) + ",Xã " + string(rune('A'+n%26)) + ",commune,DT,2025-06-20,QĐ 1\n")
	}
	bad := upload(t, b, "sai.csv", []byte(text.String()+"W1,,commune,DT,2025-06-20,QĐ 1\n")).Want(303).Header.Get("Location")
	p := b.Get(bad).Want(200)
	p.HasText("B122").HasText("Chưa có tên đơn vị.").HasText("1 dòng sai").None("form[action$='/take']").One("nav.pager")
	b.In(i18n.EN).Get(bad + "?page=2").Want(200).HasText("121 lines")
	b.Post(bad+"/take", nil).Want(409).HasText("Còn 1 dòng sai")
	b.Post(bad+"/drop", nil).WantRedirect("/unit-imports")
	b.Get(bad).Want(404)

	at := upload(t, b, "<b>tốt</b>.csv", []byte(text.String())).Want(303).Header.Get("Location")
	webtest.EveryPage(t, s, as(actor.Admin, id("TW")), at, at+"?page=2", at+"?page=99")
	if tree, err := s.Org.Tree(t.Context(), 20250620); err != nil || len(tree.Children(id("DT"))) != 0 {
		t.Fatalf("the preview stored something: %v", err)
	}
	b.Post(at+"/take", nil).WantRedirect(at)
	b.Post(at+"/take", nil).WantRedirect(at)
	if tree, err := s.Org.Tree(t.Context(), 20250620); err != nil || len(tree.Children(id("DT"))) != 120 {
		t.Fatalf("%d units came in, %v", len(tree.Children(id("DT"))), err)
	}
	webtest.EveryPage(t, s, as(actor.Admin, id("TW")), at, "/unit-imports")
	b.Post(at+"/drop", nil).Want(409)
	b.Post(at+"/undo", nil).WantRedirect(at)
	b.Get(at).Want(200).HasText("Đã rút lại")
	b.Post(at+"/take", nil).Want(409)

	for name, who := range map[string]actor.Actor{"specialist": as(actor.Specialist, id("TW")), "office": as(actor.Office, id("DT"))} {
		o := s.As(who)
		for _, path := range []string{"/unit-imports", at} {
			if got := o.Get(path).Status; got != 403 {
				t.Errorf("%s opens %s: %d", name, path, got)
			}
		}
		if got := upload(t, o, "x.csv", []byte(text.String())).Status; got != 403 {
			t.Errorf("%s uploads: %d", name, got)
		}
	}
	stranger := as(actor.Admin, id("DA"))
	stranger.Account = 55
	s.As(stranger).Get(at).Want(404)
	s.As(stranger).Post(at+"/undo", nil).Want(404)
}

func TestExport(t *testing.T) {
	s, id := open(t, sheet.Messages())
	b := s.As(as(actor.Specialist, id("DT")))
	for _, kind := range []string{"csv", "xlsx"} {
		rows, err := sheet.Read(b.Get("/unit-export/" + kind + "?date=1/7/2025").Want(200).Body)
		tree, _ := s.Org.Tree(t.Context(), 20250701)
		if err != nil || len(rows) != tree.Len()+1 || rows[0].Cell(0) != "Mã" {
			t.Errorf("%s: %d lines, %v", kind, len(rows), err)
		}
	}
	b.Get("/unit-export/exe").Want(404)
	b.Get("/unit-export/csv?date=31/4").Want(422)
	s.Visitor().Get("/unit-export/csv").Want(303)
}
