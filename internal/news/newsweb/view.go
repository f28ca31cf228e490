package newsweb

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"giaoban/internal/calendar"
	"giaoban/internal/ident"
	"giaoban/internal/news"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

func storyPath(id ident.ID) string { return "/news/" + id.String() }
func deskPath(id ident.ID) string  { return "/news/desk/" + id.String() }

func photoPath(p news.Photo, width int) string {
	return "/news/" + p.Item.String() + "/photos/" + p.ID.String() + "/" + strconv.Itoa(width)
}

// nearest is the smallest file that is at least so wide, else the widest.
func nearest(p news.Photo, width int) news.PhotoFile {
	best := p.Widest()
	for _, f := range p.Files {
		if f.Width >= width && f.Width < best.Width {
			best = f
		}
	}
	return best
}

// sources lists the files for srcset.
func sources(p news.Photo) string {
	list := make([]string, len(p.Files))
	for i, f := range p.Files {
		list[i] = photoPath(p, f.Width) + " " + strconv.Itoa(f.Width) + "w"
	}
	return strings.Join(list, ", ")
}

// creditOf names the photographer: as it was written where that says what the name stands for, else "Ảnh: …".
func creditOf(b shell.Base, credit string) string {
	if strings.Contains(credit, ":") {
		return credit
	}
	return b.T("news.photo_by", "name", credit)
}

// author is the name in a byline such as "Tin, ảnh: Hoàng Thu Trang", for the initials beside it.
func author(byline string) string {
	if _, name, ok := strings.Cut(byline, ":"); ok && strings.TrimSpace(name) != "" {
		return strings.TrimSpace(name)
	}
	return byline
}

// stamped is the moment as news pages print it: "Thứ sáu, 02/04/2021 - 16:24".
func stamped(b shell.Base, t when.Instant) string {
	return upperFirst(when.WeekdayName(b.Lang, t.Date().Weekday())) + ", " + b.Stamp(t)
}

// correctedAt is the time of day where it is the day of publication, else day and time.
func correctedAt(b shell.Base, i news.Item, t when.Instant) string {
	if t.Date() == i.PublishedAt.Date() {
		return t.Clock()
	}
	return b.Date(t.Date()) + " " + t.Clock()
}

// correctionNote is "sửa 17:05: …".
func correctionNote(b shell.Base, i news.Item, c news.Correction) string {
	return b.T("news.corrected_at", "time", correctedAt(b, i, c.At), "note", c.Note)
}

// listedAt is where and when in a list of other items.
func listedAt(b shell.Base, over, i news.Item) string {
	at := i.PublishedAt.Clock()
	if i.PublishedAt.Date() != over.PublishedAt.Date() {
		at = b.DateShort(i.PublishedAt.Date())
	}
	return i.UnitName + " · " + at
}

// periods is "Đánh giá quý I/2021, triển khai quý II/2021".
func periods(b shell.Base, a news.About) string {
	name := func(p calendar.Period) string {
		if p.ID.Zero() {
			return ""
		}
		if b.Lang == "en" {
			return p.Title(b.Lang)
		}
		return lowerFirst(p.Title(b.Lang))
	}
	review, plan := name(a.ReviewPeriod), name(a.PlanPeriod)
	switch {
	case review != "" && plan != "":
		return b.T("news.about_review_plan", "review", review, "plan", plan)
	case review != "":
		return b.T("news.about_review", "review", review)
	case plan != "":
		return b.T("news.about_plan", "plan", plan)
	}
	return ""
}

// held is "14:00–16:12, 1/7/2026"; the end only once it is over.
func held(b shell.Base, a news.About) string {
	from, to := a.OpenedAt, a.ClosedAt
	if from.Zero() {
		from = a.StartsAt()
	}
	text := from.Clock()
	if !to.Zero() && to.Date() == from.Date() {
		text += "–" + to.Clock()
	}
	return text + ", " + b.Date(from.Date())
}

// chairs is a line for each chair of the conference.
func chairs(a news.About) []string {
	lines := make([]string, len(a.Chairs))
	for i, c := range a.Chairs {
		lines[i] = c.Name
		if c.Title != "" {
			lines[i] += ", " + c.Title
		}
	}
	return lines
}

func stateOf(i news.Item) shell.State {
	switch i.Status {
	case news.Published:
		return shell.StateDone
	case news.Corrected:
		return shell.StateOpen
	case news.Withdrawn:
		return shell.StateWithdrawn
	}
	return shell.StateWriting
}

// attended says how many were present, and how many sites that counts.
func attended(b shell.Base, a news.About) string {
	return b.T("news.about_heads", "n", b.Int(a.Heads))
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// formAction is what the item's form does when Enter is pressed: keep a draft, correct what is public.
func formAction(v editView) string {
	if v.Status == news.Draft {
		return deskPath(v.ID)
	}
	return deskPath(v.ID) + "/correct"
}

// centralNote says who wrote the central block and when, "" while nobody has.
func centralNote(b shell.Base, c news.Central) string {
	if c.Version == 0 {
		return ""
	}
	return b.T("news.central_at", "name", c.UpdatedBy, "time", b.Moment(c.UpdatedAt))
}

// aboutFacts are the conference's facts in pairs, beside the form.
func aboutFacts(b shell.Base, a news.About) []string {
	facts := []string{b.T("news.about_title"), a.Title}
	if text := periods(b, a); text != "" {
		facts = append(facts, b.T("news.about_content"), text)
	}
	facts = append(facts, b.T("news.about_time"), held(b, a),
		b.T("news.about_mode"), b.T("news.about_mode_sites", "mode", b.T("news.mode_"+string(a.Mode)), "n", b.Int(int64(a.Sites))))
	if len(a.Chairs) > 0 {
		facts = append(facts, b.T("news.about_chairs"), strings.Join(chairs(a), "; "))
	}
	return facts
}

// filterForm is the list's filter as its form shows it.
func filterForm(v listView) shell.Form {
	values := url.Values{"category": {v.Filter.Category}, "q": {v.Filter.Text}}
	if !v.Filter.Unit.Zero() {
		values.Set("unit", v.Filter.Unit.String())
	}
	return shell.Form{Values: values}
}

// centralWord names the way to the block of all sites: the host writes it, others read it.
func centralWord(b shell.Base, one news.Source) string {
	if one.Hosts && one.Block.Zero() {
		return b.T("news.central_write")
	}
	return b.T("news.central")
}
