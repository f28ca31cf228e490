package accountweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// tokensView is the list of a unit's access tokens.
type tokensView struct {
	Unit   org.Unit
	Units  []shell.Option // where one may go from here
	Tokens []account.Token
	Form   shell.Form
	Scopes []shell.Option
	Now    when.Instant // real time
	Secret string       // of the token just made: shown this once
	Made   account.Token
}

func (p pages) showTokens(c *web.Ctx) error {
	unit, err := c.QueryID("unit", p.firstKept(c.Actor))
	if err != nil {
		return err
	}
	return p.renderTokens(c, http.StatusOK, tokensView{Form: shell.Form{Values: url.Values{}}}, unit)
}

func (p pages) renderTokens(c *web.Ctx, status int, v tokensView, unit ident.ID) error {
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	var exists bool
	if v.Unit, exists = tree.Unit(unit); !exists {
		return fault.NotFound("web.not_found")
	}
	if v.Tokens, err = p.svc.Tokens(c.Context(), c.Actor, unit); err != nil {
		return err
	}
	v.Units, v.Now = nearby(tree, c.Actor, v.Unit), p.svc.RealNow()
	for _, s := range actor.Scopes() {
		v.Scopes = append(v.Scopes, shell.Option{Value: string(s), Label: c.T(s.TextKey()), Sub: string(s)})
	}
	if !v.Form.Values.Has("expires") {
		v.Form.Values.Set("expires", v.Now.Date().AddMonths(6).Full(c.Lang))
	}
	b := c.Base("", "accountweb.tokens").WithSub(v.Unit.Name)
	b.Path = "/tokens?unit=" + v.Unit.ID.String()
	b = b.WithCrumbs(shell.Crumb{Text: c.T("accountweb.account"), Href: "/account"}, shell.Crumb{Text: c.T("accountweb.accounts"), Href: "/accounts?unit=" + v.Unit.ID.String()})
	return c.RenderStatus(status, tokensPage(b, v))
}

func (p pages) makeToken(c *web.Ctx) error {
	form := c.Form()
	unit, err := c.FormID("unit")
	if err != nil {
		return err
	}
	n := account.NewToken{Unit: unit, Name: form.Get("name"), Key: c.Key()}
	for _, s := range form["scope"] {
		n.Scopes = append(n.Scopes, actor.Scope(s))
	}
	err = dayIn(form, "expires", p.svc.RealNow().Date(), &n.Expires)
	var made tokensView
	if err == nil {
		made.Made, made.Secret, err = p.svc.MakeToken(c.Context(), c.Actor, n)
	}
	if faults, ok := web.Refused(err); ok {
		return p.renderTokens(c, web.RefusedStatus(faults), tokensView{Form: shell.Form{Values: form, Faults: faults}}, unit)
	}
	if err != nil {
		return err
	}
	made.Form = shell.Form{Values: url.Values{}}
	return p.renderTokens(c, http.StatusOK, made, unit) // no redirect: the secret is in this answer alone
}

func (p pages) revokeToken(c *web.Ctx) error {
	id, err := c.FormID("token")
	if err != nil {
		return err
	}
	unit, err := c.FormID("unit")
	if err != nil {
		return err
	}
	if err := p.svc.RevokeToken(c.Context(), c.Actor, id); err != nil {
		return err
	}
	c.Flash("accountweb.token_revoked")
	return c.SeeOther("/tokens?unit=" + unit.String())
}

// tokenState says in a word how a token stands, "" where it works.
func tokenState(v tokensView, t account.Token) string {
	switch {
	case !t.RevokedAt.Zero():
		return "accountweb.token_is_revoked"
	case !v.Now.Before(t.Expires):
		return "accountweb.token_is_expired"
	case t.Orphaned:
		return "accountweb.token_is_orphaned"
	}
	return ""
}

func liveTokens(v tokensView) int {
	n := 0
	for _, t := range v.Tokens {
		if t.Live(v.Now) {
			n++
		}
	}
	return n
}

func scopeWords(b shell.Base, t account.Token) string {
	var words []string
	for _, s := range t.Scopes {
		words = append(words, b.T(s.TextKey()))
	}
	return strings.Join(words, " · ")
}

func lastUse(b shell.Base, t account.Token) string {
	if t.UsedAt.Zero() {
		return b.T("accountweb.never")
	}
	return t.UsedAt.Stamp(b.Lang)
}

// sortedTokens puts the tokens that work before those that do not.
func sortedTokens(v tokensView) []account.Token {
	list := slices.Clone(v.Tokens)
	slices.SortStableFunc(list, func(x, y account.Token) int {
		switch lx, ly := x.Live(v.Now), y.Live(v.Now); {
		case lx && !ly:
			return -1
		case ly && !lx:
			return 1
		}
		return 0
	})
	return list
}
