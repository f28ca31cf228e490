package app

import (
	"fmt"
	"net/http"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/ident"
)

// meetingWalk is a conference from its draft to its corrected conclusions.
type meetingWalk struct {
	*walk
	centre, office, chair, below caller
	root, unit                   ident.ID // host, and the one unit called
	outside                      ident.ID // a unit that is not called
	body                         map[string]any
	path                         string
}

func (w *walk) walkConference(centre caller, root ident.ID) {
	t := w.t
	t.Helper()
	tree, err := w.app.org.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m := &meetingWalk{walk: w, centre: centre, root: root, office: as(actor.Office, root), chair: as(actor.Chair, root), unit: tree.Children(root)[0].ID, outside: tree.Children(root)[1].ID}
	m.office.person.Grants = append(m.office.person.Grants, actor.Grant{Role: actor.Secretary, Unit: root})
	m.below = as(actor.Office, m.unit)
	holders := items(w.get(centre, "/units/"+root.String()+"/holders"))
	if len(holders) == 0 {
		t.Fatal("nobody holds a post of the host")
	}
	m.chair.person.Person = id(t, holders[0]["person"].(string))
	m.body = map[string]any{"title": "Giao ban qua API", "kind": "review", "mode": "online", "date": "2026-11-21", "start": "15:00", "part": "afternoon", "hosts": []string{root.String()},
		"scope": map[string]any{"kind": "list", "units": []string{m.unit.String()}}, "review": "quý III/2026", "plan": "quý IV/2026", "chairs": []any{holders[0]["person"]},
		"agenda": []map[string]any{{"title": "Báo cáo", "kind": "report", "minutes": 20}, {"title": "Kết luận", "kind": "concluding"}}}

	m.prepare(t)
	m.site(t)
	m.topics(t)
	m.hold(t)
	m.conclude(t)
	m.correct(t)
}

// post is an act of the host's office on the conference. A token is refused it, and so is the unit that takes part.
func (m *meetingWalk) post(t *testing.T, path string, body any) map[string]any {
	t.Helper()
	m.call(m.centre, 403, http.MethodPost, m.path+path, body)
	m.call(m.below, 403, http.MethodPost, m.path+path, body)
	_, out := m.call(m.office, 200, http.MethodPost, m.path+path, body)
	return out
}

func (m *meetingWalk) prepare(t *testing.T) {
	t.Helper()
	m.call(m.centre, 403, http.MethodPost, "/conferences", m.body)
	m.call(m.below, 403, http.MethodPost, "/conferences", m.body)
	_, made := m.call(m.office, 200, http.MethodPost, "/conferences", m.body, "Idempotency-Key", "prepare")
	if _, again := m.call(m.office, 200, http.MethodPost, "/conferences", m.body, "Idempotency-Key", "prepare"); fmt.Sprint(again) != fmt.Sprint(made) {
		t.Errorf("prepared twice: %v after %v", again, made)
	}
	m.path = "/conferences/" + made["id"].(string)
	m.call(m.below, 404, http.MethodGet, m.path, nil) // a draft
	m.body["start"] = "09:00"
	if _, refused := m.call(m.office, 422, http.MethodPut, m.path, m.body); refused["field"] != "start" {
		t.Errorf("the morning in the afternoon: %v", refused)
	}
	m.body["start"], m.body["version"], m.body["surprise"] = "15:30", made["version"], 1
	if _, refused := m.call(m.office, 422, http.MethodPut, m.path, m.body); refused["key"] != "api.unknown_field" {
		t.Errorf("a field that nobody knows: %v", refused)
	}
	delete(m.body, "surprise")
	_, changed := m.call(m.office, 200, http.MethodPut, m.path, m.body)
	if changed["start"] != "15:30" || changed["review"] == "" || len(changed["chairs"].([]any)) != 1 {
		t.Errorf("changed: %v", changed)
	}
	if _, stale := m.call(m.office, 409, http.MethodPut, m.path, m.body); stale["key"] != "conference.stale" {
		t.Errorf("an old version: %v", stale)
	}
	if called := m.postAsDraft(t, "/call", nil); called["status"] != "called" || called["number"] == float64(0) || called["sites"] != float64(2) {
		t.Errorf("called: %v", called)
	}
	for status, body := range map[int]upload{
		http.StatusBadRequest: {"application/json", []byte(`{"reason":`)}, http.StatusUnsupportedMediaType: {"text/plain", []byte(`{"reason":"Bão"}`)},
		http.StatusUnprocessableEntity: {"application/json", []byte(`{"reason":["Bão"]}`)}, http.StatusRequestEntityTooLarge: {"application/json", make([]byte, 2<<20)},
	} {
		m.call(m.office, status, http.MethodPost, m.path+"/postpone", body)
	}
	m.call(m.office, 400, http.MethodPost, m.path+"/postpone", nil)
	m.post(t, "/postpone", map[string]any{"reason": "Bão số 9."})
	m.post(t, "/reschedule", map[string]any{"date": "2026-11-21", "start": "16:00", "part": "afternoon"})

	_, other := m.call(m.office, 200, http.MethodPost, "/conferences", m.body)
	if _, out := m.call(m.office, 200, http.MethodPost, "/conferences/"+other["id"].(string)+"/cancel", map[string]any{"reason": "Không còn cần."}); out["status"] != "cancelled" {
		t.Errorf("cancelled: %v", out)
	}
}

// postAsDraft is post while the conference is hidden from those who are not hosts.
func (m *meetingWalk) postAsDraft(t *testing.T, path string, body any) map[string]any {
	t.Helper()
	m.call(m.centre, 403, http.MethodPost, m.path+path, body)
	m.call(m.below, 404, http.MethodPost, m.path+path, body)
	_, out := m.call(m.office, 200, http.MethodPost, m.path+path, body)
	return out
}

func (m *meetingWalk) site(t *testing.T) {
	t.Helper()
	if _, refused := m.call(m.office, 422, http.MethodPost, m.path+"/sites", map[string]any{"unit": m.outside.String(), "kind": "sub"}); refused["key"] != "conference.outside_scope" {
		t.Errorf("a unit that is not called: %v", refused)
	}
	m.post(t, "/sites", map[string]any{"unit": m.outside.String(), "kind": "observer"})
	path := m.path + "/sites/" + m.siteOf(t)
	before := m.get(m.centre, path)
	entry := map[string]any{"place": "Hội trường tầng 2", "contact_name": "Lê Kỹ Thuật", "planned": 12, "version": before["version"],
		"delegates": []map[string]any{{"name": "Nguyễn Văn Dự", "title": "Chuyên viên", "attendance": "expected"}, {"label": "Phóng viên", "count": 3}}}
	m.call(m.centre, 403, http.MethodPut, path, entry)
	m.call(m.office, 403, http.MethodPut, path, entry) // the unit's own to say
	_, saved := m.call(m.below, 200, http.MethodPut, path, entry)
	if len(saved["delegates"].([]any)) != 2 || saved["site"].(map[string]any)["planned"] != float64(12) {
		t.Errorf("the site is %v", saved)
	}
	if _, stale := m.call(m.below, 409, http.MethodPut, path, entry); stale["key"] != "conference.stale" {
		t.Errorf("an old version: %v", stale)
	}
	if _, confirmed := m.call(m.below, 200, http.MethodPost, path+"/confirm", nil); confirmed["confirmed_at"] == nil {
		t.Errorf("confirmed: %v", confirmed)
	}
}

// siteOf is the site of the unit that is called.
func (m *meetingWalk) siteOf(t *testing.T) string {
	t.Helper()
	for _, one := range items(m.get(m.centre, m.path+"/sites")) {
		if one["unit"] == m.unit.String() {
			return one["id"].(string)
		}
	}
	t.Fatal("the unit has no site")
	return ""
}

func (m *meetingWalk) topics(t *testing.T) {
	t.Helper()
	_, raised := m.call(m.below, 200, http.MethodPost, "/units/"+m.unit.String()+"/obstacles", map[string]any{"text": "Phòng họp xã chưa có đường truyền."})
	_, made := m.call(m.office, 200, http.MethodPost, "/units/"+m.root.String()+"/obstacle-groups", map[string]any{"title": "Đường truyền", "obstacles": []string{find(t, raised, "obstacle.id")}})
	group := find(t, made, "group.id")
	on := func(out map[string]any) bool {
		for _, one := range out["groups"].([]any) {
			if g := one.(map[string]any); g["id"] == group {
				return g["on_agenda"] == true
			}
		}
		t.Fatalf("the group is not among the topics: %v", out)
		return false
	}
	m.call(m.below, 403, http.MethodGet, m.path+"/topics", nil)
	if on(m.get(m.office, m.path+"/topics")) {
		t.Error("the group is on the agenda before it was taken up")
	}
	if !on(m.post(t, "/topics", map[string]any{"groups": []string{group}})) {
		t.Error("the group is not on the agenda")
	}
	if list := items(m.get(m.centre, "/conferences?obstacle_group="+group)); len(list) != 1 || "/conferences/"+list[0]["id"].(string) != m.path {
		t.Errorf("the conferences that take the group up: %v", list)
	}
	if list := items(m.get(m.centre, "/conferences?unit="+m.root.String()+"&obstacle_group="+raised["obstacle"].(map[string]any)["id"].(string))); len(list) != 0 {
		t.Errorf("the conferences that take up what is no group: %v", list)
	}
	if papers := items(m.post(t, "/topics/paper", map[string]any{"group": group})); len(papers) != 1 {
		t.Errorf("the group's paper: %v", papers)
	}
}

func (m *meetingWalk) hold(t *testing.T) {
	t.Helper()
	if _, refused := m.call(m.office, 422, http.MethodPost, m.path+"/open", map[string]any{}); refused["field"] != "confirm" {
		t.Errorf("opened without chairs: %v", refused)
	}
	m.post(t, "/open", map[string]any{"confirm": true})
	site, meeting := id(t, m.siteOf(t)), id(t, m.path[len("/conferences/"):])
	if err := m.app.room.Grant(t.Context(), *m.office.person, meeting, conference.GrantEntry{Site: site, Minutes: 3}, ""); err != nil {
		t.Fatal(err)
	}
	said := items(m.get(m.centre, m.path+"/remarks"))
	if len(said) != 1 {
		t.Fatalf("remarks: %v", said)
	}
	path, body := m.path+"/remarks/"+said[0]["id"].(string), map[string]any{"kind": "contribution", "text": "Đề nghị bổ sung đường truyền.", "version": said[0]["version"]}
	m.call(m.below, 403, http.MethodPut, path, body)
	m.call(m.office, 204, http.MethodPut, path, body)
	if said := items(m.get(m.centre, m.path+"/remarks")); said[0]["text"] != body["text"] {
		t.Errorf("the remark is %v", said)
	}
}

func (m *meetingWalk) conclude(t *testing.T) {
	t.Helper()
	put := func(path string, body any) map[string]any {
		t.Helper()
		m.call(m.centre, 403, http.MethodPut, m.path+path, body)
		m.call(m.below, 403, http.MethodPut, m.path+path, body)
		_, out := m.call(m.office, 200, http.MethodPut, m.path+path, body)
		return out
	}
	put("/declared", map[string]any{"declared": 2})
	chair := m.get(m.office, m.path)["chairs"].([]any)[0].(map[string]any)["id"]
	if out := put("/speaker", map[string]any{"author": chair}); out["author"] != chair {
		t.Errorf("the speaker is %v", out["author"])
	}
	one := m.post(t, "/conclusions", map[string]any{"text": "Hoàn thành đường truyền tới mọi xã."})
	two := m.post(t, "/conclusions", map[string]any{"heading": "Về báo cáo", "text": "Gửi báo cáo quý trước ngày 15."})
	third := map[string]any{"text": "Nội dung ghi nhầm."}
	m.call(m.office, 422, http.MethodPost, m.path+"/conclusions", third) // more than declared
	third["raise"] = true
	extra := m.post(t, "/conclusions", third)
	m.call(m.below, 403, http.MethodDelete, m.path+"/conclusions/"+extra["id"].(string), nil)
	m.call(m.office, 204, http.MethodDelete, m.path+"/conclusions/"+extra["id"].(string), nil)
	if out := m.post(t, "/conclusions/"+two["id"].(string)+"/up", nil); out["order"] != float64(1) {
		t.Errorf("moved up: %v", out)
	}
	if out := m.post(t, "/conclusions/"+two["id"].(string)+"/down", nil); out["order"] != float64(2) {
		t.Errorf("moved down: %v", out)
	}
	text := map[string]any{"text": "Hoàn thành đường truyền tới mọi xã trong năm.", "version": one["version"]}
	put("/conclusions/"+one["id"].(string), text)
	if _, stale := m.call(m.office, 409, http.MethodPut, m.path+"/conclusions/"+one["id"].(string), text); stale["key"] != "conference.stale" {
		t.Errorf("an old version: %v", stale)
	}

	path := "/conclusions/" + one["id"].(string) + "/tasks"
	work := map[string]any{"leads": []string{m.unit.String()}, "due": "2026-12-31", "priority": "key", "product": "Biên bản nghiệm thu"}
	task := items(m.post(t, path, work))[0]
	work["title"], work["due"] = "Lắp đường truyền", "2026-12-25"
	if out := put(path+"/"+task["id"].(string), work); out["title"] != work["title"] || out["due"] != work["due"] || out["state"] != "prepared" {
		t.Errorf("the task is %v", out)
	}
	for _, t2 := range items(m.post(t, path, map[string]any{"title": "Thừa", "leads": []string{m.unit.String()}, "due": "2026-12-31"})) {
		if t2["id"] != task["id"] {
			m.call(m.office, 204, http.MethodPost, m.path+path+"/"+t2["id"].(string)+"/drop", map[string]any{})
		}
	}
	if list := items(m.get(m.office, m.path+path)); len(list) != 1 {
		t.Errorf("tasks: %v", list)
	}

	m.call(m.chair, 409, http.MethodPost, m.path+"/approve", nil) // while it is open
	m.post(t, "/close", nil)
	issue := map[string]any{"capacity": "head"}
	m.call(m.office, 409, http.MethodPost, m.path+"/issue", issue) // before the chair's word
	m.call(m.centre, 403, http.MethodPost, m.path+"/approve", nil)
	m.call(m.office, 403, http.MethodPost, m.path+"/approve", nil)
	if _, out := m.call(m.chair, 200, http.MethodPost, m.path+"/approve", nil); out["approved_at"] == nil {
		t.Errorf("approved: %v", out)
	}
	out := m.post(t, "/issue", issue)
	if out["status"] != "concluded" || out["notice"] == nil {
		t.Fatalf("issued: %v", out)
	}
	m.get(m.below, "/documents/"+out["notice"].(string))
	if given := m.get(m.below, "/tasks/"+task["id"].(string)); given["state"] != "issued" {
		t.Errorf("the task went out as %v", given)
	}
}

func (m *meetingWalk) correct(t *testing.T) {
	t.Helper()
	m.call(m.office, 404, http.MethodGet, m.path+"/revision", nil)
	first := items(m.get(m.centre, m.path+"/conclusions"))[0]
	texts := []map[string]any{{"conclusion": first["id"], "text": "Hoàn thành đường truyền tới mọi xã trước ngày 25 tháng 12."}}
	drafted := m.post(t, "/revision", map[string]any{"reason": "Thiếu thời hạn.", "texts": texts})
	m.get(m.office, m.path+"/revision")
	path := m.path + "/revision/" + drafted["id"].(string) + "/approve"
	m.call(m.office, 403, http.MethodPost, path, nil)
	m.call(m.chair, 200, http.MethodPost, path, nil)
	if now := items(m.get(m.centre, m.path+"/conclusions"))[0]; now["text"] != texts[0]["text"] {
		t.Errorf("the conclusion is %v", now)
	}
}
