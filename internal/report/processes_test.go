package report_test

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"giaoban/internal/calendar"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/event"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// process gives the services of another process on w's database, which listens to the first.
func (w *world) process() *world {
	w.t.Helper()
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	o := *w
	o.db, o.hub = dbtest.OpenConfig(w.t, w.cfg), event.New()
	o.org = org.New(org.Deps{DB: o.db, IDs: ids, Clock: o.clock, Hub: o.hub})
	o.calendar = calendar.New(calendar.Deps{DB: o.db, IDs: ids, Clock: o.clock, Hub: o.hub, Org: o.org})
	o.person = person.New(person.Deps{DB: o.db, IDs: ids, Clock: o.clock, Org: o.org})
	o.task = task.NewService(task.Deps{DB: o.db, IDs: ids, Clock: o.clock, Hub: o.hub, Org: o.org, Calendar: o.calendar})
	o.report = report.New(report.Deps{DB: o.db, IDs: ids, Clock: o.clock, Hub: o.hub, Org: o.org, Calendar: o.calendar, Person: o.person, Task: o.task})
	o.listen()
	return &o
}

// listen takes in what other processes change, as the program does, until the test ends.
func (w *world) listen() {
	ctx, end := context.WithCancel(w.t.Context())
	var own sync.WaitGroup
	w.db.Said(w.report.Said)
	own.Go(func() {
		w.db.Tail(ctx, func(topics map[string]int64, _ bool) {
			for topic := range topics {
				w.org.Heard(topic)
				w.report.Heard(topic)
			}
			for topic, version := range topics {
				w.hub.Publish(topic, version)
			}
		})
	})
	w.t.Cleanup(func() { end(); own.Wait() })
}

// What changes on a request after it was opened shows on boards that were loaded before, in the process where it is done and in the
// other: its event moves, with the end of the period and the deadlines; a report is opened again.
func TestBoardsFollowTheirRequest(t *testing.T) {
	here := newWorld(t)
	worlds := []*world{here}
	if dbtest.Postgres() { // SQLite has one process
		here.listen()
		worlds = append(worlds, here.process())
	}
	here.calendar.Follow(here.report)
	g := here.regime()
	e, err := here.calendar.CreateEvent(t.Context(), here.office, calendar.NewEvent{Name: "Đại hội XIII", Kind: "congress", Date: 20210412, Unit: here.coc.ID})
	must(t, err)
	n := here.under(g)
	n.PeriodText = "từ nay đến Đại hội XIII"
	r := here.open(n)
	f := here.filed(r, here.pob, here.specialist, here.head)
	must(t, here.report.Accept(t.Context(), here.office, f.ID, 1, ""))
	type seen struct {
		to            when.Date
		all, province when.Instant
		stage         rollup.Stage
	}
	look := func(w *world) (s seen) {
		b, err := w.report.Board(t.Context(), w.office, r.ID, 0)
		must(t, err)
		s.to, s.all = b.Request.Period.To, b.Request.Deadline
		for _, l := range b.Lines {
			for _, unit := range []ident.ID{w.tinh.ID, w.pob.ID} {
				if l.Unit.ID == unit {
					s.province = l.Deadline
				}
			}
		}
		own, err := w.report.Board(t.Context(), w.office, r.ID, w.pob.ID)
		must(t, err)
		s.stage = own.Own.Stage
		return s
	}
	wait := func(what string, want seen) {
		t.Helper()
		for _, w := range worlds {
			got := look(w)
			for i := 0; got != want && w != here && i < 1200; i++ {
				time.Sleep(25 * time.Millisecond)
				got = look(w)
			}
			if got != want {
				t.Errorf("%s: the board shows %+v, not %+v", what, got, want)
			}
		}
	}
	was := when.At(20210416, 16*60)
	wait("as opened", seen{20210412, was, was, rollup.Accepted})
	for _, w := range worlds {
		sub := w.hub.Subscribe(report.BoardTopic(r.ID))
		defer sub.Close()
		w.told = sub
	}
	_, err = here.calendar.MoveEvent(t.Context(), here.office, e.ID, 20210426, "Hoãn", "")
	must(t, err)
	now := when.At(20210504, 16*60)
	wait("the event moved", seen{20210426, now, now, rollup.Accepted})
	must(t, here.report.Reopen(t.Context(), here.office, f.ID, 1, "Đếm lại", ""))
	wait("opened again", seen{20210426, now, now, rollup.Returned})
	for _, w := range worlds {
		select {
		case <-w.told.C:
		case <-time.After(30 * time.Second):
			t.Error("who looks at the board was not told")
		}
		if _, different, err := w.report.Verify(t.Context()); different != 0 || err != nil {
			t.Errorf("%d cells differ, %v", different, err)
		}
	}
}

// Reports are received through two processes at once, whose boards somebody looks at all the while; both end with the same
// totals, which are those of the filings.
func TestTwoProcessesShowOneTotal(t *testing.T) {
	if !dbtest.Postgres() {
		t.Skip("SQLite has one process: run under e2e/postgres.sh")
	}
	here := newWorld(t)
	f := org.File{}
	for i := range 40 {
		f.Units = append(f.Units, org.FileUnit{Code: "N" + num(i), Parent: "POB-A", Name: "Xã " + num(i), Kind: "many", Level: "commune", From: 20200101})
	}
	there := here.process()
	here.listen()
	before, err := there.org.Tree(t.Context(), 20210301)
	must(t, err)
	must(t, here.org.Load(t.Context(), system(), f))
	n := here.boards()
	n.Scope = org.Scope{Kind: org.ScopeKind, Value: "many"}
	r := here.open(n)
	wait := func(w *world, what string, ok func() bool) {
		t.Helper()
		for range 600 {
			if ok() {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatalf("never seen by the other process: %s", what)
	}
	wait(there, "the new units", func() bool {
		tree, err := there.org.Tree(t.Context(), 20210301)
		return err == nil && tree.Len() == before.Len()+40
	})
	tree, err := here.org.Tree(t.Context(), r.TreeDate())
	must(t, err)
	var list []report.Seeded
	for i, u := range tree.Resolve(r.Scope) {
		list = append(list, report.Seeded{Unit: u.ID, State: report.StateFiled, Figures: report.Figures{"A2": int64(i), "A3": 1}, FiledAt: when.At(20210310, 600)})
	}
	both := []*world{here, there}
	counts := func(w *world) [3]int {
		b, err := w.report.Board(t.Context(), w.office, r.ID, 0)
		if err != nil {
			t.Error(err)
		}
		return [3]int{int(b.All.Filed), int(b.All.Accepted), int(b.All.Returned)}
	}
	counts(there) // loaded, so that it has something stale
	must(t, here.report.Seed(t.Context(), system(), r.ID, list))
	wait(there, "the filings", func() bool { return counts(there) == [3]int{40, 0, 0} })
	sub := there.hub.Subscribe(report.BoardTopic(r.ID))
	defer sub.Close()
	var wg sync.WaitGroup
	for i, one := range list {
		id := here.filing(r, org.Unit{ID: one.Unit}).ID
		wg.Go(func() {
			var err error
			if w := both[i%2]; i%4 == 0 {
				err = w.report.ReturnFiling(t.Context(), w.office, id, report.Return{Version: 1, General: "Xem lại."})
			} else {
				err = w.report.Accept(t.Context(), w.office, id, 1, "")
			}
			if err != nil {
				t.Error(err)
			}
			counts(both[(i+1)%2])
		})
	}
	wg.Wait()
	for _, w := range both {
		wait(w, "the decisions", func() bool { return counts(w) == [3]int{0, 30, 10} })
		if _, different, err := w.report.Verify(t.Context()); different != 0 || err != nil {
			t.Errorf("%d cells differ, %v", different, err)
		}
	}
	select {
	case <-sub.C:
	default:
		t.Error("who listens in the other process was not told")
	}
}
