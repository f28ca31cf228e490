package orgweb_test

import (
	"context"
	"maps"
	"net/url"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// previewed sends a form and gives what must be sent to confirm the preview it answers with.
func previewed(t *testing.T, b *webtest.Browser, path string, form url.Values) (*webtest.Page, url.Values) {
	t.Helper()
	p := b.Post(path, form).Want(200)
	confirm := url.Values{}
	for _, field := range p.All("form input[type=hidden]") {
		confirm.Add(field.Attr("name"), field.Attr("value"))
	}
	if confirm.Get("seen") == "" {
		t.Fatalf("%s: no preview", path)
	}
	return p, confirm
}

// confirmed sends a form, then confirms its preview.
func confirmed(t *testing.T, b *webtest.Browser, path string, form url.Values) url.Values {
	t.Helper()
	_, confirm := previewed(t, b, path, form)
	b.Post(path, confirm).Want(303)
	return confirm
}

// hanging is a domain with one thing on every unit that ends.
type hanging struct{ text string }

func (h *hanging) Affected(_ context.Context, _ db.Querier, _ actor.Actor, i org.Impact) ([]org.Affected, error) {
	a := org.Affected{Title: "org.n_found_things", Advice: "org.left_nothing_text", Place: "/tasks"}
	for _, u := range i.Ends {
		a.Things = append(a.Things, org.Thing{Unit: u.ID, Text: org.Plain(h.text), Note: org.Plain(u.Name), Href: "/tasks/1"})
	}
	return []org.Affected{a}, nil
}

func (h *hanging) Uses(context.Context, db.Querier, actor.Actor, []ident.ID) ([]org.Use, error) {
	return nil, nil
}

func TestPreviewComesBeforeTheChange(t *testing.T) {
	s, id := open(t, i18n.Messages{"org.n_found_things": {VI: "{count} việc thử", EN: "{count} trial things"}})
	thing := &hanging{"Việc treo"}
	s.Org.Consult(thing)
	s.Clock.(*when.Settable).Set(when.Date(20250701).Time())
	b := s.As(as(actor.Admin, id("TW")))
	at := "/units/" + id("DT").String()
	form := url.Values{"date": {"2/7/2025"}, "act": {"QĐ 9"}, "key": {"k9"}, "into": {id("LHM").String()}}
	p, confirm := previewed(t, b, at+"/dissolve", form)
	p.HasText("Chưa có gì được ghi").HasText("kết thúc, ngày cuối cùng là 1/7/2025").HasText("1 việc thử").HasText("Việc treo").HasText("cần người nhận").HasText("tiếp nhận công việc")
	before, err := s.Org.Versions(t.Context(), id("DT"))
	if err != nil || before[len(before)-1].To != 0 && before[len(before)-1].To < 20250630 {
		t.Fatalf("the preview changed something: %+v %v", before, err)
	}
	b.In(i18n.EN).Post(at+"/dissolve", form).Want(200).HasText("Nothing is stored yet").HasText("1 trial things")

	// What hangs on the unit changes: the new preview comes instead, and nothing is done.
	thing.text = "Việc mới treo"
	p = b.Post(at+"/dissolve", confirm).Want(200)
	p.HasText("Có thay đổi so với bản xem trước").HasText("Việc mới treo")
	// Back to the form, nothing lost.
	back := maps.Clone(confirm)
	back["back"] = []string{"1"}
	if got := b.Post(at+"/dissolve", back).Want(200).One("input[name=act]").Attr("value"); got != "QĐ 9" {
		t.Errorf("what was entered is lost: %q", got)
	}
	confirm.Set("seen", p.One("input[name=seen]").Attr("value"))
	b.Post(at+"/dissolve", confirm).Want(303)
	b.Post(at+"/dissolve", confirm).Want(303) // once more by a bad line
	after, err := s.Org.Versions(t.Context(), id("DT"))
	if err != nil || after[len(after)-1].To != 20250701 {
		t.Fatalf("not dissolved: %+v %v", after, err)
	}
	// A forged fingerprint confirms nothing.
	form.Set("seen", "0000")
	b.Post("/units/"+id("LHM").String()+"/rename", url.Values{"name": {"Tỉnh Khác"}, "date": {"2/7/2025"}, "act": {"QĐ"}, "seen": {"0000"}}).Want(200).HasText("Xem trước")

	// The day after, what is left waits for somebody and is seen by who keeps the units.
	s.Clock.(*when.Settable).Set(when.Date(20250703).Time())
	b.Get("/units/left").Want(200).HasText("Việc mới treo")
	b.Get(at).Want(200).HasText("Còn lại sau khi kết thúc").HasText("Việc mới treo")
	s.As(as(actor.Specialist, id("TW"))).Get("/units/left").Want(200).NoText("Việc mới treo")
	webtest.EveryPage(t, s, as(actor.Admin, id("TW")), "/units/left", at, "/units")
}
