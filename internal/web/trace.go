package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"giaoban/internal/ident"
)

// trace is what is remembered of a request until its line in the log.
type trace struct {
	ref     string   // names the request: in the log, on error pages, in X-Request-Id; ours alone, what a browser sends is not looked at
	account ident.ID // whose it is, 0 for nobody's
}

type traceKey struct{}

// traceOf gives the trace of the request to which ctx belongs; outside of requests one that names nothing.
func traceOf(ctx context.Context) *trace {
	if t, ok := ctx.Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

// Referring adds to every line that is logged with a request's context the reference of that request, whoever logs it.
func Referring(h slog.Handler) slog.Handler {
	if _, twice := h.(referring); twice {
		return h
	}
	return referring{h}
}

type referring struct{ slog.Handler }

func (h referring) Handle(ctx context.Context, r slog.Record) error {
	if ref := traceOf(ctx).ref; ref != "" {
		r = r.Clone()
		r.AddAttrs(slog.String("ref", ref))
	}
	return h.Handler.Handle(ctx, r)
}

func (h referring) WithAttrs(attrs []slog.Attr) slog.Handler {
	return referring{h.Handler.WithAttrs(attrs)}
}

func (h referring) WithGroup(name string) slog.Handler { return referring{h.Handler.WithGroup(name)} }

// observe names, measures and logs every request, without query strings and secrets.
func (m *Mux) observe(next http.Handler) http.Handler {
	slow := m.d.Config.SlowPage
	if slow == 0 {
		slow = 500 * time.Millisecond
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		t := &trace{ref: reference()}
		w.Header().Set("X-Request-Id", t.ref)
		ctx := context.WithValue(r.Context(), traceKey{}, t)
		r = r.WithContext(ctx)
		a, sent := &answer{ResponseWriter: w}, &upload{}
		if r.Body != nil && r.Body != http.NoBody {
			sent.ReadCloser, r.Body = r.Body, sent
		}
		next.ServeHTTP(a, r)
		took := time.Since(began)
		route := r.Pattern
		if route == "" {
			route = "none"
		}
		if !a.streams() { // a stream's time is its reader's, not ours
			m.metrics.seen(route, a.status, took)
		}
		if strings.HasPrefix(r.URL.Path, "/assets/") || r.URL.Path == "/healthz" || m.quiet[r.Pattern] && a.status < 500 {
			return
		}
		m.d.Log.InfoContext(ctx, "request", "method", r.Method, "path", r.URL.Path, "status", a.status, "ms", took.Milliseconds(), "bytes", a.bytes)
		if own := took - a.waited - sent.waited; own > slow && slow > 0 && !a.streams() {
			m.d.Log.WarnContext(ctx, "slow page", "route", route, "method", r.Method, "status", a.status, "ms", own.Milliseconds(), "account", t.account.String())
		}
	})
}

// upload is a body that knows how long the other end has let us wait for it.
type upload struct {
	io.ReadCloser
	waited time.Duration
}

func (b *upload) Read(p []byte) (int, error) {
	began := time.Now()
	n, err := b.ReadCloser.Read(p)
	b.waited += time.Since(began)
	return n, err
}

// streams tells whether the answer goes on for as long as the other end likes: live news, a room's signalling.
func (a *answer) streams() bool {
	return a.status == http.StatusSwitchingProtocols || strings.HasPrefix(a.Header().Get("Content-Type"), "text/event-stream")
}
