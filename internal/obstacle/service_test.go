package obstacle_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

type house struct {
	*testing.T
	db    *db.DB
	clock *when.Settable
	units *org.Service
	s     *obstacle.Service

	docs *document.Service

	root, coc, a, b, below, ministry ident.ID
}

// The unit "a" has one report, 501; nobody has anything else.
type ownReport struct{ unit ident.ID }

func (o ownReport) Subject(_ context.Context, _ actor.Actor, unit ident.ID, ref obstacle.Ref) (obstacle.About, error) {
	if ref.Kind != obstacle.AboutReport || ref.ID != 501 || unit != o.unit {
		return obstacle.About{}, fault.NotFound("obstacle.no_such_subject")
	}
	ref.Parent = 500
	return obstacle.About{Ref: ref, Label: i18n.Text{VI: "Báo cáo quý · Quý I/2021", EN: "Quarterly report · Q1/2021"}}, nil
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{T: t, db: dbtest.Open(t), clock: when.NewFrozen(time.Date(2021, 4, 2, 15, 0, 0, 0, when.Zone()))}
	ids, err := ident.NewMaker(h.clock.Now, zero{})
	h.must(err)
	hub := event.New()
	h.units = org.New(org.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: hub})
	h.must(h.units.Load(t.Context(), actor.SystemActor("test"), org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}, {Code: "commune", VI: "Xã", EN: "Commune"}},
		Units: []org.FileUnit{
			{Code: "root", Name: "Trung ương", Level: "centre", From: 20000101},
			{Code: "coc", Parent: "root", Name: "Ban Tổ chức Trung ương", Level: "centre", From: 20000101},
			{Code: "ministry", Parent: "root", Name: "Ban Tuyên giáo Trung ương", Level: "centre", From: 20000101},
			{Code: "a", Parent: "coc", Name: "Ban Tổ chức Tỉnh ủy A", Level: "province", From: 20000101},
			{Code: "b", Parent: "coc", Name: "Ban Tổ chức Tỉnh ủy B", Level: "province", From: 20000101},
			{Code: "below", Parent: "a", Name: "Xã dưới A", Level: "commune", From: 20000101},
		},
	}))
	for code, id := range map[string]*ident.ID{"root": &h.root, "coc": &h.coc, "a": &h.a, "b": &h.b, "below": &h.below, "ministry": &h.ministry} {
		*id, err = h.units.ByCode(t.Context(), code)
		h.must(err)
	}
	h.docs = document.NewService(document.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: hub, Org: h.units})
	h.s = obstacle.NewService(obstacle.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: hub, Org: h.units, Subjects: ownReport{h.a}, Document: h.docs})
	return h
}

type zero struct{}

func (zero) Read(b []byte) (int, error) { return len(b), nil }

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) refused(what string, err error, key string) {
	h.Helper()
	if !fault.Is(err, key) {
		h.Errorf("%s: %v, want %s", what, err, key)
	}
}

func at(unit ident.ID, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 7 + unit%1000, Name: "Trần Văn Kiểm", Unit: unit, Grants: []actor.Grant{{Role: role, Unit: unit}}}
}

func (h *house) raise(n obstacle.New) ident.ID {
	h.Helper()
	id, err := h.s.Raise(h.Context(), at(n.Unit, actor.Specialist), n)
	h.must(err)
	return id
}

func (h *house) page(who actor.Actor, id ident.ID) obstacle.Page {
	h.Helper()
	p, err := h.s.ByID(h.Context(), who, id)
	h.must(err)
	return p
}

// S1.2 of the acceptance scenarios: solved is the raiser's word alone, an empty proposal is said and not refused.
func TestSolvedIsTheRaisersWord(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	desk, centre := at(h.a, actor.Specialist), at(h.coc, actor.Office)
	id := h.raise(obstacle.New{Unit: h.a, Body: "Thiếu biên chế ở xã mới\nTừ tháng 7", Proposal: "Bổ sung 5 biên chế", Tag: "Biên chế", About: obstacle.Ref{Kind: obstacle.AboutReport, ID: 501, Part: "N5"}})
	p := h.page(centre, id)
	if p.Holder != h.coc || p.State != obstacle.Open || p.About.Parent != 500 || p.Headline() != "Thiếu biên chế ở xã mới …" || !p.MayAnswer || p.MayClose {
		t.Errorf("as raised: %+v", p)
	}
	h.refused("accept before an answer", h.s.Accept(ctx, desk, id, "", ""), "obstacle.not_answered")
	h.refused("an empty answer", h.s.Answer(ctx, centre, id, " ", obstacle.Change{}, ""), "obstacle.answer_missing")
	h.must(h.s.Answer(ctx, centre, id, "Đã trình Bộ Chính trị", obstacle.Change{}, "k"))
	h.must(h.s.Answer(ctx, centre, id, "Đã trình Bộ Chính trị", obstacle.Change{}, "k")) // a retry says nothing twice
	h.refused("closed by the answerer alone", h.s.Accept(ctx, centre, id, "", ""), "actor.forbidden_close_obstacle")
	h.refused("closed by who stands above", h.s.Accept(ctx, at(h.root, actor.Office), id, "", ""), "actor.forbidden_close_obstacle")
	h.refused("withdrawn by the answerer", h.s.Withdraw(ctx, centre, id, "Xong", ""), "actor.forbidden_close_obstacle")
	if p := h.page(centre, id); p.State != obstacle.Answered || len(p.Answers()) != 1 {
		t.Errorf("an answer alone: %+v", p)
	}
	h.refused("reopened without a word", h.s.Reopen(ctx, desk, id, "", ""), "obstacle.missing_missing")
	h.must(h.s.Reopen(ctx, desk, id, "Chưa có số lượng", ""))
	h.must(h.s.Answer(ctx, centre, id, "Năm biên chế, từ 1/5", obstacle.Change{}, ""))
	h.clock.Shift(48 * time.Hour)
	h.must(h.s.Accept(ctx, desk, id, "", ""))
	p = h.page(desk, id)
	if p.State != obstacle.Solved || len(p.Answers()) != 2 || p.Days(when.Today(h.clock)) != 2 {
		t.Errorf("solved: %+v", p)
	}
	h.refused("answered after it ended", h.s.Answer(ctx, centre, id, "x", obstacle.Change{}, ""), "obstacle.is_solved")
	h.refused("reopened after it ended", h.s.Reopen(ctx, desk, id, "x", ""), "obstacle.is_solved")

	bare := h.raise(obstacle.New{Unit: h.a, Body: "Chưa có hướng dẫn"})
	if p := h.page(desk, bare); p.Proposal != "" || !p.MayPropose {
		t.Errorf("without a proposal: %+v", p)
	}
	h.must(h.s.Propose(ctx, desk, bare, "Ban hành hướng dẫn", ""))
	h.refused("a second proposal", h.s.Propose(ctx, desk, bare, "x", ""), "obstacle.has_proposal")
	h.must(h.s.Withdraw(ctx, desk, bare, "Đã có hướng dẫn", ""))
	h.refused("accepted after withdrawal", h.s.Accept(ctx, desk, bare, "", ""), "obstacle.is_withdrawn")
}

func TestRaisingRefusals(t *testing.T) {
	h := open(t)
	for what, c := range map[string]struct {
		n   obstacle.New
		key string
	}{
		"nothing said":            {obstacle.New{Unit: h.a}, "obstacle.body_missing"},
		"too long":                {obstacle.New{Unit: h.a, Body: strings.Repeat("ỡ", 5001)}, "obstacle.too_long"},
		"to itself":               {obstacle.New{Unit: h.a, Body: "x", Holder: h.a}, "obstacle.holder_self"},
		"to a unit below":         {obstacle.New{Unit: h.a, Body: "x", Holder: h.below}, "obstacle.holder_below"},
		"to nobody":               {obstacle.New{Unit: h.a, Body: "x", Holder: 99}, "obstacle.holder_unknown"},
		"nobody above":            {obstacle.New{Unit: h.root, Body: "x"}, "obstacle.holder_missing"},
		"another's report":        {obstacle.New{Unit: h.b, Body: "x", About: obstacle.Ref{Kind: obstacle.AboutReport, ID: 501}}, "obstacle.no_such_subject"},
		"a report that is none":   {obstacle.New{Unit: h.a, Body: "x", About: obstacle.Ref{Kind: obstacle.AboutReport, ID: 502}}, "obstacle.no_such_subject"},
		"a kind that there isn't": {obstacle.New{Unit: h.a, Body: "x", About: obstacle.Ref{Kind: "person", ID: 1}}, "obstacle.no_such_subject"},
	} {
		_, err := h.s.Raise(t.Context(), at(c.n.Unit, actor.Head), c.n)
		h.refused(what, err, c.key)
	}
	_, err := h.s.Raise(t.Context(), at(h.b, actor.Head), obstacle.New{Unit: h.a, Body: "x"})
	h.refused("in another's name", err, "actor.forbidden_raise_obstacle")
	_, err = h.s.Raise(t.Context(), at(h.a, actor.Technician), obstacle.New{Unit: h.a, Body: "x"})
	h.refused("by a technician", err, "actor.forbidden_raise_obstacle")
	n := obstacle.New{Unit: h.a, Body: "Một lần", Key: "k"}
	if first, again := h.raise(n), h.raise(n); first != again {
		t.Error("a retry raises twice")
	}
}

func TestPassedOn(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	id := h.raise(obstacle.New{Unit: h.below, Body: "Vướng đất đai"})
	province, centre, ministry := at(h.a, actor.Office), at(h.coc, actor.Head), at(h.ministry, actor.Office)
	if _, err := h.s.ByID(ctx, ministry, id); !fault.Is(err, "obstacle.not_found") {
		t.Errorf("seen before it came there: %v", err)
	}
	h.refused("without a reason", h.s.PassOn(ctx, province, id, h.coc, "", ""), "obstacle.reason_missing")
	h.refused("to who has it", h.s.PassOn(ctx, province, id, h.a, "x", ""), "obstacle.holder_same")
	h.refused("back to the raiser", h.s.PassOn(ctx, province, id, h.below, "x", ""), "obstacle.holder_self")
	h.refused("by who does not have it", h.s.PassOn(ctx, centre, id, h.ministry, "x", ""), "actor.forbidden_settle_obstacle")
	h.must(h.s.PassOn(ctx, province, id, h.coc, "Vượt thẩm quyền", ""))
	h.refused("by who had it", h.s.PassOn(ctx, province, id, h.ministry, "x", ""), "actor.forbidden_settle_obstacle")
	h.clock.Shift(24 * time.Hour)
	h.must(h.s.PassOn(ctx, centre, id, h.ministry, "Thuộc Ban Tuyên giáo", ""))
	p := h.page(ministry, id)
	var hops []string
	for _, e := range p.History {
		if e.Kind == "raised" || e.Kind == "passed" {
			hops = append(hops, e.At.Date().String()+" "+e.Unit.String()+">"+e.Target.String()+" "+e.Text)
		}
	}
	want := []string{"2021-04-02 " + h.below.String() + ">" + h.a.String() + " ", "2021-04-02 " + h.a.String() + ">" + h.coc.String() + " Vượt thẩm quyền",
		"2021-04-03 " + h.coc.String() + ">" + h.ministry.String() + " Thuộc Ban Tuyên giáo"}
	if strings.Join(hops, "|") != strings.Join(want, "|") {
		t.Errorf("hops %q\nwant %q", hops, want)
	}
	h.must(h.s.Answer(ctx, province, id, "Đã làm phần của tỉnh", obstacle.Change{}, "")) // who had it may add its part
	h.must(h.s.Answer(ctx, ministry, id, "Đã có văn bản", obstacle.Change{}, ""))
	if p := h.page(at(h.below, actor.Specialist), id); len(p.Answers()) != 2 || !p.MayClose || p.MayAnswer {
		t.Errorf("with the raiser: %+v", p)
	}
}

func TestWhoReads(t *testing.T) {
	h := open(t)
	id := h.raise(obstacle.New{Unit: h.below, Body: "Vướng"})
	for _, c := range []struct {
		what string
		who  actor.Actor
		sees bool
	}{
		{"the raiser's technician", at(h.below, actor.Technician), true}, {"who holds it", at(h.a, actor.Specialist), true}, {"above", at(h.coc, actor.Chair), true},
		{"far above", at(h.root, actor.Office), true}, {"another province", at(h.b, actor.Office), false}, {"a neighbour of the centre", at(h.ministry, actor.Head), false},
		{"above, but no desk that reads tasks", at(h.coc, actor.Editor), false},
	} {
		_, err := h.s.ByID(t.Context(), c.who, id)
		if c.sees && err != nil || !c.sees && !fault.Is(err, "obstacle.not_found") {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	if _, err := h.s.ByID(t.Context(), actor.Actor{}, id); fault.KindOf(err) != fault.KindUnauthenticated {
		t.Errorf("the public: %v", err)
	}
	if _, err := h.s.List(t.Context(), at(h.b, actor.Office), h.a, obstacle.Filter{}); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("another's list: %v", err)
	}
	if _, err := h.s.List(t.Context(), at(h.a, actor.Editor), h.a, obstacle.Filter{Part: obstacle.Below}); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("below, for an editor: %v", err)
	}
}

func TestListsAndCounts(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	old := h.raise(obstacle.New{Unit: h.below, Body: "Thiếu trụ sở làm việc", Tag: "Cơ sở vật chất"})
	h.clock.Shift(10 * 24 * time.Hour)
	mid := h.raise(obstacle.New{Unit: h.a, Body: "Quá nhiều báo cáo", Proposal: "Giảm biểu mẫu", Tag: "Chế độ báo cáo"})
	h.clock.Shift(10 * 24 * time.Hour)
	fresh := h.raise(obstacle.New{Unit: h.below, Body: "Mạng yếu", Tag: "cơ sở vật chất"})
	province := at(h.a, actor.Office)
	ids := func(unit ident.ID, who actor.Actor, f obstacle.Filter) (out []ident.ID) {
		list, err := h.s.List(ctx, who, unit, f)
		h.must(err)
		for _, o := range list {
			out = append(out, o.ID)
		}
		return out
	}
	same := func(what string, got []ident.ID, want ...ident.ID) {
		t.Helper()
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", what, got, want)
			return
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
		}
	}
	same("routed to the province, the oldest first", ids(h.a, province, obstacle.Filter{Part: obstacle.Routed}), old, fresh)
	same("raised by it", ids(h.a, province, obstacle.Filter{}), mid)
	same("all below the centre", ids(h.coc, at(h.coc, actor.Chair), obstacle.Filter{Part: obstacle.Below}), old, mid, fresh)
	same("by words without accents, of text and proposal", ids(h.coc, at(h.coc, actor.Chair), obstacle.Filter{Part: obstacle.Below, Text: "giam BIEU"}), mid)
	same("by subject, however it is written", ids(h.a, province, obstacle.Filter{Part: obstacle.Routed, Tag: "CƠ SỞ VẬT CHẤT"}), old, fresh)
	h.must(h.s.Answer(ctx, province, old, "Đã bố trí", obstacle.Change{}, ""))
	same("waiting for the raiser's word", ids(h.below, at(h.below, actor.Head), obstacle.Filter{Which: obstacle.Waiting}), old)
	same("waiting for the province", ids(h.a, province, obstacle.Filter{Part: obstacle.Routed, Which: obstacle.Waiting}), fresh)
	if n, err := h.s.Count(ctx, province, h.a); n != 1 || err != nil {
		t.Errorf("count %d %v", n, err)
	}
	h.must(h.s.PassOn(ctx, province, fresh, h.coc, "Vượt thẩm quyền", ""))
	all := func(by ident.ID) obstacle.Filter { return obstacle.Filter{Part: obstacle.Below, By: by} }
	same("settled or answered by the province", ids(h.coc, at(h.coc, actor.Chair), all(h.a)), old)
	same("settled or answered by the centre", ids(h.coc, at(h.coc, actor.Chair), all(h.coc)), mid, fresh)
	same("of its own, by the province", ids(h.below, at(h.below, actor.Head), obstacle.Filter{By: h.a}), old)
	same("routed to the province, by the centre", ids(h.a, province, obstacle.Filter{Part: obstacle.Routed, By: h.coc}), fresh)
	h.must(h.s.Accept(ctx, at(h.below, actor.Head), old, "", ""))
	counts, err := h.s.Counts(ctx, at(h.coc, actor.Office), h.coc)
	if err != nil || len(counts) != 2 {
		t.Fatalf("%+v %v", counts, err)
	}
	for _, c := range counts {
		if c.Unit == h.below && (c.Open != 1 || c.Solved != 1 || c.Total() != 2 || c.Oldest.Date() != 20210422) {
			t.Errorf("%+v", c)
		}
	}
	about, err := h.s.AboutRecord(ctx, province, obstacle.AboutReport, 501)
	if err != nil || len(about) != 0 {
		t.Errorf("%v %v", about, err)
	}
	linked := h.raise(obstacle.New{Unit: h.a, Body: "Theo báo cáo", About: obstacle.Ref{Kind: obstacle.AboutReport, ID: 501}})
	if about, err = h.s.AboutRecord(ctx, province, obstacle.AboutReport, 501); err != nil || len(about) != 1 || about[0].ID != linked {
		t.Errorf("%v %v", about, err)
	}
	if about, err = h.s.AboutRecord(ctx, at(h.b, actor.Office), obstacle.AboutReport, 501); err != nil || len(about) != 0 {
		t.Errorf("another province sees %v %v", about, err)
	}
	tags, err := h.s.Tags(ctx, province, h.a)
	if err != nil || len(tags) != 2 {
		t.Errorf("tags %q %v", tags, err)
	}
}

// H5: of what was pending in the period, all of it and what its end found solved.
func TestResolved(t *testing.T) {
	h := open(t) // 2 April
	ctx := t.Context()
	centre, desk := at(h.coc, actor.Office), at(h.a, actor.Specialist)
	solve := func(id ident.ID) {
		h.must(h.s.Answer(ctx, centre, id, "x", obstacle.Change{}, ""))
		h.must(h.s.Accept(ctx, desk, id, "", ""))
	}
	one, two, three := h.raise(obstacle.New{Unit: h.a, Body: "1"}), h.raise(obstacle.New{Unit: h.a, Body: "2"}), h.raise(obstacle.New{Unit: h.a, Body: "3"})
	solve(one)
	h.must(h.s.Withdraw(ctx, desk, three, "x", ""))
	h.clock.Shift(100 * 24 * time.Hour) // 11 July
	solve(two)
	for _, c := range []struct {
		span        when.Span
		solved, all int64
	}{
		{when.Span{From: 20210101, To: 20210331}, 0, 0},
		{when.Span{From: 20210401, To: 20210630}, 1, 2}, // the second was still pending then
		{when.Span{From: 20210701, To: 20210930}, 1, 1}, // the first had ended before
		{when.Span{From: 20210101, To: 20211231}, 2, 2},
		{when.Span{From: 20211001, To: 20211231}, 0, 0},
	} {
		h.must(h.db.View(ctx, func(ctx context.Context, r *db.Read) error {
			solved, all, err := h.s.Resolved(ctx, r, h.a, c.span, when.Present(h.clock))
			if solved != c.solved || all != c.all {
				t.Errorf("%v: %d/%d, want %d/%d", c.span, solved, all, c.solved, c.all)
			}
			return err
		}))
	}
}

func TestGroups(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	office := at(h.coc, actor.Office)
	one, two := h.raise(obstacle.New{Unit: h.a, Body: "Thiếu biên chế"}), h.raise(obstacle.New{Unit: h.b, Body: "Biên chế chưa giao"})
	foreign := h.raise(obstacle.New{Unit: h.below, Body: "Của xã"})
	_, err := h.s.MakeGroup(ctx, office, h.coc, "Biên chế", []ident.ID{one, foreign}, "")
	h.refused("what was never routed there", err, "obstacle.not_found")
	_, err = h.s.MakeGroup(ctx, office, h.coc, "", nil, "")
	h.refused("no title", err, "obstacle.group_title_missing")
	h.refused("nothing in it", err, "obstacle.group_empty")
	id, err := h.s.MakeGroup(ctx, office, h.coc, "Biên chế", []ident.ID{one}, "k")
	h.must(err)
	if again, _ := h.s.MakeGroup(ctx, office, h.coc, "Biên chế", []ident.ID{one}, "k"); again != id {
		t.Error("a retry makes two groups")
	}
	_, err = h.s.MakeGroup(ctx, office, h.coc, "Khác", []ident.ID{one}, "")
	h.refused("in two groups", err, "obstacle.grouped_already")
	h.must(h.s.ChangeGroup(ctx, office, id, "Biên chế cấp tỉnh", []ident.ID{two}, nil, ""))
	h.refused("all taken out", h.s.ChangeGroup(ctx, office, id, "", nil, []ident.ID{one, two}, ""), "obstacle.group_empty")
	if _, err := h.s.Group(ctx, at(h.a, actor.Head), id); !fault.Is(err, "obstacle.no_such_group") {
		t.Errorf("a raiser sees the group before its answer: %v", err)
	}
	h.refused("answered by another", h.s.AnswerGroup(ctx, at(h.a, actor.Head), id, "x", true, obstacle.Change{}, ""), "obstacle.no_such_group")
	h.must(h.s.AnswerGroup(ctx, office, id, "Giao bổ sung trong quý II", false, obstacle.Change{}, ""))
	h.refused("changed after its answer", h.s.ChangeGroup(ctx, office, id, "x", nil, nil, ""), "obstacle.group_answered")
	for _, c := range []struct{ unit, own, other ident.ID }{{h.a, one, two}, {h.b, two, one}} {
		p := h.page(at(c.unit, actor.Specialist), c.own)
		if p.State != obstacle.Answered || len(p.Answers()) != 1 || p.Answers()[0].Group != id || len(p.Groups) != 1 {
			t.Errorf("%+v", p)
		}
		if _, err := h.s.ByID(ctx, at(c.unit, actor.Head), c.other); !fault.Is(err, "obstacle.not_found") {
			t.Errorf("a raiser reads another's: %v", err)
		}
		g, err := h.s.Group(ctx, at(c.unit, actor.Head), id)
		if err != nil || len(g.Obstacles) != 1 || g.Obstacles[0].ID != c.own || g.MayKeep {
			t.Errorf("%+v %v", g, err)
		}
	}
	if _, err := h.s.Group(ctx, at(h.below, actor.Head), id); !fault.Is(err, "obstacle.no_such_group") {
		t.Errorf("read by a unit that it does not concern: %v", err)
	}
	h.must(h.s.AnswerGroup(ctx, office, id, "Giao bổ sung trong quý II", true, obstacle.Change{}, "")) // the same again publishes, and answers nobody twice
	if p := h.page(at(h.a, actor.Specialist), one); len(p.Answers()) != 1 {
		t.Errorf("%d answers", len(p.Answers()))
	}
	g, err := h.s.Group(ctx, at(h.below, actor.Head), id)
	if err != nil || len(g.Obstacles) != 0 || g.Answer == "" {
		t.Errorf("published: %+v %v", g, err)
	}
	published, err := h.s.Published(ctx, at(h.below, actor.Head), h.below)
	if err != nil || len(published) != 1 || published[0].Count != 2 {
		t.Errorf("%+v %v", published, err)
	}
	h.must(h.s.Accept(ctx, at(h.a, actor.Head), one, "", ""))
	if g, err := h.s.Group(ctx, office, id); err != nil || g.Ended != 1 || len(g.Obstacles) != 2 {
		t.Errorf("each is solved by its own raiser: %+v %v", g, err)
	}
	h.must(h.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, err := h.s.PendingGroups(ctx, r, h.coc)
		if len(list) != 1 {
			t.Errorf("pending %+v", list)
		}
		return err
	}))
}

// Whose raiser has ended goes on with its successors; nobody else closes in its place.
func TestSuccessorsCloseForARaiserThatEnded(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	id := h.raise(obstacle.New{Unit: h.b, Body: "Vướng"})
	h.must(h.s.Answer(ctx, at(h.coc, actor.Office), id, "Đã xử lý", obstacle.Change{}, ""))
	_, err := h.units.Merge(ctx, actor.SystemActor("test"), []ident.ID{h.b}, h.a, org.NewUnit{}, org.Decree{Date: 20210403, Act: "NQ 1"})
	h.must(err)
	h.clock.Shift(72 * time.Hour)
	h.refused("by the centre", h.s.Accept(ctx, at(h.coc, actor.Office), id, "", ""), "actor.forbidden_close_obstacle")
	heir := at(h.a, actor.Head)
	if _, err := h.s.ByID(ctx, heir, id); err != nil {
		t.Errorf("the successor cannot read it: %v", err)
	}
	if list, err := h.s.List(ctx, heir, h.a, obstacle.Filter{Which: obstacle.Waiting}); err != nil || len(list) != 1 {
		t.Errorf("waits for the successor: %v %v", list, err)
	}
	h.must(h.s.Accept(ctx, heir, id, "", ""))
}
