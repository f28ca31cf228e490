package web

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"giaoban/internal/fault"
)

// securityHeaders sends what every answer carries. Scripts and styles come from
// this host only and never from the page itself; cameras, microphones and
// shared screens are for this host's own pages.
func (m *Mux) securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if m.d.Config.HSTS {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		if strings.HasPrefix(r.URL.Path, "/assets/") {
			h.Set("Content-Security-Policy", assetPolicy)
			next.ServeHTTP(w, r)
			return
		}
		h.Set("Content-Security-Policy", policy(r.Host, m.mediaAddress()))
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), screen-wake-lock=(self), geolocation=(), payment=(), usb=()")
		next.ServeHTTP(w, r)
	})
}

// assetPolicy is the policy of scripts, styles, fonts and icons. They are no documents: what a browser reads of documents alone
// would be half of what a small script weighs on a weak line. A worker has the policy of its own file: it may load parts and ask this host.
const assetPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'"

// policy names the host for websockets: older browsers do not count them as 'self'.
// media is where browsers reach sound and picture, where that is another host.
func policy(host, media string) string {
	sockets := ""
	if host != "" && strings.Trim(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") == "" {
		sockets = " ws://" + host + " wss://" + host
	}
	if media != "" && !strings.ContainsAny(media, " ;,'\"") {
		sockets += " " + media + " " + strings.Replace(media, "ws", "http", 1) // the client asks by http why it was not admitted
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
		"connect-src 'self'" + sockets + "; media-src 'self' blob:; worker-src 'self' blob:; manifest-src 'self'; " +
		"form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
}

func (m *Mux) mediaAddress() string {
	if m.d.Media == nil {
		return ""
	}
	return m.d.Media()
}

// sameOrigin refuses unsafe requests that another site's page makes this browser send.
func (m *Mux) sameOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _ := m.begin(w, r, 0)
		m.refuse(c, fault.Forbidden("web.other_origin"))
	}))
	return guard.Handler(next)
}

// OwnOrigin refuses what a page of another host sends to h. Websockets need it:
// browsers open them across origins, and sameOrigin lets safe methods pass. A
// request without an Origin comes from no browser's page.
func (m *Mux) OwnOrigin(h http.Handler) http.Handler {
	own := ""
	if u, err := url.Parse(m.d.Config.PublicURL); err == nil {
		own = u.Host
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Get("Origin"); origin != "" {
			u, err := url.Parse(origin)
			if err != nil || u.Host == "" || u.Host != r.Host && u.Host != own {
				m.metrics.refused.WithLabelValues(fault.KindForbidden.String()).Inc()
				m.d.Log.InfoContext(r.Context(), "refused", "kind", fault.KindForbidden.String(), "key", "web.other_origin", "path", r.URL.Path, "address", m.address(r))
				http.Error(w, "another origin", http.StatusForbidden)
				return
			}
		}
		h.ServeHTTP(w, r)
	})
}

// recoverPanics makes an error page of a panic. http.ErrAbortHandler passes: it is a way to cut a connection.
func (m *Mux) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			m.d.Log.ErrorContext(r.Context(), "panic", "path", r.URL.Path, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			if answer, ok := w.(*answer); ok && answer.status != 0 {
				return
			}
			c, err := m.begin(w, r, 0)
			if err == nil {
				err = fmt.Errorf("panic: %v", v)
			}
			m.refuse(c, err)
		}()
		next.ServeHTTP(w, r)
	})
}

// answer remembers what was answered. Unwrap keeps flushing and deadlines reachable.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
	waited time.Duration // for the other end to take it
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 || a.status < 200 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	began := time.Now()
	n, err := a.ResponseWriter.Write(b)
	a.waited += time.Since(began)
	a.bytes += int64(n)
	return n, err
}

func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Flush and Hijack stand here too for those who ask by type, as websocket libraries do.
func (a *answer) Flush() { _ = http.NewResponseController(a.ResponseWriter).Flush() }

func (a *answer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	a.status = http.StatusSwitchingProtocols
	return http.NewResponseController(a.ResponseWriter).Hijack()
}

// address is where a request comes from: the connection's, or what the proxy in front says.
func (m *Mux) address(r *http.Request) string {
	if m.d.Config.BehindProxy {
		// The last one of the last line is what the proxy itself added: some append
		// to the line that the sender wrote, others (HAProxy) add a line of their own.
		if lines := r.Header.Values("X-Forwarded-For"); len(lines) > 0 {
			list := strings.Split(lines[len(lines)-1], ",")
			if last := strings.TrimSpace(list[len(list)-1]); last != "" {
				return last
			}
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

const (
	worthGzip = 1024 // bytes
	gzipLevel = 4    // a board in two thirds of the time that 6 takes, and 6 % larger
)

// writeCompressed writes a ready body, compressed where the browser can and it pays.
func (c *Ctx) writeCompressed(status int, body []byte) error {
	h := c.W.Header()
	h.Add("Vary", "Accept-Encoding")
	if len(body) < worthGzip || !takesGzip(c.R) || h.Get("Content-Encoding") != "" || !compressible(h.Get("Content-Type")) {
		h.Set("Content-Length", strconv.Itoa(len(body)))
		c.W.WriteHeader(status)
		_, err := c.W.Write(body)
		return gone(err)
	}
	h.Set("Content-Encoding", "gzip")
	c.W.WriteHeader(status)
	z, ok := c.mux.zips.Get().(*gzip.Writer)
	if !ok {
		z, _ = gzip.NewWriterLevel(nil, gzipLevel) // the level is a good one
	}
	defer c.mux.zips.Put(z)
	z.Reset(c.W)
	if _, err := z.Write(body); err != nil {
		return gone(err)
	}
	return gone(z.Close())
}

func takesGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.TrimSpace(params) != "q=0" {
			return true
		}
	}
	return false
}

func compressible(contentType string) bool {
	return strings.HasPrefix(contentType, "text/") || strings.HasPrefix(contentType, "application/json") || strings.Contains(contentType, "xml") && !strings.Contains(contentType, "openxml")
}

// gone swallows the error of a browser that went away while it was answered.
func gone(error) error { return nil }
