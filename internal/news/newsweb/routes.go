// Package newsweb is the pages of news: the editors' desk, where items are
// drafted from conferences, and what the public reads, without an account,
// without scripts of anyone else, without being counted.
package newsweb

import (
	"giaoban/internal/news"
	"giaoban/internal/org"
	"giaoban/internal/web"
)

type pages struct {
	news  *news.Service
	units *org.Service
}

// Routes registers the editors' desk and the public pages.
func Routes(m *web.Mux, items *news.Service, units *org.Service) {
	p := &pages{items, units}
	m.Page("GET /news/desk", p.desk)
	m.Page("GET /news/desk/new", p.choose)
	m.Do("POST /news/desk/new", p.start)
	m.API("POST /news/desk/preview", p.sample)
	m.Page("GET /news/desk/{item}", p.edit)
	m.Do("POST /news/desk/{item}", p.save)
	m.Page("GET /news/desk/{item}/preview", p.preview)
	m.Do("POST /news/desk/{item}/publish", p.publish)
	m.Do("POST /news/desk/{item}/correct", p.correct)
	m.Do("POST /news/desk/{item}/withdraw", p.withdraw)
	m.Do("POST /news/desk/{item}/discard", p.discard)
	m.Upload("POST /news/desk/{item}/photos", news.MaxPhoto, p.addPhoto)
	m.Do("POST /news/desk/{item}/photos/{photo}", p.changePhoto)
	m.Do("POST /news/desk/{item}/photos/{photo}/remove", p.removePhoto)
	m.Page("GET /news/central/{conference}", p.central)
	m.Do("POST /news/central/{conference}", p.saveCentral)

	m.Public("GET /news", p.list)
	m.Public("GET /news/feed.xml", p.feed)
	m.Public("GET /news/{item}", p.story)
	m.Public("GET /news/{item}/photos/{photo}/{width}", p.photo)
}
