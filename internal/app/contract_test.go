package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

// upload is a body that is a file.
type upload struct {
	kind string
	data []byte
}

// caller is somebody who calls the API: a person, a token, or nobody.
type caller struct {
	person *actor.Actor
	token  string
}

// walk calls operations and holds every request and answer against the document.
type walk struct {
	t      *testing.T
	app    *App
	router routers.Router
	called map[string]bool
	n      int
}

func openWalk(t *testing.T) *walk {
	t.Helper()
	a := open(t, "demo", Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0", MediaPort: -1, Demo: true, Start: time.Date(2026, 11, 21, 14, 0, 0, 0, when.Zone())})
	_, v30, err := a.api.Document()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(v30)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	doc.Servers = openapi3.Servers{{URL: "/api/v1"}}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &walk{t: t, app: a, router: router, called: map[string]bool{}}
}

// call makes a call and gives status and answer; want 0 takes any status that the document declares.
func (w *walk) call(who caller, want int, method, path string, body any, headers ...string) (http.Header, map[string]any) {
	w.t.Helper()
	var sent []byte
	kind := "application/json"
	one, file := body.(upload)
	if file {
		sent, kind = one.data, one.kind
	} else if body != nil {
		var err error
		if sent, err = json.Marshal(body); err != nil {
			w.t.Fatal(err)
		}
	}
	ctx := w.t.Context()
	if who.person != nil {
		ctx = web.ActAs(ctx, *who.person)
	}
	r := httptest.NewRequestWithContext(ctx, method, "/api/v1"+path, bytes.NewReader(sent))
	r.Header.Set("Accept-Language", "en")
	if body != nil {
		r.Header.Set("Content-Type", kind)
	}
	if who.token != "" {
		r.Header.Set("Authorization", "Bearer "+who.token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	route, params, err := w.router.FindRoute(r)
	if err != nil {
		w.t.Fatalf("%s %s is not in the document: %v", method, path, err)
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true, MultiError: true, ExcludeRequestBody: file}}
	if want < 400 {
		if err := openapi3filter.ValidateRequest(ctx, in); err != nil {
			w.t.Errorf("%s %s: the request does not fit the document: %v", method, path, err)
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(sent))
	rec := httptest.NewRecorder()
	w.app.Handler().ServeHTTP(rec, r)
	got := rec.Body.Bytes()
	if want != 0 && rec.Code != want {
		w.t.Fatalf("%s %s: status %d, want %d: %s", method, path, rec.Code, want, got)
	}
	if err := openapi3filter.ValidateResponse(ctx, &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: rec.Code, Header: rec.Header(),
		Body: io.NopCloser(bytes.NewReader(got)), Options: in.Options}); err != nil && strings.HasPrefix(rec.Header().Get("Content-Type"), "application/json") {
		w.t.Errorf("%s %s: the answer does not fit the document: %v", method, path, err)
	}
	if rec.Code < 300 {
		w.called[route.Operation.OperationID] = true
	}
	out := map[string]any{}
	if len(got) > 0 && strings.HasPrefix(rec.Header().Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(got, &out); err != nil {
			w.t.Fatal(err)
		}
	}
	return rec.Header(), out
}

// file downloads one.
func (w *walk) file(who caller, path string) []byte {
	w.t.Helper()
	w.get(who, path) // held against the document
	ctx := w.t.Context()
	if who.person != nil {
		ctx = web.ActAs(ctx, *who.person)
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1"+path, nil)
	if who.token != "" {
		r.Header.Set("Authorization", "Bearer "+who.token)
	}
	rec := httptest.NewRecorder()
	w.app.Handler().ServeHTTP(rec, r)
	return rec.Body.Bytes()
}

// get is a call that reads.
func (w *walk) get(who caller, path string) map[string]any {
	w.t.Helper()
	_, out := w.call(who, 200, http.MethodGet, path, nil)
	return out
}

func items(out map[string]any) []map[string]any {
	var list []map[string]any
	raw, _ := out["items"].([]any)
	for _, one := range raw {
		list = append(list, one.(map[string]any))
	}
	return list
}

// find follows fields: "request.id".
func find(t *testing.T, v map[string]any, path string) string {
	t.Helper()
	parts := strings.Split(path, ".")
	for _, part := range parts[:len(parts)-1] {
		v, _ = v[part].(map[string]any)
	}
	text, ok := v[parts[len(parts)-1]].(string)
	if !ok {
		t.Fatalf("no %s in %v", path, v)
	}
	return text
}

func id(t *testing.T, text string) ident.ID {
	t.Helper()
	id, err := ident.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// admin is a real account that keeps the accounts of the whole tree.
func (w *walk) admin() actor.Actor {
	w.t.Helper()
	tree, err := w.app.org.Today(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	a, err := w.app.account.Create(w.t.Context(), actor.SystemActor("test"), account.NewAccount{Login: "quan.tri.api", Name: "Đỗ Quản Trị", Password: "mot cau de nho 2026",
		Grants: []account.NewGrant{{Role: actor.Admin, Unit: tree.Root().ID}}})
	if err != nil {
		w.t.Fatal(err)
	}
	who, err := w.app.account.ActorFor(w.t.Context(), a.Account.ID, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return who
}

func (w *walk) token(admin actor.Actor, unit ident.ID, scopes ...actor.Scope) caller {
	w.t.Helper()
	w.n++
	_, secret, err := w.app.account.MakeToken(w.t.Context(), admin, account.NewToken{Unit: unit, Name: fmt.Sprint("Phần mềm ", w.n), Scopes: scopes,
		Expires: when.DateOf(time.Now()).AddDays(30)})
	if err != nil {
		w.t.Fatal(err)
	}
	return caller{token: secret}
}

// as is a person with a role in a unit, and a record behind it.
func as(role actor.Role, unit ident.ID) caller {
	return caller{person: &actor.Actor{Kind: actor.Person, Account: 77, Person: 78, Name: "Trần Thử", Unit: unit, Grants: []actor.Grant{{Role: role, Unit: unit}}}}
}

// Every operation is called, and every request and answer fits the document.
func TestEveryOperationKeepsItsContract(t *testing.T) {
	t.Parallel()
	w := openWalk(t)
	admin := w.admin()
	tree, err := w.app.org.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	root := tree.Root().ID
	centre := w.token(admin, root, actor.Scopes()...)

	if me := w.get(centre, "/me"); me["kind"] != "program" || me["unit"] != root.String() {
		t.Errorf("me: %v", me)
	}
	units := w.get(centre, "/units?limit=2")
	if len(items(units)) != 2 || units["next"] == nil {
		t.Errorf("units: %v", units)
	}
	w.get(centre, "/units?limit=2&cursor="+units["next"].(string))
	w.get(centre, "/units?q=tinh&level=province")
	w.get(centre, "/units/"+root.String()+"?date=2026-01-05")
	w.get(centre, "/units/"+root.String()+"/changes")
	w.get(centre, "/units/"+root.String()+"/holders")
	w.get(centre, "/levels")
	w.get(centre, "/groups")
	w.get(centre, "/events?from=2026-01-01")
	w.get(centre, "/terms")
	w.get(centre, "/compliance")
	w.get(centre, "/days-off?from=2026-01-01&to=2026-12-31")
	w.get(centre, "/regimes")
	w.get(centre, "/regimes/2/windows?kind=quarter&year=2026")
	keeper := caller{person: &admin}
	w.get(keeper, "/units/"+root.String()+"/accounts")
	w.get(keeper, "/units/"+root.String()+"/tokens")

	w.walkPhone(centre)
	w.walkReports(centre, admin, root)
	w.walkTasks(centre, admin, root)
	w.walkDocuments(centre, admin, root)
	w.walkKeeping(centre, tree)

	w.walkAccounts(keeper, centre, tree)
	w.walkRules(keeper, centre, tree)
	w.walkUnits(keeper, centre, root)
	w.walkImports(keeper, centre, tree.Root())

	meetings := items(w.get(centre, "/conferences"))
	if len(meetings) == 0 {
		t.Fatal("no conferences")
	}
	one := "/conferences/" + find(t, meetings[0], "id")
	for _, part := range []string{"", "/agenda", "/sites", "/conclusions"} {
		w.get(centre, one+part)
	}
	w.walkPapers(centre, root, meetings)
	w.walkConference(centre, root)
	w.walkDesk(root, meetings)
	w.walkPractices(centre, admin, root, tree)
	w.walkObstacles(centre, root, tree)
	found, ok := w.get(keeper, "/search?q=b%C3%A1o+c%C3%A1o&limit=2")["groups"].([]any)
	if !ok || len(found) == 0 {
		t.Errorf("the search finds %v", found)
	}
	w.refused(w.raw(centre.token, "GET", "/api/v1/search?q=bao+cao", ""), 403, "actor.not_by_token")
	news := items(w.get(caller{}, "/news?limit=2"))
	if len(news) == 0 {
		t.Fatal("no news")
	}
	w.get(caller{}, "/news/"+find(t, news[0], "id"))

	for _, op := range w.app.api.Ops() {
		if !w.called[op.ID] {
			t.Errorf("%s %s (%s) was never called with success", op.Method, op.Path, op.ID)
		}
		if op.Summary == "" || op.Tag == "" {
			t.Errorf("%s has no summary or tag", op.ID)
		}
		if op.Method != http.MethodGet && op.Scope == "" && !op.Person {
			t.Errorf("%s writes and any token may call it", op.ID)
		}
	}
}

func (w *walk) walkReports(centre caller, admin actor.Actor, root ident.ID) {
	t := w.t
	t.Helper()
	w.get(centre, "/forms")
	w.get(centre, "/forms/quarter")
	w.get(centre, "/forms/quarter?version=1")
	request := find(t, items(w.get(centre, "/requests"))[0], "request.id")
	path := "/requests/" + request
	w.get(centre, path)
	w.get(centre, path+"/form")
	header, grid := w.call(centre, 200, http.MethodGet, path+"/figures", nil)
	w.call(centre, 304, http.MethodGet, path+"/figures", nil, "If-None-Match", header.Get("ETag"))
	if values, codes := grid["unit"].(map[string]any)["values"].([]any), grid["indicators"].([]any); len(values) != len(codes) {
		t.Errorf("%d values of %d indicators", len(values), len(codes))
	}
	w.get(centre, path+"/figures?layer=accepted")
	w.get(centre, path+"/figures/A1")
	said := w.get(centre, path+"/answers?limit=200")
	if n := said["have"].(float64); n < 2 || len(said["items"].([]any)) != min(int(n), 200) {
		t.Errorf("%d answers by unit of %v", len(said["items"].([]any)), n)
	}
	header, first := w.call(centre, 200, http.MethodGet, path+"/answers?limit=1&field="+said["field"].(string), nil)
	if !strings.Contains(header.Get("Link"), `rel="next"`) {
		t.Errorf("the first of the answers links %q", header.Get("Link"))
	}
	second := w.get(centre, path+"/answers?limit=1&cursor="+first["next"].(string))["items"].([]any)
	if fmt.Sprint(second) != fmt.Sprint(said["items"].([]any)[1:2]) {
		t.Errorf("the second answer: %v", second)
	}
	w.call(centre, 404, http.MethodGet, path+"/answers?field=A1", nil) // a figure
	byState := map[string][]map[string]any{}
	w.get(as(actor.Office, root), path+"/chase") // who receives the reports; a program does not
	for _, one := range w.get(centre, path+"/progress")["units"].([]any) {
		line := one.(map[string]any)
		state := line["state"].(string)
		byState[state] = append(byState[state], line)
	}
	for _, state := range []string{"draft", "filed"} {
		if len(byState[state]) < 2 && state == "filed" || len(byState[state]) == 0 {
			t.Fatalf("the demo has %d reports in state %s", len(byState[state]), state)
		}
	}
	own := byState["draft"][0]
	unit, filing := id(t, own["id"].(string)), "/filings/"+own["filing"].(string)
	desk := w.token(admin, unit, actor.WriteDrafts)
	w.get(centre, "/units/"+unit.String()+"/filings")
	w.get(centre, filing)
	w.get(centre, filing+"/year")
	w.get(centre, filing+"/gaps")
	w.get(centre, filing+"/calls")
	slot := ""
	for _, one := range w.get(centre, path+"/form")["slots"].([]any) {
		if s := one.(map[string]any); slot == "" && s["typed"] == true {
			slot = s["code"].(string)
		}
	}
	header, draft := w.call(desk, 200, http.MethodGet, filing+"/draft", nil)
	tag := header.Get("ETag")
	_, saved := w.call(desk, 200, http.MethodPatch, filing+"/draft", map[string]any{"fields": map[string]string{slot: "12"}}, "If-Match", tag, "Idempotency-Key", "k1")
	if saved["version"].(float64) != draft["version"].(float64)+1 {
		t.Errorf("saved %v after %v", saved, draft["version"])
	}
	if _, again := w.call(desk, 200, http.MethodPatch, filing+"/draft", map[string]any{"fields": map[string]string{slot: "12"}}, "If-Match", tag, "Idempotency-Key", "k1"); fmt.Sprint(again) != fmt.Sprint(saved) {
		t.Errorf("a retry is answered %v, the first was %v", again, saved)
	}
	if _, other := w.call(desk, 409, http.MethodPatch, filing+"/draft", map[string]any{"fields": map[string]string{slot: "13"}}, "Idempotency-Key", "k1"); other["key"] != "web.key_reused" {
		t.Errorf("the key with another body: %v", other)
	}
	if _, moved := w.call(desk, 412, http.MethodPatch, filing+"/draft", map[string]any{"fields": map[string]string{slot: "14"}}, "If-Match", tag); moved["key"] != "api.moved" {
		t.Errorf("an old version: %v", moved)
	}
	if typed := w.get(desk, filing+"/draft")["fields"].(map[string]any)[slot].(map[string]any); typed["text"] != "12" || !strings.Contains(typed["name"].(string), "(API)") {
		t.Errorf("%s is %v", slot, typed)
	}

	var asked []map[string]any
	for _, r := range items(w.get(centre, "/requests")) {
		asked = append(asked, items(w.get(centre, "/requests/"+find(t, r, "request.id")+"/explanations"))...)
	}
	for _, one := range asked {
		asked := "/explanations/" + one["id"].(string)
		w.get(centre, asked)
		if one["state"] == "asked" {
			explainer := w.token(admin, id(t, one["unit"].(string)), actor.WriteDrafts, actor.ReadReports)
			w.call(explainer, 200, http.MethodPut, asked+"/draft", map[string]any{"text": "Đang đối chiếu với các đảng bộ."})
		}
	}

	// A past quarter's figures make a whole draft, which a head signs.
	w.completeDraft(desk, filing, own["id"].(string), request)
	head := as(actor.Head, unit)
	version := w.get(desk, filing+"/draft")["version"]
	book := w.file(desk, filing+"/workbook")
	_, read := w.call(desk, 200, http.MethodPost, filing+"/workbook", upload{api.XLSX, book})
	if read["version"] != version || len(read["changes"].([]any)) != 0 {
		t.Errorf("a workbook that nobody changed: %v", read)
	}
	if _, refused := w.call(desk, 422, http.MethodPost, filing+"/workbook", upload{api.XLSX, []byte("PK\x03\x04 no workbook")}); refused["kind"] != "invalid" {
		t.Errorf("no workbook: %v", refused)
	}
	w.call(centre, 404, http.MethodPost, filing+"/workbook", upload{api.XLSX, book})
	w.walkSubmission(desk, head, unit, filing, version)
	sign := map[string]any{"capacity": "head", "draft": version}
	w.call(head, 200, http.MethodPost, filing+"/sign", sign)
	w.call(head, 200, http.MethodPost, filing+"/unsign", nil)
	w.call(head, 200, http.MethodPost, filing+"/sign", sign)
	w.call(desk, 403, http.MethodPost, filing+"/send", map[string]any{"number": "1-BC/TU", "dated": "2026-11-21"})
	w.call(head, 200, http.MethodPost, filing+"/send", map[string]any{"number": "1-BC/TU", "dated": "2026-11-21"})
	office := as(actor.Office, root)
	w.call(office, 200, http.MethodPost, filing+"/return", map[string]any{"version": 1, "general": "Bổ sung bản ký."})
	w.call(head, 200, http.MethodPost, filing+"/sign", sign)
	pdf := upload{api.PDF, []byte("%PDF-1.4\n%%EOF\n")}
	send := filing + "/send/pdf?dated=2026-11-21&number="
	w.call(desk, 403, http.MethodPost, send+"2-BC/TU", pdf)
	for address, key := range map[string]string{send + "2-BC/TU-M%E1%BA%ACT": "document.marked_only", send + "2-BC/TU&name=T%E1%BB%90I%20M%E1%BA%ACT%20bao%20cao.pdf": "document.marked_only"} {
		if _, refused := w.call(head, 422, http.MethodPost, address, pdf); refused["key"] != key {
			t.Errorf("%s: %v", address, refused)
		}
	}
	if _, refused := w.call(head, 422, http.MethodPost, send+"2-BC/TU", upload{api.PDF, []byte("MZ no pdf")}); refused["key"] != "report.not_pdf" {
		t.Errorf("not a PDF: %v", refused)
	}
	w.call(head, 413, http.MethodPost, send+"2-BC/TU", upload{api.PDF, make([]byte, 21<<20)})
	_, sent := w.call(head, 200, http.MethodPost, send+"2-BC/TU", pdf, "Idempotency-Key", "pdf")
	if _, again := w.call(head, 200, http.MethodPost, send+"2-BC/TU", pdf, "Idempotency-Key", "pdf"); fmt.Sprint(again) != fmt.Sprint(sent) {
		t.Errorf("sent twice: %v after %v", again, sent)
	}
	w.call(head, 409, http.MethodPost, send+"2-BC/TU", upload{api.PDF, []byte("%PDF-1.7\n%%EOF\n")}, "Idempotency-Key", "pdf")
	frozen := path
	w.walkEditions(centre, root, frozen)
	if list := items(w.get(centre, frozen+"/editions")); len(list) != 1 {
		t.Errorf("editions: %v", list)
	}
	if g := w.get(centre, frozen+"/figures?edition=1"); g["edition"] != float64(1) {
		t.Errorf("figures of an edition: %v", g["edition"])
	}
	w.get(centre, frozen+"/progress?edition=1")
	if proof := w.get(centre, frozen+"/editions/1/proof"); proof["record"] == nil {
		t.Errorf("proof of an edition: %v", proof)
	}
	if proof := w.get(centre, filing+"/versions/2/proof"); proof["format"] != "giaoban-proof/1" || proof["record"] == nil {
		t.Errorf("proof: %v", proof)
	}
	header, _ = w.call(centre, 200, http.MethodGet, filing+"/versions/2/pdf", nil)
	if header.Get("Content-Type") != "application/pdf" || header.Get("ETag") == "" || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the PDF: %v", header)
	}
	w.call(centre, 304, http.MethodGet, filing+"/versions/2/pdf", nil, "If-None-Match", header.Get("ETag"))
	w.get(centre, path+"/workbook")
	w.get(centre, path+"/workbook?layer=accepted&edition=1")
	w.get(centre, "/forms/quarter/workbook")
	w.call(centre, 404, http.MethodGet, "/forms/quarter/workbook?version=99", nil)
	w.call(office, 200, http.MethodPost, filing+"/accept", map[string]any{"version": 2})
	w.walkExplanations(unit, root, path)
	w.walkCorrection(unit, root, filing)
	w.walkChase(unit, root, path)
	w.walkParts(admin, unit, root)
	w.walkForms(centre, root)
	w.call(office, 200, http.MethodPost, "/requests", map[string]any{"form": "quarter", "period": "quý IV/2026", "scope": "level", "value": "province", "deadline": "2027-01-15T17:00:00+07:00"}, "Idempotency-Key", "open")
}

// completeDraft fills what the checks miss.
func (w *walk) completeDraft(desk caller, filing, unit, request string) {
	w.t.Helper()
	for range 6 {
		draft := w.get(desk, filing+"/draft")
		fields := map[string]string{}
		for _, one := range append(draft["findings"].([]any), draft["warnings"].([]any)...) {
			f := one.(map[string]any)
			field, _ := f["field"].(string)
			if field == "" {
				continue
			}
			fields[field] = "0"
			if strings.HasSuffix(field, "why") {
				fields[field] = "Số liệu thử."
			}
		}
		if len(draft["findings"].([]any)) == 0 {
			return
		}
		_, _ = w.call(desk, 200, http.MethodPatch, filing+"/draft", map[string]any{"base": draft["version"], "force": true, "fields": fields})
	}
	w.t.Fatalf("the draft of %s for %s cannot be completed: %v", unit, request, w.get(desk, filing+"/draft")["findings"])
}

func (w *walk) walkTasks(centre caller, admin actor.Actor, root ident.ID) {
	t := w.t
	t.Helper()
	w.get(centre, "/units/"+root.String()+"/tasks")
	given := items(w.get(centre, "/units/"+root.String()+"/given-tasks?which=open&limit=200"))
	at := slices.IndexFunc(given, func(v map[string]any) bool { return v["state"] == "in_progress" || v["state"] == "issued" })
	if at < 0 {
		t.Fatal("no open task")
	}
	task := "/tasks/" + given[at]["id"].(string)
	lead := w.token(admin, id(t, given[at]["lead"].(string)), actor.ReadTasks, actor.WriteTasks)
	header, _ := w.call(lead, 200, http.MethodGet, task, nil)
	w.get(lead, task+"/history")
	w.call(lead, 200, http.MethodPost, task+"/progress", map[string]any{"percent": 55, "note": "Đã làm quá nửa."}, "If-Match", header.Get("ETag"))
	w.app.settable.Shift(time.Second)
	w.call(lead, 200, http.MethodPost, task+"/progress", map[string]any{"percent": 60})
	w.call(lead, 412, http.MethodPost, task+"/progress", map[string]any{"percent": 65}, "If-Match", header.Get("ETag"))
	w.call(lead, 200, http.MethodPost, task+"/notes", map[string]any{"text": "Đang chờ số liệu của xã."})
	w.call(centre, 404, http.MethodPost, task+"/progress", map[string]any{"percent": 65})
	unit := "/units/" + given[at]["lead"].(string)
	_, made := w.call(lead, 200, http.MethodPost, unit+"/obstacles", map[string]any{"text": "Thiếu số liệu của xã.", "proposal": "Gia hạn năm ngày.", "task": given[at]["id"]}, "Idempotency-Key", "hinder")
	raised := made["obstacle"].(map[string]any)
	if raised["holder"] != root.String() || raised["about_kind"] != "task" {
		t.Errorf("raised %v", raised)
	}
	w.get(lead, "/obstacles/"+raised["id"].(string))
	w.get(centre, unit+"/obstacles?list=raised&which=pending")
	w.get(centre, "/units/"+root.String()+"/obstacle-counts")
	shared := items(w.get(centre, "/practices?q=dau+moi"))
	if len(shared) != 1 {
		t.Fatalf("practices %v", shared)
	}
	w.get(centre, "/practices/"+shared[0]["id"].(string))
	w.call(lead, 422, http.MethodPost, unit+"/obstacles", map[string]any{"text": ""})
}

func (w *walk) walkDocuments(centre caller, admin actor.Actor, root ident.ID) {
	t := w.t
	t.Helper()
	issued := items(w.get(centre, "/units/"+root.String()+"/issued"))
	if len(issued) == 0 {
		t.Fatal("no documents")
	}
	doc := "/documents/" + find(t, issued[0], "document.id")
	w.get(centre, doc)
	receipts := items(w.get(centre, doc+"/receipts"))
	if len(receipts) == 0 {
		t.Fatal("no receipts")
	}
	to := w.token(admin, id(t, receipts[0]["unit"].(string)), actor.ReadDocuments, actor.WriteReceipts)
	w.get(to, "/units/"+receipts[0]["unit"].(string)+"/inbox")
	w.call(to, 200, http.MethodPost, doc+"/acknowledge", map[string]any{"version": receipts[0]["version"]})
}
