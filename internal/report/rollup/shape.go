package rollup

import "fmt"

// Shape is a tree in pre-order: a unit's subtree is the run from its position to End, exclusive.
type Shape struct {
	parent []int32
	end    []int32
	inner  []int32 // the place of a unit among those with units below it, -1 for one that has none
	inners int
}

// NewShape makes a shape from the parents' positions, -1 for a root. Every
// parent must stand before its children and subtrees must be contiguous.
func NewShape(parents []int) (*Shape, error) {
	s := &Shape{parent: make([]int32, len(parents)), end: make([]int32, len(parents)), inner: make([]int32, len(parents))}
	for i, p := range parents {
		if p < -1 || p >= i {
			return nil, fmt.Errorf("rollup: position %d has parent %d, which does not stand before it", i, p)
		}
		s.parent[i], s.end[i] = int32(p), int32(i+1)
	}
	for i := len(parents) - 1; i >= 0; i-- {
		if p := s.parent[i]; p >= 0 {
			s.end[p] = max(s.end[p], s.end[i])
		}
	}
	for i := 1; i < len(parents); i++ {
		if p := s.parent[i]; p != int32(i-1) && p >= 0 && s.end[i-1] != int32(i) {
			return nil, fmt.Errorf("rollup: position %d is not in pre-order", i)
		}
		if p := s.parent[i]; p >= 0 && s.end[p] < int32(i+1) {
			return nil, fmt.Errorf("rollup: position %d lies outside its parent", i)
		}
	}
	for i := range parents { // no sibling's subtree may reach into the next sibling
		last := int32(i + 1)
		for c := last; c < s.end[i]; c = s.end[c] {
			if s.parent[c] != int32(i) {
				return nil, fmt.Errorf("rollup: position %d is not in pre-order under %d", c, i)
			}
		}
	}
	for i := range parents {
		s.inner[i] = -1
		if s.end[i] > int32(i+1) {
			s.inner[i] = int32(s.inners)
			s.inners++
		}
	}
	return s, nil
}

// Len counts the positions.
func (s *Shape) Len() int { return len(s.parent) }

// End is the position behind the subtree of pos.
func (s *Shape) End(pos int) int { return int(s.end[pos]) }

// Children calls fn for each child of pos in order.
func (s *Shape) Children(pos int, fn func(child int)) {
	for c := int32(pos + 1); c < s.end[pos]; c = s.end[c] {
		fn(int(c))
	}
}
