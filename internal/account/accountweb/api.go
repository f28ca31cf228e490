package accountweb

import (
	"net/http"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

// API is the operations of accounts for other programs.
type API struct{ Account *account.Service }

// Register adds the operations.
func (x API) Register(a *api.API) {
	api.Register(a, api.Op{ID: "getCaller", Method: http.MethodGet, Tag: "Accounts", Path: "/me", Summary: "Read who is calling", Text: "The unit for which the caller acts, and what its token is for."}, x.me)
	api.Register(a, api.Op{ID: "listAccounts", Method: http.MethodGet, Tag: "Accounts", Path: "/units/{unit}/accounts", Person: true, Summary: "List the accounts of a unit", Text: "To who keeps them."}, x.accounts)
	api.Register(a, api.Op{ID: "listTokens", Method: http.MethodGet, Tag: "Accounts", Path: "/units/{unit}/tokens", Person: true, Summary: "List the access tokens of a unit", Text: "To who keeps its accounts; never their secrets."}, x.tokens)
	x.keepOperations(a)
	x.officeOperations(a)
	x.importOperations(a)
	x.journalOperation(a)
}

type apiCaller struct {
	Kind   string   `json:"kind" enum:"person,program"`
	Name   string   `json:"name"`
	Unit   string   `json:"unit,omitempty" doc:"For which the caller acts."`
	Units  []string `json:"units" doc:"All units in which the caller has a role."`
	Scopes []string `json:"scopes" doc:"Of a token."`
	Today  string   `json:"today" format:"date" doc:"The day by which periods, deadlines and titles go."`
}

func (x API) me(c *web.Ctx, _ *struct{}) (*api.Answer[apiCaller], error) {
	out := apiCaller{Kind: "person", Name: c.Actor.Name, Unit: c.Actor.Unit.String(), Units: []string{}, Scopes: []string{}, Today: c.Today.String()}
	if c.Actor.Kind == actor.Program {
		out.Kind = "program"
	}
	for _, unit := range c.Actor.Units() {
		out.Units = append(out.Units, unit.String())
	}
	for _, s := range c.Actor.Scopes {
		out.Scopes = append(out.Scopes, string(s))
	}
	return &api.Answer[apiCaller]{Body: out}, nil
}

// UnitIn is a page of a unit's list.
type UnitIn struct {
	api.Paging
	Unit api.ID `path:"unit"`
}

type apiAccount struct {
	ID     string   `json:"id"`
	Login  string   `json:"login"`
	Name   string   `json:"name"`
	Closed bool     `json:"closed"`
	Leaves string   `json:"leaves,omitempty" format:"date" doc:"Last day of somebody who leaves."`
	Waits  bool     `json:"waits" doc:"Has never had a password: its slip is to be used."`
	Roles  []string `json:"roles" doc:"In this unit, today."`
}

func (x API) accounts(c *web.Ctx, in *UnitIn) (*api.List[apiAccount], error) {
	list, err := x.Account.OfUnit(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(h account.Held) string { return h.Account.ID.String() }, func(h account.Held) apiAccount {
		out := apiAccount{ID: h.Account.ID.String(), Login: h.Account.Login, Name: h.Account.Name, Closed: h.Account.Closed, Leaves: h.Account.Leaves.String(), Waits: h.Waits, Roles: []string{}}
		for _, g := range h.Grants {
			out.Roles = append(out.Roles, string(g.Role))
		}
		return out
	})
}

// APIToken is a token without its secret.
type APIToken struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Hint    string   `json:"hint" doc:"Its last characters."`
	Scopes  []string `json:"scopes"`
	Maker   string   `json:"maker"`
	Live    bool     `json:"live"`
	Expires string   `json:"expires" format:"date-time"`
	UsedAt  string   `json:"used_at,omitempty" format:"date-time"`
}

func (x API) tokens(c *web.Ctx, in *UnitIn) (*api.List[APIToken], error) {
	list, err := x.Account.Tokens(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	now := x.Account.RealNow()
	return api.Cut(c, in.Paging, list, func(t account.Token) string { return t.ID.String() }, func(t account.Token) APIToken { return showToken(t, now) })
}

func showToken(t account.Token, now when.Instant) APIToken {
	out := APIToken{ID: t.ID.String(), Name: t.Name, Hint: t.Hint, Scopes: []string{}, Maker: t.MakerName, Live: t.Live(now), Expires: t.Expires.ISO(), UsedAt: t.UsedAt.ISO()}
	for _, s := range t.Scopes {
		out.Scopes = append(out.Scopes, string(s))
	}
	return out
}
