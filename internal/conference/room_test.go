package conference

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/conference/floor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// stage stands for the media engine: it remembers who may send what.
type stage struct {
	mu      sync.Mutex
	may     map[string]rights
	removed []string
	broken  bool
}

func (s *stage) Address() (string, bool) { return "", true }

func (s *stage) Token(_ context.Context, a Admission, _ time.Duration) (string, error) {
	if s.broken {
		return "", errors.New("engine closed")
	}
	return "token:" + a.Room + ":" + a.Identity, nil
}

func (s *stage) SetRights(_ context.Context, room, identity string, camera, sound, screen bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		return errors.New("engine closed")
	}
	s.may[room+"/"+identity] = rights{camera, sound, screen}
	return nil
}

func (s *stage) Remove(_ context.Context, room, identity string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removed = append(s.removed, room+"/"+identity)
	return nil
}

func (s *stage) of(conference, site ident.ID) rights {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.may[conference.String()+"/"+site.String()]
}

// hall is a house with a room: real time of its own, and a stage.
type hall struct {
	*house
	room  *Room
	real  *when.Settable
	stage *stage
}

func newHall(t *testing.T) *hall {
	h := &hall{house: newHouse(t), real: when.NewFrozen(time.Unix(1_700_000_000, 0)), stage: &stage{may: map[string]rights{}}}
	h.restart()
	return h
}

// restart makes a new room over the same data, as a new process would.
func (h *hall) restart() {
	h.room = NewRoom(RoomDeps{Conferences: h.s, Media: h.stage, Real: h.real})
}

func (h *hall) view(id ident.ID) RoomView {
	h.t.Helper()
	v, err := h.room.View(h.ctx, h.sys, id)
	h.must(err)
	return v
}

func (h *hall) connect(id ident.ID, who actor.Actor, site Site) {
	h.t.Helper()
	_, err := h.room.Present(h.ctx, who, id, site.ID)
	h.must(err)
	h.room.MediaChanged(id.String(), site.ID.String(), true)
	h.room.settleDirty(h.ctx)
}

func (h *hall) pass(d time.Duration) {
	h.clock.Shift(d)
	h.real.Shift(d)
}

func (h *hall) entries(id ident.ID) map[string]int {
	h.t.Helper()
	kinds := map[string]int{}
	h.must(h.db.View(h.ctx, func(ctx context.Context, q *db.Read) error {
		list, err := journal.For(ctx, q, id)
		for _, r := range list {
			kinds[r.Kind]++
		}
		return err
	}))
	return kinds
}

func TestFloorFromHandToRemark(t *testing.T) {
	h := newHall(t)
	id := h.opened()
	a, b, centre := h.site(id, "AB"), h.site(id, "BB"), h.site(id, "C")
	h.must(h.s.AddDelegate(h.ctx, h.specialist, a.ID, DelegateEntry{Person: h.people["hoa"]}, ""))
	h.must(h.room.NextItem(h.ctx, h.secretary, id, ""))
	h.must(h.room.NextItem(h.ctx, h.secretary, id, ""))

	v := h.hub.Version(Topic(id))
	h.must(h.room.RaiseHand(h.ctx, h.other, id, HandEntry{Site: b.ID}, "k1"))
	if h.hub.Version(Topic(id)) <= v {
		t.Error("the room was not told of the hand")
	}
	h.pass(time.Minute)
	mine, err := h.room.Mine(h.ctx, h.specialist, id, a.ID)
	h.must(err)
	if len(mine.Speakers) != 1 {
		t.Fatalf("speakers %+v", mine.Speakers)
	}
	h.must(h.room.RaiseHand(h.ctx, h.specialist, id, HandEntry{Site: a.ID, Speaker: mine.Speakers[0].ID, Minutes: 7, Topic: " kiện toàn   chức danh "}, "k2"))
	if mine, err = h.room.Mine(h.ctx, h.specialist, id, a.ID); err != nil || mine.Place != 2 || mine.Wait != 5*time.Minute {
		t.Errorf("place %d, wait %v, %v", mine.Place, mine.Wait, err)
	}
	if mine.Hand.Topic != "kiện toàn chức danh" || mine.Hand.Speaker.Name != "Lê Văn Hòa" {
		t.Errorf("hand %+v", mine.Hand)
	}

	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: 7}, "g1"))
	view := h.view(id)
	turn := view.Floor.Turn
	if !view.Floor.Speaks(a.ID) || turn.Speaker.Name != "Lê Văn Hòa" || turn.Speaker.Title == "" || turn.Seconds != 420 || len(view.Floor.Hands) != 1 {
		t.Fatalf("after the grant: %+v", view.Floor)
	}
	h.pass(3 * time.Minute)
	h.must(h.room.Extend(h.ctx, h.secretary, id, 1, "e1"))
	h.must(h.room.Remind(h.ctx, h.secretary, id, "r1"))
	if turn = h.view(id).Floor.Turn; turn.Seconds != 480 || turn.RemindedAt.Zero() {
		t.Errorf("extended and reminded: %+v", turn)
	}
	// The chair speaks as well: a turn of its own, also without having asked.
	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: centre.ID, Minutes: 10}, "g2"))
	h.pass(2 * time.Minute)
	h.must(h.room.TakeBack(h.ctx, h.chair, id, "t1"))

	list, err := h.room.Remarks(h.ctx, h.other, id)
	h.must(err)
	if len(list) != 2 {
		t.Fatalf("remarks %+v", list)
	}
	one, two := list[0], list[1]
	if one.Kind != RemarkReport || one.Name != "Lê Văn Hòa" || one.SiteName != a.UnitName || one.ItemOrder != 2 || one.Seconds(0) != 180 {
		t.Errorf("the site's remark: %+v", one)
	}
	if two.Kind != RemarkDirecting || two.Name != "Trần Minh Quang" || two.Title != "Phó Trưởng Ban Thường trực" || two.Seconds(0) != 120 {
		t.Errorf("the chair's remark: %+v", two)
	}
	h.must(h.room.Summarise(h.ctx, h.secretary, id, one.ID, RemarkContribution, "Đề nghị hướng dẫn biên chế.", one.Version, "s1"))
	h.refused(h.room.Summarise(h.ctx, h.secretary, id, one.ID, RemarkContribution, "Khác.", one.Version, ""), "conference.stale", "")
	h.refused(h.room.Summarise(h.ctx, h.specialist, id, one.ID, RemarkContribution, "Khác.", 0, ""), "actor.forbidden_run_conference", "")
	h.refused(h.room.Summarise(h.ctx, h.secretary, id, one.ID, "rating", "Khác.", 0, ""), "conference.choose", "kind")
	for kind, n := range map[string]int{"hand.raised": 2, "floor.given": 2, "floor.extended": 1, "floor.reminded": 1, "floor.taken_back": 1} {
		if got := h.entries(id)[kind]; got != n {
			t.Errorf("%d journal entries %s, want %d", got, kind, n)
		}
	}
}

func TestFloorRefusals(t *testing.T) {
	h := newHall(t)
	id := h.called()
	a, b := h.site(id, "AB"), h.site(id, "BB")
	h.refused(h.room.RaiseHand(h.ctx, h.specialist, id, HandEntry{Site: a.ID}, ""), "conference.floor_hand_not_open", "")
	h.refused(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: 5}, ""), "conference.floor_not_open", "")
	h.on("2021-04-02 14:00")
	h.refused(h.room.OpenMeeting(h.ctx, h.specialist, id, true, ""), "actor.forbidden_run_conference", "")
	h.refused(h.room.OpenMeeting(h.ctx, h.chair, id, false, ""), "conference.sites_without_chair", "confirm") // S0.5: warned
	h.must(h.room.OpenMeeting(h.ctx, h.chair, id, true, ""))

	h.refused(h.room.RaiseHand(h.ctx, h.other, id, HandEntry{Site: a.ID}, ""), "actor.forbidden_join_room", "")
	h.refused(h.room.WithdrawHand(h.ctx, h.other, id, a.ID, ""), "actor.forbidden_join_room", "")
	h.refused(h.room.RaiseHand(h.ctx, h.specialist, id, HandEntry{Site: a.ID, Minutes: 99}, ""), "conference.floor_minutes", "minutes")
	h.refused(h.room.RaiseHand(h.ctx, h.specialist, id, HandEntry{Site: a.ID, Speaker: 77}, ""), "conference.room_speaker_unknown", "speaker")
	h.must(h.room.RaiseHand(h.ctx, h.specialist, id, HandEntry{Site: a.ID}, ""))
	for _, who := range []actor.Actor{h.specialist, h.other} {
		h.refused(h.room.Grant(h.ctx, who, id, GrantEntry{Site: a.ID, Minutes: 5}, ""), "actor.forbidden_run_conference", "")
		h.refused(h.room.TakeBack(h.ctx, who, id, ""), "actor.forbidden_run_conference", "")
		h.refused(h.room.NextItem(h.ctx, who, id, ""), "actor.forbidden_run_conference", "")
		h.refused(h.room.Pause(h.ctx, who, id, ""), "actor.forbidden_run_conference", "")
		h.refused(h.room.CallRoll(h.ctx, who, id, ""), "actor.forbidden_run_conference", "")
		h.refused(h.room.RemoveSite(h.ctx, who, id, b.ID, ""), "actor.forbidden_run_conference", "")
		h.refused(h.room.CloseMeeting(h.ctx, who, id, ""), "actor.forbidden_run_conference", "")
		h.refused(h.room.DeclineHand(h.ctx, who, id, a.ID, ""), "actor.forbidden_run_conference", "")
	}
	stranger := h.desk(9, 0, "Người khác", "E", actor.Specialist)
	h.refused(h.room.RaiseHand(h.ctx, stranger, id, HandEntry{Site: a.ID}, ""), "conference.not_found", "")
	h.refused(h.room.MaySee(h.ctx, actor.Actor{}, id), "actor.sign_in", "")
	for _, minutes := range []int{0, -3, 61} {
		h.refused(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: minutes}, ""), "conference.floor_minutes", "minutes")
	}
	h.refused(h.room.TakeBack(h.ctx, h.chair, id, ""), "conference.floor_nobody", "")
	h.refused(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: 12345, Minutes: 5}, ""), "conference.site_not_found", "")
	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: 5}, ""))
	h.refused(h.room.Yield(h.ctx, h.other, id, b.ID, ""), "conference.floor_not_yours", "")
	h.refused(h.room.Yield(h.ctx, h.other, id, a.ID, ""), "actor.forbidden_join_room", "")
	h.must(h.room.Yield(h.ctx, h.specialist, id, a.ID, ""))
}

func TestRetriesDoThingsOnce(t *testing.T) {
	h := newHall(t)
	id := h.opened()
	a, b := h.site(id, "AB"), h.site(id, "BB")
	h.must(h.room.RaiseHand(h.ctx, h.other, id, HandEntry{Site: b.ID}, "hand"))
	h.must(h.room.WithdrawHand(h.ctx, h.other, id, b.ID, "down"))
	h.must(h.room.RaiseHand(h.ctx, h.other, id, HandEntry{Site: b.ID}, "hand")) // the browser sends the first one again
	if n := len(h.view(id).Floor.Hands); n != 0 {
		t.Errorf("a retry raised the hand again: %d up", n)
	}
	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: 5}, "grant"))
	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: b.ID, Minutes: 5}, "grant2"))
	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: 5}, "grant"))
	h.must(h.room.Extend(h.ctx, h.chair, id, 1, "more"))
	h.must(h.room.Extend(h.ctx, h.chair, id, 1, "more"))
	v := h.view(id)
	if !v.Floor.Speaks(b.ID) || v.Floor.Turn.Seconds != 360 || len(v.Remarks) != 2 {
		t.Errorf("after retries: %+v, %d remarks", v.Floor.Turn, len(v.Remarks))
	}
}

// 40 sites ask and the chair gives the floor, all at once: one turn, one hand a site, in SQL too.
func TestManyAtOnce(t *testing.T) {
	h := newHall(t)
	id := h.opened()
	sites := []Site{h.site(id, "AB"), h.site(id, "BB"), h.site(id, "C")}
	who := []actor.Actor{h.specialist, h.other, h.chair}
	var wait sync.WaitGroup
	for i := range 60 {
		wait.Go(func() {
			n := i % 3
			var err error
			switch i % 4 {
			case 0, 1:
				err = h.room.RaiseHand(h.ctx, who[n], id, HandEntry{Site: sites[n].ID}, "")
			case 2:
				err = h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: sites[n].ID, Minutes: 5}, "")
			default:
				err = h.room.TakeBack(h.ctx, h.chair, id, "")
			}
			if err != nil && fault.KindOf(err) != fault.KindConflict {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	wait.Wait()
	h.must(h.db.View(h.ctx, func(ctx context.Context, q *db.Read) error {
		held, err := db.Int(ctx, q, `select count(*) from conference_floor where ended_at = 0`)
		if held > 1 {
			t.Errorf("%d turns are held", held)
		}
		lost, err2 := db.Int(ctx, q, `select count(*) from conference_floor f where not exists (select 1 from conference_remark r where r.floor = f.id)`)
		if lost > 0 {
			t.Errorf("%d turns have no remark", lost)
		}
		return errors.Join(err, err2)
	}))
}

func TestLineLostAndBack(t *testing.T) {
	h := newHall(t)
	id := h.opened()
	a, b := h.site(id, "AB"), h.site(id, "BB")
	h.connect(id, h.specialist, a)
	h.connect(id, h.other, b)
	h.must(h.room.RaiseHand(h.ctx, h.specialist, id, HandEntry{Site: a.ID}, ""))
	h.pass(time.Second)
	h.must(h.room.RaiseHand(h.ctx, h.other, id, HandEntry{Site: b.ID}, ""))
	form := h.site(id, "AB").Version

	h.room.MediaChanged(id.String(), a.ID.String(), false)
	h.pass(20 * time.Second)
	h.must(h.room.Sweep(h.ctx))
	if s := h.site(id, "AB"); s.Status != Connected {
		t.Errorf("after 20 s: %s", s.Status)
	}
	_, err := h.room.Present(h.ctx, h.other, id, b.ID)
	h.must(err)
	h.pass(6 * time.Second)
	h.must(h.room.Sweep(h.ctx))
	s := h.site(id, "AB")
	if s.Status != Lost || s.StatusAt != when.InstantOf(h.clock.Now()) {
		t.Errorf("after 26 s: %s since %v", s.Status, s.StatusAt)
	}
	if s := h.site(id, "BB"); s.Status != Connected {
		t.Errorf("a site that gives signs of life is %s", s.Status)
	}
	// S0.6/bad: the record stays editable on the page that is open, and is sent once.
	h.must(h.s.SaveSite(h.ctx, h.specialist, a.ID, SiteEntry{Actual: "25", Version: form}, "once"))
	h.must(h.s.SaveSite(h.ctx, h.specialist, a.ID, SiteEntry{Actual: "25", Version: form}, "once"))

	h.restart() // state is in SQL
	if v := h.view(id); v.Floor.Place(a.ID) != 1 || v.Floor.Place(b.ID) != 2 {
		t.Errorf("places after a restart: %+v", v.Floor.Hands)
	}
	h.must(h.room.Sweep(h.ctx))
	if s := h.site(id, "BB"); s.Status != Connected {
		t.Errorf("a restart took a connected site for lost: %s", s.Status)
	}
	h.connect(id, h.specialist, a)
	mine, err := h.room.Mine(h.ctx, h.specialist, id, a.ID)
	h.must(err)
	if mine.Site.Status != Connected || mine.Place != 1 {
		t.Errorf("back: %s at place %d", mine.Site.Status, mine.Place)
	}
	facts, err := h.s.Site(h.ctx, h.specialist, id, a.ID)
	h.must(err)
	if got := fmt.Sprint([]SiteStatus{facts.History[0].Status, facts.History[1].Status, facts.History[2].Status}); got != "[connected lost connected]" {
		t.Errorf("history: %s", got)
	}
	h.must(h.room.Leave(h.ctx, h.specialist, id, a.ID, ""))
	if v := h.view(id); v.Floor.Place(a.ID) != 0 || v.Floor.Place(b.ID) != 1 || v.Count(Left) != 1 {
		t.Errorf("after leaving: %+v", v.Floor.Hands)
	}
	h.must(h.room.Leave(h.ctx, h.specialist, id, a.ID, "")) // again it changes nothing
}

func TestMediaRightsFollowTheFloor(t *testing.T) {
	h := newHall(t)
	id := h.called()
	a, b, centre := h.site(id, "AB"), h.site(id, "BB"), h.site(id, "C")
	_, err := h.room.MediaToken(h.ctx, h.specialist, id, a.ID)
	h.refused(err, "conference.room_not_joinable", "") // called, but not today
	h.on("2021-04-02 13:40")
	ticket, err := h.room.MediaToken(h.ctx, h.specialist, id, a.ID)
	h.must(err)
	if ticket.Identity != a.ID.String() {
		t.Errorf("identity %s", ticket.Identity)
	}
	_, err = h.room.MediaToken(h.ctx, h.other, id, a.ID)
	h.refused(err, "actor.forbidden_join_room", "")
	watch, err := h.room.WatchToken(h.ctx, h.chair, id)
	h.must(err)
	if watch.Identity == centre.ID.String() {
		t.Error("watching takes the site's own session")
	}

	h.connect(id, h.specialist, a)
	h.connect(id, h.other, b)
	h.connect(id, h.chair, centre)
	camera, chair, speaker := rights{camera: true}, rights{camera: true, sound: true}, rights{true, true, true}
	want := func(when string, ra, rb, rc rights) {
		t.Helper()
		if h.stage.of(id, a.ID) != ra || h.stage.of(id, b.ID) != rb || h.stage.of(id, centre.ID) != rc {
			t.Errorf("%s: %+v %+v %+v", when, h.stage.of(id, a.ID), h.stage.of(id, b.ID), h.stage.of(id, centre.ID))
		}
	}
	want("before the opening", camera, camera, chair)
	h.must(h.room.OpenMeeting(h.ctx, h.chair, id, true, ""))
	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: 5}, ""))
	want("a has the floor", speaker, camera, chair)
	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: b.ID, Minutes: 5}, ""))
	want("b has the floor", camera, speaker, chair)
	h.room.MediaChanged(id.String(), b.ID.String(), true) // a new session begins with nothing
	h.stage.may[id.String()+"/"+b.ID.String()] = rights{}
	h.room.settleDirty(h.ctx)
	want("b came back", camera, speaker, chair)
	h.must(h.room.TakeBack(h.ctx, h.chair, id, ""))
	want("taken back", camera, camera, chair)

	h.must(h.room.RemoveSite(h.ctx, h.secretary, id, a.ID, ""))
	_, err = h.room.MediaToken(h.ctx, h.specialist, id, a.ID)
	h.refused(err, "conference.room_removed", "")
	_, err = h.room.Present(h.ctx, h.specialist, id, a.ID)
	h.refused(err, "conference.room_removed", "")
	h.refused(h.room.RaiseHand(h.ctx, h.specialist, id, HandEntry{Site: a.ID}, ""), "conference.room_removed", "")
	h.refused(h.room.RemoveSite(h.ctx, h.secretary, id, centre.ID, ""), "conference.room_remove_chair", "site")
	want("a is out", rights{}, camera, chair)
	if len(h.stage.removed) == 0 {
		t.Error("the session of the removed site goes on")
	}
	h.must(h.room.AdmitSite(h.ctx, h.secretary, id, a.ID, ""))
	h.connect(id, h.specialist, a)
	want("a is in again", camera, camera, chair)

	h.stage.broken = true // everything but the picture goes on
	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: 5}, ""))
	h.stage.broken = false
	h.room.settleKnown(h.ctx)
	want("the engine works again", speaker, camera, chair)

	h.must(h.room.CloseMeeting(h.ctx, h.chair, id, ""))
	want("closed", rights{}, rights{}, rights{})
	v := h.view(id)
	if v.Floor.Turn.Held() || v.Floor.Phase != floor.Closed || len(v.Remarks) != 3 || v.Remarks[2].EndedAt.Zero() {
		t.Errorf("after the close: %+v, %d remarks", v.Floor, len(v.Remarks))
	}
}

func TestRoomWithoutMedia(t *testing.T) {
	h := newHall(t)
	id := h.opened()
	h.room = NewRoom(RoomDeps{Conferences: h.s, Real: h.real})
	a := h.site(id, "AB")
	_, err := h.room.MediaToken(h.ctx, h.specialist, id, a.ID)
	h.refused(err, "conference.room_no_media", "")
	_, err = h.room.Present(h.ctx, h.specialist, id, a.ID)
	h.must(err)
	h.must(h.room.RaiseHand(h.ctx, h.specialist, id, HandEntry{Site: a.ID}, ""))
	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: 5}, ""))
	h.must(h.room.RemoveSite(h.ctx, h.chair, id, a.ID, ""))
}

func TestAgendaAndPauses(t *testing.T) {
	h := newHall(t)
	id := h.opened()
	a := h.site(id, "AB")
	h.refused(h.room.PreviousItem(h.ctx, h.chair, id, ""), "conference.room_agenda_end", "")
	h.must(h.room.NextItem(h.ctx, h.chair, id, ""))
	h.pass(9 * time.Minute)
	h.must(h.room.NextItem(h.ctx, h.chair, id, ""))
	if late := h.view(id).Late(); late != 4 {
		t.Errorf("late by %d minutes", late)
	}
	h.must(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: 5}, ""))
	h.must(h.room.Pause(h.ctx, h.chair, id, ""))
	h.must(h.room.Pause(h.ctx, h.chair, id, "")) // again it changes nothing
	v := h.view(id)
	if v.Floor.Turn.Held() || v.Floor.Phase != floor.Paused {
		t.Errorf("paused: %+v", v.Floor)
	}
	h.refused(h.room.Grant(h.ctx, h.chair, id, GrantEntry{Site: a.ID, Minutes: 5}, ""), "conference.floor_paused", "")
	h.refused(h.room.NextItem(h.ctx, h.chair, id, ""), "conference.floor_paused", "")
	h.pass(10 * time.Minute)
	h.must(h.room.Resume(h.ctx, h.chair, id, ""))
	h.pass(2 * time.Minute)
	v = h.view(id)
	item, ok := v.Running()
	if !ok || item.Order != 2 || v.Spent(item) != 2*time.Minute {
		t.Errorf("item %d heard for %v", item.Order, v.Spent(item))
	}
	h.must(h.room.PreviousItem(h.ctx, h.chair, id, ""))
	if item, _ = h.view(id).Running(); item.Order != 1 {
		t.Errorf("back to item %d", item.Order)
	}
	for range 3 {
		h.must(h.room.NextItem(h.ctx, h.chair, id, ""))
	}
	if _, ok := h.view(id).Running(); ok {
		t.Error("after the last item one is running")
	}
	h.refused(h.room.NextItem(h.ctx, h.chair, id, ""), "conference.room_agenda_end", "")
	h.must(h.room.PreviousItem(h.ctx, h.chair, id, ""))
	if item, _ = h.view(id).Running(); item.Order != 3 {
		t.Errorf("back from the end to item %d", item.Order)
	}
}

func TestRollCall(t *testing.T) {
	h := newHall(t)
	id := h.called()
	a, b := h.site(id, "AB"), h.site(id, "BB")
	h.refused(h.room.CallRoll(h.ctx, h.chair, id, ""), "conference.floor_not_open", "")
	h.on("2021-04-02 14:00")
	h.must(h.room.OpenMeeting(h.ctx, h.chair, id, true, ""))
	h.refused(h.room.AnswerRoll(h.ctx, h.specialist, id, a.ID, 25, 0, 0, ""), "conference.room_roll_closed", "")
	h.must(h.room.CallRoll(h.ctx, h.secretary, id, ""))
	h.must(h.room.AnswerRoll(h.ctx, h.specialist, id, a.ID, 24, 1, 0, ""))
	h.must(h.room.AnswerRoll(h.ctx, h.specialist, id, a.ID, 25, 2, 1, ""))
	h.refused(h.room.AnswerRoll(h.ctx, h.other, id, a.ID, 25, 0, 0, ""), "actor.forbidden_join_room", "")
	h.refused(h.room.AnswerRoll(h.ctx, h.other, id, b.ID, -1, 0, 0, ""), "conference.headcount_negative", "present") // S0.6/bad
	h.refused(h.room.AnswerRoll(h.ctx, h.other, id, b.ID, 5, -1, 0, ""), "conference.headcount_negative", "excused")
	h.must(h.s.AddDelegate(h.ctx, h.other, b.ID, DelegateEntry{Person: h.people["ha"]}, ""))
	h.refused(h.room.AnswerRoll(h.ctx, h.other, id, b.ID, 0, 0, 0, ""), "conference.headcount_below_named", "present") // S0.6/bad
	roll := h.view(id).Roll
	present, excused, unexcused := roll.Total()
	if len(roll.Answers) != 1 || present != 25 || excused != 2 || unexcused != 1 {
		t.Errorf("roll %+v", roll)
	}
	if s := h.site(id, "AB"); s.Actual != 25 {
		t.Errorf("headcount %d", s.Actual)
	}
	h.must(h.room.CallRoll(h.ctx, h.secretary, id, ""))
	if roll = h.view(id).Roll; len(roll.Answers) != 0 {
		t.Errorf("a new roll call begins with %d answers", len(roll.Answers))
	}
	h.must(h.room.CloseRoll(h.ctx, h.secretary, id, ""))
	h.refused(h.room.AnswerRoll(h.ctx, h.specialist, id, a.ID, 25, 0, 0, ""), "conference.room_roll_closed", "")
	for n, want := range map[int]int{0: 0, 1: 1, 2: 2, 3: 2, 34: 23, 35: 24} {
		if got := Quorum(n); got != want {
			t.Errorf("two thirds of %d: %d", n, got)
		}
	}
}

func TestOpenAttend(t *testing.T) {
	h := newHall(t)
	id := h.called()
	a := h.site(id, "AB")
	h.on("2021-04-02 14:00")
	t.Run("S0.6", func(t *testing.T) {
		h.must(h.room.OpenMeeting(h.ctx, h.chair, id, true, ""))
		h.must(h.room.ReportHeadcount(h.ctx, h.specialist, id, a.ID, 25, ""))
		h.connect(id, h.specialist, a)
		v, err := h.room.View(h.ctx, h.secretary, id)
		h.must(err)
		site, _ := v.Site(a.ID)
		if site.Status != Connected || site.Actual != 25 || v.Heads() != 25 || v.Count(Connected) != 1 {
			t.Errorf("the centre sees %s with %d heads", site.Status, site.Actual)
		}
	})
	t.Run("S0.6/bad: headcount -1 or below the named delegates", func(t *testing.T) {
		h.refused(h.room.ReportHeadcount(h.ctx, h.specialist, id, a.ID, -1, ""), "conference.headcount_negative", "present")
		h.must(h.s.AddDelegate(h.ctx, h.specialist, a.ID, DelegateEntry{Person: h.people["hoa"]}, ""))
		h.must(h.s.AddDelegate(h.ctx, h.specialist, a.ID, DelegateEntry{Person: h.people["son"]}, ""))
		h.refused(h.room.ReportHeadcount(h.ctx, h.specialist, id, a.ID, 1, ""), "conference.headcount_below_named", "present")
		h.refused(h.room.ReportHeadcount(h.ctx, h.other, id, a.ID, 3, ""), "actor.forbidden_join_room", "")
		if s := h.site(id, "AB"); s.Actual != 25 {
			t.Errorf("a refused headcount is stored: %d", s.Actual)
		}
	})
	t.Run("S0.6/bad: the line is lost", func(t *testing.T) {
		open := h.site(id, "AB").Version
		h.pass(26 * time.Second)
		h.must(h.room.Sweep(h.ctx))
		if s := h.site(id, "AB"); s.Status != Lost {
			t.Fatalf("after 26 s of silence: %s", s.Status)
		}
		for range 2 { // the page that is open sends what was typed, once, whatever it tries
			h.must(h.s.SaveSite(h.ctx, h.specialist, a.ID, SiteEntry{Actual: "27", Version: open}, "typed"))
		}
		if s := h.site(id, "AB"); s.Actual != 27 || s.Version != open+1 {
			t.Errorf("saved %d in version %d, was %d", s.Actual, s.Version, open)
		}
	})
	if _, err := h.room.Present(h.ctx, h.other, id, a.ID); !fault.Is(err, "actor.forbidden_join_room") {
		t.Errorf("another unit's sign of life: %v", err)
	}
}

func TestLineTestRecord(t *testing.T) {
	h := newHall(t)
	id := h.called()
	a := h.site(id, "AB")
	good := func(part string) PartResult {
		return PartResult{Part: part, Grade: GradeGood, Numbers: map[string]float64{"mbps": 3.1}}
	}
	h.must(h.room.SaveLineTest(h.ctx, h.specialist, id, a.ID, []PartResult{good(PartUpload), {Part: PartCamera, Grade: GradeBad, Reason: "denied"}}, "t"))
	h.must(h.room.SaveLineTest(h.ctx, h.specialist, id, a.ID, []PartResult{{Part: PartCamera, Grade: GradeGood, Numbers: map[string]float64{"width": 1280}}}, ""))
	tests, err := h.s.LineTests(h.ctx, h.office, id)
	h.must(err)
	if tt := tests[a.ID]; tt.Count(GradeGood) != 2 || tt.Worst() != GradeGood || tt.By != h.specialist.Name {
		t.Errorf("kept %+v", tt)
	}
	for name, p := range map[string]PartResult{
		"unknown part": {Part: "heart", Grade: GradeGood}, "unknown grade": {Part: PartCamera, Grade: "best"},
		"unknown number": {Part: PartCamera, Grade: GradeGood, Numbers: map[string]float64{"iq": 1}},
		"out of range":   {Part: PartUpload, Grade: GradeGood, Numbers: map[string]float64{"mbps": 1e9}},
		"negative":       {Part: PartUpload, Grade: GradeGood, Numbers: map[string]float64{"mbps": -1}},
		"free text":      {Part: PartCamera, Grade: GradeBad, Reason: "<script>"},
	} {
		if err := h.room.SaveLineTest(h.ctx, h.specialist, id, a.ID, []PartResult{p}, ""); !fault.Is(err, "conference.room_test_malformed") {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.refused(h.room.SaveLineTest(h.ctx, h.other, id, a.ID, []PartResult{good(PartUpload)}, ""), "actor.forbidden_join_room", "")
	h.refused(h.room.ChooseFallback(h.ctx, h.specialist, id, a.ID, "pigeon", ""), "conference.choose", "fallback")
	h.must(h.room.ChooseFallback(h.ctx, h.specialist, id, a.ID, FallbackPhone, ""))
	ready, _, err := h.room.Ready(h.ctx, h.specialist, id, a.ID)
	h.must(err)
	if ready.Fallback != FallbackPhone || len(ready.Test.Parts) != 2 {
		t.Errorf("ready %+v", ready)
	}
	for range speedMost {
		h.must(h.room.SpeedTest(h.ctx, h.specialist, id, a.ID))
	}
	h.refused(h.room.SpeedTest(h.ctx, h.specialist, id, a.ID), "conference.room_test_too_often", "")
	h.real.Shift(2 * time.Minute)
	h.must(h.room.SpeedTest(h.ctx, h.specialist, id, a.ID))
	h.refused(h.room.SpeedTest(h.ctx, h.other, id, a.ID), "actor.forbidden_join_room", "")
}
