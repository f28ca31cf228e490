package reportweb_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"mime/multipart"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"giaoban/internal/sheet"
	"giaoban/internal/webtest"
)

func (h *house) bring(t *testing.T, data []byte) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	part, err := m.CreateFormFile("file", "bao-cao.xlsx")
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	b := h.As(h.clerk)
	return b.Send(b.Request("POST", h.path(h.pob, "/workbook"), m.FormDataContentType(), &body))
}

func TestWorkbookPages(t *testing.T) {
	h := build(t)
	webtest.EveryPage(t, h.Site, h.clerk, h.path(h.pob, "/workbook"))
	h.As(h.others).Get(h.path(h.pob, "/workbook")).Want(404)
	h.As(h.office).Get(h.path(h.pob, "/workbook.xlsx")).Want(404)

	got := h.As(h.clerk).Get(h.path(h.pob, "/workbook.xlsx")).Want(200)
	book, err := sheet.ReadBook([]byte(got.Body))
	if err != nil || len(book) != 2 {
		t.Fatalf("the program cannot read its own workbook: %v", err)
	}
	if head := book[0].Rows[2]; head.Cell(4) != "Quý IV/2020" {
		t.Errorf("the period before is not beside: %q", head.Cells)
	}
	change := func(edit func(row sheet.Row, cells []sheet.Cell)) []byte {
		var pages []sheet.Page
		for _, s := range book {
			p := sheet.Page{Name: s.Name}
			for _, row := range s.Rows {
				for len(p.Rows) < row.Line-1 {
					p.Rows = append(p.Rows, nil)
				}
				cells := make([]sheet.Cell, max(4, len(row.Cells)))
				for i, text := range row.Cells {
					cells[i].Text = text
				}
				edit(row, cells)
				p.Rows = append(p.Rows, cells)
			}
			pages = append(pages, p)
		}
		data, err := sheet.Book(pages)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	page := h.bring(t, change(func(row sheet.Row, cells []sheet.Cell) {
		switch row.Cell(0) {
		case "B1":
			cells[3] = sheet.Cell{Number: "1398"}
		case "N2":
			cells[3] = sheet.Cell{Text: "Đã <b>xong</b>."}
		}
	})).Want(200)
	page.HasText("2 ô sẽ đổi trong bản thảo").HasText("Đã <b>xong</b>.")
	form := url.Values{}
	for _, in := range page.All("input[type=hidden]") {
		if name := in.Attr("name"); name != "" {
			form.Set(name, in.Attr("value"))
		}
	}
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), form).Want(303)
	h.As(h.clerk).Get(h.path(h.pob, "")).Want(200).HasText("Đã <b>xong</b>.")

	page = h.bring(t, change(func(row sheet.Row, cells []sheet.Cell) {
		if row.Cell(0) == "B1" {
			cells[3] = sheet.Cell{Text: "một nghìn"}
		}
	})).Want(422)
	page.HasText("'Số liệu'!D").HasText("Chưa có gì được lưu").None("form[action$=/draft]")
}

// A CSV goes out with every field and comes in again, however a spreadsheet separates it; what is wrong is named by its cell.
func TestWorkbookAsCSV(t *testing.T) {
	h := build(t)
	form := good()
	form.Set("f.N2", "Dòng một; \"hai\".\nDòng hai, =1+1")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), form).Want(303)
	h.As(h.office).Get(h.path(h.pob, "/workbook.csv")).Want(404)
	got := h.As(h.clerk).Get(h.path(h.pob, "/workbook.csv")).Want(200)
	if kind := got.Header.Get("Content-Type"); kind != "text/csv; charset=utf-8" {
		t.Errorf("sent as %q", kind)
	}
	h.bring(t, got.Body).Want(200).None("form[action$=/draft]") // nothing differs
	edited := strings.NewReplacer("B1,Số kết nạp mới,người,1398", "B1,Số kết nạp mới,người,1.401", "Dòng một;", "Dòng mới;").Replace(string(got.Body))
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(edited, "\ufeff")))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var semicolons bytes.Buffer
	w := csv.NewWriter(&semicolons)
	w.Comma = ';'
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{[]byte(edited), semicolons.Bytes()} {
		h.bring(t, data).Want(200).HasText("2 ô sẽ đổi trong bản thảo").HasText("1.401").HasText("Dòng mới;")
	}
	for _, bad := range []struct{ from, to, cell string }{
		{"B1,Số kết nạp mới,người,1398", "B1,Số kết nạp mới,người,1e309", "D"}, {"B1,Số kết nạp mới,người,1398", "B1,Số kết nạp mới,người,-5", "D"},
		{"B1,Số kết nạp mới", "ZZ,Số kết nạp mới", "A"}, {"giaoban/", "giaobang/", "A1"},
	} {
		page := h.bring(t, []byte(strings.Replace(string(got.Body), bad.from, bad.to, 1))).Want(422)
		page.HasText(bad.cell).HasText("Chưa có gì được lưu").None("form[action$=/draft]")
	}
	h.bring(t, []byte("\xff\xfe\x00")).Want(422)
	h.bring(t, []byte("caf\xe9,1\n")).Want(422).HasText("UTF-8")
}

// What is no report's workbook is refused with the reason, and the draft stays as it was.
func TestHostileWorkbooks(t *testing.T) {
	h := build(t)
	pack := func(parts map[string]string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for name, text := range parts {
			w, err := z.Create(name)
			if err == nil {
				_, err = w.Write([]byte(text))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	whole := func(sheetXML string, more ...string) []byte {
		parts := map[string]string{
			"[Content_Types].xml":        `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
			"_rels/.rels":                `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/workbook.xml":            `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml":   `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + sheetXML + `</sheetData></worksheet>`,
		}
		for i := 0; i+1 < len(more); i += 2 {
			parts[more[i]] = more[i+1]
		}
		return pack(parts)
	}
	var million strings.Builder
	for n := 1; n <= 300_000; n++ {
		fmt.Fprintf(&million, `<row r="%d"><c r="A%d"><v>1</v></c></row>`, n, n)
	}
	for name, one := range map[string]struct {
		data []byte
		text string
	}{
		"zip bomb":        {whole("", "xl/media/image1.bin", strings.Repeat("\x00", 60<<20)), "bung ra quá lớn"},
		"a formula":       {whole(`<row r="7"><c r="D7"><f>SUM(A1:A2)</f><v>3</v></c></row>`), "D7"},
		"an outside link": {whole(`<row r="3"><c r="B3"><f>[1]S!A1</f><v>3</v></c></row>`, "xl/externalLinks/externalLink1.xml", "<externalLink/>"), "B3"},
		"1e309":           {whole(`<row r="1"><c r="A1"><v>1e309</v></c></row>`), "A1"},
		"endless lines":   {whole(million.String()), "dòng"},
		"macros alone":    {pack(map[string]string{"xl/vbaProject.bin": "x"}), "bảng tính"},
		"an old workbook": {[]byte("\xD0\xCF\x11\xE0 rest"), ".xls"},
		"wrong encoding":  {[]byte("Mã;Tên\n1;\xC7\xD3\n"), ".xlsx"},
		"nothing":         {nil, "tệp"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		page := h.bring(t, one.data)
		runtime.ReadMemStats(&after)
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 200 {
			t.Errorf("%s: %d MB", name, mb)
		}
		if page.Status != 422 && page.Status != 413 {
			t.Errorf("%s: %d", name, page.Status)
			continue
		}
		if !strings.Contains(strings.ToLower(page.Root().Text()), strings.ToLower(one.text)) {
			t.Errorf("%s: the page does not say %q: %s", name, one.text, page.Root().Text())
		}
	}
	h.As(h.clerk).Get(h.path(h.pob, "")).Want(200).HasText("Chưa có gì để lưu")
}
