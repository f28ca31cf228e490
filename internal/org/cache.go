package org

import (
	"context"
	"slices"
	"sync"

	"giaoban/internal/db"
	"giaoban/internal/when"
)

const maxTrees = 8 // today, the last conference, a few days somebody looks back at

// cache keeps the trees in use. A change drops them all: a tree is rebuilt in
// tens of milliseconds and changes are rare.
type cache struct {
	mu    sync.RWMutex
	round int64                // counts the changes, so that a tree read before one is not kept after it
	trees []*Tree              // in the order in which they were built
	heirs map[[2]*Unit][][]int // by the first units of two trees, which no other tree has
}

func (c *cache) get(date when.Date) (*Tree, int64) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, t := range c.trees {
		if t.span.Contains(date) || date == 0 && t.span.From == 0 {
			return t, c.round
		}
	}
	return nil, c.round
}

// put keeps a tree. Where there are too many the oldest goes, but never today's,
// which every request asks for.
func (c *cache) put(t *Tree, round int64, today when.Date) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if round != c.round {
		return
	}
	if len(c.trees) == maxTrees {
		oldest := 0
		if c.trees[0].span.Contains(today) {
			oldest = 1
		}
		c.trees = slices.Delete(slices.Clone(c.trees), oldest, oldest+1)
	}
	c.trees = append(c.trees, t)
}

func (c *cache) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.round++
	c.trees, c.heirs = nil, nil
}

// heirsOf gives what putHeirs kept, and the round in which anything read from now on counts.
func (c *cache) heirsOf(then, now *Tree) ([][]int, int64) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.heirs[[2]*Unit{&then.units[0], &now.units[0]}], c.round
}

func (c *cache) putHeirs(then, now *Tree, list [][]int, round int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if round != c.round {
		return
	}
	if c.heirs == nil || len(c.heirs) >= maxTrees {
		c.heirs = map[[2]*Unit][][]int{}
	}
	c.heirs[[2]*Unit{&then.units[0], &now.units[0]}] = list
}

// Round counts the changes of units that this process knows of: what was made of
// a tree of an earlier round may tell what is no longer so.
func (s *Service) Round() int64 {
	_, round := s.trees.get(-1)
	return round
}

// Tree gives the tree of a day. The list of units is open to every account, so
// there is no actor. Days between two changes share one tree, whose Date is the
// day it was first asked for.
func (s *Service) Tree(ctx context.Context, date when.Date) (*Tree, error) {
	if t, _ := s.trees.get(date); t != nil {
		return t.on(date), nil
	}
	s.build.Lock()
	defer s.build.Unlock()
	t, round := s.trees.get(date)
	if t != nil {
		return t.on(date), nil
	}
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		t, err = loadTree(ctx, r, date)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.trees.put(t, round, when.Today(s.clock))
	return t, nil
}

// TreeIn is Tree as the piece q sees it, for writes that depend on it. It is
// built anew each time: ask for what you need with smaller queries where you can.
func (s *Service) TreeIn(ctx context.Context, q db.Querier, date when.Date) (*Tree, error) {
	return loadTree(ctx, q, date)
}

// on gives the tree with another of its days as its date.
func (t *Tree) on(date when.Date) *Tree {
	if t.date == date {
		return t
	}
	copied := *t
	copied.date = date
	return &copied
}
