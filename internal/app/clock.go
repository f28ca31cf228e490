package app

import (
	"net/http"
	"strings"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// demoInfo tells the pages of a demo whether its clock was moved.
func (a *App) demoInfo(actor.Actor) *shell.DemoInfo {
	if a.settable == nil {
		return nil
	}
	away := a.settable.Now().Sub(a.cfg.Now()).Abs() > time.Minute
	return &shell.DemoInfo{Frozen: a.settable.Frozen(), Moved: away, Href: "/demo/clock"}
}

// clockRoutes let anyone who tries the demo move its clock. They exist in a demo only.
func (a *App) clockRoutes() {
	if a.settable == nil {
		return
	}
	show := func(c *web.Ctx, form shell.Form) error {
		b := c.Base("", "app.clock")
		status := http.StatusOK
		if len(form.Faults) > 0 {
			status = web.RefusedStatus(form.Faults)
		}
		return c.RenderStatus(status, clockPage(b, form, a.settable.Now().In(when.Zone()).Format("02/01/2006 15:04")))
	}
	a.mux.Public("GET /demo/clock", func(c *web.Ctx) error { return show(c, shell.Form{}) })
	a.mux.Public("POST /demo/clock", func(c *web.Ctx) error {
		if c.Form().Get("reset") != "" {
			a.settable.Set(a.cfg.Now())
		} else {
			at, err := parseMoment(c.Form().Get("at"), c.Today)
			if faults, ok := web.Refused(err); ok {
				return show(c, shell.Form{Values: c.Form(), Faults: faults})
			}
			a.settable.Set(at)
		}
		c.Flash("app.clock_moved", "at", when.InstantOf(a.settable.Now()))
		return c.SeeOther("/demo/clock")
	})
}

// parseMoment reads a day and a time of day as people write them, and ISO's 2021-04-02T14:00.
func parseMoment(text string, near when.Date) (time.Time, error) {
	day, hour, ok := strings.Cut(strings.Replace(strings.TrimSpace(text), "T", " ", 1), " ")
	if !ok {
		hour = "8:00"
	}
	date, err := when.ParseDate(day, near)
	if err != nil {
		return time.Time{}, fault.Invalid("at", "app.clock_bad", "text", text).Because(err)
	}
	minutes, err := when.ParseTime(strings.TrimSpace(hour))
	if err != nil {
		return time.Time{}, fault.Invalid("at", "app.clock_bad", "text", text).Because(err)
	}
	return when.At(date.Date, minutes).Time(), nil
}
