package org_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// names lists the heirs of a unit by name.
func heirNames(then, now *org.Tree, heirs [][]int, unit ident.ID) []string {
	pos, _ := then.Pos(unit)
	var names []string
	for _, at := range heirs[pos] {
		names = append(names, now.At(at).Name)
	}
	slices.Sort(names)
	return names
}

func TestHeirs(t *testing.T) {
	b := open(t, 20240101)
	file := org.File{Levels: []org.FileLevel{{Code: "any", VI: "Cấp"}}, Units: []org.FileUnit{{Code: "root", Name: "Gốc", Level: "any"}}}
	for _, code := range []string{"A", "B", "C", "D", "E", "F"} {
		file.Units = append(file.Units, org.FileUnit{Code: code, Parent: "root", Name: code, Level: "any"})
	}
	file.Units = append(file.Units, org.FileUnit{Code: "A1", Parent: "A", Name: "A1", Level: "any"},
		org.FileUnit{Code: "D2", Parent: "root", Name: "D2", Level: "any", From: 20240301})
	// D is carved up: D2 leaves it, D lives on. A later merger of D into E takes only what is left.
	file.Changes = []org.FileChange{{Date: 20240301, Kind: org.ChangeSplit, Act: "QĐ", From: []string{"D"}, To: []string{"D", "D2"}}}
	if err := b.Load(t.Context(), b.sys, file); err != nil {
		t.Fatal(err)
	}
	id := func(code string) ident.ID {
		got, err := b.ByCode(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := b.Merge(t.Context(), b.sys, []ident.ID{id("A"), id("B")}, id("B"), org.NewUnit{}, decree(20240201))
	must(err)
	must(b.Dissolve(t.Context(), b.sys, id("A1"), nil, decree(20240301))) // it stands under B by then
	_, err = b.Split(t.Context(), b.sys, id("C"), []org.NewUnit{{Parent: id("root"), Name: "C1", Level: "any"}, {Parent: id("root"), Name: "C2", Level: "any"}}, decree(20240301))
	must(err)
	must(b.Dissolve(t.Context(), b.sys, id("E"), []ident.ID{id("F")}, decree(20240401)))
	_, err = b.Merge(t.Context(), b.sys, []ident.ID{id("D"), id("F")}, id("F"), org.NewUnit{}, decree(20240501))
	must(err)
	then, now := b.tree(t, 20240101), b.tree(t, 20240601)
	heirs, err := b.Heirs(t.Context(), then, now)
	must(err)
	for code, want := range map[string]string{"root": "[Gốc]", "A": "[B]", "B": "[B]", "A1": "[B]", "C": "[C1 C2]", "D": "[D2 F]", "E": "[F]", "F": "[F]"} {
		if got := fmt.Sprint(heirNames(then, now, heirs, id(code))); got != want {
			t.Errorf("%s goes on in %s, want %s", code, got, want)
		}
	}
}

// On random trees with random histories every unit has an heir as long as a root lives, and who lives unsplit is its own heir.
func TestEveryUnitOfARandomHistoryHasAnHeir(t *testing.T) {
	for seed := range uint64(4) {
		b := open(t, 20240101)
		rnd := rand.New(rand.NewPCG(seed, 5))
		file := org.File{Levels: []org.FileLevel{{Code: "any", VI: "Cấp"}}, Units: []org.FileUnit{{Code: "root", Name: "Gốc", Level: "any"}}}
		for i := range 12 {
			file.Units = append(file.Units, org.FileUnit{Code: fmt.Sprint("u", i), Parent: []string{"root", "u0", "u1"}[min(i, rnd.IntN(3))], Name: fmt.Sprint("Đơn vị ", i), Level: "any"})
		}
		if err := b.Load(t.Context(), b.sys, file); err != nil {
			t.Fatal(err)
		}
		for range 120 {
			_ = randomChange(t.Context(), b, rnd) // refused changes are part of the game
		}
		for _, days := range [][2]when.Date{{20240101, 20250301}, {20240401, 20240901}, {20240601, 20240601}} {
			then, now := b.tree(t, days[0]), b.tree(t, days[1])
			heirs, err := b.Heirs(t.Context(), then, now)
			if err != nil {
				t.Fatal(err)
			}
			if now.Len() == 0 {
				continue
			}
			for pos := range then.Len() {
				u := then.At(pos)
				if len(heirs[pos]) == 0 && u.Parent != 0 {
					if above := then.Ancestors(u.ID); len(heirs[posOf(then, above[len(above)-1].ID)]) > 0 {
						t.Errorf("seed %d: %s has no heir although its root has", seed, u.Name)
					}
				}
				if days[0] == days[1] && (len(heirs[pos]) != 1 || heirs[pos][0] != pos) {
					t.Errorf("seed %d: %s is not itself on the same day", seed, u.Name)
				}
				if !slices.IsSorted(heirs[pos]) || len(slices.Compact(slices.Clone(heirs[pos]))) != len(heirs[pos]) {
					t.Errorf("seed %d: heirs of %s: %v", seed, u.Name, heirs[pos])
				}
			}
		}
	}
}

func posOf(t *org.Tree, id ident.ID) int { pos, _ := t.Pos(id); return pos }
