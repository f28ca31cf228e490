package conferenceweb

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"giaoban/internal/conference"
	"giaoban/internal/conference/floor"
	"giaoban/internal/ident"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// span is a time in minutes and seconds, "3:42", as the page's own clocks write it.
func span(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "−", -d
	}
	s := int(d.Seconds())
	if s >= 3600 {
		return sign + strconv.Itoa(s/3600) + ":" + two(s/60%60) + ":" + two(s%60)
	}
	return sign + strconv.Itoa(s/60) + ":" + two(s%60)
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// minutes rounds up: nobody waits "about 0 minutes" who waits at all.
func minutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

func text(n int) string { return strconv.Itoa(n) }

// meetingState says how the meeting stands, in a word.
func meetingState(v conference.RoomView) string {
	switch v.Floor.Phase {
	case floor.Open:
		return "conference.r_phase_open"
	case floor.Paused:
		return "conference.r_phase_paused"
	case floor.Closed:
		return "conference.r_phase_closed"
	}
	return "conference.r_phase_waiting"
}

func connectedOf(b shell.Base, v conference.RoomView) string {
	return b.Of(int64(v.Count(conference.Connected)), int64(len(v.Sites)))
}

// speakerLine is title and site of who speaks.
func speakerLine(b shell.Base, v conference.RoomView) string {
	site, _ := v.Site(v.Floor.Turn.Site)
	line := b.T("conference.r_at_site", "site", v.Name(site))
	if title := v.Floor.Turn.Speaker.Title; title != "" {
		return title + " · " + line
	}
	return line
}

func chairSiteID(v conference.RoomView) string {
	site, ok := v.ChairSite()
	if !ok {
		return ""
	}
	return site.ID.String()
}

func turnSite(v conference.RoomView) string {
	if v.Floor.Turn.Held() {
		return v.Floor.Turn.Site.String()
	}
	return ""
}

// chairLabel is what stands on the chair's picture: who chairs, from where.
func chairLabel(b shell.Base, v conference.RoomView) string {
	site, ok := v.ChairSite()
	if !ok {
		return b.T("conference.r_chair")
	}
	return b.T("conference.r_chair") + " · " + v.Name(site)
}

func consoleSub(b shell.Base, v conference.RoomView) string {
	if p, ok := v.Speaker(); ok {
		line := v.Title + " · " + b.T("conference.r_chaired_by", "name", p.Name)
		if p.Title != "" {
			line += ", " + p.Title
		}
		return line
	}
	return v.Title
}

// siteWords says in words how a site stands: its line, its hand, the floor.
func siteWords(b shell.Base, v conference.RoomView, s conference.Site) string {
	words := []string{b.T("conference.r_site_" + string(s.Status))}
	if v.Removed[s.ID] {
		words = []string{b.T("conference.r_site_removed")}
	}
	if s.Status == conference.Lost {
		words[0] = b.T("conference.r_site_lost_since", "time", s.StatusAt.Clock())
	}
	if v.Floor.Speaks(s.ID) {
		words = append(words, b.T("conference.r_speaking"))
	}
	if n := v.Floor.Place(s.ID); n > 0 {
		words = append(words, b.T("conference.r_asks_nth", "n", n))
	}
	if s.Kind == conference.Observer {
		words = append(words, b.T("conference.r_observer"))
	}
	return strings.Join(words, ", ")
}

// siteLook is the one state that colours a site's tile.
func siteLook(v conference.RoomView, s conference.Site) string {
	switch {
	case v.Removed[s.ID]:
		return "removed"
	case v.Floor.Speaks(s.ID) && s.Status != conference.Lost:
		return "speaks"
	case s.Status == conference.NotConfirmed, s.Status == conference.Confirmed:
		return "away"
	}
	return string(s.Status)
}

func lostSites(v conference.RoomView) []conference.Site {
	var list []conference.Site
	for _, s := range v.Sites {
		if s.Status == conference.Lost {
			list = append(list, s)
		}
	}
	return list
}

// lateChip says how far the meeting is behind its plan.
func lateChip(b shell.Base, v conference.RoomView) templ.Component {
	switch n := v.Late(); {
	case n > 0:
		return shell.Chip(shell.ChipLate, "", b.T("conference.r_late", "n", n))
	case n < 0:
		return shell.Chip(shell.ChipOK, "", b.T("conference.r_ahead", "n", -n))
	}
	return nil
}

// gap names the conclusions announced and not written: "4–6", or "4".
func gap(v conference.RoomView) string {
	first := len(v.Conclusions) + 1
	if v.Missing() == 1 {
		return text(first)
	}
	return text(first) + "–" + text(v.Declared)
}

// writing tells whether a conclusion was touched in the last two minutes of an open meeting: it is being written now.
func writing(v conference.RoomView, c conference.Conclusion) bool {
	if v.Floor.Phase != floor.Open && v.Floor.Phase != floor.Paused || v.Now.Sub(c.ChangedAt) > 2*time.Minute {
		return false
	}
	for _, other := range v.Conclusions {
		if other.ChangedAt > c.ChangedAt {
			return false
		}
	}
	return true
}

// latest are the turns that ended, newest first, at most n.
func latest(v conference.RoomView, n int) []conference.Remark {
	var list []conference.Remark
	for i := len(v.Remarks) - 1; i >= 0 && len(list) < n; i-- {
		if m := v.Remarks[i]; !m.EndedAt.Zero() && !m.Floor.Zero() {
			list = append(list, m)
		}
	}
	return list
}

// virtualStart is when an item would have begun had there been no pauses: its clock counts from there.
func virtualStart(v conference.RoomView, a conference.AgendaItem) when.Instant {
	return v.Now.Add(-v.Spent(a))
}

func waitingSites(v conference.RoomView) []conference.Site {
	var list []conference.Site
	for _, s := range v.Voices() {
		if !v.ChairsAt(s) && !v.Removed[s.ID] && v.Floor.Place(s.ID) == 0 && !v.Floor.Speaks(s.ID) {
			list = append(list, s)
		}
	}
	return list
}

func nameOf(v conference.RoomView, id ident.ID) string {
	s, _ := v.Site(id)
	return v.Name(s)
}

func withoutChairs(v conference.RoomView) []string {
	var list []string
	for _, s := range v.Voices() {
		if !s.HasChair() {
			list = append(list, v.Name(s))
		}
	}
	return list
}

func minuteChoices() []int { return []int{3, 5, 7, 10, 15, 20, 30} }

func headcount(m conference.Mine) string {
	if m.Site.Actual < 0 {
		return ""
	}
	return text(m.Site.Actual)
}

// mediaWords are the sentences that the script shows about sound and picture.
func mediaWords(b shell.Base) templ.Attributes {
	words := templ.Attributes{}
	for _, name := range []string{
		"connecting", "reconnecting", "blocked", "failed", "elsewhere", "removed", "unsupported", "none",
		"denied", "missing", "busy", "other", "sound-blocked", "line-good", "line-weak", "line-bad", "volume", "sent-later",
	} {
		words["data-say-"+name] = b.T("conference.r_say_" + strings.ReplaceAll(name, "-", "_"))
	}
	return words
}

// testWords are the sentences that the script of the line test shows.
func testWords(b shell.Base) templ.Attributes {
	words := templ.Attributes{}
	for _, name := range []string{"grade_good", "grade_weak", "grade_bad", "testing", "num_fps", "num_mbps", "num_rtt", "num_jitter", "num_loss", "num_peak",
		"path_tcp", "path_none", "why_denied", "why_missing", "why_busy", "why_other", "why_unreachable", "why_no_path", "why_unsupported", "test_saved", "test_unsaved", "heard"} {
		words["data-say-"+strings.ReplaceAll(name, "_", "-")] = b.T("conference.r_" + name)
	}
	return words
}

// rollMark changes whenever a roll call begins or ends.
func rollMark(v conference.RoomView) string {
	if v.Roll.ID.Zero() || !v.Roll.ClosedAt.Zero() {
		return ""
	}
	return v.Roll.ID.String()
}

// waitWords say about how long a site still waits.
func waitWords(b shell.Base, m conference.Mine) string {
	if n := minutes(m.Wait); n > 0 {
		return b.T("conference.r_wait_about", "n", n)
	}
	return b.T("conference.r_wait_next")
}
