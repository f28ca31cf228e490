package datebook

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

func sample() Calendar {
	at := when.At(20210318, 17*60)
	return Calendar{Name: "Giao ban – Ban Tổ chức Tỉnh ủy; Đồng, Lâm", Lang: i18n.VI, Home: 7, Origin: "https://giaoban.example", Entries: []Entry{
		{Kind: "report", ID: 12, At: at, Title: "Hạn báo cáo: Báo cáo tổng hợp kết quả công tác tổ chức xây dựng Đảng quý I năm 2021, Ổ Ẩ Ộ Ữ ỵ; \\ cuối",
			Text: "Dòng một\r\nDòng hai", Href: "/reports/1/units/2", Changed: when.At(20210308, 9*60), Sequence: 3, Alarms: []when.Instant{when.At(20210315, 480), at.Add(time.Hour)}},
		{Kind: "explanation", ID: 13, At: at, Title: "Hạn giải thích", Changed: when.At(20210309, 0), Sequence: 1, Cancelled: true, Alarms: []when.Instant{when.At(20210315, 480)}},
		{Kind: "conference", ID: 14, At: when.At(20210401, 8*60), Until: when.At(20210401, 11*60), Title: "Giao ban tháng 4", Place: "Hội trường A", Changed: when.At(20210301, 0)},
		{Kind: "conference", ID: 14, At: when.At(20210401, 8*60), Title: "Giao ban tháng 4, qua đơn vị khác", Changed: when.At(20210301, 0)},
	}}
}

// lines checks what RFC 5545 asks of every line and gives them unfolded.
func lines(t testing.TB, file []byte) []string {
	t.Helper()
	text := string(file)
	if strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") || !strings.HasSuffix(text, "\r\n") {
		t.Error("a line does not end with CRLF")
	}
	for _, line := range strings.Split(text, "\r\n") {
		if len(line) > 75 {
			t.Errorf("%d octets: %q", len(line), line)
		}
		if !utf8.ValidString(line) {
			t.Errorf("a letter is cut in two: %q", line)
		}
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"), "\r\n")
}

func TestFile(t *testing.T) {
	c := sample()
	file := c.File()
	if !bytes.Equal(file, c.File()) {
		t.Error("the same dates give other bytes")
	}
	all := "\n" + strings.Join(lines(t, file), "\n") + "\n"
	for _, want := range []string{
		"\nBEGIN:VCALENDAR\nVERSION:2.0\n", "\nMETHOD:PUBLISH\n", `X-WR-CALNAME:Giao ban – Ban Tổ chức Tỉnh ủy\; Đồng\, Lâm`,
		"\nBEGIN:VTIMEZONE\nTZID:Asia/Ho_Chi_Minh\nBEGIN:STANDARD\nDTSTART:19750613T000000\nTZOFFSETFROM:+0800\nTZOFFSETTO:+0700\nTZNAME:+07\nEND:STANDARD\nEND:VTIMEZONE\n",
		"\nDTSTART;TZID=Asia/Ho_Chi_Minh:20210318T170000\n", "\nSEQUENCE:3\n", "\nLAST-MODIFIED:20210308T020000Z\n", "\nTRIGGER:-PT4860M\n",
		`quý I năm 2021\, Ổ Ẩ Ộ Ữ ỵ\; \\ cuối`, `DESCRIPTION:Dòng một\nDòng hai\nhttps://giaoban.example/reports/1/units/2`,
		"\nDTEND;TZID=Asia/Ho_Chi_Minh:20210401T110000\n", "\nSTATUS:CANCELLED\n", "\nLOCATION:Hội trường A\n", "\nURL:https://giaoban.example/reports/1/units/2\n",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	if n := strings.Count(all, "\nBEGIN:VEVENT\n"); n != 3 {
		t.Errorf("%d events, want each date once", n)
	}
	if n := strings.Count(all, "\nBEGIN:VALARM\n"); n != 1 {
		t.Errorf("%d alarms: none of what is off, none after the date", n)
	}
}

// What is written is read back as it was.
func TestReadBack(t *testing.T) {
	c := sample()
	cal, err := ics.ParseCalendar(bytes.NewReader(c.File()))
	if err != nil {
		t.Fatal(err)
	}
	events := cal.Events()
	if len(events) != 3 {
		t.Fatalf("%d events", len(events))
	}
	seen := map[string]*ics.VEvent{}
	for _, e := range events {
		seen[e.Id()] = e
	}
	e := seen["report-"+ident.ID(12).String()+"@"+ident.ID(7).String()+".giaoban"]
	if e == nil {
		t.Fatalf("UIDs %v", seen)
	}
	if got := ics.FromText(e.GetProperty(ics.ComponentPropertySummary).Value); got != c.Entries[0].Title {
		t.Errorf("title %q", got)
	}
	start, err := e.GetStartAt()
	if err != nil || !start.Equal(c.Entries[0].At.Time()) {
		t.Errorf("start %v %v", start, err)
	}
	moved := c
	moved.Entries = append([]Entry{}, c.Entries...)
	moved.Entries[0].At, moved.Entries[0].Sequence = when.At(20210320, 17*60), 4
	cal, err = ics.ParseCalendar(bytes.NewReader(moved.File()))
	if err != nil {
		t.Fatal(err)
	}
	for _, again := range cal.Events() {
		if again.Id() == e.Id() && again.GetProperty(ics.ComponentPropertySequence).Value != "4" {
			t.Error("a moved date keeps its number")
		}
	}
}

// Whatever a title holds, it stays one property.
func FuzzTitles(f *testing.F) {
	for _, s := range []string{"a\r\nATTENDEE:mailto:x@y.vn", "Ổ\nEND:VEVENT\nBEGIN:VEVENT", "\x00\u2028\x85", strings.Repeat("ộ", 300), "a\\n;,b", "\xff\xfe", " x", "\rX:1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		c := Calendar{Name: title, Home: 7, Origin: "https://x.vn", Entries: []Entry{{Kind: "report", ID: 1, At: 1_600_000_000_000, Changed: 1, Title: title, Text: title, Place: title, Alarms: []when.Instant{1_599_000_000_000}}}}
		for _, line := range lines(t, c.File()) {
			name, _, _ := strings.Cut(line, ":")
			name, _, _ = strings.Cut(name, ";")
			switch name {
			case "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "TZID", "DTSTART", "TZOFFSETFROM",
				"TZOFFSETTO", "TZNAME", "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "URL", "DESCRIPTION", "LOCATION", "TRANSP", "STATUS", "ACTION", "TRIGGER":
			default:
				t.Errorf("%q becomes the line %q", title, line)
			}
		}
	})
}
