package conference

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/conference/floor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Media carries sound and picture. A room without it works all the same: who speaks when does not depend on a picture.
type Media interface {
	// Address is where browsers reach it, "" the host of the page; false: nowhere at present.
	Address() (string, bool)
	// Token admits to a room as a watcher; it grants nothing else.
	Token(ctx context.Context, a Admission, ttl time.Duration) (string, error)
	// SetRights replaces what identity may send now. An identity that is not connected is no error.
	SetRights(ctx context.Context, room, identity string, camera, sound, screen bool) error
	// Remove ends the session of identity and voids its tokens.
	Remove(ctx context.Context, room, identity string) error
}

// Admission is who is let into which room of sound and picture. Name is what others may show; Holder names the account to the
// process that runs the engine, and to nobody else.
type Admission struct{ Room, Identity, Name, Holder string }

// RoomDeps is what a room takes besides the conferences. Media and Accounts may be nil.
type RoomDeps struct {
	Conferences *Service
	Media       Media
	Accounts    Accounts   // nil: sessions are not judged again
	Real        when.Clock // real time: presence does not stand still when the domain clock does
	Log         *slog.Logger
}

// Room is the live part of all conferences: hands, floor, roll call, presence, and the rights to be seen and heard that
// follow from them. All state is in SQL but the times of the last signs of life, so that a restart loses nothing.
type Room struct {
	s     *Service
	media Media
	real  when.Clock
	log   *slog.Logger

	accounts Accounts

	mu      sync.Mutex
	seats   map[ident.ID]*seat     // sites that gave a sign of life
	fresh   map[ident.ID]bool      // of these since the last sweep
	known   map[mediaSeat]rights   // rights last given to a session
	holders map[mediaSeat]holder   // who took the last ticket
	rooms   map[string]*sync.Mutex // rights of one room are given in one order
	dirty   map[string]bool        // media rooms whose rights are to be looked at
	wake    chan struct{}
	speeds  map[ident.ID][]when.Instant // accounts' recent speed tests
}

// NewRoom makes the live part. Run must be running for lost lines to be noticed.
func NewRoom(d RoomDeps) *Room {
	if d.Real == nil {
		d.Real = when.System{}
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Room{
		s: d.Conferences, media: d.Media, accounts: d.Accounts, real: d.Real, log: d.Log, holders: make(map[mediaSeat]holder),
		seats: make(map[ident.ID]*seat), known: make(map[mediaSeat]rights), rooms: make(map[string]*sync.Mutex),
		fresh: make(map[ident.ID]bool), dirty: make(map[string]bool), wake: make(chan struct{}, 1), speeds: make(map[ident.ID][]when.Instant),
	}
}

// Service gives the conferences that this room belongs to.
func (r *Room) Service() *Service { return r.s }

// MediaAddress is where browsers reach sound and picture, "" the host of the page; false where they cannot be had.
func (r *Room) MediaAddress() (string, bool) {
	if r.media == nil {
		return "", false
	}
	return r.media.Address()
}

// meeting is what an act of the room works on: loaded and judged in its transaction.
type meeting struct {
	c     Conference
	floor floor.State
	now   when.Instant
}

// act loads a meeting, judges with may, decides with do and keeps what changes. It is journalled under kind with the
// subject and body that do gives, told to the room, and followed by the media rights.
func (r *Room) act(ctx context.Context, who actor.Actor, id ident.ID, key, kind string,
	may func(ctx context.Context, w *db.Write, m *meeting) error,
	do func(ctx context.Context, w *db.Write, m *meeting) (floor.Change, any, error)) error {
	tree, err := r.s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = r.s.DB.Once(ctx, key, kind, func(ctx context.Context, w *db.Write) (string, error) {
		var err error
		m := meeting{now: r.s.now()}
		if m.c, err = r.s.loadSeen(ctx, w, who, id, tree); err != nil {
			return "", err
		}
		if err := may(ctx, w, &m); err != nil {
			return "", err
		}
		if m.floor, err = loadFloor(ctx, w, m.c); err != nil {
			return "", err
		}
		change, after, err := do(ctx, w, &m)
		if err != nil {
			return "", err
		}
		if after == nil && change.None() {
			return id.String(), nil
		}
		if err := r.keep(ctx, w, who, m, change); err != nil {
			return "", err
		}
		return id.String(), r.s.note(ctx, w, who, kind, m.c, id, after, "")
	})
	if err == nil {
		r.settleSoon(ctx, id)
	}
	return err
}

// runs allows the chairs of the conference and the hosts' secretaries and offices, who act for the chair.
func runs(who actor.Actor) func(context.Context, *db.Write, *meeting) error {
	return func(_ context.Context, _ *db.Write, m *meeting) error { return mayRun(who, m.c) }
}

// joins allows who may take part for the site, and refuses a site of another conference. The site is put into *site.
func joins(who actor.Actor, id ident.ID, site *Site) func(context.Context, *db.Write, *meeting) error {
	return func(ctx context.Context, w *db.Write, m *meeting) (err error) {
		if *site, err = siteOfMeeting(ctx, w, m.c, id); err != nil {
			return err
		}
		return who.At(actor.JoinRoom, site.Unit)
	}
}

func siteOfMeeting(ctx context.Context, q db.Querier, c Conference, id ident.ID) (Site, error) {
	site, err := LoadSiteIn(ctx, q, id)
	if err == nil && site.Conference != c.ID {
		err = fault.NotFound("conference.site_not_found")
	}
	return site, err
}

// chairs tells whether a site is the chair's: it is always heard.
func (c Conference) chairs(site Site) bool { return site.Kind == MainSite || c.HostedBy(site.Unit) }

// joinable tells whether the room may be entered: while open, and on the day of the call before it opens.
func (c Conference) joinable(today when.Date) bool {
	return c.Status == Open || c.Status == Called && c.Date == today
}
