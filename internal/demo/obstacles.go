package demo

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// obstacles invents what hinders units.
type obstacles struct {
	cast
	code map[ident.ID]string
}

func obstaclesOf(c cast) (o obstacles, own ident.ID, others []org.Unit) {
	o = obstacles{c, map[ident.ID]string{}}
	for _, p := range provinceUnits(c.tree) {
		o.code[p.ID] = p.Code
		if p.Code == home {
			own = p.ID
		} else {
			others = append(others, p)
		}
	}
	return o, own, others
}

func (o obstacles) ago(days, minutes int) when.Instant {
	return min(when.At(workday(o.now.Date().AddDays(-days)), minutes), o.now)
}

func (o obstacles) raised(unit ident.ID, at when.Instant, tag, body, proposal string, steps ...obstacle.SeededStep) obstacle.Seeded {
	return obstacle.Seeded{New: obstacle.New{Unit: unit, Body: body, Proposal: proposal, Tag: tag, Holder: o.centre}, At: at, By: personName(o.code[unit] + "-office"), Steps: steps}
}

func (o obstacles) answered(at when.Instant, text string) obstacle.SeededStep {
	return obstacle.SeededStep{At: at, By: personName("tw-office"), Unit: o.centre, Kind: "answered", Text: text}
}

func (o obstacles) word(unit ident.ID, at when.Instant, kind, text string) obstacle.SeededStep {
	return obstacle.SeededStep{At: at, By: personName(o.code[unit] + "-office"), Unit: unit, Kind: kind, Text: text}
}

// loadObstacles invents what hinders provinces, in every state: waiting at the
// centre, answered and to be judged by its raiser, asked again, solved.
func (l *Loader) loadObstacles(ctx context.Context, c cast) error {
	o, own, others := obstaclesOf(c)
	one := func(unit ident.ID, days int, tag, body, proposal string, steps ...obstacle.SeededStep) obstacle.Seeded {
		return o.raised(unit, o.ago(days, 9*60+20), tag, body, proposal, steps...)
	}
	answered := func(days int, text string) obstacle.SeededStep { return o.answered(o.ago(days, 15*60), text) }
	word := func(unit ident.ID, days int, kind, text string) obstacle.SeededStep {
		return o.word(unit, o.ago(days, 10*60), kind, text)
	}
	list := []obstacle.Seeded{
		one(own, 18, "Chế độ báo cáo", "Cùng một số liệu phải gửi cho ba đầu mối với ba biểu mẫu khác nhau.", "Đề nghị thống nhất một biểu mẫu, một đầu mối nhận.",
			answered(3, "Từ quý sau chỉ còn một biểu mẫu và một đầu mối nhận là Văn phòng Trung ương. Các đầu mối khác lấy số liệu từ đó.")),
		one(own, 60, "Hướng dẫn", "Chưa có hướng dẫn cách tính biên chế cấp xã sau sắp xếp.", "Đề nghị ban hành hướng dẫn thống nhất.",
			answered(44, "Hướng dẫn đã được gửi các tỉnh, thành phố."), word(own, 40, "solved", "Đã nhận và thực hiện.")),
		one(others[0].ID, 33, "Biên chế", "Số biên chế được giao chưa tính các xã mới.", "Đề nghị tính lại theo số xã sau sắp xếp."),
		one(others[3].ID, 21, "Biên chế", "Hai phường đông dân chỉ có một cán bộ chuyên trách.", ""),
		one(others[8].ID, 14, "Cơ sở vật chất", "Đường truyền ở ba xã vùng cao không đủ cho hội nghị trực tuyến.", "Đề nghị hỗ trợ đường truyền dự phòng.",
			answered(9, "Đề nghị tỉnh làm việc với đơn vị viễn thông tại chỗ."), word(others[8].ID, 6, "reopened", "Đơn vị viễn thông chưa có kế hoạch phủ sóng, cần ý kiến của Trung ương.")),
		one(others[12].ID, 75, "Chế độ báo cáo", "Hạn nộp trùng với kỳ họp của tỉnh.", "Đề nghị lùi hạn hai ngày làm việc.", answered(70, "Đồng ý lùi hạn quý này hai ngày làm việc."), word(others[12].ID, 69, "solved", "")),
	}
	made, err := l.Obstacle.Seed(ctx, c.who, append(list, o.settled(others)...))
	if err != nil {
		return err
	}
	who := c.who
	who.Unit = c.centre
	_, err = l.Obstacle.MakeGroup(ctx, who, c.centre, "Biên chế chuyên trách cấp xã sau sắp xếp", []ident.ID{made[2].ID, made[3].ID}, "")
	return err
}

// settled invents what was raised and settled in the closed quarter, of which its reports tell the share; a few were solved only after it.
func (o obstacles) settled(units []org.Unit) []obstacle.Seeded {
	matters := []struct{ tag, body, proposal, answer string }{
		{"Biên chế", "Chỉ tiêu biên chế giao muộn, chưa phân bổ được cho các xã.", "Đề nghị giao trước tháng đầu quý.", "Chỉ tiêu đã được giao."},
		{"Chế độ báo cáo", "Biểu mẫu thay đổi giữa kỳ, số liệu phải làm lại.", "Đề nghị giữ ổn định biểu mẫu trong năm.", "Biểu mẫu giữ nguyên đến hết năm."},
		{"Hướng dẫn", "Chưa rõ cách tính số tổ chức cơ sở sau sáp nhập xã.", "Đề nghị có hướng dẫn thống nhất.", "Đã có hướng dẫn gửi các tỉnh, thành phố."},
		{"Cơ sở vật chất", "Phòng họp trực tuyến của hai xã chưa có thiết bị.", "Đề nghị hỗ trợ thiết bị.", "Thiết bị đã được cấp."},
		{"Đào tạo", "Cán bộ mới chưa được tập huấn phần mềm.", "Đề nghị mở lớp tại tỉnh.", "Lớp tập huấn đã mở tại tỉnh."},
	}
	quarter := o.closed.Span()
	var list []obstacle.Seeded
	for _, unit := range units {
		r := invent("obstacles " + unit.Code)
		for _, i := range r.Perm(len(matters))[:1+r.IntN(3)] {
			m := matters[i]
			day := workday(quarter.From.AddDays(r.IntN(45)))
			answered := workday(day.AddDays(5 + r.IntN(20)))
			solved := workday(answered.AddDays(2 + r.IntN(10)))
			if late := workday(quarter.To.AddDays(1)); r.IntN(4) == 0 && late.Before(o.now.Date()) {
				solved = late
			}
			list = append(list, o.raised(unit.ID, when.At(day, 9*60), m.tag, m.body, m.proposal, o.answered(when.At(answered, 15*60), m.answer), o.word(unit.ID, when.At(solved, 10*60), "solved", "")))
		}
	}
	return list
}

// loadQuestions raises what hinders a task, so that both pages show the link, and asks about figures.
func (l *Loader) loadQuestions(ctx context.Context, c cast) error {
	o, own, others := obstaclesOf(c)
	tasks, err := l.Task.ForUnit(ctx, c.who, own, task.Filter{Which: task.OnlyNow})
	if err != nil {
		return err
	}
	first := o.raised(own, o.ago(27, 9*60+20), "Biên chế", "Sáu xã mới sáp nhập chưa có biên chế chuyên trách công tác Đảng.\nCông việc đang do cán bộ kiêm nhiệm làm, báo cáo quý chậm từ ba đến năm ngày.",
		"Đề nghị giao bổ sung mỗi xã một biên chế chuyên trách trong năm nay.")
	if len(tasks) > 0 {
		first.New.About = obstacle.Ref{Kind: obstacle.AboutTask, ID: tasks[0].ID}
		first.Label = i18n.Text{VI: tasks[0].Title, EN: tasks[0].Title}
	}
	if _, err := l.Obstacle.Seed(ctx, c.who, []obstacle.Seeded{first}); err != nil {
		return err
	}
	who := c.who
	who.Unit = c.centre
	return l.loadExplanations(ctx, who, own, others)
}

// loadExplanations asks two provinces about figures of the closed quarter: one waits, one was answered.
func (l *Loader) loadExplanations(ctx context.Context, who actor.Actor, own ident.ID, others []org.Unit) error {
	opened, err := l.Report.Received(ctx, who, who.Unit)
	if err != nil || len(opened) == 0 {
		return err
	}
	request := opened[len(opened)-1].Request.ID
	for _, o := range opened { // the request of which the most is in: both figures are there
		if o.Expected > 0 && o.In == o.Expected {
			request = o.Request.ID
			break
		}
	}
	due := when.At(workday(when.Today(l.Clock).AddDays(4)), 17*60)
	ask := func(unit ident.ID, question string) (ident.ID, error) {
		id, err := l.Report.AskExplanation(ctx, who, report.Asking{Request: request, Unit: unit, Indicator: "B5", Whole: true, Question: question, Due: due})
		if fault.Is(err, "report.no_figure") { // an organisation that began today
			return 0, nil
		}
		return id, err
	}
	if _, err := ask(own, "Tỷ lệ hoàn thành chỉ tiêu kết nạp thấp hơn kỳ trước. Nguyên nhân ở đâu, cách khắc phục?"); err != nil {
		return err
	}
	answered, err := ask(others[5].ID, "Vì sao tỷ lệ này khác mức chung của cả nước?")
	if err != nil || answered.Zero() {
		return err
	}
	who.Unit, who.Name = others[5].ID, personName(others[5].Code+"-office")
	return l.Report.SendExplanation(ctx, who, answered, "Hai đảng bộ lớn kết nạp vào quý sau theo kế hoạch năm. Cả năm vẫn đạt chỉ tiêu giao.", "")
}
