package when

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

// Parsed is a day that was read.
type Parsed struct {
	Date         Date
	YearAssumed  bool // no year was written; Date has the nearest one, show it before use
	WeekdayGiven bool // a weekday was written, and it is right
}

// The patterns read i18n.Fold of the text: lower case, no marks.
var (
	weekdayPattern = regexp.MustCompile(`^(chu nhat|cn|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|sunday|monday|tuesday|wednesday|thursday|friday|saturday|sun|mon|tue|wed|thu|fri|sat)(?: ?, ?| )(?:ngay )?(.*)$`)
	isoPattern     = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	figuresPattern = regexp.MustCompile(`^(?:ngay )?(\d{1,2}) ?([-/.]) ?(\d{1,2})(?: ?([-/.]) ?(\d{2,4}))?\.?$`)
	wordsPattern   = regexp.MustCompile(`^(?:ngay )?(\d{1,2}) thang (\d{1,2})(?:,? nam (\d{2,4})|[-/](\d{2,4}))?$`)
	englishPattern = regexp.MustCompile(`^(\d{1,2}) ([a-z]{3,9})\.?,?(?: (\d{2,4}))?$`)
	timePattern    = regexp.MustCompile(`^(\d{1,2}) ?(?::|h|g|gio) ?(?:(\d{1,2}) ?(?:phut|p|')?|(ruoi))?(?: ?(sang|trua|chieu|toi))?$`)
)

// ParseDate reads a day as officials write it: 2/4, 30-12, 13/5/2021,
// 02.04.2021, 2021-04-02, "ngày 2 tháng 4 năm 2021", with or without the
// weekday in front. Where the year is missing, the day nearest to near is
// proposed. The error is a *fault.Fault without a field.
func ParseDate(s string, near Date) (Parsed, error) {
	rest, weekday, hasWeekday := cutWeekday(short(s))
	y, m, d, ok := dateParts(rest)
	if !ok {
		return Parsed{}, fault.Invalid("", "when.not_a_date", "text", clip(s))
	}
	p := Parsed{WeekdayGiven: hasWeekday}
	if y == "" {
		date, err := nearest(number(m), number(d), near)
		if err != nil {
			return Parsed{}, err
		}
		p.Date, p.YearAssumed = date, true
	} else {
		date, err := exact(y, number(m), number(d))
		if err != nil {
			return Parsed{}, err
		}
		p.Date = date
	}
	if right := p.Date.Weekday(); hasWeekday && weekday != right {
		return Parsed{}, fault.Invalid("", "when.wrong_weekday", "date", p.Date, "weekday", weekdayText(right))
	}
	return p, nil
}

// short folds the text; one too long to be a date or a period becomes empty.
func short(s string) string {
	if len(s) > 200 {
		return ""
	}
	return i18n.Fold(s)
}

func cutWeekday(s string) (rest string, day time.Weekday, ok bool) {
	found := weekdayPattern.FindStringSubmatch(s)
	if found == nil {
		return s, 0, false
	}
	days := map[string]time.Weekday{
		"ch": 0, "cn": 0, "hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6,
		"su": 0, "mo": 1, "tue": 2, "we": 3, "th": 4, "fr": 5, "sa": 6,
	}
	name := strings.TrimPrefix(found[1], "thu ")
	if last := name[len(name)-1]; last >= '2' && last <= '7' {
		return found[2], time.Weekday(last - '1'), true
	}
	for _, key := range []string{name, name[:min(3, len(name))], name[:2]} {
		if day, ok := days[key]; ok {
			return found[2], day, true
		}
	}
	return s, 0, false
}

// dateParts takes the figures of a folded date; the year may be empty.
func dateParts(s string) (y, m, d string, ok bool) {
	if f := isoPattern.FindStringSubmatch(s); f != nil {
		return f[1], f[2], f[3], true
	}
	if f := figuresPattern.FindStringSubmatch(s); f != nil {
		// 13/5-2021 is common in newspapers; 1.2/2021 is not a date.
		same := f[4] == "" || f[4] == f[2] || f[2] == "/" && f[4] == "-"
		return f[5], f[3], f[1], same
	}
	if f := wordsPattern.FindStringSubmatch(s); f != nil {
		return f[3] + f[4], f[2], f[1], true
	}
	if f := englishPattern.FindStringSubmatch(s); f != nil {
		month := monthByName(f[2])
		return f[3], strconv.Itoa(month), f[1], month > 0
	}
	return "", "", "", false
}

func exact(year string, m, d int) (Date, error) {
	if len(year) < 4 {
		return 0, fault.Invalid("", "when.year_digits")
	}
	y := number(year)
	if y < 1000 {
		return 0, fault.Invalid("", "when.no_such_year", "year", year)
	}
	if m < 1 || m > 12 {
		return 0, fault.Invalid("", "when.no_such_month", "month", m)
	}
	date, ok := NewDate(y, m, d)
	if !ok {
		return 0, fault.Invalid("", "when.no_such_day", "day", d, "month", m, "year", year)
	}
	return date, nil
}

// nearest gives the day and month in the year that puts it nearest to near,
// the later of two equally near. 29/2 looks up to eight years away.
func nearest(m, d int, near Date) (Date, error) {
	if m < 1 || m > 12 {
		return 0, fault.Invalid("", "when.no_such_month", "month", m)
	}
	if d < 1 || d > daysIn(2000, m) {
		return 0, fault.Invalid("", "when.never_such_day", "day", d, "month", m)
	}
	if !near.Valid() {
		return 0, fault.Invalid("", "when.year_missing")
	}
	var best Date
	for y := near.Year() - 8; y <= near.Year()+8; y++ {
		date, ok := NewDate(y, m, d)
		if ok && (best.Zero() || distance(date, near) <= distance(best, near)) {
			best = date
		}
	}
	if best.Zero() {
		return 0, fault.Invalid("", "when.year_missing")
	}
	return best, nil
}

func distance(d, e Date) int { return max(d.Sub(e), e.Sub(d)) }

// ParseTime reads a time of day into minutes after midnight: 14:00, 14h,
// 14h30, "7 giờ 30", "2 giờ chiều". The error is a *fault.Fault without a field.
func ParseTime(s string) (minutes int, err error) {
	f := timePattern.FindStringSubmatch(short(s))
	if f == nil || strings.Contains(f[0], ":") && f[2] == "" {
		return 0, fault.Invalid("", "when.not_a_time", "text", clip(s))
	}
	hour, minute := number(f[1]), number(f[2])
	if f[3] != "" {
		minute = 30
	}
	if hour > 23 || minute > 59 || f[4] == "sang" && hour > 12 {
		return 0, fault.Invalid("", "when.no_such_time", "text", clip(s))
	}
	if (f[4] == "chieu" || f[4] == "toi" || f[4] == "trua" && hour < 10) && hour > 0 && hour < 12 {
		hour += 12
	}
	return hour*60 + minute, nil
}

// number reads digits a pattern has checked; empty is 0.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func monthName(m int) string { return time.Month(m).String() }

// monthByName knows English months in full and by three letters; 0 if none.
func monthByName(s string) int {
	for m := 1; m <= 12; m++ {
		full := strings.ToLower(monthName(m))
		if s == full || s == full[:3] || s == "sept" && m == 9 {
			return m
		}
	}
	return 0
}

// clip keeps a quoted text short enough for a message.
func clip(s string) string {
	s = strings.TrimSpace(strings.ToValidUTF8(s, "?"))
	if utf8.RuneCountInString(s) > 40 {
		return string([]rune(s)[:40]) + "…"
	}
	return s
}
