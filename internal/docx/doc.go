// Package docx writes an official document as DOCX: A4 with the margins, type and
// parts of Annex I to Decree 30/2020/NĐ-CP, or of the Party's Guidance 36-HD/VPTW
// where the issuer's block says so. Word and LibreOffice read it.
//
// A Document is the same for screen, paper and file: who makes one gives the parts
// and no look. The same Document gives the same bytes. Text from outside is text:
// it is escaped, and what XML cannot hold is left out.
package docx

import "time"

// MIME is the type of a file that Bytes makes.
const MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Document is an official document by its parts.
type Document struct {
	Head
	Body []Block
	Foot
	Subject string    // of the file's properties: what it quotes
	Made    time.Time // of the file's properties, and of its parts
}

// Head is what stands above the text.
type Head struct {
	Left      []string // the issuer's block; the last line is the issuer itself
	Right     []string // the motto's block, may be empty
	Mark      string   // under the issuer: "*" by the Party's layout, anything else a short line
	Number    string
	PlaceDate string
	Kind      string   // "Báo cáo"
	Title     []string // what it is about, a line each
	Note      string   // under the title
}

// Party tells whether the document has the Party's layout.
func (h Head) Party() bool { return h.Mark == "*" }

// Foot is recipients at the left and the signature at the right.
type Foot struct {
	RecipientsTitle string
	Recipients      []string
	Capacity        []string
	Signed          string
	Name            string
}

// Block is one part of the text: a heading, a paragraph or a table.
type Block struct {
	Heading string
	Lead    string // in bold before the text
	Text    string // each of its lines is a paragraph
	Table   *Table
}

// Table is a table of figures. Its head stands again on every page.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Row is a line of a table: a text for each column, empty where there are fewer.
type Row struct {
	Cells []string
	Head  bool // of the rows below: in bold, its last text over the columns that are left
}

// Column is the head and width of a column.
type Column struct {
	Name   string
	Width  int  // mm; 0: what is left
	Number bool // set to the right
}
