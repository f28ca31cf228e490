package rollup

// Lay puts a row into a cube that is being filled and gives the place of its
// figures, one entry per column, for the caller to write; nil where the stage
// does not count. Each position is laid at most once, and Rise comes after the
// last: until then no total is right.
func (c *Cube) Lay(pos int, stage Stage, late bool) (values []int64, has []bool) {
	c.stage[pos], c.late[pos] = stage, late
	if !counts(FiledOrBetter, stage) {
		return nil, nil
	}
	own := c.newRow(pos)
	return own.values, own.has
}

// Rise adds up all rows that were laid, from the last position to the first: each unit once into the one above it.
func (c *Cube) Rise() {
	c.sets++
	for pos := c.shape.Len() - 1; pos >= 0; pos-- {
		c.stamps[pos] = c.sets
		if c.stage[pos] != Absent {
			c.counts[pos].take(c.stage[pos], c.late[pos], 1)
		}
		above := c.shape.parent[pos]
		if above >= 0 {
			c.counts[above].plus(c.counts[pos])
		}
		for l := Layer(0); l < layers; l++ {
			c.rise(l, pos, above)
		}
	}
}

// rise adds a unit's own row to its total, or above where it has no units below, and its total to the one above.
func (c *Cube) rise(l Layer, pos int, above int32) {
	inner, up := c.shape.inner[pos], int32(-1)
	if above >= 0 {
		up = c.shape.inner[above]
	}
	if own := c.rows[pos]; own != nil && counts(l, c.stage[pos]) {
		to := inner
		if to < 0 {
			to = up
		}
		if to >= 0 {
			c.lay(c.cells(l, to), own)
		}
	}
	if inner < 0 || up < 0 || c.totals[l][inner] == nil {
		return
	}
	from, to := c.totals[l][inner], c.cells(l, up)
	for col, rule := range c.rules {
		switch {
		case rule == Sum: // 0 where there is none
			to[col].Value += from[col].Value
			to[col].Have += from[col].Have
		case from[col].Have > 0:
			to[col].merge(rule, from[col])
		}
	}
}

// lay adds a row to totals. Own figures are no part of totals.
func (c *Cube) lay(cells []Cell, own *row) {
	for col, rule := range c.rules {
		switch {
		case !own.has[col] || rule == Own:
		case rule == Sum:
			cells[col].Value += own.values[col]
			cells[col].Have++
		default:
			cells[col].merge(rule, Cell{Value: own.values[col], Have: 1})
		}
	}
}

// plus adds the counts of a unit below.
func (n *Counters) plus(o Counters) {
	n.Expected += o.Expected
	n.Open += o.Open
	n.Draft += o.Draft
	n.Signed += o.Signed
	n.Filed += o.Filed
	n.Returned += o.Returned
	n.Accepted += o.Accepted
	n.Late += o.Late
	n.OnTime += o.OnTime
}
