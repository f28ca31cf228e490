package reportweb

import (
	"maps"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// entry is what the entry page shows.
type entry struct {
	Report    report.Report
	Grid      grid
	Version   int64
	Base      int64      // draft version on which the form without script is sent
	Drop      shell.Form // a refusal to throw calls away
	Reminders []report.Reminder
	Calls     []report.Call // with which the level above typed for the unit, newest first
	Parts     report.Parts  // the shorter periods that make up this one
	Saved     when.Instant
	Faults    fault.Faults
	Returns   []report.Remark // general remarks of the version that was returned
	Spec      spec
	Tasks     []taskRow
	Others    []string         // who else wrote
	From      string           // who asked
	Beside    templ.Component  // card of another domain
	Newer     *report.FormNews // the form has a newer version than the request
	Carry     report.Carry     // figures of the last report that may stand unchanged
}

// filing shows a report: the entry page to its own desks while it can be written, else what was filed.
func (p *pages) filing(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	if r.Own() && r.Filing.State.Editable() && r.Filing.Submission.Waiting() { // it lies with the head
		return c.SeeOther(path(r) + "/sign")
	}
	if !r.MayDraft || !r.Filing.State.Editable() {
		return p.read(c, r, nil, nil)
	}
	return p.enter(c, r, nil, nil)
}

// enter renders the entry page: of a save that was refused with what was typed, of a refusal to throw calls away with its reason.
func (p *pages) enter(c *web.Ctx, r report.Report, t *tried, drop *shell.Form) error {
	d, err := p.report.Draft(c.Context(), c.Actor, r.Filing.ID)
	if err != nil {
		return err
	}
	compare, err := p.report.Compare(c.Context(), c.Actor, r.Filing.ID)
	if err != nil {
		return err
	}
	b := c.Base("reports", "")
	e := entry{Report: r, Version: d.Version, Base: t.next(d.Version), Parts: d.Parts, Spec: newSpec(b, r, d, compare), Tasks: taskRows(b, r)}
	if e.Reminders, err = p.report.Reminders(c.Context(), c.Actor, r.Filing.ID); err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	if e.Calls, err = p.report.Calls(c.Context(), c.Actor, r.Filing.ID); err != nil {
		return err
	}
	e.From = tree.Name(r.Request.Opener)
	entries := report.Entries{}
	seen := map[ident.ID]bool{c.Actor.Account: true}
	for field, t := range d.Fields {
		entries[field] = t.Text
		if t.At > e.Saved {
			e.Saved = t.At
		}
		if !seen[t.Account] && t.Text != "" && t.Name != "" {
			seen[t.Account] = true
			e.Others = append(e.Others, t.Name)
		}
	}
	s := source{form: r.Form, figures: d.Reading.Content.Figures, entries: entries, before: d.Before, faults: d.Reading.Faults, warn: warned(d.Reading), compare: compare}
	if s.counted, err = p.countingOf(c, r.Request, r.Form, r.Unit.ID, d.At); err != nil {
		return err
	}
	if s.offers, err = p.report.Offers(c.Context(), c.Actor, r.Filing.ID); err != nil {
		return err
	}
	for _, o := range s.offers {
		e.Spec.Offers[o.Field] = o.Value
	}
	status := 200
	if t != nil {
		maps.Copy(entries, t.fields)
		e.Faults, status = t.faults, t.status()
		s.faults, s.clashes = append(s.faults, t.faults...), t.clashes
	}
	if drop != nil {
		e.Drop, status = *drop, web.RefusedStatus(drop.Faults)
	}
	if r.Filing.State == report.StateReturned && len(r.Versions) > 0 {
		s.remarks = r.Versions[0].Remarks
		e.Returns = general(s.remarks)
	}
	e.Grid = buildGrid(b, s)
	e.Carry = r.Form.Carried(compare, r.Request.Period)
	if e.Newer, err = p.report.NewerForm(c.Context(), c.Actor, r.Request.ID); err != nil {
		return err
	}
	markPhoned(b, &e.Grid, d.Fields, e.Calls)
	if e.Beside, err = p.beside.Card(c.Context(), c.Actor, b, r.Filing.ID, r.Request.ID); err != nil {
		return err
	}
	c.KeepPage()
	return c.RenderStatus(status, entryPage(entryBase(b, e), e))
}

func warned(r report.Reading) map[string]bool {
	m := map[string]bool{}
	for _, w := range r.Warnings {
		m[w.Field] = true
	}
	return m
}

func general(list []report.Remark) []report.Remark {
	var out []report.Remark
	for _, r := range list {
		if r.Field == "" && r.Text != "" {
			out = append(out, r)
		}
	}
	return out
}

func entryBase(b shell.Base, e entry) shell.Base {
	r := e.Report
	b.Sticky = true
	b = b.WithTitle(titleOf(b.Lang, r)).WithScripts("entry.js").
		WithCrumbs(shell.Crumb{Text: b.T("report.reports"), Href: "/reports"}, shell.Crumb{Text: r.Unit.Name}, shell.Crumb{Text: b.T("report.form_version", "title", r.Form.Title, "n", r.Form.Version)})
	return b.WithLead(entryLead(b, r)).WithActions(entryActions(b, e))
}

// saveForm keeps a whole draft, without script. carry brings a text over from the period before.
func (p *pages) saveForm(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	r, err := p.find(c)
	if err != nil {
		return err
	}
	if err := ownDesk(r); err != nil {
		return err
	}
	form, save := c.Form(), typedSave(c)
	if field := form.Get("use"); field != "" {
		if err := p.useOffer(c, r, save.Fields, field); err != nil {
			return p.enterAgain(c, r, save, err)
		}
	}
	if name := form.Get("drop"); name != "" {
		withoutRow(r.Form, save.Fields, name)
	}
	if code := form.Get("carry"); code != "" {
		compare, err := p.report.Compare(c.Context(), c.Actor, r.Filing.ID)
		if err != nil {
			return err
		}
		if compare.Written != nil && strings.TrimSpace(save.Fields[code]) == "" {
			save.Fields[code] = compare.Written.Content.Texts[code]
		}
	}
	carried := -1
	if form.Get("carry_figures") != "" {
		if carried, err = p.carryFigures(c, r, save.Fields); err != nil {
			return err
		}
	}
	saved, err := p.report.SaveDraft(c.Context(), c.Actor, r.Filing.ID, save)
	if err != nil {
		return p.enterAgain(c, r, save, err)
	}
	if t := clashed(save, saved); t != nil {
		return p.enter(c, r, t, nil)
	}
	switch {
	case carried > 0:
		c.Flash("report.carried_n", "n", carried)
	case carried == 0:
		c.Flash("report.carried_none")
	default:
		c.Flash("report.draft_saved", "time", saved.At.ClockSeconds())
	}
	to := path(r)
	if code := form.Get("carry"); code != "" {
		to += "#f-" + url.PathEscape(code)
	}
	if field := form.Get("use"); field != "" {
		to += "#" + url.PathEscape(inputID(field))
	}
	to += tableAnchor(form)
	if form.Get("then") == "sign" {
		to = path(r) + "/sign"
	}
	return c.SeeOther(to)
}

// tableAnchor leads back to the table to which a row was added, or from which one was taken; "" where none was.
func tableAnchor(form url.Values) string {
	table, _, _ := strings.Cut(form.Get("more")+form.Get("drop"), ".")
	if table == "" {
		return ""
	}
	return "#more-" + url.PathEscape(table)
}

// enterAgain shows the entry page with a save that was refused.
func (p *pages) enterAgain(c *web.Ctx, r report.Report, save report.Save, err error) error {
	faults, again := web.Refused(err)
	if !again || !r.Filing.State.Editable() {
		return err
	}
	return p.enter(c, r, refused(save, faults), nil)
}

// carryFigures writes the figures of the last report that may stand unchanged into the fields that are empty, and counts them.
func (p *pages) carryFigures(c *web.Ctx, r report.Report, fields map[string]string) (int, error) {
	compare, err := p.report.Compare(c.Context(), c.Actor, r.Filing.ID)
	if err != nil {
		return 0, err
	}
	n := 0
	for slot, text := range r.Form.Carried(compare, r.Request.Period).Fields {
		if now, sent := fields[slot]; sent && strings.TrimSpace(now) == "" {
			fields[slot] = text
			n++
		}
	}
	return n, nil
}

// fields is what the entry page's script sends: the changed fields.
type fields struct {
	Base    int64             `json:"base"`
	Bases   map[string]int64  `json:"bases"`
	Fields  map[string]string `json:"fields"`
	Account string            `json:"account"` // who typed: another account that signed in in this browser must not send it as its own
	Form    string            `json:"form"`    // on which it was typed
}

func (p *pages) saveFields(c *web.Ctx) error {
	request, unit, err := ids(c)
	if err != nil {
		return err
	}
	var in fields
	if err := c.Decode(&in); err != nil {
		return err
	}
	if in.Account != "" && in.Account != c.Actor.Account.String() {
		return fault.Unauthenticated("report.other_account")
	}
	var form ident.ID
	if in.Form != "" {
		if form, err = ident.Parse(in.Form); err != nil {
			form = -1 // no version has it
		}
	}
	saved, err := p.report.SaveDraftOf(c.Context(), c.Actor, request, unit, form, report.Save{Base: in.Base, Bases: in.Bases, Fields: in.Fields, Key: c.Key()})
	if err != nil {
		return err
	}
	out := savedFields{Version: saved.Version, At: saved.At, Clock: saved.At.ClockSeconds()}
	for _, one := range saved.Conflicts {
		out.Conflicts = append(out.Conflicts, clashShown{one, p.mux.Fragment(c.Lang).Moment(one.At)})
	}
	return c.JSON(200, out)
}

// savedFields is report.Saved with its times in the reader's words.
type savedFields struct {
	Version   int64        `json:"version"`
	At        when.Instant `json:"at"`
	Clock     string       `json:"clock"`
	Conflicts []clashShown `json:"conflicts,omitempty"`
}

type clashShown struct {
	report.Clash
	Clock string `json:"clock"`
}

// kept lists the pages that the reader's browser keeps for work without line: the entry pages of the open reports of its units.
func (p *pages) kept(c *web.Ctx) error {
	out := struct {
		Pages []string `json:"pages"`
	}{[]string{}}
	for _, unit := range c.Actor.Units() {
		if !c.Actor.HasAt(actor.DraftFiling, unit) {
			continue
		}
		asked, err := p.report.ForUnit(c.Context(), c.Actor, unit)
		if err != nil {
			return err
		}
		for _, a := range asked {
			if a.Filing.State.Editable() && len(out.Pages) < mostKept {
				out.Pages = append(out.Pages, askedPath(a))
			}
		}
	}
	return c.JSON(200, out)
}

// mostKept bounds what a browser fetches to keep: the newest deadlines come first.
const mostKept = 12

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func upperFirst(s string) string { return first(s, unicode.ToUpper) }

// within writes a name as it stands within a sentence: "quý I/2021"; English keeps its capital.
func within(lang i18n.Lang, name string) string {
	if lang == i18n.VI {
		return first(name, unicode.ToLower)
	}
	return name
}

// titleOf is form and period as one title; "Báo cáo quý" and "Quý I/2021" are "Báo cáo quý I/2021".
func titleOf(lang i18n.Lang, r report.Report) string {
	form, period := r.Form.Title.In(lang), within(lang, r.Request.PeriodTitle(lang))
	word, _, _ := strings.Cut(period, " ")
	return strings.TrimSuffix(form, " "+word) + " " + period
}

func first(s string, to func(rune) rune) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(to(r)) + s[size:]
}

// taskRow is one task of the unit as the report lists it.
type taskRow struct {
	Title, Href, Origin, State, Due, Reason string
	Percent                                 int64
	Look                                    shell.State
}

func taskRows(b shell.Base, r report.Report) []taskRow {
	var list []taskRow
	for _, t := range r.Tasks {
		row := taskRow{Title: t.Title, Href: "/tasks/" + t.ID.String(), Origin: t.Origin.Label, Percent: int64(t.Percent), Reason: t.Reason}
		row.State = b.T("report.task_" + string(t.State))
		row.Due = b.DateShort(t.DueOn)
		if t.DueEvent.Name != "" {
			row.Due = t.DueEvent.Name + ", " + row.Due
		}
		switch {
		case t.As == "former_lead":
			row.State, row.Look = b.T("report.task_former"), shell.StateWithdrawn
		case t.State == "done":
			row.Look = shell.StateDone
		case t.State == "withdrawn":
			row.Look = shell.StateWithdrawn
		case t.Late(b.Today):
			row.Look = shell.StateLate
		case t.State == "in_progress":
			row.Look = shell.StateWriting
		default:
			row.Look = shell.StateNotStarted
		}
		if t.Blocked != "" && row.Reason == "" {
			row.Reason = b.T("report.task_blocked", "what", t.Blocked)
		}
		list = append(list, row)
	}
	return list
}
