package report_test

import (
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/report"
)

// Signing and receiving ask a second factor where the policy is on, after the right and before anything is written; an
// access token is refused whatever the policy.
func TestBindingActsAskASecondFactor(t *testing.T) {
	for name, c := range map[string]struct {
		with actor.Assurance
		kind fault.Kind // of the refusal, Internal for none
	}{
		"policy off":     {actor.NotAsked, fault.KindInternal},
		"shown":          {actor.SteppedUp, fault.KindInternal},
		"signed in":      {actor.SignedIn, fault.KindUnconfirmed},
		"just signed in": {actor.JustSigned, fault.KindUnconfirmed},
		"by token":       {actor.ByToken, fault.KindForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r := w.open(w.boards())
			w.set(2021, 3, 19, 10)
			f := w.filing(r, w.pob)
			w.save(w.specialist, f, goodFields())
			head, office := w.head, w.office
			head.Assurance, office.Assurance = c.with, c.with
			check := func(act string, err error, key string) {
				t.Helper()
				switch {
				case c.kind == fault.KindInternal && err != nil:
					t.Errorf("%s: %v", act, err)
				case c.kind != fault.KindInternal && (err == nil || fault.KindOf(err) != c.kind || c.kind == fault.KindUnconfirmed && !fault.Is(err, key)):
					t.Errorf("%s is not asked for: %v", act, err)
				}
			}
			check("sign", w.sign(head, f), "actor.step_sign")
			if c.kind != fault.KindInternal {
				must(t, w.sign(w.head, f))
			}
			check("unsign", w.report.Unsign(t.Context(), head, f.ID, ""), "actor.step_sign")
			if c.kind == fault.KindInternal {
				must(t, w.sign(w.head, f))
			}
			must(t, w.send(w.specialist, f))
			check("return", w.report.ReturnFiling(t.Context(), office, f.ID, report.Return{Version: 1, General: "Xem lại."}), "actor.step_receive")
			if c.kind != fault.KindInternal {
				check("accept", w.report.Accept(t.Context(), office, f.ID, 1, ""), "actor.step_receive")
			}
			stranger := w.specialist // who has no right is told so, and is not asked for a factor
			stranger.Assurance = c.with
			wantFault(t, w.report.Accept(t.Context(), stranger, f.ID, 1, ""), fault.KindForbidden, "actor.forbidden_receive_filing")
		})
	}
}
