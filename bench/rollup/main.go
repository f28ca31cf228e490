// Command rollup compares the live totals with PostgreSQL: 100 indicators of 63
// provinces over the 11,368 units of a national tree, as JSON, read after one
// random filing each time and containing it. Only the read is timed. Both sides
// hold the same figures, and every answer is compared.
//
//	rollup.ratio          GROUP BY over the value rows
//	rollup.matview.ratio  reading a materialised view that holds the totals of every unit of every level, its refresh included
//
// Our side is the cube that the report service keeps, with the making of the
// JSON, inside the process. The address of the server stands in the variable
// GIAOBAN_TEST_POSTGRES; e2e/postgres.sh starts one.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/report/rollup"
)

const indicators = 100

func main() {
	reads := flag.Int("reads", 7, "reads of the value rows")
	refreshes := flag.Int("refreshes", 1, "refreshes of the view")
	flag.Parse()
	if err := run(context.Background(), *reads, *refreshes); err != nil {
		fmt.Fprintln(os.Stderr, "rollup:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, reads, refreshes int) (err error) {
	address := os.Getenv("GIAOBAN_TEST_POSTGRES")
	if address == "" {
		return errors.New("GIAOBAN_TEST_POSTGRES names no server")
	}
	n, err := newNation()
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, db.Config{URL: address})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	pg := rows{d}
	if err := pg.fill(ctx, n); err != nil {
		return err
	}
	var ours, theirs, view []time.Duration
	for i := range reads + refreshes {
		unit, value := n.communes[i*7919%len(n.communes)], int64(1000+i)
		n.file(unit, value)
		if err := pg.file(ctx, unit, value); err != nil {
			return err
		}
		began := time.Now()
		mine, err := n.provinces()
		if err != nil {
			return err
		}
		ours = append(ours, time.Since(began))
		began = time.Now()
		var other []byte
		if i < reads {
			other, err = pg.grouped(ctx)
			theirs = append(theirs, time.Since(began))
		} else {
			other, err = pg.refreshed(ctx)
			view = append(view, time.Since(began))
		}
		if err != nil {
			return err
		}
		if string(mine) != string(other) {
			return fmt.Errorf("after filing %d the totals differ", i)
		}
	}
	// One read is shorter than what disturbs it: many tell more.
	for i := range 500 {
		n.file(n.communes[i*104729%len(n.communes)], int64(i))
		began := time.Now()
		if _, err := n.provinces(); err != nil {
			return err
		}
		ours = append(ours, time.Since(began))
	}
	note := fmt.Sprintf("%d x %d of %d units; ours %.3f ms, median of %d", len(n.firsts), indicators, n.cube.Shape().Len(), median(ours), len(ours))
	if err := row("rollup.ratio", median(theirs), median(ours), fmt.Sprintf("%s; PostgreSQL median of %d", note, len(theirs))); err != nil {
		return err
	}
	return row("rollup.matview.ratio", median(view), median(ours), fmt.Sprintf("%s; refresh and read, median of %d", note, len(view)))
}

func median(list []time.Duration) float64 {
	slices.Sort(list)
	return float64(list[len(list)/2].Nanoseconds()) / 1e6
}

// row prints how many times faster our read is; the baseline is PostgreSQL's time in ms.
func row(name string, theirs, ours float64, note string) error {
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"name": name, "value": theirs / ours, "baseline": theirs, "ratio": theirs / ours, "note": note})
}

// nation is the tree with its cube: a centre, 63 provinces, 705 districts, 10,599 communes, as they stood in 2021.
type nation struct {
	cube     *rollup.Cube
	parents  []int
	firsts   []int // positions of the provinces
	communes []int
}

func newNation() (*nation, error) {
	n := &nation{parents: []int{-1}}
	add := func(parent int) int {
		n.parents = append(n.parents, parent)
		return len(n.parents) - 1
	}
	districts := 0
	for p := range 63 {
		province := add(0)
		n.firsts = append(n.firsts, province)
		for range share(705, 63, p) {
			district := add(province)
			for range share(10_599, 705, districts) {
				n.communes = append(n.communes, add(district))
			}
			districts++
		}
	}
	shape, err := rollup.NewShape(n.parents)
	if err != nil {
		return nil, err
	}
	n.cube = rollup.New(shape, make([]rollup.Rule, indicators)) // the zero rule is Sum
	for pos := range n.parents {
		values, has := make([]int64, indicators), make([]bool, indicators)
		for i := range values {
			values[i], has[i] = figure(pos, i), true
		}
		n.cube.Set(pos, rollup.Row{Stage: rollup.Filed, Values: values, Has: has})
	}
	return n, nil
}

// share spreads a number over parts: the first ones get one more.
func share(all, parts, i int) int { return (all + parts - 1 - i) / parts }

// figure is what a unit filed for an indicator. The same formula fills the value rows.
func figure(unit, indicator int) int64 { return int64((unit*7919 + indicator*104_729) % 5000) }

// file replaces a unit's report: one figure everywhere.
func (n *nation) file(unit int, value int64) {
	values, has := make([]int64, indicators), make([]bool, indicators)
	for i := range values {
		values[i], has[i] = value, true
	}
	n.cube.Set(unit, rollup.Row{Stage: rollup.Filed, Values: values, Has: has})
}

// line is one province: totals, and of how many units.
type line struct {
	Unit   int     `json:"unit"`
	Totals []int64 `json:"totals"`
	Have   []int64 `json:"have"`
}

func (n *nation) provinces() ([]byte, error) {
	list := make([]line, 0, len(n.firsts))
	for _, pos := range n.firsts {
		l := line{Unit: pos, Totals: make([]int64, indicators), Have: make([]int64, indicators)}
		for i := range indicators {
			cell := n.cube.Total(rollup.FiledOrBetter, pos, i)
			l.Totals[i], l.Have[i] = cell.Value, int64(cell.Have)
		}
		list = append(list, l)
	}
	return json.Marshal(list)
}
