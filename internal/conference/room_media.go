package conference

import (
	"context"
	"strings"
	"sync"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/conference/floor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

const (
	tokenLife   = 2 * time.Minute // a page asks for one and joins at once
	settleWait  = 3 * time.Second
	testPrefix  = "test-"
	watchPrefix = "watch-"
)

// rights is what a session may send.
type rights struct{ camera, sound, screen bool }

type mediaSeat struct{ room, identity string }

func mediaRoom(conference ident.ID) string  { return conference.String() }
func mediaIdentity(site ident.ID) string    { return site.String() }
func testRoom(site ident.ID) string         { return testPrefix + site.String() }
func watchIdentity(account ident.ID) string { return watchPrefix + account.String() }

// Ticket is what a page needs to join sound and picture.
type Ticket struct {
	Token    string
	Identity string
	URL      string // of signalling; "" is the host of the page
}

// MediaToken admits a site's page to the conference's sound and picture, as a watcher: what it may send follows the state
// of the floor once it is connected. The site of another unit is forbidden, and so is one that was sent out.
func (r *Room) MediaToken(ctx context.Context, who actor.Actor, id, siteID ident.ID) (Ticket, error) {
	tree, err := r.s.Org.Today(ctx)
	if err != nil {
		return Ticket{}, err
	}
	var site Site
	err = r.s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		c, err := r.s.loadSeen(ctx, q, who, id, tree)
		if err != nil {
			return err
		}
		if site, err = siteOfMeeting(ctx, q, c, siteID); err != nil {
			return err
		}
		if err := who.At(actor.JoinRoom, site.Unit); err != nil {
			return err
		}
		if !c.joinable(r.s.today()) {
			return fault.Conflict("conference.room_not_joinable", "status", statusText(c.Status))
		}
		return r.admitted(ctx, q, site)
	})
	if err != nil {
		return Ticket{}, err
	}
	ticket, err := r.ticket(ctx, who, mediaRoom(id), mediaIdentity(siteID), site.UnitName)
	if err == nil {
		r.hold(mediaRoom(id), mediaIdentity(siteID), who)
	}
	return ticket, err
}

// WatchToken admits whoever may see the conference, such as the chair's console, to watch and listen without being a site.
// People of a site that was sent out do not come back by this door.
func (r *Room) WatchToken(ctx context.Context, who actor.Actor, id ident.ID) (Ticket, error) {
	err := r.s.seen(ctx, who, id, func(ctx context.Context, q *db.Read, c Conference) error {
		if !c.joinable(r.s.today()) {
			return fault.Conflict("conference.room_not_joinable", "status", statusText(c.Status))
		}
		if mayRun(who, c) == nil {
			return nil
		}
		for _, unit := range who.Units() {
			site, found, err := LoadSiteOfIn(ctx, q, id, unit)
			if err == nil && found {
				err = r.admitted(ctx, q, site)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Ticket{}, err
	}
	ticket, err := r.ticket(ctx, who, mediaRoom(id), watchIdentity(who.Account), "")
	if err == nil {
		r.hold(mediaRoom(id), watchIdentity(who.Account), who)
	}
	return ticket, err
}

func (r *Room) ticket(ctx context.Context, who actor.Actor, room, identity, name string) (Ticket, error) {
	url, ok := r.MediaAddress()
	if !ok {
		return Ticket{}, fault.Unavailable("conference.room_no_media")
	}
	if len(name) > 180 {
		name = strings.ToValidUTF8(name[:180], "")
	}
	token, err := r.media.Token(ctx, Admission{Room: room, Identity: identity, Name: name, Holder: who.Account.String() + "." + who.Unit.String()}, tokenLife)
	if err != nil {
		return Ticket{}, fault.Unavailable("conference.room_no_media").Because(err)
	}
	return Ticket{Token: token, Identity: identity, URL: url}, nil
}

// MediaChanged is told by the engine who connects and who is lost. It only leaves a mark.
func (r *Room) MediaChanged(room, identity string, connected bool) {
	r.mu.Lock()
	delete(r.known, mediaSeat{room, identity}) // a new session has no rights yet
	if connected {
		r.known[mediaSeat{room, identity}] = rights{}
	}
	if site, err := ident.Parse(identity); err == nil && !strings.HasPrefix(room, testPrefix) {
		if connected {
			r.seats[site] = &seat{seen: r.realNow()}
		}
	}
	r.dirty[room] = true
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *Room) settleDirty(ctx context.Context) {
	r.mu.Lock()
	rooms := make([]string, 0, len(r.dirty))
	for room := range r.dirty {
		rooms = append(rooms, room)
	}
	clear(r.dirty)
	r.mu.Unlock()
	for _, room := range rooms {
		r.settle(ctx, room)
	}
}

// settleKnown looks at every room in which somebody is connected: the floor may have changed by a way that told nobody.
func (r *Room) settleKnown(ctx context.Context) {
	r.mu.Lock()
	for at := range r.known {
		r.dirty[at.room] = true
	}
	r.mu.Unlock()
	r.settleDirty(ctx)
}

// settleSoon brings the rights in line after an act, before its answer: a floor taken back is silent when the chair reads
// so. The act itself is done; a media engine that fails here is tried again by Run.
func (r *Room) settleSoon(ctx context.Context, id ident.ID) {
	if r.media == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWait)
	defer cancel()
	r.settle(ctx, mediaRoom(id))
}

// settle gives every connected session of a room the rights that follow from SQL now. Rooms are settled one at a time
// each, so that an older state never overwrites a newer one.
func (r *Room) settle(ctx context.Context, room string) {
	if r.media == nil {
		return
	}
	lock := r.roomLock(room)
	lock.Lock()
	defer lock.Unlock()
	due, err := r.due(ctx, room)
	if err != nil {
		r.log.Warn("rights of a room", "room", room, "err", err)
		return
	}
	for identity, had := range r.sessions(room) {
		want, here := due[identity]
		if !here && r.sentOut(ctx, identity) { // perhaps by another process, which has no engine
			if err := r.media.Remove(ctx, room, identity); err != nil {
				r.log.Warn("end a session", "room", room, "identity", identity, "err", err)
			}
		}
		if want == had {
			continue
		}
		if err := r.media.SetRights(ctx, room, identity, want.camera, want.sound, want.screen); err != nil {
			r.log.Warn("give rights", "room", room, "site", identity, "err", err)
			continue
		}
		r.mu.Lock()
		if _, still := r.known[mediaSeat{room, identity}]; still {
			r.known[mediaSeat{room, identity}] = want
		}
		r.mu.Unlock()
	}
}

// sentOut tells whether an identity is a site that was sent out.
func (r *Room) sentOut(ctx context.Context, identity string) (out bool) {
	site, err := ident.Parse(identity)
	if err != nil {
		return false
	}
	err = r.s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		n, err := db.Int(ctx, q, `select count(*) from conference_seat where site = $1 and removed_at > 0`, int64(site))
		out = n > 0
		return err
	})
	return out && err == nil
}

func (r *Room) roomLock(room string) *sync.Mutex {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rooms[room] == nil {
		r.rooms[room] = &sync.Mutex{}
	}
	return r.rooms[room]
}

func (r *Room) sessions(room string) map[string]rights {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make(map[string]rights)
	for at, had := range r.known {
		if at.room == room {
			list[at.identity] = had
		}
	}
	return list
}

// due gives the rights of every site of a room as SQL has it. A line test room lets its one guest send a picture.
func (r *Room) due(ctx context.Context, room string) (map[string]rights, error) {
	due := make(map[string]rights)
	if site, ok := strings.CutPrefix(room, testPrefix); ok {
		due[site] = rights{camera: true}
		return due, nil
	}
	id, err := ident.Parse(room)
	if err != nil {
		return due, nil
	}
	err = r.s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		c, err := LoadIn(ctx, q, id)
		if err != nil {
			return err
		}
		state, err := loadFloor(ctx, q, c)
		if err != nil {
			return err
		}
		sites, err := loadSites(ctx, q, id)
		if err != nil {
			return err
		}
		out, err := removedSites(ctx, q, id)
		if err != nil {
			return err
		}
		for _, site := range sites {
			if !out[site.ID] {
				due[mediaIdentity(site.ID)] = rightsOf(c, site, state, c.joinable(r.s.today()))
			}
		}
		return nil
	})
	if fault.KindOf(err) == fault.KindNotFound && err != nil {
		return due, nil
	}
	return due, err
}

// rightsOf is the whole rule of who may be seen and heard.
func rightsOf(c Conference, site Site, state floor.State, joinable bool) rights {
	if !joinable || site.Kind == Observer {
		return rights{}
	}
	speaks := state.Speaks(site.ID)
	return rights{camera: true, sound: speaks || c.chairs(site), screen: speaks}
}

func removedSites(ctx context.Context, q db.Querier, conference ident.ID) (map[ident.ID]bool, error) {
	list, err := db.IDs(ctx, q, `select t.site from conference_seat t join conference_site s on s.id = t.site where s.conference = $1 and t.removed_at > 0`, int64(conference))
	out := make(map[ident.ID]bool, len(list))
	for _, id := range list {
		out[id] = true
	}
	return out, err
}
