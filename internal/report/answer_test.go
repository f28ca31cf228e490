package report_test

import (
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/report"
)

// Who reads the board reads every unit's answer to a text field; drafts and other subtrees are not among them.
func TestAnswersOfUnits(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	r := w.open(w.boards())
	w.filed(r, w.pob, w.specialist, w.head)
	w.save(w.specialistB, w.filing(r, w.pobB), map[string]string{"N2": "Bản thảo chưa nộp."})
	a, err := w.report.Answers(ctx, w.office, r.ID, 0, "N2")
	must(t, err)
	if len(a.List) != 1 || a.Missing != 1 || a.Empty != 0 || a.List[0].Unit.ID != w.pob.ID || a.List[0].Text != goodFields()["N2"] || a.List[0].Signer == "" || !a.Field.Long {
		t.Errorf("%+v", a)
	}
	if a, err = w.report.Answers(ctx, w.office, r.ID, 0, ""); err != nil || a.Field.Code != "N1" {
		t.Errorf("the first field: %+v %v", a.Field, err)
	}
	if a, err = w.report.Answers(ctx, w.office, r.ID, 0, "N4"); err != nil || len(a.List) != 0 || a.Empty != 1 {
		t.Errorf("a text that nobody wrote: %+v %v", a, err)
	}
	if a, err = w.report.Answers(ctx, w.office, r.ID, w.tinhB.ID, "N2"); err != nil || len(a.List) != 0 || a.Missing != 1 {
		t.Errorf("the other province: %+v %v", a, err)
	}
	if _, err = w.report.Answers(ctx, w.office, r.ID, 0, "A2"); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a figure is no text: %v", err)
	}
	if _, err = w.report.Answers(ctx, w.specialistB, r.ID, w.pob.ID, "N2"); err == nil {
		t.Error("another board reads its neighbour's text")
	}
	var of []string
	for _, f := range report.SiteForm().TextFields() {
		of = append(of, f.Code)
	}
	if len(of) == 0 || of[0] != "P4" {
		t.Errorf("%v", of)
	}
}
