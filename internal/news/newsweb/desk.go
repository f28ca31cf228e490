package newsweb

import (
	"net/http"
	"net/url"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/news"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// editView is an item on the editor's desk, with the form that was refused, if one was.
type editView struct {
	news.Story
	Form       shell.Form // headline, lead, text …
	Withdraw   shell.Form
	Upload     shell.Form
	Photos     map[ident.ID]shell.Form
	Categories []shell.Option
}

func (v editView) crumbs(c *web.Ctx) []shell.Crumb {
	return []shell.Crumb{{Text: c.T("news.conferences"), Href: "/conferences"}, {Text: c.T("news.desk"), Href: "/news/desk"}, {Text: v.About.Title}}
}

// faults of the parts of the page, as the refused form of each.
type refused struct {
	part   string // form, withdraw, upload, photo
	photo  ident.ID
	faults fault.Faults
}

func (p *pages) desk(c *web.Ctx) error {
	d, err := p.news.Desk(c.Context(), c.Actor, c.Actor.Unit)
	if err != nil {
		return err
	}
	b := c.Base("conferences", "news.desk").WithCrumbs(shell.Crumb{Text: c.T("news.conferences"), Href: "/conferences"})
	return c.Render(deskPage(b.WithActions(shell.PlainLink("/news?unit="+c.Actor.Unit.String(), "globe", c.T("news.public_page"))), d))
}

// choose shows the conference that an item is to be drafted from; nothing is written by looking.
func (p *pages) choose(c *web.Ctx) error {
	d, err := p.news.Desk(c.Context(), c.Actor, c.Actor.Unit)
	if err != nil {
		return err
	}
	wanted, err := ident.Parse(c.Query("conference"))
	if err != nil {
		return c.SeeOther("/news/desk")
	}
	for _, one := range d.Conferences {
		if one.ID == wanted {
			b := c.Base("conferences", "news.new").WithCrumbs(shell.Crumb{Text: c.T("news.conferences"), Href: "/conferences"}, shell.Crumb{Text: c.T("news.desk"), Href: "/news/desk"})
			return c.Render(choosePage(b, one))
		}
	}
	return fault.NotFound("news.no_part")
}

func (p *pages) start(c *web.Ctx) error {
	conference, err := c.FormID("conference")
	if err != nil {
		return err
	}
	id, err := p.news.Start(c.Context(), c.Actor, conference, c.Actor.Unit, c.Key())
	if err != nil {
		return err
	}
	return c.SeeOther(deskPath(id))
}

// sample is the preview beside the text while it is typed.
func (p *pages) sample(c *web.Ctx) error {
	var in struct {
		Body string `json:"body"`
	}
	if err := c.Decode(&in); err != nil {
		return err
	}
	body, err := news.Preview(in.Body)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"html": body})
}

func (p *pages) edit(c *web.Ctx) error {
	id, err := c.ID("item")
	if err != nil {
		return err
	}
	return p.editor(c, id, refused{})
}

func (p *pages) preview(c *web.Ctx) error {
	id, err := c.ID("item")
	if err != nil {
		return err
	}
	st, err := p.news.Story(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if st.Conference.Zero() { // withdrawn, and not ours
		return fault.NotFound("news.not_found")
	}
	return p.show(c, storyView{Story: st, Preview: true})
}

// editor renders an item's form.
func (p *pages) editor(c *web.Ctx, id ident.ID, r refused) error {
	st, err := p.news.Story(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	// Story shows public items to anyone; the desk is the editors' alone.
	if err := c.Actor.At(actor.WriteNews, st.Unit); err != nil {
		return err
	}
	v := editView{Story: st, Photos: map[ident.ID]shell.Form{}}
	at := st.PublishedAt
	if at.Zero() {
		at = c.Now
	}
	v.Form.Values = url.Values{"title": {st.Title}, "lead": {st.Lead}, "body": {st.Source}, "byline": {st.Byline}, "category": {st.Category},
		"published_at": {c.Base("", "").Stamp(at)}, "version": {strconv.Itoa(st.Version)}}
	v.Upload.Values = url.Values{"credit": {st.Byline}}
	for _, one := range st.Photos {
		id := "-" + one.ID.String()
		v.Photos[one.ID] = shell.Form{Values: url.Values{"caption" + id: {one.Caption}, "alt" + id: {one.Alt}, "credit" + id: {one.Credit}}}
	}
	categories, err := p.news.Categories(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	v.Categories = choices(c, categories)
	again := shell.Form{Faults: r.faults}
	if len(r.faults) > 0 {
		again.Values = c.Form()
	}
	switch r.part {
	case "form":
		v.Form = again
	case "withdraw":
		v.Withdraw = again
	case "upload":
		v.Upload = again
	case "photo":
		v.Photos[r.photo] = again
	}
	b := c.Base("conferences", "").WithTitle(st.Title).WithCrumbs(v.crumbs(c)...).WithScripts("news-editor.js")
	if st.Title == "" {
		b.Title = c.T("news.untitled")
	}
	b = b.WithLead(shell.StateChip(stateOf(st.Item), c.T("news.status_"+string(st.Status)))).WithActions(editActions(b, v))
	if len(r.faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(r.faults), editPage(b, v))
	}
	return c.Render(editPage(b, v))
}

// choices groups the second steps under the first.
func choices(c *web.Ctx, list []news.Category) []shell.Option {
	var out []shell.Option
	var over news.Category
	below := map[string]bool{}
	for _, one := range list {
		below[one.Parent] = true
	}
	for _, one := range list {
		switch {
		case one.Parent != "":
			out = append(out, shell.Option{Value: one.Code, Label: one.Name.In(c.Lang), Group: over.Name.In(c.Lang)})
		case below[one.Code]:
			over = one
		default:
			over = one
			out = append(out, shell.Option{Value: one.Code, Label: one.Name.In(c.Lang)})
		}
	}
	return out
}

func entryOf(f url.Values) news.Entry {
	version, _ := strconv.Atoi(f.Get("version")) // anything else is 0: whatever it is now
	return news.Entry{Category: f.Get("category"), Title: f.Get("title"), Lead: f.Get("lead"), Body: f.Get("body"), Byline: f.Get("byline"),
		PublishedAt: f.Get("published_at"), Version: version}
}

// act runs one act on the item in the path and redirects, or shows the desk again with what is wrong in that part.
func (p *pages) act(c *web.Ctx, part, done string, do func(id ident.ID, f url.Values) error) error {
	id, err := c.ID("item")
	if err != nil {
		return err
	}
	if err := c.FormErr(); err != nil && part != "upload" {
		return err
	}
	err = do(id, c.Form())
	if faults, ok := web.Refused(err); ok {
		return p.editor(c, id, refused{part: part, faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash(done)
	return c.SeeOther(deskPath(id))
}

func (p *pages) save(c *web.Ctx) error {
	return p.act(c, "form", "news.saved", func(id ident.ID, f url.Values) error {
		return p.news.Save(c.Context(), c.Actor, id, entryOf(f), c.Key())
	})
}

func (p *pages) publish(c *web.Ctx) error {
	return p.act(c, "form", "news.saved_published", func(id ident.ID, f url.Values) error {
		return p.news.Publish(c.Context(), c.Actor, id, entryOf(f), c.Key())
	})
}

func (p *pages) correct(c *web.Ctx) error {
	return p.act(c, "form", "news.saved_corrected", func(id ident.ID, f url.Values) error {
		return p.news.Correct(c.Context(), c.Actor, id, entryOf(f), f.Get("note"), c.Key())
	})
}

func (p *pages) withdraw(c *web.Ctx) error {
	return p.act(c, "withdraw", "news.saved_withdrawn", func(id ident.ID, f url.Values) error {
		return moved(p.news.Withdraw(c.Context(), c.Actor, id, f.Get("withdraw_note"), c.Key()), map[string]string{"note": "withdraw_note"})
	})
}

func (p *pages) discard(c *web.Ctx) error {
	id, err := c.ID("item")
	if err != nil {
		return err
	}
	if err := p.news.Discard(c.Context(), c.Actor, id, c.Key()); err != nil {
		return err
	}
	c.Flash("news.saved_discarded")
	return c.SeeOther("/news/desk")
}

func (p *pages) addPhoto(c *web.Ctx) error {
	return p.act(c, "upload", "news.saved_photo", func(id ident.ID, f url.Values) error {
		if err := c.FormErr(); err != nil {
			if fault.KindOf(err) == fault.KindTooLarge {
				err = fault.TooLarge("file", "news.photo_large", "max", news.MaxPhoto>>20)
			}
			return err
		}
		file, _, err := c.File("file")
		if err != nil {
			return err
		}
		_, err = p.news.AddPhoto(c.Context(), c.Actor, id, file.Data, news.PhotoEntry{Caption: f.Get("caption"), Alt: f.Get("alt"), Credit: f.Get("credit")}, f.Get("photo_note"), c.Key())
		return moved(err, map[string]string{"note": "photo_note"})
	})
}

func (p *pages) changePhoto(c *web.Ctx) error {
	return p.onPhoto(c, "news.saved_photo_words", func(id, photo ident.ID, f url.Values) error {
		at := "-" + photo.String()
		return p.news.ChangePhoto(c.Context(), c.Actor, id, photo, news.PhotoEntry{Caption: f.Get("caption" + at), Alt: f.Get("alt" + at), Credit: f.Get("credit" + at)}, f.Get("note"+at), c.Key())
	})
}

func (p *pages) removePhoto(c *web.Ctx) error {
	return p.onPhoto(c, "news.saved_photo_removed", func(id, photo ident.ID, f url.Values) error {
		return p.news.RemovePhoto(c.Context(), c.Actor, id, photo, f.Get("note-"+photo.String()), c.Key())
	})
}

// onPhoto is act for one photo: fields and faults carry its identifier, because the page has a form for each.
func (p *pages) onPhoto(c *web.Ctx, done string, do func(id, photo ident.ID, f url.Values) error) error {
	id, err := c.ID("item")
	if err != nil {
		return err
	}
	photo, err := c.ID("photo")
	if err != nil {
		return err
	}
	at := "-" + photo.String()
	err = moved(do(id, photo, c.Form()), map[string]string{"caption": "caption" + at, "alt": "alt" + at, "credit": "credit" + at, "note": "note" + at})
	if faults, ok := web.Refused(err); ok {
		return p.editor(c, id, refused{"photo", photo, faults})
	}
	if err != nil {
		return err
	}
	c.Flash(done)
	return c.SeeOther(deskPath(id) + "#photos")
}

// moved gives faults the names that the fields have on this page.
func moved(err error, names map[string]string) error {
	faults, ok := web.Refused(err)
	if !ok {
		return err
	}
	for _, f := range faults {
		if to, ok := names[f.Field]; ok {
			f.Field = to
		}
	}
	return faults
}

// centralView is the form of a central block.
type centralView struct {
	news.Central
	Form  shell.Form
	Title string // of the conference
	Mine  bool
}

func (p *pages) central(c *web.Ctx) error {
	id, err := c.ID("conference")
	if err != nil {
		return err
	}
	return p.showCentral(c, id, shell.Form{})
}

func (p *pages) showCentral(c *web.Ctx, id ident.ID, form shell.Form) error {
	one, err := p.news.Central(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := centralView{Central: one, Form: form, Mine: news.MayWriteCentral(c.Actor, one)}
	if form.Values == nil {
		v.Form.Values = url.Values{"body": {one.Source}, "version": {strconv.Itoa(one.Version)}}
	}
	b := c.Base("conferences", "news.central").WithCrumbs(shell.Crumb{Text: c.T("news.conferences"), Href: "/conferences"}, shell.Crumb{Text: c.T("news.desk"), Href: "/news/desk"}).WithScripts("news-editor.js")
	if len(form.Faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(form.Faults), centralPage(b, v))
	}
	return c.Render(centralPage(b, v))
}

func (p *pages) saveCentral(c *web.Ctx) error {
	id, err := c.ID("conference")
	if err != nil {
		return err
	}
	f := c.Form()
	version, err := strconv.Atoi(f.Get("version"))
	if err != nil {
		version = -1
	}
	err = p.news.SaveCentral(c.Context(), c.Actor, id, f.Get("body"), f.Get("note"), version, c.Key())
	if faults, ok := web.Refused(err); ok {
		return p.showCentral(c, id, shell.Form{Values: f, Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("news.saved_central")
	return c.SeeOther("/news/central/" + id.String())
}
