package guide

import (
	"embed"
	"regexp"
	"strconv"
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/web"
)

//go:embed vi.md en.md
var files embed.FS

// text is the guide in one language.
type text struct {
	Title string
	Lead  []piece
	Parts []part
}

// part is one piece of work.
type part struct {
	ID    string
	Title string
	Steps [][]piece
}

// piece is a stretch of a line: a label of the program, signs to type, or plain words.
type piece struct {
	Text        string
	Label, Sign bool
}

// Source is the guide's text in a language, as it was written.
func Source(lang i18n.Lang) string {
	body, err := files.ReadFile(string(lang) + ".md")
	if err != nil {
		return "" // a third language has none
	}
	return string(body)
}

// Routes registers the page. Whoever has an account reads it.
func Routes(m *web.Mux) {
	read := map[i18n.Lang]text{i18n.VI: parse(Source(i18n.VI)), i18n.EN: parse(Source(i18n.EN))}
	m.Page("GET /guide", func(c *web.Ctx) error {
		g := read[c.Lang]
		return c.Render(guidePage(c.Base("", "").WithTitle(g.Title), g))
	})
}

// parse reads the guide. What it does not know is a line of words, so nothing is lost.
func parse(source string) text {
	step := regexp.MustCompile(`^\d+\. `)
	var g text
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		heading, isPart := strings.CutPrefix(line, "## ")
		title, isTitle := strings.CutPrefix(line, "# ")
		switch {
		case line == "":
		case isPart:
			g.Parts = append(g.Parts, part{ID: "p" + strconv.Itoa(len(g.Parts)+1), Title: heading})
		case isTitle:
			g.Title = title
		case len(g.Parts) == 0:
			g.Lead = append(g.Lead, pieces(line)...)
		default:
			last := &g.Parts[len(g.Parts)-1]
			last.Steps = append(last.Steps, pieces(step.ReplaceAllString(line, "")))
		}
	}
	return g
}

// pieces cuts a line at its marks.
func pieces(line string) []piece {
	var list []piece
	at := 0
	for _, m := range regexp.MustCompile("\\*([^*]+)\\*|`([^`]+)`").FindAllStringSubmatchIndex(line, -1) {
		if m[0] > at {
			list = append(list, piece{Text: line[at:m[0]]})
		}
		if m[2] >= 0 {
			list = append(list, piece{Text: line[m[2]:m[3]], Label: true})
		} else {
			list = append(list, piece{Text: line[m[4]:m[5]], Sign: true})
		}
		at = m[1]
	}
	if at < len(line) {
		list = append(list, piece{Text: line[at:]})
	}
	return list
}
