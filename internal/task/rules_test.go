package task

import (
	"slices"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const (
	coc  ident.ID = 1 // assigner
	pob  ident.ID = 2 // lead
	body ident.ID = 3 // co-ordinating
	far  ident.ID = 9 // has nothing to do with it
)

func good() New {
	return New{
		Title: "Phối hợp chuẩn bị, tổ chức bầu cử", Assigner: coc, Lead: pob, Coordinating: []ident.ID{body},
		Due: calendar.Due{Date: 20210523}, Priority: Key,
	}
}

func TestCheck(t *testing.T) {
	const today when.Date = 20210402
	cases := []struct {
		name   string
		change func(*New)
		due    when.Date
		key    string // "" = accepted
		field  string
	}{
		{"S0.8 as in the source", func(*New) {}, 20210523, "", ""},
		{"due today", func(n *New) { n.Due.Date = today }, today, "", ""},
		{"due event", func(n *New) { n.Due = calendar.Due{Event: 77} }, 20210523, "", ""},
		{"S0.8/bad: lead also co-ordinator", func(n *New) { n.Coordinating = []ident.ID{body, pob} }, 20210523, "task.lead_coordinates", "coordinating"},
		{"S0.8/bad: neither due date nor event", func(n *New) { n.Due = calendar.Due{} }, 0, "task.due_missing", "due"},
		{"both due date and event", func(n *New) { n.Due.Event = 77 }, 20210523, "task.due_both", "due"},
		{"due before today", func(n *New) { n.Due.Date = 20210401 }, 20210401, "task.due_past", "due"},
		{"event before today", func(n *New) { n.Due = calendar.Due{Event: 77} }, 20210401, "task.due_past", "due"},
		{"no such day", func(n *New) { n.Due.Date = 20210431 }, 20210431, "task.due_missing", "due"},
		{"no title", func(n *New) { n.Title = "" }, 20210523, "task.title_missing", "title"},
		{"no lead", func(n *New) { n.Lead = 0 }, 20210523, "task.lead_missing", "lead"},
		{"no assigner", func(n *New) { n.Assigner = 0 }, 20210523, "task.assigner_missing", "assigner"},
		{"unknown priority", func(n *New) { n.Priority = "urgent" }, 20210523, "task.priority_unknown", "priority"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			n := good()
			c.change(&n)
			err := check(n, c.due, today)
			if c.key == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				return
			}
			if err == nil || !fault.Is(err, c.key) {
				t.Fatalf("want %s, got %v", c.key, err)
			}
			if f := fault.All(err)[0]; f.Field != c.field {
				t.Errorf("field %q, want %q", f.Field, c.field)
			}
		})
	}
}

func TestCheckTellsEverythingAtOnce(t *testing.T) {
	if got := len(fault.All(check(New{}, 0, 20210402))); got < 4 {
		t.Errorf("an empty form tells %d faults", got)
	}
}

func TestFiftyOneDaysLeft(t *testing.T) {
	task := Task{State: Given, DueOn: 20210523}
	if got := task.DaysLeft(20210402); got != 51 {
		t.Errorf("on 2/4/2021 election day is %d days away, want 51", got)
	}
	if task.Late(20210523) || !task.Late(20210524) {
		t.Error("late begins the day after the due day")
	}
}

func TestApply(t *testing.T) {
	begin := Task{ID: 5, Lead: pob, State: Given, Product: "Biên bản", Blocked: "thiếu số liệu", Blocker: body}
	cases := []struct {
		name string
		t    Task
		u    Update
		key  string
		want func(Task) bool
	}{
		{"first report", begin, Update{Percent: 20, Note: "đã họp"}, "", func(t Task) bool {
			return t.State == InProgress && t.Percent == 20 && t.Note == "đã họp" && t.Blocked == "" && t.Blocker == 0
		}},
		{"blocked, with who must settle it", begin, Update{Percent: 20, Blocked: "chờ biên chế", Blocker: body}, "", func(t Task) bool {
			return t.Blocked == "chờ biên chế" && t.Blocker == body
		}},
		{"empty note keeps the last", Task{State: InProgress, Note: "cũ"}, Update{Percent: 30}, "", func(t Task) bool { return t.Note == "cũ" }},
		{"percent may fall", Task{State: InProgress, Percent: 60}, Update{Percent: 40}, "", func(t Task) bool { return t.Percent == 40 }},
		{"done with its product", begin, Update{Percent: 90, State: Done, Result: "Biên bản 12"}, "", func(t Task) bool {
			return t.State == Done && t.Percent == 100 && t.Result == "Biên bản 12" && t.Blocked == ""
		}},
		{"done without product where none is asked", Task{State: Given}, Update{State: Done}, "", func(t Task) bool { return t.State == Done }},
		{"done without the product asked for", begin, Update{State: Done}, "task.result_missing", nil},
		{"percent -1", begin, Update{Percent: -1}, "task.percent_range", nil},
		{"percent 101", begin, Update{Percent: 101}, "task.percent_range", nil},
		{"back to prepared", begin, Update{State: Prepared}, "task.state_unknown", nil},
		{"withdraw is not the lead's", begin, Update{State: Withdrawn}, "task.state_unknown", nil},
		{"who must settle nothing", begin, Update{Blocker: body}, "task.blocked_missing", nil},
		{"we settle it ourselves", begin, Update{Blocked: "x", Blocker: pob}, "task.blocker_self", nil},
		{"after done", Task{State: Done}, Update{Percent: 50}, "task.is_done", nil},
		{"after withdrawal", Task{State: Withdrawn}, Update{Percent: 50}, "task.is_withdrawn", nil},
		{"before issue", Task{State: Prepared}, Update{Percent: 50}, "task.not_found", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := apply(c.t, c.u)
			if c.key != "" {
				if err == nil || !fault.Is(err, c.key) {
					t.Fatalf("want %s, got %v", c.key, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !c.want(got) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestCheckLead(t *testing.T) {
	begin := Task{Lead: pob, Coordinating: []ident.ID{body}, State: InProgress}
	for _, c := range []struct {
		name   string
		t      Task
		lead   ident.ID
		reason string
		key    string
	}{
		{"to another", begin, far, "sáp nhập", ""},
		{"without reason", begin, far, " ", "task.reason_missing"},
		{"to itself", begin, pob, "x", "task.lead_same"},
		{"to a co-ordinating unit", begin, body, "x", "task.lead_coordinates"},
		{"to nobody", begin, 0, "x", "task.lead_missing"},
		{"after done", Task{Lead: pob, State: Done}, far, "x", "task.is_done"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := checkLead(c.t, c.lead, c.reason)
			if c.key == "" && err != nil || c.key != "" && !fault.Is(err, c.key) {
				t.Errorf("want %q, got %v", c.key, err)
			}
		})
	}
}

type above map[ident.ID][]ident.ID

func (a above) Contains(over, below ident.ID) bool { return slices.Contains(a[over], below) }

func TestReasonsHaveAnEnd(t *testing.T) {
	if checkReason("Đổi phân công") != nil || checkReason("") == nil {
		t.Error("a reason is asked, and enough")
	}
	if f := checkReason(strings.Repeat("ư", maxNote+1)); f == nil || f.Field != "reason" || f.Key != "task.note_long" {
		t.Errorf("an endless reason: %v", f)
	}
}

func TestMayRead(t *testing.T) {
	reach := above{100: {coc, pob}, 200: {far}}
	at := func(unit ident.ID, r actor.Role) actor.Actor {
		return actor.Actor{Kind: actor.Person, Unit: unit, Grants: []actor.Grant{{Role: r, Unit: unit}}}
	}
	issued := Task{State: Given, Assigner: coc, Keeper: 4, Lead: pob, Coordinating: []ident.ID{body}}
	prepared := issued
	prepared.State = Prepared
	for _, c := range []struct {
		name string
		t    Task
		who  actor.Actor
		kind fault.Kind
		may  bool
	}{
		{"lead", issued, at(pob, actor.Specialist), 0, true},
		{"technician of the lead", issued, at(pob, actor.Technician), 0, true},
		{"co-ordinator", issued, at(body, actor.Specialist), 0, true},
		{"former lead", issued, at(8, actor.Specialist), 0, true},
		{"keeper", issued, at(4, actor.Secretary), 0, true},
		{"superior of the lead", issued, at(100, actor.Chair), 0, true},
		{"other branch", issued, at(200, actor.Chair), fault.KindNotFound, false},
		{"other unit", issued, at(far, actor.Head), fault.KindNotFound, false},
		{"public", issued, actor.Actor{}, fault.KindUnauthenticated, false},
		{"prepared: its keeper", prepared, at(4, actor.Secretary), 0, true},
		{"prepared: its lead knows nothing yet", prepared, at(pob, actor.Head), fault.KindNotFound, false},
		{"prepared: superior knows nothing yet", prepared, at(100, actor.Office), fault.KindNotFound, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := mayRead(c.who, c.t, []ident.ID{8}, reach)
			if c.may != (err == nil) {
				t.Fatalf("got %v", err)
			}
			if err != nil && fault.KindOf(err) != c.kind {
				t.Errorf("kind %v, want %v", fault.KindOf(err), c.kind)
			}
		})
	}
}

func TestSortAndGroups(t *testing.T) {
	list := []Task{
		{ID: 1, State: Done, DueOn: 20210101, UpdatedAt: 10},
		{ID: 2, State: Given, DueOn: 20210601, Fanout: 50},
		{ID: 3, State: InProgress, DueOn: 20210301, Fanout: 50},
		{ID: 4, State: Given, DueOn: 20210401},
		{ID: 5, State: Done, DueOn: 20210101, UpdatedAt: 20, Fanout: 50},
		{ID: 6, State: Withdrawn, DueOn: 20210101, Fanout: 50},
	}
	sortTasks(list, 20210402)
	var order []ident.ID
	for _, one := range list {
		order = append(order, one.ID)
	}
	if want := []ident.ID{3, 4, 2, 5, 1, 6}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	gs := groups(list)
	if len(gs) != 3 || gs[0].Done() != 1 || gs[0].Total() != 3 || gs[0].Late(20210402) != 1 {
		t.Errorf("groups %+v", gs)
	}
}

func TestFilter(t *testing.T) {
	const today when.Date = 20210402
	late := Task{As: AsLead, State: Given, DueOn: 20210401}
	open := Task{As: AsCoordinating, State: InProgress, DueOn: 20210501}
	done := Task{As: AsLead, State: Done, DueOn: 20210301}
	moved := Task{As: AsFormerLead, State: Given, DueOn: 20210301}
	for _, c := range []struct {
		f    Filter
		want [4]bool
	}{
		{Filter{}, [4]bool{true, true, true, true}},
		{Filter{Which: OnlyNow}, [4]bool{true, true, false, false}},
		{Filter{Which: Overdue}, [4]bool{true, false, false, false}},
		{Filter{Which: Ended}, [4]bool{false, false, true, true}},
		{Filter{Part: AsLead}, [4]bool{true, false, true, false}},
	} {
		got := [4]bool{c.f.matches(late, today), c.f.matches(open, today), c.f.matches(done, today), c.f.matches(moved, today)}
		if got != c.want {
			t.Errorf("%+v: %v, want %v", c.f, got, c.want)
		}
	}
}
