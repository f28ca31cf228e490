package account

import (
	"context"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// keeper is a real account that keeps the accounts of a unit: tokens name their maker.
func (w *world) keeper(login, unit string) actor.Actor {
	w.t.Helper()
	a := w.account(login, NewGrant{Role: actor.Admin, Unit: w.unit[unit]})
	who, err := w.ActorFor(w.t.Context(), a.ID, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return who
}

func (w *world) newToken(unit string, scopes ...actor.Scope) NewToken {
	return NewToken{Unit: w.unit[unit], Name: " Phần mềm một cửa ", Scopes: scopes, Expires: 20250930}
}

func (w *world) refused(secret, key string) {
	w.t.Helper()
	who, err := w.ActorForToken(w.t.Context(), secret)
	if !fault.Is(err, key) || fault.KindOf(err) != fault.KindUnauthenticated || who.Kind != actor.Public {
		w.t.Errorf("want %s, got %v %+v", key, err, who)
	}
}

func TestTokenActsForItsUnitWithinItsScopes(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	keeper := w.keeper("quan.tri.1", "p1")
	made, secret, err := w.MakeToken(ctx, keeper, w.newToken("p1", actor.WriteDrafts, actor.ReadReports, actor.ReadReports))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(secret, TokenPrefix) || len(secret) < 29 || !strings.HasSuffix(secret, made.Hint) || made.Name != "Phần mềm một cửa" {
		t.Errorf("secret %d characters, token %+v", len(secret), made)
	}
	who, err := w.ActorForToken(ctx, secret)
	if err != nil {
		t.Fatal(err)
	}
	if who.Kind != actor.Program || who.Unit != w.unit["p1"] || who.Account != made.ID || !strings.Contains(who.Name, made.Name) || who.Assurance != actor.ByToken {
		t.Errorf("actor %+v", who)
	}
	if !who.HasAt(actor.DraftFiling, w.unit["p1"]) || who.HasAt(actor.DraftFiling, w.unit["x1"]) || who.HasAt(actor.KeepTask, w.unit["p1"]) || who.HasAt(actor.SignFiling, w.unit["p1"]) {
		t.Error("the token's rights are not its scopes on its unit")
	}
	if _, _, err := w.MakeToken(ctx, who, w.newToken("p1", actor.ReadTasks)); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("a token makes a token: %v", err)
	}
	list, err := w.Tokens(ctx, keeper, w.unit["p1"])
	if err != nil || len(list) != 1 || list[0].UsedAt.Zero() || len(list[0].Scopes) != 2 || list[0].Scopes[0] != actor.ReadReports {
		t.Errorf("list %+v, %v", list, err)
	}
	var notes []journal.Record
	if err := w.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		rows, err := db.All(ctx, r, db.ScanText, `select token_hash from access_token`)
		if err != nil || len(rows) != 1 || strings.Contains(rows[0], secret[3:]) {
			t.Errorf("the secret is stored: %v", err)
		}
		notes, err = journal.For(ctx, r, made.ID)
		return err
	}); err != nil || len(notes) != 1 || notes[0].Kind != "account.token_made" || strings.Contains(string(notes[0].Body.After), secret) {
		t.Errorf("journal %+v, %v", notes, err)
	}
}

func TestTokenEnds(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	keeper := w.keeper("quan.tri.1", "p1")
	other := w.keeper("quan.tri.2", "p2")
	make := func(unit string) (Token, string) {
		t.Helper()
		made, secret, err := w.MakeToken(ctx, keeper, w.newToken(unit, actor.ReadReports))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.ActorForToken(ctx, secret); err != nil {
			t.Fatal(err)
		}
		return made, secret
	}
	for _, bad := range []string{"", "gb_", "gb_" + strings.Repeat("a", 26), strings.Repeat("gb_", 1000)} {
		w.refused(bad, "account.token_unknown")
	}

	made, secret := make("p1")
	if err := w.RevokeToken(ctx, other, made.ID); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("another unit's administrator revokes it: %v", err)
	}
	if _, err := w.Tokens(ctx, other, w.unit["p1"]); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("another unit's administrator lists them: %v", err)
	}
	if err := w.RevokeToken(ctx, keeper, made.ID); err != nil {
		t.Fatal(err)
	}
	w.refused(secret, "account.token_revoked")
	if err := w.RevokeToken(ctx, keeper, made.ID); err != nil {
		t.Errorf("revoking twice: %v", err)
	}

	_, secret = make("p1")
	w.real.Set(time.Date(2025, 10, 1, 0, 0, 0, 0, when.Zone()))
	w.refused(secret, "account.token_expired")
	w.real.Set(time.Date(2025, 6, 20, 9, 0, 0, 0, when.Zone()))

	_, secret = make("old")
	w.clock.Set(time.Date(2025, 7, 1, 9, 0, 0, 0, when.Zone())) // the unit ended on 30 June
	w.refused(secret, "account.token_unit_gone")
	w.clock.Set(time.Date(2025, 6, 20, 9, 0, 0, 0, when.Zone()))

	_, secret = make("p1")
	if _, err := w.SetClosed(ctx, actor.SystemActor("test"), keeper.Account, true, "nghỉ việc"); err != nil {
		t.Fatal(err)
	}
	w.refused(secret, "account.token_orphaned")
}

func TestTokensAreRefused(t *testing.T) {
	w := open(t)
	keeper := w.keeper("quan.tri.1", "p1")
	good := w.newToken("p1", actor.ReadReports)
	for name, one := range map[string]struct {
		who    actor.Actor
		change func(*NewToken)
		field  string
		key    string
	}{
		"no name":      {keeper, func(n *NewToken) { n.Name = " " }, "name", "account.token_name_missing"},
		"no scope":     {keeper, func(n *NewToken) { n.Scopes = nil }, "scope", "account.token_scope_missing"},
		"wrong scope":  {keeper, func(n *NewToken) { n.Scopes = []actor.Scope{"sign:reports"} }, "scope", "account.token_scope_unknown"},
		"no day":       {keeper, func(n *NewToken) { n.Expires = 0 }, "expires", "account.token_expiry_missing"},
		"past":         {keeper, func(n *NewToken) { n.Expires = 20250619 }, "expires", "account.token_expiry_past"},
		"too far":      {keeper, func(n *NewToken) { n.Expires = 20260701 }, "expires", "account.token_expiry_far"},
		"another unit": {keeper, func(n *NewToken) { n.Unit = w.unit["p2"] }, "", "actor.forbidden_keep_accounts"},
		"no admin":     {actor.Actor{Kind: actor.Person, Account: keeper.Account, Grants: []actor.Grant{{Role: actor.Head, Unit: w.unit["p1"]}}}, func(*NewToken) {}, "", "actor.forbidden_keep_accounts"},
		"no factor":    {func() actor.Actor { k := keeper; k.Assurance = actor.SignedIn; return k }(), func(*NewToken) {}, "", "actor.step_token"},
	} {
		n := good
		one.change(&n)
		_, secret, err := w.MakeToken(t.Context(), one.who, n)
		if secret != "" || !fault.Is(err, one.key) || fault.All(err)[0].Field != one.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	good.Key = "k1"
	first, secret, err := w.MakeToken(t.Context(), keeper, good)
	if err != nil || secret == "" {
		t.Fatal(err)
	}
	again, secret, err := w.MakeToken(t.Context(), keeper, good)
	if err != nil || secret != "" || again.ID != first.ID {
		t.Errorf("a retry makes another token: %+v %v", again, err)
	}
}

// A unit with a token does not go with the import that brought it.
func TestTokensAreUsesOfTheirUnit(t *testing.T) {
	w := open(t)
	if _, _, err := w.MakeToken(t.Context(), w.keeper("quan.tri.1", "p1"), w.newToken("p1", actor.ReadTasks)); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int64{}
	if err := w.d.DB.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		uses, err := w.Uses(ctx, r, actor.SystemActor("test"), []ident.ID{w.unit["p1"], w.unit["x1"]})
		for _, u := range uses {
			counts[u.Key] += int64(u.Count)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if counts["account.uses_tokens"] != 1 || counts["account.uses_grants"] != 1 {
		t.Errorf("uses %v", counts)
	}
}
