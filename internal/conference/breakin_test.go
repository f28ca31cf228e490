package conference

import (
	"context"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
)

// A draft that a province made for itself must not become a conference of the centre: number, notice and sites follow the first host.
func TestADraftIsNotHandedToAHostOfSomebodyElse(t *testing.T) {
	h := newHouse(t)
	province := h.desk(20, 0, "Văn phòng An Giao", "A", actor.Office)
	d := h.details()
	d.Hosts, d.Chairs, d.Scope = []ident.ID{h.units["A"]}, nil, org.Scope{Kind: org.ScopeSubtree, Under: h.units["A"]}
	id, err := h.s.Create(h.ctx, province, d, "")
	h.must(err)
	d.Hosts, d.Scope = []ident.ID{h.units["C"], h.units["A"]}, org.Scope{Kind: org.ScopeAll}
	if err := h.s.Change(h.ctx, province, id, d, ""); fault.KindOf(err) != fault.KindForbidden || err == nil {
		t.Errorf("a province handed its draft to the centre: %v", err)
	}
	if f := h.facts(id); f.Host() != h.units["A"] {
		t.Errorf("the draft's host is %v", f.Hosts)
	}
	d.Hosts = []ident.ID{h.units["A"], h.units["C"]}
	h.must(h.s.Change(h.ctx, province, id, d, "")) // naming another unit as co-host stays possible
}

// A province stands right below the top: what is below its superior is the country.
func TestAProvinceDoesNotCallTheCountry(t *testing.T) {
	h := newHouse(t)
	province := h.desk(20, 0, "Văn phòng An Giao", "A", actor.Office)
	d := h.details()
	d.Hosts, d.Chairs, d.Review, d.Plan = []ident.ID{h.units["A"]}, nil, "", ""
	for name, c := range map[string]struct {
		scope org.Scope
		may   bool
	}{
		"everybody":         {org.Scope{Kind: org.ScopeAll}, false},
		"its superior":      {org.Scope{Kind: org.ScopeList, Units: []ident.ID{h.units["C"]}}, false},
		"another province":  {org.Scope{Kind: org.ScopeSubtree, Under: h.units["B"]}, false},
		"what is its own":   {org.Scope{Kind: org.ScopeSubtree, Under: h.units["A"]}, true},
		"its board by name": {org.Scope{Kind: org.ScopeList, Units: []ident.ID{h.units["AB"]}}, true},
	} {
		d.Scope = c.scope
		id, err := h.s.Create(h.ctx, province, d, "")
		h.must(err)
		if err := h.s.Call(h.ctx, province, id, ""); c.may != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestABodyOfTheCentreCallsTheCountry(t *testing.T) {
	h := newHouse(t)
	tree, err := h.s.Org.Today(h.ctx)
	h.must(err)
	for unit, below := range map[string]string{"C": "C", "E": "C", "A": "A", "AB": "A", "BB": "B"} {
		if got := tree.Remit(h.units[unit]); got != h.units[below] {
			t.Errorf("%s calls below %s, want %s", unit, tree.Name(got), below)
		}
	}
}

func TestNobodyNamesEndlessHosts(t *testing.T) {
	h := newHouse(t)
	d := h.details()
	for i := range 40 {
		d.Hosts = append(d.Hosts, ident.ID(1000+i))
	}
	_, err := h.s.Create(h.ctx, h.office, d, "")
	h.refused(err, "conference.hosts_many", "hosts")
}

// A task stands in the name of the hosts or of who is above them, and goes to units that the first host's superior has below it.
func TestATaskStaysWithinTheHostsReach(t *testing.T) {
	h := newHouse(t)
	province := h.desk(20, h.people["hoa"], "Văn phòng An Giao", "AB", actor.Office)
	d := h.details()
	d.Hosts, d.Chairs, d.Review, d.Plan = []ident.ID{h.units["AB"]}, []Seat{{Person: h.people["hoa"]}}, "", ""
	d.Scope = org.Scope{Kind: org.ScopeSubtree, Under: h.units["A"]}
	id, err := h.s.Create(h.ctx, province, d, "")
	h.must(err)
	h.must(h.s.Call(h.ctx, province, id, ""))
	h.on("2021-04-02 14:00")
	h.must(h.s.Open(h.ctx, province, id, true, ""))
	one, err := h.s.AddConclusion(h.ctx, province, id, ConclusionEntry{Text: "Triển khai"}, "")
	h.must(err)
	good := TaskEntry{Leads: []ident.ID{h.units["A"]}, Due: "30/06/2021", Priority: task.Key}
	for name, c := range map[string]struct {
		key, field string
		change     func(e *TaskEntry)
	}{
		"lead in another province":     {"conference.task_beyond", "leads", func(e *TaskEntry) { e.Leads = []ident.ID{h.units["BB"]} }},
		"lead above the superior":      {"conference.task_beyond", "leads", func(e *TaskEntry) { e.Leads = []ident.ID{h.units["C"]} }},
		"lead that does not exist":     {"conference.unit_unknown", "leads", func(e *TaskEntry) { e.Leads = []ident.ID{4711} }},
		"co-ordinating that is not":    {"conference.unit_unknown", "coordinating", func(e *TaskEntry) { e.Coordinating = []ident.ID{4711} }},
		"in the name of a stranger":    {"conference.task_assigner", "assigner", func(e *TaskEntry) { e.Assigner = h.units["BB"] }},
		"in the name of a unit below":  {"conference.task_assigner", "assigner", func(e *TaskEntry) { e.Assigner = 4711 }},
		"one good lead and a stranger": {"conference.task_beyond", "leads", func(e *TaskEntry) { e.Leads = append(e.Leads, h.units["B"]) }},
	} {
		e := good
		c.change(&e)
		t.Run(name, func(t *testing.T) {
			h.t = t
			h.refused(h.s.PrepareTasks(h.ctx, province, id, one, e, ""), c.key, c.field)
		})
	}
	h.t = t
	good.Assigner = h.units["C"] // given by the superior who chaired
	h.must(h.s.PrepareTasks(h.ctx, province, id, one, good, ""))
}

// Reading a form makes the periods that it names, and a period until an event keeps that event where it is.
func TestWhoMayNotCallMakesNoPeriods(t *testing.T) {
	h := newHouse(t)
	d := h.details()
	d.Hosts, d.PlanEvent = nil, h.day
	_, err := h.s.Create(h.ctx, h.specialist, d, "")
	if fault.KindOf(err) != fault.KindForbidden || err == nil {
		t.Errorf("a form without a host is read for anyone: %v", err)
	}
	anchors, err := h.cal.Anchors(h.ctx, h.sys, h.day)
	h.must(err)
	if len(anchors) != 0 {
		t.Errorf("a stranger hung %v on the election", anchors)
	}
}

func TestApprovedConclusionsAreNotPutIntoAnotherMouth(t *testing.T) {
	h := newHouse(t)
	id := h.opened()
	h.written(id, "1", 1)
	h.must(h.s.Close(h.ctx, h.chair, id, ""))
	h.must(h.s.Approve(h.ctx, h.chair, id, ""))
	chairs := h.facts(id).Chairs
	h.must(h.s.Speak(h.ctx, h.secretary, id, chairs[0].ID, "")) // as it was
	if !h.facts(id).Approved() {
		t.Error("the approval fell though nothing changed")
	}
	h.must(h.s.Speak(h.ctx, h.secretary, id, chairs[1].ID, ""))
	if h.facts(id).Approved() {
		t.Error("the approval stands for words that another chair is now said to have spoken")
	}
}

// What one site writes stands on everybody's page and in every live frame.
func TestEntriesHaveAnEnd(t *testing.T) {
	h := newHouse(t)
	long := strings.Repeat("ư ", 2000)
	d := h.details()
	d.Place, d.Agenda[1].Presenter = long, long
	_, err := h.s.Create(h.ctx, h.office, d, "")
	h.refused(err, "conference.entry_long", "")
	id := h.called()
	site := h.site(id, "AB")
	err = h.s.SaveSite(h.ctx, h.specialist, site.ID, SiteEntry{Place: long, Delegates: []DelegateEntry{{Name: long}}}, "")
	h.refused(err, "conference.entry_long", "")
	if n := len(fault.All(err)); n != 2 {
		t.Errorf("%d refusals, want one for the place and one for the name: %v", n, err)
	}
	h.refused(h.s.MarkLine(h.ctx, h.specialist, site.ID, Connected, long, ""), "conference.entry_long", "note")
	h.refused(h.s.Postpone(h.ctx, h.office, id, long, ""), "conference.entry_long", "reason")
	h.on("2021-04-02 14:00")
	h.must(h.s.Open(h.ctx, h.chair, id, true, ""))
	_, err = h.s.AddConclusion(h.ctx, h.secretary, id, ConclusionEntry{Text: "Một", Heading: long, Addressee: long}, "")
	h.refused(err, "conference.entry_long", "")
}

// desks are accounts whose grants a test takes away.
type desks map[ident.ID]actor.Actor

func (d desks) ActorFor(_ context.Context, account, _ ident.ID) (actor.Actor, error) {
	if who, ok := d[account]; ok {
		return who, nil
	}
	return actor.Actor{}, fault.Unauthenticated("actor.sign_in")
}

// A ticket is taken once, but the right to sit in the room is the account's of every moment.
func TestWhoLosesTheRightLosesTheSession(t *testing.T) {
	h := newHall(t)
	id := h.opened()
	a, b := h.site(id, "AB"), h.site(id, "BB")
	d := desks{h.specialist.Account: h.specialist, h.other.Account: h.other, h.chair.Account: h.chair}
	h.room = NewRoom(RoomDeps{Conferences: h.s, Media: h.stage, Accounts: d, Real: h.real})
	for _, one := range []struct {
		who  actor.Actor
		site Site
	}{{h.specialist, a}, {h.other, b}} {
		_, err := h.room.MediaToken(h.ctx, one.who, id, one.site.ID)
		h.must(err)
		h.connect(id, one.who, one.site)
	}
	watch, err := h.room.WatchToken(h.ctx, h.chair, id)
	h.must(err)
	h.room.MediaChanged(id.String(), watch.Identity, true)
	h.room.review(h.ctx)
	if len(h.stage.removed) != 0 {
		t.Fatalf("sent out without a reason: %v", h.stage.removed)
	}
	gone := h.specialist
	gone.Grants = nil // revoked
	d[gone.Account] = gone
	delete(d, h.chair.Account) // closed
	h.room.review(h.ctx)
	slices.Sort(h.stage.removed)
	want := []string{id.String() + "/" + a.ID.String(), id.String() + "/" + watch.Identity}
	slices.Sort(want)
	if !slices.Equal(h.stage.removed, want) {
		t.Errorf("removed %v, want %v", h.stage.removed, want)
	}
}

func TestWhoWasSentOutDoesNotComeBackAsAWatcher(t *testing.T) {
	h := newHall(t)
	id := h.opened()
	a := h.site(id, "AB")
	h.room = NewRoom(RoomDeps{Conferences: h.s, Media: h.stage, Accounts: desks{h.specialist.Account: h.specialist}, Real: h.real})
	watch, err := h.room.WatchToken(h.ctx, h.specialist, id)
	h.must(err)
	h.room.MediaChanged(id.String(), watch.Identity, true)
	h.must(h.room.RemoveSite(h.ctx, h.secretary, id, a.ID, ""))
	if _, err := h.room.WatchToken(h.ctx, h.specialist, id); !fault.Is(err, "conference.room_removed") {
		t.Errorf("a site that was sent out watches: %v", err)
	}
	h.room.review(h.ctx)
	if !slices.Contains(h.stage.removed, id.String()+"/"+watch.Identity) {
		t.Error("its people go on watching")
	}
	h.must(h.room.AdmitSite(h.ctx, h.secretary, id, a.ID, ""))
	_, err = h.room.WatchToken(h.ctx, h.specialist, id)
	h.must(err)
}

// The telephone of a site's contact is for the hosts and the site's own unit, not for hundreds of other sites.
func TestContactPhonesStayWithHostsAndTheirUnit(t *testing.T) {
	h := newHouse(t)
	d := h.details()
	d.Scope = org.Scope{Kind: org.ScopeList, Units: []ident.ID{h.units["AB"], h.units["BB"]}}
	id, err := h.s.Create(h.ctx, h.office, d, "")
	h.must(err)
	h.must(h.s.Call(h.ctx, h.office, id, ""))
	own, other := h.desk(30, 0, "Chuyên viên", "AB", actor.Specialist), h.desk(31, 0, "Chuyên viên", "BB", actor.Specialist)
	site, _, err := h.s.SiteOf(h.ctx, own, id, h.units["AB"])
	h.must(err)
	h.must(h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update conference_site set contact_phone = '0912' where id = $1`, int64(site.ID))
		return err
	}))
	for who, c := range map[string]struct {
		actor actor.Actor
		sees  bool
	}{"the host": {h.office, true}, "its own unit": {own, true}, "another site": {other, false}} {
		sites, err := h.s.Sites(h.ctx, c.actor, id)
		h.must(err)
		one, err := h.s.Site(h.ctx, c.actor, id, site.ID)
		h.must(err)
		of, _, err := h.s.SiteOf(h.ctx, c.actor, id, h.units["AB"])
		h.must(err)
		in := slices.IndexFunc(sites, func(s Site) bool { return s.ID == site.ID })
		for i, phone := range []string{sites[in].ContactPhone, one.ContactPhone, of.ContactPhone} {
			if (phone != "") != c.sees {
				t.Errorf("%s reads %q by way %d", who, phone, i)
			}
		}
	}
}
