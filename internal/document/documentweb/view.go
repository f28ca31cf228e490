package documentweb

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/document"
	"giaoban/internal/docx"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

type listView struct {
	Ours     bool // what we issued
	Register bool // the paper register
	Keeps    bool // the actor keeps the register
	Inbox    []document.Receipt
	Issued   []document.Issued
	Entries  []document.Entry
	Form     shell.Form // of a further line
}

func (v listView) tabs(b shell.Base) []shell.Tab {
	waits := 0
	for _, r := range v.Inbox {
		if r.Waits() {
			waits++
		}
	}
	tabs := []shell.Tab{
		{Text: b.T("document.box_inbox"), Href: "/documents", Count: boxCount(b, len(v.Inbox)-waits, len(v.Inbox)), On: !v.Ours && !v.Register},
		{Text: b.T("document.box_issued"), Href: "/documents?box=issued", Count: b.Int(int64(len(v.Issued))), On: v.Ours},
	}
	if v.Keeps {
		tabs = append(tabs, shell.Tab{Text: b.T("document.box_register"), Href: registerPath, Count: b.Int(int64(len(v.Entries))), On: v.Register})
	}
	return tabs
}

// boxCount is how many of the inbox are acknowledged, nothing where it is empty.
func boxCount(b shell.Base, done, all int) string {
	if all == 0 {
		return ""
	}
	return b.Of(int64(done), int64(all))
}

type oneView struct {
	Document       document.Document
	Versions       []document.Document
	Receipts       receipts
	All            bool // we see every receipt
	Mine           document.Receipt
	IsOurs         bool // our unit received it
	MayAcknowledge bool
	MayCorrect     bool
	RelatedTitle   string
	Related        []shell.Tab
	Faults         fault.Faults
}

// receipts are a version's receipts, acknowledged ones first, then opened, then the others.
type receipts struct {
	List         []document.Receipt
	Acknowledged int
	Opened       int
	ID           ident.ID
}

const receiptsAtFirst = 12

func receiptsOf(list []document.Receipt) receipts {
	v := receipts{List: slices.Clone(list)}
	rank := func(r document.Receipt) int {
		switch {
		case !r.Acknowledged.Zero():
			return 0
		case !r.Opened.Zero():
			return 1
		}
		return 2
	}
	for _, r := range list {
		v.ID = r.Document.ID
		switch rank(r) {
		case 0:
			v.Acknowledged++
		case 1:
			v.Opened++
		}
	}
	slices.SortStableFunc(v.List, func(a, b document.Receipt) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(b.Acknowledged, a.Acknowledged), cmp.Compare(b.Opened, a.Opened))
	})
	return v
}

// first and rest split a long list; who has not opened it always stands in the first part.
func (v receipts) first() []document.Receipt {
	if len(v.List) <= receiptsAtFirst+1 {
		return v.List
	}
	missing := 0
	for _, r := range v.List {
		if r.New() {
			missing++
		}
	}
	missing = min(missing, receiptsAtFirst/2)
	head := slices.Clone(v.List[:receiptsAtFirst-missing])
	return append(head, v.List[len(v.List)-missing:]...)
}

func (v receipts) rest() []document.Receipt {
	if len(v.List) <= receiptsAtFirst+1 {
		return nil
	}
	return v.List
}

// names gives units' names: today's, or for a unit that has ended its last.
type names struct {
	ctx   context.Context
	units *org.Service
	today *org.Tree
}

func (n names) of(id ident.ID, on when.Instant) string {
	if name := n.today.Name(id); name != "" || on.Zero() {
		return name
	}
	if then, err := n.units.Tree(n.ctx, on.Date()); err == nil {
		return then.Name(id)
	}
	return ""
}

// short is the unit's short name, for narrow lists.
func (n names) short(id ident.ID, on when.Instant) string {
	if u, known := n.today.Unit(id); known {
		return u.Short()
	}
	return n.of(id, on)
}

// recipients are the lines under "Nơi nhận". Many of one kind stand in one line,
// as offices write it; the receipts beside name each.
func recipients(b shell.Base, d document.Document, n names) []string {
	const named = 8
	var lines []string
	list := d.Content.Recipients
	for i, id := range list {
		if len(list) > named && i == named-1 {
			lines = append(lines, "- "+paper(b, "document.and_others", "n", len(list)-i)+";")
			break
		}
		lines = append(lines, "- "+n.of(id, d.Issued)+";")
	}
	for _, line := range d.Content.Copies {
		lines = append(lines, "- "+line+";")
	}
	if len(lines) > 0 {
		lines[len(lines)-1] = strings.TrimSuffix(lines[len(lines)-1], ";") + "."
	}
	return lines
}

// paper gives a text for the document itself, which is Vietnamese whatever the page's language.
func paper(b shell.Base, key string, args ...any) string { return b.Catalog.T(i18n.VI, key, args...) }

// capacity are the lines over the signature: "K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN".
func capacity(c document.Content) []string {
	s := c.Signer
	whose := s.For
	if whose == "" {
		whose = c.Layout.Head
	}
	if s.Capacity == document.AsHead {
		return []string{s.Title}
	}
	return []string{strings.TrimSpace(string(s.Capacity) + " " + whose), s.Title}
}

func placeDate(d document.Document) string {
	if d.Content.Place == "" {
		text := []rune(d.Date.Official())
		return strings.ToUpper(string(text[:1])) + string(text[1:])
	}
	return d.Content.Place + ", " + d.Date.Official()
}

// block is a block with its number, counted through the document.
type block struct {
	document.Block
	N int
}

func blocks(c document.Content) []block {
	n := 0
	list := make([]block, 0, len(c.Body))
	for _, b := range c.Body {
		one := block{Block: b}
		if b.Kind == document.Numbered {
			n++
			one.N = n
		}
		list = append(list, one)
	}
	return list
}

// wordPath is the file of the version that is shown.
func wordPath(v oneView) string {
	path := "/documents/" + v.Document.ID.String() + "/document.docx"
	if v.Document.Superseded() {
		path += "?version=" + strconv.Itoa(v.Document.Version)
	}
	return path
}

// official is a document by its parts, in the layout that was frozen with the version: Vietnamese in both languages of the interface.
func official(b shell.Base, d document.Document, n names) docx.Document {
	c := d.Content
	made := docx.Document{Subject: d.NumberText, Made: d.Issued.Time(),
		Head: docx.Head{Left: c.Layout.Left, Right: c.Layout.Right, Mark: c.Layout.Mark, Number: paper(b, "document.paper_number", "number", d.NumberText),
			PlaceDate: placeDate(d), Kind: d.Kind.Title().VI, Title: []string{d.Title}},
		Foot: docx.Foot{RecipientsTitle: paper(b, "document.paper_recipients"), Recipients: recipients(b, d, n), Capacity: capacity(c),
			Signed: paper(b, "document.paper_signed", "time", d.Issued.Clock(), "date", d.Issued.Date()), Name: c.Signer.Name}}
	if d.Version > 1 {
		made.Note = paper(b, "document.paper_correction", "n", d.Version-1)
	}
	if c.Intro != "" {
		made.Body = append(made.Body, docx.Block{Text: c.Intro})
	}
	for _, one := range blocks(c) {
		switch one.Kind {
		case document.Heading:
			made.Body = append(made.Body, docx.Block{Heading: one.Text})
		case document.Numbered:
			made.Body = append(made.Body, docx.Block{Text: strconv.Itoa(one.N) + ". " + one.Text})
		default:
			made.Body = append(made.Body, docx.Block{Text: one.Text})
		}
	}
	if c.Closing != "" {
		made.Body = append(made.Body, docx.Block{Text: c.Closing})
	}
	return made
}
