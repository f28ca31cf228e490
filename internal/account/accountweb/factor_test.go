package accountweb

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/event"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// factorSite is a site whose acts ask a second factor, or not, on a real clock that the test moves.
func factorSite(t *testing.T, asks bool) (*webtest.Site, *when.Settable) {
	t.Helper()
	o := webtest.Options{DB: dbtest.Open(t), Hub: event.New(), Messages: []i18n.Messages{Messages()}}
	real := when.NewFrozen(time.Date(2026, 6, 18, 9, 41, 0, 0, when.Zone()))
	o.Clock, o.Now = real, real.Now
	ids, err := ident.NewMaker(time.Now, strings.NewReader(strings.Repeat("giaoban", 100)))
	if err != nil {
		t.Fatal(err)
	}
	o.IDs = ids
	o.Org = org.New(org.Deps{DB: o.DB, IDs: ids, Clock: real, Hub: o.Hub})
	o.Account = account.New(account.Deps{DB: o.DB, IDs: ids, Clock: real, Now: real.Now, Hub: o.Hub, Org: o.Org, SecondFactor: asks})
	s := webtest.New(t, o)
	system := actor.SystemActor("test")
	if err := s.Org.Load(t.Context(), system, org.File{Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương"}},
		Units: []org.FileUnit{{Code: "tw", Name: "Ban Tổ chức Trung ương", Level: "centre"}}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Account.Load(t.Context(), system, account.File{Hash: account.Hash(password), Accounts: []account.FileAccount{
		{Login: "quan.tri", Name: "Đỗ Quản Trị", Grants: []account.FileGrant{{Role: actor.Admin, Unit: "tw"}}},
		{Login: "linh", Name: "Ngô Hải Linh", Grants: []account.FileGrant{{Role: actor.Head, Unit: "tw"}}},
	}}); err != nil {
		t.Fatal(err)
	}
	Routes(s.Mux, s.Account, s.Org, nil)
	s.Mux.Do("POST /sign", func(c *web.Ctx) error { // a binding act of some domain
		if err := c.Actor.StepUp(actor.StepSign); err != nil {
			return err
		}
		return c.JSON(200, map[string]any{"signed": c.Form()["remark"], "key": c.Key()})
	})
	return s, real
}

func TestAnActWaitsForTheSecondFactorAndNothingIsLost(t *testing.T) {
	s, real := factorSite(t, true)
	b := s.Visitor()
	b.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	before := b.Cookie("giaoban_session").Value
	form := url.Values{"remark": {"Bổ sung biểu 2", "“hai”"}, "key": {"k1"}, "password": {"không giữ"}}
	page := b.Post("/sign?x=1", form).Want(403)
	webtest.Check(t, page, i18n.VI)
	page.HasText("Để ký, hãy xác nhận bước hai.").HasText("chưa có xác thực hai bước")
	held := url.Values{}
	for _, n := range page.All("form[action=/confirm] input[type=hidden]") {
		held.Add(n.Attr("name"), n.Attr("value"))
	}
	if got := held["remark"]; len(got) != 2 || got[1] != "“hai”" || held.Get("key") != "k1" || held.Has("password") || held.Get("confirm.to") != "/sign?x=1" {
		t.Fatalf("held %v", held)
	}
	secret := strings.ReplaceAll(page.One(".factor-secret").Text(), " ", "")
	held.Set("confirm.code", "123")
	again := b.Post("/confirm", held).Want(422)
	webtest.Check(t, again, i18n.VI)
	again.HasText("Mã chưa đúng").HasText("Để ký, hãy xác nhận")
	if strings.ReplaceAll(again.One(".factor-secret").Text(), " ", "") != secret {
		t.Error("another secret is shown after a mistyped code")
	}
	code, err := totp.GenerateCode(secret, real.Now())
	if err != nil {
		t.Fatal(err)
	}
	held.Set("confirm.code", code)
	done := b.Post("/confirm", held).Want(307)
	if to := done.Header.Get("Location"); to != "/sign?x=1" {
		t.Errorf("sent on to %q", to)
	}
	if b.Cookie("giaoban_session").Value == before {
		t.Error("the session's token survived the step-up")
	}
	signed := b.Post("/sign?x=1", held).Want(200) // what a browser does on 307
	if text := string(signed.Body); !strings.Contains(text, "“hai”") || !strings.Contains(text, "/sign:k1") {
		t.Errorf("signed %s", text)
	}
	real.Shift(10 * time.Minute)
	page = b.In(i18n.EN).Post("/sign", form).Want(403)
	webtest.Check(t, page, i18n.EN)
	page.HasText("Code from your phone")
	held.Set("confirm.to", "//evil.example/x")
	held.Del("confirm.enrol")
	code, _ = totp.GenerateCode(secret, real.Now())
	held.Set("confirm.code", code)
	if to := b.Post("/confirm", held).Want(307).Header.Get("Location"); to != "/" {
		t.Errorf("sent away to %q", to)
	}
}

// A second factor neither shortens a week's sign-in nor lengthens any, and does not bring an ended one back.
func TestTheSecondFactorKeepsTheSessionsEnd(t *testing.T) {
	s, real := factorSite(t, true)
	real.Shift(time.Since(real.Now())) // cookies are dated by the machine's clock
	b := s.Visitor()
	form := enter("linh", password)
	form.Set("keep", "1")
	b.Post("/sign-in", form).WantRedirect("/account")
	page := b.Get("/confirm").Want(200)
	secret := strings.ReplaceAll(page.One(".factor-secret").Text(), " ", "")
	show := func(enrol string) {
		t.Helper()
		code, err := totp.GenerateCode(secret, real.Now())
		if err != nil {
			t.Fatal(err)
		}
		b.Post("/confirm", url.Values{"confirm.code": {code}, "confirm.to": {"/account"}, "confirm.enrol": {enrol}}).WantRedirect("/account")
	}
	show(page.One("input[name=confirm.enrol]").Attr("value"))
	real.Shift(3 * 24 * time.Hour)
	b.Get("/account").Want(200)
	show("")
	if c := b.Cookie("giaoban_session"); c.Expires.IsZero() && c.MaxAge == 0 {
		t.Error("the cookie of a week ends with the browser after a second factor")
	}
	real.Shift(3 * 24 * time.Hour)
	b.Get("/account").Want(200)
	show("")
	real.Shift(30 * time.Hour)
	b.Get("/account").Want(303)
}

func TestARefusalInJSONHasItsOwnKind(t *testing.T) {
	s, _ := factorSite(t, true)
	b := s.Visitor()
	b.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	body := string(b.JSON("POST", "/sign", "{}").Want(403).Body)
	if !strings.Contains(body, `"kind":"unconfirmed"`) || !strings.Contains(body, `"key":"actor.step_sign"`) {
		t.Error(body)
	}
}

func TestWithoutThePolicyNothingIsAsked(t *testing.T) {
	s, _ := factorSite(t, false)
	b := s.Visitor()
	b.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	b.Post("/sign", url.Values{"remark": {"x"}}).Want(200)
	page := b.Get("/account").Want(200).HasText("Nơi này không hỏi xác thực hai bước.")
	webtest.Check(t, page, i18n.VI)
	webtest.Check(t, b.In(i18n.EN).Get("/account/app").Want(200), i18n.EN)
}

func TestPasswordsAreTypedAfterTheSecondFactor(t *testing.T) {
	s, real := factorSite(t, true)
	b := s.Visitor()
	b.Post("/sign-in", enter("quan.tri", password)).WantRedirect("/account")
	page := b.Get("/account").Want(200)
	if len(page.All("form[action=/account/password]")) != 0 {
		t.Error("the password's form stands before the factor was shown")
	}
	page.One(`a[href="/confirm?next=/account"]`)
	real.Shift(11 * time.Minute)
	page = b.Get("/confirm?next=/account").Want(200)
	page.One("input[type=password]") // the first factor of a session that is not fresh
	held := url.Values{"confirm.to": {"/account"}, "confirm.back": {"/account"}, "confirm.enrol": {page.One("[name=confirm.enrol]").Attr("value")}}
	code, _ := totp.GenerateCode(strings.ReplaceAll(page.One(".factor-secret").Text(), " ", ""), real.Now())
	held.Set("confirm.code", code)
	b.Post("/confirm", held).Want(422).HasText("Nhập lại mật khẩu")
	held.Set("confirm.password", password)
	b.Post("/confirm", held).WantRedirect("/account")
	page = b.Get("/account").Want(200)
	webtest.Check(t, page, i18n.VI)
	page.One("form[action=/account/password]")
	codes := b.Post("/account/recovery", nil).Want(200)
	webtest.Check(t, codes, i18n.VI)
	if len(codes.All(".recovery-codes code")) != 10 {
		t.Error("ten codes are shown")
	}
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		webtest.Check(t, b.In(lang).Get("/accounts").Want(200), lang)
	}
	real.Shift(11 * time.Minute)
	b.Post("/account/app/remove", nil).Want(403)
	// A form of nothing but passwords is not held: its page opens again.
	r := b.Request("POST", "/account/password", "application/x-www-form-urlencoded", strings.NewReader(url.Values{"old": {password}, "password": {"một câu khác hẳn"}, "again": {"một câu khác hẳn"}}.Encode()))
	r.Header.Set("Referer", "http://example.com/account")
	page = b.Send(r).Want(403)
	if to := page.One("[name=confirm.to]").Attr("value"); to != "/account" || len(page.All("[name=confirm.post]")) != 0 || strings.Contains(string(page.Body), "một câu khác hẳn") {
		t.Errorf("held to %q", to)
	}
}

func TestPasskeyQuestionsAreOneSiteOnly(t *testing.T) {
	s, _ := factorSite(t, true)
	b := s.Visitor()
	r := b.Request("POST", "/sign-in/passkey/ask", "", nil)
	r.Host = "127.0.0.1:8080"
	r.Header.Set("Accept", "application/json")
	b.Send(r).Want(409)
	r = b.Request("POST", "/sign-in/passkey/ask", "", nil)
	r.Host = "localhost:8080"
	r.Header.Set("Accept", "application/json")
	if body := string(b.Send(r).Want(200).Body); !strings.Contains(body, `"rpId":"localhost"`) || !strings.Contains(body, `"userVerification":"required"`) {
		t.Error(body)
	}
	r = b.Request("POST", "/sign-in/passkey", "application/x-www-form-urlencoded", strings.NewReader("ref=x&answer=y"))
	r.Host = "localhost:8080"
	webtest.Check(t, b.Send(r).Want(422).HasText("Đã quá thời gian chờ"), i18n.VI)
}

func TestArrivalFromTheProviderNeedsItsState(t *testing.T) {
	s, _ := factorSite(t, true)
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		webtest.Check(t, s.Visitor().In(lang).Get("/sign-in/outside/back?state=x&code=y").Want(422), lang)
	}
	s.Visitor().Get("/sign-in/outside").Want(404)
}
