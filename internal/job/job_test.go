package job

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"giaoban/internal/db/dbtest"
)

func TestDue(t *testing.T) {
	now := time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC)
	ran, fail := 0, error(nil)
	r := &Runner{DB: dbtest.Open(t), Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	j := Job{Name: "compare", Every: time.Hour, Run: func(context.Context, time.Time) error { ran++; return fail }}
	r.Jobs = []Job{j, {Name: "never"}}
	state := func(ran time.Time, failed bool) {
		t.Helper()
		states, err := r.States(t.Context())
		if err != nil || len(states) != 2 || !states[0].Ran.Equal(ran) || states[0].Failed != failed || !states[1].Ran.IsZero() || states[1].Failed {
			t.Errorf("%+v, %v; want %v %v", states, err, ran, failed)
		}
	}
	state(time.Time{}, false)
	step := func(d time.Duration, want int, wantErr bool) {
		t.Helper()
		now = now.Add(d)
		if err := r.Due(t.Context(), j); (err != nil) != wantErr {
			t.Fatalf("error %v", err)
		}
		if ran != want {
			t.Fatalf("ran %d times, want %d", ran, want)
		}
	}
	step(0, 1, false)
	step(59*time.Minute, 1, false)
	fail = errors.New("disk")
	step(time.Minute, 2, true)
	state(now, true)
	fail = nil
	step(30*time.Second, 2, false)
	step(30*time.Second, 3, false) // again a minute after a failure
	state(now, false)
}

func TestDueWhileHeldByAnother(t *testing.T) {
	now := time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC)
	r := &Runner{DB: dbtest.Open(t), Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	ran := 0
	inner := Job{Name: "compare", Every: time.Hour, Run: func(context.Context, time.Time) error { ran++; return nil }}
	outer := inner
	outer.Run = func(ctx context.Context, _ time.Time) error { return r.Due(ctx, inner) }
	if err := r.Due(t.Context(), outer); err != nil {
		t.Fatal(err)
	}
	if ran != 0 {
		t.Fatal("a job ran while another process held it")
	}
}
