package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/web"
)

// router puts huma's handlers on the program's own routes.
type router struct{ a *API }

// HandleFunc registers an operation's handler.
func (r router) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	op, limit, first := r.a.now, int64(web.CallLimit), (func(*web.Ctx) error)(nil)
	if op.Most > 0 {
		limit, first = op.Most, func(c *web.Ctx) error { return may(c, op) }
	}
	r.a.mux.CallOf(pattern, limit, first, func(c *web.Ctx) {
		rec := &recorder{header: c.W.Header()}
		h(rec, c.R.WithContext(context.WithValue(c.Context(), callKey{}, c)))
		if !c.Written() {
			r.a.send(c, rec)
		}
	})
}

// ServeHTTP is part of what the adapter asks for; the routes are served by web.Mux.
func (r router) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.a.mux.ServeHTTP(w, req) }

// recorder keeps an answer until its end, for its ETag and for compression. It writes the real headers.
type recorder struct {
	header http.Header
	status int
	body   []byte
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.body = append(r.body, b...)
	return len(b), nil
}

// send writes a finished answer, or says that the caller has it already.
func (a *API) send(c *web.Ctx, rec *recorder) {
	h := rec.header
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	if kind := h.Get("Content-Type"); len(rec.body) > 0 && (kind == "" || strings.HasPrefix(kind, "application/problem+json")) {
		h.Set("Content-Type", "application/json")
	}
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Authorization, Cookie, Accept-Language")
	h.Set("Content-Language", c.Language())
	if c.R.Method == http.MethodGet && rec.status == http.StatusOK {
		h.Set("Cache-Control", "private, no-cache")
		if h.Get("ETag") == "" {
			sum := sha256.Sum256(rec.body)
			h.Set("ETag", `W/"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
		}
		if matches(c.R.Header.Get("If-None-Match"), h.Get("ETag")) {
			rec.status, rec.body = http.StatusNotModified, nil
		}
	}
	if rec.status == http.StatusNotModified || rec.status == http.StatusNoContent {
		h.Del("Content-Type")
		c.W.WriteHeader(rec.status)
		return
	}
	_ = c.Write(rec.status, rec.body) // a caller that went away reads no answer
}

// matches compares ETags as If-None-Match does: weakly.
func matches(header, tag string) bool {
	for _, one := range strings.Split(header, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one != "" && (one == "*" || one == strings.TrimPrefix(tag, "W/")) {
			return true
		}
	}
	return false
}

// Fresh sets the ETag of a read that knows its version before the work, and
// tells whether the caller has that version; then return NotModified.
func (a *API) Fresh(c *web.Ctx, version string) bool {
	tag := `W/"` + a.boot + "." + c.Language() + "." + version + `"`
	c.W.Header().Set("ETag", tag)
	return matches(c.R.Header.Get("If-None-Match"), tag)
}

// NotModified is returned by a handler where Fresh was true.
func NotModified() error { return &refused{status: http.StatusNotModified} }

// Tag is the ETag of a record by its version, for If-Match.
func Tag(version string) string { return `"` + version + `"` }

// Matched gives the version that If-Match names, "" where it names none. A
// header that is not one plain tag is refused.
func Matched(header string) (string, error) {
	if header == "" {
		return "", nil
	}
	version, ok := strings.CutPrefix(strings.TrimSpace(header), `"`)
	if ok {
		version, ok = strings.CutSuffix(version, `"`)
	}
	if !ok || strings.ContainsAny(version, `",`) || version == "" {
		return "", fault.Invalid("If-Match", "api.bad_match")
	}
	return version, nil
}

// Moved refuses a change whose If-Match names another version than the present one.
func Moved(c *web.Ctx) error {
	_, body := c.Refusal(fault.Conflict("api.moved"))
	return &refused{Refusal: body, status: http.StatusPreconditionFailed}
}

// sameBody refuses an Idempotency-Key that came before with another body.
func sameBody(c *web.Ctx) error {
	key := c.R.Header.Get("Idempotency-Key")
	if key == "" {
		return nil
	}
	if len(key) > 100 {
		return fault.Invalid("Idempotency-Key", "api.long_key", "max", 100)
	}
	return c.SameBody()
}

// refuse writes a refusal where no handler runs.
func (a *API) refuse(c *web.Ctx, err error) {
	r := refusalOf(c, err).(*refused)
	for name, values := range r.header {
		c.W.Header()[name] = values
	}
	body, jsonErr := json.Marshal(r)
	if jsonErr != nil {
		r.status, body = http.StatusInternalServerError, []byte(`{"kind":"internal","key":"web.internal","message":""}`)
	}
	a.send(c, &recorder{header: c.W.Header(), status: r.status, body: append(body, '\n')})
}
