package reportweb

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// reading is a filed report, or a signed one to its own desks.
type reading struct {
	Report    report.Report
	Reminders []report.Reminder
	Version   report.Version
	Shown     bool // there is content to show
	Signature report.Signature
	Grid      grid
	Quote     report.Quote // the edition from which the reader comes; N 0: none
	Tasks     []taskRow
	Form      shell.Form // of the return
	Fields    []shell.Option
	Asked     []report.Explanation
	Ask       *askForm        // who may ask about a figure
	Phone     bool            // the reader may type for the unit when it phones
	Beside    templ.Component // card of another domain
	Against   []shell.Tab     // what the texts can be held against
	Gaps      report.Gaps     // beside the shorter periods that make up this one
	Longer    []report.Gaps   // reports for longer periods that this one no longer adds up to
}

// remarkRows is the number of remarks at fields that the return form offers at once.
const remarkRows = 3

func (p *pages) read(c *web.Ctx, r report.Report, form *shell.Form, refused fault.Faults) error {
	return p.readWith(c, r, form, refused, nil)
}

// readWith shows a report; form is a refused return, ask a refused question about a figure.
func (p *pages) readWith(c *web.Ctx, r report.Report, form *shell.Form, refused fault.Faults, ask *shell.Form) error {
	v := reading{Report: r, Phone: r.Filing.State.Editable() && r.MayPhone(c.Actor)}
	var err error
	if v.Reminders, err = p.report.Reminders(c.Context(), c.Actor, r.Filing.ID); err != nil {
		return err
	}
	b := c.Base("reports", "")
	v.Tasks = taskRows(b, r)
	s := source{form: r.Form}
	wanted, quoted, err := p.wanted(c, r)
	if err != nil {
		return err
	}
	v.Quote = quoted
	if v.Asked, err = p.report.Explanations(c.Context(), c.Actor, r.Request.ID, r.Unit.ID, true); err != nil {
		return err
	}
	s.explained = standing(v.Asked)
	switch {
	case len(r.Versions) > 0 && (r.Filing.State != report.StateSigned || !r.Own() || wanted > 0):
		v.Version, v.Shown = r.Versions[0], true
		for _, one := range r.Versions {
			if one.Version == wanted {
				v.Version = one
			}
		}
		s.figures, s.texts, s.reasons, s.tables = v.Version.Content.Figures, v.Version.Content.Texts, v.Version.Content.Reasons, v.Version.Content.Tables
		s.remarks, v.Signature = v.Version.Remarks, v.Version.Signature
	case r.Signature != nil:
		d, err := p.report.Draft(c.Context(), c.Actor, r.Filing.ID)
		if err != nil {
			return err
		}
		v.Shown, v.Signature = true, *r.Signature
		s.figures, s.texts, s.reasons, s.tables = d.Reading.Content.Figures, d.Reading.Content.Texts, d.Reading.Content.Reasons, d.Reading.Content.Tables
	}
	if v.Shown && v.Version.Version > 0 && v.Quote.N == 0 { // an edition is not held against what came later
		if v.Gaps, err = p.report.GapsOf(c.Context(), c.Actor, r.Filing.ID, v.Version.Version); err != nil {
			return err
		}
		if v.Longer, err = p.report.GapsAbove(c.Context(), c.Actor, r.Filing.ID); err != nil {
			return err
		}
		s.gaps = v.Gaps
	}
	if v.Shown {
		compare, err := p.report.Compare(c.Context(), c.Actor, r.Filing.ID)
		if err != nil {
			return err
		}
		s.compare = compare
		if s.counted, err = p.countingOf(c, r.Request, r.Form, r.Unit.ID, v.Signature.At); err != nil {
			return err
		}
		v.Grid = buildGrid(b, s)
		v.mark(c, b, compare)
	}
	status := 200
	if form != nil {
		v.Form = *form
		status = web.RefusedStatus(refused)
	}
	if v.Shown && v.Version.Version > 0 && r.Unit.ID != c.Actor.Unit && c.Actor.HasAt(actor.AskExplanation, c.Actor.Unit) {
		v.Ask = &askForm{Form: firstAsk(b), Units: []shell.Option{{Value: r.Unit.ID.String()}}}
		for _, ind := range r.Form.Indicators {
			if fig := r.Form.FigureOf(ind, v.Version.Content.Figures); fig.Known {
				v.Ask.Figures = append(v.Ask.Figures, shell.Option{Value: ind.Code, Label: ind.Code + " " + ind.Name.In(b.Lang), Sub: fig.Text(b.Lang)})
			}
		}
		if ask != nil {
			v.Ask.Form, status = *ask, web.RefusedStatus(ask.Faults)
		}
	}
	for _, ind := range r.Form.Indicators {
		v.Fields = append(v.Fields, shell.Option{Value: ind.Code, Label: ind.Code + " " + ind.Name.In(b.Lang), Group: sectionTitle(b, r.Form, ind.Section)})
	}
	for _, n := range r.Form.Narratives {
		v.Fields = append(v.Fields, shell.Option{Value: n.Code, Label: n.Title.In(b.Lang), Group: b.T("report.narratives")})
	}
	b = b.WithTitle(titleOf(b.Lang, r)).WithSub(r.Unit.Name).
		WithCrumbs(shell.Crumb{Text: b.T("report.reports"), Href: "/reports"}, shell.Crumb{Text: b.T("report.board"), Href: boardPath(r.Request.ID, 0)})
	b = b.WithActions(readActions(b, r, whichVersion(c)))
	if v.Beside, err = p.beside.Card(c.Context(), c.Actor, b, r.Filing.ID, r.Request.ID); err != nil {
		return err
	}
	return c.RenderStatus(status, readPage(b, v))
}

// wanted is the version that the address asks for, by its number or by an edition that quotes it; 0 is the newest.
func (p *pages) wanted(c *web.Ctx, r report.Report) (version int64, q report.Quote, err error) {
	version, _ = strconv.ParseInt(c.Query("version"), 10, 64) // malformed: the newest
	edition, err := editionOf(c)
	if err != nil || edition == 0 {
		return version, q, err
	}
	if q, err = p.report.QuoteOf(c.Context(), c.Actor, r.Request.ID, edition); err != nil {
		return 0, q, err
	}
	if version, err = p.report.EditionVersion(c.Context(), c.Actor, r.Request.ID, r.Unit.ID, edition); err == nil && version == 0 {
		err = fault.NotFound("report.not_filed_yet")
	}
	return version, q, err
}

// whichVersion is the query that says what version a page shows, for the pages it leads to.
func whichVersion(c *web.Ctx) string {
	return query("version", c.Query("version"), "edition", c.Query("edition"))
}

func sectionTitle(b shell.Base, f report.Form, code string) string {
	for _, s := range f.Sections {
		if s.Code == code {
			return s.Code + " " + s.Title.In(b.Lang)
		}
	}
	return code
}

func (p *pages) accept(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(c.Form().Get("version"), 10, 64) // malformed: 0, which is no version
	if err := p.report.Accept(c.Context(), c.Actor, r.Filing.ID, version, c.Key()); err != nil {
		return err
	}
	c.Flash("report.accepted_now", "unit", r.Unit.Name)
	return c.SeeOther(c.Next(path(r)))
}

func (p *pages) giveBack(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	form := c.Form()
	n := report.Return{General: form.Get("general"), Fields: map[string]string{}, Key: c.Key()}
	n.Version, _ = strconv.ParseInt(form.Get("version"), 10, 64) // malformed: 0, which is no version
	for i := range remarkRows {
		at := strconv.Itoa(i)
		if field := form.Get("field" + at); field != "" && form.Get("text"+at) != "" {
			n.Fields[field] = form.Get("text" + at)
		}
	}
	err = p.report.ReturnFiling(c.Context(), c.Actor, r.Filing.ID, n)
	if faults, again := web.Refused(err); again {
		return p.read(c, r, &shell.Form{Values: form, Faults: faults}, faults)
	}
	if err != nil {
		return err
	}
	c.Flash("report.returned_now", "unit", r.Unit.Name)
	return c.SeeOther(path(r))
}

// pdf gives the signed file of a version.
func (p *pages) pdf(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(c.Path("version"), 10, 64)
	if err != nil {
		return fault.NotFound("report.no_such_version").Because(err)
	}
	body, v, err := p.report.SignedFile(c.Context(), c.Actor, r.Filing.ID, version)
	if err != nil {
		return err
	}
	defer body.Close()
	h := c.W.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": v.FileName}))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(c.W, c.R, "", v.FiledAt.Time(), body)
	return nil
}

// print shows the filed report as an A4 document.
// stageState gives the look of a stage.
func stageState(s rollup.Stage, late bool) shell.State {
	switch s {
	case rollup.Accepted:
		if late {
			return shell.StateLate
		}
		return shell.StateDone
	case rollup.Filed:
		if late {
			return shell.StateLate
		}
		return shell.StateWaiting
	case rollup.Returned:
		return shell.StateReturned
	case rollup.Signed:
		return shell.StateFixed
	case rollup.Draft:
		return shell.StateWriting
	}
	return shell.StateNotStarted
}

func stageText(b shell.Base, s rollup.Stage, late bool) string {
	t := b.T(report.StageKey(s))
	if late && (s == rollup.Filed || s == rollup.Accepted) {
		t += ", " + b.T("report.late")
	}
	return t
}

func query(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}
