package app

import (
	"fmt"
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/org"
)

// walkKeeping does what clerks keep: events, days off, posts, the paper register, tasks that were given.
func (w *walk) walkKeeping(centre caller, tree *org.Tree) {
	t := w.t
	t.Helper()
	root, below := tree.Root().ID, tree.Children(tree.Root().ID)[0].ID
	office, keeper := as(actor.Office, root), as(actor.Admin, root)

	event := map[string]any{"name": "Phiên họp API", "kind": "session", "date": "2026-12-20", "provisional": true}
	w.call(centre, 403, http.MethodPost, "/events", event)
	_, made := w.call(office, 200, http.MethodPost, "/events", event, "Idempotency-Key", "event")
	if _, again := w.call(office, 200, http.MethodPost, "/events", event, "Idempotency-Key", "event"); fmt.Sprint(again) != fmt.Sprint(made) {
		t.Errorf("an event sent twice: %v after %v", again, made)
	}
	path := "/events/" + find(t, made, "id")
	for range 2 { // the second is a retry: what was done is not refused
		if _, moved := w.call(office, 200, http.MethodPost, path+"/move", map[string]any{"date": "2026-12-22", "reason": "Trùng lịch."}, "Idempotency-Key", "move"); moved["date"] != "2026-12-22" || moved["provisional"] != false {
			t.Errorf("moved %v", moved)
		}
	}
	for range 2 {
		w.call(office, 204, http.MethodPost, path+"/remove", map[string]any{"reason": "Không họp nữa."}, "Idempotency-Key", "remove")
	}
	w.call(office, 404, http.MethodPost, path+"/remove", map[string]any{"reason": "Không họp nữa."}, "Idempotency-Key", "again")
	w.call(centre, 403, http.MethodPost, path+"/remove", map[string]any{"reason": "Không họp nữa."}, "Idempotency-Key", "remove")
	w.call(office, 204, http.MethodPut, "/days-off/2026-12-31", map[string]any{"name": map[string]any{"vi": "Nghỉ bù"}})
	if list := items(w.get(centre, "/days-off?from=2026-12-31&to=2026-12-31")); len(list) != 1 {
		t.Errorf("days off %v", list)
	}
	for range 2 {
		w.call(office, 204, http.MethodDelete, "/days-off/2026-12-31", nil, "Idempotency-Key", "worked")
	}
	w.call(office, 404, http.MethodDelete, "/days-off/2026-12-31", nil, "Idempotency-Key", "again")
	_, term := w.call(office, 200, http.MethodPost, "/terms", map[string]any{"body": "Hội đồng thử", "ordinal": 15, "from": 2021, "to": 2026})
	if term["title"] != "Hội đồng thử khóa XV" && term["title"] != "Hội đồng thử, term XV" {
		t.Errorf("a term %v", term)
	}
	w.call(centre, 403, http.MethodPost, "/terms", map[string]any{"body": "Hội đồng khác", "from": 2021, "to": 2026})
	w.call(office, 422, http.MethodPost, "/terms", map[string]any{"body": "Hội đồng khác", "from": 2026, "to": 2021})
	w.call(office, 204, http.MethodDelete, "/terms/"+find(t, term, "id"), nil)

	_, post := w.call(keeper, 200, http.MethodPost, "/units/"+below.String()+"/posts", map[string]any{"title": "Phó Chánh Văn phòng", "rank": 90})
	w.call(centre, 403, http.MethodPost, "/units/"+below.String()+"/posts", map[string]any{"title": "Khác"})
	if list := items(w.get(centre, "/units/"+below.String()+"/posts")); len(list) == 0 {
		t.Error("no posts")
	}
	appoint := "/posts/" + find(t, post, "id") + "/appoint"
	_, holder := w.call(keeper, 200, http.MethodPost, appoint, map[string]any{"name": "Lý Thị Thử", "from": "2026-11-01", "decision": "QĐ 7"})
	w.call(keeper, 204, http.MethodPost, "/appointments/"+find(t, holder, "id")+"/end", map[string]any{"last": "2026-12-31", "decision": "QĐ 8"})

	clerk, register := as(actor.Specialist, below), "/units/"+below.String()+"/register"
	line := map[string]any{"direction": "in", "kind": "report", "number": "15-BC/TU", "date": "2026-11-20", "secrecy": "ordinary", "title": "Báo cáo tuần"}
	_, entry := w.call(clerk, 200, http.MethodPost, register, line)
	line["secrecy"] = "secret"
	if _, refused := w.call(clerk, 422, http.MethodPost, register, line); refused["key"] != "document.marked_only" || refused["field"] != "title" {
		t.Errorf("the title of a secret document: %v", refused)
	}
	w.call(as(actor.Specialist, tree.Children(root)[1].ID), 403, http.MethodGet, register, nil)
	w.get(clerk, register)
	w.call(clerk, 204, http.MethodDelete, register+"/"+find(t, entry, "id"), nil)

	done, open := "", ""
	for _, one := range items(w.get(centre, "/units/"+root.String()+"/given-tasks?limit=200")) {
		switch {
		case one["state"] == "done" && done == "":
			done = one["id"].(string)
		case one["state"] == "issued" && open == "":
			open = one["id"].(string)
		}
	}
	w.call(centre, 403, http.MethodPost, "/tasks/"+open+"/withdraw", map[string]any{"reason": "x"})
	if done != "" {
		w.call(office, 200, http.MethodPost, "/tasks/"+done+"/reopen", map[string]any{"reason": "Còn thiếu phụ lục."})
	}
	if _, given := w.call(office, 200, http.MethodPost, "/tasks/"+open+"/lead", map[string]any{"lead": tree.Children(root)[5].ID.String(), "reason": "Đúng chức năng hơn."}); given["lead"] != tree.Children(root)[5].ID.String() {
		t.Errorf("the new lead: %v", given)
	}
	w.call(office, 200, http.MethodPost, "/tasks/"+open+"/withdraw", map[string]any{"reason": "Không còn cần."})
}
