package rollup_test

import (
	"math/rand/v2"
	"testing"

	"giaoban/internal/report/rollup"
)

var rules = []rollup.Rule{rollup.Sum, rollup.Max, rollup.Own, rollup.Sum}

// randomTree gives parents in pre-order.
func randomTree(r *rand.Rand, n int) []int {
	parents := []int{-1}
	path := []int{0}
	for i := 1; i < n; i++ {
		path = path[:1+r.IntN(len(path))]
		parents = append(parents, path[len(path)-1])
		path = append(path, i)
	}
	return parents
}

func randomRow(r *rand.Rand) rollup.Row {
	row := rollup.Row{Stage: rollup.Stage(r.IntN(7)), Late: r.IntN(4) == 0, Values: make([]int64, len(rules)), Has: make([]bool, len(rules))}
	for i := range rules {
		row.Values[i], row.Has[i] = r.Int64N(2000)-1000, r.IntN(3) > 0
	}
	return row
}

func inLayer(l rollup.Layer, s rollup.Stage) bool {
	return s == rollup.Accepted || l == rollup.FiledOrBetter && s == rollup.Filed
}

// naive computes one total by looking at every unit of the subtree.
func naive(parents []int, rows []rollup.Row, l rollup.Layer, pos, col int) rollup.Cell {
	var cell rollup.Cell
	for i := range parents {
		below := false
		for p := i; p >= 0; p = parents[p] {
			if p == pos {
				below = true
			}
		}
		if !below || rules[col] == rollup.Own && i != pos || !inLayer(l, rows[i].Stage) || !rows[i].Has[col] {
			continue
		}
		v := rows[i].Values[col]
		if rules[col] == rollup.Max {
			if cell.Have == 0 || v > cell.Value {
				cell.Value = v
			}
		} else {
			cell.Value += v
		}
		cell.Have++
	}
	return cell
}

func TestTotalsEqualNaiveRecomputeAfterRandomCorrections(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 7))
		parents := randomTree(r, 2+r.IntN(60))
		shape, err := rollup.NewShape(parents)
		if err != nil {
			t.Fatal(err)
		}
		cube := rollup.New(shape, rules)
		rows := make([]rollup.Row, len(parents))
		for i := range rows {
			rows[i] = rollup.Row{Values: make([]int64, len(rules)), Has: make([]bool, len(rules))}
		}
		for range 400 {
			pos := r.IntN(len(parents))
			rows[pos] = randomRow(r)
			cube.Set(pos, rows[pos])
		}
		for pos := range parents {
			for col := range rules {
				for _, l := range []rollup.Layer{rollup.FiledOrBetter, rollup.AcceptedOnly} {
					if got, want := cube.Total(l, pos, col), naive(parents, rows, l, pos, col); got != want {
						t.Fatalf("seed %d: layer %d, position %d, column %d: %+v, want %+v", seed, l, pos, col, got, want)
					}
				}
			}
		}
		var want rollup.Counters
		for _, row := range rows {
			if row.Stage != rollup.Absent {
				want.Expected++
			}
			if inLayer(rollup.FiledOrBetter, row.Stage) && row.Late {
				want.Late++
			}
		}
		if got := cube.Counters(0); got.Expected != want.Expected || got.Late != want.Late || got.In() != got.Late+got.OnTime {
			t.Fatalf("seed %d: counters %+v, want expected %d late %d", seed, got, want.Expected, want.Late)
		}
	}
}

func TestOrderIsIrrelevantAndSettingTwiceChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parents := randomTree(r, 80)
	shape, _ := rollup.NewShape(parents)
	rows := make([]rollup.Row, len(parents))
	for i := range rows {
		rows[i] = randomRow(r)
	}
	a, b := rollup.New(shape, rules), rollup.New(shape, rules)
	for i := range rows {
		a.Set(i, rows[i])
	}
	for _, i := range r.Perm(len(rows)) {
		b.Set(i, randomRow(r))
		b.Set(i, rows[i])
		b.Set(i, rows[i])
	}
	if d := rollup.Diff(a, b, 5); len(d) > 0 {
		t.Fatalf("cubes differ: %+v", d)
	}
}

func TestPartsSumToTheWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	parents := randomTree(r, 120)
	shape, _ := rollup.NewShape(parents)
	cube := rollup.New(shape, rules)
	for i := range parents {
		cube.Set(i, randomRow(r))
	}
	for pos := range parents {
		sum := cube.OwnCell(rollup.FiledOrBetter, pos, 0)
		counts := int32(0)
		if cube.Stage(pos) != rollup.Absent {
			counts = 1
		}
		shape.Children(pos, func(child int) {
			cell := cube.Total(rollup.FiledOrBetter, child, 0)
			sum.Value += cell.Value
			sum.Have += cell.Have
			counts += cube.Counters(child).Expected
		})
		if got := cube.Total(rollup.FiledOrBetter, pos, 0); got != sum || cube.Counters(pos).Expected != counts {
			t.Fatalf("position %d: %+v, own and children give %+v", pos, got, sum)
		}
	}
}

func TestMissingIsNotZero(t *testing.T) {
	shape, _ := rollup.NewShape([]int{-1, 0, 0})
	cube := rollup.New(shape, rules)
	blank := rollup.Row{Stage: rollup.Open, Values: make([]int64, 4), Has: make([]bool, 4)}
	cube.Set(1, blank)
	cube.Set(2, blank)
	if c := cube.Total(rollup.FiledOrBetter, 0, 0); c.Have != 0 {
		t.Fatalf("a figure from nobody: %+v", c)
	}
	cube.Set(1, rollup.Row{Stage: rollup.Filed, Values: []int64{0, -5, 0, 0}, Has: []bool{true, true, false, false}})
	if c := cube.Total(rollup.FiledOrBetter, 0, 0); c != (rollup.Cell{Value: 0, Have: 1}) {
		t.Fatalf("a filed nought: %+v", c)
	}
	if c := cube.Total(rollup.FiledOrBetter, 0, 1); c != (rollup.Cell{Value: -5, Have: 1}) {
		t.Fatalf("a maximum below nought: %+v", c)
	}
	if c := cube.Counters(0); c.Expected != 2 || c.In() != 1 || c.Open != 1 {
		t.Fatalf("counters %+v", c)
	}
}

func TestShapeRefusesWhatIsNotPreOrder(t *testing.T) {
	for _, parents := range [][]int{{0}, {-1, 1}, {-1, 0, 0, 1}, {-1, 0, 1, 0, 1}} {
		if _, err := rollup.NewShape(parents); err == nil {
			t.Errorf("%v was taken", parents)
		}
	}
}

// Rows that are laid and added up once make the same cube as rows that are set one by one, and it goes on from there alike.
func TestFillingAtOnceEqualsSettingOneByOne(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 11))
		parents := randomTree(r, 1+r.IntN(70))
		if seed%3 == 0 {
			parents = append(parents, -1, len(parents)) // a second tree
		}
		shape, err := rollup.NewShape(parents)
		if err != nil {
			t.Fatal(err)
		}
		set, laid := rollup.New(shape, rules), rollup.New(shape, rules)
		for _, pos := range r.Perm(len(parents)) {
			if r.IntN(6) == 0 {
				continue // nothing is asked
			}
			row := randomRow(r)
			set.Set(pos, row)
			values, has := laid.Lay(pos, row.Stage, row.Late)
			if (values != nil) != inLayer(rollup.FiledOrBetter, row.Stage) {
				t.Fatalf("stage %d: a place %v", row.Stage, values != nil)
			}
			if values != nil {
				copy(has, row.Has)
				for i, ok := range row.Has {
					if ok {
						values[i] = row.Values[i]
					}
				}
			}
		}
		laid.Rise()
		for round := range 2 {
			if d := rollup.Diff(set, laid, 3); len(d) > 0 {
				t.Fatalf("seed %d, round %d: %+v", seed, round, d)
			}
			if cells, different := laid.Recount(); cells == 0 || different > 0 {
				t.Fatalf("seed %d: %d of %d cells", seed, different, cells)
			}
			for range 20 {
				pos, row := r.IntN(len(parents)), randomRow(r)
				before := laid.Stamp(pos)
				set.Set(pos, row)
				laid.Set(pos, row)
				if laid.Stamp(pos) == before {
					t.Fatalf("seed %d: the stamp stands", seed)
				}
			}
		}
	}
}
