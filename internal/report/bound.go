package report

import (
	"regexp"
	"slices"
	"strings"

	"giaoban/internal/i18n"
)

// A text names a figure by its code in braces, "{B1}": the number is never typed
// twice. What is kept, signed and hashed is the text as it was typed, beside the
// figures themselves; whoever reads or prints it sees the number.
var bound = regexp.MustCompile(`\{(\p{L}[\p{L}0-9_]{0,19})\}`)

// BoundPiece is a run of words, or a figure that a text names.
type BoundPiece struct {
	Text string // as it is read: "1.398", "–" where there is no figure
	Code string // of the figure, "" for words and for codes that nothing has
	Name string
}

// Bound takes a text apart into words and the figures that it names, in a
// language. A code that the form does not have stays as it was typed.
func (f Form) Bound(lang i18n.Lang, text string, v Figures) []BoundPiece {
	return boundPieces(text, func(code string) (BoundPiece, bool) {
		if ind, ok := f.bindable(code); ok {
			return BoundPiece{f.FigureOf(ind, v).Text(lang), code, ind.Name.In(lang)}, true
		}
		return BoundPiece{}, false
	})
}

// BoundText is Bound as one text.
func (f Form) BoundText(lang i18n.Lang, text string, v Figures) string {
	return joinPieces(f.Bound(lang, text, v))
}

// Unbound lists the codes that a text names and the form does not have, each once.
func (f Form) Unbound(text string) []string {
	var list []string
	for _, m := range bound.FindAllStringSubmatch(text, -1) {
		if _, ok := f.bindable(m[1]); !ok && !slices.Contains(list, m[1]) {
			list = append(list, m[1])
		}
	}
	return list
}

// bindable finds an indicator that a unit's own report has a figure of.
func (f Form) bindable(code string) (Indicator, bool) {
	ind, ok := f.Indicator(code)
	return ind, ok && !ind.OnTime && ind.Kind != ShortText
}

// Bound writes a text with the totals that it names, as the board has them.
func (b Board) Bound(lang i18n.Lang, text string) string {
	return joinPieces(boundPieces(text, func(code string) (BoundPiece, bool) {
		for _, t := range b.Totals {
			if t.Indicator.Code == code {
				return BoundPiece{t.Filed.Text(lang), code, t.Indicator.Name.In(lang)}, true
			}
		}
		return BoundPiece{}, false
	}))
}

func boundPieces(text string, find func(code string) (BoundPiece, bool)) []BoundPiece {
	var list []BoundPiece
	from := 0
	for _, at := range bound.FindAllStringSubmatchIndex(text, -1) {
		p, ok := find(text[at[2]:at[3]])
		if !ok {
			continue
		}
		if at[0] > from {
			list = append(list, BoundPiece{Text: text[from:at[0]]})
		}
		list = append(list, p)
		from = at[1]
	}
	if from < len(text) {
		list = append(list, BoundPiece{Text: text[from:]})
	}
	return list
}

func joinPieces(list []BoundPiece) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.Text)
	}
	return b.String()
}
