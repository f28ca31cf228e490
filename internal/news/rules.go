package news

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/when"
)

// Bounds of what is typed, in characters.
const (
	maxTitle   = 200
	maxLead    = 1000
	maxByline  = 200
	maxBody    = 60_000
	maxCaption = 500
	maxAlt     = 300
	maxCredit  = 200
	maxNote    = 500
	maxPhotos  = 20
)

// Entry is what the editor's form says, as it was typed.
type Entry struct {
	Category    string
	Title       string
	Lead        string
	Body        string // plain text with simple marks, or pasted HTML
	Byline      string
	PublishedAt string // "02/04/2021 16:24"; "" = now
	Version     int    // of the item that was on the screen, 0 = whatever it is now
}

// PhotoEntry is what the editor says of a photo.
type PhotoEntry struct{ Caption, Alt, Credit string }

// checkEntry judges what holds in every state. Fields are those of Entry's form.
func checkEntry(e Entry) error {
	var all fault.Faults
	if e.Title == "" {
		all = append(all, fault.Invalid("title", "news.title_empty"))
	}
	_ = all.Add(document.CheckTitle("title", e.Title))
	tooLong(&all, "title", e.Title, maxTitle)
	tooLong(&all, "lead", e.Lead, maxLead)
	tooLong(&all, "byline", e.Byline, maxByline)
	tooLong(&all, "body", e.Body, maxBody)
	return all.Or()
}

// checkPublic judges what must hold for anyone to read the item.
func checkPublic(i Item, photos []Photo, start, now when.Instant) error {
	var all fault.Faults
	if i.Title == "" {
		all = append(all, fault.Invalid("title", "news.title_empty"))
	}
	if plain(i.Body) == "" {
		all = append(all, fault.Invalid("body", "news.body_empty"))
	}
	if i.Byline == "" {
		all = append(all, fault.Invalid("byline", "news.byline_empty"))
	}
	switch {
	case i.PublishedAt.Before(start):
		all = append(all, fault.Invalid("published_at", "news.before_conference", "start", start))
	case i.PublishedAt.After(now):
		all = append(all, fault.Invalid("published_at", "news.in_future", "now", now))
	}
	for _, p := range photos {
		var words fault.Faults
		if err := words.Add(checkPhoto(PhotoEntry{p.Caption, p.Alt, p.Credit})); err != nil {
			return err
		}
		for _, f := range words {
			all = append(all, f.On(f.Field+"-"+p.ID.String()))
		}
	}
	return all.Or()
}

// checkPhoto judges the words of a photo.
func checkPhoto(e PhotoEntry) error {
	var all fault.Faults
	if e.Caption == "" {
		all = append(all, fault.Invalid("caption", "news.caption_empty"))
	}
	if e.Alt == "" {
		all = append(all, fault.Invalid("alt", "news.alt_empty"))
	}
	if e.Credit == "" {
		all = append(all, fault.Invalid("credit", "news.credit_empty"))
	}
	_ = all.Add(document.CheckTitle("caption", e.Caption))
	tooLong(&all, "caption", e.Caption, maxCaption)
	tooLong(&all, "alt", e.Alt, maxAlt)
	tooLong(&all, "credit", e.Credit, maxCredit)
	return all.Or()
}

func checkNote(note string) error {
	var all fault.Faults
	if note == "" {
		all = append(all, fault.Invalid("note", "news.note_empty"))
	}
	tooLong(&all, "note", note, maxNote)
	return all.Or()
}

func tooLong(all *fault.Faults, field, text string, limit int) {
	if utf8.RuneCountInString(text) > limit {
		*all = append(*all, fault.Invalid(field, "news.too_long", "max", limit))
	}
}

// parseMoment reads a day and a time of day: "02/04/2021 16:24", "2/4/2021 - 16h24", "2 April 2021, 16:24", ISO's 2021-04-02T16:24. Nothing typed is the present minute.
func parseMoment(text string, now when.Instant) (when.Instant, error) {
	text = strings.Join(strings.Fields(strings.Replace(text, "T", " ", 1)), " ")
	if text == "" {
		return minute(now), nil
	}
	day, hour, ok := strings.Cut(strings.Replace(text, " - ", " ", 1), " ")
	if at := strings.LastIndex(text, ", "); at > 0 {
		day, hour = text[:at], text[at+2:]
	}
	bad := fault.Invalid("published_at", "news.bad_moment", "text", text)
	if !ok {
		return 0, bad
	}
	date, err := when.ParseDate(day, now.Date())
	if err != nil {
		return 0, bad.Because(err)
	}
	minutes, err := when.ParseTime(hour)
	if err != nil {
		return 0, bad.Because(err)
	}
	return when.At(date.Date, minutes), nil
}

// minute cuts a moment to its minute: news is stamped to the minute.
func minute(t when.Instant) when.Instant { return when.At(t.Date(), t.Minutes()) }

// next gives the state after an act, or refuses the act.
func (s Status) next(to Status) error {
	switch {
	case s == Draft && to == Published, s.Public() && to == Corrected, s.Public() && to == Withdrawn:
		return nil
	case s == Withdrawn:
		return fault.Conflict("news.is_withdrawn")
	case s == Draft:
		return fault.Conflict("news.is_draft")
	}
	return fault.Conflict("news.is_published")
}

// oneLine keeps the words of plain text and nothing that could not be printed.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))), " ")
}

func (e Entry) tidy() Entry {
	e.Title, e.Lead, e.Byline, e.Category = oneLine(e.Title), oneLine(e.Lead), oneLine(e.Byline), oneLine(e.Category)
	return e
}

func (e PhotoEntry) tidy() PhotoEntry {
	return PhotoEntry{oneLine(e.Caption), oneLine(e.Alt), oneLine(e.Credit)}
}
