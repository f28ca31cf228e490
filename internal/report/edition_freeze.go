package report

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/report/rollup"
	"giaoban/internal/transparency"
)

// Disagreement is a check of the form that does not hold between the totals at
// the top: two breakdowns of one thing that differ. It needs an explanation before anybody can sign.
type Disagreement struct {
	Check Check
	Field string       // of the form in which the explanation is written
	Found *fault.Fault // what differs, with both numbers
}

// Reconciliation says in writing why two totals differ. It is part of the edition and printed with it.
type Reconciliation struct {
	Field string    `json:"field"`
	Found i18n.Text `json:"found"` // the sentence, as it stood
	Text  string    `json:"text"`
}

// Freezable is what a head would sign now.
type Freezable struct {
	Board         Board
	N             int64 // the number that the edition would get
	Last          *Edition
	Seen          string // names the state of the reports that is shown
	Same          bool   // nothing changed since the last edition: there is nothing to sign
	Disagreements []Disagreement
	Name, Title   string // of the signer
}

// Freezing signs what was seen.
type Freezing struct {
	Capacity     actor.Capacity
	Seen         string
	Reason       string            // of a correction
	Explanations map[string]string // by field of a Disagreement
	Key          string
}

// totalFigures gives the totals of a board at a position by slot, as far as a slot has one.
func (b *board) totalFigures(pos int) Figures {
	v := Figures{}
	for _, ind := range b.lay.form.Indicators {
		f := b.figure(rollup.FiledOrBetter, pos, ind)
		switch {
		case ind.OnTime || f.Have == 0:
		case ind.Across == Sum || ind.Across == Max:
			if f.Known {
				v[ind.Code] = f.Value
			}
		case ind.Across == Ratio && ind.Num == "":
			v[ind.Code+"n"], v[ind.Code+"d"] = f.Num, f.Den
		}
	}
	return v
}

// disagreements runs the form's checks between figures on the totals at a
// position. One that looks back at earlier periods says nothing here: it was judged in each report.
func (b *board) disagreements(pos int) []Disagreement {
	r := &reader{names: map[string]Slot{}, Reading: Reading{Content: Content{Figures: b.totalFigures(pos)}}}
	for _, s := range b.lay.form.Slots() {
		r.names[s.Code] = s
	}
	var list []Disagreement
	p := b.lay.form.program()
	for i, c := range b.lay.form.AllChecks() {
		switch c.Test {
		case EqualTest, PartTest, MostTest, ParityTest, ExprTest:
		default:
			continue
		}
		if found := p.judge(i, c, r); found != nil {
			list = append(list, Disagreement{Check: c, Field: "explain-" + strconv.Itoa(i), Found: found})
		}
	}
	return list
}

// frozen is a state of the reports ready to be shown or signed.
type frozen struct {
	req   Request
	board *board
	lines []frozenLine
	seen  string
	last  *Edition
}

func (s *Service) freezeNow(ctx context.Context, request ident.ID) (f frozen, err error) {
	var figures map[ident.ID]string
	var form Form
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		if f.req, form, err = s.request(ctx, r, request); err != nil {
			return err
		}
		if f.lines, err = loadFrozen(ctx, r, request); err != nil {
			return err
		}
		if figures, err = loadFrozenFigures(ctx, r, request, f.lines); err != nil {
			return err
		}
		editions, err := loadEditions(ctx, r, request)
		if len(editions) > 0 {
			f.last = &editions[0]
		}
		return err
	})
	if err != nil {
		return f, err
	}
	if f.seen, err = fingerprint(f.lines); err != nil {
		return f, err
	}
	tree, err := s.treeOf(ctx, f.req)
	if err != nil {
		return f, err
	}
	f.board, err = frozenBoard(f.req, newLayout(form), tree, f.lines, figures)
	return f, err
}

// freezer refuses who may not freeze the request: the head of the unit that opened it.
func (s *Service) freezer(ctx context.Context, who actor.Actor, request ident.ID) error {
	r, _, _, _, err := s.readableRequest(ctx, who, request)
	if err != nil {
		return err
	}
	err = who.At(actor.SignFiling, r.Opener)
	if !fault.Is(err, "actor.forbidden_sign_filing") {
		return err
	}
	tree, bad := s.Org.Today(ctx)
	if bad != nil {
		return bad
	}
	return fault.Forbidden("report.forbidden_freeze", "unit", tree.Name(r.Opener)) // not of a report: said of what it is
}

// Freezable shows the opener's head what would be signed: coverage, what disagrees, how the signature would read.
func (s *Service) Freezable(ctx context.Context, who actor.Actor, request ident.ID) (Freezable, error) {
	if err := s.freezer(ctx, who, request); err != nil {
		return Freezable{}, err
	}
	f, err := s.freezeNow(ctx, request)
	if err != nil {
		return Freezable{}, err
	}
	out := Freezable{N: 1, Last: f.last, Seen: f.seen}
	if f.last != nil {
		out.N = f.last.N + 1
		if out.Same, err = s.sameAs(ctx, f); err != nil {
			return out, err
		}
	}
	if out.Board, err = s.look(f.board, f.req.Opener); err != nil {
		return out, err
	}
	if pos, ok := f.board.tree.Pos(f.req.Opener); ok {
		out.Disagreements = f.board.disagreements(pos)
	}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		out.Name, out.Title, err = signer(ctx, r, s.Person, who, s.today())
		return err
	})
	return out, err
}

// sameAs tells whether the reports stand as the last edition froze them.
func (s *Service) sameAs(ctx context.Context, f frozen) (same bool, err error) {
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		body, _, err := loadEditionBody(ctx, r, f.req.ID, f.last.N)
		same = slices.Equal(body.Lines, f.lines)
		return err
	})
	return same, err
}

// Freeze signs the figures of a request as they were seen and makes the next
// edition of them, with its leaf in the public log. It refuses where a report
// came or went since, where totals disagree without an explanation, where a
// correction gives no reason, and where nothing changed since the last edition.
func (s *Service) Freeze(ctx context.Context, who actor.Actor, request ident.ID, n Freezing) (int64, error) {
	if err := s.freezer(ctx, who, request); err != nil {
		return 0, err
	}
	if err := who.StepUp(actor.StepSign); err != nil {
		return 0, err
	}
	f, err := s.freezeNow(ctx, request)
	if err != nil {
		return 0, err
	}
	if !n.Capacity.Known() {
		return 0, fault.Invalid("capacity", "report.capacity_unknown")
	}
	if who.Kind != actor.System && !slices.Contains(who.SignsAs(f.req.Opener), n.Capacity) {
		return 0, fault.Invalid("capacity", "report.capacity_not_given")
	}
	pos, ok := f.board.tree.Pos(f.req.Opener)
	if !ok {
		return 0, fault.NotFound("report.not_of_request")
	}
	// A refusal is said in the piece: what is sent twice is answered as the first time, although by then nothing has changed any more.
	body, refused := s.editionOf(f, pos, n)
	if f.last != nil {
		same, err := s.sameAs(ctx, f)
		if err != nil {
			return 0, err
		}
		if same {
			refused = fault.Conflict("report.edition_same", "n", f.last.N)
		}
	}
	at := s.now()
	e := Edition{ID: s.IDs.New(), Request: request, N: body.N, At: at}
	sig := Signature{Account: who.Account, Person: who.Person, Capacity: n.Capacity, At: at}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		if sig.Name, sig.Title, err = signer(ctx, r, s.Person, who, at.Date()); err != nil {
			return err
		}
		if f.last != nil {
			body.Before = f.last.Hash
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	body.Head.Signature = sig
	text, err := body.canonical()
	if err != nil {
		return 0, err
	}
	e.EditionHead, e.Hash = body.Head, hashed(text)
	if len(e.Missing) > missingNamed {
		e.Missing = e.Missing[:missingNamed]
	}
	head, err := json.Marshal(e.EditionHead)
	if err != nil {
		return 0, err
	}
	leaf, err := transparency.Prepare(transparency.Act{Kind: leafEdition, Subject: e.ID, Version: e.N, At: at, Record: text,
		Public: map[string]string{"request": request.String(), "unit": f.req.Opener.String()}})
	if err != nil {
		return 0, err
	}
	result, _, err := s.DB.Once(ctx, key(who, n.Key), "report.freeze", func(ctx context.Context, w *db.Write) (string, error) {
		now, err := loadFrozen(ctx, w, request)
		if err != nil {
			return "", err
		}
		if !slices.Equal(now, f.lines) || f.seen != n.Seen {
			return "", fault.Conflict("report.edition_moved")
		}
		if refused != nil {
			return "", refused
		}
		newest, err := db.Int(ctx, w, `select max(n) from report_edition where request = $1`, request)
		if err != nil {
			return "", err
		}
		if newest+1 != e.N {
			return "", fault.Conflict("report.edition_moved")
		}
		if _, err := w.Exec(ctx, `insert into report_edition (id, request, n, body, head, hash, at) values ($1, $2, $3, $4, $5, $6, $7)`,
			e.ID, request, e.N, string(text), string(head), e.Hash, at); err != nil {
			return "", err
		}
		if _, err := transparency.Append(ctx, w, leaf); err != nil {
			return "", err
		}
		seq, err := journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "edition.signed", Subject: e.ID, Unit: f.req.Opener, Note: n.Reason,
			After: map[string]any{"request": request, "edition": e.N, "in": e.In, "expected": e.Expected, "hash": e.Hash, "signature": sig, "explanations": e.Explanations}})
		if err != nil {
			return "", err
		}
		s.Hub.Tell(w, seq, BoardTopic(request))
		return ident.ID(e.N).String(), nil
	})
	if err != nil {
		return 0, err
	}
	done, err := ident.Parse(result)
	return int64(done), err
}

// editionOf makes the body of the next edition, without its signature, and judges reason and explanations.
func (s *Service) editionOf(f frozen, pos int, n Freezing) (editionBody, error) {
	b := f.board
	body := editionBody{Format: editionFormat, Request: f.req.ID, N: 1, Form: f.req.FormCode, FormVersion: b.lay.form.Version, Period: f.req.Period.Title(i18n.VI),
		From: f.req.Period.From, To: f.req.Period.To, Opener: f.req.Opener, Units: frozenUnits(b), Lines: f.lines}
	var faults fault.Faults
	if f.last != nil {
		body.N = f.last.N + 1
		body.Head.Reason = strings.TrimSpace(n.Reason)
		if body.Head.Reason == "" {
			faults = append(faults, fault.Invalid("reason", "report.edition_reason_missing"))
		}
	}
	if utf8.RuneCountInString(n.Reason) > maxReason {
		faults = append(faults, fault.TooLarge("reason", "report.text_too_long", "most", maxReason))
	}
	for _, d := range b.disagreements(pos) {
		why := strings.TrimSpace(n.Explanations[d.Field])
		switch {
		case why == "":
			faults = append(faults, fault.Invalid(d.Field, "report.edition_unexplained"))
		case utf8.RuneCountInString(why) > maxReason:
			faults = append(faults, fault.TooLarge(d.Field, "report.text_too_long", "most", maxReason))
		}
		body.Head.Explanations = append(body.Head.Explanations, Reconciliation{Field: d.Field, Found: sentenceOf(d.Found), Text: why})
	}
	all := b.cube.Counters(pos)
	body.Head.Expected, body.Head.In = int(all.Expected), int(all.In())
	for _, l := range f.lines {
		if at, ok := b.tree.Pos(l.Unit); ok && !l.in() {
			body.Head.Missing = append(body.Head.Missing, b.tree.At(at).Name)
		}
	}
	if body.Head.In == 0 {
		faults = append(faults, fault.Invalid("", "report.edition_empty"))
	}
	for i, g := range b.figures(rollup.FiledOrBetter, pos) {
		ind := b.lay.form.Indicators[i]
		body.Totals = append(body.Totals, frozenTotal{ind.Code, g.Value, g.Known, g.Num, g.Den, g.Have, g.Of})
	}
	return body, faults.Or()
}

// sentenceOf writes a finding in both languages, as it is kept in an edition.
func sentenceOf(f *fault.Fault) i18n.Text {
	m := Messages()[f.Key]
	return i18n.Text{VI: i18n.Fill(i18n.VI, m.VI, f.Args...), EN: i18n.Fill(i18n.EN, m.EN, f.Args...)}
}
