package demo

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/i18n"
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

// Loader fills an empty installation.
type Loader struct {
	DB         *db.DB
	Clock      when.Clock
	Org        *org.Service
	Calendar   *calendar.Service
	Person     *person.Service
	Account    *account.Service
	Document   *document.Service
	Task       *task.Service
	Obstacle   *obstacle.Service
	Practice   *practice.Service
	Report     *report.Service
	Conference *conference.Service
	News       *news.Service
	Texts      *i18n.Catalog // the program's texts, against which an organisation's own words are checked; nil: unchecked
	Log        *slog.Logger
}

// Load fills the installation with an organisation file, or with the built-in
// demo where o is nil. A database that was filled before is left as it is; one
// whose filling was interrupted is refused, because half a demo explains nothing.
func (l *Loader) Load(ctx context.Context, o *Organisation) error {
	const began, done = "demo/began", "demo/done"
	if o != nil && l.Texts != nil {
		if _, err := l.Texts.With(o.Org.Labels); err != nil {
			return fmt.Errorf("organisation file, labels: %w", err)
		}
	}
	state, err := l.marked(ctx, began, done)
	if err != nil || state == done {
		return err
	}
	if state == began {
		return fmt.Errorf("an earlier start was interrupted while it filled this data folder or database: remove the folder, empty the database, and start again")
	}
	if today := when.Today(l.Clock); o == nil && today.Before(firstDemoDay) {
		return fmt.Errorf("the built-in demo begins on %s, its clock stands on %s: start it with --clock 2026-01-01T08:00 or later, or with an organisation of your own (--org)",
			firstDemoDay, today)
	}
	if err := l.mark(ctx, began); err != nil {
		return err
	}
	started := time.Now()
	who := actor.SystemActor("demo")
	if o != nil && len(o.Forms) == 0 {
		for _, f := range report.SampleForms() {
			if _, err := l.Report.EnsureForm(ctx, who, f); err != nil {
				return fmt.Errorf("load the form: %w", err)
			}
		}
	}
	if o != nil {
		err = l.loadOrganisation(ctx, who, *o)
	} else {
		err = l.loadBuiltIn(ctx, who)
	}
	if err != nil {
		return err
	}
	l.Log.Info("demo loaded", "ms", time.Since(started).Milliseconds())
	debug.FreeOSMemory() // what the load needed is not needed again
	return l.mark(ctx, done)
}

func (l *Loader) marked(ctx context.Context, keys ...string) (last string, err error) {
	err = l.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		for _, key := range keys {
			n, err := db.Int(ctx, r, `select count(*) from idem where key = $1`, key)
			if err != nil {
				return err
			}
			if n > 0 {
				last = key
			}
		}
		return nil
	})
	return last, err
}

func (l *Loader) mark(ctx context.Context, key string) error {
	return l.DB.Do(ctx, "demo.mark", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `insert into idem (key, result, at) values ($1, '', $2)`, key, int64(when.Present(l.Clock)))
		return err
	})
}

// cast is who and what the built-in demo's stories are about.
type cast struct {
	who     actor.Actor
	now     when.Instant
	units   map[string]ident.ID // today's, by code
	people  map[string]ident.ID // by code
	centre  ident.ID
	tree    *org.Tree
	closed  when.PeriodName // the last closed quarter
	current when.PeriodName // the quarter after it
}

func (l *Loader) loadBuiltIn(ctx context.Context, who actor.Actor) error {
	units, err := readUnits()
	if err != nil {
		return err
	}
	if err := l.Org.Load(ctx, who, tree(units)); err != nil {
		return fmt.Errorf("load the units: %w", err)
	}
	who.Name = personName("tw-office") // whose work the demo shows
	c := cast{who: who, now: when.Present(l.Clock)}
	if c.tree, err = l.Org.Today(ctx); err != nil {
		return err
	}
	if c.units, err = l.codes(ctx); err != nil {
		return err
	}
	c.centre = c.units[rootCode]
	today := c.now.Date()
	c.current = when.PeriodName{Kind: when.Quarter, Year: today.Year(), N: (today.Month()-1)/3 + 1}
	c.closed = c.current.Previous()
	if c.people, err = l.Person.Load(ctx, who, people(c.tree)); err != nil {
		return fmt.Errorf("load the people: %w", err)
	}
	if err := l.Account.Load(ctx, who, accounts(c.tree)); err != nil {
		return fmt.Errorf("load the accounts: %w", err)
	}
	for _, step := range []struct {
		what string
		run  func(context.Context, cast) error
	}{
		{"events", l.loadEvents},
		{"obstacles", l.loadObstacles},
		{"reports", l.loadReports},
		{"the last conference and its tasks", l.loadLastConference},
		{"today's conference", l.loadConference},
		{"what hinders a task, and questions about figures", l.loadQuestions},
		{"good practices", l.loadPractices},
	} {
		if err := step.run(ctx, c); err != nil {
			return fmt.Errorf("load %s: %w", step.what, err)
		}
	}
	return nil
}

// home is the province that the demo's provincial accounts work in.
const home = "19" // Thái Nguyên

func provinceUnits(t *org.Tree) []org.Unit { return t.Level(levelProvince) }
