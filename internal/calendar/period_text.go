package calendar

import (
	"regexp"
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

// dashedDays finds the dash between two days written without spaces: 1/10/2026-30/11/2026.
var dashedDays = regexp.MustCompile(`(\d{4})\s*[-–—]\s*(\d{1,2}[/.])`)

// spanText takes the first day out of "từ 1/10/2026 đến 30/11/2026", "từ nay
// đến Đại hội XIV" or "1/10 – 30/11"; rest is what stands after it, a day or an
// event's name as it was written. near stands for "now" and for a missing year.
func spanText(text string, near when.Date) (from when.Date, rest string, ok bool) {
	if len(text) > 400 {
		return 0, "", false
	}
	words := strings.Fields(dashedDays.ReplaceAllString(text, "$1 - $2"))
	if len(words) > 0 && i18n.Fold(words[0]) == "until" {
		return near, strings.Join(words[1:], " "), len(words) > 1
	}
	if len(words) > 0 && (i18n.Fold(words[0]) == "tu" || i18n.Fold(words[0]) == "from") {
		words = words[1:]
	}
	for i := 1; i < len(words)-1; i++ {
		switch i18n.Fold(words[i]) {
		case "den", "toi", "to", "until", "-", "–", "—":
		default:
			continue
		}
		head, rest := strings.Join(words[:i], " "), strings.Join(words[i+1:], " ")
		if now := i18n.Fold(head); now == "nay" || now == "now" {
			return near, rest, true
		}
		if day, err := when.ParseDate(head, near); err == nil {
			return day.Date, rest, true
		}
	}
	return 0, "", false
}
