package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// maxBatch bounds the pieces of one commit, and with it the time that the first of them waits.
const maxBatch = 256

type piece struct {
	ctx   context.Context // the caller's, asked only whether it is still there
	name  string
	run   func(ctx context.Context, w *Write) error
	after []func()
	told  map[string]int64
	begun bool // it has run before, and runs again even if its caller has left meanwhile: others share its transaction
	err   error
	done  chan struct{}
}

type counters struct{ pieces, batches, failed, retried, slow atomic.Int64 }

func (c *counters) read() Stats {
	return Stats{Pieces: c.pieces.Load(), Batches: c.batches.Load(), Failed: c.failed.Load(), Retried: c.retried.Load(), Slow: c.slow.Load()}
}

// errBroken marks a transaction that cannot go on; its pieces are retried singly.
var errBroken = errors.New("db: transaction broken")

// errBegin marks a transaction that did not begin: none of its pieces has run.
var errBegin = errors.New("db: begin")

// errAgain says that a piece failed after it had changed something: without a savepoint only the whole transaction can go back.
var errAgain = errors.New("db: to be run again with savepoints")

// errUnknown marks a commit of which nobody knows whether it came to pass: its pieces must not be run again.
var errUnknown = errors.New("db: the connection was lost during the commit")

// Do runs a piece and returns once it is durably committed, or with its error
// and no trace of it. name stands in the log. See the package comment for what
// a piece may do.
func (d *DB) Do(ctx context.Context, name string, run func(ctx context.Context, w *Write) error) error {
	p := &piece{ctx: ctx, name: name, run: run, done: make(chan struct{})}
	select {
	case <-d.stop:
		return ErrClosed
	default:
	}
	select {
	case d.queue <- p:
	case <-d.stop:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	// Once queued the answer is awaited even if the caller's context ends: a
	// caller must not be told "failed" about a write that then commits.
	select {
	case <-p.done:
		return p.err
	case <-d.stop:
		d.done.Wait()
		select {
		case <-p.done:
			return p.err
		default:
			return ErrClosed
		}
	}
}

// Once is Do with an idempotency key: the first call with a key runs the piece
// and keeps its result; every later call returns that result and again = true,
// without running anything. An empty key runs always.
func (d *DB) Once(ctx context.Context, key, name string, run func(ctx context.Context, w *Write) (string, error)) (result string, again bool, err error) {
	err = d.Do(ctx, name, func(ctx context.Context, w *Write) error {
		result, again = "", false
		if key == "" {
			var err error
			result, err = run(ctx, w)
			return err
		}
		full := name + "/" + key
		kept := Gather(w, newKeys)
		if result, again = kept.results[full]; again {
			return nil
		}
		first, known, err := One(ctx, w, ScanText, `select result from idem where key = $1`, full)
		if err != nil {
			return err
		}
		if known {
			result, again = first, true
			return nil
		}
		if result, err = run(ctx, w); err != nil {
			return err
		}
		kept.add(full, result)
		return nil
	})
	return result, again, err
}

// keys are the idempotency keys of a group, written at its end.
type keys struct {
	names   []string
	results map[string]string
}

func newKeys() *keys { return &keys{results: make(map[string]string)} }

func (k *keys) add(name, result string) {
	k.names = append(k.names, name)
	k.results[name] = result
}

func (k *keys) Len() int { return len(k.names) }

func (k *keys) Cut(n int) {
	for _, name := range k.names[n:] {
		delete(k.results, name)
	}
	k.names = k.names[:n]
}

func (k *keys) Flush(ctx context.Context, w *Write) error {
	args := make([]any, 0, 3*len(k.names))
	at := time.Now().UnixMilli()
	for _, name := range k.names {
		args = append(args, name, k.results[name], at)
	}
	return w.Insert(ctx, `insert into idem (key, result, at)`, 3, args)
}

func (d *DB) run() {
	defer d.done.Done()
	for {
		select {
		case p := <-d.queue:
			d.commit(d.gather(p))
		case <-d.stop:
			for {
				select {
				case p := <-d.queue:
					d.commit(d.gather(p))
				default:
					return
				}
			}
		}
	}
}

// waiting takes all that is queued.
func (d *DB) waiting() (list []*piece) {
	for {
		select {
		case p := <-d.queue:
			list = append(list, p)
		default:
			return list
		}
	}
}

// gather takes what is queued now. It never waits: with one caller a commit
// costs one sync, with many they share it.
func (d *DB) gather(first *piece) []*piece {
	batch := []*piece{first}
	for len(batch) < maxBatch {
		select {
		case p := <-d.queue:
			batch = append(batch, p)
		default:
			return batch
		}
	}
	return batch
}

func (d *DB) commit(batch []*piece) {
	d.stats.batches.Add(1)
	err := d.attempt(batch, false)
	if errors.Is(err, errAgain) {
		if err = nil; len(batch) > 1 { // one alone has gone back with its transaction
			err = d.attempt(batch, true)
		}
	}
	if errors.Is(err, errBegin) { // who queued meanwhile has waited too: waiting once more for each batch would keep people for minutes
		batch = append(batch, d.waiting()...)
	}
	d.stats.pieces.Add(int64(len(batch)))
	if err != nil {
		if len(batch) == 1 || errors.Is(err, errUnknown) || errors.Is(err, errBegin) {
			for _, p := range batch {
				p.err, p.after = err, nil
			}
		} else {
			d.stats.retried.Add(int64(len(batch)))
			d.log.Warn("shared transaction lost, retrying its pieces singly", "pieces", len(batch), "err", err)
			var away error // where not even a transaction begins, waiting for each piece anew would keep the last for minutes
			for _, p := range batch {
				if away != nil {
					p.err, p.after = away, nil
				} else if err := d.attempt([]*piece{p}, true); err != nil {
					p.err, p.after = err, nil
					if errors.Is(err, errBegin) {
						away = err
					}
				}
			}
		}
	}
	for _, p := range batch {
		if p.err != nil {
			d.stats.failed.Add(1)
		}
		for _, fn := range p.after {
			d.safely(p, fn)
		}
		close(p.done)
	}
}

// attempt runs the pieces in one transaction. It returns an error only where
// the transaction as a whole failed; a piece's own error stands in the piece.
// Savepoints cost a quarter of a write, and hardly a piece fails after its first
// change: so they come only with the second attempt, which is asked for by errAgain.
func (d *DB) attempt(batch []*piece, savepoints bool) error {
	ctx := context.WithoutCancel(batch[0].ctx) // nobody's to cancel: see the package comment
	d.prepared.learn(ctx, d.write)
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%w: %w", errBegin, err)
	}
	id, err := d.eng.begun(ctx, tx)
	kept := func() {}
	if err == nil && d.member.due() {
		kept, err = d.member.renew(ctx, tx)
	}
	if err != nil {
		tx.Rollback()
		return fmt.Errorf("%w: %w", errBegin, err)
	}
	stmts := d.prepared.in(tx)
	g := &group{}
	for _, p := range batch {
		if err := d.one(ctx, tx, stmts, g, p, savepoints); err != nil {
			tx.Rollback()
			return err
		}
	}
	if err := g.flush(ctx, &Write{Read: Read{tx: tx, eng: d.eng, stmts: stmts}, group: g}); err != nil {
		tx.Rollback()
		return fmt.Errorf("%w: write what the pieces gathered: %w", errBroken, err)
	}
	told := make(map[string]int64)
	for _, p := range batch {
		for topic, version := range p.told {
			told[topic] = max(version, told[topic])
		}
	}
	if err := d.eng.tell(ctx, tx, told); err != nil {
		tx.Rollback()
		return fmt.Errorf("db: tell other processes: %w", err)
	}
	began := time.Now()
	if err := tx.Commit(); err != nil {
		tx.Rollback()
		done, asked := d.eng.committed(ctx, d.write, id)
		switch {
		case asked != nil:
			return fmt.Errorf("%w: %w", errUnknown, errors.Join(err, asked))
		case !done:
			return fmt.Errorf("db: commit: %w", err)
		}
		d.log.Warn("the answer to a commit was lost; the database has it", "pieces", len(batch), "err", err)
	}
	kept()
	if fn := d.observed.Load(); fn != nil {
		(*fn)(len(batch), time.Since(began))
	}
	return nil
}

// one runs a piece in the transaction.
func (d *DB) one(ctx context.Context, tx *sql.Tx, stmts *statements, g *group, p *piece, savepoints bool) error {
	p.err, p.after, p.told = nil, nil, nil
	if !p.begun {
		if p.err = p.ctx.Err(); p.err != nil {
			return nil
		}
		p.begun = true
	}
	if savepoints {
		if _, err := tx.ExecContext(ctx, `savepoint piece`); err != nil {
			return fmt.Errorf("%w: savepoint: %w", errBroken, err)
		}
	}
	w := &Write{Read: Read{tx: tx, eng: d.eng, stmts: stmts}, group: g}
	back := g.mark()
	began := time.Now()
	p.err = protect(context.WithoutCancel(p.ctx), p.run, w)
	if took := time.Since(began); took > d.slow {
		d.stats.slow.Add(1)
		d.log.WarnContext(p.ctx, "slow write", "piece", p.name, "ms", took.Milliseconds())
	}
	if p.err == nil {
		p.after, p.told = w.after, w.told
	} else if back(); savepoints {
		if _, err := tx.ExecContext(ctx, `rollback to piece`); err != nil {
			return fmt.Errorf("%w: roll back %s: %w", errBroken, p.name, errors.Join(p.err, err)) // why it failed first: a full disk rolls all back by itself
		}
	} else if w.touched {
		return errAgain
	}
	if !savepoints {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `release piece`); err != nil {
		return fmt.Errorf("%w: release %s: %w", errBroken, p.name, err)
	}
	return nil
}

func protect(ctx context.Context, run func(context.Context, *Write) error, w *Write) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("db: panic in a piece: %v\n%s", r, debug.Stack())
		}
	}()
	return run(ctx, w)
}

func (d *DB) safely(p *piece, fn func()) {
	defer func() {
		if r := recover(); r != nil {
			d.log.ErrorContext(p.ctx, "panic after a commit", "piece", p.name, "panic", r, "stack", string(debug.Stack()))
		}
	}()
	fn()
}
