package app

import (
	"fmt"
	"net/http"
	"testing"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/ident"
)

// walkUnits changes the tree in every way, each after its preview, on days that follow each other.
func (w *walk) walkUnits(keeper, desk caller, root ident.ID) {
	t := w.t
	t.Helper()
	level := find(t, items(w.get(keeper, "/levels"))[1], "code")
	below := items(w.get(keeper, "/units?limit=200&parent="+root.String()+"&level="+level))
	if len(below) < 2 {
		t.Fatalf("%d units of level %s", len(below), level)
	}
	day := 22
	// change previews, does nothing for who has no right, for a preview that was not seen or is stale, and then does it, also when it is sent twice.
	change := func(unit, word string, body map[string]any) string {
		t.Helper()
		path := "/units/" + unit + "/" + word
		body["date"], body["act"] = fmt.Sprintf("2026-11-%02d", day), "QĐ 12-QĐ/TW"
		key := fmt.Sprint(word, day)
		day++
		_, preview := w.call(keeper, 200, http.MethodPost, path+"/preview", body)
		body["seen"] = "khac"
		if _, refused := w.call(keeper, 409, http.MethodPost, path, body); refused["key"] != "org.preview_changed" {
			t.Errorf("%s unseen: %v", word, refused)
		}
		body["seen"] = preview["seen"]
		w.call(desk, 403, http.MethodPost, path, body)
		w.call(as(actor.Office, root), 403, http.MethodPost, path, body)
		_, done := w.call(keeper, 200, http.MethodPost, path, body, "Idempotency-Key", key)
		if _, again := w.call(keeper, 200, http.MethodPost, path, body, "Idempotency-Key", key); fmt.Sprint(again) != fmt.Sprint(done) {
			t.Errorf("%s sent twice: %v after %v", word, again, done)
		}
		if fmt.Sprint(done["from"]) != fmt.Sprint(body["date"]) && preview["kind"] != "split" && preview["kind"] != "dissolve" && body["into"] == nil {
			t.Errorf("%s gives %v", word, done)
		}
		return find(t, done, "id")
	}
	one := change(root.String(), "new", map[string]any{"name": "Tỉnh Thử Một", "short_name": "Thử Một", "level": level})
	two := change(root.String(), "new", map[string]any{"name": "Tỉnh Thử Hai", "level": level, "code": "THU2"})
	if unit := w.get(keeper, "/units/"+two+"?date=2026-12-01"); unit["code"] != "THU2" || unit["kind"] != below[0]["kind"] {
		t.Errorf("created %v beside %v", unit, below[0])
	}
	change(one, "rename", map[string]any{"name": "Tỉnh Thử Ba", "short_name": "Thử Ba"})
	leaf := change(two, "new", map[string]any{"name": "Xã Thử", "level": find(t, items(w.get(keeper, "/levels"))[2], "code")})
	change(leaf, "move", map[string]any{"parent": one})
	merged := change(one, "merge", map[string]any{"with": []string{two}, "new": map[string]any{"name": "Tỉnh Thử Bốn"}})
	if unit := w.get(keeper, "/units/"+leaf+"?date=2026-12-01"); unit["parent"] != merged {
		t.Errorf("after the merge the commune is %v", unit)
	}
	three := change(root.String(), "new", map[string]any{"name": "Tỉnh Thử Năm", "level": level})
	change(three, "split", map[string]any{"into": []map[string]any{{"name": "Tỉnh Thử Sáu"}, {"name": "Tỉnh Thử Bảy"}}})
	if list := items(w.get(keeper, "/units?date=2026-12-05&q=thu+bay")); len(list) == 0 {
		t.Error("the split made no unit")
	}
	w.call(keeper, 422, http.MethodPost, "/units/"+merged+"/dissolve/preview", map[string]any{"date": "2026-12-01", "act": ""})
	change(leaf, "dissolve", map[string]any{"into": []string{merged}})

	// What hangs on a unit that ends is told before: the reports, grants and tasks of a real province.
	_, preview := w.call(keeper, 200, http.MethodPost, "/units/"+find(t, below[0], "id")+"/merge/preview", map[string]any{"date": "2026-12-01", "act": "NQ 1",
		"with": []string{find(t, below[1], "id")}, "into": find(t, below[1], "id")})
	if affected := preview["affected"].([]any); len(affected) == 0 {
		t.Errorf("nothing hangs on %v: %v", below[0]["name"], preview)
	} else if things := affected[0].(map[string]any)["things"].([]any); len(things) == 0 {
		t.Errorf("affected %v", affected[0])
	}
	w.get(keeper, "/units/"+leaf+"/left")
}

// A stale preview is refused: something came to hang on the unit after it was seen.
func TestChangeOfTheTreeAfterItsPreviewGrewOld(t *testing.T) {
	t.Parallel()
	w := openWalk(t)
	admin := w.admin()
	keeper := caller{person: &admin}
	tree, err := w.app.org.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	unit := tree.Children(tree.Children(tree.Root().ID)[0].ID)[0]
	path := "/units/" + unit.ID.String() + "/dissolve"
	body := map[string]any{"date": "2026-12-01", "act": "QĐ 9"}
	_, seen := w.call(keeper, 200, http.MethodPost, path+"/preview", body)
	if _, err := w.app.account.Create(t.Context(), admin, account.NewAccount{Login: "moi.den", Name: "Người Mới", Grants: []account.NewGrant{{Role: actor.Specialist, Unit: unit.ID}}}); err != nil {
		t.Fatal(err)
	}
	body["seen"] = seen["seen"]
	if _, refused := w.call(keeper, 409, http.MethodPost, path, body); refused["key"] != "org.preview_changed" || refused["field"] != "seen" {
		t.Errorf("a stale preview: %v", refused)
	}
	if later := w.get(keeper, "/units/"+unit.ID.String()+"?date=2026-12-02"); later["to"] != nil {
		t.Errorf("the unit ended: %v", later)
	}
}
