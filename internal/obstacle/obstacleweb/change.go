package obstacleweb

import (
	"net/url"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

const documentsOffered = 100

// readChange reads the document to which an answer leads.
func readChange(c *web.Ctx, f url.Values) (obstacle.Change, fault.Faults) {
	change := obstacle.Change{Act: obstacle.ChangeAct(f.Get("change")), Title: f.Get("change_title")}
	var faults fault.Faults
	var err error
	if change.Document, err = c.FormID("change_document"); err != nil {
		faults = append(faults, fault.Invalid("change_document", "obstacle.change_no_document"))
	}
	if day := strings.TrimSpace(f.Get("change_planned")); day != "" && change.Act != obstacle.NoChange {
		read, err := when.ParseDate(day, c.Today)
		if err != nil {
			for _, one := range fault.All(err) {
				one.Field = "change_planned"
				faults = append(faults, one)
			}
		}
		change.Planned = read.Date
	}
	return change, faults
}

// documents offers what the reader's unit issued and received, the newest first.
func (p *pages) documents(c *web.Ctx) ([]shell.Option, error) {
	if p.docs == nil {
		return nil, nil
	}
	issued, err := p.docs.Issued(c.Context(), c.Actor, c.Actor.Unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return nil, err
	}
	received, err := p.docs.Inbox(c.Context(), c.Actor, c.Actor.Unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return nil, err
	}
	var list []shell.Option
	seen := map[ident.ID]bool{}
	add := func(id ident.ID, number, title string) {
		if !seen[id] && len(list) < documentsOffered {
			seen[id] = true
			list = append(list, shell.Option{Value: id.String(), Label: number + " · " + title})
		}
	}
	for _, d := range issued {
		add(d.Document.ID, d.Document.NumberText, d.Document.Title)
	}
	for _, r := range received {
		add(r.Document.ID, r.Document.NumberText, r.Document.Title)
	}
	return list, nil
}

// acts are what may be done to a document.
func acts(b shell.Base) []shell.Option {
	var list []shell.Option
	for _, a := range []obstacle.ChangeAct{obstacle.Amend, obstacle.Issue} {
		list = append(list, shell.Option{Value: string(a), Label: b.T(a.Key())})
	}
	return list
}

// changeLine says a change in one line.
func changeLine(b shell.Base, c obstacle.Change) string { return c.In(b.Lang) }

// opensChange tells whether the fields of a change stand open: something was typed there.
func opensChange(f shell.Form) bool {
	return f.Value("change") != "" || f.Value("change_title") != "" || f.Value("change_document") != ""
}
