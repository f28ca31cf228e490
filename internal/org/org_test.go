package org_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

type bench struct {
	*org.Service
	db    *db.DB
	clock *when.Settable
	sys   actor.Actor
}

func open(t testing.TB, today when.Date) bench {
	t.Helper()
	d := dbtest.Open(t)
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	clock := when.NewFrozen(today.Time())
	return bench{org.New(org.Deps{DB: d, IDs: ids, Clock: clock}), d, clock, actor.SystemActor("test")}
}

func sample(t testing.TB) org.File {
	t.Helper()
	raw, err := os.ReadFile("testdata/sample.json")
	if err != nil {
		t.Fatal(err)
	}
	var f org.File
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func loaded(t testing.TB, today when.Date) bench {
	t.Helper()
	b := open(t, today)
	if err := b.Load(t.Context(), b.sys, sample(t)); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b bench) id(t testing.TB, code string) ident.ID {
	t.Helper()
	id, err := b.ByCode(context.Background(), code)
	if err != nil {
		t.Fatalf("%s: %v", code, err)
	}
	return id
}

func (b bench) tree(t testing.TB, date when.Date) *org.Tree {
	t.Helper()
	tree, err := b.Tree(context.Background(), date)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func admin(unit ident.ID) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 7, Name: "Quản trị thử", Unit: unit, Grants: []actor.Grant{{Role: actor.Admin, Unit: unit}}}
}

func decree(date when.Date) org.Decree {
	return org.Decree{Date: date, Act: "Quyết định số 9/QĐ"}
}

func TestSampleFileOnBothSidesOfTheChange(t *testing.T) {
	b := loaded(t, 20250615)
	before, after := b.tree(t, 20250630), b.tree(t, 20250701)
	if got := codes(before.Children(b.id(t, "TW"))); got != "[DA DT LH]" { // Dương An, Đông Tiên, Lam Hà: đ stands after d
		t.Errorf("children before: %s", got)
	}
	if got := codes(after.Children(b.id(t, "TW"))); got != "[DT LHM]" {
		t.Errorf("children after: %s", got)
	}
	if got := codes(before.Subtree(b.id(t, "LH"))); got != "[LH LH-TC LH-H1 LH-H1-3 LH-H1-2 LH-H1-1]" {
		t.Errorf("subtree before: %s", got)
	}
	if got := codes(after.Subtree(b.id(t, "LHM"))); got != "[LHM LH-H1-3 LH-X1]" {
		t.Errorf("subtree after: %s", got)
	}
	if u, _ := after.Unit(b.id(t, "LH-H1-3")); u.Name != "Xã Vân Sơn" || u.From != 20250701 {
		t.Errorf("renamed and moved: %+v", u)
	}
	if u, _ := before.Unit(b.id(t, "DA")); u.To != 20250630 || u.TileCol != 2 || u.TileRow != 3 {
		t.Errorf("a change of the file ends its units: %+v", u)
	}
	if !before.Contains(b.id(t, "LH"), b.id(t, "LH-H1-1")) || after.Contains(b.id(t, "LH"), b.id(t, "LH-H1-3")) {
		t.Error("contains")
	}
	if got := codes(before.Ancestors(b.id(t, "LH-H1-1"))); got != "[LH-H1 LH TW]" {
		t.Errorf("ancestors: %s", got)
	}
	if got := codes(before.Group("organisation")); got != "[TW LH-TC]" {
		t.Errorf("group: %s", got)
	}
	for _, c := range []struct {
		scope org.Scope
		want  string
	}{
		{org.Scope{Kind: org.ScopeAll}, "[TW DA DT LH LH-TC LH-H1 LH-H1-3 LH-H1-2 LH-H1-1]"},
		{org.Scope{Kind: org.ScopeLevel, Value: "commune"}, "[LH-H1-3 LH-H1-2 LH-H1-1]"},
		{org.Scope{Kind: org.ScopeLevel, Value: "commune", Under: b.id(t, "DT")}, "[]"},
		{org.Scope{Kind: org.ScopeGroup, Value: "north"}, "[DT LH]"},
		{org.Scope{Kind: org.ScopeGroup, Value: "north", Under: b.id(t, "DT")}, "[DT]"},
		{org.Scope{Kind: org.ScopeKind, Value: "office"}, "[LH-TC]"},
		{org.Scope{Kind: org.ScopeSubtree, Under: b.id(t, "LH-H1")}, "[LH-H1 LH-H1-3 LH-H1-2 LH-H1-1]"},
		{org.Scope{Kind: org.ScopeList, Units: []ident.ID{b.id(t, "DT"), b.id(t, "LH"), b.id(t, "LHM")}}, "[DT LH]"},
		{org.Scope{Kind: "nonsense"}, "[]"},
	} {
		if got := codes(before.Resolve(c.scope)); got != c.want {
			t.Errorf("%+v: %s, want %s", c.scope, got, c.want)
		}
	}
}

func TestSameFileTwiceChangesNothing(t *testing.T) {
	b := loaded(t, 20250615)
	count := func() (n [4]int64) {
		err := b.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
			for i, text := range []string{`select count(*) from unit`, `select count(*) from unit_version`, `select count(*) from unit_change`, `select count(*) from journal`} {
				var err error
				if n[i], err = db.Int(ctx, r, text); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	was := count()
	if err := b.Load(t.Context(), b.sys, sample(t)); err != nil {
		t.Fatal(err)
	}
	if now := count(); now != was || was != [4]int64{11, 12, 4, 1} {
		t.Errorf("was %v, now %v", was, now)
	}
}

func TestLineage(t *testing.T) {
	b := loaded(t, 20250801)
	for _, c := range []struct {
		unit string
		on   when.Date
		back bool
		want string
	}{
		{"LHM", 20250630, true, "[DA LH]"},
		{"LHM", 20250701, true, "[LHM]"},
		{"LH", 20250801, false, "[LHM]"},
		{"LH", 20250101, false, "[LH]"},
		{"LH-H1", 20250801, false, "[]"},
		{"DT", 20250801, false, "[DT]"},
	} {
		follow := b.Successors
		if c.back {
			follow = b.Predecessors
		}
		list, err := follow(t.Context(), b.id(t, c.unit), c.on)
		if err != nil || codes(list) != c.want {
			t.Errorf("%+v: %s %v", c, codes(list), err)
		}
	}
	changes, err := b.Changes(t.Context(), b.sys, b.id(t, "LHM"))
	if err != nil || len(changes) != 1 || codes(changes[0].From) != "[DA LH]" || codes(changes[0].To) != "[LHM]" || changes[0].Kind != org.ChangeMerge {
		t.Errorf("changes: %+v %v", changes, err)
	}
}

func TestSearch(t *testing.T) {
	b := loaded(t, 20250615)
	for _, c := range []struct{ text, want string }{
		{"dong tien", "[DT]"},
		{"Đông Tiên", "[DT]"},
		{"ban to chuc tw", "[TW]"},
		{"ban tổ chức T.Ư", "[TW]"},
		{"BTCTW", "[TW]"},
		{"lam ha", "[LH LH-TC]"},
		{"LH-H1-2", "[LH-H1-2]"},
		{"van", "[LH-H1-2 LH-H1-1 LH-H1 LH-H1-3]"},
		{"sơn vân", "[LH-H1 LH-H1-3]"},
		{"", "[]"},
		{"%", "[]"},
	} {
		list, err := b.Search(t.Context(), b.sys, c.text, 0)
		if err != nil || codes(list) != c.want {
			t.Errorf("%q: %s %v, want %s", c.text, codes(list), err, c.want)
		}
	}
	if _, err := b.Search(t.Context(), actor.Actor{}, "lam", 5); fault.KindOf(err) != fault.KindUnauthenticated {
		t.Errorf("the public searched: %v", err)
	}
}

func TestChangesByHand(t *testing.T) {
	b := loaded(t, 20240101)
	ctx := t.Context()
	who := admin(b.id(t, "LH"))
	u, err := b.Create(ctx, who, org.NewUnit{Parent: b.id(t, "LH-H1"), Code: "LH-H1-9", Name: " Xã  Ổ Ẩm ", Kind: "commune", Level: "commune"}, decree(20240201))
	if fault.Is(err, "org.parent_ends") == false {
		t.Fatalf("a unit outlived its parent: %v %v", u, err)
	}
	who = admin(b.id(t, "DT"))
	d := decree(20240201)
	d.Key = "k1"
	u, err = b.Create(ctx, who, org.NewUnit{Parent: b.id(t, "DT"), Name: " Xã  Ổ Ẩm ", Kind: "commune", Level: "commune", Groups: []string{"delta"}}, d)
	if err != nil || u.Name != "Xã Ổ Ẩm" || u.Code == "" || u.From != 20240201 {
		t.Fatalf("%+v %v", u, err)
	}
	again, err := b.Create(ctx, who, org.NewUnit{Parent: b.id(t, "DT"), Name: "Xã Ổ Ẩm", Kind: "commune", Level: "commune"}, d)
	if err != nil || again.ID != u.ID {
		t.Fatalf("a retry made another unit: %+v %v", again, err)
	}
	if _, ok := b.tree(t, 20240131).Unit(u.ID); ok {
		t.Error("it lives a day too early")
	}
	if got := b.tree(t, 20240201).GroupsOf(u.ID); len(got) != 1 || got[0].Code != "delta" {
		t.Errorf("groups %v", got)
	}
	if err := b.Rename(ctx, who, u.ID, "Xã Ổ Ấm", "", decree(20240301)); err != nil {
		t.Fatal(err)
	}
	if got := b.tree(t, 20240229).Name(u.ID) + "/" + b.tree(t, 20240301).Name(u.ID); got != "Xã Ổ Ẩm/Xã Ổ Ấm" {
		t.Errorf("names %s", got)
	}
	second, err := b.Create(ctx, who, org.NewUnit{Parent: b.id(t, "DT"), Name: "Xã Ữ", Level: "commune"}, decree(20240201))
	if err != nil {
		t.Fatal(err)
	}
	below, err := b.Create(ctx, who, org.NewUnit{Parent: second.ID, Name: "Thôn ỵ", Level: "commune"}, decree(20240201))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Dissolve(ctx, who, second.ID, nil, decree(20240401)); !fault.Is(err, "org.has_children") {
		t.Errorf("dissolved over a child: %v", err)
	}
	merged, err := b.Merge(ctx, who, []ident.ID{u.ID, second.ID}, 0, org.NewUnit{Parent: b.id(t, "DT"), Name: "Xã Mới", Level: "commune"}, decree(20240401))
	if err != nil {
		t.Fatal(err)
	}
	tree := b.tree(t, 20240401)
	if got, _ := tree.Unit(below.ID); got.Parent != merged.ID {
		t.Errorf("the child did not follow: %+v", got)
	}
	if _, ok := tree.Unit(u.ID); ok {
		t.Error("a merged unit lives on")
	}
	if err := b.Rename(ctx, who, u.ID, "Khác", "", decree(20240501)); !fault.Is(err, "org.already_ends") {
		t.Errorf("renamed an ended unit: %v", err)
	}
	parts, err := b.Split(ctx, who, below.ID, []org.NewUnit{{Parent: merged.ID, Name: "Thôn Đông", Level: "commune"}, {Parent: merged.ID, Name: "Thôn Dinh", Level: "commune"}}, decree(20240601))
	if err != nil || len(parts) != 2 || parts[0].Name != "Thôn Dinh" {
		t.Fatalf("%+v %v", parts, err)
	}
	if err := b.Move(ctx, who, merged.ID, parts[0].ID, decree(20240701)); !fault.Is(err, "org.circle") {
		t.Errorf("moved under itself: %v", err)
	}
	if err := b.Dissolve(ctx, who, parts[1].ID, []ident.ID{parts[0].ID}, decree(20240801)); err != nil {
		t.Fatal(err)
	}
	list, err := b.Successors(ctx, below.ID, 20240801)
	if err != nil || len(list) != 1 || list[0].ID != parts[0].ID {
		t.Errorf("successors %v %v", list, err)
	}
	err = b.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		history, err := journal.For(ctx, r, u.ID)
		if err == nil && (len(history) != 2 || history[0].Kind != "unit.renamed" || history[0].Account != 7) {
			t.Errorf("journal: %+v", history)
		}
		if err != nil {
			return err
		}
		_, err = journal.Verify(ctx, r)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestMergeIntoOneOfThem(t *testing.T) {
	b := loaded(t, 20251001)
	who := admin(b.id(t, "LHM"))
	into := b.id(t, "LH-X1")
	u, err := b.Merge(t.Context(), who, []ident.ID{b.id(t, "LH-H1-3")}, into, org.NewUnit{}, decree(20251101))
	if err != nil || u.ID != into {
		t.Fatalf("%+v %v", u, err)
	}
	back, err := b.Predecessors(t.Context(), into, 20251031)
	if err != nil || codes(back) != "[LH-H1-3 LH-X1]" {
		t.Errorf("%s %v", codes(back), err)
	}
	if got := codes(b.tree(t, 20251101).Subtree(b.id(t, "LHM"))); got != "[LHM LH-X1]" {
		t.Errorf("%s", got)
	}
}

func TestRefusals(t *testing.T) {
	b := loaded(t, 20240101)
	who := admin(b.id(t, "TW"))
	child := org.NewUnit{Parent: b.id(t, "DT"), Name: "Xã Mới", Level: "commune"}
	with := func(change func(n *org.NewUnit)) org.NewUnit { n := child; change(&n); return n }
	for name, c := range map[string]struct {
		unit org.NewUnit
		d    org.Decree
		key  string
	}{
		"no date":          {child, org.Decree{Act: "QĐ"}, "org.date_missing"},
		"31 April":         {child, org.Decree{Date: 20240431, Act: "QĐ"}, "org.date_missing"},
		"no act":           {child, org.Decree{Date: 20240401, Act: "  "}, "org.act_missing"},
		"no name":          {with(func(n *org.NewUnit) { n.Name = " " }), decree(20240401), "org.name_missing"},
		"no level":         {with(func(n *org.NewUnit) { n.Level = "moon" }), decree(20240401), "org.no_such_level"},
		"level too high":   {with(func(n *org.NewUnit) { n.Level = "centre" }), decree(20240401), "org.level_above_parent"},
		"code taken":       {with(func(n *org.NewUnit) { n.Code = "LH" }), decree(20240401), "org.code_taken"},
		"code bad":         {with(func(n *org.NewUnit) { n.Code = "a b" }), decree(20240401), "org.code_bad"},
		"parent not yet":   {with(func(n *org.NewUnit) { n.Parent = b.id(t, "LHM") }), decree(20240401), "org.parent_begins"},
		"parent too short": {with(func(n *org.NewUnit) { n.Parent = b.id(t, "LH") }), decree(20240401), "org.parent_ends"},
		"group":            {with(func(n *org.NewUnit) { n.Groups = []string{"west"} }), decree(20240401), "org.no_such_group"},
	} {
		if _, err := b.Create(t.Context(), who, c.unit, c.d); !fault.Is(err, c.key) || fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.Merge(t.Context(), who, []ident.ID{b.id(t, "DT")}, 0, child, decree(20240401)); !fault.Is(err, "org.merge_of_one") {
		t.Errorf("merge of one: %v", err)
	}
	if err := b.Rename(t.Context(), who, b.id(t, "DT"), "Tỉnh Đông Tiên", "Đông Tiên", decree(20240401)); !fault.Is(err, "org.no_change") {
		t.Errorf("no change: %v", err)
	}
	if err := b.Rename(t.Context(), who, 12345, "X", "", decree(20240401)); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("unknown unit: %v", err)
	}
	if err := b.Rename(t.Context(), who, b.id(t, "DT"), "Tỉnh Mới", "", decree(20240401)); err != nil {
		t.Fatal(err)
	}
	if err := b.Rename(t.Context(), who, b.id(t, "DT"), "Tỉnh Cũ", "", decree(20240331)); !fault.Is(err, "org.changed_later") {
		t.Errorf("behind a later change: %v", err)
	}
}

func TestBreakIn(t *testing.T) {
	b := loaded(t, 20240101)
	ctx := t.Context()
	lh, dt, tw := b.id(t, "LH"), b.id(t, "DT"), b.id(t, "TW")
	stranger := admin(lh)
	office := actor.Actor{Kind: actor.Person, Account: 8, Grants: []actor.Grant{{Role: actor.Office, Unit: tw}}}
	for name, who := range map[string]actor.Actor{"another province's admin": stranger, "office without the right": office, "public": {}} {
		_, create := b.Create(ctx, who, org.NewUnit{Parent: dt, Name: "X", Level: "commune"}, decree(20240401))
		_, merge := b.Merge(ctx, who, []ident.ID{dt, lh}, dt, org.NewUnit{}, decree(20240401))
		_, split := b.Split(ctx, who, dt, []org.NewUnit{{Parent: tw, Name: "A", Level: "province"}, {Parent: tw, Name: "B", Level: "province"}}, decree(20240401))
		for what, err := range map[string]error{
			"create": create, "merge": merge, "split": split,
			"rename":   b.Rename(ctx, who, dt, "X", "", decree(20240401)),
			"move":     b.Move(ctx, who, dt, lh, decree(20240401)),
			"dissolve": b.Dissolve(ctx, who, dt, nil, decree(20240401)),
			"load":     b.Load(ctx, who, org.File{}),
		} {
			if k := fault.KindOf(err); k != fault.KindForbidden && !(who.Kind == actor.Public && k == fault.KindUnauthenticated) {
				t.Errorf("%s may %s: %v", name, what, err)
			}
		}
	}
	// The admin of a unit changes what is below it, not the unit itself, and takes nothing from elsewhere.
	if err := b.Rename(ctx, stranger, lh, "Tỉnh Tự Đặt", "", decree(20240401)); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("renamed the own top: %v", err)
	}
	if err := b.Move(ctx, stranger, b.id(t, "LH-H1"), dt, decree(20240401)); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("moved into another province: %v", err)
	}
	if _, err := b.Create(ctx, admin(tw), org.NewUnit{Name: "Gốc khác", Level: "centre"}, decree(20240401)); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("a second root: %v", err)
	}
	b.clock.Set(when.Date(20250801).Time())
	if err := b.Rename(ctx, admin(lh), b.id(t, "LH-H1-3"), "X", "", decree(20250901)); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("the admin of a dissolved province acts on: %v", err)
	}
}

func codes(list []org.Unit) string {
	out := make([]string, len(list))
	for i, u := range list {
		out[i] = u.Code
	}
	return fmt.Sprint(out)
}

func TestTreesAreKeptPerSpan(t *testing.T) {
	b := loaded(t, 20250615)
	first, same := b.tree(t, 20240101), b.tree(t, 20250630)
	if first.Span() != same.Span() || same.Date() != 20250630 || first.Span().To != 20250630 {
		t.Errorf("%v %v", first.Span(), same.Span())
	}
	if after := b.tree(t, 20250701); after.Span() != (when.Span{From: 20250701}) {
		t.Errorf("%v", after.Span())
	}
	for i := range 20 { // many changes, so that more trees are asked for than are kept
		if err := b.Rename(t.Context(), b.sys, b.id(t, "DT"), fmt.Sprint("Tên ", i), "", decree(when.Date(20260101).AddDays(i))); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 20 {
		if got := b.tree(t, when.Date(20260101).AddDays(i)).Name(b.id(t, "DT")); got != fmt.Sprint("Tên ", i) {
			t.Errorf("day %d: %s", i, got)
		}
	}
	b.clock.Set(when.Date(20260110).Time())
	if today, err := b.Today(t.Context()); err != nil || today.Name(b.id(t, "DT")) != "Tên 9" {
		t.Errorf("today: %v", err)
	}
	more := org.File{Units: []org.FileUnit{{Code: "NEW", Parent: "TW", Name: "Tỉnh Mới", Level: "province", From: 20260101, Groups: []string{"north"}}}}
	if err := b.Load(t.Context(), b.sys, more); err != nil {
		t.Fatal(err)
	}
	if got := codes(b.tree(t, 20260120).Group("north")); got != "[DT NEW]" {
		t.Errorf("a later file uses the groups of an earlier one: %s", got)
	}
}
