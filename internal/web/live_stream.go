package web

import (
	"net/http"
)

type live struct{ m *Mux }

func newLive(m *Mux) *live                                   { return &live{m: m} }
func (l *live) register(t LiveTopic)                         {}
func (l *live) close()                                       {}
func (l *live) count() int                                   { return 0 }
func (l *live) serve(w http.ResponseWriter, r *http.Request) {}
