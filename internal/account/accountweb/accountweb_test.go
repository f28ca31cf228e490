package accountweb

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/assets"
	"giaoban/internal/webtest"
)

const password = "mot cau de nho 2026"

// site is a small organisation with three accounts, two of them marked for the demo.
func site(t *testing.T, config web.Config, hash string) *webtest.Site {
	t.Helper()
	bundle, err := assets.Open()
	if err != nil {
		t.Fatal(err)
	}
	s := webtest.New(t, webtest.Options{Config: config, Assets: bundle, Messages: []i18n.Messages{Messages(), sheet.Messages()}})
	system := actor.SystemActor("test")
	err = s.Org.Load(t.Context(), system, org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương"}, {Code: "province", VI: "Tỉnh"}},
		Units: []org.FileUnit{
			{Code: "tw", Name: "Ban Tổ chức Trung ương", Level: "centre"},
			{Code: "19", Parent: "tw", Name: "Ban Tổ chức Tỉnh ủy Thái Nguyên", Level: "province"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Account.Load(t.Context(), system, account.File{Hash: hash, Accounts: []account.FileAccount{
		{Login: "hoang.thu.trang", Name: "Hoàng Thu Trang", Grants: []account.FileGrant{{Role: actor.Specialist, Unit: "19"}, {Role: actor.Office, Unit: "tw", Decision: "12-QĐ/VP"}},
			Demo: &account.FileDemo{Order: 2, Label: "Chuyên viên tổng hợp", LabelEN: "Specialist", AboutVI: "Việc hôm nay, nhập báo cáo", AboutEN: "Today's work, reports"}},
		{Login: "trang.van", Name: "Trịnh Văn Vinh", Grants: []account.FileGrant{{Role: actor.Office, Unit: "tw"}},
			Demo: &account.FileDemo{Order: 1, Label: "Chuyên viên tổng hợp", LabelEN: "Specialist", AboutVI: "Thu báo cáo, tổng hợp, soạn kết luận", AboutEN: "Collects reports"}},
		{Login: "quan.tri", Name: "Đỗ Quản Trị", Grants: []account.FileGrant{{Role: actor.Admin, Unit: "tw"}}},
		{Login: "quan.tri.tinh", Name: "Đỗ Trị Tỉnh", Grants: []account.FileGrant{{Role: actor.Admin, Unit: "19"}}},
		{Login: "linh", Name: "Ngô Hải Linh", Grants: []account.FileGrant{{Role: actor.Head, Unit: "19"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	Routes(s.Mux, s.Account, s.Org, nil)
	s.Mux.Page("GET /{$}", func(c *web.Ctx) error { return c.JSON(200, c.Actor) })
	return s
}

func enter(login, word string) url.Values {
	return url.Values{"login": {login}, "password": {word}, "next": {"/account"}}
}

func TestSignInKeepsTheLoginAndCountsTries(t *testing.T) {
	s := site(t, web.Config{}, account.Hash(password))
	b := s.Visitor()
	b.Get("/account").WantRedirect("/sign-in?next=%2Faccount")
	b.Get("/sign-in?next=%2Faccount").Want(200).One("form[action=/sign-in] input[name=next]")
	page := b.Post("/sign-in", enter("linh", "sai hoàn toàn")).Want(422)
	webtest.Check(t, page, i18n.VI)
	page.HasText("Mật khẩu chưa đúng. Còn 4 lần thử trước khi khóa 15 phút.")
	if got := page.One("#f-login").Attr("value"); got != "linh" {
		t.Errorf("login %q is lost", got)
	}
	if page.One("#f-password").Has("value") {
		t.Error("the password comes back")
	}
	if page.One("#f-password").Attr("aria-describedby") != "f-password-error" {
		t.Error("the error does not belong to the field")
	}
	b.Post("/sign-in", enter(" LINH ", password)).WantRedirect("/account")
	b.Get("/account").Want(200).HasText("Ngô Hải Linh").HasText("Thủ trưởng đơn vị")
	b.Get("/sign-in").WantRedirect("/")
	cookie := b.Cookie("giaoban_session")
	if cookie == nil || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge != 0 {
		t.Errorf("session cookie %+v", cookie)
	}
	b.Post("/sign-out", nil).WantRedirect("/sign-in")
	b.Get("/account").Want(303)
}

func TestUnknownLoginsAreAnsweredLikeKnownOnes(t *testing.T) {
	s := site(t, web.Config{}, account.Hash(password))
	var texts [2][]string
	for i, login := range []string{"linh", "khong.co.ai"} {
		for range 7 {
			page := s.Visitor().Post("/sign-in", enter(login, "sai hoàn toàn"))
			texts[i] = append(texts[i], page.One("#f-password-error").Text())
		}
	}
	if strings.Join(texts[0], "|") != strings.Join(texts[1], "|") {
		t.Errorf("answers differ:\n%q\n%q", texts[0], texts[1])
	}
	if !strings.Contains(texts[0][4], "khóa") || !strings.Contains(texts[0][6], "Thử lại sau") {
		t.Errorf("no lock: %q", texts[0])
	}
	s.Visitor().Post("/sign-in", enter("linh", password)).Want(429)
}

func TestSecureCookiesAndAFreshToken(t *testing.T) {
	s := site(t, web.Config{TLS: true}, account.Hash(password))
	b := s.Visitor()
	form := enter("linh", password)
	form.Set("keep", "1")
	b.Post("/sign-in", form).WantRedirect("/account")
	first := b.Cookie("__Host-session")
	if first == nil || !first.Secure || first.Path != "/" || first.Domain != "" || first.MaxAge < 6*24*3600 {
		t.Fatalf("session cookie %+v", first)
	}
	old := s.Visitor()
	b.Post("/sign-in", form).WantRedirect("/account")
	if again := b.Cookie("__Host-session"); again.Value == first.Value {
		t.Error("the token survived a sign-in")
	}
	r := old.Request("GET", "/account", "", nil)
	r.AddCookie(first)
	old.Send(r).Want(303)
}

func TestDemoCards(t *testing.T) {
	s := site(t, web.Config{Demo: true}, "")
	b := s.Visitor()
	page := b.Get("/sign-in").Want(200)
	cards := page.All(".demo-card b")
	if len(cards) != 2 || len(page.All("button.demo-card")) != 2 {
		t.Fatalf("%d cards", len(cards))
	}
	page.HasText("Ban Tổ chức Tỉnh ủy Thái Nguyên")
	b.In(i18n.EN).Get("/sign-in").HasText("Collects reports")
	second := page.All("button.demo-card")[1].Attr("value")
	b.Post("/demo/sign-in", url.Values{"account": {second}}).WantRedirect("/")
	page = b.Get("/account").Want(200).HasText("Hoàng Thu Trang").HasText("Tài khoản mẫu dùng chung")
	webtest.Check(t, page, i18n.VI)
	b.Post("/account/sessions/end-others", nil).Want(409)
	b.Post("/account/password", url.Values{"old": {"x"}, "password": {password}, "again": {password}}).Want(409)

	var unmarked struct{ Account string }
	real := site(t, web.Config{}, account.Hash(password))
	v := real.Visitor()
	v.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	v.Get("/").JSON(&unmarked)
	real.Visitor().Post("/demo/sign-in", url.Values{"account": {unmarked.Account}}).Want(404)
	real.Visitor().Get("/sign-in").None(".demo-card")
	b.Post("/demo/sign-in", url.Values{"account": {"zzz"}}).Want(403)
}

func TestPasswordAndSessions(t *testing.T) {
	s := site(t, web.Config{}, account.Hash(password))
	home, office := s.Visitor(), s.Visitor()
	home.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	office.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	page := home.Get("/account").Want(200)
	if n := len(page.All(".session")); n != 2 {
		t.Fatalf("%d sessions", n)
	}
	page = home.Post("/account/password", url.Values{"old": {"không phải"}, "password": {"dong song moi 12"}, "again": {"dong song moi 12"}}).Want(422)
	page.One("#f-old-error").HasText("chưa đúng")
	home.Post("/account/password", url.Values{"old": {password}, "password": {"ngắn"}, "again": {"ngắn"}}).Want(422).One("#f-password-error")
	home.Post("/account/password", url.Values{"old": {password}, "password": {"dong song moi 12"}, "again": {"dong song moi 13"}}).Want(422).One("#f-again-error")
	home.Post("/account/password", url.Values{"old": {password}, "password": {"dong song moi 12"}, "again": {"dong song moi 12"}}).WantRedirect("/account")
	home.Get("/account").Want(200).HasText("Đã đổi mật khẩu")
	office.Get("/account").Want(303)
	s.Visitor().Post("/sign-in", enter("linh", password)).Want(422)
	office.Post("/sign-in", enter("linh", "dong song moi 12")).WantRedirect("/account")
	other := home.Get("/account").One("form[action=/account/sessions/end] input[name=session]").Attr("value")
	home.Post("/account/sessions/end", url.Values{"session": {other}}).WantRedirect("/account")
	office.Get("/account").Want(303)
	home.Get("/account").Want(200)
}

func TestPagesInBothLanguages(t *testing.T) {
	s := site(t, web.Config{}, account.Hash(password))
	b := s.Visitor()
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		webtest.Check(t, s.Visitor().In(lang).Get("/sign-in").Want(200), lang)
	}
	b.Post("/sign-in", enter("hoang.thu.trang", password)).WantRedirect("/account")
	webtest.Check(t, b.Get("/account").Want(200), i18n.VI)
	b.Post("/language", url.Values{"lang": {"en"}, "next": {"/account"}}).WantRedirect("/account")
	webtest.Check(t, b.Get("/account").Want(200), i18n.EN)
	other := s.Visitor() // the account's language goes with it
	other.Post("/sign-in", enter("hoang.thu.trang", password)).Want(303)
}

func TestKeepingAccounts(t *testing.T) {
	s := site(t, web.Config{}, account.Hash(password))
	admin := s.Visitor()
	admin.Post("/sign-in", enter("quan.tri", password)).WantRedirect("/account")
	admin.Get("/account").One("a[href=/accounts]")
	list := admin.Get("/accounts").Want(200).HasText("Trịnh Văn Vinh")
	webtest.Check(t, list, i18n.VI)
	unit := list.All("select[name=unit] option")[1].Attr("value")
	list = admin.Get("/accounts?unit=" + unit).Want(200).HasText("Ngô Hải Linh")
	linh := ""
	for _, a := range list.All("tbody a") {
		if a.Text() == "Ngô Hải Linh" {
			linh = a.Attr("href")
		}
	}
	form := url.Values{"unit": {unit}, "name": {"Người Mới"}, "login": {"x"}, "role": {"specialist", "technician"}, "key": {"1"}}
	page := admin.Post("/accounts", form).Want(422)
	page.One("#f-login-error")
	if page.One("#f-login").Attr("value") != "x" || page.One("#f-name").Attr("value") != "Người Mới" || len(page.All("input[name=role][checked]")) != 2 {
		t.Error("what was entered is lost")
	}
	form.Set("login", "nguoi.moi")
	slips := admin.Post("/accounts", form).Want(200).HasText("Người Mới").HasText("nguoi.moi")
	webtest.Check(t, slips, i18n.VI)
	code := slips.One(".slip-code").Text()
	slips.One(".slip-qr path")
	admin.Post("/accounts", form).Want(200).None(".slip").HasText("1 tài khoản đã được tạo")
	admin.Get("/accounts?unit=" + unit).HasText("Chờ kích hoạt").HasText("Chuyên viên, Kỹ thuật điểm cầu")
	fresh := s.Visitor()
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		webtest.Check(t, fresh.In(lang).Get("/activate").Want(200), lang)
	}
	choice := url.Values{"login": {"nguoi.moi"}, "code": {"AAAA-BBBB-CCCC"}, "password": {password}, "again": {password}}
	refused := fresh.Post("/activate", choice).Want(422)
	refused.One("#f-code-error").HasText("Còn 4 lần thử")
	if refused.One("#f-password").Has("value") || refused.One("#f-login").Attr("value") != "nguoi.moi" {
		t.Error("the form keeps the wrong things")
	}
	choice.Set("code", strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	choice.Set("again", "khác hẳn câu kia")
	fresh.Post("/activate", choice).Want(422).One("#f-again-error")
	choice.Set("again", password)
	fresh.Post("/activate", choice).WantRedirect("/")
	fresh.Get("/account").Want(200).HasText("Người Mới")
	s.Visitor().Post("/activate", choice).Want(422).One("#f-code-error")
	admin.Get("/accounts?unit=" + unit).NoText("Chờ kích hoạt")
	s.Visitor().Post("/sign-in", enter("nguoi.moi", password)).WantRedirect("/account")

	kept := admin.Get(linh).Want(200)
	webtest.Check(t, kept, i18n.VI)
	webtest.Check(t, admin.Get(linh), i18n.VI)
	user := s.Visitor()
	user.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	admin.Post(linh+"/grants", url.Values{"unit": {unit}, "role": {"office"}, "from": {"31/2/2026"}}).Want(422).One("#f-from-error")
	admin.Post(linh+"/grants", url.Values{"unit": {unit}, "role": {"office"}}).WantRedirect(linh)
	user.Get("/account").HasText("Văn phòng")
	grant := admin.Get(linh).All("input[name=grant]")[0].Attr("value")
	admin.Post(linh+"/revoke", url.Values{"grant": {grant}}).WantRedirect(linh)
	user.Get("/account").Want(200)
	code = admin.Post(linh+"/slip", nil).Want(200).One(".slip-code").Text()
	user.Get("/account").Want(303)
	s.Visitor().Post("/sign-in", enter("linh", password)).Want(422)
	admin.Get("/accounts?unit=" + unit).HasText("Chờ kích hoạt")
	again := admin.Post("/accounts/slips", url.Values{"unit": {unit}}).Want(200).One(".slip-code").Text()
	linhs := url.Values{"login": {"linh"}, "code": {code}, "password": {"một câu khác hẳn"}, "again": {"một câu khác hẳn"}}
	user.Post("/activate", linhs).Want(422)
	linhs.Set("code", again)
	user.Post("/activate", linhs).WantRedirect("/")
	admin.Post("/accounts/slips", url.Values{"unit": {unit}}).WantRedirect("/accounts?unit=" + unit)
	admin.Post(linh+"/close", url.Values{"closed": {"1"}, "reason": {"chuyển công tác"}}).WantRedirect(linh)
	user.Post("/sign-in", enter("linh", "một câu khác hẳn")).Want(422)
	admin.Post(linh+"/close", url.Values{"closed": {"0"}}).WantRedirect(linh)
	user.Post("/sign-in", enter("linh", "một câu khác hẳn")).WantRedirect("/account")

	// Who keeps nothing, and who keeps elsewhere.
	user.Get("/accounts").Want(403)
	user.Get(linh).Want(403)
	user.Post("/accounts", form).Want(403)
	user.Post(linh+"/grants", url.Values{"unit": {unit}, "role": {"admin"}}).Want(403)
	s.Visitor().Get("/accounts").Want(303)
	province := s.Visitor()
	province.Post("/sign-in", enter("quan.tri.tinh", password)).WantRedirect("/account")
	province.Get("/accounts").Want(200).NoText("Trịnh Văn Vinh")
	root := admin.Get("/accounts?unit=" + unit).All("select[name=unit] option")[0].Attr("value")
	province.Get("/accounts?unit=" + root).Want(403)
	form.Set("unit", root)
	form.Set("login", "leo.cao")
	form.Set("key", "2")
	province.Post("/accounts", form).Want(403)
	admin.Get("/accounts?unit=xyz!").Want(404)
	admin.Get("/accounts/zzzz").Want(404)
}

func TestSwitchingTheUnit(t *testing.T) {
	s := site(t, web.Config{}, account.Hash(password))
	b := s.Visitor()
	b.Post("/sign-in", enter("hoang.thu.trang", password)).WantRedirect("/account")
	page := b.Get("/account")
	page.One(".unit-switch summary").HasText("Ban Tổ chức Tỉnh ủy Thái Nguyên")
	other := page.All(".unit-switch button[name=unit]")[1]
	b.Post("/unit", url.Values{"unit": {other.Attr("value")}, "next": {"/account"}}).WantRedirect("/account")
	b.Get("/account").One(".unit-switch summary").HasText("Ban Tổ chức Trung ương")
	linh := s.Visitor()
	linh.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	linh.Post("/unit", url.Values{"unit": {other.Attr("value")}}).Want(403)
	linh.Post("/unit", url.Values{"unit": {"'; drop"}}).Want(422)
}

// dripping is a body of which a part is held back until the test has done something.
type dripping struct {
	parts []string
	wait  func()
}

func (d *dripping) Read(b []byte) (int, error) {
	if len(d.parts) == 0 {
		return 0, io.EOF
	}
	if len(d.parts) == 1 {
		d.wait()
	}
	n := copy(b, d.parts[0])
	d.parts = d.parts[1:]
	return n, nil
}

// A request that began before a session ended must neither act for it nor bring it back.
func TestAnEndedSessionStaysEnded(t *testing.T) {
	s, real := factorSite(t, true)
	tree, err := s.Org.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	acted := false
	s.Mux.Do("POST /act", func(c *web.Ctx) error { acted = true; return c.SeeOther("/") })
	for _, test := range []struct {
		path string
		slow time.Duration
	}{{"/unit", 0}, {"/unit", 2 * time.Minute}, {"/act", 2 * time.Minute}} {
		b, other := s.Visitor(), s.Visitor()
		b.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
		other.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
		cookie := b.Cookie("giaoban_session")
		r := b.Request("POST", test.path, "application/x-www-form-urlencoded", &dripping{parts: []string{"unit=", tree.Root().ID.String()}, wait: func() {
			other.Post("/account/sessions/end-others", nil).WantRedirect("/account")
			real.Shift(test.slow)
		}})
		if to := b.Send(r).Header.Get("Location"); to == "/" {
			t.Errorf("%s, %s later: done for a session that had ended", test.path, test.slow)
		}
		again := s.Visitor()
		r = again.Request("GET", "/account", "", nil)
		r.AddCookie(cookie)
		if again.Send(r).Status != http.StatusSeeOther {
			t.Errorf("%s, %s later: the session came back", test.path, test.slow)
		}
	}
	if acted {
		t.Error("an act was done for a session that had ended")
	}
}

// TestServe shows the pages to a browser: GIAOBAN_SERVE=127.0.0.1:9999 go test -run TestServe -timeout 1h.
func TestServe(t *testing.T) {
	addr := os.Getenv("GIAOBAN_SERVE")
	if addr == "" {
		t.Skip("set GIAOBAN_SERVE to look at the pages")
	}
	s := site(t, web.Config{Demo: os.Getenv("GIAOBAN_PLAIN") == ""}, account.Hash(password))
	server := &http.Server{Addr: addr, Handler: s.Mux, ReadHeaderTimeout: time.Second}
	t.Fatal(server.ListenAndServe())
}
