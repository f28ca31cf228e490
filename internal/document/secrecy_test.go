package document

import (
	"slices"
	"strings"
	"testing"

	"giaoban/internal/fault"
)

// refusedFields lists the fields that a fault names, each with the one reason.
func refusedFields(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var list []string
	for _, f := range fault.All(err) {
		if f.Key != "document.marked_only" {
			t.Errorf("refused for %s", f.Key)
		}
		list = append(list, f.Field)
	}
	return list
}

// Of a document with a mark nothing is kept but number, date and kind.
func TestWhatIsKeptOfAMarkedDocument(t *testing.T) {
	full := Carried{Title: "Báo cáo", Body: "Toàn văn", Excerpt: "Trích", File: "bao-cao.pdf"}
	for _, c := range []struct {
		name    string
		secrecy Secrecy
		carried Carried
		refused []string
	}{
		{"ordinary keeps all", Ordinary, full, nil},
		{"no choice offered", "", full, nil},
		{"mật", Confidential, full, []string{"title", "body", "excerpt", "file"}},
		{"tối mật", Secret, full, []string{"title", "body", "excerpt", "file"}},
		{"tuyệt mật", TopSecret, full, []string{"title", "body", "excerpt", "file"}},
		{"an unknown degree counts as marked", "whatever", full, []string{"title", "body", "excerpt", "file"}},
		{"mật with nothing", Confidential, Carried{}, nil},
		{"mật with blanks", Confidential, Carried{Title: " \t", Body: "\n"}, nil},
		{"mật with a title", Confidential, Carried{Title: "Báo cáo"}, []string{"title"}},
		{"tối mật with a file", Secret, Carried{File: "a.pdf"}, []string{"file"}},
		{"tuyệt mật with an excerpt", TopSecret, Carried{Excerpt: "Một câu"}, []string{"excerpt"}},
		{"ordinary, but the title says otherwise", Ordinary, Carried{Title: "TỐI MẬT Báo cáo", Body: "Toàn văn"}, []string{"title", "body"}},
		{"no choice, but the file says otherwise", "", Carried{Title: "Báo cáo", File: "MẬT - Báo cáo.pdf"}, []string{"title", "file"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := refusedFields(t, c.secrecy.Check(c.carried)); !slices.Equal(got, c.refused) {
				t.Errorf("refused %v, want %v", got, c.refused)
			}
		})
	}
}

func TestMarks(t *testing.T) {
	for text, want := range map[string]bool{
		"MẬT": true, "TỐI MẬT": true, "TUYỆT MẬT": true, " MẬT\nBáo cáo": true, "(MẬT) Báo cáo": true, "[Tối mật] Báo cáo": true, "Mật: Báo cáo": true,
		"TỐI  MẬT Báo cáo": true, "TUYỆT MẬT BÁO CÁO": true, "MẬT Báo cáo tình hình": true, "MẬT_bao cao.pdf": true, "TỐI_MẬT_bao cao.pdf": true, "MẬT.pdf": true,
		"M\u00c2\u0323T Báo cáo": true, // composed otherwise, as some systems write file names
		"MẬT/2026":               true, "Tuyệt mật - Đề án": true, "Tối mật": true,
		"": false, "Báo cáo": false, "Báo cáo về bảo vệ bí mật": false, "Mật độ dân số": false, "MẬT ĐỘ DÂN SỐ": false, "MẬT KHẨU": false, "Mật ong Đồng Lâm": false,
		"Tuyệt mật thám trong truyện": false, "MẬTXYZ": false, "Tối ưu": false, "TUYỆT ĐỐI": false, "Kết luận: MẬT": false, "Công tác tối mật": false,
	} {
		if got := Marked(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
		if err := CheckTitle("caption", text); (err != nil) != want || want && refusedFields(t, err)[0] != "caption" {
			t.Errorf("%q: %v", text, err)
		}
	}
	for number, want := range map[string]bool{
		"12-BC/TU-MẬT": true, "05/BC (Tối mật)": true, "7-TB/BTC/Mật": true, "9 TUYỆT MẬT": true,
		"": false, "12-BC/TU": false, "12-BC/TM": false, "12-BC/BÍMẬT": false, "MẬT": false,
	} {
		if got := MarkedNumber(number); got != want {
			t.Errorf("number %q: %v, want %v", number, got, want)
		}
	}
}

func FuzzMarked(f *testing.F) {
	f.Add("TỐI MẬT Báo cáo")
	f.Add("Mật độ")
	f.Add("M\u00c2\u0323T")
	f.Fuzz(func(t *testing.T, text string) {
		if Marked(text) && !strings.Contains(strings.ToLower(text), "m") {
			t.Errorf("%q bears no mark", text)
		}
		if !Marked("MẬT: "+text) || MarkedNumber(text) != MarkedNumber(text+")") {
			t.Errorf("%q changes what stands before it", text)
		}
	})
}

func TestCheckEntry(t *testing.T) {
	whole := NewEntry{Direction: In, Kind: "report", Number: "12-BC/TU", Date: 20210401, Secrecy: Ordinary, Title: "Báo cáo quý I"}
	marked := NewEntry{Direction: In, Kind: "report", Number: "12-BC/TU", Date: 20210401, Secrecy: Secret}
	for _, c := range []struct {
		name       string
		from       NewEntry
		change     func(*NewEntry)
		field, key string
	}{
		{"ordinary", whole, func(*NewEntry) {}, "", ""},
		{"marked", marked, func(*NewEntry) {}, "", ""},
		{"marked, the number says so too", marked, func(n *NewEntry) { n.Number = "12-BC/TU (MẬT)" }, "", ""},
		{"marked with a title", marked, func(n *NewEntry) { n.Title = "Báo cáo" }, "title", "document.marked_only"},
		{"ordinary without a title", whole, func(n *NewEntry) { n.Title = "" }, "title", "document.title_missing"},
		{"ordinary with a mark in the title", whole, func(n *NewEntry) { n.Title = "MẬT: Báo cáo" }, "title", "document.marked_only"},
		{"ordinary with a mark in the number", whole, func(n *NewEntry) { n.Number = "12-BC/TU-MẬT" }, "secrecy", "document.entry_marked_number"},
		{"no degree", marked, func(n *NewEntry) { n.Secrecy = "" }, "secrecy", "document.secrecy_missing"},
		{"no direction", marked, func(n *NewEntry) { n.Direction = "" }, "direction", "document.direction_missing"},
		{"no kind", marked, func(n *NewEntry) { n.Kind = "x" }, "kind", "document.kind_unknown"},
		{"no number", marked, func(n *NewEntry) { n.Number = "" }, "number", "document.entry_number"},
		{"words for a number", marked, func(n *NewEntry) { n.Number = "kế hoạch bảo vệ" }, "number", "document.entry_number"},
		{"a long number", marked, func(n *NewEntry) { n.Number = "1 " + strings.Repeat("a", 40) }, "number", "document.entry_number"},
		{"a number with a sentence", marked, func(n *NewEntry) { n.Number = "12: nội dung" }, "number", "document.entry_number"},
		{"no date", marked, func(n *NewEntry) { n.Date = 0 }, "date", "document.date_missing"},
		{"tomorrow", marked, func(n *NewEntry) { n.Date = 20210403 }, "date", "document.entry_future"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := c.from
			c.change(&n)
			err := checkEntry(n, 20210402)
			if c.key == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if faults := fault.All(err); len(faults) != 1 || faults[0].Field != c.field || faults[0].Key != c.key {
				t.Errorf("got %v, want %s at %s", faults, c.key, c.field)
			}
		})
	}
}
