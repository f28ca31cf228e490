package document_test

import (
	"context"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/fault"
)

func TestPaperRegister(t *testing.T) {
	h := open(t)
	clerk := at(h.pob, actor.Specialist)
	marked := document.NewEntry{Direction: document.In, Kind: "report", Number: " 12-BC/TU ", Date: 20210401, Secrecy: document.Secret}
	e, err := h.docs.Record(h.ctx, clerk, h.pob, marked, "k1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.docs.Record(h.ctx, clerk, h.pob, marked, "k1"); err != nil { // sent twice
		t.Fatal(err)
	}
	ordinary := document.NewEntry{Direction: document.Out, Kind: "letter", Number: "3-CV/TU", Date: 20210402, Secrecy: document.Ordinary, Title: "Về việc  mời họp"}
	if _, err := h.docs.Record(h.ctx, clerk, h.pob, ordinary, "k2"); err != nil {
		t.Fatal(err)
	}
	told := marked
	told.Title = "Chuyện không được ghi"
	if _, err := h.docs.Record(h.ctx, clerk, h.pob, told, "k3"); fault.KindOf(err) != fault.KindInvalid {
		t.Errorf("a marked document's title: %v", err)
	}
	list, err := h.docs.Entries(h.ctx, clerk, h.pob)
	if err != nil || len(list) != 2 || list[0].Title != "Về việc mời họp" || list[1].ID != e.ID || list[1].Number != "12-BC/TU" ||
		list[1].Secrecy != document.Secret || list[1].Title != "" || list[1].RecordedBy != clerk.Name {
		t.Fatalf("register %+v, %v", list, err)
	}
	if err := h.db.View(h.ctx, func(ctx context.Context, r *db.Read) error {
		bodies, err := db.All(ctx, r, db.ScanText, `select body from journal_body`)
		if err == nil && (len(bodies) == 0 || strings.Contains(strings.Join(bodies, " "), told.Title)) {
			t.Error("the journal keeps what was refused")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	// The table itself holds no title beside a mark.
	if err := h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update document_entry set title = 'x' where secrecy = 'secret'`)
		return err
	}); err == nil {
		t.Error("the database let a marked document have a title")
	}
	for name, who := range map[string]actor.Actor{"another unit": at(h.other, actor.Head), "the unit above": at(h.root, actor.Office), "a technician": at(h.pob, actor.Technician), "nobody": {}} {
		if _, err := h.docs.Entries(h.ctx, who, h.pob); err == nil {
			t.Errorf("%s reads the register", name)
		}
		if _, err := h.docs.Record(h.ctx, who, h.pob, marked, ""); err == nil {
			t.Errorf("%s writes in the register", name)
		}
		if err := h.docs.Strike(h.ctx, who, h.pob, e.ID, ""); err == nil {
			t.Errorf("%s strikes from the register", name)
		}
	}
	if err := h.docs.Strike(h.ctx, at(h.other, actor.Head), h.other, e.ID, ""); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a line of another unit's register: %v", err)
	}
	if err := h.docs.Strike(h.ctx, clerk, h.pob, e.ID, "k4"); err != nil {
		t.Fatal(err)
	}
	if list, _ := h.docs.Entries(h.ctx, clerk, h.pob); len(list) != 1 {
		t.Errorf("struck, yet %d lines", len(list))
	}
}

// What bears a mark is never issued, and no correction brings it in.
func TestAMarkedDocumentIsNotIssued(t *testing.T) {
	h := open(t)
	n := h.notice()
	n.Title = "TUYỆT MẬT kết luận"
	if err := h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) error {
		_, err := h.docs.IssueIn(ctx, w, at(h.coc, actor.Chair), n)
		return err
	}); fault.KindOf(err) != fault.KindInvalid {
		t.Errorf("issued: %v", err)
	}
	plain := h.notice()
	plain.Origin = document.Origin{}
	d := h.issue(plain)
	_, err := h.docs.Revise(h.ctx, at(h.coc, actor.Secretary), d.ID, document.Correction{Title: n.Title, Body: plain.Body, Reason: "Sai", From: 1}, "")
	if all := fault.All(err); len(all) != 1 || all[0].Field != "title" || all[0].Key != "document.marked_only" {
		t.Errorf("corrected: %v", err)
	}
}
