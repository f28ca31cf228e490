package conference

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// house is an organisation on the day of scenario S0: a central board, two provinces with a board each, election bodies.
type house struct {
	t      *testing.T
	ctx    context.Context
	db     *db.DB
	clock  *when.Settable
	hub    *event.Hub
	s      *Service
	tasks  *task.Service
	docs   *document.Service
	cal    *calendar.Service
	sys    actor.Actor
	units  map[string]ident.ID
	people map[string]ident.ID
	day    ident.ID // the election day's event

	office, secretary, chair, second actor.Actor // of the central board
	specialist, other                actor.Actor // of the two provincial boards
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, when.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, ctx: t.Context(), db: dbtest.Open(t), hub: event.New(), sys: actor.SystemActor("test")}
	h.clock = when.NewFrozen(moment(t, "2021-03-19 09:00"))
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	store, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	units := org.New(org.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: h.hub})
	h.cal = calendar.New(calendar.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: h.hub, Org: units})
	people := person.New(person.Deps{DB: h.db, IDs: ids, Clock: h.clock, Org: units})
	h.docs = document.NewService(document.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: h.hub, Org: units})
	h.tasks = task.NewService(task.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: h.hub, Org: units, Calendar: h.cal})
	h.s = New(Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: h.hub, Org: units, Calendar: h.cal, Person: people, Document: h.docs, Task: h.tasks, Blob: store})

	h.must(units.Load(h.ctx, h.sys, org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Groups: []org.FileGroup{{Code: "sector", Kind: "sector", Name: "Toàn ngành"}, {Code: "north", Kind: "region", Name: "Khu vực miền bắc"}},
		Units: []org.FileUnit{
			{Code: "C", Name: "Ban Tổ chức Trung ương", Level: "centre", Groups: []string{"sector"}},
			{Code: "E", Parent: "C", Name: "Cơ quan bầu cử", Level: "centre"},
			{Code: "A", Parent: "C", Name: "Tỉnh An Giao", Level: "province"},
			{Code: "AB", Parent: "A", Name: "Ban Tổ chức Tỉnh ủy An Giao", Level: "province", Groups: []string{"sector", "north"}},
			{Code: "B", Parent: "C", Name: "Tỉnh Bình Giao", Level: "province"},
			{Code: "BB", Parent: "B", Name: "Ban Tổ chức Tỉnh ủy Bình Giao", Level: "province", Groups: []string{"sector"}},
		},
	}))
	var err2 error
	if h.units, err2 = units.ByCodes(h.ctx); err2 != nil {
		t.Fatal(err2)
	}
	h.people, err = people.Load(h.ctx, h.sys, person.File{
		People: []person.FilePerson{{Code: "quang", Name: "Trần Minh Quang"}, {Code: "mai", Name: "Đỗ Thị Mai"}, {Code: "hoa", Name: "Lê Văn Hòa"},
			{Code: "son", Name: "Vũ Đức Sơn"}, {Code: "ha", Name: "Phạm Thu Hà"}},
		Positions: []person.FilePosition{
			{Unit: "C", Title: "Phó Trưởng Ban Thường trực", Rank: 10, Holders: []person.FileHolder{{Person: "quang", From: 20200101, To: 20210402}}},
			{Unit: "C", Title: "Trưởng Ban", Rank: 5, Holders: []person.FileHolder{{Person: "quang", From: 20210403}}},
			{Unit: "C", Title: "Phó Trưởng Ban", Rank: 12, Many: true, Holders: []person.FileHolder{{Person: "mai", From: 20200101}}},
			{Unit: "A", Title: "Ủy viên Ban Thường vụ Tỉnh ủy", Rank: 30, Many: true, Holders: []person.FileHolder{{Person: "hoa", From: 20200101}}},
			{Unit: "AB", Title: "Trưởng Ban Tổ chức Tỉnh ủy", Rank: 31, Holders: []person.FileHolder{{Person: "hoa", From: 20200101}}},
			{Unit: "AB", Title: "Phó Trưởng Ban Tổ chức Tỉnh ủy", Rank: 33, Many: true, Holders: []person.FileHolder{{Person: "son", From: 20200101}}},
			{Unit: "BB", Title: "Trưởng Ban Tổ chức Tỉnh ủy", Rank: 31, Holders: []person.FileHolder{{Person: "ha", From: 20200101}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := h.cal.CreateEvent(h.ctx, h.sys, calendar.NewEvent{Name: "Ngày bầu cử", Kind: "election", Date: 20210523, Unit: h.units["C"]})
	if err != nil {
		t.Fatal(err)
	}
	h.day = e.ID

	h.office = h.desk(1, 0, "Văn phòng Ban", "C", actor.Office)
	h.secretary = h.desk(2, 0, "Thư ký hội nghị", "C", actor.Secretary)
	h.chair = h.desk(3, h.people["quang"], "Trần Minh Quang", "C", actor.Chair)
	h.second = h.desk(4, h.people["mai"], "Đỗ Thị Mai", "C", actor.Chair)
	h.specialist = h.desk(5, 0, "Chuyên viên An Giao", "AB", actor.Specialist)
	h.other = h.desk(6, 0, "Chuyên viên Bình Giao", "BB", actor.Specialist)
	return h
}

func (h *house) desk(account, person ident.ID, name, unit string, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: account, Person: person, Name: name, Unit: h.units[unit],
		Grants: []actor.Grant{{Role: role, Unit: h.units[unit]}}}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// refused wants this fault at this field ("" = any field), and nothing else.
func (h *house) refused(err error, key, field string) {
	h.t.Helper()
	if !fault.Is(err, key) {
		h.t.Fatalf("got %v, want %s", err, key)
	}
	for _, f := range fault.All(err) {
		if f.Key == key && field != "" && f.Field != field {
			h.t.Fatalf("%s stands at field %q, want %q", key, f.Field, field)
		}
	}
}

// details is the call of scenario S0.4.
func (h *house) details() Details {
	return Details{
		Title: "Hội nghị trực tuyến ngành tổ chức xây dựng Đảng", Kind: Review, Mode: Online, Part: Afternoon, Date: "02/04/2021", Start: "14:00",
		Scope: org.Scope{Kind: org.ScopeGroup, Value: "sector"}, Hosts: []ident.ID{h.units["C"]}, Review: "Quý I/2021", Plan: "quý 2/2021",
		Chairs: []Seat{{Person: h.people["quang"], Unit: h.units["C"]}, {Person: h.people["mai"]}},
		Agenda: []AgendaItem{{Title: "Khai mạc", Kind: ItemOpening, Minutes: 5}, {Title: "Báo cáo quý I", Kind: ItemReport, Minutes: 25}, {Title: "Kết luận", Kind: ItemConcluding, Minutes: 20}},
	}
}

func (h *house) created() ident.ID {
	h.t.Helper()
	id, err := h.s.Create(h.ctx, h.office, h.details(), "")
	h.must(err)
	return id
}

func (h *house) called() ident.ID {
	h.t.Helper()
	id := h.created()
	h.must(h.s.Call(h.ctx, h.office, id, ""))
	return id
}

func (h *house) on(text string) { h.clock.Set(moment(h.t, text)) }

// opened is the conference on its day, in session.
func (h *house) opened() ident.ID {
	h.t.Helper()
	id := h.called()
	h.on("2021-04-02 14:00")
	h.must(h.s.Open(h.ctx, h.chair, id, true, ""))
	return id
}

func (h *house) site(conference ident.ID, unit string) Site {
	h.t.Helper()
	site, found, err := h.s.SiteOf(h.ctx, h.sys, conference, h.units[unit])
	h.must(err)
	if !found {
		h.t.Fatalf("no site of %s", unit)
	}
	return site
}

func (h *house) facts(id ident.ID) Facts {
	h.t.Helper()
	f, err := h.s.ByID(h.ctx, h.sys, id)
	h.must(err)
	return f
}

// written enters n conclusions under a declared number.
func (h *house) written(id ident.ID, declared string, n int) []ident.ID {
	h.t.Helper()
	h.must(h.s.Declare(h.ctx, h.secretary, id, declared, ""))
	texts := []string{
		"Cụ thể hóa và triển khai thực hiện Nghị quyết Đại hội XIII", "Phối hợp chuẩn bị và tổ chức bầu cử đại biểu Quốc hội khóa XV và HĐND các cấp",
		"Tiếp tục thực hiện các nghị quyết, quy định của Trung ương", "Bốn", "Năm", "Sáu", "Bảy",
	}
	var ids []ident.ID
	for _, text := range texts[:n] {
		one, err := h.s.AddConclusion(h.ctx, h.secretary, id, ConclusionEntry{Heading: "Nhiệm vụ trọng tâm", Text: text}, "")
		h.must(err)
		ids = append(ids, one)
	}
	return ids
}

func contains(list []string, want string) bool {
	return strings.Contains(strings.Join(list, "\n"), want)
}

func at(t *testing.T, text string) when.Instant { return when.InstantOf(moment(t, text)) }
