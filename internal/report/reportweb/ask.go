package reportweb

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// asking is the form of a new request, with what the chosen regime makes of it.
type asking struct {
	Form    shell.Form
	Forms   []shell.Option
	Regimes []shell.Option
	Scopes  []shell.Option
	Units   []shell.Option // direct children, for a list
	Levels  []org.Level    // of the units that may be asked
	Plan    *report.Plan   // nil where the period cannot be read
	Periods []string       // names of periods to choose from while typing
	News    []report.FormNews

	Next     []report.Proposal // what the form can be asked for next
	Proposed string            // the first of them, which stands in the field until somebody writes another
}

// dues are what the regime computes by level, none without one.
func (a asking) dues() []report.LevelDue {
	if a.Plan == nil || a.Plan.Regime.ID == 0 {
		return nil
	}
	return a.Plan.Deadlines
}

// apart tells whether a level has a deadline of its own, or what is wrong with one.
func (a asking) apart(b shell.Base) bool {
	return slices.ContainsFunc(a.Levels, func(l org.Level) bool {
		return a.Form.Value("deadline-"+l.Code) != "" || a.Form.Error(b, "deadline-"+l.Code) != ""
	})
}

func (p *pages) newRequest(c *web.Ctx) error {
	if err := c.Actor.At(actor.OpenRequest, c.Actor.Unit); err != nil {
		return err
	}
	values := url.Values{"time": {"17:00"}}
	for _, name := range []string{"period", "period_from", "period_to", "proposed", "form", "regime", "scope", "parent"} { // a link may come with them
		if c.R.URL.Query().Has(name) {
			values.Set(name, c.Query(name))
		}
	}
	if !values.Has("regime") {
		if err := p.defaultRegime(c, values); err != nil {
			return err
		}
	}
	if values.Has("proposed") {
		values.Set("then", "plan") // the page asks again because something else was chosen
	}
	return p.showAsking(c, shell.Form{Values: values}, 200)
}

// defaultRegime proposes the regime that keeps calendar periods.
func (p *pages) defaultRegime(c *web.Ctx, values url.Values) error {
	list, err := p.report.Calendar.Regimes(c.Context())
	if err != nil {
		return err
	}
	for _, g := range list {
		rule := g.On(c.Today).Rule
		if !g.Retired && !slices.ContainsFunc(rule.Kinds, func(k calendar.KindRule) bool { return k.Close != 0 }) {
			values.Set("regime", g.ID.String())
			break
		}
	}
	return nil
}

func (p *pages) showAsking(c *web.Ctx, form shell.Form, status int) error {
	forms, err := p.report.Forms(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	regimes, err := p.report.Calendar.Regimes(c.Context())
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
	for _, g := range regimes {
		if !g.Retired {
			a.Regimes = append(a.Regimes, shell.Option{Value: g.ID.String(), Label: g.Title(c.Lang)})
		}
	}
	b := c.Base("reports", "report.new_request").WithCrumbs(shell.Crumb{Text: c.T("report.reports"), Href: "/reports"})
	a.Scopes = scopeOptions(b, tree, c.Actor.Unit)
	for _, u := range tree.Children(c.Actor.Unit) {
		a.Units = append(a.Units, shell.Option{Value: u.ID.String(), Label: u.Name})
	}
	below := map[string]bool{}
	for _, u := range tree.Subtree(c.Actor.Unit) {
		below[u.Level] = below[u.Level] || u.ID != c.Actor.Unit
	}
	for _, l := range tree.Levels() {
		if below[l.Code] {
			a.Levels = append(a.Levels, l)
		}
	}
	if err := p.propose(c, &a); err != nil {
		return err
	}
	var wrong fault.Faults
	if a.Plan, wrong = p.planned(c, form.Values); len(wrong) > 0 && form.Values.Get("then") == "plan" { // else said when the request is opened
		a.Form.Faults = wrong
		status = web.RefusedStatus(wrong)
	}
	if a.Periods, err = p.report.Calendar.Offered(c.Context(), c.Today, c.Lang); err != nil {
		return err
	}
	if a.News, err = p.report.FormNews(c.Context(), c.Actor, c.Actor.Unit); err != nil {
		return err
	}
	return c.RenderStatus(status, askPage(b.WithScripts("ask-period.js"), a))
}

// propose lists what the chosen form can be asked for next and puts the first
// into the field where nobody wrote another.
func (p *pages) propose(c *web.Ctx, a *asking) error {
	values := a.Form.Values
	if !values.Has("form") && len(a.Forms) > 0 { // the one that the page shows
		values.Set("form", a.Forms[0].Value)
	}
	regime, _ := ident.Parse(values.Get("regime")) // malformed: said by the plan
	n := report.NewRequest{FormCode: values.Get("form"), Opener: c.Actor.Unit, Regime: regime, Scope: scopeOf(values)}
	list, err := p.report.ProposePeriods(c.Context(), c.Actor, n)
	var refused fault.Faults // a regime that there is not: said by the plan
	if err := refused.Add(err); err != nil {
		return err
	}
	before := values.Get("proposed")
	a.Next, a.Proposed = list, when.Naming(when.Quarter, c.Today).Previous().Title(c.Lang)
	if len(list) > 0 {
		a.Proposed = list[0].Period.Title(c.Lang)
	}
	days := values.Get("period_from") != "" || values.Get("period_to") != ""
	fresh := !values.Has("period") || before != "" && values.Get("period") == before && values.Get("then") == "plan"
	if fresh && !days {
		values.Set("period", a.Proposed)
	}
	return nil
}

// scopeOf is whom the form on the page asks, everybody where nobody is chosen yet.
func scopeOf(values url.Values) org.Scope {
	if kind, value, _ := strings.Cut(values.Get("scope"), ":"); kind != "" && kind != org.ScopeList {
		return org.Scope{Kind: kind, Value: value}
	}
	return org.Scope{Kind: org.ScopeAll}
}

// level is the name of a level by its code.
func (a asking) level(b shell.Base, code string) string {
	for _, l := range a.Levels {
		if l.Code == code {
			return l.Name.In(b.Lang)
		}
	}
	return code
}

// asksAgain makes a choice of the page ask what it comes to: which periods are next, window and deadlines.
func asksAgain() templ.Attributes {
	return templ.Attributes{"hx-get": "/reports/new", "hx-trigger": "change", "hx-include": "[name=form],[name=regime],[name=scope],[name=period],[name=period_from],[name=period_to],[name=proposed]",
		"hx-select": "#ask-when", "hx-target": "#ask-when", "hx-swap": "outerHTML", "hx-sync": "closest form:replace"}
}

// proposedField is the period's field: it asks again like the others, and what first stands in it is another one every few weeks.
func proposedField() templ.Attributes {
	attrs := asksAgain()
	for name, value := range shell.Moves() {
		attrs[name] = value
	}
	return attrs
}

func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// proposalText says of a period that is proposed until when the figures are and when they are due.
func proposalText(b shell.Base, p report.Proposal) string {
	switch {
	case p.Missed:
		return b.T("report.next_missed", "when", dueText(b, p.Last))
	case p.Last.Zero():
		return b.T("report.next_to", "to", p.Period.To)
	}
	return b.T("report.next_due", "to", p.Period.To, "when", dueText(b, p.Last))
}

// window says from when to when the figures are, by which regime, and what moves it.
func (a asking) window(b shell.Base) string {
	p := a.Plan.Period
	text := b.T("report.window_only", "period", p, "from", p.From, "to", p.To)
	if a.Plan.Regime.ID != 0 {
		text = b.T("report.window_is", "period", p, "from", p.From, "to", p.To, "regime", a.Plan.Regime)
	}
	if a.Plan.Regime.ID == 0 && a.Form.Value("then") == "plan" {
		text += " " + b.T("report.no_regime_no_deadline")
	}
	if p.EndEvent != 0 {
		text += " " + b.T("report.window_moves", "event", p.Name)
	}
	return text
}

// planned is what the regime makes of what stands in the form, nil where that
// is not enough to tell, with what is wrong.
func (p *pages) planned(c *web.Ctx, values url.Values) (*report.Plan, fault.Faults) {
	var regime ident.ID
	if text := values.Get("regime"); text != "" {
		var err error
		if regime, err = ident.Parse(text); err != nil {
			return nil, fault.Faults{fault.Invalid("regime", "calendar.no_such_regime").Because(err)}
		}
	}
	n := report.NewRequest{FormCode: values.Get("form"), PeriodText: shell.PeriodText(values, "period"), Opener: c.Actor.Unit, Regime: regime, Scope: scopeOf(values)}
	plan, err := p.report.PlanRequest(c.Context(), c.Actor, n)
	if err != nil {
		var faults fault.Faults
		if faults.Add(err) != nil {
			return nil, nil
		}
		return nil, faults
	}
	return &plan, nil
}

func (p *pages) openRequest(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	if pick := c.Form().Get("pick"); pick != "" { // one of those that are proposed
		in := c.Form()
		in.Set("period", pick)
		in.Del("period_from")
		in.Del("period_to")
		in.Del("proposed")
		in.Set("then", "plan")
	}
	if c.Form().Get("then") == "plan" { // show what the regime makes of it
		if err := c.Actor.At(actor.OpenRequest, c.Actor.Unit); err != nil {
			return err
		}
		return p.showAsking(c, shell.Form{Values: c.Form()}, 200)
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
	n := report.NewRequest{FormCode: form.Get("form"), PeriodText: shell.PeriodText(form, "period"), Opener: c.Actor.Unit, Note: form.Get("note"), Key: c.Key(),
		Basis: calendar.Basis(form.Get("basis")), ParentText: form.Get("parent"), Deadlines: map[string]when.Instant{}}
	var faults fault.Faults
	if text := form.Get("regime"); text != "" {
		regime, err := ident.Parse(text)
		if err != nil {
			faults = append(faults, fault.Invalid("regime", "calendar.no_such_regime").Because(err))
		}
		n.Regime = regime
	}
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
	minutes := 17 * 60
	if text := strings.TrimSpace(form.Get("time")); text != "" {
		var err error
		if minutes, err = when.ParseTime(text); err != nil {
			faults = append(faults, fault.All(err)[0].On("time"))
		}
	}
	day := func(field string) when.Instant {
		text := strings.TrimSpace(form.Get(field))
		if text == "" {
			return 0
		}
		read, err := when.ParseDate(text, c.Today)
		if err != nil {
			faults = append(faults, fault.All(err)[0].On(field))
		}
		return when.At(read.Date, minutes)
	}
	for field := range form {
		if level, ok := strings.CutPrefix(field, "deadline-"); ok {
			if at := day(field); !at.Zero() {
				n.Deadlines[level] = at
			}
		}
	}
	if n.Deadline = day("deadline"); n.Deadline.Zero() && n.Regime == 0 && len(faults) == 0 {
		faults = append(faults, fault.Invalid("deadline", "report.deadline_missing"))
	}
	return n, faults
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
