package conference

import (
	"context"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
)

// A site's page reaches one process; the others must not take it for lost.
func TestSignsOfLifeOfAnotherProcess(t *testing.T) {
	h := newHall(t)
	id := h.opened()
	a := h.site(id, "AB")
	other := NewRoom(RoomDeps{Conferences: h.s, Real: h.real})
	h.connect(id, h.specialist, a)
	h.must(other.Sweep(h.ctx)) // sees the site for the first time
	h.pass(20 * time.Second)
	_, err := h.room.Present(h.ctx, h.specialist, id, a.ID)
	h.must(err)
	h.must(h.room.Sweep(h.ctx))
	if dbtest.Postgres() {
		h.must(h.db.View(h.ctx, func(ctx context.Context, r *db.Read) error {
			n, err := db.Int(ctx, r, `select count(*) from told where topics like '%"sign:`+a.ID.String()+`"%'`)
			if n == 0 {
				t.Error("the sign of life was not told")
			}
			return err
		}))
	}
	other.Heard(signTopic + a.ID.String())
	h.pass(10 * time.Second)
	h.must(other.Sweep(h.ctx))
	if s := h.site(id, "AB"); s.Status != Connected {
		t.Errorf("10 s after its last sign of life: %s", s.Status)
	}
	h.pass(20 * time.Second)
	h.must(other.Sweep(h.ctx))
	if s := h.site(id, "AB"); s.Status != Lost {
		t.Errorf("after 30 s: %s", s.Status)
	}
	// It comes back through the first process; the other has only old news of it.
	h.connect(id, h.specialist, a)
	h.must(other.Sweep(h.ctx))
	if s := h.site(id, "AB"); s.Status != Connected {
		t.Errorf("back: %s", s.Status)
	}
}
