package web

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"giaoban/internal/when"
)

func TestLimiter(t *testing.T) {
	clock := when.NewFrozen(time.Date(2026, 6, 18, 9, 0, 0, 0, when.Zone()))
	l := newLimiter(clock.Now, 3)
	allowed := func(name string, n int) (yes int) {
		for range n {
			if l.allow(name) {
				yes++
			}
		}
		return yes
	}
	if n := allowed("a", 10); n != 3 {
		t.Errorf("burst %d", n)
	}
	if n := allowed("b", 10); n != 3 {
		t.Errorf("another one %d", n)
	}
	clock.Shift(20 * time.Second)
	if n := allowed("a", 10); n != 1 {
		t.Errorf("after a third of a minute %d", n)
	}
	clock.Shift(time.Hour)
	if n := allowed("a", 10); n != 3 {
		t.Errorf("after an hour %d", n)
	}
	if n := allowed("", 10); n != 10 {
		t.Errorf("the machine itself %d", n)
	}
	if l := newLimiter(clock.Now, -1); !l.allow("a") {
		t.Error("no limit is a limit")
	}
}

// Only what was taken counts, more may be taken at once than comes back in a minute, and asking takes nothing.
func TestLimiterWithABurst(t *testing.T) {
	clock := when.NewFrozen(time.Date(2026, 6, 18, 9, 0, 0, 0, when.Zone()))
	l := newLimiter(clock.Now, 3).withBurst(12)
	for n := range 12 {
		if l.spent("a") || l.spent("") || !l.allow("a") {
			t.Fatalf("spent after %d", n)
		}
	}
	if !l.spent("a") || l.allow("a") || l.spent("b") {
		t.Error("twelve were taken, of one name")
	}
	clock.Shift(20 * time.Second)
	if l.spent("a") || !l.allow("a") || !l.spent("a") {
		t.Error("a third of a minute brings one")
	}
	clock.Shift(3 * time.Minute)
	if l.sweep(clock.Now()); len(l.buckets) != 1 {
		t.Error("forgotten before it was full again")
	}
	clock.Shift(2 * time.Minute)
	if l.sweep(clock.Now()); len(l.buckets) != 0 {
		t.Error("never forgotten")
	}
	if newLimiter(clock.Now, -1).withBurst(-4).spent("a") {
		t.Error("no limit is a limit")
	}
}

func TestNeighbourhood(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "127.0.0.1": "", "::1": "", "::ffff:127.0.0.1": "", "@": "@",
	} {
		if got := neighbourhood(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

// Only the entry that the proxy itself appended may be believed.
func TestAddressBehindAProxy(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "10.0.0.1:999"
	r.Header.Set("X-Forwarded-For", "1.1.1.1, 203.0.113.9")
	for behind, want := range map[bool]string{false: "10.0.0.1", true: "203.0.113.9"} {
		if got := (&Mux{d: Deps{Config: Config{BehindProxy: behind}}}).address(r); got != want {
			t.Errorf("behind a proxy %v: %s", behind, got)
		}
	}
	r.Header["X-Forwarded-For"] = []string{"127.0.0.1", "203.0.113.9"} // HAProxy adds a line of its own
	if got := (&Mux{d: Deps{Config: Config{BehindProxy: true}}}).address(r); got != "203.0.113.9" {
		t.Errorf("the sender chose its own address: %s", got)
	}
}

func TestPolicyNamesOnlyCleanHosts(t *testing.T) {
	if p := policy("giaoban.example:8080", ""); !strings.Contains(p, "wss://giaoban.example:8080") {
		t.Error(p)
	}
	if p := policy("evil; script-src *", ""); strings.Contains(p, "evil") {
		t.Error(p)
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/", "//x", "/\\x", "/a?b=c#d", "http://x", "/%2f/x", "/\t/x", "/a/../..//b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := localPath(s, "/")
		if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\r\n") {
			t.Errorf("%q leads to %q", s, got)
		}
	})
}

func FuzzAcceptLanguage(f *testing.F) {
	f.Add("vi,en;q=0.5")
	f.Fuzz(func(t *testing.T, s string) {
		if lang := accepted(s); lang != "vi" && lang != "en" {
			t.Errorf("%q gives %q", s, lang)
		}
	})
}
