package rollup

// Recount adds the own figures of every subtree up again, each for itself, and
// gives the number of cells and of those that differ from the totals.
func (c *Cube) Recount() (cells, different int) {
	for l := Layer(0); l < layers; l++ {
		for pos := range c.stage {
			for col, rule := range c.rules {
				cells++
				if c.Total(l, pos, col) != c.plain(l, pos, col, rule) {
					different++
				}
			}
		}
	}
	return cells, different
}

func (c *Cube) plain(l Layer, pos, col int, rule Rule) (sum Cell) {
	if rule == Own {
		return c.OwnCell(l, pos, col)
	}
	for p := int32(pos); p < c.shape.end[pos]; p++ {
		own := c.OwnCell(l, int(p), col)
		switch {
		case own.Have == 0:
			continue
		case rule == Sum:
			sum.Value += own.Value
		case sum.Have == 0 || own.Value > sum.Value:
			sum.Value = own.Value
		}
		sum.Have++
	}
	return sum
}
