package task_test

import (
	"context"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/task"
)

// A new lead stands where the unit that moves the task gives work: a body of the centre's own level reaches the whole
// country, a province its own side of it.
func TestANewLeadStandsInTheRemit(t *testing.T) {
	h := open(t)
	given := func(assigner, lead ident.ID) ident.ID {
		n := h.electionTask()
		n.Assigner, n.Lead, n.Coordinating = assigner, lead, nil
		var made task.Task
		if err := h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) (err error) {
			made, err = h.tasks.PrepareIn(ctx, w, at(assigner, actor.Secretary), n)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return made.ID
	}
	centre, province := given(h.coc, h.pob), given(h.pob, h.pob)
	h.issue()
	if err := h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update task set state = 'issued' where id = $1`, int64(province))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what     string
		task     ident.ID
		by, lead ident.ID
		key      string
	}{
		{"the centre's body to another province", centre, h.coc, h.tb, ""},
		{"the centre's body to a body of its own", centre, h.coc, h.bodies, ""},
		{"a province to another province", province, h.pob, h.tb, "task.lead_beyond"},
		{"a province to the centre", province, h.pob, h.coc, "task.lead_beyond"},
	} {
		_, err := h.tasks.ChangeLead(h.ctx, at(c.by, actor.Office), c.task, c.lead, "Điều chỉnh")
		if c.key == "" && err != nil || c.key != "" && !fault.Is(err, c.key) {
			t.Errorf("%s: %v, want %q", c.what, err, c.key)
		}
	}
}
