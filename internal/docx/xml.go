package docx

import (
	"encoding/xml"
	"strings"
	"unicode"
)

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relSpace  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relations = "http://schemas.openxmlformats.org/package/2006/relationships"

	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`
	rels = xmlHead + `<Relationships xmlns="` + relations + `"><Relationship Id="rId1" Type="` + relSpace + `/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`
	documentRels = xmlHead + `<Relationships xmlns="` + relations + `"><Relationship Id="rId1" Type="` + relSpace + `/styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + relSpace + `/header" Target="header1.xml"/></Relationships>`
)

// writer writes WordprocessingML. Its elements stand in the order that the schema asks.
type writer struct{ strings.Builder }

// raw writes markup of ours.
func (w *writer) raw(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
}

// text writes text from outside.
func (w *writer) text(s string) {
	_ = xml.EscapeText(w, []byte(clean(s))) // a Builder refuses nothing
}

// clean leaves out what XML cannot hold and what turns the direction of text around; other blanks become spaces.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029:
			return ' '
		case r == unicode.ReplacementChar || r >= 0xFFFE && r <= 0xFFFF || unicode.IsControl(r):
			return -1
		case r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

func upper(s string) string { return strings.ToUpper(s) }

// look is how a paragraph is set; sizes in points, line in mm.
type look struct {
	style         string
	centre, right bool
	before, after int
	line, room    int  // draws a line of that length in the middle of so much room
	next          bool // stays on one page with what follows
}

type run struct {
	text                string
	bold, italic, under bool
	size                float64 // points; 0: of the style
}

func (w *writer) paragraph(l look, runs ...run) {
	w.raw(`<w:p><w:pPr>`)
	if l.style != "" {
		w.raw(`<w:pStyle w:val="`, l.style, `"/>`)
	}
	if l.next {
		w.raw(`<w:keepNext/>`)
	}
	if l.line > 0 {
		w.raw(`<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>`)
	}
	if l.before > 0 || l.after > 0 {
		w.raw(`<w:spacing w:before="`, num(20*l.before), `" w:after="`, num(20*l.after), `"/>`)
	}
	if l.line > 0 {
		side := tw((l.room - l.line) / 2)
		w.raw(`<w:ind w:left="`, side, `" w:right="`, side, `"/>`)
	}
	switch {
	case l.right:
		w.raw(`<w:jc w:val="right"/>`)
	case l.centre:
		w.raw(`<w:jc w:val="center"/>`)
	}
	if len(runs) == 1 && runs[0].size > 0 { // the mark at its end is as large: an empty paragraph takes that much
		half := num(int(2 * runs[0].size))
		w.raw(`<w:rPr><w:sz w:val="`, half, `"/><w:szCs w:val="`, half, `"/></w:rPr>`)
	}
	w.raw(`</w:pPr>`)
	for _, r := range runs {
		if r.text != "" {
			w.run(r)
		}
	}
	w.raw(`</w:p>`)
}

func (w *writer) run(r run) {
	w.raw(`<w:r><w:rPr>`)
	if r.bold {
		w.raw(`<w:b/>`)
	}
	if r.italic {
		w.raw(`<w:i/>`)
	}
	if r.size > 0 {
		half := num(int(2 * r.size))
		w.raw(`<w:sz w:val="`, half, `"/><w:szCs w:val="`, half, `"/>`)
	}
	if r.under {
		w.raw(`<w:u w:val="single"/>`)
	}
	w.raw(`</w:rPr><w:t xml:space="preserve">`)
	w.text(r.text)
	w.raw(`</w:t></w:r>`)
}

// grid begins a table without borders, of columns so many mm wide.
func (w *writer) grid(widths ...int) {
	all := 0
	for _, one := range widths {
		all += one
	}
	w.raw(`<w:tbl><w:tblPr><w:tblW w:w="`, tw(all), `" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, one := range widths {
		w.raw(`<w:gridCol w:w="`, tw(one), `"/>`)
	}
	w.raw(`</w:tblGrid>`)
}

// cell writes a cell; inside writes at least one paragraph, else an empty one stands there: a cell must end with one.
func (w *writer) cell(width int, look string, inside func()) {
	w.raw(`<w:tc><w:tcPr><w:tcW w:w="`, tw(width), `" w:type="dxa"/>`, look, `</w:tcPr>`)
	before := w.Len()
	inside()
	if w.Len() == before {
		w.raw(`<w:p/>`)
	}
	w.raw(`</w:tc>`)
}

const tableType = 12 // points

// table writes a table with lines, its head again on every page. No row is cut between pages.
func (w *writer) table(t Table) {
	rest, free := wide, 0
	for _, c := range t.Columns {
		if rest -= c.Width; c.Width == 0 {
			free++
		}
	}
	width := func(c Column) int {
		if c.Width > 0 {
			return c.Width
		}
		return max(10, rest/free)
	}
	w.raw(`<w:tbl><w:tblPr><w:tblW w:w="`, tw(wide), `" w:type="dxa"/><w:tblInd w:w="85" w:type="dxa"/><w:tblBorders>`) // its line stands where the text begins
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		w.raw(`<w:`, side, ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
	}
	w.raw(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, c := range t.Columns {
		w.raw(`<w:gridCol w:w="`, tw(width(c)), `"/>`)
	}
	w.raw(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for _, c := range t.Columns {
		w.cell(width(c), `<w:vAlign w:val="center"/>`, func() {
			w.paragraph(look{centre: true}, run{text: c.Name, bold: true, size: tableType})
		})
	}
	w.raw(`</w:tr>`)
	for _, row := range t.Rows {
		w.raw(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range t.Columns {
			text := ""
			if i < len(row.Cells) {
				text = row.Cells[i]
			}
			if row.Head && i == len(row.Cells)-1 {
				over := 0
				for _, c := range t.Columns[i:] {
					over += width(c)
				}
				w.cell(over, `<w:gridSpan w:val="`+num(len(t.Columns)-i)+`"/>`, func() { w.paragraph(look{}, run{text: text, bold: true, size: tableType}) })
				break
			}
			w.cell(width(c), "", func() { w.paragraph(look{right: c.Number}, run{text: text, bold: row.Head, size: tableType}) })
		}
		w.raw(`</w:tr>`)
	}
	w.raw(`</w:tbl>`)
	w.paragraph(look{after: 4}, run{size: 4})
}
