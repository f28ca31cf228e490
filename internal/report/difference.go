package report

import (
	"strings"
	"unicode"
)

// Op says what became of a piece of text.
type Op string

// The three fates of a piece.
const (
	Kept    Op = "kept"
	Gone    Op = "gone"
	Brought Op = "brought"
)

// Piece is a run of words with one fate. The kept and gone pieces together are
// the text before, the kept and brought ones the text after.
type Piece struct {
	Op   Op
	Text string
}

// longestWork bounds the comparison of two runs: words times words. Beyond it
// they are compared by their lines, and what differs stands as gone and brought.
const longestWork = 1_000_000

// Difference marks word by word what changed from one text to another. Where
// something was replaced, what is gone stands before what was brought.
func Difference(before, after string) []Piece {
	var out []Piece
	a, b := tokens(before), tokens(after)
	if len(a)*len(b) > longestWork {
		a, b = strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	}
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	out = add(out, Kept, a[:head]...)
	out = middle(out, a[head:len(a)-tail], b[head:len(b)-tail])
	out = add(out, Kept, a[len(a)-tail:]...)
	return closeGaps(out)
}

// Changes counts the places that differ: a replacement is one.
func Changes(pieces []Piece) int {
	n := 0
	for i, p := range pieces {
		if p.Op != Kept && (i == 0 || pieces[i-1].Op == Kept) {
			n++
		}
	}
	return n
}

// tokens are words, runs of blanks, and each other sign by itself.
func tokens(s string) []string {
	var list []string
	class := func(r rune) int {
		switch {
		case r == '\n':
			return 0
		case unicode.IsSpace(r):
			return 1
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			return 2
		}
		return 0
	}
	runes := []rune(s)
	for from := 0; from < len(runes); {
		to, c := from+1, class(runes[from])
		for c != 0 && to < len(runes) && (class(runes[to]) == c || c == 2 && inNumber(runes, to)) {
			to++
		}
		list = append(list, string(runes[from:to]))
		from = to
	}
	return list
}

// inNumber tells a mark within a number: 1.398, 57,1, 64/92.
func inNumber(r []rune, at int) bool {
	return strings.ContainsRune(".,/", r[at]) && at+1 < len(r) && unicode.IsDigit(r[at-1]) && unicode.IsDigit(r[at+1])
}

// middle appends the pieces of two runs by their longest common sequence.
func middle(out []Piece, a, b []string) []Piece {
	if len(a)*len(b) > longestWork {
		return add(add(out, Gone, a...), Brought, b...)
	}
	width := len(b) + 1
	common := make([]int32, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = add(out, Kept, a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[(i+1)*width+j] >= common[i*width+j+1]:
			out = add(out, Gone, a[i])
			i++
		default:
			out = add(out, Brought, b[j])
			j++
		}
	}
	return out
}

func add(out []Piece, op Op, words ...string) []Piece {
	text := strings.Join(words, "")
	if text == "" {
		return out
	}
	if n := len(out); n > 0 && out[n-1].Op == op {
		out[n-1].Text += text
		return out
	}
	return append(out, Piece{op, text})
}

// closeGaps makes one change of changes that only a blank parts, so that a
// replaced phrase reads as a phrase, and puts what is gone before what was brought.
func closeGaps(list []Piece) []Piece {
	var out []Piece
	for i := 0; i < len(list); {
		if list[i].Op == Kept {
			out = add(out, Kept, list[i].Text)
			i++
			continue
		}
		var gone, brought string
		for i < len(list) {
			p := list[i]
			blank := p.Op == Kept && strings.Trim(p.Text, " \t") == "" && i+1 < len(list)
			if p.Op == Kept && !blank {
				break
			}
			if p.Op != Brought {
				gone += p.Text
			}
			if p.Op != Gone {
				brought += p.Text
			}
			i++
		}
		out = add(add(out, Gone, gone), Brought, brought)
	}
	return out
}
