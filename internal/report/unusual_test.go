package report

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

// The page's script is held to the same table: internal/web/assets/ts/grid.test.mjs.
func TestUnusualTable(t *testing.T) {
	body, err := os.ReadFile("testdata/unusual.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		What  string
		Now   int64
		Scale int
		Past  struct {
			Previous, Same *int64
			Recent         []int64
		}
		Want *struct {
			Against         string
			Before, Percent int64
			Low, High       *int64
			Periods         int
		}
	}
	if err := json.Unmarshal(body, &cases); err != nil || len(cases) == 0 {
		t.Fatal(err, len(cases))
	}
	for _, c := range cases {
		got, strange := Unusual(c.Now, OwnPast(c.Past), c.Scale)
		if strange != (c.Want != nil) {
			t.Errorf("%s: %v", c.What, strange)
			continue
		}
		if !strange {
			continue
		}
		want := Strange{Same: c.Want.Against == "same", Before: c.Want.Before, Percent: c.Want.Percent, Periods: c.Want.Periods}
		if c.Want.Low != nil {
			want.Ranged, want.Low, want.High = true, *c.Want.Low, *c.Want.High
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", c.What, got, want)
		}
	}
}

// What lies within the range of enough periods, or near any earlier figure, is never called unusual.
func FuzzUnusual(f *testing.F) {
	f.Add(int64(10), int64(20), int64(30), int64(5), int64(8), int64(9))
	f.Fuzz(func(t *testing.T, now, previous, same, a, b, c int64) {
		for _, v := range []*int64{&now, &previous, &same, &a, &b, &c} {
			*v &= 1<<33 - 1 // figures are not negative and at most Limit
		}
		s, strange := Unusual(now, OwnPast{Previous: &previous, Same: &same, Recent: []int64{a, b, c}}, 0)
		if !strange {
			return
		}
		if now >= min(a, b, c) && now <= max(a, b, c) || now*2 <= previous*3 && now*2 >= previous || now*2 <= same*3 && now*2 >= same {
			t.Errorf("%d is called unusual beside %d, %d and %d, %d, %d: %+v", now, previous, same, a, b, c, s)
		}
	})
}
