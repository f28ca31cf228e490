package app

import (
	"context"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"giaoban/internal/app/backup"
	"giaoban/internal/app/doctor"
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
}
