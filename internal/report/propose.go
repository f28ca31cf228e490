package report

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Proposal is a period that a form can be asked for next, with what the regime makes of it.
type Proposal struct {
	Period      calendar.Period // without an identifier where nothing has stood on it yet
	First, Last when.Instant    // deadlines of the levels asked, 0 without a regime
	Missed      bool            // its deadline has passed and nobody was asked
}

// mostProposed bounds what is proposed; mostSteps how far one kind of period is followed to one that was not asked.
const (
	mostProposed = 8
	mostSteps    = 24
)

// ProposePeriods lists, to who opens requests for n.Opener, the periods that
// n.FormCode can be asked for next under n.Regime, of n.Scope or of all: what is
// due soonest first, each kind once, without what was asked already. Which
// kinds: those for which the form was asked before, else the one that its name
// tells, else all of the regime. What was left out goes last. Nothing is kept.
func (s *Service) ProposePeriods(ctx context.Context, who actor.Actor, n NewRequest) ([]Proposal, error) {
	if err := who.At(actor.OpenRequest, n.Opener); err != nil {
		return nil, err
	}
	var asked []Request
	title := ""
	err := s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		f, ok, err := loadForm(ctx, q, formByCode, n.FormCode)
		if err != nil || !ok {
			return err
		}
		title = f.Title.VI
		asked, err = db.All(ctx, q, scanRequest, `select `+requestColumns+` from report_request r where r.opener = $1 and r.form_code = $2 order by r.period_to desc, r.id desc limit 400`, n.Opener, n.FormCode)
		return err
	})
	if err != nil {
		return nil, err
	}
	var regime calendar.Regime
	if n.Regime != 0 {
		if regime, err = s.Calendar.Regime(ctx, n.Regime); err != nil {
			return nil, onField(err, "regime")
		}
	}
	asked = slices.DeleteFunc(asked, func(r Request) bool { return r.Regime != n.Regime && n.Regime != 0 })
	p := proposer{s: s, ctx: ctx, n: n, regime: regime, asked: asked, today: s.today(), now: s.now()}
	for _, kind := range p.kinds(title) {
		if err := p.of(kind); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(p.list, func(a, b Proposal) int {
		if a.Missed != b.Missed {
			if a.Missed {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(a.Last, b.Last), cmp.Compare(apart(a.Period.To, p.today), apart(b.Period.To, p.today)))
	})
	return p.list[:min(len(p.list), mostProposed)], nil
}

// apart counts the days between two days.
func apart(a, b when.Date) int { return max(a.Sub(b), b.Sub(a)) }

type proposer struct {
	s      *Service
	ctx    context.Context
	n      NewRequest
	regime calendar.Regime
	asked  []Request // of the form by the opener, the last period first
	today  when.Date
	now    when.Instant
	list   []Proposal
}

// kinds are the kinds of period to propose.
func (p *proposer) kinds(title string) []when.PeriodKind {
	var list []when.PeriodKind
	for _, r := range p.asked {
		if !slices.Contains(list, r.Period.Kind) {
			list = append(list, r.Period.Kind)
		}
	}
	usual := calendar.RegimeKinds()
	if p.regime.ID != 0 {
		rule := p.regime.On(p.today).Rule
		usual = slices.DeleteFunc(usual, func(k when.PeriodKind) bool { return !rule.Has(k) })
	}
	if len(list) > 0 {
		return slices.DeleteFunc(list, func(k when.PeriodKind) bool { return k != when.AdHoc && !slices.Contains(usual, k) })
	}
	if kind := kindNamed(title); slices.Contains(usual, kind) {
		return []when.PeriodKind{kind}
	}
	return usual
}

// kindNamed is the kind of period that the Vietnamese name of a form tells, "" where it tells none: "Báo cáo quý".
func kindNamed(title string) when.PeriodKind {
	words := " " + strings.ToLower(strings.Join(strings.Fields(title), " ")) + " "
	for _, one := range []struct {
		says string
		kind when.PeriodKind
	}{{"9 tháng", when.NineMonths}, {"chín tháng", when.NineMonths}, {"6 tháng", when.Half}, {"sáu tháng", when.Half}, {"nửa năm", when.Half}, {"nhiệm kỳ", when.Term}, {"quý", when.Quarter}, {"tháng", when.Month}, {"năm", when.Year}} {
		if strings.Contains(words, " "+one.says+" ") {
			return one.kind
		}
	}
	return ""
}

// of proposes the next period of a kind, and the one just over where it was left out.
func (p *proposer) of(kind when.PeriodKind) error {
	if kind == when.AdHoc {
		return p.adHoc()
	}
	name, ok, err := p.start(kind)
	if err != nil || !ok {
		return err
	}
	for range mostSteps {
		one, ok, err := p.due(calendar.Named(name))
		if err != nil || !ok {
			return err
		}
		if !p.wasAsked(one.Period) && (!one.Missed || p.before(one.Period)) { // what lies before the first that was asked is not missed
			p.list = append(p.list, one)
			if !one.Missed {
				return nil
			}
		}
		if name = name.Next(); !name.Valid() {
			return nil
		}
	}
	return nil
}

// start is the period from which a kind is followed: the one just over; of terms the one that runs.
func (p *proposer) start(kind when.PeriodKind) (when.PeriodName, bool, error) {
	if kind != when.Term {
		name := when.Naming(kind, p.today)
		if name.Span().To >= p.today {
			name = name.Previous()
		}
		return name, true, nil
	}
	for _, r := range p.asked {
		if r.Period.Kind == when.Term {
			return r.Period.PeriodName(), true, nil
		}
	}
	terms, err := p.s.Calendar.Terms(p.ctx)
	for _, t := range terms {
		if t.From <= p.today.Year() && p.today.Year() <= t.To {
			return when.PeriodName{Kind: when.Term, Year: t.From, N: t.To}, err == nil, err
		}
	}
	return when.PeriodName{}, false, err
}

// before tells whether the form was asked for an earlier period of the kind.
func (p *proposer) before(of calendar.Period) bool {
	return slices.ContainsFunc(p.asked, func(r Request) bool { return r.Period.Kind == of.Kind && r.Period.To < of.From })
}

func (p *proposer) wasAsked(of calendar.Period) bool {
	return slices.ContainsFunc(p.asked, func(r Request) bool {
		if of.Kind != when.AdHoc {
			return r.Period.PeriodName() == of.PeriodName()
		}
		return r.Period.Kind == when.AdHoc && r.Period.From == of.From && r.Period.EndEvent == of.EndEvent && (of.EndEvent != 0 || r.Period.To == of.To)
	})
}

// adHoc goes on from the last span between two days with one of the same length, and where one ended at an event with the days until the next ones.
func (p *proposer) adHoc() error {
	var last calendar.Period
	for _, r := range p.asked {
		if r.Period.Kind == when.AdHoc {
			last = r.Period
			break
		}
	}
	if last.EndEvent == 0 {
		for range mostSteps {
			if last = following(last); !last.To.Valid() {
				return nil
			}
			one, ok, err := p.due(last)
			if err != nil || !ok {
				return err
			}
			if !one.Missed && !p.wasAsked(last) {
				p.list = append(p.list, one)
				return nil
			}
		}
		return nil
	}
	events, err := p.s.Calendar.Events(p.ctx, when.Span{From: p.today.AddDays(1)})
	if err != nil {
		return err
	}
	from := max(p.today, last.To.AddDays(1))
	for _, e := range events[:min(len(events), 3)] {
		if e.Date < from || e.ID == last.EndEvent {
			continue
		}
		one, ok, err := p.due(calendar.Period{Kind: when.AdHoc, From: from, To: e.Date, EndEvent: e.ID, Name: e.Name})
		if err != nil || !ok {
			return err
		}
		p.list = append(p.list, one)
	}
	return nil
}

// following is the span after one: as many whole months where it had those, else as many days.
func following(p calendar.Period) calendar.Period {
	next := p.To.AddDays(1)
	out := calendar.Period{Kind: when.AdHoc, From: next}
	if months := (next.Year()-p.From.Year())*12 + next.Month() - p.From.Month(); next.Day() == p.From.Day() && months > 0 {
		at := next.Year()*12 + next.Month() - 1 + months
		if end, ok := when.NewDate(at/12, at%12+1, next.Day()); ok {
			out.To = end.AddDays(-1)
			return out
		}
	}
	out.To = next.AddDays(p.To.Sub(p.From))
	return out
}

// due is what the regime makes of a period; not ok where it cannot be asked for: nobody to ask, a kind that the regime has no more.
func (p *proposer) due(period calendar.Period) (one Proposal, ok bool, err error) {
	n := p.n
	n.Period, n.PeriodText, n.Deadline, n.Deadlines = 0, "", 0, nil
	plan, _, _, err := p.s.planFor(p.ctx, n, period)
	if err != nil {
		var refused fault.Faults
		return Proposal{}, false, refused.Add(err)
	}
	one = Proposal{Period: plan.Period}
	for _, d := range plan.Deadlines {
		if d.At.Zero() {
			continue
		}
		if one.First.Zero() || d.At.Before(one.First) {
			one.First = d.At
		}
		one.Last = max(one.Last, d.At)
	}
	one.Missed = !one.First.Zero() && one.First.Before(p.now)
	return one, true, nil
}

// requestOf finds the request by which a form was asked for a period already, 0 where none did.
func (s *Service) requestOf(ctx context.Context, n NewRequest, period ident.ID) (id ident.ID, err error) {
	if period == 0 {
		return 0, nil
	}
	err = s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		id, _, err = loadTwin(ctx, q, twin(n.FormCode, n.Regime), period, n.Opener)
		return err
	})
	return id, err
}
