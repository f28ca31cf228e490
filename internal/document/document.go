package document

import (
	"strconv"
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Kind is a kind of outgoing document. Each has its own run of numbers.
type Kind string

// The kinds.
const (
	Notice Kind = "notice" // thông báo kết luận
	Call   Kind = "call"   // giấy triệu tập
)

// Abbreviation is how the kind stands in a number: "TB" in "128-TB/BTCTW".
func (k Kind) Abbreviation() string {
	switch k {
	case Notice:
		return "TB"
	case Call:
		return "GTT"
	}
	return "VB"
}

// BlockKind is a kind of block in a document's body.
type BlockKind string

// The kinds of block.
const (
	Heading   BlockKind = "heading"
	Paragraph BlockKind = "paragraph"
	Numbered  BlockKind = "numbered" // numbered through the whole document, across headings
)

// Block is one piece of the body. Its text is plain: no markup is ever interpreted.
type Block struct {
	Kind BlockKind `json:"kind"`
	Text string    `json:"text"`
}

// Capacity is in what capacity somebody signs.
type Capacity string

// The capacities (Decree 30/2020, annex I; party practice writes a stroke: K/T).
const (
	AsHead    Capacity = ""    // the head signs
	KT        Capacity = "K/T" // ký thay: a deputy for the head
	TL        Capacity = "T/L" // thừa lệnh
	TM        Capacity = "T/M" // thay mặt: for a collective body
	TUQ       Capacity = "TUQ" // thừa ủy quyền
	maxBlocks          = 200
	maxText            = 20_000 // runes of one block
	maxTitle           = 500
)

// Signer is who signed, with the title of that day.
type Signer struct {
	Person   ident.ID `json:"person"`
	Name     string   `json:"name"`
	Title    string   `json:"title"`         // frozen: "Phó Trưởng Ban"
	Capacity Capacity `json:"capacity"`      // "" = the head
	For      string   `json:"for,omitempty"` // whose place is taken: "Trưởng Ban"; "" = the layout's
}

// Origin is the record that a document comes from.
type Origin struct {
	Kind string   `json:"kind"` // "conference"
	ID   ident.ID `json:"id"`
}

// New is what is issued.
type New struct {
	Kind       Kind
	Issuer     ident.ID
	Title      string    // what stands under the kind's name: "kết luận của đồng chí … tại Hội nghị …"
	Date       when.Date // the document's date; 0 = today
	Intro      string    // opening paragraph, may be empty
	Body       []Block
	Closing    string // last paragraph, may be empty
	Recipients []ident.ID
	Copies     []string // further lines under "Nơi nhận": "Lưu Văn phòng"
	Signer     Signer
	Origin     Origin
	Place      string       // "Hà Nội"; "" = the layout's
	At         when.Instant // moment of issue; only the program itself may set it, 0 = now
}

// Document is an issued document in one of its versions, normally the newest.
type Document struct {
	ID         ident.ID
	Kind       Kind
	Issuer     ident.ID
	Year       int
	Number     int
	NumberText string // "128-TB/BTCTW"
	Origin     Origin
	Version    int // the version at hand, from 1
	Newest     int // the version in force
	Date       when.Date
	Title      string
	Content    Content
	Reason     string // why this version replaced the one before; "" in version 1
	Issued     when.Instant
	IssuedBy   string
}

// Superseded tells whether a correction took this version's place.
func (d Document) Superseded() bool { return d.Version < d.Newest }

// Content is everything of a version that is only ever read as a whole.
type Content struct {
	Intro      string     `json:"intro,omitempty"`
	Body       []Block    `json:"body"`
	Closing    string     `json:"closing,omitempty"`
	Recipients []ident.ID `json:"recipients"`
	Copies     []string   `json:"copies,omitempty"`
	Signer     Signer     `json:"signer"`
	Place      string     `json:"place"`
	Layout     Layout     `json:"layout"`
}

// Layout is how an issuer lays out its page. Party, State and associations
// differ, so it is data of the unit and frozen in each version.
type Layout struct {
	Left    []string `json:"left"`    // issuer block; the last line is the issuer itself, in bold
	Right   []string `json:"right"`   // motto block, may be empty
	Mark    string   `json:"mark"`    // under the issuer: "*", or "-" for a line
	Code    string   `json:"code"`    // of the issuer in numbers: "BTCTW"
	Pattern string   `json:"pattern"` // of numbers: "{n}-{kind}/{code}"
	Place   string   `json:"place"`
	Head    string   `json:"head"` // the head's post, for K/T: "Trưởng Ban"
}

// Number writes a number by the layout's pattern. The number itself is not
// grouped: 1439, as registers write it.
func (l Layout) Number(n int, k Kind) string {
	return strings.NewReplacer("{n}", strconv.Itoa(n), "{kind}", k.Abbreviation(), "{code}", l.Code).Replace(l.Pattern)
}

// NeutralLayout is the layout of a unit that has not given one: its own name
// alone, with the superior's above, no motto.
func NeutralLayout(name, superior string) Layout {
	l := Layout{Mark: "-", Code: initials(name), Pattern: "{n}-{kind}/{code}"}
	if superior != "" {
		l.Left = append(l.Left, superior)
	}
	l.Left = append(l.Left, name)
	return l
}

// Receipt is what became of a version at one receiving unit.
type Receipt struct {
	Document       Document // without Content where it stands in a list
	Unit           ident.ID
	Version        int
	Sent           when.Instant
	Opened         when.Instant
	OpenedBy       string
	Acknowledged   when.Instant
	AcknowledgedBy string
}

// New tells whether nobody of the unit has opened it yet.
func (r Receipt) New() bool { return r.Opened.Zero() && r.Acknowledged.Zero() }

// Waits tells whether the unit still has to acknowledge it: the version in force, not acknowledged.
func (r Receipt) Waits() bool { return r.Acknowledged.Zero() && !r.Document.Superseded() }

// Issued is a document of ours with how many recipients of its newest version acknowledged it.
type Issued struct {
	Document     Document
	Recipients   int
	Opened       int
	Acknowledged int
}

// Title is the kind's name as a heading of the page: always Vietnamese on the document itself.
func (k Kind) Title() i18n.Text {
	switch k {
	case Notice:
		return i18n.Text{VI: "Thông báo", EN: "Notice"}
	case Call:
		return i18n.Text{VI: "Giấy triệu tập", EN: "Call"}
	}
	return i18n.Text{VI: "Văn bản", EN: "Document"}
}

func initials(name string) string {
	var b strings.Builder
	for _, word := range strings.Fields(name) {
		for _, r := range word {
			b.WriteString(strings.ToUpper(string(r)))
			break
		}
	}
	return b.String()
}
