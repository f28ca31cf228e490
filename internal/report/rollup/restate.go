package rollup

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
			if counts(l, c.stage[pos]) {
				r.put(l, c.own[pos*k:pos*k+k], c.has[pos*k:pos*k+k], places, rows, touched, seen)
			}
		}
		for _, p := range touched {
			seen[p] = 0
		}
	}
	return r
}

func (r *Restated) put(l Layer, own []int64, has []bool, places, rows []int, touched, seen []int32) {
	t, k := r.totals[l], len(r.rules)
	for col, rule := range r.rules {
		if !has[col] {
			continue
		}
		if rule == Own {
			if at := places[0]; len(places) == 1 && rows[at] == 1 {
				t[at*k+col] = Cell{Value: own[col], Have: 1}
			}
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
