package report_test

import (
	"maps"
	"testing"

	"giaoban/internal/calendar"
	"giaoban/internal/report"
)

func TestWhatIsCarriedForward(t *testing.T) {
	f := report.SampleForm()
	last := report.Figures{"A2": 412, "A3": 609, "A1": 1021, "A5": 118462, "A6n": 9, "A6d": 10, "B1": 20, "B2": 4, "B4": 2990, "B5y": 10, "C2": 7, "F1": 1643, "D1": 3, "E3": 25}
	quarter := func(year, n int) calendar.Period {
		return calendar.Period{Kind: "quarter", Year: year, N: n, From: 0, To: 0}
	}
	before := quarter(2021, 1)
	before.To = 20210331
	now := quarter(2021, 2)
	now.To = 20210630
	c := f.Carried(report.Compared{Written: &report.Written{Content: report.Content{Figures: last}, Period: before}}, now)
	want := map[string]string{"A2": "412", "A3": "609", "A5": "118.462", "A6n": "9", "A6d": "10", "B4": "2.990", "C2": "7", "F1": "1.643"}
	if !maps.Equal(c.Fields, want) {
		t.Errorf("carried %v, want %v", c.Fields, want)
	}
	now.To = 20220331 // of the next year: its target is another one
	delete(want, "B4")
	if c := f.Carried(report.Compared{Written: &report.Written{Content: report.Content{Figures: last}, Period: before}}, now); !maps.Equal(c.Fields, want) {
		t.Errorf("over the year's end %v, want %v", c.Fields, want)
	}
	if c := f.Carried(report.Compared{}, now); len(c.Fields) != 0 {
		t.Errorf("out of nothing %v", c.Fields)
	}
}
