package report

// Figures across time. A form counts its flows within the period or from the
// start of the year; a figure at a point is what there is at the end, whatever
// the period. Each is derived from the others here, slot by slot, and never
// from a figure that is missing: what is not known stays unknown.

// over gives the rule across time of a slot: that of its indicator, and for the
// typed parts of a percentage or the weight of a mean that of a count of the same basis.
func (f Form) over(s Slot) AcrossTime {
	ind, _ := f.Indicator(s.Indicator)
	rule := f.OverTime(ind)
	if rule == TimeRatio || rule == TimeMean && s.Code != ind.Code {
		if ind.Basis == Flow && !f.Cumulative() {
			return TimeSum
		}
		return TimeLast
	}
	return rule
}

// Whole makes the figures of a longer period of those of its parts in order:
// three months make a quarter. A sum is known where every part has its figure,
// a mean where every part has figure and weight, the last where the last part
// has it. Computed slots are computed again.
func (f Form) Whole(parts []Figures) Figures {
	whole := Figures{}
	if len(parts) == 0 {
		return whole
	}
	for _, s := range f.Slots() {
		if s.Before != "" {
			if n, ok := parts[0][s.Code]; ok { // what the year had brought before the first part
				whole[s.Code] = n
			}
			continue
		}
		if n, ok := f.wholeOf(s, parts); ok {
			whole[s.Code] = n
		}
	}
	return whole
}

func (f Form) wholeOf(s Slot, parts []Figures) (int64, bool) {
	last, hasLast := parts[len(parts)-1][s.Code]
	if settled, ok := s.settledBefore(); ok && f.over(s) == TimeSum {
		for _, p := range parts[:len(parts)-1] {
			n, known := p[settled]
			last, hasLast = last+n, hasLast && known
		}
		return last, hasLast
	}
	switch f.over(s) {
	case TimeLast:
		return last, hasLast
	case TimeMax:
		var most int64
		for i, p := range parts {
			n, ok := p[s.Code]
			if !ok {
				return 0, false
			}
			if i == 0 || n > most {
				most = n
			}
		}
		return most, true
	case TimeSum:
		var sum int64
		for _, p := range parts {
			n, ok := p[s.Code]
			if !ok {
				return 0, false
			}
			sum += n
		}
		return sum, true
	case TimeMean:
		ind, _ := f.Indicator(s.Indicator)
		return meanOf(ind, parts...)
	}
	return 0, false
}

// meanOf weights the means of several reports together; false where one lacks its figure or weight.
func meanOf(ind Indicator, parts ...Figures) (int64, bool) {
	num, den := quotientParts(ind)
	var top, bottom int64
	for _, p := range parts {
		n, okN := num(p.get)
		d, okD := den(p.get)
		if !okN || !okD {
			return 0, false
		}
		top, bottom = top+n, bottom+d
	}
	v, _, ok := quotient(ind, top, bottom)
	return v, ok
}

// flows tells whether a slot is a count that adds up over the year. An answer is none, nor is a mean; the weight of a mean is one.
func (f Form) flows(s Slot) bool {
	ind, ok := f.Indicator(s.Indicator)
	return ok && ind.Basis == Flow && s.Before == "" && s.Kind != YesNo && s.Option == "" && !ind.averages(s) && f.OverTime(ind) != TimeNone
}

// averages tells whether a slot holds the indicator's mean itself.
func (ind Indicator) averages(s Slot) bool { return ind.Across == Mean && s.Code == ind.Code }

// Within gives figures of the period alone from those counted from the start of
// the year: flows less what the year had brought before, all else as at the end.
// before is nil for the first period of a year. A flow whose earlier figure is missing is unknown, and so is a mean over
// flows: out of two rounded means nobody can tell the one of the months between.
func (f Form) Within(toDate, before Figures) Figures {
	return f.shift(toDate, before, -1)
}

// ToDate is the reverse of Within: figures from the start of the year, of what
// the year had brought before and the period alone. Means are weighted together.
func (f Form) ToDate(before, within Figures) Figures {
	return f.shift(within, before, 1)
}

func (f Form) shift(now, before Figures, by int64) Figures {
	out := Figures{}
	for _, s := range f.Slots() {
		n, ok := now[s.Code]
		if !ok {
			continue
		}
		if ind, _ := f.Indicator(s.Indicator); before != nil && ind.Basis == Flow && ind.averages(s) {
			if n, ok = meanOf(ind, before, now); !ok || by < 0 {
				continue
			}
		} else if f.flows(s) && before != nil {
			from := s.Code
			if settled, ok := s.settledBefore(); ok {
				from = settled
			}
			b, known := before[from]
			if !known {
				continue
			}
			n += by * b
		}
		out[s.Code] = n
	}
	return out
}
