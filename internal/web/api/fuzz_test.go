package api_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/webtest"
)

type listInput struct {
	api.Paging
	Unit api.ID `query:"unit"`
	Date string `query:"date" format:"date"`
	Late bool   `query:"late"`
	N    int64  `query:"n"`
}

type writeInput struct {
	Body struct {
		Fields map[string]string `json:"fields"`
		Unit   api.ID            `json:"unit,omitempty"`
		Date   string            `json:"date,omitempty" format:"date"`
		N      *int64            `json:"n,omitempty" minimum:"0" maximum:"100"`
		List   []string          `json:"list,omitempty" maxItems:"3"`
	}
}

type upInput struct {
	Name    string `query:"name" required:"true" maxLength:"20"`
	Release bool   `query:"release"`
}

type written = api.Answer[map[string]int]

// surface is the frame with one operation that reads and one that writes.
func surface(f testing.TB) (http.Handler, actor.Actor) {
	f.Helper()
	s := webtest.New(f, webtest.Options{Log: slog.New(slog.DiscardHandler), Messages: []i18n.Messages{api.Messages()}, Config: web.Config{WritesPerMin: -1, CallsPerMin: -1}})
	a := api.New(s.Mux)
	api.Register(a, api.Op{ID: "list", Method: http.MethodGet, Path: "/list", Tag: "t", Summary: "s", Scope: actor.ReadReports}, func(c *web.Ctx, in *listInput) (*api.List[string], error) {
		if _, err := api.Day("date", in.Date); in.Date != "" && err != nil {
			return nil, err
		}
		all := []string{"a", "b", "c"}
		return api.Cut(c, in.Paging, all, func(s string) string { return s }, func(s string) string { return s })
	})
	api.Register(a, api.Op{ID: "write", Method: http.MethodPost, Path: "/write", Tag: "t", Summary: "s", Scope: actor.WriteDrafts}, func(c *web.Ctx, in *writeInput) (*written, error) {
		return &written{Body: map[string]int{"fields": len(in.Body.Fields)}}, nil
	})
	api.Upload(a, api.Op{ID: "up", Method: http.MethodPost, Path: "/up", Tag: "t", Summary: "s", Person: true, Most: 2 << 20}, []string{api.PDF}, func(c *web.Ctx, in *upInput, body []byte) (*written, error) {
		return &written{Body: map[string]int{"bytes": len(body)}}, nil
	})
	api.Download(a, api.Op{ID: "down", Method: http.MethodGet, Path: "/down", Tag: "t", Summary: "s", Open: true}, func(*web.Ctx, *struct{}) (*api.File, error) {
		return api.Made("tệp.xlsx", api.XLSX, []byte("PK 12345")), nil
	}, api.XLSX)
	return s.Mux, actor.Actor{Kind: actor.Person, Account: 9, Name: "Trần Thử"}
}

// Whatever stands in the query and in the body, it is taken or refused in JSON as the document says; it never becomes an error of
// ours.
func FuzzQueryAndBody(f *testing.F) {
	h, who := surface(f)
	for _, seed := range [][2]string{
		{"limit=2", `{"fields":{"A1":"5"}}`}, {"limit=2&cursor=YQ", `{"fields":{},"unit":"cp2n43d20001","date":"2026-02-30"}`},
		{"cursor=%%%&limit=-1", `{"fields":null,"n":1e309}`}, {"unit=zzzz&date=2026-02-30", "\xff{}"}, {"late=maybe&n=99999999999999999999", `{"fields":{"a":"\ud800"},"list":["","","",""]}`},
		{"limit=1;limit=2&%00=1", `{"fields":{},"fields":{}}` + "{}"}, {"n=1&n=2&other=1", strings.Repeat("[", 3000)},
		{"name=a.pdf&release=true", "%PDF-1.4"}, {"name=%ff%00&release=x", "PK\x03\x04"}, {"name=" + strings.Repeat("a", 30), ""},
	} {
		f.Add(seed[0], []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, query string, body []byte) {
		for _, path := range []string{"list", "write", "up"} {
			method, sent := http.MethodGet, []byte(nil)
			if path != "list" {
				method, sent = http.MethodPost, body
			}
			r := httptest.NewRequestWithContext(web.ActAs(t.Context(), who), method, "/api/v1/"+path, bytes.NewReader(sent))
			if path != "write" {
				r.URL.RawQuery = query
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			if rec.Code != 200 && (rec.Code < 400 || rec.Code >= 500) || !json.Valid(rec.Body.Bytes()) {
				t.Errorf("%s ?%q %q: %d %s", method, query, body, rec.Code, rec.Body)
			}
			if rec.Code >= 400 {
				var refusal struct{ Kind, Key, Message string }
				if err := json.Unmarshal(rec.Body.Bytes(), &refusal); err != nil || refusal.Key == "" || refusal.Message == "" || refusal.Kind == "internal" {
					t.Errorf("%s ?%q %q: a refusal without reason: %s", method, query, body, rec.Body)
				}
			}
		}
	})
}
