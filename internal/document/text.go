package document

import (
	"strconv"
	"strings"
)

// Text writes blocks as the correction form shows them: one block a line, "# "
// before a heading, its number before a numbered block. ParseText reads it back.
func Text(body []Block) string {
	lines := make([]string, 0, len(body))
	n := 0
	for _, b := range body {
		switch b.Kind {
		case Heading:
			lines = append(lines, "# "+b.Text)
		case Numbered:
			n++
			lines = append(lines, strconv.Itoa(n)+". "+b.Text)
		default:
			lines = append(lines, b.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// ParseText reads what Text wrote and people changed. Numbers are counted anew,
// so a line may be put in between without renumbering the others.
func ParseText(text string) []Block {
	var body []Block
	for _, line := range strings.Split(text, "\n") {
		line = oneLine(line)
		switch {
		case line == "":
		case line == "#":
		case strings.HasPrefix(line, "# "):
			body = append(body, Block{Heading, oneLine(line[2:])})
		default:
			if rest, ok := afterNumber(line); ok {
				body = append(body, Block{Numbered, rest})
			} else {
				body = append(body, Block{Paragraph, line})
			}
		}
	}
	return body
}

// afterNumber reads "12. text" or "12) text".
func afterNumber(line string) (string, bool) {
	i := 0
	for i < len(line) && line[i] >= '0' && line[i] <= '9' {
		i++
	}
	if i == 0 || i > 3 || i >= len(line) || line[i] != '.' && line[i] != ')' {
		return "", false
	}
	rest := line[i+1:]
	if !strings.HasPrefix(rest, " ") || strings.TrimSpace(rest) == "" {
		return "", false
	}
	return strings.TrimSpace(rest), true
}
