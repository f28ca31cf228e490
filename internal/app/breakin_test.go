package app

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
)

// raw sends a call that need not fit the document.
func (w *walk) raw(token, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(w.t.Context(), method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.app.Handler().ServeHTTP(rec, r)
	return rec
}

func (w *walk) refused(rec *httptest.ResponseRecorder, status int, key string) {
	w.t.Helper()
	var body struct{ Kind, Key, Message string }
	if err := json.Unmarshal(rec.Body.Bytes(), &body); err != nil || rec.Code != status || key != "" && body.Key != key || body.Message == "" {
		w.t.Errorf("status %d, want %d %s: %s", rec.Code, status, key, rec.Body)
	}
}

// Who tries what is not theirs learns nothing.
func TestNobodyGetsIn(t *testing.T) {
	t.Parallel()
	w := openWalk(t)
	admin := w.admin()
	tree, err := w.app.org.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	root := tree.Root().ID
	provinces := tree.Children(root)
	mine, other := provinces[0].ID, provinces[1].ID
	centre := w.token(admin, root, actor.Scopes()...)
	desk := w.token(admin, mine, actor.Scopes()...)
	reader := w.token(admin, mine, actor.ReadReports)
	filings := items(w.get(centre, "/units/"+other.String()+"/filings"))
	theirs := "/api/v1/filings/" + find(t, filings[0], "filing.id")
	request := find(t, filings[0], "request.id")

	for _, token := range []string{desk.token, centre.token} { // also the level above never sees a draft
		w.refused(w.raw(token, "GET", theirs+"/draft", ""), 404, "report.no_such_filing")
		w.refused(w.raw(token, "PATCH", theirs+"/draft", `{"fields":{}}`), 404, "report.no_such_filing")
	}
	w.refused(w.raw(desk.token, "GET", theirs, ""), 404, "report.no_such_filing")
	w.refused(w.raw(desk.token, "GET", "/api/v1/requests/"+request+"/figures", ""), 403, "actor.forbidden_read_filed")
	w.refused(w.raw(desk.token, "GET", "/api/v1/units/"+other.String()+"/filings", ""), 403, "")
	w.refused(w.raw(desk.token, "GET", "/api/v1/units/"+other.String()+"/inbox", ""), 403, "")

	for _, path := range []string{"/units/", "/requests/", "/filings/", "/tasks/", "/documents/", "/conferences/", "/news/"} {
		for _, guess := range []string{"0", "zzz", "cn02t2g0bc00", ident.ID(1).String(), strings.Repeat("z", 13), "%27", "-1"} {
			w.refused(w.raw(desk.token, "GET", "/api/v1"+path+guess, ""), 404, "")
		}
	}

	w.refused(w.raw(reader.token, "GET", "/api/v1/units/"+mine.String()+"/tasks", ""), 403, "actor.forbidden_scope")
	w.refused(w.raw(reader.token, "GET", theirs+"/draft", ""), 403, "actor.forbidden_scope")
	for _, act := range []string{"sign", "unsign", "send", "accept", "return"} {
		w.refused(w.raw(desk.token, "POST", theirs+"/"+act, `{}`), 403, "actor.not_by_token")
	}
	w.refused(w.raw(desk.token, "GET", "/api/v1/units/"+mine.String()+"/tokens", ""), 403, "actor.not_by_token")

	for _, bad := range []string{"gb_" + strings.Repeat("a", 26), "x", strings.Repeat("gb_", 2000)} {
		rec := w.raw(bad, "GET", "/api/v1/me", "")
		w.refused(rec, 401, "account.token_unknown")
		if !strings.HasPrefix(rec.Header().Get("WWW-Authenticate"), "Bearer") {
			t.Error("401 without WWW-Authenticate")
		}
	}
	rec := w.raw("", "GET", "/api/v1/me", "")
	w.refused(rec, 401, "actor.sign_in")
	if rec.Header().Get("WWW-Authenticate") == "" {
		t.Error("401 without WWW-Authenticate")
	}
	if page := w.raw(centre.token, "GET", "/reports", ""); page.Code != http.StatusSeeOther {
		t.Errorf("a token opens a page: %d", page.Code)
	}
	w.refused(w.raw("", "POST", theirs+"/sign", `{}`, "Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site"), 403, "web.other_origin")

	draft := "/api/v1/filings/" + find(t, items(w.get(desk, "/units/"+mine.String()+"/filings"))[0], "filing.id") + "/draft"
	w.refused(w.raw(desk.token, "PATCH", draft, `{"fields":{},"signed":true}`), 422, "api.unknown_field")
	w.refused(w.raw(desk.token, "PATCH", draft, `{}`), 422, "api.missing")
	w.refused(w.raw(desk.token, "PATCH", draft, `{"fields":`), 400, "api.malformed")
	w.refused(w.raw(desk.token, "PATCH", draft, `a=b`, "Content-Type", "application/x-www-form-urlencoded"), 415, "api.not_json")
	w.refused(w.raw(desk.token, "PATCH", draft, `{"fields":{"x":"`+strings.Repeat("a", 1<<20)+`"}}`), 413, "web.too_large")
	w.refused(w.raw(desk.token, "PATCH", draft, `{"fields":{"x":"`+strings.Repeat("a", 1<<20)+`"}}`, "Idempotency-Key", "k"), 413, "web.too_large")
	w.refused(w.raw(desk.token, "PATCH", draft, `{"fields":{}}`, "If-Match", "*"), 422, "api.bad_match")
	w.refused(w.raw(desk.token, "GET", "/api/v1/units?limit=201", ""), 422, "api.malformed")
	w.refused(w.raw(desk.token, "GET", "/api/v1/units?cursor=zz", ""), 422, "api.bad_cursor")
	w.refused(w.raw(desk.token, "GET", "/api/v1/units?date=2026-02-30", ""), 422, "api.malformed")
	w.refused(w.raw(desk.token, "GET", "/api/v1/units?limit=1&admin=1", ""), 422, "api.unknown_field")
	w.refused(w.raw(desk.token, "DELETE", "/api/v1/units", ""), 404, "api.no_operation")

	for range 6000 { // the bound of 600 a minute fills again while a busy machine calls
		if rec = w.raw(reader.token, "GET", "/api/v1/me", ""); rec.Code == http.StatusTooManyRequests {
			break
		}
	}
	w.refused(rec, 429, "web.too_many_calls")
	if rec.Header().Get("Retry-After") == "" || rec.Header().Get("RateLimit") == "" {
		t.Errorf("headers of 429: %v", rec.Header())
	}
}
