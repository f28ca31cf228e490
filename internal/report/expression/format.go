package expression

import "strings"

// sign is how an operation between two nodes is printed.
func sign(op Op) string {
	switch op {
	case Div:
		return "÷"
	case Less:
		return "<"
	case AtMost:
		return "≤"
	case Equal:
		return "="
	case Differ:
		return "≠"
	case AtLast:
		return "≥"
	}
	return ">"
}

// Words are the words of a language in which a tree is read back.
type Words struct {
	Name             func(code string) string
	Prev, Same       string // "{x} kỳ trước"
	Given            string // "đã có {x}"
	And, Or, Not     string // "và", "hoặc", "không phải ({x})"
	If               string // "nếu {a} thì {b}, còn lại {c}"
	Min, Max, Abs    string // "số nhỏ nhất của {x}"
	Sum              string
	Decimal, Between string // decimal sign, and what stands between arguments
}

func rank(op Op) int {
	switch op {
	case If:
		return 0
	case Or:
		return 1
	case And:
		return 2
	case Less, AtMost, Equal, Differ, AtLast, More:
		return 4
	case Add:
		return 5
	case Mul, Div:
		return 6
	case Neg:
		return 7
	}
	return 9
}

// Read writes a tree as a reader says it, figures by name.
func (n Node) Read(w Words) string {
	one := func(a Node, least int) string {
		s := a.Read(w)
		if rank(a.Op) < least {
			return "(" + s + ")"
		}
		return s
	}
	put := func(pattern string, a Node) string { return strings.ReplaceAll(pattern, "{x}", a.Read(w)) }
	list := func(pattern string) string {
		return strings.ReplaceAll(pattern, "{x}", strings.Join(each(n.Args, func(a Node) string { return a.Read(w) }), w.Between))
	}
	switch n.Op {
	case Number:
		return strings.Replace(n.Num, ".", w.Decimal, 1)
	case Figure:
		return w.Name(n.Code)
	case Prev:
		return strings.ReplaceAll(w.Prev, "{x}", w.Name(n.Code))
	case Same:
		return strings.ReplaceAll(w.Same, "{x}", w.Name(n.Code))
	case Given:
		return put(w.Given, n.Args[0])
	case Not:
		return put(w.Not, n.Args[0])
	case Neg:
		return "−" + one(n.Args[0], 8)
	case Abs:
		return put(w.Abs, n.Args[0])
	case Min:
		return list(w.Min)
	case Max:
		return list(w.Max)
	case Sum:
		return list(w.Sum)
	case If:
		return strings.NewReplacer("{a}", n.Args[0].Read(w), "{b}", n.Args[1].Read(w), "{c}", n.Args[2].Read(w)).Replace(w.If)
	case And:
		return strings.Join(each(n.Args, func(a Node) string { return one(a, 3) }), " "+w.And+" ")
	case Or:
		return strings.Join(each(n.Args, func(a Node) string { return one(a, 2) }), " "+w.Or+" ")
	case Mul:
		return strings.Join(each(n.Args, func(a Node) string { return one(a, 7) }), " × ")
	case Add:
		text := one(n.Args[0], 5)
		for _, a := range n.Args[1:] {
			if a.Op == Neg {
				text += " − " + one(a.Args[0], 6)
			} else {
				text += " + " + one(a, 6)
			}
		}
		return text
	}
	r := rank(n.Op)
	return one(n.Args[0], r) + " " + sign(n.Op) + " " + one(n.Args[1], r+1)
}

func each(args []Node, text func(Node) string) []string {
	list := make([]string, len(args))
	for i, a := range args {
		list[i] = text(a)
	}
	return list
}
