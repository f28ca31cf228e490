package app

import (
	"context"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"giaoban/internal/app/backup"
	"giaoban/internal/app/doctor"
	"giaoban/internal/job"
)

// measures adds what an administrator watches beside the surface's own figures. A figure that is not known is not a number.
func (a *App) measures() {
	gauge := func(name, help string, value func() (float64, bool)) {
		a.mux.Registry().MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
			if v, ok := value(); ok {
				return v
			}
			return math.NaN()
		}))
	}
	gauge("giaoban_disk_free_bytes", "Free bytes of the disk that holds the data folder.", func() (float64, bool) {
		free, _, err := doctor.Disk(a.cfg.DataDir)
		return float64(free), err == nil
	})
	gauge("giaoban_db_size_bytes", "Bytes that the database takes.", func() (float64, bool) {
		ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
		defer stop()
		bytes, err := a.db.Size(ctx)
		return float64(bytes), err == nil
	})
	gauge("giaoban_backup_age_seconds", "Age of the newest copy; NaN where none was made.", func() (float64, bool) {
		at, _ := backup.Last(a.cfg.DataDir)
		return a.cfg.Now().Sub(at).Seconds(), !at.IsZero()
	})
	gauge("giaoban_certificate_left_seconds", "Time until the certificate in use ends; NaN where there is none.", func() (float64, bool) {
		if a.certs == nil || a.certs.Leaf() == nil {
			return 0, false
		}
		return a.certs.Leaf().NotAfter.Sub(a.cfg.Now()).Seconds(), true
	})
	gauge("giaoban_sessions", "Sessions of accounts that have not ended, of all processes.", func() (float64, bool) {
		ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
		defer stop()
		n, err := a.account.SessionStore().Count(ctx)
		return float64(n), err == nil
	})
	gauge("giaoban_sign_ins_waiting", "Passwords that are being looked at or wait for it.", func() (float64, bool) {
		return float64(a.account.Waiting()), true
	})
	gauge("giaoban_media_rooms", "Rooms with somebody in them, sound and picture by this process.", func() (float64, bool) {
		rooms, _, err := a.mediaCount()
		return float64(rooms), err == nil
	})
	gauge("giaoban_media_participants", "Browsers connected with sound and picture.", func() (float64, bool) {
		_, sessions, err := a.mediaCount()
		return float64(sessions), err == nil
	})
	if a.outbox.On() {
		a.mux.Registry().MustRegister(mailStates{a})
	}
	a.mux.Registry().MustRegister(jobStates{a})
}

func (a *App) mediaCount() (rooms, sessions int, err error) {
	if a.media == nil {
		return 0, 0, nil
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	return a.media.Count(ctx)
}

// jobStates are the figures of the program's own work, by the names of the jobs.
type jobStates struct{ a *App }

func (jobStates) figures() (ran, failed *prometheus.Desc) {
	return prometheus.NewDesc("giaoban_job_last_run_timestamp_seconds", "When a job ran last, in seconds since 1970; 0: never.", []string{"job"}, nil),
		prometheus.NewDesc("giaoban_job_failed", "1 where a job failed when it ran last.", []string{"job"}, nil)
}

func (j jobStates) Describe(out chan<- *prometheus.Desc) {
	ran, failed := j.figures()
	out <- ran
	out <- failed
}

func (j jobStates) Collect(out chan<- prometheus.Metric) {
	if j.a.jobs == nil {
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	states, err := j.a.jobs.States(ctx)
	if err == nil && j.a.post != nil {
		var more []job.State
		more, err = j.a.post.States(ctx)
		states = append(states, more...)
	}
	if err != nil {
		return // the database says so elsewhere
	}
	ran, failed := j.figures()
	for _, s := range states {
		at, bad := 0.0, 0.0
		if !s.Ran.IsZero() {
			at = float64(s.Ran.Unix())
		}
		if s.Failed {
			bad = 1
		}
		out <- prometheus.MustNewConstMetric(ran, prometheus.GaugeValue, at, s.Name)
		out <- prometheus.MustNewConstMetric(failed, prometheus.GaugeValue, bad, s.Name)
	}
}

// mailStates are the figures of the outbox, read once for all of them.
type mailStates struct{ a *App }

func (mailStates) figures() (waiting, oldest, failed *prometheus.Desc) {
	return prometheus.NewDesc("giaoban_mails_waiting", "Mails that the mail server has not taken yet.", nil, nil),
		prometheus.NewDesc("giaoban_mails_oldest_seconds", "Age of the oldest mail that waits; 0: none does.", nil, nil),
		prometheus.NewDesc("giaoban_mails_failed", "Mails of the last seven days that were refused for good or given up.", nil, nil)
}

func (m mailStates) Describe(out chan<- *prometheus.Desc) {
	waiting, oldest, failed := m.figures()
	out <- waiting
	out <- oldest
	out <- failed
}

func (m mailStates) Collect(out chan<- prometheus.Metric) {
	c, err := m.a.mailCount()
	if err != nil {
		return // the database says so elsewhere
	}
	age := 0.0
	if !c.Oldest.Zero() {
		age = m.a.account.RealNow().Sub(c.Oldest).Seconds()
	}
	waiting, oldest, failed := m.figures()
	out <- prometheus.MustNewConstMetric(waiting, prometheus.GaugeValue, float64(c.Waiting))
	out <- prometheus.MustNewConstMetric(oldest, prometheus.GaugeValue, age)
	out <- prometheus.MustNewConstMetric(failed, prometheus.GaugeValue, float64(c.Failed))
}
