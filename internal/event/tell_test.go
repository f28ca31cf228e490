package event_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/event"
)

func TestTold(t *testing.T) {
	cfg := dbtest.Config(t)
	here, there := dbtest.OpenConfig(t, cfg), dbtest.OpenConfig(t, cfg)
	hub, other := event.New(), event.New()
	ctx, end := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		there.Tail(ctx, func(topics map[string]int64, missed bool) {
			if missed {
				t.Error("missed something")
			}
			for topic, version := range topics {
				other.Publish(topic, version)
			}
		})
	}()
	defer func() { end(); <-done }()
	last := other.Subscribe("last")
	tell := func(topic string, version int64, err error) {
		t.Helper()
		got := here.Do(t.Context(), "test", func(_ context.Context, w *db.Write) error {
			hub.Tell(w, version, topic, "all")
			return err
		})
		if got != err {
			t.Fatal(got)
		}
	}
	tell("a", 5, nil)
	tell("refused", 6, errors.New("refused"))
	tell("b", 7, nil)
	tell("last", 8, nil)
	if hub.Version("a") != 5 || hub.Version("refused") != 0 || hub.Version("all") != 8 {
		t.Error("not told here")
	}
	if !dbtest.Postgres() {
		return // one process
	}
	<-last.C
	if other.Version("a") != 5 || other.Version("b") != 7 || other.Version("refused") != 0 || other.Version("all") != 8 {
		t.Errorf("a %d, b %d, refused %d, all %d", other.Version("a"), other.Version("b"), other.Version("refused"), other.Version("all"))
	}
}

// What is said reaches the other processes and is stored nowhere.
func TestSaid(t *testing.T) {
	cfg := dbtest.Config(t)
	here, there := dbtest.OpenConfig(t, cfg), dbtest.OpenConfig(t, cfg)
	heard := make(chan string, 10)
	there.Said(func(text string) { heard <- text })
	here.Said(func(text string) { t.Errorf("a process hears itself: %s", text) })
	ctx, end := context.WithCancel(t.Context())
	var tails sync.WaitGroup
	for _, d := range []*db.DB{here, there} {
		tails.Go(func() { d.Tail(ctx, func(map[string]int64, bool) {}) })
	}
	defer func() { end(); tails.Wait() }()
	if !dbtest.Postgres() {
		if err := here.Say(t.Context(), "nobody is there"); err != nil {
			t.Error(err)
		}
		return
	}
	for range 100 { // until the other one listens
		if err := here.Say(t.Context(), "a b"); err != nil {
			t.Fatal(err)
		}
		select {
		case text := <-heard:
			if text != "a b" {
				t.Error(text)
			}
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Error("not heard")
}

func TestPublishAll(t *testing.T) {
	h := event.New()
	s := h.Subscribe("a")
	h.Publish("b", 4)
	h.PublishAll()
	<-s.C
	if h.Version("a") != 1 || h.Version("b") != 5 {
		t.Errorf("a %d, b %d", h.Version("a"), h.Version("b"))
	}
}
