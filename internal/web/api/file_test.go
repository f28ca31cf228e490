package api_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/web"
)

// unread fails where somebody reads it.
type unread struct{}

func (unread) Read([]byte) (int, error) { return 0, errors.New("was read") }

// Who may not, and what is too large, is refused before a byte is read.
func TestUploadIsRefusedUnread(t *testing.T) {
	t.Parallel()
	h, who := surface(t)
	program := actor.Actor{Kind: actor.Program, Account: 8, Name: "Phần mềm (API)", Assurance: actor.ByToken}
	for _, c := range []struct {
		name   string
		who    *actor.Actor
		length int64
		status int
		key    string
	}{
		{"nobody", nil, 10, http.StatusUnauthorized, "actor.sign_in"},
		{"a program", &program, 10, http.StatusForbidden, "actor.not_by_token"},
		{"too large", &who, 2<<20 + 1, http.StatusRequestEntityTooLarge, "web.too_large"},
	} {
		ctx := t.Context()
		if c.who != nil {
			ctx = web.ActAs(ctx, *c.who)
		}
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/api/v1/up?name=a.pdf", unread{})
		r.ContentLength = c.length
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if rec.Code != c.status || !strings.Contains(rec.Body.String(), c.key) {
			t.Errorf("%s: %d %s", c.name, rec.Code, rec.Body)
		}
	}
}

func TestUploadAndDownload(t *testing.T) {
	t.Parallel()
	h, who := surface(t)
	send := func(kind, key, query string, body []byte) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(web.ActAs(t.Context(), who), http.MethodPost, "/api/v1/up?"+query, bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Idempotency-Key", key)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec
	}
	// curl --data-binary says that it sends a form: the body is the file all the same.
	for _, kind := range []string{"application/pdf", "application/x-www-form-urlencoded", ""} {
		if rec := send(kind, "", "name=a.pdf", []byte("a=b&key=c")); rec.Code != 200 || !strings.Contains(rec.Body.String(), `"bytes":9`) {
			t.Errorf("%q: %d %s", kind, rec.Code, rec.Body)
		}
	}
	for _, c := range []struct {
		kind, query string
		body        []byte
		status      int
		key         string
	}{
		{"multipart/form-data; boundary=x", "name=a.pdf", []byte("--x--"), 422, "api.not_a_form"},
		{"application/pdf", "name=a.pdf", nil, 422, "api.missing"},
		{"application/pdf", "", []byte("a"), 422, "api.missing"},
		{"application/pdf", "name=a.pdf&other=1", []byte("a"), 422, "api.unknown_field"},
		{"application/pdf", "name=a.pdf", make([]byte, 2<<20+1), 413, "web.too_large"},
	} {
		if rec := send(c.kind, "", c.query, c.body); rec.Code != c.status || !strings.Contains(rec.Body.String(), c.key) {
			t.Errorf("%s %s: %d %s", c.kind, c.query, rec.Code, rec.Body)
		}
	}
	send("application/pdf", "k", "name=a.pdf", []byte("one"))
	if rec := send("application/pdf", "k", "name=a.pdf", []byte("two")); rec.Code != 409 {
		t.Errorf("another file under the same key: %d %s", rec.Code, rec.Body)
	}

	get := func(header, value string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/down", nil)
		if header != "" {
			r.Header.Set(header, value)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec
	}
	whole := get("", "")
	if whole.Body.String() != "PK 12345" || whole.Header().Get("Content-Disposition") != "attachment; filename*=utf-8''t%E1%BB%87p.xlsx" || whole.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the file: %v %q", whole.Header(), whole.Body)
	}
	if rec := get("If-None-Match", whole.Header().Get("ETag")); rec.Code != 304 || rec.Body.Len() != 0 {
		t.Errorf("again: %d %q", rec.Code, rec.Body)
	}
	if rec := get("Range", "bytes=3-5"); rec.Code != 206 || rec.Body.String() != "123" {
		t.Errorf("a part: %d %q", rec.Code, rec.Body)
	}
}
