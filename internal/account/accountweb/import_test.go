package accountweb

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"

	"giaoban/internal/account"
	"giaoban/internal/i18n"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
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
	return b.Send(b.Request("POST", "/account-imports", w.FormDataContentType(), &body))
}

func TestAccountsFromAFileByPages(t *testing.T) {
	s := site(t, web.Config{}, account.Hash(password))
	admin := s.Visitor()
	admin.Post("/sign-in", enter("quan.tri", password)).WantRedirect("/account")
	admin.Get("/accounts").One("a[href=/account-imports]")
	both(t, admin, "/account-imports")
	for _, kind := range []string{"csv", "xlsx"} { // the template is itself a file that can be brought
		for _, browser := range []*webtest.Browser{admin, admin.In(i18n.EN)} {
			data := browser.Get("/account-template/" + kind).Want(200).Body
			at := upload(t, browser, "mau."+kind, data).Want(303).Header.Get("Location")
			page := browser.Get(at).Want(200)
			page.None(".bad-row").One("form[action$='/take']")
			if !strings.Contains(page.Root().Text(), "annv") || !strings.Contains(page.Root().Text(), "tran.thi.binh") {
				t.Errorf("the sample of %s proposes no login", kind)
			}
		}
	}
	admin.Get("/account-template/exe").Want(404)
	upload(t, admin, "x.csv", nil).Want(422)
	upload(t, admin, "x.csv", []byte("M\xE3,T\xEAn\n")).Want(422).HasText("Windows-1258")
	formula, err := sheet.Book([]sheet.Page{{Name: "Tài khoản", Rows: [][]sheet.Cell{{{Text: "Mã đơn vị"}, {Text: "Họ và tên"}, {Text: "Vai trò"}}, {{Text: "19"}, {Text: "A B"}, {Text: "=1"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	at := upload(t, admin, "<b>sai</b>.xlsx", formula).Want(303).Header.Get("Location") // a text, not a formula
	page := admin.Get(at).Want(200)
	page.HasText("'Tài khoản'!C2").HasText("Không có vai trò “=1”").HasText("1 dòng sai").None("form[action$='/take']")
	webtest.Check(t, admin.In(i18n.EN).Get(at).Want(200).HasText("There is no role"), i18n.EN)
	admin.Post(at+"/take", nil).Want(409).HasText("Còn 1 dòng sai")
	admin.Post(at+"/drop", nil).WantRedirect("/account-imports")
	admin.Get(at).Want(404)

	at = upload(t, admin, "tốt.csv", []byte("unit,name,login,roles\n19,Lê Thị Hoa,,head\n19,Hồ Văn Mai,ho.mai,\"specialist, office\"\n19,Đỗ Ân,,editor\n19,Tạ Tư,,editor\n19,Vũ Năm,,editor\n")).Want(303).Header.Get("Location")
	both(t, admin, at)
	slips := admin.Post(at+"/take", nil).Want(200)
	webtest.Check(t, slips, i18n.VI)
	if n := len(slips.All(".slip")); n != 5 || len(slips.All("article.a4")) != 2 {
		t.Errorf("%d slips on %d sheets", n, len(slips.All("article.a4")))
	}
	code := slips.All(".slip-code")[0].Text()
	admin.Post(at+"/take", nil).WantRedirect(at)
	both(t, admin, at)
	admin.Get(at).HasText("Lê Thị Hoa").HasText("hoalt").HasText("In lại 5 phiếu chưa dùng")
	newcomer := s.Visitor()
	form := enter("hoalt", password)
	form.Set("code", code)
	form.Set("again", password)
	newcomer.Post("/activate", form).WantRedirect("/")
	admin.Post(at+"/slips", nil).Want(200).NoText("Lê Thị Hoa").HasText("Hồ Văn Mai")

	for _, login := range []string{"linh", "trang.van"} {
		other := s.Visitor()
		other.Post("/sign-in", enter(login, password)).WantRedirect("/account")
		for _, path := range []string{"/account-imports", at} {
			if got := other.Get(path).Status; got != 403 {
				t.Errorf("%s opens %s: %d", login, path, got)
			}
		}
		if got := upload(t, other, "x.csv", []byte("unit,name,roles\n19,A B,head\n")).Status; got != 403 {
			t.Errorf("%s uploads: %d", login, got)
		}
	}
	province := s.Visitor()
	province.Post("/sign-in", enter("quan.tri.tinh", password)).WantRedirect("/account")
	province.Get(at).Want(404)
	province.Post(at+"/slips", nil).Want(404)
	up := upload(t, province, "x.csv", []byte("unit,name,roles\ntw,A B,admin\n")).Want(303).Header.Get("Location")
	province.Get(up).HasText("Đồng chí không quản trị Ban Tổ chức Trung ương")
}
