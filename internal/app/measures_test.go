package app

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"giaoban/internal/app/backup"
	"giaoban/internal/db"
)

// Every figure that the dashboard shows exists, and those of copies and the disk say something.
func TestDashboardShowsWhatExists(t *testing.T) {
	t.Parallel()
	a := small(t, func(cfg *Config) { cfg.MetricsToken = "giam-sat" })
	running(t, a)
	if _, err := backup.Make(t.Context(), sourceOf(a), t.TempDir(), 0); err != nil {
		t.Fatal(err)
	}
	if err := a.db.Do(t.Context(), "test.one", func(context.Context, *db.Write) error { return nil }); err != nil {
		t.Fatal(err)
	}
	get(t, http.DefaultClient, a.URL()+"/sign-in") // a request to count
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.URL()+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer giam-sat")
	time.Sleep(50 * time.Millisecond)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%d, %v", res.StatusCode, err)
	}
	shown := string(body)
	for _, name := range []string{"giaoban_disk_free_bytes", "giaoban_db_size_bytes", "giaoban_backup_age_seconds"} {
		if !regexp.MustCompile(`(?m)^` + name + ` [0-9]`).MatchString(shown) {
			t.Errorf("%s says nothing", name)
		}
	}
	for _, line := range []string{"giaoban_sessions 0", "giaoban_sign_ins_waiting 0", "giaoban_media_rooms 0", "giaoban_media_participants 0",
		`giaoban_job_failed{job="rollup.compare"} 0`, `giaoban_refused_total{kind="rate_limited"} 0`, "giaoban_db_slow_total "} {
		if !strings.Contains(shown, "\n"+line) {
			t.Errorf("no line %s", line)
		}
	}
	if !strings.Contains(shown, "giaoban_certificate_left_seconds NaN") {
		t.Error("a certificate where there is none")
	}
	board, err := os.ReadFile("../../deploy/grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(board) {
		t.Fatal("the dashboard is no JSON")
	}
	used := regexp.MustCompile(`\b(?:giaoban|go|process)_[a-z_]+`).FindAllString(string(board), -1)
	if len(used) < 12 {
		t.Errorf("the dashboard shows %d figures only; does the search still work?", len(used))
	}
	for _, name := range used {
		base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "_bucket"), "_count"), "_sum")
		if !strings.Contains(shown, "# TYPE "+base+" ") {
			t.Errorf("the dashboard shows %s, which does not exist", name)
		}
	}
}
