package report

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Edition is a request frozen and signed by the head of the unit that opened it.
// What stands behind its figures never changes, nor does the tree over which
// they are added up: both are kept in it. A correction makes the next edition.
type Edition struct {
	ID      ident.ID
	Request ident.ID
	N       int64
	EditionHead
	Hash string // SHA-256 of its canonical JSON
	At   when.Instant
}

// EditionHead is what a list shows of an edition.
type EditionHead struct {
	Signature    Signature        `json:"signature"`
	Reason       string           `json:"reason,omitempty"` // of a correction
	Expected     int              `json:"expected"`
	In           int              `json:"in"`
	Missing      []string         `json:"missing,omitempty"` // names of the units, the first of them where there are very many
	Explanations []Reconciliation `json:"explanations,omitempty"`
}

// missingNamed is how many missing units an edition's head names; its body holds all.
const missingNamed = 60

// Quote is the edition that a page or file quotes; N 0 is what stands now and still changes.
type Quote struct {
	N    int64
	Head EditionHead
	At   when.Instant
}

const editionFormat = "giaoban-edition/1"

// leafEdition is the kind of an edition's leaf in the public log.
const leafEdition = "edition.signed"

// editionBody is all that an edition freezes, in a fixed order of fields.
type editionBody struct {
	Format      string        `json:"format"`
	Request     ident.ID      `json:"request"`
	N           int64         `json:"edition"`
	Form        string        `json:"form"`
	FormVersion int           `json:"form_version"`
	Period      string        `json:"period"`
	From        when.Date     `json:"from"`
	To          when.Date     `json:"to"`
	Opener      ident.ID      `json:"opener"`
	Before      string        `json:"before,omitempty"` // hash of the edition before
	Units       []frozenUnit  `json:"units"`
	Lines       []frozenLine  `json:"lines"`
	Totals      []frozenTotal `json:"totals"`
	Head        EditionHead   `json:"head"`
}

// frozenUnit is a unit of the tree over which the figures are added up.
type frozenUnit struct {
	ID     ident.ID `json:"id"`
	Parent ident.ID `json:"parent,omitempty"`
	Code   string   `json:"code"`
	Name   string   `json:"name"`
	Short  string   `json:"short,omitempty"`
	Kind   string   `json:"kind,omitempty"`
	Level  string   `json:"level,omitempty"`
	Sort   string   `json:"sort"`
}

// frozenLine is a report as it stood: in with a version, or not in.
type frozenLine struct {
	Unit    ident.ID     `json:"unit"`
	Filing  ident.ID     `json:"filing"`
	State   State        `json:"state"` // filed, accepted, returned; draft for every other that is not in
	Version int64        `json:"version,omitempty"`
	Hash    string       `json:"hash,omitempty"`
	Late    bool         `json:"late,omitempty"`
	FiledAt when.Instant `json:"filed_at,omitempty"`
	Due     when.Instant `json:"due,omitempty"`
}

func (l frozenLine) in() bool { return l.Version > 0 }

// frozenTotal is an indicator over the whole, so that a reader need not add it up.
type frozenTotal struct {
	Code  string `json:"code"`
	Value int64  `json:"value"`
	Known bool   `json:"known"`
	Num   int64  `json:"num,omitempty"`
	Den   int64  `json:"den,omitempty"`
	Have  int64  `json:"have"`
	Of    int64  `json:"of"`
}

// loadFrozen reads the reports of a request as an edition would freeze them now, by unit.
func loadFrozen(ctx context.Context, q db.Querier, request ident.ID) ([]frozenLine, error) {
	list, err := db.All(ctx, q, func(s db.Scanner, l *frozenLine) error {
		return s.Scan(&l.Unit, &l.Filing, &l.State, &l.Version, &l.Late, &l.Due, &l.Hash, &l.FiledAt)
	}, `select f.unit, f.id, f.state, f.current, f.late, f.deadline, coalesce(v.hash, ''), coalesce(v.filed_at, 0)
		from filing f left join filing_version v on v.filing = f.id and v.version = f.current where f.request = $1`, request)
	for i := range list {
		l := &list[i]
		switch l.State {
		case StateFiled, StateAccepted:
		case StateReturned:
			*l = frozenLine{Unit: l.Unit, Filing: l.Filing, State: StateReturned, Due: l.Due}
		default:
			*l = frozenLine{Unit: l.Unit, Filing: l.Filing, State: StateDraft, Due: l.Due}
		}
	}
	slices.SortFunc(list, func(a, b frozenLine) int { return cmp.Compare(a.Unit, b.Unit) })
	return list, err
}

// fingerprint names a state of the reports: what a signer has seen.
func fingerprint(lines []frozenLine) (string, error) {
	body, err := json.Marshal(lines)
	return hashed(body)[:24], err
}

// filing gives the row that the cube and the board take of a frozen line.
func (l frozenLine) filing(request ident.ID) Filing {
	return Filing{ID: l.Filing, Request: request, Unit: l.Unit, State: l.State, DraftVersion: 0, Current: l.Version, Late: l.Late, Deadline: l.Due}
}

// loadFrozenFigures gives the figures of the versions that lines name.
func loadFrozenFigures(ctx context.Context, q db.Querier, request ident.ID, lines []frozenLine) (map[ident.ID]string, error) {
	want := make(map[ident.ID]int64, len(lines))
	for _, l := range lines {
		if l.in() {
			want[l.Filing] = l.Version
		}
	}
	type row struct {
		filing  ident.ID
		version int64
		figures string
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.filing, &r.version, &r.figures) },
		`select v.filing, v.version, v.figures from filing f join filing_version v on v.filing = f.id where f.request = $1`, request)
	if err != nil {
		return nil, err
	}
	got := make(map[ident.ID]string, len(want))
	for _, r := range rows {
		if want[r.filing] == r.version {
			got[r.filing] = r.figures
		}
	}
	for filing, version := range want {
		if _, ok := got[filing]; !ok {
			return nil, fmt.Errorf("report: version %d of filing %s stands in an edition and not in the tables", version, filing)
		}
	}
	return got, nil
}

// frozenBoard makes the board of frozen lines. It is not live: nothing ever changes it.
func frozenBoard(req Request, lay *layout, tree *org.Tree, lines []frozenLine, figures map[ident.ID]string) (*board, error) {
	b := &board{ready: make(chan struct{}), req: req, lay: lay, tree: tree, loaded: true}
	close(b.ready)
	f, err := b.filler()
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		if err := f.add(line{filing: l.filing(req.ID), figures: figures[l.Filing], filedAt: l.FiledAt}); err != nil {
			return nil, err
		}
	}
	f.cube.Rise()
	b.cube, b.marks = f.cube, f.marks
	b.bytes = b.size()
	return b, nil
}

// frozenUnits keeps the tree from the opener down to every unit that was asked.
func frozenUnits(b *board) []frozenUnit {
	lo, hi := b.tree.Range(b.req.Opener)
	var list []frozenUnit
	for pos := lo; pos < hi; pos++ {
		if b.cube.Counters(pos).Expected == 0 && pos != lo {
			continue
		}
		u := b.tree.At(pos)
		f := frozenUnit{u.ID, u.Parent, u.Code, u.Name, u.ShortName, u.Kind, u.Level, u.SortKey}
		if pos == lo {
			f.Parent = 0
		}
		list = append(list, f)
	}
	return list
}

func (e editionBody) tree(then *org.Tree) *org.Tree {
	units := make([]org.Unit, len(e.Units))
	for i, u := range e.Units {
		units[i] = org.Unit{ID: u.ID, Parent: u.Parent, Code: u.Code, Name: u.Name, ShortName: u.Short, Kind: u.Kind, Level: u.Level, SortKey: u.Sort, TileCol: -1}
		if now, ok := then.Unit(u.ID); ok {
			units[i].TileCol, units[i].TileRow = now.TileCol, now.TileRow
		}
	}
	return then.Among(units)
}

func (e editionBody) canonical() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(e)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

func scanEdition(s db.Scanner, e *Edition) error {
	var head string
	if err := s.Scan(&e.ID, &e.Request, &e.N, &head, &e.Hash, &e.At); err != nil {
		return err
	}
	return json.Unmarshal([]byte(head), &e.EditionHead)
}

const editionColumns = `id, request, n, head, hash, at`

func loadEditions(ctx context.Context, q db.Querier, request ident.ID) ([]Edition, error) {
	return db.All(ctx, q, scanEdition, `select `+editionColumns+` from report_edition where request = $1 order by n desc`, request)
}

func loadEdition(ctx context.Context, q db.Querier, request ident.ID, n int64) (Edition, bool, error) {
	return db.One(ctx, q, scanEdition, `select `+editionColumns+` from report_edition where request = $1 and n = $2`, request, n)
}

func loadEditionBody(ctx context.Context, q db.Querier, request ident.ID, n int64) (e editionBody, text string, err error) {
	text, ok, err := db.One(ctx, q, db.ScanText, `select body from report_edition where request = $1 and n = $2`, request, n)
	if err == nil && !ok {
		err = fault.NotFound("report.no_such_edition")
	}
	if err != nil {
		return e, "", err
	}
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return e, "", fmt.Errorf("report: edition %d of %s: %w", n, request, err)
	}
	return e, text, nil
}

// quoted gives the board of an edition, or with n 0 the live one.
func (s *Service) quoted(ctx context.Context, request ident.ID, n int64) (*board, error) {
	if n == 0 {
		return s.board(ctx, request)
	}
	name := request.String() + "/" + strconv.FormatInt(n, 10)
	s.mu.Lock()
	kept := s.keptEdition(name)
	s.mu.Unlock()
	if kept != nil {
		return kept, nil
	}
	var body editionBody
	var req Request
	var form Form
	var figures map[ident.ID]string
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		if req, form, err = s.request(ctx, r, request); err != nil {
			return err
		}
		if body, _, err = loadEditionBody(ctx, r, request, n); err != nil {
			return err
		}
		figures, err = loadFrozenFigures(ctx, r, request, body.Lines)
		return err
	})
	if err != nil {
		return nil, err
	}
	then, err := s.Org.Tree(ctx, req.TreeDate())
	if err != nil {
		return nil, err
	}
	req.Period.From, req.Period.To = body.From, body.To // also where the event at which it ended was put off since
	b, err := frozenBoard(req, newLayout(form), body.tree(then), body.Lines, figures)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept := s.keptEdition(name); kept != nil { // somebody else made it meanwhile
		return kept, nil
	}
	s.frozen = append(s.frozen, keptEdition{name, b})
	all := 0
	for _, k := range s.frozen {
		all += k.board.bytes
	}
	for len(s.frozen) > 1 && (all > s.boards.most || len(s.frozen) > keptBoards) {
		all -= s.frozen[0].board.bytes
		s.frozen = slices.Delete(s.frozen, 0, 1)
	}
	return b, nil
}

// keptEdition gives a frozen board that is in memory and notes that it was used, nil for none; s.mu is held.
func (s *Service) keptEdition(name string) *board {
	i := slices.IndexFunc(s.frozen, func(k keptEdition) bool { return k.name == name })
	if i < 0 {
		return nil
	}
	k := s.frozen[i]
	s.frozen = append(slices.Delete(s.frozen, i, i+1), k)
	return k.board
}

// asOf tells what an edition of another request, signed at at, quotes of a request
// beside it: its newest edition signed by then, so that a page of an edition says
// the same for ever; what stands now where none was signed by then. at 0 is now.
func (s *Service) asOf(ctx context.Context, request ident.ID, at when.Instant) (q Quote, err error) {
	if at.Zero() {
		return q, nil
	}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		e, ok, err := db.One(ctx, r, scanEdition, `select `+editionColumns+` from report_edition where request = $1 and at <= $2 order by n desc limit 1`, request, at)
		if ok {
			q = Quote{e.N, e.EditionHead, e.At}
		}
		return err
	})
	return q, err
}

// alongside is asOf for a page that quotes main as q says: main itself is quoted like that.
func (s *Service) alongside(ctx context.Context, request, main ident.ID, q Quote) (Quote, error) {
	if request == main {
		return q, nil
	}
	return s.asOf(ctx, request, q.At)
}

type keptEdition struct {
	name  string
	board *board
}

// Editions lists the editions of a request, the newest first, to whom the request concerns.
func (s *Service) Editions(ctx context.Context, who actor.Actor, request ident.ID) ([]Edition, error) {
	if _, _, _, _, err := s.readableRequest(ctx, who, request); err != nil {
		return nil, err
	}
	var list []Edition
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = loadEditions(ctx, r, request)
		return err
	})
	return list, err
}

// QuoteOf says what is quoted: an edition, or with n 0 what stands now.
func (s *Service) QuoteOf(ctx context.Context, who actor.Actor, request ident.ID, n int64) (Quote, error) {
	if _, _, _, _, err := s.readableRequest(ctx, who, request); err != nil {
		return Quote{}, err
	}
	return s.quote(ctx, request, n)
}

func (s *Service) quote(ctx context.Context, request ident.ID, n int64) (q Quote, err error) {
	if n == 0 {
		return q, nil
	}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		e, ok, err := loadEdition(ctx, r, request, n)
		if err == nil && !ok {
			err = fault.NotFound("report.no_such_edition")
		}
		q = Quote{e.N, e.EditionHead, e.At}
		return err
	})
	return q, err
}
