// Package documentweb is the pages of documents: what a unit received and
// issued, a document as its A4 page with receipts, and corrections.
package documentweb

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/document"
	"giaoban/internal/docx"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// Related tells what came of a document in another domain, as rows of a card
// beside it (the tasks that a notice made). No rows: no card.
type Related func(ctx context.Context, who actor.Actor, d document.Document, lang i18n.Lang) (title string, rows []shell.Tab, err error)

type pages struct {
	docs    *document.Service
	units   *org.Service
	related Related
}

// Routes registers the pages of documents. related may be nil.
func Routes(m *web.Mux, docs *document.Service, units *org.Service, related Related) {
	p := &pages{docs, units, related}
	m.Page("GET /documents", p.list)
	m.Do("POST /documents/register", p.record)
	m.Do("POST /documents/register/{entry}/strike", p.strike)
	m.Page("GET /documents/{document}", p.one)
	m.Page("GET /documents/{document}/document.docx", p.wordFile)
	m.Do("POST /documents/{document}/acknowledge", p.acknowledge)
	m.Page("GET /documents/{document}/correct", p.correctForm)
	m.Do("POST /documents/{document}/correct", p.correct)
	m.Live(web.LiveTopic{
		Name:  "document",
		Topic: func(key string) string { return "document:" + key },
		May: func(ctx context.Context, who actor.Actor, key string) error {
			id, err := ident.Parse(key)
			if err != nil {
				return fault.NotFound("document.not_found").Because(err)
			}
			return docs.SeesReceipts(ctx, who, id)
		},
		HTML: func(ctx context.Context, key string, lang i18n.Lang) ([]web.Part, error) {
			return p.receiptsPart(ctx, m.Fragment(lang), key)
		},
	})
}

// receiptsPart is the issuer's card of receipts, alike for all who may see it.
func (p *pages) receiptsPart(ctx context.Context, b shell.Base, key string) ([]web.Part, error) {
	id, err := ident.Parse(key)
	if err != nil {
		return nil, fault.NotFound("document.not_found").Because(err)
	}
	system := actor.SystemActor("live")
	list, err := p.docs.Receipts(ctx, system, id)
	if err != nil {
		return nil, err
	}
	tree, err := p.units.Today(ctx)
	if err != nil {
		return nil, err
	}
	return []web.Part{{ID: "receipts", Component: receiptsCard(b, receiptsOf(list), names{ctx, p.units, tree})}}, nil
}

// list shows the unit's inbox, what it issued, or its paper register.
func (p *pages) list(c *web.Ctx) error {
	box := c.Query("box")
	return p.showList(c, listView{Ours: box == "issued", Register: box == "register"})
}

func (p *pages) showList(c *web.Ctx, v listView) error {
	ctx, unit := c.Context(), c.Actor.Unit
	tree, err := p.units.Today(ctx)
	if err != nil {
		return err
	}
	if v.Inbox, err = p.docs.Inbox(ctx, c.Actor, unit); err != nil {
		return err
	}
	if v.Issued, err = p.docs.Issued(ctx, c.Actor, unit); err != nil && fault.KindOf(err) != fault.KindForbidden {
		return err
	}
	v.Keeps = c.Actor.HasAt(actor.Acknowledge, unit)
	if v.Keeps || v.Register {
		if v.Entries, err = p.docs.Entries(ctx, c.Actor, unit); err != nil {
			return err
		}
	}
	page := listPage(c.Base("documents", "document.title"), v, names{ctx, p.units, tree})
	if len(v.Form.Faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(v.Form.Faults), page)
	}
	return c.Render(page)
}

// one shows a document and notes that the unit opened it.
func (p *pages) one(c *web.Ctx) error {
	id, err := c.ID("document")
	if err != nil {
		return err
	}
	return p.show(c, id, nil)
}

// read gives the version that is asked for, else the one in force, and notes that the unit opened the document.
func (p *pages) read(c *web.Ctx, id ident.ID) (document.Document, error) {
	version, _ := strconv.Atoi(c.Query("version")) // anything else: the one in force
	d, err := p.docs.Open(c.Context(), c.Actor, id, c.Actor.Unit)
	if err != nil || version <= 0 || version == d.Version {
		return d, err
	}
	return p.docs.ByID(c.Context(), c.Actor, id, version)
}

// wordFile sends what the sheet shows as DOCX.
func (p *pages) wordFile(c *web.Ctx) error {
	id, err := c.ID("document")
	if err != nil {
		return err
	}
	d, err := p.read(c, id)
	if err != nil {
		return err
	}
	tree, err := p.units.Today(c.Context())
	if err != nil {
		return err
	}
	body, err := official(c.Base("documents", ""), d, names{c.Context(), p.units, tree}).Bytes()
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="giaoban-`+d.ID.String()+"-"+strconv.Itoa(d.Version)+`.docx"`)
	return c.Bytes(200, docx.MIME, body)
}

func (p *pages) show(c *web.Ctx, id ident.ID, faults fault.Faults) error {
	ctx := c.Context()
	d, err := p.read(c, id)
	if err != nil {
		return err
	}
	tree, err := p.units.Today(ctx)
	if err != nil {
		return err
	}
	v := oneView{Document: d, Faults: faults, MayCorrect: !d.Superseded() && p.docs.MayRevise(c.Actor, d)}
	list, err := p.docs.ReceiptsOf(ctx, c.Actor, id, d.Version)
	if err != nil {
		return err
	}
	v.Receipts = receiptsOf(list)
	v.All = p.docs.SeesReceipts(ctx, c.Actor, id) == nil
	for _, r := range list {
		if r.Unit == c.Actor.Unit {
			v.Mine, v.IsOurs = r, true
		}
	}
	v.MayAcknowledge = v.IsOurs && v.Mine.Waits() && c.Actor.HasAt(actor.Acknowledge, c.Actor.Unit)
	if v.Versions, err = p.docs.Versions(ctx, c.Actor, id); err != nil {
		return err
	}
	if p.related != nil {
		if v.RelatedTitle, v.Related, err = p.related(ctx, c.Actor, d, c.Lang); err != nil {
			return err
		}
	}
	b := c.Base("documents", "").WithTitle(c.T("document.kind_number_"+string(d.Kind), "number", d.NumberText))
	b = b.WithCrumbs(crumbs(b, d)...)
	b.Wide = true
	page := onePage(b, v, names{ctx, p.units, tree})
	if len(faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(faults), page)
	}
	return c.Render(page)
}

func crumbs(b shell.Base, d document.Document) []shell.Crumb {
	list := []shell.Crumb{{Text: b.T("document.title"), Href: "/documents"}}
	if d.Origin.Kind == "conference" && !d.Origin.ID.Zero() {
		list = append(list, shell.Crumb{Text: b.T("document.conference"), Href: "/conferences/" + d.Origin.ID.String()})
	}
	return list
}

func (p *pages) acknowledge(c *web.Ctx) error {
	id, err := c.ID("document")
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(c.Form().Get("version"))
	_, err = p.docs.AcknowledgeVersion(c.Context(), c.Actor, id, c.Actor.Unit, version, c.Key())
	if faults, refused := web.Refused(err); refused {
		return p.show(c, id, faults)
	}
	if err != nil {
		return err
	}
	c.Flash("document.acknowledged")
	return c.SeeOther("/documents/" + id.String())
}

// correctForm shows the form of a correction with the version in force.
func (p *pages) correctForm(c *web.Ctx) error {
	d, err := p.correctable(c)
	if err != nil {
		return err
	}
	if d.ByItsChair() {
		return c.SeeOther("/conferences/" + d.Origin.ID.String() + "/revision")
	}
	return p.renderCorrect(c, d, shell.Form{Values: url.Values{
		"title": {d.Title}, "date": {c.Today.Full(i18n.VI)}, "intro": {d.Content.Intro}, "body": {document.Text(d.Content.Body)},
		"closing": {d.Content.Closing}, "from": {strconv.Itoa(d.Version)},
	}})
}

func (p *pages) correctable(c *web.Ctx) (document.Document, error) {
	id, err := c.ID("document")
	if err != nil {
		return document.Document{}, err
	}
	d, err := p.docs.ByID(c.Context(), c.Actor, id, 0)
	if err != nil {
		return document.Document{}, err
	}
	if !p.docs.MayRevise(c.Actor, d) {
		return document.Document{}, fault.Forbidden("actor.forbidden_run_conference")
	}
	return d, nil
}

func (p *pages) renderCorrect(c *web.Ctx, d document.Document, f shell.Form) error {
	b := c.Base("documents", "document.correct_title", "number", d.NumberText)
	b = b.WithCrumbs(append(crumbs(b, d), shell.Crumb{Text: d.NumberText, Href: "/documents/" + d.ID.String()})...)
	if len(f.Faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(f.Faults), correctPage(b, d, f))
	}
	return c.Render(correctPage(b, d, f))
}

func (p *pages) correct(c *web.Ctx) error {
	d, err := p.correctable(c)
	if err != nil {
		return err
	}
	f := c.Form()
	from, _ := strconv.Atoi(f.Get("from"))
	correction := document.Correction{
		Title: f.Get("title"), Intro: f.Get("intro"), Body: document.ParseText(f.Get("body")), Close: f.Get("closing"),
		Reason: f.Get("reason"), From: from,
	}
	if text := strings.TrimSpace(f.Get("date")); text != "" {
		var parsed when.Parsed
		if parsed, err = when.ParseDate(text, c.Today); err != nil {
			for _, one := range fault.All(err) {
				one.On("date")
			}
		}
		correction.Date = parsed.Date
	}
	if err == nil {
		_, err = p.docs.Revise(c.Context(), c.Actor, d.ID, correction, c.Key())
	}
	if faults, refused := web.Refused(err); refused {
		return p.renderCorrect(c, d, shell.Form{Values: f, Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("document.corrected")
	return c.SeeOther("/documents/" + d.ID.String())
}
