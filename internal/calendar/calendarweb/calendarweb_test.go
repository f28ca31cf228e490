package calendarweb_test

import (
	"net/url"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/calendar/calendarweb"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

type bench struct {
	*webtest.Site
	calendar *calendar.Service
	office   actor.Actor
	other    actor.Actor
	event    calendar.Event
}

func open(t *testing.T) bench {
	t.Helper()
	s := webtest.New(t, webtest.Options{
		Clock:    when.NewFrozen(time.Date(2021, 4, 2, 9, 0, 0, 0, when.Zone())),
		Messages: []i18n.Messages{org.Messages(), calendar.Messages(), calendarweb.Messages()},
	})
	svc := calendar.New(calendar.Deps{DB: s.DB, IDs: s.IDs, Clock: s.Clock, Hub: s.Hub, Org: s.Org})
	calendarweb.Routes(s.Mux, svc, s.Org)
	sys := actor.SystemActor("test")
	err := s.Org.Load(t.Context(), sys, org.File{
		Levels: []org.FileLevel{{Code: "any", VI: "Cấp"}},
		Units:  []org.FileUnit{{Code: "TW", Name: "Trung ương", Level: "any"}, {Code: "A", Parent: "TW", Name: "Tỉnh A", Level: "any"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	unit := func(code string) ident.ID {
		id, err := s.Org.ByCode(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	b := bench{Site: s, calendar: svc}
	b.office = actor.Actor{Kind: actor.Person, Account: 3, Name: "Văn phòng", Unit: unit("TW"), Grants: []actor.Grant{{Role: actor.Office, Unit: unit("TW")}}}
	b.other = actor.Actor{Kind: actor.Person, Account: 4, Unit: unit("A"), Grants: []actor.Grant{{Role: actor.Specialist, Unit: unit("A")}}}
	b.event, err = svc.CreateEvent(t.Context(), b.office, calendar.NewEvent{Name: "Ngày bầu cử", Kind: "election", Date: 20210523, Unit: unit("TW")})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCalendar(t *testing.T) {
	b := open(t)
	at := "/calendar/" + b.event.ID.String()
	b.As(b.other).Get("/calendar").Want(200).HasText("Tháng 5/2021").HasText("Ngày bầu cử").NoText("Thêm sự kiện")
	b.As(b.other).Get("/calendar?past=1").Want(200).HasText("Chưa có sự kiện nào.")
	b.As(b.other).Get(at).Want(200).HasText("Chưa dời lần nào.").NoText("Dời ngày")
	office := b.As(b.office)
	p := office.Post("/calendar/new", url.Values{"name": {"Kỳ họp"}, "kind": {"session"}, "date": {"31/4"}}).Want(422)
	p.One("#f-date-error")
	if got := p.One("input[name=name]").Attr("value"); got != "Kỳ họp" {
		t.Errorf("lost %q", got)
	}
	office.Post("/calendar/new", url.Values{"name": {"Kỳ họp"}, "kind": {"session"}, "date": {"20/7"}, "provisional": {"1"}}).Want(303)
	office.Get("/calendar").Want(200).HasText("Tháng 7/2021").HasText("Dự kiến")
	if _, err := b.calendar.UntilEvent(t.Context(), b.office, 20210402, b.event.ID); err != nil {
		t.Fatal(err)
	}
	office.Get(at).Want(200).HasText("Từ 2/4/2021 đến Ngày bầu cử")
	office.Post(at+"/move", url.Values{"date": {"1/4/2021"}, "reason": {"Sớm"}}).Want(422).HasText("Không dời lên trước 2/4/2021")
	office.Post(at+"/move", url.Values{"date": {"30/5/2021"}}).Want(422).One("#f-reason-error")
	office.Post(at+"/move", url.Values{"date": {"30/5/2021"}, "reason": {"Theo nghị quyết"}}).WantRedirect(at)
	office.Get(at).Want(200).HasText("23/5/2021 → 30/5/2021").HasText("Theo nghị quyết")
	office.Post(at+"/remove", url.Values{"reason": {"Bỏ"}}).Want(409)
	spare, err := b.calendar.CreateEvent(t.Context(), b.office, calendar.NewEvent{Name: "Họp phụ", Kind: "other", Date: 20210601, Unit: b.event.Unit})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // a button pressed twice
		office.Post("/calendar/"+spare.ID.String()+"/remove", url.Values{"reason": {"Bỏ"}, "key": {"once"}}).WantRedirect("/calendar")
	}
	office.Post("/calendar/"+spare.ID.String()+"/remove", url.Values{"reason": {"Bỏ"}, "key": {"other"}}).Want(404)
	marks, err := calendarweb.Home{Calendar: b.calendar}.Days(t.Context(), b.office, b.office.Unit, when.Span{From: 20210501, To: 20210531}, i18n.VI)
	if err != nil || len(marks) != 1 || marks[0].Date != 20210530 || marks[0].Href != at {
		t.Errorf("%+v %v", marks, err)
	}
}

func TestNobodyElseMovesEvents(t *testing.T) {
	b := open(t)
	at := "/calendar/" + b.event.ID.String()
	other := b.As(b.other)
	for _, path := range []string{"/calendar/new", at + "/move", at + "/remove"} {
		if got := other.Get(path).Status; got != 403 {
			t.Errorf("GET %s: %d", path, got)
		}
		if got := other.Post(path, url.Values{"name": {"X"}, "kind": {"other"}, "date": {"1/6/2021"}, "reason": {"x"}}).Status; got != 403 {
			t.Errorf("POST %s: %d", path, got)
		}
	}
	other.Get("/calendar/zz").Want(404)
	b.Visitor().Get("/calendar").Want(303)
}

func TestEveryPage(t *testing.T) {
	b := open(t)
	at := "/calendar/" + b.event.ID.String()
	webtest.EveryPage(t, b.Site, b.office, "/calendar", "/calendar?past=1", "/calendar/new", at, at+"/move", at+"/remove")
}

func TestDaysOff(t *testing.T) {
	b := open(t)
	b.As(b.other).Get("/days-off").Want(200).HasText("Giỗ Tổ Hùng Vương").HasText("Tết Nguyên đán, mùng 1").NoText("Thêm ngày")
	office := b.As(b.office)
	office.Post("/days-off", url.Values{"date": {"29/4/2021"}, "worked": {"0"}, "name": {""}}).Want(422).One("#f-name-error")
	office.Post("/days-off", url.Values{"date": {"29/4/2021"}, "worked": {"1"}, "name": {"Bù"}}).Want(422).HasText("vốn là ngày làm việc")
	office.Post("/days-off", url.Values{"date": {"8/5/2021"}, "worked": {"1"}, "name": {"Làm bù"}}).WantRedirect("/days-off?year=2021")
	office.Get("/days-off?year=2021").Want(200).HasText("Làm bù").HasText("Văn phòng ghi")
	office.Post("/days-off/remove", url.Values{"date": {"2021-05-08"}}).WantRedirect("/days-off?year=2021")
	office.Post("/days-off/remove", url.Values{"date": {"2021-05-08"}}).Want(404)
	if got := b.As(b.other).Post("/days-off", url.Values{"date": {"8/5/2021"}, "name": {"x"}}).Status; got != 403 {
		t.Error(got)
	}
	b.As(b.other).Get("/days-off?year=2099").Want(200).HasText("Chưa ghi ngày nghỉ nào")
}

func TestRegimes(t *testing.T) {
	b := open(t)
	b.As(b.other).Get("/regimes").Want(200).HasText("Hành chính (15–14)").HasText("chốt ngày 14").NoText("Thêm chế độ")
	b.As(b.other).Get("/regimes/2").Want(200).HasText("15/3/2021 → 14/4/2021").HasText("17:00 thứ sáu, 16/4/2021").NoText("Thêm bản mới")
	b.As(b.other).Get("/regimes/2?kind=half").Want(200).HasText("15/12/2020 → 14/6/2021").HasText("15/6/2021 → 14/12/2021")
	b.As(b.other).Get("/regimes/4711").Want(404)
	office := b.As(b.office)
	form := url.Values{"name": {"Công đoàn"}, "code": {"cong-doan"}, "from": {"1/1/2021"}, "basis": {"year_to_date"}, "kinds": {"month", "quarter"}, "close-month": {"20"}, "close-quarter": {"20"},
		"days": {"3"}, "days-any": {"2"}, "hour": {"16h30"}, "before": {"3, 1"}, "on_day": {"1"}, "after": {""}}
	bad := url.Values{}
	for k, v := range form {
		bad[k] = v
	}
	bad["days"], bad["before"] = []string{"ba"}, []string{"x"}
	p := office.Post("/regimes", bad).Want(422)
	p.One("#f-days-error")
	p.One("#f-before-error")
	to := office.Post("/regimes", form).Want(303).Header.Get("Location")
	office.Get(to).Want(200).HasText("Công đoàn").HasText("21/3/2021 → 20/4/2021").HasText("16:30")
	form.Set("from", "1/4/2021")
	office.Post(to+"/version", form).Want(422).HasText("phải có hiệu lực sau hôm nay")
	form.Set("from", "1/7/2021")
	form.Set("close-month", "0")
	office.Post(to+"/version", form).WantRedirect(to)
	office.Get(to).Want(200).HasText("Chưa có hiệu lực").HasText("21/6/2021 → 31/7/2021")
	office.Get(to + "/version?from=2021-07-01").Want(200).HasText("Ghi bản này")
	office.Post(to+"/version/remove", url.Values{"date": {"2021-07-01"}}).WantRedirect(to)
	office.Post(to+"/retire", url.Values{"retired": {"1"}}).WantRedirect(to)
	office.Get("/regimes").Want(200).HasText("Không dùng nữa")
	for _, path := range []string{"/regimes/new", "/regimes/2/version"} {
		if got := b.As(b.other).Get(path).Status; got != 403 {
			t.Errorf("%s: %d", path, got)
		}
	}
	webtest.EveryPage(t, b.Site, b.office, "/regimes", "/regimes/new", "/regimes/2", to, to+"/version", "/regimes/2?kind=year", "/days-off")
}

func TestTermsOfOffice(t *testing.T) {
	b := open(t)
	b.As(b.other).Get("/terms").Want(200).HasText("Chưa ghi nhiệm kỳ nào").None("form[action='/terms']")
	office := b.As(b.office)
	page := office.Post("/terms", url.Values{"body": {""}, "ordinal": {"mười lăm"}, "years": {"2026-2021"}}).Want(422)
	page.One("#f-ordinal-error")
	page.One("#f-years-error").HasText("2021-2026")
	if got := page.One("#f-ordinal").Attr("value"); got != "mười lăm" {
		t.Errorf("what was typed is lost: %q", got)
	}
	office.Post("/terms", url.Values{"body": {""}, "years": {"2021-2026"}}).Want(422).One("#f-body-error")
	office.Post("/terms", url.Values{"body": {"Quốc hội"}, "ordinal": {"xv"}, "years": {"2021 – 2026"}}).WantRedirect("/terms")
	office.Post("/terms", url.Values{"body": {"Quốc hội"}, "ordinal": {"14"}, "years": {"2016-2021"}}).WantRedirect("/terms")
	office.Post("/terms", url.Values{"body": {"HĐND các cấp"}, "years": {"2021-2026"}}).WantRedirect("/terms")
	office.Post("/terms", url.Values{"body": {"Quốc hội"}, "ordinal": {"15"}, "years": {"2021-2026"}}).Want(409).One("#f-body-error").HasText("Quốc hội khóa XV")
	list := b.As(b.other).Get("/terms").Want(200).HasText("XV (15)").HasText("XIV (14)").HasText("Nhiệm kỳ 2021-2026").HasText("Không đánh số")
	list.None("form[action$='/remove']")
	for _, form := range []url.Values{{"body": {"X"}, "years": {"2021-2026"}}} {
		b.As(b.other).Post("/terms", form).Want(403)
	}
	remove := office.Get("/terms").Want(200).All("form[action$='/remove']")
	if len(remove) != 3 {
		t.Fatalf("%d", len(remove))
	}
	b.As(b.other).Post(remove[0].Attr("action"), nil).Want(403)
	office.Post(remove[0].Attr("action"), nil).WantRedirect("/terms")
	office.Post(remove[0].Attr("action"), nil).Want(404)
	webtest.EveryPage(t, b.Site, b.office, "/terms")
	webtest.EveryPage(t, b.Site, b.other, "/terms")
}
