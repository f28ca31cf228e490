package report

import (
	"context"
	"maps"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Effort says what filling in is thought to cost, in minutes, of how many units how often a year.
type Effort struct {
	Figure, Answer, Text, Row int // minutes for a figure, an answer, a text, a row of a table
	Rows                      int // of a table, as a rule
	Units, Times              int

	Scope  org.Scope       // who is to be asked; Units counts them. Of no kind: those that were asked last
	Period when.PeriodKind // for what; Times says how many there are in a year
}

// UsualEffort is what is assumed where nobody says otherwise.
func UsualEffort(units int) Effort {
	return Effort{Figure: 3, Answer: 1, Text: 30, Row: 4, Rows: 5, Units: units, Times: timesOf(when.Quarter), Scope: org.Scope{Kind: org.ScopeAll}, Period: when.Quarter}
}

// timesOf counts the periods of a kind in a year.
func timesOf(kind when.PeriodKind) int {
	switch kind {
	case when.Month:
		return 12
	case when.Quarter:
		return 4
	case when.Half:
		return 2
	}
	return 1
}

// Burden is what a form asks of the units that fill it in.
type Burden struct {
	Figures, Answers, Texts, Tables int // typed by each unit each time
	Minutes                         int // of one unit, once
	Hours                           int // of all units in a year, rounded up
	Again                           []Again
	HoursAgain                      int // of these, the part that another form already collects
}

// Again is an indicator that another form already collects of some of the same
// units for the same kind of period.
type Again struct {
	Indicator Indicator
	Form      Form
	Same      Indicator
	Units     int    // of those to be asked, how many report it there
	Why       string // why it is not the same after all, "" where nobody said so
}

// collected is another form with the units to be asked that report with it.
type collected struct {
	form  Form
	units int
}

// Pair names the two for FormDraft.Different.
func (a Again) Pair() string { return a.Indicator.Code + "=" + a.Form.Code + "." + a.Same.Code }

// Cost counts what a form asks and what that costs.
func (e Effort) Cost(f Form) Burden {
	var b Burden
	for _, ind := range f.Indicators {
		figures, answers, tables := ind.typed()
		b.Figures, b.Answers, b.Tables = b.Figures+figures, b.Answers+answers, b.Tables+tables
	}
	b.Texts = len(f.Narratives)
	b.Minutes = b.Figures*e.Figure + b.Answers*e.Answer + b.Texts*e.Text + b.Tables*e.Rows*e.Row
	b.Hours = (b.Minutes*e.Units*e.Times + 59) / 60
	return b
}

// typed counts what a unit enters for an indicator.
func (ind Indicator) typed() (figures, answers, tables int) {
	switch ind.Kind {
	case Table:
		return 0, 0, 1
	case YesNo, Choice, ShortText:
		return 0, 1, 0
	}
	for _, s := range ind.slots() {
		if s.Typed() {
			figures++
		}
	}
	return figures, 0, 0
}

// duplicates lists which of the form's typed indicators another form collects:
// of the same name, or of the same code and unit of measure, counted alike. Of
// an indicator it names the form that most of the units know, and where that
// one is said to be something else also the next.
func duplicates(f Form, others []collected, different map[string]string) []Again {
	var list []Again
	for _, ind := range f.Indicators {
		if figures, answers, tables := ind.typed(); figures+answers+tables == 0 {
			continue
		}
		for _, other := range others {
			i := slices.IndexFunc(other.form.Indicators, func(o Indicator) bool { return sameQuestion(ind, o) })
			if i < 0 {
				continue
			}
			a := Again{Indicator: ind, Form: other.form, Same: other.form.Indicators[i], Units: other.units}
			a.Why = different[a.Pair()]
			list = append(list, a)
			if a.Why == "" { // one that is the same is enough; what is not the same hides none that is
				break
			}
		}
	}
	return list
}

func sameQuestion(a, b Indicator) bool {
	if a.Kind != b.Kind || a.Basis != b.Basis {
		return false
	}
	if name := i18n.Fold(a.Name.VI); name != "" && name == i18n.Fold(b.Name.VI) && a.PartOf == b.PartOf {
		return true
	}
	return a.Code == b.Code && a.Unit.VI != "" && i18n.Fold(a.Unit.VI) == i18n.Fold(b.Unit.VI) && i18n.Fold(a.sentence().VI) == i18n.Fold(b.sentence().VI)
}

// FormBurden tells who keeps a form what it will cost and what of it the same
// units already report elsewhere for the same kind of period. effort nil takes
// the usual one, of the units and for what the form was asked last, else of all
// units below the keeper. Units and Times follow from Scope and Period.
func (s *Service) FormBurden(ctx context.Context, who actor.Actor, code string, effort *Effort) (Burden, Effort, error) {
	file, d, err := s.DesignedForm(ctx, who, code)
	if err != nil {
		return Burden{}, Effort{}, err
	}
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return Burden{}, Effort{}, err
	}
	e := UsualEffort(0)
	asked := map[ident.ID]bool{}
	var there map[string]*collectedUnits
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		if effort != nil {
			e = *effort
		}
		last, kind, err := lastAsked(ctx, r, code, file.Owner)
		if err != nil {
			return err
		}
		if effort == nil && len(last) > 0 {
			e.Scope, e.Period = org.Scope{}, kind
		}
		if e.Scope.Kind == "" && len(last) == 0 {
			e.Scope.Kind = org.ScopeAll
		}
		if e.Scope.Kind == "" {
			for _, id := range last {
				if _, there := tree.Unit(id); there {
					asked[id] = true
				}
			}
		} else {
			e.Scope.Under = file.Owner
			for _, u := range tree.Resolve(e.Scope) {
				asked[u.ID] = true
			}
			delete(asked, file.Owner)
		}
		e.Units, e.Times = len(asked), timesOf(e.Period)
		there, err = s.collectedBy(ctx, r, code, e.Period)
		return err
	})
	if err != nil {
		return Burden{}, e, err
	}
	var others []collected
	for _, other := range slices.Sorted(maps.Keys(there)) {
		one := collected{form: there[other].form}
		for unit := range there[other].units {
			if asked[unit] {
				one.units++
			}
		}
		if one.units > 0 {
			others = append(others, one)
		}
	}
	slices.SortStableFunc(others, func(a, b collected) int { return b.units - a.units }) // the form that most of them know
	b := e.Cost(d.Form)
	b.Again = duplicates(d.Form, others, d.Different)
	minutes := 0
	for _, a := range b.Again {
		if a.Why == "" {
			minutes += e.Cost(Form{Indicators: []Indicator{a.Indicator}}).Minutes * a.Units * e.Times
		}
	}
	b.HoursAgain = (minutes + 59) / 60
	return b, e, nil
}

// lastAsked gives the units that really have a report of what a form was asked for last by its keeper, and for which kind of period.
func lastAsked(ctx context.Context, q db.Querier, code string, owner ident.ID) (units []ident.ID, kind when.PeriodKind, err error) {
	type row struct {
		id   ident.ID
		kind when.PeriodKind
	}
	last, ok, err := db.One(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.id, &r.kind) },
		`select id, period_kind from report_request where form_code = $1 and opener = $2 order by opened_at desc, id desc limit 1`, code, owner)
	if err != nil || !ok {
		return nil, "", err
	}
	units, err = db.IDs(ctx, q, `select unit from filing where request = $1`, last.id)
	return units, last.kind, err
}

// collectedUnits is a form as it was asked last, with all units that were asked with it.
type collectedUnits struct {
	form  Form
	units map[ident.ID]bool
}

// collectedWithin is how far back a form still counts as one that units fill in, in days.
const collectedWithin = 550

// collectedBy gives the other forms asked for a kind of period, by code.
func (s *Service) collectedBy(ctx context.Context, q db.Querier, code string, kind when.PeriodKind) (map[string]*collectedUnits, error) {
	type row struct {
		code       string
		form, unit ident.ID
	}
	since := s.today().AddDays(-collectedWithin).Start()
	rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.code, &r.form, &r.unit) },
		`select r.form_code, r.form, f.unit from report_request r join filing f on f.request = r.id
			where r.form_code <> $1 and r.period_kind = $2 and r.opened_at >= $3 group by r.form_code, r.form, f.unit`, code, string(kind), since)
	if err != nil {
		return nil, err
	}
	m := map[string]*collectedUnits{}
	forms := map[ident.ID]Form{}
	for _, one := range rows {
		f, ok := forms[one.form]
		if !ok {
			if f, err = s.form(ctx, q, one.form, ""); err != nil {
				return nil, err
			}
			forms[one.form] = f
		}
		there := m[one.code]
		if there == nil {
			there = &collectedUnits{form: f, units: map[ident.ID]bool{}}
			m[one.code] = there
		}
		if f.Version > there.form.Version {
			there.form = f
		}
		there.units[one.unit] = true
	}
	return m, nil
}

// FormsAsked counts the requests that use a form, by version.
func (s *Service) FormsAsked(ctx context.Context, who actor.Actor, code string) (map[ident.ID]int64, error) {
	if _, err := s.FormFile(ctx, who, code); err != nil {
		return nil, err
	}
	type row struct {
		form ident.ID
		n    int64
	}
	m := map[ident.ID]int64{}
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		rows, err := db.All(ctx, r, func(s db.Scanner, v *row) error { return s.Scan(&v.form, &v.n) },
			`select form, count(id) from report_request where form_code = $1 group by form`, code)
		for _, one := range rows {
			m[one.form] = one.n
		}
		return err
	})
	return m, err
}
