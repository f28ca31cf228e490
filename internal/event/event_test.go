package event

import "testing"

func TestSlowListenerMissesNothingForGood(t *testing.T) {
	h := New()
	s := h.Subscribe("room:1")
	for v := int64(1); v <= 10; v++ {
		h.Publish("room:1", v)
		h.Publish("room:2", v)
	}
	<-s.C
	if h.Version("room:1") != 10 {
		t.Errorf("version %d", h.Version("room:1"))
	}
	select {
	case <-s.C:
		t.Error("hints are kept up")
	default:
	}
	s.Close()
	h.Publish("room:1", 11)
	select {
	case <-s.C:
		t.Error("told after Close")
	default:
	}
	if h.Listeners("room:1") != 0 {
		t.Error("a closed listener stays")
	}
}

func TestVersionsOnlyGrow(t *testing.T) {
	h := New()
	h.Publish("t", 5)
	h.Publish("t", 3)
	if h.Version("t") != 6 {
		t.Errorf("version %d", h.Version("t"))
	}
}
