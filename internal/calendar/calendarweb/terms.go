package calendarweb

import (
	"strconv"
	"strings"

	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// termsView is the terms of office and the form of a new one.
type termsView struct {
	terms []calendar.Term
	may   bool
	form  shell.Form
}

func (p *pages) terms(c *web.Ctx) error { return p.showTerms(c, shell.Form{}, 200) }

func (p *pages) showTerms(c *web.Ctx, form shell.Form, status int) error {
	v := termsView{form: form}
	var err error
	if v.terms, err = p.calendar.Terms(c.Context()); err != nil {
		return err
	}
	if v.may, err = p.calendar.MayKeepDays(c.Context(), c.Actor); err != nil {
		return err
	}
	return c.RenderStatus(status, termsPage(c.Base("today", "calendar.terms").WithCrumbs(shell.Crumb{Text: c.T("calendar.page_calendar"), Href: "/calendar"}), v))
}

func (p *pages) enterTerm(c *web.Ctx) error {
	may, err := p.calendar.MayKeepDays(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	if !may {
		return fault.Forbidden("calendar.forbidden_terms")
	}
	t, faults := readTerm(c)
	if err = faults.Or(); err == nil {
		if t, err = p.calendar.EnterTerm(c.Context(), c.Actor, t, c.Key()); err == nil {
			c.Flash("calendar.term_entered", "term", t)
			return c.SeeOther("/terms")
		}
	}
	refused, again := web.Refused(err)
	if !again {
		return err
	}
	return p.showTerms(c, shell.Form{Values: c.Form(), Faults: refused}, web.RefusedStatus(refused))
}

func (p *pages) removeTerm(c *web.Ctx) error {
	id, err := c.ID("term")
	if err != nil {
		return err
	}
	if err := p.calendar.RemoveTerm(c.Context(), c.Actor, id, c.Key()); err != nil {
		return err
	}
	c.Flash("calendar.term_removed")
	return c.SeeOther("/terms")
}

// readTerm reads the number as it is written, XV or 15, and the years as 2021-2026.
func readTerm(c *web.Ctx) (calendar.Term, fault.Faults) {
	f := c.Form()
	t := calendar.Term{Body: f.Get("body")}
	var faults fault.Faults
	if text := strings.TrimSpace(f.Get("ordinal")); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			var ok bool
			if n, ok = when.ParseRoman(text); !ok {
				n = 0
			}
		}
		if t.Ordinal = n; n < 1 {
			faults = append(faults, fault.Invalid("ordinal", "calendar.no_such_ordinal"))
		}
	}
	text := strings.TrimSpace(f.Get("years"))
	name, err := when.ParsePeriod("nhiệm kỳ "+text, 0)
	if err != nil || name.Kind != when.Term {
		faults = append(faults, fault.Invalid("years", "calendar.no_such_term"))
	}
	t.From, t.To = name.Year, name.N
	return t, faults
}

// termPeriod is the term's years as a period, to ask for its report.
func termPeriod(b shell.Base, t calendar.Term) string {
	return when.PeriodName{Kind: when.Term, Year: t.From, N: t.To}.Title(b.Lang)
}
