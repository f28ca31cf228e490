package conference

import (
	"strconv"
	"testing"

	"giaoban/internal/calendar"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

func TestPartsOfTheDay(t *testing.T) {
	for _, c := range []struct {
		part PartOfDay
		time string
		ok   bool
	}{
		{Morning, "00:00", true}, {Morning, "11:59", true}, {Morning, "12:00", false},
		{Afternoon, "11:59", false}, {Afternoon, "12:00", true}, {Afternoon, "17:59", true}, {Afternoon, "18:00", false}, {Afternoon, "09:00", false},
		{Evening, "17:59", false}, {Evening, "18:00", true}, {Evening, "23:59", true},
		{AllDay, "07:30", true}, {AllDay, "12:00", false}, {"", "08:00", false},
	} {
		minutes, err := when.ParseTime(c.time)
		if err != nil {
			t.Fatal(err)
		}
		if got := checkStart(c.part, minutes) == nil; got != c.ok {
			t.Errorf("%s at %s: %v", c.part, c.time, got)
		}
	}
	for _, p := range Parts() {
		for _, q := range Parts() {
			if p.overlaps(q) != q.overlaps(p) {
				t.Errorf("%s and %s overlap in one direction only", p, q)
			}
			if p == q && !p.overlaps(q) {
				t.Errorf("%s does not overlap itself", p)
			}
		}
	}
	if Morning.overlaps(Afternoon) || !AllDay.overlaps(Afternoon) || AllDay.overlaps(Evening) {
		t.Error("a whole day is morning and afternoon, not evening")
	}
}

func TestPeriodsOfAConference(t *testing.T) {
	p := func(id ident.ID, from, to int) calendar.Period {
		return calendar.Period{ID: id, From: when.Date(from), To: when.Date(to)}
	}
	for _, c := range []struct {
		name         string
		review, plan calendar.Period
		ok           bool
	}{
		{"the next quarter", p(1, 20210101, 20210331), p(2, 20210401, 20210630), true},
		{"the quarter before", p(1, 20210101, 20210331), p(2, 20201001, 20201231), false},
		{"from a day inside the reviewed quarter to an event", p(1, 20201001, 20201231), p(2, 20201230, 20210125), true},
		{"inside the reviewed year and over before it", p(1, 20210101, 20211231), p(2, 20210401, 20210630), false},
		{"the same", p(1, 20210101, 20210331), p(1, 20210101, 20210331), true},
		{"none planned", p(1, 20210101, 20210331), calendar.Period{}, true},
		{"open end", p(1, 20210101, 20210331), p(2, 20210402, 0), true},
	} {
		if got := checkPeriods(c.review, c.plan) == nil; got != c.ok {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestStates(t *testing.T) {
	all := []Status{Draft, Called, Open, Closed, Concluded, Postponed, Cancelled}
	allowed := map[[2]Status]bool{
		{Draft, Called}: true, {Called, Open}: true, {Open, Closed}: true, {Closed, Concluded}: true, {Called, Postponed}: true, {Postponed, Called}: true,
		{Draft, Cancelled}: true, {Called, Cancelled}: true, {Postponed, Cancelled}: true,
	}
	for _, from := range all {
		for _, to := range all {
			if got := from.next(to); got != allowed[[2]Status{from, to}] {
				t.Errorf("%s → %s: %v", from, to, got)
			}
		}
	}
	lines := []SiteStatus{NotConfirmed, Confirmed, Connected, Lost, Left}
	may := map[[2]SiteStatus]bool{
		{NotConfirmed, Confirmed}: true, {NotConfirmed, Connected}: true, {Confirmed, Connected}: true, {Lost, Connected}: true, {Left, Connected}: true,
		{Connected, Lost}: true, {Connected, Left}: true, {Lost, Left}: true,
	}
	for _, from := range lines {
		for _, to := range lines {
			if got := from.next(to); got != may[[2]SiteStatus{from, to}] {
				t.Errorf("a site %s → %s: %v", from, to, got)
			}
		}
	}
}

func TestCounts(t *testing.T) {
	for text, want := range map[string]int{"": -1, " 25 ": 25, "1.439": 1439, "0": 0} {
		if n, err := parseCount("actual", text); err != nil || n != want {
			t.Errorf("%q: %d, %v", text, n, err)
		}
	}
	for text, key := range map[string]string{"nhiều": "conference.not_a_count", "-1": "conference.headcount_negative", "−1": "conference.headcount_negative",
		"25 người": "conference.not_a_count", "100001": "conference.headcount_large", "9999999999999999999": "conference.not_a_count"} {
		n, err := parseCount("actual", text)
		if !fault.Is(err, key) || n != -1 {
			t.Errorf("%q: %d, %v", text, n, err)
		}
	}
	list := []Delegate{{Name: "A", Attendance: Expected}, {Name: "B", Attendance: Present}, {Name: "C", Attendance: Absent},
		{Label: "nhóm", Count: 5, Attendance: Expected}, {Label: "nhóm", Count: 7, Attendance: Present}, {Label: "nhóm", Count: -1, Attendance: Present}}
	if n := namedHeads(list); n != 9 {
		t.Errorf("%d heads are named, want two people and a group of seven", n)
	}
}

func FuzzParseCount(f *testing.F) {
	for _, seed := range []string{"", "25", "-1", "1.439", "nhiều", "−6", "१२"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := parseCount("actual", text)
		if err != nil && n != -1 || n < -1 || n > maxCount {
			t.Errorf("%q gives %d, %v", text, n, err)
		}
		if err == nil && n >= 0 {
			if again, err := parseCount("actual", strconv.Itoa(n)); err != nil || again != n {
				t.Errorf("%q is read as %d and then as %d, %v", text, n, again, err)
			}
		}
	})
}

func TestDeclared(t *testing.T) {
	for text, want := range map[string]int{"6": 6, " 3 ": 3, "200": 200} {
		if n, err := checkDeclared(text, 3); err != nil || n != want {
			t.Errorf("%q: %d, %v", text, n, err)
		}
	}
	for text, key := range map[string]string{"0": "conference.declared_not_positive", "-6": "conference.declared_not_positive", "": "conference.declared_not_number",
		"2": "conference.declared_below_entered", "201": "conference.declared_large"} {
		if _, err := checkDeclared(text, 3); !fault.Is(err, key) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if checkRoom(6, 5, false) != nil || checkRoom(6, 6, true) != nil || checkRoom(0, 9, false) != nil || checkRoom(6, 6, false) == nil {
		t.Error("one more than declared is held back, and nothing else")
	}
}

func TestBlocks(t *testing.T) {
	body := blocks([]Conclusion{{Heading: "Kiện toàn", Text: "a"}, {Heading: "Kiện toàn", Text: "b"}, {Text: "c"}, {Heading: "Chế độ", Text: "d"}})
	want := []document.Block{{Kind: document.Heading, Text: "I. Kiện toàn"}, {Kind: document.Numbered, Text: "a"}, {Kind: document.Numbered, Text: "b"},
		{Kind: document.Numbered, Text: "c"}, {Kind: document.Heading, Text: "II. Chế độ"}, {Kind: document.Numbered, Text: "d"}}
	if len(body) != len(want) {
		t.Fatalf("%+v", body)
	}
	for i := range want {
		if body[i] != want[i] {
			t.Errorf("block %d: %+v", i, body[i])
		}
	}
}

func TestSniff(t *testing.T) {
	for name, data := range map[string]string{"program": "MZ\x90", "script": "<script>alert(1)</script>", "zip": "PK\x03\x04 broken", "empty": "", "pdf later": " %PDF-1.7"} {
		if kind := sniff([]byte(data)); kind != "" {
			t.Errorf("%s is taken for %s", name, kind)
		}
	}
	if sniff([]byte("%PDF-1.4\n")) != "application/pdf" {
		t.Error("a PDF is not known")
	}
}
