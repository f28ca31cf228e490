package report

import (
	"context"
	"slices"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// asTree is what a request's tree was made of, and the tree where it is another than that of the day.
type asTree struct {
	round int64
	date  when.Date
	tree  *org.Tree // nil: that of the day
}

// mostTrees bounds what is kept of requests; nearly all of them have the tree of the day.
const mostTrees = 2000

// treeOf gives the tree of a request: that of its TreeDate, with every unit that was asked.
//
// A unit may be gone by then, or stand elsewhere: it was merged or moved between the opening and the end of the period, the
// event at which the period ends was put off, or a change of a day in the past was written down since. Its report was asked and
// may be filed; it counts where it was to go. Left out, its figures would be missing from the sum and itself from the number of
// those expected, and the total would look whole.
func (s *Service) treeOf(ctx context.Context, r Request) (*org.Tree, error) {
	return s.treeIn(ctx, nil, r)
}

// treeIn is treeOf for who reads already: in a snapshot of its own it would wait for a reader while it holds one.
func (s *Service) treeIn(ctx context.Context, q db.Querier, r Request) (*org.Tree, error) {
	round := s.Org.Round() // before the tree: a change in between is seen next time
	day, err := s.Org.Tree(ctx, r.TreeDate())
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	kept, ok := s.wholes[r.ID]
	s.mu.Unlock()
	if !ok || kept.round != round || kept.date != r.TreeDate() {
		kept = asTree{round: round, date: r.TreeDate()}
		read := func(ctx context.Context, q db.Querier) (err error) {
			kept.tree, err = s.wholeTree(ctx, q, r, day)
			return err
		}
		if q != nil {
			err = read(ctx, q)
		} else {
			err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error { return read(ctx, r) })
		}
		if err != nil {
			return nil, err
		}
		s.mu.Lock()
		if len(s.wholes) >= mostTrees { // those in use are soon made again
			clear(s.wholes)
		}
		s.wholes[r.ID] = kept
		s.mu.Unlock()
	}
	if kept.tree == nil {
		return day, nil
	}
	return kept.tree, nil
}

// wholeTree gives the tree of a day with all that a request asked below its opener, nil where they stand there anyway.
func (s *Service) wholeTree(ctx context.Context, q db.Querier, r Request, day *org.Tree) (*org.Tree, error) {
	type asked struct{ unit, receiver ident.ID }
	out, err := db.All(ctx, q, func(s db.Scanner, a *asked) error { return s.Scan(&a.unit, &a.receiver) }, `select unit, receiver from filing where request = $1`, r.ID)
	if err != nil {
		return nil, err
	}
	out = slices.DeleteFunc(out, func(a asked) bool { return day.Contains(r.Opener, a.unit) })
	if len(out) == 0 {
		return nil, nil
	}
	under := make(map[ident.ID]ident.ID, len(out)) // by unit, where its report goes
	ids := []ident.ID{r.Opener}
	for _, a := range out {
		under[a.unit] = a.receiver
		ids = append(ids, a.unit, a.receiver)
	}
	return s.Org.TreeWith(ctx, q, day, ids, under)
}
