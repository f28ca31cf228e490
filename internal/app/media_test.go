package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/conference"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/fault"
)

// process opens the program on a database and runs it until stop is called.
func process(t *testing.T, cfg Config) (a *App, stop func()) {
	t.Helper()
	cfg.DataDir, cfg.Addr = t.TempDir(), "127.0.0.1:0"
	a, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	var own sync.WaitGroup
	own.Go(func() {
		if err := a.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	stop = sync.OnceFunc(func() {
		end()
		own.Wait()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return a, stop
}

// A process without a media engine hands out the address of the one that has it, in pages and tokens, and its tokens open that
// door and no other. When the engine's process ends, rooms say that there is no picture, and old tokens open nothing.
func TestOneProcessRunsSoundAndPicture(t *testing.T) {
	t.Parallel()
	if !dbtest.Postgres() {
		t.Skip("several processes need PostgreSQL: run under e2e/postgres.sh")
	}
	database := dbtest.Config(t).URL
	plain, _ := process(t, Config{Database: database, MediaPort: -1})
	if has(plain) {
		t.Fatal("nobody runs sound and picture yet")
	}
	const address = "wss://hinh.giaoban.example"
	engine, stop := process(t, Config{Database: database, MediaURL: address, MediaAddrs: []string{"127.0.0.1"}})
	wait := func(what string, ok func() bool) {
		t.Helper()
		for end := time.Now().Add(15 * time.Second); !ok(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("never: %s", what)
			}
		}
	}
	wait("the other process knows of the engine", func() bool { url, ok := plain.room.MediaAddress(); return ok && url == address })

	var mu sync.Mutex
	var holders []string
	engine.media.OnAdmit(func(room, identity, holder string) {
		mu.Lock()
		defer mu.Unlock()
		holders = append(holders, room+" "+identity+" "+holder)
	})
	admitted := func(a *App, token string) int {
		rec := httptest.NewRecorder()
		a.Handler().ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/rtc/validate?access_token="+url.QueryEscape(token), nil))
		return rec.Code
	}
	token, err := plain.distant.Token(t.Context(), conference.Admission{Room: "r1", Identity: "s1", Name: "Tỉnh 1", Holder: "a1.u1"}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if code := admitted(engine, token); code != http.StatusOK {
		t.Errorf("the engine's process answers %d to a token of the other", code)
	}
	mu.Lock()
	if len(holders) != 1 || holders[0] != "r1 s1 a1.u1" {
		t.Errorf("admitted: %v", holders)
	}
	mu.Unlock()
	if code := admitted(engine, token[:len(token)-4]+"AAAA"); code != http.StatusUnauthorized {
		t.Errorf("a forged token is answered %d", code)
	}
	if code := admitted(plain, token); code == http.StatusOK {
		t.Error("a process without an engine admits")
	}
	rec := httptest.NewRecorder()
	plain.Handler().ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/sign-in", nil))
	if policy := rec.Header().Get("Content-Security-Policy"); !strings.Contains(policy, address) {
		t.Errorf("pages may not reach %s: %s", address, policy)
	}

	stop()
	wait("the engine is gone", func() bool { return !has(plain) })
	if _, err := plain.distant.Token(t.Context(), conference.Admission{Room: "r1", Identity: "s1"}, time.Minute); fault.KindOf(err) != fault.KindUnavailable {
		t.Errorf("a token for nobody: %v", err)
	}
	again, _ := process(t, Config{Database: database, MediaURL: address, MediaAddrs: []string{"127.0.0.1"}})
	wait("the next engine is known", func() bool { return has(plain) })
	if code := admitted(again, token); code != http.StatusUnauthorized {
		t.Errorf("a token of the engine before is answered %d", code)
	}
}

func has(a *App) bool {
	_, ok := a.room.MediaAddress()
	return ok
}
