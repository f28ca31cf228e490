package report_test

import (
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/report"
)

// A clash is the answer of its act: sent again, it is told again, and what was typed is not taken for saved.
func TestAClashStaysAClash(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	w.filed(r, w.pob, w.specialist, w.head)
	other := actor.Actor{Kind: actor.Person, Account: 992, Name: "Bùi Thị Hạnh", Unit: w.coc.ID, Grants: []actor.Grant{{Role: actor.Specialist, Unit: w.coc.ID}}}
	section := report.SampleForm().Narratives[0].Code
	save := func(who actor.Actor, m report.MadeText) *report.Clash {
		t.Helper()
		m.Section = section
		clash, err := w.report.SaveConsolidated(t.Context(), who, r.ID, 0, m)
		must(t, err)
		return clash
	}
	if clash := save(other, report.MadeText{Text: "Bản thứ nhất", Key: "a"}); clash != nil {
		t.Fatalf("%+v", clash)
	}
	mine := report.MadeText{Text: "Bản của tôi", Key: "b"}
	for range 2 {
		if clash := save(w.chief(), mine); clash == nil || clash.Text != "Bản thứ nhất" || clash.Name != other.Name || clash.Field != section {
			t.Fatalf("%+v", clash)
		}
	}
	stands := func(want string, version int64) {
		t.Helper()
		c, err := w.report.Consolidated(t.Context(), other, r.ID, 0, 0)
		must(t, err)
		if got := c.Sections[0]; got.Text != want || got.Version != version || len(got.Changed) != 0 {
			t.Errorf("%+v", got)
		}
	}
	stands("Bản thứ nhất", 1)
	mine.Force, mine.Key = true, "c"
	for range 2 {
		if clash := save(w.chief(), mine); clash != nil {
			t.Errorf("%+v", clash)
		}
	}
	stands("Bản của tôi", 2)
	_, err := w.report.SaveConsolidated(t.Context(), other, r.ID, 0, report.MadeText{Section: "không có", Text: "x"})
	wantFault(t, err, fault.KindInvalid, "report.unknown_field")
	_, err = w.report.SaveConsolidated(t.Context(), w.specialist, r.ID, 0, report.MadeText{Section: section, Text: "x"}) // of a board: the opener's is not its own
	if fault.KindOf(err) != fault.KindForbidden {
		t.Error(err)
	}
}
