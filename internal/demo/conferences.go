package demo

import (
	"context"
	"fmt"
	"time"

	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/document"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

func (l *Loader) loadEvents(ctx context.Context, c cast) error {
	today := c.now.Date()
	for _, e := range []calendar.NewEvent{
		{Code: "year-review", Name: "Hội nghị tổng kết năm", Kind: "session", Date: workday(today.AddDays(40)), Provisional: true},
		{Code: "plan-close", Name: "Chốt chương trình công tác năm sau", Kind: "milestone", Date: workday(today.AddDays(12))},
	} {
		e.Unit, e.Key = c.centre, "demo/"+e.Code
		if _, err := l.Calendar.CreateEvent(ctx, c.who, e); err != nil {
			return err
		}
	}
	return nil
}

// workday gives d, or the Monday after it.
func workday(d when.Date) when.Date {
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDays(1)
	}
	return d
}

// workdayBefore gives d, or the Friday before it.
func workdayBefore(d when.Date) when.Date {
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDays(-1)
	}
	return d
}

// details are what both conferences of the demo have in common.
func (c cast) details(review, plan when.PeriodName, day when.Date, start int) conference.Details {
	part := conference.Morning
	if start >= 12*60 {
		part = conference.Afternoon
	}
	return conference.Details{
		Title: "Hội nghị trực tuyến giao ban công tác " + lower(review.Title("vi")), Kind: conference.Review, Mode: conference.Online, Part: part,
		Date: day.Numeric("vi"), Start: when.TimeOfDay(start), Place: "Phòng họp số 1, Văn phòng Trung ương",
		Scope: org.Scope{Kind: org.ScopeLevel, Value: levelProvince}, Hosts: []ident.ID{c.centre},
		Review: review.Title("vi"), Plan: plan.Title("vi"),
		Chairs: []conference.Seat{{Person: c.people["tw-deputy"], Unit: c.centre, Order: 1}}, Secretary: c.people["tw-office"],
		Agenda: []conference.AgendaItem{
			{Order: 1, Title: "Khai mạc", Kind: conference.ItemOpening, Presenter: personName("tw-deputy"), Minutes: 5},
			{Order: 2, Title: "Báo cáo kết quả " + lower(review.Title("vi")), Kind: conference.ItemReport, Presenter: personName("tw-office"), Minutes: 20},
			{Order: 3, Title: "Thảo luận: khó khăn, vướng mắc ở các điểm cầu", Kind: conference.ItemDiscussion, Presenter: "Các điểm cầu", Minutes: 45},
			{Order: 4, Title: "Phát biểu chỉ đạo và kết luận", Kind: conference.ItemConcluding, Presenter: personName("tw-deputy"), Minutes: 20},
		},
	}
}

func lower(title string) string {
	if title == "" {
		return title
	}
	return string(title[0]|0x20) + title[1:]
}

// sites invents what the sites have entered: chair, delegates, place. The home site and a few others have not confirmed.
func (c cast) sites(over bool, called when.Instant) []conference.SeededSite {
	list := []conference.SeededSite{{Unit: c.centre, At: called, By: personName("tw-office"), Entry: conference.SiteEntry{
		Chair: c.people["tw-deputy"], Place: "Phòng họp số 1", Planned: "24", Confirm: true,
		Delegates: []conference.DelegateEntry{{Label: "Đại diện các vụ, đơn vị", Count: "18"}}}}}
	for i, p := range provinceUnits(c.tree) {
		if !over && (p.Code == home || i%9 == 4) {
			continue
		}
		n := 12 + invent("site "+p.Code).IntN(30)
		actual := ""
		if over {
			actual = fmt.Sprint(n - invent("absent "+p.Code).IntN(3))
		}
		list = append(list, conference.SeededSite{Unit: p.ID, At: called.Add(time.Duration(20+i) * time.Hour / 4), By: personName(p.Code + "-office"),
			Entry: conference.SiteEntry{Chair: c.people[p.Code+"-head"], Place: "Hội trường tầng 2", ContactName: personName(p.Code + "-office"),
				Planned: fmt.Sprint(n), Actual: actual, Confirm: true,
				Delegates: []conference.DelegateEntry{{Person: c.people[p.Code+"-deputy"]}, {Label: "Đại diện các phòng, ban", Count: fmt.Sprint(n - 4)}}}})
	}
	return list
}

func (l *Loader) loadLastConference(ctx context.Context, c cast) error {
	layout := document.Layout{Left: []string{"VĂN PHÒNG TRUNG ƯƠNG"}, Right: []string{"ĐOÀN KẾT - TRÁCH NHIỆM - HIỆU QUẢ"}, Mark: "-",
		Code: "VPTƯ", Pattern: "{n}-{kind}/{code}", Place: "Hà Nội", Head: "Chánh Văn phòng"}
	if err := l.Document.SetLayout(ctx, c.who, c.centre, layout); err != nil {
		return err
	}
	day := workday(c.closed.Span().From.AddDays(11))
	called := when.At(day.AddDays(-10), 9*60)
	made, err := l.Conference.Seed(ctx, c.who, conference.Seeded{
		Details: c.details(c.closed.Previous(), c.closed, day, 14*60), CalledAt: called, Sites: c.sites(true, called),
		OpenedAt: when.At(day, 14*60), ClosedAt: when.At(day, 16*60+12), ConcludedAt: when.At(workday(day.AddDays(1)), 9*60+30),
		Declared: "6",
		Conclusions: []conference.ConclusionEntry{
			{Heading: "Tổ chức, biên chế", Text: "Các tỉnh, thành phố rà soát biên chế chuyên trách cấp xã sau sắp xếp, báo cáo số thiếu, số dôi theo từng xã, phường."},
			{Heading: "Tổ chức, biên chế", Text: "Văn phòng Trung ương hướng dẫn thống nhất cách tính biên chế chuyên trách cấp xã."},
			{Heading: "Chế độ báo cáo", Text: "Các tỉnh, thành phố thống nhất một đầu mối số liệu, gửi báo cáo quý đúng hạn."},
			{Heading: "Chế độ báo cáo", Text: "Các tỉnh, thành phố gửi ít nhất một cách làm hay để phổ biến trong hội nghị kỳ sau."},
			{Heading: "Chuẩn bị năm sau", Text: "Các tỉnh, thành phố gửi đề xuất nội dung chương trình công tác năm sau."},
		},
		Issue: conference.IssueEntry{Capacity: document.KT, For: "Chánh Văn phòng"},
	})
	if err != nil {
		return err
	}
	plan, err := l.Calendar.EnsurePeriod(ctx, c.who, c.closed)
	if err != nil {
		return err
	}
	if _, err := l.Task.Seed(ctx, c.who, c.pastTasks(made, plan.ID, when.At(workday(day.AddDays(1)), 9*60+30))); err != nil {
		return err
	}
	return l.loadNews(ctx, c, made.Conference, day)
}

// pastTasks are what the last conference left: to every province from three conclusions, to the centre from one.
func (c cast) pastTasks(made conference.SeededResult, plan ident.ID, issued when.Instant) []task.Seeded {
	var all []ident.ID
	for _, p := range provinceUnits(c.tree) {
		all = append(all, p.ID)
	}
	today := c.now.Date()
	one := func(conclusion int, title, product string, due when.Date, priority task.Priority, leads ...ident.ID) task.Seeded {
		return task.Seeded{IssuedAt: issued, Leads: leads, New: task.New{Title: title, Assigner: c.centre, Lead: leads[0], Keeper: c.centre,
			Due: calendar.Due{Date: due}, Priority: priority, Product: product, Period: plan, At: issued,
			Origin: task.Origin{Kind: "conclusion", ID: made.Conclusions[conclusion-1], Conference: made.Conference, Label: fmt.Sprintf("Kết luận %d", conclusion)}}}
	}
	list := []task.Seeded{
		one(1, "Rà soát biên chế chuyên trách cấp xã sau sắp xếp", "Bảng tổng hợp theo từng xã, phường", today.AddDays(-6), task.Key, all...),
		one(2, "Hướng dẫn thống nhất cách tính biên chế chuyên trách cấp xã", "Văn bản hướng dẫn", today.AddDays(20), task.Key, c.centre),
		one(3, "Thống nhất một đầu mối số liệu báo cáo quý", "", today.AddDays(9), task.Regular, all...),
		one(5, "Đề xuất nội dung chương trình công tác năm sau", "Danh mục đề xuất", today.AddDays(16), task.Regular, all...),
	}
	for i := range list {
		for _, lead := range list[i].Leads {
			u, _ := c.tree.Unit(lead)
			r := invent(fmt.Sprint("task ", i, u.Code))
			name := personName(u.Code + "-office")
			at := issued.Add(time.Duration(24*(5+r.IntN(30))) * time.Hour)
			if at.After(c.now) {
				at = c.now
			}
			step := task.SeededStep{Lead: lead, At: at, By: name}
			switch n := r.IntN(10); {
			case u.Code == home && i == 0:
				step.Update = task.Update{Percent: 80, State: task.InProgress, Note: "Đã rà soát xong phần lớn các xã, phường.", Blocked: "Sáu xã chưa gửi biên bản rà soát."}
			case n < 5 && i != 1:
				step.Update = task.Update{Percent: 100, State: task.Done, Note: "Đã hoàn thành.", Result: "Đã gửi Văn phòng Trung ương."}
			case n < 8:
				step.Update = task.Update{Percent: 10 * (2 + r.IntN(7)), State: task.InProgress, Note: "Đang thực hiện theo kế hoạch."}
			default:
				continue
			}
			list[i].Progress = append(list[i].Progress, step)
		}
	}
	return list
}

// loadConference calls a conference for today. It starts at the next half hour of the working day.
func (l *Loader) loadConference(ctx context.Context, c cast) error {
	start := min(max((c.now.Minutes()/30+1)*30, 8*60), 17*60)
	if start >= 11*60+30 && start < 13*60 {
		start = 13*60 + 30
	}
	called := c.now.Add(-9 * 24 * time.Hour)
	_, err := l.Conference.Seed(ctx, c.who, conference.Seeded{
		Details: c.details(c.closed, c.current, c.now.Date(), start), CalledAt: called, Sites: c.sites(false, called),
	})
	return err
}
