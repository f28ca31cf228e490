package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/web/api"
)

// walkSubmission sends a whole draft to the head and back.
func (w *walk) walkSubmission(desk, head caller, unit ident.ID, filing string, version any) {
	t := w.t
	t.Helper()
	specialist := as(actor.Specialist, unit)
	submit := map[string]any{"draft": version, "note": "Đã đối chiếu."}
	w.call(desk, 403, http.MethodPost, filing+"/submit", submit)
	w.call(specialist, 200, http.MethodPost, filing+"/submit", submit)
	w.call(specialist, 200, http.MethodPost, filing+"/take-back", nil)
	w.call(specialist, 200, http.MethodPost, filing+"/submit", submit)
	w.call(specialist, 403, http.MethodPost, filing+"/hand-back", map[string]any{"remark": "Xem lại mục II."})
	w.call(head, 200, http.MethodPost, filing+"/hand-back", map[string]any{"remark": "Xem lại mục II."})
}

// walkCorrection opens an accepted report again.
func (w *walk) walkCorrection(unit, root ident.ID, filing string) {
	w.t.Helper()
	ask := map[string]any{"version": 2, "reason": "Sai một chữ số."}
	w.call(as(actor.Office, root), 404, http.MethodPost, filing+"/ask-correction", ask)
	w.call(as(actor.Specialist, unit), 200, http.MethodPost, filing+"/ask-correction", ask)
	w.call(as(actor.Head, unit), 403, http.MethodPost, filing+"/reopen", ask)
	office := as(actor.Office, root)
	w.call(office, 200, http.MethodPost, filing+"/reopen", ask)
	// Opened again it may be mended by telephone: on what was filed, and as it was filed where that is taken back.
	draft := w.get(office, filing+"/phone")
	was := draft["fields"].(map[string]any)["A2"]
	if draft["may"] != true || was == nil {
		w.t.Fatalf("a report that was opened again: %v", draft)
	}
	call := map[string]any{"caller": "Đỗ Văn Xuân", "title": "Chánh Văn phòng", "called": "2026-11-21T13:55:00+07:00", "base": draft["version"], "fields": map[string]any{"A2": "77"}}
	w.call(as(actor.Specialist, unit), 403, http.MethodPost, filing+"/phone", call)
	w.call(office, 200, http.MethodPost, filing+"/phone", call)
	if now := w.get(office, filing+"/phone")["fields"].(map[string]any)["A2"]; now != "77" {
		w.t.Errorf("entered %v", now)
	}
	w.call(office, 204, http.MethodPost, filing+"/phone/withdraw", map[string]any{"reason": "Nhập nhầm."})
	if now := w.get(office, filing+"/phone")["fields"].(map[string]any)["A2"]; now != was {
		w.t.Errorf("taken back %v, was %v", now, was)
	}
}

// walkParts files the first quarter of a unit, and fills the draft of its half year from the quarters.
func (w *walk) walkParts(admin actor.Actor, unit, root ident.ID) {
	t := w.t
	t.Helper()
	desk, head := w.token(admin, unit, actor.WriteDrafts, actor.ReadReports), as(actor.Head, unit)
	opened := func(period string) (request, filing string) {
		_, made := w.call(as(actor.Office, root), 200, http.MethodPost, "/requests", map[string]any{"form": "quarter", "period": period, "scope": "level", "value": "province", "deadline": "2027-01-20T17:00:00+07:00"})
		for _, one := range w.get(as(actor.Office, root), "/requests/"+find(t, made, "id")+"/progress")["units"].([]any) {
			if line := one.(map[string]any); line["id"] == unit.String() {
				return find(t, made, "id"), "/filings/" + find(t, line, "filing")
			}
		}
		t.Fatalf("%s was not asked of the unit", period)
		return "", ""
	}
	request, quarter := opened("quý I/2026")
	w.completeDraft(desk, quarter, unit.String(), request)
	w.call(head, 200, http.MethodPost, quarter+"/sign", map[string]any{"capacity": "head", "draft": w.get(desk, quarter+"/draft")["version"]})
	w.call(head, 200, http.MethodPost, quarter+"/send", map[string]any{"number": "3-BC/TU", "dated": "2026-11-21"})
	_, half := opened("6 tháng đầu năm 2026")
	w.call(desk, 200, http.MethodPost, half+"/draft/parts", map[string]any{"base": 0})
	if fields := w.get(desk, half+"/draft")["fields"].(map[string]any); len(fields) == 0 {
		t.Error("nothing was taken over from the quarters")
	}
}

// walkChase reminds who is missing, and says whom to call.
func (w *walk) walkChase(unit, root ident.ID, path string) {
	t := w.t
	t.Helper()
	office := as(actor.Office, root)
	var filings []string
	for _, one := range items(w.get(office, path+"/chase")) {
		if filing, _ := one["filing"].(string); filing != "" && len(filings) < 2 && one["state"] == "draft" {
			filings = append(filings, filing)
		}
	}
	if _, told := w.call(office, 200, http.MethodPost, path+"/chase", map[string]any{"filings": filings, "text": "Đề nghị gửi trong ngày."}); told["reminded"] == float64(0) {
		t.Errorf("reminded %v of %v", told, filings)
	}
	contact := "/units/" + unit.String() + "/office-contact"
	w.call(as(actor.Specialist, unit), 200, http.MethodPut, contact, map[string]any{"name": "Nguyễn Thị Trực", "phone": "0296 3 852 222"})
	if got := w.get(office, contact); got["name"] != "Nguyễn Thị Trực" {
		t.Errorf("the contact: %v", got)
	}
}

// walkExplanations asks about a figure that a unit filed, until an answer is taken.
func (w *walk) walkExplanations(unit, root ident.ID, path string) {
	t := w.t
	t.Helper()
	office, head := as(actor.Office, root), as(actor.Head, unit)
	indicator := ""
	for _, one := range w.get(office, path+"/form")["indicators"].([]any) {
		if i := one.(map[string]any); indicator == "" && i["kind"] == "int" {
			indicator = i["code"].(string)
		}
	}
	ask := func() string {
		_, asked := w.call(office, 200, http.MethodPost, path+"/explanations", map[string]any{"unit": unit.String(), "indicator": indicator, "question": "Vì sao giảm?", "due": "2026-11-25T17:00:00+07:00"})
		return "/explanations/" + asked["id"].(string)
	}
	one := ask()
	w.call(head, 200, http.MethodPost, one+"/answer", map[string]any{"text": "Do sáp nhập xã."})
	w.call(office, 200, http.MethodPost, one+"/again", map[string]any{"question": "Những xã nào?", "due": "2026-11-26T17:00:00+07:00"})
	w.call(head, 200, http.MethodPost, one+"/answer", map[string]any{"text": "Ba xã ven sông."})
	w.call(office, 200, http.MethodPost, one+"/take", map[string]any{})
	w.call(office, 200, http.MethodPost, ask()+"/withdraw", map[string]any{"text": "Đã rõ."})
}

// walkEditions freezes what stands, as the head of the unit that asked.
func (w *walk) walkEditions(centre caller, root ident.ID, path string) {
	t := w.t
	t.Helper()
	signer := as(actor.Head, root)
	w.call(as(actor.Office, root), 403, http.MethodGet, path+"/freezable", nil)
	seen := w.get(signer, path+"/freezable")
	explanations := map[string]string{}
	for _, d := range seen["disagreements"].([]any) {
		explanations[d.(map[string]any)["field"].(string)] = "Hai cách đếm khác nhau."
	}
	freeze := map[string]any{"capacity": "head", "seen": "khac", "explanations": explanations}
	w.call(signer, 409, http.MethodPost, path+"/editions", freeze)
	freeze["seen"] = seen["seen"]
	w.call(centre, 403, http.MethodPost, path+"/editions", freeze)
	_, once := w.call(signer, 200, http.MethodPost, path+"/editions", freeze, "Idempotency-Key", "freeze")
	if _, again := w.call(signer, 200, http.MethodPost, path+"/editions", freeze, "Idempotency-Key", "freeze"); fmt.Sprint(again) != fmt.Sprint(once) || len(items(once)) != 1 {
		t.Errorf("frozen twice: %v after %v", again, once)
	}
	w.get(centre, path+"/edition-difference?older=1")
	desk := as(actor.Specialist, root)
	made := w.get(desk, path+"/consolidated")
	sections := made["sections"].([]any)
	if len(sections) == 0 || made["may_write"] != true {
		t.Fatalf("consolidated %v", made)
	}
	section := path + "/consolidated/" + sections[0].(map[string]any)["section"].(string)
	write := map[string]any{"base": sections[0].(map[string]any)["version"], "text": "Các tỉnh đã triển khai đồng bộ."}
	w.call(desk, 200, http.MethodPut, section, write)
	write["text"] = "Bản khác của bàn khác."
	if _, clash := w.call(desk, 200, http.MethodPut, section, write); clash["clash"] == nil {
		t.Errorf("written over what another desk saved: %v", clash)
	}
}

// walkForms makes a form out of the file of another and publishes it.
func (w *walk) walkForms(centre caller, root ident.ID) {
	t := w.t
	t.Helper()
	office := as(actor.Office, root)
	body := map[string]any{"code": "qua-api", "title": map[string]any{"vi": "Biểu qua API", "en": "A form by the API"}}
	w.call(centre, 403, http.MethodPost, "/forms", body)
	w.call(office, 200, http.MethodPost, "/forms", body)
	var f map[string]any
	if err := json.Unmarshal(w.file(office, "/forms/quarter/json"), &f); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	draft := w.get(office, "/forms/qua-api/draft")
	save := "/forms/qua-api/draft?base=" + fmt.Sprint(draft["version"])
	if _, refused := w.call(office, 422, http.MethodPut, save, upload{"application/json", []byte(`{"code":`)}); refused["kind"] != "invalid" {
		t.Errorf("half a form: %v", refused)
	}
	_, saved := w.call(office, 200, http.MethodPut, save, upload{"application/json", text})
	w.call(office, 409, http.MethodPut, save, upload{"application/json", text})
	if len(saved["findings"].([]any)) != 0 {
		t.Errorf("the same form is refused: %v", saved["findings"])
	}
	var kept map[string]any
	if err := json.Unmarshal(w.file(office, "/forms/qua-api/json?draft=true"), &kept); err != nil || fmt.Sprint(kept["indicators"]) != fmt.Sprint(f["indicators"]) {
		t.Errorf("the draft does not hold what was sent: %v", err)
	}
	_, told := w.call(office, 200, http.MethodPost, "/forms/qua-api/draft/different", map[string]any{"base": saved["version"], "pair": "A1=quarter.A1", "why": "Đếm theo tháng."})
	_, published := w.call(office, 200, http.MethodPost, "/forms/qua-api/publish", map[string]any{"base": told["version"]})
	if form := published["form"].(map[string]any); form["code"] != "qua-api" {
		t.Errorf("published %v", form)
	}
	_, next := w.call(office, 200, http.MethodPost, "/forms/qua-api/draft", nil)
	w.call(office, 204, http.MethodDelete, "/forms/qua-api/draft?base="+fmt.Sprint(next["version"]), nil)
	w.call(as(actor.Office, root), 404, http.MethodGet, "/forms/qua-api/draft", nil)
	book := upload{api.XLSX, w.file(office, "/forms/quarter/workbook")}
	w.call(office, 200, http.MethodPost, "/forms/qua-api/draft", nil)
	w.call(office, 200, http.MethodPut, "/forms/qua-api/draft?base="+fmt.Sprint(w.get(office, "/forms/qua-api/draft")["version"]), book)
	w.walkBuiltIn(office)
}

// walkBuiltIn takes and leaves the newer version of the program's form in an installation that has only the first, for as long as that takes.
func (w *walk) walkBuiltIn(office caller) {
	t := w.t
	t.Helper()
	move := func(from, to string) {
		if err := w.app.db.Do(t.Context(), "test", func(ctx context.Context, tx *db.Write) error {
			_, err := tx.Exec(ctx, `update report_form set code = $1 where code = $2 and version = 2`, to, from)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	at := "/forms/quarter/built-in"
	w.call(office, 404, http.MethodGet, at, nil)
	move("quarter", "quarter-kept")
	defer move("quarter-kept", "quarter")
	offer := w.get(office, at)
	if offer["version"] != 2.0 || len(offer["changes"].([]any)) == 0 || offer["own"] != false {
		t.Errorf("offered %v", offer)
	}
	w.call(office, 204, http.MethodPost, at, map[string]any{"version": 2, "do": "leave"})
	if left := w.get(office, at); left["left"] != true {
		t.Errorf("left %v", left)
	}
	w.call(office, 204, http.MethodPost, at, map[string]any{"version": 2, "do": "whole"})
	w.call(office, 204, http.MethodDelete, "/forms/quarter/draft?base="+fmt.Sprint(w.get(office, "/forms/quarter/draft")["version"]), nil)
}
