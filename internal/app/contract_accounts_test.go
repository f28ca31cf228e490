package app

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"time"

	"giaoban/internal/actor"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// walkAccounts creates an account, gives it away again, and reads what the journal says of it.
func (w *walk) walkAccounts(keeper, centre caller, tree *org.Tree) {
	t := w.t
	t.Helper()
	unit := tree.Children(tree.Root().ID)[0]
	path := "/units/" + unit.ID.String() + "/accounts"
	body := map[string]any{"login": "nguyen.van.moi", "name": "Nguyễn Văn Mới", "role": "specialist", "decision": "QĐ 5"}
	w.call(centre, 403, http.MethodPost, path, body)
	w.call(as(actor.Office, unit.ID), 403, http.MethodPost, path, body)
	_, slip := w.call(keeper, 200, http.MethodPost, path, body, "Idempotency-Key", "account")
	if code, _ := slip["code"].(string); len(code) < 8 {
		t.Errorf("created without a code: %v", slip)
	}
	_, again := w.call(keeper, 200, http.MethodPost, path, body, "Idempotency-Key", "account")
	if again["account"] != slip["account"] || again["code"] != nil {
		t.Errorf("a retry gives %v after %v", again, slip)
	}
	w.call(keeper, 409, http.MethodPost, path, body)
	one := "/accounts/" + slip["account"].(string)
	if _, fresh := w.call(keeper, 200, http.MethodPost, one+"/slip", nil); fresh["code"] == nil || fresh["code"] == slip["code"] {
		t.Errorf("a new slip: %v", fresh)
	}
	w.call(as(actor.Admin, tree.Children(tree.Root().ID)[1].ID), 404, http.MethodGet, one, nil)
	_, granted := w.call(keeper, 200, http.MethodPost, one+"/grants", map[string]any{"role": "editor", "unit": unit.ID.String(), "to": "2026-12-31"})
	grants := granted["grants"].([]any)
	if len(grants) != 2 {
		t.Fatalf("granted %v", granted)
	}
	w.call(keeper, 200, http.MethodPost, one+"/grants/"+grants[1].(map[string]any)["id"].(string)+"/revoke", map[string]any{"reason": "Nhầm."})
	if _, locked := w.call(keeper, 200, http.MethodPost, one+"/lock", map[string]any{"reason": "Mất điện thoại."}); locked["closed"] != true {
		t.Errorf("locked %v", locked)
	}
	w.call(keeper, 200, http.MethodPost, one+"/unlock", map[string]any{})
	w.get(keeper, one+"/leave")
	if _, left := w.call(keeper, 200, http.MethodPost, one+"/leave", map[string]any{"last": "2026-12-31", "decision": "QĐ 6"}); left["leaves"] != "2026-12-31" {
		t.Errorf("left %v", left)
	}
	w.call(keeper, 200, http.MethodPost, one+"/stay", nil)
	if got := w.get(keeper, one); got["leaves"] != nil {
		t.Errorf("stays %v", got)
	}
	tokens := "/units/" + unit.ID.String() + "/tokens"
	_, token := w.call(keeper, 200, http.MethodPost, tokens, map[string]any{"name": "Phần mềm kế toán", "scopes": []string{"read:reports"}, "expires": when.DateOf(time.Now()).AddDays(10).String()})
	program := caller{token: find(t, token, "secret")}
	w.get(program, "/me")
	w.call(program, 403, http.MethodPost, tokens, map[string]any{"name": "Khác", "scopes": []string{"read:reports"}, "expires": "2026-12-01"})
	w.call(keeper, 204, http.MethodPost, "/tokens/"+find(t, token, "id")+"/revoke", nil)
	w.call(program, 401, http.MethodGet, "/me", nil)

	w.walkJournal(keeper, centre, slip["account"].(string), unit)
}

func (w *walk) walkJournal(keeper, centre caller, account string, unit org.Unit) {
	t := w.t
	t.Helper()
	w.call(centre, 403, http.MethodGet, "/journal", nil)
	var kinds []string
	for _, e := range items(w.get(keeper, "/journal?subject="+account)) {
		kinds = append(kinds, e["kind"].(string))
	}
	if text := strings.Join(kinds, " "); !strings.HasSuffix(text, "account.created") || !strings.Contains(text, "account.stays account.leaves account.revoked account.closed account.closed") {
		t.Errorf("of the account the journal tells %s", text)
	}
	if list := items(w.get(keeper, "/journal?kind=account.created&from=2026-11-21&to=2026-11-21&unit="+unit.ID.String())); len(list) != 1 || list[0]["subject"] != account {
		t.Errorf("created that day: %v", list)
	}
	// An administrator of a province reads what was done to its units, nobody else's acts but its own.
	below := as(actor.Admin, unit.ID)
	for _, e := range items(w.get(below, "/journal?limit=200")) {
		if e["account"] == below.person.Account.String() { // one's own acts, wherever
			continue
		}
		if id, _ := e["unit"].(string); id == "" || !w.within(unit, id) {
			t.Errorf("the administrator of %s reads %v", unit.Name, e)
		}
	}
	if list := items(w.get(as(actor.Office, unit.ID), "/journal?account="+account)); len(list) != 0 {
		t.Errorf("an office reads %v", list)
	}
	// The whole, page by page: numbers without gaps, and hashes that follow each other.
	path, after := "/journal?limit=200", map[string]any(nil)
	read := 0
	for path != "" {
		page := w.get(keeper, path)
		for _, e := range items(page) {
			if after != nil {
				if after["seq"].(float64) != e["seq"].(float64)+1 {
					t.Fatalf("after %v comes %v", after["seq"], e["seq"])
				}
				if want := hashOf(e["hash"].(string), after); after["hash"] != want {
					t.Fatalf("entry %v: hash %v, want %s", after["seq"], after["hash"], want)
				}
			}
			after = e
			read++
		}
		path = ""
		if next, _ := page["next"].(string); next != "" && read < 1000 {
			path = "/journal?limit=200&cursor=" + next
		}
	}
	if read < 300 {
		t.Errorf("read %d entries", read)
	}
	w.call(keeper, 422, http.MethodGet, "/journal?cursor=x", nil)
}

func hashOf(before string, e map[string]any) string {
	n := e["numbers"].([]any)
	sum := sha256.Sum256([]byte(strings.Join([]string{before, fmt.Sprintf("%.0f", e["seq"]), fmt.Sprintf("%.0f", e["at_ms"]), n[0].(string), e["actor"].(string), n[1].(string), e["kind"].(string), n[2].(string),
		e["body_hash"].(string)}, "\x00")))
	return hex.EncodeToString(sum[:])
}

func (w *walk) within(unit org.Unit, other string) bool {
	tree, err := w.app.org.Today(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return tree.Contains(unit.ID, id(w.t, other))
}
