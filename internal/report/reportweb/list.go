package reportweb

import (
	"net/url"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// listing is what the page of all reports shows of one unit.
type listing struct {
	Owed   []report.Asked // to be written, signed, sent or mended
	Filed  []report.Asked
	Opened []report.Opened
	MayAsk bool
	Names  func(ident.ID) string
}

func (p *pages) list(c *web.Ctx) error {
	unit := c.Actor.Unit
	asked, err := p.report.ForUnit(c.Context(), c.Actor, unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return err
	}
	opened, err := p.report.Received(c.Context(), c.Actor, unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	l := listing{Opened: opened, MayAsk: c.Actor.HasAt(actor.OpenRequest, unit), Names: tree.Name}
	for _, a := range asked {
		switch a.Filing.State {
		case report.StateFiled, report.StateAccepted:
			l.Filed = append(l.Filed, a)
		default:
			l.Owed = append(l.Owed, a)
		}
	}
	slices.SortStableFunc(l.Owed, func(a, b report.Asked) int { return int(a.Request.Deadline.Sub(b.Request.Deadline) / 1e6) })
	b := c.Base("reports", "report.reports")
	if l.MayAsk {
		b = b.WithActions(shell.MainLink("/reports/new", "plus", b.T("report.open_request")))
	}
	return c.Render(listPage(b, l))
}

// asking is the form of a new request.
type asking struct {
	Form   shell.Form
	Forms  []shell.Option
	Scopes []shell.Option
	Units  []shell.Option // direct children, for a list
}

func (p *pages) newRequest(c *web.Ctx) error {
	if err := c.Actor.At(actor.OpenRequest, c.Actor.Unit); err != nil {
		return err
	}
	last := when.PeriodName{Kind: when.Quarter, Year: c.Today.Year(), N: (c.Today.Month() + 2) / 3}.Previous()
	values := url.Values{"period": {last.Title(c.Lang)}, "time": {"17:00"}}
	return p.showAsking(c, shell.Form{Values: values}, 200)
}

func (p *pages) showAsking(c *web.Ctx, form shell.Form, status int) error {
	forms, err := p.report.Forms(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	a := asking{Form: form}
	for _, f := range forms {
		a.Forms = append(a.Forms, shell.Option{Value: f.Code, Label: f.Title.In(c.Lang)})
	}
	b := c.Base("reports", "report.new_request").WithCrumbs(shell.Crumb{Text: c.T("report.reports"), Href: "/reports"})
	a.Scopes = scopeOptions(b, tree, c.Actor.Unit)
	for _, u := range tree.Children(c.Actor.Unit) {
		a.Units = append(a.Units, shell.Option{Value: u.ID.String(), Label: u.Name})
	}
	return c.RenderStatus(status, askPage(b, a))
}

// scopeOptions offers the levels, groups and kinds that occur below a unit, with how many units each means.
func scopeOptions(b shell.Base, tree *org.Tree, unit ident.ID) []shell.Option {
	option := func(value, label, group string, s org.Scope) shell.Option {
		s.Under = unit
		n := 0
		for _, u := range tree.Resolve(s) {
			if u.ID != unit {
				n++
			}
		}
		if n == 0 {
			return shell.Option{}
		}
		return shell.Option{Value: value, Label: label + " (" + b.Int(int64(n)) + ")", Group: group}
	}
	var list []shell.Option
	add := func(o shell.Option) {
		if o.Value != "" {
			list = append(list, o)
		}
	}
	add(option("all", b.T("report.scope_all"), "", org.Scope{Kind: org.ScopeAll}))
	for _, l := range tree.Levels() {
		add(option("level:"+l.Code, l.Name.In(b.Lang), b.T("report.scope_level"), org.Scope{Kind: org.ScopeLevel, Value: l.Code}))
	}
	var kinds []string
	for _, u := range tree.Subtree(unit) {
		if u.Kind != "" && !slices.Contains(kinds, u.Kind) {
			kinds = append(kinds, u.Kind)
		}
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		add(option("kind:"+k, tree.KindName(k).In(b.Lang), b.T("report.scope_kind"), org.Scope{Kind: org.ScopeKind, Value: k}))
	}
	for _, g := range tree.Groups() {
		add(option("group:"+g.Code, g.Name, b.T("report.scope_group"), org.Scope{Kind: org.ScopeGroup, Value: g.Code}))
	}
	list = append(list, shell.Option{Value: "list", Label: b.T("report.scope_list"), Group: b.T("report.scope_other")})
	return list
}

func (p *pages) openRequest(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	n, faults := readAsking(c)
	if len(faults) == 0 {
		r, err := p.report.OpenRequest(c.Context(), c.Actor, n)
		if err == nil {
			c.Flash("report.opened_now", "what", r)
			return c.SeeOther(boardPath(r.ID, 0))
		}
		var again bool
		if faults, again = web.Refused(err); !again {
			return err
		}
	}
	return p.showAsking(c, shell.Form{Values: c.Form(), Faults: faults}, web.RefusedStatus(faults))
}

func readAsking(c *web.Ctx) (report.NewRequest, fault.Faults) {
	form := c.Form()
	n := report.NewRequest{FormCode: form.Get("form"), PeriodText: form.Get("period"), Opener: c.Actor.Unit, Note: form.Get("note"), Key: c.Key()}
	var faults fault.Faults
	kind, value, _ := strings.Cut(form.Get("scope"), ":")
	n.Scope = org.Scope{Kind: kind, Value: value}
	if kind == "" {
		faults = append(faults, fault.Invalid("scope", "report.scope_missing"))
	}
	if kind == org.ScopeList {
		for _, one := range form["units"] {
			if id, err := ident.Parse(one); err == nil {
				n.Scope.Units = append(n.Scope.Units, id)
			}
		}
		if len(n.Scope.Units) == 0 {
			faults = append(faults, fault.Invalid("units", "report.units_missing"))
		}
	}
	if text := strings.TrimSpace(form.Get("deadline")); text != "" {
		day, err := when.ParseDate(text, c.Today)
		if err != nil {
			faults = append(faults, fault.All(err)[0].On("deadline"))
		}
		minutes, err := when.ParseTime(form.Get("time"))
		if err != nil {
			faults = append(faults, fault.All(err)[0].On("time"))
		}
		n.Deadline = when.At(day.Date, minutes)
	} else {
		faults = append(faults, fault.Invalid("deadline", "report.deadline_missing"))
	}
	return n, faults
}
