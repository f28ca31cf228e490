package report

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const contactOf = `select unit, name, phone, email, changed_at, changed_by from office_contact where unit = $1`

func scanCall(s db.Scanner, c *Call) error {
	var entered, before string
	if err := s.Scan(&c.ID, &c.Filing, &c.Unit, &c.Account, &c.Name, &c.Caller, &c.Title, &c.Phone, &c.CalledAt, &c.At, &entered, &before, &c.State, &c.EndedAt, &c.EndedBy, &c.Reason); err != nil {
		return err
	}
	if err := cmp.Or(json.Unmarshal([]byte(entered), &c.Entered), json.Unmarshal([]byte(before), &c.before)); err != nil {
		return fmt.Errorf("report: stored fields of call %s: %w", c.ID, err)
	}
	return nil
}

// callsOf gives the calls of a filing, newest first.
func callsOf(ctx context.Context, q db.Querier, filing ident.ID) ([]Call, error) {
	return db.All(ctx, q, scanCall, `select id, filing, unit, account, name, caller, title, phone, called_at, at, entered, before, state, ended_at, ended_by, reason
		from phone_in where filing = $1 order by at desc, id desc limit 100`, filing)
}

func saveCall(ctx context.Context, w *db.Write, c Call, again bool) error {
	entered, err := json.Marshal(c.Entered)
	if err != nil {
		return err
	}
	before, err := json.Marshal(c.before)
	if err != nil {
		return err
	}
	if again {
		_, err = w.Exec(ctx, `update phone_in set at = $1, entered = $2, before = $3 where id = $4`, c.At, string(entered), string(before), c.ID)
		return err
	}
	_, err = w.Exec(ctx, `insert into phone_in (id, filing, unit, account, name, caller, title, phone, called_at, at, entered, before, state, ended_at, ended_by, reason)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, '', '')`,
		c.ID, c.Filing, c.Unit, c.Account, c.Name, c.Caller, c.Title, c.Phone, c.CalledAt, c.At, string(entered), string(before), string(c.State))
	return err
}

func endCalls(ctx context.Context, w *db.Write, filing ident.ID, state CallState, at when.Instant, by, reason string) (ended bool, err error) {
	n, err := w.Exec(ctx, `update phone_in set state = $1, ended_at = $2, ended_by = $3, reason = $4, before = '{}' where filing = $5 and state = 'open'`, string(state), at, by, reason, filing)
	return n > 0, err
}

// touchedSince tells whether somebody of the unit itself wrote in its draft after a time.
func touchedSince(ctx context.Context, q db.Querier, filing ident.ID, since when.Instant) (bool, error) {
	n, err := db.Int(ctx, q, `select count(*) from filing_field where filing = $1 and phone = 0 and at > $2`, filing, since)
	return n > 0, err
}

// returnedAt is when the newest version was sent back, or opened again.
func returnedAt(ctx context.Context, q db.Querier, f Filing) (when.Instant, error) {
	at, err := db.Int(ctx, q, `select max(at) from filing_remark where filing = $1 and version = $2 and verdict in ('returned', 'reopened')`, f.ID, f.Current)
	return when.Instant(at), err
}

func savedText(version int64, at when.Instant, clashes []Clash) (string, error) {
	out, err := json.Marshal(Saved{Version: version, At: at, Conflicts: clashes})
	return string(out), err
}
