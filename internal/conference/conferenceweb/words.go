package conferenceweb

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/conference"
	"giaoban/internal/document"
	"giaoban/internal/ident"
	"giaoban/internal/task"
	"giaoban/internal/web/shell"
)

// toneUnless is gold while something is still to come.
func toneUnless(done bool) string {
	if done {
		return ""
	}
	return "late"
}

// declaredText is the number announced; "?" where the chair has not said.
func declaredText(c conference.Conference) string {
	if c.Declared == 0 {
		return "?"
	}
	return strconv.Itoa(c.Declared)
}

// enteredText is "3/6 nhiệm vụ đã nhập".
func enteredText(b shell.Base, c conference.Conference, entered int) string {
	if c.Declared == 0 {
		return b.T("conference.entered_n", "n", entered)
	}
	return b.T("conference.entered_of", "n", entered, "total", c.Declared)
}

// gapText numbers those announced and not stated: "4–6".
func gapText(c conference.Conference, entered int) string {
	switch {
	case c.Declared <= entered:
		return ""
	case c.Declared == entered+1:
		return strconv.Itoa(c.Declared)
	}
	return strconv.Itoa(entered+1) + "–" + strconv.Itoa(c.Declared)
}

// headsText is "25", "30 dự kiến" or "–".
func headsText(b shell.Base, s conference.Site) string {
	switch {
	case s.Actual >= 0:
		return b.Int(int64(s.Actual))
	case s.Planned >= 0:
		return b.T("conference.planned_n", "n", s.Planned)
	}
	return "–"
}

func stateSince(b shell.Base, v view) string {
	switch v.Status {
	case conference.Open:
		return b.T("conference.since", "time", b.Moment(v.OpenedAt))
	case conference.Closed:
		return b.T("conference.since", "time", b.Moment(v.ClosedAt))
	case conference.Concluded:
		return b.T("conference.since", "time", b.Moment(v.ConcludedAt))
	}
	return ""
}

func agendaTotal(b shell.Base, items []conference.AgendaItem) string {
	total := 0
	for _, a := range items {
		total += a.Minutes
	}
	if total == 0 {
		return ""
	}
	return b.T("conference.n_minutes", "n", total)
}

func itemOptions(items []conference.AgendaItem) []shell.Option {
	list := make([]shell.Option, len(items))
	for i, a := range items {
		list[i] = shell.Option{Value: a.ID.String(), Label: strconv.Itoa(a.Order) + ". " + a.Title}
	}
	return list
}

func secrecyOptions(b shell.Base) []shell.Option {
	list := make([]shell.Option, 0, 4)
	for _, s := range document.Secrecies() {
		list = append(list, shell.Option{Value: string(s), Label: b.T(s.TextKey())})
	}
	return list
}

func unreleased(papers []conference.Paper) bool {
	for _, p := range papers {
		if p.ReleasedAt.Zero() {
			return true
		}
	}
	return false
}

func paperCount(b shell.Base, v view) string {
	if len(v.Papers) == 0 {
		return ""
	}
	return b.T("conference.n_papers", "n", len(v.Papers))
}

// actForm gives what was entered to the form of the act that was refused, and nothing to the others on the page.
func actForm(v view, act string) shell.Form {
	if v.Act == act {
		return v.Form
	}
	return shell.Form{}
}

func siteTone(s conference.Site) string {
	switch s.Status {
	case conference.Lost:
		return "bad"
	case conference.NotConfirmed:
		return "late"
	}
	return ""
}

func chairName(b shell.Base, s conference.Site) string {
	if s.HasChair() {
		return s.ChairName
	}
	return b.T("conference.chair_none")
}

func plannedSub(b shell.Base, s conference.Site) string {
	if s.Actual < 0 || s.Planned < 0 {
		return ""
	}
	return b.T("conference.planned_n", "n", s.Planned)
}

func attendanceOptions(b shell.Base) []shell.Option {
	var list []shell.Option
	for _, a := range []conference.Attendance{conference.Expected, conference.Present, conference.Absent} {
		list = append(list, shell.Option{Value: string(a), Label: b.T("conference.attendance_" + string(a))})
	}
	return list
}

func delegateName(b shell.Base, d conference.Delegate) string {
	switch {
	case !d.Group():
		return d.Name
	case d.Count >= 0:
		return b.T("conference.group_n", "label", d.Label, "n", d.Count)
	}
	return d.Label
}

// siteFacts are the pairs of a site for who only reads it; what is not known is left out.
func siteFacts(b shell.Base, v siteView) []string {
	pairs := []string{b.T("conference.site_chair"), chairName(b, v.Site.Site)}
	add := func(key, text string) {
		if text != "" {
			pairs = append(pairs, b.T(key), text)
		}
	}
	add("conference.title_held", v.Site.ChairTitle)
	add("conference.site_place", v.Site.Place)
	add("conference.contact_name", v.Site.ContactName)
	add("conference.contact_phone", v.Site.ContactPhone)
	add("conference.planned", countValue(v.Site.Planned))
	add("conference.actual", countValue(v.Site.Actual))
	if v.Site.ConfirmedBy != "" {
		add("conference.confirmed_by", v.Site.ConfirmedBy+", "+b.Moment(v.Site.ConfirmedAt))
	}
	return pairs
}

// lineSteps are the states a site's line may be said to be in next.
func lineSteps(s conference.SiteStatus) []conference.SiteStatus {
	switch s {
	case conference.Connected:
		return []conference.SiteStatus{conference.Lost, conference.Left}
	case conference.Lost:
		return []conference.SiteStatus{conference.Connected, conference.Left}
	}
	return []conference.SiteStatus{conference.Connected}
}

func lineIcon(s conference.SiteStatus) string {
	switch s {
	case conference.Connected:
		return "wifi"
	case conference.Lost:
		return "wifi-off"
	}
	return "log-out"
}

// approvedText is "Đặng Minh Trực duyệt 16:31, 1/7".
func approvedText(b shell.Base, c conference.Conference) string {
	if !c.Approved() {
		return ""
	}
	for _, p := range c.Chairs {
		if p.ID == c.ApprovedBy {
			return b.T("conference.approved_by", "name", p.Name, "time", b.Moment(c.ApprovedAt))
		}
	}
	return ""
}

// issueStep is the button to the last step: it warns of what is left and lets through.
func issueStep(b shell.Base, v conclusionsView) string {
	if n := withoutTask(v); n > 0 {
		return b.T("conference.next_left", "n", n)
	}
	return b.T("conference.next")
}

func declaredValue(c conference.Conference) string {
	if c.Declared == 0 {
		return ""
	}
	return strconv.Itoa(c.Declared)
}

func speakerValue(c conference.Conference) string {
	p, _ := c.Speaker()
	return p.ID.String()
}

func chairOptions(c conference.Conference) []shell.Option {
	var list []shell.Option
	for _, p := range c.Chairs {
		list = append(list, shell.Option{Value: p.ID.String(), Label: p.Name, Sub: p.Title})
	}
	return list
}

func lastHeading(v conclusionsView) string {
	if len(v.List) == 0 {
		return ""
	}
	return v.List[len(v.List)-1].Heading
}

func headingList() templ.Attributes { return templ.Attributes{"list": "headings"} }

// formIf gives what was entered to the form of the act that was refused.
// groupOptions offers the groups of obstacles that a conclusion may answer; the one it answers now stays among them.
func groupOptions(b shell.Base, v conclusionsView, now ident.ID) []shell.Option {
	var list []shell.Option
	known := now.Zero()
	for _, g := range v.Groups {
		known = known || g.ID == now
		list = append(list, shell.Option{Value: g.ID.String(), Label: g.Title})
	}
	if !known {
		list = append(list, shell.Option{Value: now.String(), Label: b.T("conference.answers_group")})
	}
	return list
}

// idValue is an identifier as a form's value, "" for none.
func idValue(id ident.ID) string {
	if id.Zero() {
		return ""
	}
	return id.String()
}

func formIf(v conclusionsView, act string) shell.Form {
	if v.Act == act {
		return v.Form
	}
	return shell.Form{}
}

func priorityOptions(b shell.Base) []shell.Option {
	var list []shell.Option
	for _, p := range task.Priorities() {
		list = append(list, shell.Option{Value: string(p), Label: b.T("conference.priority_" + string(p))})
	}
	return list
}

func taskTitle(b shell.Base, v conclusionsView) string {
	if v.Task.ID.Zero() {
		return b.T("conference.task_new")
	}
	return b.T("conference.task_change")
}

func taskButton(b shell.Base, v conclusionsView) string {
	if v.Task.ID.Zero() {
		return b.T("conference.task_add")
	}
	return b.T("conference.save")
}

func taskAction(v conclusionsView) templ.SafeURL {
	to := path(v.ID, "/conclusions/"+v.At.ID.String()+"/tasks")
	if !v.Task.ID.Zero() {
		to += "/" + v.Task.ID.String()
	}
	return templ.SafeURL(to)
}

func joinNames(v conclusionsView, t task.Task) string {
	names := make([]string, len(t.Coordinating))
	for i, u := range t.Coordinating {
		names[i] = v.Names(u)
	}
	return strings.Join(names, ", ")
}
