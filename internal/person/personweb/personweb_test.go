package personweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/org/orgweb"
	"giaoban/internal/person"
	"giaoban/internal/person/personweb"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

type bench struct {
	*webtest.Site
	person *person.Service
	a, b   ident.ID
}

func open(t *testing.T) bench {
	t.Helper()
	s := webtest.New(t, webtest.Options{
		Clock:    when.NewFrozen(time.Date(2021, 4, 2, 9, 0, 0, 0, when.Zone())),
		Messages: []i18n.Messages{org.Messages(), orgweb.Messages(), person.Messages(), personweb.Messages()},
	})
	svc := person.New(person.Deps{DB: s.DB, IDs: s.IDs, Clock: s.Clock, Org: s.Org})
	pages := personweb.New(svc, s.Org)
	personweb.Routes(s.Mux, pages)
	orgweb.Routes(s.Mux, s.Org, pages)
	sys := actor.SystemActor("test")
	err := s.Org.Load(t.Context(), sys, org.File{
		Levels: []org.FileLevel{{Code: "any", VI: "Cấp"}},
		Units:  []org.FileUnit{{Code: "TW", Name: "Trung ương", Level: "any"}, {Code: "A", Parent: "TW", Name: "Tỉnh ủy A", Level: "any"}, {Code: "B", Parent: "TW", Name: "Tỉnh ủy B", Level: "any"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = svc.Load(t.Context(), sys, person.File{
		People: []person.FilePerson{{Code: "1", Name: "Đinh Ngọc Ẩn"}, {Code: "2", Name: "Trần Ữ"}},
		Positions: []person.FilePosition{
			{Unit: "A", Title: "Bí thư Tỉnh ủy", Abbrev: "BT", Rank: 10, Holders: []person.FileHolder{{Person: "1", From: 20200101, Decision: "7-QĐ/TU"}}},
			{Unit: "A", Title: "Phó Bí thư Tỉnh ủy", Rank: 20, Many: true, Holders: []person.FileHolder{{Person: "2", From: 20200101, To: 20201231}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	b := bench{Site: s, person: svc}
	for code, id := range map[string]*ident.ID{"A": &b.a, "B": &b.b} {
		if *id, err = s.Org.ByCode(t.Context(), code); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func office(unit ident.ID) actor.Actor {
	return actor.Actor{Account: 3, Name: "Văn phòng", Grants: []actor.Grant{{Role: actor.Office, Unit: unit}}}
}

func (b bench) post(t *testing.T, title string) person.Position {
	t.Helper()
	list, err := b.person.Positions(t.Context(), b.a)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Title == title {
			return p
		}
	}
	t.Fatalf("no post %q", title)
	return person.Position{}
}

func TestPostsOnTheUnitsPage(t *testing.T) {
	b := open(t)
	at := "/units/" + b.a.String()
	b.As(office(b.b)).Get(at).Want(200).HasText("Đinh Ngọc Ẩn").HasText("Chưa có người").HasText("Trần Ữ").NoText("Thêm chức danh")
	b.As(office(b.a)).Get(at).Want(200).HasText("Thêm chức danh").HasText("Thôi giữ chức")
	b.As(office(b.a)).Get(at + "?date=1/6/2020").Want(200).NoText("Chưa có người")
	b.As(office(b.a)).Get("/units/" + b.b.String()).Want(200).HasText("Chưa ghi chức danh nào.")
}

func TestAppointAndEndThroughPages(t *testing.T) {
	b := open(t)
	br := b.As(office(b.a))
	at := "/units/" + b.a.String()
	br.Post(at+"/posts/new", url.Values{"title": {""}, "rank": {"x"}}).Want(422).One("#f-title-error")
	br.Post(at+"/posts/new", url.Values{"title": {"Chánh Văn phòng"}, "rank": {"30"}}).Want(303)
	post := at + "/posts/" + b.post(t, "Chánh Văn phòng").ID.String() + "/appoint"
	br.Get(post).Want(200).One("input[name=name]")
	br.Post(post, url.Values{"name": {""}, "from": {"1/3/2021"}}).Want(422).One("#f-name-error")
	p := br.Post(post, url.Values{"name": {"tran u"}, "from": {"1/3/2021"}}).Want(422)
	p.One("#f-person-error")
	if radios := p.All("input[name=person]"); len(radios) != 2 {
		t.Fatalf("%d choices of namesakes", len(radios))
	}
	br.Post(post, url.Values{"name": {"tran u"}, "from": {"31/4/2021"}, "person": {p.All("input[name=person]")[0].Attr("value")}}).Want(422).One("#f-from-error")
	br.Post(post, url.Values{"name": {"tran u"}, "from": {"1/3/2021"}, "person": {p.All("input[name=person]")[0].Attr("value")}}).Want(303)
	holders, err := b.person.Holders(t.Context(), b.a, 20210402)
	if err != nil || len(holders) != 2 || holders[1].Person.Name != "Trần Ữ" {
		t.Fatalf("%+v %v", holders, err)
	}
	br.Post(post, url.Values{"name": {"Người Mới"}, "from": {"1/4/2021"}}).Want(422).HasText("Trần Ữ")
	end := at + "/appointments/" + holders[1].ID.String() + "/end"
	br.Get(end).Want(200).HasText("Trần Ữ")
	br.Post(end, url.Values{"to": {"1/2/2021"}}).Want(422).One("#f-to-error")
	br.Post(end, url.Values{"to": {"31/3/2021"}, "decision": {"9-QĐ/TU"}}).Want(303)
	br.Post(post, url.Values{"name": {"Người Mới"}, "from": {"1/4/2021"}}).Want(303)
	br.Get("/people?q=nguoi+moi").Want(200).HasText("Chánh Văn phòng").HasText("Tỉnh ủy A")
	br.Get("/people?q=khong").Want(200).HasText("Không có ai khớp.")
}

func TestNobodyElseKeepsPosts(t *testing.T) {
	b := open(t)
	holders, err := b.person.Holders(t.Context(), b.a, 20210402)
	if err != nil {
		t.Fatal(err)
	}
	post := b.post(t, "Bí thư Tỉnh ủy").ID.String()
	other := b.As(office(b.b))
	for _, path := range []string{"/posts/new", "/posts/" + post + "/appoint", "/appointments/" + holders[0].ID.String() + "/end"} {
		if got := other.Get("/units/" + b.a.String() + path).Status; got != 403 {
			t.Errorf("GET %s: %d", path, got)
		}
		form := url.Values{"title": {"X"}, "rank": {"1"}, "name": {"X"}, "from": {"1/1/2030"}, "to": {"1/4/2021"}}
		if got := other.Post("/units/"+b.a.String()+path, form).Status; got != 403 {
			t.Errorf("POST %s: %d", path, got)
		}
		// Through the own unit's address another unit's records are not found.
		if !strings.HasSuffix(path, "/new") {
			if got := other.Post("/units/"+b.b.String()+path, form).Status; got != 404 {
				t.Errorf("POST %s under the own unit: %d", path, got)
			}
		}
	}
}

func TestEveryPage(t *testing.T) {
	b := open(t)
	at := "/units/" + b.a.String()
	holders, err := b.person.Holders(t.Context(), b.a, 20210402)
	if err != nil {
		t.Fatal(err)
	}
	webtest.EveryPage(t, b.Site, office(b.a), at, at+"/posts/new", at+"/posts/"+b.post(t, "Phó Bí thư Tỉnh ủy").ID.String()+"/appoint",
		at+"/appointments/"+holders[0].ID.String()+"/end", "/people", "/people?q=bt", "/people?q=zzz")
}
