package app

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/practice"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// kinds are the columns of testdata/permissions.txt: who asks, from the least to the most.
//
//	public  nobody signed in; an account that was closed acts as this
//	ended   an account whose only unit was dissolved
//	other   office, specialist, technician and editor of another province
//	below   specialist and head of a commune under the province
//	own     office, specialist, technician and editor of the province whose records are asked for
//	head    head of that province
//	chair   who may chair at the centre
//	centre  office, secretary, administrator and editor of the centre
type kind struct {
	name    string
	who     *actor.Actor
	headers []string // what the browser or program sends to show who it is, in pairs
}

func (w *world) kinds() []kind {
	ended := w.as("hb3-1")
	ended.Grants, ended.Unit = nil, 0
	return []kind{{name: "public"}, {name: "ended", who: &ended}, {name: "other", who: &w.other}, {name: "below", who: &w.clerk}, {name: "own", who: &w.desk},
		{name: "head", who: &w.head}, {name: "chair", who: &w.chair}, {name: "centre", who: &w.office}}
}

// table reads a file of rows: a name, then one answer for each column.
func table(t *testing.T, file string, columns int) (rows map[string][]string) {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows = make(map[string][]string)
	for n, line := range strings.Split(string(body), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, answers, ok := strings.Cut(line, "|")
		cells := strings.Fields(answers)
		if name = strings.TrimSpace(name); !ok || len(cells) != columns {
			t.Fatalf("%s:%d: want a name, | and %d answers", file, n+1, columns)
		}
		if rows[name] != nil {
			t.Errorf("%s:%d: %s stands twice", file, n+1, name)
		}
		rows[name] = cells
	}
	return rows
}

// samples gives the records that the addresses of the table name, all of the province "own".
func (w *world) samples() map[string]string {
	one := func(query string, args ...any) string {
		var id ident.ID
		w.must(w.db.View(w.Context(), func(ctx context.Context, r *db.Read) error {
			n, err := db.Int(ctx, r, query, args...)
			id = ident.ID(n)
			return err
		}))
		return id.String()
	}
	sh := int64(w.units["SH"])
	signer := w.chair
	signer.Grants = append(slices.Clone(signer.Grants), actor.Grant{Role: actor.Head, Unit: w.request.Opener})
	f, err := w.report.Freezable(w.Context(), signer, w.request.ID)
	w.must(err)
	_, err = w.report.Freeze(w.Context(), signer, w.request.ID, report.Freezing{Capacity: actor.AsHead, Seen: f.Seen})
	w.must(err)
	_, err = w.conference.DraftRevision(w.Context(), w.office, w.held, map[ident.ID]string{w.conclusion: "Sửa lại."}, "Sai sót", "")
	w.must(err)
	hindered, err := w.obstacle.Raise(w.Context(), w.desk, obstacle.New{Unit: w.units["SH"], Body: "Chưa có hướng dẫn kiểm tra chi hội", Proposal: "Ban hành hướng dẫn",
		About: obstacle.Ref{Kind: obstacle.AboutTask, ID: w.given}})
	w.must(err)
	w.must(w.report.EditForm(w.Context(), w.office, "hoi-quy", ""))
	group, err := w.obstacle.MakeGroup(w.Context(), w.office, w.units["TWH"], "Hướng dẫn kiểm tra", []ident.ID{hindered}, "")
	w.must(err)
	asked, err := w.report.AskExplanation(w.Context(), w.office, report.Asking{Request: w.request.ID, Unit: w.units["SH"], Indicator: "A3", Question: "Vì sao?",
		Due: when.Present(w.clock).Add(72 * time.Hour)})
	w.must(err)
	shared, err := w.practice.Share(w.Context(), w.desk, practice.New{Unit: w.units["SH"], Title: "Kiểm tra chéo", Summary: "Hai chi hội kiểm tra lẫn nhau."})
	w.must(err)
	return map[string]string{
		"explanation": asked.String(), "form": "hoi-quy",
		"obstacle": hindered.String(), "group": group.String(),
		"practice": shared.String(),
		"account":  one(`select id from account where login = 'sh2.chutich'`), "unit": w.units["SH"].String(),
		"post":        one(`select id from position where unit = $1 order by id`, sh),
		"appointment": one(`select a.id from appointment a join position p on p.id = a.position where p.unit = $1 order by a.id`, sh),
		"event":       one(`select id from event`), "regime": "2", "request": w.request.ID.String(), "filing": w.filing.ID.String(), "version": "1", "indicator": "A3",
		"task": w.given.String(), "document": w.notice.String(), "id": w.held.String(), "conference": w.held.String(),
		"site":       one(`select id from conference_site where conference = $1 and unit = $2`, int64(w.held), sh),
		"conclusion": w.conclusion.String(), "revision": one(`select id from conference_revision`), "paper": "1a", "remark": "1b", "item": "1c", "photo": "1d", "width": "640",
		"edition": "1", "date": "2026-04-30", "tile": "0/000.p/1", "index": "0", "size": "1",
	}
}

var placeholder = regexp.MustCompile(`\{([a-z]+)(\.\.\.)?\}`)

// address fills a pattern in; guess takes identifiers that belong to nothing instead.
func address(pattern string, samples map[string]string, guess bool) string {
	pattern = strings.TrimSuffix(pattern, "{$}")
	return placeholder.ReplaceAllStringFunc(pattern, func(name string) string {
		name = strings.Trim(name, "{}.")
		if guess && name != "version" && name != "edition" && name != "width" && name != "indicator" && name != "date" {
			return "zzzz" // an identifier by its form, of nothing
		}
		if value, ok := samples[name]; ok {
			return value
		}
		return "1e" // a record that the world does not have: the row says what a stranger to it gets
	})
}

// answer is what an answer comes to: let in, or how refused.
func answer(rec *httptest.ResponseRecorder) string {
	switch {
	case rec.Code == http.StatusUnauthorized, rec.Code == http.StatusSeeOther && (rec.Header().Get("Location") == "/sign-in" || strings.HasPrefix(rec.Header().Get("Location"), "/sign-in?")):
		return "in" // is asked to sign in
	case rec.Code == http.StatusForbidden, rec.Code == http.StatusNotFound, rec.Code == http.StatusTooManyRequests, rec.Code >= 500:
		return fmt.Sprint(rec.Code)
	}
	return "ok" // the right is there; what was sent may still be wrong
}

// bodies are what is sent where an empty form would be refused before anybody's right is looked at.
func bodies() map[string]string {
	return map[string]string{
		"POST /tasks/{task}/progress":                            "percent=10&state=in_progress&note=x",
		"POST /reports":                                          "form=hoi-quy&period=2025&scope=all&deadline=01/05/2026&time=17:00",
		"POST /conferences/{id}/room/floor":                      "site={site}&seconds=180",
		"POST /news/central/{conference}":                        "headline=x&body=x&text=x&version=0",
		"POST /reports/{request}/units/{unit}/fields":            `{"base":0,"fields":{}}`,
		"POST /conferences/{id}/conclusions/{conclusion}/typed":  `{"text":"x"}`,
		"POST /conferences/{id}/sites/{site}/line-test":          "part=phone&grade=good",
		"POST /conferences/{id}/sites/{site}/line-test/fallback": "fallback=phone",
		"POST /conferences/{id}/sites/{site}/line-test/results":  `{"parts":[{"part":"speaker","grade":"good"}]}`,
		"POST /conferences/{id}/reschedule":                      "date=20/04/2026&start=14:00&part=afternoon",
		"POST /api/v1/conferences/{conference}/reschedule":       `{"date":"2026-04-20","start":"14:00","part":"afternoon"}`,
		"PATCH /api/v1/filings/{filing}/draft":                   `{"fields":{}}`,
		"POST /api/v1/tasks/{task}/progress":                     `{"percent":10}`,
		"PUT /api/v1/explanations/{explanation}/draft":           `{"text":"Nháp"}`,
		"POST /reports/{request}/explanations":                   "of={unit}&indicator=A3&question=x&due=30/4&time=17:00",
		"POST /api/v1/units/{unit}/obstacles":                    `{"text":"Vướng mắc"}`,
		"POST /api/v1/practices/{practice}/withdraw":             `{"reason":""}`,
		"POST /api/v1/tasks/{task}/notes":                        `{"text":"Ghi chú"}`,
		"POST /api/v1/documents/{document}/acknowledge":          `{"version":1}`,
		"POST /api/v1/filings/{filing}/sign":                     `{"capacity":"head","draft":1}`,
		"POST /api/v1/filings/{filing}/send":                     `{"number":"1","dated":"2026-04-10"}`,
		"POST /api/v1/filings/{filing}/accept":                   `{"version":1}`,
		"POST /api/v1/filings/{filing}/return":                   `{"version":1,"general":"Xem lại"}`,
		"POST /api/v1/requests":                                  `{"form":"hoi-quy","period":"2025","scope":"all","deadline":"2026-05-01T17:00:00+07:00"}`,
	}
}

// Every address is asked by every kind of account. A route without a row fails, and so does a row without a route.
func TestEveryRouteAnswersByTheTable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.work()
	w.routesAnswer(w.kinds(), "testdata/permissions.txt")
}

// routesAnswer holds what every address answers to each kind against a table, and gives the answers by pattern.
func (w *world) routesAnswer(kinds []kind, file string) map[string][]string {
	w.Helper()
	samples := w.samples()
	rows := table(w.T, file, len(kinds))
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	reads := map[string]bool{} // kind and record's own page that it opens
	patterns := w.mux.Patterns()
	for _, live := range w.mux.Topics() {
		patterns = append(patterns, "GET /live/"+live)
	}
	slices.SortStableFunc(patterns, func(a, b string) int { // reading changes nothing: first
		return cmp.Compare(order(a), order(b))
	})
	seen, sent := map[string][]string{}, bodies()
	queries, examples := w.examples(samples)
	for route, body := range examples {
		if sent[route] == "" {
			sent[route] = body
		}
	}
	for _, pattern := range patterns {
		method, path, isRoute := strings.Cut(pattern, " ")
		if !isRoute { // handles its own subtree: any method
			method, path = http.MethodGet, pattern
		}
		full := w.liveAddress(path) + queries[pattern]
		got := make([]string, len(kinds))
		for i, k := range kinds {
			existing := w.send(k.who, i18n.VI, method, address(full, samples, false), address(sent[pattern], samples, false), k.headers...)
			got[i] = answer(existing)
			if got[i] == "ok" && method == http.MethodGet {
				reads[k.name+" "+path] = true
			}
			if got[i] == "500" || got[i] == "429" {
				w.Errorf("%s as %s: %d", pattern, k.name, existing.Code)
			}
			if !strings.Contains(full, "{") || got[i] == "ok" {
				continue
			}
			guessed := w.send(k.who, i18n.VI, method, address(full, samples, true), address(sent[pattern], samples, true), k.headers...)
			if g := answer(guessed); g != got[i] && !reads[k.name+" "+record(path)] {
				w.Errorf("%s as %s: %s for what is there, %s for a guess: that tells which records exist", pattern, k.name, got[i], g)
			}
		}
		seen[pattern] = got
		want := rows[pattern]
		if want == nil {
			w.Errorf("no row for this route. If these answers are right, add to %s:\n%-70s | %s\n%-70s   (%s)", file, pattern, strings.Join(got, " "), "", strings.Join(names, " "))
		} else if !slices.Equal(got, want) {
			w.Errorf("%s\n  got  %v\n  want %v\n  for  %v", pattern, got, want, names)
		}
	}
	for pattern := range rows {
		if seen[pattern] == nil {
			w.Errorf("%s has a row for %q, which is no route any more: take it out", file, pattern)
		}
	}
	return seen
}

// order sorts patterns: what reads, what writes, what takes away.
func order(pattern string) int {
	return slices.Index([]string{"GET", "PATCH", "POST", "PUT", "DELETE"}, strings.Fields(pattern)[0])
}

// liveAddress gives the key of a live stream's address.
func (w *world) liveAddress(path string) string {
	switch path {
	case "/live/board":
		return path + "/" + w.request.ID.String() + "-" + w.units["SH"].String() + "-f"
	case "/live/nested":
		return path + "/" + w.request.ID.String() + "-" + w.request.Opener.String()
	case "/live/desk":
		return path + "/{filing}"
	case "/live/home":
		return path + "/{unit}"
	case "/live/document":
		return path + "/{document}"
	case "/live/phone":
		return path + "/{filing}"
	}
	if strings.HasPrefix(path, "/live/") { // the others are about a conference
		return path + "/{id}"
	}
	return path
}

// record is the page of the record that an address is about: "/conferences/{id}" of "/conferences/{id}/sites".
func record(path string) string {
	for of, list := range map[string]string{"posts/{post}": "units/{unit}/posts", "appointments/{appointment}": "units/{unit}/holders", "events/{event}": "events"} {
		if strings.HasPrefix(path, "/api/v1/"+of) {
			return "/api/v1/" + list // open to everybody who signed in: a refusal tells nothing
		}
	}
	path = strings.Replace(path, "/api/v1/desk/central/", "/api/v1/conferences/", 1)
	path = strings.Replace(strings.Replace(path, "/news/central/{conference}", "/conferences/{id}", 1), "/live/", "/conferences/{id}", 1)
	end := strings.IndexByte(path, '}')
	if end < 0 {
		return path
	}
	return path[:end+1]
}

// A closed account's session is nobody's from the next request on, and a dissolved unit's grants give nothing.
func TestClosedAccountsAndDissolvedUnitsGiveNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	who := w.as("hb3-1")
	if len(who.Grants) == 0 {
		t.Fatal("the account has no grants to lose")
	}
	w.must(w.org.Dissolve(t.Context(), w.office, w.units["HB3-1"], nil, org.Decree{Date: 20260411, Act: "QĐ 12"}))
	w.settable.Set(w.settable.Now().AddDate(0, 0, 2))
	if after := w.as("hb3-1"); len(after.Grants) != 0 || !after.Unit.Zero() {
		t.Errorf("grants of a dissolved unit: %+v", after.Grants)
	}
	_, err := w.account.SetClosed(t.Context(), w.office, w.other.Account, true, "nghỉ việc")
	w.must(err)
	if _, err := w.account.ActorFor(t.Context(), w.other.Account, 0); err == nil {
		t.Error("a closed account acts")
	}
}
