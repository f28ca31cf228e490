package conference

import (
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

func TestCall(t *testing.T) {
	t.Run("S0.4", func(t *testing.T) {
		h := newHouse(t)
		id := h.created()
		if f := h.facts(id); f.Number != 0 || f.Status != Draft {
			t.Errorf("a draft has number %d and status %s", f.Number, f.Status)
		}
		before := h.hub.Version("inbox:" + h.units["AB"].String())
		h.must(h.s.Call(h.ctx, h.office, id, "k1"))
		h.must(h.s.Call(h.ctx, h.office, id, "k1")) // sent twice, done once
		f := h.facts(id)
		if f.Number != 1 || f.Status != Called || f.Sites != 3 {
			t.Errorf("number %d, status %s, %d sites", f.Number, f.Status, f.Sites)
		}
		if got := f.ReviewPeriod.Title("vi"); got != "Quý I/2021" {
			t.Errorf("review period %q", got)
		}
		if got := f.PlanPeriod.Title("vi"); got != "Quý II/2021" {
			t.Errorf("plan period %q", got)
		}
		if site := h.site(id, "C"); site.Kind != MainSite || site.Order != 1 {
			t.Errorf("the host's site is %+v", site)
		}
		if h.hub.Version("inbox:"+h.units["AB"].String()) == before {
			t.Error("the call did not reach the inbox of a unit called")
		}
		second, err := h.s.Create(h.ctx, h.office, h.details(), "")
		h.must(err)
		h.must(h.s.Call(h.ctx, h.office, second, ""))
		if f := h.facts(second); f.Number != 2 {
			t.Errorf("the second conference of the year has number %d", f.Number)
		}
	})
	for _, c := range []struct {
		name, key, field string
		change           func(h *house, d *Details)
	}{
		{"31/4/2021", "when.no_such_day", "date", func(_ *house, d *Details) { d.Date = "31/4/2021" }},
		{"wrong weekday", "when.wrong_weekday", "date", func(_ *house, d *Details) { d.Date = "thứ năm 2/4/2021" }},
		{"plan period before review period", "conference.plan_before_review", "plan", func(_ *house, d *Details) { d.Plan = "quý IV/2020" }},
		{"no host", "conference.no_host", "hosts", func(_ *house, d *Details) { d.Hosts = nil }},
		{"host twice", "conference.host_twice", "hosts", func(h *house, d *Details) { d.Hosts = append(d.Hosts, h.units["C"]) }},
		{"start 09:00 with Chiều", "conference.start_outside_part", "start", func(_ *house, d *Details) { d.Start = "09:00" }},
		{"start 14:00 with Sáng", "conference.start_outside_part", "start", func(_ *house, d *Details) { d.Part = Morning }},
		{"title empty", "conference.title_empty", "title", func(_ *house, d *Details) { d.Title = "  " }},
		{"Q5/2021", "when.no_such_quarter", "review", func(_ *house, d *Details) { d.Review = "Q5/2021" }},
		{"two chairs with the same order", "conference.chair_order_twice", "chairs", func(_ *house, d *Details) { d.Chairs[0].Order, d.Chairs[1].Order = 1, 1 }},
		{"a chair twice", "conference.chair_twice", "chairs", func(h *house, d *Details) { d.Chairs[1].Person = h.people["quang"] }},
		{"agenda item without title", "conference.agenda_title", "agenda-title-1", func(_ *house, d *Details) { d.Agenda[1].Title = "" }},
	} {
		t.Run("S0.4/bad: "+c.name, func(t *testing.T) {
			h := newHouse(t)
			d := h.details()
			c.change(h, &d)
			who := h.office
			if len(d.Hosts) == 0 {
				who = h.sys
			}
			_, err := h.s.Create(h.ctx, who, d, "")
			h.refused(err, c.key, c.field)
			if list, err := h.s.List(h.ctx, h.office, 0); err != nil || len(list) != 0 {
				t.Errorf("after the refusal %d conferences stand, %v", len(list), err)
			}
		})
	}
	t.Run("S0.4/bad: call without sites", func(t *testing.T) {
		h := newHouse(t)
		d := h.details()
		d.Scope = org.Scope{Kind: org.ScopeGroup, Value: "nobody"}
		id, err := h.s.Create(h.ctx, h.office, d, "")
		h.must(err)
		h.refused(h.s.Call(h.ctx, h.office, id, ""), "conference.no_sites", "scope")
	})
	t.Run("S0.4/bad: called by a unit that is no host", func(t *testing.T) {
		h := newHouse(t)
		id := h.created()
		h.refused(h.s.Call(h.ctx, h.other, id, ""), "conference.not_found", "")
		d := h.details()
		_, err := h.s.Create(h.ctx, h.specialist, d, "")
		h.refused(err, "actor.forbidden_call_conference", "")
	})
	t.Run("S0.4/bad: a province calls the country", func(t *testing.T) {
		h := newHouse(t)
		d := h.details()
		d.Hosts, d.Chairs, d.Scope = []ident.ID{h.units["AB"]}, nil, org.Scope{Kind: org.ScopeAll}
		office := h.desk(20, 0, "Văn phòng Ban tỉnh", "AB", actor.Office)
		id, err := h.s.Create(h.ctx, office, d, "")
		h.must(err)
		h.refused(h.s.Call(h.ctx, office, id, ""), "conference.scope_beyond", "scope")
	})
	t.Run("drafts are the hosts' alone", func(t *testing.T) {
		h := newHouse(t)
		id := h.created()
		for _, who := range []actor.Actor{h.specialist, h.other} {
			if _, err := h.s.ByID(h.ctx, who, id); fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("%s sees a draft: %v", who.Name, err)
			}
			if list, _ := h.s.List(h.ctx, who, 0); len(list) != 0 {
				t.Errorf("%s lists a draft", who.Name)
			}
		}
		if _, err := h.s.ByID(h.ctx, actor.Actor{}, id); fault.KindOf(err) != fault.KindUnauthenticated {
			t.Errorf("the public: %v", err)
		}
	})
	t.Run("S1.7/bad: a unit outside the scope is an observer only", func(t *testing.T) {
		h := newHouse(t)
		d := h.details()
		d.Scope.Value = "north"
		id, err := h.s.Create(h.ctx, h.office, d, "")
		h.must(err)
		h.must(h.s.Call(h.ctx, h.office, id, ""))
		if f := h.facts(id); f.Sites != 2 {
			t.Errorf("%d sites, want the host and one", f.Sites)
		}
		_, err = h.s.AddSite(h.ctx, h.office, id, h.units["BB"], SubSite, "")
		h.refused(err, "conference.outside_scope", "unit")
		_, err = h.s.AddSite(h.ctx, h.office, id, h.units["BB"], Observer, "")
		h.must(err)
		_, err = h.s.AddSite(h.ctx, h.office, id, h.units["BB"], Observer, "")
		h.refused(err, "conference.site_twice", "unit")
	})
	t.Run("a plan until an event ends on its day", func(t *testing.T) {
		h := newHouse(t)
		d := h.details()
		d.Plan, d.PlanEvent = "", h.day
		id, err := h.s.Create(h.ctx, h.office, d, "")
		h.must(err)
		if f := h.facts(id); f.PlanPeriod.To != 20210523 || f.PlanPeriod.EndEvent != h.day {
			t.Errorf("plan period %+v", f.PlanPeriod)
		}
	})
	t.Run("put off, then called for a new day", func(t *testing.T) {
		h := newHouse(t)
		id := h.called()
		h.refused(h.s.Postpone(h.ctx, h.office, id, " ", ""), "conference.reason_missing", "reason")
		h.must(h.s.Postpone(h.ctx, h.office, id, "Bão số 1", ""))
		h.refused(h.s.Open(h.ctx, h.chair, id, true, ""), "conference.wrong_step", "")
		h.refused(h.s.Reschedule(h.ctx, h.office, id, "9/4/2021", "09:00", Afternoon, ""), "conference.start_outside_part", "start")
		h.must(h.s.Reschedule(h.ctx, h.office, id, "9/4/2021", "08:00", Morning, ""))
		f := h.facts(id)
		if f.Status != Called || f.Date != 20210409 || f.Number != 1 {
			t.Errorf("%s on %s, number %d", f.Status, f.Date, f.Number)
		}
		if f.Chairs[0].Title != "Trưởng Ban" {
			t.Errorf("the title follows the new day: %q", f.Chairs[0].Title)
		}
		h.must(h.s.Cancel(h.ctx, h.office, id, "Không còn cần", ""))
		h.refused(h.s.Cancel(h.ctx, h.office, id, "lần nữa", ""), "conference.wrong_step", "")
	})
}

func TestSites(t *testing.T) {
	t.Run("S0.5", func(t *testing.T) {
		h := newHouse(t)
		id := h.called()
		h.must(h.s.NameChair(h.ctx, h.office, h.site(id, "C").ID, h.people["quang"], ""))
		h.must(h.s.NameChair(h.ctx, h.specialist, h.site(id, "AB").ID, h.people["hoa"], ""))
		f := h.facts(id)
		if f.Sites != 3 || f.WithChair != 2 {
			t.Errorf("%d sites, %d with a chair", f.Sites, f.WithChair)
		}
		if got := h.site(id, "C").ChairTitle; got != "Phó Trưởng Ban Thường trực" {
			t.Errorf("title as of 2/4/2021: %q", got)
		}
		if got := h.site(id, "AB").ChairTitle; got != "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Tổ chức Tỉnh ủy" {
			t.Errorf("title of several posts: %q", got)
		}
		// On the third the holder has another post: what was frozen stays.
		h.on("2021-04-02 14:00")
		h.must(h.s.Open(h.ctx, h.chair, id, true, ""))
		h.on("2021-04-05 09:00")
		if got := h.site(id, "C").ChairTitle; got != "Phó Trưởng Ban Thường trực" {
			t.Errorf("title after the day: %q", got)
		}
	})
	t.Run("S0.5/bad: another province edits this site", func(t *testing.T) {
		h := newHouse(t)
		id := h.called()
		site := h.site(id, "AB")
		for _, err := range []error{
			h.s.NameChair(h.ctx, h.other, site.ID, h.people["ha"], ""),
			h.s.SaveSite(h.ctx, h.other, site.ID, SiteEntry{Place: "Hội trường khác"}, ""),
			h.s.Confirm(h.ctx, h.other, site.ID, ""),
			h.s.SetHeadcount(h.ctx, h.other, site.ID, 5, ""),
			h.s.AddDelegate(h.ctx, h.other, site.ID, DelegateEntry{Name: "Ai đó"}, ""),
			h.s.SaveSite(h.ctx, h.office, site.ID, SiteEntry{Place: "Văn phòng Trung ương sửa"}, ""),
		} {
			h.refused(err, "actor.forbidden_keep_site", "")
		}
		if err := h.s.MarkLine(h.ctx, h.other, site.ID, Connected, "", ""); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("another province marks the line: %v", err)
		}
		if got := h.site(id, "AB"); got.Place != "" || got.HasChair() || got.Status != NotConfirmed {
			t.Errorf("the site changed: %+v", got)
		}
	})
	t.Run("S0.5/bad: a person chairs two sites at the same time", func(t *testing.T) {
		h := newHouse(t)
		id := h.called()
		h.must(h.s.NameChair(h.ctx, h.specialist, h.site(id, "AB").ID, h.people["hoa"], ""))
		h.refused(h.s.NameChair(h.ctx, h.other, h.site(id, "BB").ID, h.people["hoa"], ""), "conference.chair_elsewhere", "chair")
		// Another conference that afternoon is refused too, one in the morning is not.
		d := h.details()
		afternoon, err := h.s.Create(h.ctx, h.office, d, "")
		h.must(err)
		h.must(h.s.Call(h.ctx, h.office, afternoon, ""))
		h.refused(h.s.NameChair(h.ctx, h.specialist, h.site(afternoon, "AB").ID, h.people["hoa"], ""), "conference.chair_elsewhere", "chair")
		d.Part, d.Start = Morning, "08:00"
		morning, err := h.s.Create(h.ctx, h.office, d, "")
		h.must(err)
		h.must(h.s.Call(h.ctx, h.office, morning, ""))
		h.must(h.s.NameChair(h.ctx, h.specialist, h.site(morning, "AB").ID, h.people["hoa"], ""))
	})
	t.Run("S0.5/bad: a site without chair at opening", func(t *testing.T) {
		h := newHouse(t)
		id := h.called()
		h.must(h.s.NameChair(h.ctx, h.specialist, h.site(id, "AB").ID, h.people["hoa"], ""))
		err := h.s.Open(h.ctx, h.chair, id, false, "")
		h.refused(err, "conference.sites_without_chair", "confirm")
		if names := fault.All(err)[0].Args; names[3] != "Ban Tổ chức Trung ương, Ban Tổ chức Tỉnh ủy Bình Giao" {
			t.Errorf("the warning names %v", names[3])
		}
		h.must(h.s.Open(h.ctx, h.chair, id, true, ""))
		if h.facts(id).Status != Open {
			t.Error("not open after the confirmation")
		}
	})
	t.Run("S0.6", func(t *testing.T) {
		h := newHouse(t)
		id := h.opened()
		site := h.site(id, "AB")
		version := h.hub.Version(Topic(id))
		h.must(h.s.SetHeadcount(h.ctx, h.specialist, site.ID, 25, ""))
		h.must(h.s.MarkLine(h.ctx, h.specialist, site.ID, Connected, "", ""))
		sites, err := h.s.Sites(h.ctx, h.secretary, id)
		h.must(err)
		if got := sites[1]; got.Actual != 25 || got.Status != Connected {
			t.Errorf("the centre sees %+v", got)
		}
		if h.hub.Version(Topic(id)) == version {
			t.Error("the room was not told")
		}
	})
	t.Run("S0.6/bad: headcount", func(t *testing.T) {
		h := newHouse(t)
		id := h.opened()
		site := h.site(id, "AB")
		h.refused(h.s.SetHeadcount(h.ctx, h.specialist, site.ID, -1, ""), "conference.headcount_negative", "actual")
		h.must(h.s.SaveSite(h.ctx, h.specialist, site.ID, SiteEntry{Actual: "3", Delegates: []DelegateEntry{
			{Person: h.people["hoa"]}, {Name: "Nông Văn Tám", Title: "Chuyên viên", Attendance: Present}, {Name: "Lý Thị Chín", Attendance: Absent, Reason: "Ốm"},
		}}, ""))
		h.refused(h.s.SetHeadcount(h.ctx, h.specialist, site.ID, 1, ""), "conference.headcount_below_named", "actual")
		h.refused(h.s.SaveSite(h.ctx, h.specialist, site.ID, SiteEntry{Actual: "-1"}, ""), "conference.headcount_negative", "actual")
		h.refused(h.s.SaveSite(h.ctx, h.specialist, site.ID, SiteEntry{Delegates: []DelegateEntry{{Label: "Đại diện các sở", Count: "nhiều"}}}, ""), "conference.not_a_count", "count-0")
		h.must(h.s.SetHeadcount(h.ctx, h.specialist, site.ID, 2, ""))
		h.refused(h.s.AddDelegate(h.ctx, h.specialist, site.ID, DelegateEntry{Name: "Người thứ ba"}, ""), "conference.headcount_below_named", "actual")
		f, err := h.s.Site(h.ctx, h.specialist, id, site.ID)
		h.must(err)
		if len(f.Delegates) != 3 || f.Actual != 2 {
			t.Errorf("%d delegates, headcount %d", len(f.Delegates), f.Actual)
		}
	})
	t.Run("S0.6/bad: a site loses its line", func(t *testing.T) {
		h := newHouse(t)
		id := h.opened()
		site := h.site(id, "AB")
		h.refused(h.s.MarkLine(h.ctx, h.specialist, site.ID, Lost, "", ""), "conference.wrong_line", "")
		h.must(h.s.MarkLine(h.ctx, h.specialist, site.ID, Connected, "", ""))
		h.must(h.s.MarkLine(h.ctx, h.secretary, site.ID, Lost, "báo qua điện thoại", ""))
		entry := SiteEntry{Place: "Hội trường B", Actual: "25", Version: site.Version} // from the page opened before
		h.must(h.s.SaveSite(h.ctx, h.specialist, site.ID, entry, "once"))              // the record stays editable
		h.must(h.s.SaveSite(h.ctx, h.specialist, site.ID, SiteEntry{Place: "đã khác"}, "once"))
		f, err := h.s.Site(h.ctx, h.specialist, id, site.ID)
		h.must(err)
		if f.Place != "Hội trường B" || f.Status != Lost {
			t.Errorf("place %q, line %s", f.Place, f.Status)
		}
		if len(f.History) != 2 || f.History[0].Status != Lost || f.History[0].Note != "báo qua điện thoại" {
			t.Errorf("history %+v", f.History)
		}
	})
	t.Run("confirming and stale forms", func(t *testing.T) {
		h := newHouse(t)
		id := h.called()
		site := h.site(id, "AB")
		h.must(h.s.Confirm(h.ctx, h.specialist, site.ID, ""))
		if f := h.facts(id); f.Confirmed != 1 {
			t.Errorf("%d confirmed", f.Confirmed)
		}
		h.refused(h.s.SaveSite(h.ctx, h.specialist, site.ID, SiteEntry{Version: site.Version}, ""), "conference.stale", "")
	})
}

func TestAgendaCarriesUnfinishedTasks(t *testing.T) {
	h := newHouse(t)
	h.on("2021-01-04 09:00")
	q1, err := h.cal.PeriodFrom(h.ctx, "quý I/2021", 20210104)
	h.must(err)
	q2, err := h.cal.PeriodFrom(h.ctx, "quý II/2021", 20210104)
	h.must(err)
	issue := h.clock.Now()
	seed := func(title, lead string, period ident.ID, progress ...task.SeededStep) task.Task {
		n := task.New{Title: title, Assigner: h.units["C"], Lead: h.units[lead], Period: period, Keeper: h.units["C"]}
		n.Due.Date = 20210630
		list, err := h.tasks.Seed(h.ctx, h.sys, []task.Seeded{{New: n, IssuedAt: when.InstantOf(issue), Progress: progress}})
		h.must(err)
		return list[0]
	}
	open := seed("Rà soát quy hoạch", "AB", q1.ID)
	seed("Đã xong", "AB", q1.ID, task.SeededStep{At: when.InstantOf(issue), Update: task.Update{State: task.Done}})
	seed("Của quý sau", "AB", q2.ID)
	seed("Của đơn vị không triệu tập", "E", q1.ID)
	h.on("2021-03-19 09:00")
	id := h.called()
	items, err := h.s.Agenda(h.ctx, h.specialist, id)
	h.must(err)
	if len(items) != 4 || items[1].Kind != ItemTasks || items[1].Title != "Kiểm điểm nhiệm vụ chưa xong" {
		t.Fatalf("agenda %+v", items)
	}
	mine, err := h.s.CarriedTasks(h.ctx, h.specialist, id, h.units["AB"])
	h.must(err)
	if none, err := h.s.CarriedTasks(h.ctx, h.other, id, h.units["BB"]); err != nil || len(none) != 0 || len(mine) != 1 {
		t.Errorf("of one unit: %d, of the other %d, %v", len(mine), len(none), err)
	}
	carried, err := h.s.CarriedTasks(h.ctx, h.other, id, 0)
	h.must(err)
	if len(carried) != 1 || carried[0].ID != open.ID {
		t.Errorf("carried %+v", carried)
	}
}

func TestAgenda(t *testing.T) {
	h := newHouse(t)
	id := h.called()
	items, err := h.s.Agenda(h.ctx, h.specialist, id)
	h.must(err)
	items[0], items[2] = items[2], items[0]
	items = append(items, AgendaItem{Title: "Thảo luận", Kind: ItemDiscussion, Minutes: 30})
	h.refused(h.s.SetAgenda(h.ctx, h.specialist, id, items, ""), "actor.forbidden_run_conference", "")
	h.must(h.s.SetAgenda(h.ctx, h.secretary, id, items, ""))
	after, err := h.s.Agenda(h.ctx, h.specialist, id)
	h.must(err)
	if len(after) != 4 || after[0].ID != items[0].ID || after[3].Title != "Thảo luận" || after[3].Order != 4 {
		t.Errorf("agenda %+v", after)
	}
	h.refused(h.s.SetAgenda(h.ctx, h.secretary, id, []AgendaItem{{Title: "Dài", Minutes: -1}}, ""), "conference.agenda_minutes", "agenda-minutes-0")
}

func TestChangeOfACall(t *testing.T) {
	t.Run("a draft does not go to a host the actor cannot call for", func(t *testing.T) {
		h := newHouse(t)
		id := h.created()
		d := h.details()
		d.Hosts = []ident.ID{h.units["AB"], h.units["C"]}
		h.refused(h.s.Change(h.ctx, h.office, id, d, ""), "actor.forbidden_call_conference", "")
	})
	h := newHouse(t)
	d := h.details()
	d.Scope = org.Scope{Kind: org.ScopeList, Units: []ident.ID{h.units["AB"], h.units["BB"]}}
	id, err := h.s.Create(h.ctx, h.office, d, "")
	h.must(err)
	h.must(h.s.Call(h.ctx, h.office, id, ""))
	h.must(h.s.NameChair(h.ctx, h.specialist, h.site(id, "AB").ID, h.people["hoa"], ""))
	d.Scope.Units = []ident.ID{h.units["BB"], h.units["AB"]} // the same units in another order
	d.Date = "3/4/2021"
	h.must(h.s.Change(h.ctx, h.office, id, d, ""))
	if f := h.facts(id); f.Date != 20210403 || f.Chairs[0].Title != "Trưởng Ban" {
		t.Errorf("moved to %s, the chair is %q", f.Date, f.Chairs[0].Title)
	}
	d.Scope.Units = d.Scope.Units[:1]
	h.refused(h.s.Change(h.ctx, h.office, id, d, ""), "conference.scope_fixed", "scope")
	d = h.details()
	d.Title = ""
	h.refused(h.s.Change(h.ctx, h.office, id, d, ""), "conference.title_empty", "title")
	h.refused(h.s.Change(h.ctx, h.specialist, id, h.details(), ""), "actor.forbidden_call_conference", "")
	h.on("2021-04-03 14:00")
	h.must(h.s.Open(h.ctx, h.office, id, true, ""))
	d.Title = "Đổi tên khi đang họp"
	h.refused(h.s.Change(h.ctx, h.office, id, d, ""), "conference.no_longer_editable", "")
}
