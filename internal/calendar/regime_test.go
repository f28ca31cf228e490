package calendar_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

func (b bench) regime(t *testing.T, code string) calendar.Regime {
	t.Helper()
	list, err := b.Regimes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range list {
		if g.Code == code {
			return g
		}
	}
	t.Fatalf("no regime %s", code)
	return calendar.Regime{}
}

func someRule() calendar.Rule {
	return calendar.Rule{Kinds: []calendar.KindRule{{Kind: when.Quarter, Close: 20}, {Kind: when.Month, Close: 20}}, Basis: calendar.YearToDate,
		Days: 2, Levels: map[string]int{"any": 5}, Hour: 16 * 60, Remind: calendar.Remind{Before: []int{3, 1, 3}, OnDay: true}}
}

func TestSeededRegimes(t *testing.T) {
	b := open(t)
	statistics, admin := b.regime(t, "thong-ke"), b.regime(t, "hanh-chinh")
	if admin.Title(i18n.VI) != "Hành chính (15–14)" || statistics.Title(i18n.EN) != "Statistics" {
		t.Errorf("%q %q", admin.Title(i18n.VI), statistics.Title(i18n.EN))
	}
	q1 := when.PeriodName{Kind: when.Quarter, Year: 2021, N: 1}
	if w := admin.Window(q1); w != (when.Span{From: 20201215, To: 20210314}) {
		t.Errorf("%v", w)
	}
	if w := statistics.Window(q1); w != q1.Span() {
		t.Errorf("%v", w)
	}
	work, err := b.WorkDays(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rule := admin.RuleOf(calendar.Period{Kind: when.Month, Year: 2021, N: 2})
	if due := rule.Deadline(20210214, "any", work); due != when.At(20210218, 17*60) {
		t.Errorf("after the Tết of 2021: %s", due.ISO())
	}
	term := calendar.Period{Kind: when.Term, Year: 2021, N: 2026, From: 20210101, To: 20261231}
	if _, err := admin.Under(term); !fault.Is(err, "calendar.regime_without_kind") {
		t.Errorf("%v", err)
	}
	adhoc := calendar.Period{Kind: when.AdHoc, From: 20210402, To: 20210523}
	if under, err := admin.Under(adhoc); err != nil || under != adhoc {
		t.Errorf("%v %v", under, err)
	}
}

// TestRegimeWindowsTile: whatever versions a regime has, the windows of each kind follow one another.
func TestRegimeWindowsTile(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		var g calendar.Regime
		from := when.Date(20000101)
		for range 1 + r.IntN(12) {
			var rule calendar.Rule
			for _, k := range []when.PeriodKind{when.Month, when.Quarter, when.Half, when.NineMonths, when.Year} {
				rule.Kinds = append(rule.Kinds, calendar.KindRule{Kind: k, Close: r.IntN(when.MaxClosing + 1)})
			}
			g.Versions = append(g.Versions, calendar.RegimeVersion{From: from, Rule: rule})
			from = from.AddDays(1 + r.IntN(900))
		}
		for _, p := range []when.PeriodName{{Kind: when.Month, Year: 2000, N: 1}, {Kind: when.Quarter, Year: 2000, N: 1}, {Kind: when.Half, Year: 2000, N: 1}, {Kind: when.Year, Year: 2000}} {
			before := g.Window(p)
			for p = p.Next(); p.Year < 2036; p = p.Next() {
				w := g.Window(p)
				if w.From != before.To.AddDays(1) || w.Days() < 1 {
					t.Fatalf("%s runs from %s to %s after one that ends on %s (%+v)", p.Title("en"), w.From, w.To, before.To, g.Versions)
				}
				if d := g.WindowToDate(p); d.To != w.To || d.From > w.From {
					t.Fatalf("%s to date: %v of %v", p.Title("en"), d, w)
				}
				before = w
			}
		}
	}
}

func TestRegimeVersions(t *testing.T) {
	b := open(t) // on 2/4/2021
	ctx := t.Context()
	other := actor.Actor{Kind: actor.Person, Account: 6, Unit: b.below, Grants: []actor.Grant{{Role: actor.Office, Unit: b.below}}}
	n := calendar.NewRegime{Code: "cong-doan", Name: i18n.Text{VI: " Công  đoàn "}, Version: calendar.NewVersion{From: 20200101, Rule: someRule(), Act: "QĐ 12"}, Key: "k"}
	if _, err := b.CreateRegime(ctx, other, n); !fault.Is(err, "calendar.forbidden_regime") {
		t.Errorf("%v", err)
	}
	g, err := b.CreateRegime(ctx, b.office, n)
	if err != nil || g.Title(i18n.EN) != "Công đoàn" || len(g.Versions) != 1 || g.Versions[0].Actor != "Văn phòng" {
		t.Fatalf("%+v %v", g, err)
	}
	again, err := b.CreateRegime(ctx, b.office, n)
	if err != nil || again.ID != g.ID {
		t.Errorf("a double send: %v %v", again, err)
	}
	if got := g.Versions[0].Rule.Remind.Before; len(got) != 2 || got[0] != 1 {
		t.Errorf("%v", got)
	}
	n.Key = "k2"
	if _, err := b.CreateRegime(ctx, b.office, n); !fault.Is(err, "calendar.regime_code_taken") {
		t.Errorf("%v", err)
	}
	n.Unit, n.Code = b.below, "cua-tinh"
	if _, err := b.CreateRegime(ctx, other, n); err != nil {
		t.Errorf("a unit keeps its own: %v", err)
	}

	v := calendar.NewVersion{From: 20210701, Rule: someRule(), Act: "QĐ 13"}
	v.Rule.Kinds[0].Close = 0
	for _, past := range []when.Date{20200101, 20210402, 20210101} {
		v.From = past
		err := b.SetVersion(ctx, b.office, g.ID, v)
		if !fault.Is(err, "calendar.version_past") || fault.All(err)[0].Field != "from" {
			t.Errorf("from %s: %v", past, err)
		}
	}
	v.From = 20210701
	for range 2 { // what has not begun is replaced
		if err := b.SetVersion(ctx, b.office, g.ID, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.SetVersion(ctx, other, g.ID, v); !fault.Is(err, "calendar.forbidden_regime") {
		t.Errorf("%v", err)
	}
	g, err = b.Regime(ctx, g.ID)
	if err != nil || len(g.Versions) != 2 {
		t.Fatalf("%+v %v", g, err)
	}
	if w := g.Window(when.PeriodName{Kind: when.Quarter, Year: 2021, N: 3}); w != (when.Span{From: 20210621, To: 20210930}) {
		t.Errorf("the first window under the new version: %v", w)
	}
	if err := b.RemoveVersion(ctx, b.office, g.ID, 20200101, ""); !fault.Is(err, "calendar.version_past") {
		t.Errorf("%v", err)
	}
	if err := b.RemoveVersion(ctx, b.office, g.ID, 20210702, ""); !fault.Is(err, "calendar.no_such_version") {
		t.Errorf("%v", err)
	}
	if err := b.RemoveVersion(ctx, b.office, g.ID, 20210701, ""); err != nil {
		t.Error(err)
	}
	if err := b.RetireRegime(ctx, b.office, g.ID, true, ""); err != nil {
		t.Error(err)
	}
	if g, err = b.Regime(ctx, g.ID); err != nil || !g.Retired || len(g.Versions) != 1 {
		t.Errorf("%+v %v", g, err)
	}
}

func TestRegimeRefusals(t *testing.T) {
	b := open(t)
	for field, spoil := range map[string]func(*calendar.NewRegime){
		"code":          func(n *calendar.NewRegime) { n.Code = "Hành chính" },
		"name":          func(n *calendar.NewRegime) { n.Name.VI = " " },
		"kinds":         func(n *calendar.NewRegime) { n.Version.Rule.Kinds = nil },
		"close-quarter": func(n *calendar.NewRegime) { n.Version.Rule.Kinds[0].Close = 29 },
		"basis":         func(n *calendar.NewRegime) { n.Version.Rule.Basis = "" },
		"days":          func(n *calendar.NewRegime) { n.Version.Rule.Days = 0 },
		"days-any":      func(n *calendar.NewRegime) { n.Version.Rule.Levels["any"] = 61 },
		"":              func(n *calendar.NewRegime) { n.Version.Rule.Levels["x"] = 1 },
		"hour":          func(n *calendar.NewRegime) { n.Version.Rule.Hour = 1440 },
		"before":        func(n *calendar.NewRegime) { n.Version.Rule.Remind.Before = []int{0} },
		"after":         func(n *calendar.NewRegime) { n.Version.Rule.Remind.After = []int{1, 2, 3, 4, 5, 6} },
		"from":          func(n *calendar.NewRegime) { n.Version.From = 20210231 },
		"act":           func(n *calendar.NewRegime) { n.Version.Act = string(make([]rune, 201)) },
	} {
		n := calendar.NewRegime{Code: "x", Name: i18n.Text{VI: "X"}, Version: calendar.NewVersion{From: 20200101, Rule: someRule()}}
		spoil(&n)
		_, err := b.CreateRegime(t.Context(), b.office, n)
		if fault.KindOf(err) != fault.KindInvalid || len(fault.All(err)) != 1 || fault.All(err)[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestPartOfAnotherPeriod(t *testing.T) {
	b := open(t)
	period := func(kind when.PeriodKind, year, n int) calendar.Period {
		p, err := b.EnsurePeriod(t.Context(), b.office, when.PeriodName{Kind: kind, Year: year, N: n})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	december, q4, q1 := period(when.Month, 2020, 12), period(when.Quarter, 2020, 4), period(when.Quarter, 2021, 1)
	if err := calendar.CheckPart(december, q4); err != nil {
		t.Error(err)
	}
	for _, of := range []calendar.Period{q1, december} {
		if err := calendar.CheckPart(december, of); !fault.Is(err, "calendar.not_within") {
			t.Errorf("December 2020 in %s: %v", of.Title(i18n.EN), err)
		}
	}
}

func TestDaysOff(t *testing.T) {
	b := open(t)
	ctx := t.Context()
	work, err := b.WorkDays(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if work.Working(20210430) || !work.Working(20210429) {
		t.Error("30/4")
	}
	other := actor.Actor{Kind: actor.Person, Account: 6, Unit: b.below, Grants: []actor.Grant{{Role: actor.Office, Unit: b.below}}}
	off := calendar.Holiday{Date: 20210429, Name: i18n.Text{VI: "Nghỉ hoán đổi"}}
	if err := b.SetHoliday(ctx, other, off, ""); !fault.Is(err, "calendar.forbidden_days") {
		t.Errorf("%v", err)
	}
	if err := b.SetHoliday(ctx, b.office, off, ""); err != nil {
		t.Fatal(err)
	}
	if err := b.SetHoliday(ctx, b.office, calendar.Holiday{Date: 20210508, Worked: true, Name: i18n.Text{VI: "Làm bù"}}, ""); err != nil {
		t.Fatal(err)
	}
	work, err = b.WorkDays(ctx)
	if err != nil || work.Working(20210429) || !work.Working(20210508) {
		t.Errorf("%v", err)
	}
	list, err := b.Holidays(ctx, when.Span{From: 20210429, To: 20210508})
	if err != nil || len(list) != 5 || list[0].ChangedBy != "Văn phòng" || list[1].ChangedAt != 0 {
		t.Errorf("%+v %v", list, err)
	}
	for _, bad := range []calendar.Holiday{{Name: i18n.Text{VI: "x"}}, {Date: 20210231, Name: i18n.Text{VI: "x"}}, {Date: 20210510}, {Date: 20210510, Worked: true, Name: i18n.Text{VI: "x"}}} {
		if err := b.SetHoliday(ctx, b.office, bad, ""); fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if err := b.RemoveHoliday(ctx, b.office, 20210429, ""); err != nil {
		t.Error(err)
	}
	if err := b.RemoveHoliday(ctx, b.office, 20210429, ""); !fault.Is(err, "calendar.no_such_holiday") {
		t.Errorf("%v", err)
	}
}

// TestLunarDays reckons the first day of the lunar year and the tenth of its third month for +07:00 and holds the
// days that the program brings against them.
func TestLunarDays(t *testing.T) {
	b := open(t)
	for year := 2016; year <= 2035; year++ {
		list, err := b.Holidays(t.Context(), when.Span{From: when.Date(year*10000 + 101), To: when.Date(year*10000 + 1231)})
		if err != nil {
			t.Fatal(err)
		}
		found := map[when.Date]calendar.Holiday{}
		for _, h := range list {
			found[h.Date] = h
		}
		newYear := lunarMonth(year, 1)
		if h := found[newYear]; h.Name.VI != "Tết Nguyên đán, mùng 1" {
			t.Errorf("Tết %d is on %s, there stands %q", year, newYear, h.Name.VI)
		}
		off := 0
		for d := newYear.AddDays(-3); d <= newYear.AddDays(12); d = d.AddDays(1) {
			if h, ok := found[d]; ok && !h.Worked && (when.WorkDays{}).Working(d) {
				off++
			}
		}
		if off != 5 {
			t.Errorf("Tết %d: %d weekdays off, want 5", year, off)
		}
		if kings := lunarMonth(year, 3).AddDays(9); found[kings].Name.VI != "Giỗ Tổ Hùng Vương" {
			t.Errorf("the Hùng Kings' day of %d is on %s", year, kings)
		}
		for _, md := range []int{101, 430, 501, 902} {
			if _, ok := found[when.Date(year*10000+md)]; !ok {
				t.Errorf("%d of %d is worked", md, year)
			}
		}
	}
}

// lunarMonth is the first day of a month (1 to 9) of the lunar year: the month of the winter solstice is the eleventh,
// and of 13 months between two of them the first without a major solar term is a leap month.
func lunarMonth(year, month int) when.Date {
	eleventh := solsticeMoon(year - 1)
	next := solsticeMoon(year)
	k := int(math.Floor(float64(eleventh)-2415021.076998695)/29.530588853 + 0.5)
	for moonDay(k) < eleventh {
		k++
	}
	for moonDay(k) > eleventh {
		k--
	}
	number, leap := 11, next-eleventh < 365
	for k++; ; k++ {
		if !leap && sunSector(moonDay(k)) == sunSector(moonDay(k+1)) {
			leap = true
			continue
		}
		if number = number%12 + 1; number == month {
			return when.DateOf(time.Date(2000, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, moonDay(k)-2451545))
		}
	}
}

// solsticeMoon is the Julian day of the new moon that begins the eleventh month of a year.
func solsticeMoon(year int) int {
	k := int(math.Floor(float64(2451545+(year-2000)*36525/100+364-2415021) / 29.530588853))
	day := moonDay(k + 1)
	for k++; sunSector(day) >= 9 || julian(year) < day; k-- {
		day = moonDay(k - 1)
	}
	return day
}

// julian is the Julian day of 31 December.
func julian(year int) int {
	return 2451545 + int(time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC).Sub(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)).Hours()/24)
}

// moonDay is the Julian day in +07:00 of the k-th new moon since 1/1/1900 (Meeus, Astronomical Algorithms for Calculators).
func moonDay(k int) int {
	n := float64(k)
	c := n / 1236.85
	sin := func(deg float64) float64 { return math.Sin(deg * math.Pi / 180) }
	jd := 2415020.75933 + 29.53058868*n + 0.0001178*c*c - 0.000000155*c*c*c + 0.00033*sin(166.56+132.87*c-0.009173*c*c)
	m := 359.2242 + 29.10535608*n - 0.0000333*c*c - 0.00000347*c*c*c
	mp := 306.0253 + 385.81691806*n + 0.0107306*c*c + 0.00001236*c*c*c
	f := 21.2964 + 390.67050646*n - 0.0016528*c*c - 0.00000239*c*c*c
	jd += (0.1734-0.000393*c)*sin(m) + 0.0021*sin(2*m) - 0.4068*sin(mp) + 0.0161*sin(2*mp) - 0.0004*sin(3*mp) + 0.0104*sin(2*f) -
		0.0051*sin(m+mp) - 0.0074*sin(m-mp) + 0.0004*sin(2*f+m) - 0.0004*sin(2*f-m) - 0.0006*sin(2*f+mp) + 0.0010*sin(2*f-mp) + 0.0005*sin(2*mp+m)
	jd -= -0.000278 + 0.000265*c + 0.000262*c*c // dynamical time
	return int(math.Floor(jd + 0.5 + 7.0/24))
}

// sunSector is the sun's place at midnight in +07:00 in twelfths of its way from the spring equinox.
func sunSector(day int) int {
	c := (float64(day) - 2451545.5 - 7.0/24) / 36525
	sin := func(deg float64) float64 { return math.Sin(deg * math.Pi / 180) }
	m := 357.52910 + 35999.05030*c - 0.0001559*c*c
	l := 280.46645 + 36000.76983*c + 0.0003032*c*c + (1.914600-0.004817*c)*sin(m) + (0.019993-0.000101*c)*sin(2*m) + 0.000290*sin(3*m)
	return int(math.Floor(math.Mod(math.Mod(l, 360)+360, 360) / 30))
}
