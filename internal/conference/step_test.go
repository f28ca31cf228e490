package conference

import (
	"testing"

	"giaoban/internal/actor"
)

// Approving and issuing ask a second factor where the policy is on; an access token is refused whatever the policy.
func TestApprovingAndIssuingAskASecondFactor(t *testing.T) {
	for _, c := range []struct {
		with           actor.Assurance
		approve, issue string // refusals, "" for none
	}{
		{actor.SignedIn, "actor.step_approve", "actor.step_issue"},
		{actor.JustSigned, "actor.step_approve", "actor.step_issue"},
		{actor.ByToken, "actor.not_by_token", "actor.not_by_token"},
		{actor.SteppedUp, "", ""},
		{actor.NotAsked, "", ""},
	} {
		h := newHouse(t)
		id, _ := h.closed()
		chair, secretary := h.chair, h.secretary
		chair.Assurance, secretary.Assurance = c.with, c.with
		if c.approve != "" {
			h.refused(h.s.Approve(h.ctx, chair, id, ""), c.approve, "")
			if h.facts(id).Approved() {
				t.Fatal("approved without a second factor")
			}
			h.must(h.s.Approve(h.ctx, h.chair, id, ""))
		} else {
			h.must(h.s.Approve(h.ctx, chair, id, ""))
		}
		h.on("2021-04-02 16:10")
		if c.issue != "" {
			h.refused(h.s.Issue(h.ctx, secretary, id, IssueEntry{}, ""), c.issue, "")
			continue
		}
		h.must(h.s.Issue(h.ctx, secretary, id, IssueEntry{}, ""))
		if h.facts(id).Notice.Zero() {
			t.Error("nothing was issued")
		}
	}
}

// A ticket that was taken and not used yet is void as soon as its account may no longer sit in the room.
func TestAnUnusedTicketDiesWithTheRight(t *testing.T) {
	h := newHall(t)
	id := h.opened()
	a := h.site(id, "AB")
	d := desks{h.specialist.Account: h.specialist}
	h.room = NewRoom(RoomDeps{Conferences: h.s, Media: h.stage, Accounts: d, Real: h.real})
	_, err := h.room.MediaToken(h.ctx, h.specialist, id, a.ID)
	h.must(err)
	h.room.review(h.ctx)
	if len(h.stage.removed) != 0 {
		t.Fatalf("voided without a reason: %v", h.stage.removed)
	}
	delete(d, h.specialist.Account) // closed before the page joined
	h.room.review(h.ctx)
	if want := id.String() + "/" + a.ID.String(); len(h.stage.removed) != 1 || h.stage.removed[0] != want {
		t.Errorf("removed %v, want %s", h.stage.removed, want)
	}
}
