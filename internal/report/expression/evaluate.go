package expression

import "math/big"

// Lookup gives a figure: op is Figure, Prev or Same. False: there is none.
type Lookup func(op Op, code string) (*big.Rat, bool)

// Amount computes a number; false is "no figure".
func (n Node) Amount(look Lookup) (*big.Rat, bool) {
	switch n.Op {
	case Number:
		return new(big.Rat).SetString(n.Num)
	case Figure, Prev, Same:
		return look(n.Op, n.Code)
	case If:
		holds, known := n.Args[0].Holds(look)
		switch {
		case !known:
			return nil, false
		case holds:
			return n.Args[1].Amount(look)
		}
		return n.Args[2].Amount(look)
	}
	args := make([]*big.Rat, len(n.Args))
	for i, a := range n.Args {
		v, ok := a.Amount(look)
		if !ok {
			return nil, false
		}
		args[i] = v
	}
	out := new(big.Rat)
	switch n.Op {
	case Neg:
		return out.Neg(args[0]), true
	case Abs:
		return out.Abs(args[0]), true
	case Mul:
		out.SetInt64(1)
		for _, v := range args {
			out.Mul(out, v)
		}
		return out, true
	case Div:
		if args[1].Sign() == 0 {
			return nil, false
		}
		return out.Quo(args[0], args[1]), true
	case Add, Sum:
		for _, v := range args {
			out.Add(out, v)
		}
		return out, true
	case Min, Max:
		out.Set(args[0])
		for _, v := range args[1:] {
			if c := v.Cmp(out); c < 0 && n.Op == Min || c > 0 && n.Op == Max {
				out.Set(v)
			}
		}
		return out, true
	}
	return nil, false
}

// Holds judges a condition; known is false where a figure is missing that it needs.
func (n Node) Holds(look Lookup) (holds, known bool) {
	switch n.Op {
	case Given:
		_, ok := n.Args[0].Amount(look)
		return ok, true
	case Not:
		holds, known = n.Args[0].Holds(look)
		return known && !holds, known
	case And, Or:
		decides := n.Op == Or // what decides by itself
		known = true
		for _, a := range n.Args {
			one, has := a.Holds(look)
			if has && one == decides {
				return decides, true
			}
			known = known && has
		}
		return known && !decides, known
	case If:
		holds, known = n.Args[0].Holds(look)
		switch {
		case !known:
			return false, false
		case holds:
			return n.Args[1].Holds(look)
		}
		return n.Args[2].Holds(look)
	}
	a, okA := n.Args[0].Amount(look)
	b, okB := n.Args[1].Amount(look)
	if !okA || !okB {
		return false, false
	}
	c := a.Cmp(b)
	switch n.Op {
	case Less:
		return c < 0, true
	case AtMost:
		return c <= 0, true
	case Equal:
		return c == 0, true
	case Differ:
		return c != 0, true
	case AtLast:
		return c >= 0, true
	case More:
		return c > 0, true
	}
	return false, false
}

// largest is the largest figure that a formula gives: whole numbers up to it are exact in a browser too.
const largest = 9_000_000_000_000_000

// Fixed rounds to a figure in fixed point, halves away from zero. False where it is too large to be one.
func Fixed(v *big.Rat, scale int) (int64, bool) {
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	num := new(big.Int).Mul(v.Num(), power)
	negative := num.Sign() < 0
	num.Abs(num).Lsh(num, 1).Add(num, v.Denom())
	num.Quo(num, new(big.Int).Lsh(v.Denom(), 1))
	if !num.IsInt64() || num.Int64() > largest {
		return 0, false
	}
	if negative {
		return -num.Int64(), true
	}
	return num.Int64(), true
}

// OfFixed gives a figure in fixed point as a number.
func OfFixed(n int64, scale int) *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(n), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil))
}
