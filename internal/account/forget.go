package account

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// forgottenName stands for the name of an account that was closed long ago.
const forgottenName = "Tài khoản đã đóng"

// ForgetSignIns removes sessions and challenges that ended before a moment and
// tries from before it, at most limit of each. Signing in removes them earlier
// as a rule; this is for a place where nobody does.
func (s *Service) ForgetSignIns(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error) {
	var all int64
	for _, text := range []string{
		`delete from login_session where token_hash in (select l.token_hash from login_session l where l.expires < $1 order by l.expires limit $2)`,
		`delete from account_challenge where ref in (select c.ref from account_challenge c where c.expires < $1 order by c.expires limit $2)`,
		`delete from sign_in_try where login_hash in (select t.login_hash from sign_in_try t where t.tried_at < $1 order by t.tried_at limit $2)`,
	} {
		n, err := w.Exec(ctx, text, int64(before), limit)
		if err != nil {
			return 0, err
		}
		all += n
	}
	return all, nil
}

// ForgetTokens removes access tokens that expired or were revoked before a moment, activation codes that nobody used,
// and files of accounts that nobody took over.
func (s *Service) ForgetTokens(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error) {
	codes, err := w.Exec(ctx, `delete from activation where account in (select a.account from activation a where a.expires < $1 order by a.account limit $2)`, int64(before), limit)
	if err != nil {
		return 0, err
	}
	drafts, err := w.Exec(ctx, `delete from account_import where id in (select i.id from account_import i
		where i.state = 'draft' and i.changed_at < $1 order by i.id limit $2)`, int64(before), limit)
	if err != nil {
		return 0, err
	}
	tokens, err := w.Exec(ctx, `delete from access_token where id in (select t.id from access_token t
		where t.expires < $1 or t.revoked_at > 0 and t.revoked_at < $1 order by t.id limit $2)`, int64(before), limit)
	return codes + drafts + tokens, err
}

// ForgetClosed removes what tells who held an account that has been closed since
// before a moment: login, name, official, password, factors, outside identities, wishes,
// and the bodies of the journal's entries on it. The row and its grants stay, so
// that what was done with it keeps its sense; it cannot be opened again.
func (s *Service) ForgetClosed(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error) {
	due, err := db.IDs(ctx, w, `select id from account where closed = 1 and forgotten_at = 0 and closed_at > 0 and closed_at < $1 and demo_order = 0 order by id limit $2`,
		int64(before), limit)
	if err != nil {
		return 0, err
	}
	now := s.now()
	for _, id := range due {
		login := "closed-" + id.String() // unique, as logins must be
		if _, err := w.Exec(ctx, `update account set login = $1, login_key = $2, name = $3, sort_key = $4, person = 0, lang = '', password = '', forgotten_at = $5
			where id = $6`, login, loginKey(login), forgottenName, i18n.SortKey(forgottenName), int64(now), int64(id)); err != nil {
			return 0, err
		}
		for _, text := range []string{
			`delete from account_passkey where account = $1`, `delete from account_totp where account = $1`, `delete from account_recovery where account = $1`,
			`delete from account_identity where account = $1`, `delete from login_session where account = $1`,
			`delete from activation where account = $1`, `delete from calendar_feed where account = $1`,
			`delete from mail_digest where account = $1`, `delete from account_mail where account = $1`, `delete from mail_outbox where account = $1`, `delete from correction where account = $1`,
		} {
			if _, err := w.Exec(ctx, text, int64(id)); err != nil {
				return 0, err
			}
		}
		if err := journal.ForgetSubject(ctx, w, id, "account."); err != nil {
			return 0, err
		}
		s.changed(w, id)
	}
	return int64(len(due)), nil
}
