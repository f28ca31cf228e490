package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/web/shell"
)

// Refusal is an error in JSON.
type Refusal struct {
	Kind  string    `json:"kind" doc:"What sort of refusal: invalid, unauthenticated, forbidden, not_found, conflict, too_large, rate_limited, unavailable, unconfirmed (a second factor is asked: do it on the page), internal." example:"invalid"`
	Key   string    `json:"key" doc:"Names the refusal for programs. It stays the same in every language." example:"report.no_such_filing"`
	Text  string    `json:"message" doc:"The refusal in the language of Accept-Language."`
	Field string    `json:"field,omitempty" doc:"The field it belongs to."`
	Link  string    `json:"link,omitempty" doc:"A page that helps, such as the record that exists already."`
	Ref   string    `json:"ref,omitempty" doc:"Names the request in the server's log, as the header X-Request-Id does."`
	More  []Refusal `json:"more,omitempty" doc:"Further refusals of the same request."`
}

// judge tells what of an error the reader is told; the rest is logged under the
// request's reference. failed: it is ours to mend. none: the reader went away.
func (m *Mux) judge(c *Ctx, err error) (faults fault.Faults, failed, none bool) {
	if errors.Is(err, db.ErrText) { // what was sent reached a statement unread
		err = fault.Invalid("", "web.malformed").Because(err)
	}
	faults = fault.All(err)
	first := faults[0]
	switch first.Kind {
	case fault.KindForbidden, fault.KindUnauthenticated, fault.KindRateLimited, fault.KindUnconfirmed: // who tried what may matter later
		m.metrics.refused.WithLabelValues(first.Kind.String()).Inc()
		m.d.Log.InfoContext(c.ctx, "refused", "kind", first.Kind.String(), "key", first.Key, "method", c.R.Method, "path", c.R.URL.Path,
			"account", c.Actor.Account.String(), "address", m.address(c.R))
	}
	if first.Kind != fault.KindInternal {
		return faults, false, false
	}
	if trouble := db.TroubleOf(err); trouble != "" {
		m.d.Log.ErrorContext(c.ctx, "the store failed", "trouble", trouble, "method", c.R.Method, "path", c.R.URL.Path, "account", c.Actor.Account.String(), "err", err)
		c.W.Header().Set("Retry-After", "10")
		return fault.Faults{fault.Unavailable("web.store_" + string(trouble))}, true, false
	}
	if errors.Is(err, context.Canceled) && c.R.Context().Err() != nil {
		return faults, false, true
	}
	m.d.Log.ErrorContext(c.ctx, "request failed", "method", c.R.Method, "path", c.R.URL.Path, "account", c.Actor.Account.String(), "err", err)
	return fault.Faults{{Kind: fault.KindInternal, Key: "web.internal"}}, true, false
}

// refuse turns an error into the answer. It is the only place that does, beside Refusal for the API.
func (m *Mux) refuse(c *Ctx, err error) {
	faults, failed, none := m.judge(c, err)
	if none {
		return
	}
	first := faults[0]
	if c.written {
		m.d.Log.WarnContext(c.ctx, "an error after the answer was written", "path", c.R.URL.Path, "err", err)
		return
	}
	if first.Kind == fault.KindRateLimited {
		c.W.Header().Set("Retry-After", "60")
	}
	if c.wantsJSON() {
		m.refuseJSON(c, faults)
		return
	}
	if first.Kind == fault.KindUnauthenticated && c.Actor.Kind == actor.Public {
		m.sendToSignIn(c)
		return
	}
	if first.Kind == fault.KindUnconfirmed && m.confirm != nil {
		if err := m.confirm(c, first); err == nil {
			return
		} else if c.written {
			m.d.Log.ErrorContext(c.ctx, "ask for the second factor", "err", err)
			return
		}
	}
	spec := shell.ErrorSpec{Status: first.Kind.Status(), Title: c.T(titleKey(first.Kind)), Link: localPath(first.Link, "")}
	if failed { // who is refused needs no administrator
		spec.Ref = traceOf(c.ctx).ref
	}
	var texts []string
	for _, f := range faults {
		texts = append(texts, c.T(f.Key, f.Args...))
	}
	spec.Text = strings.Join(texts, " ")
	if c.R.Method == http.MethodPost && spec.Link == "" && first.Kind != fault.KindInternal {
		spec.Link = localPath(cameFrom(c.R), "")
	}
	if renderErr := c.RenderStatus(spec.Status, shell.ErrorPage(c.Base("", ""), spec)); renderErr != nil {
		m.d.Log.ErrorContext(c.ctx, "render an error page", "err", renderErr)
		http.Error(c.W, spec.Title, spec.Status)
	}
}

func titleKey(kind fault.Kind) string {
	switch kind {
	case fault.KindInvalid:
		return "web.title_invalid"
	case fault.KindUnauthenticated:
		return "web.title_unauthenticated"
	case fault.KindForbidden:
		return "web.title_forbidden"
	case fault.KindNotFound:
		return "web.title_not_found"
	case fault.KindConflict:
		return "web.title_conflict"
	case fault.KindTooLarge:
		return "web.title_too_large"
	case fault.KindRateLimited:
		return "web.title_rate_limited"
	case fault.KindUnconfirmed:
		return "web.title_unconfirmed"
	case fault.KindUnavailable:
		return "web.title_unavailable"
	}
	return "web.title_internal"
}

func (m *Mux) refuseJSON(c *Ctx, faults fault.Faults) {
	if err := c.JSON(faults[0].Kind.Status(), c.refusal(faults)); err != nil {
		m.d.Log.ErrorContext(c.ctx, "write a refusal", "err", err)
	}
}

func (c *Ctx) refusal(faults fault.Faults) Refusal {
	list := make([]Refusal, len(faults))
	for i, f := range faults {
		list[i] = Refusal{Kind: f.Kind.String(), Key: f.Key, Text: c.T(f.Key, f.Args...), Field: f.Field, Link: f.Link}
	}
	one := list[0]
	one.Ref, one.More = traceOf(c.ctx).ref, list[1:]
	return one
}

// Refusal gives an error as the reader is told it, with its status. What is no fault is logged under the request's reference.
func (c *Ctx) Refusal(err error) (int, Refusal) {
	faults, _, _ := c.mux.judge(c, err)
	return faults[0].Kind.Status(), c.refusal(faults)
}

// sendToSignIn leads to the sign-in page and back to what was asked for. A form
// that met a lost session leads back to its page, not to its own address.
func (m *Mux) sendToSignIn(c *Ctx) {
	next := pathOf(c.R)
	path := "/sign-in"
	if next != "/" && next != "" {
		path += "?next=" + url.QueryEscape(next)
	}
	if c.R.Header.Get("HX-Request") != "" { // htmx would put the page into a part of this one
		c.W.Header().Set("HX-Redirect", path)
		c.W.WriteHeader(http.StatusUnauthorized)
		return
	}
	_ = c.SeeOther(path)
}

func (c *Ctx) wantsJSON() bool {
	accept := c.R.Header.Get("Accept")
	return c.mode&asJSON != 0 || strings.HasPrefix(accept, "application/json") || isJSON(c.R)
}

// reference names a request to the reader and in the log.
func reference() string { return strings.ToLower(rand.Text()[:8]) }

// localPath gives path where it leads to a page of this program, else otherwise.
// "//host", "/\host" and schemes lead elsewhere.
func localPath(path, otherwise string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return otherwise
	}
	u, err := url.Parse(path)
	if err != nil || u.Host != "" || u.Scheme != "" {
		return otherwise
	}
	return path
}

// Next gives the field or parameter "next" where it leads to a page of this program, else otherwise.
func (c *Ctx) Next(otherwise string) string {
	next := c.Query("next")
	if c.R.Method == http.MethodPost && c.Form().Has("next") {
		next = c.Form().Get("next")
	}
	return localPath(next, otherwise)
}

// cameFrom is the page of this program from which the browser came, "/" if unknown.
func cameFrom(r *http.Request) string {
	u, err := url.Parse(r.Referer())
	if err != nil || u.Host != r.Host {
		return "/"
	}
	return localPath(u.RequestURI(), "/")
}
