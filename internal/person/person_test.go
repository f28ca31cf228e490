package person_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/when"
)

type bench struct {
	*person.Service
	org   *org.Service
	clock *when.Settable
	sys   actor.Actor
}

func open(t *testing.T) bench {
	t.Helper()
	d := dbtest.Open(t)
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	clock := when.NewFrozen(when.Date(20210402).Time())
	o := org.New(org.Deps{DB: d, IDs: ids, Clock: clock})
	b := bench{person.New(person.Deps{DB: d, IDs: ids, Clock: clock, Org: o}), o, clock, actor.SystemActor("test")}
	err = o.Load(t.Context(), b.sys, org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương"}, {Code: "province", VI: "Tỉnh"}},
		Units: []org.FileUnit{
			{Code: "TW", Name: "Ban Tổ chức Trung ương", Level: "centre"},
			{Code: "A", Parent: "TW", Name: "Tỉnh ủy Lam Hà", Level: "province"},
			{Code: "B", Parent: "TW", Name: "Tỉnh ủy Đông Tiên", Level: "province", From: 20200101, To: 20250630},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b bench) unit(t *testing.T, code string) ident.ID {
	t.Helper()
	id, err := b.org.ByCode(context.Background(), code)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func file() person.File {
	return person.File{
		People: []person.FilePerson{{Code: "p1", Name: "Đinh Ngọc Ẩn"}, {Code: "p2", Name: "Trần Ữ"}, {Code: "p3", Name: "Lê Thị Ỷ"}},
		Positions: []person.FilePosition{
			{Unit: "A", Title: "Phó Bí thư Thường trực Tỉnh ủy", Abbrev: "PBTTT", Rank: 20, Holders: []person.FileHolder{{Person: "p1", From: 20200101, To: 20210630}, {Person: "p2", From: 20210701}}},
			{Unit: "A", Title: "Chủ tịch HĐND tỉnh", Rank: 30, Holders: []person.FileHolder{{Person: "p1", From: 20200101}}},
			{Unit: "A", Title: "Ủy viên Ban Thường vụ Tỉnh ủy", Abbrev: "UVTV", Rank: 25, Many: true, Holders: []person.FileHolder{{Person: "p1", From: 20200101}, {Person: "p3", From: 20200101}}},
			{Unit: "B", Title: "Trưởng Ban Tổ chức Tỉnh ủy", Rank: 40, Holders: []person.FileHolder{{Person: "p3", From: 20200201}}},
		},
	}
}

func TestTitlesOfADayInProtocolOrder(t *testing.T) {
	b := open(t)
	ids, err := b.Load(t.Context(), b.sys, file())
	if err != nil {
		t.Fatal(err)
	}
	again, err := b.Load(t.Context(), b.sys, file())
	if err != nil || fmt.Sprint(again) != fmt.Sprint(ids) {
		t.Errorf("the same file again: %v %v", again, err)
	}
	for _, c := range []struct {
		person string
		on     when.Date
		want   string
	}{
		{"p1", 20191231, ""},
		{"p1", 20210402, "Phó Bí thư Thường trực Tỉnh ủy, Ủy viên Ban Thường vụ Tỉnh ủy, Chủ tịch HĐND tỉnh"},
		{"p1", 20210630, "Phó Bí thư Thường trực Tỉnh ủy, Ủy viên Ban Thường vụ Tỉnh ủy, Chủ tịch HĐND tỉnh"},
		{"p1", 20210701, "Ủy viên Ban Thường vụ Tỉnh ủy, Chủ tịch HĐND tỉnh"},
		{"p2", 20210701, "Phó Bí thư Thường trực Tỉnh ủy"},
		{"p3", 20210402, "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Tổ chức Tỉnh ủy"},
		{"p3", 20250701, "Ủy viên Ban Thường vụ Tỉnh ủy"}, // the other unit has ended
	} {
		if got, err := b.Titles(t.Context(), ids[c.person], c.on); err != nil || got != c.want {
			t.Errorf("%s on %v: %q %v", c.person, c.on, got, err)
		}
	}
	holders, err := b.Holders(t.Context(), b.unit(t, "A"), 20210402)
	if err != nil || len(holders) != 4 || holders[0].Position.Rank != 20 || holders[3].Position.Rank != 30 || holders[1].Person.Name != "Đinh Ngọc Ẩn" {
		t.Errorf("%+v %v", holders, err)
	}
	if list, err := b.Holders(t.Context(), b.unit(t, "B"), 20250701); err != nil || len(list) != 0 {
		t.Errorf("an ended unit has holders: %v %v", list, err)
	}
	if all, err := b.AllHolders(t.Context(), b.unit(t, "A")); err != nil || len(all) != 5 {
		t.Errorf("all: %d %v", len(all), err)
	}
}

func TestSearchSpellsAbbreviationsOut(t *testing.T) {
	b := open(t)
	if _, err := b.Load(t.Context(), b.sys, file()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text  string
		under string
		want  string
	}{
		{"uvtv", "", "[Đinh Ngọc Ẩn Lê Thị Ỷ]"},
		{"UVTV Tỉnh ủy", "", "[Đinh Ngọc Ẩn Lê Thị Ỷ]"},
		{"dinh ngoc", "", "[Đinh Ngọc Ẩn Đinh Ngọc Ẩn Đinh Ngọc Ẩn]"},
		{"hội đồng nhân dân", "", "[Đinh Ngọc Ẩn]"},
		{"ỷ trưởng ban", "", "[Lê Thị Ỷ]"},
		{"tb tổ chức", "", "[Lê Thị Ỷ]"},
		{"lê", "B", "[Lê Thị Ỷ]"},
		{"dinh", "B", "[]"},
		{"trần", "", "[]"}, // takes the post later
		{"", "", "[]"},
	} {
		var under ident.ID
		if c.under != "" {
			under = b.unit(t, c.under)
		}
		list, err := b.Search(t.Context(), b.sys, c.text, under, 0)
		names := make([]string, len(list))
		for i, h := range list {
			names[i] = h.Person.Name
		}
		if err != nil || fmt.Sprint(names) != c.want {
			t.Errorf("%q: %v %v", c.text, names, err)
		}
	}
}

func TestAppointing(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	a := b.unit(t, "A")
	office := actor.Actor{Kind: actor.Person, Account: 9, Unit: a, Grants: []actor.Grant{{Role: actor.Office, Unit: a}}}
	first, err := b.Create(ctx, office, "  Đỗ   Ổn ", a)
	if err != nil || first.Name != "Đỗ Ổn" {
		t.Fatalf("%+v %v", first, err)
	}
	second, err := b.Create(ctx, office, "Vũ Ẩm", a)
	if err != nil {
		t.Fatal(err)
	}
	head, err := b.CreatePosition(ctx, office, person.NewPosition{Unit: a, Title: "Trưởng Ban", Rank: 10, Single: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.CreatePosition(ctx, office, person.NewPosition{Unit: a, Title: " Trưởng  Ban ", Rank: 10}); !fault.Is(err, "person.position_exists") {
		t.Errorf("the same post twice: %v", err)
	}
	n := person.NewAppointment{Person: first.ID, Position: head.ID, From: 20200301, Decision: "12-QĐ/TU", Key: "k"}
	h, err := b.Appoint(ctx, office, n)
	if err != nil || h.Person.ID != first.ID || h.Decision != "12-QĐ/TU" {
		t.Fatalf("%+v %v", h, err)
	}
	if again, err := b.Appoint(ctx, office, n); err != nil || again.ID != h.ID {
		t.Errorf("a retry appointed again: %+v %v", again, err)
	}
	for name, c := range map[string]struct {
		n   person.NewAppointment
		key string
	}{
		"two holders on one day":   {person.NewAppointment{Person: second.ID, Position: head.ID, From: 20210101}, "person.taken"},
		"even one day":             {person.NewAppointment{Person: second.ID, Position: head.ID, From: 20190101, To: 20200301}, "person.taken"},
		"the same person again":    {person.NewAppointment{Person: first.ID, Position: head.ID, From: 20210101}, "person.holds_already"},
		"no day":                   {person.NewAppointment{Person: second.ID, Position: head.ID}, "person.date_missing"},
		"31 April":                 {person.NewAppointment{Person: second.ID, Position: head.ID, From: 20210431}, "person.date_missing"},
		"ends before it begins":    {person.NewAppointment{Person: second.ID, Position: head.ID, From: 20190102, To: 20190101}, "person.ends_before_start"},
		"nobody":                   {person.NewAppointment{Person: 4711, Position: head.ID, From: 20190101, To: 20190201}, "person.no_such_person"},
		"a post that is not there": {person.NewAppointment{Person: second.ID, Position: 4711, From: 20190101}, "person.no_such_position"},
	} {
		if _, err := b.Appoint(ctx, office, c.n); !fault.Is(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.Appoint(ctx, office, person.NewAppointment{Person: second.ID, Position: head.ID, From: 20190101, To: 20200229}); err != nil {
		t.Errorf("the day before: %v", err)
	}
	if err := b.End(ctx, office, h.ID, 20200101, ""); !fault.Is(err, "person.ends_before_start") {
		t.Errorf("ended before it began: %v", err)
	}
	if err := b.End(ctx, office, h.ID, 20210401, "34-QĐ/TU"); err != nil {
		t.Fatal(err)
	}
	if err := b.End(ctx, office, h.ID, 20210501, ""); !fault.Is(err, "person.ended_already") {
		t.Errorf("lengthened by ending again: %v", err)
	}
	if _, err := b.Appoint(ctx, office, person.NewAppointment{Person: second.ID, Position: head.ID, From: 20210402}); err != nil {
		t.Errorf("the day after: %v", err)
	}
	other, err := b.CreatePosition(ctx, b.sys, person.NewPosition{Unit: b.unit(t, "B"), Title: "Trưởng Ban", Rank: 10, Single: true})
	if err != nil {
		t.Fatal(err)
	}
	for day, key := range map[when.Date]string{20191231: "person.unit_not_yet", 20250701: "person.unit_ended"} {
		if _, err := b.Appoint(ctx, b.sys, person.NewAppointment{Person: second.ID, Position: other.ID, From: day}); !fault.Is(err, key) {
			t.Errorf("outside the unit's life: %v", err)
		}
	}
}

func TestBreakIn(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	if _, err := b.Load(ctx, b.sys, file()); err != nil {
		t.Fatal(err)
	}
	a, other := b.unit(t, "A"), b.unit(t, "B")
	holders, err := b.Holders(ctx, a, 20210402)
	if err != nil {
		t.Fatal(err)
	}
	h := holders[0]
	for name, who := range map[string]actor.Actor{
		"office of another unit":   {Kind: actor.Person, Grants: []actor.Grant{{Role: actor.Office, Unit: other}}},
		"admin of another unit":    {Kind: actor.Person, Grants: []actor.Grant{{Role: actor.Admin, Unit: other}}},
		"office of the unit above": {Kind: actor.Person, Grants: []actor.Grant{{Role: actor.Office, Unit: b.unit(t, "TW")}}},
		"specialist of the unit":   {Kind: actor.Person, Grants: []actor.Grant{{Role: actor.Specialist, Unit: a}}},
		"the public":               {},
	} {
		_, create := b.Create(ctx, who, "X", a)
		_, position := b.CreatePosition(ctx, who, person.NewPosition{Unit: a, Title: "X", Rank: 1})
		_, appoint := b.Appoint(ctx, who, person.NewAppointment{Person: h.Person.ID, Position: h.Position.ID, From: 20300101})
		_, load := b.Load(ctx, who, file())
		for what, err := range map[string]error{"create": create, "position": position, "appoint": appoint, "load": load, "end": b.End(ctx, who, h.ID, 20210402, "")} {
			if k := fault.KindOf(err); k != fault.KindForbidden && !(who.Kind == actor.Public && k == fault.KindUnauthenticated) {
				t.Errorf("%s may %s: %v", name, what, err)
			}
		}
	}
	if _, err := b.Search(ctx, actor.Actor{}, "dinh", 0, 5); fault.KindOf(err) != fault.KindUnauthenticated {
		t.Errorf("the public searched: %v", err)
	}
	above := actor.Actor{Kind: actor.Person, Grants: []actor.Grant{{Role: actor.Admin, Unit: b.unit(t, "TW")}}}
	if err := b.End(ctx, above, h.ID, 20210402, ""); err != nil {
		t.Errorf("an admin above may end: %v", err)
	}
}
