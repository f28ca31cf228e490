package app

import (
	"strings"
	"testing"
	"time"

	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// What units raised and explained goes on the agenda of the conference that reviews the period, with one act.
func TestTopicsGoOnTheAgenda(t *testing.T) {
	w := newWorld(t)
	w.work()
	ctx := t.Context()
	hindered, err := w.obstacle.Raise(ctx, w.desk, obstacle.New{Unit: w.units["SH"], Body: "Chưa có hướng dẫn", Proposal: "Ban hành hướng dẫn"})
	w.must(err)
	group, err := w.obstacle.MakeGroup(ctx, w.office, w.units["TWH"], "Hướng dẫn kiểm tra", []ident.ID{hindered}, "")
	w.must(err)
	asked, err := w.report.AskExplanation(ctx, w.office, report.Asking{Request: w.request.ID, Unit: w.units["SH"], Indicator: "A3", Question: "Vì sao?", Due: when.Present(w.clock).Add(72 * time.Hour)})
	w.must(err)
	id, err := w.conference.Create(ctx, w.office, conference.Details{Title: "Hội nghị sơ kết", Kind: conference.Review, Mode: conference.Online, Part: conference.Afternoon, Date: "24/04/2026", Start: "14:00",
		Scope: org.Scope{Kind: org.ScopeLevel, Value: "province"}, Hosts: []ident.ID{w.units["TWH"]}, Review: "quý I/2026", Plan: "quý II/2026",
		Chairs: []conference.Seat{{Person: w.chair.Person, Unit: w.units["TWH"]}}, Agenda: []conference.AgendaItem{{Title: "Khai mạc", Kind: conference.ItemOpening}, {Title: "Kết luận", Kind: conference.ItemConcluding}}}, "")
	w.must(err)
	topics, err := w.conference.Topics(ctx, w.office, id)
	if err != nil || len(topics.Groups) != 1 || len(topics.Explanations) != 1 || len(topics.OnGroups) != 0 {
		t.Fatalf("%+v %v", topics, err)
	}
	if err := w.conference.TakeUp(ctx, w.office, id, nil, nil, ""); !fault.Is(err, "conference.topic_missing") {
		t.Errorf("nothing taken up: %v", err)
	}
	if err := w.conference.TakeUp(ctx, w.office, id, []ident.ID{asked}, nil, ""); !fault.Is(err, "conference.topic_unknown") {
		t.Errorf("what is no group: %v", err)
	}
	w.must(w.conference.TakeUp(ctx, w.office, id, []ident.ID{group}, []ident.ID{asked}, ""))
	if err := w.conference.TakeUp(ctx, w.office, id, []ident.ID{group}, nil, ""); !fault.Is(err, "conference.topic_unknown") {
		t.Errorf("taken up twice: %v", err)
	}
	items, err := w.conference.Agenda(ctx, w.office, id)
	if err != nil || len(items) != 4 || items[3].Kind != conference.ItemConcluding {
		t.Fatalf("the agenda: %+v %v", items, err)
	}
	topics, err = w.conference.Topics(ctx, w.office, id)
	if err != nil || len(topics.Groups) != 0 || len(topics.OnGroups) != 1 || len(topics.OnExplained) != 1 || topics.OnExplained[0].UnitName == "" {
		t.Errorf("on the agenda: %+v %v", topics, err)
	}
	w.must(w.conference.SetAgenda(ctx, w.office, id, append(items[:1:1], items[3]), "")) // items taken out give their topics back
	topics, err = w.conference.Topics(ctx, w.office, id)
	if err != nil || len(topics.Groups) != 1 || len(topics.Explanations) != 1 {
		t.Errorf("taken out again: %+v %v", topics, err)
	}
}

// A conclusion answers a group of obstacles: with the notice, its units get what was concluded and who does what; the raiser alone closes.
func TestConclusionAnswersAGroup(t *testing.T) {
	w := newWorld(t)
	w.work()
	ctx := t.Context()
	hindered, err := w.obstacle.Raise(ctx, w.desk, obstacle.New{Unit: w.units["SH"], Body: "Chưa có hướng dẫn", Proposal: "Ban hành hướng dẫn"})
	w.must(err)
	group, err := w.obstacle.MakeGroup(ctx, w.office, w.units["TWH"], "Hướng dẫn kiểm tra", []ident.ID{hindered}, "")
	w.must(err)
	id, err := w.conference.Create(ctx, w.office, conference.Details{Title: "Hội nghị sơ kết", Kind: conference.Review, Mode: conference.Online, Part: conference.Afternoon, Date: "24/04/2026", Start: "14:00",
		Scope: org.Scope{Kind: org.ScopeLevel, Value: "province"}, Hosts: []ident.ID{w.units["TWH"]}, Review: "quý I/2026", Plan: "quý II/2026",
		Chairs: []conference.Seat{{Person: w.chair.Person, Unit: w.units["TWH"]}}, Agenda: []conference.AgendaItem{{Title: "Kết luận", Kind: conference.ItemConcluding}}}, "")
	w.must(err)
	topics, err := w.conference.Topics(ctx, w.office, id)
	if err != nil || len(topics.Boards) == 0 || topics.Boards[0].ID != w.request.ID {
		t.Errorf("the board of the reviewed period: %+v %v", topics.Boards, err)
	}
	w.must(w.conference.TakeUp(ctx, w.office, id, []ident.ID{group}, nil, ""))
	paper, err := w.conference.GroupPaper(ctx, w.office, id, group, "")
	w.must(err)
	if _, err := w.conference.GroupPaper(ctx, w.office, id, hindered, ""); !fault.Is(err, "conference.topic_unknown") {
		t.Errorf("what is no group: %v", err)
	}
	papers, err := w.conference.Papers(ctx, w.office, id)
	if err != nil || len(papers) != 1 || papers[0].ID != paper || papers[0].Title != "Vướng mắc: Hướng dẫn kiểm tra" {
		t.Errorf("%+v %v", papers, err)
	}
	w.must(w.conference.Call(ctx, w.office, id, ""))
	w.settable.Set(time.Date(2026, 4, 24, 14, 0, 0, 0, when.Zone()))
	w.must(w.conference.Open(ctx, w.office, id, true, ""))
	if _, err := w.conference.AddConclusion(ctx, w.office, id, conference.ConclusionEntry{Text: "Sai nhóm", Answers: hindered}, ""); !fault.Is(err, "conference.answers_unknown") {
		t.Errorf("what is no group: %v", err)
	}
	waits, aside := w.hinder("Chưa có mẫu biểu", "Mẫu biểu") // not on the agenda
	foreign, err := w.obstacle.Raise(ctx, w.clerk, obstacle.New{Unit: w.clerk.Unit, Body: "Thiếu máy in", Holder: w.units["SH"]})
	w.must(err)
	others, err := w.obstacle.MakeGroup(ctx, w.desk, w.units["SH"], "Máy in", []ident.ID{foreign}, "")
	w.must(err)
	answers := func(group ident.ID) error {
		one, err := w.conference.AddConclusion(ctx, w.office, id, conference.ConclusionEntry{Text: "Thử", Answers: group}, "")
		if err == nil {
			err = w.conference.RemoveConclusion(ctx, w.office, id, one, "")
		}
		return err
	}
	w.must(answers(aside))
	if err := answers(others); !fault.Is(err, "conference.answers_unknown") {
		t.Errorf("a group of another unit: %v", err)
	}
	w.must(w.obstacle.Withdraw(ctx, w.desk, waits, "Đã có mẫu", ""))
	if err := answers(aside); !fault.Is(err, "conference.answers_unknown") {
		t.Errorf("a group that has ended: %v", err)
	}
	one, err := w.conference.AddConclusion(ctx, w.office, id, conference.ConclusionEntry{Text: "Ban hành hướng dẫn kiểm tra", Answers: group}, "")
	w.must(err)
	w.must(w.conference.PrepareTasks(ctx, w.office, id, one, conference.TaskEntry{Title: "Dự thảo hướng dẫn", Leads: []ident.ID{w.units["SH"]}, Due: "30/05/2026"}, ""))
	w.must(w.conference.Close(ctx, w.office, id, ""))
	w.must(w.conference.Approve(ctx, w.chair, id, ""))
	if o, err := w.obstacle.ByID(ctx, w.desk, hindered); err != nil || o.State != obstacle.Open {
		t.Errorf("before the notice: %v %v", o.State, err)
	}
	w.must(w.conference.Issue(ctx, w.office, id, conference.IssueEntry{}, ""))
	o, err := w.obstacle.ByID(ctx, w.desk, hindered)
	if err != nil || o.State != obstacle.Answered {
		t.Fatalf("after the notice: %v %v", o.State, err)
	}
	last := o.History[len(o.History)-1]
	if last.Group != group || !strings.Contains(last.Text, "mục 1): Ban hành hướng dẫn kiểm tra") || !strings.Contains(last.Text, "Dự thảo hướng dẫn; hạn 30/5/2026") {
		t.Errorf("the answer: %+v", last)
	}
	at, err := w.conference.WithGroup(ctx, w.office, group)
	if err != nil || len(at) != 1 || len(at[0].Conclusions) != 1 || len(at[0].Tasks) != 1 {
		t.Errorf("the group's page: %+v %v", at, err)
	}
	w.must(w.obstacle.Accept(ctx, w.desk, hindered, "", ""))
}

// hinder raises an obstacle of SH and puts it in a group of the first host.
func (w *world) hinder(body, title string) (obstacleID, group ident.ID) {
	w.Helper()
	one, err := w.obstacle.Raise(w.Context(), w.desk, obstacle.New{Unit: w.units["SH"], Body: body})
	w.must(err)
	group, err = w.obstacle.MakeGroup(w.Context(), w.office, w.units["TWH"], title, []ident.ID{one}, "")
	w.must(err)
	return one, group
}

// openWith opens a conference that has taken up a group.
func (w *world) openWith(group ident.ID) ident.ID {
	w.Helper()
	ctx := w.Context()
	id, err := w.conference.Create(ctx, w.office, conference.Details{Title: "Hội nghị sơ kết", Kind: conference.Review, Mode: conference.Online, Part: conference.Afternoon, Date: "24/04/2026", Start: "14:00",
		Scope: org.Scope{Kind: org.ScopeLevel, Value: "province"}, Hosts: []ident.ID{w.units["TWH"]}, Review: "quý I/2026", Plan: "quý II/2026",
		Chairs: []conference.Seat{{Person: w.chair.Person, Unit: w.units["TWH"]}}, Agenda: []conference.AgendaItem{{Title: "Kết luận", Kind: conference.ItemConcluding}}}, "")
	w.must(err)
	w.must(w.conference.TakeUp(ctx, w.office, id, []ident.ID{group}, nil, ""))
	w.must(w.conference.Call(ctx, w.office, id, ""))
	w.settable.Set(time.Date(2026, 4, 24, 14, 0, 0, 0, when.Zone()))
	w.must(w.conference.Open(ctx, w.office, id, true, ""))
	return id
}

// Long conclusions make a long answer: nobody typed it in one piece, so it does not stop the notice, and can be published unchanged.
func TestLongConclusionsAnswerAGroup(t *testing.T) {
	w := newWorld(t)
	w.work()
	ctx := t.Context()
	hindered, group := w.hinder("Chưa có hướng dẫn", "Hướng dẫn kiểm tra")
	id := w.openWith(group)
	for _, word := range []string{"a", "b"} {
		_, err := w.conference.AddConclusion(ctx, w.office, id, conference.ConclusionEntry{Text: strings.Repeat(word, 3000), Answers: group}, "")
		w.must(err)
	}
	w.must(w.conference.Close(ctx, w.office, id, ""))
	w.must(w.conference.Approve(ctx, w.chair, id, ""))
	w.must(w.conference.Issue(ctx, w.office, id, conference.IssueEntry{}, ""))
	o, err := w.obstacle.ByID(ctx, w.desk, hindered)
	w.must(err)
	last := o.History[len(o.History)-1]
	if o.State != obstacle.Answered || !strings.Contains(last.Text, strings.Repeat("a", 3000)) || !strings.Contains(last.Text, strings.Repeat("b", 3000)) {
		t.Fatalf("the answer: %v, %d bytes", o.State, len(last.Text))
	}
	if err := w.obstacle.AnswerGroup(ctx, w.office, group, last.Text+" x", true, obstacle.Change{}, ""); !fault.Is(err, "obstacle.too_long") {
		t.Errorf("typed too long: %v", err)
	}
	w.must(w.obstacle.AnswerGroup(ctx, w.office, group, strings.ReplaceAll(last.Text, "\n", "\r\n"), true, obstacle.Change{}, "")) // as a form sends it
	o, err = w.obstacle.ByID(ctx, w.desk, hindered)
	if err != nil || len(o.Answers()) != 1 {
		t.Errorf("published unchanged: %d answers, %v", len(o.Answers()), err)
	}
	if list, err := w.obstacle.Published(ctx, w.desk, w.units["SH"]); err != nil || len(list) != 1 {
		t.Errorf("published: %+v %v", list, err)
	}
}

// What is taken up while the conference sits goes to an item that is still to come, not to one that was heard.
func TestHeardItemsTakeUpNothing(t *testing.T) {
	w := newWorld(t)
	w.work()
	ctx := t.Context()
	_, early := w.hinder("Chưa có hướng dẫn", "Hướng dẫn kiểm tra")
	_, late := w.hinder("Thiếu kinh phí", "Kinh phí")
	_, later := w.hinder("Thiếu biên chế", "Biên chế")
	id := w.openWith(early)
	w.must(w.room.NextItem(ctx, w.office, id, ""))
	w.must(w.conference.TakeUp(ctx, w.office, id, []ident.ID{late}, nil, ""))
	items, err := w.conference.Agenda(ctx, w.office, id)
	if err != nil || len(items) != 3 || items[0].StartedAt.Zero() || !items[1].StartedAt.Zero() || items[2].Kind != conference.ItemConcluding {
		t.Fatalf("the agenda: %+v %v", items, err)
	}
	w.must(w.conference.TakeUp(ctx, w.office, id, []ident.ID{later}, nil, ""))
	if items, err := w.conference.Agenda(ctx, w.office, id); err != nil || len(items) != 3 {
		t.Errorf("an item that was not begun takes more: %+v %v", items, err)
	}
	topics, err := w.conference.Topics(ctx, w.office, id)
	if err != nil || len(topics.OnGroups) != 3 {
		t.Fatalf("%+v %v", topics, err)
	}
	for i, want := range []ident.ID{early, late, later} {
		if topics.OnGroups[i].ID != want {
			t.Errorf("topic %d is %s, not in the order in which they are taken up", i, topics.OnGroups[i].Title)
		}
	}
}
