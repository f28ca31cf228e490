package accountweb

import (
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/web/shell"
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
