package newsweb

import (
	"cmp"
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/news"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// deskOperations are what the editors of a unit do with its items.
func (x API) deskOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "News desk", Path: "/desk/news" + path, Person: true, Summary: summary, Text: text}
	}
	api.Register(a, op(http.MethodGet, "listDesk", "", "List a unit's items", "In all states, drafts first; to its editors."), x.desk)
	api.Register(a, op(http.MethodPost, "startNews", "", "Begin an item", "About a conference in which the unit took part: headline, lead and facts are filled in from its record."), x.start)
	api.Register(a, op(http.MethodGet, "getDeskItem", "/{item}", "Read an item as it is edited", ""), x.deskItem)
	api.Register(a, op(http.MethodPut, "saveNews", "/{item}", "Save a draft", "As it is typed; nothing is judged but what no state allows."), x.save)
	api.Register(a, op(http.MethodPost, "publishNews", "/{item}/publish", "Publish an item", "Saves what is sent and opens it to anyone."), x.publish)
	api.Register(a, op(http.MethodPost, "correctNews", "/{item}/correct", "Correct a published item", "The note tells the readers what was put right."), x.correct)
	api.Register(a, op(http.MethodPost, "withdrawNews", "/{item}/withdraw", "Withdraw an item", "Its address stays, with the note."), x.withdraw)
	api.Register(a, op(http.MethodDelete, "discardNews", "/{item}", "Throw a draft away", ""), x.discard)
	add := op(http.MethodPost, "addPhoto", "/{item}/photos", "Add a photo", "JPEG, PNG or WebP, at most 25 MB, told by the content. It is written anew in a few widths; place and camera do not stay in it. To a published item with a note.")
	add.Most = news.MaxPhoto
	api.Upload(a, add, []string{"image/jpeg", "image/png", "image/webp"}, x.addPhoto)
	api.Register(a, op(http.MethodPut, "changePhoto", "/{item}/photos/{photo}", "Change the words of a photo", ""), x.changePhoto)
	api.Register(a, op(http.MethodDelete, "removePhoto", "/{item}/photos/{photo}", "Take a photo out", ""), x.removePhoto)
	central := func(method, id, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "News desk", Path: "/desk/central/{conference}", Person: true, Summary: summary, Text: text}
	}
	api.Register(a, central(http.MethodGet, "getCentral", "Read the block that all units share", "On all items about a conference; the first host's editor writes it."), x.central)
	api.Register(a, central(http.MethodPut, "saveCentral", "Write the block that all units share", "It is public with every item: a change carries a note."), x.saveCentral)
}

type apiDeskItem struct {
	APIDeskRow
	Lead    string     `json:"lead,omitempty"`
	Body    string     `json:"body" doc:"As the editor typed it."`
	Byline  string     `json:"byline,omitempty"`
	Version int        `json:"version"`
	Photos  []apiPhoto `json:"photos"`
}

// APIDeskRow is an item in the list of a desk.
type APIDeskRow struct {
	ID          string `json:"id"`
	Status      string `json:"status" enum:"draft,published,corrected,withdrawn"`
	Title       string `json:"title"`
	Category    string `json:"category"`
	Conference  string `json:"conference"`
	PublishedAt string `json:"published_at,omitempty" format:"date-time"`
	UpdatedAt   string `json:"updated_at" format:"date-time"`
	UpdatedBy   string `json:"updated_by"`
}

func (x API) desk(c *web.Ctx, in *struct {
	api.Paging
	Unit api.ID `query:"unit" doc:"The caller's own by default."`
}) (*api.List[APIDeskRow], error) {
	d, err := x.News.Desk(c.Context(), c.Actor, cmp.Or(in.Unit.Ident(), c.Actor.Unit))
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, d.Items, func(i news.Listed) string { return i.ID.String() }, func(i news.Listed) APIDeskRow { return showRow(i.Item) })
}

func showRow(i news.Item) APIDeskRow {
	out := APIDeskRow{ID: i.ID.String(), Status: string(i.Status), Title: i.Title, Category: i.Category, Conference: i.Conference.String(), UpdatedAt: i.UpdatedAt.ISO(), UpdatedBy: i.UpdatedBy}
	if !i.PublishedAt.Zero() {
		out.PublishedAt = i.PublishedAt.ISO()
	}
	return out
}

// ItemIn is the path of an item.
type ItemIn struct {
	Item api.ID `path:"item"`
}

// now answers an act with the item as it then is, to its editors; for anyone else the desk has no such item.
func (x API) now(c *web.Ctx, item ident.ID, err error) (*api.Answer[apiDeskItem], error) {
	if err != nil {
		return nil, err
	}
	st, err := x.News.Story(c.Context(), c.Actor, item)
	if err != nil {
		return nil, err
	}
	if !c.Actor.HasAt(actor.WriteNews, st.Unit) {
		return nil, fault.NotFound("news.not_found")
	}
	return &api.Answer[apiDeskItem]{Body: apiDeskItem{APIDeskRow: showRow(st.Item), Lead: st.Lead, Body: st.Source, Byline: st.Byline, Version: st.Version, Photos: showPhotos(st.Photos)}}, nil
}

func (x API) start(c *web.Ctx, in *struct {
	Body struct {
		Conference string `json:"conference" maxLength:"40"`
		Unit       string `json:"unit,omitempty" maxLength:"40" doc:"The caller's own by default."`
	}
}) (*api.Answer[apiDeskItem], error) {
	unit := cmp.Or(api.MaybeID(in.Body.Unit), c.Actor.Unit)
	id, err := x.News.Start(c.Context(), c.Actor, api.ParseID(in.Body.Conference).Ident(), unit, c.Key())
	return x.now(c, id, err)
}

func (x API) deskItem(c *web.Ctx, in *ItemIn) (*api.Answer[apiDeskItem], error) {
	return x.now(c, in.Item.Ident(), nil)
}

// APIEntry is an item as an editor writes it.
type APIEntry struct {
	Category    string `json:"category" maxLength:"60" doc:"Code."`
	Title       string `json:"title" maxLength:"300"`
	Lead        string `json:"lead,omitempty" maxLength:"2000"`
	Body        string `json:"body" doc:"Plain text with simple marks, or HTML, which is sanitised."`
	Byline      string `json:"byline,omitempty" maxLength:"300"`
	PublishedAt string `json:"published_at,omitempty" maxLength:"40" doc:"As people write it: 02/04/2021 16:24; absent: now."`
	Version     int    `json:"version,omitempty" minimum:"0" doc:"That was read; absent: whatever it is now."`
}

func (e APIEntry) entry() news.Entry {
	return news.Entry{Category: e.Category, Title: e.Title, Lead: e.Lead, Body: e.Body, Byline: e.Byline, PublishedAt: e.PublishedAt, Version: e.Version}
}

// EntryIn is an item with what was written.
type EntryIn struct {
	ItemIn
	Body APIEntry
}

func (x API) save(c *web.Ctx, in *EntryIn) (*api.Answer[apiDeskItem], error) {
	return x.now(c, in.Item.Ident(), x.News.Save(c.Context(), c.Actor, in.Item.Ident(), in.Body.entry(), c.Key()))
}

func (x API) publish(c *web.Ctx, in *EntryIn) (*api.Answer[apiDeskItem], error) {
	return x.now(c, in.Item.Ident(), x.News.Publish(c.Context(), c.Actor, in.Item.Ident(), in.Body.entry(), c.Key()))
}

func (x API) correct(c *web.Ctx, in *struct {
	ItemIn
	Body struct {
		APIEntry
		Note string `json:"note" maxLength:"500" doc:"To the readers."`
	}
}) (*api.Answer[apiDeskItem], error) {
	return x.now(c, in.Item.Ident(), x.News.Correct(c.Context(), c.Actor, in.Item.Ident(), in.Body.entry(), in.Body.Note, c.Key()))
}

func (x API) withdraw(c *web.Ctx, in *struct {
	ItemIn
	Body struct {
		Note string `json:"note" maxLength:"500" doc:"To the readers."`
	}
}) (*api.Answer[apiDeskItem], error) {
	return x.now(c, in.Item.Ident(), x.News.Withdraw(c.Context(), c.Actor, in.Item.Ident(), in.Body.Note, c.Key()))
}

func (x API) discard(c *web.Ctx, in *ItemIn) (*struct{}, error) {
	return nil, x.News.Discard(c.Context(), c.Actor, in.Item.Ident(), c.Key())
}

func (x API) addPhoto(c *web.Ctx, in *struct {
	ItemIn
	Caption string `query:"caption" maxLength:"500"`
	Alt     string `query:"alt" maxLength:"300" doc:"What is to be seen, for those who cannot see it."`
	Credit  string `query:"credit" maxLength:"200" doc:"Who took it."`
	Note    string `query:"note" maxLength:"500" doc:"To the readers, where the item is public."`
}, body []byte) (*api.Answer[apiDeskItem], error) {
	_, err := x.News.AddPhoto(c.Context(), c.Actor, in.Item.Ident(), body, news.PhotoEntry{Caption: in.Caption, Alt: in.Alt, Credit: in.Credit}, in.Note, c.Key())
	return x.now(c, in.Item.Ident(), err)
}

// PhotoIn is the path of a photo of an item.
type PhotoIn struct {
	ItemIn
	Photo api.ID `path:"photo"`
}

func (x API) changePhoto(c *web.Ctx, in *struct {
	PhotoIn
	Body struct {
		Caption string `json:"caption,omitempty" maxLength:"500"`
		Alt     string `json:"alt,omitempty" maxLength:"300"`
		Credit  string `json:"credit,omitempty" maxLength:"200"`
		Note    string `json:"note,omitempty" maxLength:"500" doc:"To the readers, where the item is public."`
	}
}) (*api.Answer[apiDeskItem], error) {
	return x.now(c, in.Item.Ident(), x.News.ChangePhoto(c.Context(), c.Actor, in.Item.Ident(), in.Photo.Ident(),
		news.PhotoEntry{Caption: in.Body.Caption, Alt: in.Body.Alt, Credit: in.Body.Credit}, in.Body.Note, c.Key()))
}

func (x API) removePhoto(c *web.Ctx, in *struct {
	PhotoIn
	Note string `query:"note" maxLength:"500" doc:"To the readers, where the item is public."`
}) (*api.Answer[apiDeskItem], error) {
	return x.now(c, in.Item.Ident(), x.News.RemovePhoto(c.Context(), c.Actor, in.Item.Ident(), in.Photo.Ident(), in.Note, c.Key()))
}

type apiCentral struct {
	Conference string `json:"conference"`
	Unit       string `json:"unit" doc:"The first host, whose editor writes it."`
	Body       string `json:"body" doc:"As it was typed, or a proposal while nothing is written."`
	Version    int    `json:"version" doc:"0 while nothing is written."`
}

func (x API) central(c *web.Ctx, in *struct {
	Conference api.ID `path:"conference"`
}) (*api.Answer[apiCentral], error) {
	block, err := x.News.Central(c.Context(), c.Actor, in.Conference.Ident())
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiCentral]{Body: apiCentral{Conference: block.Conference.String(), Unit: block.Unit.String(), Body: block.Source, Version: block.Version}}, nil
}

func (x API) saveCentral(c *web.Ctx, in *struct {
	Conference api.ID `path:"conference"`
	Body       struct {
		Body    string `json:"body"`
		Note    string `json:"note,omitempty" maxLength:"500" doc:"To the readers, where it changes what is public."`
		Version int    `json:"version" minimum:"0" doc:"That was read."`
	}
}) (*api.Answer[apiCentral], error) {
	if err := x.News.SaveCentral(c.Context(), c.Actor, in.Conference.Ident(), in.Body.Body, in.Body.Note, in.Body.Version, c.Key()); err != nil {
		return nil, err
	}
	return x.central(c, &struct {
		Conference api.ID `path:"conference"`
	}{in.Conference})
}
