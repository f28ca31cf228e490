package retentionweb

import (
	"log/slog"
	"net/url"
	"testing"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/retention"
	"giaoban/internal/webtest"
)

func TestPage(t *testing.T) {
	s := webtest.New(t, webtest.Options{Messages: []i18n.Messages{Messages(), retention.Messages()}})
	if err := s.Org.Load(t.Context(), actor.SystemActor("test"), org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương"}, {Code: "province", VI: "Tỉnh"}},
		Units:  []org.FileUnit{{Code: "tw", Name: "Trung ương", Level: "centre"}, {Code: "19", Parent: "tw", Name: "Tỉnh", Level: "province"}},
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Account.Load(t.Context(), actor.SystemActor("test"), account.File{}); err != nil {
		t.Fatal(err)
	}
	units, err := s.Org.ByCodes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	svc := retention.New(retention.Deps{DB: s.DB, Clock: s.Clock, Now: time.Now, Org: s.Org, Log: slog.New(slog.DiscardHandler)})
	Routes(s.Mux, svc)
	at := func(code string) actor.Actor {
		return actor.Actor{Kind: actor.Person, Account: 1, Name: "Đỗ Quản Trị", Grants: []actor.Grant{{Role: actor.Admin, Unit: units[code]}}}
	}
	webtest.EveryPage(t, s, at("tw"), Path)
	s.As(at("19")).Get(Path).Want(403)

	b := s.As(at("tw"))
	b.Get(Path).Want(200).HasText("Nội dung chi tiết của nhật ký").HasText("Từ 30 đến 3.650 ngày").HasText("Chưa dọn lần nào").HasText("Báo cáo đã ký và gửi")
	send := func(days string) *webtest.Page {
		return b.Post(Path, url.Values{"kind": {string(retention.Tokens)}, "days": {days}})
	}
	for _, bad := range []string{"29", "3651", "mười", ""} {
		page := send(bad).Want(422)
		webtest.Check(t, page, i18n.VI)
		if got := page.One("#f-days-tokens").Attr("value"); got != bad {
			t.Errorf("%q became %q", bad, got)
		}
		if !page.One("#f-days-tokens").Has("aria-invalid") || page.One("#f-days-accounts").Has("aria-invalid") {
			t.Errorf("%q: the error stands at another row", bad)
		}
	}
	send(" 60 ").WantRedirect(Path)
	if got := b.Get(Path).Want(200).One("#f-days-tokens").Attr("value"); got != "60" {
		t.Errorf("kept %s days", got)
	}
	b.Post(Path, url.Values{"kind": {"told"}, "days": {"1"}}).Want(409)
	b.Post(Path, url.Values{"kind": {"none"}, "days": {"1"}}).Want(404)
}
