package account

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"giaoban/internal/fault"
)

// full is a line in which every place to work is taken; let ends one of the works.
func full(t *testing.T) (l *line, let chan struct{}) {
	t.Helper()
	l, let = newLine(), make(chan struct{})
	for range hashAtOnce {
		began := make(chan struct{})
		go func() {
			_ = l.run(context.Background(), NewTurn(""), func() error { close(began); <-let; return nil })
		}()
		<-began
	}
	return l, let
}

// stand puts a turn into the line and waits until it stands there.
func stand(t *testing.T, ctx context.Context, l *line, turn *Turn, work func() error) chan error {
	t.Helper()
	before, answer := l.length(), make(chan error, 1)
	go func() { answer <- l.run(ctx, turn, work) }()
	for l.length() == before {
		time.Sleep(time.Millisecond)
	}
	return answer
}

func TestTheLineKeepsItsOrder(t *testing.T) {
	l, let := full(t)
	var mu sync.Mutex
	var order []string
	come := func(name string) func() error {
		return func() error {
			mu.Lock()
			defer mu.Unlock()
			order = append(order, name)
			return nil
		}
	}
	ctx, giveUp := context.WithCancel(t.Context())
	first, second, third := NewTurn("a"), NewTurn("a"), NewTurn("b")
	one := stand(t, t.Context(), l, first, come("first"))
	two := stand(t, ctx, l, second, come("second"))
	three := stand(t, t.Context(), l, third, come("third"))
	now := stand(t, t.Context(), l, urgently(), come("urgent"))
	if n, left := l.ahead(third); n != 3 || left < 2*l.took {
		t.Errorf("%d before the third, %v", n, left)
	}
	if n, _ := l.ahead(NewTurn("c")); n != 4 {
		t.Errorf("%d before who comes now", n)
	}
	giveUp()
	if err := <-two; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n, _ := l.ahead(third); n != 2 || l.from["a"] != 1 {
		t.Errorf("%d before the third after one left; %v", n, l.from)
	}
	close(let)
	for _, answer := range []chan error{one, three, now} {
		if err := <-answer; err != nil {
			t.Error(err)
		}
	}
	// two work at once, so neighbours may end in either order
	if len(order) != 3 || slices.Contains(order, "second") || order[2] == "urgent" {
		t.Errorf("they came as %v", order)
	}
	for l.length() > 0 {
		time.Sleep(time.Millisecond)
	}
	if n, left := l.ahead(third); n != 0 || left != 0 || l.free != hashAtOnce || len(l.from) != 0 {
		t.Errorf("%d before who is through, %v; %d free, %v", n, left, l.free, l.from)
	}
}

func TestTheLineEnds(t *testing.T) {
	l, let := full(t)
	defer close(let)
	for n := range lineSide {
		if err := l.join(NewTurn("office")); err != nil {
			t.Fatalf("after %d: %v", n, err)
		}
	}
	if err := l.join(NewTurn("office")); fault.KindOf(err) != fault.KindUnavailable {
		t.Errorf("one address fills the line: %v", err)
	}
	for range lineLength - lineSide {
		if err := l.join(NewTurn("")); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.join(NewTurn("elsewhere")); !fault.Is(err, "account.line_full") {
		t.Errorf("no end: %v", err)
	}
	for range lineUrgent {
		if err := l.join(urgently()); err != nil {
			t.Fatalf("who is signed in is kept out: %v", err)
		}
	}
	if err := l.join(urgently()); !fault.Is(err, "account.line_full") {
		t.Errorf("no end for them: %v", err)
	}
}

// A turn that comes in the moment in which its holder gives up goes to the next.
func TestATurnIsNeverLost(t *testing.T) {
	l := newLine()
	var all sync.WaitGroup
	for n := range 400 {
		all.Go(func() {
			ctx, stop := context.WithTimeout(t.Context(), time.Duration(n%7)*100*time.Microsecond)
			defer stop()
			_ = l.run(ctx, NewTurn("x"), func() error { time.Sleep(50 * time.Microsecond); return nil })
		})
	}
	all.Wait()
	if l.length() != 0 || l.free != hashAtOnce || len(l.from) != 0 {
		t.Errorf("%d in line, %d free, %v", l.length(), l.free, l.from)
	}
}

// Who waits and goes away has not tried; nor has who comes from where too much was wrong.
func TestATryThatNobodyLookedAtIsNone(t *testing.T) {
	w := open(t)
	w.account("linh", NewGrant{Role: "head", Unit: w.unit["p1"]})
	w.line.free = 0
	for range 2 * maxTries {
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Millisecond)
		_, err := w.SignIn(ctx, Attempt{Login: "linh", Password: password})
		stop()
		if err == nil {
			t.Fatal("signed in without a turn")
		}
	}
	w.line.done(0)
	asked := 0
	_, err := w.SignIn(t.Context(), Attempt{Login: "linh", Password: password, Admit: func() error {
		if asked++; asked > 1 { // spent while it stood in line
			return fault.RateLimited("account.too_many_misses").On("password")
		}
		return nil
	}})
	wantFault(t, err, "account.too_many_misses")
	_, err = w.SignIn(t.Context(), Attempt{Login: "linh", Password: "sai hẳn rồi"})
	if !Missed(err) || fault.All(err)[0].Args[1] != 4 {
		t.Errorf("the first wrong one: %v, %v", err, fault.All(err)[0].Args)
	}
	if _, err := w.SignIn(t.Context(), Attempt{Login: "linh", Password: password}); err != nil || Missed(err) {
		t.Error(err)
	}
}
