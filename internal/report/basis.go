package report

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// On gives the form as a request asks it: the request's basis stands in place of
// the form's own. Where every flow counts from the start of the year, a
// percentage whose numerator does so by itself needs no "before this period" any more.
func (f Form) On(basis calendar.Basis) Form {
	if basis == "" || (basis == calendar.YearToDate) == f.Cumulative() {
		return f
	}
	f.Basis, f.ready = PeriodBasis(basis), nil
	if f.Cumulative() {
		f.Indicators = slices.Clone(f.Indicators)
		for i := range f.Indicators {
			f.Indicators[i].YearToDate = false
		}
	}
	return f
}

// timed tells whether an indicator's figure is another on the other basis: it counts flows, or is made of some.
func (f Form) timed(ind Indicator) bool { return f.timedWithin(ind, map[string]bool{}) }

// timedWithin is timed where some indicators are known to count no flows; each is looked at once, however many ways lead to it.
func (f Form) timedWithin(ind Indicator, seen map[string]bool) bool {
	if ind.Basis == Flow {
		return true
	}
	if seen[ind.Code] {
		return false
	}
	seen[ind.Code] = true
	of := []string{ind.Den, ind.Weight}
	if !ind.YearToDate { // its numerator counts from the start of the year on either basis
		of = append(of, ind.Num)
	}
	of = append(of, ind.SumOf...)
	if tree, ok := f.program().formulas[ind.Code]; ok {
		for _, code := range tree.Codes() {
			for _, s := range f.Slots() {
				if s.Code == code {
					of = append(of, s.Indicator)
				}
			}
		}
	}
	for _, code := range of {
		if one, ok := f.Indicator(code); ok && one.Code != ind.Code && f.timedWithin(one, seen) {
			return true
		}
	}
	return false
}

// alike tells whether figures of an indicator may stand beside each other: of the form as one request asks it, and of another's
// for a period. Flows within a period and from the start of the year are alike for the first period of a year and for a whole one.
func (f Form) alike(ind Indicator, other Form, name when.PeriodName) bool {
	if f.Cumulative() == other.Cumulative() || oneBasis(name) {
		return true // as nearly always: no indicator is looked for
	}
	there, ok := other.Indicator(ind.Code)
	return !ok || !f.timed(ind) || !other.timed(there)
}

// oneBasis tells of which periods what happened in them is what happened since the start of the year.
func oneBasis(p when.PeriodName) bool {
	switch p.Kind {
	case when.Month, when.Quarter, when.Half:
		return p.N == 1
	case when.NineMonths, when.Year:
		return true
	}
	return false // a term, a span between two days: it may begin in any year
}

// kin says whose earlier reports are asked for, and on which basis and under which regime they are to stand beside the present one.
type kin struct {
	unit   ident.ID
	code   string
	regime ident.ID
	form   Form
}

func (sc scene) kin() kin {
	return kin{sc.filing.Unit, sc.req.FormCode, sc.req.Regime, sc.form}
}

// sentIn is what a unit filed once, with the form as the request asked it.
type sentIn struct {
	content Content
	form    Form
	name    when.PeriodName
}

type storedSent struct {
	form  ident.ID
	basis calendar.Basis
	name  when.PeriodName
	text  string
}

func scanSent(s db.Scanner, x *storedSent) error {
	return s.Scan(&x.form, &x.basis, &x.name.Kind, &x.name.Year, &x.name.N, &x.text)
}

// sentRows are the rows of scanSent. Of two reports for one period the one under the regime $3 counts, else the newest.
const sentRows = ` from filing f join report_request r on r.id = f.request join filing_version v on v.filing = f.id and v.version = f.current
	where f.unit = $1 and r.form_code = $2 and f.state in ('filed', 'accepted') `
const sentOrder = `case when r.regime = $3 then 0 else 1 end, `

// sent finds what a unit filed for a period as it stands there, on the basis on which it was asked.
func (s *Service) sent(ctx context.Context, q db.Querier, k kin, p when.PeriodName) (sentIn, bool, error) {
	x, ok, err := db.One(ctx, q, scanSent, `select r.form, r.basis, r.period_kind, r.period_year, r.period_n, v.content`+sentRows+`
		and r.period_kind = $4 and r.period_year = $5 and r.period_n = $6 order by `+sentOrder+`r.opened_at desc limit 1`,
		k.unit, k.code, k.regime, string(p.Kind), p.Year, p.N)
	if err != nil || !ok {
		return sentIn{}, false, err
	}
	return s.decodeSent(ctx, q, k, x)
}

// decodeSent reads a report, its figures with the decimals of the present form.
func (s *Service) decodeSent(ctx context.Context, q db.Querier, k kin, x storedSent) (sentIn, bool, error) {
	form, err := s.form(ctx, q, x.form, x.basis)
	if err != nil {
		return sentIn{}, false, err
	}
	out := sentIn{form: form, name: x.name}
	if err := json.Unmarshal([]byte(x.text), &out.content); err != nil {
		return sentIn{}, false, err
	}
	out.content.Figures = k.form.taken(form, out.content.Figures)
	return out, true, nil
}

// taken gives figures of another version of the form as this one counts them: 12,5 with one decimal is 12,50 with two. What
// has more decimals than fit here, or was a count and is a yes and no now, is no figure here.
func (f Form) taken(other Form, v Figures) Figures {
	if f.ID == other.ID && f.ID != 0 {
		return v
	}
	now := map[string]Slot{}
	for _, s := range f.Slots() {
		now[s.Code] = s
	}
	out := maps.Clone(v)
	for _, was := range other.Slots() {
		s, ok := now[was.Code]
		n, has := out[was.Code]
		switch {
		case !ok || !has:
		case (s.Kind == YesNo) != (was.Kind == YesNo):
			delete(out, was.Code)
		case s.Scale > was.Scale:
			out[was.Code] = n * power(s.Scale-was.Scale)
		case s.Scale < was.Scale:
			by := power(was.Scale - s.Scale)
			if out[was.Code] = n / by; n%by != 0 {
				delete(out, was.Code)
			}
		}
	}
	return out
}

// earlier finds what a unit filed for a period, on the basis of the present request. Where the other basis cannot be derived for
// lack of an earlier report of the year, flows are missing.
func (s *Service) earlier(ctx context.Context, q db.Querier, k kin, p when.PeriodName) (Content, bool, error) {
	x, ok, err := s.sent(ctx, q, k, p)
	if err != nil || !ok {
		return Content{}, false, err
	}
	x.content.Figures, err = s.based(ctx, q, k, x)
	return x.content, true, err
}

// based gives the figures of a report on the basis of the present request.
func (s *Service) based(ctx context.Context, q db.Querier, k kin, x sentIn) (Figures, error) {
	if x.form.Cumulative() == k.form.Cumulative() || oneBasis(x.name) {
		return x.content.Figures, nil
	}
	var before Figures
	if slices.Contains(partKinds(), x.name.Kind) {
		var err error
		if before, err = s.toDate(ctx, q, k, x.name.Previous()); err != nil {
			return nil, err
		}
	}
	if before == nil {
		before = Figures{} // nobody knows: every flow is missing
	}
	if k.form.Cumulative() {
		return k.form.ToDate(before, x.content.Figures), nil
	}
	return k.form.Within(x.content.Figures, before), nil
}

// toDate gives a unit's figures from the start of the year to the end of a period, nil where a report of the year is missing.
func (s *Service) toDate(ctx context.Context, q db.Querier, k kin, p when.PeriodName) (Figures, error) {
	x, ok, err := s.sent(ctx, q, k, p)
	if err != nil || !ok {
		return nil, err
	}
	if x.form.Cumulative() || oneBasis(p) {
		return x.content.Figures, nil
	}
	before, err := s.toDate(ctx, q, k, p.Previous())
	if err != nil || before == nil {
		return nil, err
	}
	return k.form.ToDate(before, x.content.Figures), nil
}

// lastRows and lastOrder, with conditions between, find what a unit filed for the last period that ended before $4: the report of
// the latest period, however it was asked. Of two for one period, whose windows end on days of their own, sentOrder chooses. The
// contents of the others are not read.
const lastRows = ` from report_request r join filing f on f.request = r.id join filing_version v on v.filing = f.id and v.version = f.current
	where f.id = (select f.id from filing f join report_request r on r.id = f.request
		where f.unit = $1 and r.form_code = $2 and r.period_to < $4 and f.state in ('filed', 'accepted') `
const lastOrder = ` order by max(r.period_to) over (partition by r.period) desc, ` + sentOrder + `r.opened_at desc limit 1)`

// lastInYear finds the figures of what a unit filed for the last period that ended before a day of the same year, on the basis of the present request.
func (s *Service) lastInYear(ctx context.Context, q db.Querier, k kin, end when.Date) (Figures, error) {
	x, ok, err := db.One(ctx, q, scanSent, `select r.form, r.basis, r.period_kind, r.period_year, r.period_n, v.content`+lastRows+`and r.period_to >= $5`+lastOrder,
		k.unit, k.code, k.regime, end, when.Date(end.Year()*10000+101))
	if err != nil || !ok {
		return nil, err
	}
	sent, _, err := s.decodeSent(ctx, q, k, x)
	if err != nil {
		return nil, err
	}
	return s.based(ctx, q, k, sent)
}

// recentPeriods is how many periods back make a unit's own usual range.
const recentPeriods = 8

// recent gives what a unit filed for the last periods of a kind before p, the newest first, one for each. What was asked on the
// other basis gives its stocks only.
func (s *Service) recent(ctx context.Context, q db.Querier, k kin, p when.PeriodName) ([]Figures, error) {
	rows, err := db.All(ctx, q, scanSent, `select r.form, r.basis, r.period_kind, r.period_year, r.period_n, v.figures`+sentRows+`
		and r.period_kind = $4 and (r.period_year < $5 or r.period_year = $5 and r.period_n < $6)
		order by r.period_year desc, r.period_n desc, `+sentOrder+`r.opened_at desc limit $7`,
		k.unit, k.code, k.regime, string(p.Kind), p.Year, p.N, 3*recentPeriods)
	if err != nil {
		return nil, err
	}
	list := make([]Figures, 0, recentPeriods)
	var last when.PeriodName
	for _, x := range rows {
		if x.name == last || len(list) == recentPeriods {
			continue
		}
		last = x.name
		v, err := decodeFigures(x.text)
		if err != nil {
			return nil, err
		}
		form, err := s.form(ctx, q, x.form, x.basis)
		if err != nil {
			return nil, err
		}
		if v = k.form.taken(form, v); form.Cumulative() != k.form.Cumulative() && !oneBasis(x.name) {
			v = k.form.Within(v, Figures{})
		}
		list = append(list, v)
	}
	return list, nil
}
