package org

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

const maxFound = 200

// Search finds today's units by name, short name or code, without accents and
// across short forms (T.Ư, HĐND); the best match first.
func (s *Service) Search(ctx context.Context, who actor.Actor, text string, limit int) ([]Unit, error) {
	return s.SearchOn(ctx, who, text, when.Today(s.clock), limit)
}

// SearchOn is Search among the units of a day.
func (s *Service) SearchOn(ctx context.Context, who actor.Actor, text string, date when.Date, limit int) ([]Unit, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	tree, err := s.Tree(ctx, date)
	if err != nil {
		return nil, err
	}
	return tree.Search(text, limit), nil
}

// Search finds units of the tree; limit at most 200, 0 is 20.
func (t *Tree) Search(text string, limit int) []Unit {
	queries := i18n.Expand(i18n.Fold(strings.TrimSpace(clip(text))))
	if len(queries) == 0 {
		return nil
	}
	if limit <= 0 {
		limit = 20
	}
	limit = min(limit, maxFound)
	type hit struct{ rank, order, pos int }
	orders := make(map[string]int, len(t.levels))
	for _, l := range t.levels {
		orders[l.Code] = l.Order
	}
	var hits []hit
	for pos, name := range t.folded {
		if rank := match(name, queries); rank >= 0 {
			hits = append(hits, hit{rank, orders[t.units[pos].Level], pos})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		for _, d := range [...]int{a.rank - b.rank, a.order - b.order, a.pos - b.pos} {
			if d != 0 {
				return d
			}
		}
		return 0
	})
	list := make([]Unit, 0, min(len(hits), limit))
	for _, h := range hits[:min(len(hits), limit)] {
		list = append(list, t.units[h.pos])
	}
	return list
}

// match ranks a folded name: 0 it is or ends with the query, 1 a word begins
// so, 2 somewhere inside, 3 all words in any order, -1 not at all.
func match(name string, queries []string) int {
	best := -1
	better := func(rank int) {
		if best < 0 || rank < best {
			best = rank
		}
	}
	for _, q := range queries {
		for from := 0; ; {
			i := strings.Index(name[from:], q)
			if i < 0 {
				break
			}
			i += from
			end := i + len(q)
			switch word := i == 0 || name[i-1] == ' '; {
			case word && (end == len(name) || strings.HasPrefix(name[end:], " |")):
				better(0)
			case word:
				better(1)
			default:
				better(2)
			}
			from = i + 1
		}
	}
	if best < 0 {
		words := strings.Fields(queries[0])
		for _, w := range words {
			if !strings.Contains(name, w) {
				return -1
			}
		}
		return 3
	}
	return best
}

// clip keeps an absurdly long query from costing anything.
func clip(s string) string {
	if r := []rune(s); len(r) > 100 {
		return string(r[:100])
	}
	return s
}
