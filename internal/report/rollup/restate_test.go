package rollup_test

import (
	"math/rand/v2"
	"testing"

	"giaoban/internal/report/rollup"
)

// fill makes a cube with a random row everywhere.
func fill(t *testing.T, r *rand.Rand, n int) ([]int, []rollup.Row, *rollup.Cube) {
	t.Helper()
	parents := randomTree(r, n)
	shape, err := rollup.NewShape(parents)
	if err != nil {
		t.Fatal(err)
	}
	cube, rows := rollup.New(shape, rules), make([]rollup.Row, n)
	for i := range rows {
		rows[i] = randomRow(r)
		cube.Set(i, rows[i])
	}
	return parents, rows, cube
}

// below tells whether b stands at or below a.
func below(parents []int, a, b int) bool {
	for ; b >= 0; b = parents[b] {
		if a == b {
			return true
		}
	}
	return false
}

func TestRestatedTotalsEqualNaiveOnRandomTreesAndFates(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 11))
		oldParents, rows, cube := fill(t, r, 2+r.IntN(50))
		newParents := randomTree(r, 1+r.IntN(40))
		shape, err := rollup.NewShape(newParents)
		if err != nil {
			t.Fatal(err)
		}
		to := make([][]int, len(oldParents))
		for i := range to {
			to[i] = r.Perm(len(newParents))[:1]
			if r.IntN(4) == 0 {
				to[i] = r.Perm(len(newParents))[:1+r.IntN(min(4, len(newParents)))]
			}
		}
		now := rollup.Restate(cube, shape, to)
		for _, l := range []rollup.Layer{rollup.FiledOrBetter, rollup.AcceptedOnly} {
			for _, col := range []int{0, 3} { // sums: nothing is lost and nothing counted twice
				was, is := cube.Total(l, 0, col), now.Total(l, 0, col)
				if was != is || now.Estimated(0, col) {
					t.Fatalf("seed %d: the whole was %+v and is %+v, estimated %v", seed, was, is, now.Estimated(0, col))
				}
			}
			if was, is := cube.Total(l, 0, 1), now.Total(l, 0, 1); was != is {
				t.Fatalf("seed %d: the maximum was %+v and is %+v", seed, was, is)
			}
			for pos := range newParents {
				var have int32
				var exact int64
				divided := false
				for i, row := range rows {
					if !inLayer(l, row.Stage) || !row.Has[0] {
						continue
					}
					in := 0
					for _, at := range to[i] {
						if below(newParents, pos, at) {
							in++
						}
					}
					if in > 0 {
						have++
					}
					if in == len(to[i]) {
						exact += row.Values[0]
					} else if in > 0 {
						divided = true
					}
				}
				cell := now.Total(l, pos, 0)
				if cell.Have != have {
					t.Fatalf("seed %d: position %d has %d reports behind it, want %d", seed, pos, cell.Have, have)
				}
				if !divided && cell.Value != exact {
					t.Fatalf("seed %d: position %d is %d, want %d", seed, pos, cell.Value, exact)
				}
				if l == rollup.FiledOrBetter && now.Estimated(pos, 0) != divided {
					t.Fatalf("seed %d: position %d: estimated %v, want %v", seed, pos, now.Estimated(pos, 0), divided)
				}
			}
		}
		if was, is := cube.Counters(0), now.Counters(0); was != is {
			t.Fatalf("seed %d: %+v reports became %+v", seed, was, is)
		}
	}
}

func TestADividedRowAddsUpAgain(t *testing.T) {
	for _, v := range []int64{0, 1, 7, -7, 1000, -1} {
		old, _ := rollup.NewShape([]int{-1})
		cube := rollup.New(old, []rollup.Rule{rollup.Sum, rollup.Own})
		cube.Set(0, rollup.Row{Stage: rollup.Filed, Values: []int64{v, v}, Has: []bool{true, true}})
		shape, _ := rollup.NewShape([]int{-1, 0, 0, 0})
		now := rollup.Restate(cube, shape, [][]int{{1, 2, 3}})
		sum := int64(0)
		for pos := 1; pos <= 3; pos++ {
			cell := now.Total(rollup.FiledOrBetter, pos, 0)
			if sum += cell.Value; cell.Have != 1 || !now.Estimated(pos, 0) || cell.Value < v/3-1 || cell.Value > v/3+1 {
				t.Errorf("%d: part %d is %+v, estimated %v", v, pos, cell, now.Estimated(pos, 0))
			}
			if own := now.Total(rollup.FiledOrBetter, pos, 1); own.Have != 0 {
				t.Errorf("%d: an own figure of a divided unit: %+v", v, own)
			}
		}
		if sum != v || now.Total(rollup.FiledOrBetter, 0, 0) != (rollup.Cell{Value: v, Have: 1}) || now.Counters(0).Expected != 1 {
			t.Errorf("%d became %d, in all %+v", v, sum, now.Total(rollup.FiledOrBetter, 0, 0))
		}
	}
}
