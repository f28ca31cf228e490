package i18n

import (
	"strconv"
	"strings"
	"unicode"
)

// NumberError says why a text is not the number asked for. Key names a
// message of TextMessages whose only argument is "text".
type NumberError struct {
	Key  string
	Text string
}

func (e *NumberError) Error() string { return e.Key + ": " + strconv.Quote(e.Text) }

// Keys of NumberError.
const (
	KeyNotNumber       = "number.not_a_number"
	KeyBadGroups       = "number.bad_groups"
	KeyTooLarge        = "number.too_large"
	KeyNotWhole        = "number.not_whole"
	KeyTooManyDecimals = "number.too_many_decimals"
)

// TextMessages are the texts of NumberError.
func TextMessages() Messages {
	return Messages{
		KeyNotNumber:       {VI: "“{text}” không phải là số.", EN: "“{text}” is not a number."},
		KeyBadGroups:       {VI: "“{text}” viết lẫn dấu phân cách. Viết 1.439 hoặc 99,67.", EN: "The separators in “{text}” are mixed up. Write 1,439 or 99.67."},
		KeyTooLarge:        {VI: "Số “{text}” quá lớn.", EN: "The number “{text}” is too large."},
		KeyNotWhole:        {VI: "Chỗ này ghi số nguyên, “{text}” có phần thập phân.", EN: "A whole number is needed here; “{text}” has decimals."},
		KeyTooManyDecimals: {VI: "“{text}” có quá nhiều chữ số sau dấu phẩy.", EN: "“{text}” has too many decimals."},
	}
}

// ParseInt reads a whole number as people write it: 1439, 1.439, 1 439 and
// 1,439, with a minus in front if negative. Words, exponents, decimals and
// uneven groups (1.43.9) are refused with a *NumberError.
func ParseInt(s string) (int64, error) { return parseNumber(s, 0, false) }

// ParseFixed reads a decimal number into a whole number of 10^-scale parts:
// both 99,67 and 99.67 are 9967 at scale 2. 1.439 is one thousand four
// hundred and thirty-nine; 1,439 has three
// decimals in any language of the page, and is refused where fewer fit, since
// a figure a thousand times too large must never slip in. Nothing is
// rounded: more decimals than scale (0 to 18) are refused. A percent sign at
// the end is ignored.
func ParseFixed(s string, scale int) (int64, error) { return parseNumber(s, scale, true) }

func parseNumber(s string, scale int, decimals bool) (int64, error) {
	scale = min(max(scale, 0), 18)
	refuse := func(key string) (int64, error) { return 0, &NumberError{Key: key, Text: clip(s)} }
	body := strings.TrimFunc(s, unicode.IsSpace)
	if decimals {
		body = strings.TrimRightFunc(strings.TrimSuffix(body, "%"), unicode.IsSpace)
	}
	negative := false
	for _, sign := range []string{"-", minusSign} {
		if rest, ok := strings.CutPrefix(body, sign); ok && !negative {
			negative, body = true, strings.TrimLeftFunc(rest, unicode.IsSpace)
		}
	}
	body = strings.Map(func(r rune) rune {
		if r == '\u00a0' || r == '\u202f' || r == '\u2009' {
			return ' '
		}
		return r
	}, body)
	if body == "" || !isDigit(body[0]) || !isDigit(body[len(body)-1]) {
		return refuse(KeyNotNumber)
	}
	if strings.ContainsFunc(body, func(r rune) bool { return !strings.ContainsRune("0123456789., ", r) }) {
		return refuse(KeyNotNumber)
	}
	whole, fraction, key := splitDecimal(body, scale, decimals)
	if key != "" {
		return refuse(key)
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > scale {
		return refuse(KeyTooManyDecimals)
	}
	fraction += strings.Repeat("0", scale-len(fraction))
	digits := whole + fraction
	if negative {
		digits = "-" + digits
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return refuse(KeyTooLarge)
	}
	return n, nil
}

// splitDecimal parts a checked body into bare whole and decimal digits, or
// says the key of the refusal.
func splitDecimal(body string, scale int, decimals bool) (whole, fraction, key string) {
	last := strings.LastIndexAny(body, ".,")
	if last < 0 {
		return groups(body, "")
	}
	mark, before, after := body[last:last+1], body[:last], body[last+1:]
	other := "."
	if mark == "." {
		other = ","
	}
	single := !strings.Contains(before, mark)
	grouped := !single || len(after) == 3 && !strings.ContainsAny(before, other+" ") && len(before) <= 3 && before[0] != '0'
	if single && grouped && mark == "," && decimals && scale > 0 {
		grouped = false // the Vietnamese decimal comma
	}
	if grouped {
		return groups(body, "")
	}
	whole, _, key = groups(before, mark)
	switch {
	case key != "", strings.Contains(after, " "):
		return "", "", KeyBadGroups
	case !decimals:
		return "", "", KeyNotWhole
	}
	return whole, after, ""
}

// groups joins the thousands of a whole number. Every group after the first
// has three digits, one separator is used throughout, and it is not taken.
func groups(s, taken string) (whole, fraction, key string) {
	at := strings.IndexAny(s, "., ")
	if at < 0 {
		return s, "", ""
	}
	mark := s[at : at+1]
	parts := strings.Split(s, mark)
	if mark == taken || len(parts[0]) > 3 || parts[0] == "" || parts[0][0] == '0' {
		return "", "", KeyBadGroups
	}
	for i, part := range parts {
		if strings.ContainsAny(part, "., ") || i > 0 && len(part) != 3 {
			return "", "", KeyBadGroups
		}
	}
	return strings.Join(parts, ""), "", ""
}

// clip keeps a quoted text short enough for a message.
func clip(s string) string {
	runes := []rune(strings.TrimSpace(strings.ToValidUTF8(s, "?")))
	if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return string(runes)
}
