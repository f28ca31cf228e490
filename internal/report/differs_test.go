package report

import "testing"

// As many rows and answers, and other ones: an edition's comparison tells it.
func TestAChangeWithinATableOrAChoiceIsAChange(t *testing.T) {
	f := SiteForm()
	v := func(fields Entries) []Figure {
		r := f.Read(fields, nil)
		var list []Figure
		for _, ind := range f.Indicators {
			list = append(list, f.FigureOf(ind, r.Content.Figures))
		}
		return list
	}
	table, choice := "", Indicator{}
	for _, ind := range f.Indicators {
		switch ind.Kind {
		case Table:
			for _, c := range ind.Columns {
				if c.Numeric() && table == "" {
					table = CellField(ind.Code, 1, c.Code)
				}
			}
		case Choice:
			choice = ind
		}
	}
	before := v(Entries{table: "3", choice.Code: choice.Options[0].Code})
	if list := changes(f, before, v(Entries{table: "3", choice.Code: choice.Options[0].Code})); len(list) != 0 {
		t.Errorf("nothing changed: %+v", list)
	}
	if list := changes(f, before, v(Entries{table: "4", choice.Code: choice.Options[0].Code})); len(list) != 1 || list[0].Indicator.Kind != Table {
		t.Errorf("one row still, of another number: %+v", list)
	}
	if list := changes(f, before, v(Entries{table: "3", choice.Code: choice.Options[1].Code})); len(list) != 1 || list[0].Indicator.Kind != Choice {
		t.Errorf("one answer still, another one: %+v", list)
	}
}
