package accountweb

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/account"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

func loginSpec(b shell.Base, v signInView) shell.FieldSpec {
	return shell.FieldSpec{
		Name: "login", Label: b.T("accountweb.login"), Required: true, Autocomplete: "username", MaxLength: 64,
		Attrs: templ.Attributes{"autocapitalize": "none", "spellcheck": "false", "autofocus": !v.Demo && v.Form.Value("login") == ""},
	}
}

// passwordSpec puts the cursor where the mistake was.
func passwordSpec(b shell.Base, v signInView) shell.FieldSpec {
	return shell.FieldSpec{
		Name: "password", Type: "password", Label: b.T("accountweb.password"), Required: true, Autocomplete: "current-password", MaxLength: 256,
		Attrs: templ.Attributes{"autofocus": v.Form.Value("login") != ""},
	}
}

// unitDots are the places of the drawing's circles: x, y, radius.
func unitDots() [][3]string {
	return [][3]string{
		{"91", "85", "5"}, {"87", "129", "7"}, {"24", "125", "6"}, {"154", "89", "6"}, {"150", "133", "5"}, {"216", "84", "7"}, {"212", "128", "6"},
		{"219", "173", "6"}, {"215", "217", "7"}, {"153", "222", "6"}, {"149", "266", "6"}, {"218", "306", "7"}, {"214", "350", "5"},
		{"212", "617", "5"}, {"94", "662", "7"}, {"157", "666", "5"}, {"27", "702", "6"}, {"90", "706", "7"}, {"153", "711", "5"},
		{"149", "755", "6"}, {"86", "751", "6"}, {"93", "796", "5"},
	}
}

// device says in words what a browser calls itself: "Chrome · Windows".
func device(agent string) string {
	browser, system := "", ""
	for _, one := range [][2]string{{"coc_coc", "Cốc Cốc"}, {"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"CriOS", "Chrome"}, {"Safari/", "Safari"}} {
		if strings.Contains(agent, one[0]) {
			browser = one[1]
			break
		}
	}
	for _, one := range [][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}} {
		if strings.Contains(agent, one[0]) {
			system = one[1]
			break
		}
	}
	switch {
	case browser == "" && system == "":
		return ""
	case browser == "" || system == "":
		return browser + system
	}
	return browser + " · " + system
}

func handheld(agent string) bool {
	return strings.Contains(agent, "Mobile") || strings.Contains(agent, "Android") || strings.Contains(agent, "iPhone")
}

func deviceOr(b shell.Base, agent string) string {
	if words := device(agent); words != "" {
		return words
	}
	return b.T("accountweb.unknown_device")
}

// days says in words for which days a grant holds.
func days(b shell.Base, g grantRow) string {
	switch {
	case g.From.Zero() && g.To.Zero():
		return b.T("accountweb.days_open")
	case g.To.Zero():
		return b.T("accountweb.days_from", "from", g.From)
	case g.From.Zero():
		return b.T("accountweb.days_to", "to", g.To)
	}
	return b.T("accountweb.days_span", "from", g.From, "to", g.To)
}

func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// module is a run of dark modules of a QR code as part of an SVG path.
func module(x, y, width int) string {
	w := strconv.Itoa(width)
	return "M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "h" + w + "v1h-" + w + "z"
}

// heldFields are the fields of a form as pairs of name and value, in the order of their names.
func heldFields(form url.Values) [][2]string {
	var list [][2]string
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			list = append(list, [2]string{name, value})
		}
	}
	return list
}

// asButton is a button that a script answers to; without the script it would send an empty form.
func asButton(s shell.ButtonSpec) shell.ButtonSpec {
	s.Type = "button"
	return s
}

func used(b shell.Base, at when.Instant) string {
	if at.Zero() {
		return b.T("accountweb.never")
	}
	return b.Stamp(at)
}

func factorNote(b shell.Base, v factorView) string {
	if v.Asked {
		return b.T("accountweb.factors_asked")
	}
	if b.Demo != nil {
		return b.T("shell.factor_demo")
	}
	return b.T("shell.factor_off")
}

func confirmHref(next string) string { return "/confirm?next=" + url.QueryEscape(next) }

func outsideHref(next string) string {
	if next == "" {
		return "/sign-in/outside"
	}
	return "/sign-in/outside?next=" + url.QueryEscape(next)
}

// keptFactorLine says what an account's holder can show.
func keptFactorLine(b shell.Base, f account.Factors) string {
	if !f.Any() {
		return b.T("accountweb.factors_none")
	}
	app := b.T("accountweb.app_without")
	if f.App != 0 {
		app = b.T("accountweb.app_with")
	}
	return b.T("accountweb.factors_line", "passkeys", len(f.Passkeys), "app", app, "recovery", f.Recovery)
}
