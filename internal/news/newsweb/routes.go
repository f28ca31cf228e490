// Package newsweb is the pages of news: the editors' desk, and what the public reads.
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
	_ = &pages{items, units}
}
