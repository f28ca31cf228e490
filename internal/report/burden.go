package report

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
)

// Effort says what filling in is thought to cost, in minutes, of how many units how often a year.
type Effort struct {
	Figure, Answer, Text, Row int // minutes for a figure, an answer, a text, a row of a table
	Rows                      int // of a table, as a rule
	Units, Times              int
}

// UsualEffort is what is assumed where nobody says otherwise.
func UsualEffort(units int) Effort {
	return Effort{Figure: 3, Answer: 1, Text: 30, Row: 4, Rows: 5, Units: units, Times: 4}
}

// Burden is what a form asks of the units that fill it in.
type Burden struct {
	Figures, Answers, Texts, Tables int // typed by each unit each time
	Minutes                         int // of one unit, once
	Hours                           int // of all units in a year, rounded up
	Again                           []Again
	HoursAgain                      int // of these, the part that another form already collects
}

// Again is an indicator that another form already collects.
type Again struct {
	Indicator Indicator
	Form      Form
	Same      Indicator
	Why       string // why it is not the same after all, "" where nobody said so
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
// of the same name, or of the same code and unit of measure, counted alike.
func duplicates(f Form, others []Form, different map[string]string) []Again {
	var list []Again
	for _, ind := range f.Indicators {
		if figures, answers, tables := ind.typed(); figures+answers+tables == 0 {
			continue
		}
		for _, other := range others {
			if other.Code == f.Code {
				continue
			}
			i := slices.IndexFunc(other.Indicators, func(o Indicator) bool { return sameQuestion(ind, o) })
			if i < 0 {
				continue
			}
			a := Again{Indicator: ind, Form: other, Same: other.Indicators[i]}
			a.Why = different[a.Pair()]
			list = append(list, a)
			break
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

// FormBurden tells who keeps a form what it will cost and what of it the units already report elsewhere.
// effort nil takes the usual one over all units below the keeper.
func (s *Service) FormBurden(ctx context.Context, who actor.Actor, code string, effort *Effort) (Burden, Effort, error) {
	file, d, err := s.DesignedForm(ctx, who, code)
	if err != nil {
		return Burden{}, Effort{}, err
	}
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return Burden{}, Effort{}, err
	}
	e := UsualEffort(max(0, len(tree.Subtree(file.Owner))-1))
	if effort != nil {
		e = *effort
	}
	var others []Form
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		asked, err := db.All(ctx, r, scanID, `select distinct form from report_request where form_code <> $1`, code)
		if err != nil {
			return err
		}
		newest := map[string]Form{}
		for _, id := range asked {
			f, err := s.form(ctx, r, id, "")
			if err != nil {
				return err
			}
			if f.Version > newest[f.Code].Version {
				newest[f.Code] = f
			}
		}
		for _, code := range sortedKeys(newest) {
			others = append(others, newest[code])
		}
		return nil
	})
	if err != nil {
		return Burden{}, e, err
	}
	b := e.Cost(d.Form)
	b.Again = duplicates(d.Form, others, d.Different)
	var again Form
	for _, a := range b.Again {
		if a.Why == "" {
			again.Indicators = append(again.Indicators, a.Indicator)
		}
	}
	b.HoursAgain = e.Cost(again).Hours
	return b, e, nil
}

func sortedKeys(m map[string]Form) []string {
	var list []string
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
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
