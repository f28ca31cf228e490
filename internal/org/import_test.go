package org_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/sheet"
)

// real makes a table of the 34 provinces and 3,321 communes of 2025.
func real(t *testing.T) [][]string {
	t.Helper()
	dir := os.Getenv("GIAOBAN_DATA")
	raw, err := os.ReadFile(filepath.Join(dir, "units-2025.json"))
	if dir == "" || err != nil {
		t.Skip("GIAOBAN_DATA names no folder with units-2025.json")
	}
	var list []struct {
		Code, Name, FullName, CodeName string
		Type                           string
		AdministrativeUnitShortName    string
		Wards                          []struct{ Code, Name, FullName, Type string }
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	table := [][]string{{"Mã", "Tên", "Tên tắt", "Loại", "Cấp", "Mã cấp trên", "Từ ngày", "Văn bản"}}
	const day, act = "1/7/2025", "Nghị quyết số 202/2025/QH15"
	for _, p := range list {
		table = append(table, []string{"T" + p.Code, p.FullName, p.Name, p.Type, "Tỉnh", "TW", day, act})
		for _, w := range p.Wards {
			table = append(table, []string{w.Code, w.FullName, "", w.Type, "commune", "T" + p.Code, day, act})
		}
	}
	return table
}

func fresh(t *testing.T) bench {
	t.Helper()
	b := open(t, 20260105)
	if err := b.Load(t.Context(), b.sys, org.File{Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương"}, {Code: "province", VI: "Tỉnh"}, {Code: "commune", VI: "Xã"}},
		Units: []org.FileUnit{{Code: "TW", Name: "Trung ương", Level: "centre", From: 20200101}}}); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheRealUnitsComeInAndGo(t *testing.T) {
	table := real(t)
	book, err := sheet.XLSX("Đơn vị", nil, table)
	if err != nil {
		t.Fatal(err)
	}
	text, err := sheet.CSV(table)
	if err != nil {
		t.Fatal(err)
	}
	b := fresh(t)
	who := admin(b.id(t, "TW"))
	for name, data := range map[string][]byte{"units.xlsx": book, "units.csv": text} {
		began := time.Now()
		i, err := b.BringImport(t.Context(), who, name, data)
		if err != nil {
			t.Fatal(err)
		}
		_, lines, counts, err := b.Import(t.Context(), who, i.ID)
		if err != nil || len(lines) != 3355 || counts[org.LineNew] != 3355 {
			t.Fatalf("%s: %d lines, %v, %v, %+v", name, len(lines), counts, err, lines[0])
		}
		if n := b.tree(t, 20260105).Len(); n != 1 {
			t.Fatalf("the preview stored %d units", n)
		}
		read := time.Since(began)
		for range 2 { // the second time does nothing
			if err := b.TakeOver(t.Context(), who, i.ID); err != nil {
				t.Fatal(err)
			}
		}
		tree := b.tree(t, 20260105)
		if tree.Len() != 3356 || len(tree.Level("province")) != 34 || len(tree.Level("commune")) != 3321 {
			t.Fatalf("%s: %d units", name, tree.Len())
		}
		if _, _, counts, err := b.Import(t.Context(), who, i.ID); err != nil || counts[org.LineSame] != 3355 {
			t.Errorf("after it came in: %v %v", counts, err)
		}
		changes, err := b.Changes(t.Context(), who, b.id(t, "T01"))
		if err != nil || len(changes) != 1 || changes[0].Kind != org.ChangeCreate {
			t.Errorf("%+v %v", changes, err)
		}
		for range 2 {
			if err := b.Undo(t.Context(), who, i.ID); err != nil {
				t.Fatal(err)
			}
		}
		if n := b.tree(t, 20260105).Len(); n != 1 {
			t.Fatalf("%s: %d units are left", name, n)
		}
		left := int64(0)
		err = b.db.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
			left, err = db.Int(ctx, r, `select (select count(*) from unit) + (select count(*) from unit_version) + (select count(*) from unit_change) + (select count(*) from unit_change_part)`)
			return err
		})
		if err != nil || left != 2 {
			t.Errorf("%s: %d rows are left, %v", name, left, err)
		}
		t.Logf("%s: %d bytes, read and judged in %v, with taking over and undoing %v", name, len(data), read, time.Since(began))
	}
}

func TestWrongLinesAreNamed(t *testing.T) {
	b := fresh(t)
	tw := b.id(t, "TW")
	for _, u := range []org.NewUnit{{Parent: tw, Code: "A", Name: "Tỉnh A", Level: "province"}, {Parent: tw, Code: "B", Name: "Tỉnh B", Level: "province"}} {
		if _, err := b.Create(t.Context(), b.sys, u, decree(20240101)); err != nil {
			t.Fatal(err)
		}
	}
	who := admin(b.id(t, "A"))
	text := strings.Join([]string{
		"Code;Name;Level;Parent code;From date;Legal act", // 1
		"X1;Xã Một;commune;A;1/7/2025;QĐ 1",               // 2 new
		";Không mã;commune;A;1/7/2025;QĐ 1",               // 3
		"X1;Xã Hai;commune;A;1/7/2025;QĐ 1",               // 4 twice
		"X3;;commune;A;1/7/2025;QĐ 1",                     // 5 no name
		"X4;Xã Bốn;làng;A;1/7/2025;QĐ 1",                  // 6 no such level
		"X5;Xã Năm;commune;Z;1/7/2025;QĐ 1",               // 7 no such parent
		"X6;Xã Sáu;commune;A;31/6/2025;QĐ 1",              // 8 no such day
		"X7;Xã Bảy;commune;A;1/7/2025;",                   // 9 no act
		"X8;Xã Tám;commune;B;1/7/2025;QĐ 1",               // 10 not mine
		"X9;Tỉnh con;province;X1;1/7/2025;QĐ 1",           // 11 above its parent
		"C1;Vòng;commune;C2;1/7/2025;QĐ 1",                // 12 circle
		"C2;Vòng;commune;C1;1/7/2025;QĐ 1",                // 13
		"A;Tỉnh A mới;province;TW;1/7/2025;QĐ 1",          // 14 the own top
		"X!;Xã lạ;commune;A;1/7/2025;QĐ 1",                // 15 code
		"X10;Xã sớm;commune;A;1/7/2019;QĐ 1",              // 16 before its parent
	}, "\n")
	i, err := b.BringImport(t.Context(), who, "sai.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	_, lines, _, err := b.Import(t.Context(), who, i.ID)
	if err != nil {
		t.Fatal(err)
	}
	got := map[int]string{}
	for _, l := range lines {
		for _, f := range l.Faults {
			got[l.Line] += f.Cell + " " + f.Key + " "
		}
	}
	for line, want := range map[int]string{3: "A3 org.import_no_code", 4: "A4 org.import_code_twice", 5: "B5 org.name_missing", 6: "C6 org.no_such_level", 7: "D7 org.import_no_parent",
		8: "E8 org.import_bad_day", 9: "F9 org.act_missing", 10: "D10 org.import_forbidden", 11: "C11 org.level_above_parent", 14: "A14 org.import_forbidden", 15: "A15 org.code_bad"} {
		if !strings.Contains(got[line], want) {
			t.Errorf("line %d: %q, want %q", line, got[line], want)
		}
	}
	if got[2] != "" {
		t.Errorf("line 2 is good: %q", got[2])
	}
	if err := b.TakeOver(t.Context(), who, i.ID); !fault.Is(err, "org.import_wrong_lines") || b.tree(t, 20260105).Len() != 3 {
		t.Errorf("taken over: %v", err)
	}
	// What only the tree as a whole can tell.
	whole := strings.Join([]string{"code,name,level,parent,from,act", "C1,Vòng,commune,C2,1/7/2025,QĐ", "C2,Vòng,commune,C1,1/7/2025,QĐ", "X10,Sớm,commune,A,1/7/2019,QĐ"}, "\n")
	if i, err = b.BringImport(t.Context(), b.sys, "vong.csv", []byte(whole)); err != nil {
		t.Fatal(err)
	}
	if _, lines, counts, err := b.Import(t.Context(), b.sys, i.ID); err != nil || counts[org.LineWrong] != 3 {
		t.Errorf("%v %v %+v", counts, err, lines)
	}
	for name, text := range map[string]string{"no heading": "a,b\n1,2\n", "twice": "code,mã,name\n", "nothing": "code,name\n"} {
		if _, err := b.BringImport(t.Context(), who, "x.csv", []byte(text)); fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// hooked uses whatever it is told to.
type hooked map[ident.ID]bool

func (hooked) Affected(context.Context, db.Querier, actor.Actor, org.Impact) ([]org.Affected, error) {
	return nil, nil
}

func (h hooked) Uses(_ context.Context, _ db.Querier, _ actor.Actor, units []ident.ID) ([]org.Use, error) {
	u := org.Use{Key: "org.undo_story"}
	for _, id := range units {
		if h[id] {
			u.Count, u.Unit = u.Count+1, id
		}
	}
	return []org.Use{u}, nil
}

func TestUndoSaysWhatStandsAgainstIt(t *testing.T) {
	b := fresh(t)
	tw := b.id(t, "TW")
	uses := hooked{}
	b.Consult(uses)
	who := admin(tw)
	if _, err := b.Create(t.Context(), b.sys, org.NewUnit{Parent: tw, Code: "A", Name: "Tỉnh A", ShortName: "A", Level: "province"}, decree(20240101)); err != nil {
		t.Fatal(err)
	}
	bring := func(text string) org.Import {
		t.Helper()
		i, err := b.BringImport(t.Context(), who, "x.csv", []byte("code,name,level,parent,from,act\n"+text))
		if err != nil {
			t.Fatal(err)
		}
		if err := b.TakeOver(t.Context(), who, i.ID); err != nil {
			t.Fatal(err)
		}
		return i
	}
	i := bring("A,Tỉnh A Mới,,,1/7/2025,QĐ 7\nN,Tỉnh N,province,TW,1/7/2025,QĐ 7\nN1,Xã N1,commune,N,1/7/2025,QĐ 7\n")
	if got := b.tree(t, 20260105); got.Name(b.id(t, "A")) != "Tỉnh A Mới" || got.Len() != 4 {
		t.Fatalf("%d units, %q", got.Len(), got.Name(b.id(t, "A")))
	}
	refused := func(key string) {
		t.Helper()
		err := b.Undo(t.Context(), who, i.ID)
		var all fault.Faults
		var one *fault.Fault
		if !errors.As(err, &all) && !errors.As(err, &one) || !strings.Contains(fmt.Sprint(err), key) {
			t.Errorf("%v, want %s", err, key)
		}
	}
	uses[b.id(t, "N1")] = true
	refused("org.undo_story")
	delete(uses, b.id(t, "N1"))
	child, err := b.Create(t.Context(), b.sys, org.NewUnit{Parent: b.id(t, "N"), Name: "Xã N2", Level: "commune"}, decree(20250801))
	if err != nil {
		t.Fatal(err)
	}
	refused("org.undo_children")
	if err := b.Move(t.Context(), b.sys, child.ID, b.id(t, "A"), decree(20250801)); err != nil {
		t.Fatal(err)
	}
	if err := b.Rename(t.Context(), b.sys, b.id(t, "N1"), "Xã N1 Mới", "", decree(20251001)); err != nil {
		t.Fatal(err)
	}
	refused("org.undo_changed")
	other := admin(b.id(t, "A"))
	other.Account = 77
	if err := b.Undo(t.Context(), other, i.ID); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("undone by a stranger: %v", err)
	}
	// An import that only changed units is taken back; the units go on as they were.
	j := bring("A,Tỉnh A Rất Mới,,,1/9/2025,QĐ 8\n")
	if err := b.Undo(t.Context(), who, j.ID); err != nil {
		t.Fatal(err)
	}
	versions, err := b.Versions(t.Context(), b.id(t, "A"))
	if err != nil || len(versions) != 2 || versions[1].To != 0 || versions[1].Name != "Tỉnh A Mới" {
		t.Errorf("%+v %v", versions, err)
	}
	for name, who := range map[string]actor.Actor{"specialist": {Kind: actor.Person, Account: 5, Grants: []actor.Grant{{Role: actor.Specialist, Unit: tw}}}, "public": {}} {
		if _, err := b.BringImport(t.Context(), who, "x.csv", nil); err == nil {
			t.Errorf("%s imports", name)
		}
		if err := b.TakeOver(t.Context(), who, i.ID); err == nil {
			t.Errorf("%s takes over", name)
		}
		if _, err := b.Imports(t.Context(), who); err == nil {
			t.Errorf("%s reads", name)
		}
	}
}
