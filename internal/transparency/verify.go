package transparency

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"giaoban/internal/db"
)

// Head is the log in two values: whoever knows them knows all of it.
type Head struct {
	Size int64  `json:"size"`
	Root string `json:"root"` // base64
}

// HeadOf reads the head from the tree as it is stored.
func HeadOf(ctx context.Context, q db.Querier) (Head, error) {
	size, err := Size(ctx, q)
	if err != nil {
		return Head{}, err
	}
	root, err := Root(ctx, q, size)
	return Head{size, root.String()}, err
}

// verifyChunk is how many leaves are in memory at a time.
const verifyChunk = 2000

// Verify makes the whole tree again from its leaves, compares every stored hash
// and every kept checkpoint with it, and gives its head. The error names the first thing that is not as it was written.
func Verify(ctx context.Context, q *db.Read) (Head, error) {
	var e edge
	var size, at int64
	for {
		leaves, err := Leaves(ctx, q, size, verifyChunk)
		if err != nil {
			return Head{}, err
		}
		if len(leaves) == 0 {
			break
		}
		var want []tlog.Hash
		for _, l := range leaves {
			if l.Index != size {
				return Head{}, fmt.Errorf("transparency: leaf %d is missing", size)
			}
			want = append(want, e.push(tlog.RecordHash([]byte(l.Body)))...)
			size++
		}
		have, err := db.All(ctx, q, scanNode, `select idx, hash from log_node where idx >= $1 order by idx limit $2`, at, len(want))
		if err != nil {
			return Head{}, err
		}
		for i, h := range want {
			if i >= len(have) || have[i].idx != at+int64(i) || string(have[i].hash) != string(h[:]) {
				level, n := tlog.SplitStoredHashIndex(at + int64(i))
				return Head{}, fmt.Errorf("transparency: what leaves %d to %d hash to is not what was stored", n<<level, (n+1)<<level-1)
			}
		}
		at += int64(len(want))
	}
	more, err := db.Int(ctx, q, `select count(*) from log_node where idx >= $1`, at)
	if err != nil {
		return Head{}, err
	}
	if more > 0 {
		return Head{}, fmt.Errorf("transparency: the tree has %d hashes more than its %d leaves: the newest leaves are missing", more, size)
	}
	if err := verifyKept(ctx, q, size); err != nil {
		return Head{}, err
	}
	return HeadOf(ctx, q)
}

// verifyKept compares the kept checkpoints with the tree, which is as its leaves say.
func verifyKept(ctx context.Context, q *db.Read, size int64) error {
	keys, err := loadKeys(ctx, q)
	if err != nil {
		return err
	}
	kept, err := db.All(ctx, q, scanKept, `select size, note from log_checkpoint order by size`)
	if err != nil {
		return err
	}
	for _, k := range kept {
		c, err := openCheckpoint([]byte(k.note), keys.publics())
		if err != nil {
			return fmt.Errorf("transparency: the checkpoint kept at size %d: %w", k.size, err)
		}
		if c.Size != k.size || c.Size > size {
			return fmt.Errorf("transparency: a checkpoint of size %d was signed, the log has only %d leaves", c.Size, size)
		}
		root, err := Root(ctx, q, c.Size)
		if err != nil {
			return err
		}
		if root != c.Root {
			return fmt.Errorf("transparency: the first %d leaves are not those of the checkpoint that was signed", c.Size)
		}
	}
	return nil
}
