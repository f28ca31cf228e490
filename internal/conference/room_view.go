package conference

import (
	"context"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/conference/floor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// RoomView is everything that all who are in a room see alike.
type RoomView struct {
	Conference
	Now         when.Instant
	Floor       floor.State
	Sites       []Site
	Removed     map[ident.ID]bool
	Agenda      []AgendaItem
	Pauses      []Pause
	Conclusions []Conclusion
	Roll        RollCall
	Remarks     []Remark            // oldest first
	Papers      int                 // released
	Short       map[ident.ID]string // short names of units, where they have one
}

// View gives the room as it stands, for whoever may see the conference.
func (r *Room) View(ctx context.Context, who actor.Actor, id ident.ID) (RoomView, error) {
	v := RoomView{Now: r.s.now(), Short: make(map[ident.ID]string)}
	err := r.s.seen(ctx, who, id, func(ctx context.Context, q *db.Read, c Conference) (err error) {
		v.Conference = c
		if v.Floor, err = loadFloor(ctx, q, c); err != nil {
			return err
		}
		if v.Sites, err = loadSites(ctx, q, id); err != nil {
			return err
		}
		hideContacts(who, c, v.Sites)
		if v.Removed, err = removedSites(ctx, q, id); err != nil {
			return err
		}
		if v.Agenda, err = LoadAgendaIn(ctx, q, id); err != nil {
			return err
		}
		if v.Pauses, err = loadPauses(ctx, q, id); err != nil {
			return err
		}
		if v.Conclusions, err = LoadConclusionsIn(ctx, q, id); err != nil {
			return err
		}
		if v.Roll, err = loadRoll(ctx, q, id); err != nil {
			return err
		}
		if v.Remarks, err = LoadRemarksIn(ctx, q, id); err != nil {
			return err
		}
		n, err := db.Int(ctx, q, `select count(*) from conference_paper where conference = $1 and released_at > 0`, int64(id))
		v.Papers = int(n)
		return err
	})
	if err != nil {
		return v, err
	}
	tree, err := r.s.Org.Tree(ctx, v.Date)
	if err != nil {
		return v, err
	}
	for _, site := range v.Sites {
		if u, ok := tree.Unit(site.Unit); ok && u.ShortName != "" {
			v.Short[site.Unit] = u.ShortName
		}
	}
	return v, nil
}

// Name is how a site is called where there is little room.
func (v RoomView) Name(s Site) string {
	if short := v.Short[s.Unit]; short != "" {
		return short
	}
	return s.UnitName
}

// MaySee judges the right to watch the room, for its live stream.
func (r *Room) MaySee(ctx context.Context, who actor.Actor, id ident.ID) error {
	return r.s.seen(ctx, who, id, func(context.Context, *db.Read, Conference) error { return nil })
}

// MayRun judges the right to the chair's console.
func (r *Room) MayRun(ctx context.Context, who actor.Actor, id ident.ID) error {
	return r.s.seen(ctx, who, id, func(_ context.Context, _ *db.Read, c Conference) error { return mayRun(who, c) })
}

// Site gives a site of the view.
func (v RoomView) Site(id ident.ID) (Site, bool) {
	for _, s := range v.Sites {
		if s.ID == id {
			return s, true
		}
	}
	return Site{}, false
}

// ChairSite is the site from which the conference is chaired: the main one.
func (v RoomView) ChairSite() (Site, bool) {
	for _, s := range v.Sites {
		if s.Kind == MainSite {
			return s, true
		}
	}
	return Site{}, false
}

// ChairsAt tells whether a site is the chair's.
func (v RoomView) ChairsAt(s Site) bool { return v.chairs(s) }

// Voices are the sites that take part: all but the observers.
func (v RoomView) Voices() []Site {
	var list []Site
	for _, s := range v.Sites {
		if s.Kind != Observer {
			list = append(list, s)
		}
	}
	return list
}

// Count counts the sites in a state.
func (v RoomView) Count(status SiteStatus) int {
	n := 0
	for _, s := range v.Sites {
		if s.Status == status {
			n++
		}
	}
	return n
}

// Heads adds up the people present as far as sites have said so.
func (v RoomView) Heads() int {
	n := 0
	for _, s := range v.Sites {
		n += max(0, s.Actual)
	}
	return n
}

// Running is the agenda item being heard; false between items.
func (v RoomView) Running() (AgendaItem, bool) {
	for _, a := range v.Agenda {
		if a.Running() {
			return a, true
		}
	}
	return AgendaItem{}, false
}

// NextUp is the item that the chair would go to.
func (v RoomView) NextUp() (AgendaItem, bool) {
	if _, to := agendaStep(v.Agenda, +1); to >= 0 && to < len(v.Agenda) {
		return v.Agenda[to], true
	}
	return AgendaItem{}, false
}

// CanGoBack tells whether there is an item to go back to.
func (v RoomView) CanGoBack() bool {
	_, to := agendaStep(v.Agenda, -1)
	return to >= 0
}

// Spent is how long an item has been heard, pauses taken out.
func (v RoomView) Spent(a AgendaItem) time.Duration {
	to := a.EndedAt
	if to.Zero() {
		to = v.Now
	}
	return time.Duration(worked(a.StartedAt, to, v.Pauses)) * time.Millisecond
}

// Begins gives when each item began, or is expected to begin after what is running now.
func (v RoomView) Begins() []when.Instant {
	list := make([]when.Instant, len(v.Agenda))
	at := v.StartsAt()
	if !v.OpenedAt.Zero() {
		at = v.OpenedAt
	}
	for i, a := range v.Agenda {
		if !a.StartedAt.Zero() {
			at = a.StartedAt
		}
		list[i] = at
		switch {
		case !a.EndedAt.Zero():
			at = a.EndedAt
		case a.Running():
			at = max(v.Now, a.StartedAt.Add(time.Duration(a.Minutes)*time.Minute+v.lostSince(a.StartedAt)))
		default:
			at = at.Add(time.Duration(a.Minutes) * time.Minute)
		}
	}
	return list
}

func (v RoomView) lostSince(from when.Instant) time.Duration {
	return v.Now.Sub(from) - time.Duration(worked(from, v.Now, v.Pauses))*time.Millisecond
}

// Ends gives the end as planned by the call and as expected now; 0, 0 without minutes on the agenda.
func (v RoomView) Ends() (planned, expected when.Instant) {
	total := 0
	for _, a := range v.Agenda {
		total += a.Minutes
	}
	if total == 0 {
		return 0, 0
	}
	planned = v.StartsAt().Add(time.Duration(total) * time.Minute)
	begins := v.Begins()
	last := len(v.Agenda) - 1
	switch a := v.Agenda[last]; {
	case !a.EndedAt.Zero():
		expected = a.EndedAt
	case a.Running():
		expected = max(v.Now, a.StartedAt.Add(time.Duration(a.Minutes)*time.Minute+v.lostSince(a.StartedAt)))
	default:
		expected = begins[last].Add(time.Duration(a.Minutes) * time.Minute)
	}
	return planned, expected
}

// Late is how many minutes the meeting is behind its plan; negative where it is ahead. Before the opening it is 0.
func (v RoomView) Late() int {
	planned, expected := v.Ends()
	if planned.Zero() || v.OpenedAt.Zero() {
		return 0
	}
	return int(expected.Sub(planned).Minutes())
}

// Spoken adds up the turns that have ended: how many sites spoke, and how long.
func (v RoomView) Spoken() (sites int, total time.Duration) {
	seen := make(map[ident.ID]bool)
	for _, m := range v.Remarks {
		if m.EndedAt.Zero() || m.Floor.Zero() {
			continue
		}
		seen[m.Site] = true
		total += time.Duration(m.Seconds(v.Now)) * time.Second
	}
	return len(seen), total
}

// Missing is how many conclusions the chair announced that are not written yet.
func (v RoomView) Missing() int { return max(0, v.Declared-len(v.Conclusions)) }

// Mine is what the room is for one site: its place, its turn, its people. The zero Mine is somebody who only watches.
type Mine struct {
	Site     Site
	Hand     floor.Hand
	Place    int // from 1, 0 = not asking
	Wait     time.Duration
	Speaks   bool
	Chairs   bool // the chair's site
	Removed  bool
	Joinable bool
	Speakers []Delegate // by name
	Roll     RollCall
	Answer   RollAnswer
	Answered bool
	Now      when.Instant
	Turn     floor.Turn
	Phase    floor.Phase
}

// Sits tells whether there is a site at all.
func (m Mine) Sits() bool { return !m.Site.ID.Zero() }

// SiteFor finds the site for which an actor enters the room: the one asked for, else that of the unit in which the account
// works, else of any unit. Asking for a site of another unit is forbidden; the zero Site is somebody who only watches.
func (r *Room) SiteFor(ctx context.Context, who actor.Actor, id, wanted ident.ID) (Site, error) {
	var site Site
	err := r.s.seen(ctx, who, id, func(ctx context.Context, q *db.Read, c Conference) (err error) {
		if !wanted.Zero() {
			if site, err = siteOfMeeting(ctx, q, c, wanted); err != nil {
				return err
			}
			return who.At(actor.JoinRoom, site.Unit)
		}
		for _, unit := range append([]ident.ID{who.Unit}, who.Units()...) {
			if !who.HasAt(actor.JoinRoom, unit) {
				continue
			}
			found, ok, err := LoadSiteOfIn(ctx, q, id, unit)
			if err != nil {
				return err
			}
			if ok {
				site = found
				return nil
			}
		}
		return nil
	})
	return site, err
}

// Mine gives what the room is for a site of the actor's.
func (r *Room) Mine(ctx context.Context, who actor.Actor, id, siteID ident.ID) (Mine, error) {
	m := Mine{Now: r.s.now()}
	err := r.s.seen(ctx, who, id, func(ctx context.Context, q *db.Read, c Conference) (err error) {
		if m.Site, err = siteOfMeeting(ctx, q, c, siteID); err != nil {
			return err
		}
		if err := who.At(actor.JoinRoom, m.Site.Unit); err != nil {
			return err
		}
		state, err := loadFloor(ctx, q, c)
		if err != nil {
			return err
		}
		m.Hand, _ = state.HandOf(siteID)
		m.Place, m.Wait, m.Speaks = state.Place(siteID), state.Wait(siteID, m.Now), state.Speaks(siteID)
		m.Chairs, m.Joinable, m.Phase = c.chairs(m.Site), c.joinable(r.s.today()), state.Phase
		if m.Speaks {
			m.Turn = state.Turn
		}
		out, err := removedSites(ctx, q, id)
		if err != nil {
			return err
		}
		m.Removed = out[siteID]
		if m.Roll, err = loadRoll(ctx, q, id); err != nil {
			return err
		}
		m.Answer, m.Answered = m.Roll.Answer(siteID)
		list, err := loadDelegates(ctx, q, siteID)
		for _, d := range list {
			if !d.Group() && d.Attendance != Absent {
				m.Speakers = append(m.Speakers, d)
			}
		}
		return err
	})
	return m, err
}
