package reportweb

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// pickUnwarned is the parameter of a board's address that ticks every waiting report without a warning.
const pickUnwarned = "unwarned"

// picked is the value of a box: the report and the version of it that stands on the page.
func picked(a report.Arrived) string { return a.Filing.String() + "." + num64(a.Version) }

// parsePicked reads the ticked boxes. What is malformed is nobody's report.
func parsePicked(values []string) map[ident.ID]int64 {
	versions := map[ident.ID]int64{}
	for _, text := range values {
		id, version, _ := strings.Cut(text, ".")
		filing, err1 := ident.Parse(id)
		n, err2 := strconv.ParseInt(version, 10, 64)
		if err1 == nil && err2 == nil {
			versions[filing] = n
		}
	}
	return versions
}

// apart tells whether a report differs from the shorter periods of its own unit.
func (v boardView) apart(a report.Arrived) bool {
	return slices.ContainsFunc(v.Gaps, func(g report.Gaps) bool { return g.Filing == a.Filing })
}

// warned tells whether somebody should look before accepting: the unit had to give reasons, its figures differ from its months,
// or one is unusual beside what it filed before.
func (v boardView) warned(a report.Arrived) bool {
	return a.Explained > 0 || len(a.Odd) > 0 || v.apart(a)
}

// mostOdd is how many unusual figures a line of a board tells; the report itself has all.
const mostOdd = 2

// oddLines say which figures of a report are unusual, and beside what.
func oddLines(b shell.Base, a report.Arrived) []string {
	var list []string
	for i, o := range a.Odd {
		if i == mostOdd {
			return append(list, b.T("report.odd_more", "n", len(a.Odd)-mostOdd))
		}
		list = append(list, b.T("report.odd_figure", "code", o.Slot.Code, "name", o.Slot.Name, "now", i18n.Fixed(b.Lang, o.Now, o.Slot.Scale), "text", strangeText(b, o.Strange, o.Slot)))
	}
	return list
}

// looked tells whether a waiting report is among those that are asked for.
func (v boardView) looked(look string, a report.Arrived) bool {
	return look == "" || v.warned(a) == (look == lookWarned)
}

// unwarned counts those without a warning on the page.
func (v boardView) unwarned() (n int) {
	for _, a := range v.OnPage {
		if !v.warned(a) {
			n++
		}
	}
	return n
}

// pickKey names the button that ticks them.
func (v boardView) pickKey() string {
	if v.paged() {
		return "report.pick_unwarned_page"
	}
	return "report.pick_unwarned"
}

// allNote says of what the act on all that is listed consists.
func (v boardView) allNote(b shell.Base) string {
	n := 0
	for _, a := range v.Listed {
		if v.warned(a) {
			n++
		}
	}
	if n == 0 {
		return b.T("report.all_clear")
	}
	return b.T("report.all_warned", "n", n)
}

func (v boardView) acceptPath() string {
	return "/reports/" + v.Board.Request.ID.String() + "/accept" + v.atPart()
}

// packed writes which reports stand on all pages of a list, and in which version: thousands of them in few kilobytes, so that
// who accepts all accepts what was listed when the page was opened, and nothing that came since.
func packed(list []report.Arrived) string {
	sorted := slices.SortedFunc(slices.Values(list), func(a, b report.Arrived) int { return cmp.Compare(a.Filing, b.Filing) })
	var body []byte
	last := ident.ID(0)
	for _, a := range sorted {
		body = binary.AppendUvarint(body, uint64(a.Filing-last))
		body = binary.AppendUvarint(body, uint64(a.Version))
		last = a.Filing
	}
	return base64.RawURLEncoding.EncodeToString(body)
}

// unpack adds what packed wrote. Of a text that is cut or was never written by it, nothing is taken.
func unpack(text string, versions map[ident.ID]int64) {
	body, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return
	}
	found := map[ident.ID]int64{}
	last := ident.ID(0)
	for len(body) > 0 {
		step, n := binary.Uvarint(body)
		if n <= 0 {
			return
		}
		version, m := binary.Uvarint(body[n:])
		if m <= 0 || step == 0 || step > math.MaxInt64-uint64(last) || version > math.MaxInt64 {
			return
		}
		last += ident.ID(step)
		found[last], body = int64(version), body[n+m:]
	}
	maps.Copy(versions, found)
}

func (v boardView) ticked(a report.Arrived) bool {
	if v.Taking.Values.Get("pick") == pickUnwarned {
		return !v.warned(a)
	}
	return v.Taking.Has("filings", picked(a))
}

// acceptAll accepts the reports that are ticked on a board.
func (p *pages) acceptAll(c *web.Ctx) error {
	request, unit, _, err := boardOf(c)
	if err != nil {
		return err
	}
	versions := parsePicked(c.Form()["filings"])
	unpack(c.Form().Get("seen"), versions)
	accepted, left, err := p.report.AcceptAll(c.Context(), c.Actor, request, versions, c.Key())
	if faults, again := web.Refused(err); again {
		return p.showBoard(c, boardAsked{Request: request, Unit: unit, Accepted: c.Query("layer") == acceptedLayer, Part: boardPartOf(c), Taking: shell.Form{Values: c.Form(), Faults: faults}})
	}
	if err != nil {
		return err
	}
	if len(left) == 0 {
		c.Flash("report.accepted_many", "n", accepted)
	} else {
		c.Warn("report.accepted_some", "n", accepted, "left", len(left), "names", untaken(c, left))
	}
	return c.SeeOther(c.Next(boardPath(request, unit)))
}

// untaken names the reports that could not be accepted, each with why.
func untaken(c *web.Ctx, left []report.Untaken) string {
	const most = 8 // the sentence waits for the next page
	var parts []string
	for i, one := range left {
		if i == most {
			parts = append(parts, c.T("report.and_more", "n", len(left)-most))
			break
		}
		why := fault.All(one.Why)[0]
		parts = append(parts, one.Unit.Short()+" ("+strings.TrimSuffix(c.T(why.Key, why.Args...), ".")+")")
	}
	return strings.Join(parts, "; ")
}
