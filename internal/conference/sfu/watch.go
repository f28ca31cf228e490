package sfu

import (
	"context"
	"sync"
	"time"

	"github.com/livekit/livekit-server/pkg/service"
	"github.com/livekit/protocol/livekit"
)

// watchedStore is the engine's room list in memory; it wakes the sweep when someone comes, goes or changes. Its
// methods are called while the engine holds locks, so they only leave a mark.
type watchedStore struct {
	*service.LocalStore
	changed chan struct{}
}

func (s *watchedStore) StoreParticipant(ctx context.Context, room livekit.RoomName, p *livekit.ParticipantInfo) error {
	defer s.mark()
	return s.LocalStore.StoreParticipant(ctx, room, p)
}

func (s *watchedStore) DeleteParticipant(ctx context.Context, room livekit.RoomName, id livekit.ParticipantIdentity) error {
	defer s.mark()
	return s.LocalStore.DeleteParticipant(ctx, room, id)
}

func (s *watchedStore) mark() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

type watchers struct {
	mu    sync.Mutex
	calls []func(room, identity string, connected bool)
}

// OnChange calls f whenever an identity connects or is lost, usually within milliseconds, at the latest after a
// second. A new session of an identity that was connected already is reported as connected again: its rights are
// gone. Calls come one after another from one goroutine, never after Close; f may call the engine but must not
// block for long.
func (e *Engine) OnChange(f func(room, identity string, connected bool)) {
	e.watch.mu.Lock()
	defer e.watch.mu.Unlock()
	e.watch.calls = append(e.watch.calls, f)
}

// Count tells how many rooms somebody is in, and how many sessions there are in all rooms.
func (e *Engine) Count(ctx context.Context) (rooms, sessions int, err error) {
	if e.closing.Load() {
		return 0, 0, ErrClosed
	}
	list, err := e.store.ListRooms(ctx, nil)
	if err != nil {
		return 0, 0, err
	}
	for _, room := range list {
		infos, err := e.list(ctx, room.Name)
		if err != nil {
			return 0, 0, err
		}
		if len(infos) > 0 {
			rooms++
			sessions += len(infos)
		}
	}
	return rooms, sessions, nil
}

// sweep keeps the house: idle rooms are closed, presence is compared with what was told last.
func (e *Engine) sweep() {
	defer e.workers.Done()
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	known := map[seat]string{} // session id
	for {
		select {
		case <-e.ctx.Done():
			return
		case <-e.store.changed:
		case now := <-tick.C:
			e.rooms.CloseIdleRooms()
			e.joins.forget(now)
			e.voided.forget(now)
		}
		known = e.compare(known)
	}
}

func (e *Engine) compare(known map[seat]string) map[seat]string {
	rooms, err := e.store.ListRooms(e.ctx, nil)
	if err != nil {
		return known
	}
	now := map[seat]string{}
	for _, room := range rooms {
		infos, err := e.list(e.ctx, room.Name)
		if err != nil {
			return known
		}
		for _, info := range infos {
			now[seat{room.Name, info.Identity}] = info.Sid
		}
	}
	for at := range known {
		if _, ok := now[at]; !ok {
			e.tell(at, false)
		}
	}
	for at, sid := range now {
		if known[at] != sid {
			e.tell(at, true)
		}
	}
	return now
}

func (e *Engine) tell(at seat, connected bool) {
	e.watch.mu.Lock()
	calls := e.watch.calls[:len(e.watch.calls):len(e.watch.calls)]
	e.watch.mu.Unlock()
	for _, f := range calls {
		if e.ctx.Err() != nil {
			return
		}
		e.call(f, at, connected)
	}
}

// call keeps a failing listener from ending the sweep.
func (e *Engine) call(f func(string, string, bool), at seat, connected bool) {
	defer func() {
		if r := recover(); r != nil {
			e.log.Error("presence listener failed", "panic", r)
		}
	}()
	f(at.room, at.identity, connected)
}
