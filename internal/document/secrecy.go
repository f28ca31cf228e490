package document

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"giaoban/internal/fault"
)

// Secrecy is a document's degree of secrecy (độ mật) by the Law on the
// Protection of State Secrets.
type Secrecy string

// The degrees, with the English names of the law's official translation.
const (
	Ordinary     Secrecy = "ordinary"     // Thường: no mark
	Confidential Secrecy = "confidential" // Mật
	Secret       Secrecy = "secret"       // Tối mật
	TopSecret    Secrecy = "top_secret"   // Tuyệt mật
)

// Secrecies lists the degrees in the order in which they are offered.
func Secrecies() []Secrecy { return []Secrecy{Ordinary, Confidential, Secret, TopSecret} }

// Known tells whether it is one of the degrees.
func (s Secrecy) Known() bool { return slices.Contains(Secrecies(), s) }

// Marked tells whether the document bears a mark. What nobody knows counts as
// marked; where no choice was offered ("") it does not.
func (s Secrecy) Marked() bool { return s != "" && s != Ordinary }

// TextKey is the message key of the degree in words.
func (s Secrecy) TextKey() string { return "document.secrecy_" + string(s) }

// Carried is what somebody would have kept of a document besides its number,
// date and kind, each under the form's field of that name.
type Carried struct{ Title, Body, Excerpt, File string }

// Check refuses all that must not be kept of a marked document. A title or a
// file's name that begins with a mark gives a document away whatever was chosen.
func (s Secrecy) Check(c Carried) error {
	marked := s.Marked() || Marked(c.Title) || Marked(c.File)
	var fs fault.Faults
	for _, one := range []struct{ field, text string }{{"title", c.Title}, {"body", c.Body}, {"excerpt", c.Excerpt}, {"file", c.File}} {
		if marked && strings.TrimSpace(one.text) != "" {
			fs = append(fs, fault.Invalid(one.field, "document.marked_only"))
		}
	}
	return fs.Or()
}

// CheckTitle refuses a text at a field of that name that begins with a mark.
func CheckTitle(field, title string) error {
	if Marked(title) {
		return fault.Invalid(field, "document.marked_only")
	}
	return nil
}

// CheckNumber refuses a number at a field of that name that ends in a mark.
func CheckNumber(field, number string) error {
	if MarkedNumber(number) {
		return fault.Invalid(field, "document.marked_only")
	}
	return nil
}

// Marked tells whether a text begins with a mark of secrecy, as stamps and
// headings write it: in capitals ("TỐI MẬT Báo cáo …"), or as its own part
// ("(Mật)", "Tuyệt mật: …"). Words that only begin alike are none: "Mật độ dân
// số", "MẬT KHẨU".
func Marked(text string) bool {
	text = strings.TrimLeftFunc(norm.NFC.String(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, mark := range []string{"tuyệt mật", "tối mật", "mật"} {
		head, rest, ok := cutWords(text, len(strings.Fields(mark)))
		if !ok || strings.ToLower(head) != mark {
			continue
		}
		next := strings.TrimLeft(rest, " \t\n\r\u00a0_")
		if strings.IndexFunc(next, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) != 0 {
			return true // a part of its own
		}
		if head != strings.ToUpper(head) {
			return false
		}
		word, _, _ := cutWords(next, 1)
		return mark != "mật" || !slices.Contains([]string{"độ", "khẩu", "mã", "vụ", "thư", "ong", "mía", "danh", "lệnh"}, strings.ToLower(word))
	}
	return false
}

// cutWords cuts the first n words off and gives them spaced by one blank.
func cutWords(text string, n int) (head, rest string, ok bool) {
	var words []string
	rest = text
	for range n {
		rest = strings.TrimLeft(rest, " \t\n\r\u00a0_")
		end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
		if end < 0 {
			end = len(rest)
		}
		if end == 0 {
			return "", text, false
		}
		words = append(words, rest[:end])
		rest = rest[end:]
	}
	return strings.Join(words, " "), rest, true
}

// MarkedNumber tells whether a number ends in a mark: "12-BC/TU-MẬT", "05/BC (Tối mật)".
func MarkedNumber(number string) bool {
	n := strings.ToLower(strings.TrimRightFunc(norm.NFC.String(number), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	before, ok := strings.CutSuffix(n, "mật")
	if !ok {
		return false
	}
	last := []rune(before)
	return len(last) > 0 && !unicode.IsLetter(last[len(last)-1])
}
