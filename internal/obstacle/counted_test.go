package obstacle_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// on sets the clock to nine o'clock of a day.
func (h *house) on(d when.Date) when.Instant {
	h.clock.Set(when.At(d, 9*60).Time())
	return when.Present(h.clock)
}

func (h *house) solve(id ident.ID) {
	h.Helper()
	h.must(h.s.Answer(h.Context(), at(h.coc, actor.Office), id, "x", obstacle.Change{}, ""))
	h.must(h.s.Accept(h.Context(), at(h.a, actor.Specialist), id, "", ""))
}

// resolved counts in SQL, and holds the list against it.
func (h *house) resolved(c obstacle.Counting) (solved, all int64) {
	h.Helper()
	h.must(h.db.View(h.Context(), func(ctx context.Context, r *db.Read) (err error) {
		solved, all, err = h.s.Resolved(ctx, r, c.Unit, c.Span, c.At)
		return err
	}))
	list, err := h.s.Counted(h.Context(), at(c.Unit, actor.Specialist), c)
	h.must(err)
	var settled int64
	for _, o := range list {
		if o.Settled {
			settled++
		}
	}
	if int64(len(list)) != all || settled != solved {
		h.Errorf("%v at %v: counted %d of %d, listed %d of %d", c.Span, c.At, solved, all, settled, len(list))
	}
	return solved, all
}

// Which obstacle counts in which quarter, and as of which day.
func TestWhatCounts(t *testing.T) {
	q1, q2 := when.Span{From: 20220101, To: 20220331}, when.Span{From: 20220401, To: 20220630}
	for _, c := range []struct {
		name                       string
		raised, solved, withdrawn  when.Date
		span                       when.Span
		asOf                       when.Date
		wantSolved, wantAll, after int64 // after: of all, as of a year later
	}{
		{"pending all the time", 20211201, 0, 0, q1, 20220405, 0, 1, 1},
		{"raised and solved within", 20220110, 20220220, 0, q1, 20220405, 1, 1, 1},
		{"raised before, solved within", 20211001, 20220220, 0, q1, 20220405, 1, 1, 1},
		{"solved on the first day", 20211001, 20220101, 0, q1, 20220405, 1, 1, 1},
		{"solved on the last day", 20211001, 20220331, 0, q1, 20220405, 1, 1, 1},
		{"solved the day before", 20211001, 20211231, 0, q1, 20220405, 0, 0, 0},
		{"solved the day after is pending then", 20220110, 20220401, 0, q1, 20220405, 0, 1, 1},
		{"and solved in the next quarter", 20220110, 20220401, 0, q2, 20220705, 1, 1, 1},
		{"raised on the last day", 20220331, 0, 0, q1, 20220405, 0, 1, 1},
		{"raised the day after", 20220401, 0, 0, q1, 20220405, 0, 0, 0},
		{"withdrawn does not count", 20220110, 0, 20220220, q1, 20220405, 0, 0, 0},
		{"withdrawn after the moment still counts in it", 20220110, 0, 20220501, q1, 20220405, 0, 1, 0},
		{"solved after the moment is pending in it", 20220110, 20220320, 0, q1, 20220315, 0, 1, 1},
		{"raised after the moment is not there", 20220320, 0, 0, q1, 20220315, 0, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := open(t)
			h.on(c.raised)
			id := h.raise(obstacle.New{Unit: h.a, Body: "x"})
			h.raise(obstacle.New{Unit: h.b, Body: "of another unit"})
			h.raise(obstacle.New{Unit: h.below, Body: "of a unit below"})
			if c.solved != 0 {
				h.on(c.solved)
				h.solve(id)
			}
			if c.withdrawn != 0 {
				h.on(c.withdrawn)
				h.must(h.s.Withdraw(t.Context(), at(h.a, actor.Specialist), id, "x", ""))
			}
			h.on(20230401)
			solved, all := h.resolved(obstacle.Counting{Unit: h.a, Span: c.span, At: when.At(c.asOf, 12*60)})
			if solved != c.wantSolved || all != c.wantAll {
				t.Errorf("%d of %d, want %d of %d", solved, all, c.wantSolved, c.wantAll)
			}
			if _, all := h.resolved(obstacle.Counting{Unit: h.a, Span: c.span, At: when.At(20230331, 0)}); all != c.after {
				t.Errorf("a year later %d, want %d", all, c.after)
			}
		})
	}
}

// Whatever becomes of the register afterwards, what it was at a moment is counted again, and a longer span is what was
// settled in its first part and all of its second.
func TestTheRegisterOfAMomentIsCountedAgain(t *testing.T) {
	h := open(t)
	r := rand.New(rand.NewPCG(13, 7))
	spans := []when.Span{{From: 20220101, To: 20220331}, {From: 20220401, To: 20220630}, {From: 20220101, To: 20220630}}
	type seen struct {
		count       obstacle.Counting
		solved, all int64
	}
	var pending []ident.ID
	var then []seen
	withdrawn := false
	for day := when.Date(20211215); day < 20220715; day = day.AddDays(1 + r.IntN(4)) {
		h.on(day)
		switch n := r.IntN(10); {
		case n < 5 || len(pending) == 0:
			pending = append(pending, h.raise(obstacle.New{Unit: h.a, Body: fmt.Sprint(day)}))
		default:
			i := r.IntN(len(pending))
			if n < 9 {
				h.solve(pending[i])
			} else {
				withdrawn = true
				h.must(h.s.Withdraw(t.Context(), at(h.a, actor.Specialist), pending[i], "x", ""))
			}
			pending = append(pending[:i], pending[i+1:]...)
		}
		for _, s := range spans {
			one := seen{count: obstacle.Counting{Unit: h.a, Span: s, At: when.Present(h.clock)}}
			one.solved, one.all = h.resolved(one.count)
			then = append(then, one)
		}
		h.clock.Shift(time.Second)
	}
	if !withdrawn {
		t.Fatal("nothing was withdrawn")
	}
	for _, one := range then {
		if solved, all := h.resolved(one.count); solved != one.solved || all != one.all {
			t.Errorf("%v at %v: %d of %d, was %d of %d", one.count.Span, one.count.At, solved, all, one.solved, one.all)
		}
	}
	for i := 0; i+2 < len(then); i += 3 {
		first, second, whole := then[i], then[i+1], then[i+2]
		if whole.solved != first.solved+second.solved || first.count.At.Date() > 20220331 && whole.all != first.solved+second.all {
			t.Errorf("at %v: %v and %v make %v", whole.count.At, first, second, whole)
		}
	}
}

// The list behind a figure is for the unit's own desks and for who reads tasks above it; a moment to come is now.
func TestWhoReadsWhatCounts(t *testing.T) {
	h := open(t)
	h.raise(obstacle.New{Unit: h.a, Body: "x"})
	c := obstacle.Counting{Unit: h.a, Span: when.Span{From: 20210401, To: 20210630}, At: when.At(20991231, 0)}
	for name, who := range map[string]actor.Actor{"own": at(h.a, actor.Specialist), "above": at(h.coc, actor.Office)} {
		if list, err := h.s.Counted(t.Context(), who, c); err != nil || len(list) != 1 || list[0].Settled {
			t.Errorf("%s: %v %v", name, list, err)
		}
	}
	for name, who := range map[string]actor.Actor{"beside": at(h.b, actor.Office), "below": at(h.below, actor.Specialist)} {
		_, err := h.s.Counted(t.Context(), who, c)
		h.refused(name, err, "actor.forbidden_read_task")
	}
}

// What a unit raised that has ended counts for the unit in which it goes on, from the period on in which it ended; where it was
// split, for none of its parts. Its own last reports keep it.
func TestWhatEndedUnitsRaisedCounts(t *testing.T) {
	h := open(t)
	ctx, system := t.Context(), actor.SystemActor("test")
	h.on(20220110)
	h.raise(obstacle.New{Unit: h.a, Body: "x"})
	old := h.raise(obstacle.New{Unit: h.b, Body: "y"})
	h.raise(obstacle.New{Unit: h.b, Body: "z"})
	q1, q2, q3 := when.Span{From: 20220101, To: 20220331}, when.Span{From: 20220401, To: 20220630}, when.Span{From: 20220701, To: 20220930}
	want := func(what string, unit ident.ID, span when.Span, at when.Date, solved, all int64) {
		t.Helper()
		if gotSolved, got := h.resolved(obstacle.Counting{Unit: unit, Span: span, At: when.At(at, 12*60)}); gotSolved != solved || got != all {
			t.Errorf("%s: %d of %d, want %d of %d", what, gotSolved, got, solved, all)
		}
	}
	h.on(20220501)
	_, err := h.units.Merge(ctx, system, []ident.ID{h.b}, h.a, org.NewUnit{}, org.Decree{Date: 20220515, Act: "NQ 1"})
	h.must(err)
	h.on(20220510)
	want("before the merger", h.a, q2, 20220510, 0, 1)
	h.on(20220520)
	h.must(h.s.Answer(ctx, at(h.coc, actor.Office), old, "x", obstacle.Change{}, ""))
	h.must(h.s.Accept(ctx, at(h.a, actor.Head), old, "", ""))
	h.on(20221001)
	want("after it", h.a, q2, 20220705, 1, 3)
	want("and in the next quarter", h.a, q3, 20221001, 0, 2)
	want("the quarter before it, looked at later", h.a, q1, 20221001, 0, 1)
	var solved, all int64
	h.must(h.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		solved, all, err = h.s.Resolved(ctx, r, h.b, q1, when.At(20221001, 0))
		return err
	}))
	if solved != 0 || all != 2 {
		t.Errorf("its own last report: %d of %d", solved, all)
	}

	h.must(h.units.Move(ctx, system, h.below, h.coc, org.Decree{Date: 20221101, Act: "NQ 2"}))
	parts, err := h.units.Split(ctx, system, h.a, []org.NewUnit{{Parent: h.coc, Code: "a1", Name: "A 1", Level: "province", Kind: "board"}, {Parent: h.coc, Code: "a2", Name: "A 2", Level: "province", Kind: "board"}}, org.Decree{Date: 20221115, Act: "NQ 3"})
	h.must(err)
	h.on(20230101)
	for _, part := range parts {
		want("a part", part.ID, when.Span{From: 20221001, To: 20221231}, 20230101, 0, 0)
	}
	h.must(h.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		solved, all, err = h.s.Resolved(ctx, r, h.a, when.Span{From: 20221001, To: 20221114}, when.At(20230101, 0))
		return err
	}))
	if solved != 0 || all != 2 {
		t.Errorf("until it was split: %d of %d", solved, all)
	}
}
