package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"

	"giaoban/internal/fault"
)

func key(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Key
	}
	return fmt.Sprint(err)
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	table := [][]string{{"Mã", "Tên", "Ghi chú"}, {"=1+1", "@Xã", "-5"}, {"0001", "Xã \"Ổ\", Ẩ", "+84\tx"}, {"9", "dòng\nhai", ""}}
	csvFile, err := CSV(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"\n=", ",@", ",-5", ",+84"} {
		if strings.Contains(string(csvFile), bad) {
			t.Errorf("a cell that a spreadsheet would compute: %q in %s", bad, csvFile)
		}
	}
	book, err := XLSX("Đơn vị", []float64{10, 30, 20}, table)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"csv": csvFile, "xlsx": book} {
		rows, err := Read(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, row := range rows {
			want := table[i]
			for len(want) > 0 && want[len(want)-1] == "" {
				want = want[:len(want)-1]
			}
			if !reflect.DeepEqual(row.Cells, want) {
				t.Errorf("%s, line %d: %q, want %q", name, row.Line, row.Cells, want)
			}
		}
	}
}

func TestEncodings(t *testing.T) {
	text := "Mã;Tên\n01;Hà Nội\n\n02;Huế\n"
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"plain": text, "mark": "\xEF\xBB\xBF" + text, "UTF-16": wide} {
		rows, err := Read([]byte(data))
		if err != nil || len(rows) != 3 || rows[2].Line != 4 || rows[1].Cell(1) != "Hà Nội" {
			t.Errorf("%s: %+v %v", name, rows, err)
		}
	}
}

// book makes a workbook of raw parts.
func book(t testing.TB, sheet, strings string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"[Content_Types].xml":        `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels":                `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   sheet,
		"xl/sharedStrings.xml":       strings,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// moved puts a workbook's sheet elsewhere; what leads to it follows.
func moved(t testing.TB, data []byte, from, to string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, part := range z.File {
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		w, err := out.Create(strings.ReplaceAll(part.Name, from, to))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.ReplaceAll(text, []byte(from), []byte(to))); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const head = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`

// A hostile file is refused within 2 seconds and 200 MB, with the cell or part named.
func TestHostileFiles(t *testing.T) {
	none := `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`
	formula := `<row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>`
	row := `<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>`
	var long strings.Builder
	for n := range MaxRows + 2 {
		fmt.Fprintf(&long, row, n+1, n+1)
	}
	cases := map[string]struct {
		data []byte
		key  string
		says string
	}{
		"bomb in the sheet":    {book(t, head+strings.Repeat(" ", 60<<20), none), "sheet.unpacks_too_large", "sheet1.xml"},
		"bomb in the texts":    {book(t, head, strings.Repeat("<si/>", 2<<20)), "sheet.unpacks_too_large", "sharedStrings.xml"},
		"formula":              {book(t, head+`<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>`, none), "sheet.formula", "B2"},
		"far column":           {book(t, head+`<row r="3"><c r="XFD3"><v>1</v></c></row></sheetData></worksheet>`, none), "sheet.too_many_columns", "XFD3"},
		"far blanks by entity": {book(t, head+strings.Repeat(`<row><c t="str" r="&#88;FC1"><v> </v></c></row>`, 20000)+`</sheetData></worksheet>`, none), "sheet.too_many_columns", "XFC1"},
		"far blanks after >":   {book(t, head+strings.Repeat(`<row><c t="s>r" r="XFC1"><v> </v></c></row>`, 20000)+`</sheetData></worksheet>`, none), "sheet.too_many_columns", "XFC1"},
		"formula elsewhere":    {moved(t, book(t, head+formula, none), "worksheets/sheet1.xml", "x.xml"), "sheet.formula", "B2"},
		"formula by backslash": {moved(t, book(t, head+formula, none), "/worksheets/sheet1.xml", `\worksheets\sheet1.xml`), "sheet.formula", "B2"},
		"far line":             {book(t, head+`<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>`, none), "sheet.too_many_rows", "A"},
		"too many lines":       {book(t, head+long.String()+`</sheetData></worksheet>`, none), "sheet.too_many_rows", "A20002"},
		"cell too long":        {book(t, head+`<row r="1"><c r="C1" t="inlineStr"><is><t>`+strings.Repeat("a", 5000)+`</t></is></c></row></sheetData></worksheet>`, none), "sheet.cell_too_long", "C1"},
		"no workbook":          {[]byte("PK\x03\x04 not really"), "sheet.malformed_book", ""},
		"old":                  {[]byte("\xD0\xCF\x11\xE0 old"), "sheet.old_or_locked", ""},
		"large":                {make([]byte, MaxBytes+1), "sheet.too_large", ""},
		"Windows-1258":         {[]byte("M\xE3,T\xEAn\n1,H\xE0 N\xF4i\n"), "sheet.not_utf8", "line=1"},
		"quotation mark":       {[]byte("a,b\nc\"d,e\n"), "sheet.malformed", "line=2"},
		"binary":               {[]byte("a\x00b"), "sheet.not_text", ""},
		"nothing":              {nil, "sheet.empty", ""},
		"columns without end":  {[]byte(strings.Repeat("a,", 100_000) + "b\n"), "sheet.too_many_columns", ""},
		"lines without end":    {[]byte(strings.Repeat("a\n", 3_000_000)), "sheet.too_many_rows", "A20002"},
	}
	for name, c := range cases {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		_, err := Read(c.data)
		took := time.Since(began)
		runtime.ReadMemStats(&after)
		if key(err) != c.key || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v, want %s %s", name, err, c.key, c.says)
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 2*time.Second || mb > 200 {
			t.Errorf("%s: %v, %d MB", name, took, mb)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Mã,Tên\n01,Hà Nội\n"))
	f.Add([]byte("\xFF\xFEM\x00"))
	small, err := XLSX("S", nil, [][]string{{"code", "name"}, {"1", "=x"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(small)
	f.Add(book(f, head+`<row r="2"><c r="B2"><v>2</v></c></row></sheetData></worksheet>`, `<sst/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := Read(data)
		if err != nil {
			if fault.KindOf(err) == fault.KindInternal {
				t.Fatalf("not refused but broken: %v", err)
			}
			return
		}
		for _, r := range rows {
			if len(r.Cells) == 0 || len(r.Cells) > MaxColumns || r.Line < 1 {
				t.Fatalf("%+v", r)
			}
		}
	})
}
