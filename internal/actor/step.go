package actor

import "giaoban/internal/fault"

// Assurance says how sure the program is that the account's own holder acts. It
// comes from the session and the installation's policy; nobody else sets it.
type Assurance uint8

// From "nobody asks" on. Only StepUp reads them.
const (
	NotAsked   Assurance = iota // this installation asks no second factor, or the program itself acts
	SignedIn                    // signed in with one factor, some while ago
	JustSigned                  // likewise, within minutes: enough to set up the first factor
	SteppedUp                   // a second factor was shown within minutes
	ByToken                     // a program with an access token: never enough, whatever the policy
	ByDevice                    // the computer of a hall, at which anybody may stand: never enough either
)

// Step is an act that binds the organisation or opens the account, and so asks a
// second factor. A service asks for it right after the right: who.StepUp(actor.StepSign).
type Step string

// The acts, the whole list.
const (
	StepSign      Step = "sign"      // sign a report, take the signature back
	StepReceive   Step = "receive"   // accept or return a report
	StepApprove   Step = "approve"   // a chair's word on conclusions and corrections
	StepIssue     Step = "issue"     // number and send a document
	StepConfirm   Step = "confirm"   // confirm counts
	StepAccount   Step = "account"   // one's own password, factors, outside identity
	StepToken     Step = "token"     // make an access token
	StepAccounts  Step = "accounts"  // create accounts, give roles, reset passwords and factors
	StepRetention Step = "retention" // change how long something is kept
)

// Steps lists the acts.
func Steps() []Step {
	return []Step{StepSign, StepReceive, StepApprove, StepIssue, StepConfirm, StepAccount, StepToken, StepAccounts, StepRetention}
}

// StepUp refuses an act whose actor has not shown a second factor within minutes.
// The surface answers the refusal by asking for it and then sends the act again.
func (w Actor) StepUp(s Step) error {
	switch {
	case w.Kind == System:
		return nil
	case w.Kind == Public:
		return fault.Unauthenticated("actor.sign_in")
	case w.Assurance == ByToken:
		return fault.Forbidden("actor.not_by_token")
	case w.Assurance == ByDevice:
		return fault.Forbidden("actor.not_by_device")
	case w.Assurance == NotAsked, w.Assurance == SteppedUp:
		return nil
	}
	return fault.Unconfirmed("actor.step_" + string(s))
}
