package report_test

import (
	"crypto/rand"
	"strconv"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/event"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/report"
	"giaoban/internal/task"
	"giaoban/internal/transparency"
	"giaoban/internal/when"
)

// world is a small organisation: a centre, two provinces, each with a board
// under it, and a commune under the first board.
type world struct {
	t        testing.TB
	cfg      db.Config
	db       *db.DB
	clock    *when.Settable
	hub      *event.Hub
	told     *event.Sub // of a test that listens
	ledger   *transparency.Log
	org      *org.Service
	calendar *calendar.Service
	person   *person.Service
	task     *task.Service
	report   *report.Service

	coc, tinh, pob, tinhB, pobB, xa org.Unit

	cocHead                                                          actor.Actor // see chief
	office, specialist, head, specialistB, headB, clerk, boardOffice actor.Actor
}

func system() actor.Actor { return actor.SystemActor("test") }

func num(n int) string { return strconv.Itoa(n) }

func newWorld(t testing.TB) *world {
	t.Helper()
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	store, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	cfg := dbtest.Config(t)
	w := &world{t: t, cfg: cfg, db: dbtest.OpenConfig(t, cfg), hub: event.New(), clock: when.NewFrozen(time.Date(2021, 3, 8, 9, 0, 0, 0, when.Zone()))}
	if w.ledger, err = transparency.Open(t.Context(), w.db, time.Now); err != nil {
		t.Fatal(err)
	}
	w.org = org.New(org.Deps{DB: w.db, IDs: ids, Clock: w.clock, Hub: w.hub})
	w.calendar = calendar.New(calendar.Deps{DB: w.db, IDs: ids, Clock: w.clock, Hub: w.hub, Org: w.org})
	w.person = person.New(person.Deps{DB: w.db, IDs: ids, Clock: w.clock, Org: w.org})
	w.task = task.NewService(task.Deps{DB: w.db, IDs: ids, Clock: w.clock, Hub: w.hub, Org: w.org, Calendar: w.calendar})
	w.report = report.New(report.Deps{DB: w.db, IDs: ids, Clock: w.clock, Hub: w.hub, Org: w.org, Calendar: w.calendar,
		Person: w.person, Task: w.task, Blob: store, Ledger: w.ledger})

	if err := w.org.Load(t.Context(), system(), org.File{Levels: []org.FileLevel{
		{Code: "centre", VI: "Trung ương"}, {Code: "province", VI: "Tỉnh"}, {Code: "commune", VI: "Xã"},
	}}); err != nil {
		t.Fatal(err)
	}
	unit := func(parent ident.ID, code, name, kind, level string) org.Unit {
		u, err := w.org.Create(t.Context(), system(), org.NewUnit{Parent: parent, Code: code, Name: name, Kind: kind, Level: level}, org.Decree{Date: 20200101, Act: "QĐ 1"})
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	w.coc = unit(0, "COC", "Ban Tổ chức Trung ương", "office", "centre")
	w.tinh = unit(w.coc.ID, "T-A", "Tỉnh", "province", "province")
	w.tinhB = unit(w.coc.ID, "T-B", "Tỉnh B", "province", "province")
	w.pob = unit(w.tinh.ID, "POB-A", "Ban Tổ chức Tỉnh ủy", "board", "province")
	w.pobB = unit(w.tinhB.ID, "POB-B", "Ban Tổ chức Tỉnh ủy B", "board", "province")
	w.xa = unit(w.pob.ID, "XA-1", "Xã Một", "commune", "commune")

	desk := func(name string, role actor.Role, u org.Unit, title string) actor.Actor {
		a := actor.Actor{Kind: actor.Person, Account: ids.New(), Name: name, Unit: u.ID, Grants: []actor.Grant{{Role: role, Unit: u.ID}}}
		if title == "" {
			return a
		}
		p, err := w.personOf(name, u, title)
		if err != nil {
			t.Fatal(err)
		}
		a.Person = p
		return a
	}
	w.office = desk("Lê Thu Hà", actor.Office, w.coc, "")
	w.specialist = desk("Vi Thị Ngân", actor.Specialist, w.pob, "")
	w.head = desk("Hoàng Văn Lâm", actor.Head, w.pob, "Trưởng Ban")
	w.boardOffice = desk("Mai Thị Cúc", actor.Office, w.pob, "")
	w.specialistB = desk("Trần Văn Bình", actor.Specialist, w.pobB, "")
	w.headB = desk("Phạm Thị Bưởi", actor.Head, w.pobB, "Trưởng Ban")
	w.clerk = desk("Đỗ Văn Xuân", actor.Specialist, w.xa, "Bí thư")
	w.clerk.Grants = append(w.clerk.Grants, actor.Grant{Role: actor.Head, Unit: w.xa.ID}) // holds both roles
	if _, err := w.report.EnsureForm(t.Context(), system(), report.SampleForm()); err != nil {
		t.Fatal(err)
	}
	return w
}

// personOf appoints somebody to a post of the unit.
func (w *world) personOf(name string, u org.Unit, title string) (ident.ID, error) {
	p, err := w.person.Create(w.t.Context(), system(), name, u.ID)
	if err != nil {
		return 0, err
	}
	post, err := w.person.CreatePosition(w.t.Context(), system(), person.NewPosition{Unit: u.ID, Title: title, Rank: 1, Single: true})
	if err != nil {
		return 0, err
	}
	_, err = w.person.Appoint(w.t.Context(), system(), person.NewAppointment{Person: p.ID, Position: post.ID, From: 20200101, Decision: "QĐ 2"})
	return p.ID, err
}

func (w *world) set(y int, m time.Month, d, hour int) {
	w.clock.Set(time.Date(y, m, d, hour, 0, 0, 0, when.Zone()))
}

// boards asks the two boards, as S0 does.
func (w *world) boards() report.NewRequest {
	return report.NewRequest{FormCode: report.SampleCode, PeriodText: "Q1/2021", Opener: w.coc.ID,
		Scope: org.Scope{Kind: org.ScopeKind, Value: "board"}, Deadline: when.At(20210326, 17*60)}
}

func (w *world) open(n report.NewRequest) report.Request {
	w.t.Helper()
	r, err := w.report.OpenRequest(w.t.Context(), w.office, n)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) filing(r report.Request, u org.Unit) report.Filing {
	w.t.Helper()
	rep, err := w.report.ReportOf(w.t.Context(), system(), r.ID, u.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return rep.Filing
}

func goodFields() map[string]string {
	return map[string]string{
		"A2": "412", "A3": "609", "A4": "4.318", "A5": "118.462", "B1": "1.398", "B2": "812", "B4": "2.990",
		"F1": "1.643", "F2": "1.528", "H1": "14", "H2": "8",
		"N2": "Chuẩn bị bầu cử; kiện toàn chức danh; quán triệt nghị quyết; ban hành chương trình.", "N3": "Một số việc còn chậm.", "N6": "Tổ chức tốt cuộc bầu cử.",
	}
}

func (w *world) save(who actor.Actor, f report.Filing, fields map[string]string) report.Saved {
	w.t.Helper()
	saved, err := w.report.SaveDraft(w.t.Context(), who, f.ID, report.Save{Base: w.version(who, f), Fields: fields})
	if err != nil {
		w.t.Fatal(err)
	}
	return saved
}

func (w *world) version(who actor.Actor, f report.Filing) int64 {
	w.t.Helper()
	d, err := w.report.Draft(w.t.Context(), who, f.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return d.Version
}

func (w *world) sign(who actor.Actor, f report.Filing) error {
	w.t.Helper()
	return w.report.Sign(w.t.Context(), who, f.ID, report.Signing{Capacity: actor.AsHead, Draft: w.version(who, f)})
}

func (w *world) send(who actor.Actor, f report.Filing) error {
	return w.report.File(w.t.Context(), who, f.ID, report.Official{Number: "125-BC/BTCTU", Dated: when.Today(w.clock)})
}

// filed drafts, signs and files a good report.
func (w *world) filed(r report.Request, u org.Unit, drafter, head actor.Actor) report.Filing {
	w.t.Helper()
	f := w.filing(r, u)
	w.save(drafter, f, goodFields())
	if err := w.sign(head, f); err != nil {
		w.t.Fatal(err)
	}
	if err := w.send(head, f); err != nil {
		w.t.Fatal(err)
	}
	return w.filing(r, u)
}
