package personweb

import (
	"giaoban/internal/person"
	"giaoban/internal/web/shell"
)

func sinceText(b shell.Base, h person.Holder) string {
	switch {
	case h.From == 0 && h.To == 0:
		return ""
	case h.To == 0:
		return b.Date(h.From)
	case h.From == 0:
		return b.T("person.until", "date", h.To)
	}
	return b.T("person.from_until", "from", h.From, "to", h.To)
}

func foundNote(b shell.Base, v peopleView) string {
	switch {
	case !v.asked:
		return ""
	case v.more:
		return b.T("person.first_found", "n", len(v.found))
	}
	return b.T("person.n_found", "n", len(v.found))
}
