package calendar_test

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

type bench struct {
	*calendar.Service
	db     *db.DB
	hub    *event.Hub
	sys    actor.Actor
	centre ident.ID
	below  ident.ID
	office actor.Actor // of the centre
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
	b := bench{db: d, hub: event.New(), sys: actor.SystemActor("test")}
	b.Service = calendar.New(calendar.Deps{DB: d, IDs: ids, Clock: clock, Hub: b.hub, Org: o})
	err = o.Load(t.Context(), b.sys, org.File{
		Levels: []org.FileLevel{{Code: "any", VI: "Cấp"}},
		Units:  []org.FileUnit{{Code: "TW", Name: "Trung ương", Level: "any"}, {Code: "A", Parent: "TW", Name: "Tỉnh A", Level: "any"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if b.centre, err = o.ByCode(t.Context(), "TW"); err != nil {
		t.Fatal(err)
	}
	if b.below, err = o.ByCode(t.Context(), "A"); err != nil {
		t.Fatal(err)
	}
	b.office = actor.Actor{Kind: actor.Person, Account: 5, Name: "Văn phòng", Unit: b.centre, Grants: []actor.Grant{{Role: actor.Office, Unit: b.centre}}}
	return b
}

func (b bench) election(t *testing.T) calendar.Event {
	t.Helper()
	e, err := b.CreateEvent(t.Context(), b.office, calendar.NewEvent{Code: "election", Name: "Ngày bầu cử đại biểu Quốc hội khóa XV", Kind: "election", Date: 20210523, Unit: b.centre, Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestPeriods(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	q1, err := b.PeriodFrom(ctx, "Quý 1/2021", 20210402)
	if err != nil || q1.Title(i18n.VI) != "Quý I/2021" || q1.From != 20210101 || q1.To != 20210331 {
		t.Fatalf("%+v %v", q1, err)
	}
	same, err := b.EnsurePeriod(ctx, b.office, when.PeriodName{Kind: when.Quarter, Year: 2021, N: 1})
	if err != nil || same != q1 {
		t.Errorf("a second record of one period: %+v %v", same, err)
	}
	q2, err := b.Next(ctx, b.office, q1)
	if err != nil || q2.In(i18n.EN) != "Q2 2021" {
		t.Errorf("%+v %v", q2, err)
	}
	back, err := b.Previous(ctx, b.office, q2)
	if err != nil || back != q1 {
		t.Errorf("%+v %v", back, err)
	}
	byID, err := b.Period(ctx, q2.ID)
	if err != nil || byID != q2 {
		t.Errorf("%+v %v", byID, err)
	}
	found, err := b.Periods(ctx, []ident.ID{q1.ID, 4711, q2.ID, q1.ID})
	if err != nil || len(found) != 2 || found[q2.ID] != q2 {
		t.Errorf("%v %v", found, err)
	}
	if _, err := b.PeriodFrom(ctx, "Quý 5/2021", 20210402); !fault.Is(err, "when.no_such_quarter") || fault.All(err)[0].Field != "period" {
		t.Errorf("Q5: %v", err)
	}
	if _, err := b.EnsurePeriod(ctx, b.office, when.PeriodName{Kind: when.Quarter, Year: 2021, N: 5}); fault.KindOf(err) != fault.KindInvalid {
		t.Errorf("Q5: %v", err)
	}
	if _, err := b.Period(ctx, 4711); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("unknown: %v", err)
	}
	week, err := b.BetweenDays(ctx, b.office, 20210501, 20210507, "")
	if err != nil || week.Title(i18n.VI) != "Từ 1/5/2021 đến 7/5/2021" {
		t.Errorf("%+v %v", week, err)
	}
	again, err := b.BetweenDays(ctx, b.office, 20210501, 20210507, "")
	if err != nil || again != week {
		t.Errorf("%+v %v", again, err)
	}
	for _, text := range []string{"từ 1/5/2021 đến 7/5/2021", "từ ngày 1/5/2021 đến ngày 7/5/2021", "1/5/2021 - 7/5/2021", "1/5/2021–7/5/2021", "1/5 đến 7/5", "from 1/5/2021 to 7/5/2021", "từ ngày 1 tháng 5 năm 2021 tới ngày 7 tháng 5 năm 2021"} {
		if p, err := b.PeriodFrom(ctx, text, 20210402); err != nil || p != week {
			t.Errorf("%s: %+v %v", text, p, err)
		}
	}
	if _, err := b.PeriodFrom(ctx, "từ 7/5/2021 đến 1/5/2021", 20210402); !fault.Is(err, "when.span_backwards") || fault.All(err)[0].Field != "period" {
		t.Errorf("%v", err)
	}
	if _, err := b.PeriodFrom(ctx, "từ 31/2/2021 đến 1/5/2021", 20210402); fault.KindOf(err) != fault.KindInvalid || fault.All(err)[0].Field != "period" {
		t.Errorf("%v", err)
	}
	if p, err := b.PeriodFrom(ctx, "nhiệm kỳ 2020 - 2025", 20210402); err != nil || p.Kind != when.Term {
		t.Errorf("%+v %v", p, err)
	}
	if _, err := b.BetweenDays(ctx, b.office, 20210507, 20210501, ""); !fault.Is(err, "when.span_backwards") || fault.All(err)[0].Field != "to" {
		t.Errorf("%v", err)
	}
	if _, err := b.Next(ctx, b.office, week); !fault.Is(err, "calendar.no_neighbour") {
		t.Errorf("%v", err)
	}
	if got := q2.YearToDate(); got != (when.Span{From: 20210101, To: 20210630}) {
		t.Errorf("%v", got)
	}
}

func TestPeriodsBetweenTwoDays(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	const now = when.Date(20210402)
	spring, err := b.PeriodFrom(ctx, "từ 1/3/2021 đến 15/4/2021", now)
	if err != nil || spring.Kind != when.AdHoc || spring.Span() != (when.Span{From: 20210301, To: 20210415}) || spring.EndEvent != 0 {
		t.Fatalf("%+v %v", spring, err)
	}
	for _, text := range []string{"1/3 – 15/4/2021", "1/3/2021-15/4/2021", "from 1/3/2021 to 15/4/2021", spring.Title(i18n.VI), spring.Title(i18n.EN)} {
		if p, err := b.PeriodFrom(ctx, text, now); err != nil || p != spring {
			t.Errorf("%q is another period: %+v %v", text, p, err)
		}
	}
	if p, err := b.PeriodFrom(ctx, "từ nay đến 15/4", now); err != nil || p.Span() != (when.Span{From: now, To: 20210415}) {
		t.Errorf("%+v %v", p, err)
	}
	for text, key := range map[string]string{
		"từ 15/4/2021 đến 1/3/2021":          "when.span_backwards",
		"từ 1/3/2021 đến 31/4/2021":          "when.no_such_day",
		"từ 1/3/2021 đến 15/4/2041":          "when.span_too_long",
		"từ 1/3/2021":                        "when.span_half",
		"từ 1/3/2021 đến Đại hội chim muông": "calendar.no_event_named",
	} {
		if _, err := b.PeriodFrom(ctx, text, now); !fault.Is(err, key) || fault.All(err)[0].Field != "period" {
			t.Errorf("%q: %v, want %s at the field", text, err, key)
		}
	}
}

func TestPeriodsFromADayUntilAnEvent(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	for name, day := range map[string]when.Date{"Đại hội XIII của Đảng": 20210125, "Đại hội XIII của Đảng, phiên bế mạc": 20210120, "Đại hội XIV của Đảng": 20260119} {
		if _, err := b.CreateEvent(ctx, b.office, calendar.NewEvent{Name: name, Kind: "congress", Date: day, Unit: b.centre}); err != nil {
			t.Fatal(err)
		}
	}
	p, err := b.PeriodFrom(ctx, "từ 30/12/2020 đến Đại hội XIII của Đảng", 20210402) // the event has passed: it is looked for from the typed day on
	if err != nil || p.From != 20201230 || p.To != 20210125 || p.EndEvent == 0 {
		t.Fatalf("%+v %v: what is called so in full goes before what is sooner", p, err)
	}
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		if again, err := b.PeriodFrom(ctx, p.Title(lang), 20240501); err != nil || again != p {
			t.Errorf("%q is not read as the period that it titles: %+v %v", p.Title(lang), again, err)
		}
	}
	if later, err := b.PeriodFrom(ctx, "từ 1/2/2021 đến Đại hội", 20210402); err != nil || later.To != 20260119 {
		t.Errorf("%+v %v", later, err)
	}
	if _, err := b.PeriodFrom(ctx, "từ 1/2/2015 đến Đại hội XIV", 20210402); !fault.Is(err, "when.span_too_long") {
		t.Errorf("%v", err)
	}
	offered, err := b.Offered(ctx, 20210402, i18n.VI)
	if err != nil || len(offered) != 11 || offered[0] != "Tháng 4/2021" || offered[10] != "Từ nay đến Đại hội XIV của Đảng" {
		t.Errorf("%q %v", offered, err)
	}
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		offered, _ := b.Offered(ctx, 20210402, lang)
		for _, text := range offered[:10] {
			if _, err := b.PeriodFrom(ctx, text, 20210402); err != nil {
				t.Errorf("%q is offered and refused: %v", text, err)
			}
		}
	}
}

func TestPeriodUntilAnEventMovesWithIt(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	e := b.election(t)
	p, err := b.UntilEvent(ctx, b.office, 20210402, e.ID)
	if err != nil || p.To != 20210523 || p.Title(i18n.VI) != "Từ 2/4/2021 đến Ngày bầu cử đại biểu Quốc hội khóa XV" {
		t.Fatalf("%+v %v", p, err)
	}
	same, err := b.PeriodFrom(ctx, "từ nay đến ngày bầu cử", 20210402)
	if err != nil || same != p {
		t.Errorf("%+v %v", same, err)
	}
	if q, err := b.PeriodFrom(ctx, "từ 1/3/2021 đến ngày bầu cử", 20210402); err != nil || q.From != 20210301 || q.To != 20210523 || q.EndEvent != e.ID {
		t.Errorf("%+v %v", q, err)
	}
	if q, err := b.PeriodFrom(ctx, "từ nay đến 30/4/2021", 20210402); err != nil || q.From != 20210402 || q.To != 20210430 {
		t.Errorf("%+v %v", q, err)
	}
	if _, err := b.PeriodFrom(ctx, "từ nay đến Đại hội XIV", 20210402); !fault.Is(err, "calendar.no_event_named") {
		t.Errorf("%v", err)
	}
	sub := b.hub.Subscribe(calendar.Topic(e.ID))
	defer sub.Close()
	if _, err := b.MoveEvent(ctx, b.office, e.ID, 20210530, "Điều chỉnh theo nghị quyết", ""); err != nil {
		t.Fatal(err)
	}
	select {
	case <-sub.C:
	default:
		t.Error("nobody was told")
	}
	moved, err := b.Period(ctx, p.ID)
	if err != nil || moved.To != 20210530 {
		t.Errorf("%+v %v", moved, err)
	}
	moves, err := b.Moves(ctx, b.office, e.ID)
	if err != nil || len(moves) != 1 || moves[0].Before != 20210523 || moves[0].After != 20210530 || moves[0].Reason == "" || moves[0].Actor != "Văn phòng" {
		t.Errorf("%+v %v", moves, err)
	}
	if _, err := b.UntilEvent(ctx, b.office, 20210601, e.ID); !fault.Is(err, "when.span_backwards") {
		t.Errorf("%v", err)
	}
}

func TestMovesThatAreRefused(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	e := b.election(t)
	p, err := b.UntilEvent(ctx, b.office, 20210402, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.MoveEvent(ctx, b.office, e.ID, 20210401, "Sớm hơn", "")
	if !fault.Is(err, "calendar.before_anchored") || fault.All(err)[0].Link != "/calendar/"+e.ID.String() {
		t.Errorf("before the period begins: %v", err)
	}
	for name, c := range map[string]struct {
		date   when.Date
		reason string
		key    string
	}{
		"no reason": {20210601, " ", "calendar.reason_missing"},
		"no day":    {0, "x", "calendar.date_missing"},
		"31 June":   {20210631, "x", "calendar.no_such_day"},
		"same day":  {20210523, "x", "calendar.same_day"},
	} {
		if _, err := b.MoveEvent(ctx, b.office, e.ID, c.date, c.reason, ""); !fault.Is(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.RemoveEvent(ctx, b.office, e.ID, "Bỏ", ""); fault.KindOf(err) != fault.KindConflict {
		t.Errorf("removed while anchored: %v", err)
	}
	anchors, err := b.Anchors(ctx, b.office, e.ID)
	if err != nil || len(anchors) != 1 || anchors[0].Subject != p.ID {
		t.Fatalf("%+v %v", anchors, err)
	}
	err = b.db.Do(ctx, "release", func(ctx context.Context, w *db.Write) error {
		return b.ReleaseIn(ctx, w, e.ID, "period", p.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.RemoveEvent(ctx, b.office, e.ID, "", ""); !fault.Is(err, "calendar.reason_missing") {
		t.Errorf("removed without a reason: %v", err)
	}
	if _, err := b.RemoveEvent(ctx, b.office, e.ID, "Bỏ", ""); err != nil {
		t.Error(err)
	}
	if _, err := b.Event(ctx, e.ID); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("still there: %v", err)
	}
}

// stander is what other domains keep on periods; the reader of its second record is another unit.
type stander []calendar.Standing

func (x stander) Standing(_ context.Context, _ db.Querier, periods []ident.ID) (list []calendar.Standing, _ error) {
	for _, one := range x {
		if slices.Contains(periods, one.Period) {
			list = append(list, one)
		}
	}
	return list, nil
}

func (x stander) Shown(_ context.Context, _ actor.Actor, s calendar.Standing) (calendar.Standing, error) {
	if s.ID == 8 {
		s.Title, s.Link = i18n.Text{}, ""
	}
	return s, nil
}

func TestWhatHoldsAnEventIsNamed(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	e := b.election(t)
	used, err := b.UntilEvent(ctx, b.office, 20210402, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.UntilEvent(ctx, b.office, 20210501, e.ID); err != nil { // named, and then nothing was made of it
		t.Fatal(err)
	}
	b.Stand(stander{
		{Period: used.ID, Kind: "conference", ID: 7, Title: i18n.Text{VI: "Hội nghị toàn quốc", EN: "Hội nghị toàn quốc"}, Link: "/conferences/7"},
		{Period: used.ID, Kind: "request", ID: 8, Title: i18n.Text{VI: "Báo cáo mật", EN: "Secret report"}, Link: "/reports/8/board"},
	})
	catalog, err := i18n.New(calendar.Messages())
	if err != nil {
		t.Fatal(err)
	}
	told := func(err error, lang i18n.Lang) string {
		f := fault.All(err)[0]
		return catalog.T(lang, f.Key, f.Args...)
	}
	_, err = b.MoveEvent(ctx, b.office, e.ID, 20210401, "Sớm hơn", "")
	if !fault.Is(err, "calendar.before_anchored") {
		t.Fatal(err)
	}
	if got, want := told(err, i18n.VI), "Không dời lên trước 2/4/2021: 1 mục gắn với sự kiện bắt đầu muộn hơn ngày mới (Từ 2/4/2021 đến Ngày bầu cử đại biểu Quốc hội khóa XV: hội nghị “Hội nghị toàn quốc”; một yêu cầu báo cáo của đơn vị khác)."; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if strings.Contains(err.Error(), "Hội nghị toàn quốc") {
		t.Errorf("a title stands in the log: %v", err)
	}
	_, err = b.RemoveEvent(ctx, b.office, e.ID, "Bỏ", "")
	if got := told(err, i18n.EN); !strings.Contains(got, "conference “Hội nghị toàn quốc”; a request for reports of another unit") {
		t.Error(got)
	}
	anchors, err := b.Anchors(ctx, b.office, e.ID)
	if err != nil || len(anchors) != 1 || len(anchors[0].Standing) != 2 || anchors[0].Standing[0].Link != "/conferences/7" || anchors[0].Standing[1].Link != "" || anchors[0].Standing[1].Title.VI != "" {
		t.Errorf("%+v %v", anchors, err)
	}
	// A period on which nothing stands holds nothing: the event moves before it, and goes.
	if _, err := b.MoveEvent(ctx, b.office, e.ID, 20210415, "Sớm hơn", ""); err != nil {
		t.Error(err)
	}
	b.Stand(stander{})
	if _, err := b.RemoveEvent(ctx, b.office, e.ID, "Bỏ", ""); err != nil {
		t.Error(err)
	}
}

func TestEvents(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	e := b.election(t)
	if again := b.election(t); again.ID != e.ID {
		t.Error("a retry made another event")
	}
	if _, err := b.CreateEvent(ctx, b.office, calendar.NewEvent{Code: "election", Name: "Khác", Kind: "other", Date: 20210601, Unit: b.centre}); !fault.Is(err, "calendar.code_taken") {
		t.Errorf("%v", err)
	}
	_, err := b.CreateEvent(ctx, b.office, calendar.NewEvent{Unit: b.centre})
	for _, key := range []string{"calendar.name_missing", "calendar.no_such_kind", "calendar.date_missing"} {
		if !fault.Is(err, key) {
			t.Errorf("%s is not told: %v", key, err)
		}
	}
	list, err := b.Events(ctx, when.Span{From: 20210501, To: 20210531})
	if err != nil || len(list) != 1 || list[0] != e {
		t.Errorf("%+v %v", list, err)
	}
	if list, _ := b.Events(ctx, when.Span{From: 20210524}); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	byCode, err := b.EventByCode(ctx, "election")
	if err != nil || byCode != e {
		t.Errorf("%+v %v", byCode, err)
	}
	settled, err := b.SettleEvent(ctx, b.office, e.ID, e.Date, true, "", "")
	if err != nil || !settled.Provisional {
		t.Errorf("%+v %v", settled, err)
	}
	err = b.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		for _, c := range []struct {
			due  calendar.Due
			date when.Date
			key  string
		}{
			{calendar.Due{Date: 20210601}, 20210601, ""},
			{calendar.Due{Event: e.ID}, 20210523, ""},
			{calendar.Due{}, 0, "calendar.due_missing"},
			{calendar.Due{Date: 20210601, Event: e.ID}, 0, "calendar.due_twice"},
			{calendar.Due{Date: 20210631}, 0, "calendar.no_such_day"},
			{calendar.Due{Event: 4711}, 0, "calendar.no_such_event"},
		} {
			date, ev, err := b.DueDate(ctx, r, c.due)
			if date != c.date || c.key == "" && err != nil || c.key != "" && (!fault.Is(err, c.key) || fault.All(err)[0].Field != "due") || (ev.ID != 0) != (c.due.Event == e.ID && err == nil) {
				t.Errorf("%+v: %v %+v %v", c.due, date, ev, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTerms(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	enter := func(term calendar.Term, key string) (calendar.Term, error) {
		return b.EnterTerm(ctx, b.office, term, key)
	}
	na, err := enter(calendar.Term{Body: " Quốc  hội", Ordinal: 15, From: 2021, To: 2026}, "k")
	if err != nil || na.Title(i18n.VI) != "Quốc hội khóa XV" {
		t.Errorf("%+v %v", na, err)
	}
	if again, err := enter(calendar.Term{Body: "Quốc hội", Ordinal: 15, From: 2021, To: 2026}, "k"); err != nil || again.ID != na.ID {
		t.Errorf("a retry made another: %+v %v", again, err)
	}
	pc, err := enter(calendar.Term{Body: "HĐND các cấp", From: 2021, To: 2026}, "")
	if err != nil || pc.Title(i18n.VI) != "HĐND các cấp nhiệm kỳ 2021-2026" {
		t.Errorf("%+v %v", pc, err)
	}
	for name, c := range map[string]struct {
		term calendar.Term
		key  string
	}{
		"the same years":        {calendar.Term{Body: "Quốc hội", From: 2021, To: 2026}, "calendar.term_there"},
		"the same number":       {calendar.Term{Body: "Quốc hội", Ordinal: 15, From: 2026, To: 2031}, "calendar.term_there"},
		"backwards":             {calendar.Term{Body: "Quốc hội", From: 2026, To: 2021}, "calendar.no_such_term"},
		"longer than ten years": {calendar.Term{Body: "Quốc hội", From: 2026, To: 2037}, "calendar.no_such_term"},
		"no body":               {calendar.Term{Body: " ", From: 2021, To: 2026}, "calendar.name_missing"},
		"no such number":        {calendar.Term{Body: "Quốc hội", Ordinal: 4000, From: 2026, To: 2031}, "calendar.no_such_ordinal"},
	} {
		if _, err := enter(c.term, ""); !fault.Is(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
	below := actor.Actor{Kind: actor.Person, Account: 6, Unit: b.below, Grants: []actor.Grant{{Role: actor.Office, Unit: b.below}}}
	if _, err := b.EnterTerm(ctx, below, calendar.Term{Body: "X", From: 2021, To: 2026}, ""); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("the office below: %v", err)
	}
	if err := b.RemoveTerm(ctx, below, pc.ID, ""); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("the office below: %v", err)
	}
	for range 2 {
		if err := b.RemoveTerm(ctx, b.office, pc.ID, "r"); err != nil {
			t.Error(err)
		}
	}
	if err := b.RemoveTerm(ctx, b.office, pc.ID, ""); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("removed twice: %v", err)
	}
	if list, err := b.Terms(ctx); err != nil || len(list) != 1 || list[0] != na {
		t.Errorf("%v %v", list, err)
	}
}

func TestBreakIn(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	e := b.election(t)
	for name, who := range map[string]actor.Actor{
		"office below":             {Kind: actor.Person, Grants: []actor.Grant{{Role: actor.Office, Unit: b.below}}},
		"specialist of the centre": {Kind: actor.Person, Grants: []actor.Grant{{Role: actor.Specialist, Unit: b.centre}}},
		"the public":               {},
	} {
		_, create := b.CreateEvent(ctx, who, calendar.NewEvent{Name: "X", Kind: "other", Date: 20210601, Unit: b.centre})
		_, move := b.MoveEvent(ctx, who, e.ID, 20210601, "x", "")
		_, remove := b.RemoveEvent(ctx, who, e.ID, "x", "")
		for what, err := range map[string]error{"create": create, "move": move, "remove": remove} {
			if k := fault.KindOf(err); k != fault.KindForbidden && !(who.Kind == actor.Public && k == fault.KindUnauthenticated) {
				t.Errorf("%s may %s: %v", name, what, err)
			}
		}
	}
	if _, err := b.EnsurePeriod(ctx, actor.Actor{}, when.PeriodName{Kind: when.Year, Year: 2021}); fault.KindOf(err) != fault.KindUnauthenticated {
		t.Errorf("the public: %v", err)
	}
}
