package newsweb

import (
	"net/http"
	"strconv"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/news"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// API is the operations of news for other programs: what is public, to anyone; the desk, to its editors.
type API struct{ News *news.Service }

// Register adds the operations.
func (x API) Register(a *api.API) {
	read := func(id, path, summary string) api.Op {
		return api.Op{ID: id, Method: http.MethodGet, Tag: "News", Path: path, Open: true, Summary: summary, Text: "Published items, to anyone."}
	}
	api.Register(a, read("listNews", "/news", "List news"), x.list)
	api.Register(a, read("getNews", "/news/{item}", "Read an item"), x.one)
	api.Download(a, read("getPhoto", "/news/{item}/photos/{photo}/{width}", "Download a photo"), x.photo, "image/jpeg")
	x.deskOperations(a)
}

// APIItem is a published item without its text.
type APIItem struct {
	ID          string `json:"id"`
	Unit        string `json:"unit"`
	UnitName    string `json:"unit_name"`
	Status      string `json:"status" enum:"published,corrected"`
	Category    string `json:"category"`
	Title       string `json:"title"`
	Lead        string `json:"lead,omitempty"`
	Byline      string `json:"byline,omitempty"`
	PublishedAt string `json:"published_at" format:"date-time"`
}

func showItem(i news.Item) APIItem {
	return APIItem{ID: i.ID.String(), Unit: i.Unit.String(), UnitName: i.UnitName, Status: string(i.Status), Category: i.Category, Title: i.Title, Lead: i.Lead, Byline: i.Byline, PublishedAt: i.PublishedAt.ISO()}
}

func (x API) list(c *web.Ctx, in *struct {
	Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many items at most."`
	Cursor   string `query:"cursor" maxLength:"20" doc:"Where to go on: next of the page before."`
	Unit     api.ID `query:"unit"`
	Category string `query:"category" maxLength:"60"`
	Text     string `query:"q" maxLength:"200" doc:"Words of headline and lead."`
}) (*api.List[APIItem], error) {
	page := 1
	if in.Cursor != "" {
		var err error
		if page, err = strconv.Atoi(in.Cursor); err != nil || page < 1 {
			return nil, fault.Invalid("cursor", "api.bad_cursor")
		}
	}
	items, total, err := x.News.List(c.Context(), c.Actor, news.Filter{Unit: in.Unit.Ident(), Category: in.Category, Text: strings.TrimSpace(in.Text), Page: page, Size: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &api.List[APIItem]{Body: api.Page[APIItem]{Items: []APIItem{}}}
	for _, i := range items {
		out.Body.Items = append(out.Body.Items, showItem(i.Item))
	}
	if page*in.Limit < total {
		out.Body.Next = strconv.Itoa(page + 1)
		out.Link = api.NextLink(c, out.Body.Next)
	}
	return out, nil
}

type apiStory struct {
	APIItem
	Body    string `json:"body" doc:"The unit's own block, sanitised HTML."`
	Central string `json:"central,omitempty" doc:"The block that all units share, sanitised HTML."`

	Photos []apiPhoto `json:"photos"`
}

type apiPhoto struct {
	ID      string `json:"id"`
	Caption string `json:"caption,omitempty"`
	Alt     string `json:"alt,omitempty" doc:"What is to be seen, for those who cannot see it."`
	Credit  string `json:"credit,omitempty"`
	Widths  []int  `json:"widths" doc:"In which it can be had: getPhoto."`
}

func showPhotos(list []news.Photo) []apiPhoto {
	out := []apiPhoto{}
	for _, p := range list {
		one := apiPhoto{ID: p.ID.String(), Caption: p.Caption, Alt: p.Alt, Credit: p.Credit, Widths: []int{}}
		for _, f := range p.Files {
			one.Widths = append(one.Widths, f.Width)
		}
		out = append(out, one)
	}
	return out
}

func (x API) one(c *web.Ctx, in *struct {
	Item api.ID `path:"item"`
}) (*api.Answer[apiStory], error) {
	story, err := x.News.Story(c.Context(), actor.Actor{}, in.Item.Ident()) // as the public: a draft does not exist here
	if err != nil {
		return nil, err
	}
	if !story.Status.Public() {
		return nil, fault.NotFound("web.not_found")
	}
	return &api.Answer[apiStory]{Body: apiStory{APIItem: showItem(story.Item), Body: story.Body, Central: story.Central.Body, Photos: showPhotos(story.Photos)}}, nil
}

func (x API) photo(c *web.Ctx, in *struct {
	Item  api.ID `path:"item"`
	Photo api.ID `path:"photo"`
	Width int    `path:"width" minimum:"1"`
}) (*api.File, error) {
	body, f, err := x.News.OpenPhoto(c.Context(), c.Actor, in.Item.Ident(), in.Photo.Ident(), in.Width)
	if err != nil {
		return nil, err
	}
	return &api.File{Name: in.Photo.Ident().String() + ".jpg", MIME: "image/jpeg", Tag: f.Blob[:32], Content: body}, nil
}
