package transparency

import (
	"context"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"giaoban/internal/db"
)

// edge is the right edge of a tree: from the left its complete subtrees, each
// smaller than the one before. It is all of a tree that later leaves need.
type edge []subtree

type subtree struct {
	level int
	hash  tlog.Hash
}

// push adds a leaf's hash and gives the hashes to be stored for it, in the order in which tlog numbers them.
func (e *edge) push(h tlog.Hash) []tlog.Hash {
	stored := []tlog.Hash{h}
	top := subtree{0, h}
	list := *e
	for len(list) > 0 && list[len(list)-1].level == top.level {
		top = subtree{top.level + 1, tlog.NodeHash(list[len(list)-1].hash, top.hash)}
		list = list[:len(list)-1]
		stored = append(stored, top.hash)
	}
	*e = append(list, top)
	return stored
}

// edgeOf reads the edge of the tree of the first size leaves.
func edgeOf(ctx context.Context, q db.Querier, size int64) (edge, error) {
	var e edge
	var indexes []int64
	from := int64(0)
	for level := bits.Len64(uint64(size)) - 1; level >= 0; level-- {
		if size&(1<<level) != 0 {
			indexes = append(indexes, tlog.StoredHashIndex(level, from>>level))
			e = append(e, subtree{level: level})
			from += 1 << level
		}
	}
	hashes, err := nodes{ctx, q}.ReadHashes(indexes)
	for i := range hashes {
		e[i].hash = hashes[i]
	}
	return e, err
}

// nodes reads stored hashes: a tlog.HashReader.
type nodes struct {
	ctx context.Context
	q   db.Querier
}

type node struct {
	idx  int64
	hash []byte
}

func scanNode(s db.Scanner, n *node) error { return s.Scan(&n.idx, &n.hash) }

// ReadHashes implements tlog.HashReader.
func (n nodes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	rows, err := db.All(n.ctx, n.q, scanNode, `select idx, hash from log_node where idx in (`+db.In(1, len(indexes))+`)`, db.Args(indexes)...)
	if err != nil {
		return nil, err
	}
	found := make(map[int64][]byte, len(rows))
	for _, r := range rows {
		found[r.idx] = r.hash
	}
	list := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		if len(found[idx]) != tlog.HashSize {
			return nil, fmt.Errorf("transparency: node %d of the tree is missing", idx)
		}
		list[i] = tlog.Hash(found[idx])
	}
	return list, nil
}

// Root gives the root of the first size leaves.
func Root(ctx context.Context, q db.Querier, size int64) (tlog.Hash, error) {
	h, err := tlog.TreeHash(size, nodes{ctx, q})
	if err != nil {
		return h, fmt.Errorf("transparency: root of %d: %w", size, err)
	}
	return h, nil
}

// ProveLeaf proves that a leaf is in the tree of the first size leaves.
func ProveLeaf(ctx context.Context, q db.Querier, size, index int64) (tlog.RecordProof, error) {
	return tlog.ProveRecord(size, index, nodes{ctx, q})
}

// ProveGrowth proves that the tree of size leaves only added to that of old.
func ProveGrowth(ctx context.Context, q db.Querier, size, old int64) (tlog.TreeProof, error) {
	return tlog.ProveTree(size, old, nodes{ctx, q})
}
