package reportweb

import (
	"net/url"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// explainRoutes are the pages of asking for an explanation of a figure. The
// board's drawer asks; question and answer have a page of their own.
func (p *pages) explainRoutes(m *web.Mux) {
	m.Do("POST /reports/{request}/explanations", p.askExplanation)
	m.Page("GET /explanations", p.explanations)
	m.Page("GET /explanations/{explanation}", p.explanation)
	m.Do("POST /explanations/{explanation}/answer", p.explanationAct("answer", "", func(c *web.Ctx, id ident.ID, f url.Values) error {
		if f.Get("then") == "send" {
			err := p.report.SendExplanation(c.Context(), c.Actor, id, f.Get("answer"), c.Key())
			if err == nil {
				c.Flash("report.explanation_sent")
			}
			return err
		}
		err := p.report.DraftExplanation(c.Context(), c.Actor, id, f.Get("answer"), f.Get("drafted"), c.Key())
		if err == nil {
			c.Flash("report.explanation_drafted")
		}
		return err
	}))
	m.Do("POST /explanations/{explanation}/take", p.explanationAct("take", "report.explanation_taken_now", func(c *web.Ctx, id ident.ID, _ url.Values) error {
		return p.report.TakeExplanation(c.Context(), c.Actor, id, c.Key())
	}))
	m.Do("POST /explanations/{explanation}/again", p.explanationAct("again", "report.explanation_asked_again", func(c *web.Ctx, id ident.ID, f url.Values) error {
		due, faults := readDue(f, c.Today)
		if len(faults) > 0 {
			return faults
		}
		return p.report.AskAgain(c.Context(), c.Actor, id, f.Get("question"), due, c.Key())
	}))
	m.Do("POST /explanations/{explanation}/withdraw", p.explanationAct("withdraw", "report.explanation_withdrawn_now", func(c *web.Ctx, id ident.ID, f url.Values) error {
		return p.report.WithdrawExplanation(c.Context(), c.Actor, id, f.Get("reason"), c.Key())
	}))
}

func explanationPath(id ident.ID) string { return "/explanations/" + id.String() }

// readDue reads the day and hour by which an answer is wanted; an empty day is judged by the service.
func readDue(f url.Values, today when.Date) (when.Instant, fault.Faults) {
	text := strings.TrimSpace(f.Get("due"))
	if text == "" {
		return 0, nil
	}
	var faults fault.Faults
	day, err := when.ParseDate(text, today)
	if err != nil {
		faults = append(faults, fault.All(err)[0].On("due"))
	}
	minutes, err := when.ParseTime(f.Get("time"))
	if err != nil {
		faults = append(faults, fault.All(err)[0].On("time"))
	}
	if len(faults) > 0 {
		return 0, faults
	}
	return when.At(day.Date, minutes), nil
}

// askForm is the form in the board's drawer or on a report's page.
type askForm struct {
	Form      shell.Form
	Units     []shell.Option // whose figure may be asked about
	Whole     bool
	Indicator string
	Figures   []shell.Option // on a report's page: which figure
}

// name tells this form from others that ask about figures of the same request.
func (a askForm) name() string {
	if a.Whole {
		return a.Indicator
	}
	return a.Units[0].Value
}

// firstAsk gives the form before anything is entered: three working days are usual.
func firstAsk(b shell.Base) shell.Form {
	return shell.Form{Values: url.Values{"due": {b.DateShort(b.Today.AddDays(3))}, "time": {"17:00"}}}
}

// mayAsk gives the units of a board's drawer about whose figure the reader may ask.
func mayAsk(who actor.Actor, v boardView) []shell.Option {
	if !who.HasAt(actor.AskExplanation, who.Unit) {
		return nil
	}
	var list []shell.Option
	for _, s := range v.Explain.Shares {
		if s.Unit.ID == who.Unit || !s.Figure.Known || s.Own {
			continue
		}
		list = append(list, shell.Option{Value: s.Unit.ID.String(), Label: s.Unit.Name, Sub: s.Figure.Text(v.Lang)})
	}
	return list
}

func (p *pages) askExplanation(c *web.Ctx) error {
	request, err := c.ID("request")
	if err != nil {
		return err
	}
	f := c.Form()
	unit, err := c.FormID("of")
	if err != nil {
		return err
	}
	a := report.Asking{Request: request, Unit: unit, Indicator: f.Get("indicator"), Whole: f.Get("whole") == "1", Question: f.Get("question"), Key: c.Key()}
	var faults fault.Faults
	var id ident.ID
	if unit == 0 {
		faults = append(faults, fault.Invalid("of", "report.explain_unit_missing"))
	}
	due, more := readDue(f, c.Today)
	if faults = append(faults, more...); len(faults) == 0 {
		a.Due = due
		if id, err = p.report.AskExplanation(c.Context(), c.Actor, a); err == nil {
			c.Flash("report.explanation_asked_now")
			return c.SeeOther(explanationPath(id))
		}
		var again bool
		if faults, again = web.Refused(err); !again {
			return err
		}
	}
	form := shell.Form{Values: f, Faults: faults}
	if !a.Whole { // asked on a report's page
		r, err := p.report.ReportOf(c.Context(), c.Actor, request, unit)
		if err != nil {
			return err
		}
		return p.readWith(c, r, nil, nil, &form)
	}
	above, err := ident.Parse(f.Get("board"))
	if err != nil {
		above = 0 // the board that the reader may see
	}
	return p.showBoard(c, boardAsked{Request: request, Unit: above, Indicator: f.Get("indicator"), Refused: &form})
}

// explanations lists what the unit is asked and what it asked others.
func (p *pages) explanations(c *web.Ctx) error {
	var v explanationsView
	var err error
	if v.Owed, err = p.report.OwedExplanations(c.Context(), c.Actor, c.Actor.Unit); err != nil && fault.KindOf(err) != fault.KindForbidden {
		return err
	}
	if v.Asked, err = p.report.OpenExplanations(c.Context(), c.Actor, c.Actor.Unit); err != nil && fault.KindOf(err) != fault.KindForbidden {
		return err
	}
	v.Asks = c.Actor.HasAt(actor.AskExplanation, c.Actor.Unit)
	places, err := p.places(c, "/explanations")
	if err != nil {
		return err
	}
	return c.Render(explanationsPage(c.Base("reports", "report.explanations"), v, places))
}

type explanationsView struct {
	Owed, Asked []report.Explanation
	Asks        bool
}

// explanationView is the page of one.
type explanationView struct {
	report.ExplanationPage
	Form     shell.Form
	FormName string
}

func (v explanationView) form(b shell.Base, name string) shell.Form {
	if v.FormName == name {
		return v.Form
	}
	switch name {
	case "answer":
		return shell.Form{Values: url.Values{"answer": {v.Draft}}}
	case "again":
		return firstAsk(b)
	}
	return shell.Form{Values: url.Values{}}
}

// other is a draft of another desk beside what was typed and refused for it, "" where there is none.
func (v explanationView) other() string {
	if v.FormName != "answer" || !fault.Is(v.Form.Faults.Or(), "report.explanation_draft_moved") {
		return ""
	}
	return v.Draft
}

func (p *pages) explanation(c *web.Ctx) error {
	id, err := c.ID("explanation")
	if err != nil {
		return err
	}
	return p.showExplanation(c, id, "", shell.Form{})
}

func (p *pages) showExplanation(c *web.Ctx, id ident.ID, name string, form shell.Form) error {
	one, err := p.report.Explanation(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	b := c.Base("reports", "")
	b = b.WithTitle(one.Indicator+" · "+one.Name.In(b.Lang)).WithSub(one.UnitName+" · "+one.Title.In(b.Lang)+" · "+one.Period.Title(b.Lang)).
		WithCrumbs(shell.Crumb{Text: b.T("report.reports"), Href: "/reports"}, shell.Crumb{Text: b.T("report.explanations"), Href: "/explanations"})
	b = b.WithActions(shell.PrintButton(b))
	status := 200
	if len(form.Faults) > 0 {
		status = web.RefusedStatus(form.Faults)
	}
	return c.RenderStatus(status, explanationPage(b, explanationView{one, form, name}))
}

// explanationAct runs one act of an explanation's page and shows the page again where it is refused.
func (p *pages) explanationAct(name, done string, do func(c *web.Ctx, id ident.ID, f url.Values) error) web.Handler {
	return func(c *web.Ctx) error {
		id, err := c.ID("explanation")
		if err != nil {
			return err
		}
		err = do(c, id, c.Form())
		if faults, refused := web.Refused(err); refused {
			return p.showExplanation(c, id, name, shell.Form{Values: c.Form(), Faults: faults})
		}
		if err != nil {
			return err
		}
		if done != "" {
			c.Flash(done)
		}
		return c.SeeOther(explanationPath(id))
	}
}

// ofIndicator keeps what is about one figure.
func ofIndicator(list []report.Explanation, code string) []report.Explanation {
	return slices.DeleteFunc(slices.Clone(list), func(e report.Explanation) bool { return e.Indicator != code })
}

// standing keeps what stays with the figure: all but what was withdrawn.
func standing(list []report.Explanation) []report.Explanation {
	return slices.DeleteFunc(slices.Clone(list), func(e report.Explanation) bool { return e.State == report.ExplanationWithdrawn })
}

func explanationState(e report.Explanation, now when.Instant) shell.State {
	switch {
	case e.Overdue(now):
		return shell.StateOverdue
	case e.State == report.ExplanationAnswered:
		return shell.StateWaiting
	case e.State == report.ExplanationTaken:
		return shell.StateDone
	case e.State == report.ExplanationWithdrawn:
		return shell.StateWithdrawn
	}
	return shell.StateUnnamed
}

// explanationWord is the state in words, with what is late about it.
func explanationWord(b shell.Base, e report.Explanation) string {
	switch {
	case e.Overdue(b.Now):
		return b.T("report.explanation_overdue", "n", max(1, b.Today.Sub(e.Due.Date())))
	case e.Late && e.State != report.ExplanationAsked:
		return b.T(e.State.Key()) + ", " + b.T("report.late")
	}
	return b.T(e.State.Key())
}

// explanationFigure names the figure: "B5 Tỷ lệ …".
func explanationFigure(b shell.Base, e report.Explanation) string {
	return e.Indicator + " " + e.Name.In(b.Lang)
}

// figureHref leads to the figure itself.
func figureHref(e report.Explanation) string {
	if e.Whole {
		return "/reports/" + e.Request.String() + "/board" + query("unit", e.Unit.String(), "indicator", e.Indicator) + "#explain"
	}
	return "/reports/" + e.Request.String() + "/units/" + e.Unit.String()
}

func overdueExplanations(list []report.Explanation, now when.Instant) int {
	n := 0
	for _, e := range list {
		if e.Overdue(now) {
			n++
		}
	}
	return n
}
