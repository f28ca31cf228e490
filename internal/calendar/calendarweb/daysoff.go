package calendarweb

import (
	"net/url"
	"strconv"

	"giaoban/internal/calendar"
	"giaoban/internal/i18n"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// daysOffView is the days off of a year and the form of a new one.
type daysOffView struct {
	year        int
	years       []shell.Tab
	days        []calendar.Holiday
	off, worked int // weekdays off, weekend days worked
	may         bool
	form        shell.Form
}

func (p *pages) daysOff(c *web.Ctx) error {
	year, err := strconv.Atoi(c.Query("year"))
	if err != nil || year < 1900 || year > 9998 {
		year = c.Today.Year()
	}
	return p.showDaysOff(c, year, shell.Form{Values: url.Values{"worked": {"0"}}}, 200)
}

func (p *pages) showDaysOff(c *web.Ctx, year int, form shell.Form, status int) error {
	from, _ := when.NewDate(year, 1, 1)
	to, _ := when.NewDate(year, 12, 31)
	v := daysOffView{year: year, form: form}
	var err error
	if v.days, err = p.calendar.Holidays(c.Context(), when.Span{From: from, To: to}); err != nil {
		return err
	}
	for _, h := range v.days {
		switch {
		case h.Worked:
			v.worked++
		case when.WorkDays{}.Working(h.Date):
			v.off++
		}
	}
	if v.may, err = p.calendar.MayKeepDays(c.Context(), c.Actor); err != nil {
		return err
	}
	for y := year - 1; y <= year+1; y++ {
		v.years = append(v.years, shell.Tab{Text: strconv.Itoa(y), Href: "/days-off?year=" + strconv.Itoa(y), On: y == year})
	}
	return c.RenderStatus(status, daysOffPage(c.Base("today", "calendar.days_off").WithCrumbs(shell.Crumb{Text: c.T("calendar.page_calendar"), Href: "/calendar"}), v))
}

func (p *pages) setDayOff(c *web.Ctx) error {
	f := c.Form()
	date, faults := readDay(c)
	err := faults.Or()
	if err == nil {
		h := calendar.Holiday{Date: date, Worked: f.Get("worked") == "1", Name: i18n.Text{VI: f.Get("name"), EN: f.Get("name_en")}}
		if err = p.calendar.SetHoliday(c.Context(), c.Actor, h, c.Key()); err == nil {
			c.Flash("calendar.day_set", "date", date)
			return c.SeeOther("/days-off?year=" + strconv.Itoa(date.Year()))
		}
	}
	refused, again := web.Refused(err)
	if !again {
		return err
	}
	year := c.Today.Year()
	if date.Valid() {
		year = date.Year()
	}
	return p.showDaysOff(c, year, shell.Form{Values: f, Faults: refused}, web.RefusedStatus(refused))
}

func (p *pages) removeDayOff(c *web.Ctx) error {
	date, faults := readDay(c)
	if err := faults.Or(); err != nil {
		return err
	}
	if err := p.calendar.RemoveHoliday(c.Context(), c.Actor, date, c.Key()); err != nil {
		return err
	}
	c.Flash("calendar.day_removed", "date", date)
	return c.SeeOther("/days-off?year=" + strconv.Itoa(date.Year()))
}
