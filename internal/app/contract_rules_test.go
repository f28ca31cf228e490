package app

import (
	"context"
	"fmt"
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

// walkRules does what is done a few times a year on a decision: regimes, terms of keeping, delegations, devices, corrections.
func (w *walk) walkRules(keeper, centre caller, tree *org.Tree) {
	root, below := tree.Root().ID, tree.Children(tree.Root().ID)[0].ID
	w.walkRegimes(as(actor.Office, root), as(actor.Specialist, root), centre)
	w.walkRetention(keeper, centre, as(actor.Office, root))
	w.walkDelegations(centre, below)
	w.walkDevices(keeper, centre, below)
	w.walkCorrections(keeper, centre, below)
	w.walkRevision(as(actor.Secretary, root), centre, tree)
}

func (w *walk) walkRegimes(office, clerk, centre caller) {
	t := w.t
	t.Helper()
	rule := func() map[string]any {
		return map[string]any{"basis": "in_period", "close": map[string]any{"month": 14, "quarter": 0}, "days": 2, "levels": map[string]any{}, "time": "17:00", "act": "CV 3-CV/TW",
			"remind": map[string]any{"before": []int{3}, "on_day": true}}
	}
	body := rule()
	body["code"], body["name"], body["from"] = "thu-api", map[string]any{"vi": "Chế độ thử"}, "2026-01-01"
	w.call(centre, 403, http.MethodPost, "/regimes", body)
	w.call(clerk, 403, http.MethodPost, "/regimes", body)
	_, made := w.call(office, 200, http.MethodPost, "/regimes", body, "Idempotency-Key", "regime")
	if _, again := w.call(office, 200, http.MethodPost, "/regimes", body, "Idempotency-Key", "regime"); fmt.Sprint(again) != fmt.Sprint(made) {
		t.Errorf("a regime sent twice: %v after %v", again, made)
	}
	path := "/regimes/" + find(t, made, "id")
	first := made["versions"].([]any)[0].(map[string]any)
	for field, want := range body {
		if field != "code" && field != "name" && field != "levels" && fmt.Sprint(first[field]) != fmt.Sprint(want) {
			t.Errorf("%s is %v, sent %v", field, first[field], want)
		}
	}
	for field, wrong := range map[string]any{"time": "25:99", "close": map[string]any{"month": 40}, "levels": map[string]any{"province": 0}, "remind": map[string]any{"before": []int{-1}}} {
		bad := rule()
		bad[field] = wrong
		if _, refused := w.call(office, 422, http.MethodPut, path+"/versions/2027-01-01", bad); refused["field"] != field && refused["key"] != "calendar.no_such_level" {
			t.Errorf("a wrong %s: %v", field, refused)
		}
	}
	w.call(clerk, 403, http.MethodPut, path+"/versions/2027-01-01", rule())
	if one := w.get(centre, path); one["code"] != "thu-api" {
		t.Errorf("read %v", one)
	}
	w.call(office, 422, http.MethodPut, path+"/versions/2026-11-21", rule()) // has begun
	next := rule()
	next["days"] = 3
	_, now := w.call(office, 200, http.MethodPut, path+"/versions/2027-01-01", next)
	if versions := now["versions"].([]any); len(versions) != 2 || versions[1].(map[string]any)["days"] != float64(3) {
		t.Errorf("versions %v", versions)
	}
	w.call(clerk, 403, http.MethodDelete, path+"/versions/2027-01-01", nil)
	for range 2 { // the second is a retry: what was done is not refused
		if _, now := w.call(office, 200, http.MethodDelete, path+"/versions/2027-01-01", nil, "Idempotency-Key", "version"); len(now["versions"].([]any)) != 1 {
			t.Errorf("one version is left of %v", now)
		}
	}
	w.call(office, 404, http.MethodDelete, path+"/versions/2027-01-01", nil, "Idempotency-Key", "again")
	w.call(office, 409, http.MethodDelete, path+"/versions/2026-01-01", nil)
	w.call(clerk, 403, http.MethodPost, path+"/retire", nil)
	if _, now := w.call(office, 200, http.MethodPost, path+"/retire", nil, "Idempotency-Key", "regime"); now["retired"] != true {
		t.Errorf("retired %v", now)
	}
	if _, now := w.call(office, 200, http.MethodPost, path+"/offer", nil, "Idempotency-Key", "regime"); now["retired"] != false {
		t.Errorf("offered %v", now)
	}
	if _, now := w.call(office, 200, http.MethodPost, path+"/retire", nil, "Idempotency-Key", "regime"); now["retired"] != false {
		t.Errorf("a late retry retires what was offered again: %v", now)
	}
}

func (w *walk) walkRetention(keeper, centre, office caller) {
	t := w.t
	t.Helper()
	w.call(centre, 403, http.MethodGet, "/retention", nil)
	w.call(office, 403, http.MethodGet, "/retention", nil)
	w.call(office, 403, http.MethodPut, "/retention/drafts", map[string]any{"days": 400})
	w.call(keeper, 204, http.MethodPut, "/retention/drafts", map[string]any{"days": 400})
	w.call(keeper, 422, http.MethodPut, "/retention/drafts", map[string]any{"days": 1})
	w.call(keeper, 409, http.MethodPut, "/retention/sign_ins", map[string]any{"days": 1})
	w.call(keeper, 404, http.MethodPut, "/retention/khac", map[string]any{"days": 400})
	days := map[string]any{}
	for _, one := range items(w.get(keeper, "/retention")) {
		days[one["kind"].(string)] = one["days"]
	}
	if days["drafts"] != float64(400) || days["sign_ins"] != float64(1) {
		t.Errorf("kept for %v", days)
	}
}

func (w *walk) walkDelegations(centre caller, unit ident.ID) {
	t := w.t
	t.Helper()
	head, path := as(actor.Head, unit), "/units/"+unit.String()+"/delegations"
	list, err := w.app.account.Deputies(t.Context(), *head.person, unit)
	if err != nil || len(list) == 0 {
		t.Fatalf("deputies %v: %v", list, err)
	}
	body := map[string]any{"deputy": list[0].ID.String(), "capacity": "kt", "from": "2026-11-21", "to": "2026-12-31", "decision": "QĐ 9-QĐ/TU"}
	w.call(centre, 403, http.MethodPost, path, body)
	w.call(as(actor.Specialist, unit), 403, http.MethodPost, path, body)
	_, made := w.call(head, 200, http.MethodPost, path, body, "Idempotency-Key", "deputy")
	if _, again := w.call(head, 200, http.MethodPost, path, body, "Idempotency-Key", "deputy"); fmt.Sprint(again) != fmt.Sprint(made) || made["deputy"] != body["deputy"] {
		t.Errorf("a delegation sent twice: %v after %v", again, made)
	}
	w.call(head, 409, http.MethodPost, path, body)
	stands := func() (found bool) {
		for _, one := range items(w.get(head, path)) {
			found = found || one["grant"] == made["grant"]
		}
		return found
	}
	if !stands() {
		t.Errorf("%v is not listed", made)
	}
	end := "/delegations/" + find(t, made, "grant") + "/end"
	w.call(as(actor.Specialist, unit), 403, http.MethodPost, end, nil)
	w.call(head, 204, http.MethodPost, end, nil)
	if stands() {
		t.Errorf("%v is still listed", made)
	}
}

func (w *walk) walkDevices(keeper, centre caller, unit ident.ID) {
	t := w.t
	t.Helper()
	path := "/units/" + unit.String() + "/devices"
	w.call(centre, 403, http.MethodPost, path, map[string]any{"name": "Máy hội trường"})
	w.call(as(actor.Office, unit), 403, http.MethodGet, path, nil)
	_, made := w.call(keeper, 200, http.MethodPost, path, map[string]any{"name": "Máy hội trường"})
	one := "/devices/" + find(t, made, "id")
	if _, renewed := w.call(keeper, 200, http.MethodPost, one+"/renew", nil); renewed["code"] == made["code"] || renewed["id"] != made["id"] {
		t.Errorf("renewed %v", renewed)
	}
	w.call(as(actor.Office, unit), 403, http.MethodPost, one+"/revoke", nil)
	w.call(keeper, 204, http.MethodPost, one+"/revoke", nil)
	w.call(keeper, 409, http.MethodPost, one+"/renew", nil)
	for _, d := range items(w.get(keeper, path)) {
		if d["id"] == made["id"] && d["revoked_at"] == nil {
			t.Errorf("revoked %v", d)
		}
	}
}

func (w *walk) walkCorrections(keeper, centre caller, unit ident.ID) {
	t := w.t
	t.Helper()
	people, err := w.app.account.Deputies(t.Context(), *as(actor.Head, unit).person, unit)
	if err != nil || len(people) == 0 {
		t.Fatal(err)
	}
	who, err := w.app.account.ActorFor(t.Context(), people[0].ID, unit)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.app.account.AskCorrection(t.Context(), who, "Họ tên thiếu chữ đệm.", ""); err != nil {
		t.Fatal(err)
	}
	path := "/units/" + unit.String() + "/corrections"
	w.call(centre, 403, http.MethodGet, path, nil)
	wishes := items(w.get(keeper, path))
	if len(wishes) != 1 || wishes[0]["state"] != "open" {
		t.Fatalf("wishes %v", wishes)
	}
	answer := "/corrections/" + find(t, wishes[0], "id") + "/answer"
	w.call(keeper, 422, http.MethodPost, answer, map[string]any{"done": false, "answer": " "})
	w.call(keeper, 204, http.MethodPost, answer, map[string]any{"done": true, "answer": "Đã bổ sung."})
	if wishes := items(w.get(keeper, path)); wishes[0]["state"] != "done" || wishes[0]["answer"] != "Đã bổ sung." {
		t.Errorf("answered %v", wishes)
	}
}

// walkRevision corrects a document that its office issued; one that a chair approved is not corrected over the chair's head.
func (w *walk) walkRevision(clerk, centre caller, tree *org.Tree) {
	t := w.t
	t.Helper()
	root := tree.Root().ID
	correction := func(path string) map[string]any {
		body := map[string]any{"reason": "Sót một chữ."}
		doc := w.get(clerk, path)
		for _, field := range []string{"version", "title", "intro", "body", "closing"} {
			if doc[field] != nil {
				body[field] = doc[field]
			}
		}
		return body
	}
	approved := "/documents/" + find(t, items(w.get(clerk, "/units/"+root.String()+"/issued"))[0], "document.id")
	if _, refused := w.call(clerk, 403, http.MethodPost, approved+"/correct", correction(approved)); refused["key"] != "document.chair_approves" {
		t.Errorf("of a chair: %v", refused)
	}
	var issued document.Document
	if err := w.app.db.Do(t.Context(), "test", func(ctx context.Context, tx *db.Write) (err error) {
		issued, err = w.app.document.IssueIn(ctx, tx, *as(actor.Chair, root).person, document.New{Kind: document.Notice, Issuer: root, Title: "về lịch trực", Body: document.ParseText("1. Trực ban.\n2. Báo cáo."),
			Recipients: []ident.ID{tree.Children(root)[0].ID}, Signer: document.Signer{Name: "Lê Minh An", Title: "Phó Trưởng Ban"}, Place: "Hà Nội"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	path := "/documents/" + issued.ID.String()
	body := correction(path)
	body["body"] = []map[string]any{{"kind": "numbered", "text": "Trực ban ngày Tết."}}
	w.call(centre, 403, http.MethodPost, path+"/correct", body)
	w.call(as(actor.Specialist, tree.Children(root)[0].ID), 403, http.MethodPost, path+"/correct", body)
	_, revised := w.call(clerk, 200, http.MethodPost, path+"/correct", body, "Idempotency-Key", "correct")
	if revised["version"] != float64(2) || revised["reason"] != "Sót một chữ." || len(revised["body"].([]any)) != 1 {
		t.Errorf("corrected %v", revised)
	}
	if _, again := w.call(clerk, 200, http.MethodPost, path+"/correct", body, "Idempotency-Key", "correct"); fmt.Sprint(again) != fmt.Sprint(revised) {
		t.Errorf("corrected twice: %v", again)
	}
	w.call(clerk, 409, http.MethodPost, path+"/correct", body)
}
