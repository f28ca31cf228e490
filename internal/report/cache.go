package report

import (
	"context"
	"slices"
	"strings"
	"sync"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

// Boards are kept in memory as long as they are used and there is room. One of a
// nation with 200 indicators takes 24 MB, that of a province some hundred KB.
const (
	keptBytes  = 256 << 20 // of the live boards together, and of the frozen ones; one that is larger is kept alone
	keptBoards = 400
)

// boards keeps the live boards of the requests that somebody looked at. SQL is
// the truth: a board is built from it when first asked for, then follows the
// commits in their order.
type boards struct {
	mu   *sync.Mutex
	m    map[ident.ID]*board
	used *[]ident.ID // the one used last stands last
	most int         // bytes
	rows map[standingKey]standing
}

func newBoards() boards {
	return boards{mu: new(sync.Mutex), m: map[ident.ID]*board{}, used: new([]ident.ID), most: keptBytes, rows: map[standingKey]standing{}}
}

// board is one request's cube with what the list of units shows.
type board struct {
	ready  chan struct{} // closed when loaded or failed
	failed error
	req    Request
	tree   *org.Tree
	lay    *layout
	bytes  int // about, once it is loaded; boards.mu holds that of a live one

	mu      sync.RWMutex
	loaded  bool
	pending []change // commits that came while it was being loaded
	cube    *rollup.Cube
	marks   []mark // by position

	kept keptRows
}

// mark is what the board shows of one unit's report besides its stage.
type mark struct {
	filing   ident.ID
	filedAt  when.Instant // of the newest version
	changed  when.Instant
	version  int64
	deadline when.Instant
}

type change struct {
	f Filing
	v *Version
}

// take gives the board of a request; mine means that the caller has to load it.
func (bs boards) take(request ident.ID) (b *board, mine bool) {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	*bs.used = slices.DeleteFunc(*bs.used, func(id ident.ID) bool { return id == request })
	*bs.used = append(*bs.used, request)
	if b = bs.m[request]; b != nil {
		return b, false
	}
	b = &board{ready: make(chan struct{})}
	bs.m[request] = b
	return b, true
}

// loaded takes note of how large a board is, and lets go of those that were not used for longest until all have room.
// Who still reads one that is let go reads on; it follows no more commits and is built again when asked for.
func (bs boards) loaded(b *board, bytes int) {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	b.bytes = bytes
	all := 0
	for _, one := range bs.m {
		all += one.bytes
	}
	for i := 0; i < len(*bs.used) && (all > bs.most || len(bs.m) > keptBoards); {
		one := bs.m[(*bs.used)[i]]
		if one == b || one != nil && one.bytes == 0 { // being loaded: somebody waits for it
			i++
			continue
		}
		if one != nil {
			all -= one.bytes
			delete(bs.m, (*bs.used)[i])
		}
		*bs.used = slices.Delete(*bs.used, i, i+1)
	}
}

func (bs boards) drop(request ident.ID) {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	delete(bs.m, request)
	bs.forget(request)
}

// dropped is drop of this board and not of one that stands in its place already.
func (bs boards) dropped(request ident.ID, b *board) {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	if bs.m[request] == b {
		delete(bs.m, request)
	}
}

// Heard drops what other processes have changed: their topic says whose board it was. It is built again when asked for.
func (s *Service) Heard(topic string) {
	if text, ok := strings.CutPrefix(topic, boardTopic); ok {
		if request, err := ident.Parse(text); err == nil {
			s.boards.drop(request)
		}
	}
}

// HeardAll is Heard for a process that was cut off from the others.
func (s *Service) HeardAll() {
	s.boards.mu.Lock()
	defer s.boards.mu.Unlock()
	clear(s.boards.m)
	clear(s.boards.rows)
}

// apply follows a commit. It runs on the writer in commit order and is short.
func (bs boards) apply(f Filing, v *Version) {
	bs.mu.Lock()
	b := bs.m[f.Request]
	bs.mu.Unlock()
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.loaded {
		b.pending = append(b.pending, change{f, v})
		return
	}
	b.set(f, v)
}

// set puts one filing's row; the lock is held.
func (b *board) set(f Filing, v *Version) {
	pos, ok := b.tree.Pos(f.Unit)
	if !ok {
		return
	}
	var figures Figures
	m := mark{filing: f.ID, changed: f.ChangedAt, version: f.Current, filedAt: b.marks[pos].filedAt, deadline: f.Deadline}
	if v != nil {
		figures, m.filedAt = v.Content.Figures, v.FiledAt
	}
	b.marks[pos] = m
	b.cube.Set(pos, b.lay.row(f.Stage(), f.Late, figures))
}

// board gives the live board of a request, loading it where nobody has, or where
// the tree of its period is another now: a change may be of a day in the past.
func (s *Service) board(ctx context.Context, request ident.ID) (*board, error) {
	for {
		b, mine := s.boards.take(request)
		if mine {
			var bytes int
			if bytes, b.failed = s.load(ctx, b, request); b.failed != nil {
				s.boards.dropped(request, b)
			}
			close(b.ready)
			if b.failed == nil {
				s.boards.loaded(b, bytes)
			}
		}
		select {
		case <-b.ready:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if mine || b.failed != nil {
			return b, b.failed
		}
		tree, err := s.treeOf(ctx, b.req)
		if err != nil || tree.Same(b.tree) {
			return b, err
		}
		s.boards.dropped(request, b)
	}
}

// load fills a board and says how large it is: commits change it as soon as the lock is free.
func (s *Service) load(ctx context.Context, b *board, request ident.ID) (bytes int, err error) {
	cube, marks, err := s.build(ctx, b, request)
	if err != nil {
		return 0, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.cube, b.marks, b.loaded = cube, marks, true
	for _, c := range b.pending { // rows are absolute: what the snapshot already held is set again
		b.set(c.f, c.v)
	}
	b.pending = nil
	return b.size(), nil
}

// build makes a cube from SQL. It fills b's fixed parts where they are empty.
func (s *Service) build(ctx context.Context, b *board, request ident.ID) (*rollup.Cube, []mark, error) {
	if b.lay == nil {
		err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
			req, form, err := s.request(ctx, r, request)
			if err == nil {
				b.req, b.lay = req, newLayout(form)
			}
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	if b.tree == nil {
		var err error
		if b.tree, err = s.treeOf(ctx, b.req); err != nil {
			return nil, nil, err
		}
	}
	f, err := b.filler()
	if err != nil {
		return nil, nil, err
	}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error { return eachLine(ctx, r, request, f.add) })
	if err != nil {
		return nil, nil, err
	}
	f.cube.Rise()
	return f.cube, f.marks, nil
}

// filler makes the cube of a board's fixed parts out of the rows of its reports, each as it is read.
type filler struct {
	b     *board
	tray  *tray
	cube  *rollup.Cube
	marks []mark
}

func (b *board) filler() (*filler, error) {
	shape, err := shapeOf(b.tree)
	if err != nil {
		return nil, err
	}
	return &filler{b, b.lay.tray(), rollup.New(shape, b.lay.rules()), make([]mark, b.tree.Len())}, nil
}

func (f *filler) add(l line) error {
	pos, ok := f.b.tree.Pos(l.filing.Unit)
	if !ok {
		return nil
	}
	f.marks[pos] = mark{filing: l.filing.ID, changed: l.filing.ChangedAt, version: l.filing.Current, filedAt: l.filedAt, deadline: l.filing.Deadline}
	values, has := f.cube.Lay(pos, l.filing.Stage(), l.filing.Late)
	if values == nil || l.figures == "" {
		return nil
	}
	return f.tray.read(l.figures, values, has)
}

// size is about what a board takes in memory, without its tree, which others use too; the lock is held.
func (b *board) size() int {
	const mark = 48
	return b.cube.Bytes() + len(b.marks)*mark
}

func shapeOf(t *org.Tree) (*rollup.Shape, error) {
	parents := make([]int, t.Len())
	for pos := range parents {
		parents[pos] = -1
		if at, ok := t.Pos(t.At(pos).Parent); ok {
			parents[pos] = at
		}
	}
	return rollup.NewShape(parents)
}
