package report

import (
	"giaoban/internal/calendar"
	"giaoban/internal/i18n"
)

// Carry is what of the last report may stand in this one unchanged.
type Carry struct {
	Period calendar.Period   // of that report; where it is the period before, of the same kind
	Fields map[string]string // by slot, as somebody would type it
}

// Carried gives the figures of the unit's last report that go on until somebody changes them: what there is at a point, and
// within one year what was assigned for it. What happened in a period never does: each period has its own.
func (f Form) Carried(c Compared, now calendar.Period) Carry {
	if c.Written == nil {
		return Carry{}
	}
	out := Carry{Period: c.Written.Period, Fields: map[string]string{}}
	for _, ind := range f.Indicators {
		if ind.Basis != Stock && (ind.Basis != Target || out.Period.To.Year() != now.To.Year()) {
			continue
		}
		for _, s := range ind.slots() {
			n, known := c.Written.Content.Figures[s.Code]
			if known && s.Typed() && s.Before == "" && n >= 0 && n <= s.Most {
				out.Fields[s.Code] = i18n.Fixed(i18n.VI, n, s.Scale)
			}
		}
	}
	return out
}
