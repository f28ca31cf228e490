package fault

import (
	"errors"
	"fmt"
	"testing"
)

func TestAll(t *testing.T) {
	one := Invalid("deadline", "report.deadline_past", "deadline", "1/3")
	for name, c := range map[string]struct {
		err  error
		kind Kind
		n    int
	}{
		"a fault":         {one, KindInvalid, 1},
		"a wrapped fault": {fmt.Errorf("open request: %w", one), KindInvalid, 1},
		"several":         {fmt.Errorf("check: %w", Faults{one, Conflict("report.twice")}), KindInvalid, 2},
		"a stranger":      {errors.New("disk"), KindInternal, 1},
	} {
		t.Run(name, func(t *testing.T) {
			fs := All(c.err)
			if len(fs) != c.n || KindOf(c.err) != c.kind {
				t.Errorf("got %v", fs)
			}
		})
	}
	if !Is(fmt.Errorf("x: %w", one), "report.deadline_past") || Is(one, "other") {
		t.Error("Is does not find the key")
	}
}

func TestCollecting(t *testing.T) {
	var fs Faults
	if fs.Or() != nil {
		t.Error("an empty list is an error")
	}
	if err := fs.Add(Invalid("a", "x.a")); err != nil {
		t.Error(err)
	}
	if err := fs.Add(Faults{Invalid("b", "x.b")}); err != nil {
		t.Error(err)
	}
	if err := fs.Add(errors.New("disk")); err == nil {
		t.Error("a stranger was swallowed")
	}
	if len(fs) != 2 || fs.Or() == nil {
		t.Errorf("got %v", fs)
	}
}

func TestEveryKindHasNameAndStatus(t *testing.T) {
	for k := KindInternal; k <= KindUnavailable; k++ {
		if k.String() == "" || k.Status() < 400 {
			t.Errorf("kind %d", k)
		}
	}
}
