package accountweb

import (
	"giaoban/internal/account"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/web"
)

type pages struct {
	svc    *account.Service
	org    *org.Service
	person *person.Service
	gate   *gate
}

// Routes registers the pages of accounts. person may be nil: then no official titles are shown.
func Routes(m *web.Mux, svc *account.Service, units *org.Service, people *person.Service) {
	p := pages{svc: svc, org: units, person: people, gate: newGate()}
	m.Public("GET /sign-in", p.showSignIn)
	m.Public("POST /sign-in", p.signIn)
	m.Public("GET /sign-in/wait", p.showWait)
	m.Public("GET /sign-in/place", p.tellPlace)
	m.Public("POST /sign-in/leave", p.leaveLine)
	m.Public("POST /demo/sign-in", p.demoSignIn)
	m.Page("GET /account", p.showAccount)
	m.Do("POST /account/password", p.changePassword)
	m.Do("POST /account/sessions/end", p.endSession)
	m.Do("POST /account/sessions/end-others", p.endOthers)
	m.OnUnconfirmed(p.ask)
	m.Page("GET /confirm", p.showConfirm)
	m.Do("POST /confirm", p.confirm)
	m.API("POST /account/passkey/new", p.newPasskey)
	m.API("POST /account/passkey/ask", p.askPasskey)
	m.Do("POST /account/passkeys", p.addPasskey)
	m.Do("POST /account/passkeys/remove", p.removePasskey)
	m.Page("GET /account/app", p.showApp)
	m.Do("POST /account/app", p.addApp)
	m.Do("POST /account/app/remove", p.removeApp)
	m.Do("POST /account/recovery", p.recovery)
	m.Public("POST /sign-in/passkey/ask", p.askSignIn)
	m.Public("POST /sign-in/passkey", p.signInByPasskey)
	m.Public("GET /sign-in/outside", p.goOutside)
	m.Public("GET "+callback, p.arrive)
	m.Do("POST /account/outside", p.linkOutside)
	m.Do("POST /account/outside/unlink", p.unlink)
	m.Do("POST /accounts/{account}/factors/reset", p.resetFactors)
	m.Do("POST /accounts/{account}/outside", p.linkKept)
	m.Do("POST /accounts/{account}/outside/unlink", p.unlinkKept)
	m.Page("GET /accounts", p.showAccounts)
	m.Do("POST /accounts", p.create)
	p.importRoutes(m)
	mailRoutes(m, p)
	m.Page("GET /tokens", p.showTokens)
	m.Do("POST /tokens", p.makeToken)
	m.Do("POST /tokens/revoke", p.revokeToken)
	m.Page("GET /accounts/{account}", p.showKept)
	m.Do("POST /accounts/{account}/grants", p.grant)
	m.Do("POST /accounts/{account}/revoke", p.revoke)
	m.Do("POST /accounts/{account}/slip", p.issueSlip)
	m.Do("POST /accounts/slips", p.issueWaiting)
	m.Public("GET /activate", p.showActivate)
	m.Public("POST /activate", p.activate)
	m.Do("POST /accounts/{account}/close", p.closeAccount)
	m.Page("GET /accounts/{account}/leave", p.showLeave)
	m.Do("POST /accounts/{account}/leave", p.leave)
	m.Do("POST /accounts/{account}/stay", p.stay)
	m.Page("GET /delegations", p.showDelegations)
	m.Do("POST /delegations", p.delegate)
	m.Do("POST /delegations/{grant}/end", p.endDelegation)
	m.Page("GET /devices", p.showDevices)
	m.Do("POST /devices", p.addDevice)
	m.Do("POST /devices/{device}/renew", p.renewDevice)
	m.Do("POST /devices/{device}/revoke", p.revokeDevice)
	m.Public("GET /enrol", p.showEnrol)
	m.Public("POST /enrol", p.enrol)
	m.Page("GET /account/calendar", p.showFeed)
	m.Do("POST /account/calendar", p.makeFeed)
	m.Do("POST /account/calendar/revoke", p.revokeFeed)
	m.Page("GET /account/data", p.showOwn)
	m.Page("GET /account/data.json", p.ownJSON)
	m.Do("POST /account/data/corrections", p.askCorrection)
	m.Page("GET /corrections", p.showWishes)
	m.Do("POST /corrections/{correction}", p.answerWish)
}
