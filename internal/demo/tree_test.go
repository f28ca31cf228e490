package demo

import (
	"errors"
	"testing"
)

func TestTreeOfThe34Provinces(t *testing.T) {
	l, err := readUnits()
	if errors.Is(err, ErrNoUnits) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Provinces) != 63 || len(l.Districts) != 705 || len(l.Communes) != 10_599 {
		t.Fatalf("%d / %d / %d", len(l.Provinces), len(l.Districts), len(l.Communes))
	}
	f := tree(l)
	ended, begun, codes := map[string]int{}, map[string]int{}, map[string]bool{}
	for _, u := range f.Units {
		if codes[u.Code] {
			t.Errorf("code %s twice", u.Code)
		}
		codes[u.Code] = true
	}
	for _, c := range f.Changes {
		for _, code := range c.From {
			ended[code]++
		}
		for _, code := range c.To {
			begun[code]++
			if !codes[code] {
				t.Errorf("unknown successor %s", code)
			}
		}
	}
	left, newCommunes := 0, 0
	for _, u := range f.Units {
		if u.Level == levelProvince && (ended[u.Code] == 0 || begun[u.Code] == 1) {
			left++
		}
		if u.From == mergeDay {
			newCommunes++
		}
		if u.Level == levelCommune && u.From == firstDay && ended[u.Code] != 1 {
			t.Errorf("commune %s has %d successors", u.Code, ended[u.Code])
		}
	}
	if left != 34 || newCommunes < 3200 || newCommunes > 3400 {
		t.Errorf("%d provinces, %d new communes", left, newCommunes)
	}
}
