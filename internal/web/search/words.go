package search

import "giaoban/internal/web/shell"

// note says beside a group's name that there is more, and how to come to it.
func note(b shell.Base, g found) string {
	switch {
	case !g.More:
		return ""
	case g.Href != "" && g.Total > 0:
		return b.T("search.all", "n", g.Total)
	case g.Href != "":
		return b.T("search.all_uncounted")
	case g.Total > 0:
		return b.T("search.first_of", "n", len(g.Hits), "total", g.Total)
	}
	return b.T("search.first")
}

func noteHref(g found) string {
	if !g.More {
		return ""
	}
	return g.Href
}
