package when

import (
	"regexp"
	"strconv"
	"strings"

	"giaoban/internal/fault"
)

// The patterns read i18n.Fold of the text; "quý" folds to "qui". The year is
// cut off first.
var (
	termPattern    = regexp.MustCompile(`^(?:nhiem ki|khoa|term) ?(\d{4}) ?[-/] ?(\d{4})$`)
	yearPattern    = regexp.MustCompile(`^(?:(?:ca )?nam|year) (\d{4})$|^(\d{4})$`)
	yearTail       = regexp.MustCompile(`^(.*[^ ])(?: ?[/,-] ?|(?:,? nam| of)? )(\d{4})$`)
	quarterPattern = regexp.MustCompile(`^(?:qui|quy|q|quarter) ?([ivx]+|\d{1,2}|mot|hai|ba|bon|tu)$`)
	monthPattern   = regexp.MustCompile(`^thang ?(\d{1,2}|mot|hai|ba|tu|sau|bay|tam|chin|muoi|muoi mot|muoi hai)$`)
	firstHalf      = regexp.MustCompile(`^(?:(?:6|sau) thang(?: dau)?|nua dau|first half|first six months|h1)$`)
	secondHalf     = regexp.MustCompile(`^(?:(?:6|sau) thang cuoi|nua cuoi|second half|last six months|h2)$`)
	nineMonths     = regexp.MustCompile(`^(?:(?:9|chin) thang(?: dau)?|(?:first )?(?:nine|9) months)$`)
)

// ParsePeriod reads the name of a period as documents give it: "quý I",
// "Quý 1/2021", "quý IV năm 2020", "Q1/2021", "tháng 12/2020", "6 tháng đầu
// năm 2021", "9 tháng 2021", "năm 2020", "nhiệm kì 2021 -2026". Where the year
// is missing, the period nearest to near is meant. The error is a
// *fault.Fault without a field.
func ParsePeriod(s string, near Date) (PeriodName, error) {
	folded := strings.TrimRight(short(s), " .,;")
	if f := termPattern.FindStringSubmatch(folded); f != nil {
		p := PeriodName{Kind: Term, Year: number(f[1]), N: number(f[2])}
		if !p.Valid() {
			return PeriodName{}, fault.Invalid("", "when.bad_term", "from", f[1], "to", f[2])
		}
		return p, nil
	}
	if f := yearPattern.FindStringSubmatch(folded); f != nil {
		year := f[1] + f[2]
		if number(year) < 1000 {
			return PeriodName{}, fault.Invalid("", "when.no_such_year", "year", year)
		}
		return PeriodName{Kind: Year, Year: number(year)}, nil
	}
	body, year := cutYear(folded)
	p, key, shown := periodPart(body)
	switch {
	case key != "":
		name := strings.TrimPrefix(key, "when.no_such_")
		return PeriodName{}, fault.Invalid("", key, name, shown)
	case p.Kind == "":
		return PeriodName{}, fault.Invalid("", "when.not_a_period", "text", clip(s))
	case year != "":
		p.Year = number(year)
		if p.Year < 1000 {
			return PeriodName{}, fault.Invalid("", "when.no_such_year", "year", year)
		}
		return p, nil
	case !near.Valid():
		return PeriodName{}, fault.Invalid("", "when.year_missing")
	}
	return nearestPeriod(p, near), nil
}

// cutYear takes the year off the end, with the words that lead to it, and the
// bare "năm" of "6 tháng cuối năm".
func cutYear(s string) (body, year string) {
	body = s
	if f := yearTail.FindStringSubmatch(s); f != nil {
		body, year = f[1], f[2]
	}
	body = strings.TrimRight(body, " ,/-")
	for _, word := range []string{" of", " nam"} {
		body = strings.TrimRight(strings.TrimSuffix(body, word), " ,")
	}
	return body, year
}

// periodPart names the period without its year, or the key and value of a
// refusal.
func periodPart(s string) (p PeriodName, key, shown string) {
	switch {
	case firstHalf.MatchString(s):
		return PeriodName{Kind: Half, N: 1}, "", ""
	case secondHalf.MatchString(s):
		return PeriodName{Kind: Half, N: 2}, "", ""
	case nineMonths.MatchString(s):
		return PeriodName{Kind: NineMonths}, "", ""
	}
	if f := quarterPattern.FindStringSubmatch(s); f != nil {
		n := ordinal(f[1])
		if n < 1 || n > 4 {
			return PeriodName{}, "when.no_such_quarter", strings.ToUpper(f[1])
		}
		return PeriodName{Kind: Quarter, N: n}, "", ""
	}
	if f := monthPattern.FindStringSubmatch(s); f != nil {
		n := ordinal(f[1])
		if n < 1 || n > 12 {
			return PeriodName{}, "when.no_such_month", f[1]
		}
		return PeriodName{Kind: Month, N: n}, "", ""
	}
	if m := monthByName(s); m > 0 {
		return PeriodName{Kind: Month, N: m}, "", ""
	}
	return PeriodName{}, "", ""
}

// ordinal reads figures, Roman figures or a folded Vietnamese number; 0 if none.
func ordinal(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if n, ok := ParseRoman(s); ok {
		return n
	}
	return map[string]int{
		"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
		"muoi": 10, "muoi mot": 11, "muoi hai": 12,
	}[s]
}

// nearestPeriod sets the year that puts the period nearest to near: the one
// that contains it, else the least days away, the later of two equal.
func nearestPeriod(p PeriodName, near Date) PeriodName {
	var best PeriodName
	bestAway := 0
	for year := near.Year() - 1; year <= near.Year()+1; year++ {
		p.Year = year
		if !p.Valid() {
			continue
		}
		span := p.Span()
		away := max(span.From.Sub(near), near.Sub(span.To), 0)
		if best.Kind == "" || away <= bestAway {
			best, bestAway = p, away
		}
	}
	return best
}
