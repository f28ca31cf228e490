package report

import "giaoban/internal/i18n"

// OwnPast is what a unit itself filed for a figure: the period before, the same
// period a year ago, and the last periods, the newest first. All in fixed point.
type OwnPast struct {
	Previous, Same *int64
	Recent         []int64
}

// Strange tells how a figure leaves the unit's own past.
type Strange struct {
	Same      bool  // compared with the same period a year ago, else with the period before
	Before    int64 // that figure
	Percent   int64 // the change, in tenths of a per cent
	Low, High int64 // of the last periods, where Ranged
	Ranged    bool
	Periods   int
}

const (
	farTenths = 500 // of a per cent: a change beyond is looked at
	handful   = 5   // fewer more or less is no news, however large in per cent
	enough    = 3   // periods that make a range of their own
)

// Unusual tells whether somebody should look twice at a figure: it differs by
// more than half from every earlier figure that is known (the same period a
// year ago and the period before), and it lies outside what the unit itself
// filed lately. It never forbids anything.
func Unusual(now int64, past OwnPast, scale int) (Strange, bool) {
	least := int64(handful)
	for range scale {
		least *= 10
	}
	var s Strange
	known := false
	for _, ref := range []struct {
		v    *int64
		same bool
	}{{past.Same, true}, {past.Previous, false}} {
		if ref.v == nil {
			continue
		}
		before := *ref.v
		diff := max(now-before, before-now)
		if before <= 0 || diff < least || diff*1000 <= before*farTenths {
			return Strange{}, false
		}
		if !known {
			s.Same, s.Before = ref.same, before
			s.Percent, _ = i18n.Quotient((now-before)*100, before, 1) // both are below Limit: the product fits
			known = true
		}
	}
	if !known {
		return Strange{}, false
	}
	s.Periods = len(past.Recent)
	if s.Periods < enough {
		return s, true
	}
	s.Ranged, s.Low, s.High = true, past.Recent[0], past.Recent[0]
	for _, v := range past.Recent {
		s.Low, s.High = min(s.Low, v), max(s.High, v)
	}
	return s, now < s.Low || now > s.High
}

// PastOf is what the unit's earlier reports say of a slot.
func (c Compared) PastOf(slot string) OwnPast {
	var p OwnPast
	of := func(content *Content) *int64 {
		if content == nil {
			return nil
		}
		if v, ok := content.Figures[slot]; ok {
			return &v
		}
		return nil
	}
	p.Previous, p.Same = of(c.Previous), of(c.SameLastYear)
	for _, figures := range c.Recent {
		if v, ok := figures[slot]; ok {
			p.Recent = append(p.Recent, v)
		}
	}
	return p
}

// Against is the report with which changes are told: of the same period a year ago, else of the period before; nil where there is neither.
func (c Compared) Against() *Content {
	if c.SameLastYear != nil {
		return c.SameLastYear
	}
	return c.Previous
}
