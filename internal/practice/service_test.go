package practice_test

import (
	"io"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/practice"
	"giaoban/internal/when"
)

type zero struct{}

func (zero) Read(b []byte) (int, error) { return len(b), nil }

func at(unit ident.ID, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 7, Name: "Trần Văn Kiểm", Unit: unit, Grants: []actor.Grant{{Role: role, Unit: unit}}}
}

// S1.3 of the acceptance scenarios, with what must be refused.
func TestSharedEndorsedAdopted(t *testing.T) {
	ctx := t.Context()
	clock := when.NewFrozen(time.Date(2021, 4, 2, 15, 0, 0, 0, when.Zone()))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	refused := func(what string, err error, key string) {
		t.Helper()
		if !fault.Is(err, key) {
			t.Errorf("%s: %v, want %s", what, err, key)
		}
	}
	store := dbtest.Open(t)
	ids, err := ident.NewMaker(clock.Now, zero{})
	must(err)
	files, err := blob.Open(t.TempDir())
	must(err)
	t.Cleanup(func() { files.Close() })
	hub := event.New()
	units := org.New(org.Deps{DB: store, IDs: ids, Clock: clock, Hub: hub})
	must(units.Load(ctx, actor.SystemActor("test"), org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Units: []org.FileUnit{{Code: "coc", Name: "Ban Tổ chức Trung ương", Level: "centre", From: 20000101}, {Code: "b", Parent: "coc", Name: "Tỉnh B", Level: "province", From: 20000101},
			{Code: "c", Parent: "coc", Name: "Tỉnh C", Level: "province", From: 20000101}},
	}))
	of := func(code string) ident.ID {
		id, err := units.ByCode(ctx, code)
		must(err)
		return id
	}
	coc, b, c := of("coc"), of("b"), of("c")
	s := practice.NewService(practice.Deps{DB: store, IDs: ids, Clock: clock, Hub: hub, Org: units, Blob: files})
	desk, other, chair := at(b, actor.Specialist), at(c, actor.Specialist), at(coc, actor.Chair)

	n := practice.New{Unit: b, Title: "Một đầu mối số liệu", Summary: "Mỗi xã gửi một lần", Subject: "Chế độ báo cáo", Files: []practice.Upload{{Name: `C:\mau.pdf`, Data: []byte("%PDF-1.4\n%%EOF\n")}}, Key: "k"}
	for what, change := range map[string]func(*practice.New) string{
		"no title":     func(n *practice.New) string { n.Title = " "; return "practice.title_missing" },
		"no summary":   func(n *practice.New) string { n.Summary = ""; return "practice.summary_missing" },
		"a program":    func(n *practice.New) string { n.Files[0].Data = []byte("MZ\x90\x00"); return "practice.file_kind" },
		"an empty one": func(n *practice.New) string { n.Files[0].Data = nil; return "practice.file_empty" },
	} {
		bad := n
		bad.Key, bad.Files = "", []practice.Upload{n.Files[0]}
		key := change(&bad)
		_, err := s.Share(ctx, desk, bad)
		refused(what, err, key)
	}
	_, err = s.Share(ctx, other, n)
	refused("for another unit", err, "actor.forbidden_share_practice")
	id, err := s.Share(ctx, desk, n)
	must(err)
	if again, err := s.Share(ctx, desk, n); err != nil || again != id {
		t.Errorf("a retry shares twice: %v %v", again, err)
	}
	refused("adopting one's own", s.Adopt(ctx, desk, id, "", ""), "practice.own")
	refused("adopted by a chair", s.Adopt(ctx, chair, id, "", ""), "actor.forbidden_share_practice")
	must(s.Adopt(ctx, other, id, "Ở ba xã", ""))
	refused("adopted twice", s.Adopt(ctx, other, id, "", ""), "practice.adopted_already")
	refused("endorsed by a neighbour", s.Endorse(ctx, at(c, actor.Head), id, "", ""), "actor.forbidden_endorse_practice")
	refused("endorsed by itself", s.Endorse(ctx, at(b, actor.Head), id, "", ""), "actor.forbidden_endorse_practice")
	must(s.Endorse(ctx, chair, id, "Nên học", ""))
	refused("endorsed twice", s.Endorse(ctx, chair, id, "", ""), "practice.endorsed_already")
	p, err := s.ByID(ctx, other, id)
	if err != nil || p.Adopters != 1 || len(p.AdoptedBy) != 1 || p.AdoptedBy[0].Unit != c || p.MayAdopt || p.MayEndorse || len(p.Files) != 1 || p.Files[0].Name != "mau.pdf" {
		t.Errorf("%+v %v", p, err)
	}
	body, f, err := s.OpenFile(ctx, other, id, p.Files[0].ID)
	must(err)
	if data, err := io.ReadAll(body); err != nil || len(data) != 15 || f.MIME != "application/pdf" {
		t.Errorf("the file: %d bytes, %s, %v", len(data), f.MIME, err)
	}
	must(body.Close())
	for what, c := range map[string]struct {
		f practice.Filter
		n int
	}{"all": {practice.Filter{}, 1}, "without accents": {practice.Filter{Text: "mot DAU moi"}, 1}, "other words": {practice.Filter{Text: "biên chế"}, 0},
		"its subject": {practice.Filter{Subject: "CHẾ ĐỘ báo cáo"}, 1}, "another's": {practice.Filter{Unit: c}, 0}} {
		list, err := s.List(ctx, other, c.f)
		if err != nil || len(list) != c.n {
			t.Errorf("%s: %d %v", what, len(list), err)
		}
	}
	spelt := n
	spelt.Title, spelt.Summary, spelt.Key = "Số liệu HĐND khóa mới, nhiệm kỳ 2021-2026", "Theo mẫu của T.Ư", "spelt"
	_, err = s.Share(ctx, desk, spelt)
	must(err)
	for typed, want := range map[string]int{"khoá mới": 1, "KHÓA": 1, "nhiệm kì": 1, "ky 2021 - 2026": 1, "Trung ương": 1, "TW": 1, "hội đồng nhân dân": 1, "hđnd": 1,
		"trung ương hội đồng nhân dân": 1, "kế hoạch": 0, "hội đồng nhân dân xã": 0} {
		list, err := s.List(ctx, other, practice.Filter{Text: typed})
		if err != nil || len(list) != want {
			t.Errorf("%q: %d practices, want %d; %v", typed, len(list), want, err)
		}
	}
	refused("withdrawn by another", s.Withdraw(ctx, other, id, "x", ""), "actor.forbidden_share_practice")
	refused("without a reason", s.Withdraw(ctx, desk, id, "", ""), "practice.reason_missing")
	must(s.Withdraw(ctx, desk, id, "Đã thay", ""))
	if _, err := s.ByID(ctx, other, id); err != nil {
		t.Errorf("who adopted it reads it no more: %v", err)
	}
	if _, err := s.ByID(ctx, chair, id); !fault.Is(err, "practice.not_found") {
		t.Errorf("withdrawn, and others read it: %v", err)
	}
	refused("adopted after that", s.Adopt(ctx, other, id, "", ""), "practice.is_withdrawn")
}
