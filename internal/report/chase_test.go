package report_test

import (
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
)

func TestSubmittedForSignature(t *testing.T) {
	w := newWorld(t)
	f := w.filing(w.open(w.boards()), w.pob)
	ctx := t.Context()
	wantFault(t, w.report.Submit(ctx, w.specialist, f.ID, 0, "", ""), fault.KindConflict, "report.nothing_to_submit")
	bad := goodFields()
	bad["B2"] = "9.999" // more women than all
	delete(bad, "N2")
	w.save(w.specialist, f, bad)
	err := w.report.Submit(ctx, w.specialist, f.ID, w.version(w.specialist, f), "", "bad")
	fields := map[string]bool{}
	for _, one := range fault.All(err) {
		fields[one.Field] = true
	}
	if fault.KindOf(err) != fault.KindInvalid || !fields["B2"] || !fields["N2"] || quarterOf(w, w.pob, f).Submission.Waiting() {
		t.Errorf("what cannot be signed is submitted: %v", err)
	}
	w.save(w.specialist, f, goodFields())
	v := w.version(w.specialist, f)
	wantFault(t, w.report.Submit(ctx, w.specialist, f.ID, v-1, "", ""), fault.KindConflict, "report.draft_moved")
	wantFault(t, w.report.Submit(ctx, w.specialistB, f.ID, v, "", ""), fault.KindNotFound, "")
	must(t, w.report.Submit(ctx, w.specialist, f.ID, v, "Kính trình", "k"))
	must(t, w.report.Submit(ctx, w.specialist, f.ID, v, "Kính trình", "k")) // sent twice
	wantFault(t, w.report.Submit(ctx, w.specialist, f.ID, v, "", "k2"), fault.KindConflict, "report.submitted_already")
	if got := quarterOf(w, w.pob, f).Submission; got.By != w.specialist.Name || got.Note != "Kính trình" || !got.Waiting() {
		t.Errorf("%+v", got)
	}
	_, err = w.report.SaveDraft(ctx, w.specialist, f.ID, report.Save{Base: v, Fields: map[string]string{"A2": "413"}})
	wantFault(t, err, fault.KindConflict, "report.submitted_already")
	wantFault(t, w.report.HandBack(ctx, w.specialist, f.ID, "x", ""), fault.KindForbidden, "")
	wantFault(t, w.report.HandBack(ctx, w.head, f.ID, " ", ""), fault.KindInvalid, "report.hand_back_why")
	must(t, w.report.HandBack(ctx, w.head, f.ID, "Xem lại mục B", ""))
	if got := quarterOf(w, w.pob, f).Submission; got.Waiting() || got.HandedBy != w.head.Name || got.HandedNote != "Xem lại mục B" {
		t.Errorf("%+v", got)
	}
	w.save(w.specialist, f, map[string]string{"A2": "413"})
	v = w.version(w.specialist, f)
	must(t, w.report.Submit(ctx, w.specialist, f.ID, v, "", ""))
	must(t, w.report.TakeBack(ctx, w.specialist, f.ID, ""))
	wantFault(t, w.report.TakeBack(ctx, w.specialist, f.ID, ""), fault.KindConflict, "report.not_submitted")
	must(t, w.report.Submit(ctx, w.specialist, f.ID, v, "", ""))
	must(t, w.sign(w.head, f))
	must(t, w.send(w.head, f))
	if got := quarterOf(w, w.pob, f); got.Submission.Waiting() || got.State != report.StateFiled {
		t.Errorf("%+v", got)
	}
	history(t, w, f, "filing.filed", "filing.signed") // the way within the unit leaves no trace
}

func TestChase(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	r := w.open(w.boards())
	must(t, w.report.SetOfficeContact(ctx, w.specialistB, report.Contact{Unit: w.pobB.ID, Name: "Trần Văn Bình", Phone: "0208 385 5555", Email: "binh@example.vn"}))
	wantFault(t, w.report.SetOfficeContact(ctx, w.specialistB, report.Contact{Unit: w.pob.ID, Name: "x"}), fault.KindForbidden, "")
	wantFault(t, w.report.SetOfficeContact(ctx, w.specialistB, report.Contact{Unit: w.pobB.ID, Email: "không"}), fault.KindInvalid, "report.bad_email")
	w.filed(r, w.pob, w.specialist, w.head)
	_, _, list, err := w.report.ChaseList(ctx, w.office, r.ID)
	if err != nil || len(list) != 1 || list[0].Unit.ID != w.pobB.ID || list[0].Contact.Phone != "0208 385 5555" || list[0].Level.Code != "province" {
		t.Fatalf("%+v %v", list, err)
	}
	late := list[0].Filing.ID
	_, err = w.report.Chase(ctx, w.office, r.ID, nil, "", "")
	wantFault(t, err, fault.KindInvalid, "report.chase_nobody")
	_, err = w.report.Chase(ctx, w.specialistB, r.ID, []ident.ID{late}, "", "")
	wantFault(t, err, fault.KindForbidden, "")
	for range 2 { // sent twice
		if n, err := w.report.Chase(ctx, w.office, r.ID, []ident.ID{late, w.filing(r, w.pob).ID}, "Đề nghị nộp trong ngày", "k"); err != nil || n != 1 {
			t.Fatal(n, err)
		}
	}
	got, err := w.report.Reminders(ctx, w.specialistB, late)
	if err != nil || len(got) != 1 || got[0].Kind != report.RemindChase || got[0].Name != w.office.Name || got[0].Text != "Đề nghị nộp trong ngày" {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := w.report.Reminders(ctx, w.specialist, late); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("another unit: %v", err)
	}
}

func TestRemindersOfARegime(t *testing.T) {
	w := newWorld(t) // on Monday 8/3/2021; provinces file by Thursday 18/3, the commune by Tuesday 16/3
	r := w.open(w.under(w.regime()))
	for day := 8; day <= 22; day++ {
		w.set(2021, 3, day, 8)
		for range 2 {
			must(t, w.report.Remind(t.Context(), w.clock.Now()))
		}
		if day == 16 {
			w.filed(r, w.pobB, w.specialistB, w.headB)
		}
	}
	for unit, want := range map[org.Unit][]string{w.xa: {"late 17", "due 16", "before 11"}, w.pob: {"late 19", "due 18", "before 15"}, w.pobB: {"before 15"}} {
		list, err := w.report.Reminders(t.Context(), system(), w.filing(r, unit).ID)
		must(t, err)
		var got []string
		for _, one := range list {
			got = append(got, one.Kind+" "+num(one.At.Date().Day()))
		}
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", unit.Name, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: %v, want %v", unit.Name, got, want)
			}
		}
	}
}
