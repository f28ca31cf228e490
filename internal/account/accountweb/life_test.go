package accountweb

import (
	"net/url"
	"testing"

	"giaoban/internal/account"
	"giaoban/internal/i18n"
	"giaoban/internal/web"
	"giaoban/internal/webtest"
)

// desks are an administrator of the top unit and the unit and account of a head below.
func desks(t *testing.T) (s *webtest.Site, admin *webtest.Browser, unit, linh string) {
	t.Helper()
	s = site(t, web.Config{}, account.Hash(password))
	admin = s.Visitor()
	admin.Post("/sign-in", enter("quan.tri", password)).WantRedirect("/account")
	unit = admin.Get("/accounts").All("select[name=unit] option")[1].Attr("value")
	for _, a := range admin.Get("/accounts?unit=" + unit).All("tbody a") {
		if a.Text() == "Ngô Hải Linh" {
			linh = a.Attr("href")
		}
	}
	return s, admin, unit, linh
}

func both(t *testing.T, b *webtest.Browser, path string) {
	t.Helper()
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		webtest.Check(t, b.In(lang).Get(path).Want(200), lang)
	}
}

func TestLeavingPage(t *testing.T) {
	s, admin, _, linh := desks(t)
	both(t, admin, linh+"/leave")
	admin.Post(linh+"/leave", url.Values{"last": {"32/13/2026"}}).Want(422).One("#f-last-error")
	admin.Post(linh+"/leave", url.Values{"last": {"30/6/2026"}, "decision": {"7-QĐ"}}).WantRedirect(linh)
	admin.Get(linh).HasText("Làm việc đến hết ngày")
	admin.Post(linh+"/stay", nil).WantRedirect(linh)
	admin.Get(linh).NoText("Làm việc đến hết ngày")
	province := s.Visitor()
	province.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	province.Get(linh + "/leave").Want(404)
	admin.Post(linh+"/leave", url.Values{"last": {"1/6/2026"}}).WantRedirect(linh)
	province.Get("/account").Want(303)
}

func TestDelegationsPage(t *testing.T) {
	s, admin, unit, _ := desks(t)
	both(t, admin, "/delegations?unit="+unit)
	head := s.Visitor()
	head.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	head.Get("/account").One("a[href=/delegations]")
	head.Get("/delegations").Want(200).HasText("Giao ký")
	head.Post("/delegations", url.Values{"unit": {unit}, "capacity": {"kt"}}).Want(422)
	admin.Get("/delegations?unit=zz!").Want(404)
	office := s.Visitor()
	office.Post("/sign-in", enter("trang.van", password)).WantRedirect("/account")
	office.Post("/delegations", url.Values{"unit": {unit}, "capacity": {"kt"}, "deputy": {unit}, "from": {"1/7/2026"}, "to": {"2/7/2026"}, "decision": {"1"}}).Want(403)
}

func TestDevices(t *testing.T) {
	s, admin, unit, _ := desks(t)
	both(t, admin, "/devices?unit="+unit)
	admin.Post("/devices", url.Values{"unit": {unit}, "name": {" "}}).Want(422).One("#f-name-error")
	made := admin.Post("/devices", url.Values{"unit": {unit}, "name": {"Máy phòng họp"}, "key": {"1"}}).Want(200)
	webtest.Check(t, made, i18n.VI)
	code := made.One(".slip-code").Text()
	hall := s.Visitor()
	both(t, hall, "/enrol")
	hall.Post("/enrol", url.Values{"code": {"AAAA-BBBB-CCCC"}}).Want(422).One("#f-code-error")
	hall.Post("/enrol", url.Values{"code": {code}}).WantRedirect("/")
	s.Visitor().Post("/enrol", url.Values{"code": {code}}).Want(422)
	if cookie := hall.Cookie("giaoban_device"); cookie == nil || !cookie.HttpOnly || cookie.MaxAge < 300*24*3600 {
		t.Fatalf("the device's cookie: %+v", cookie)
	}
	hall.Get("/account").Want(200).HasText("Máy phòng họp").HasText("Kỹ thuật điểm cầu")
	hall.Get("/accounts").Want(403)
	hall.Post("/sign-out", nil).WantRedirect("/sign-in")
	hall.Get("/account").Want(200).HasText("Máy phòng họp")
	hall.Post("/sign-in", enter("linh", password)).WantRedirect("/account") // somebody works on it
	hall.Get("/account").HasText("Ngô Hải Linh")
	hall.Post("/sign-out", nil).WantRedirect("/sign-in")
	hall.Get("/account").HasText("Máy phòng họp")
	list := admin.Get("/devices?unit=" + unit).HasText("Đang dùng")
	admin.Get("/accounts?unit=" + unit).NoText("Máy phòng họp")
	revoke := ""
	for _, form := range list.All("form") {
		if a := form.Attr("action"); len(a) > 7 && a[len(a)-7:] == "/revoke" {
			revoke = a
		}
	}
	province := s.Visitor()
	province.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	province.Post(revoke, url.Values{"unit": {unit}}).Want(403)
	admin.Post(revoke, url.Values{"unit": {unit}}).WantRedirect("/devices?unit=" + unit)
	hall.Get("/account").Want(303)
	admin.Get("/devices?unit=" + unit).HasText("Đã thu hồi")
}

func TestOwnDataAndWishes(t *testing.T) {
	s, admin, _, _ := desks(t)
	user := s.Visitor()
	user.Post("/sign-in", enter("linh", password)).WantRedirect("/account")
	both(t, user, "/account/data")
	user.Get("/account/data.json").Want(200).HasText(`"login":"linh"`)
	user.Post("/account/data/corrections", url.Values{"wish": {" "}}).Want(422).One("#f-wish-error")
	user.Post("/account/data/corrections", url.Values{"wish": {"Tên đúng là Ngô Hải Linh Anh"}, "key": {"1"}}).WantRedirect("/account/data")
	both(t, admin, "/corrections")
	list := admin.Get("/corrections").HasText("Ngô Hải Linh Anh")
	action := ""
	for _, form := range list.All("form") {
		if a := form.Attr("action"); len(a) > 13 && a[:13] == "/corrections/" {
			action = a
		}
	}
	user.Post(action, url.Values{"done": {"1"}, "answer": {"tự sửa"}}).Want(403)
	admin.Post(action, url.Values{"done": {"1"}, "answer": {" "}}).Want(422)
	admin.Post(action, url.Values{"done": {"1"}, "answer": {"Đã sửa theo quyết định"}}).WantRedirect("/corrections")
	admin.Post(action, url.Values{"done": {"0"}, "answer": {"lần nữa"}}).Want(409)
	user.Get("/account/data").HasText("Đã sửa theo quyết định")
	user.Get("/corrections").Want(403)
}
