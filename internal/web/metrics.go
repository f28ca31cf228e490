package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"giaoban/internal/fault"
)

// metrics are this process's figures for Prometheus.
type metrics struct {
	registry  *prometheus.Registry
	durations *prometheus.HistogramVec
	frames    *prometheus.CounterVec
	cuts      *prometheus.CounterVec
	refused   *prometheus.CounterVec
	http.Handler
}

func newMetrics(m *Mux) *metrics {
	x := &metrics{
		registry: prometheus.NewRegistry(),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "giaoban_request_seconds", Help: "Time to answer, by route and status class.",
			Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "class"}),
		frames:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "giaoban_live_frames_total", Help: "Frames rendered for live topics, each once for all its listeners."}, []string{"topic"}),
		cuts:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "giaoban_live_cuts_total", Help: "Live streams cut by the server, by reason."}, []string{"reason"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "giaoban_refused_total", Help: "Requests refused for who sent them or how many they sent, by kind."}, []string{"kind"}),
	}
	for _, reason := range []string{"closing", "slow", "right"} {
		x.cuts.WithLabelValues(reason) // shown as 0 from the start: a rate needs a beginning
	}
	for _, kind := range []fault.Kind{fault.KindForbidden, fault.KindUnauthenticated, fault.KindRateLimited, fault.KindUnconfirmed} {
		x.refused.WithLabelValues(kind.String())
	}
	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	counter := func(name, help string, value func() int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, func() float64 { return float64(value()) })
	}
	x.registry.MustRegister(x.durations, x.frames, x.cuts, x.refused, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("giaoban_live_listeners", "Open live streams.", func() float64 { return float64(m.live.count()) }))
	if d := m.d.DB; d != nil {
		sizes := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "giaoban_db_batch_pieces", Help: "Write pieces of one commit.", Buckets: []float64{1, 2, 4, 8, 16, 32, 64, 128, 256}})
		times := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "giaoban_db_commit_seconds", Help: "Time until a commit is durable.", Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .5, 2}})
		d.Observe(func(pieces int, took time.Duration) {
			sizes.Observe(float64(pieces))
			times.Observe(took.Seconds())
		})
		x.registry.MustRegister(sizes, times,
			gauge("giaoban_db_waiting", "Write pieces waiting for the writer.", func() float64 { return float64(d.Stats().Waiting) }),
			counter("giaoban_db_slow_total", "Write pieces that were slow and are named in the log.", func() int64 { return d.Stats().Slow }),
			counter("giaoban_db_pieces_total", "Write pieces run.", func() int64 { return d.Stats().Pieces }),
			counter("giaoban_db_batches_total", "Group commits.", func() int64 { return d.Stats().Batches }),
			counter("giaoban_db_failed_total", "Write pieces that failed.", func() int64 { return d.Stats().Failed }),
			counter("giaoban_db_retried_total", "Write pieces run again singly.", func() int64 { return d.Stats().Retried }))
	}
	x.Handler = promhttp.HandlerFor(x.registry, promhttp.HandlerOpts{})
	return x
}

func (x *metrics) seen(route string, status int, took time.Duration) {
	x.durations.WithLabelValues(route, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}

// Registry lets other parts of the program register their figures.
func (m *Mux) Registry() *prometheus.Registry { return m.metrics.registry }
