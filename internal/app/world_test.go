package app

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/demo"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/task"
	"giaoban/internal/web"
	"giaoban/internal/when"
)

// world is a whole installation with the veterans' association in it, in the middle of its work: the first quarter
// reported by one province and its units, a conference held, its notice out.
type world struct {
	*testing.T
	*App
	units                                              map[string]ident.ID
	office, chair, desk, head, other, otherHead, clerk actor.Actor
	request                                            report.Request
	filing                                             report.Filing // of the province SH, accepted
	held, conclusion, notice, given                    ident.ID      // conference and what came of it
}

// newWorld opens the installation; nothing has happened in it yet.
func newWorld(t *testing.T) *world {
	t.Helper()
	o, err := demo.OpenOrganisation("veterans")
	if err != nil {
		t.Fatal(err)
	}
	a := open(t, "veterans", Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0", MediaPort: -1, Demo: true, Organisation: &o, WritesPerMinute: -1,
		Start: time.Date(2026, 4, 10, 9, 0, 0, 0, when.Zone())})
	w := &world{T: t, App: a}
	if w.units, err = a.org.ByCodes(t.Context()); err != nil {
		t.Fatal(err)
	}
	for login, who := range map[string]*actor.Actor{"twh.vanphong": &w.office, "twh.chutri": &w.chair, "sh.vanphong": &w.desk, "sh.chutich": &w.head,
		"tl.vanphong": &w.other, "tl.chutich": &w.otherHead, "sh1.chutich": &w.clerk} {
		*who = w.as(login)
	}
	return w
}

// as gives the actor behind a login.
func (w *world) as(login string) actor.Actor {
	w.Helper()
	var id ident.ID
	w.must(w.db.View(w.Context(), func(ctx context.Context, r *db.Read) error {
		n, err := db.Int(ctx, r, `select id from account where login = $1`, login)
		id = ident.ID(n)
		return err
	}))
	who, err := w.account.ActorFor(w.Context(), id, 0)
	w.must(err)
	if who.Account.Zero() {
		w.Fatalf("there is no account %s", login)
	}
	return who
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// send asks the surface as somebody (nil: nobody signed in, or who the headers say).
func (w *world) send(who *actor.Actor, lang i18n.Lang, method, path, form string, headers ...string) *httptest.ResponseRecorder {
	var body io.Reader
	if form != "" || method == http.MethodPost {
		body = strings.NewReader(form)
	}
	r := httptest.NewRequest(method, path, body)
	within, leave := context.WithTimeout(r.Context(), 20*time.Second)
	defer leave()
	r = r.WithContext(within)
	if who != nil {
		r = r.WithContext(web.ActAs(r.Context(), *who))
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if strings.HasPrefix(form, "{") {
			r.Header.Set("Content-Type", "application/json")
		}
	}
	r.Header.Set("Accept-Language", string(lang))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	if strings.HasPrefix(path, "/live/") {
		w.mux.ServeHTTP(&listening{rec, leave}, r)
	} else {
		w.mux.ServeHTTP(rec, r)
	}
	return rec
}

// listening is a browser at a live stream, which never ends by itself: it goes away with its first frame.
type listening struct {
	*httptest.ResponseRecorder
	leave func()
}

func (l *listening) Write(b []byte) (int, error) {
	n, err := l.ResponseRecorder.Write(b)
	if bytes.Contains(l.Body.Bytes(), []byte("\ndata:")) || l.Code >= 400 {
		l.leave()
	}
	return n, err
}

// SetReadDeadline and SetWriteDeadline are those of a connection that takes everything at once.
func (l *listening) SetReadDeadline(time.Time) error  { return nil }
func (l *listening) SetWriteDeadline(time.Time) error { return nil }

// crawl opens every page that somebody reaches by links from some addresses, at most 150, and hands each over.
func (w *world) crawl(who *actor.Actor, lang i18n.Lang, seen func(path string, answer *httptest.ResponseRecorder), from ...string) int {
	known := make(map[string]bool)
	queue := from
	opened := 0
	for len(queue) > 0 && opened < 150 {
		path := queue[0]
		queue = queue[1:]
		if known[path] || strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/live/") {
			continue
		}
		known[path] = true
		opened++
		answer := w.send(who, lang, http.MethodGet, path, "")
		seen(path, answer)
		if strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
			queue = append(queue, linksOf(w.T, answer.Body.Bytes())...)
		}
	}
	return opened
}

// linksOf gives the addresses of this program that a page leads to or takes data from, without their fragments.
func linksOf(t *testing.T, page []byte) []string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "href", "src", "hx-get", "data-src", "data-href", "data-url":
				path, _, _ := strings.Cut(a.Val, "#")
				if strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") {
					list = append(list, path)
				}
			}
		}
	}
	return list
}

// report drafts, signs and files a unit's report of the request, and gives the filing.
func (w *world) fileReport(drafter, signer actor.Actor, unit string, fields map[string]string) report.Filing {
	w.Helper()
	asked, err := w.report.ForUnit(w.Context(), drafter, w.units[unit])
	w.must(err)
	if len(asked) == 0 {
		w.Fatalf("nothing is asked of %s", unit)
	}
	f := asked[0].Filing
	saved, err := w.report.SaveDraft(w.Context(), drafter, f.ID, report.Save{Fields: fields})
	w.must(err)
	w.must(w.report.Sign(w.Context(), signer, f.ID, report.Signing{Capacity: report.AsHead, Draft: saved.Version}))
	w.must(w.report.File(w.Context(), signer, f.ID, report.Official{Number: "12/BC-CCB", Dated: when.Today(w.clock)}))
	return f
}

// work runs the association's quarter once through: report, total, conference, conclusion, task, notice.
func (w *world) work() {
	w.Helper()
	ctx := w.Context()
	var err error
	w.request, err = w.report.OpenRequest(ctx, w.office, report.NewRequest{FormCode: "hoi-quy", PeriodText: "quý I/2026", Opener: w.units["TWH"],
		Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20260420, 17*60)})
	w.must(err)
	text := map[string]string{"N1": "Hội viên giúp nhau", "N3": "Kiểm tra chi hội"}
	figures := func(a1, a3, a5 string) map[string]string {
		f := map[string]string{"A1": a1, "A3": a3, "A5": a5}
		for k, v := range text {
			f[k] = v
		}
		return f
	}
	w.fileReport(w.clerk, w.clerk, "SH1", figures("2", "40", "3"))
	sh1, err := w.report.ReportOf(ctx, w.desk, w.request.ID, w.units["SH1"])
	w.must(err)
	w.must(w.report.Accept(ctx, w.desk, sh1.Filing.ID, 1, ""))
	w.filing = w.fileReport(w.desk, w.head, "SH", figures("1", "5", "0"))
	w.must(w.report.Accept(ctx, w.office, w.filing.ID, 1, ""))

	chair := conference.Seat{Person: w.chair.Person, Unit: w.units["TWH"]}
	w.held, err = w.conference.Create(ctx, w.office, conference.Details{Title: "Hội nghị giao ban công tác Hội quý I năm 2026",
		Kind: conference.Review, Mode: conference.Online, Part: conference.Afternoon, Date: "10/04/2026", Start: "14:00",
		Scope: org.Scope{Kind: org.ScopeLevel, Value: "province"}, Hosts: []ident.ID{w.units["TWH"]}, Review: "quý I/2026", Plan: "quý II/2026",
		Chairs: []conference.Seat{chair}}, "")
	w.must(err)
	w.must(w.conference.Call(ctx, w.office, w.held, ""))
	w.settable.Set(time.Date(2026, 4, 10, 14, 0, 0, 0, when.Zone()))
	w.must(w.conference.Open(ctx, w.office, w.held, true, ""))
	w.must(w.conference.Declare(ctx, w.office, w.held, "1", ""))
	w.conclusion, err = w.conference.AddConclusion(ctx, w.office, w.held, conference.ConclusionEntry{Text: "Các cấp Hội hoàn thành kiểm tra chi hội."}, "")
	w.must(err)
	w.must(w.conference.PrepareTasks(ctx, w.office, w.held, w.conclusion,
		conference.TaskEntry{Title: "Kiểm tra chi hội", Leads: []ident.ID{w.units["SH"]}, Due: "30/06/2026", Priority: task.Key}, ""))
	w.must(w.conference.Close(ctx, w.office, w.held, ""))
	w.must(w.conference.Approve(ctx, w.chair, w.held, ""))
	w.must(w.conference.Issue(ctx, w.office, w.held, conference.IssueEntry{}, ""))
	f, err := w.conference.ByID(ctx, w.office, w.held)
	w.must(err)
	w.notice = f.Notice
	tasks, err := w.task.ForUnit(ctx, w.desk, w.units["SH"], task.Filter{})
	w.must(err)
	if len(tasks) != 1 {
		w.Fatalf("%d tasks of SH", len(tasks))
	}
	w.given = tasks[0].ID
}
