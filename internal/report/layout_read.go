package report

import (
	"maps"
	"slices"
)

// sortCodes makes ready to read filings straight into columns: every slot that a column takes or is made of, in the order in which filings are written.
func (l *layout) sortCodes() {
	columns := map[string][]int{}
	for i, c := range l.columns {
		if c.plain != "" {
			columns[c.plain] = append(columns[c.plain], i)
			continue
		}
		l.made = append(l.made, i)
	}
	if len(l.made) > 0 { // what these are made of, they alone know: all that the form has
		for _, s := range l.form.Slots() {
			if _, ok := columns[s.Code]; !ok {
				columns[s.Code] = nil
			}
		}
	}
	l.codes = slices.Sorted(maps.Keys(columns))
	l.direct = make([][]int, len(l.codes))
	for i, code := range l.codes {
		l.direct[i] = columns[code]
	}
}

// tray is where one filing after the other is laid out by slot. It belongs to one reader.
type tray struct {
	lay    *layout
	places map[string]int // by slot, in codes
	values []int64
	has    []bool
	get    figure
}

func (l *layout) tray() *tray {
	d := &tray{lay: l}
	if len(l.made) == 0 {
		return d
	}
	d.places = make(map[string]int, len(l.codes))
	for i, code := range l.codes {
		d.places[code] = i
	}
	d.values, d.has = make([]int64, len(l.codes)), make([]bool, len(l.codes))
	d.get = func(code string) (int64, bool) {
		at, ok := d.places[code]
		if !ok || !d.has[at] {
			return 0, false
		}
		return d.values[at], true
	}
	return d
}

// read lays figures, as encodeFigures wrote them, into one row of columns. It
// comes to what row makes of the decoded figures, without a map for each filing.
func (d *tray) read(text string, values []int64, has []bool) error {
	l := d.lay
	clear(d.has)
	at := 0
	err := eachFigure(text, func(code string, n int64) {
		i := at // both go in order, and nearly all is given
		if i == len(l.codes) || l.codes[i] != code {
			var ok bool
			if i, ok = slices.BinarySearch(l.codes, code); !ok {
				return
			}
		}
		at = i + 1
		for _, col := range l.direct[i] {
			values[col], has[col] = n, true
		}
		if d.has != nil {
			d.values[i], d.has[i] = n, true
		}
	})
	if err != nil {
		return err
	}
	for _, col := range l.made {
		values[col], has[col] = l.columns[col].own(d.get)
	}
	return nil
}
