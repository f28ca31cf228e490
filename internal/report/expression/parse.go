package expression

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"giaoban/internal/fault"
)

// Problem is why an expression is refused, with its place.
type Problem struct {
	From, To int // characters, counted from 0
	Key      string
	Args     []any
	Cause    error
}

// Error is English for the log.
func (p *Problem) Error() string { return p.Fault("").Error() }

// Fault gives the refusal at a form field. Its sentence tells the place.
func (p *Problem) Fault(field string) *fault.Fault {
	f := fault.Invalid(field, p.Key, append([]any{"at", p.From + 1}, p.Args...)...)
	f.Cause = p.Cause
	return f
}

// Reserved tells whether a word of the language may not be a code.
func Reserved(code string) bool {
	switch strings.ToLower(code) {
	case "and", "or", "not", "in", "if", "else", "let", "true", "false", "nil", "matches", "contains", "startswith", "endswith",
		"min", "max", "abs", "sum", "given", "prev", "same":
		return true
	}
	return false
}

// Condition and Amount parse an expression that has to be true or false, or a
// number. known tells which codes there are.
func Condition(source string, known func(code string) bool) (Node, *Problem) {
	return parse(source, known, true)
}

// Amount is described at Condition.
func Amount(source string, known func(code string) bool) (Node, *Problem) {
	return parse(source, known, false)
}

func parse(source string, known func(code string) bool, condition bool) (Node, *Problem) {
	runes := []rune(source)
	if strings.TrimSpace(source) == "" {
		return Node{}, &Problem{Key: "report.expr_empty"}
	}
	if len(runes) > MaxLength {
		return Node{}, &Problem{From: MaxLength, To: len(runes), Key: "report.expr_long", Args: []any{"most", MaxLength}}
	}
	text, places, bad := rewrite(runes)
	if bad != nil {
		return Node{}, bad
	}
	c := converter{source: runes, text: []rune(text), places: places, known: known}
	tree, err := parser.ParseWithConfig(text, &conf.Config{MaxNodes: 4 * MaxNodes, DisableIfOperator: true,
		Functions: conf.FunctionsTable{"sum": &builtin.Function{Name: "sum"}}})
	if err != nil {
		return Node{}, c.syntax(err)
	}
	n, bad := c.node(tree.Node, 1)
	if bad != nil {
		return Node{}, bad
	}
	if bad := c.wants(tree.Node, n, condition); bad != nil {
		return Node{}, bad
	}
	if size := n.Size(); size > MaxNodes {
		return Node{}, &Problem{To: len(runes), Key: "report.expr_big", Args: []any{"most", MaxNodes}}
	}
	return n, nil
}

// rewrite turns the signs of spreadsheets and of print into the parser's, and
// gives for each character of the result its place in the source. Numbers that
// could be misread are refused: a decimal comma and grouped thousands.
func rewrite(source []rune) (string, []int, *Problem) {
	var out []rune
	var places []int
	put := func(at int, s string) {
		for _, r := range s {
			out, places = append(out, r), append(places, at)
		}
	}
	digit := func(i int) bool { return i >= 0 && i < len(source) && source[i] >= '0' && source[i] <= '9' }
	is := func(i int, set string) bool {
		return i >= 0 && i < len(source) && strings.ContainsRune(set, source[i])
	}
	for i, r := range source {
		switch {
		case r == ',' && digit(i-1) && digit(i+1) && partOfNumber(source, i):
			return "", nil, &Problem{From: i, To: i + 1, Key: "report.expr_comma"}
		case r == '.' && thousands(source, i):
			return "", nil, &Problem{From: i, To: i + 1, Key: "report.expr_thousands"}
		case strings.ContainsRune("\"'`#\\{}[]", r):
			return "", nil, &Problem{From: i, To: i + 1, Key: "report.expr_sign", Args: []any{"text", string(r)}}
		case r == '/' && is(i+1, "/*"):
			return "", nil, &Problem{From: i, To: i + 2, Key: "report.expr_sign", Args: []any{"text", string(source[i : i+2])}}
		case r == '=' && !is(i-1, "=<>!") && !is(i+1, "="):
			put(i, "==")
		case r == '>' && is(i-1, "<"): // of <>, written with its first half
		case r == '<' && is(i+1, ">"):
			put(i, "!=")
		case r == '≤':
			put(i, "<=")
		case r == '≥':
			put(i, ">=")
		case r == '≠':
			put(i, "!=")
		case r == '×' || r == '·':
			put(i, "*")
		case r == '÷' || r == ':' && !slices.Contains(source, '?'):
			put(i, "/")
		case r == '−' || r == '–':
			put(i, "-")
		case r == ';':
			put(i, ",")
		default:
			out, places = append(out, r), append(places, i)
		}
	}
	return string(out), append(places, len(source)), nil
}

// partOfNumber tells whether the digits before a comma are a number of their own, not the end of a code.
func partOfNumber(source []rune, comma int) bool {
	i := comma - 1
	for i >= 0 && source[i] >= '0' && source[i] <= '9' {
		i--
	}
	return i < 0 || !word(source[i])
}

// thousands tells whether the dot stands in a number such as 1.000, which reads as a thousand or as one.
func thousands(source []rune, dot int) bool {
	after := 0
	for i := dot + 1; i < len(source) && source[i] >= '0' && source[i] <= '9'; i++ {
		after++
	}
	i := dot - 1
	for i >= 0 && source[i] >= '0' && source[i] <= '9' {
		i--
	}
	before := dot - 1 - i
	return after == 3 && before >= 1 && before <= 3 && source[i+1] != '0' && (i < 0 || !word(source[i]))
}

func word(r rune) bool {
	return r == '_' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7f
}

type converter struct {
	source []rune
	text   []rune // as the parser got it
	places []int
	known  func(code string) bool
	size   int
}

// place gives a span of the parser's text as a span of the source.
func (c *converter) place(l file.Location) (from, to int) {
	at := func(i int) int { return c.places[max(0, min(i, len(c.places)-1))] }
	from, to = at(l.From), at(l.To)
	return from, max(to, min(from+1, len(c.source)))
}

func (c *converter) refuse(n ast.Node, key string, args ...any) *Problem {
	l := n.Location()
	if m, ok := n.(*ast.MemberNode); ok { // its own place is that of the part after the dot
		l.From = m.Node.Location().From
	}
	from, to := c.place(l)
	return &Problem{From: from, To: to, Key: key, Args: args}
}

// syntax tells the place at which the parser gave up. Its own words are English and for the log.
func (c *converter) syntax(err error) *Problem {
	p := &Problem{Key: "report.expr_syntax", Cause: err}
	var e *file.Error
	if errors.As(err, &e) {
		p.From, p.To = c.place(e.Location)
	}
	rest := strings.TrimSpace(string(c.source[min(p.From, len(c.source)):]))
	if rest == "" || e != nil && strings.HasSuffix(e.Message, "EOF") {
		p.Key = "report.expr_unfinished"
		return p
	}
	if r := []rune(rest); len(r) > 20 {
		rest = string(r[:20]) + "…"
	}
	p.Args = []any{"text", rest}
	return p
}

func (c *converter) wants(at ast.Node, n Node, condition bool) *Problem {
	switch {
	case condition && !n.Condition():
		return c.refuse(at, "report.expr_wants_condition")
	case !condition && n.Condition():
		return c.refuse(at, "report.expr_wants_number")
	}
	return nil
}

// binary gives the operation of a sign between two nodes.
func binary(sign string) (Op, bool) {
	switch sign {
	case "+", "-":
		return Add, true
	case "*":
		return Mul, true
	case "/":
		return Div, true
	case "<":
		return Less, true
	case "<=":
		return AtMost, true
	case "==":
		return Equal, true
	case "!=":
		return Differ, true
	case ">=":
		return AtLast, true
	case ">":
		return More, true
	case "and", "&&":
		return And, true
	case "or", "||":
		return Or, true
	}
	return "", false
}

func (c *converter) node(n ast.Node, depth int) (Node, *Problem) {
	c.size++
	switch {
	case n == nil:
		return Node{}, &Problem{Key: "report.expr_unfinished"}
	case depth > MaxDepth:
		return Node{}, c.refuse(n, "report.expr_deep", "most", MaxDepth)
	case c.size > MaxNodes:
		return Node{}, c.refuse(n, "report.expr_big", "most", MaxNodes)
	}
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return c.number(n)
	case *ast.IdentifierNode, *ast.MemberNode:
		return c.figure(n)
	case *ast.UnaryNode:
		arg, bad := c.node(n.Node, depth+1)
		if bad != nil {
			return Node{}, bad
		}
		switch n.Operator {
		case "-":
			return Node{Op: Neg, Args: []Node{arg}}, c.wants(n.Node, arg, false)
		case "+":
			return arg, c.wants(n.Node, arg, false)
		case "not", "!":
			if bad := c.wants(n.Node, arg, true); bad != nil {
				return Node{}, c.refuse(n, "report.expr_not_brackets")
			}
			return Node{Op: Not, Args: []Node{arg}}, nil
		}
	case *ast.BinaryNode:
		op, ok := binary(n.Operator)
		if !ok {
			return Node{}, c.refuse(n, "report.expr_operator", "text", n.Operator)
		}
		switch op {
		case Add, Mul, And, Or:
			return c.chain(op, n, depth)
		}
		return c.all(op, false, depth, n.Left, n.Right)
	case *ast.ConditionalNode:
		return c.choice(depth, n.Cond, n.Exp1, n.Exp2)
	case *ast.CallNode:
		if name, ok := n.Callee.(*ast.IdentifierNode); ok {
			return c.call(n, name.Value, n.Arguments, depth)
		}
	case *ast.BuiltinNode:
		return c.call(n, n.Name, n.Arguments, depth)
	case *ast.BoolNode, *ast.NilNode:
		return Node{}, c.refuse(n, "report.expr_word", "text", n.String())
	}
	return Node{}, c.refuse(n, "report.expr_outside")
}

// all converts arguments, each of them a condition or a number.
func (c *converter) all(op Op, condition bool, depth int, args ...ast.Node) (Node, *Problem) {
	out := Node{Op: op}
	for _, a := range args {
		n, bad := c.node(a, depth+1)
		if bad != nil {
			return Node{}, bad
		}
		if bad := c.wants(a, n, condition); bad != nil {
			return Node{}, bad
		}
		out.Args = append(out.Args, n)
	}
	return out, nil
}

// chain makes one node of a run such as A + B − C + D, so that long sums stay flat.
func (c *converter) chain(op Op, n *ast.BinaryNode, depth int) (Node, *Problem) {
	type link struct {
		node  ast.Node
		minus bool
	}
	var links []link // last first
	var at ast.Node = n
	for {
		b, ok := at.(*ast.BinaryNode)
		if !ok {
			break
		}
		if same, _ := binary(b.Operator); same != op {
			break
		}
		links = append(links, link{b.Right, b.Operator == "-"})
		at = b.Left
	}
	links = append(links, link{at, false})
	out := Node{Op: op}
	for _, l := range slices.Backward(links) {
		arg, bad := c.node(l.node, depth+1)
		if bad != nil {
			return Node{}, bad
		}
		if bad := c.wants(l.node, arg, op == And || op == Or); bad != nil {
			return Node{}, bad
		}
		if l.minus {
			arg = Node{Op: Neg, Args: []Node{arg}}
		}
		out.Args = append(out.Args, arg)
	}
	return out, nil
}

func (c *converter) choice(depth int, args ...ast.Node) (Node, *Problem) {
	out := Node{Op: If}
	for i, a := range args {
		n, bad := c.node(a, depth+1)
		if bad != nil {
			return Node{}, bad
		}
		condition := i == 0
		if i == 2 {
			condition = out.Args[1].Condition()
		}
		if i != 1 {
			if bad := c.wants(a, n, condition); bad != nil {
				return Node{}, bad
			}
		}
		out.Args = append(out.Args, n)
	}
	return out, nil
}

func (c *converter) call(at ast.Node, name string, args []ast.Node, depth int) (Node, *Problem) {
	least, most := 1, 1
	op := Op(strings.ToLower(name))
	switch op {
	case Min, Max, Sum:
		most = MaxArgs
	case Abs, Given, Prev, Same:
	case If:
		least, most = 3, 3
	default:
		return Node{}, c.refuse(at, "report.expr_function", "text", name)
	}
	if len(args) < least || len(args) > most {
		return Node{}, c.refuse(at, "report.expr_arguments", "text", name, "least", least, "most", most)
	}
	switch op {
	case If:
		return c.choice(depth, args...)
	case Prev, Same:
		n, bad := c.figure(args[0])
		if bad == nil {
			n.Op = op
		}
		return n, bad
	}
	return c.all(op, false, depth, args...)
}

// figure converts the code of a figure: "A1", or "T1.count" for a part.
func (c *converter) figure(n ast.Node) (Node, *Problem) {
	var code string
	switch n := n.(type) {
	case *ast.IdentifierNode:
		code = n.Value
	case *ast.MemberNode:
		whole, ok := n.Node.(*ast.IdentifierNode)
		part, named := n.Property.(*ast.StringNode)
		if !ok || !named || n.Optional {
			return Node{}, c.refuse(n, "report.expr_outside")
		}
		code = whole.Value + "." + part.Value
	default:
		return Node{}, c.refuse(n, "report.expr_wants_code")
	}
	if c.known != nil && !c.known(code) {
		return Node{}, c.refuse(n, "report.expr_unknown", "code", code)
	}
	return Node{Op: Figure, Code: code}, nil
}

var decimal = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,6})?$`)

// number takes a number as it is written: the parser's own is a float.
func (c *converter) number(n ast.Node) (Node, *Problem) {
	l := n.Location()
	text := string(c.text[max(0, min(l.From, len(c.text))):max(0, min(l.To, len(c.text)))])
	if !decimal.MatchString(text) {
		return Node{}, c.refuse(n, "report.expr_number", "text", text)
	}
	return Node{Op: Number, Num: text}, nil
}
