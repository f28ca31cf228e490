package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

// machines are the columns of testdata/permissions_machines.txt: what acts for the province without a person.
//
//	device  a computer in its hall, enrolled with a code
//	token   another program with an access token that has every scope
func (w *world) machines() []kind {
	w.Helper()
	enrolment, err := w.account.AddDevice(w.Context(), w.office, w.units["SH"], "Máy hội trường", "")
	w.must(err)
	entered := w.send(nil, i18n.VI, http.MethodPost, "/enrol", "code="+enrolment.Code)
	var cookies []string
	for _, c := range entered.Result().Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	if entered.Code != http.StatusSeeOther || len(cookies) == 0 {
		w.Fatalf("enrolling a device is answered %d, %v", entered.Code, entered.Header())
	}
	_, secret, err := w.account.MakeToken(w.Context(), w.office, account.NewToken{Unit: w.units["SH"], Name: "Phần mềm một cửa", Scopes: actor.Scopes(),
		Expires: when.DateOf(time.Now()).AddDays(30)})
	w.must(err)
	device, err := w.account.ActorFor(w.Context(), enrolment.Device.Account, 0)
	w.must(err)
	program, err := w.account.ActorForToken(w.Context(), secret)
	w.must(err)
	return []kind{{name: "device", who: &device, headers: []string{"Cookie", strings.Join(cookies, "; ")}},
		{name: "token", who: &program, headers: []string{"Authorization", "Bearer " + secret}}}
}

// What a program may change, the whole list: drafts, progress and notes of tasks, receipts. Never an act that binds.
var programsWrite = []string{
	"PATCH /api/v1/filings/{filing}/draft",
	"POST /api/v1/filings/{filing}/draft/parts", // what the unit itself filed
	"POST /api/v1/filings/{filing}/workbook",    // tells what it would change and keeps nothing
	"POST /api/v1/tasks/{task}/progress",
	"POST /api/v1/tasks/{task}/notes",
	"POST /api/v1/units/{unit}/obstacles", // tells what is in the way of a task; who is asked to settle it decides
	"POST /api/v1/documents/{document}/acknowledge",
	"PUT /api/v1/explanations/{explanation}/draft", // the office sends it
}

// What a device may send beside what anybody may: what belongs to its unit's site in a conference.
var devicesSend = []string{
	"POST /conferences/{id}/media-token",
	"POST /conferences/{id}/sites/{site}",
	"POST /conferences/{id}/sites/{site}/confirm",
	"PUT /api/v1/conferences/{conference}/sites/{site}",
	"POST /api/v1/conferences/{conference}/sites/{site}/confirm",
	"POST /conferences/{id}/sites/{site}/line",
	"POST /conferences/{id}/sites/{site}/line-test",
	"POST /conferences/{id}/sites/{site}/line-test/fallback",
	"POST /conferences/{id}/sites/{site}/line-test/media-token",
	"POST /conferences/{id}/sites/{site}/line-test/results",
	"POST /conferences/{id}/sites/{site}/line-test/upload",
	"POST /account/passkey/ask", // a person signs in there, too
	"POST /news/desk/preview",   // shows marks as they are printed and keeps nothing
}

// A device does what a hall does: tests its line, enters the room for its site. It keeps no task, no report, no document, no account.
func TestMachinesAnswerByTheTable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.work()
	kinds := w.machines()
	for i := range kinds {
		kinds[i].who = nil // comes with its own cookie or header
	}
	device, token := kinds[0], kinds[1]
	for _, k := range kinds { // each is who it says
		path, want := "/", "ok"
		if k.name == "token" {
			path = "/api/v1/me"
		}
		if got := answer(w.send(nil, i18n.VI, http.MethodGet, path, "", k.headers...)); got != want {
			t.Fatalf("a %s gets %s from %s", k.name, got, path)
		}
	}
	public := kind{name: "public"}
	answers := w.routesAnswer([]kind{public, device, token}, "testdata/permissions_machines.txt")
	for pattern, got := range answers {
		method, path, _ := strings.Cut(pattern, " ")
		if method != http.MethodGet && got[1] == "ok" && got[0] != "ok" && !slices.Contains(devicesSend, pattern) {
			t.Errorf("%s: a device may do this and it is not among what devices send", pattern)
		}
		if !strings.HasPrefix(path, "/api/v1/") {
			if got[2] != got[0] {
				t.Errorf("%s: a token is answered %s, nobody %s: tokens open the API and nothing else", pattern, got[2], got[0])
			}
			continue
		}
		if method != http.MethodGet && got[2] == "ok" && !slices.Contains(programsWrite, pattern) {
			t.Errorf("%s: a program may do this and it is not among what programs write", pattern)
		}
	}
	if got := answer(w.send(nil, i18n.VI, http.MethodGet, "/", "", device.headers...)); got != "ok" {
		t.Errorf("after all that the device is answered %s", got)
	}
}

// Every service method as a device and as a program with every scope, whatever the surface lets through.
func TestMachinesAtServicesAnswerByTheTable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.work()
	for name, got := range w.methodsAnswer(w.machines(), "testdata/permissions_services_machines.txt") {
		for i, who := range []string{"device", "program"} {
			if act := name[strings.LastIndexByte(name, '.')+1:]; slices.Contains(binding, act) && name != "document.Service.Open" && !slices.Contains([]string{"403", "404", "invalid"}, got[i]) {
				t.Errorf("%s answers %s to a %s: it binds the unit", name, got[i], who)
			}
		}
	}
}

// binding names the acts that people answer for, in every service.
var binding = []string{"Sign", "Unsign", "File", "Accept", "AcceptAll", "Return", "OpenRequest", "Approve", "ApproveRevision", "Issue", "Call", "Open", "Close", "Cancel",
	"Assign", "Withdraw", "Reopen", "Publish", "Delegate", "MakeToken", "Create", "Grant", "Dissolve", "Merge", "Split", "Move", "Rename"}

// The program itself: jobs, the demo's loader. It may do everything but what only a person does; what it is refused is refused for
// another reason than its rights. It comes last in a world of its own, for it does what the others are refused.
func TestSystemAtServicesAnswersByTheTable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.work()
	system := actor.SystemActor("test")
	for name, got := range w.methodsAnswer([]kind{{name: "system", who: &system}}, "testdata/permissions_services_system.txt") {
		if (got[0] == "403" || got[0] == "in") && !slices.Contains(notForSystem, name) {
			t.Errorf("%s answers %s to the program itself", name, got[0])
		}
	}
}

// What the program itself has no hand in: tokens that a person answers for, the word of a conference's chair, the capacity in
// which somebody signs, a language of one's own.
var notForSystem = []string{"account.Service.LanguageOf", "account.Service.MakeToken", "account.Service.MakeCalendarFeed", "conference.Service.Approve", "conference.Service.ApproveRevision",
	"document.Service.Revise", "report.Service.Signer", "report.Service.Freezable", "practice.Service.Endorse"}
