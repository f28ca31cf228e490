package obstacle_test

import (
	"context"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
)

// issueTo issues a notice of the centre to a unit.
func (h *house) issueTo(unit ident.ID) document.Document {
	h.Helper()
	var d document.Document
	h.must(h.db.Do(h.Context(), "test", func(ctx context.Context, w *db.Write) (err error) {
		d, err = h.docs.IssueIn(ctx, w, actor.SystemActor("test"), document.New{Kind: document.Notice, Issuer: h.coc, Title: "kết luận về biên chế", Recipients: []ident.ID{unit},
			Body: []document.Block{{Kind: document.Paragraph, Text: "Giao"}}, Signer: document.Signer{Name: "A", Title: "Trưởng Ban"}, Origin: document.Origin{Kind: "conference", ID: 1}})
		return err
	}))
	return d
}

// An answer leads to a document that is amended or issued; who may not read the document sees its words alone.
func TestAnswerLeadsToADocument(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	office, desk := at(h.coc, actor.Office), at(h.a, actor.Head)
	seen, hidden := h.issueTo(h.a), h.issueTo(h.b)
	id := h.raise(obstacle.New{Unit: h.a, Body: "Quy định chồng chéo", Proposal: "Sửa Quy định"})
	for what, c := range map[string]struct {
		change obstacle.Change
		want   []string
	}{
		"no such act":               {obstacle.Change{Act: "burn", Title: "x", Planned: 20210630}, []string{"obstacle.change_unknown"}},
		"a title without an act":    {obstacle.Change{Title: "Quy định 205"}, []string{"obstacle.change_missing"}},
		"neither title nor day":     {obstacle.Change{Act: obstacle.Amend}, []string{"obstacle.change_title_missing", "obstacle.change_planned_missing"}},
		"a day that is none":        {obstacle.Change{Act: obstacle.Issue, Title: "Hướng dẫn", Planned: 20210231}, []string{"obstacle.change_planned_missing"}},
		"an endless title":          {obstacle.Change{Act: obstacle.Issue, Title: strings.Repeat("a", 301), Planned: 20210630}, []string{"obstacle.too_long"}},
		"a secret one":              {obstacle.Change{Act: obstacle.Issue, Title: "TỐI MẬT Kế hoạch", Planned: 20210630}, []string{"document.marked_only"}},
		"a document that is no one": {obstacle.Change{Act: obstacle.Amend, Document: 12345, Planned: 20210630}, []string{"obstacle.change_no_document"}},
	} {
		err := h.s.Answer(ctx, office, id, "Sẽ sửa", c.change, "")
		for _, key := range c.want {
			h.refused(what, err, key)
		}
		if p := h.page(desk, id); p.State != obstacle.Open || !p.Change.None() {
			t.Errorf("%s: refused, and it is %s with %+v", what, p.State, p.Change)
		}
	}
	h.refused("an answer without words", h.s.Answer(ctx, office, id, "", obstacle.Change{Act: obstacle.Amend, Title: "x", Planned: 20210630}, ""), "obstacle.answer_missing")
	if err := h.s.Answer(ctx, at(h.b, actor.Office), id, "x", obstacle.Change{Act: obstacle.Amend, Document: seen.ID}, ""); !fault.Is(err, "obstacle.not_found") {
		t.Errorf("a stranger learns of a document: %v", err)
	}

	h.must(h.s.Answer(ctx, office, id, "Sẽ sửa", obstacle.Change{Act: obstacle.Amend, Document: seen.ID, Planned: 20210630}, "k"))
	h.must(h.s.Answer(ctx, office, id, "Sẽ sửa", obstacle.Change{Act: obstacle.Amend, Document: seen.ID, Planned: 20210630}, "k"))
	p := h.page(desk, id)
	if p.Change.Act != obstacle.Amend || p.Change.Document != seen.ID || p.Change.Planned != 20210630 || p.Change.Title != seen.NumberText+" kết luận về biên chế" || len(p.Answers()) != 1 || p.Answers()[0].Change != p.Change {
		t.Errorf("%+v of %d answers", p.Change, len(p.Answers()))
	}
	h.must(h.s.Answer(ctx, office, id, "Đã trình", obstacle.Change{}, ""))
	if p := h.page(desk, id); p.Change.Document != seen.ID {
		t.Errorf("an answer without a document took it away: %+v", p.Change)
	}
	h.must(h.s.Answer(ctx, office, id, "Theo thông báo", obstacle.Change{Act: obstacle.Issue, Title: "Hướng dẫn mới", Document: hidden.ID, Planned: 20210731}, ""))
	if p := h.page(desk, id); p.Change.Title != "Hướng dẫn mới" || !p.Change.Document.Zero() || p.Answers()[2].Change.Document != 0 {
		t.Errorf("a document of another unit is linked: %+v", p.Change)
	}
	if p := h.page(office, id); p.Change.Document != hidden.ID {
		t.Errorf("its issuer has no link: %+v", p.Change)
	}
	for _, who := range []actor.Actor{desk, office} {
		part := obstacle.Raised
		if who.Unit == h.coc {
			part = obstacle.Routed
		}
		list, err := h.s.List(ctx, who, who.Unit, obstacle.Filter{Part: part})
		if err != nil || len(list) != 1 || list[0].Change.None() || !list[0].Change.Document.Zero() {
			t.Errorf("in the list: %+v, %v", list, err)
		}
	}

	other := h.raise(obstacle.New{Unit: h.b, Body: "Quy định chồng chéo", Proposal: "Sửa"})
	group, err := h.s.MakeGroup(ctx, office, h.coc, "Quy định", []ident.ID{id, other}, "")
	h.must(err)
	change := obstacle.Change{Act: obstacle.Amend, Title: "Quy định 205-QĐ/TW", Document: hidden.ID, Planned: 20210930}
	h.must(h.s.AnswerGroup(ctx, office, group, "Sửa chung", false, change, ""))
	g, err := h.s.Group(ctx, at(h.b, actor.Head), group)
	if err != nil || g.Change != change {
		t.Errorf("the group: %+v, %v", g.Change, err)
	}
	if g, err = h.s.Group(ctx, desk, group); err != nil || g.Change.Title != change.Title || !g.Change.Document.Zero() {
		t.Errorf("the group for who may not read the document: %+v, %v", g.Change, err)
	}
	if p := h.page(at(h.b, actor.Head), other); p.Change != change || p.Answers()[0].Change != change {
		t.Errorf("an obstacle of the group: %+v", p.Change)
	}
}
