package report_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

func wantFault(t *testing.T, err error, kind fault.Kind, key string) *fault.Fault {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind || key != "" && !fault.Is(err, key) {
		t.Fatalf("got %v, want %s %s", err, kind, key)
	}
	return fault.All(err)[0]
}

func TestS0_1(t *testing.T) {
	t.Run("each POB sees one open report and the days left", func(t *testing.T) {
		w := newWorld(t)
		r := w.open(w.boards())
		for _, who := range []actor.Actor{w.specialist, w.specialistB} {
			list, err := w.report.ForUnit(t.Context(), who, who.Unit)
			if err != nil || len(list) != 1 || list[0].Request.ID != r.ID || list[0].Filing.State != report.StateDraft {
				t.Fatalf("%s sees %+v, %v", who.Name, list, err)
			}
			if left := list[0].Request.DaysLeft(when.Today(w.clock)); left != 18 {
				t.Errorf("%d days left, want 18", left)
			}
		}
		if got := r.Heading(i18n.VI); got != "Báo cáo quý · Quý I/2021" {
			t.Error(got)
		}
	})
	t.Run("bad: deadline before the request date", func(t *testing.T) {
		w := newWorld(t)
		for _, deadline := range []when.Instant{when.At(20210307, 17*60), when.At(20210308, 8*60), 0} {
			n := w.boards()
			n.Deadline = deadline
			_, err := w.report.OpenRequest(t.Context(), w.office, n)
			if f := wantFault(t, err, fault.KindInvalid, ""); f.Field != "deadline" {
				t.Errorf("field %q", f.Field)
			}
		}
		list, err := w.report.Received(t.Context(), w.office, w.coc.ID)
		if err != nil || len(list) != 0 {
			t.Errorf("something was stored: %v %v", list, err)
		}
	})
	t.Run("bad: Q5/2021", func(t *testing.T) {
		w := newWorld(t)
		n := w.boards()
		n.PeriodText = "Q5/2021"
		_, err := w.report.OpenRequest(t.Context(), w.office, n)
		if f := wantFault(t, err, fault.KindInvalid, "when.no_such_quarter"); f.Field != "period" {
			t.Errorf("field %q", f.Field)
		}
	})
	t.Run("bad: same form and period twice links to the first", func(t *testing.T) {
		w := newWorld(t)
		first := w.open(w.boards())
		_, err := w.report.OpenRequest(t.Context(), w.office, w.boards())
		f := wantFault(t, err, fault.KindConflict, "report.asked_already")
		if f.Link != "/reports/"+first.ID.String()+"/board" || f.Field != "period" {
			t.Errorf("link %q field %q", f.Link, f.Field)
		}
	})
	t.Run("a double send opens one request", func(t *testing.T) {
		w := newWorld(t)
		n := w.boards()
		n.Key = "k1"
		a, b := w.open(n), w.open(n)
		if a.ID != b.ID {
			t.Errorf("%s and %s", a.ID, b.ID)
		}
	})
	t.Run("bad: units that are not below, and who has no office", func(t *testing.T) {
		w := newWorld(t)
		n := w.boards()
		n.Opener, n.Scope = w.pob.ID, org.Scope{Kind: org.ScopeList, Units: ids(w.pobB)}
		_, err := w.report.OpenRequest(t.Context(), w.boardOffice, n)
		wantFault(t, err, fault.KindInvalid, "report.scope_outside")
		_, err = w.report.OpenRequest(t.Context(), w.boardOffice, w.boards())
		wantFault(t, err, fault.KindForbidden, "")
		_, err = w.report.OpenRequest(t.Context(), w.specialist, w.boards())
		wantFault(t, err, fault.KindForbidden, "")
		_, err = w.report.OpenRequest(t.Context(), actor.Actor{}, w.boards())
		wantFault(t, err, fault.KindUnauthenticated, "")
	})
}

func TestS0_2(t *testing.T) {
	t.Run("drafted, signed, filed: time stamped and locked", func(t *testing.T) {
		w := newWorld(t)
		r := w.open(w.boards())
		w.set(2021, 3, 19, 10)
		f := w.filed(r, w.pob, w.specialist, w.head)
		if f.State != report.StateFiled || f.Late || f.FirstFiledAt != when.At(20210319, 600) {
			t.Fatalf("%+v", f)
		}
		_, err := w.report.SaveDraft(t.Context(), w.specialist, f.ID, report.Save{Fields: map[string]string{"A2": "1"}})
		wantFault(t, err, fault.KindConflict, "report.locked")
		rep, err := w.report.Report(t.Context(), w.office, f.ID)
		if err != nil || len(rep.Versions) != 1 {
			t.Fatal(err, rep.Versions)
		}
		v := rep.Versions[0]
		if v.Content.Figures["A1"] != 1021 || v.Number != "125-BC/BTCTU" || v.Signature.Name != w.head.Name || !strings.Contains(v.Signature.Title, "Trưởng Ban") ||
			v.Signature.Same || v.Signature.Drafters[0] != w.specialist.Name || len(v.Hash) != 64 {
			t.Errorf("%+v", v)
		}
		history(t, w, f, "filing.filed", "filing.signed")
	})
	t.Run("a draft keeps whatever was typed; refusals are at signing", func(t *testing.T) {
		w := newWorld(t)
		f := w.filing(w.open(w.boards()), w.pob)
		fields := goodFields()
		fields["A2"], fields["B2"], fields["N2"] = "mười hai", "1.412", ""
		w.save(w.specialist, f, fields)
		d, err := w.report.Draft(t.Context(), w.specialist, f.ID)
		if err != nil || d.Fields["A2"].Text != "mười hai" {
			t.Fatalf("%v %v", d.Fields["A2"], err)
		}
		err = w.sign(w.head, f)
		found := map[string]bool{}
		for _, one := range fault.All(err) {
			found[one.Field+" "+one.Key] = true
		}
		for _, want := range []string{"A2 number.not_a_number", "B2 report.more_than", "N2 report.text_missing"} {
			if !found[want] {
				t.Errorf("no %q among %v", want, found)
			}
		}
		if got := w.filing(mustRequest(w, f), w.pob); got.State != report.StateDraft || got.Current != 0 {
			t.Errorf("%+v", got)
		}
		history(t, w, f)
	})
	for name, row := range map[string]struct{ field, text, key string }{
		"bad: text in a number":         {"B1", "nhiều", "number.not_a_number"},
		"bad: part larger than whole":   {"B2", "1.412", "report.more_than"},
		"bad: a required section empty": {"N2", " ", "report.text_missing"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			f := w.filing(w.open(w.boards()), w.pob)
			fields := goodFields()
			fields[row.field] = row.text
			w.save(w.specialist, f, fields)
			err := w.sign(w.head, f)
			if f := wantFault(t, err, fault.KindInvalid, row.key); f.Field != row.field {
				t.Errorf("field %q", f.Field)
			}
		})
	}
	t.Run("bad: filed after the deadline is filed and marked late", func(t *testing.T) {
		w := newWorld(t)
		r := w.open(w.boards())
		w.set(2021, 3, 26, 18)
		if f := w.filed(r, w.pob, w.specialist, w.head); f.State != report.StateFiled || !f.Late {
			t.Errorf("%+v", f)
		}
	})
	t.Run("bad: filed unsigned is impossible", func(t *testing.T) {
		w := newWorld(t)
		f := w.filing(w.open(w.boards()), w.pob)
		w.save(w.specialist, f, goodFields())
		wantFault(t, w.send(w.head, f), fault.KindConflict, "report.not_signed")
		wantFault(t, w.sign(w.specialist, f), fault.KindForbidden, "actor.forbidden_sign_filing")
	})
	t.Run("one person may hold both roles, and it shows", func(t *testing.T) {
		w := newWorld(t)
		n := w.boards()
		n.Scope = org.Scope{Kind: org.ScopeLevel, Value: "commune"}
		r := w.open(n)
		f := w.filed(r, w.xa, w.clerk, w.clerk)
		rep, err := w.report.Report(t.Context(), w.clerk, f.ID)
		if err != nil || !rep.Versions[0].Signature.Same {
			t.Errorf("%v %+v", err, rep.Versions)
		}
	})
	t.Run("a head unsigns before filing, not after", func(t *testing.T) {
		w := newWorld(t)
		r := w.open(w.boards())
		f := w.filing(r, w.pob)
		w.save(w.specialist, f, goodFields())
		must(t, w.sign(w.head, f))
		wantFault(t, w.sign(w.head, f), fault.KindConflict, "report.signed_already")
		_, err := w.report.SaveDraft(t.Context(), w.specialist, f.ID, report.Save{Fields: map[string]string{"A2": "1"}})
		wantFault(t, err, fault.KindConflict, "report.locked")
		must(t, w.report.Unsign(t.Context(), w.head, f.ID, ""))
		w.save(w.specialist, f, map[string]string{"A2": "400"})
		must(t, w.sign(w.head, f))
		must(t, w.send(w.specialist, f))
		wantFault(t, w.report.Unsign(t.Context(), w.head, f.ID, ""), fault.KindConflict, "report.not_signed")
	})
	t.Run("a draft that moved is not signed unseen", func(t *testing.T) {
		w := newWorld(t)
		f := w.filing(w.open(w.boards()), w.pob)
		seen := w.save(w.specialist, f, goodFields()).Version
		w.save(w.specialist, f, map[string]string{"A2": "1"})
		err := w.report.Sign(t.Context(), w.head, f.ID, report.Signing{Capacity: actor.AsHead, Draft: seen})
		wantFault(t, err, fault.KindConflict, "report.draft_moved")
		err = w.report.Sign(t.Context(), w.head, f.ID, report.Signing{Capacity: "king", Draft: seen + 1})
		wantFault(t, err, fault.KindInvalid, "report.capacity_unknown")
	})
	t.Run("who stands for no official cannot sign", func(t *testing.T) {
		w := newWorld(t)
		f := w.filing(w.open(w.boards()), w.pob)
		w.save(w.specialist, f, goodFields())
		nobody := w.head
		nobody.Person = 0
		wantFault(t, w.sign(nobody, f), fault.KindForbidden, "report.no_person")
	})
	t.Run("a double send files once", func(t *testing.T) {
		w := newWorld(t)
		r := w.open(w.boards())
		f := w.filing(r, w.pob)
		save := report.Save{Fields: goodFields(), Key: "s1"}
		first, err := w.report.SaveDraft(t.Context(), w.specialist, f.ID, save)
		must(t, err)
		second, err := w.report.SaveDraft(t.Context(), w.specialist, f.ID, save)
		if err != nil || first.Version != second.Version {
			t.Fatal(first, second, err)
		}
		must(t, w.sign(w.head, f))
		o := report.Official{Number: "1-BC", Dated: 20210308, Key: "f1", File: []byte("%PDF-1.4 signed"), FileName: "bc.pdf"}
		must(t, w.report.File(t.Context(), w.head, f.ID, o))
		must(t, w.report.File(t.Context(), w.head, f.ID, o))
		rep, err := w.report.Report(t.Context(), w.head, f.ID)
		if err != nil || len(rep.Versions) != 1 || rep.Filing.Current != 1 {
			t.Fatal(err, rep.Versions)
		}
		body, v, err := w.report.SignedFile(t.Context(), w.office, f.ID, 1)
		must(t, err)
		defer body.Close()
		if data, _ := io.ReadAll(body); string(data) != "%PDF-1.4 signed" || v.FileName != "bc.pdf" {
			t.Errorf("%q %q", data, v.FileName)
		}
		_, _, err = w.report.SignedFile(t.Context(), w.specialistB, f.ID, 1)
		wantFault(t, err, fault.KindNotFound, "")
	})
	t.Run("two desks: the second does not overwrite the first unseen", func(t *testing.T) {
		w := newWorld(t)
		f := w.filing(w.open(w.boards()), w.pob)
		base := w.save(w.specialist, f, map[string]string{"A2": "1"}).Version
		must2(t)(w.report.SaveDraft(t.Context(), w.specialist, f.ID, report.Save{Base: base, Fields: map[string]string{"A2": "2"}}))
		saved, err := w.report.SaveDraft(t.Context(), w.head, f.ID, report.Save{Base: base, Fields: map[string]string{"A2": "3", "A3": "4"}})
		must(t, err)
		if len(saved.Conflicts) != 1 || saved.Conflicts[0].Text != "2" || saved.Conflicts[0].Name != w.specialist.Name {
			t.Errorf("%+v", saved)
		}
		d, _ := w.report.Draft(t.Context(), w.head, f.ID)
		if d.Fields["A2"].Text != "2" || d.Fields["A3"].Text != "4" {
			t.Errorf("%+v", d.Fields)
		}
	})
	t.Run("strange fields and endless texts are refused", func(t *testing.T) {
		w := newWorld(t)
		f := w.filing(w.open(w.boards()), w.pob)
		for _, fields := range []map[string]string{{"Z9": "1"}, {"A1": "1"}, {"A2": strings.Repeat("9", 201)}, {"N2": strings.Repeat("x", 20_001)}} {
			if _, err := w.report.SaveDraft(t.Context(), w.specialist, f.ID, report.Save{Fields: fields}); err == nil {
				t.Errorf("%.40v was taken", fmt.Sprint(fields))
			}
		}
	})
}

func TestDraftsAreNobodyElses(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	f := w.filing(r, w.pob)
	w.save(w.specialist, f, goodFields())
	for name, who := range map[string]actor.Actor{"another board": w.specialistB, "another head": w.headB, "the level above": w.office, "the level below": w.clerk} {
		_, err := w.report.Draft(t.Context(), who, f.ID)
		wantFault(t, err, fault.KindNotFound, "report.no_such_filing")
		_, err = w.report.SaveDraft(t.Context(), who, f.ID, report.Save{Fields: map[string]string{"A2": "0"}})
		wantFault(t, err, fault.KindNotFound, "report.no_such_filing")
		err = w.report.Sign(t.Context(), who, f.ID, report.Signing{Capacity: actor.AsHead, Draft: 1})
		wantFault(t, err, fault.KindNotFound, "report.no_such_filing")
		err = w.report.File(t.Context(), who, f.ID, report.Official{Number: "1", Dated: 20210308})
		wantFault(t, err, fault.KindNotFound, "report.no_such_filing")
		if rep, err := w.report.Report(t.Context(), who, f.ID); err == nil && (len(rep.Versions) > 0 || rep.Signature != nil || rep.Own()) {
			t.Errorf("%s sees %+v", name, rep)
		} else if err == nil && name != "the level above" {
			t.Errorf("%s sees that the report exists", name)
		}
	}
	must(t, w.sign(w.head, f))
	rep, err := w.report.Report(t.Context(), w.office, f.ID)
	if err != nil || rep.Signature != nil || len(rep.Versions) > 0 {
		t.Errorf("signed, not sent, and seen above: %+v, %v", rep, err)
	}
	if _, err := w.report.Report(t.Context(), actor.Actor{}, f.ID); fault.KindOf(err) != fault.KindUnauthenticated {
		t.Errorf("the public: %v", err)
	}
}

func TestReceiving(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	w.set(2021, 3, 19, 10)
	f := w.filed(r, w.pob, w.specialist, w.head)
	t.Run("only the level above accepts or returns", func(t *testing.T) {
		for _, who := range []actor.Actor{w.specialist, w.head, w.boardOffice} {
			wantFault(t, w.report.Accept(t.Context(), who, f.ID, 1, ""), fault.KindForbidden, "actor.forbidden_receive_filing")
		}
		wantFault(t, w.report.Accept(t.Context(), w.specialistB, f.ID, 1, ""), fault.KindNotFound, "")
	})
	t.Run("a return needs a reason, then a new version follows", func(t *testing.T) {
		err := w.report.ReturnFiling(t.Context(), w.office, f.ID, report.Return{Version: 1, General: " "})
		if f := wantFault(t, err, fault.KindInvalid, "report.remark_missing"); f.Field != "general" {
			t.Errorf("field %q", f.Field)
		}
		must(t, w.report.ReturnFiling(t.Context(), w.office, f.ID, report.Return{Version: 1, General: "Xem lại mục B.", Fields: map[string]string{"B2": "Nữ chưa khớp với danh sách.", "B3": ""}}))
		wantFault(t, w.report.Accept(t.Context(), w.office, f.ID, 1, ""), fault.KindConflict, "report.not_filed")
		w.set(2021, 3, 27, 10) // past the deadline: the first version was in time
		w.save(w.specialist, f, map[string]string{"B2": "359"})
		must(t, w.sign(w.head, f))
		must(t, w.send(w.head, f))
		rep, err := w.report.Report(t.Context(), w.office, f.ID)
		must(t, err)
		if len(rep.Versions) != 2 || rep.Versions[0].Version != 2 || len(rep.Versions[1].Remarks) != 2 || rep.Versions[1].Content.Figures["B2"] != 812 || rep.Filing.Late {
			t.Errorf("%+v", rep)
		}
		wantFault(t, w.report.Accept(t.Context(), w.office, f.ID, 1, ""), fault.KindConflict, "report.version_moved")
		must(t, w.report.Accept(t.Context(), w.office, f.ID, 2, "a1"))
		must(t, w.report.Accept(t.Context(), w.office, f.ID, 2, "a1"))
		wantFault(t, w.report.ReturnFiling(t.Context(), w.office, f.ID, report.Return{Version: 2, General: "Muộn."}), fault.KindConflict, "report.not_filed")
		history(t, w, f, "filing.accepted", "filing.filed", "filing.signed", "filing.returned", "filing.filed", "filing.signed")
	})
}

func TestS0_3(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	w.set(2021, 3, 19, 10)
	before, err := w.report.Board(t.Context(), w.office, r.ID, 0)
	must(t, err)
	for _, total := range before.Totals {
		if total.Filed.Of != 2 || total.Filed.Known && !total.Indicator.OnTime {
			t.Errorf("before anything was filed: %s %+v", total.Indicator.Code, total.Filed)
		}
	}
	f := w.filed(r, w.pob, w.specialist, w.head)
	board, err := w.report.Board(t.Context(), w.office, r.ID, 0)
	must(t, err)
	total := func(code string) report.Total {
		for _, one := range board.Totals {
			if one.Indicator.Code == code {
				return one
			}
		}
		t.Fatalf("no %s", code)
		return report.Total{}
	}
	t.Run("1 of 2 filed: coverage 1/2 and the missing unit named", func(t *testing.T) {
		if g := total("B1").Filed; !g.Known || g.Value != 1398 || g.Have != 1 || g.Of != 2 {
			t.Errorf("%+v", g)
		}
		if g := total("B1").Accepted; g.Known || g.Have != 0 || g.Of != 2 {
			t.Errorf("accepted: %+v", g)
		}
		missing := board.Missing()
		if len(missing) != 1 || missing[0].Unit.ID != w.pobB.ID || missing[0].Via.ID != w.tinhB.ID {
			t.Errorf("%+v", missing)
		}
		if board.Counters.Expected != 2 || board.Counters.In() != 1 || board.Counters.OnTime != 1 {
			t.Errorf("%+v", board.Counters)
		}
	})
	t.Run("bad: a missing unit counted as 0", func(t *testing.T) {
		if g := total("C1").Filed; g.Known || g.Have != 0 || g.Text(i18n.VI) != "–" {
			t.Errorf("a figure that nobody gave: %+v", g)
		}
		_, shares, err := w.report.Explain(t.Context(), w.office, r.ID, 0, "B1")
		must(t, err)
		if len(shares) != 2 || !shares[0].Figure.Known || shares[1].Figure.Known || shares[1].Figure.Text(i18n.VI) != "–" {
			t.Errorf("%+v", shares)
		}
	})
	t.Run("the live board follows commits and equals a rebuild", func(t *testing.T) {
		must(t, w.report.Accept(t.Context(), w.office, f.ID, 1, ""))
		board, err = w.report.Board(t.Context(), w.office, r.ID, 0)
		must(t, err)
		if g := total("B1").Accepted; !g.Known || g.Have != 1 {
			t.Errorf("%+v", g)
		}
		w.filed(r, w.pobB, w.specialistB, w.headB)
		board, err = w.report.Board(t.Context(), w.office, r.ID, 0)
		must(t, err)
		if g := total("B1").Filed; g.Value != 2796 || g.Have != 2 {
			t.Errorf("%+v", g)
		}
		if checked, different, err := w.report.Verify(t.Context()); checked != 1 || different != 0 || err != nil {
			t.Errorf("%d %d %v", checked, different, err)
		}
	})
	t.Run("who may look", func(t *testing.T) {
		if _, err := w.report.Board(t.Context(), w.specialist, r.ID, w.coc.ID); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("a board looks at the nation: %v", err)
		}
		if _, err := w.report.Board(t.Context(), w.specialist, r.ID, w.pobB.ID); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("a board looks at its neighbour: %v", err)
		}
		if b, err := w.report.Board(t.Context(), w.specialist, r.ID, 0); err != nil || b.Unit.ID != w.pob.ID {
			t.Errorf("its own: %v %v", b.Unit, err)
		}
		_, _, err := w.report.Explain(t.Context(), w.specialist, r.ID, w.coc.ID, "B1")
		wantFault(t, err, fault.KindForbidden, "")
	})
}

func TestEachLevelReportsToTheNext(t *testing.T) {
	w := newWorld(t)
	n := w.boards()
	n.Scope = org.Scope{Kind: org.ScopeList, Units: ids(w.pob, w.xa, w.pobB)}
	r := w.open(n)
	if f := w.filing(r, w.xa); f.Receiver != w.pob.ID {
		t.Errorf("the commune reports to %s", f.Receiver)
	}
	if f := w.filing(r, w.pob); f.Receiver != w.coc.ID {
		t.Errorf("the board reports to %s", f.Receiver)
	}
	f := w.filed(r, w.xa, w.clerk, w.clerk)
	must(t, w.report.Accept(t.Context(), w.boardOffice, f.ID, 1, ""))
	board, err := w.report.Board(t.Context(), w.boardOffice, r.ID, w.pob.ID)
	must(t, err)
	if len(board.Lines) != 1 || board.Own == nil || board.All.Expected != 2 || board.Totals[0].Filed.Have != 1 || board.Totals[0].Filed.Of != 2 {
		t.Errorf("%+v", board)
	}
	top, err := w.report.Board(t.Context(), w.office, r.ID, 0)
	must(t, err)
	if top.Counters.Expected != 2 || top.Below.Expected != 1 || top.Below.Accepted != 1 {
		t.Errorf("%+v %+v", top.Counters, top.Below)
	}
	opened, err := w.report.Received(t.Context(), w.boardOffice, w.pob.ID)
	if err != nil || len(opened) != 1 || opened[0].Mine || opened[0].In != 1 {
		t.Errorf("%+v %v", opened, err)
	}
}

func TestSeed(t *testing.T) {
	w := newWorld(t)
	n := w.boards()
	n.PeriodText, n.Deadline = "Q4/2020", when.At(20201226, 17*60)
	past, err := w.report.SeedRequest(t.Context(), system(), n, when.At(20201201, 480))
	must(t, err)
	err = w.report.Seed(t.Context(), system(), past.ID, []report.Seeded{
		{Unit: w.pob.ID, State: report.StateAccepted, Figures: report.Figures{"A2": 10, "A3": 5, "B1": 7, "B4": 20, "B5y": 3}, Texts: map[string]string{"N2": "Tốt."}, Number: "9-BC", Dated: 20201220, FiledAt: when.At(20201220, 600)},
		{Unit: w.pobB.ID, State: report.StateReturned, Figures: report.Figures{"A2": 1, "C4": 442}, FiledAt: when.At(20201228, 600), Remarks: []report.Remark{{Text: "Thiếu số."}}},
	})
	must(t, err)
	board, err := w.report.Board(t.Context(), w.office, past.ID, 0)
	must(t, err)
	if g := board.Totals[0].Filed; g.Value != 15 || g.Have != 1 {
		t.Errorf("%+v", g)
	}
	d, err := w.report.Draft(t.Context(), w.specialistB, w.filing(past, w.pobB).ID)
	if err != nil || d.Fields["C4"].Text != "44,2" || d.Reading.Content.Figures["C4"] != 442 {
		t.Errorf("%+v %v", d.Fields, err)
	}
	n.PeriodText = "Q3/2020"
	older, err := w.report.SeedRequest(t.Context(), system(), n, when.At(20201201, 480))
	must(t, err)
	must(t, w.report.Seed(t.Context(), system(), older.ID, []report.Seeded{{Unit: w.pob.ID, State: report.StateFiled, Figures: report.Figures{"A2": 1412, "C4": 442}, Texts: map[string]string{"N2": "Tốt."}, FiledAt: when.At(20201201, 600)}}))
	taken := w.filing(older, w.pob)
	must(t, w.report.ReturnFiling(t.Context(), w.office, taken.ID, report.Return{Version: 1, General: "Thiếu số."}))
	if d, err := w.report.Draft(t.Context(), w.specialist, taken.ID); err != nil || d.Fields["A2"].Text != "1412" || d.Fields["C4"].Text != "44,2" || d.Fields["N2"].Text != "Tốt." {
		t.Errorf("nothing to mend after a return: %+v %v", d.Fields, err)
	}
	r := w.open(w.boards())
	c, err := w.report.Compare(t.Context(), w.specialist, w.filing(r, w.pob).ID)
	if err != nil || c.Previous == nil || c.Previous.Figures["A1"] != 15 || c.SameLastYear != nil {
		t.Errorf("%+v %v", c, err)
	}
	wantFault(t, w.report.Seed(t.Context(), w.office, past.ID, nil), fault.KindForbidden, "")
}

func ids(units ...org.Unit) (list []ident.ID) {
	for _, u := range units {
		list = append(list, u.ID)
	}
	return list
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func must2(t *testing.T) func(any, error) {
	return func(_ any, err error) { t.Helper(); must(t, err) }
}

func mustRequest(w *world, f report.Filing) report.Request {
	r, err := w.report.Request(w.t.Context(), system(), f.Request)
	must(w.t, err)
	return r
}

func history(t *testing.T, w *world, f report.Filing, want ...string) {
	t.Helper()
	must(t, w.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		records, err := journal.For(ctx, r, f.ID)
		if err != nil {
			return err
		}
		var got []string
		for _, one := range records {
			got = append(got, one.Kind)
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("the journal has %v, want %v", got, want)
		}
		return nil
	}))
}
