package orgweb_test

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/org/orgweb"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

func open(t *testing.T, more ...i18n.Messages) (*webtest.Site, func(code string) ident.ID) {
	t.Helper()
	s := webtest.New(t, webtest.Options{
		Clock:    when.NewFrozen(time.Date(2025, 6, 15, 9, 0, 0, 0, when.Zone())),
		Messages: append(more, org.Messages(), orgweb.Messages()),
	})
	orgweb.Routes(s.Mux, s.Org)
	raw, err := os.ReadFile("../testdata/sample.json")
	if err != nil {
		t.Fatal(err)
	}
	var f org.File
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	if err := s.Org.Load(t.Context(), actor.SystemActor("test"), f); err != nil {
		t.Fatal(err)
	}
	return s, func(code string) ident.ID {
		id, err := s.Org.ByCode(context.Background(), code)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
}

func as(role actor.Role, unit ident.ID) actor.Actor {
	return actor.Actor{Account: 1, Name: "Người thử", Grants: []actor.Grant{{Role: role, Unit: unit}}}
}

func TestTreeAsItWasOnADay(t *testing.T) {
	s, id := open(t)
	b := s.As(as(actor.Specialist, id("LH")))
	p := b.Get("/units").Want(200)
	p.HasText("Tỉnh Lam Hà").HasText("Như ngày 15/6/2025").NoText("Xã Thượng Vân")
	p.None("form[method=post][action^='/units']")
	b.Get("/units?open=" + id("LH-H1").String()).Want(200).HasText("Xã Thượng Vân").NoText("Tỉnh Lam Dương")
	b.Get("/units?date=1/7/2025").Want(200).HasText("Tỉnh Lam Dương").NoText("Tỉnh Dương An").HasText("Như ngày 1/7/2025")
	b.Get("/units?date=2025-07-01&open=" + id("LHM").String()).Want(200).HasText("Xã Vân Sơn")
	b.Get("/units?date=31/4/2025").Want(422).One("#f-date-error")
	b.Get("/units?q=lam+ha").Want(200).HasText("Tỉnh Lam Hà").NoText("Dương An")
	b.Get("/units?q=khong+co").Want(200).HasText("Không có đơn vị nào khớp.")
	b.Get("/units?group=north").Want(200).HasText("Tỉnh Đông Tiên").NoText("Tỉnh Dương An")
	rows := b.Get("/units/" + id("LH-H1").String() + "/rows").Want(200)
	rows.HasText("Xã Hạ Vân").NoText("Tỉnh Đông Tiên")
	b.Get("/units/" + id("LHM").String() + "/rows").Want(404)
	b.Get("/units/zzz").Want(404)
	b.In(i18n.EN).Get("/units?date=1/7/2025").Want(200).HasText("As on 1 July 2025")
	s.Visitor().Get("/units").Want(303)
}

func TestUnitPage(t *testing.T) {
	s, id := open(t)
	b := s.As(as(actor.Specialist, id("LH")))
	b.Get("/units/" + id("LH").String()).Want(200).HasText("Huyện Vân Sơn").HasText("Hợp nhất").HasText("Nghị quyết số 01/NQ (mẫu)").NoText("Thay đổi đơn vị")
	b.Get("/units/" + id("LH").String() + "?date=1/8/2025").Want(200).HasText("Kế tiếp là:").HasText("Tỉnh Lam Dương")
	b.Get("/units/" + id("LHM").String()).Want(200).HasText("Như ngày 1/7/2025").HasText("Xã Vân Sơn")
	b.Get("/units/" + id("LHM").String() + "?date=30/6/2025").Want(200).HasText("Khi ấy là:").HasText("Tỉnh Dương An")
	s.As(as(actor.Admin, id("TW"))).Get("/units/" + id("DT").String()).Want(200).HasText("Thay đổi đơn vị").HasText("Đổi tên")
}

func TestForms(t *testing.T) {
	s, id := open(t)
	b := s.As(as(actor.Admin, id("TW")))
	at := "/units/" + id("DT").String()
	for _, kind := range []string{"new", "rename", "move", "merge", "split", "dissolve"} {
		b.Get(at + "/" + kind).Want(200).One("input[name=act]")
	}
	p := b.Post(at+"/new", url.Values{"name": {"Xã Ổ"}, "level": {"commune"}, "date": {"31/4"}, "act": {""}}).Want(422)
	p.One("#f-date-error")
	if got := p.One("input[name=name]").Attr("value"); got != "Xã Ổ" {
		t.Errorf("what was entered is lost: %q", got)
	}
	b.Post(at+"/new", url.Values{"name": {""}, "level": {"commune"}, "date": {"20/6/2025"}, "act": {"QĐ 1"}}).Want(422).One("#f-name-error")
	key := url.Values{"name": {"Xã Ổ"}, "level": {"commune"}, "date": {"20/6/2025"}, "act": {"QĐ 1"}, "key": {"k1"}, "groups": {"north"}}
	seen := confirmed(t, b, at+"/new", key)
	b.Post(at+"/new", seen).Want(303) // sent twice, done once
	tree, err := s.Org.Tree(t.Context(), 20250620)
	if err != nil || len(tree.Children(id("DT"))) != 1 {
		t.Fatalf("%v %v", tree.Children(id("DT")), err)
	}
	commune := tree.Children(id("DT"))[0]
	confirmed(t, b, at+"/rename", url.Values{"name": {"Tỉnh Đông Tiên Mới"}, "date": {"1/9/2025"}, "act": {"QĐ 2"}})
	b.Post(at+"/dissolve", url.Values{"date": {"1/10/2025"}, "act": {"QĐ 3"}}).Want(422).HasText("Xã Ổ")
	b.Post("/units/"+commune.ID.String()+"/split", url.Values{"date": {"1/10/2025"}, "act": {"QĐ 4"}, "names": {"Xã Ổ Một"}}).Want(422).One("#f-names-error")
	confirmed(t, b, "/units/"+commune.ID.String()+"/split", url.Values{"date": {"1/10/2025"}, "act": {"QĐ 4"}, "names": {"Xã Ổ Một\r\nXã Ổ Hai\r\n"}})
	confirmed(t, b, "/units/"+id("LHM").String()+"/merge", url.Values{"date": {"1/11/2025"}, "act": {"QĐ 5"}, "with": {id("DT").String()}, "name": {"Tỉnh Lam Dương Tiên"}})
	tree, err = s.Org.Tree(t.Context(), 20251101)
	if err != nil || len(tree.Children(id("TW"))) != 1 || len(tree.Level("commune")) != 4 {
		t.Errorf("%v %v", tree.Subtree(id("TW")), err)
	}
}

func TestNobodyElseChangesUnits(t *testing.T) {
	s, id := open(t)
	for name, who := range map[string]actor.Actor{
		"specialist":            as(actor.Specialist, id("DT")),
		"office above":          as(actor.Office, id("TW")),
		"admin of another unit": as(actor.Admin, id("LH")),
	} {
		b := s.As(who)
		for _, kind := range []string{"new", "rename", "move", "merge", "split", "dissolve"} {
			if got := b.Get("/units/" + id("DT").String() + "/" + kind).Status; got != 403 {
				t.Errorf("%s sees the form %s: %d", name, kind, got)
			}
			if got := b.Post("/units/"+id("DT").String()+"/"+kind, url.Values{"name": {"X"}, "level": {"commune"}, "date": {"1/9/2025"}, "act": {"QĐ"}, "names": {"A\nB"}, "with": {id("DA").String()}, "parent": {id("DA").String()}}).Status; got != 403 {
				t.Errorf("%s does %s: %d", name, kind, got)
			}
		}
	}
}

func TestEveryPage(t *testing.T) {
	s, id := open(t)
	dt := "/units/" + id("DT").String()
	webtest.EveryPage(t, s, as(actor.Admin, id("TW")), "/units", "/units?q=van&date=1/7/2025", "/units?group=north", "/units?date=1/7/2025&open="+id("LHM").String(),
		dt, dt+"?date=1/1/2020", "/units/"+id("LH").String()+"?date=1/8/2025", dt+"/new", dt+"/rename", dt+"/move", dt+"/merge", dt+"/split", dt+"/dissolve")
}

func TestEmptyTree(t *testing.T) {
	s := webtest.New(t, webtest.Options{Messages: []i18n.Messages{org.Messages(), orgweb.Messages()}})
	orgweb.Routes(s.Mux, s.Org)
	s.As(actor.Actor{Account: 1}).Get("/units").Want(200).HasText("chưa có đơn vị nào")
}
