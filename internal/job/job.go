// Package job runs the program's own work at its time: clean-ups, the nightly
// comparison of the roll-ups with the tables.
//
// A job is an idempotent function of the time. Its row in the table job says
// when it is due next; a process takes it by a lease, so that of several
// processes one runs it, and a process that dies in the middle loses the lease
// and another runs it again. A job that fails is tried again after a minute
// and its failure stands in the row.
package job

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"giaoban/internal/db"
)

// Job is one kind of work.
type Job struct {
	Name  string
	Every time.Duration
	Run   func(ctx context.Context, now time.Time) error
}

const (
	lease = 10 * time.Minute
	retry = time.Minute
	poll  = 15 * time.Second
)

// Runner runs jobs until its context ends.
type Runner struct {
	DB   *db.DB
	Now  func() time.Time // the real clock: jobs do not follow a demo's moved clock
	Log  *slog.Logger
	Jobs []Job
}

// Run returns when ctx ends.
func (r *Runner) Run(ctx context.Context) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		for _, j := range r.Jobs {
			if ctx.Err() != nil {
				return
			}
			if err := r.Due(ctx, j); err != nil && ctx.Err() == nil {
				r.Log.Error("job", "name", j.Name, "err", err)
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Due runs j where it is due and nobody else holds it.
func (r *Runner) Due(ctx context.Context, j Job) error {
	now := r.Now()
	var mine bool
	err := r.DB.Do(ctx, "job.take", func(ctx context.Context, w *db.Write) error {
		mine = false
		n, err := w.Exec(ctx, `insert into job (name, due, lease, ran, failed) values ($1, $2, $3, 0, '')
			on conflict (name) do update set lease = excluded.lease
			where job.due <= $2 and job.lease <= $2`, j.Name, now.UnixMilli(), now.Add(lease).UnixMilli())
		mine = n == 1
		return err
	})
	if err != nil || !mine {
		return err
	}
	failure, next := "", now.Add(j.Every)
	runErr := j.Run(ctx, now)
	if runErr != nil {
		failure, next = runErr.Error(), now.Add(min(retry, j.Every))
	}
	err = r.DB.Do(ctx, "job.done", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update job set due = $2, lease = 0, ran = $3, failed = $4 where name = $1`,
			j.Name, next.UnixMilli(), now.UnixMilli(), failure)
		return err
	})
	if runErr != nil {
		return fmt.Errorf("%s: %w", j.Name, runErr)
	}
	return err
}

// State is how a job went when it ran last.
type State struct {
	Name   string
	Ran    time.Time // zero: never
	Failed bool
}

// States tells how the runner's jobs went, whichever process ran them.
func (r *Runner) States(ctx context.Context) ([]State, error) {
	states := make([]State, len(r.Jobs))
	for i, j := range r.Jobs {
		states[i].Name = j.Name
	}
	err := r.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		for i := range states {
			_, _, err := db.One(ctx, q, func(s db.Scanner, st *State) error {
				var ran int64
				var failed string
				err := s.Scan(&ran, &failed)
				if ran > 0 {
					states[i].Ran = time.UnixMilli(ran)
				}
				states[i].Failed = failed != ""
				return err
			}, `select ran, failed from job where name = $1`, states[i].Name)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return states, err
}
