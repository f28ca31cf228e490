package conference

import (
	"context"
	"slices"
	"strings"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/conference/floor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Presence: a room page gives a sign of life every ten seconds; a site that was silent for longer than this is lost.
const (
	silence    = 25 * time.Second
	sweepEvery = 3 * time.Second
)

// seat is what is remembered of a site's signs of life, in real time.
// Sound and picture that connect are a sign too, but not that they go on: a site whose page is cut off can neither ask nor answer.
type seat struct{ seen when.Instant }

func (r *Room) realNow() when.Instant { return when.Present(r.real) }

// Present is a sign of life of a site's room page. The first one connects the site; after a lost line it returns to what
// it had. It tells the site's state.
func (r *Room) Present(ctx context.Context, who actor.Actor, id, siteID ident.ID) (SiteStatus, error) {
	tree, err := r.s.Org.Today(ctx)
	if err != nil {
		return "", err
	}
	var c Conference
	var site Site
	err = r.s.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		if c, err = r.s.loadSeen(ctx, q, who, id, tree); err != nil {
			return err
		}
		if site, err = siteOfMeeting(ctx, q, c, siteID); err != nil {
			return err
		}
		if err := who.At(actor.JoinRoom, site.Unit); err != nil {
			return err
		}
		return r.admitted(ctx, q, site)
	})
	if err != nil {
		return "", err
	}
	if !c.joinable(r.s.today()) {
		return site.Status, nil
	}
	r.sign(siteID)
	if site.Status == Connected {
		return Connected, nil
	}
	return Connected, r.line(ctx, who, siteID, Connected, "")
}

func (r *Room) sign(site ident.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seats[site] == nil {
		r.seats[site] = &seat{}
	}
	r.seats[site].seen = r.realNow()
	r.fresh[site] = true
}

// signTopic tells the rooms of other processes that a site gave a sign of life here.
const signTopic = "sign:"

// share passes on the signs of life of the last seconds.
func (r *Room) share(ctx context.Context) error {
	r.mu.Lock()
	fresh := r.fresh
	r.fresh = make(map[ident.ID]bool)
	r.mu.Unlock()
	if len(fresh) == 0 || !r.s.DB.Shared() {
		return nil
	}
	return r.s.DB.Do(ctx, "room.signs", func(_ context.Context, w *db.Write) error {
		for site := range fresh {
			w.Tell(signTopic+site.String(), 0)
		}
		return nil
	})
}

// Heard takes in a sign of life that another process was given, and what happened in a room through another process: who is
// connected here gets or loses rights by it.
func (r *Room) Heard(topic string) {
	text, ok := strings.CutPrefix(topic, signTopic)
	if !ok {
		if room, ok := strings.CutPrefix(topic, Topic(0)); ok && r.media != nil {
			r.mu.Lock()
			r.dirty[room] = true
			r.mu.Unlock()
			select {
			case r.wake <- struct{}{}:
			default:
			}
		}
		return
	}
	site, err := ident.Parse(text)
	if err != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seats[site] = &seat{seen: r.realNow()}
}

// Leave says that a site has left: its hand comes down and its turn ends. It may come back.
func (r *Room) Leave(ctx context.Context, who actor.Actor, id, siteID ident.ID, key string) error {
	var site Site
	err := r.act(ctx, who, id, key, "site.left", joins(who, siteID, &site), func(ctx context.Context, w *db.Write, m *meeting) (floor.Change, any, error) {
		if site.Status != Connected && site.Status != Lost || !m.c.Running() {
			return floor.Change{}, nil, nil
		}
		c := m.floor.LineChanged(site.ID, floor.Left, m.now)
		return c, map[string]string{"site": site.UnitName}, r.setLine(ctx, w, who, &site, Left, "")
	})
	if err != nil {
		return err
	}
	r.forget(siteID)
	if r.media != nil {
		if err := r.media.Remove(ctx, mediaRoom(id), mediaIdentity(siteID)); err != nil {
			r.log.Debug("media session of a site that left", "site", siteID, "err", err)
		}
	}
	return nil
}

func (r *Room) forget(site ident.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.seats, site)
}

// line changes the state of a site's line in a transaction of its own. It is kept in the site's history, not in the journal.
func (r *Room) line(ctx context.Context, who actor.Actor, siteID ident.ID, to SiteStatus, note string) error {
	return r.s.DB.Do(ctx, "site.line", func(ctx context.Context, w *db.Write) error {
		site, err := LoadSiteIn(ctx, w, siteID)
		if err != nil {
			return err
		}
		if site.Status == to || !site.Status.next(to) {
			return nil // somebody was faster
		}
		r.s.tell(w, site.Conference, 0, site.Unit)
		if to == Connected {
			w.Tell(signTopic+site.ID.String(), 0)
		}
		return r.setLine(ctx, w, who, &site, to, note)
	})
}

// setLine writes the state of the line and its history.
func (r *Room) setLine(ctx context.Context, w *db.Write, who actor.Actor, site *Site, to SiteStatus, note string) error {
	if err := r.s.setStatus(ctx, w, who, site, to, note); err != nil {
		return err
	}
	return updateLine(ctx, w, *site)
}

// Run notices lost lines and keeps media rights right, until ctx ends.
func (r *Room) Run(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
			r.settleDirty(ctx)
		case <-tick.C:
			if err := r.Sweep(ctx); err != nil && ctx.Err() == nil {
				r.log.Warn("look for lost sites", "err", err)
			}
			r.review(ctx)
			r.settleKnown(ctx)
		}
	}
}

// Sweep marks as lost the sites that stand as connected and gave no sign of life for too long. After a restart each of
// them is given that long again, and so is one that connects through another process.
func (r *Room) Sweep(ctx context.Context) error {
	if err := r.share(ctx); err != nil {
		return err
	}
	type one struct{ id ident.ID }
	var list []one
	err := r.s.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		list, err = db.All(ctx, q, func(s db.Scanner, o *one) error { return s.Scan(&o.id) },
			`select s.id from conference_site s join conference c on c.id = s.conference
			where s.status = 'connected' and c.status in ('called', 'open')`)
		return err
	})
	if err != nil {
		return err
	}
	now := r.realNow()
	r.mu.Lock()
	for site := range r.seats { // what was seen before the line was lost or left says nothing about the next one
		if !slices.Contains(list, one{site}) {
			delete(r.seats, site)
		}
	}
	r.mu.Unlock()
	for _, o := range list {
		if !r.silent(o.id, now) {
			continue
		}
		if err := r.line(ctx, actor.SystemActor("room"), o.id, Lost, ""); err != nil {
			return err
		}
		r.forget(o.id)
	}
	return nil
}

func (r *Room) silent(site ident.ID, now when.Instant) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.seats[site]
	if at == nil {
		r.seats[site] = &seat{seen: now}
		return false
	}
	return now.Sub(at.seen) > silence
}

// admitted refuses a site that the host has sent out of the room.
func (r *Room) admitted(ctx context.Context, q db.Querier, site Site) error {
	out, err := db.Int(ctx, q, `select removed_at from conference_seat where site = $1`, int64(site.ID))
	if err == nil && out != 0 {
		err = fault.Forbidden("conference.room_removed", "site", site.UnitName)
	}
	return err
}

// RemoveSite sends a site out of the room: it is neither seen nor heard and cannot ask for the floor until it is admitted again.
func (r *Room) RemoveSite(ctx context.Context, who actor.Actor, id, siteID ident.ID, key string) error {
	var site Site
	err := r.act(ctx, who, id, key, "site.removed", runs(who), func(ctx context.Context, w *db.Write, m *meeting) (_ floor.Change, _ any, err error) {
		if site, err = siteOfMeeting(ctx, w, m.c, siteID); err != nil {
			return floor.Change{}, nil, err
		}
		if m.c.chairs(site) {
			return floor.Change{}, nil, fault.Invalid("site", "conference.room_remove_chair")
		}
		if _, err := w.Exec(ctx, `insert into conference_seat (site, removed_at, removed_by) values ($1, $2, $3)
			on conflict (site) do update set removed_at = $2, removed_by = $3`, int64(site.ID), int64(m.now), who.Name); err != nil {
			return floor.Change{}, nil, err
		}
		if site.Status == Connected || site.Status == Lost {
			if err := r.setLine(ctx, w, who, &site, Left, ""); err != nil {
				return floor.Change{}, nil, err
			}
		}
		return m.floor.LineChanged(site.ID, floor.Left, m.now), map[string]string{"site": site.UnitName}, nil
	})
	if err != nil {
		return err
	}
	r.forget(siteID)
	if r.media != nil {
		if err := r.media.Remove(ctx, mediaRoom(id), mediaIdentity(siteID)); err != nil {
			r.log.Debug("media session of a removed site", "site", siteID, "err", err)
		}
	}
	return nil
}

// AdmitSite lets a site in again.
func (r *Room) AdmitSite(ctx context.Context, who actor.Actor, id, siteID ident.ID, key string) error {
	return r.act(ctx, who, id, key, "site.admitted", runs(who), func(ctx context.Context, w *db.Write, m *meeting) (floor.Change, any, error) {
		site, err := siteOfMeeting(ctx, w, m.c, siteID)
		if err != nil {
			return floor.Change{}, nil, err
		}
		n, err := w.Exec(ctx, `update conference_seat set removed_at = 0, removed_by = '' where site = $1 and removed_at > 0`, int64(site.ID))
		if err != nil || n == 0 {
			return floor.Change{}, nil, err
		}
		return floor.Change{}, map[string]string{"site": site.UnitName}, nil
	})
}
