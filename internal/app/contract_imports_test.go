package app

import (
	"context"
	"fmt"
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/sheet"
)

// walkImports takes files of units and of accounts over.
func (w *walk) walkImports(keeper, centre caller, root org.Unit) {
	t := w.t
	t.Helper()
	csv := func(table ...[]string) upload {
		body, err := sheet.CSV(table)
		if err != nil {
			t.Fatal(err)
		}
		return upload{"text/csv", body}
	}
	office := as(actor.Office, root.ID)
	head := []string{"unit", "name", "roles"}
	bring := "/account-imports?name=can-bo.csv"
	w.call(centre, 403, http.MethodPost, bring, csv(head))
	w.call(office, 403, http.MethodPost, bring, csv(head, []string{root.Code, "A", "specialist"}))
	w.call(keeper, 422, http.MethodPost, bring, csv([]string{"x"}, []string{"y"}))
	_, wrong := w.call(keeper, 200, http.MethodPost, bring, csv(head, []string{"KHONG-CO", "Nguyễn Thị Nhập", "specialist"}, []string{root.Code, "Nguyễn Thị Nhập", "chuyên viên"}))
	if counts := wrong["counts"].(map[string]any); counts["wrong"] != float64(1) || counts["new"] != float64(1) {
		t.Fatalf("judged %v", wrong)
	}
	line := wrong["lines"].([]any)[0].(map[string]any)
	if fault := line["faults"].([]any)[0].(map[string]any); line["line"] != float64(2) || fault["cell"] != "A2" || fault["key"] != "account.import_unknown_unit" {
		t.Errorf("the wrong line is %v", line)
	}
	one := "/account-imports/" + find(t, wrong, "id")
	w.call(keeper, 409, http.MethodPost, one+"/take", nil)
	w.call(keeper, 204, http.MethodPost, one+"/drop", nil)
	w.call(keeper, 404, http.MethodGet, one, nil)
	_, good := w.call(keeper, 200, http.MethodPost, bring, csv(head, []string{root.Code, "Nguyễn Thị Nhập", "specialist"}))
	one = "/account-imports/" + find(t, good, "id")
	w.call(keeper, 409, http.MethodPost, one+"/slips", nil)
	_, taken := w.call(keeper, 200, http.MethodPost, one+"/take", nil)
	_, fresh := w.call(keeper, 200, http.MethodPost, one+"/slips", nil)
	if a, b := taken["slips"].([]any), fresh["slips"].([]any); len(a) != 1 || len(b) != 1 || fmt.Sprint(a) == fmt.Sprint(b) {
		t.Errorf("slips %v, then %v", a, b)
	}
	if now := w.get(keeper, one); now["state"] != "done" || now["made"] != float64(1) || now["waits"] != float64(1) {
		t.Errorf("taken over %v", now)
	}
	if list := items(w.get(keeper, "/account-imports")); len(list) != 1 {
		t.Errorf("files %v", list)
	}

	level := find(t, items(w.get(keeper, "/levels"))[1], "code")
	head, bring = []string{"code", "name", "kind", "level", "parent", "from", "act"}, "/unit-imports?name=don-vi.csv"
	row := func(code, parent string) []string {
		return []string{code, "Tỉnh Nhập Vào", "province", level, parent, "2027-01-01", "QĐ 20-QĐ/TW"}
	}
	w.call(centre, 403, http.MethodPost, bring, csv(head))
	w.call(office, 403, http.MethodPost, bring, csv(head, row("NHAP1", root.Code)))
	_, wrong = w.call(keeper, 200, http.MethodPost, bring, csv(head, row("NHAP1", "KHONG-CO")))
	if line := wrong["lines"].([]any)[0].(map[string]any); line["outcome"] != "wrong" || line["faults"].([]any)[0].(map[string]any)["text"] == "" {
		t.Errorf("the wrong line is %v", line)
	}
	one = "/unit-imports/" + find(t, wrong, "id")
	w.call(keeper, 409, http.MethodPost, one+"/take", nil)
	w.call(keeper, 204, http.MethodPost, one+"/drop", nil)
	_, good = w.call(keeper, 200, http.MethodPost, bring, csv(head, row("NHAP1", root.Code)))
	one = "/unit-imports/" + find(t, good, "id")
	if _, now := w.call(keeper, 200, http.MethodPost, one+"/take", nil); now["state"] != "done" || now["made"] != float64(1) {
		t.Errorf("taken over %v", now)
	}
	if found := items(w.get(keeper, "/units?q=nhap+vao&date=2027-01-02")); len(found) != 1 || found[0]["code"] != "NHAP1" {
		t.Errorf("found %v", found)
	}
	if _, now := w.call(keeper, 200, http.MethodPost, one+"/undo", nil); now["state"] != "undone" {
		t.Errorf("taken back %v", now)
	}
	w.get(keeper, one)
	if list := items(w.get(keeper, "/unit-imports")); len(list) != 1 {
		t.Errorf("files %v", list)
	}
}

// walkPhone enters a report for a unit that phones.
func (w *walk) walkPhone(centre caller) {
	t := w.t
	t.Helper()
	var filing, unit, above ident.ID
	err := w.app.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		_, ok, err := db.One(ctx, r, func(s db.Scanner, _ *struct{}) error { return s.Scan(&filing, &unit, &above) },
			`select id, unit, receiver from filing where state = 'draft' and draft_version = 0 and receiver <> unit order by id`)
		if err == nil && !ok {
			t.Error("every report was begun")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	office, clerk, path := as(actor.Office, above), as(actor.Specialist, unit), "/filings/"+filing.String()+"/phone"
	r, err := w.app.report.Report(t.Context(), *office.person, filing)
	if err != nil {
		t.Fatal(err)
	}
	field := r.Form.Fields()[0]
	body := map[string]any{"caller": "Đỗ Văn Xuân", "title": "Chánh Văn phòng", "called": "2026-11-21T13:55:00+07:00", "base": 0, "fields": map[string]any{field: "12"}}
	w.call(centre, 403, http.MethodPost, path, body)
	w.call(clerk, 403, http.MethodPost, path, body)
	if draft := w.get(office, path); draft["may"] != true || draft["version"] != float64(0) {
		t.Errorf("before anybody phoned: %v", draft)
	}
	_, saved := w.call(office, 200, http.MethodPost, path, body, "Idempotency-Key", "call")
	if _, again := w.call(office, 200, http.MethodPost, path, body, "Idempotency-Key", "call"); fmt.Sprint(again) != fmt.Sprint(saved) {
		t.Errorf("entered twice: %v after %v", again, saved)
	}
	if draft := w.get(office, path); draft["version"] != saved["version"] || draft["fields"].(map[string]any)[field] != "12" {
		t.Errorf("entered %v", draft)
	}
	w.call(office, 422, http.MethodPost, path+"/withdraw", map[string]any{"reason": " "})
	w.call(office, 204, http.MethodPost, path+"/withdraw", map[string]any{"reason": "Nhập nhầm đơn vị."})
	w.call(office, 200, http.MethodPost, path, body)
	w.call(office, 404, http.MethodPost, path+"/reject", map[string]any{"reason": "x"})
	w.call(clerk, 204, http.MethodPost, path+"/reject", map[string]any{"reason": "Đọc nhầm bảng."})
	w.call(clerk, 409, http.MethodPost, path+"/reject", map[string]any{"reason": "Đọc nhầm bảng."})
}
