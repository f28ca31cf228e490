package app

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

// Every page that writes is done by an operation of the API, or the table says why not; every operation that writes does what a page does.
func TestTheAPIDoesWhatPagesDo(t *testing.T) {
	t.Parallel()
	w := openWalk(t)
	const file = "testdata/api_coverage.txt"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	writes := map[string]bool{} // operations, whether a row names them
	for _, op := range w.app.api.Ops() {
		if op.Method != http.MethodGet {
			writes[op.ID] = false
		}
	}
	reasons, rows := map[string]bool{}, map[string]bool{}
	for n, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if said, ok := strings.CutPrefix(line, "# "); ok {
			if word, why, ok := strings.Cut(said, ": "); ok && !strings.Contains(word, " ") && why != "" {
				reasons[word] = false
			}
			continue
		}
		route, answer, ok := strings.Cut(line, "|")
		route = strings.TrimSpace(route)
		if !ok || rows[route] {
			t.Errorf("%s:%d: no answer, or the second row for %s", file, n+1, route)
			continue
		}
		rows[route] = true
		if why, none := strings.CutPrefix(strings.TrimSpace(answer), "- "); none {
			if _, ok := reasons[why]; !ok {
				t.Errorf("%s:%d: %q is no reason of those at the top", file, n+1, why)
			}
			reasons[why] = true
			continue
		}
		names := strings.Fields(answer)
		if len(names) == 0 {
			t.Errorf("%s:%d: neither an operation nor a reason for %s", file, n+1, route)
		}
		for _, name := range names {
			if _, ok := writes[name]; !ok {
				t.Errorf("%s:%d: %s is no operation that writes", file, n+1, name)
			}
			writes[name] = true
		}
	}
	var pages []string
	for _, pattern := range w.app.mux.Patterns() {
		method, path, ok := strings.Cut(pattern, " ")
		if !ok || method == http.MethodGet || strings.HasPrefix(path, "/api/") {
			continue
		}
		pages = append(pages, pattern)
		if !rows[pattern] {
			t.Errorf("%s has no row for %s: name the operation that does it, or why none does (ADR 0037)", file, pattern)
		}
	}
	for route := range rows {
		if !slices.Contains(pages, route) {
			t.Errorf("%s has a row for %s, which is no page that writes: take it out", file, route)
		}
	}
	for name, named := range writes {
		if !named {
			t.Errorf("the operation %s writes and does what no page does: name it at the page in %s", name, file)
		}
	}
	for why, used := range reasons {
		if !used {
			t.Errorf("%s: nobody gives the reason %s", file, why)
		}
	}
}
