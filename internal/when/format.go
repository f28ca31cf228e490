package when

import (
	"fmt"
	"strconv"
	"time"

	"giaoban/internal/i18n"
)

// WeekdayName is the weekday in running text: "thứ sáu", "Friday".
func WeekdayName(lang i18n.Lang, day time.Weekday) string { return weekdayText(day).In(lang) }

func weekdayText(day time.Weekday) i18n.Text {
	names := [...]string{"chủ nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy"}
	return i18n.Text{VI: names[day], EN: day.String()}
}

// Short is the day without its year: "2/4", "2 April".
func (d Date) Short(lang i18n.Lang) string {
	if d.Zero() {
		return ""
	}
	if lang == i18n.EN {
		return fmt.Sprintf("%d %s", d.Day(), time.Month(d.Month()))
	}
	return fmt.Sprintf("%d/%d", d.Day(), d.Month())
}

// Full is the day with its year: "22/6/2026", "22 June 2026".
func (d Date) Full(lang i18n.Lang) string {
	if d.Zero() {
		return ""
	}
	if lang == i18n.EN {
		return fmt.Sprintf("%s %d", d.Short(lang), d.Year())
	}
	return fmt.Sprintf("%s/%d", d.Short(lang), d.Year())
}

// In is Full, so that a Date can be an argument of a message.
func (d Date) In(lang i18n.Lang) string { return d.Full(lang) }

// Numeric is the day in figures of even width, day first in both languages:
// "02/04/2021".
func (d Date) Numeric(i18n.Lang) string {
	if d.Zero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day(), d.Month(), d.Year())
}

// Long is the day with its weekday: "thứ sáu, 2/4/2021", "Friday, 2 April 2021".
func (d Date) Long(lang i18n.Lang) string {
	if d.Zero() {
		return ""
	}
	return WeekdayName(lang, d.Weekday()) + ", " + d.Full(lang)
}

// Official is the day as an official document dates itself, in Vietnamese:
// "ngày 02 tháng 4 năm 2021". Days below 10 and the months 1 and 2 take a
// leading zero, so that no stroke can be added (Decree 30/2020, annex I).
func (d Date) Official() string {
	if d.Zero() {
		return ""
	}
	month := strconv.Itoa(d.Month())
	if d.Month() <= 2 {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", d.Day(), month, d.Year())
}

// Clock is the time of day: "16:24".
func (t Instant) Clock() string { return t.layout("15:04") }

// ClockSeconds is the time of day to the second: "09:41:07".
func (t Instant) ClockSeconds() string { return t.layout("15:04:05") }

func (t Instant) layout(layout string) string {
	if t.Zero() {
		return ""
	}
	return t.Time().Format(layout)
}

// Stamp is the moment as news pages print it: "02/04/2021 - 16:24", "2 April 2021, 16:24". An English reader may take 02/04 for February.
func (t Instant) Stamp(lang i18n.Lang) string {
	if t.Zero() {
		return ""
	}
	if lang == i18n.EN {
		return t.Date().Full(lang) + ", " + t.Clock()
	}
	return t.Date().Numeric(lang) + " - " + t.Clock()
}

// In is Stamp, so that an Instant can be an argument of a message.
func (t Instant) In(lang i18n.Lang) string { return t.Stamp(lang) }

// Due is the moment as a deadline: "17:00 thứ hai 22/6", "Mon 22 June, 17:00".
func (t Instant) Due(lang i18n.Lang) string {
	if t.Zero() {
		return ""
	}
	d := t.Date()
	if lang == i18n.EN {
		return fmt.Sprintf("%s %s, %s", d.Weekday().String()[:3], d.Short(lang), t.Clock())
	}
	return fmt.Sprintf("%s %s %s", t.Clock(), WeekdayName(lang, d.Weekday()), d.Short(lang))
}

// ISO is the moment in RFC 3339 with the zone, for machines.
func (t Instant) ISO() string { return t.layout("2006-01-02T15:04:05-07:00") }

// TimeOfDay writes minutes after midnight: 840 is "14:00".
func TimeOfDay(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }
