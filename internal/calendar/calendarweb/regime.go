package calendarweb

import (
	"slices"

	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

func regimePath(id ident.ID) string { return "/regimes/" + id.String() }

// regimesView is the list of regimes.
type regimesView struct{ rows []regimeRow }

type regimeRow struct {
	calendar.Regime
	says   string // its windows and deadlines in a line
	keeper string
}

func (p *pages) regimes(c *web.Ctx) error {
	list, err := p.calendar.Regimes(c.Context())
	if err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	b := c.Base("today", "calendar.regimes").WithCrumbs(shell.Crumb{Text: c.T("calendar.page_calendar"), Href: "/calendar"})
	var v regimesView
	for _, g := range list {
		rule := g.On(c.Today).Rule
		v.rows = append(v.rows, regimeRow{g, closings(b, rule) + " · " + delays(b, rule, tree.Levels()), keeperOf(b, tree, g)})
	}
	may, err := p.mayAddRegime(c)
	if err != nil {
		return err
	}
	if may {
		b = b.WithActions(newRegimeButton(b))
	}
	return c.Render(regimesPage(b, v))
}

// keeperOf names who keeps a regime.
func keeperOf(b shell.Base, tree *org.Tree, g calendar.Regime) string {
	if g.Unit == 0 {
		return b.T("calendar.regime_everybody")
	}
	return tree.Name(g.Unit)
}

// keeps is the unit for which an account makes a regime: the whole organisation where it keeps that, else its own.
func keeps(c *web.Ctx, svc *calendar.Service) (unit ident.ID, may bool, err error) {
	if may, err = svc.MayKeepDays(c.Context(), c.Actor); may || err != nil {
		return 0, may, err
	}
	may, err = svc.MayKeep(c.Context(), c.Actor, c.Actor.Unit)
	return c.Actor.Unit, may, err
}

func (p *pages) mayAddRegime(c *web.Ctx) (bool, error) {
	_, may, err := keeps(c, p.calendar)
	return may, err
}

// regimeView is a regime with its coming periods.
type regimeView struct {
	regime   calendar.Regime
	rule     calendar.Rule // as it holds today
	keeper   string
	levels   []org.Level
	kinds    []shell.Tab
	coming   []comingPeriod
	versions []versionRow // newest first
	may      bool
}

type versionRow struct {
	calendar.RegimeVersion
	now bool
}

// comingPeriod is a period with its window and when each level must have filed.
type comingPeriod struct {
	name when.PeriodName
	span when.Span
	due  []when.Instant // by level
	now  bool
}

// comingPeriods is how many periods of a kind are shown ahead, beside the one before.
const comingPeriods = 6

func (p *pages) regime(c *web.Ctx) error {
	id, err := c.ID("regime")
	if err != nil {
		return err
	}
	g, err := p.calendar.Regime(c.Context(), id)
	if err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	work, err := p.calendar.WorkDays(c.Context())
	if err != nil {
		return err
	}
	b := c.Base("today", "").WithTitle(g.Title(c.Lang)).
		WithCrumbs(shell.Crumb{Text: c.T("calendar.page_calendar"), Href: "/calendar"}, shell.Crumb{Text: c.T("calendar.regimes"), Href: "/regimes"})
	current := g.On(c.Today)
	v := regimeView{regime: g, rule: current.Rule, keeper: keeperOf(b, tree, g), levels: tree.Levels()}
	if g.Retired {
		b = b.WithSub(c.T("calendar.retired"))
	}
	for _, one := range slices.Backward(g.Versions) {
		v.versions = append(v.versions, versionRow{one, one.From == current.From})
	}
	kind := when.PeriodKind(c.Query("kind"))
	if !current.Rule.Has(kind) || kind == when.AdHoc || kind == when.Term {
		kind = when.Month
		if !current.Rule.Has(kind) && len(current.Rule.Kinds) > 0 {
			kind = current.Rule.Kinds[0].Kind
		}
	}
	for _, k := range current.Rule.Kinds {
		if k.Kind != when.Term {
			v.kinds = append(v.kinds, shell.Tab{Text: b.T("calendar.period_" + string(k.Kind)), Href: regimePath(id) + "?kind=" + string(k.Kind), On: k.Kind == kind})
		}
	}
	v.coming = coming(g, kind, v.levels, work, c.Today)
	if v.may, err = p.calendar.MayKeepRegime(c.Context(), c.Actor, g.Unit); err != nil {
		return err
	}
	if v.may {
		b = b.WithActions(regimeActions(b, v))
	}
	return c.Render(regimePage(b, v))
}

// coming gives the period before today's, today's and those after it.
func coming(g calendar.Regime, kind when.PeriodKind, levels []org.Level, work when.WorkDays, today when.Date) []comingPeriod {
	name := when.PeriodName{Kind: kind, Year: today.Year() - 1, N: 1}
	if kind == when.NineMonths || kind == when.Year {
		name.N = 0
	}
	for name.Valid() && g.Window(name).To < today {
		name = name.Next()
	}
	var list []comingPeriod
	for name = name.Previous(); name.Valid() && len(list) < comingPeriods+2; name = name.Next() {
		one := comingPeriod{name: name, span: g.Window(name)}
		one.now = one.span.Contains(today)
		rule := g.RuleOf(calendar.Period{Kind: name.Kind, Year: name.Year, N: name.N})
		for _, l := range levels {
			one.due = append(one.due, rule.Deadline(one.span.To, l.Code, work))
		}
		list = append(list, one)
	}
	return list
}

// versionView is the form of a regime or of a version of one.
type versionView struct {
	regime   calendar.Regime // zero: a new one
	levels   []org.Level
	action   string
	back     string
	submit   string
	fromHelp string
	form     shell.Form
}

func (p *pages) newRegime(c *web.Ctx) error {
	if may, err := p.mayAddRegime(c); err != nil {
		return err
	} else if !may {
		return fault.Forbidden("calendar.forbidden_regime")
	}
	first, _ := when.NewDate(c.Today.Year(), 1, 1)
	values := ruleValues(calendar.Rule{Basis: calendar.InPeriod, Days: 2, Hour: 17 * 60, Remind: calendar.Remind{Before: []int{3}, OnDay: true, After: []int{1}},
		Kinds: []calendar.KindRule{{Kind: when.Month}, {Kind: when.Quarter}, {Kind: when.Half}, {Kind: when.Year}}})
	values.Set("from", first.Full(c.Lang))
	return p.showVersion(c, calendar.Regime{}, shell.Form{Values: values}, 200)
}

func (p *pages) createRegime(c *web.Ctx) error {
	unit, may, err := keeps(c, p.calendar)
	if err != nil {
		return err
	}
	if !may {
		return fault.Forbidden("calendar.forbidden_regime")
	}
	v, faults := readVersion(c, p.levels(c))
	if err = faults.Or(); err == nil {
		n := calendar.NewRegime{Code: c.Form().Get("code"), Name: i18n.Text{VI: c.Form().Get("name"), EN: c.Form().Get("name_en")}, Unit: unit, Version: v, Key: c.Key()}
		var g calendar.Regime
		if g, err = p.calendar.CreateRegime(c.Context(), c.Actor, n); err == nil {
			c.Flash("calendar.regime_made", "regime", g)
			return c.SeeOther(regimePath(g.ID))
		}
	}
	return p.versionAgain(c, calendar.Regime{}, err)
}

// keptRegime gives the regime of the path to who keeps it.
func (p *pages) keptRegime(c *web.Ctx) (calendar.Regime, error) {
	id, err := c.ID("regime")
	if err != nil {
		return calendar.Regime{}, err
	}
	g, err := p.calendar.Regime(c.Context(), id)
	if err != nil {
		return g, err
	}
	may, err := p.calendar.MayKeepRegime(c.Context(), c.Actor, g.Unit)
	if err == nil && !may {
		err = fault.Forbidden("calendar.forbidden_regime")
	}
	return g, err
}

func (p *pages) newVersion(c *web.Ctx) error {
	g, err := p.keptRegime(c)
	if err != nil {
		return err
	}
	values := ruleValues(g.On(c.Today).Rule)
	next := c.Today.AddDays(1 - c.Today.Day()).AddMonths(1)
	values.Set("from", next.Full(c.Lang))
	for _, v := range g.Versions {
		if v.From.String() == c.Query("from") && v.From > c.Today {
			values = ruleValues(v.Rule)
			values.Set("from", v.From.Full(c.Lang))
			values.Set("act", v.Act)
		}
	}
	return p.showVersion(c, g, shell.Form{Values: values}, 200)
}

func (p *pages) setVersion(c *web.Ctx) error {
	g, err := p.keptRegime(c)
	if err != nil {
		return err
	}
	v, faults := readVersion(c, p.levels(c))
	if err = faults.Or(); err == nil {
		if err = p.calendar.SetVersion(c.Context(), c.Actor, g.ID, v); err == nil {
			c.Flash("calendar.version_made", "date", v.From)
			return c.SeeOther(regimePath(g.ID))
		}
	}
	return p.versionAgain(c, g, err)
}

func (p *pages) versionAgain(c *web.Ctx, g calendar.Regime, err error) error {
	refused, again := web.Refused(err)
	if !again {
		return err
	}
	return p.showVersion(c, g, shell.Form{Values: c.Form(), Faults: refused}, web.RefusedStatus(refused))
}

func (p *pages) showVersion(c *web.Ctx, g calendar.Regime, form shell.Form, status int) error {
	v := versionView{regime: g, levels: p.levels(c), form: form, action: "/regimes", back: "/regimes", submit: c.T("calendar.regime_new"), fromHelp: c.T("calendar.version_from_any")}
	b := c.Base("today", "calendar.regime_new").WithCrumbs(shell.Crumb{Text: c.T("calendar.regimes"), Href: "/regimes"})
	if g.ID != 0 {
		v.action, v.back = regimePath(g.ID)+"/version", regimePath(g.ID)
		v.submit, v.fromHelp = c.T("calendar.version_save"), c.T("calendar.version_from_help")
		b = c.Base("today", "calendar.version_new").WithSub(g.Title(c.Lang)).
			WithCrumbs(shell.Crumb{Text: c.T("calendar.regimes"), Href: "/regimes"}, shell.Crumb{Text: g.Title(c.Lang), Href: v.back})
	}
	return c.RenderStatus(status, versionPage(b, v))
}

func (p *pages) removeVersion(c *web.Ctx) error {
	g, err := p.keptRegime(c)
	if err != nil {
		return err
	}
	from, faults := readDay(c)
	if err := faults.Or(); err != nil {
		return err
	}
	if err := p.calendar.RemoveVersion(c.Context(), c.Actor, g.ID, from, c.Key()); err != nil {
		return err
	}
	c.Flash("calendar.version_removed", "date", from)
	return c.SeeOther(regimePath(g.ID))
}

func (p *pages) retireRegime(c *web.Ctx) error {
	g, err := p.keptRegime(c)
	if err != nil {
		return err
	}
	retired := c.Form().Get("retired") == "1"
	if err := p.calendar.RetireRegime(c.Context(), c.Actor, g.ID, retired, c.Key()); err != nil {
		return err
	}
	if retired {
		c.Flash("calendar.regime_retired", "regime", g)
	} else {
		c.Flash("calendar.regime_offered", "regime", g)
	}
	return c.SeeOther(regimePath(g.ID))
}

// levels are those of today; none where the tree cannot be read: the service judges again.
func (p *pages) levels(c *web.Ctx) []org.Level {
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return nil
	}
	return tree.Levels()
}
