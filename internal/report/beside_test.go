package report_test

import (
	"testing"

	"giaoban/internal/calendar"
	"giaoban/internal/report"
)

// Beside a board stand the period before and the same period of the year before, each where somebody asked for it.
func TestBoardBesideEarlierPeriods(t *testing.T) {
	b1 := func(b report.Board) report.Total {
		for _, total := range b.Totals {
			if total.Indicator.Code == "B1" {
				return total
			}
		}
		t.Fatal("no B1")
		return report.Total{}
	}
	for name, c := range map[string]struct {
		asked        []string // before now, each with 1.001, 1.002 and so on
		now          string
		before, same int64 // 0: none
	}{
		"both":                               {[]string{"quý I/2020", "quý IV/2020"}, "quý I/2021", 1002, 1001},
		"only the one before":                {[]string{"quý III/2020", "quý IV/2020"}, "quý I/2021", 1002, 0},
		"only the same":                      {[]string{"quý I/2020"}, "quý I/2021", 0, 1001},
		"none":                               {[]string{"tháng 12/2020"}, "quý I/2021", 0, 0},
		"a quarter of another number":        {[]string{"quý II/2020"}, "quý I/2021", 0, 0},
		"of a year the two are one":          {[]string{"năm 2020"}, "năm 2021", 1001, 0},
		"nine months have no nine before":    {[]string{"9 tháng đầu năm 2020"}, "9 tháng đầu năm 2021", 1001, 0},
		"a month, over the turn of a year":   {[]string{"tháng 1/2020", "tháng 12/2020"}, "tháng 1/2021", 1002, 1001},
		"the second half of the year before": {[]string{"6 tháng đầu năm 2020", "6 tháng cuối năm 2020"}, "6 tháng đầu năm 2021", 1002, 1001},
	} {
		w := newWorld(t)
		for i, period := range c.asked {
			w.sentWith(w.month(period, "", calendar.Regime{}), map[string]string{"B1": []string{"1.001", "1.002"}[i]})
		}
		r := w.month(c.now, "", calendar.Regime{})
		w.sentWith(r, nil)
		b, err := w.report.Board(t.Context(), w.office, r.ID, 0)
		must(t, err)
		if (b.Before != nil) != (c.before != 0) || (b.SameLast != nil) != (c.same != 0) {
			t.Errorf("%s: %+v %+v", name, b.Before, b.SameLast)
		}
		if total := b1(b); total.Before.Value != c.before || total.SameLast.Value != c.same {
			t.Errorf("%s: %d and %d, not %d and %d", name, total.Before.Value, total.SameLast.Value, c.before, c.same)
		}
	}
}
