package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Numbers of processes. A process that was cut off for longer than its lease may have lost its number to another; it asks
// before it writes anything, and takes a fresh one.
const (
	numbers     = 1 << 10 // as many as the identifiers have room for
	numberLease = time.Hour
	numberRenew = 5 * time.Minute
	wrongClock  = 24 * time.Hour // a time that lies further ahead was seen by a clock that stood wrong
)

var errNoNumbers = errors.New("db: all numbers of processes are taken; those of processes that died are free again after an hour")

// membership is this process among those that work on the database.
type membership struct {
	ctx    context.Context // lives as long as the process
	name   string
	now    func() time.Time
	number atomic.Int64
	after  atomic.Int64 // milliseconds; where the clock was set back: what any process may have seen before

	mu      sync.Mutex
	renewed time.Time
}

// Number is this process's among those that work on the database now: a part of its identifiers. It changes only where the
// process was cut off from the database for long.
func (d *DB) Number() int64 { return d.member.number.Load() }

// After is, where the clock was set back before this process came, the latest time that any process may have seen: new
// identifiers begin there. Else it lies in the past.
func (d *DB) After() time.Time { return time.UnixMilli(d.member.after.Load()) }

// due says whether the number is to be renewed. The clock may be set and the machine may sleep: of both ways of counting the longer counts.
func (m *membership) due() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	return max(now.Sub(m.renewed), now.Round(0).Sub(m.renewed.Round(0))).Abs() >= numberRenew
}

// renew keeps the number, or takes another where it was lost, in a writing transaction. kept is to be called after its commit.
func (m *membership) renew(ctx context.Context, tx *sql.Tx) (kept func(), err error) {
	now := m.now()
	number := m.number.Load()
	at, until := now.UnixMilli(), now.Add(numberLease).UnixMilli()
	res, err := tx.ExecContext(ctx, `update process set renewed = case when renewed > $3 then renewed else $3 end, until = $4
		where number = $1 and holder = $2`, number, m.name, max(at, m.after.Load()), until)
	if err != nil {
		return nil, fmt.Errorf("db: renew the number of the process: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil {
		return nil, fmt.Errorf("db: renew the number of the process: %w", err)
	} else if n == 0 {
		var seen int64
		if number, seen, err = freeNumber(ctx, tx, at); err != nil {
			return nil, err
		}
		if seen > at && seen < now.Add(wrongClock).UnixMilli() {
			m.after.Store(seen + numberRenew.Milliseconds()) // who saw it may have lived on until the next renewal
		}
		if _, err := tx.ExecContext(ctx, `insert into process (number, holder, renewed, until) values ($1, $2, $3, $4)
			on conflict (number) do update set holder = excluded.holder, until = excluded.until,
			renewed = case when process.renewed > excluded.renewed then process.renewed else excluded.renewed end`, number, m.name, max(at, m.after.Load()), until); err != nil {
			return nil, fmt.Errorf("db: take a number for the process: %w", err)
		}
	}
	return func() {
		m.number.Store(number)
		m.mu.Lock()
		m.renewed = now
		m.mu.Unlock()
	}, nil
}

// freeNumber gives one that nobody ever had, else the one that has been free for longest, and the latest time that anybody saw.
func freeNumber(ctx context.Context, tx *sql.Tx, now int64) (number, seen int64, err error) {
	rows, err := tx.QueryContext(ctx, `select number, renewed, until from process order by until, number`)
	if err != nil {
		return 0, 0, fmt.Errorf("db: numbers of processes: %w", err)
	}
	defer rows.Close()
	had := make(map[int64]bool)
	free := int64(-1)
	for rows.Next() {
		var n, renewed, until int64
		if err := rows.Scan(&n, &renewed, &until); err != nil {
			return 0, 0, fmt.Errorf("db: numbers of processes: %w", err)
		}
		had[n] = true
		seen = max(seen, renewed)
		if free < 0 && until <= now {
			free = n
		}
	}
	if err := rows.Err(); err != nil {
		return 0, 0, fmt.Errorf("db: numbers of processes: %w", err)
	}
	for n := range int64(numbers) {
		if !had[n] {
			return n, seen, nil
		}
	}
	if free < 0 {
		return 0, 0, errNoNumbers
	}
	return free, seen, nil
}

// join takes the first number, before the writer runs.
func (d *DB) join(ctx context.Context) error {
	d.member.number.Store(-1)
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("db: begin: %w", err)
	}
	defer tx.Rollback() // after the commit it does nothing
	if _, err := d.eng.begun(ctx, tx); err != nil {
		return fmt.Errorf("db: begin: %w", err)
	}
	kept, err := d.member.renew(ctx, tx)
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("db: take a number for the process: %w", err)
	}
	kept()
	return nil
}

// stay renews the number of a process that writes nothing.
func (d *DB) stay(ctx context.Context) {
	tick := time.NewTicker(numberRenew)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := d.Do(ctx, "db.stay", func(context.Context, *Write) error { return nil }); err != nil && !errors.Is(err, ErrClosed) {
				d.log.Warn("renew the number of the process", "err", err)
			}
		case <-d.stop:
			return
		}
	}
}

// leave frees the number, after the writer has ended. One that cannot be freed frees itself.
func (d *DB) leave() {
	ctx, cancel := context.WithTimeout(d.member.ctx, time.Second)
	defer cancel()
	now := d.member.now().UnixMilli()
	if _, err := d.write.ExecContext(ctx, `update process set renewed = case when renewed > $3 then renewed else $3 end, until = $3
		where number = $1 and holder = $2`, d.Number(), d.member.name, now); err != nil {
		d.log.Debug("free the number of the process", "err", err)
	}
}
