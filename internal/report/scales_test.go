package report

import (
	"maps"
	"math/big"
	"math/rand/v2"
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

func mixed() Form {
	f := formOf(
		Indicator{Code: "A", Kind: Dec, Scale: 2, Across: Sum, Basis: Flow},
		Indicator{Code: "B", Kind: Int, Across: Sum, Basis: Flow},
		Indicator{Code: "C", Kind: Dec, Scale: 1, Across: Sum, Basis: Flow},
		Indicator{Code: "P", Kind: Pct, Across: Ratio, Basis: Computed, Num: "A", Den: "B"},
		Indicator{Code: "Q", Kind: Pct, Across: Ratio, Basis: Computed, Num: "A", Den: "C"},
		Indicator{Code: "Y", Kind: Pct, Across: Ratio, Basis: Computed, Num: "A", Den: "B", YearToDate: true, NumName: i18n.Text{VI: "trước kỳ"}},
		Indicator{Code: "M", Kind: Dec, Scale: 1, Across: Mean, Basis: Stock, Weight: "A"},
		Indicator{Code: "G", Kind: Dec, Scale: 3, Across: FromTotals, Basis: Computed, Formula: "A / B"},
	)
	f.Checks = []Check{{Test: MostTest, Field: "A", Of: []string{"B"}}, {Test: EqualTest, Field: "B", Of: []string{"A", "C"}, Warn: true}}
	return f
}

// A figure of two decimals and a count stand beside each other by what they are, not by the digits in which they are kept.
func TestFiguresOfDifferentDecimalsAreComparedByTheirValue(t *testing.T) {
	f := mixed()
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	r := f.Read(Entries{"A": "1,50", "B": "2", "C": "0,5", "M": "4,0"}, map[string]int64{"A": 25})
	if len(r.Faults) > 0 {
		t.Fatal(r.Faults)
	}
	for code, want := range map[string]string{"P": "75,0%", "Q": "300,0%", "Y": "87,5%", "M": "4,0", "G": "0,750"} {
		ind, _ := f.Indicator(code)
		if got := f.FigureOf(ind, r.Content.Figures).Text(i18n.VI); got != want {
			t.Errorf("%s is %s, want %s", code, got, want)
		}
	}
	p, _ := f.Indicator("P")
	if fig := f.FigureOf(p, r.Content.Figures); fig.NumText(i18n.VI) != "1,50" || fig.DenText(i18n.VI) != "2,00" {
		t.Errorf("%s of %s", fig.NumText(i18n.VI), fig.DenText(i18n.VI))
	}
	r = f.Read(Entries{"A": "2,01", "B": "2", "C": "0,5"}, nil)
	if !fault.Is(r.Faults.Or(), "report.more_than") || len(r.Warnings) != 1 {
		t.Fatalf("%v %v", r.Faults, r.Warnings)
	}
	if text := catalog(t).T(i18n.VI, r.Warnings[0].Key, r.Warnings[0].Args...); text != "B (2) khác tổng các thành phần (2,51)." {
		t.Errorf("%s", text)
	}
	r = f.Read(Entries{"A": "1", "B": "2", "C": "1", "Yy": "0,50"}, nil)
	y, _ := f.Indicator("Y")
	if fig := f.FigureOf(y, r.Content.Figures); len(r.Faults) > 0 || fig.Text(i18n.VI) != "75,0%" {
		t.Errorf("what the year brought before is typed: %s %v", fig.Text(i18n.VI), r.Faults)
	}
}

// Over random reports of ten units the cube's quotients are those of plain rational arithmetic.
func TestQuotientsOfTotalsEqualRationalArithmetic(t *testing.T) {
	f := mixed()
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 5))
		lay := newLayout(f)
		totals := make([]int64, len(lay.columns))
		num, den, heavy, weight := new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)
		for range 10 {
			v := Figures{}
			for _, code := range []string{"A", "B", "C", "M"} {
				if r.IntN(4) > 0 {
					v[code] = 1 + r.Int64N(1_000_000)
				}
			}
			row := lay.row(4, false, v)
			for i := range totals {
				if row.Has[i] {
					totals[i] += row.Values[i]
				}
			}
			a, okA := v["A"]
			b, okB := v["B"]
			m, okM := v["M"]
			if okA && okB {
				num.Add(num, big.NewRat(a, 100))
				den.Add(den, big.NewRat(b, 1))
			}
			if okA && okM {
				heavy.Add(heavy, new(big.Rat).Mul(big.NewRat(m, 10), big.NewRat(a, 100)))
				weight.Add(weight, big.NewRat(a, 100))
			}
		}
		if den.Sign() == 0 || weight.Sign() == 0 {
			continue // of ten units none gave both parts
		}
		for code, want := range map[string]*big.Rat{"P": new(big.Rat).Mul(big.NewRat(100, 1), quo(num, den)), "M": quo(heavy, weight)} {
			ind, _ := f.Indicator(code)
			at := lay.places[code]
			got, scale, ok := quotient(ind, totals[at.num], totals[at.den])
			if !ok || scale != 1 || i18n.Fixed(i18n.EN, got, 0) != i18n.Fixed(i18n.EN, halfUp(want, 1), 0) {
				t.Errorf("seed %d: %s is %d, want %s", seed, code, got, want.FloatString(3))
			}
		}
	}
}

func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

func halfUp(v *big.Rat, scale int) int64 {
	w := new(big.Rat).Mul(v, new(big.Rat).SetInt64(power(scale)))
	w.Add(w, big.NewRat(1, 2))
	return new(big.Int).Div(w.Num(), w.Denom()).Int64()
}

// A mean times its weight must fit, of one unit and of ten thousand.
func TestAMeanTooLargeForItsWeightIsRefusedAndCountsNowhere(t *testing.T) {
	f := formOf(Indicator{Code: "M", Kind: Dec, Scale: 2, Across: Mean, Basis: Stock, WeightName: i18n.Text{VI: "số người"}})
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	r := f.Read(Entries{"M": "100.000.000,00", "Mw": "10.000.000.000"}, nil)
	if len(r.Faults) != 1 || r.Faults[0].Key != "report.too_much" || r.Faults[0].Field != "M" {
		t.Errorf("%v", r.Faults)
	}
	if row := newLayout(f).row(4, false, r.Content.Figures); row.Has[0] || row.Has[1] {
		t.Errorf("%+v counts", row)
	}
	r = f.Read(Entries{"M": "5.000.000,00", "Mw": "1.500.000"}, nil) // what a million and a half earn
	if row := newLayout(f).row(4, false, r.Content.Figures); len(r.Faults) > 0 || !row.Has[0] || row.Values[0] != 500_000_000*1_500_000 {
		t.Errorf("%v %+v", r.Faults, row)
	}
}

func TestFiguresOfDifferentDecimalsAreDrawnByTheirValue(t *testing.T) {
	if a, b := (Figure{Known: true, Value: 125, Scale: 1}).Amount(), (Figure{Known: true, Value: 1250, Scale: 2}).Amount(); a != b || a != 12.5 {
		t.Errorf("%v and %v", a, b)
	}
}

// A term and a span between two days begin in any year: what happened in them is not what happened since the new year.
func TestOnlyPeriodsFromTheNewYearHaveOneBasis(t *testing.T) {
	for text, want := range map[string]bool{"tháng 1/2021": true, "tháng 2/2021": false, "quý I/2021": true, "quý II/2021": false, "6 tháng đầu năm 2021": true,
		"9 tháng đầu năm 2021": true, "năm 2021": true, "nhiệm kỳ 2016-2021": false} {
		p, err := when.ParsePeriod(text, 20210601)
		if err != nil {
			t.Fatal(text, err)
		}
		if got := oneBasis(p); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	if oneBasis(when.PeriodName{}) {
		t.Error("a span between two days")
	}
}

// A later version of the form may count with more or fewer decimals: earlier figures are the same numbers there.
func TestFiguresOfAnEarlierVersionKeepTheirValue(t *testing.T) {
	old := formOf(Indicator{Code: "A", Kind: Dec, Scale: 1, Across: Sum, Basis: Flow}, Indicator{Code: "B", Kind: Dec, Scale: 2, Across: Sum, Basis: Flow},
		Indicator{Code: "C", Kind: Dec, Scale: 2, Across: Sum, Basis: Flow}, Indicator{Code: "D", Kind: Int, Across: Sum, Basis: Flow}, Indicator{Code: "E", Kind: Int, Across: Sum, Basis: Flow})
	now := formOf(Indicator{Code: "A", Kind: Dec, Scale: 2, Across: Sum, Basis: Flow}, Indicator{Code: "B", Kind: Int, Across: Sum, Basis: Flow},
		Indicator{Code: "C", Kind: Dec, Scale: 1, Across: Sum, Basis: Flow}, Indicator{Code: "D", Kind: YesNo, Across: Sum, Basis: Stock})
	got := now.taken(old, Figures{"A": 125, "B": 1200, "C": 1234, "D": 7, "E": 3})
	if want := (Figures{"A": 1250, "B": 12, "E": 3}); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
