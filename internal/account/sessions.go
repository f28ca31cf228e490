package account

import (
	"context"
	"encoding/json"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// SessionData is what a session holds: text by name, and its absolute end. The
// names that this package reads are below; the surface may keep more.
type SessionData struct {
	Deadline when.Instant      `json:"deadline"`
	Values   map[string]string `json:"values"`
}

// Names of values in SessionData.
const (
	SessionAccount = "account"
	SessionUnit    = "unit"
	SessionSince   = "since" // milliseconds
	SessionSeen    = "seen"  // milliseconds
	SessionAddress = "address"
	SessionAgent   = "agent"
	SessionDemo    = "demo"
	SessionStepped = "stepped" // milliseconds: when a second factor was last shown
)

// SessionStore keeps sessions under the hashes of their tokens.
type SessionStore struct{ s *Service }

// SessionStore gives the store of the sessions.
func (s *Service) SessionStore() *SessionStore { return &SessionStore{s} }

// Find gives a session's data, false where there is none or it has expired.
func (st *SessionStore) Find(ctx context.Context, tokenHash string) (data []byte, found bool, err error) {
	err = st.s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		data, found, err = db.One(ctx, r, func(sc db.Scanner, b *[]byte) error { return sc.Scan(b) },
			`select data from login_session where token_hash = $1 and expires > $2`, tokenHash, int64(st.s.now()))
		return err
	})
	return data, found, err
}

// Save keeps a session's data until a moment.
func (st *SessionStore) Save(ctx context.Context, tokenHash string, data []byte, expires when.Instant) error {
	account := accountOf(data)
	now := st.s.now()
	return st.s.d.DB.Do(ctx, "session.save", func(ctx context.Context, w *db.Write) error {
		n, err := w.Exec(ctx, `update login_session set data = $1, account = $2, expires = $3 where token_hash = $4`,
			data, int64(account), int64(expires), tokenHash)
		if err != nil || n > 0 {
			return err
		}
		if _, err := w.Exec(ctx, `delete from login_session where expires < $1`, int64(now)); err != nil {
			return err
		}
		_, err = w.Exec(ctx, `insert into login_session (token_hash, data, account, expires) values ($1, $2, $3, $4)`,
			tokenHash, data, int64(account), int64(expires))
		return err
	})
}

// Count tells how many sessions of accounts there are, for metrics.
func (st *SessionStore) Count(ctx context.Context) (n int64, err error) {
	err = st.s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		n, err = db.Int(ctx, r, `select count(*) from login_session where account <> 0 and expires > $1`, int64(st.s.now()))
		return err
	})
	return n, err
}

// Touch keeps a session's changed data, if it still exists: a session that was
// ended meanwhile must not come back.
func (st *SessionStore) Touch(ctx context.Context, tokenHash string, data []byte, expires when.Instant) (alive bool, err error) {
	err = st.s.d.DB.Do(ctx, "session.touch", func(ctx context.Context, w *db.Write) error {
		n, err := w.Exec(ctx, `update login_session set data = $1, expires = $2 where token_hash = $3`, data, int64(expires), tokenHash)
		alive = n > 0
		return err
	})
	return alive, err
}

// Renew is Touch under a fresh token; the old one opens nothing any more.
func (st *SessionStore) Renew(ctx context.Context, oldHash, newHash string, data []byte, expires when.Instant) (alive bool, err error) {
	err = st.s.d.DB.Do(ctx, "session.renew", func(ctx context.Context, w *db.Write) error {
		n, err := w.Exec(ctx, `update login_session set token_hash = $1, data = $2, expires = $3 where token_hash = $4`, newHash, data, int64(expires), oldHash)
		if alive = n > 0; err != nil || !alive {
			return err
		}
		if account := accountOf(data); account != 0 {
			st.s.changed(w, account)
		}
		return nil
	})
	return alive, err
}

// Delete ends a session.
func (st *SessionStore) Delete(ctx context.Context, tokenHash string) error {
	return st.s.d.DB.Do(ctx, "session.delete", func(ctx context.Context, w *db.Write) error {
		data, found, err := db.One(ctx, w, func(sc db.Scanner, b *[]byte) error { return sc.Scan(b) },
			`select data from login_session where token_hash = $1`, tokenHash)
		if err != nil || !found {
			return err
		}
		if _, err := w.Exec(ctx, `delete from login_session where token_hash = $1`, tokenHash); err != nil {
			return err
		}
		if account := accountOf(data); account != 0 {
			st.s.changed(w, account)
		}
		return nil
	})
}

func accountOf(data []byte) ident.ID {
	var d SessionData
	if json.Unmarshal(data, &d) != nil {
		return 0
	}
	id, err := ident.Parse(d.Values[SessionAccount])
	if err != nil {
		return 0
	}
	return id
}

type sessionRow struct {
	hash    string
	data    []byte
	expires when.Instant
}

func sessionRows(ctx context.Context, q db.Querier, account ident.ID, now when.Instant) ([]sessionRow, error) {
	return db.All(ctx, q, func(s db.Scanner, r *sessionRow) error { return s.Scan(&r.hash, &r.data, &r.expires) },
		`select token_hash, data, expires from login_session where account = $1 and expires > $2 order by expires desc, token_hash`,
		int64(account), int64(now))
}

// SessionRef names a session in forms: the beginning of its token's hash.
func SessionRef(tokenHash string) string { return tokenHash[:min(16, len(tokenHash))] }

// Sessions lists the sign-ins of the actor's own account, the latest used first.
func (s *Service) Sessions(ctx context.Context, who actor.Actor) ([]Session, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	var list []Session
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		rows, err := sessionRows(ctx, r, who.Account, s.now())
		if err != nil {
			return err
		}
		for _, row := range rows {
			list = append(list, row.session())
		}
		return nil
	})
	sortSessions(list)
	return list, err
}

// EndSession ends one sign-in of the actor's own account. One that is gone already is no error.
func (s *Service) EndSession(ctx context.Context, who actor.Actor, ref string) error {
	return s.endSessions(ctx, who, func(r string) bool { return r == ref })
}

// EndOtherSessions ends all sign-ins of the actor's own account but the one with this ref ("" ends all).
func (s *Service) EndOtherSessions(ctx context.Context, who actor.Actor, keep string) error {
	return s.endSessions(ctx, who, func(r string) bool { return r != keep })
}

func (s *Service) endSessions(ctx context.Context, who actor.Actor, end func(ref string) bool) error {
	if err := who.InPerson(); err != nil {
		return err
	}
	return s.d.DB.Do(ctx, "account.end_sessions", func(ctx context.Context, w *db.Write) error {
		if err := notShared(ctx, w, who.Account); err != nil {
			return err
		}
		return s.endSessionsIn(ctx, w, who.Account, end)
	})
}

func (s *Service) endSessionsIn(ctx context.Context, w *db.Write, account ident.ID, end func(ref string) bool) error {
	rows, err := sessionRows(ctx, w, account, 0)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !end(SessionRef(row.hash)) {
			continue
		}
		if _, err := w.Exec(ctx, `delete from login_session where token_hash = $1`, row.hash); err != nil {
			return err
		}
	}
	s.changed(w, account)
	return nil
}
