package expression

// Op is what a node does.
type Op string

// The operations. Num and Code hold the leaves; all others work on Args.
const (
	Number Op = "num"
	Figure Op = "fig"  // of this report
	Prev   Op = "prev" // of the period before
	Same   Op = "same" // of the same period last year
	Given  Op = "given"
	Neg    Op = "neg"
	Add    Op = "add" // of two or more; a difference adds what is negated
	Mul    Op = "mul"
	Div    Op = "div"
	Less   Op = "lt"
	AtMost Op = "le"
	Equal  Op = "eq"
	Differ Op = "ne"
	AtLast Op = "ge"
	More   Op = "gt"
	And    Op = "and" // of two or more, as or
	Or     Op = "or"
	Not    Op = "not"
	Min    Op = "min"
	Max    Op = "max"
	Abs    Op = "abs"
	Sum    Op = "sum"
	If     Op = "if"
)

// Node is one node of a tree.
type Node struct {
	Op   Op     `json:"op"`
	Num  string `json:"num,omitempty"`  // decimal: "1.5"
	Code string `json:"code,omitempty"` // of a figure
	Args []Node `json:"args,omitempty"`
}

// Bounds of an expression.
const (
	MaxLength = 500 // characters
	MaxNodes  = 120
	MaxDepth  = 20
	MaxArgs   = 30
)

// Condition tells whether the node is true or false, not a number.
func (n Node) Condition() bool {
	switch n.Op {
	case Given, Less, AtMost, Equal, Differ, AtLast, More, And, Or, Not:
		return true
	case If:
		return n.Args[1].Condition()
	}
	return false
}

// walk visits every node; optional says that it stands under given.
func (n Node) walk(optional bool, visit func(n Node, optional bool)) {
	visit(n, optional)
	for _, a := range n.Args {
		a.walk(optional || n.Op == Given, visit)
	}
}

// Size counts the nodes.
func (n Node) Size() int {
	size := 0
	n.walk(false, func(Node, bool) { size++ })
	return size
}

// Depth is the number of levels, 1 for a leaf.
func (n Node) Depth() int {
	deepest := 0
	for _, a := range n.Args {
		deepest = max(deepest, a.Depth())
	}
	return deepest + 1
}

// Codes lists the figures of this report that the node reads, each once, in order.
func (n Node) Codes() []string {
	var list []string
	seen := map[string]bool{}
	n.walk(false, func(n Node, _ bool) {
		if n.Op == Figure && !seen[n.Code] {
			seen[n.Code] = true
			list = append(list, n.Code)
		}
	})
	return list
}

// Needs lists the figures without which there is no result in general: those
// that the node does not ask about with given.
func (n Node) Needs() []string {
	optional := map[string]bool{}
	n.walk(false, func(n Node, under bool) {
		if n.Op == Figure && under {
			optional[n.Code] = true
		}
	})
	var list []string
	for _, code := range n.Codes() {
		if !optional[code] {
			list = append(list, code)
		}
	}
	return list
}

// Past tells whether the node reads earlier reports.
func (n Node) Past() bool {
	past := false
	n.walk(false, func(n Node, _ bool) { past = past || n.Op == Prev || n.Op == Same })
	return past
}

// Expand puts trees in the place of figures: with gives what stands for a
// figure of this report (Figure) or of an earlier one (Prev, Same), false for
// one that stands for itself.
func (n Node) Expand(with func(op Op, code string) (Node, bool)) Node {
	switch n.Op {
	case Figure, Prev, Same:
		if tree, ok := with(n.Op, n.Code); ok {
			return tree
		}
		return n
	}
	if len(n.Args) == 0 {
		return n
	}
	args := make([]Node, len(n.Args))
	for i, a := range n.Args {
		args[i] = a.Expand(with)
	}
	n.Args = args
	return n
}

// Earlier is the same tree read out of an earlier report. False: it reads earlier reports itself.
func (n Node) Earlier(op Op) (Node, bool) {
	if n.Past() {
		return Node{}, false
	}
	return n.Expand(func(_ Op, code string) (Node, bool) { return Node{Op: op, Code: code}, true }), true
}
