package app

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"giaoban/internal/conference"
	"giaoban/internal/conference/sfu"
	"giaoban/internal/db"
	"giaoban/internal/fault"
)

// Of several processes on one PostgreSQL database one runs sound and picture. It leaves word of itself in the table
// media_server; the others sign tokens for it, and it learns of the rooms' affairs as every process does.
const (
	mediaLease = time.Minute
	mediaEvery = 5 * time.Second
)

// localMedia is the media engine of this process as the conference wants it.
type localMedia struct {
	engine *sfu.Engine
	url    string
}

func (m localMedia) Address() (string, bool) { return m.url, true }

func (m localMedia) Token(_ context.Context, a conference.Admission, ttl time.Duration) (string, error) {
	return m.engine.Credentials().Token(a.Room, a.Identity, a.Name, a.Holder, ttl)
}

func (m localMedia) SetRights(ctx context.Context, room, identity string, camera, sound, screen bool) error {
	err := m.engine.SetRights(ctx, room, identity, sfu.Rights{Camera: camera, Sound: sound, Screen: screen})
	if errors.Is(err, sfu.ErrAbsent) {
		return nil // it gets its rights when it connects
	}
	return err
}

func (m localMedia) Remove(ctx context.Context, room, identity string) error {
	err := m.engine.Remove(ctx, room, identity)
	if errors.Is(err, sfu.ErrAbsent) {
		return nil
	}
	return err
}

// distantMedia is the engine of another process. Rights and removals reach it through the tables.
type distantMedia struct {
	db    *db.DB
	now   func() time.Time
	known atomic.Pointer[mediaServer] // nil: none lives
}

type mediaServer struct {
	url, key, secret string
	until            int64
}

func scanMediaServer(s db.Scanner, m *mediaServer) error {
	return s.Scan(&m.url, &m.key, &m.secret, &m.until)
}

func (m *distantMedia) Address() (string, bool) {
	if one := m.known.Load(); one != nil {
		return one.url, true
	}
	return "", false
}

// look finds the process that runs sound and picture now.
func (m *distantMedia) look(ctx context.Context) (one mediaServer, found bool, err error) {
	err = m.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		one, found, err = db.One(ctx, r, scanMediaServer, `select url, key, secret, until from media_server where id = 1 and until > $1`, m.now().UnixMilli())
		return err
	})
	if err == nil && found {
		m.known.Store(&one)
	} else if err == nil {
		m.known.Store(nil)
	}
	return one, found, err
}

func (m *distantMedia) Token(ctx context.Context, a conference.Admission, ttl time.Duration) (string, error) {
	one, found, err := m.look(ctx)
	if err != nil {
		return "", err
	}
	if !found {
		return "", fault.Unavailable("conference.room_no_media")
	}
	return sfu.Credentials{Key: one.key, Secret: one.secret}.Token(a.Room, a.Identity, a.Name, a.Holder, ttl)
}

func (m *distantMedia) SetRights(context.Context, string, string, bool, bool, bool) error { return nil }

func (m *distantMedia) Remove(context.Context, string, string) error { return nil }

var (
	_ conference.Media = localMedia{}
	_ conference.Media = (*distantMedia)(nil)
)

// announceMedia says that this process runs sound and picture, unless another that lives does.
func (a *App) announceMedia(ctx context.Context) error {
	c, now := a.media.Credentials(), a.cfg.Now()
	return a.db.Do(ctx, "app.media", func(ctx context.Context, w *db.Write) error {
		n, err := w.Exec(ctx, `insert into media_server (id, url, key, secret, until) values (1, $1, $2, $3, $4)
			on conflict (id) do update set url = excluded.url, key = excluded.key, secret = excluded.secret, until = excluded.until
			where media_server.key = excluded.key or media_server.until <= $5`, a.cfg.MediaURL, c.Key, c.Secret, now.Add(mediaLease).UnixMilli(), now.UnixMilli())
		if err == nil && n == 0 {
			err = errOtherMedia
		}
		return err
	})
}

var errOtherMedia = errors.New("another process on this database runs sound and picture; give this one --media-port -1")

// keepMedia tells the other processes of the engine here, or finds the one that runs elsewhere, until ctx ends.
func (a *App) keepMedia(ctx context.Context) {
	if !a.db.Shared() {
		return
	}
	tick := time.NewTicker(mediaEvery)
	defer tick.Stop()
	last, said := time.Time{}, ""
	for {
		var err error
		switch {
		case a.distant != nil:
			_, _, err = a.distant.look(ctx)
		case a.media != nil && time.Since(last) > mediaLease/4:
			if err = a.announceMedia(ctx); err == nil {
				last = time.Now()
			}
		}
		if err != nil && ctx.Err() == nil && err.Error() != said {
			said = err.Error()
			a.cfg.Log.Warn("sound and picture among several processes", "err", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// leaveMedia says that the engine here ends.
func (a *App) leaveMedia() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return a.db.Do(ctx, "app.media", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update media_server set until = 0 where key = $1`, a.media.Credentials().Key)
		return err
	})
}
