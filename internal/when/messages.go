package when

import "giaoban/internal/i18n"

// Messages are the texts of refused dates, times and periods.
func Messages() i18n.Messages {
	return i18n.Messages{
		"when.not_a_date":      {VI: "“{text}” không phải là ngày. Viết 22/6 hoặc 22/6/2026.", EN: "“{text}” is not a date. Write 22/6 or 22/6/2026."},
		"when.no_such_day":     {VI: "Tháng {month}/{year} không có ngày {day}.", EN: "There is no day {day} in {month}/{year}."},
		"when.never_such_day":  {VI: "Tháng {month} không có ngày {day}.", EN: "No month {month} has a day {day}."},
		"when.no_such_month":   {VI: "Không có tháng {month}.", EN: "There is no month {month}."},
		"when.no_such_year":    {VI: "Không có năm {year}.", EN: "There is no year {year}."},
		"when.year_missing":    {VI: "Ghi cả năm, ví dụ 22/6/2026.", EN: "Write the year too, for example 22/6/2026."},
		"when.year_digits":     {VI: "Ghi năm đủ bốn chữ số, ví dụ 22/6/2026.", EN: "Write the year in four digits, for example 22/6/2026."},
		"when.wrong_weekday":   {VI: "Ngày {date} là {weekday}.", EN: "{date} is a {weekday}."},
		"when.not_a_time":      {VI: "“{text}” không phải là giờ. Viết 14:00 hoặc 14h30.", EN: "“{text}” is not a time. Write 14:00."},
		"when.no_such_time":    {VI: "Không có {text}. Giờ từ 00:00 đến 23:59.", EN: "There is no {text}. Times run from 00:00 to 23:59."},
		"when.not_a_period":    {VI: "“{text}” không phải là kỳ công tác. Viết quý I/2021, tháng 12/2020, 6 tháng đầu năm 2021 hoặc từ 1/3/2021 đến 15/4/2021.", EN: "“{text}” is not a period. Write Q1 2021, December 2020, first half of 2021, or from 1/3/2021 to 15/4/2021."},
		"when.span_half":       {VI: "Ghi cả ngày đầu và ngày cuối, ví dụ từ 1/3/2021 đến 15/4/2021.", EN: "Write both the first and the last day, for example from 1/3/2021 to 15/4/2021."},
		"when.span_backwards":  {VI: "Ngày cuối {to} ở trước ngày đầu {from}.", EN: "The last day {to} is before the first day {from}."},
		"when.span_too_long":   {VI: "Từ {from} đến {to} dài hơn một nhiệm kỳ ({most} năm).", EN: "From {from} to {to} is longer than a term ({most} years)."},
		"when.no_such_quarter": {VI: "Không có quý {quarter}. Một năm có quý I đến quý IV.", EN: "There is no quarter {quarter}. A year has Q1 to Q4."},
		"when.bad_term":        {VI: "Nhiệm kỳ {from}-{to} không hợp lệ: năm cuối phải sau năm đầu, không quá 10 năm.", EN: "The term {from}-{to} is not valid: it must end after it begins, within 10 years."},
	}
}
