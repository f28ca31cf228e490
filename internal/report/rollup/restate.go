package rollup

import "slices"

// Restated is what a cube gives when its rows are put under another tree: the
// figures of one day's units, added up by the units of a later day.
type Restated struct {
	shape     *Shape
	rules     []Rule
	totals    [layers][]Cell
	counts    []Counters
	estimated []bool // by cell: part of a row that was divided stands in it
}

// Restate puts every row of a cube under the positions in which its unit goes
// on: to[pos] for the row at pos, none for a row that has no place.
//
//   - A row with one place counts there in full, so that a union of units has
//     the sum of their rows.
//   - A row with several places is divided equally between them. A cell that
//     holds some of its parts and not all is estimated; where all parts come
//     together again the figure is exact, because parts add up to the row.
//   - A divided row is one report wherever it is counted.
//   - A Max takes the whole row to each place. An Own figure is kept only where
//     one undivided row stands: of several there is no figure.
func Restate(c *Cube, shape *Shape, to [][]int) *Restated {
	k := len(c.rules)
	n := shape.Len() * k
	r := &Restated{shape: shape, rules: c.rules, counts: make([]Counters, shape.Len()), estimated: make([]bool, n)}
	for l := range r.totals {
		r.totals[l] = make([]Cell, n)
	}
	rows := make([]int, shape.Len()) // that stand at a position itself
	for pos, places := range to {
		if c.stage[pos] == Absent {
			continue
		}
		for _, at := range places {
			rows[at]++
		}
	}
	var laid [layers]bool
	var divided []int                  // rows with several places, once for each layer in which they count
	seen := make([]int32, shape.Len()) // how many places of the row at hand lie at or below a position
	for pos, places := range to {
		if len(places) == 0 || c.stage[pos] == Absent {
			continue
		}
		var touched []int32
		for _, at := range places {
			for p := int32(at); p >= 0; p = shape.parent[p] {
				if seen[p] == 0 {
					touched = append(touched, p)
				}
				seen[p]++
			}
		}
		for _, p := range touched {
			r.counts[p].take(c.stage[pos], c.late[pos], 1)
		}
		for l := Layer(0); l < layers; l++ {
			switch {
			case !counts(l, c.stage[pos]):
			case len(places) == 1: // nearly all: they are added up together below
				r.lay(l, c.own[pos*k:pos*k+k], c.has[pos*k:pos*k+k], places[0], rows[places[0]] == 1)
				laid[l] = true
			default:
				divided = append(divided, pos)
			}
		}
		for _, p := range touched {
			seen[p] = 0
		}
	}
	for l := range laid {
		if laid[l] {
			r.rise(Layer(l))
		}
	}
	for _, pos := range slices.Compact(divided) {
		var touched []int32
		for _, at := range to[pos] {
			for p := int32(at); p >= 0; p = shape.parent[p] {
				if seen[p] == 0 {
					touched = append(touched, p)
				}
				seen[p]++
			}
		}
		for l := Layer(0); l < layers; l++ {
			if counts(l, c.stage[pos]) {
				r.put(l, c.own[pos*k:pos*k+k], c.has[pos*k:pos*k+k], to[pos], touched, seen)
			}
		}
		for _, p := range touched {
			seen[p] = 0
		}
	}
	return r
}

// lay adds an undivided row where it stands, not yet above; alone tells whether no other row stands there.
func (r *Restated) lay(l Layer, own []int64, has []bool, at int, alone bool) {
	k := len(r.rules)
	cells := r.totals[l][at*k : at*k+k]
	for col, rule := range r.rules {
		if has[col] && (rule != Own || alone) {
			cells[col].merge(rule, Cell{Value: own[col], Have: 1})
		}
	}
}

// merge takes in another cell of a column of the same rule.
func (c *Cell) merge(rule Rule, o Cell) {
	switch {
	case rule != Max:
		c.Value += o.Value
	case c.Have == 0 || o.Have > 0 && o.Value > c.Value:
		c.Value = o.Value
	}
	c.Have += o.Have
}

// rise adds what was laid to all units above, from the last position to the first.
func (r *Restated) rise(l Layer) {
	t, k := r.totals[l], len(r.rules)
	for pos := r.shape.Len() - 1; pos > 0; pos-- {
		above := int(r.shape.parent[pos])
		if above < 0 || r.counts[pos].Expected == 0 {
			continue
		}
		from, to := t[pos*k:pos*k+k], t[above*k:above*k+k]
		for col, rule := range r.rules {
			if rule != Own && from[col].Have > 0 {
				to[col].merge(rule, from[col])
			}
		}
	}
}

// put adds a divided row to its places and to all above.
func (r *Restated) put(l Layer, own []int64, has []bool, places []int, touched, seen []int32) {
	t, k := r.totals[l], len(r.rules)
	for col, rule := range r.rules {
		if !has[col] || rule == Own {
			continue
		}
		for _, p := range touched {
			cell := &t[int(p)*k+col]
			if rule == Max && (cell.Have == 0 || own[col] > cell.Value) {
				cell.Value = own[col]
			}
			cell.Have++
			if int(seen[p]) < len(places) {
				r.estimated[int(p)*k+col] = true
			}
		}
		if rule != Sum {
			continue
		}
		for i, at := range places {
			part := share(own[col], len(places), i)
			for p := int32(at); p >= 0; p = r.shape.parent[p] {
				t[int(p)*k+col].Value += part
			}
		}
	}
}

// share gives the i-th of n equal parts of v; the first parts are one larger
// where it does not come out even, so that all of them add up to v.
func share(v int64, n, i int) int64 {
	part, rest := v/int64(n), v%int64(n)
	switch {
	case int64(i) < rest:
		part++
	case int64(i) < -rest:
		part--
	}
	return part
}

// Total gives a total over the subtree of pos.
func (r *Restated) Total(l Layer, pos, col int) Cell { return r.totals[l][pos*len(r.rules)+col] }

// Counters gives the counts over the subtree of pos, itself included.
func (r *Restated) Counters(pos int) Counters { return r.counts[pos] }

// Estimated tells whether a total holds a part of a row that was divided.
func (r *Restated) Estimated(pos, col int) bool { return r.estimated[pos*len(r.rules)+col] }

// Shape gives the tree.
func (r *Restated) Shape() *Shape { return r.shape }
