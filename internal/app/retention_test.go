package app

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/retention"
	"giaoban/internal/when"
)

// counts gives how many records there are of each kind, and of what is never removed.
func (w *world) counts() (kept map[retention.Kind]int64, forever map[string]int64) {
	w.Helper()
	kept, forever = make(map[retention.Kind]int64), make(map[string]int64)
	w.must(w.db.View(w.Context(), func(ctx context.Context, r *db.Read) (err error) {
		for kind, text := range map[retention.Kind]string{
			retention.SignIns:   `select (select count(*) from login_session) + (select count(*) from account_challenge) + (select count(*) from sign_in_try)`,
			retention.Told:      `select count(*) from told where origin = 'test'`,
			retention.Keys:      `select count(*) from idem where key not like 'demo/%'`,
			retention.Drafts:    `select count(*) from filing_field t join filing f on f.id = t.filing where f.state = 'draft' and f.current = 0`,
			retention.LineTests: `select count(*) from conference_line_test`,
			retention.Presence:  `select count(*) from conference_site_state t join conference_site s on s.id = t.site join conference c on c.id = s.conference where c.status = 'concluded'`,
			retention.Tokens:    `select (select count(*) from access_token) + (select count(*) from activation)`,
			retention.Accounts:  `select count(*) from account where closed = 1 and forgotten_at = 0`,
			retention.Bodies:    `select count(*) from journal_body`,
			retention.Mails:     `select count(*) from mail_outbox where state <> 'waiting'`,
		} {
			if kept[kind], err = db.Int(ctx, r, text); err != nil {
				return err
			}
		}
		for _, table := range []string{"journal", "filing", "filing_version", "filing_remark", "document", "document_version", "document_receipt",
			"conference", "conference_conclusion", "conference_delegate", "task", "task_update", "unit", "appointment", "account", "account_grant", "news_item"} {
			if forever[table], err = db.Int(ctx, r, `select count(*) from `+table); err != nil {
				return err
			}
		}
		forever["marks of the loader"], err = db.Int(ctx, r, `select count(*) from idem where key like 'demo/%'`)
		return err
	}))
	return kept, forever
}

// leave puts something of every kind there, all of it from before at, and gives the account that it closed.
func (w *world) leave(at time.Time) ident.ID {
	w.Helper()
	ctx, old := w.Context(), at.Add(-time.Minute)
	closed := w.as("tl.chutich").Account
	_, err := w.account.SetClosed(ctx, actor.SystemActor("test"), closed, true, "Nghỉ hưu")
	w.must(err)
	_, _, err = w.account.MakeToken(ctx, w.office, account.NewToken{Unit: w.office.Unit, Name: "Kho", Scopes: []actor.Scope{actor.ReadReports}, Expires: when.DateOf(time.Now()).AddDays(5), Key: "t"})
	w.must(err)
	w.must(w.account.SessionStore().Save(ctx, "gone", []byte(`{}`), when.InstantOf(time.Now().Add(time.Hour))))
	ms := old.UnixMilli()
	w.must(w.db.Do(ctx, "test.leave", func(ctx context.Context, t *db.Write) error {
		site, err := db.Int(ctx, t, `select id from conference_site where conference = $1 order by id`, int64(w.held))
		if err != nil {
			return err
		}
		filing, err := db.Int(ctx, t, `select id from filing where state = 'draft' and current = 0 order by id`)
		if err != nil {
			return err
		}
		for _, s := range []struct {
			text string
			args []any
		}{
			{`insert into conference_line_test (id, site, at, by_name, result) values (1, $1, $2, 'x', '{}')`, []any{site, ms}},
			{`insert into conference_site_state (id, site, status, at, by_name) values (1, $1, 'lost', $2, 'x')`, []any{site, ms}},
			{`insert into filing_field (filing, field, text, version, account, name, at) values ($1, 'A1', '5', 1, 1, 'x', $2)`, []any{filing, ms}},
			{`update filing set draft_version = 1 where id = $1`, []any{filing}},
			{`insert into told (seq, at, origin, topics) values ((select coalesce(max(seq), 0) + 1 from told), $1, 'test', '{}')`, []any{ms}},
			{`insert into told (seq, at, origin, topics) values ((select max(seq) + 1 from told), $1, 'other', '{}')`, []any{ms}},
			{`insert into activation (account, code_hash, issued_at, expires, tries) values ($1, 'x', $2, $2, 0) on conflict (account) do nothing`, []any{int64(w.other.Account), ms}},
			{`update activation set expires = $1`, []any{ms}},
			{`insert into mail_outbox (id, mark, account, kind, address, subject, body, off, made_at, due_at, tries, lease, lease_until, state, ended_at, reason)
				values (1, '', 0, 'test', '', '', '', '', $1, $1, 1, '', 0, 'sent', $1, '')`, []any{ms}},
			{`insert into sign_in_try (login_hash, tries, tried_at) values ('x', 1, $1)`, []any{ms}},
			{`update account set closed_at = $1 where id = $2`, []any{ms, int64(closed)}},
			{`update access_token set expires = $1`, []any{ms}},
			{`update login_session set expires = $1`, []any{ms}},
			{`update idem set at = $1`, []any{ms}},
		} {
			if _, err := t.Exec(ctx, s.text, s.args...); err != nil {
				return err
			}
		}
		return nil
	}))
	return closed
}

func (w *world) kept(kind retention.Kind) retention.Kept {
	w.Helper()
	list, err := w.retention.List(w.Context(), w.office)
	w.must(err)
	return list[slices.IndexFunc(list, func(k retention.Kept) bool { return k.Kind == kind })]
}

// What is not due stays, what is due goes, a second run finds nothing; what is for ever stays whatever the time, and the
// journal's chain and the doctor are content when all bodies are gone.
func TestWhatWasKeptLongEnoughGoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.work()
	at := w.clock.Now()
	w.leave(at)
	before, forever := w.counts()
	for _, p := range retention.Policies() {
		if before[p.Kind] == 0 {
			t.Errorf("the test has nothing of kind %s", p.Kind)
		}
	}
	w.must(w.retention.Clean(t.Context(), at))
	if now, _ := w.counts(); !maps.Equal(now, before) {
		t.Errorf("something went before its time: %v, before %v", now, before)
	}

	much := time.Now().AddDate(20, 0, 0)
	w.must(w.retention.Clean(t.Context(), much))
	now, still := w.counts()
	for kind, n := range now {
		if n != 0 {
			t.Errorf("%d of kind %s are still there", n, kind)
		}
		if k := w.kept(kind); k.Removed < before[kind] || k.RanAt != when.InstantOf(much) {
			t.Errorf("%s: said to have removed %d of %d at %v", kind, k.Removed, before[kind], k.RanAt)
		}
	}
	if !maps.Equal(still, forever) {
		t.Errorf("what is for ever changed: %v, before %v", still, forever)
	}
	all := w.kept(retention.Bodies).RemovedAll
	w.must(w.retention.Clean(t.Context(), much.Add(time.Hour)))
	if k := w.kept(retention.Bodies); k.Removed != 0 || k.RemovedAll != all {
		t.Errorf("a second run removed %d more", k.Removed)
	}

	w.must(w.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		n, err := journal.Verify(ctx, r)
		if n != forever["journal"] {
			t.Errorf("verified %d of %d entries", n, forever["journal"])
		}
		return err
	}))
	keys, _ := examined(t, configOf(w.App))
	for _, key := range keys {
		if key == "doctor.journal_broken" || key == "doctor.totals_differ" || key == "doctor.db_broken" || key == "doctor.files_broken" || key == "doctor.job_failed" {
			t.Errorf("the doctor finds %s", key)
		}
	}
}

// Who held an account that was closed long ago is told nowhere but where it signed; a changed time holds after a day.
func TestClosedAccountsAreForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.work()
	ctx, real := t.Context(), time.Now()
	id := w.leave(real.AddDate(0, 0, -100))
	forgotten := func(now time.Time) bool {
		t.Helper()
		w.must(w.retention.Clean(ctx, now))
		kept, _ := w.counts()
		return kept[retention.Accounts] == 0
	}
	if forgotten(real) {
		t.Fatal("forgotten after 100 days of 730")
	}
	w.must(w.retention.Change(ctx, w.office, retention.Accounts, 90))
	w.must(w.retention.Change(ctx, w.office, retention.Accounts, 90)) // once more: nothing happens
	if forgotten(real.Add(23 * time.Hour)) {
		t.Fatal("a change took effect at once")
	}
	if !forgotten(real.Add(25 * time.Hour)) {
		t.Fatal("a change took no effect")
	}
	a, err := w.account.ByID(ctx, actor.SystemActor("test"), id)
	w.must(err)
	if a.Name != "Tài khoản đã đóng" || a.Login != "closed-"+id.String() || a.Person != 0 || !a.Closed {
		t.Errorf("what is left: %+v", a)
	}
	if _, err := w.account.SetClosed(ctx, actor.SystemActor("test"), id, false, ""); fault.KindOf(err) != fault.KindConflict {
		t.Errorf("opened again: %v", err)
	}
	w.must(w.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		records, err := journal.For(ctx, r, id)
		for _, e := range records {
			if len(e.Body.Before)+len(e.Body.After) > 0 || e.Body.Note != "" {
				t.Errorf("the journal still tells %s", e.Kind)
			}
		}
		if len(records) == 0 {
			t.Error("the entries themselves are gone")
		}
		changes, err2 := db.Int(ctx, r, `select count(*) from journal j join journal_body b on b.seq = j.seq where j.kind = 'retention.changed'`)
		if changes != 1 {
			t.Errorf("%d entries of a change, want one", changes)
		}
		if err == nil {
			err = err2
		}
		return err
	}))
}

func TestChangingHowLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	unconfirmed := w.office
	unconfirmed.Assurance = actor.SignedIn
	for name, c := range map[string]struct {
		who  actor.Actor
		kind retention.Kind
		days int
		want fault.Kind
	}{
		"nobody":           {actor.Actor{}, retention.Tokens, 60, fault.KindUnauthenticated},
		"another province": {w.other, retention.Tokens, 60, fault.KindForbidden},
		"too short":        {w.office, retention.Tokens, 29, fault.KindInvalid},
		"too long":         {w.office, retention.Tokens, 3651, fault.KindInvalid},
		"fixed":            {w.office, retention.Told, 1, fault.KindConflict},
		"for ever":         {w.office, "filings", 60, fault.KindNotFound},
		"no second factor": {unconfirmed, retention.Tokens, 60, fault.KindOf(unconfirmed.StepUp(actor.StepRetention))},
	} {
		if err := w.retention.Change(t.Context(), c.who, c.kind, c.days); err == nil || fault.KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if k := w.kept(retention.Tokens); k.Now != 365 || k.ChangedAt != 0 {
		t.Errorf("a refused change changed something: %+v", k)
	}
	for _, p := range retention.Policies() {
		if p.Least > p.Days || p.Days > p.Most || w.removers()[p.Kind] == nil {
			t.Errorf("%+v is out of its bounds, or nobody removes it", p)
		}
	}
}
