package report_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
)

const (
	pageA = "00000000000000aa"
	pageB = "00000000000000bb"
)

func present(w *world, filing ident.ID) (list []string) {
	w.t.Helper()
	d, err := w.report.Desk(w.t.Context(), system(), filing)
	must(w.t, err)
	for _, one := range d.People {
		list = append(list, strings.TrimSpace(one.Name+" "+one.Field))
	}
	return list
}

// Two desks of a unit see each other in a draft; nobody above, beside or below does, and nothing of it is kept.
func TestTwoPeopleInOneDraft(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	f := w.filing(r, w.pob)
	other := w.specialist
	other.Account, other.Name = other.Account+1, "Đỗ Văn Xuân"
	sub := w.hub.Subscribe(report.DeskTopic(f.ID))
	defer sub.Close()
	told := func(what string, wanted bool) {
		t.Helper()
		select {
		case <-sub.C:
			if !wanted {
				t.Errorf("told: %s", what)
			}
		default:
			if wanted {
				t.Errorf("not told: %s", what)
			}
		}
	}
	must(t, w.report.Here(t.Context(), w.specialist, f.ID, pageA, ""))
	told("somebody came", true)
	must(t, w.report.Here(t.Context(), other, f.ID, pageB, "A2"))
	told("somebody else came", true)
	must(t, w.report.Here(t.Context(), other, f.ID, pageB, "A2"))
	told("the same once more", false)
	if got := present(w, f.ID); !slices.Equal(got, []string{"Vi Thị Ngân", "Đỗ Văn Xuân A2"}) {
		t.Errorf("%v", got)
	}
	program := w.specialist
	program.Kind = actor.Program
	for name, who := range map[string]actor.Actor{"above": w.office, "beside": w.specialistB, "below": w.clerk, "a program": program, "system": system()} {
		for what, err := range map[string]error{
			"here": w.report.Here(t.Context(), who, f.ID, pageA, ""), "away": w.report.Away(t.Context(), who, f.ID, pageB), "listen": w.report.MayDesk(t.Context(), who, f.ID),
		} {
			if fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
	}
	if err := w.report.Here(t.Context(), w.specialist, f.ID, "me", ""); fault.KindOf(err) != fault.KindInvalid {
		t.Errorf("a page without a proper name: %v", err)
	}
	if err := w.report.Here(t.Context(), w.specialist, f.ID, pageA, "Z9"); fault.KindOf(err) != fault.KindInvalid {
		t.Errorf("a field that the form lacks: %v", err)
	}
	must(t, w.report.Away(t.Context(), w.specialist, f.ID, pageB)) // not her page
	must(t, w.report.Away(t.Context(), w.specialist, f.ID, strings.Repeat("x", 100_000)))
	if got := present(w, f.ID); len(got) != 2 {
		t.Errorf("%v", got)
	}
	must(t, w.report.Away(t.Context(), other, f.ID, pageB))
	if got := present(w, f.ID); !slices.Equal(got, []string{"Vi Thị Ngân"}) {
		t.Errorf("%v", got)
	}

	for len(sub.C) > 0 {
		<-sub.C
	}
	before := w.version(w.specialist, f)
	w.save(w.specialist, f, map[string]string{"A2": "7", "A3": "8"})
	told("a draft was written", true)
	w.save(other, f, map[string]string{"A3": "9"})
	c, err := w.report.DraftSince(t.Context(), w.specialist, f.ID, before+1)
	if err != nil || c.Version != before+2 || len(c.Fields) != 1 || c.Fields[0].Field != "A3" || c.Fields[0].Text != "9" || c.Fields[0].Name != "Đỗ Văn Xuân" {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := w.report.DraftSince(t.Context(), w.office, f.ID, 0); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("the level above reads a draft: %v", err)
	}

	// A signed report shows nobody, and takes no sign of life.
	w.save(w.specialist, f, goodFields())
	must(t, w.sign(w.head, f))
	if d, err := w.report.Desk(t.Context(), w.specialist, f.ID); err != nil || d.Open || len(d.People) != 0 {
		t.Errorf("%+v %v", d, err)
	}
	if err := w.report.Here(t.Context(), w.specialist, f.ID, pageA, ""); fault.KindOf(err) != fault.KindConflict {
		t.Errorf("a signed report: %v", err)
	}
}

// Who has a draft open through another process is seen, and gone when it says so.
func TestPeopleOfTwoProcesses(t *testing.T) {
	if !dbtest.Postgres() {
		t.Skip("SQLite has one process: run under e2e/postgres.sh")
	}
	here := newWorld(t)
	r := here.open(here.boards())
	f := here.filing(r, here.pob)
	there := here.process()
	wait := func(what string, wanted ...string) {
		t.Helper()
		for range 600 { // what was said before the other one listened is said again after ten seconds
			if slices.Equal(present(there, f.ID), wanted) {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Errorf("%s: %v", what, present(there, f.ID))
	}
	must(t, here.report.Here(t.Context(), here.specialist, f.ID, pageA, "A2"))
	wait("came", "Vi Thị Ngân A2")
	must(t, here.report.Here(t.Context(), here.specialist, f.ID, pageA, "A3"))
	wait("went on", "Vi Thị Ngân A3")
	must(t, here.report.Away(t.Context(), here.specialist, f.ID, pageA))
	wait("left")
	must(t, here.db.View(t.Context(), func(ctx context.Context, q *db.Read) error {
		rows, err := db.All(ctx, q, func(s db.Scanner, text *string) error { return s.Scan(text) }, `select topics from told`)
		for _, text := range rows {
			if strings.Contains(text, pageA) || strings.Contains(text, "Ngân") {
				t.Errorf("stored: %s", text)
			}
		}
		return err
	}))
}
