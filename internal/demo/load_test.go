package demo_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/demo"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/ident"
	"giaoban/internal/news"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/practice"
	"giaoban/internal/report"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// services makes what the demo fills, as package app does.
func services(t testing.TB, at time.Time) demo.Loader {
	t.Helper()
	d := dbtest.Open(t)
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	clock, hub, log := when.NewFrozen(at), event.New(), slog.New(slog.DiscardHandler)
	l := demo.Loader{DB: d, Clock: clock, Log: log}
	l.Org = org.New(org.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub})
	l.Calendar = calendar.New(calendar.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: l.Org})
	l.Person = person.New(person.Deps{DB: d, IDs: ids, Clock: clock, Org: l.Org})
	l.Account = account.New(account.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: l.Org, Person: l.Person, Log: log})
	l.Document = document.NewService(document.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: l.Org, Log: log})
	l.Task = task.NewService(task.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: l.Org, Calendar: l.Calendar, Log: log})
	l.Obstacle = obstacle.NewService(obstacle.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: l.Org})
	l.Practice = practice.NewService(practice.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: l.Org, Blob: files})
	l.Report = report.New(report.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: l.Org, Calendar: l.Calendar, Person: l.Person, Task: l.Task, Blob: files, Log: log, Obstacles: l.Obstacle})
	l.Conference = conference.New(conference.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: l.Org, Calendar: l.Calendar, Person: l.Person,
		Document: l.Document, Task: l.Task, Blob: files, Log: log})
	l.News = news.New(news.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: l.Org, Conference: l.Conference, Blob: files, Log: log})
	return l
}

// The demo must load on any day of the year, also on the first of a quarter, at any hour.
func TestBuiltInDemoLoads(t *testing.T) {
	days := []time.Time{time.Date(2026, 11, 21, 9, 10, 0, 0, when.Zone()), time.Date(2026, 1, 1, 0, 0, 0, 0, when.Zone())}
	if !testing.Short() && !dbtest.Postgres() { // what depends on the day is not in the database
		days = append(days, time.Date(2027, 1, 1, 0, 5, 0, 0, when.Zone()), time.Date(2028, 2, 29, 23, 50, 0, 0, when.Zone()))
	}
	for _, at := range days {
		t.Run(at.Format("2006-01-02T15:04"), func(t *testing.T) {
			l := services(t, at)
			err := l.Load(t.Context(), nil)
			if errors.Is(err, demo.ErrNoUnits) {
				t.Skip(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			tree, err := l.Org.Today(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if n := len(tree.Level("province")); n != 34 {
				t.Errorf("%d provinces", n)
			}
			before, err := l.Org.Tree(t.Context(), 20250630)
			if err != nil {
				t.Fatal(err)
			}
			if n := before.Len(); n != 1+63+705+10_599 {
				t.Errorf("%d units on 30 June 2025", n)
			}
			if err := l.Load(t.Context(), nil); err != nil {
				t.Errorf("the second start: %v", err)
			}
			if at == days[0] {
				everyDomainAnswers(t, l)
				cellsEqualTheirLeaves(t, l)
				sharesEqualTheirObstacles(t, l)
			}
		})
	}
}

// Before its first day the built-in demo says so and writes nothing: started again with a later clock it loads.
func TestBuiltInDemoTooEarly(t *testing.T) {
	l := services(t, time.Date(2021, 4, 2, 15, 0, 0, 0, when.Zone()))
	err := l.Load(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "begins on 2026-01-01, its clock stands on 2021-04-02") {
		t.Fatal(err)
	}
	for _, table := range []string{"idem", "unit", "account", "period"} {
		err := l.DB.View(t.Context(), func(ctx context.Context, r *db.Read) error {
			n, err := db.Int(ctx, r, "select count(*) from "+table)
			if n != 0 {
				t.Errorf("%d rows in %s", n, table)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestOrganisationFileLoads(t *testing.T) {
	in, err := os.Open("../../e2e/s0/organisation.json")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	o, err := demo.ReadOrganisation(in)
	if err != nil {
		t.Fatal(err)
	}
	l := services(t, time.Date(2021, 3, 8, 8, 0, 0, 0, when.Zone()))
	if err := l.Load(t.Context(), &o); err != nil {
		t.Fatal(err)
	}
	a, err := l.Account.SignIn(t.Context(), account.Attempt{Login: "tinh.truongban", Password: "kich-ban-s0", Address: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	who, err := l.Account.ActorFor(t.Context(), a.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if !who.HasAt(actor.SignFiling, who.Unit) {
		t.Errorf("the head cannot sign: %+v", who)
	}
	titles, err := titlesOn(t.Context(), l, who.Person)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Tổ chức Tỉnh ủy"; titles != want {
		t.Errorf("titles %q, want %q", titles, want)
	}
}

func titlesOn(ctx context.Context, l demo.Loader, p ident.ID) (titles string, err error) {
	err = l.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		titles, err = l.Person.TitlesOn(ctx, r, p, 20210402)
		return err
	})
	return titles, err
}
