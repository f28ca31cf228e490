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
