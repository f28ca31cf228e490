package when

import (
	"strings"
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

func TestParseSpan(t *testing.T) {
	const now = Date(20210405) // a Monday
	for text, want := range map[string]SpanText{
		"từ 1/3/2021 đến 15/4/2021":             {Span: Span{20210301, 20210415}},
		"Từ ngày 1/3/2021 đến ngày 15/4/2021.":  {Span: Span{20210301, 20210415}},
		"1/3/2021 đến 15/4/2021":                {Span: Span{20210301, 20210415}},
		"1/3 – 15/4/2021":                       {Span: Span{20210301, 20210415}},
		"1/3/2021-15/4/2021":                    {Span: Span{20210301, 20210415}},
		"1-3-2021 - 15-4-2021":                  {Span: Span{20210301, 20210415}},
		"2021-03-01 – 2021-04-15":               {Span: Span{20210301, 20210415}},
		"từ 1/3 - 15/4/2021":                    {Span: Span{20210301, 20210415}},
		"from 1/3/2021 to 15/4/2021":            {Span: Span{20210301, 20210415}},
		"From 1 March 2021 until 15 April 2021": {Span: Span{20210301, 20210415}},
		"between 1/3/2021 and 15/4/2021":        {Span: Span{20210301, 20210415}},
		"1-15/3/2021":                           {Span: Span{20210301, 20210315}},
		"từ 1 đến 15/3/2021":                    {Span: Span{20210301, 20210315}},
		"từ ngày 1 đến ngày 15/3":               {Span: Span{20210301, 20210315}},
		"từ 15/11 đến 14/2/2021":                {Span: Span{20201115, 20210214}},
		"từ 15/11/2020 đến 14/2":                {Span: Span{20201115, 20210214}},
		"1/12 – 15/1":                           {Span: Span{20201201, 20210115}},
		"thứ hai, 1/3 đến thứ năm, 15/4/2021":   {Span: Span{20210301, 20210415}},
		"từ tháng 1 đến tháng 4/2021":           {Span: Span{20210101, 20210430}},
		"từ tháng 11 đến hết tháng 2/2021":      {Span: Span{20201101, 20210228}},
		"từ đầu quý I/2021 đến 15/4":            {Span: Span{20210101, 20210415}},
		"từ nay đến hết năm":                    {Span: Span{20210405, 20211231}},
		"từ nay đến 15/4/2021":                  {Span: Span{20210405, 20210415}},
		"từ nay tới 3/4":                        {Span: Span{20210405, 20220403}},
		"from now until the end of June":        {Span: Span{20210405, 20210630}},
		"đến hết quý II":                        {Span: Span{20210405, 20210630}},
		"từ 2016 đến 2020":                      {Span: Span{20160101, 20201231}},
		"từ nay đến hết nhiệm kỳ 2020-2025":     {Span: Span{20210405, 20251231}},
		"15/4/2021 – 15/4/2021":                 {Span: Span{20210415, 20210415}},
		"từ 30/12/2020 đến Đại hội XIII":        {Span: Span{From: 20201230}, Until: "Đại hội XIII"},
		"30/12/2020 – Đại hội XIII của Đảng":    {Span: Span{From: 20201230}, Until: "Đại hội XIII của Đảng"},
		"từ nay đến ngày bầu cử":                {Span: Span{From: 20210405}, Until: "ngày bầu cử"},
		"Từ nay đến hết Đại hội XIV":            {Span: Span{From: 20210405}, Until: "Đại hội XIV"},
		"from now until the XIV Congress":       {Span: Span{From: 20210405}, Until: "the XIV Congress"},
		"until Election day 2021 – phase 2":     {Span: Span{From: 20210405}, Until: "Election day 2021 – phase 2"},
		"từ 30/12/2020 đến Đại hội từ A đến B":  {Span: Span{From: 20201230}, Until: "Đại hội từ A đến B"},
		"từ tháng 12/2020 đến Đại hội XIII":     {Span: Span{From: 20201201}, Until: "Đại hội XIII"},
	} {
		got, ok, err := ParseSpan(text, now)
		if !ok || err != nil || got != want {
			t.Errorf("%q: %+v %v %v, want %+v", text, got, ok, err, want)
		}
	}
	for text, key := range map[string]string{
		"từ 15/4/2021 đến 1/3/2021":        "when.span_backwards",
		"15/4/2021-1/3/2021":               "when.span_backwards",
		"từ 1/3/2021 đến 2/3/2031":         "when.span_too_long",
		"từ 29/2/2021 đến 15/4/2021":       "when.no_such_day",
		"29/2 – 15/4/2021":                 "when.no_such_day",
		"từ 1/3/2021 đến 31/4/2021":        "when.no_such_day",
		"1/3/2021 – 31/13/2021":            "when.no_such_month",
		"từ 1/3/2021 đến tháng 13/2021":    "when.no_such_month",
		"từ 1/3/21 đến 15/4/2021":          "when.year_digits",
		"từ 1/3/2021 đến 15/4/20212":       "when.not_a_date",
		"từ 1/3/2021":                      "when.span_half",
		"từ 1/3/2021 đến":                  "when.span_half",
		"từ đến 15/4/2021":                 "when.span_half",
		"từ hôm kia đến 15/4/2021":         "when.not_a_date",
		"từ 1 đến Đại hội":                 "when.not_a_date",
		"thứ ba, 1/3/2021 đến 15/4/2021":   "when.wrong_weekday",
		"từ 1/3/2021 đến thứ ba 15/4/2021": "when.wrong_weekday",
	} {
		if got, ok, err := ParseSpan(text, now); !ok || !fault.Is(err, key) {
			t.Errorf("%q: %+v %v %v, want %s", text, got, ok, err, key)
		}
	}
	for _, text := range []string{"", "quý I/2021", "Q1-2021", "tháng 1 - 2021", "tháng 12/2020", "nhiệm kỳ 2020-2025", "nhiệm kỳ 2020 – 2025", "6 tháng đầu năm 2021",
		"15/4/2021", "1-3-2021", "13/5-2021", "quý I - năm 2021", "Đại hội XIII", "Hội nghị đến chiều", "2021", "-", "– 15/4", strings.Repeat("1/3/2021-", 40)} {
		if got, ok, err := ParseSpan(text, now); ok || err != nil {
			t.Errorf("%q was read as %+v, %v", text, got, err)
		}
	}
	if _, ok, err := ParseSpan("1/3 – 15/4", 0); !ok || !fault.Is(err, "when.year_missing") {
		t.Errorf("no year and no day to be near to: %v %v", ok, err)
	}
	if got, ok, err := ParseSpan("1/3 – 15/4/2021", 0); !ok || err != nil || got.Span != (Span{20210301, 20210415}) {
		t.Errorf("%+v %v %v", got, ok, err)
	}
}

func FuzzParseSpan(f *testing.F) {
	for _, s := range []string{"từ 1/3/2021 đến 15/4/2021", "1/3 – 15/4", "1-15/3", "từ nay đến Đại hội XIII", "từ tháng 11 đến hết quý II", "until the end of 2022", "29/2-1/3", "từ đến", "thứ hai 1/3 - 2/3"} {
		f.Add(s, int32(20210405))
	}
	f.Fuzz(func(t *testing.T, s string, near int32) {
		got, ok, err := ParseSpan(s, Date(near))
		if err != nil {
			if !ok || fault.KindOf(err) != fault.KindInvalid {
				t.Errorf("%q: %v %v", s, ok, err)
			}
			return
		}
		if !ok {
			return
		}
		if !got.From.Valid() || (got.Until == "") != got.To.Valid() || got.Until == "" && CheckSpan(got.Span) != nil {
			t.Fatalf("%q is %+v", s, got)
		}
		if got.Until != "" {
			return
		}
		for _, text := range []i18n.Text{{VI: "từ {from} đến {to}", EN: "from {from} to {to}"}, {VI: "{from} – {to}", EN: "{from}-{to}"}} {
			for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
				written := i18n.Fill(lang, text.In(lang), "from", got.From, "to", got.To)
				if back, ok, err := ParseSpan(written, 0); !ok || err != nil || back != got {
					t.Errorf("%q is %+v, written %q, read back %+v %v", s, got, written, back, err)
				}
			}
		}
	})
}

// A period of the calendar is never taken for a span of days, however it is titled.
func TestSpansAreNoNames(t *testing.T) {
	for _, p := range []PeriodName{{Month, 2021, 4}, {Quarter, 2021, 1}, {Half, 2021, 1}, {Half, 2021, 2}, {NineMonths, 2021, 0}, {Year, 2021, 0}, {Term, 2020, 2025}} {
		for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
			if _, ok, _ := ParseSpan(p.Title(lang), 20210405); ok {
				t.Errorf("%s", p.Title(lang))
			}
		}
	}
}
