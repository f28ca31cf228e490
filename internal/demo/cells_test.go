package demo_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/demo"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// cellsEqualTheirLeaves takes 200 cells of the national roll-up at random, of
// units of every level, and adds each up again from the stored reports: the
// subtree by a query of its own over the units' versions, the figures out of
// what was signed. Value and number of reports must both be the same.
func cellsEqualTheirLeaves(t *testing.T, l demo.Loader) {
	t.Helper()
	type request struct {
		id  ident.ID
		day int64
	}
	var requests []request
	if err := l.DB.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
		requests, err = db.All(ctx, r, func(s db.Scanner, q *request) error { return s.Scan(&q.id, &q.day) },
			`select id, period_to from report_request order by id`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(2026, 11))
	system := actor.SystemActor("test")
	checked, filled := 0, 0
	for len(requests) > 0 && checked < 200 {
		q := requests[random.IntN(len(requests))]
		tree, err := l.Org.Tree(t.Context(), when.Date(q.day))
		if err != nil {
			t.Fatal(err)
		}
		unit := tree.At(random.IntN(tree.Len()))
		if random.IntN(3) > 0 { // most units are communes: look at the tops too
			unit = tree.Level("province")[random.IntN(34)]
		}
		board, err := l.Report.Board(t.Context(), system, q.id, unit.ID)
		if err != nil {
			t.Fatalf("%s: %v", unit.Name, err)
		}
		total := board.Totals[random.IntN(len(board.Totals))]
		if total.Indicator.Kind != report.Int || total.Indicator.Across != report.Sum {
			continue
		}
		checked++
		sum, have := addUp(t, l, q.id, q.day, unit.ID, total.Indicator.Code)
		if total.Filed.Have != have || total.Filed.Known && total.Filed.Value != sum || total.Filed.Known != (have > 0) {
			t.Errorf("%s, %s: the board says %d of %d reports, the reports say %d of %d", unit.Name, total.Indicator.Code, total.Filed.Value, total.Filed.Have, sum, have)
		}
		if have > 1 {
			filled++
		}
	}
	if checked < 200 || filled < 50 {
		t.Errorf("only %d cells were looked at, %d of them made of several reports", checked, filled)
	}
}

func addUp(t *testing.T, l demo.Loader, request ident.ID, day int64, unit ident.ID, code string) (sum, have int64) {
	t.Helper()
	var contents []string
	if err := l.DB.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
		contents, err = db.All(ctx, r, db.ScanText, `with recursive below (unit) as (
			select cast($1 as bigint) union all
			select v.unit from unit_version v join below b on v.parent = b.unit
			where v.valid_from <= $2 and (v.valid_to = 0 or v.valid_to >= $2))
			select v.content from below b join filing f on f.unit = b.unit and f.request = $3
			join filing_version v on v.filing = f.id and v.version = f.current
			where f.state = 'filed' or f.state = 'accepted'`, int64(unit), day, request)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, text := range contents {
		var c struct {
			Figures map[string]int64 `json:"figures"`
		}
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			t.Fatal(err)
		}
		if n, ok := c.Figures[code]; ok {
			sum += n
			have++
		}
	}
	return sum, have
}
