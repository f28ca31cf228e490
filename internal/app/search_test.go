package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
)

// What the search shows, its reader may open; the public finds what is public, and nobody what is another unit's.
func TestSearchFindsWhatItsReaderMayOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.work()
	hit := regexp.MustCompile(`class="row-title" href="([^"]+)"`)
	queries := []string{"báo cáo quý", "hội", "giao ban", "nhiệm vụ", "thông báo", "TB-CCB", "kiểm tra", "sông", "SH", "a1", "2026", "%", "_", "' or 1=1 --", "\\"}
	kinds := map[string]bool{}
	for _, who := range []*actor.Actor{nil, &w.office, &w.chair, &w.desk, &w.head, &w.clerk} {
		name := "the public"
		if who != nil {
			name = who.Name
		}
		n := 0
		for _, q := range queries {
			page := w.send(who, i18n.VI, http.MethodGet, "/search?q="+url.QueryEscape(q), "")
			if page.Code != http.StatusOK {
				t.Errorf("%s searches %q: %d", name, q, page.Code)
			}
			for _, m := range hit.FindAllStringSubmatch(page.Body.String(), -1) {
				path := strings.ReplaceAll(m[1], "&amp;", "&")
				n++
				kinds[strings.Split(path, "/")[1]] = true
				if who == nil && !strings.HasPrefix(path, "/news/") {
					t.Errorf("the public is shown %s for %q", path, q)
				}
				if got := w.send(who, i18n.VI, http.MethodGet, path, "").Code; got != http.StatusOK {
					t.Errorf("%s finds %s by %q and gets %d there", name, path, q, got)
				}
			}
		}
		if who != nil && n == 0 {
			t.Errorf("%s finds nothing at all", name)
		}
	}
	for _, kind := range []string{"units", "reports", "conferences", "tasks", "forms"} {
		if !kinds[kind] {
			t.Errorf("nobody found any of %s: %v", kind, kinds)
		}
	}
	for path, want := range map[string]string{"/search": "Gõ từ cần tìm", "/search?q=": "Gõ từ cần tìm", "/search?q=+": "Gõ từ cần tìm", "/search?q=h": "ít nhất hai chữ",
		"/search?q=khongcoginhuthe": "Không tìm thấy gì", "/search?q=" + strings.Repeat("dai+", 3000): "quá dài"} {
		for _, who := range []*actor.Actor{nil, &w.desk} {
			if page := w.send(who, i18n.VI, http.MethodGet, path, ""); page.Code != http.StatusOK || !strings.Contains(page.Body.String(), want) {
				t.Errorf("%.40s: %d without %q", path, page.Code, want)
			}
		}
	}
}
