package reportweb

import (
	"strconv"
	"strings"

	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// marks are the changes of a text against an earlier one, word by word.
type marks struct {
	Shown  bool
	Pieces []report.Piece
	Places int
}

func newMarks(before, after string) marks {
	pieces := report.Difference(before, after)
	return marks{Shown: true, Pieces: pieces, Places: report.Changes(pieces)}
}

// against is one earlier text that a reader may hold a report's texts against.
type against struct {
	key, name string
	content   report.Content
}

// earlierTexts lists what the texts of a version can be held against: the version before it, the report it goes on from, the same period a year ago.
func earlierTexts(b shell.Base, r report.Report, v report.Version, c report.Compared) []against {
	var list []against
	for _, one := range r.Versions {
		if one.Version == v.Version-1 {
			list = append(list, against{"version", b.T("report.against_version", "n", one.Version), one.Content})
		}
	}
	if c.Written != nil && len(c.Written.Content.Texts) > 0 {
		list = append(list, against{"previous", b.T("report.against_period", "period", within(b.Lang, c.Written.Period.Title(b.Lang))), c.Written.Content})
	}
	if c.SameLastYear != nil && len(c.SameLastYear.Texts) > 0 {
		list = append(list, against{"same", b.T("report.against_period", "period", within(b.Lang, c.SameName.Title(b.Lang))), *c.SameLastYear})
	}
	return list
}

// mark sets the changes of every text against what the reader chose, by default the nearest earlier one; "none" is a clean copy.
func (v *reading) mark(c *web.Ctx, b shell.Base, compare report.Compared) {
	list := earlierTexts(b, v.Report, v.Version, compare)
	if len(list) == 0 {
		return
	}
	chosen := c.Query("against")
	if chosen != "none" && !known(list, chosen) {
		chosen = list[0].key
	}
	for _, one := range list {
		v.Against = append(v.Against, shell.Tab{Text: one.name, Href: v.againstPath(one.key), On: one.key == chosen})
		if one.key != chosen {
			continue
		}
		markTexts(b, v.Report.Form, v.Grid.Texts, one.content)
	}
	v.Against = append(v.Against, shell.Tab{Text: b.T("report.against_none"), Href: v.againstPath("none"), On: chosen == "none"})
}

// markTexts marks what changed in texts against those of an earlier report, as they are read: a figure that changed is a change of the text.
func markTexts(b shell.Base, f report.Form, texts []text, earlier report.Content) {
	for i, t := range texts {
		before := f.BoundText(b.Lang, earlier.Texts[t.Code], earlier.Figures)
		if after := boundText(t.Bound); after != "" || before != "" {
			texts[i].Marks = newMarks(before, after)
		}
	}
}

func known(list []against, key string) bool {
	for _, one := range list {
		if one.key == key {
			return true
		}
	}
	return false
}

func (v *reading) againstPath(key string) string {
	version := ""
	if v.Version.Version > 0 && v.Version.Version != v.Report.Filing.Current {
		version = strconv.FormatInt(v.Version.Version, 10)
	}
	return path(v.Report) + query("version", version, "against", key) + "#texts"
}

func boundText(list []report.BoundPiece) string {
	var s strings.Builder
	for _, p := range list {
		s.WriteString(p.Text)
	}
	return s.String()
}
