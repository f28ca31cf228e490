package i18n

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"
)

// sharedCase is one line of testdata/cases.json, the table that package when
// and the page scripts (web/assets/ts/text.ts) are held to as well.
type sharedCase struct {
	Fn    string            `json:"fn"`
	Args  []json.RawMessage `json:"args"`
	Want  json.RawMessage   `json:"want"`
	Error string            `json:"error"`
}

func (c sharedCase) arg(t *testing.T, i int, into any) {
	t.Helper()
	if err := json.Unmarshal(c.Args[i], into); err != nil {
		t.Fatal(err)
	}
}

func (c sharedCase) text(t *testing.T, i int) (s string) { c.arg(t, i, &s); return s }
func (c sharedCase) whole(t *testing.T, i int) (n int64) { c.arg(t, i, &n); return n }

func TestSharedCases(t *testing.T) {
	raw, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []sharedCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, c := range cases {
		got, err, known := run(t, c)
		if !known {
			continue // a case of package when
		}
		ran++
		name := c.Fn + " " + string(mustJSON(t, c.Args))
		if key := errorKey(err); key != c.Error {
			t.Errorf("%s: error %q, want %q", name, key, c.Error)
			continue
		}
		if c.Error != "" {
			continue
		}
		if have := mustJSON(t, got); !sameJSON(t, have, c.Want) {
			t.Errorf("%s = %s, want %s", name, have, c.Want)
		}
	}
	if ran < 150 {
		t.Errorf("only %d cases were recognised", ran)
	}
}

func run(t *testing.T, c sharedCase) (got any, err error, known bool) {
	switch c.Fn {
	case "fold":
		return Fold(c.text(t, 0)), nil, true
	case "expands":
		return slices.Contains(Expand(Fold(c.text(t, 0))), c.text(t, 1)), nil, true
	case "sorted":
		var list []string
		c.arg(t, 0, &list)
		sort.SliceStable(list, func(i, j int) bool { return SortKey(list[i]) < SortKey(list[j]) })
		return list, nil, true
	case "sortKey":
		return SortKey(c.text(t, 0)), nil, true
	case "sameKey":
		return SortKey(c.text(t, 0)) == SortKey(c.text(t, 1)), nil, true
	case "int":
		return Int(Lang(c.text(t, 0)), c.whole(t, 1)), nil, true
	case "fixed":
		return Fixed(Lang(c.text(t, 0)), c.whole(t, 1), int(c.whole(t, 2))), nil, true
	case "percent":
		s, _ := Percent(Lang(c.text(t, 0)), c.whole(t, 1), c.whole(t, 2), int(c.whole(t, 3)))
		return s, nil, true
	case "quotient":
		n, _ := Quotient(c.whole(t, 0), c.whole(t, 1), int(c.whole(t, 2)))
		return n, nil, true
	case "parseInt":
		n, err := ParseInt(c.text(t, 0))
		return n, err, true
	case "parseFixed":
		n, err := ParseFixed(c.text(t, 0), int(c.whole(t, 1)))
		return n, err, true
	case "initials":
		return Initials(c.text(t, 0)), nil, true
	}
	return nil, nil, false
}

func errorKey(err error) string {
	var refused *NumberError
	if errors.As(err, &refused) {
		return refused.Key
	}
	return ""
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		t.Fatalf("not JSON: %s, %s", a, b)
	}
	return string(mustJSON(t, x)) == string(mustJSON(t, y))
}

func TestEveryRefusalHasItsText(t *testing.T) {
	texts := TextMessages()
	for _, key := range []string{KeyNotNumber, KeyBadGroups, KeyTooLarge, KeyNotWhole, KeyTooManyDecimals} {
		text, ok := texts[key]
		if !ok || !strings.Contains(text.VI, "{text}") || !strings.Contains(text.EN, "{text}") {
			t.Errorf("%s has no full text", key)
		}
	}
}

func TestNumbersAtTheEdgeRoundTrip(t *testing.T) {
	for _, n := range []int64{0, 1, -1, 999, 1000, -1000, 999999, 1000000, math.MaxInt64, math.MinInt64} {
		for _, lang := range []Lang{VI, EN} {
			if back, err := ParseInt(Int(lang, n)); err != nil || back != n {
				t.Errorf("%s: %s reads back as %d, %v", lang, Int(lang, n), back, err)
			}
		}
		for scale := 1; scale <= 2; scale++ {
			for _, lang := range []Lang{VI, EN} {
				if back, err := ParseFixed(Fixed(lang, n, scale), scale); err != nil || back != n {
					t.Errorf("%s at %d reads back as %d, %v", Fixed(lang, n, scale), scale, back, err)
				}
			}
		}
	}
}

func TestQuotientRefuses(t *testing.T) {
	for _, c := range []struct {
		num, den int64
		decimals int
	}{{1, 0, 1}, {math.MaxInt64, 1, 1}, {1, 2, -1}, {1, 2, 19}} {
		if _, ok := Quotient(c.num, c.den, c.decimals); ok {
			t.Errorf("Quotient(%d, %d, %d) was given", c.num, c.den, c.decimals)
		}
	}
	if n, ok := Quotient(math.MinInt64, -1, 0); ok {
		t.Errorf("a result beyond int64 was given: %d", n)
	}
	if n, ok := Quotient(math.MaxInt64, math.MaxInt64, 18); !ok || n != 1e18 {
		t.Errorf("1 at 18 decimals = %d, %v", n, ok)
	}
}

// The half is always away from zero, checked against the definition.
func TestQuotientRoundsHalfUp(t *testing.T) {
	for den := int64(1); den <= 40; den++ {
		for num := int64(0); num <= 80; num++ {
			q, ok := Quotient(num, den, 1)
			if !ok || 2*num*10 < (2*q-1)*den || 2*num*10 >= (2*q+1)*den {
				t.Fatalf("Quotient(%d, %d, 1) = %d", num, den, q)
			}
			if minus, _ := Quotient(-num, den, 1); minus != -q {
				t.Fatalf("Quotient(%d, %d, 1) = %d, want %d", -num, den, minus, -q)
			}
		}
	}
}

func TestExpandIsBoundedAndBeginsWithTheQuery(t *testing.T) {
	q := Fold(strings.Repeat("UBND HĐND Quốc hội Trung ương nghị quyết ", 5))
	got := Expand(q)
	if len(got) > maxAlternatives || got[0] != q {
		t.Errorf("%d alternatives, first %q", len(got), got[0])
	}
	if Expand("") != nil {
		t.Error("an empty query has no alternatives")
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Khoá XV", "nhiệm kì 2021 -2026", "Ổ Ẩ Ộ Ữ ỵ", "\xff\xfe", "İstanbul ΣΑΣ ǆ K", "- - 1 - -2", "1 -- 2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, again %q", s, once, twice)
		}
		if !utf8.ValidString(once) {
			t.Errorf("Fold(%q) is not UTF-8", s)
		}
		Expand(once)
		Initials(s)
		for _, c := range SortKey(s) {
			if (c < '0' || c > '9') && (c < 'a' || c > 'z') {
				t.Errorf("SortKey(%q) holds %q", s, c)
			}
		}
	})
}

func FuzzParseInt(f *testing.F) {
	for _, s := range []string{"1.439", "1 439", "1,439", "99,67", "1.43.9", "-5", "1e309", "−12", "9223372036854775808"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := ParseInt(s); err == nil {
			if back, err := ParseInt(Int(VI, n)); err != nil || back != n {
				t.Errorf("%q is %d, written %q, read back %d, %v", s, n, Int(VI, n), back, err)
			}
		} else if errorKey(err) == "" {
			t.Errorf("ParseInt(%q): %v has no key", s, err)
		}
		if n, err := ParseFixed(s, 2); err == nil {
			if back, err := ParseFixed(Fixed(VI, n, 2), 2); err != nil || back != n {
				t.Errorf("%q is %d, read back %d, %v", s, n, back, err)
			}
		}
	})
}

// A word follows its number; what is not closed, or of a number that is not given, stays as it is.
func TestWordsFollowTheirNumbers(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"{n} {n:unit|units}", 1, "1 unit"},
		{"{n} {n:unit|units}", 1000, "1,000 units"},
		{"{n} {n:unit has|units have} not filed, {n:it is|they are} late", 1, "1 unit has not filed, it is late"},
		{"{n} {m:unit|units}", 1, "1 {m:unit|units}"},
		{"{n} {n:unit", 1, "1 {n:unit"},
	} {
		if got := Fill(EN, c.text, "n", c.n); got != c.want {
			t.Errorf("%q with %d: %q, want %q", c.text, c.n, got, c.want)
		}
	}
	if names := Placeholders("{n} {n:unit|units} of {unit}"); len(names) != 2 {
		t.Errorf("names %v", names)
	}
}

func TestAnOrganisationSaysTextsItsOwnWay(t *testing.T) {
	c, err := New(Messages{"a.b": {VI: "Chào {name}", EN: "Hello {name}"}, "a.c": {VI: "Giữ nguyên", EN: "Kept"}})
	if err != nil {
		t.Fatal(err)
	}
	own, err := c.With(Messages{"a.b": {VI: "Kính chào {name}"}})
	if err != nil || own.T(VI, "a.b", "name", "Lan") != "Kính chào Lan" || own.T(EN, "a.b", "name", "Lan") != "Kính chào Lan" || own.T(EN, "a.c") != "Kept" {
		t.Errorf("%v: %q", err, own.T(VI, "a.b", "name", "Lan"))
	}
	if c.T(EN, "a.b", "name", "Lan") != "Hello Lan" {
		t.Error("the program's own texts changed")
	}
	for what, wrong := range map[string]Messages{
		"no such text":      {"a.z": {VI: "x"}},
		"another argument":  {"a.b": {VI: "Chào {unit}"}},
		"nothing at all":    {"a.c": {}},
		"argument lost":     {"a.b": {VI: "Chào"}},
		"English forgot it": {"a.b": {VI: "Chào {name}", EN: "Hello"}},
	} {
		if got, err := c.With(wrong); err == nil || got.T(EN, "a.c") != "Kept" {
			t.Errorf("%s: %v", what, err)
		}
	}
}
