package document

import (
	"slices"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

func good() New {
	return New{
		Kind: Notice, Issuer: 1, Title: "kết luận tại Hội nghị", Date: 20210402,
		Body:       []Block{{Heading, "Nhiệm vụ"}, {Numbered, "Một việc."}},
		Recipients: []ident.ID{2, 3}, Signer: Signer{Name: "Lê Minh An", Title: "Phó Trưởng Ban", Capacity: KT},
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*New)
		key    string
		field  string
	}{
		{"whole", func(*New) {}, "", ""},
		{"no kind", func(n *New) { n.Kind = "" }, "document.kind_unknown", "kind"},
		{"no issuer", func(n *New) { n.Issuer = 0 }, "document.issuer_missing", "issuer"},
		{"no recipient", func(n *New) { n.Recipients = nil }, "document.recipients_missing", "recipients"},
		{"no signer", func(n *New) { n.Signer.Name = " " }, "document.signer_missing", "signer"},
		{"no title", func(n *New) { n.Title = " " }, "document.title_missing", "title"},
		{"headings alone", func(n *New) { n.Body = n.Body[:1] }, "document.body_missing", "body"},
		{"31/4", func(n *New) { n.Date = 20210431 }, "document.date_missing", "date"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := good()
			c.change(&n)
			err := check(n)
			if c.key == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !fault.Is(err, c.key) || fault.All(err)[0].Field != c.field {
				t.Errorf("want %s at %s, got %v", c.key, c.field, err)
			}
		})
	}
}

func TestRevisionNeedsReasonAndChange(t *testing.T) {
	n := good()
	old := Document{Title: n.Title, Date: n.Date, Content: content(n, Layout{})}
	if err := checkRevision(old, n, "sai tên"); !fault.Is(err, "document.nothing_changed") {
		t.Errorf("the same again: %v", err)
	}
	n.Title = "kết luận tại Hội nghị quý I"
	if err := checkRevision(old, n, " "); !fault.Is(err, "document.reason_missing") {
		t.Errorf("without reason: %v", err)
	}
	if err := checkRevision(old, n, "sai tên"); err != nil {
		t.Errorf("a good correction: %v", err)
	}
}

func TestTidy(t *testing.T) {
	n := tidy(New{Title: "  a\n b ", Body: []Block{{Paragraph, " x "}, {Paragraph, " "}}, Recipients: []ident.ID{3, 0, 2, 3}})
	if n.Title != "a b" || len(n.Body) != 1 || n.Body[0].Text != "x" || !slices.Equal(n.Recipients, []ident.ID{3, 2}) {
		t.Errorf("%+v", n)
	}
}

func TestTextRoundTrip(t *testing.T) {
	body := []Block{{Paragraph, "Mở đầu."}, {Heading, "I. Tổ chức"}, {Numbered, "Trước 31/7/2026, các tỉnh hoàn thành."}, {Heading, "II."}, {Numbered, "Báo cáo."}}
	text := Text(body)
	if text != "Mở đầu.\n# I. Tổ chức\n1. Trước 31/7/2026, các tỉnh hoàn thành.\n# II.\n2. Báo cáo." {
		t.Errorf("%q", text)
	}
	if got := ParseText("\r\n" + text + "\r\n\r\n#\n"); !slices.Equal(got, body) {
		t.Errorf("read back %+v", got)
	}
}

func TestParseText(t *testing.T) {
	for line, want := range map[string]Block{
		"7. Việc":                {Numbered, "Việc"},
		"12)  Việc":              {Numbered, "Việc"},
		"31/7/2026 là hạn.":      {Paragraph, "31/7/2026 là hạn."},
		"1.439 khu vực":          {Paragraph, "1.439 khu vực"},
		"2026. Năm":              {Paragraph, "2026. Năm"},
		"#không phải tiêu đề":    {Paragraph, "#không phải tiêu đề"},
		"# Tiêu   đề ":           {Heading, "Tiêu đề"},
		"<script>alert</script>": {Paragraph, "<script>alert</script>"},
	} {
		if got := ParseText(line); len(got) != 1 || got[0] != want {
			t.Errorf("%q: %+v, want %+v", line, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("# a\n1. b\nc")
	f.Fuzz(func(t *testing.T, text string) {
		once := ParseText(text)
		if again := ParseText(Text(once)); !slices.Equal(once, again) {
			// A paragraph that looks like a heading or number only after trimming is the one known case.
			for _, b := range once {
				if b.Kind != Paragraph && len(ParseText(b.Text)) == 1 && ParseText(b.Text)[0].Kind != Paragraph {
					return
				}
			}
			t.Errorf("%q became %+v, then %+v", text, once, again)
		}
	})
}

func TestNumbers(t *testing.T) {
	party := Layout{Code: "BTCTW", Pattern: "{n}-{kind}/{code}"}
	state := Layout{Code: "VP", Pattern: "{n}/{kind}-{code}"}
	if got := party.Number(128, Notice); got != "128-TB/BTCTW" {
		t.Error(got)
	}
	if got := state.Number(1439, Notice); got != "1439/TB-VP" {
		t.Error(got)
	}
	if l := NeutralLayout("Ban Tổ chức Đồng Lâm", "Tỉnh ủy"); l.Code != "BTCĐL" || len(l.Left) != 2 || len(l.Right) != 0 {
		t.Errorf("%+v", l)
	}
}

type nowhere struct{}

func (nowhere) Contains(a, b ident.ID) bool { return a == 100 && b == 1 }

func TestWhoReads(t *testing.T) {
	at := func(unit ident.ID, r actor.Role) actor.Actor {
		return actor.Actor{Kind: actor.Person, Grants: []actor.Grant{{Role: r, Unit: unit}}}
	}
	for _, c := range []struct {
		name     string
		who      actor.Actor
		may, all bool
	}{
		{"issuer's office", at(1, actor.Office), true, true},
		{"issuer's superior", at(100, actor.Chair), true, true},
		{"technician of a superior", at(100, actor.Technician), false, false},
		{"recipient", at(2, actor.Specialist), true, false},
		{"editor of a recipient", at(2, actor.Editor), true, false},
		{"somebody else", at(7, actor.Head), false, false},
		{"public", actor.Actor{}, false, false},
	} {
		err := mayRead(c.who, 1, []ident.ID{2, 3}, nowhere{})
		if (err == nil) != c.may {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := seesAll(c.who, 1, nowhere{}); got != c.all {
			t.Errorf("%s sees all receipts: %v", c.name, got)
		}
	}
}

func TestWhoRevises(t *testing.T) {
	at := func(unit ident.ID, r actor.Role) actor.Actor {
		return actor.Actor{Kind: actor.Person, Grants: []actor.Grant{{Role: r, Unit: unit}}}
	}
	for _, c := range []struct {
		who actor.Actor
		may bool
	}{
		{at(1, actor.Secretary), true}, {at(1, actor.Office), true}, {at(1, actor.Chair), true},
		{at(1, actor.Specialist), false}, {at(1, actor.Technician), false}, {at(2, actor.Secretary), false}, {at(2, actor.Chair), false}, {actor.Actor{}, false},
	} {
		if got := mayRevise(c.who, 1) == nil; got != c.may {
			t.Errorf("%+v: %v", c.who.Grants, got)
		}
	}
}
