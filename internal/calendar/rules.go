package calendar

import (
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/when"
)

const (
	maxName   = 200
	maxReason = 2000
)

// Kinds lists the kinds of event, in the order in which they are offered.
func Kinds() []string {
	return []string{"milestone", "congress", "election", "session", "plenum", "deadline", "holiday", "other"}
}

func checkEvent(n NewEvent) fault.Faults {
	var fs fault.Faults
	if n.Name == "" {
		fs = append(fs, fault.Invalid("name", "calendar.name_missing"))
	} else if utf8.RuneCountInString(n.Name) > maxName {
		fs = append(fs, fault.Invalid("name", "calendar.too_long", "max", maxName))
	}
	if !slices.Contains(Kinds(), n.Kind) {
		fs = append(fs, fault.Invalid("kind", "calendar.no_such_kind"))
	}
	if n.Date == 0 {
		fs = append(fs, fault.Invalid("date", "calendar.date_missing"))
	} else if !n.Date.Valid() {
		fs = append(fs, fault.Invalid("date", "calendar.no_such_day"))
	}
	if n.Unit == 0 {
		fs = append(fs, fault.Invalid("unit", "calendar.unit_missing"))
	}
	return fs
}

// checkMove refuses a move without a day, a reason or a difference, and one
// before the first day of something anchored. link leads to the list of these.
func checkMove(e Event, date when.Date, reason string, anchors []Anchor, link string) error {
	var fs fault.Faults
	switch {
	case date == 0:
		fs = append(fs, fault.Invalid("date", "calendar.date_missing"))
	case !date.Valid():
		fs = append(fs, fault.Invalid("date", "calendar.no_such_day"))
	case date == e.Date:
		fs = append(fs, fault.Invalid("date", "calendar.same_day", "date", date))
	}
	if strings.TrimSpace(reason) == "" {
		fs = append(fs, fault.Invalid("reason", "calendar.reason_missing"))
	} else if utf8.RuneCountInString(reason) > maxReason {
		fs = append(fs, fault.Invalid("reason", "calendar.too_long", "max", maxReason))
	}
	if len(fs) > 0 {
		return fs
	}
	var early holders
	var from when.Date
	for _, a := range anchors {
		if a.From != 0 && date < a.From {
			early = append(early, a)
			from = max(from, a.From)
		}
	}
	if len(early) > 0 {
		return fault.Invalid("date", "calendar.before_anchored", "count", len(early), "list", early, "from", from).WithLink(link)
	}
	return nil
}

// some names the first few and says how many more there are.
func some(labels []string) string {
	if len(labels) <= mostNamed {
		return strings.Join(labels, "; ")
	}
	return strings.Join(labels[:mostNamed], "; ") + "; …"
}

// checkSpan refuses a span without a day at either end, one that ends before it begins, and one longer than a term.
func checkSpan(from, to when.Date) error {
	switch {
	case !from.Valid():
		return fault.Invalid("from", "calendar.no_such_day")
	case !to.Valid():
		return fault.Invalid("to", "calendar.no_such_day")
	}
	err := when.CheckSpan(when.Span{From: from, To: to})
	if err != nil {
		for _, f := range fault.All(err) {
			f.Field = "to"
		}
	}
	return err
}
