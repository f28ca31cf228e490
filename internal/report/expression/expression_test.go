package expression

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/big"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the trees of testdata/cases.json anew")

// evaluation is one case of the table that the browser is held to as well.
type evaluation struct {
	Expr    string            `json:"expr"`
	Figures map[string]string `json:"figures"`
	Prev    map[string]string `json:"prev,omitempty"`
	Same    map[string]string `json:"same,omitempty"`
	Want    any               `json:"want"`
	Tree    *Node             `json:"tree"`
}

func (e evaluation) look(op Op, code string) (*big.Rat, bool) {
	text, ok := map[Op]map[string]string{Figure: e.Figures, Prev: e.Prev, Same: e.Same}[op][code]
	if !ok {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// result is a number as a fraction, true, false, or nil for no figure.
func (e evaluation) result(n Node) any {
	if n.Condition() {
		if holds, known := n.Holds(e.look); known {
			return holds
		}
		return nil
	}
	if v, ok := n.Amount(e.look); ok {
		return v.RatString()
	}
	return nil
}

func parseAny(source string, known func(string) bool) (Node, *Problem) {
	n, bad := Amount(source, known)
	if bad != nil && bad.Key == "report.expr_wants_number" {
		return Condition(source, known)
	}
	return n, bad
}

// The browser walks the same trees: internal/web/assets/ts/expression.test.mjs.
func TestTableOfCases(t *testing.T) {
	body, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []evaluation
	if err := json.Unmarshal(body, &cases); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for i, c := range cases {
		n, bad := parseAny(c.Expr, nil)
		if bad != nil {
			t.Errorf("%s: %v", c.Expr, bad)
			continue
		}
		if got := c.result(n); !reflect.DeepEqual(got, c.Want) {
			t.Errorf("%s of %v: %v, want %v", c.Expr, c.Figures, got, c.Want)
		}
		if !*update && (c.Tree == nil || !reflect.DeepEqual(*c.Tree, n)) {
			t.Errorf("%s: the tree in testdata/cases.json is not what the parser gives; run this test with -update", c.Expr)
		}
		cases[i].Tree = &n
		line, err := marshal(cases[i])
		if err != nil {
			t.Fatal(err)
		}
		out.WriteString(map[bool]string{true: "[\n", false: ",\n"}[i == 0] + line)
	}
	if *update {
		if err := os.WriteFile("testdata/cases.json", []byte(out.String()+"\n]\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func marshal(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return strings.TrimSpace(b.String()), err
}

func TestRefusalsNameThePlace(t *testing.T) {
	known := func(code string) bool { return strings.HasPrefix(code, "A") || code == "T1.count" }
	for _, row := range []struct {
		source, key, at string // at: what stands at the place
	}{
		{"", "report.expr_empty", ""},
		{"A1 +", "report.expr_unfinished", ""},
		{"(A1", "report.expr_unfinished", ""},
		{"A1 + * A2", "report.expr_syntax", "*"},
		{"A1 A2", "report.expr_syntax", "A2"},
		{"A1 + B7 * 2", "report.expr_unknown", "B7"},
		{"A1 + T1.cost", "report.expr_unknown", "T1.cost"},
		{"A1 ≤ 2 and B7 = 1", "report.expr_unknown", "B7"},
		{"A1 + 1,5", "report.expr_comma", ","},
		{"A1 > 1.000", "report.expr_thousands", "."},
		{"A1 > 12.500 + 3", "report.expr_thousands", "."},
		{`A1 = "x"`, "report.expr_sign", `"`},
		{"A1 // rest", "report.expr_sign", "//"},
		{"A1 % 2", "report.expr_operator", "%"},
		{"A1 ^ 2", "report.expr_operator", "^"},
		{"A1 ** 2", "report.expr_operator", "**"},
		{"A1 ?? 2", "report.expr_operator", "??"},
		{"A1 in A2", "report.expr_operator", "in"},
		{"[1, 2]", "report.expr_sign", "["},
		{"{a: 1}", "report.expr_sign", "{"},
		{"A1[0]", "report.expr_sign", "["},
		{"A1?.b", "report.expr_outside", "b"},
		{"A1.b.c", "report.expr_outside", "b"},
		{"A1.b()", "report.expr_outside", "b"},
		{"let x = 1; x + A1", "report.expr_syntax", "="},
		{"A1 + nil", "report.expr_word", "nil"},
		{"true", "report.expr_word", "true"},
		{"now()", "report.expr_function", "now"},
		{"len(A1)", "report.expr_function", "len"},
		{"map(A1, A2)", "report.expr_function", "map"},
		{"abs(A1, A2)", "report.expr_arguments", "abs"},
		{"min()", "report.expr_arguments", "min"},
		{"if(A1 > 1, 2)", "report.expr_arguments", "if"},
		{"prev(A1 + 1)", "report.expr_wants_code", "+"},
		{"prev(5)", "report.expr_wants_code", "5"},
		{"A1 > 1 + (A2 > 1)", "report.expr_wants_number", ">"},
		{"not A1 > 5", "report.expr_not_brackets", "not"},
		{"A1 and A2 > 1", "report.expr_wants_condition", "A1"},
		{"if(A1, 1, 2)", "report.expr_wants_condition", "A1"},
		{"if(A1 > 1, A2, A1 > 2)", "report.expr_wants_number", ">"},
		{"0x10", "report.expr_number", "0x10"},
		{"1e9", "report.expr_number", "1e9"},
		{"1234567890123", "report.expr_number", "1234567890123"},
		{"0.1234567", "report.expr_number", "0.1234567"},
		{strings.Repeat("A1+", 130) + "A1", "report.expr_big", ""},
		{strings.Repeat("-", 30) + "A1", "report.expr_deep", ""},
		{strings.Repeat("(", 200) + "A1" + strings.Repeat(")", 200) + " +", "report.expr_unfinished", ""},
		{strings.Repeat("A", MaxLength+1), "report.expr_long", ""},
	} {
		_, bad := parseAny(row.source, known)
		if bad == nil || bad.Key != row.key {
			t.Errorf("%q: %v, want %s", row.source, bad, row.key)
			continue
		}
		if at := string([]rune(row.source)[min(bad.From, len([]rune(row.source))):]); row.at != "" && !strings.HasPrefix(at, row.at) {
			t.Errorf("%q: the place is %q, want %q", row.source, at, row.at)
		}
	}
}

func TestAFormulaIsANumberAndACheckACondition(t *testing.T) {
	if _, bad := Amount("A1 > 1", nil); bad == nil || bad.Key != "report.expr_wants_number" {
		t.Errorf("formula: %v", bad)
	}
	if _, bad := Condition("A1 + 1", nil); bad == nil || bad.Key != "report.expr_wants_condition" {
		t.Errorf("check: %v", bad)
	}
}

func TestExpandNeedsAndPast(t *testing.T) {
	rate, _ := Amount("100 * C2 / C1", nil)
	n, _ := Amount("if(given(B1), B1, 0) + F3 + prev(F3)", nil)
	all := n.Expand(func(op Op, code string) (Node, bool) { return rate, op == Figure && code == "F3" })
	if got := strings.Join(all.Codes(), " "); got != "B1 C2 C1" {
		t.Errorf("codes %s", got)
	}
	if got := strings.Join(all.Needs(), " "); got != "C2 C1" {
		t.Errorf("needs %s", got)
	}
	if before, ok := rate.Earlier(Prev); !ok || !before.Past() || len(before.Codes()) != 0 {
		t.Errorf("%+v", before)
	}
	if _, ok := all.Earlier(Same); ok {
		t.Error("what reads an earlier report is read out of one")
	}
	if !all.Past() || rate.Past() {
		t.Error("which node reads earlier reports")
	}
}

func TestReadBackInWords(t *testing.T) {
	w := Words{Name: func(code string) string { return "«" + code + "»" }, Prev: "{x} kỳ trước", Same: "{x} cùng kỳ", Given: "đã có {x}", And: "và", Or: "hoặc", Not: "không phải ({x})",
		If: "nếu {a} thì {b}, còn lại {c}", Min: "số nhỏ nhất của ({x})", Max: "số lớn nhất của ({x})", Abs: "độ lớn của ({x})", Sum: "tổng của ({x})", Decimal: ",", Between: "; "}
	for source, want := range map[string]string{
		"A1+A2*2.5":                            "«A1» + «A2» × 2,5",
		"(A1+A2)*2":                            "(«A1» + «A2») × 2",
		"A1-(A2-A3)":                           "«A1» − («A2» − «A3»)",
		"A1-A2-A3":                             "«A1» − «A2» − «A3»",
		"A1/(A2*A3)":                           "«A1» ÷ («A2» × «A3»)",
		"-(A1+A2)":                             "−(«A1» + «A2»)",
		"A1 <= prev(A1) and not (same(A1)=0)":  "«A1» ≤ «A1» kỳ trước và không phải («A1» cùng kỳ = 0)",
		"A1>1 and (A2>1 or A3>1)":              "«A1» > 1 và («A2» > 1 hoặc «A3» > 1)",
		"if(given(A1), min(A1,2), sum(A2,A3))": "nếu đã có «A1» thì số nhỏ nhất của («A1»; 2), còn lại tổng của («A2»; «A3»)",
	} {
		n, bad := parseAny(source, nil)
		if bad != nil {
			t.Fatal(bad)
		}
		if got := n.Read(w); got != want {
			t.Errorf("%s: %s, want %s", source, got, want)
		}
	}
}

func TestFixedRoundsHalvesAwayFromZero(t *testing.T) {
	for _, row := range []struct {
		v     string
		scale int
		want  int64
		ok    bool
	}{
		{"1/2", 0, 1, true}, {"-1/2", 0, -1, true}, {"1/3", 1, 3, true}, {"2/3", 1, 7, true}, {"-2/3", 1, -7, true}, {"0", 3, 0, true},
		{"9000000000000000", 0, 9_000_000_000_000_000, true}, {"9000000000000001", 0, 0, false}, {"1000000000000", 6, 0, false},
	} {
		v, _ := new(big.Rat).SetString(row.v)
		if got, ok := Fixed(v, row.scale); got != row.want || ok != row.ok {
			t.Errorf("%s at %d: %d %v", row.v, row.scale, got, ok)
		}
	}
	if got := OfFixed(442, 1).RatString(); got != "221/5" {
		t.Error(got)
	}
}

// randomTree makes a source out of the language, a number or a condition.
func randomSource(r *rand.Rand, condition bool, depth int) string {
	number := func() string { return randomSource(r, false, depth-1) }
	truth := func() string { return randomSource(r, true, depth-1) }
	if condition {
		if depth <= 0 {
			return "given(A1)"
		}
		switch r.IntN(6) {
		case 0:
			return "(" + truth() + " and " + truth() + ")"
		case 1:
			return "(" + truth() + " or " + truth() + ")"
		case 2:
			return "not (" + truth() + ")"
		case 3:
			return "given(" + number() + ")"
		case 4:
			return "if(" + truth() + ", " + truth() + ", " + truth() + ")"
		}
		return "(" + number() + []string{" < ", " <= ", " = ", " <> ", " >= ", " > "}[r.IntN(6)] + number() + ")"
	}
	if depth <= 0 {
		return []string{"A1", "A2", "A3", "A9", "0", "1", "2.5", "prev(A1)", "same(A9)"}[r.IntN(9)]
	}
	switch r.IntN(9) {
	case 0:
		return "-(" + number() + ")"
	case 1:
		return "abs(" + number() + ")"
	case 2:
		return "min(" + number() + ", " + number() + ")"
	case 3:
		return "max(" + number() + "; " + number() + ")"
	case 4:
		return "sum(" + number() + ", " + number() + ")"
	case 5:
		return "if(" + truth() + ", " + number() + ", " + number() + ")"
	}
	return "(" + number() + []string{" + ", " - ", " * ", " / "}[r.IntN(4)] + number() + ")"
}

func TestPropertiesOfEvaluation(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	full := evaluation{Figures: map[string]string{"A1": "3", "A2": "0", "A3": "-7/2"}, Prev: map[string]string{"A1": "2"}}
	for range 3000 {
		source := randomSource(r, r.IntN(2) == 0, r.IntN(4))
		n, bad := parseAny(source, nil)
		if bad != nil {
			if bad.Key == "report.expr_big" || bad.Key == "report.expr_long" || bad.Key == "report.expr_deep" {
				continue
			}
			t.Fatalf("%s: %v", source, bad)
		}
		// A tree survives JSON.
		body, _ := json.Marshal(n)
		var back Node
		if err := json.Unmarshal(body, &back); err != nil || !reflect.DeepEqual(n, back) {
			t.Fatalf("%s: %v", source, err)
		}
		// The same twice is the same: nothing is kept between.
		first, again := full.result(n), full.result(back)
		if !reflect.DeepEqual(first, again) {
			t.Fatalf("%s: %v, then %v", source, first, again)
		}
		// A condition that holds with figures missing still holds when they come, unless it asks what is given.
		asks := strings.Contains(source, "given")
		if n.Condition() && !asks && first != nil {
			more := full
			more.Figures = map[string]string{"A1": "3", "A2": "0", "A3": "-7/2", "A9": "5"}
			more.Same = map[string]string{"A9": "1"}
			if now := more.result(n); now != first {
				t.Fatalf("%s: %v, and with more figures %v", source, first, now)
			}
		}
		// Negation turns what is known, and keeps what is not.
		if n.Condition() {
			not := full.result(Node{Op: Not, Args: []Node{n}})
			if first == nil && not != nil || first != nil && not != !first.(bool) {
				t.Fatalf("not of %v is %v", first, not)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"A1 + 2", "if(A1 > 1; 2; 3)", "prev(A1) <> 3", "T1.count ≤ 1.5", "((((", "1,5", "1.000", "a ? b : c : d", "x | abs()", "'\\u", "{a: b}", "…", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		n, bad := parseAny(source, nil)
		if bad != nil {
			length := len([]rune(source))
			if bad.Key == "" || bad.From < 0 || bad.From > length || bad.To > length {
				t.Fatalf("%q: %+v", source, bad)
			}
			return
		}
		if n.Size() > MaxNodes || n.Depth() > MaxDepth+1 {
			t.Fatalf("%q: %d nodes, %d deep", source, n.Size(), n.Depth())
		}
		none := func(Op, string) (*big.Rat, bool) { return big.NewRat(7, 3), true }
		if n.Condition() {
			n.Holds(none)
		} else if v, ok := n.Amount(none); ok {
			Fixed(v, 6)
		}
		_ = n.Read(Words{Name: func(code string) string { return code }})
	})
}
