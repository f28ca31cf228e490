package document_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

type house struct {
	t                     *testing.T
	ctx                   context.Context
	db                    *db.DB
	hub                   *event.Hub
	clock                 *when.Settable
	docs                  *document.Service
	root, coc, pob, other ident.ID
}

// open builds a small organisation: a root, a commission under it, two provincial boards.
func open(t *testing.T) *house {
	t.Helper()
	clock := when.NewFrozen(time.Date(2021, 4, 2, 15, 20, 0, 0, when.Zone()))
	ids, err := ident.NewMaker(clock.Now, constant{})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, ctx: t.Context(), db: dbtest.Open(t), hub: event.New(), clock: clock}
	units := org.New(org.Deps{DB: h.db, IDs: ids, Clock: clock, Hub: h.hub})
	if err := units.Load(h.ctx, actor.SystemActor("test"), org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Units: []org.FileUnit{
			{Code: "root", Name: "Trung ương", Level: "centre", From: 20000101},
			{Code: "coc", Parent: "root", Name: "Ban Tổ chức Trung ương", Level: "centre", From: 20000101},
			{Code: "pob", Parent: "root", Name: "Ban Tổ chức Tỉnh ủy", Level: "province", From: 20000101},
			{Code: "other", Parent: "root", Name: "Ban Tổ chức Tỉnh ủy B", Level: "province", From: 20000101},
		},
	}); err != nil {
		t.Fatal(err)
	}
	for code, id := range map[string]*ident.ID{"root": &h.root, "coc": &h.coc, "pob": &h.pob, "other": &h.other} {
		if *id, err = units.ByCode(h.ctx, code); err != nil {
			t.Fatal(err)
		}
	}
	h.docs = document.NewService(document.Deps{DB: h.db, IDs: ids, Clock: clock, Hub: h.hub, Org: units})
	return h
}

type constant struct{}

func (constant) Read(b []byte) (int, error) { return len(b), nil }

func at(unit ident.ID, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 7, Name: "Trần Văn Kiểm", Unit: unit, Grants: []actor.Grant{{Role: role, Unit: unit}}}
}

func (h *house) notice() document.New {
	return document.New{
		Kind: document.Notice, Issuer: h.coc, Title: "kết luận tại Hội nghị trực tuyến quý I",
		Intro:      "Ngày 02/4/2021, Ban tổ chức Hội nghị.",
		Body:       []document.Block{{Kind: document.Heading, Text: "I. Nhiệm vụ"}, {Kind: document.Numbered, Text: "Chuẩn bị bầu cử."}},
		Recipients: []ident.ID{h.pob, h.other},
		Signer:     document.Signer{Name: "Lê Minh An", Title: "Phó Trưởng Ban", Capacity: document.KT},
		Origin:     document.Origin{Kind: "conference", ID: 99},
	}
}

func (h *house) issue(n document.New) document.Document {
	h.t.Helper()
	var d document.Document
	if err := h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) (err error) {
		d, err = h.docs.IssueIn(ctx, w, at(h.coc, actor.Chair), n)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return d
}

// S0.9: the notice gets a number, is sent, each unit acknowledges.
func TestIssueNumbersWithoutGaps(t *testing.T) {
	h := open(t)
	for n := 1; n <= 3; n++ {
		if d := h.issue(h.notice()); d.Number != n || d.NumberText != strconv.Itoa(n)+"-TB/BTCTƯ" || d.Date != 20210402 {
			t.Fatalf("number %d: %+v", n, d)
		}
	}
	failed := h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) error {
		if _, err := h.docs.IssueIn(ctx, w, at(h.coc, actor.Chair), h.notice()); err != nil {
			return err
		}
		return context.Canceled // the act fails after its number was taken
	})
	if failed == nil {
		t.Fatal("the piece should fail")
	}
	if d := h.issue(h.notice()); d.Number != 4 {
		t.Errorf("a failed issue left a gap: %d", d.Number)
	}
	other := h.notice()
	other.Issuer = h.pob
	if d := h.issue(other); d.Number != 1 {
		t.Errorf("another issuer counts for itself: %d", d.Number)
	}
	call := h.notice()
	call.Kind = document.Call
	if d := h.issue(call); d.Number != 1 {
		t.Errorf("another kind counts for itself: %d", d.Number)
	}
	h.clock.Set(time.Date(2022, 1, 3, 8, 0, 0, 0, when.Zone()))
	if d := h.issue(h.notice()); d.Number != 1 || d.Year != 2022 {
		t.Errorf("a new year begins with 1: %d/%d", d.Number, d.Year)
	}
}

func TestReceipts(t *testing.T) {
	h := open(t)
	d := h.issue(h.notice())
	if h.hub.Version("inbox:"+h.pob.String()) == 0 || h.hub.Version("home:"+h.other.String()) == 0 {
		t.Error("recipients were not told")
	}
	specialist := at(h.pob, actor.Specialist)
	inbox, err := h.docs.Inbox(h.ctx, specialist, h.pob)
	if err != nil || len(inbox) != 1 || !inbox[0].New() || !inbox[0].Waits() || inbox[0].Document.NumberText != d.NumberText {
		t.Fatalf("inbox %+v, %v", inbox, err)
	}
	if _, err := h.docs.Open(h.ctx, specialist, d.ID, h.pob); err != nil {
		t.Fatal(err)
	}
	opened := h.clock.Now()
	h.clock.Shift(time.Hour)
	if _, err := h.docs.Open(h.ctx, at(h.pob, actor.Head), d.ID, h.pob); err != nil {
		t.Fatal(err)
	}
	first, err := h.docs.Acknowledge(h.ctx, specialist, d.ID, h.pob, "key-1")
	if err != nil || first.Acknowledged.Zero() || first.Opened != when.InstantOf(opened) {
		t.Fatalf("acknowledge %+v, %v", first, err)
	}
	h.clock.Shift(time.Hour)
	for _, key := range []string{"key-1", "key-2", ""} {
		again, err := h.docs.Acknowledge(h.ctx, at(h.pob, actor.Head), d.ID, h.pob, key)
		if err != nil || again.Acknowledged != first.Acknowledged || again.AcknowledgedBy != first.AcknowledgedBy {
			t.Errorf("again with key %q: %+v, %v", key, again, err)
		}
	}
	if n := h.entries(d.ID, "document.acknowledged"); n != 1 {
		t.Errorf("%d entries in the journal for one acknowledgement", n)
	}
	issued, err := h.docs.Issued(h.ctx, at(h.coc, actor.Office), h.coc)
	if err != nil || len(issued) != 1 || issued[0].Recipients != 2 || issued[0].Opened != 1 || issued[0].Acknowledged != 1 {
		t.Errorf("issued %+v, %v", issued, err)
	}
}

func (h *house) entries(subject ident.ID, kind string) int {
	h.t.Helper()
	n := 0
	if err := h.db.View(h.ctx, func(ctx context.Context, r *db.Read) error {
		list, err := journal.For(ctx, r, subject)
		for _, one := range list {
			if one.Kind == kind {
				n++
			}
		}
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// S0.9/bad: edit after issue only by a new version.
func TestCorrectionIsANewVersion(t *testing.T) {
	h := open(t)
	n := h.notice()
	n.Origin = document.Origin{}
	d := h.issue(n)
	if _, err := h.docs.Acknowledge(h.ctx, at(h.pob, actor.Specialist), d.ID, h.pob, ""); err != nil {
		t.Fatal(err)
	}
	secretary := at(h.coc, actor.Secretary)
	c := document.Correction{Title: d.Title, Date: 20210403, Intro: d.Content.Intro, Body: document.ParseText("# I. Nhiệm vụ\n1. Chuẩn bị và tổ chức bầu cử."), Reason: "Sót chữ ở mục 1", From: 1}
	for name, bad := range map[string]struct {
		who    actor.Actor
		change func(*document.Correction)
		key    string
	}{
		"without reason":        {secretary, func(c *document.Correction) { c.Reason = " " }, "document.reason_missing"},
		"without text":          {secretary, func(c *document.Correction) { c.Body = nil }, "document.body_missing"},
		"from an old screen":    {secretary, func(c *document.Correction) { c.From = 0 }, "document.version_moved"},
		"by a specialist":       {at(h.coc, actor.Specialist), func(*document.Correction) {}, "actor.forbidden_run_conference"},
		"by a recipient":        {at(h.pob, actor.Secretary), func(*document.Correction) {}, "actor.forbidden_run_conference"},
		"by somebody unrelated": {at(77, actor.Secretary), func(*document.Correction) {}, "document.not_found"},
	} {
		t.Run(name, func(t *testing.T) {
			c := c
			bad.change(&c)
			if _, err := h.docs.Revise(h.ctx, bad.who, d.ID, c, ""); !fault.Is(err, bad.key) {
				t.Errorf("want %s, got %v", bad.key, err)
			}
		})
	}
	v2, err := h.docs.Revise(h.ctx, secretary, d.ID, c, "once")
	if err != nil || v2.Version != 2 || v2.NumberText != d.NumberText || v2.Reason != "Sót chữ ở mục 1" {
		t.Fatalf("%+v, %v", v2, err)
	}
	if twice, err := h.docs.Revise(h.ctx, secretary, d.ID, c, "once"); err != nil || twice.Version != 2 {
		t.Errorf("sent twice: %+v, %v", twice, err)
	}
	old, err := h.docs.ByID(h.ctx, at(h.pob, actor.Specialist), d.ID, 1)
	if err != nil || !old.Superseded() || old.Content.Body[1].Text != "Chuẩn bị bầu cử." {
		t.Errorf("the old version stays readable as it was: %+v, %v", old, err)
	}
	receipts, err := h.docs.Receipts(h.ctx, secretary, d.ID)
	if err != nil || len(receipts) != 2 || !receipts[0].New() || !receipts[1].New() {
		t.Errorf("receipts start again: %+v, %v", receipts, err)
	}
	inbox, _ := h.docs.Inbox(h.ctx, at(h.pob, actor.Specialist), h.pob)
	if len(inbox) != 1 || inbox[0].Version != 2 || !inbox[0].Waits() {
		t.Errorf("the inbox shows the correction: %+v", inbox)
	}
	if _, err := h.docs.AcknowledgeVersion(h.ctx, at(h.pob, actor.Specialist), d.ID, h.pob, 1, ""); !fault.Is(err, "document.version_moved") {
		t.Errorf("acknowledging the old version: %v", err)
	}
	if list, err := h.docs.Versions(h.ctx, secretary, d.ID); err != nil || len(list) != 2 || list[0].Version != 2 {
		t.Errorf("versions %+v, %v", list, err)
	}
}

// S0.8/bad: only a chair approves. The desk of documents is no way around it.
func TestWhatAChairApprovedIsNotCorrectedFromTheDesk(t *testing.T) {
	h := open(t)
	d := h.issue(h.notice())
	c := document.Correction{Title: d.Title, Date: 20210403, Body: document.ParseText("1. Việc khác."), Reason: "Sót chữ", From: 1}
	for _, who := range []actor.Actor{at(h.coc, actor.Secretary), at(h.coc, actor.Office), at(h.coc, actor.Chair)} {
		if _, err := h.docs.Revise(h.ctx, who, d.ID, c, ""); !fault.Is(err, "document.chair_approves") {
			t.Errorf("%s changes what a chair approved: %v", who.Grants[0].Role, err)
		}
	}
}

func TestBreakIn(t *testing.T) {
	h := open(t)
	n := h.notice()
	n.Recipients = []ident.ID{h.pob}
	d := h.issue(n)
	stranger := at(h.other, actor.Head)
	if _, err := h.docs.ByID(h.ctx, stranger, d.ID, 0); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a stranger reads: %v", err)
	}
	if _, err := h.docs.Open(h.ctx, stranger, d.ID, h.pob); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a stranger opens: %v", err)
	}
	if _, err := h.docs.Receipts(h.ctx, stranger, d.ID); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a stranger sees receipts: %v", err)
	}
	if _, err := h.docs.Inbox(h.ctx, stranger, h.pob); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("a stranger reads the inbox: %v", err)
	}
	if _, err := h.docs.Issued(h.ctx, stranger, h.coc); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("a stranger reads the register: %v", err)
	}
	if _, err := h.docs.Acknowledge(h.ctx, stranger, d.ID, h.pob, ""); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("a stranger acknowledges for others: %v", err)
	}
	if _, err := h.docs.Acknowledge(h.ctx, stranger, d.ID, h.other, ""); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("who received nothing acknowledges: %v", err)
	}
	if _, err := h.docs.Acknowledge(h.ctx, at(h.pob, actor.Technician), d.ID, h.pob, ""); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("a technician acknowledges: %v", err)
	}
	if _, err := h.docs.ByID(h.ctx, actor.Actor{}, d.ID, 0); fault.KindOf(err) != fault.KindUnauthenticated {
		t.Errorf("the public reads: %v", err)
	}
	if _, err := h.docs.ByID(h.ctx, at(h.root, actor.Chair), d.ID, 0); err != nil {
		t.Errorf("the issuer's superior reads: %v", err)
	}
	if list, err := h.docs.Receipts(h.ctx, at(h.pob, actor.Specialist), d.ID); err != nil || len(list) != 1 {
		t.Errorf("a recipient sees its own receipt: %+v, %v", list, err)
	}
	if err := h.docs.SetLayout(h.ctx, at(h.coc, actor.Office), h.coc, document.Layout{Left: []string{"X"}, Pattern: "{n}"}); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("the office changes the layout: %v", err)
	}
}

func TestLayoutIsFrozen(t *testing.T) {
	h := open(t)
	admin := at(h.root, actor.Admin)
	l := document.Layout{Left: []string{"BAN CHẤP HÀNH", "BAN TỔ CHỨC"}, Right: []string{"TIÊU ĐỀ"}, Mark: "*", Code: "BTCTW", Pattern: "{n}-{kind}/{code}", Place: "Hà Nội", Head: "Trưởng Ban"}
	if err := h.docs.SetLayout(h.ctx, admin, h.coc, l); err != nil {
		t.Fatal(err)
	}
	d := h.issue(h.notice())
	if d.NumberText != "1-TB/BTCTW" || d.Content.Place != "Hà Nội" {
		t.Errorf("%+v", d)
	}
	changed := l
	changed.Mark = "-"
	if err := h.docs.SetLayout(h.ctx, admin, h.coc, changed); err != nil {
		t.Fatal(err)
	}
	same, err := h.docs.ByID(h.ctx, admin, d.ID, 0)
	if err != nil || same.Content.Layout.Mark != "*" {
		t.Errorf("an issued document keeps its layout: %+v, %v", same.Content.Layout, err)
	}
}

func TestSeed(t *testing.T) {
	h := open(t)
	n := h.notice()
	n.At, n.Date = when.At(20210115, 16*60), 20210115
	s := []document.Seeded{{New: n, Acknowledged: map[ident.ID]when.Instant{h.pob: when.At(20210116, 8*60)}, By: map[ident.ID]string{h.pob: "Lê Thị Mơ"}}}
	if _, err := h.docs.Seed(h.ctx, at(h.coc, actor.Admin), s); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("an account seeds: %v", err)
	}
	list, err := h.docs.Seed(h.ctx, actor.SystemActor("demo"), s)
	if err != nil || len(list) != 1 || list[0].Issued != n.At {
		t.Fatalf("%+v, %v", list, err)
	}
	receipts, _ := h.docs.Receipts(h.ctx, at(h.coc, actor.Office), list[0].ID)
	done := 0
	for _, r := range receipts {
		if r.AcknowledgedBy == "Lê Thị Mơ" {
			done++
		}
	}
	if done != 1 {
		t.Errorf("receipts %+v", receipts)
	}
}
