package report_test

import (
	"context"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/transparency"
)

// chief is the head of the centre: who freezes what the centre asked.
func (w *world) chief() actor.Actor {
	w.t.Helper()
	if w.cocHead.Account == 0 {
		p, err := w.personOf("Nguyễn Thanh Bình", w.coc, "Phó Trưởng Ban Thường trực")
		must(w.t, err)
		w.cocHead = actor.Actor{Kind: actor.Person, Account: 991, Person: p, Name: "Nguyễn Thanh Bình", Unit: w.coc.ID, Grants: []actor.Grant{{Role: actor.Head, Unit: w.coc.ID}}}
	}
	return w.cocHead
}

func (w *world) freeze(r report.Request, change func(*report.Freezing)) (int64, error) {
	w.t.Helper()
	f, err := w.report.Freezable(w.t.Context(), w.chief(), r.ID)
	must(w.t, err)
	n := report.Freezing{Capacity: actor.AsHead, Seen: f.Seen}
	if change != nil {
		change(&n)
	}
	return w.report.Freeze(w.t.Context(), w.chief(), r.ID, n)
}

func (w *world) totalAt(r report.Request, u org.Unit, edition int64, code string) report.Total {
	w.t.Helper()
	b, err := w.report.EditionBoard(w.t.Context(), system(), r.ID, u.ID, edition)
	must(w.t, err)
	for _, t := range b.Totals {
		if t.Indicator.Code == code {
			return t
		}
	}
	w.t.Fatalf("no %s", code)
	return report.Total{}
}

// A unit is corrected after the freeze: editions 1 and 2 both stand, each with its own figures, and the difference tells who and why.
func TestAFrozenEditionStandsForEver(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	f := w.filed(r, w.pob, w.specialist, w.head)
	must(t, w.report.Accept(t.Context(), w.office, f.ID, 1, ""))
	if _, err := w.report.Freezable(t.Context(), w.office, r.ID); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("an office freezes: %v", err)
	}
	if _, err := w.report.Freezable(t.Context(), w.headB, r.ID); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("a unit below freezes: %v", err)
	}
	n, err := w.freeze(r, func(n *report.Freezing) { n.Key = "k1" })
	if n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if _, err := w.freeze(r, func(n *report.Freezing) { n.Reason = "Thử lại" }); fault.Is(err, "report.edition_same") == false {
		t.Errorf("nothing changed: %v", err)
	}
	if again, err := w.freeze(r, func(n *report.Freezing) { n.Key = "k1" }); again != 1 || err != nil {
		t.Errorf("sent twice: %d %v", again, err)
	}
	list, err := w.report.Editions(t.Context(), w.specialistB, r.ID)
	must(t, err)
	if len(list) != 1 || list[0].In != 1 || list[0].Expected != 2 || len(list[0].Missing) != 1 || list[0].Missing[0] != w.pobB.Name || list[0].Signature.Title != "Phó Trưởng Ban Thường trực" {
		t.Errorf("%+v", list)
	}

	// the unit asks, the receiver opens, a new version comes
	if err := w.report.AskCorrection(t.Context(), w.specialist, f.ID, 1, " ", ""); fieldOf(err) != "reason" {
		t.Errorf("without a reason: %v", err)
	}
	must(t, w.report.AskCorrection(t.Context(), w.specialist, f.ID, 1, "Đếm thiếu xã Một.", ""))
	rep, err := w.report.Report(t.Context(), w.office, f.ID)
	must(t, err)
	if rem, asked := rep.AskedCorrection(); !asked || rem.Text != "Đếm thiếu xã Một." {
		t.Errorf("%+v %v", rem, asked)
	}
	opened, err := w.report.Received(t.Context(), w.office, w.coc.ID)
	must(t, err)
	if opened[0].Asking != 1 {
		t.Errorf("%d units ask to correct", opened[0].Asking)
	}
	if err := w.report.Reopen(t.Context(), w.specialist, f.ID, 1, "Sửa", ""); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("the unit opens its own: %v", err)
	}
	must(t, w.report.Reopen(t.Context(), w.office, f.ID, 1, "Đồng ý: đếm thiếu.", ""))
	w.save(w.specialist, f, map[string]string{"B1": "1.401"})
	must(t, w.sign(w.head, f))
	must(t, w.send(w.head, f))
	must(t, w.report.Accept(t.Context(), w.office, f.ID, 2, ""))

	if got := w.totalAt(r, w.coc, 0, "B1").Filed.Value; got != 1401 {
		t.Errorf("the live board shows %d", got)
	}
	if got := w.totalAt(r, w.coc, 1, "B1"); got.Filed.Value != 1398 || got.Accepted.Value != 1398 {
		t.Errorf("edition 1 shows %+v", got)
	}
	if _, err := w.freeze(r, nil); fieldOf(err) != "reason" {
		t.Errorf("a correction without a reason: %v", err)
	}
	w.filed(r, w.pobB, w.specialistB, w.headB)
	n, err = w.freeze(r, func(n *report.Freezing) { n.Reason = "Tỉnh đính chính; Tỉnh B nộp sau." })
	if n != 2 || err != nil {
		t.Fatal(n, err)
	}
	for range 2 { // from memory, then by a service that knows nothing
		for edition, want := range map[int64]map[ident.ID]int64{1: {w.coc.ID: 1398, w.tinh.ID: 1398}, 2: {w.coc.ID: 1401 + 1398, w.tinh.ID: 1401}} {
			for unit, value := range want {
				if got := w.totalAt(r, org.Unit{ID: unit}, edition, "B1"); got.Filed.Value != value {
					t.Errorf("edition %d shows %d, want %d", edition, got.Filed.Value, value)
				}
			}
		}
		if got := w.totalAt(r, w.coc, 1, "B1").Filed; got.Have != 1 || got.Of != 2 {
			t.Errorf("coverage of edition 1: %d/%d", got.Have, got.Of)
		}
		w.report = report.New(w.report.Deps)
	}
	d, err := w.report.CompareEditions(t.Context(), w.office, r.ID, 0, 1, 2)
	must(t, err)
	if len(d.Units) != 2 {
		t.Fatalf("%+v", d.Units)
	}
	for _, u := range d.Units {
		if u.Unit.ID != w.pob.ID {
			continue
		}
		var b1 report.FigureChange
		for _, c := range u.Figures {
			if c.Indicator.Code == "B1" {
				b1 = c
			}
		}
		if u.Before != 1 || u.After != 2 || b1.Before.Value != 1398 || b1.After.Value != 1401 || u.Signature.Name != w.head.Name || len(u.Why) != 2 || u.Why[1].Text != "Đồng ý: đếm thiếu." {
			t.Errorf("%+v %+v", u, b1)
		}
	}
	if _, err := w.report.CompareEditions(t.Context(), w.specialistB, r.ID, w.pob.ID, 1, 2); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("another unit's part: %v", err)
	}
	if _, err := w.report.EditionBoard(t.Context(), w.office, r.ID, 0, 3); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("an edition that is not there: %v", err)
	}

	// the tree of the period changes afterwards; the editions keep theirs
	must(t, w.org.Move(t.Context(), system(), w.pob.ID, w.tinhB.ID, org.Decree{Date: 20210115, Act: "QĐ 9"}))
	if got := w.totalAt(r, w.tinh, 2, "B1").Filed.Value; got != 1401 {
		t.Errorf("after a change of the tree edition 2 shows %d at the province", got)
	}

	// both are in the log, and add up to what was signed
	keys, err := w.ledger.Keys(t.Context())
	must(t, err)
	for edition := range int64(2) {
		p, err := w.report.EditionProof(t.Context(), w.office, r.ID, edition+1)
		must(t, err)
		file, err := transparency.Encode(p)
		must(t, err)
		if found, err := transparency.Check(file, transparency.Trust{Key: keys[0]}); err != nil || !strings.Contains(found.Record, `"edition":`+num(int(edition+1))) {
			t.Errorf("%v", err)
		}
	}
	if p, err := w.report.EditionProof(t.Context(), w.specialistB, r.ID, 1); err != nil || p.Record != "" || p.Salt != "" {
		t.Errorf("a unit below is given the whole: %v", err)
	}
	if n, different, err := w.report.RecountEditions(t.Context()); n != 2 || different != 0 || err != nil {
		t.Errorf("%d %d %v", n, different, err)
	}
	if _, err := w.report.VerifySealed(t.Context()); err != nil {
		t.Error(err)
	}
	must(t, w.db.Do(t.Context(), "tamper", func(ctx context.Context, q *db.Write) error {
		_, err := q.Exec(ctx, `update report_edition set body = replace(body, 'đính chính', 'bổ sung') where n = 2`)
		return err
	}))
	if _, err := w.report.VerifySealed(t.Context()); err == nil {
		t.Error("an edition was changed unnoticed")
	}
}

// A report that comes between looking and signing is not signed unseen.
func TestWhatWasNotSeenIsNotFrozen(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	if _, err := w.freeze(r, nil); !fault.Is(err, "report.edition_empty") {
		t.Errorf("nothing is in: %v", err)
	}
	w.filed(r, w.pob, w.specialist, w.head)
	f, err := w.report.Freezable(t.Context(), w.chief(), r.ID)
	must(t, err)
	w.filed(r, w.pobB, w.specialistB, w.headB)
	if _, err := w.report.Freeze(t.Context(), w.chief(), r.ID, report.Freezing{Capacity: actor.AsHead, Seen: f.Seen}); !fault.Is(err, "report.edition_moved") {
		t.Errorf("%v", err)
	}
	if _, err := w.freeze(r, func(n *report.Freezing) { n.Capacity = actor.AsActing }); fieldOf(err) != "capacity" {
		t.Errorf("a capacity that was not given: %v", err)
	}
	program := w.chief()
	program.Kind, program.Assurance = actor.Program, actor.ByToken
	if _, err := w.report.Freeze(t.Context(), program, r.ID, report.Freezing{Capacity: actor.AsHead, Seen: f.Seen}); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("an access token signs: %v", err)
	}
}

// The opinions on the draft documents of the 14th Congress: 2,501,265 by channel, 2,500,743 by document, 522 unexplained. The
// program refuses to sign that without an explanation, and the explanation is part of what is signed.
func TestTwoBreakdownsAgreeOrAreExplained(t *testing.T) {
	w := newWorld(t)
	text := func(s string) i18n.Text { return i18n.Text{VI: s, EN: s} }
	form := report.Form{Code: "y-kien", Version: 1, Title: text("Ý kiến góp ý"), Sections: []report.Section{{Code: "A", Title: text("Ý kiến")}}}
	count := func(code, name string, sum ...string) {
		form.Indicators = append(form.Indicators, report.Indicator{Code: code, Section: "A", Name: text(name), Unit: text("ý kiến"), Kind: report.Int, Across: report.Sum, Basis: report.Flow, SumOf: sum})
	}
	count("K1", "tại hội nghị")
	count("K2", "qua VNeID")
	count("K3", "bằng thư")
	count("K4", "trực tuyến")
	count("K", "tổng theo kênh", "K1", "K2", "K3", "K4")
	count("V1", "về báo cáo chính trị")
	count("V2", "về báo cáo tổng kết")
	count("V3", "về thi hành Điều lệ")
	count("V", "tổng theo văn kiện", "V1", "V2", "V3")
	form.Checks = []report.Check{{Test: report.EqualTest, Field: "K", Of: []string{"V"}, Warn: true}}
	_, err := w.report.EnsureForm(t.Context(), system(), form)
	must(t, err)
	n := w.boards()
	n.FormCode = "y-kien"
	r := w.open(n)
	f := w.filing(r, w.pob)
	w.save(w.specialist, f, map[string]string{"K1": "127584", "K2": "2131376", "K3": "1722", "K4": "240583", "V1": "1169638", "V2": "792533", "V3": "538572", "Kwhy": "Một ý kiến không gắn với văn kiện nào."})
	must(t, w.sign(w.head, f))
	must(t, w.send(w.head, f))
	seen, err := w.report.Freezable(t.Context(), w.chief(), r.ID)
	must(t, err)
	if len(seen.Disagreements) != 1 {
		t.Fatalf("%+v", seen.Disagreements)
	}
	field := seen.Disagreements[0].Field
	if _, err := w.freeze(r, nil); fieldOf(err) != field || !fault.Is(err, "report.edition_unexplained") {
		t.Fatalf("2.501.265 and 2.500.743 are signed as if they agreed: %v", err)
	}
	if _, err := w.freeze(r, func(n *report.Freezing) { n.Explanations = map[string]string{field: "  "} }); fieldOf(err) != field {
		t.Errorf("an empty explanation: %v", err)
	}
	_, err = w.freeze(r, func(n *report.Freezing) {
		n.Explanations = map[string]string{field: "522 ý kiến góp ý chung, không về văn kiện nào."}
	})
	must(t, err)
	list, err := w.report.Editions(t.Context(), w.office, r.ID)
	must(t, err)
	e := list[0].Explanations
	if len(e) != 1 || !strings.Contains(e[0].Found.VI, "2.501.265") || !strings.Contains(e[0].Found.VI, "2.500.743") || !strings.HasPrefix(e[0].Text, "522") {
		t.Errorf("%+v", e)
	}
}

func fieldOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.All(err)[0].Field
}
