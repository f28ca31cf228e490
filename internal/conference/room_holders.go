package conference

import (
	"context"
	"slices"
	"strings"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Accounts tells what an account may do now. A session of sound and picture outlives the request that admitted it.
type Accounts interface {
	ActorFor(ctx context.Context, account, unit ident.ID) (actor.Actor, error)
}

// holder is who took the last ticket for a seat. Several people of a unit may sit at its site; the last one is connected.
type holder struct {
	account, unit ident.ID
	at            when.Instant
}

// Admitted is told by the engine who has come in with a ticket that any process gave.
func (r *Room) Admitted(room, identity, holder string) {
	account, unit, _ := strings.Cut(holder, ".")
	who, err := ident.Parse(account)
	if err != nil {
		return
	}
	at, _ := ident.Parse(unit) // none: the account's first
	r.hold(room, identity, actor.Actor{Account: who, Unit: at})
}

const holderAge = time.Hour // of a ticket whose session has ended

func (r *Room) hold(room, identity string, who actor.Actor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.holders[mediaSeat{room, identity}] = holder{who.Account, who.Unit, r.realNow()}
}

// review ends the sessions of those who may no longer be in a room, and voids tickets that were not used yet: a grant that
// ended, an account that was closed.
func (r *Room) review(ctx context.Context) {
	if r.media == nil || r.accounts == nil {
		return
	}
	rooms := make(map[string]map[string]holder)
	now := r.realNow()
	r.mu.Lock()
	for at, h := range r.holders {
		// A ticket that is still good counts like a session: Remove voids it.
		if _, connected := r.known[at]; connected || now.Sub(h.at) <= tokenLife+time.Second {
			if rooms[at.room] == nil {
				rooms[at.room] = make(map[string]holder)
			}
			rooms[at.room][at.identity] = h
		} else if now.Sub(h.at) > holderAge {
			delete(r.holders, at)
		}
	}
	r.mu.Unlock()
	for room, holders := range rooms {
		gone, err := r.gone(ctx, room, holders)
		if err != nil {
			r.log.Warn("who may stay in a room", "room", room, "err", err)
		}
		for _, identity := range gone {
			if err := r.media.Remove(ctx, room, identity); err != nil {
				r.log.Warn("end a session", "room", room, "identity", identity, "err", err)
				continue
			}
			r.mu.Lock()
			delete(r.holders, mediaSeat{room, identity})
			r.mu.Unlock()
		}
	}
}

// gone names the identities whose holders may no longer be in the room.
func (r *Room) gone(ctx context.Context, room string, holders map[string]holder) ([]string, error) {
	id, err := ident.Parse(room)
	if err != nil {
		return nil, nil // a line test's own room: its tickets are short
	}
	tree, err := r.s.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	actors := make(map[string]actor.Actor, len(holders)) // asked before the snapshot: a reader never waits for another
	var gone []string
	for identity, h := range holders {
		who, err := r.accounts.ActorFor(ctx, h.account, h.unit)
		switch {
		case err == nil:
			actors[identity] = who
		case fault.KindOf(err) == fault.KindUnauthenticated:
			gone = append(gone, identity)
		default:
			return gone, err
		}
	}
	err = r.s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		c, err := LoadIn(ctx, q, id)
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
		for identity, who := range actors {
			units := who.Units()
			has := slices.ContainsFunc(sites, func(s Site) bool { return slices.Contains(units, s.Unit) })
			may := r.s.maySee(who, c, has, tree) == nil
			if strings.HasPrefix(identity, watchPrefix) {
				sentOut := slices.ContainsFunc(sites, func(s Site) bool { return out[s.ID] && slices.Contains(units, s.Unit) })
				may = may && (!sentOut || mayRun(who, c) == nil)
			} else {
				at := slices.IndexFunc(sites, func(s Site) bool { return mediaIdentity(s.ID) == identity })
				may = may && at >= 0 && who.HasAt(actor.JoinRoom, sites[at].Unit)
			}
			if !may {
				gone = append(gone, identity)
			}
		}
		return nil
	})
	return gone, err
}
