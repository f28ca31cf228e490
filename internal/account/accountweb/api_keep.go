package accountweb

import (
	"net/http"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// keepOperations are what who keeps a unit's accounts does with them. No token does: a code or secret in the answer opens the house (ADR 0037).
func (x API) keepOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Accounts", Path: path, Person: true, Summary: summary, Text: text}
	}
	api.Register(a, op(http.MethodPost, "createAccount", "/units/{unit}/accounts", "Create an account", "With its first role in the unit. The activation code is told here once; a retry gives none, then issue a slip."), x.create)
	api.Register(a, op(http.MethodGet, "getAccount", "/accounts/{account}", "Read an account", "The caller's own, or one that the caller keeps; all its roles, past ones too."), x.one)
	api.Register(a, op(http.MethodPost, "issueSlip", "/accounts/{account}/slip", "Give a new activation code", "The password it had stops working at once and its sessions end."), x.slip)
	api.Register(a, op(http.MethodPost, "grantRole", "/accounts/{account}/grants", "Give an account a role on a unit", ""), x.grant)
	api.Register(a, op(http.MethodPost, "revokeRole", "/accounts/{account}/grants/{grant}/revoke", "End a role of an account", "From today on; its past stays known."), x.revoke)
	api.Register(a, op(http.MethodPost, "lockAccount", "/accounts/{account}/lock", "Lock an account", "Its sessions end."), x.lock(true))
	api.Register(a, op(http.MethodPost, "unlockAccount", "/accounts/{account}/unlock", "Open a locked account again", ""), x.lock(false))
	api.Register(a, op(http.MethodGet, "previewLeaving", "/accounts/{account}/leave", "Preview: somebody leaves", "The roles and posts that end, and units left without an administrator of their own."), x.leaving)
	api.Register(a, op(http.MethodPost, "leaveAccount", "/accounts/{account}/leave", "Let somebody leave", "On a last day: roles and posts end with it and the account closes."), x.leave)
	api.Register(a, op(http.MethodPost, "stayAccount", "/accounts/{account}/stay", "Take a leaving back", "Before its day is over. What ended with it is given again by hand."), x.stay)
	api.Register(a, op(http.MethodPost, "makeToken", "/units/{unit}/tokens", "Make an access token", "Its secret is told here once and kept nowhere; a retry gives the token without it."), x.makeToken)
	api.Register(a, op(http.MethodPost, "revokeToken", "/tokens/{token}/revoke", "Revoke an access token", "At once. Revoking it again changes nothing."), x.revokeToken)
}

type apiGrant struct {
	ID       string `json:"id"`
	Role     string `json:"role" enum:"specialist,head,office,secretary,chair,editor,technician,admin,deputy"`
	Unit     string `json:"unit"`
	From     string `json:"from,omitempty" format:"date"`
	To       string `json:"to,omitempty" format:"date"`
	Decision string `json:"decision,omitempty"`
}

func showGrants(list []account.Grant) []apiGrant {
	out := []apiGrant{}
	for _, g := range list {
		out = append(out, apiGrant{ID: g.ID.String(), Role: string(g.Role), Unit: g.Unit.String(), From: g.From.String(), To: g.To.String(), Decision: g.Decision})
	}
	return out
}

type apiAccountFull struct {
	ID     string     `json:"id"`
	Login  string     `json:"login"`
	Name   string     `json:"name"`
	Closed bool       `json:"closed"`
	Leaves string     `json:"leaves,omitempty" format:"date" doc:"Last day of somebody who leaves."`
	Grants []apiGrant `json:"grants"`
	Bare   []string   `json:"bare,omitempty" doc:"Units that the act left without an administrator of their own."`
}

// AccountIn is the path of an account.
type AccountIn struct {
	Account api.ID `path:"account"`
}

func (x API) one(c *web.Ctx, in *AccountIn) (*api.Answer[apiAccountFull], error) {
	return x.now(c, in.Account.Ident(), nil, nil)
}

// now answers an act with the account as it then is.
func (x API) now(c *web.Ctx, id ident.ID, bare []ident.ID, err error) (*api.Answer[apiAccountFull], error) {
	if err != nil {
		return nil, err
	}
	a, err := x.Account.ByID(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	grants, err := x.Account.Grants(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	out := apiAccountFull{ID: a.ID.String(), Login: a.Login, Name: a.Name, Closed: a.Closed, Leaves: a.Leaves.String(), Grants: showGrants(grants)}
	for _, unit := range bare {
		out.Bare = append(out.Bare, unit.String())
	}
	return &api.Answer[apiAccountFull]{Body: out}, nil
}

type apiSlip struct {
	Account string `json:"account"`
	Login   string `json:"login"`
	Name    string `json:"name"`
	Code    string `json:"code,omitempty" doc:"Told once; absent on a retry."`
	Expires string `json:"expires,omitempty" format:"date-time"`
}

func showSlip(s account.Slip) *api.Answer[apiSlip] {
	out := apiSlip{Account: s.Account.ID.String(), Login: s.Account.Login, Name: s.Account.Name, Code: s.Code}
	if s.Code != "" {
		out.Expires = s.Expires.ISO()
	}
	return &api.Answer[apiSlip]{Body: out}
}

// APIRole is a role from a day to a day.
type APIRole struct {
	Role     string `json:"role" enum:"specialist,head,office,secretary,chair,editor,technician,admin"`
	From     string `json:"from,omitempty" format:"date"`
	To       string `json:"to,omitempty" format:"date"`
	Decision string `json:"decision,omitempty" maxLength:"200"`
}

func (r APIRole) grant(unit ident.ID) (account.NewGrant, error) {
	n := account.NewGrant{Role: actor.Role(r.Role), Unit: unit, Decision: r.Decision}
	span, err := api.Span(r.From, r.To)
	n.From, n.To = span.From, span.To
	return n, err
}

func (x API) create(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
	Body struct {
		APIRole
		Login  string `json:"login" maxLength:"100"`
		Name   string `json:"name" maxLength:"200"`
		Person string `json:"person,omitempty" maxLength:"40" doc:"The official behind it: see listHolders."`
	}
}) (*api.Answer[apiSlip], error) {
	g, err := in.Body.grant(in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	n := account.NewAccount{Login: in.Body.Login, Name: in.Body.Name, Grants: []account.NewGrant{g}, Key: c.Key()}
	n.Person = api.MaybeID(in.Body.Person)
	s, err := x.Account.Create(c.Context(), c.Actor, n)
	if err != nil {
		return nil, err
	}
	return showSlip(s), nil
}

func (x API) slip(c *web.Ctx, in *AccountIn) (*api.Answer[apiSlip], error) {
	s, err := x.Account.IssueSlip(c.Context(), c.Actor, in.Account.Ident())
	if err != nil {
		return nil, err
	}
	return showSlip(s), nil
}

func (x API) grant(c *web.Ctx, in *struct {
	AccountIn
	Body struct {
		APIRole
		Unit string `json:"unit" maxLength:"40"`
	}
}) (*api.Answer[apiAccountFull], error) {
	n, err := in.Body.grant(api.ParseID(in.Body.Unit).Ident())
	if err != nil {
		return nil, err
	}
	n.Account = in.Account.Ident()
	_, err = x.Account.Grant(c.Context(), c.Actor, n)
	return x.now(c, in.Account.Ident(), nil, err)
}

// APIReason is why something is done.
type APIReason struct {
	Reason string `json:"reason,omitempty" maxLength:"500"`
}

func (x API) revoke(c *web.Ctx, in *struct {
	AccountIn
	Grant api.ID `path:"grant"`
	Body  APIReason
}) (*api.Answer[apiAccountFull], error) {
	bare, err := x.Account.Revoke(c.Context(), c.Actor, in.Account.Ident(), in.Grant.Ident(), in.Body.Reason)
	return x.now(c, in.Account.Ident(), bare, err)
}

func (x API) lock(closed bool) func(c *web.Ctx, in *struct {
	AccountIn
	Body APIReason
}) (*api.Answer[apiAccountFull], error) {
	return func(c *web.Ctx, in *struct {
		AccountIn
		Body APIReason
	}) (*api.Answer[apiAccountFull], error) {
		bare, err := x.Account.SetClosed(c.Context(), c.Actor, in.Account.Ident(), closed, in.Body.Reason)
		return x.now(c, in.Account.Ident(), bare, err)
	}
}

type apiPost struct {
	Unit  string `json:"unit"`
	Title string `json:"title"`
}

type apiLeaving struct {
	Account string     `json:"account"`
	Grants  []apiGrant `json:"grants" doc:"Roles that hold today or will."`
	Posts   []apiPost  `json:"posts" doc:"That end with them."`
	Other   []apiPost  `json:"other" doc:"Posts beyond the caller's units: somebody there ends them."`
	Bare    []string   `json:"bare" doc:"Units whose only own administrator this is."`
	Last    bool       `json:"last" doc:"The last administrator of the top unit: refused."`
}

func (x API) leaving(c *web.Ctx, in *AccountIn) (*api.Answer[apiLeaving], error) {
	l, err := x.Account.Leaving(c.Context(), c.Actor, in.Account.Ident())
	if err != nil {
		return nil, err
	}
	out := apiLeaving{Account: l.Account.ID.String(), Grants: showGrants(l.Grants), Posts: []apiPost{}, Other: []apiPost{}, Bare: []string{}, Last: l.Last}
	for _, h := range l.Posts {
		out.Posts = append(out.Posts, apiPost{h.Position.Unit.String(), h.Position.Title})
	}
	for _, h := range l.Other {
		out.Other = append(out.Other, apiPost{h.Position.Unit.String(), h.Position.Title})
	}
	for _, unit := range l.Bare {
		out.Bare = append(out.Bare, unit.String())
	}
	return &api.Answer[apiLeaving]{Body: out}, nil
}

func (x API) leave(c *web.Ctx, in *struct {
	AccountIn
	Body struct {
		Last     string `json:"last" format:"date" doc:"The last day on which the account works."`
		Decision string `json:"decision,omitempty" maxLength:"200"`
	}
}) (*api.Answer[apiAccountFull], error) {
	last, err := api.Day("last", in.Body.Last)
	if err != nil {
		return nil, err
	}
	l, err := x.Account.Leave(c.Context(), c.Actor, in.Account.Ident(), last, in.Body.Decision)
	return x.now(c, in.Account.Ident(), l.Bare, err)
}

func (x API) stay(c *web.Ctx, in *AccountIn) (*api.Answer[apiAccountFull], error) {
	return x.now(c, in.Account.Ident(), nil, x.Account.Stay(c.Context(), c.Actor, in.Account.Ident()))
}

type apiNewToken struct {
	APIToken
	Secret string `json:"secret,omitempty" doc:"Told once; absent on a retry."`
}

func (x API) makeToken(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
	Body struct {
		Name    string   `json:"name" maxLength:"100"`
		Scopes  []string `json:"scopes" minItems:"1" maxItems:"20"`
		Expires string   `json:"expires" format:"date" doc:"Its last day, at most a year away."`
	}
}) (*api.Answer[apiNewToken], error) {
	last, err := api.Day("expires", in.Body.Expires)
	if err != nil {
		return nil, err
	}
	n := account.NewToken{Unit: in.Unit.Ident(), Name: in.Body.Name, Expires: last, Key: c.Key()}
	for _, s := range in.Body.Scopes {
		n.Scopes = append(n.Scopes, actor.Scope(s))
	}
	t, secret, err := x.Account.MakeToken(c.Context(), c.Actor, n)
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiNewToken]{Body: apiNewToken{showToken(t, x.Account.RealNow()), secret}}, nil
}

func (x API) revokeToken(c *web.Ctx, in *struct {
	Token api.ID `path:"token"`
}) (*struct{}, error) {
	return nil, x.Account.RevokeToken(c.Context(), c.Actor, in.Token.Ident())
}
