package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

type logged struct {
	sync.Mutex
	strings.Builder
}

func (l *logged) Write(b []byte) (int, error) { l.Lock(); defer l.Unlock(); return l.Builder.Write(b) }

// Nothing that a browser sends in confidence reaches the log, at its most talkative: passwords, codes, cookies, tokens, query strings.
func TestLogHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	var log logged
	a := small(t, func(cfg *Config) {
		cfg.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		cfg.MetricsToken, cfg.MediaPort = "canary-metrics", 0
	})
	send := func(method, path, body string, header ...string) {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
		if body != "" {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		io.Copy(io.Discard, w.Result().Body)
	}
	cookie := "giaoban_session=canary-cookie; giaoban_lang=canary-lang"
	for _, path := range []string{"/", "/sign-in", "/tasks", "/documents", "/none", "/search", "/live", "/rtc", "/rtc/validate", "/metrics", "/healthz", "/api/v1/", "/%zz"} {
		for _, query := range []string{"?code=canary-code&state=canary-state&q=canary-query&t=board/1~canary-live&access_token=canary-token"} {
			if path == "/%zz" {
				path, query = "/tasks", "?q=%zzcanary-malformed"
			}
			send(http.MethodGet, path+query, "", "Cookie", cookie, "Authorization", "Bearer canary-bearer", "Referer", "http://example.com/?canary-referer", "User-Agent", "x")
			send(http.MethodPost, path+query, "password=canary-password&code=canary-code&a=%zzcanary", "Cookie", cookie, "X-Api-Key", "canary-key")
			send(http.MethodPost, path, "password=canary-password", "Origin", "https://canary-origin.example", "Sec-Fetch-Site", "cross-site")
		}
	}
	send(http.MethodPost, "/sign-in?next=/canary-next", "login=coc.vanphong&password=canary-wrong")
	send(http.MethodPost, "/sign-in", "login=canary-login&password=canary-wrong")
	log.Lock()
	defer log.Unlock()
	text := log.String()
	if strings.Count(text, "\n") < 20 {
		t.Fatalf("the log says next to nothing: %s", text)
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, "canary") && !strings.Contains(line, "canary-origin") { // who attacks from where may be told
			t.Errorf("in the log: %s", line)
		}
	}
}
