package when

import "strings"

// Roman writes 1 to 3999 in Roman figures, as terms, congresses and quarters
// are numbered (khóa XV, lần thứ XIII); empty outside that range.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return ""
	}
	values := [...]int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	figures := [...]string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}
	var b strings.Builder
	for i, value := range values {
		for n >= value {
			b.WriteString(figures[i])
			n -= value
		}
	}
	return b.String()
}

// ParseRoman reads Roman figures in either case. Only the regular form is
// taken: IIII is refused.
func ParseRoman(s string) (int, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) > 15 {
		return 0, false
	}
	value := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100, 'D': 500, 'M': 1000}
	n := 0
	for i := 0; i < len(s); i++ {
		v := value[s[i]]
		if v == 0 {
			return 0, false
		}
		if i+1 < len(s) && v < value[s[i+1]] {
			v = -v
		}
		n += v
	}
	return n, n > 0 && Roman(n) == s
}
