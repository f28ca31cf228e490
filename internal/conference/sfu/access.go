package sfu

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/livekit/livekit-server/pkg/service"
	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	"golang.org/x/time/rate"
)

const (
	maxTTL       = 12 * time.Hour // longest life of a token
	maxName      = 200            // bytes of room, identity and name
	maxQuery     = 64 << 10       // bytes of a join request's query
	joinEvery    = 2 * time.Second
	joinBurst    = 30
	forgetJoiner = 10 * time.Minute
)

// Credentials sign tokens of an engine, also in another process. They end with the engine's process.
type Credentials struct{ Key, Secret string }

// Credentials are this engine's. Keep them secret: who has them may join any room and watch.
func (e *Engine) Credentials() Credentials { return Credentials{e.key, e.secret} }

// Token is Credentials.Token without a holder.
func (e *Engine) Token(room, identity, name string, ttl time.Duration) (string, error) {
	if e.closing.Load() {
		return "", ErrClosed
	}
	return e.Credentials().Token(room, identity, name, "", ttl)
}

// Token lets identity join room and watch. It grants no publishing of any kind; that is SetRights, while connected.
// name is what other sites may show; holder is handed to OnAdmit and shown to nobody.
func (c Credentials) Token(room, identity, name, holder string, ttl time.Duration) (string, error) {
	switch {
	case room == "" || identity == "" || len(room) > maxName || len(identity) > maxName || len(name) > maxName || len(holder) > maxName:
		return "", errors.New("sfu: room and identity are needed, each within 200 bytes")
	case ttl <= 0 || ttl > maxTTL:
		return "", errors.New("sfu: a token lives more than 0 and at most 12 hours")
	}
	return auth.NewAccessToken(c.Key, c.Secret).
		SetIdentity(identity).SetName(name).SetMetadata(holder).SetValidFor(ttl).
		SetVideoGrant(watchOnly(room)).ToJWT()
}

func watchOnly(room string) *auth.VideoGrant {
	grant := &auth.VideoGrant{RoomJoin: true, Room: room}
	grant.SetCanSubscribe(true)
	grant.SetCanPublish(false)
	grant.SetCanPublishData(false)
	grant.SetCanUpdateOwnMetadata(false)
	return grant
}

// Handler serves signalling under /rtc and /rtc/, where it is to be mounted, and nothing else.
func (e *Engine) Handler() http.Handler { return e.handler }

func (e *Engine) signalling() http.Handler {
	mux := http.NewServeMux()
	e.rtc.SetupRoutes(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/rtc", "/rtc/validate", "/rtc/v1", "/rtc/v1/validate":
		default:
			http.NotFound(w, r)
			return
		}
		if e.closing.Load() {
			http.Error(w, "closing", http.StatusServiceUnavailable)
			return
		}
		if r.Method != http.MethodGet || len(r.URL.RawQuery) > maxQuery {
			http.Error(w, "bad request", http.StatusBadRequest)
			return
		}
		grants, holder, expires, err := e.verify(presented(r))
		if err != nil {
			// The reason stays here: it may quote the token.
			http.Error(w, "not admitted", http.StatusUnauthorized)
			return
		}
		if !e.joins.allow(grants.Video.Room, grants.Identity) {
			http.Error(w, "too many attempts", http.StatusTooManyRequests)
			return
		}
		if told := e.admit.Load(); told != nil && holder != "" {
			(*told)(grants.Video.Room, grants.Identity, holder)
		}
		e.open.Add(1)
		defer e.open.Done()
		// Compression would let a small frame unfold into a large message behind the frame guard.
		r.Header.Del("Sec-WebSocket-Extensions")
		ctx := service.WithGrantsExpiry(r.Context(), grants, e.key, expires)
		mux.ServeHTTP(&guardedWriter{ResponseWriter: w}, r.WithContext(ctx))
	})
}

func presented(r *http.Request) string {
	if raw, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return raw
	}
	return r.URL.Query().Get("access_token")
}

// verify checks a token and returns what it may do here: join and watch, whatever else it claims.
func (e *Engine) verify(raw string) (_ *auth.ClaimGrants, holder string, _ time.Time, _ error) {
	token, err := auth.ParseAPIToken(raw)
	if err != nil {
		return nil, "", time.Time{}, err
	}
	if token.APIKey() != e.key {
		return nil, "", time.Time{}, auth.ErrKeysMissing
	}
	claims, grants, err := token.Verify(e.secret)
	if err != nil {
		return nil, "", time.Time{}, err
	}
	if grants.Video == nil || !grants.Video.RoomJoin || grants.Video.Room == "" || grants.Identity == "" ||
		claims.IssuedAt == nil || claims.ExpiresAt == nil {
		return nil, "", time.Time{}, service.ErrPermissionDenied
	}
	if e.voided.covers(grants.Video.Room, grants.Identity, claims.IssuedAt.Time) {
		return nil, "", time.Time{}, service.ErrPermissionDenied
	}
	clean := &auth.ClaimGrants{Identity: grants.Identity, Name: grants.Name, Video: watchOnly(grants.Video.Room)}
	clean.SetParticipantKind(livekit.ParticipantInfo_STANDARD)
	return clean, grants.Metadata, claims.ExpiresAt.Time, nil
}

type seat struct{ room, identity string }

// joinLimit slows down an identity that joins again and again.
type joinLimit struct {
	mu    sync.Mutex
	seats map[seat]*joiner
}

type joiner struct {
	limit *rate.Limiter
	last  time.Time
}

func (l *joinLimit) allow(room, identity string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seats == nil {
		l.seats = map[seat]*joiner{}
	}
	at := seat{room, identity}
	j := l.seats[at]
	if j == nil {
		j = &joiner{limit: rate.NewLimiter(rate.Every(joinEvery), joinBurst)}
		l.seats[at] = j
	}
	j.last = time.Now()
	return j.limit.Allow()
}

func (l *joinLimit) forget(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for at, j := range l.seats {
		if now.Sub(j.last) > forgetJoiner {
			delete(l.seats, at)
		}
	}
}

// voidedTokens remembers removals: tokens of the removed identity issued until then admit no longer. Token times are
// whole seconds, so a token issued in the second of the removal is voided too.
type voidedTokens struct {
	mu sync.Mutex
	at map[seat]time.Time
}

func (v *voidedTokens) add(room, identity string, now time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.at == nil {
		v.at = map[seat]time.Time{}
	}
	v.at[seat{room, identity}] = now
}

func (v *voidedTokens) covers(room, identity string, issued time.Time) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	removed, ok := v.at[seat{room, identity}]
	return ok && issued.Unix() <= removed.Unix()
}

func (v *voidedTokens) forget(now time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for at, removed := range v.at {
		if now.Sub(removed) > maxTTL+time.Hour {
			delete(v.at, at)
		}
	}
}
