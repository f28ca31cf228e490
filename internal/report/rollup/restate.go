package rollup

import "slices"

// Restated is what a cube gives when its rows are put under another tree: the
// figures of one day's units, added up by the units of a later day. It reads the
// cube when it is asked for a total, and keeps what it has added up: the cube must
// stand still as long as it is used.
type Restated struct {
	cube   *Cube
	shape  *Shape
	counts []Counters
	parts  []part  // in the order of the positions at which they stand
	first  []int32 // by position, the first of its parts
	rows   map[rowAt]restatedRow
}

// part is a row, or one of the parts into which it is divided, where it stands.
type part struct {
	row   int32 // position in the cube
	i, of int32 // the i-th of so many
}

type rowAt struct {
	layer Layer
	pos   int
}

// restatedRow are the totals of a position by column; estimated is nil where no part of a divided row stands in them.
type restatedRow struct {
	cells     []Cell
	estimated []bool
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
	r := &Restated{cube: c, shape: shape, counts: make([]Counters, shape.Len()), first: make([]int32, shape.Len()+1), rows: map[rowAt]restatedRow{}}
	for pos, places := range to {
		if c.stage[pos] == Absent {
			continue
		}
		for _, at := range places {
			r.first[at+1]++
		}
	}
	for at := range shape.Len() {
		r.first[at+1] += r.first[at]
	}
	r.parts = make([]part, r.first[shape.Len()])
	next := slices.Clone(r.first)
	seen := make([]bool, shape.Len()) // has the row at hand been counted at a position
	var touched []int32
	for pos, places := range to {
		if c.stage[pos] == Absent {
			continue
		}
		touched = touched[:0]
		for i, at := range places {
			r.parts[next[at]] = part{int32(pos), int32(i), int32(len(places))}
			next[at]++
			for p := int32(at); p >= 0 && !seen[p]; p = shape.parent[p] {
				seen[p] = true
				touched = append(touched, p)
				r.counts[p].take(c.stage[pos], c.late[pos], 1)
			}
		}
		for _, p := range touched {
			seen[p] = false
		}
	}
	return r
}

// row adds up a position, or gives what was added up before.
func (r *Restated) row(l Layer, pos int) restatedRow {
	key := rowAt{l, pos}
	row, ok := r.rows[key]
	if ok {
		return row
	}
	c, k := r.cube, len(r.cube.rules)
	row.cells = make([]Cell, k)
	var divided []part
	for _, p := range r.parts[r.first[pos]:r.first[r.shape.end[pos]]] {
		if !counts(l, c.stage[p.row]) {
			continue
		}
		if p.of > 1 {
			divided = append(divided, p)
			continue
		}
		if own := c.rows[p.row]; own != nil {
			c.lay(row.cells, own)
		}
	}
	if here := r.parts[r.first[pos]:r.first[pos+1]]; len(here) == 1 && here[0].of == 1 {
		for col, rule := range c.rules {
			if rule == Own {
				row.cells[col] = c.OwnCell(l, int(here[0].row), col)
			}
		}
	}
	if len(divided) > 0 {
		row.estimated = make([]bool, k)
		r.put(row, divided)
	}
	r.rows[key] = row
	return row
}

// put adds the parts of divided rows that stand at or below a position.
func (r *Restated) put(row restatedRow, divided []part) {
	c := r.cube
	slices.SortFunc(divided, func(a, b part) int { return int(a.row) - int(b.row) })
	for len(divided) > 0 {
		n := 1
		for n < len(divided) && divided[n].row == divided[0].row {
			n++
		}
		one, of := divided[:n], int(divided[0].of)
		own := c.rows[one[0].row]
		for col, rule := range c.rules {
			if own == nil || !own.has[col] || rule == Own {
				continue
			}
			cell := Cell{Have: 1}
			if rule == Max {
				cell.Value = own.values[col]
			} else {
				for _, p := range one {
					cell.Value += share(own.values[col], of, int(p.i))
				}
			}
			row.cells[col].merge(rule, cell)
			row.estimated[col] = row.estimated[col] || n < of
		}
		divided = divided[n:]
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
func (r *Restated) Total(l Layer, pos, col int) Cell { return r.row(l, pos).cells[col] }

// Counters gives the counts over the subtree of pos, itself included.
func (r *Restated) Counters(pos int) Counters { return r.counts[pos] }

// Estimated tells whether a total holds a part of a row that was divided.
func (r *Restated) Estimated(pos, col int) bool {
	row := r.row(FiledOrBetter, pos)
	return row.estimated != nil && row.estimated[col]
}

// Shape gives the tree.
func (r *Restated) Shape() *Shape { return r.shape }
