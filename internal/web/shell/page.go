package shell

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"giaoban/internal/i18n"
)

// Page is the frame of a desk page; the page's content is its children.
func Page(b Base) templ.Component {
	return frame(b, "desk", func(content templ.Component) templ.Component {
		return deskFrame(b, withChildren(deskBody(b), content))
	})
}

// RoomPage is the frame of a conference room: Title, Sub, Lead and Actions stand
// in one bar with the clock, the children fill the rest of the window.
func RoomPage(b Base) templ.Component {
	return frame(b, "room", func(content templ.Component) templ.Component { return roomFrame(b, content) })
}

// PublicPage is the frame of a page for anyone.
func PublicPage(b Base) templ.Component {
	return frame(b, "public", func(content templ.Component) templ.Component { return publicFrame(b, content) })
}

// PrintPage shows A4 sheets; its bar with title and actions is not printed.
func PrintPage(b Base) templ.Component {
	return frame(b, "print", func(content templ.Component) templ.Component { return printFrame(b, content) })
}

// BarePage has nothing but the brand line: sign-in, and pages without navigation.
func BarePage(b Base) templ.Component {
	return frame(b, "bare", func(content templ.Component) templ.Component { return bareFrame(b, content) })
}

// OfflinePage stands for a page that is not kept on this device; what is kept is listed by the script.
func OfflinePage(b Base) templ.Component {
	return frame(b, "offline", func(templ.Component) templ.Component { return offlineFrame(b) })
}

// frame takes the children of the call, puts them into a frame, and lets every
// icon inside know where the sprite is.
func frame(b Base, kind string, put func(content templ.Component) templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		content := templ.GetChildren(ctx)
		ctx = WithAssets(templ.ClearChildren(ctx), b.Assets)
		return document(b, kind, put(content)).Render(ctx, w)
	})
}

func withChildren(outer, content templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, content), w)
	})
}

func windowTitle(b Base) string {
	name := b.T("shell.brand")
	if b.Site.Name != "" {
		name = b.Site.Over + " " + b.Site.Name
	}
	if b.Title == "" {
		return name
	}
	return b.Title + " · " + name
}

// htmxConfig: no evaluated code and no injected style element, as the content
// security policy demands; answers to a refused form (422, 409) are shown.
func htmxConfig() string {
	return `{"includeIndicatorCSS":false,"history":"reload","transitions":false,"noSwap":[204,304],"morphIgnore":["data-htmx-powered","open"]}`
}

func bellLabel(b Base) string {
	if b.Unread == 0 {
		return b.T("shell.bell_none")
	}
	return b.T("shell.bell_some", "n", b.Unread)
}

func themes() []string { return []string{"light", "dark", ""} }

func themeWord(theme string) string {
	if theme == "" {
		return "system"
	}
	return theme
}

func otherTheme(b Base) string {
	if b.Theme == "dark" {
		return "light"
	}
	return "dark"
}

func flashIcon(kind string) string {
	switch kind {
	case "warn", "bad":
		return "triangle-alert"
	}
	return "circle-check"
}

func inPlaces(places []Place, section string) bool {
	for _, p := range places {
		if p.Section == section {
			return true
		}
	}
	return false
}

func siteHref(b Base) string {
	if b.Site.Href != "" {
		return b.Site.Href
	}
	return "/news"
}

// roomBack is where leaving the room leads: the last crumb with an address.
func roomBack(b Base) string {
	for i := len(b.Crumbs) - 1; i >= 0; i-- {
		if b.Crumbs[i].Href != "" {
			return b.Crumbs[i].Href
		}
	}
	return "/conferences"
}

// A4HeadSpec is the head of an official document.
type A4HeadSpec struct {
	Left      []string // the issuer's block; the last line is the issuer itself, in bold
	Right     []string // the motto's block, may be empty
	Mark      string   // "*" under the issuer; anything else draws a short rule
	Number    string   // "Số 128-TB/BTCTW"
	PlaceDate string   // "Hà Nội, ngày 03 tháng 7 năm 2026"
	Kind      string   // "Thông báo"
	Title     []string // what it is about, a line each
	Note      string   // under the title: "bản đính chính"
}

// A4FootSpec is the foot of an official document.
type A4FootSpec struct {
	RecipientsTitle string // "Nơi nhận:"
	Recipients      []string
	Capacity        []string // "K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"
	Signed          string   // "(đã ký số 14:52, 03/7/2026)"
	Name            string
}

// otherLang is the language that the page is not in: the page without line belongs to nobody, and its reader's choice is not known.
func otherLang(lang i18n.Lang) i18n.Lang {
	if lang == i18n.EN {
		return i18n.VI
	}
	return i18n.EN
}
