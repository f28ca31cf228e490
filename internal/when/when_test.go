package when

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

type sharedCase struct {
	Fn    string `json:"fn"`
	Args  []any  `json:"args"`
	Want  any    `json:"want"`
	Error string `json:"error"`
}

func (c sharedCase) text(i int) string { return c.Args[i].(string) }
func (c sharedCase) whole(i int) int64 { return int64(c.Args[i].(float64)) }
func (c sharedCase) day(i int) Date    { return isoDay(c.text(i)) }

func isoDay(s string) Date {
	var y, m, d int
	if _, err := fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d); err != nil {
		return 0
	}
	date, _ := NewDate(y, m, d)
	return date
}

func (c sharedCase) period(i int) (p PeriodName) {
	fmt.Sscan(c.text(i), (*string)(&p.Kind), &p.Year, &p.N)
	return p
}

func plain(p PeriodName) string { return fmt.Sprintf("%s %d %d", p.Kind, p.Year, p.N) }

// The table is shared with package i18n and the page scripts.
func TestSharedCases(t *testing.T) {
	raw, err := os.ReadFile("../i18n/testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []sharedCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	texts := Messages()
	ran := 0
	for _, c := range cases {
		got, err, known := run(c)
		if !known {
			continue // a case of package i18n
		}
		ran++
		name := fmt.Sprint(c.Fn, c.Args)
		key := ""
		var refused *fault.Fault
		if errors.As(err, &refused) {
			key = refused.Key
			for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
				if s := i18n.Fill(lang, texts[key].In(lang), refused.Args...); s == "" || strings.ContainsAny(s, "{}") {
					t.Errorf("%s: %s reads %q", name, key, s)
				}
			}
		}
		if key != c.Error {
			t.Errorf("%s: error %q, want %q", name, key, c.Error)
		} else if c.Error == "" && fmt.Sprint(got) != fmt.Sprint(c.Want) {
			t.Errorf("%s = %v, want %v", name, got, c.Want)
		}
	}
	if ran < 120 {
		t.Errorf("only %d cases were recognised", ran)
	}
}

func run(c sharedCase) (got any, err error, known bool) {
	switch c.Fn {
	case "parseDate":
		p, err := ParseDate(c.text(0), c.day(1))
		if p.YearAssumed {
			return p.Date.String() + "?", err, true
		}
		return p.Date.String(), err, true
	case "formatDate":
		return formatDate(c.day(0), i18n.Lang(c.text(1)), c.text(2)), nil, true
	case "stamp":
		return Instant(c.whole(0)).Stamp(i18n.Lang(c.text(1))), nil, true
	case "clock":
		return Instant(c.whole(0)).Clock(), nil, true
	case "due":
		return Instant(c.whole(0)).Due(i18n.Lang(c.text(1))), nil, true
	case "parseTime":
		n, err := ParseTime(c.text(0))
		return n, err, true
	case "parsePeriod":
		p, err := ParsePeriod(c.text(0), c.day(1))
		return plain(p), err, true
	case "periodTitle":
		return c.period(0).Title(i18n.Lang(c.text(1))), nil, true
	case "periodSpan":
		span := c.period(0).Span()
		return span.From.String() + " " + span.To.String(), nil, true
	case "periodMoves":
		p := c.period(0)
		return []string{plain(p.Next()), plain(p.Previous()), plain(p.SameLastYear())}, nil, true
	case "roman":
		return Roman(int(c.whole(0))), nil, true
	case "parseRoman":
		n, ok := ParseRoman(c.text(0))
		if !ok {
			n = 0
		}
		return n, nil, true
	}
	return nil, nil, false
}

func formatDate(d Date, lang i18n.Lang, style string) string {
	switch style {
	case "short":
		return d.Short(lang)
	case "full":
		return d.Full(lang)
	case "numeric":
		return d.Numeric(lang)
	case "long":
		return d.Long(lang)
	case "official":
		return d.Official()
	}
	return WeekdayName(lang, d.Weekday())
}

func TestRefusalsSayWhatIsRight(t *testing.T) {
	near, _ := NewDate(2021, 4, 5)
	for text, want := range map[string]string{
		"31/4/2021":           "Tháng 4/2021 không có ngày 31.",
		"Thứ sáu, 13/05/2021": "Ngày 13/5/2021 là thứ năm.",
		"2/13/2021":           "Không có tháng 13.",
		"hôm qua":             "“hôm qua” không phải là ngày. Viết 22/6 hoặc 22/6/2026.",
	} {
		_, err := ParseDate(text, near)
		f := fault.All(err)[0]
		if got := i18n.Fill(i18n.VI, Messages()[f.Key].VI, f.Args...); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	first, _ := NewDate(1999, 12, 25)
	last, _ := NewDate(2032, 3, 5)
	at := time.Date(1999, 12, 25, 0, 0, 0, 0, time.UTC)
	n := 0
	for d := first; d <= last; d, n = d.AddDays(1), n+1 {
		want := at.AddDate(0, 0, n)
		if d.String() != want.Format("2006-01-02") || d.Weekday() != want.Weekday() || d.Sub(first) != n || !d.Valid() {
			t.Fatalf("day %d is %s, want %s", n, d, want)
		}
		if DateOf(d.Time()) != d || d.Start().Date() != d || At(d, 24*60-1).Date() != d || At(d, 24*60).Date() != d.AddDays(1) {
			t.Fatalf("%s does not come back from its time", d)
		}
	}
	end, _ := NewDate(2020, 1, 31)
	for months, want := range map[int]string{1: "2020-02-29", 13: "2021-02-28", -1: "2019-12-31", 3: "2020-04-30", 12: "2021-01-31"} {
		if got := end.AddMonths(months).String(); got != want {
			t.Errorf("%d months after %s: %s, want %s", months, end, got, want)
		}
	}
	for _, bad := range [][3]int{{2021, 2, 29}, {2021, 4, 31}, {2021, 13, 1}, {2021, 0, 1}, {0, 1, 1}, {10000, 1, 1}, {1900, 2, 29}} {
		if d, ok := NewDate(bad[0], bad[1], bad[2]); ok || d != 0 {
			t.Errorf("%v was made a day", bad)
		}
	}
}

func TestNoDayAndNoMomentStayNone(t *testing.T) {
	var d Date
	var at Instant
	if d.AddDays(3) != 0 || d.AddMonths(1) != 0 || At(d, 60) != 0 || !d.Time().IsZero() || d.String()+d.Short(i18n.VI)+d.Long(i18n.EN)+d.Official()+d.Numeric(i18n.VI) != "" {
		t.Error("no day became something")
	}
	if at.Date() != 0 || at.Add(time.Hour) != 0 || at.Clock()+at.Stamp(i18n.VI)+at.Due(i18n.EN)+at.ISO() != "" || InstantOf(time.Time{}) != 0 || !at.Time().IsZero() {
		t.Error("no moment became something")
	}
	if d.Valid() || Date(20210431).Valid() || !Date(20210430).Valid() {
		t.Error("Valid is wrong")
	}
	far, _ := NewDate(9999, 12, 31)
	if far.AddDays(1) != 0 || far.AddMonths(1) != 0 || far.AddDays(1<<40) != 0 {
		t.Error("a day after the last was made")
	}
}

// Every quarter, half and month follows the one before without gap or overlap,
// and lies inside its year.
func TestPeriodsTileTheYear(t *testing.T) {
	for _, start := range []PeriodName{{Month, 2019, 11}, {Quarter, 2019, 4}, {Half, 2019, 2}, {Year, 2019, 0}} {
		p := start
		for range 30 {
			next := p.Next()
			if next.Span().From != p.Span().To.AddDays(1) || next.Previous() != p {
				t.Fatalf("%s is followed by %s", plain(p), plain(next))
			}
			if year := (PeriodName{Kind: Year, Year: p.Year}); !year.Span().Covers(p.Span()) || p.YearToDate().From != year.Span().From {
				t.Fatalf("%s leaves its year", plain(p))
			}
			p = next
		}
	}
	if (PeriodName{Kind: AdHoc}).Next() != (PeriodName{}) || !(PeriodName{Kind: AdHoc, Year: 2021}).Span().Zero() {
		t.Error("adhoc has a calendar")
	}
	if (PeriodName{Kind: Month, Year: 9999, N: 12}).Next() != (PeriodName{}) {
		t.Error("a period after the last was made")
	}
}

func TestSpan(t *testing.T) {
	q := PeriodName{Quarter, 2021, 1}.Span()
	if q.Days() != 90 || !q.Contains(20210101) || !q.Contains(20210331) || q.Contains(20210401) || q.Contains(0) {
		t.Error("the first quarter of 2021 is wrong")
	}
	open := Span{From: 20210401}
	if !open.Contains(20991231) || open.Days() != 0 || open.Covers(Span{To: 20210501}) || !open.Covers(Span{From: 20210402}) {
		t.Error("an open span is wrong")
	}
}

func TestSettableClock(t *testing.T) {
	start := time.Date(2021, 4, 2, 16, 24, 0, 0, Zone())
	c := NewFrozen(start)
	if !c.Now().Equal(start) || !c.Frozen() || Today(c) != 20210402 {
		t.Error("a frozen clock moved")
	}
	c.Shift(time.Hour)
	if got := Present(c).Clock(); got != "17:24" {
		t.Errorf("after an hour: %s", got)
	}
	c.Freeze(false)
	if c.Now().Before(start.Add(time.Hour)) {
		t.Error("a released clock went back")
	}
	c.Set(start)
	c.Freeze(true)
	one, two := c.Now(), c.Now()
	if !one.Equal(two) || one.Before(start) {
		t.Error("the clock ran while frozen")
	}
	var zero Settable
	if zero.Now().Before(start) {
		t.Error("an unset clock does not follow the machine")
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 200 {
				c.Shift(time.Millisecond)
				_ = c.Now()
			}
		})
	}
	wait.Wait()
	if got := c.Now().Sub(one); got != 800*time.Millisecond {
		t.Errorf("800 shifts moved the clock by %s", got)
	}
}

func TestRomanRoundTrip(t *testing.T) {
	for n := 1; n <= 3999; n++ {
		if back, ok := ParseRoman(Roman(n)); !ok || back != n {
			t.Fatalf("%d is %s is %d", n, Roman(n), back)
		}
	}
}

func TestFormatsReadBack(t *testing.T) {
	near, _ := NewDate(2021, 4, 5)
	for d, i := near, 0; i < 800; d, i = d.AddDays(1), i+1 {
		for _, s := range []string{d.String(), d.Numeric(i18n.VI), d.Full(i18n.VI), d.Full(i18n.EN), d.Long(i18n.VI), d.Long(i18n.EN), d.Official()} {
			if p, err := ParseDate(s, 0); err != nil || p.Date != d || p.YearAssumed {
				t.Fatalf("%q reads as %v, %v", s, p, err)
			}
		}
		for _, s := range []string{d.Short(i18n.VI), d.Short(i18n.EN)} {
			if p, err := ParseDate(s, d.AddDays(100)); err != nil || p.Date != d || !p.YearAssumed {
				t.Fatalf("%q near %s reads as %v, %v", s, d.AddDays(100), p, err)
			}
		}
	}
	for n := range 24 * 60 {
		if back, err := ParseTime(TimeOfDay(n)); err != nil || back != n {
			t.Fatalf("%s reads as %d, %v", TimeOfDay(n), back, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2/4", "30-12", "13/5/2021", "Thứ năm, 13/05/2021", "ngày 2 tháng 4 năm 2021", "2 Apr 2021", "29/2", "0/0/0000", "cn,"} {
		f.Add(s, int32(20210405))
	}
	f.Fuzz(func(t *testing.T, s string, near int32) {
		_, _ = ParseTime(s)
		p, err := ParseDate(s, Date(near))
		if err != nil {
			if fault.KindOf(err) != fault.KindInvalid {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		if back, err := ParseDate(p.Date.Long(i18n.VI), 0); !p.Date.Valid() || err != nil || back.Date != p.Date {
			t.Errorf("%q is %s, read back %v, %v", s, p.Date, back, err)
		}
	})
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"quý I", "Quý 1/2021", "Q5", "6 tháng cuối năm", "9 tháng 2021", "nhiệm kì 2021 -2026", "tháng 12 năm 2020", "2020"} {
		f.Add(s, int32(20210405))
	}
	f.Fuzz(func(t *testing.T, s string, near int32) {
		p, err := ParsePeriod(s, Date(near))
		if err != nil {
			if fault.KindOf(err) != fault.KindInvalid {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
			if back, err := ParsePeriod(p.Title(lang), 0); !p.Valid() || p.Span().Zero() || err != nil || back != p {
				t.Errorf("%q is %s, titled %q, read back %s, %v", s, plain(p), p.Title(lang), plain(back), err)
			}
		}
	})
}
