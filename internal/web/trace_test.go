package web_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/web"
	"giaoban/internal/webtest"
)

type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) all(holding ...string) (found []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		all := true
		for _, part := range holding {
			all = all && strings.Contains(line, part)
		}
		if all {
			found = append(found, line)
		}
	}
	return found
}

// Every request has a name of our own, which is in its header, in every line of the log that it causes and in what the reader is told.
func TestRequestsHaveAReference(t *testing.T) {
	log := new(lines)
	s, who := site(t, webtest.Options{Log: slog.New(slog.NewTextHandler(log, nil))})
	fail := func(c *web.Ctx) error {
		slog.New(web.Referring(slog.NewTextHandler(log, nil))).InfoContext(c.Context(), "from a service")
		return errors.New("disk on fire")
	}
	s.Mux.Page("GET /fail", fail)
	s.Mux.API("GET /api/fail", fail)
	s.Mux.API("GET /api/none", func(c *web.Ctx) error { return errors.Join(c.Actor.At("none", 1)) })
	b := s.As(who)
	ask := func(path string) (ref, body string) {
		t.Helper()
		r := b.Request(http.MethodGet, path, "", nil)
		r.Header.Set("X-Request-Id", "from-outside")
		p := b.Send(r)
		if ref = p.Header.Get("X-Request-Id"); !regexp.MustCompile(`^[a-z2-7]{8}$`).MatchString(ref) {
			t.Errorf("%s has the reference %q", path, ref)
		}
		return ref, string(p.Body)
	}
	ref, body := ask("/fail")
	if !strings.Contains(body, ref) {
		t.Error("the page of a failure does not name it")
	}
	for _, part := range []string{"from a service", "request failed", "msg=request "} {
		if len(log.all(part, "ref="+ref)) != 1 {
			t.Errorf("%s: %v", part, log.all("ref="+ref))
		}
	}
	if other, _ := ask("/fail"); other == ref {
		t.Error("two requests have one name")
	}
	for _, path := range []string{"/api/fail", "/api/none"} {
		if ref, body := ask(path); !strings.Contains(body, `"ref":"`+ref+`"`) {
			t.Errorf("%s: %s", path, body)
		}
	}
	ref, _ = ask("/api/none")
	if len(log.all("msg=refused", "ref="+ref)) != 1 {
		t.Error("a refusal without its reference")
	}
	if len(log.all("from-outside")) > 0 {
		t.Error("a name from outside is believed")
	}
}

func TestSignInsAreLogged(t *testing.T) {
	log := new(lines)
	s, who := site(t, webtest.Options{Log: slog.New(slog.NewTextHandler(log, nil))})
	s.Mux.Public("POST /in", func(c *web.Ctx) error {
		return errors.Join(c.SignIn(account.Account{ID: who.Account}, false, false), c.SeeOther("/"))
	})
	p := s.Visitor().Post("/in", nil).Want(303)
	if len(log.all("signed in", "account="+who.Account.String(), "address=", "ref="+p.Header.Get("X-Request-Id"))) != 1 {
		t.Error(log.all())
	}
}

// A slow page is a line with its route; time that the other end takes is not ours.
func TestSlowPagesAreNamed(t *testing.T) {
	log := new(lines)
	const slow = 250 * time.Millisecond // a machine that is busy does the rest in less
	s, who := site(t, webtest.Options{Log: slog.New(slog.NewTextHandler(log, nil)), Config: web.Config{SlowPage: slow}})
	s.Mux.Page("GET /units/{unit}", func(c *web.Ctx) error {
		if c.Path("unit") == "slow" {
			time.Sleep(2 * slow)
		}
		return page(c, "x")
	})
	s.Mux.Upload("POST /files", 1<<20, func(c *web.Ctx) error {
		_, err := io.Copy(io.Discard, c.R.Body)
		return errors.Join(err, c.SeeOther("/"))
	})
	s.Mux.Raw("GET /stream", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.WriteHeader(http.StatusOK)
		time.Sleep(2 * slow)
	}))
	b := s.As(who)
	b.Get("/units/quick?q=secret").Want(200)
	p := b.Get("/units/slow?q=secret").Want(200)
	b.Get("/stream").Want(200)
	r := b.Request(http.MethodPost, "/files", "application/octet-stream", nil)
	r.Body = io.NopCloser(io.MultiReader(iotest.OneByteReader(strings.NewReader("abc")), late(2*slow)))
	b.Send(r).Want(303)
	s.Mux.ServeHTTP(lateWriter{httptest.NewRecorder(), 2 * slow}, b.Request(http.MethodGet, "/units/quick", "", nil))
	found := log.all("slow page")
	if len(found) != 1 {
		t.Fatalf("%d lines: %v", len(found), found)
	}
	for _, part := range []string{`level=WARN`, `route="GET /units/{unit}"`, "method=GET", "status=200", "account=" + who.Account.String(), "ref=" + p.Header.Get("X-Request-Id")} {
		if !strings.Contains(found[0], part) {
			t.Errorf("no %s in %s", part, found[0])
		}
	}
	if strings.Contains(found[0], "secret") || !regexp.MustCompile(` ms=[0-9]{2,3} `).MatchString(found[0]) {
		t.Error(found[0])
	}
}

// late is a browser that takes its time to send the end of a body.
type late time.Duration

func (l late) Read([]byte) (int, error) {
	time.Sleep(time.Duration(l))
	return 0, io.EOF
}

// lateWriter is a browser that takes its time to read.
type lateWriter struct {
	http.ResponseWriter
	by time.Duration
}

func (w lateWriter) Write(b []byte) (int, error) {
	time.Sleep(w.by)
	return w.ResponseWriter.Write(b)
}
