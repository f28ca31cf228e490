package datebook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Calendar is what a file says beside its dates.
type Calendar struct {
	Name    string
	Lang    i18n.Lang
	Home    ident.ID // the top unit, which tells installations apart
	Origin  string   // scheme and host of links, "" for none
	Entries []Entry
}

const zone = "Asia/Ho_Chi_Minh"

const (
	localTime = "20060102T150405"
	lineEnd   = "\r\n"
	maxText   = 2000 // characters of a description
)

// File writes the calendar. The same dates give the same bytes.
func (c Calendar) File() []byte {
	cal := ics.NewCalendar()
	cal.SetProductId("-//giaoban//giaoban//" + strings.ToUpper(string(c.Lang)))
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(clean(c.Name))
	cal.SetXWRCalName(clean(c.Name))
	cal.SetXWRTimezone(zone)
	cal.SetRefreshInterval("PT1H")
	cal.SetXPublishedTTL("PT1H")
	// Since this day the country has had one offset and no summer time.
	tz := cal.AddTimezone(zone)
	std := tz.AddStandard()
	std.SetProperty(ics.ComponentPropertyDtStart, "19750613T000000")
	std.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), "+0800")
	std.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), "+0700")
	std.SetProperty(ics.ComponentProperty(ics.PropertyTzname), "+07")
	entries := slices.Clone(c.Entries)
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	for i, e := range entries {
		if i > 0 && e.ID == entries[i-1].ID && e.Kind == entries[i-1].Kind {
			continue // of two units of the person, both invited
		}
		cal.AddVEvent(c.event(e))
	}
	return []byte(cal.Serialize(ics.WithNewLine(lineEnd)))
}

func (c Calendar) event(e Entry) *ics.VEvent {
	v := ics.NewEvent(e.Kind + "-" + e.ID.String() + "@" + c.Home.String() + ".giaoban")
	local := func(p ics.ComponentProperty, at when.Instant) {
		v.SetProperty(p, at.Time().In(when.Zone()).Format(localTime), &ics.KeyValues{Key: "TZID", Value: []string{zone}})
	}
	v.SetDtStampTime(e.Changed.Time())
	v.SetModifiedAt(e.Changed.Time())
	v.SetSequence(e.Sequence)
	local(ics.ComponentPropertyDtStart, e.At)
	if !e.Until.Zero() && e.Until.After(e.At) {
		local(ics.ComponentPropertyDtEnd, e.Until)
	}
	v.SetSummary(clean(e.Title))
	link := ""
	if c.Origin != "" && e.Href != "" {
		link = c.Origin + e.Href
		v.SetURL(link)
	}
	if text := strings.TrimSpace(clean(e.Text) + "\n" + link); text != "" {
		v.SetDescription(text)
	}
	if e.Place != "" {
		v.SetLocation(clean(e.Place))
	}
	v.SetTimeTransparency(ics.TransparencyTransparent)
	if !e.Until.Zero() {
		v.SetTimeTransparency(ics.TransparencyOpaque)
	}
	if e.Cancelled {
		v.SetStatus(ics.ObjectStatusCancelled)
		return v
	}
	v.SetStatus(ics.ObjectStatusConfirmed)
	for _, at := range e.Alarms {
		if !at.Before(e.At) {
			continue
		}
		a := v.AddAlarm()
		a.SetAction(ics.ActionDisplay)
		a.SetProperty(ics.ComponentPropertyDescription, clean(e.Title))
		a.SetTrigger("-PT" + strconv.FormatInt(int64(e.At.Sub(at)/time.Minute), 10) + "M")
	}
	return v
}

// clean takes out what no line of a calendar may hold, and cuts what is endless.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || r == 0x7f:
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), ""))
	if r := []rune(s); len(r) > maxText {
		s = string(r[:maxText-1]) + "…"
	}
	return s
}
