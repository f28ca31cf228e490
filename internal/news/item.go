package news

import (
	"giaoban/internal/conference"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Status is where an item stands; doc.go has the transitions.
type Status string

// The states of an item.
const (
	Draft     Status = "draft"
	Published Status = "published"
	Corrected Status = "corrected" // published, and put right since
	Withdrawn Status = "withdrawn"
)

// Public tells whether anyone may read it.
func (s Status) Public() bool { return s == Published || s == Corrected }

// Item is one item of news of one unit about one conference. Title, Lead and
// Byline are plain text, Body is sanitised HTML.
type Item struct {
	ID            ident.ID
	Conference    ident.ID
	Site          ident.ID // 0 for a host without a site
	Unit          ident.ID
	UnitName      string // as on the day of the conference
	Status        Status
	Category      string // code
	Title         string
	Lead          string
	Source        string // the body as the editor typed it, where that was plain text; else Body
	Body          string
	Byline        string // "Tin, ảnh: …"
	PublishedAt   when.Instant
	WithdrawnAt   when.Instant
	WithdrawnNote string
	CreatedAt     when.Instant
	CreatedBy     string
	UpdatedAt     when.Instant
	UpdatedBy     string
	Version       int
}

// Central is the block that is the same on all pages about a conference.
type Central struct {
	Conference ident.ID
	Unit       ident.ID // the first host, whose editor writes it
	Source     string
	Body       string // sanitised HTML; "" while nothing is written
	UpdatedAt  when.Instant
	UpdatedBy  string
	Version    int // 0 while nothing is written
}

// Correction says what was put right after publication.
type Correction struct {
	At   when.Instant
	By   string
	Item ident.ID // 0: in the central block
	Note string
}

// Photo is a picture of an item. All its words are plain text.
type Photo struct {
	ID      ident.ID
	Item    ident.ID
	Order   int
	Caption string
	Alt     string // what is to be seen, for those who cannot see it
	Credit  string // who took it
	Files   []PhotoFile
}

// PhotoFile is a photo in one width.
type PhotoFile struct {
	Photo  ident.ID
	Width  int
	Height int
	Blob   string
	Size   int64
}

// Widest is the largest file, which gives the photo's proportions.
func (p Photo) Widest() PhotoFile {
	var w PhotoFile
	for _, f := range p.Files {
		if f.Width > w.Width {
			w = f
		}
	}
	return w
}

// Category is a place where items are filed. Trees have two steps.
type Category struct {
	Code   string
	Parent string // "" for a first step
	Order  int
	Name   i18n.Text
}

// Path is a category with the step above it.
type Path struct{ Over, Category Category }

// In writes the path: "Chính trị - Xã hội › Theo dòng thời sự".
func (p Path) In(lang i18n.Lang) string {
	if p.Over.Code == "" {
		return p.Category.Name.In(lang)
	}
	return p.Over.Name.In(lang) + " › " + p.Category.Name.In(lang)
}

// About is what a page says of the conference. Conclusions are counted only once the notice is issued.
type About struct {
	conference.Facts
	HostSite  string // name of the first host
	Counted   int    // sites that gave a headcount
	Heads     int64  // present at those
	Announced bool   // the notice is issued: Declared and Entered may be told
}

// Story is an item with all that stands on its page.
type Story struct {
	Item
	Path        Path
	Photos      []Photo
	Central     Central
	Corrections []Correction // newest first
	About       About
	Others      []Item // of other units on the same conference, newest first
}

// Latest is the newest correction, false where there is none.
func (s Story) Latest() (Correction, bool) {
	if len(s.Corrections) == 0 {
		return Correction{}, false
	}
	return s.Corrections[0], true
}

// Summary is the lead, or the beginning of the text where there is none, in plain words.
func (i Item) Summary(runes int) string {
	if i.Lead != "" {
		return i.Lead
	}
	return excerpt(i.Body, runes)
}
