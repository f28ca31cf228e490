package report_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

// everyCell reads a request as an edition has it through all that quotes editions: the board, the grid, the shares and the origin
// of every indicator at every unit of every level. n 0 is what stands now.
func (w *world) everyCell(r report.Request, units []org.Unit, n int64) map[string]string {
	w.t.Helper()
	cells := map[string]string{}
	for _, u := range units {
		b, err := w.report.EditionBoard(w.t.Context(), system(), r.ID, u.ID, n)
		must(w.t, err)
		cells["counters "+u.Code] = fmt.Sprintf("%+v %+v %+v", b.All, b.Counters, b.Below)
		for _, l := range b.Lines {
			cells["line "+u.Code+" "+l.Unit.Code] = fmt.Sprintf("%v %v %d %v", l.Stage, l.Late, l.Version, l.FiledAt)
		}
		for _, t := range b.Totals {
			cells["board "+u.Code+" "+t.Indicator.Code] = fmt.Sprintf("%+v %+v", t.Filed, t.Accepted)
		}
		for _, layer := range []rollup.Layer{rollup.FiledOrBetter, rollup.AcceptedOnly} {
			g, err := w.report.EditionGrid(w.t.Context(), system(), r.ID, u.ID, layer, n)
			must(w.t, err)
			cells[fmt.Sprintf("grid %s %d", u.Code, layer)] = fmt.Sprintf("%+v", g.Total)
			for _, l := range g.Lines {
				cells[fmt.Sprintf("grid %s %d %s", u.Code, layer, l.Unit.Code)] = fmt.Sprintf("%+v %+v", l.All, l.Figures)
			}
		}
		for _, ind := range b.Form.Indicators {
			_, shares, err := w.report.ExplainOf(w.t.Context(), system(), report.Seek{Request: r.ID, Unit: u.ID, Indicator: ind.Code, Edition: n})
			must(w.t, err)
			for _, s := range shares {
				cells[fmt.Sprintf("share %s %s %s %v", u.Code, ind.Code, s.Unit.Code, s.Own)] = fmt.Sprintf("%+v", s.Figure)
			}
			o, err := w.report.Origin(w.t.Context(), system(), report.Seek{Request: r.ID, Unit: u.ID, Indicator: ind.Code, Edition: n})
			must(w.t, err)
			cells["origin "+u.Code+" "+ind.Code] = fmt.Sprintf("%+v %d %d", o.Total, o.Count, o.Missing)
			for _, l := range o.Leaves {
				cells["leaf "+u.Code+" "+ind.Code+" "+l.Unit.Code] = fmt.Sprintf("%+v %d %v %s", l.Figure, l.Version, l.FiledAt, l.Signer)
			}
			for _, p := range o.Series {
				cells["series "+u.Code+" "+ind.Code+" "+p.Request.ID.String()] = fmt.Sprintf("%+v %d", p.Figure, p.Quote.N)
			}
		}
		trends, err := w.report.Trends(w.t.Context(), system(), r.ID, u.ID, false, n)
		must(w.t, err)
		for _, p := range trends {
			for _, ind := range b.Form.Indicators {
				if f, ok := p.Figure(ind); ok {
					cells["trend "+u.Code+" "+ind.Code+" "+p.Request.ID.String()] = fmt.Sprintf("%+v %d", f, p.Quote.N)
				}
			}
		}
	}
	return cells
}

// Edition 1 of a tree with all its levels is compared cell by cell with what was frozen, after corrections at every level, in this
// period and in the one before, a return, a report that came later, and a change of the tree of that day.
func TestEveryCellOfAnEditionStands(t *testing.T) {
	w := newWorld(t)
	var communes []org.Unit
	for i, parent := range []org.Unit{w.pob, w.pob, w.pobB, w.pobB, w.pobB} {
		u, err := w.org.Create(t.Context(), system(), org.NewUnit{Parent: parent.ID, Code: fmt.Sprint("XA-", i+2), Name: fmt.Sprint("Xã số ", i+2), Kind: "commune", Level: "commune"}, org.Decree{Date: 20200101, Act: "QĐ 1"})
		must(t, err)
		communes = append(communes, u)
	}
	reporting := append([]org.Unit{w.pob, w.pobB, w.xa}, communes...)
	ids := w.boards()
	ids.Scope = org.Scope{Kind: org.ScopeList}
	for _, u := range reporting {
		ids.Scope.Units = append(ids.Scope.Units, u.ID)
	}
	codes := slices.Sorted(maps.Keys(goodFields()))
	seed := func(r report.Request, at when.Date, round int, units ...org.Unit) {
		t.Helper()
		for i, u := range units {
			v := report.Figures{}
			for j, code := range codes {
				if code[0] != 'N' && (i+j+round)%7 > 0 { // some are missing
					v[code] = int64((round*7919 + i*104_729 + j*31) % 5000)
				}
			}
			state := report.StateFiled
			if i%2 == 0 {
				state = report.StateAccepted
			}
			must(t, w.report.Seed(t.Context(), system(), r.ID, []report.Seeded{{Unit: u.ID, State: state, Figures: v, FiledAt: when.At(at, 9*60), Number: "1-BC",
				Signature: report.Signature{Name: "Trần Văn Bình", Title: fmt.Sprint("Trưởng Ban ", round), Capacity: report.AsHead}, By: "Lê Thu Hà"}}))
		}
	}
	w.set(2021, time.January, 4, 9)
	past := ids
	past.PeriodText, past.Deadline = "Quý IV/2020", when.At(20210115, 17*60)
	before := w.open(past)
	seed(before, 20210105, 1, reporting...)
	w.set(2021, time.March, 8, 9)
	r := w.open(ids)
	seed(r, 20210309, 2, reporting[:6]...) // two are missing
	w.set(2021, time.March, 10, 9)
	freeze := func(r report.Request, reason string) {
		t.Helper()
		seen, err := w.report.Freezable(t.Context(), w.chief(), r.ID)
		must(t, err)
		_, err = w.freeze(r, func(n *report.Freezing) {
			n.Reason, n.Explanations = reason, map[string]string{}
			for _, d := range seen.Disagreements {
				n.Explanations[d.Field] = "Số liệu thử."
			}
		})
		must(t, err)
	}
	freeze(before, "")
	w.set(2021, time.March, 11, 9)
	tree, err := w.org.Tree(t.Context(), r.TreeDate())
	must(t, err)
	whole := tree.Subtree(w.coc.ID)
	live := w.everyCell(r, whole, 0)
	freeze(r, "")
	frozen := w.everyCell(r, whole, 1)
	if len(frozen) < 40*len(whole) {
		t.Fatalf("only %d cells", len(frozen))
	}
	for name, cell := range live { // the edition is what was seen when it was signed, but that the period before is quoted, not followed
		if got := frozen[name]; got != cell && got != cell[:len(cell)-1]+"1" {
			t.Errorf("%s: live %s, edition 1 %s", name, cell, got)
		}
	}

	w.set(2021, time.April, 2, 9)
	desks := map[ident.ID]actor.Actor{}
	for i, u := range reporting {
		desk := actor.Actor{Kind: actor.Person, Account: ident.ID(5000 + i), Name: fmt.Sprint("Người số ", i), Unit: u.ID, Grants: []actor.Grant{{Role: actor.Specialist, Unit: u.ID}, {Role: actor.Head, Unit: u.ID}}}
		desk.Person, err = w.personOf(desk.Name, u, fmt.Sprint("Bí thư ", i))
		must(t, err)
		desks[u.ID] = desk
	}
	correct := func(r report.Request, u org.Unit) {
		t.Helper()
		f := w.filing(r, u)
		switch f.State {
		case report.StateAccepted:
			must(t, w.report.Reopen(t.Context(), system(), f.ID, f.Current, "Đếm lại", ""))
		case report.StateFiled:
			must(t, w.report.ReturnFiling(t.Context(), system(), f.ID, report.Return{Version: f.Current, General: "Xem lại"}))
		}
		fields := goodFields()
		fields["B1"] = num(1400 + int(u.ID%500))
		w.save(desks[u.ID], f, fields)
		must(t, w.sign(desks[u.ID], f))
		must(t, w.send(desks[u.ID], f))
	}
	for _, u := range reporting {
		correct(r, u)
	}
	correct(before, w.pobB)
	correct(before, w.xa)
	f := w.filing(r, communes[0])
	must(t, w.report.ReturnFiling(t.Context(), system(), f.ID, report.Return{Version: f.Current, General: "Xem lại"}))
	must(t, w.org.Move(t.Context(), system(), communes[1].ID, w.pobB.ID, org.Decree{Date: 20210120, Act: "QĐ 9"}))
	freeze(before, "Đính chính")
	w.set(2021, time.April, 3, 9)
	freeze(r, "Đính chính")
	second := w.everyCell(r, whole, 2)
	if second["board COC B1"] == frozen["board COC B1"] || second["series COC B1 "+before.ID.String()] == frozen["series COC B1 "+before.ID.String()] {
		t.Error("the corrections changed nothing: the test proves nothing")
	}
	for range 2 { // from memory, then by a service that knows nothing
		after := w.everyCell(r, whole, 1)
		if !reflect.DeepEqual(slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(frozen))) {
			t.Errorf("%d cells, %d were frozen", len(after), len(frozen))
		}
		for name, cell := range frozen {
			if after[name] != cell {
				t.Errorf("%s: frozen %s, now %s", name, cell, after[name])
			}
		}
		w.report = report.New(w.report.Deps)
	}
}
