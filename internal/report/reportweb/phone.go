package reportweb

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// phoning is the page on which the level above types for a unit that phones.
type phoning struct {
	report.PhonePage
	Grid    grid
	Spec    spec
	Returns []report.Remark // on the whole of the version that was returned
	Base    int64           // draft version on which the form is sent
	Form    shell.Form      // who phoned, and what was refused
	Drop    shell.Form      // of taking it back
	Left    []phoneField    // what the last call left, where nothing can be typed
	Lost    []phoneField    // what was sent and could not be kept any more
}

// phoneField is one field that a call left, in words.
type phoneField struct{ Name, Text string }

func (p *pages) phoneRoutes(m *web.Mux) {
	m.Page("GET /reports/{request}/units/{unit}/phone", p.phone)
	m.Do("POST /reports/{request}/units/{unit}/phone", p.savePhone)
	m.Do("POST /reports/{request}/units/{unit}/phone/withdraw", p.withdrawPhone)
	m.Do("POST /reports/{request}/units/{unit}/phone/reject", p.rejectPhone)
	m.Live(p.livePhone())
}

func phonePath(r report.Report) string { return path(r) + "/phone" }

func (p *pages) phone(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	return p.showPhone(c, r, nil, shell.Form{}, shell.Form{})
}

// showPhone renders the page: t is a save that was refused, form who phoned with all that was refused, drop a refused withdrawal.
func (p *pages) showPhone(c *web.Ctx, r report.Report, t *tried, form, drop shell.Form) error {
	got, err := p.report.Phone(c.Context(), c.Actor, r.Filing.ID)
	if err != nil {
		return err
	}
	b := c.Base("reports", "report.phone_title")
	v := phoning{PhonePage: got, Base: t.next(got.Draft.Version), Form: form, Drop: drop}
	if v.Form.Values == nil {
		v.Form.Values = phoneValues(b, got)
	}
	if got.May {
		compare, err := p.report.Compare(c.Context(), c.Actor, r.Filing.ID)
		if err != nil {
			return err
		}
		entries := report.Entries{}
		for field, t := range got.Draft.Fields {
			entries[field] = t.Text
		}
		s := source{form: r.Form, figures: got.Draft.Reading.Content.Figures, entries: entries, before: got.Draft.Before, warn: warned(got.Draft.Reading), compare: compare}
		if s.counted, err = p.countingOf(c, r.Request, r.Form, r.Unit.ID, got.Draft.At); err != nil {
			return err
		}
		if got.Draft.Version > 0 {
			s.faults = got.Draft.Reading.Faults
		}
		if t != nil {
			maps.Copy(entries, t.fields)
			s.faults, s.clashes = append(s.faults, t.faults...), t.clashes
		}
		if r.Filing.State == report.StateReturned && len(r.Versions) > 0 {
			s.remarks = r.Versions[0].Remarks
			v.Returns = general(s.remarks)
		}
		v.Grid = buildGrid(b, s)
		v.Spec = newSpec(b, r, got.Draft, compare)
		v.Spec.Preview, v.Spec.Plain = true, true // the form sends it, and keeps it on the device
		b = b.WithScripts("entry.js")
		markPhoned(b, &v.Grid, got.Draft.Fields, got.Calls)
	} else {
		if t != nil {
			v.Lost = phoneFields(b, r.Form, t.fields)
		}
		if mine := last(got.Calls, c.Actor); mine != nil {
			v.Left = phoneFields(b, r.Form, mine.Entered)
		}
	}
	b = b.WithSub(r.Unit.Name+" · "+titleOf(b.Lang, r)).
		WithCrumbs(shell.Crumb{Text: b.T("report.reports"), Href: "/reports"}, shell.Crumb{Text: b.T("report.board"), Href: boardPath(r.Request.ID, 0)}, shell.Crumb{Text: r.Unit.Name, Href: path(r)})
	status := 200
	if faults := append(form.Faults, drop.Faults...); len(faults) > 0 {
		status = web.RefusedStatus(faults)
	}
	return c.RenderStatus(status, phonePage(b, v))
}

// phoneFields puts texts by field into words, in the form's order.
func phoneFields(b shell.Base, f report.Form, texts map[string]string) []phoneField {
	var list []phoneField
	for _, field := range f.Fields() {
		if text := texts[field]; text != "" {
			list = append(list, phoneField{fieldName(b, f, field), text})
		}
	}
	return list
}

// phoneValues offer who phoned: as in the call that goes on, else the unit's contact and now.
func phoneValues(b shell.Base, p report.PhonePage) url.Values {
	v := url.Values{"caller": {p.Contact.Name}, "phone": {p.Contact.Phone}, "day": {b.Date(b.Today)}, "time": {b.Now.Clock()}}
	for _, c := range p.Calls {
		if c.State == report.CallOpen {
			return url.Values{"caller": {c.Caller}, "title": {c.Title}, "phone": {c.Phone}, "day": {b.Date(c.CalledAt.Date())}, "time": {c.CalledAt.Clock()}}
		}
	}
	return v
}

// last gives the newest call of the reader's unit.
func last(calls []report.Call, who actor.Actor) *report.Call {
	for i, c := range calls {
		if who.HasAt(actor.EnterByPhone, c.Unit) {
			return &calls[i]
		}
	}
	return nil
}

// markPhoned says at each line who typed it on whose word.
func markPhoned(b shell.Base, g *grid, fields map[string]report.Typed, calls []report.Call) {
	by := map[ident.ID]report.Call{}
	for _, c := range calls {
		by[c.ID] = c
	}
	word := func(slot string) string {
		t := fields[slot]
		if slot == "" || t.Call == 0 || t.Text == "" {
			return ""
		}
		c := by[t.Call]
		return b.T("report.phone_source", "name", c.Name, "unit", c.UnitName, "caller", c.Caller)
	}
	for i := range g.Sections {
		for j := range g.Sections[i].Rows {
			row := &g.Sections[i].Rows[j]
			if text := word(row.Slot); text != "" {
				row.Source = text
			}
			if row.Table == nil {
				continue
			}
			for k := range row.Table.Lines {
				line := &row.Table.Lines[k]
				for _, cell := range line.Cells {
					if text := word(cell.Slot); !strings.Contains(line.From, text) {
						line.From = strings.TrimPrefix(line.From+" · "+text, " · ")
					}
				}
			}
		}
	}
}

func (p *pages) savePhone(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	r, err := p.find(c)
	if err != nil {
		return err
	}
	form := c.Form()
	in := report.PhoneSave{Caller: form.Get("caller"), Title: form.Get("title"), Phone: form.Get("phone"), Save: typedSave(c)}
	if name := form.Get("drop"); name != "" {
		withoutRow(r.Form, in.Fields, name)
	}
	at, faults := calledAt(form, c.Today)
	in.CalledAt = at
	if len(faults) == 0 {
		saved, err := p.report.SaveByPhone(c.Context(), c.Actor, r.Filing.ID, in)
		var again bool
		if faults, again = web.Refused(err); err != nil && !again {
			return err
		}
		if t := clashed(in.Save, saved); t != nil {
			return p.showPhone(c, r, t, shell.Form{Values: form, Faults: t.faults}, shell.Form{})
		}
		if err == nil {
			c.Flash("report.phone_saved", "time", saved.At.ClockSeconds(), "unit", r.Unit.Name)
			return c.SeeOther(phonePath(r) + tableAnchor(form))
		}
		for _, f := range faults {
			if f.Field == "called" { // day and time are two fields
				f.Field = "time"
			}
		}
	}
	return p.showPhone(c, r, refused(in.Save, faults), shell.Form{Values: form, Faults: faults}, shell.Form{})
}

// calledAt reads when the call was.
func calledAt(form url.Values, today when.Date) (when.Instant, fault.Faults) {
	var faults fault.Faults
	day, err := when.ParseDate(strings.TrimSpace(form.Get("day")), today)
	if err != nil {
		faults = append(faults, fault.All(err)[0].On("day"))
	}
	minutes, err := when.ParseTime(strings.TrimSpace(form.Get("time")))
	if err != nil {
		faults = append(faults, fault.All(err)[0].On("time"))
	}
	return when.At(day.Date, minutes), faults
}

func (p *pages) withdrawPhone(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	err = p.report.WithdrawCalls(c.Context(), c.Actor, r.Filing.ID, c.Form().Get("reason"), c.Key())
	if faults, again := web.Refused(err); again {
		return p.showPhone(c, r, nil, shell.Form{}, shell.Form{Values: c.Form(), Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("report.phone_withdrawn_now", "unit", r.Unit.Name)
	return c.SeeOther(path(r))
}

func (p *pages) rejectPhone(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	if err := ownDesk(r); err != nil {
		return err
	}
	err = p.report.RejectCalls(c.Context(), c.Actor, r.Filing.ID, c.Form().Get("reason"), c.Key())
	if faults, again := web.Refused(err); again {
		if !r.MayDraft || !r.Filing.State.Editable() {
			return err
		}
		return p.enter(c, r, nil, &shell.Form{Values: c.Form(), Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("report.phone_rejected_now")
	return c.SeeOther(path(r))
}

// livePhone tells, on the unit's entry page and on the page above, what is typed for the unit and what becomes of it.
func (p *pages) livePhone() web.LiveTopic {
	return web.LiveTopic{
		Name: "phone",
		Topic: func(key string) string {
			filing, err := ident.Parse(key)
			if err != nil {
				return "phone:"
			}
			return report.CallTopic(filing)
		},
		May: func(ctx context.Context, who actor.Actor, key string) error {
			filing, err := ident.Parse(key)
			if err != nil {
				return fault.NotFound("web.not_found").Because(err)
			}
			return p.report.MayHearCalls(ctx, who, filing)
		},
		HTML: func(ctx context.Context, key string, lang i18n.Lang) ([]web.Part, error) {
			filing, err := ident.Parse(key)
			if err != nil {
				return nil, fault.NotFound("web.not_found").Because(err)
			}
			calls, err := p.report.Calls(ctx, system(), filing)
			if err != nil {
				return nil, err
			}
			b := p.mux.Fragment(lang)
			return []web.Part{{ID: "phone-calls", Component: phoneCalls(b, calls, true)}}, nil
		},
	}
}

// callText says what became of a call.
func callText(b shell.Base, c report.Call) string {
	args := []any{"name", c.Name, "unit", c.UnitName, "caller", c.CallerLine(), "called", b.Moment(c.CalledAt), "n", c.Fields, "at", b.Moment(c.At)}
	switch c.State {
	case report.CallTaken:
		return b.T("report.phone_is_taken", "name", c.Name, "unit", c.UnitName, "caller", c.CallerLine(), "called", b.Moment(c.CalledAt), "by", c.EndedBy, "when", b.Moment(c.EndedAt))
	case report.CallRejected:
		return b.T("report.phone_is_rejected", "name", c.Name, "unit", c.UnitName, "by", c.EndedBy, "when", b.Moment(c.EndedAt), "text", c.Reason)
	case report.CallWithdrawn:
		return b.T("report.phone_is_withdrawn", "unit", c.UnitName, "by", c.EndedBy, "when", b.Moment(c.EndedAt), "text", c.Reason)
	}
	return b.T("report.phone_is_open", args...)
}

func openCalls(calls []report.Call) bool {
	return slices.ContainsFunc(calls, func(c report.Call) bool { return c.State == report.CallOpen })
}

// byPhoneText is, beside who wrote a report, what was typed for the unit on its word.
func byPhoneText(b shell.Base, list []report.ByPhone) string {
	var parts []string
	for _, one := range list {
		caller := one.Caller
		if one.Title != "" {
			caller += ", " + one.Title
		}
		parts = append(parts, b.T("report.phone_signed", "n", one.Fields, "name", one.Name, "unit", one.Unit, "caller", caller))
	}
	return strings.Join(parts, " ")
}
