package i18n

import (
	"math/big"
	"strconv"
	"strings"
)

const minusSign = "−"

func separators(lang Lang) (thousands, decimal string) {
	if lang == EN {
		return ",", "."
	}
	return ".", ","
}

// Int writes a whole number with its thousands grouped: 1.439 or 1,439.
func Int(lang Lang, n int64) string { return Fixed(lang, n, 0) }

// Fixed writes v, a whole number of 10^-scale parts, with exactly scale
// decimals: Fixed(VI, 9967, 2) is 99,67. A scale below 0 counts as 0.
func Fixed(lang Lang, v int64, scale int) string {
	thousands, decimal := separators(lang)
	scale = max(scale, 0)
	magnitude := uint64(v)
	if v < 0 {
		magnitude = -magnitude
	}
	digits := strconv.FormatUint(magnitude, 10)
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale+1-len(digits)) + digits
	}
	whole, fraction := digits[:len(digits)-scale], digits[len(digits)-scale:]
	var b strings.Builder
	if v < 0 {
		b.WriteString(minusSign)
	}
	for i := 0; i < len(whole); i++ {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(thousands)
		}
		b.WriteByte(whole[i])
	}
	if scale > 0 {
		b.WriteString(decimal)
		b.WriteString(fraction)
	}
	return b.String()
}

// Quotient is num/den as a whole number of 10^-decimals parts, exact, halves
// rounded away from zero. It is false when den is 0, when decimals is outside
// 0 to 18, or when the result does not fit.
func Quotient(num, den int64, decimals int) (int64, bool) {
	return scaledQuotient(num, den, decimals, decimals)
}

// Percent writes num of den in per cent, halves up, always from the parts:
// Percent(VI, 925, 962, 1) is "96,2%". It is false when den is 0.
func Percent(lang Lang, num, den int64, decimals int) (string, bool) {
	v, ok := scaledQuotient(num, den, decimals, decimals+2)
	if !ok {
		return "", false
	}
	return Fixed(lang, v, decimals) + "%", true
}

func scaledQuotient(num, den int64, decimals, power int) (int64, bool) {
	if den == 0 || decimals < 0 || decimals > 18 {
		return 0, false
	}
	scaled := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(power)), nil)
	scaled.Mul(scaled, big.NewInt(num))
	negative := scaled.Sign()*big.NewInt(den).Sign() < 0
	divisor := new(big.Int).Abs(big.NewInt(den))
	doubled := scaled.Abs(scaled).Lsh(scaled, 1)
	doubled.Add(doubled, divisor)
	doubled.Quo(doubled, divisor.Lsh(divisor, 1))
	if negative {
		doubled.Neg(doubled)
	}
	return doubled.Int64(), doubled.IsInt64()
}
