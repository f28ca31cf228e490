package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Tell says to the other processes on this database that topic has now
// version. It is written with the piece and so never lost, and heard by their
// Tail. The own process is told by After.
func (w *Write) Tell(topic string, version int64) {
	if w.told == nil {
		w.told = make(map[string]int64)
	}
	w.told[topic] = max(version, w.told[topic])
}

// Shared says whether other processes may work on this database.
func (d *DB) Shared() bool { return d.eng.postgres() }

// Say passes a text on to the other processes on this database, now or never: it
// is stored nowhere, and lost where nobody listens. It is for what is said again
// soon anyway, and for what must leave no trace. At most MostSaid bytes.
func (d *DB) Say(ctx context.Context, text string) error {
	p, ok := d.eng.(postgresServer)
	if !ok {
		return nil
	}
	_, err := d.read.ExecContext(ctx, `select pg_notify($1, $2)`, saidChannel, p.origin+" "+text)
	return err
}

// Said gives what other processes Say to fn, from Tail. It is called before Tail begins.
func (d *DB) Said(fn func(text string)) { d.said = fn }

// MostSaid bounds a text that is said: the engine takes less than 8,000 bytes.
const MostSaid = 7000

const (
	saidChannel = "giaoban_said"
	toldChannel = "giaoban_told"
	toldKept    = time.Hour              // a process that was cut off for longer takes everything as changed
	toldPoll    = 250 * time.Millisecond // the truth; a notification is only the hint that it pays to look at once
	toldSweep   = 10 * time.Minute
)

// tell writes what the pieces of a batch told, as one row: the write lock is held, so rows are numbered in the order of the commits.
func (p postgresServer) tell(ctx context.Context, tx *sql.Tx, topics map[string]int64) error {
	if len(topics) == 0 {
		return nil
	}
	body, err := json.Marshal(topics)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `insert into told (seq, at, origin, topics) values ((select coalesce(max(seq), 0) + 1 from told), $1, $2, $3)`,
		time.Now().UnixMilli(), p.origin, string(body)); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `select pg_notify($1, '')`, toldChannel)
	return err
}

func (p postgresServer) newestTold(ctx context.Context, conn *sql.DB) (seq int64, err error) {
	err = conn.QueryRowContext(ctx, `select coalesce(max(seq), 0) from told`).Scan(&seq)
	return seq, err
}

// Tail calls heard with what other processes told since Open, in the order of
// their commits, until ctx ends. missed says that this process was cut off for so
// long that it must take everything as changed. On SQLite there are no others.
func (d *DB) Tail(ctx context.Context, heard func(topics map[string]int64, missed bool)) {
	p, ok := d.eng.(postgresServer)
	if !ok {
		<-ctx.Done()
		return
	}
	from := d.told
	for ctx.Err() == nil {
		err := p.listen(ctx, &from, heard, d.said)
		if ctx.Err() != nil {
			return
		}
		d.log.Warn("not listening to the other processes, trying again", "err", err)
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
		}
	}
}

// listen has a connection of its own, for as long as it holds.
func (p postgresServer) listen(ctx context.Context, from *int64, heard func(map[string]int64, bool), said func(string)) error {
	conn, err := pgx.Connect(ctx, p.url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, `listen `+toldChannel+`; listen `+saidChannel); err != nil {
		return err
	}
	swept, look := time.Now(), time.Time{}
	for {
		if !time.Now().Before(look) {
			if err := p.hear(ctx, conn, from, heard); err != nil {
				return err
			}
			look = time.Now().Add(toldPoll)
		}
		if time.Since(swept) > toldSweep {
			swept = time.Now()
			if _, err := conn.Exec(ctx, `delete from told where at < $1 and seq < (select max(seq) from told)`, swept.Add(-toldKept).UnixMilli()); err != nil {
				return err
			}
		}
		wait, cancel := context.WithDeadline(ctx, look)
		note, err := conn.WaitForNotification(wait)
		cancel()
		switch { // what is said is no reason to read what was told: it comes far more often
		case err == nil && note.Channel == toldChannel:
			look = time.Time{}
		case err == nil && said != nil:
			if origin, text, _ := strings.Cut(note.Payload, " "); origin != p.origin {
				said(text)
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && wait.Err() == nil {
			return err
		}
	}
}

// hear passes on the rows after *from that other processes wrote, and moves *from.
func (p postgresServer) hear(ctx context.Context, conn *pgx.Conn, from *int64, heard func(map[string]int64, bool)) error {
	rows, err := conn.Query(ctx, `select seq, origin, topics from told where seq > $1 order by seq limit 500`, *from)
	if err != nil {
		return err
	}
	defer rows.Close()
	missed, all := false, make(map[string]int64)
	for rows.Next() {
		var seq int64
		var origin, body string
		if err := rows.Scan(&seq, &origin, &body); err != nil {
			return err
		}
		missed = missed || seq != *from+1
		*from = seq
		if origin == p.origin {
			continue
		}
		var topics map[string]int64
		if err := json.Unmarshal([]byte(body), &topics); err != nil {
			return fmt.Errorf("row %d of told: %w", seq, err)
		}
		for topic, version := range topics {
			all[topic] = max(version, all[topic])
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(all) > 0 || missed {
		heard(all, missed)
	}
	return nil
}

func newOrigin() string { return rand.Text() }
