package rollup

// Rule says how a column's own figures become a total.
type Rule uint8

// The rules. Own columns are not added: a unit's total is its own figure.
const (
	Sum Rule = iota
	Max
	Own
)

// Stage says how far a unit's report has come.
type Stage uint8

// The stages, in the order of the work. Absent: no report is asked of the unit.
const (
	Absent   Stage = iota
	Open           // asked, nothing written
	Draft          // being written
	Signed         // signed, not sent
	Filed          // sent, waiting for the level above
	Returned       // sent back with remarks
	Accepted       // taken over by the level above
)

// Layer chooses which filings a total covers.
type Layer uint8

// The two layers.
const (
	FiledOrBetter Layer = iota
	AcceptedOnly
	layers
)

// Row is what stands for one unit. Values and Has have one entry per column;
// they count only at the stages Filed and Accepted.
type Row struct {
	Stage  Stage
	Late   bool // first filed after the deadline
	Values []int64
	Has    []bool
}

// Cell is a total with the number of units behind it.
type Cell struct {
	Value int64
	Have  int32 // 0: no figure
}

// Counters count reports in a subtree by stage.
type Counters struct {
	Expected, Open, Draft, Signed, Filed, Returned, Accepted int32
	Late                                                     int32 // of those filed or accepted
	OnTime                                                   int32 // likewise
}

// In gives the number of reports that were sent and not returned.
func (c Counters) In() int32 { return c.Filed + c.Accepted }

// Cube holds own rows and totals. See the package comment. A unit has a row once
// it has filed, and totals where units below it, or it and others, have filed: of
// a nation's units nearly all have nobody below, and there are more of them on
// the tree than any request asks.
type Cube struct {
	shape  *Shape
	rules  []Rule
	stage  []Stage
	late   []bool
	rows   []*row           // by position, nil where nothing was filed
	spare  []row            // made many at a time
	totals [layers][][]Cell // by place among the inner units; nil where nothing counts below
	counts []Counters
	maxes  []int // columns with rule Max
	sets   int64
	stamps []int64 // by position: the newest Set at or below it
}

// row is what a unit itself filed, by column.
type row struct {
	values []int64
	has    []bool
}

// New makes an empty cube: nothing asked of anybody.
func New(shape *Shape, rules []Rule) *Cube {
	c := &Cube{
		shape: shape, rules: rules,
		stage: make([]Stage, shape.Len()), late: make([]bool, shape.Len()),
		rows:   make([]*row, shape.Len()),
		counts: make([]Counters, shape.Len()), stamps: make([]int64, shape.Len()),
	}
	for l := range c.totals {
		c.totals[l] = make([][]Cell, shape.inners)
	}
	for col, rule := range rules {
		if rule == Max {
			c.maxes = append(c.maxes, col)
		}
	}
	return c
}

// Columns counts the columns.
func (c *Cube) Columns() int { return len(c.rules) }

// Shape gives the tree.
func (c *Cube) Shape() *Shape { return c.shape }

// Stage gives how far the unit's own report has come.
func (c *Cube) Stage(pos int) Stage { return c.stage[pos] }

// Late tells whether the unit's own report was first filed after the deadline.
func (c *Cube) Late(pos int) bool { return c.late[pos] }

// Counters gives the counts over the subtree of pos, itself included.
func (c *Cube) Counters(pos int) Counters { return c.counts[pos] }

// Total gives a total over the subtree of pos.
func (c *Cube) Total(l Layer, pos, col int) Cell {
	inner := c.shape.inner[pos]
	switch {
	case inner < 0 || c.rules[col] == Own:
		return c.OwnCell(l, pos, col)
	case c.totals[l][inner] == nil:
		return Cell{}
	}
	return c.totals[l][inner][col]
}

// Bytes is about what the cube takes in memory when all that are asked have filed and are accepted.
func (c *Cube) Bytes() int {
	const position, cell, figure = 1 + 1 + 36 + 8 + 8, 16, 9
	asked, inners := 0, 0
	for pos, stage := range c.stage {
		if stage != Absent {
			asked++
		}
		if c.shape.inner[pos] >= 0 && c.counts[pos].Expected > 0 {
			inners++
		}
	}
	return len(c.stage)*position + len(c.rules)*(asked*figure+inners*cell*int(layers))
}

// OwnCell gives the unit's own figure in a layer; Have is 0 or 1.
func (c *Cube) OwnCell(l Layer, pos, col int) Cell {
	own := c.rows[pos]
	if own == nil || !own.has[col] || !counts(l, c.stage[pos]) {
		return Cell{}
	}
	return Cell{Value: own.values[col], Have: 1}
}

func counts(l Layer, s Stage) bool {
	return s == Accepted || l == FiledOrBetter && s == Filed
}

// Stamp tells states of a subtree apart: it is another after each Set at or below pos.
func (c *Cube) Stamp(pos int) int64 { return c.stamps[pos] }

// Set puts a unit's row, replacing the one before.
func (c *Cube) Set(pos int, row Row) {
	c.sets++
	for p := int32(pos); p >= 0; p = c.shape.parent[p] {
		c.stamps[p] = c.sets
	}
	before, wasLate := c.stage[pos], c.late[pos]
	own := c.rows[pos]
	for l := Layer(0); l < layers; l++ {
		was, is := own != nil && counts(l, before), counts(l, row.Stage)
		if !was && !is {
			continue
		}
		for col, rule := range c.rules {
			had, has := was && own.has[col], is && row.Has[col]
			if !had && !has {
				continue
			}
			var delta Cell
			if had {
				delta.Value -= own.values[col]
				delta.Have--
			}
			if has {
				delta.Value += row.Values[col]
				delta.Have++
			}
			c.add(l, pos, col, rule, delta)
		}
	}
	keep := counts(FiledOrBetter, row.Stage)
	if keep && own == nil {
		own = c.newRow(pos)
	}
	if own != nil {
		for col := range c.rules {
			own.values[col], own.has[col] = 0, false
			if keep && row.Has[col] {
				own.values[col], own.has[col] = row.Values[col], true
			}
		}
	}
	c.stage[pos], c.late[pos] = row.Stage, row.Late
	c.count(pos, before, wasLate, -1)
	c.count(pos, row.Stage, row.Late, 1)
	for _, col := range c.maxes {
		for l := Layer(0); l < layers; l++ {
			if counts(l, before) || counts(l, row.Stage) {
				c.raise(l, pos, col)
			}
		}
	}
}

// rowsMade is how many rows are made at a time.
const rowsMade = 64

func (c *Cube) newRow(pos int) *row {
	if len(c.spare) == 0 {
		k := len(c.rules)
		c.spare = make([]row, min(rowsMade, c.shape.Len()))
		values, has := make([]int64, len(c.spare)*k), make([]bool, len(c.spare)*k)
		for i := range c.spare {
			c.spare[i] = row{values[i*k : i*k+k : i*k+k], has[i*k : i*k+k : i*k+k]}
		}
	}
	c.rows[pos], c.spare = &c.spare[0], c.spare[1:]
	return c.rows[pos]
}

// cells gives the totals of an inner unit to write.
func (c *Cube) cells(l Layer, inner int32) []Cell {
	if c.totals[l][inner] == nil {
		c.totals[l][inner] = make([]Cell, len(c.rules))
	}
	return c.totals[l][inner]
}

// add moves a total by delta on the path to the root; of a Max only its count moves here.
func (c *Cube) add(l Layer, pos, col int, rule Rule, delta Cell) {
	if rule == Own {
		return
	}
	for p := int32(pos); p >= 0; p = c.shape.parent[p] {
		inner := c.shape.inner[p]
		if inner < 0 {
			continue
		}
		t := c.cells(l, inner)
		if rule == Sum {
			t[col].Value += delta.Value
		}
		t[col].Have += delta.Have
	}
}

// raise computes a Max again from own and children, up the path.
func (c *Cube) raise(l Layer, pos, col int) {
	for p := int32(pos); p >= 0; p = c.shape.parent[p] {
		inner := c.shape.inner[p]
		if inner < 0 {
			continue
		}
		var top int64
		found := false
		take := func(v int64) {
			if !found || v > top {
				top, found = v, true
			}
		}
		if own := c.OwnCell(l, int(p), col); own.Have > 0 {
			take(own.Value)
		}
		for child := p + 1; child < c.shape.end[p]; child = c.shape.end[child] {
			if cell := c.Total(l, int(child), col); cell.Have > 0 {
				take(cell.Value)
			}
		}
		c.cells(l, inner)[col].Value = top
	}
}

func (c *Cube) count(pos int, s Stage, late bool, by int32) {
	if s == Absent {
		return
	}
	for p := int32(pos); p >= 0; p = c.shape.parent[p] {
		c.counts[p].take(s, late, by)
	}
}

// take counts one report more, or with by -1 one less.
func (n *Counters) take(s Stage, late bool, by int32) {
	n.Expected += by
	switch s {
	case Open:
		n.Open += by
	case Draft:
		n.Draft += by
	case Signed:
		n.Signed += by
	case Filed:
		n.Filed += by
	case Returned:
		n.Returned += by
	case Accepted:
		n.Accepted += by
	}
	if counts(FiledOrBetter, s) {
		if late {
			n.Late += by
		} else {
			n.OnTime += by
		}
	}
}

// Difference is a cell in which two cubes differ; Col is -1 for stages and counters.
type Difference struct {
	Pos, Col int
	Layer    Layer
	A, B     Cell
}

// Diff compares two cubes of the same shape cell by cell and gives at most limit differences.
func Diff(a, b *Cube, limit int) []Difference {
	var list []Difference
	k := len(a.rules)
	for pos := range a.stage {
		if a.stage[pos] != b.stage[pos] || a.counts[pos] != b.counts[pos] {
			list = append(list, Difference{Pos: pos, Col: -1})
		}
		for l := Layer(0); l < layers; l++ {
			for col := range k {
				if x, y := a.Total(l, pos, col), b.Total(l, pos, col); x != y {
					list = append(list, Difference{Pos: pos, Col: col, Layer: l, A: x, B: y})
				}
			}
		}
		if len(list) >= limit {
			return list[:limit]
		}
	}
	return list
}
