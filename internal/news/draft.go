package news

import (
	"context"
	"strings"
	"unicode"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
)

// place finds where a unit took part: its site (0 for a host without one) and its name of that day. It refuses a unit that had no part, and a conference that is not called.
func (s *Service) place(ctx context.Context, q db.Querier, c conference.Conference, unit ident.ID) (site ident.ID, name string, err error) {
	one, found, err := conference.LoadSiteOfIn(ctx, q, c.ID, unit)
	switch {
	case err != nil:
		return 0, "", err
	case found:
		site, name = one.ID, one.UnitName
	case !c.HostedBy(unit):
		return 0, "", fault.NotFound("news.no_part")
	default:
		tree, err := s.Org.TreeIn(ctx, q, c.Date)
		if err != nil {
			return 0, "", err
		}
		name = tree.Name(unit)
	}
	if !tellable(c.Status) {
		return 0, "", fault.Conflict("news.not_called")
	}
	return site, name, nil
}

// tellable tells whether there is something to tell: the conference is called and was neither put off nor cancelled.
func tellable(s conference.Status) bool {
	return s == conference.Called || s == conference.Open || s == conference.Closed || s == conference.Concluded
}

// Start drafts an item from a conference for a unit: headline, lead, chairs, periods, site and delegates are filled in from its record.
func (s *Service) Start(ctx context.Context, who actor.Actor, id, unit ident.ID, key string) (ident.ID, error) {
	if err := who.At(actor.WriteNews, unit); err != nil {
		return 0, err
	}
	f, err := s.Conference.ByID(ctx, who, id)
	if err != nil {
		return 0, err
	}
	sites, err := s.Conference.Sites(ctx, who, id)
	if err != nil {
		return 0, err
	}
	var own conference.SiteFacts
	for _, one := range sites {
		if one.Unit == unit {
			if own, err = s.Conference.Site(ctx, who, id, one.ID); err != nil {
				return 0, err
			}
		}
	}
	now := s.now()
	item := Item{ID: s.IDs.New(), Conference: id, Unit: unit, Status: Draft, Category: firstCategory, Title: f.Title, Lead: leadOf(f),
		Source: ownText(f, own), CreatedAt: now, CreatedBy: who.Name, UpdatedAt: now, UpdatedBy: who.Name, Byline: text("news.draft_byline", "name", who.Name)}
	if _, item.Body, err = written(item.Source); err != nil {
		return 0, err
	}
	result, _, err := s.DB.Once(ctx, key, "news.start", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := conference.LoadIn(ctx, w, id)
		if err != nil {
			return "", err
		}
		one := item
		if one.Site, one.UnitName, err = s.place(ctx, w, c, unit); err != nil {
			return "", err
		}
		if list, err := loadCategories(ctx, w); err != nil {
			return "", err
		} else if _, ok := pathOf(list, one.Category); !ok && len(list) > 0 {
			one.Category = list[len(list)-1].Code // another installation's tree
		}
		return one.ID.String(), insertItem(ctx, w, one)
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

// firstCategory is proposed for a new draft.
const firstCategory = "tin-tu-diem-cau"

// The proposals are Vietnamese whatever the editor's language of the interface: the item is, too.
func text(key string, args ...any) string {
	return i18n.Fill(i18n.VI, Messages()[key].VI, args...)
}

// leadOf is the first sentence of an item: when, who, what, for which periods.
func leadOf(f conference.Facts) string {
	lead := text("news.draft_lead", "part", f.Part.Text().VI, "day", f.Date.Short(i18n.VI), "hosts", strings.Join(f.HostNames, ", "), "title", lowerFirst(f.Title))
	return lead + purpose(f) + "."
}

func purpose(f conference.Facts) string {
	review, plan := periodName(f.ReviewPeriod), periodName(f.PlanPeriod)
	switch {
	case review != "" && plan != "":
		return text("news.draft_review_plan", "review", review, "plan", plan)
	case review != "":
		return text("news.draft_review", "review", review)
	case plan != "":
		return text("news.draft_plan", "plan", plan)
	}
	return ""
}

func periodName(p calendar.Period) string {
	if p.ID.Zero() {
		return ""
	}
	return lowerFirst(p.Title(i18n.VI))
}

// ownText is the unit's own block: who chaired at its site, who was there.
func ownText(f conference.Facts, own conference.SiteFacts) string {
	var parts []string
	if own.ID.Zero() {
		return ""
	}
	if own.HasChair() {
		parts = append(parts, text("news.draft_chair", "name", named(own.ChairName, own.ChairTitle), "site", own.UnitName))
	}
	var people, groups []string
	for _, d := range own.Delegates {
		switch {
		case d.Attendance == conference.Absent || d.Person == own.Chair && !own.Chair.Zero():
		case d.Group():
			groups = append(groups, lowerFirst(d.Label))
		default:
			people = append(people, named(d.Name, d.Title))
		}
	}
	if len(people) > 0 {
		parts = append(parts, text("news.draft_people", "site", own.UnitName, "people", strings.Join(people, "; ")))
	}
	if len(groups) > 0 {
		parts = append(parts, text("news.draft_groups", "groups", strings.Join(groups, "; ")))
	}
	if own.Actual > 0 {
		parts = append(parts, text("news.draft_heads", "site", own.UnitName, "n", i18n.Int(i18n.VI, int64(own.Actual))))
	}
	return strings.Join(parts, "\n\n")
}

// centralText proposes the central block: host, form, sites, chairs, and the conclusions once they are announced.
func centralText(f conference.Facts, conclusions []conference.Conclusion) string {
	parts := []string{text("news.draft_held", "hosts", strings.Join(f.HostNames, ", "),
		"mode", lowerFirst(text("news.mode_"+string(f.Mode))), "n", i18n.Int(i18n.VI, int64(f.Sites))) + purpose(f) + "."}
	var chairs []string
	for _, c := range f.Chairs {
		chairs = append(chairs, named(c.Name, c.Title))
	}
	if len(chairs) > 0 {
		parts = append(parts, text("news.draft_chairs", "chairs", strings.Join(chairs, "; ")))
	}
	if f.Status == conference.Concluded && len(conclusions) > 0 {
		speaker, _ := f.Speaker()
		declared := max(f.Declared, len(conclusions))
		parts = append(parts, text("news.draft_concluded", "name", speaker.Name, "n", i18n.Int(i18n.VI, int64(declared))))
		lines := make([]string, len(conclusions))
		for i, c := range conclusions {
			lines[i] = "- " + strings.ReplaceAll(c.Text, "\n", " ")
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

func named(name, title string) string {
	if title == "" {
		return name
	}
	return name + ", " + title
}

func lowerFirst(s string) string {
	for i, r := range s {
		return string(unicode.ToLower(r)) + s[i+len(string(r)):]
	}
	return s
}

// pathOf finds a category and the step above it. Only a second step, or a first step that has none below, may be filed under.
func pathOf(list []Category, code string) (Path, bool) {
	var p Path
	for _, c := range list {
		if c.Code == code {
			p.Category = c
		}
		if c.Parent == code && code != "" {
			return Path{}, false
		}
	}
	for _, c := range list {
		if c.Code == p.Category.Parent && c.Code != "" {
			p.Over = c
		}
	}
	return p, p.Category.Code != ""
}

// excerpt is the beginning of a body in plain words, for lists and feeds where no lead was written.
func excerpt(body string, runes int) string {
	words := []rune(plain(body))
	if len(words) <= runes {
		return string(words)
	}
	cut := strings.TrimRight(string(words[:runes]), " ,;:.")
	return cut + "…"
}
