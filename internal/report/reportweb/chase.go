package reportweb

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// chaseView is who is missing or late: first those at the level straight below the
// reader, by state; then, by the unit above them, how many of the further levels.
type chaseView struct {
	request      report.Request
	under        org.Unit // the view of one unit's further levels, zero for the whole list
	groups       []chaseGroup
	below        []chaseBelow
	explanations []report.Explanation // of others, overdue or answered late
	sum          chaseCount           // of all that the reader receives, or of under
	form         shell.Form
}

// chaseGroup is the units in one state; what is not urgent is folded.
type chaseGroup struct {
	kind string // overdue, open, late
	rows []report.Chased
	open bool
}

// chaseBelow is how many are missing or late below a unit.
type chaseBelow struct {
	unit org.Unit
	chaseCount
}

// chaseCount counts the states of a chase list.
type chaseCount struct{ overdue, open, late int }

func (n *chaseCount) take(kind string) {
	switch kind {
	case "overdue":
		n.overdue++
	case "open":
		n.open++
	default:
		n.late++
	}
}

// chaseKind is the state of one row.
func chaseKind(r report.Chased, now when.Instant) string {
	switch {
	case r.Filing.Overdue(now):
		return "overdue"
	case !r.Filing.In():
		return "open"
	}
	return "late"
}

// branchOf gives the unit straight below root on the way to a unit. straight tells that the unit is that one, or one of its level: a board of a province
// belongs to the provinces. What does not stand below root is straight too.
func branchOf(tree *org.Tree, root ident.ID, u org.Unit) (branch org.Unit, straight bool) {
	branch = u
	for _, above := range tree.Ancestors(u.ID) {
		if above.ID == root {
			return branch, branch.ID == u.ID || branch.Level == u.Level
		}
		branch = above
	}
	return u, true
}

// sorted puts a chase list into the view's groups.
func (v *chaseView) sorted(list []report.Chased, tree *org.Tree, root ident.ID, now when.Instant) {
	groups := map[string]*chaseGroup{}
	below := map[ident.ID]*chaseBelow{}
	for _, r := range list {
		kind := chaseKind(r, now)
		branch, straight := branchOf(tree, root, r.Unit)
		straight = straight || r.Filing.Receiver == root // nobody stands between, whatever the tree does
		if v.under.ID != 0 && (straight || branch.ID != v.under.ID) {
			continue
		}
		v.sum.take(kind)
		if v.under.ID == 0 && !straight {
			if below[branch.ID] == nil {
				below[branch.ID] = &chaseBelow{unit: branch}
			}
			below[branch.ID].take(kind)
			continue
		}
		if groups[kind] == nil {
			groups[kind] = &chaseGroup{kind: kind}
		}
		groups[kind].rows = append(groups[kind].rows, r)
	}
	for _, kind := range []string{"overdue", "open", "late"} {
		if g := groups[kind]; g != nil {
			g.open = kind == "overdue" || kind == "open" && groups["overdue"] == nil
			v.groups = append(v.groups, *g)
		}
	}
	for _, one := range below {
		v.below = append(v.below, *one)
	}
	slices.SortFunc(v.below, func(a, b chaseBelow) int {
		return cmp.Or(cmp.Compare(b.overdue, a.overdue), cmp.Compare(a.unit.SortKey, b.unit.SortKey))
	})
}

func (v chaseView) empty() bool {
	return len(v.groups) == 0 && len(v.below) == 0 && len(v.explanations) == 0
}

// chaseUnderPath is the address of the view; under 0 is the whole list.
func chaseUnderPath(request, under ident.ID) string {
	if under == 0 {
		return chasePath(request)
	}
	return chasePath(request) + query("under", under.String())
}

// chosen tells whether a unit is ticked: at first those that are overdue.
func (v chaseView) chosen(b shell.Base, r report.Chased) bool {
	if v.form.Values != nil {
		return slices.Contains(v.form.Values["filings"], r.Filing.ID.String())
	}
	return r.Filing.Overdue(b.Now)
}

func chasePath(request ident.ID) string { return "/reports/" + request.String() + "/chase" }

// chaseExplanations are explanations that others owe, and those that came late: the overdue first.
func chaseExplanations(list []report.Explanation, own ident.ID, now when.Instant) []report.Explanation {
	return slices.DeleteFunc(list, func(e report.Explanation) bool {
		return e.Unit == own || e.State == report.ExplanationWithdrawn || !e.Overdue(now) && !e.Late
	})
}

// chaseTitle says whose list the first card is.
func chaseTitle(b shell.Base, v chaseView) string {
	if v.under.ID != 0 {
		return b.T("report.chase_under", "unit", v.under.Name)
	}
	return b.T("report.chase_straight")
}

func (p *pages) chase(c *web.Ctx) error {
	return p.showChase(c, c.Query("under"), shell.Form{}, 200)
}

func (p *pages) showChase(c *web.Ctx, under string, form shell.Form, status int) error {
	id, err := c.ID("request")
	if err != nil {
		return err
	}
	req, tree, list, err := p.report.ChaseList(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := chaseView{request: req, form: form}
	if under != "" {
		of, err := ident.Parse(under)
		if err != nil {
			return fault.NotFound("report.no_such_request").Because(err)
		}
		if v.under, _ = tree.Unit(of); v.under.ID == 0 {
			return fault.NotFound("report.no_such_request")
		}
	}
	root := c.Actor.Unit
	if tree.Contains(root, req.Opener) {
		root = req.Opener
	}
	v.sorted(list, tree, root, c.Now)
	asked, err := p.report.Explanations(c.Context(), c.Actor, id, 0, false)
	if err != nil && fault.KindOf(err) != fault.KindNotFound { // who asks nothing of the units' figures sees none
		return err
	}
	v.explanations = chaseExplanations(asked, c.Actor.Unit, c.Now)
	if v.under.ID != 0 {
		v.explanations = slices.DeleteFunc(v.explanations, func(e report.Explanation) bool { return !tree.Contains(v.under.ID, e.Unit) })
	}
	crumbs := []shell.Crumb{{Text: c.T("report.reports"), Href: "/reports"}, {Text: c.T("report.board"), Href: boardPath(id, 0)}}
	b := c.Base("reports", "report.chase_list").WithSub(req.Heading(c.Lang))
	if v.under.ID != 0 {
		crumbs = append(crumbs, shell.Crumb{Text: c.T("report.chase_list"), Href: chasePath(id)})
		b = b.WithSub(req.Heading(c.Lang) + " · " + v.under.Name)
	}
	b = b.WithCrumbs(crumbs...)
	return c.RenderStatus(status, chasePage(b.WithActions(chaseActions(b)), v))
}

func (p *pages) chaseNow(c *web.Ctx) error {
	id, err := c.ID("request")
	if err != nil {
		return err
	}
	var filings []ident.ID
	for _, text := range c.Form()["filings"] {
		if one, err := ident.Parse(text); err == nil {
			filings = append(filings, one)
		}
	}
	n, err := p.report.Chase(c.Context(), c.Actor, id, filings, c.Form().Get("text"), c.Key())
	if faults, again := web.Refused(err); again {
		return p.showChase(c, c.Form().Get("under"), shell.Form{Values: c.Form(), Faults: faults}, web.RefusedStatus(faults))
	}
	if err != nil {
		return err
	}
	c.Flash("report.chased_now", "n", n)
	under, _ := ident.Parse(c.Form().Get("under")) // malformed: 0, the whole list
	return c.SeeOther(chaseUnderPath(id, under))
}

func (p *pages) contact(c *web.Ctx) error {
	contact, err := p.report.OfficeContact(c.Context(), c.Actor, c.Actor.Unit)
	if err != nil {
		return err
	}
	return p.showContact(c, shell.Form{Values: url.Values{"name": {contact.Name}, "phone": {contact.Phone}, "email": {contact.Email}}}, 200)
}

func (p *pages) showContact(c *web.Ctx, form shell.Form, status int) error {
	places, err := p.places(c, "/reports/contact")
	if err != nil {
		return err
	}
	return c.RenderStatus(status, contactPage(c.Base("reports", "report.contact"), form, places))
}

func (p *pages) setContact(c *web.Ctx) error {
	f := c.Form()
	err := p.report.SetOfficeContact(c.Context(), c.Actor, report.Contact{Unit: c.Actor.Unit, Name: f.Get("name"), Phone: f.Get("phone"), Email: f.Get("email")})
	if faults, again := web.Refused(err); again {
		return p.showContact(c, shell.Form{Values: f, Faults: faults}, web.RefusedStatus(faults))
	}
	if err != nil {
		return err
	}
	c.Flash("report.contact_saved")
	return c.SeeOther("/reports")
}

// contactLine is a contact as one line, "" for none.
func contactLine(c report.Contact) string {
	var parts []string
	for _, one := range []string{c.Name, c.Phone, c.Email} {
		if one != "" {
			parts = append(parts, one)
		}
	}
	return strings.Join(parts, " · ")
}

// reminderLine says when and by whom a unit was reminded.
func reminderLine(b shell.Base, r report.Reminder) string {
	if r.Kind == report.RemindChase {
		return b.T("report.reminded_by", "name", r.Name, "when", b.Moment(r.At))
	}
	return b.T("report.reminded_"+r.Kind, "when", b.Moment(r.At))
}

func noteOf(note string) string {
	if note == "" {
		return ""
	}
	return " “" + note + "”"
}

func (p *pages) submit(c *web.Ctx) error {
	draft, _ := strconv.ParseInt(c.Form().Get("draft"), 10, 64) // malformed: 0, which is no draft
	return p.within(c, "report.submitted_now", func(r report.Report) error {
		return p.report.Submit(c.Context(), c.Actor, r.Filing.ID, draft, c.Form().Get("note"), c.Key())
	})
}

func (p *pages) takeBack(c *web.Ctx) error {
	return p.within(c, "report.taken_back", func(r report.Report) error {
		return p.report.TakeBack(c.Context(), c.Actor, r.Filing.ID, c.Key())
	})
}

func (p *pages) handBack(c *web.Ctx) error {
	return p.within(c, "report.handed_now", func(r report.Report) error {
		return p.report.HandBack(c.Context(), c.Actor, r.Filing.ID, c.Form().Get("remark"), c.Key())
	})
}

// within is an act within the unit, on the page of the signature.
func (p *pages) within(c *web.Ctx, done string, act func(report.Report) error) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	if err := ownDesk(r); err != nil {
		return err
	}
	err = act(r)
	if faults, again := web.Refused(err); again && r.Filing.State.Editable() {
		return p.showSigning(c, r, onlyOf(faults, "note", "remark", ""), web.RefusedStatus(faults))
	}
	if err != nil {
		return err
	}
	c.Flash(done)
	if done == "report.submitted_now" {
		return c.SeeOther(path(r) + "/sign")
	}
	return c.SeeOther(path(r))
}

type apiChased struct {
	Unit     string `json:"unit"`
	Name     string `json:"name"`
	Level    string `json:"level"`
	Filing   string `json:"filing"`
	State    string `json:"state" enum:"draft,signed,filed,returned,accepted"`
	Late     bool   `json:"late" doc:"Filed after its deadline."`
	Overdue  bool   `json:"overdue" doc:"Not in although the deadline has passed."`
	Deadline string `json:"deadline" format:"date-time"`
	Reminded int    `json:"reminded" doc:"How often it was reminded."`
}

func (x API) chaseList(c *web.Ctx, in *struct {
	api.Paging
	RequestIn
}) (*api.List[apiChased], error) {
	_, _, list, err := x.Report.ChaseList(c.Context(), c.Actor, in.Request.Ident())
	if err != nil {
		return nil, err
	}
	now := c.Now
	return api.Cut(c, in.Paging, list, func(r report.Chased) string { return r.Filing.ID.String() }, func(r report.Chased) apiChased {
		return apiChased{Unit: r.Unit.ID.String(), Name: r.Unit.Name, Level: r.Level.Code, Filing: r.Filing.ID.String(), State: string(r.Filing.State), Late: r.Filing.Late,
			Overdue: r.Filing.Overdue(now), Deadline: r.Filing.Deadline.ISO(), Reminded: len(r.Reminded)}
	})
}
