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
	c.room(stage)
	k := len(c.rules)
	return c.own[pos*k : pos*k+k], c.has[pos*k : pos*k+k]
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
			if c.totals[l] != nil {
				c.rise(l, pos, int(above))
			}
		}
	}
}

// rise adds a unit's own row to its total, or above where it has no units below, and its total to the one above.
func (c *Cube) rise(l Layer, pos, above int) {
	k := len(c.rules)
	row := c.shape.inner[pos]
	if counts(l, c.stage[pos]) {
		to := row
		if row < 0 && above >= 0 {
			to = c.shape.inner[above]
		}
		if to >= 0 {
			cells := c.totals[l][int(to)*k : int(to)*k+k]
			own, has := c.own[pos*k:pos*k+k], c.has[pos*k:pos*k+k]
			for col, rule := range c.rules {
				switch {
				case !has[col] || rule == Own:
				case rule == Sum:
					cells[col].Value += own[col]
					cells[col].Have++
				default:
					cells[col].merge(rule, Cell{Value: own[col], Have: 1})
				}
			}
		}
	}
	if row < 0 || above < 0 {
		return
	}
	to := int(c.shape.inner[above])
	from, cells := c.totals[l][int(row)*k:int(row)*k+k], c.totals[l][to*k:to*k+k]
	for col, rule := range c.rules {
		switch {
		case rule == Sum: // 0 where there is none
			cells[col].Value += from[col].Value
			cells[col].Have += from[col].Have
		case from[col].Have > 0:
			cells[col].merge(rule, from[col])
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
