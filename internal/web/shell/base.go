package shell

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Base is what every page knows. The web layer fills it; a page may set Title,
// Sub, Crumbs, Actions, Lead and Description before it renders.
type Base struct {
	Lang    i18n.Lang
	Catalog *i18n.Catalog
	Actor   actor.Actor
	Unit    Unit         // the unit in which the account works now
	Units   []UnitChoice // the units the account may switch to
	Role    string       // the account's desk in that unit, as shown: "Chuyên viên tổng hợp"

	Today when.Date    // of the domain clock
	Now   when.Instant // of the domain clock

	Section string  // today, reports, conferences, tasks, documents, units, news or ""
	Title   string  // of the page; also of the window
	Sub     string  // one line under the title
	SubID   string  // its id, where a live page replaces it; "" for none
	Crumbs  []Crumb // before the title
	Path    string  // path and query of this page, to come back to

	Actions templ.Component // buttons at the right of the title
	Lead    templ.Component // between title and actions: steps, who is present
	Scripts []string        // further bundles of the page: "room.js"
	Sticky  bool            // title row stays at the top: entry pages
	Refresh int             // seconds after which a browser without scripts loads the page again, 0 for never
	Lean    bool            // the page needs none of pages.css and paints without it
	Wide    bool            // no title row and no side padding: the page draws its own

	Places       []Place        // the places that exist; nil takes DefaultPlaces
	Counts       map[string]int // what waits, by section, for the tab bar
	Theme        string         // light, dark or "" for the system's
	Flashes      []Flash
	Taken        string    // the key of the form of this device that was just done, "" for none: its script keeps it no longer
	Unread       int       // notices that nobody of the unit has opened
	Demo         *DemoInfo // nil outside the demo
	Search       string    // path of the search, "" for none
	LogHref      string    // of the transparency log, "" for none
	APIHref      string    // of the reference for programs, "" for none
	GuideHref    string    // of the guide, "" for none
	CalendarHref string    // of the calendar with regimes and days off, "" for none
	AccountHref  string    // where the account's password is changed, "" for none
	Site         Site      // of public pages
	Description  string    // of public pages, for those who share the link
	Image        string    // of public pages, likewise
	Canonical    string    // of public pages: the address for good, with scheme and host
	Feed         string    // of public pages: where news of the kind shown can be followed
	Assets       func(name string) string
	Parts        func(name string) []string // of a script: the URLs of what it imports
	Bundle       string                     // names the files as a whole, "" without a service worker
}

// Unit is a unit as the header shows it.
type Unit struct {
	ID   ident.ID
	Name string
}

// UnitChoice is a unit that the account may switch to.
type UnitChoice struct {
	ID   ident.ID
	Name string
	Sub  string // the account's roles there
}

// Crumb is a step of the way to this page; Href "" is plain text.
type Crumb struct{ Text, Href string }

// Flash is a message about what was just done. Kind is ok, warn or bad.
type Flash struct{ Kind, Text string }

// DemoInfo says that this is a demo, and what its clock does.
type DemoInfo struct {
	Frozen bool   // the clock stands
	Moved  bool   // the clock differs from the real one
	Href   string // where the clock is set; "" where this account may not
}

// Site is the header and foot of public pages.
type Site struct {
	Over   string // "Ban Tổ chức Tỉnh ủy"
	Name   string // "Thái Nguyên"
	Href   string
	Places []Place
	Search string // path of the public search, "" for none
	Foot   string // who answers for the page
}

// Place is an entry of the navigation.
type Place struct {
	Section string
	Href    string
	Key     string // message key of its name
	Icon    string
}

// DefaultPlaces are the places of a desk page in order.
func DefaultPlaces() []Place {
	return []Place{
		{"today", "/", "shell.place_today", "sun"},
		{"reports", "/reports", "shell.place_reports", "table-2"},
		{"conferences", "/conferences", "shell.place_conferences", "video"},
		{"tasks", "/tasks", "shell.place_tasks", "list-checks"},
		{"documents", "/documents", "shell.place_documents", "file-text"},
		{"units", "/units", "shell.place_units", "network"},
	}
}

func (b Base) places() []Place {
	if b.Places != nil {
		return b.Places
	}
	return DefaultPlaces()
}

// tabs splits the places for the phone: four in the tab bar, the others behind "more".
func (b Base) tabs() (bar, more []Place) {
	all := b.places()
	cut := min(4, len(all))
	return all[:cut], all[cut:]
}

// T gives a text in the reader's language.
func (b Base) T(key string, args ...any) string { return b.Catalog.T(b.Lang, key, args...) }

// Asset gives the URL of a bundled file by its stable name, "app.css".
func (b Base) Asset(name string) string {
	if b.Assets == nil {
		return "/assets/" + name
	}
	return b.Assets(name)
}

// scriptParts gives what the page's scripts import, each once.
func (b Base) scriptParts() []string {
	if b.Parts == nil {
		return nil
	}
	var urls []string
	for _, name := range append([]string{"app.js"}, b.Scripts...) {
		for _, url := range b.Parts(name) {
			if !slices.Contains(urls, url) {
				urls = append(urls, url)
			}
		}
	}
	return urls
}

// SignedIn tells whether an account looks at the page.
func (b Base) SignedIn() bool { return b.Actor.Kind == actor.Person }

// WithTitle returns b with a title that is data, such as a conference's name.
func (b Base) WithTitle(title string) Base { b.Title = title; return b }

// WithSub returns b with a line under the title.
func (b Base) WithSub(sub string) Base { b.Sub = sub; return b }

// WithCrumbs returns b with the way to the page.
func (b Base) WithCrumbs(crumbs ...Crumb) Base { b.Crumbs = crumbs; return b }

// WithActions returns b with the buttons at the right of its title.
func (b Base) WithActions(c templ.Component) Base { b.Actions = c; return b }

// WithLead returns b with a part between title and actions.
func (b Base) WithLead(c templ.Component) Base { b.Lead = c; return b }

// WithScripts returns b with further script bundles, "room.js".
func (b Base) WithScripts(names ...string) Base { b.Scripts = names; return b }

type contextKey struct{}

// WithAssets returns a context in which Icon knows the sprite's immutable URL.
// The frames do it themselves; whoever renders a fragment does it with this.
// Without it icons come from the sprite's stable URL.
func WithAssets(ctx context.Context, assets func(name string) string) context.Context {
	if assets == nil {
		return ctx
	}
	return context.WithValue(ctx, contextKey{}, assets)
}

func spriteURL(ctx context.Context) string {
	if assets, ok := ctx.Value(contextKey{}).(func(string) string); ok {
		return assets("icons.svg")
	}
	return "/assets/icons.svg"
}
