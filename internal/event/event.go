// Package event tells listeners that something changed.
//
// An event carries a topic and a version, never content: who hears it asks
// again through a service, with the reader's own rights. Publishing never
// blocks: a listener has one slot that keeps the newest version, so a slow one
// skips versions and misses none for good.
package event

import "sync"

// Hub connects publishers and listeners of one process. The zero Hub is not usable; see New.
type Hub struct {
	mu       sync.RWMutex
	versions map[string]int64
	subs     map[string]map[*Sub]struct{}
}

// New makes an empty hub.
func New() *Hub {
	return &Hub{versions: make(map[string]int64), subs: make(map[string]map[*Sub]struct{})}
}

// Sub is one listener. C receives a hint that its topic has a newer version; ask Version.
type Sub struct {
	C     chan struct{}
	hub   *Hub
	topic string
}

// Publish says that topic now has version. Versions are journal numbers; a
// version that is not newer is taken as one step on, so that a change that
// leaves no journal entry (a draft, a raised hand) is still told.
func (h *Hub) Publish(topic string, version int64) {
	h.mu.Lock()
	if version <= h.versions[topic] {
		version = h.versions[topic] + 1
	}
	h.versions[topic] = version
	for s := range h.subs[topic] {
		s.wake()
	}
	h.mu.Unlock()
}

// Commit is a write that can say what is to happen after it (db.Write).
type Commit interface {
	After(fn func())
	Tell(topic string, version int64)
}

// Tell publishes topics once w is committed: here, and in every other process on the same database.
func (h *Hub) Tell(w Commit, version int64, topics ...string) {
	for _, topic := range topics {
		w.Tell(topic, version)
	}
	w.After(func() {
		for _, topic := range topics {
			h.Publish(topic, version)
		}
	})
}

// PublishAll says that everything may have changed: this process was cut off from the others for too long.
func (h *Hub) PublishAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for topic := range h.versions {
		h.versions[topic]++
	}
	for topic, subs := range h.subs {
		if _, known := h.versions[topic]; !known {
			h.versions[topic] = 1
		}
		for s := range subs {
			s.wake()
		}
	}
}

// Version gives a topic's newest version, 0 where nothing was published since the start.
func (h *Hub) Version(topic string) int64 {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.versions[topic]
}

// Subscribe listens to one topic until Close.
func (h *Hub) Subscribe(topic string) *Sub {
	s := &Sub{C: make(chan struct{}, 1), hub: h, topic: topic}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.subs[topic] == nil {
		h.subs[topic] = make(map[*Sub]struct{})
	}
	h.subs[topic][s] = struct{}{}
	return s
}

// Listeners counts the listeners of a topic, for metrics.
func (h *Hub) Listeners(topic string) int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return len(h.subs[topic])
}

// Close ends the listening. It does not close C, so a late Publish is harmless.
func (s *Sub) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	delete(s.hub.subs[s.topic], s)
	if len(s.hub.subs[s.topic]) == 0 {
		delete(s.hub.subs, s.topic)
	}
}

func (s *Sub) wake() {
	select {
	case s.C <- struct{}{}:
	default:
	}
}
