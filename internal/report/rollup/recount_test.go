package rollup

import "testing"

// A total that is not the sum of its subtree is found, in every rule and layer.
func TestRecountFindsEveryWrongCell(t *testing.T) {
	shape, err := NewShape([]int{-1, 0, 1, 1, 0, 4})
	if err != nil {
		t.Fatal(err)
	}
	c := New(shape, []Rule{Sum, Max, Own})
	for pos := range 6 {
		stage := Accepted
		if pos%2 == 1 {
			stage = Filed
		}
		c.Set(pos, Row{Stage: stage, Values: []int64{int64(pos), -int64(pos), 7}, Has: []bool{true, pos != 2, true}})
	}
	if cells, different := c.Recount(); cells != 6*3*2 || different != 0 {
		t.Fatalf("%d of %d cells differ in a sound cube", different, cells)
	}
	for l := range c.totals {
		for inner, cells := range c.totals[l] {
			for col := range cells {
				if c.rules[col] == Own { // read from the row itself
					continue
				}
				cells[col].Value++
				if _, different := c.Recount(); different != 1 {
					t.Errorf("layer %d, unit %d, column %d: %d found, want 1", l, inner, col, different)
				}
				cells[col].Value--
			}
		}
	}
}
