package report

import (
	"math/big"
	"strconv"

	"giaoban/internal/fault"
	"giaoban/internal/report/expression"
)

// program is a form's formulas and checks as trees on slots: derived
// percentages and formulas within formulas are written out.
type program struct {
	formulas map[string]expression.Node // by indicator
	checks   map[int]expression.Node    // by place in AllChecks
	past     bool                       // some tree reads earlier reports
	fields   map[string]bool            // that the form takes, cells of tables left out
	faults   fault.Faults
}

// program gives the form's formulas and checks. What could not be parsed is
// among its faults and never computes or says anything.
func (f Form) program() *program {
	if f.ready != nil {
		return f.ready
	}
	p := &program{formulas: map[string]expression.Node{}, checks: map[int]expression.Node{}, fields: f.plainFields()}
	known := f.knownCodes()
	trees := map[string]expression.Node{}
	for _, ind := range f.Indicators {
		if ind.Formula == "" {
			continue
		}
		tree, bad := expression.Amount(ind.Formula, known)
		if bad != nil {
			p.faults = append(p.faults, bad.Fault("indicators."+ind.Code+".formula"))
			continue
		}
		trees[ind.Code] = tree
	}
	out := f.writer(trees)
	for _, ind := range f.Indicators {
		if _, ok := trees[ind.Code]; !ok {
			continue
		}
		switch full := out.formula(ind.Code); {
		case full.circle:
			p.faults = append(p.faults, fault.Invalid("indicators."+ind.Code+".formula", "report.formula_circle", "code", ind.Code))
		case full.big:
			p.faults = append(p.faults, fault.Invalid("indicators."+ind.Code+".formula", "report.expr_big", "at", 1, "most", expression.MaxNodes))
		default:
			p.formulas[ind.Code] = full.tree
			p.past = p.past || full.tree.Past()
		}
	}
	for i, c := range f.AllChecks() {
		if c.Test != ExprTest {
			p.past = p.past || c.Test == GrowsTest
			continue
		}
		tree, bad := expression.Condition(c.Expr, known)
		if bad != nil {
			p.faults = append(p.faults, bad.Fault(checkField(i, "expr")))
			continue
		}
		switch full := out.write(tree); {
		case full.circle: // told at the formula
		case full.big:
			p.faults = append(p.faults, fault.Invalid(checkField(i, "expr"), "report.expr_big", "at", 1, "most", expression.MaxNodes))
		default:
			p.checks[i] = full.tree
			p.past = p.past || full.tree.Past()
		}
	}
	return p
}

// knownCodes tells which codes formulas and checks may name: slots and derived percentages.
func (f Form) knownCodes() func(code string) bool {
	known := map[string]bool{}
	for _, n := range f.Named() {
		known[n.Code] = true
	}
	return func(code string) bool { return known[code] }
}

// writer writes out what stands for codes of formulas and percentages. Each formula is written out once and its size is known
// before it is made: a few formulas, each naming the one before a hundred times, would fill any memory.
type writer struct {
	indicators map[string]Indicator
	trees      map[string]expression.Node
	done       map[string]wholeTree
	open       map[string]bool
}

// wholeTree is a tree written out, or why it is not.
type wholeTree struct {
	tree   expression.Node
	size   int
	circle bool // a formula in it comes back to itself
	big    bool
}

// mostWritten is how many nodes a formula has at most when those within it are written out.
const mostWritten = 4 * expression.MaxNodes

func (f Form) writer(trees map[string]expression.Node) *writer {
	w := &writer{make(map[string]Indicator, len(f.Indicators)), trees, map[string]wholeTree{}, map[string]bool{}}
	for _, ind := range f.Indicators {
		if _, twice := w.indicators[ind.Code]; !twice {
			w.indicators[ind.Code] = ind
		}
	}
	return w
}

// formula writes out the formula of an indicator.
func (w *writer) formula(code string) wholeTree {
	if full, ok := w.done[code]; ok {
		return full
	}
	if w.open[code] {
		return wholeTree{circle: true}
	}
	w.open[code] = true
	full := w.write(w.trees[code])
	delete(w.open, code)
	w.done[code] = full
	return full
}

// write writes out a tree.
func (w *writer) write(tree expression.Node) (full wholeTree) {
	full.tree = tree.Expand(func(op expression.Op, code string) (expression.Node, bool) {
		ind, ok := w.indicators[code]
		if !ok || full.circle || full.big {
			return expression.Node{}, false
		}
		var inner wholeTree
		if _, isFormula := w.trees[code]; isFormula {
			inner = w.formula(code)
		} else if ind.Kind == Pct && !ind.OnTime {
			inner.tree = ind.percentage()
			inner.size = inner.tree.Size()
		} else {
			return expression.Node{}, false
		}
		full.circle, full.big = inner.circle, inner.big || full.size+inner.size > mostWritten
		if full.circle || full.big {
			return expression.Node{}, false
		}
		full.size += inner.size
		if op != expression.Figure {
			return inner.tree.Earlier(op)
		}
		return inner.tree, true
	})
	if !full.circle && !full.big {
		full.size = full.tree.Size()
		full.big = full.size > mostWritten
	}
	return full
}

// percentage is a derived percentage as a tree on slots.
func (ind Indicator) percentage() expression.Node {
	figure := func(code string) expression.Node { return expression.Node{Op: expression.Figure, Code: code} }
	num, den := figure(ind.Num), figure(ind.Den)
	if ind.Num == "" {
		num, den = figure(ind.Code+"n"), figure(ind.Code+"d")
	}
	if ind.YearToDate {
		num = expression.Node{Op: expression.Add, Args: []expression.Node{num, figure(ind.Code + "y")}}
	}
	hundred := expression.Node{Op: expression.Number, Num: "100"}
	return expression.Node{Op: expression.Div, Args: []expression.Node{{Op: expression.Mul, Args: []expression.Node{hundred, num}}, den}}
}

// compute adds what follows from what was typed: options, rows, sums, formulas.
func (f Form) compute(p *program, c *Content, past Earlier) {
	for _, ind := range f.Indicators {
		switch ind.Kind {
		case Choice:
			if chosen, ok := c.Texts[ind.Code]; ok {
				for _, o := range ind.Options {
					c.Figures[ind.Code+"."+o.Code] = 0
				}
				c.Figures[ind.Code+"."+chosen] = 1
			}
		case Table:
			rows := c.Tables[ind.Code]
			if len(rows) > 0 {
				c.Figures[ind.Code] = int64(len(rows))
			}
			for _, row := range rows {
				for code, n := range row.Figures {
					c.Figures[ind.Code+"."+code] += n
				}
			}
		}
	}
	for _, ind := range f.Indicators {
		if n, ok := sumOf(ind.SumOf, c.Figures); ok {
			c.Figures[ind.Code] = n
		}
	}
	if len(p.formulas) == 0 {
		return
	}
	look := lookup(c.Figures, past, f.scales())
	for _, ind := range f.Indicators {
		tree, ok := p.formulas[ind.Code]
		if !ok {
			continue
		}
		if v, ok := tree.Amount(look); ok {
			if n, fits := expression.Fixed(v, ind.Scale); fits {
				c.Figures[ind.Code] = n
			}
		}
	}
}

// lookup gives a report's figures, and those of earlier ones, as numbers; scale is that of a slot.
func lookup(now Figures, past Earlier, scale func(code string) int) expression.Lookup {
	return func(op expression.Op, code string) (*big.Rat, bool) {
		from := now
		switch op {
		case expression.Prev:
			from = past.Previous
		case expression.Same:
			from = past.Same
		}
		n, ok := from[code]
		if !ok {
			return nil, false
		}
		return expression.OfFixed(n, scale(code)), true
	}
}

// scales gives the decimals of each slot.
func (f Form) scales() func(code string) int {
	m := map[string]int{}
	for _, s := range f.Slots() {
		m[s.Code] = s.Scale
	}
	return func(code string) int { return m[code] }
}

// judge gives what a check finds, or nil.
func (p *program) judge(i int, c Check, r *reader) *fault.Fault {
	if c.Test != ExprTest {
		return c.judge(r)
	}
	tree, ok := p.checks[i]
	if !ok {
		return nil
	}
	if holds, known := tree.Holds(lookup(r.Content.Figures, r.past, func(code string) int { return r.names[code].Scale })); holds || !known {
		return nil
	}
	return fault.Invalid(c.Field, "report.says", "say", c.Say)
}

// checkField names a property of a check for a refusal: "checks.3.expr", counted from 1.
func checkField(i int, property string) string {
	return "checks." + strconv.Itoa(i+1) + "." + property
}

// Trees gives the formulas by indicator and the checks in words by their place in AllChecks, as trees on slots: what a page computes with.
func (f Form) Trees() (formulas map[string]expression.Node, checks map[int]expression.Node) {
	p := f.program()
	return p.formulas, p.checks
}
