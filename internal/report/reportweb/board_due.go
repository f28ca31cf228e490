package reportweb

import (
	"slices"

	"giaoban/internal/report"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// moment is when the board is judged: now, or when the edition was signed.
func (v boardView) moment(b shell.Base) when.Instant {
	if v.Board.Quote.N > 0 {
		return v.Board.Quote.At
	}
	return b.Now
}

func (v boardView) overdue(b shell.Base, l report.Line) bool {
	return !l.In() && v.moment(b).After(l.Deadline)
}

// due counts the units that are in or should be: only they are in time or not.
func (v boardView) due(b shell.Base) (n int64) {
	for _, l := range v.Board.Lines {
		if l.In() || v.moment(b).After(l.Deadline) {
			n++
		}
	}
	return n
}

// overdueAny tells whether somebody who is missing should be in.
func (v boardView) overdueAny(b shell.Base) bool {
	return slices.ContainsFunc(notIn(v.Board.Lines), func(l report.Line) bool { return v.overdue(b, l) })
}
