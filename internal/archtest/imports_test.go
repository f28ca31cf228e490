package archtest

import (
	"slices"
	"strings"
	"testing"
)

// The layers from the bottom up. A package imports packages of layers below
// its own; within "domains" only those to its left.
var (
	kernel    = []string{"fault", "i18n", "ident", "when", "actor"}
	platform  = []string{"db", "journal", "transparency", "event", "job", "blob", "mail", "sheet", "docx"}
	domains   = []string{"org", "calendar", "person", "account", "retention", "document", "task", "obstacle", "practice", "campaign", "report", "election", "conference", "news"}
	kernelMay = map[string][]string{ // who of the kernel may import whom
		"fault": {}, "i18n": {}, "ident": {}, "when": {"i18n", "fault"}, "actor": {"fault", "i18n", "ident"},
	}
	foreignOnly = map[string][]string{ // foreign packages that only one place may import
		"github.com/livekit/":        {"internal/conference/sfu"},
		"github.com/pion/":           {"internal/conference/sfu"},
		"modernc.org/sqlite":         {"internal/db", "bench/reports"},
		"github.com/jackc/pgx":       {"internal/db"},
		"github.com/pressly/goose":   {"internal/db"},
		"database/sql":               {"internal/db", "bench/reports"}, // there it is the bare program that ours is measured against
		"github.com/spf13/cobra":     {"cmd/giaoban"},
		"github.com/microcosm-cc/":   {"internal/news"},
		"github.com/prometheus/":     {"internal/web", "internal/app", "internal/conference/sfu"},
		"github.com/alexedwards/scs": {"internal/web"},
		"github.com/go-webauthn/":    {"internal/account"},
		"github.com/pquerna/otp":     {"internal/account"},
		"github.com/coreos/go-oidc":  {"internal/account/provider"},
		"golang.org/x/crypto/argon2": {"internal/account"},
		"github.com/danielgtaylor/":  {"internal/web/api"},
		"golang.org/x/mod/":          {"internal/transparency"},
		"github.com/expr-lang/":      {"internal/report/expression"},
		"github.com/wneessen/":       {"internal/mail"},
		"github.com/arran4/":         {"internal/web/datebook"},
	}
)

const module = "giaoban/"

// rank places a package of ours; allowed says whether from may import to.
func allowed(from, to string) (bool, string) {
	f, t := strings.Split(strings.TrimPrefix(from, "internal/"), "/"), strings.Split(strings.TrimPrefix(to, "internal/"), "/")
	top := func(p []string) string { return p[0] }
	isWeb := func(p []string) bool { return len(p) == 2 && p[1] == p[0]+"web" }
	if strings.HasPrefix(from, "cmd/") || strings.HasPrefix(from, "bench") || strings.HasPrefix(from, "e2e/") {
		return true, ""
	}
	if top(f) == top(t) && !isWeb(f) && !isWeb(t) && top(f) != "web" {
		return true, "" // a domain and its pure engines
	}
	switch {
	case slices.Contains(kernel, top(t)):
		if slices.Contains(kernel, top(f)) {
			return slices.Contains(kernelMay[top(f)], top(t)), "the kernel is small: see kernelMay"
		}
		return true, ""
	case slices.Contains(kernel, top(f)):
		return false, "the kernel imports only the kernel"
	case slices.Contains(platform, top(t)):
		return slices.Contains(platform, top(f)) || slices.Contains(domains, top(f)) || oneOf(top(f), "web", "app", "demo", "webtest"), "only platform, domains, web and app use the platform"
	case slices.Contains(platform, top(f)):
		return false, "the platform knows no domain and no page"
	case slices.Contains(domains, top(f)) && !isWeb(f):
		if isWeb(t) || top(t) == "web" {
			return false, "a domain knows no page: put it into " + top(f) + "web"
		}
		at, to := slices.Index(domains, top(f)), slices.Index(domains, top(t))
		return to >= 0 && to < at, "a domain imports only domains to its left; if the left must react to the right, publish an event or declare an interface at the left"
	case isWeb(f):
		if isWeb(t) {
			return false, "pages of different domains share components through web/shell"
		}
		at, to := slices.Index(domains, top(f)), slices.Index(domains, top(t))
		return top(t) == "web" || to >= 0 && to <= at, "pages import their own domain, those to its left, and web"
	case top(f) == "web":
		return top(t) == "web" || oneOf(top(t), "account", "org"), "web knows accounts and units, nothing of the other domains"
	case top(f) == "webtest":
		return top(t) == "web" || oneOf(top(t), "account", "org"), "webtest knows web"
	case top(f) == "demo":
		return top(t) != "app", "demo fills services that app hands it"
	case top(f) == "app", top(f) == "archtest":
		return true, ""
	}
	return false, "unknown place " + from + ": name it in docs/architecture.md and here"
}

func oneOf(s string, list ...string) bool { return slices.Contains(list, s) }

func TestImports(t *testing.T) {
	tr := load(t)
	for _, f := range tr.files {
		if f.test {
			continue // tests may build neighbours
		}
		for _, imp := range tr.imports(f) {
			if own, ok := strings.CutPrefix(imp, module); ok {
				if ok, why := allowed(f.pkg, own); !ok {
					t.Errorf("%s imports %s: %s", f.path, own, why)
				}
				continue
			}
			for prefix, places := range foreignOnly {
				if strings.HasPrefix(imp, prefix) && !slices.ContainsFunc(places, func(p string) bool { return f.pkg == p || strings.HasPrefix(f.pkg, p+"/") }) {
					t.Errorf("%s imports %s: only %v may", f.path, imp, places)
				}
			}
			if slices.Contains(kernel, strings.TrimPrefix(f.pkg, "internal/")) && strings.Contains(imp, ".") && !strings.HasPrefix(imp, "golang.org/x/text") {
				t.Errorf("%s imports %s: the kernel uses the standard library and golang.org/x/text", f.path, imp)
			}
		}
	}
}

func TestForbiddenNames(t *testing.T) {
	for _, f := range load(t).files {
		for _, part := range strings.Split(f.pkg, "/") {
			if oneOf(part, "service", "services", "models", "utils", "util", "common", "helpers", "types", "core") {
				t.Errorf("%s: %q says nothing about what does not belong in it", f.path, part)
			}
		}
	}
}
