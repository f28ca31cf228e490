package account

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
)

func scanToken(s db.Scanner, t *Token) error {
	var scopes string
	if err := s.Scan(&t.ID, &t.Unit, &t.Name, &t.Hint, &scopes, &t.Maker, &t.MakerName, &t.MadeAt, &t.Expires, &t.UsedAt, &t.RevokedAt, &t.RevokedBy); err != nil {
		return err
	}
	for _, scope := range strings.Fields(scopes) {
		t.Scopes = append(t.Scopes, actor.Scope(scope))
	}
	return nil
}

func insertToken(ctx context.Context, w *db.Write, t Token, hash string) error {
	scopes := make([]string, len(t.Scopes))
	for i, s := range t.Scopes {
		scopes[i] = string(s)
	}
	_, err := w.Exec(ctx, `insert into access_token (id, unit, name, token_hash, hint, scopes, maker, maker_name, made_at, expires, used_at, revoked_at, revoked_by)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, '')`, int64(t.ID), int64(t.Unit), t.Name, hash, t.Hint,
		strings.Join(scopes, " "), int64(t.Maker), t.MakerName, int64(t.MadeAt), int64(t.Expires))
	return err
}

const tokenColumns = `id, unit, name, hint, scopes, maker, maker_name, made_at, expires, used_at, revoked_at, revoked_by`

func tokenByHash(ctx context.Context, q db.Querier, hash string) (Token, bool, error) {
	return db.One(ctx, q, scanToken, `select `+tokenColumns+` from access_token where token_hash = $1`, hash)
}

func tokenByID(ctx context.Context, q db.Querier, id ident.ID) (Token, bool, error) {
	return db.One(ctx, q, scanToken, `select `+tokenColumns+` from access_token where id = $1`, int64(id))
}

func tokensOf(ctx context.Context, q db.Querier, unit ident.ID) ([]Token, error) {
	return db.All(ctx, q, scanToken, `select `+tokenColumns+` from access_token where unit = $1 order by id desc limit 200`, int64(unit))
}
