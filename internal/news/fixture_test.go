package news_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/news"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// house is the afternoon of scenario S0: the conference of 2 April 2021 is over, two provincial boards had a site.
type house struct {
	t          *testing.T
	ctx        context.Context
	db         *db.DB
	clock      *when.Settable
	hub        *event.Hub
	s          *news.Service
	conf       *conference.Service
	units      map[string]ident.ID
	sys        actor.Actor
	conference ident.ID

	centre, editor, other, specialist actor.Actor
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, ctx: t.Context(), db: dbtest.Open(t), hub: event.New(), sys: actor.SystemActor("test")}
	h.clock = when.NewFrozen(moment("2021-03-19 09:00").Time())
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
	cal := calendar.New(calendar.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: h.hub, Org: units})
	people := person.New(person.Deps{DB: h.db, IDs: ids, Clock: h.clock, Org: units})
	docs := document.NewService(document.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: h.hub, Org: units})
	tasks := task.NewService(task.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: h.hub, Org: units, Calendar: cal})
	h.conf = conference.New(conference.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: h.hub, Org: units, Calendar: cal, Person: people, Document: docs, Task: tasks, Blob: store})
	h.s = news.New(news.Deps{DB: h.db, IDs: ids, Clock: h.clock, Hub: h.hub, Org: units, Conference: h.conf, Blob: store})

	h.must(units.Load(h.ctx, h.sys, org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Groups: []org.FileGroup{{Code: "sector", Kind: "sector", Name: "Toàn ngành"}},
		Units: []org.FileUnit{
			{Code: "C", Name: "Ban Tổ chức Trung ương", Level: "centre", Groups: []string{"sector"}},
			{Code: "A", Parent: "C", Name: "Ban Tổ chức Tỉnh ủy An Giao", Level: "province", Groups: []string{"sector"}},
			{Code: "B", Parent: "C", Name: "Ban Tổ chức Tỉnh ủy Bình Giao", Level: "province", Groups: []string{"sector"}},
			{Code: "E", Parent: "C", Name: "Cơ quan bầu cử", Level: "centre"},
		},
	}))
	if h.units, err = units.ByCodes(h.ctx); err != nil {
		t.Fatal(err)
	}
	who, err := people.Load(h.ctx, h.sys, person.File{
		People: []person.FilePerson{{Code: "binh", Name: "Nguyễn Thanh Bình"}, {Code: "toan", Name: "Phan Xuân Toàn"}, {Code: "ha", Name: "Phạm Thu Hà"}},
		Positions: []person.FilePosition{
			{Unit: "C", Title: "Phó Trưởng Ban Thường trực", Rank: 10, Holders: []person.FileHolder{{Person: "binh", From: 20200101}}},
			{Unit: "A", Title: "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Tổ chức Tỉnh ủy", Rank: 31, Holders: []person.FileHolder{{Person: "toan", From: 20200101}}},
			{Unit: "A", Title: "Phó Trưởng Ban", Rank: 33, Many: true, Holders: []person.FileHolder{{Person: "ha", From: 20200101}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	seeded, err := h.conf.Seed(h.ctx, h.sys, conference.Seeded{
		Details: conference.Details{
			Title: "Hội nghị trực tuyến ngành tổ chức xây dựng Đảng", Kind: conference.Review, Mode: conference.Online, Part: conference.Afternoon,
			Date: "02/04/2021", Start: "14:00", Scope: org.Scope{Kind: org.ScopeGroup, Value: "sector"}, Hosts: []ident.ID{h.units["C"]},
			Review: "Quý I/2021", Plan: "quý 2/2021", Chairs: []conference.Seat{{Person: who["binh"], Unit: h.units["C"]}},
			Agenda: []conference.AgendaItem{{Title: "Kết luận", Kind: conference.ItemConcluding, Minutes: 20}},
		},
		Sites: []conference.SeededSite{{Unit: h.units["A"], Entry: conference.SiteEntry{Chair: who["toan"], Actual: "25", Confirm: true,
			Delegates: []conference.DelegateEntry{{Person: who["ha"]}, {Label: "Đại diện các cơ quan liên quan", Count: "12"}}}}},
		OpenedAt: moment("2021-04-02 14:00"), ClosedAt: moment("2021-04-02 15:40"), ConcludedAt: moment("2021-04-02 15:50"),
		Declared: "6",
		Conclusions: []conference.ConclusionEntry{{Text: "Cụ thể hóa và triển khai thực hiện Nghị quyết Đại hội XIII"},
			{Text: "Phối hợp chuẩn bị và tổ chức bầu cử đại biểu Quốc hội khóa XV và HĐND các cấp"}, {Text: "Tiếp tục thực hiện các nghị quyết, quy định của Trung ương"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	h.conference = seeded.Conference
	h.clock.Set(moment("2021-04-02 16:24").Time())
	h.centre = h.desk(1, "Biên tập viên Trung ương", "C", actor.Editor)
	h.editor = h.desk(2, "Phong Anh", "A", actor.Editor)
	h.other = h.desk(3, "Biên tập viên Bình Giao", "B", actor.Editor)
	h.specialist = h.desk(4, "Chuyên viên An Giao", "A", actor.Specialist)
	return h
}

func moment(text string) when.Instant {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, when.Zone())
	if err != nil {
		panic(err)
	}
	return when.InstantOf(at)
}

func (h *house) desk(account ident.ID, name, unit string, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: account, Name: name, Unit: h.units[unit], Grants: []actor.Grant{{Role: role, Unit: h.units[unit]}}}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// refused wants this fault at this field.
func (h *house) refused(err error, key, field string) {
	h.t.Helper()
	if !fault.Is(err, key) {
		h.t.Fatalf("got %v, want %s", err, key)
	}
	for _, f := range fault.All(err) {
		if f.Key == key && f.Field != field {
			h.t.Fatalf("%s stands at field %q, want %q", key, f.Field, field)
		}
	}
}

// started is a draft of the province's editor.
func (h *house) started() ident.ID {
	h.t.Helper()
	id, err := h.s.Start(h.ctx, h.editor, h.conference, h.units["A"], "")
	h.must(err)
	return id
}

// entry is what the editor of scenario S0.10 types.
func (h *house) entry() news.Entry {
	return news.Entry{Category: "theo-dong-thoi-su", Title: "Tổ chức tốt công tác bầu cử đại biểu Quốc hội khóa XV và HĐND các cấp",
		Lead: "Chiều 2/4, Ban Tổ chức Trung ương tổ chức hội nghị trực tuyến của ngành.", Byline: "Tin, ảnh: Phong Anh",
		Body: "Phan Xuân Toàn chủ trì tại điểm cầu tỉnh.\n\nQuý II, ngành bám sát **6 nhiệm vụ** trọng tâm.", PublishedAt: "02/04/2021 16:24"}
}

func (h *house) photo(id ident.ID, note string) ident.ID {
	h.t.Helper()
	photo, err := h.s.AddPhoto(h.ctx, h.editor, id, jpegOf(h.t, 800, 500), words(), note, "")
	h.must(err)
	return photo
}

func words() news.PhotoEntry {
	return news.PhotoEntry{Caption: "Đồng chí Phan Xuân Toàn chủ trì tại điểm cầu tỉnh", Alt: "Hội trường nhìn từ hàng ghế sau, màn hình lớn có bốn điểm cầu", Credit: "Tin, ảnh: Phong Anh"}
}

func (h *house) published() ident.ID {
	h.t.Helper()
	id := h.started()
	h.photo(id, "")
	h.must(h.s.Publish(h.ctx, h.editor, id, h.entry(), ""))
	return id
}

func (h *house) story(who actor.Actor, id ident.ID) news.Story {
	h.t.Helper()
	st, err := h.s.Story(h.ctx, who, id)
	h.must(err)
	return st
}
