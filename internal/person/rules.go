package person

import (
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

const (
	maxName = 200
	maxRank = 9999
)

func newPerson(name string) (Person, *fault.Fault) {
	name = tidy(name)
	if name == "" {
		return Person{}, fault.Invalid("name", "person.name_missing")
	}
	if utf8.RuneCountInString(name) > maxName {
		return Person{}, fault.Invalid("name", "person.too_long", "max", maxName)
	}
	return Person{Name: name, SortKey: i18n.SortKey(name)}, nil
}

func checkPosition(n NewPosition) fault.Faults {
	var fs fault.Faults
	if n.Title == "" {
		fs = append(fs, fault.Invalid("title", "person.title_missing"))
	} else if utf8.RuneCountInString(n.Title) > maxName {
		fs = append(fs, fault.Invalid("title", "person.too_long", "max", maxName))
	}
	if utf8.RuneCountInString(n.Abbrev) > maxName {
		fs = append(fs, fault.Invalid("abbrev", "person.too_long", "max", maxName))
	}
	if n.Rank < 1 || n.Rank > maxRank {
		fs = append(fs, fault.Invalid("rank", "person.bad_rank", "max", maxRank))
	}
	return fs
}

// checkAppointment refuses an appointment outside the unit's life or on days on
// which the post, or the person in this post, is taken.
func checkAppointment(h Holder, others []Holder, life when.Span) fault.Faults {
	var fs fault.Faults
	if h.From != 0 && !h.From.Valid() { // 0: since before the records, from files
		return append(fs, fault.Invalid("from", "person.date_missing"))
	}
	if h.To != 0 && (!h.To.Valid() || h.To < h.From) {
		return append(fs, fault.Invalid("to", "person.ends_before_start", "from", h.From))
	}
	if utf8.RuneCountInString(h.Decision) > maxName {
		fs = append(fs, fault.Invalid("decision", "person.too_long", "max", maxName))
	}
	if h.From < life.From {
		fs = append(fs, fault.Invalid("from", "person.unit_not_yet", "date", life.From))
	}
	if life.To != 0 && h.From > life.To {
		fs = append(fs, fault.Invalid("from", "person.unit_ended", "date", life.To))
	}
	for _, o := range others {
		if o.ID == h.ID || !overlap(o.Span(), h.Span()) {
			continue
		}
		if o.Person.ID == h.Person.ID {
			fs = append(fs, fault.Invalid("from", "person.holds_already", "name", o.Person.Name, "from", o.From))
			break
		}
		if h.Position.Single {
			if o.To == 0 {
				fs = append(fs, fault.Invalid("from", "person.taken", "title", h.Position.Title, "name", o.Person.Name, "from", o.From))
			} else {
				fs = append(fs, fault.Invalid("from", "person.taken_until", "title", h.Position.Title, "name", o.Person.Name, "from", o.From, "to", o.To))
			}
			break
		}
	}
	return fs
}

func checkEnd(h Holder, to when.Date, decision string) *fault.Fault {
	switch {
	case !to.Valid():
		return fault.Invalid("to", "person.date_missing")
	case to < h.From:
		return fault.Invalid("to", "person.ends_before_start", "from", h.From)
	case h.To != 0 && to > h.To:
		return fault.Invalid("to", "person.ended_already", "date", h.To)
	case utf8.RuneCountInString(decision) > maxName:
		return fault.Invalid("decision", "person.too_long", "max", maxName)
	}
	return nil
}

func overlap(a, b when.Span) bool {
	return (a.To == 0 || b.From <= a.To) && (b.To == 0 || a.From <= b.To)
}
