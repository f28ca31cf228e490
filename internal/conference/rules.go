package conference

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const (
	maxTitle   = 300
	maxText    = 4000
	maxEntry   = 300 // names, places, headings
	maxReason  = 1000
	maxCount   = 100_000 // heads at one site
	noon       = 12 * 60
	dusk       = 18 * 60
	maxAgenda  = 60
	maxHosts   = 20
	maxMinutes = 24 * 60
)

// fits tells whether a start lies in its part of the day. A whole day starts in the morning.
func (p PartOfDay) fits(start int) bool {
	switch p {
	case Morning, AllDay:
		return start < noon
	case Afternoon:
		return start >= noon && start < dusk
	case Evening:
		return start >= dusk
	}
	return false
}

// Text is the part of the day in words.
func (p PartOfDay) Text() i18n.Text { return Messages()["conference.part_"+string(p)] }

// overlaps tells whether two parts of one day can meet.
func (p PartOfDay) overlaps(q PartOfDay) bool {
	return p == q || p == AllDay && q != Evening || q == AllDay && p != Evening
}

// Kinds, Modes and Parts list the choices in the order of the form.
func Kinds() []Kind { return []Kind{Review, InterimReview, FinalReview, Thematic, Consultation} }

// Modes lists the modes of meeting in the order of the form.
func Modes() []Mode { return []Mode{Online, InPerson, Hybrid} }

// Parts lists the parts of the day in the order of the form.
func Parts() []PartOfDay { return []PartOfDay{Morning, Afternoon, Evening, AllDay} }

// ItemKinds lists the kinds of agenda item in the order of the form.
func ItemKinds() []ItemKind {
	return []ItemKind{ItemOpening, ItemReport, ItemTasks, ItemDiscussion, ItemDirecting, ItemConcluding, ItemOther}
}

func checkTitle(title string) error {
	switch {
	case title == "":
		return fault.Invalid("title", "conference.title_empty")
	case utf8.RuneCountInString(title) > maxTitle:
		return fault.Invalid("title", "conference.title_long", "max", maxTitle)
	}
	return nil
}

// checkStart refuses a start outside its part of the day: 09:00 with "Chiều".
func checkStart(p PartOfDay, start int) error {
	if !p.fits(start) {
		return fault.Invalid("start", "conference.start_outside_part", "time", when.TimeOfDay(start), "part", p.Text())
	}
	return nil
}

// checkPeriods refuses a plan period that lies before the reviewed one. They may overlap: a conference in late
// December reviews the quarter and plans from that day to an event.
func checkPeriods(review, plan calendar.Period) error {
	if review.ID.Zero() || plan.ID.Zero() {
		return nil
	}
	r, p := review.Span(), plan.Span()
	if p.From < r.From || !p.To.Zero() && p.To < r.To {
		return fault.Invalid("plan", "conference.plan_before_review", "plan", plan, "review", review)
	}
	return nil
}

func checkHosts(hosts []ident.ID) error {
	if len(hosts) == 0 {
		return fault.Invalid("hosts", "conference.no_host")
	}
	if len(hosts) > maxHosts {
		return fault.TooLarge("hosts", "conference.hosts_many", "max", maxHosts)
	}
	for i, h := range hosts {
		if slices.Contains(hosts[:i], h) {
			return fault.Invalid("hosts", "conference.host_twice")
		}
	}
	return nil
}

// checkHeadcount refuses what cannot be: below none, or below the delegates named and not absent.
func checkHeadcount(field string, n, named int) error {
	switch {
	case n < 0:
		return fault.Invalid(field, "conference.headcount_negative")
	case n > maxCount:
		return fault.Invalid(field, "conference.headcount_large", "max", maxCount)
	case n < named:
		return fault.Invalid(field, "conference.headcount_below_named", "n", n, "named", named)
	}
	return nil
}

// parseCount reads a number of heads; "" is not said (-1), and so is what was refused.
func parseCount(field, text string) (int, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return -1, nil
	}
	plain := strings.ReplaceAll(strings.Replace(text, "−", "-", 1), ".", "")
	n, err := strconv.Atoi(plain)
	if err != nil || utf8.RuneCountInString(text) > 12 {
		return -1, fault.Invalid(field, "conference.not_a_count", "text", clip(text, 40))
	}
	if n < 0 {
		return -1, fault.Invalid(field, "conference.headcount_negative")
	}
	if n > maxCount {
		return -1, fault.Invalid(field, "conference.headcount_large", "max", maxCount)
	}
	return n, nil
}

// namedHeads counts the people of a list who are named and not absent, with the counts of groups that came.
func namedHeads(list []Delegate) int {
	n := 0
	for _, d := range list {
		switch {
		case d.Attendance == Absent:
		case !d.Group():
			n++
		case d.Count > 0 && d.Attendance == Present:
			n += d.Count
		}
	}
	return n
}

// checkDeclared reads the number of conclusions the chair announced.
func checkDeclared(text string, entered int) (int, error) {
	n, err := strconv.Atoi(strings.Replace(strings.TrimSpace(text), "−", "-", 1))
	switch {
	case err != nil:
		return 0, fault.Invalid("declared", "conference.declared_not_number", "text", clip(text, 40))
	case n <= 0:
		return 0, fault.Invalid("declared", "conference.declared_not_positive")
	case n > 200:
		return 0, fault.Invalid("declared", "conference.declared_large", "max", 200)
	case n < entered:
		return 0, fault.Invalid("declared", "conference.declared_below_entered", "n", n, "entered", entered)
	}
	return n, nil
}

// checkRoom holds back one conclusion more than declared, unless the writer chose to raise the number.
func checkRoom(declared, entered int, raise bool) error {
	if declared == 0 || entered < declared || raise {
		return nil
	}
	return fault.Invalid("raise", "conference.over_declared", "declared", declared, "next", entered+1)
}

// checkLength refuses an entry that no page, list or stream of the room is laid out for. pairs are field and text.
func checkLength(most int, pairs ...string) fault.Faults {
	var all fault.Faults
	for i := 0; i+1 < len(pairs); i += 2 {
		if utf8.RuneCountInString(pairs[i+1]) > most {
			all = append(all, fault.TooLarge(pairs[i], "conference.entry_long", "max", most))
		}
	}
	return all
}

func checkText(text string) error {
	switch {
	case text == "":
		return fault.Invalid("text", "conference.text_empty")
	case utf8.RuneCountInString(text) > maxText:
		return fault.Invalid("text", "conference.text_long", "max", maxText)
	}
	return nil
}

// next tells whether a conference may go from one state to another.
func (s Status) next(to Status) bool {
	switch to {
	case Called:
		return s == Draft || s == Postponed
	case Open:
		return s == Called
	case Closed:
		return s == Open
	case Concluded:
		return s == Closed
	case Postponed:
		return s == Called
	case Cancelled:
		return s == Draft || s == Called || s == Postponed
	}
	return false
}

func checkStep(from, to Status) error {
	if from.next(to) {
		return nil
	}
	return fault.Conflict("conference.wrong_step", "from", statusText(from), "to", statusText(to))
}

func statusText(s Status) i18n.Text { return Messages()["conference.status_"+string(s)] }

// next tells whether a site's line may go from one state to another.
func (s SiteStatus) next(to SiteStatus) bool {
	switch to {
	case Confirmed:
		return s == NotConfirmed
	case Connected:
		return s != Connected
	case Lost, Left:
		return s == Connected || s == Lost && to == Left
	}
	return false
}

// editable refuses changes to what the call says once the conference is open.
func editable(c Conference) error {
	switch c.Status {
	case Draft, Called, Postponed:
		return nil
	}
	return fault.Conflict("conference.no_longer_editable", "status", statusText(c.Status))
}

// writable refuses conclusions before the conference is open and after the notice.
func writable(c Conference) error {
	switch c.Status {
	case Open, Closed:
		return nil
	case Concluded:
		return fault.Conflict("conference.issued_only_revision").WithLink("/conferences/" + c.ID.String() + "/revision")
	}
	return fault.Conflict("conference.conclusions_not_yet", "status", statusText(c.Status))
}

// clip keeps at most so many characters of a text; what was cut ends in an ellipsis.
func clip(text string, most int) string {
	text = strings.TrimSpace(strings.ToValidUTF8(text, "?"))
	if utf8.RuneCountInString(text) > most {
		return string([]rune(text)[:most-1]) + "…"
	}
	return text
}

func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
}
