package demo_test

import (
	"context"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/demo"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// everyDomainAnswers merges two provinces of the loaded demo, as a preview: every
// domain names what hangs on them, and what names them when they are to be taken back.
func everyDomainAnswers(t *testing.T, l demo.Loader) {
	t.Helper()
	ctx, who := t.Context(), actor.SystemActor("test")
	sources := []org.Source{l.Calendar, l.Person, l.Account, l.Document, l.Task, l.Report, l.Conference, l.News}
	l.Org.Consult(sources...)
	tree, err := l.Org.Today(ctx)
	if err != nil {
		t.Fatal(err)
	}
	day := when.Today(l.Clock)
	titles := map[string]int{}
	var ends []ident.ID
	for _, u := range tree.Level("province") {
		ends = append(ends, u.ID)
	}
	decree := org.Decree{Date: day, Act: "QĐ 1"}
	p, err := l.Org.Preview(ctx, who, decree, func(ctx context.Context, d org.Decree) error {
		_, err := l.Org.Merge(ctx, who, ends, 0, org.NewUnit{Parent: tree.Root().ID, Name: "Tỉnh Một", Level: "province"}, d)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Ends) != 34 || len(p.Begins) != 1 || len(p.Alters) < 3000 || len(p.Heirs) != 1 {
		t.Errorf("%d end, %d begin, %d alter, %d carry on", len(p.Ends), len(p.Begins), len(p.Alters), len(p.Heirs))
	}
	for _, a := range p.Affected {
		titles[a.Title] = len(a.Things)
		for _, thing := range a.Things {
			if thing.Text.In(i18n.VI) == "" || thing.Text.In(i18n.EN) == "" || p.Named(thing.Unit).ID == 0 {
				t.Errorf("%s: %+v", a.Title, thing)
			}
		}
	}
	for _, title := range []string{"account.after_grants", "person.after_holders", "task.after_lead", "report.after_owed", "conference.after_sites", "org.after_groups"} {
		if titles[title] == 0 {
			t.Errorf("nothing under %s: %v", title, titles)
		}
	}
	again, err := l.Org.Preview(ctx, who, decree, func(ctx context.Context, d org.Decree) error {
		_, err := l.Org.Merge(ctx, who, ends, 0, org.NewUnit{Parent: tree.Root().ID, Name: "Tỉnh Một", Level: "province"}, d)
		return err
	})
	if err != nil || again.Print != p.Print {
		t.Errorf("the same preview twice: %s, %s, %v", p.Print, again.Print, err)
	}
	if now, err := l.Org.Today(ctx); err != nil || len(now.Level("province")) != 34 {
		t.Errorf("the preview changed the tree: %v", err)
	}
	uses := map[string]int64{}
	err = l.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		for _, source := range sources {
			list, err := source.Uses(ctx, r, who, ends)
			if err != nil {
				return err
			}
			for _, u := range list {
				uses[u.Key] += u.Count
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"account.uses_grants", "person.uses_posts", "task.uses_tasks", "report.uses_filings", "conference.uses_sites", "document.uses_documents"} {
		if uses[key] == 0 {
			t.Errorf("no %s: %v", key, uses)
		}
	}
	left, err := l.Org.Leftovers(ctx, who, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range left {
		if a.Ends {
			t.Errorf("left over, although it ends by itself: %s", a.Title)
		}
	}
}
