package account

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const accountColumns = `id, login, name, person, lang, closed, password_at, signed_in_at, leaves`

func scanAccount(s db.Scanner, a *Account) error {
	var closed int64
	err := s.Scan(&a.ID, &a.Login, &a.Name, &a.Person, &a.Lang, &closed, &a.PasswordAt, &a.SignedInAt, &a.Leaves)
	a.Closed = closed != 0
	return err
}

func byID(ctx context.Context, q db.Querier, id ident.ID) (Account, bool, error) {
	return db.One(ctx, q, scanAccount, `select `+accountColumns+` from account where id = $1`, int64(id))
}

type secret struct {
	Account
	hash string
}

func scanSecret(s db.Scanner, v *secret) error {
	var closed int64
	err := s.Scan(&v.ID, &v.Login, &v.Name, &v.Person, &v.Lang, &closed, &v.PasswordAt, &v.SignedInAt, &v.Leaves, &v.hash)
	v.Closed = closed != 0
	return err
}

func secretByLogin(ctx context.Context, q db.Querier, key string) (secret, bool, error) {
	return db.One(ctx, q, scanSecret, `select `+accountColumns+`, password from account where login_key = $1`, key)
}

func secretByID(ctx context.Context, q db.Querier, id ident.ID) (secret, bool, error) {
	return db.One(ctx, q, scanSecret, `select `+accountColumns+`, password from account where id = $1`, int64(id))
}

func scanGrant(s db.Scanner, g *Grant) error {
	return s.Scan(&g.ID, &g.Account, &g.Role, &g.Unit, &g.From, &g.To, &g.Decision, &g.Capacity)
}

// grantsOf gives all grants of an account in the order in which they were given.
func grantsOf(ctx context.Context, q db.Querier, account ident.ID) ([]Grant, error) {
	return db.All(ctx, q, scanGrant, `select id, account, role, unit, valid_from, valid_to, decision, capacity
		from account_grant where account = $1 order by id`, int64(account))
}

func grantByID(ctx context.Context, q db.Querier, id ident.ID) (Grant, bool, error) {
	return db.One(ctx, q, scanGrant, `select id, account, role, unit, valid_from, valid_to, decision, capacity
		from account_grant where id = $1`, int64(id))
}

// grantsOn gives the grants on a unit with the accounts that hold them.
func grantsOn(ctx context.Context, q db.Querier, unit ident.ID) ([]Grant, error) {
	return db.All(ctx, q, scanGrant, `select id, account, role, unit, valid_from, valid_to, decision, capacity
		from account_grant where unit = $1 order by id`, int64(unit))
}

func insertGrant(ctx context.Context, w *db.Write, g Grant) error {
	_, err := w.Exec(ctx, `insert into account_grant (id, account, role, unit, valid_from, valid_to, decision, capacity)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, int64(g.ID), int64(g.Account), string(g.Role), int64(g.Unit), int64(g.From), int64(g.To), g.Decision, string(g.Capacity))
	return err
}

type row struct {
	Account
	key, sortKey, hash string
	demo               FileDemo
}

func insertAccount(ctx context.Context, w *db.Write, r row) error {
	_, err := w.Exec(ctx, `insert into account (id, login, login_key, name, sort_key, person, lang, password, password_at, signed_in_at,
			closed, demo_order, demo_label_vi, demo_label_en, demo_about_vi, demo_about_en)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10, $11, $12, $13, $14)`,
		int64(r.ID), r.Login, r.key, r.Name, r.sortKey, int64(r.Person), r.Lang, r.hash, int64(r.PasswordAt),
		int64(r.demo.Order), r.demo.Label, r.demo.LabelEN, r.demo.AboutVI, r.demo.AboutEN)
	return err
}

func setPassword(ctx context.Context, w *db.Write, account ident.ID, hash string, at when.Instant) error {
	_, err := w.Exec(ctx, `update account set password = $1, password_at = $2 where id = $3`, hash, int64(at), int64(account))
	return err
}

func tryOf(ctx context.Context, q db.Querier, hash string) (try, error) {
	t, _, err := db.One(ctx, q, func(s db.Scanner, t *try) error { return s.Scan(&t.tries, &t.at) },
		`select tries, tried_at from sign_in_try where login_hash = $1`, hash)
	return t, err
}

func saveTry(ctx context.Context, w *db.Write, hash string, t try) error {
	_, err := w.Exec(ctx, `insert into sign_in_try (login_hash, tries, tried_at) values ($1, $2, $3)
		on conflict (login_hash) do update set tries = excluded.tries, tried_at = excluded.tried_at`, hash, t.tries, int64(t.at))
	return err
}

// personByCode finds an official by the code that files use, 0 for none.
func personByCode(ctx context.Context, q db.Querier, code string) (ident.ID, error) {
	id, err := db.Int(ctx, q, `select id from person where code = $1`, code)
	return ident.ID(id), err
}
