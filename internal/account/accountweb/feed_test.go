package accountweb

import (
	"context"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/datebook"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// oneDate is a source with a date of each unit.
type oneDate struct{}

func (oneDate) Entries(_ context.Context, _ actor.Actor, unit ident.ID, lang i18n.Lang) ([]datebook.Entry, error) {
	return []datebook.Entry{{Kind: "report", ID: unit, At: when.At(20270101, 600), Changed: 1, Title: "Hạn của " + unit.String() + " " + string(lang), Href: "/reports"}}, nil
}

// The address opens the dates of its person's units without a session, until it is replaced or revoked; its secret is shown once and stands in no log.
func TestCalendarAddress(t *testing.T) {
	s := site(t, web.Config{PublicURL: "https://giaoban.example", MissesPerMin: 2}, "")
	datebook.Routes(s.Mux, s.Account, s.Org, oneDate{})
	tw, err := s.Org.ByCode(t.Context(), "tw")
	if err != nil {
		t.Fatal(err)
	}
	below, err := s.Org.ByCode(t.Context(), "19")
	if err != nil {
		t.Fatal(err)
	}
	var id ident.ID
	if err := s.DB.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		n, err := db.Int(ctx, r, `select id from account where login = 'hoang.thu.trang'`)
		id = ident.ID(n)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	who, err := s.Account.ActorFor(t.Context(), id, tw)
	if err != nil {
		t.Fatal(err)
	}
	own := s.As(who)
	webtest.EveryPage(t, s, who, "/account/calendar")
	file := own.Get("/deadlines.ics").Want(200)
	if got := file.Header.Get("Content-Type"); got != "text/calendar; charset=utf-8" || !strings.Contains(string(file.Body), "Hạn của "+tw.String()+" vi") || strings.Contains(string(file.Body), below.String()+" vi") {
		t.Errorf("the file: %s\n%s", got, string(file.Body))
	}
	made := own.Post("/account/calendar", nil).Want(200)
	address := made.One("#feed-address").Text()
	if !strings.HasPrefix(address, "https://giaoban.example"+datebook.FeedPath+"?key=gbc_") {
		t.Fatalf("address %q", address)
	}
	path := strings.TrimPrefix(address, "https://giaoban.example")
	if strings.Contains(string(own.Get("/account/calendar").Want(200).Body), path[len(datebook.FeedPath)+5:]) {
		t.Error("the secret is shown twice")
	}
	public := s.Visitor()
	feed := public.Get(path).Want(200)
	for _, want := range []string{"BEGIN:VCALENDAR", "Hạn của " + tw.String() + " vi", "Hạn của " + below.String() + " vi", "https://giaoban.example/reports"} {
		if !strings.Contains(strings.ReplaceAll(string(feed.Body), "\r\n ", ""), want) {
			t.Errorf("no %q in\n%s", want, string(feed.Body))
		}
	}
	if feed.Header.Get("ETag") == "" || feed.Header.Get("Set-Cookie") != "" {
		t.Errorf("headers %v", feed.Header)
	}
	webtest.EveryPage(t, s, who, "/account/calendar")
	second := strings.TrimPrefix(own.Post("/account/calendar", nil).Want(200).One("#feed-address").Text(), "https://giaoban.example")
	public.Get(path).Want(404)
	public.Get(second).Want(200)
	own.Post("/account/calendar/revoke", nil).WantRedirect("/account/calendar")
	public.Get(second).Want(404)
	public.Get(datebook.FeedPath).Want(404)
	third := strings.TrimPrefix(own.Post("/account/calendar", nil).Want(200).One("#feed-address").Text(), "https://giaoban.example")
	for range 28 { // two were read above
		public.Get(third).Want(200)
	}
	public.Get(third).Want(429) // a program that asks without end learns to wait
	own.Get("/account").Want(200).HasText("Đưa hạn vào lịch")
}
