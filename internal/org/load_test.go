package org_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// country is the size of the real one: 1 + 63 + 705 + 10,599 units until 30 June
// 2025, and a file with the change of the next day into 34 and 3,300.
func country() (until, change org.File) {
	until.Levels = []org.FileLevel{{Code: "centre", VI: "Trung ương"}, {Code: "province", VI: "Tỉnh"}, {Code: "district", VI: "Huyện"}, {Code: "commune", VI: "Xã"}}
	until.Units = []org.FileUnit{{Code: "TW", Name: "Trung ương", Level: "centre"}}
	const provinces, districts, communes = 63, 705, 10599
	for i := range provinces {
		until.Units = append(until.Units, org.FileUnit{Code: fmt.Sprint("P", i), Parent: "TW", Name: fmt.Sprint("Tỉnh số ", i), Level: "province"})
	}
	for i := range districts {
		until.Units = append(until.Units, org.FileUnit{Code: fmt.Sprint("D", i), Parent: fmt.Sprint("P", i%provinces), Name: fmt.Sprint("Huyện số ", i), Level: "district"})
	}
	for i := range communes {
		until.Units = append(until.Units, org.FileUnit{Code: fmt.Sprint("C", i), Parent: fmt.Sprint("D", i%districts), Name: fmt.Sprint("Xã số ", i), Level: "commune"})
	}
	const day, act = 20250701, "Nghị quyết (mẫu)"
	kept := func(i int) string { return fmt.Sprint("P", i%34) } // a province's successor
	for i := 34; i < provinces; i++ {
		change.Changes = append(change.Changes, org.FileChange{Date: day, Kind: org.ChangeMerge, Act: act, From: []string{fmt.Sprint("P", i), kept(i)}, To: []string{kept(i)}})
	}
	for i := range districts {
		change.Changes = append(change.Changes, org.FileChange{Date: day, Kind: org.ChangeDissolve, Act: act, From: []string{fmt.Sprint("D", i)}})
	}
	// Communes of one district merge by threes or fours; district d has the communes d, d+705, d+1410 …
	for d := range districts {
		var group []string
		n := 0
		flush := func() {
			if len(group) < 2 {
				return
			}
			code := fmt.Sprint("N", d, "-", n)
			n++
			change.Units = append(change.Units, org.FileUnit{Code: code, Parent: kept(d % provinces), Name: "Xã mới " + code, Level: "commune"})
			change.Changes = append(change.Changes, org.FileChange{Date: day, Kind: org.ChangeMerge, Act: act, From: group, To: []string{code}})
			group = nil
		}
		for c := d; c < communes; c += districts {
			if group = append(group, fmt.Sprint("C", c)); len(group) == 3 && c+2*districts < communes {
				flush()
			}
		}
		flush()
	}
	return until, change
}

func TestWholeCountry(t *testing.T) {
	var slow bytes.Buffer
	d, err := db.Open(t.Context(), db.Config{Path: filepath.Join(t.TempDir(), "country.db"), Log: slog.New(slog.NewTextHandler(&slow, nil)), Slow: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b := bench{org.New(org.Deps{DB: d, IDs: ids, Clock: when.NewFrozen(when.Date(20250101).Time())}), d, nil, actor.SystemActor("test")}
	until, change := country()
	began := time.Now()
	if err := b.Load(t.Context(), b.sys, until); err != nil {
		t.Fatal(err)
	}
	first := time.Since(began)
	if err := b.Load(t.Context(), b.sys, change); err != nil {
		t.Fatal(err)
	}
	t.Logf("first file %v, change %v, slow pieces: %q", first, time.Since(began)-first, slow.String())
	began = time.Now()
	before := b.tree(t, 20250630)
	t.Logf("a tree of %d in %v", before.Len(), time.Since(began))
	after := b.tree(t, 20250701)
	if before.Len() != 11368 || len(after.Level("province")) != 34 || len(after.Level("district")) != 0 {
		t.Errorf("before %d, after %d provinces and %d districts", before.Len(), len(after.Level("province")), len(after.Level("district")))
	}
	if n := len(after.Level("commune")); n != len(change.Units) || n < 3000 {
		t.Errorf("%d communes", n)
	}
	if err := b.Load(t.Context(), b.sys, change); err != nil {
		t.Errorf("the change again: %v", err)
	}
}

// TestInterruptedLoadIsCompletedByTheSameFile stops between two pieces.
func TestInterruptedLoadIsCompletedByTheSameFile(t *testing.T) {
	b := open(t, 20250101)
	until, change := country()
	for _, f := range []org.File{until, change} {
		for stop := 1; ; stop *= 3 {
			ctx, cancel := context.WithCancel(t.Context())
			pieces := b.db.Stats().Pieces
			done := make(chan error, 1)
			go func() { done <- b.Load(ctx, b.sys, f) }()
			for running := true; running; {
				select {
				case err := <-done:
					done <- err
					running = false
				case <-time.After(time.Millisecond):
					if b.db.Stats().Pieces-pieces >= int64(stop) {
						cancel()
						running = false
					}
				}
			}
			err := <-done
			cancel()
			if err == nil {
				break
			}
		}
	}
	if got := b.tree(t, 20250630).Len(); got != 11368 {
		t.Errorf("before: %d units", got)
	}
	if got := b.tree(t, 20250701).Len(); got != 1+34+len(change.Units) {
		t.Errorf("after: %d units", got)
	}
}

// TestRealUnitsOf2025 loads the 34 provinces and 3,321 communes of 1 July 2025.
func TestRealUnitsOf2025(t *testing.T) {
	folder := os.Getenv("GIAOBAN_DATA")
	if folder == "" {
		t.Skip("GIAOBAN_DATA names no folder with units-2025.json")
	}
	raw, err := os.ReadFile(filepath.Join(folder, "units-2025.json"))
	if err != nil {
		t.Fatal(err)
	}
	var provinces []struct {
		Code, Name, FullName string
		Wards                []struct{ Code, Name, FullName string }
	}
	if err := json.Unmarshal(raw, &provinces); err != nil {
		t.Fatal(err)
	}
	f := org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương"}, {Code: "province", VI: "Tỉnh"}, {Code: "commune", VI: "Xã"}},
		Units:  []org.FileUnit{{Code: "TW", Name: "Trung ương", Level: "centre"}},
	}
	for _, p := range provinces {
		f.Units = append(f.Units, org.FileUnit{Code: p.Code, Parent: "TW", Name: p.FullName, Short: p.Name, Level: "province", From: 20250701})
		for _, w := range p.Wards {
			f.Units = append(f.Units, org.FileUnit{Code: w.Code, Parent: p.Code, Name: w.FullName, Short: w.Name, Level: "commune", From: 20250701})
		}
	}
	b := open(t, 20250801)
	if err := b.Load(t.Context(), b.sys, f); err != nil {
		t.Fatal(err)
	}
	tree := b.tree(t, 20250801)
	list := tree.Children(tree.Root().ID)
	if len(list) != 34 || len(tree.Level("commune")) != 3321 || b.tree(t, 20250630).Len() != 1 {
		t.Errorf("%d provinces, %d communes", len(list), len(tree.Level("commune")))
	}
	place := make(map[string]int, len(list))
	for i, u := range list {
		place[u.ShortName] = i
	}
	for _, pair := range [][2]string{{"An Giang", "Bắc Ninh"}, {"Cần Thơ", "Đà Nẵng"}, {"Đồng Tháp", "Gia Lai"}, {"Cà Mau", "Cao Bằng"}, {"Hồ Chí Minh", "Huế"}, {"Thái Nguyên", "Thanh Hoá"}, {"Thanh Hoá", "Tuyên Quang"}} {
		first, ok := place[pair[0]]
		second, ok2 := place[pair[1]]
		if !ok || !ok2 || first >= second {
			t.Errorf("%s does not stand before %s", pair[0], pair[1])
		}
	}
	found, err := b.Search(t.Context(), b.sys, "thai nguyen", 5)
	if err != nil || len(found) == 0 || found[0].ShortName != "Thái Nguyên" || found[0].Level != "province" {
		t.Errorf("search: %+v %v", found, err)
	}
}
