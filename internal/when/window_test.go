package when

import (
	"math/rand/v2"
	"testing"
)

// offices is the days off of some years, with two that were exchanged against a Saturday.
func offices() WorkDays {
	w := WorkDays{Off: map[Date]bool{}, On: map[Date]bool{20240504: true, 20250426: true}}
	for _, d := range []Date{
		20190101, 20190204, 20190205, 20190206, 20190207, 20190208, 20190414, 20190415, 20190430, 20190501, 20190902,
		20200101, 20200123, 20200124, 20200125, 20200126, 20200127, 20200128, 20200129, 20200402, 20200430, 20200501, 20200902,
		20210101, 20210210, 20210211, 20210212, 20210213, 20210214, 20210215, 20210216, 20210421, 20210430, 20210501, 20210503, 20210902, 20210903,
		20220101, 20220103, 20220131, 20220201, 20220202, 20220203, 20220204, 20220410, 20220411, 20220430, 20220501, 20220502, 20220503, 20220901, 20220902,
		20230101, 20230102, 20230120, 20230121, 20230122, 20230123, 20230124, 20230125, 20230126, 20230429, 20230430, 20230501, 20230502, 20230503, 20230901, 20230902, 20230904,
		20240101, 20240208, 20240209, 20240210, 20240211, 20240212, 20240213, 20240214, 20240418, 20240429, 20240430, 20240501, 20240902, 20240903,
		20250101, 20250127, 20250128, 20250129, 20250130, 20250131, 20250407, 20250430, 20250501, 20250502, 20250901, 20250902,
		20300101, 20300131, 20300201, 20300202, 20300203, 20300204, 20300205, 20300206, 20300412, 20300430, 20300501, 20300902, 20300903,
	} {
		w.Off[d] = true
	}
	return w
}

// TestFortyDates is windows and deadlines as an office reads them off the calendar: the table of Decree 09/2019 for
// the 14th, calendar months, other closing days; Tết, 29 February, the turn of the year, days off made up for.
func TestFortyDates(t *testing.T) {
	work := offices()
	for _, row := range []struct {
		close    int
		period   PeriodName
		from, to Date
		days     int // working days after the window closes
		due      Date
	}{
		{14, PeriodName{Month, 2021, 1}, 20201215, 20210114, 2, 20210118},      // Monday
		{14, PeriodName{Month, 2021, 2}, 20210115, 20210214, 2, 20210218},      // Thursday
		{14, PeriodName{Month, 2021, 3}, 20210215, 20210314, 3, 20210317},      // Wednesday
		{14, PeriodName{Month, 2020, 2}, 20200115, 20200214, 2, 20200218},      // Tuesday
		{14, PeriodName{Month, 2020, 3}, 20200215, 20200314, 2, 20200317},      // Tuesday
		{14, PeriodName{Month, 2024, 1}, 20231215, 20240114, 4, 20240118},      // Thursday
		{14, PeriodName{Month, 2024, 2}, 20240115, 20240214, 2, 20240216},      // Friday
		{14, PeriodName{Month, 2024, 4}, 20240315, 20240414, 4, 20240419},      // Friday
		{14, PeriodName{Month, 2024, 12}, 20241115, 20241214, 2, 20241217},     // Tuesday
		{14, PeriodName{Month, 2025, 1}, 20241215, 20250114, 9, 20250203},      // Monday
		{14, PeriodName{Quarter, 2021, 1}, 20201215, 20210314, 2, 20210316},    // Tuesday
		{14, PeriodName{Quarter, 2021, 2}, 20210315, 20210614, 2, 20210616},    // Wednesday
		{14, PeriodName{Quarter, 2021, 3}, 20210615, 20210914, 2, 20210916},    // Thursday
		{14, PeriodName{Quarter, 2021, 4}, 20210915, 20211214, 4, 20211220},    // Monday
		{14, PeriodName{Half, 2025, 1}, 20241215, 20250614, 2, 20250617},       // Tuesday
		{14, PeriodName{Half, 2025, 2}, 20250615, 20251214, 4, 20251218},       // Thursday
		{14, PeriodName{Half, 2023, 1}, 20221215, 20230614, 4, 20230620},       // Tuesday
		{14, PeriodName{NineMonths, 2021, 0}, 20201215, 20210914, 2, 20210916}, // Thursday
		{14, PeriodName{NineMonths, 2024, 0}, 20231215, 20240914, 2, 20240917}, // Tuesday
		{14, PeriodName{Year, 2021, 0}, 20201215, 20211214, 4, 20211220},       // Monday
		{14, PeriodName{Year, 2024, 0}, 20231215, 20241214, 5, 20241220},       // Friday
		{14, PeriodName{Year, 2020, 0}, 20191215, 20201214, 2, 20201216},       // Wednesday
		{0, PeriodName{Month, 2020, 2}, 20200201, 20200229, 2, 20200303},       // Tuesday
		{0, PeriodName{Month, 2021, 2}, 20210201, 20210228, 2, 20210302},       // Tuesday
		{0, PeriodName{Month, 2024, 2}, 20240201, 20240229, 3, 20240305},       // Tuesday
		{0, PeriodName{Month, 2024, 4}, 20240401, 20240430, 3, 20240504},       // Saturday
		{0, PeriodName{Month, 2025, 4}, 20250401, 20250430, 1, 20250505},       // Monday
		{0, PeriodName{Month, 2021, 1}, 20210101, 20210131, 8, 20210217},       // Wednesday
		{0, PeriodName{Month, 2021, 8}, 20210801, 20210831, 3, 20210907},       // Tuesday
		{0, PeriodName{Month, 2022, 1}, 20220101, 20220131, 2, 20220208},       // Tuesday
		{0, PeriodName{Month, 2023, 4}, 20230401, 20230430, 1, 20230504},       // Thursday
		{0, PeriodName{Quarter, 2021, 1}, 20210101, 20210331, 5, 20210407},     // Wednesday
		{0, PeriodName{Quarter, 2021, 4}, 20211001, 20211231, 2, 20220105},     // Wednesday
		{0, PeriodName{Half, 2021, 1}, 20210101, 20210630, 5, 20210707},        // Wednesday
		{0, PeriodName{Half, 2021, 2}, 20210701, 20211231, 5, 20220110},        // Monday
		{0, PeriodName{NineMonths, 2021, 0}, 20210101, 20210930, 3, 20211005},  // Tuesday
		{0, PeriodName{Year, 2021, 0}, 20210101, 20211231, 1, 20220104},        // Tuesday
		{0, PeriodName{Year, 2019, 0}, 20190101, 20191231, 1, 20200102},        // Thursday
		{20, PeriodName{Month, 2021, 3}, 20210221, 20210320, 2, 20210323},      // Tuesday
		{28, PeriodName{Month, 2024, 3}, 20240229, 20240328, 1, 20240329},      // Friday
		{20, PeriodName{Quarter, 2022, 1}, 20211221, 20220320, 3, 20220323},    // Wednesday
		{14, PeriodName{Month, 2030, 1}, 20291215, 20300114, 14, 20300208},     // Friday
	} {
		w := row.period.Window(CloseOn(row.close))
		if w != (Span{row.from, row.to}) {
			t.Errorf("%s closing on %d runs from %s to %s, want %s to %s", row.period.Title("en"), row.close, w.From, w.To, row.from, row.to)
		}
		if due := work.After(w.To, row.days); due != row.due {
			t.Errorf("%d working days after %s are on %s, want %s", row.days, w.To, due, row.due)
		}
	}
}

// changing closes on a day that is drawn anew for every month, as if a regime had a version a month.
func changing(r *rand.Rand) Closing {
	drawn := map[[2]int]int{}
	return func(_ PeriodKind, year, month int) int {
		key := [2]int{year, month}
		if _, ok := drawn[key]; !ok {
			drawn[key] = r.IntN(MaxClosing + 1)
		}
		return drawn[key]
	}
}

// TestWindowsTile: for every closing day, and for closing days that change from month to month, the windows of each
// kind follow one another without gap or overlap over 40 years, and months make up quarters, quarters halves and years.
func TestWindowsTile(t *testing.T) {
	rules := map[string]Closing{}
	for day := 0; day <= MaxClosing; day++ {
		rules["day "+string(rune('0'+day/10))+string(rune('0'+day%10))] = CloseOn(day)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 20 {
		rules["changing "+string(rune('a'+i))] = changing(r)
	}
	for name, rule := range rules {
		for _, p := range []PeriodName{{Month, 2000, 1}, {Quarter, 2000, 1}, {Half, 2000, 1}, {Year, 2000, 0}} {
			before := p.Window(rule)
			for p = p.Next(); p.Year < 2040; p = p.Next() {
				w := p.Window(rule)
				if w.From != before.To.AddDays(1) || w.Days() < 1 {
					t.Fatalf("%s: %s runs from %s to %s after one that ends on %s", name, p.Title("en"), w.From, w.To, before.To)
				}
				before = w
				for _, kind := range []PeriodKind{Month, Quarter, Half} {
					parts := p.Parts(kind)
					if len(parts) == 0 {
						continue
					}
					days := 0
					for _, part := range parts {
						days += part.Window(rule).Days()
						if !w.Covers(part.Window(rule)) {
							t.Fatalf("%s: %s does not cover %s", name, p.Title("en"), part.Title("en"))
						}
					}
					if days != w.Days() {
						t.Fatalf("%s: the parts of %s have %d days of %d", name, p.Title("en"), days, w.Days())
					}
				}
			}
		}
		for year := 2000; year < 2040; year++ {
			nine, whole := PeriodName{NineMonths, year, 0}.Window(rule), PeriodName{Year, year, 0}.Window(rule)
			third := PeriodName{Quarter, year, 3}
			if nine.From != whole.From || nine.To != third.Window(rule).To || third.WindowToDate(rule) != nine {
				t.Fatalf("%s: nine months of %d run from %s to %s", name, year, nine.From, nine.To)
			}
		}
	}
	for _, p := range []PeriodName{{Month, 2021, 2}, {Quarter, 2021, 4}, {Half, 2021, 2}, {NineMonths, 2021, 0}, {Year, 2020, 0}, {Term, 2021, 2026}, {AdHoc, 0, 0}, {Quarter, 2021, 5}} {
		if w := p.Window(CloseOn(0)); w != p.Span() {
			t.Errorf("without a closing day %v is %v, want its calendar days", p, w)
		}
	}
}

func TestParts(t *testing.T) {
	for _, row := range []struct {
		of   PeriodName
		kind PeriodKind
		want int
	}{
		{PeriodName{Quarter, 2020, 4}, Month, 3}, {PeriodName{Half, 2021, 1}, Quarter, 2}, {PeriodName{NineMonths, 2021, 0}, Quarter, 3},
		{PeriodName{Year, 2021, 0}, Half, 2}, {PeriodName{NineMonths, 2021, 0}, Half, 0}, {PeriodName{Month, 2021, 1}, Month, 0},
		{PeriodName{Month, 2021, 1}, Quarter, 0}, {PeriodName{Term, 2021, 2026}, Month, 0}, {PeriodName{Year, 2021, 0}, NineMonths, 0},
	} {
		if got := row.of.Parts(row.kind); len(got) != row.want {
			t.Errorf("%v in %s: %v", row.of, row.kind, got)
		}
	}
	december := PeriodName{Month, 2020, 12}
	if !december.Within(PeriodName{Quarter, 2020, 4}) || december.Within(PeriodName{Quarter, 2021, 1}) || december.Within(december) {
		t.Error("December 2020 lies in Q4 2020 alone")
	}
}

// TestWorkingDays: there and back again, for days drawn by lot.
func TestWorkingDays(t *testing.T) {
	work := offices()
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		d := Date(20190101).AddDays(r.IntN(365 * 7))
		n := 1 + r.IntN(30)
		after := work.After(d, n)
		if !work.Working(after) || work.Count(d, after) != n {
			t.Fatalf("%d working days after %s: %s, counted %d", n, d, after, work.Count(d, after))
		}
		if back := work.Before(after, n); work.Working(d) && back != d {
			t.Fatalf("%d working days before %s: %s, want %s", n, after, back, d)
		}
	}
	for _, row := range []struct {
		d    Date
		n    int
		want Date
	}{{20210209, 1, 20210217}, {20210217, -1, 20210209}, {20210213, 0, 20210217}, {20240503, 1, 20240504}, {20210217, 0, 20210217}} {
		if got := work.After(row.d, row.n); got != row.want {
			t.Errorf("%s + %d = %s, want %s", row.d, row.n, got, row.want)
		}
	}
	if got := work.Before(20210214, 0); got != 20210209 {
		t.Errorf("the last working day before Tết is %s", got)
	}
	never := WorkDays{Off: map[Date]bool{}}
	for d := Date(20210101); d < 20240101; d = d.AddDays(1) {
		never.Off[d] = true
	}
	if got := never.After(20210101, 1); got != 0 {
		t.Errorf("a working day in a year without any: %s", got)
	}
}
