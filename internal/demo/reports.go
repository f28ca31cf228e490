package demo

import (
	"context"
	"fmt"

	"giaoban/internal/actor"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// fate is what became of a unit's report.
type fate uint8

const (
	accepted fate = iota
	filed
	late
	lateAccepted
	returned
	draft
	missing
)

// loadReports loads the closed quarter, which counts the share of obstacles from the register, and two before it, which were
// asked with the form's first version.
func (l *Loader) loadReports(ctx context.Context, c cast) error {
	forms := report.SampleForms()
	if _, err := l.Report.EnsureForm(ctx, c.who, forms[0]); err != nil {
		return err
	}
	for _, past := range []struct {
		period when.PeriodName
		tick   int64
	}{{c.closed.SameLastYear(), -2}, {c.closed.Previous(), 1}} {
		then, err := l.Org.Tree(ctx, past.period.Span().To)
		if err != nil {
			return err
		}
		if then.Len() != c.tree.Len() { // other units reported then
			continue
		}
		due := when.At(workday(past.period.Span().To.AddDays(5)), 17*60)
		if err := l.loadPeriod(ctx, c, forms[0], past.period, due, past.tick, func(u org.Unit) fate {
			if r := invent(fmt.Sprint("late ", u.Code, past.tick)); r.IntN(25) == 0 {
				return lateAccepted
			}
			return accepted
		}); err != nil {
			return err
		}
	}
	for _, f := range forms[1:] {
		if _, err := l.Report.EnsureForm(ctx, c.who, f); err != nil {
			return err
		}
	}
	_, commune := homeUnits(c.tree)
	due := when.At(workdayBefore(c.now.Date().AddDays(-1)), 17*60)
	provinces := provinceUnits(c.tree)
	return l.loadPeriod(ctx, c, report.SampleForm(), c.closed, due, 2, func(u org.Unit) fate {
		r := invent("now " + u.Code).IntN(100)
		switch {
		case u.Code == home, u.ID == commune.ID:
			return draft
		case u.Level == levelProvince:
			switch u.ID {
			case provinces[9].ID, provinces[20].ID:
				return late
			case provinces[14].ID:
				return returned
			case provinces[26].ID:
				return missing
			}
			if r < 60 {
				return accepted
			}
			return filed
		case r < 2:
			return missing
		case r < 3:
			return returned
		case r < 6:
			return late
		case r < 30:
			return filed
		}
		return accepted
	})
}

// loadPeriod opens the form, in its newest version, for a quarter, due at a moment, and files what became of every unit's report. tick numbers the
// quarters, 2 for the one that is closed now.
func (l *Loader) loadPeriod(ctx context.Context, c cast, form report.Form, period when.PeriodName, due when.Instant, tick int64, fateOf func(org.Unit) fate) error {
	p, err := l.Calendar.EnsurePeriod(ctx, c.who, period)
	if err != nil {
		return err
	}
	opened := when.At(due.Date().AddDays(-14), 8*60)
	who := c.who
	who.Name = personName("tw-office")
	request, err := l.Report.SeedRequest(ctx, who, report.NewRequest{FormCode: report.SampleCode, Period: p.ID, Opener: c.centre,
		Scope: org.Scope{Kind: org.ScopeAll, Under: c.centre}, Deadline: due}, opened)
	if err != nil {
		return err
	}
	var list []report.Seeded
	for _, u := range c.tree.Subtree(c.centre)[1:] {
		if f := fateOf(u); f != missing {
			list = append(list, seeded(c, form, u, f, opened, due, period, tick))
		}
	}
	return l.Report.Seed(ctx, c.who, request.ID, list)
}

func seeded(c cast, form report.Form, u org.Unit, f fate, opened, due when.Instant, period when.PeriodName, tick int64) report.Seeded {
	r := invent(fmt.Sprint(u.Code, tick))
	size := int64(1)
	if u.Level == levelProvince {
		size = 2
	}
	s := report.Seeded{Unit: u.ID, Figures: only(figures(u.Code, size, tick), form), Texts: texts(u, period), By: personName(u.Code + "-office")}
	if u.Level == levelCommune {
		s.By = personName(u.Code + "-head")
	}
	if f == draft {
		s.State = report.StateDraft
		for _, code := range []string{"G3n", "G3d"} { // not done yet
			delete(s.Figures, code)
		}
		s.Figures["B2"] = s.Figures["B1"] + 14 // a mistake to be found: women exceed all admitted
		delete(s.Texts, form.Narratives[2].Code)
		return s
	}
	s.FiledAt = when.At(workdayBefore(due.Date().AddDays(-r.IntN(6))), 8*60+r.IntN(9*60-5))
	if f == late || f == lateAccepted {
		s.FiledAt = when.At(due.Date(), 17*60+10+r.IntN(4*60))
	}
	name, title := signer(c.tree, u.ID)
	s.Signature = report.Signature{Name: name, Title: title, Capacity: actor.AsHead, At: s.FiledAt - 20*60_000, Drafters: []string{s.By}, Same: s.By == name}
	s.Number, s.Dated = fmt.Sprintf("%d-BC/VP", 10+r.IntN(80)), s.FiledAt.Date()
	switch f {
	case accepted, lateAccepted:
		s.State = report.StateAccepted
	case returned:
		s.State = report.StateReturned
		s.Remarks = []report.Remark{{Field: "B2", Text: "Số nữ kết nạp cần đối chiếu lại với danh sách của đơn vị."}}
	default:
		s.State = report.StateFiled
	}
	return s
}

// texts invents the six narratives: short, about work, never about persons.
func texts(u org.Unit, period when.PeriodName) map[string]string {
	title := period.Title("vi")
	return map[string]string{
		"N1": fmt.Sprintf("%s, %s triển khai công việc trong điều kiện vừa ổn định tổ chức sau sắp xếp, vừa bảo đảm chế độ báo cáo.", title, u.Name),
		"N2": "Hoàn thành các chỉ tiêu chủ yếu của kỳ. Các hội nghị giao ban được tổ chức đúng lịch, kết luận được giao việc trong vòng ba ngày.",
		"N3": "Một số đơn vị gửi số liệu sát hạn; số liệu lũy kế còn phải đối chiếu lại. Nguyên nhân: cán bộ tổng hợp mới nhận việc.",
		"N4": "Tổ chức giao ban trực tuyến theo cụm, mỗi cụm một đầu mối số liệu.",
		"N5": "Đề nghị hướng dẫn thống nhất cách tính biên chế chuyên trách của cấp xã.",
		"N6": "Tiếp tục các nhiệm vụ theo thông báo kết luận; chuẩn bị hội nghị kỳ tới.",
	}
}
