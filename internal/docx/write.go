package docx

import (
	"archive/zip"
	"bytes"
	"io"
	"strconv"
	"strings"
	"time"
)

// Sizes of the page in twentieths of a point. The text is 165 mm wide.
const (
	mm                       = 1440.0 / 25.4
	pageWide, pageHigh       = 11906, 16838
	top, right, bottom, left = 20, 15, 20, 30 // mm
	wide                     = 210 - left - right
)

// Bytes writes the document.
func (d Document) Bytes() ([]byte, error) {
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	made := d.Made.UTC().Truncate(2 * time.Second) // as a ZIP keeps it
	if made.Year() < 1980 {
		made = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", rels},
		{"docProps/core.xml", d.properties(made)},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/document.xml", d.document()},
		{"word/header1.xml", d.pageNumber()},
		{"word/styles.xml", d.styles()},
	} {
		w, err := zw.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: made})
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(w, part.text); err != nil {
			return nil, err
		}
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// sizes are the sizes of type in points by the regime whose layout it is: Decree 30 or Guidance 36.
type sizes struct{ motto, mottoLine, issuer, number, kind, title, body float64 }

func (d Document) sizes() sizes {
	if d.Party() {
		return sizes{motto: 15, mottoLine: 14, issuer: 14, number: 14, kind: 16, title: 15, body: 14}
	}
	return sizes{motto: 13, mottoLine: 14, issuer: 13, number: 13, kind: 14, title: 14, body: 14}
}

func (d Document) document() string {
	w := &writer{}
	w.raw(xmlHead, `<w:document xmlns:w="`, wordSpace, `" xmlns:r="`, relSpace, `"><w:body>`)
	d.head(w)
	for _, b := range d.Body {
		switch {
		case b.Table != nil:
			w.table(*b.Table)
		case b.Heading != "":
			w.paragraph(look{style: "Heading1"}, run{text: b.Heading})
		default:
			for i, line := range strings.Split(b.Text, "\n") {
				runs := []run{{text: line}}
				if i == 0 && b.Lead != "" {
					runs = []run{{text: b.Lead, bold: true}, {text: line}}
				}
				w.paragraph(look{style: "Body"}, runs...)
			}
		}
	}
	d.foot(w)
	w.raw(`<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="`, num(pageWide), `" w:h="`, num(pageHigh), `"/>`,
		`<w:pgMar w:top="`, tw(top), `" w:right="`, tw(right), `" w:bottom="`, tw(bottom), `" w:left="`, tw(left), `" w:header="`, tw(10), `" w:footer="`, tw(10), `" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>`)
	return w.String()
}

// head writes issuer and number at the left, motto, place and day at the right, and the title below.
func (d Document) head(w *writer) {
	s := d.sizes()
	l, r := 67, wide-67
	w.grid(l, r)
	w.raw(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	w.cell(l, "", func() {
		for i, line := range d.Left {
			w.paragraph(look{centre: true}, run{text: upper(line), bold: i == len(d.Left)-1, size: s.issuer})
		}
		if d.Party() {
			w.paragraph(look{centre: true}, run{text: "*", size: s.issuer})
		} else {
			w.paragraph(look{centre: true, line: l / 3, room: l, after: 4}, run{size: 2})
		}
		w.paragraph(look{centre: true}, run{text: d.Number, size: s.number})
	})
	w.cell(r, "", func() {
		for i, line := range d.Right {
			one := run{text: line, bold: true, size: s.mottoLine, under: i == len(d.Right)-1}
			if i == 0 {
				one.text, one.size = upper(line), s.motto
			}
			w.paragraph(look{centre: true}, one)
		}
		w.paragraph(look{centre: true, before: 6}, run{text: d.PlaceDate, italic: true, size: 14})
	})
	w.raw(`</w:tr></w:tbl>`)
	w.paragraph(look{centre: true, before: 18}, run{text: upper(d.Kind), bold: true, size: s.kind})
	for _, line := range d.Title {
		w.paragraph(look{centre: true}, run{text: line, bold: true, size: s.title})
	}
	if d.Note != "" {
		w.paragraph(look{centre: true}, run{text: d.Note, italic: true, size: 13})
	}
	w.paragraph(look{centre: true, line: wide / 4, room: wide, after: 12}, run{size: 4})
}

// foot writes recipients and signature; they stay together on one page.
func (d Document) foot(w *writer) {
	half := wide / 2
	w.paragraph(look{next: true}, run{size: 8})
	w.grid(half, wide-half)
	w.raw(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	w.cell(half, "", func() {
		if len(d.Recipients) == 0 {
			w.paragraph(look{}, run{size: 11})
			return
		}
		w.paragraph(look{}, run{text: d.RecipientsTitle, bold: !d.Party(), italic: !d.Party(), under: d.Party(), size: 12})
		for _, line := range d.Recipients {
			w.paragraph(look{}, run{text: line, size: 11})
		}
	})
	w.cell(wide-half, "", func() {
		for _, line := range d.Capacity {
			w.paragraph(look{centre: true}, run{text: upper(line), bold: true, size: d.sizes().body})
		}
		w.paragraph(look{centre: true, before: 48, after: 12}, run{text: d.Signed, italic: true, size: 11})
		w.paragraph(look{centre: true}, run{text: d.Name, bold: true, size: d.sizes().body})
	})
	w.raw(`</w:tr></w:tbl>`)
	w.paragraph(look{}, run{size: 2}) // Word wants a paragraph behind a table
}

// pageNumber is the head of every page but the first.
func (d Document) pageNumber() string {
	w := &writer{}
	w.raw(xmlHead, `<w:hdr xmlns:w="`, wordSpace, `"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>`,
		`<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>`,
		`<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`)
	return w.String()
}

func (d Document) styles() string {
	body := num(int(2 * d.sizes().body))
	return xmlHead + `<w:styles xmlns:w="` + wordSpace + `"><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="` + body + `"/><w:szCs w:val="` + body + `"/><w:lang w:val="vi-VN"/>` +
		`</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Body"><w:name w:val="Body"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/><w:ind w:firstLine="` + tw(10) + `"/><w:jc w:val="both"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Body"/><w:pPr><w:keepNext/><w:spacing w:before="120" w:after="60"/><w:ind w:firstLine="` + tw(10) + `"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`</w:styles>`
}

func (d Document) properties(made time.Time) string {
	w := &writer{}
	stamp := made.Format(time.RFC3339)
	w.raw(xmlHead, `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>`)
	w.text(strings.Join(append([]string{d.Kind}, d.Title...), " "))
	w.raw(`</dc:title><dc:subject>`)
	w.text(d.Subject)
	w.raw(`</dc:subject><dc:creator>`)
	if len(d.Left) > 0 {
		w.text(d.Left[len(d.Left)-1])
	}
	w.raw(`</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">`, stamp, `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">`, stamp, `</dcterms:modified></cp:coreProperties>`)
	return w.String()
}

func num(n int) string { return strconv.Itoa(n) }

// tw gives millimetres as twentieths of a point.
func tw(n int) string { return num(int(float64(n)*mm + .5)) }
