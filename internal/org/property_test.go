package org_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// TestWhateverIsDoneTheTreeStaysOne does random changes, allowed and not, and
// then looks at every day on which something begins or ends, with eyes of its own.
func TestWhateverIsDoneTheTreeStaysOne(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			b := open(t, 20240101)
			rnd := rand.New(rand.NewPCG(seed, 1))
			file := org.File{Levels: []org.FileLevel{{Code: "any", VI: "Cấp"}}, Units: []org.FileUnit{{Code: "root", Name: "Gốc", Level: "any"}}}
			for i := range 6 {
				file.Units = append(file.Units, org.FileUnit{Code: fmt.Sprint("u", i), Parent: "root", Name: fmt.Sprint("Đơn vị ", i), Level: "any"})
			}
			if err := b.Load(t.Context(), b.sys, file); err != nil {
				t.Fatal(err)
			}
			done := 0
			for range 150 {
				if err := randomChange(t.Context(), b, rnd); err == nil {
					done++
				} else if k := fault.KindOf(err); k != fault.KindInvalid {
					t.Fatalf("neither done nor refused: %v", err)
				}
			}
			if done < 30 {
				t.Errorf("only %d changes went through: the test tests little", done)
			}
			lookAtEveryDay(t, b)
		})
	}
}

func randomChange(ctx context.Context, b bench, rnd *rand.Rand) error {
	day := when.Date(20240101).AddDays(rnd.IntN(400))
	tree, err := b.Tree(ctx, day)
	if err != nil {
		return err
	}
	pick := func() ident.ID { return tree.At(rnd.IntN(tree.Len())).ID }
	n := func() org.NewUnit {
		return org.NewUnit{Parent: pick(), Name: fmt.Sprint("Mới ", rnd.IntN(1000)), Level: "any"}
	}
	switch rnd.IntN(7) {
	case 0, 1:
		_, err = b.Create(ctx, b.sys, n(), decree(day))
	case 2:
		err = b.Rename(ctx, b.sys, pick(), fmt.Sprint("Tên ", rnd.IntN(1000)), "", decree(day))
	case 3:
		err = b.Move(ctx, b.sys, pick(), pick(), decree(day))
	case 4:
		into := ident.ID(0)
		if rnd.IntN(2) == 0 {
			into = pick()
		}
		_, err = b.Merge(ctx, b.sys, []ident.ID{pick(), pick()}, into, n(), decree(day))
	case 5:
		_, err = b.Split(ctx, b.sys, pick(), []org.NewUnit{n(), n()}, decree(day))
	case 6:
		err = b.Dissolve(ctx, b.sys, pick(), nil, decree(day))
	}
	return err
}

// lookAtEveryDay checks the invariants of the package comment by brute force.
func lookAtEveryDay(t *testing.T, b bench) {
	type version struct {
		unit, parent ident.ID
		from, to     when.Date
	}
	var all []version
	err := b.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		var err error
		all, err = db.All(ctx, r, func(s db.Scanner, v *version) error { return s.Scan(&v.unit, &v.parent, &v.from, &v.to) },
			`select unit, parent, valid_from, valid_to from unit_version`)
		if err != nil {
			return err
		}
		lonely, err := db.Int(ctx, r, `select count(*) from unit_change c where kind in ('merge', 'split')
			and not exists (select 1 from unit_change_part p where p.change = c.id and p.side = 'to')`)
		if lonely > 0 {
			t.Errorf("%d merges and splits name no successor", lonely)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	days := map[when.Date]bool{20231231: true}
	for _, v := range all {
		days[max(v.from, 1)], days[v.to.AddDays(1)] = true, true
	}
	delete(days, 0)
	for _, day := range slices.Sorted(maps.Keys(days)) {
		parent := make(map[ident.ID]ident.ID)
		for _, v := range all {
			if v.from <= day && (v.to == 0 || v.to >= day) {
				if _, twice := parent[v.unit]; twice {
					t.Fatalf("%v: unit %v has two versions", day, v.unit)
				}
				parent[v.unit] = v.parent
			}
		}
		for unit := range parent {
			steps := 0
			for at := unit; parent[at] != 0; at = parent[at] {
				if _, lives := parent[parent[at]]; !lives {
					t.Fatalf("%v: the parent of %v does not live", day, at)
				}
				if steps++; steps > len(parent) {
					t.Fatalf("%v: %v stands above itself", day, unit)
				}
			}
		}
		tree := b.tree(t, day)
		if tree.Len() != len(parent) {
			t.Fatalf("%v: the tree has %d of %d units", day, tree.Len(), len(parent))
		}
		for unit := range parent {
			lo, hi := tree.Range(unit)
			for pos := range tree.Len() {
				inside := false
				for at := tree.At(pos).ID; at != 0; at = parent[at] {
					inside = inside || at == unit
				}
				if inside != (pos >= lo && pos < hi) || inside != tree.Contains(unit, tree.At(pos).ID) {
					t.Fatalf("%v: contains is wrong for %v", day, unit)
				}
			}
		}
	}
}
