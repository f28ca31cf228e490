package app

import (
	"context"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/obstacle/obstacleweb"
	"giaoban/internal/web/shell"
)

// subjects looks up what an obstacle is about in the domains that keep those records.
type subjects struct{ *App }

// Subject implements obstacle.Subjects: a unit's own report, a task that it leads or co-ordinates, its site.
func (s subjects) Subject(ctx context.Context, who actor.Actor, unit ident.ID, ref obstacle.Ref) (obstacle.About, error) {
	nothing := fault.NotFound("obstacle.no_such_subject")
	about := obstacle.About{Ref: ref}
	switch ref.Kind {
	case obstacle.AboutReport:
		r, err := s.report.Report(ctx, who, ref.ID)
		if err != nil || r.Filing.Unit != unit {
			return obstacle.About{}, hidden(err, nothing)
		}
		about.Parent = r.Request.ID
		about.Label = i18n.Text{VI: r.Request.Heading(i18n.VI), EN: r.Request.Heading(i18n.EN)}
		known := ref.Part == ""
		for _, n := range r.Form.Narratives {
			about.Parts = append(about.Parts, obstacle.Section{Code: n.Code, Title: n.Title})
			if n.Code == ref.Part {
				known = true
				about.Label = i18n.Text{VI: about.Label.VI + ", " + n.Title.VI, EN: about.Label.EN + ", " + n.Title.EN}
			}
		}
		if !known {
			return obstacle.About{}, nothing
		}
	case obstacle.AboutTask:
		t, err := s.task.ByID(ctx, who, ref.ID)
		if err != nil || t.Lead != unit && !t.Coordinates(unit) {
			return obstacle.About{}, hidden(err, nothing)
		}
		about.Parent, about.Part, about.Label = 0, "", i18n.Text{VI: t.Title, EN: t.Title}
	case obstacle.AboutSite:
		c, err := s.conference.ByID(ctx, who, ref.Parent)
		if err != nil {
			return obstacle.About{}, hidden(err, nothing)
		}
		site, err := s.conference.Site(ctx, who, ref.Parent, ref.ID)
		if err != nil || site.Unit != unit {
			return obstacle.About{}, hidden(err, nothing)
		}
		about.Part, about.Label = "", i18n.Text{VI: c.Title, EN: c.Title}
	default:
		return obstacle.About{}, nothing
	}
	return about, nil
}

// hidden makes a record that the unit has no part in one that does not exist.
func hidden(err error, nothing *fault.Fault) error {
	if err == nil || fault.KindOf(err) == fault.KindForbidden {
		return nothing
	}
	return err
}

// beside gives the card of obstacles for the page of a task, a report or a site.
func (a *App) beside(kind obstacle.Kind) shell.Beside {
	cards := obstacleweb.Beside{Obstacle: a.obstacle, Org: a.org}
	return func(ctx context.Context, who actor.Actor, b shell.Base, id, parent ident.ID) (templ.Component, error) {
		return cards.Card(ctx, who, b, obstacle.Ref{Kind: kind, ID: id, Parent: parent})
	}
}

// sections gives practices the texts of reports to begin with.
type sections struct{ *App }

// Section implements practice.Sections: a section of what the actor's own unit filed last; "" gives none, and says that the report is the unit's.
func (s sections) Section(ctx context.Context, who actor.Actor, filing ident.ID, section string) (string, error) {
	nothing := fault.NotFound("practice.no_such_report")
	r, err := s.report.Report(ctx, who, filing)
	if err != nil || r.Filing.Unit != who.Unit || len(r.Versions) == 0 {
		return "", hidden(err, nothing)
	}
	content := r.Versions[0].Content
	return r.Form.BoundText(i18n.VI, content.Texts[section], content.Figures), nil // a practice has no figures to follow
}
