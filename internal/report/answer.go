package report

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report/rollup"
)

// TextField is a field of a form whose answer is read, not added up: a short text or a narrative.
type TextField struct {
	Code string
	Name i18n.Text
	Long bool // a narrative
}

// TextFields lists what of a form is answered in words, short texts first.
func (f Form) TextFields() []TextField {
	var list []TextField
	for _, ind := range f.Indicators {
		if ind.Kind == ShortText {
			list = append(list, TextField{ind.Code, ind.Name, false})
		}
	}
	for _, n := range f.Narratives {
		list = append(list, TextField{n.Code, n.Title, true})
	}
	return list
}

// Answers is what the units of a subtree answered in one field, in the tree's order.
type Answers struct {
	Board   Board
	Field   TextField
	List    []Answer
	Empty   int // reports that say nothing there
	Missing int // units asked that have not filed
}

// Answer is one unit's answer with who signed it.
type Answer struct {
	Leaf
	Text string // as it was typed

	figures Figures // of the same report
}

// Words gives an answer as it is read: a figure that the text names stands in it.
func (a Answers) Words(lang i18n.Lang, one Answer) string {
	if !a.Field.Long {
		return one.Text
	}
	return a.Board.Form.BoundText(lang, one.Text, one.figures)
}

// Answers lists what units wrote in a text field, to who reads the board of the
// unit above them; unit 0 is the highest that the reader may look at. field ""
// is the first of the form. What is a draft or was returned is not among them.
func (s *Service) Answers(ctx context.Context, who actor.Actor, request, unit ident.ID, field string) (Answers, error) {
	board, err := s.Board(ctx, who, request, unit)
	if err != nil {
		return Answers{}, err
	}
	a := Answers{Board: board}
	fields := board.Form.TextFields()
	for i, f := range fields {
		if f.Code == field || field == "" && i == 0 {
			a.Field = f
		}
	}
	if a.Field.Code == "" && (field != "" || len(fields) > 0) {
		return Answers{}, fault.NotFound("report.not_of_request")
	}
	if len(fields) == 0 {
		return a, nil
	}
	live, err := s.board(ctx, request)
	if err != nil {
		return Answers{}, err
	}
	pos, _ := live.tree.Pos(board.Unit.ID)
	live.mu.RLock()
	leaves := live.filed(pos)
	a.Missing = max(0, int(live.cube.Counters(pos).Expected)-len(leaves))
	live.mu.RUnlock()
	named := make(map[ident.ID]int64, len(leaves))
	for _, l := range leaves {
		named[l.Filing] = l.Version
	}
	var versions map[ident.ID]Version
	if err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		versions, err = versionsAt(ctx, r, named)
		return err
	}); err != nil {
		return Answers{}, err
	}
	for _, l := range leaves {
		v := versions[l.Filing]
		text := strings.TrimSpace(v.Content.Texts[a.Field.Code])
		if text == "" {
			a.Empty++
			continue
		}
		l.FiledAt, l.Signer = v.FiledAt, v.Signature.Line()
		a.List = append(a.List, Answer{l, text, v.Content.Figures})
	}
	return a, nil
}

// filed lists the reports of a subtree that came in, in the tree's order; the lock is held.
func (b *board) filed(pos int) []Leaf {
	var list []Leaf
	for at := pos; at < b.cube.Shape().End(pos); at++ {
		if stage := b.cube.Stage(at); stage == rollup.Filed || stage == rollup.Accepted {
			list = append(list, b.leaf(pos, at))
		}
	}
	return list
}
