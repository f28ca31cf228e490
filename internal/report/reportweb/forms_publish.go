package reportweb

import (
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// scopeLast stands on the page for the units that were asked last.
const scopeLast = "last"

// publishView is what publishing a draft means.
type publishView struct {
	Draft   report.FormDraft
	Faults  fault.Faults
	Changes []report.FormChange
	First   bool
	Burden  report.Burden
	Effort  report.Effort
	Scopes  []shell.Option
}

func (p *pages) publishPage(c *web.Ctx) error {
	file, d, err := p.report.DesignedForm(c.Context(), c.Actor, c.Path("form"))
	if err != nil {
		return err
	}
	v := publishView{Draft: d}
	if err := d.Form.Validate(); err != nil {
		v.Faults = fault.All(err)
	}
	if old, ok := file.Newest(); ok {
		v.Changes = report.FormChanges(old, d.Form)
	} else {
		v.First = true
	}
	if v.Burden, v.Effort, err = p.report.FormBurden(c.Context(), c.Actor, file.Code, nil); err != nil {
		return err
	}
	last := 0 // units that were asked last
	if v.Effort.Scope.Kind == "" {
		last = v.Effort.Units
	}
	if q := c.R.URL.Query(); q.Has("scope") {
		kind, value, _ := strings.Cut(q.Get("scope"), ":")
		if kind == scopeLast {
			kind = ""
		}
		v.Effort.Scope, v.Effort.Period = org.Scope{Kind: kind, Value: value}, when.PeriodKind(q.Get("period"))
		for name, to := range map[string]*int{"figure": &v.Effort.Figure, "answer": &v.Effort.Answer, "text": &v.Effort.Text, "row": &v.Effort.Row, "rows": &v.Effort.Rows} {
			if n, err := strconv.Atoi(q.Get(name)); err == nil && n >= 0 && n <= 100_000 {
				*to = n
			}
		}
		if v.Burden, v.Effort, err = p.report.FormBurden(c.Context(), c.Actor, file.Code, &v.Effort); err != nil {
			return err
		}
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	b := c.Base("reports", "")
	v.Scopes = slices.DeleteFunc(scopeOptions(b, tree, file.Owner), func(o shell.Option) bool { return o.Value == org.ScopeList })
	if last > 0 {
		v.Scopes = slices.Insert(v.Scopes, 0, shell.Option{Value: scopeLast, Label: b.T("report.effort_as_last", "n", last)})
	}
	return c.Render(publishForm(formBase(c, d.Form, c.T("report.publish_title", "title", d.Form.Title, "n", d.Form.Version), formPath(file.Code, "edit")), v))
}

func (p *pages) publish(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	base, _ := strconv.ParseInt(c.Form().Get("base"), 10, 64) // malformed: refused as moved
	if err := p.report.PublishForm(c.Context(), c.Actor, c.Path("form"), base, c.Key()); err != nil {
		return err
	}
	c.Flash("report.form_published_now")
	return c.SeeOther(formPath(c.Path("form")))
}
