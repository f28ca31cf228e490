package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"giaoban/internal/fault"
)

// The limits of what a workbook unpacks to.
const (
	maxSheet = 16 << 20 // the table
	maxPart  = 4 << 20  // any other part: texts cost many times their size once read
	maxParts = 200
	maxBook  = 24 << 20
)

func readXLSX(data []byte) ([]Row, error) {
	f, err := openBook(data)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := readTable(f, f.GetSheetList()[0], limits{MaxRows, maxCell})
	if err == nil && len(rows) == 0 {
		err = fault.Invalid("file", "sheet.empty")
	}
	return rows, err
}

// openBook opens a workbook that was looked through. Close it.
func openBook(data []byte) (*excelize.File, error) {
	if err := inspect(data); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxBook, UnzipXMLSizeLimit: maxBook})
	if err != nil {
		return nil, fault.Invalid("file", "sheet.malformed_book").Because(err)
	}
	if len(f.GetSheetList()) == 0 {
		return nil, errors.Join(fault.Invalid("file", "sheet.empty"), f.Close())
	}
	return f, nil
}

// readTable reads one table; empty lines are left out.
func readTable(f *excelize.File, name string, most limits) ([]Row, error) {
	lines, err := f.Rows(name)
	if err != nil {
		return nil, fault.Invalid("file", "sheet.malformed_book").Because(err)
	}
	defer lines.Close()
	var rows []Row
	for n := 1; lines.Next(); n++ {
		cells, err := lines.Columns()
		if err != nil {
			return nil, fault.Invalid("file", "sheet.malformed_book").Because(err)
		}
		if len(cells) > MaxColumns { // written so that inspect does not see it: each such row costs 16,384 cells
			return nil, fault.Invalid("file", "sheet.too_many_columns", "cell", Address(len(cells)-1, n), "most", MaxColumns)
		}
		if rows, err = appendRow(rows, Row{n, cells}, most); err != nil {
			return nil, err
		}
		if n > 10*most.rows { // empty lines without end
			return nil, fault.Invalid("file", "sheet.too_many_rows", "cell", Address(0, n), "most", most.rows)
		}
	}
	if err := lines.Error(); err != nil {
		return nil, fault.Invalid("file", "sheet.malformed_book").Because(err)
	}
	return rows, nil
}

// inspect refuses a workbook by its table of contents, before it is read, and
// formulas and far columns by the text of its sheets.
func inspect(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fault.Invalid("file", "sheet.malformed_book").Because(err)
	}
	if len(z.File) > maxParts {
		return fault.TooLarge("file", "sheet.unpacks_too_large", "part", path.Base(z.File[maxParts].Name))
	}
	var whole uint64
	for _, part := range z.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/")) // as the reader takes it
		sheet := strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml")
		most := uint64(maxPart)
		if sheet {
			most = maxSheet
		}
		if whole += part.UncompressedSize64; part.UncompressedSize64 > most || whole > maxBook {
			return fault.TooLarge("file", "sheet.unpacks_too_large", "part", path.Base(part.Name))
		}
		if strings.HasSuffix(name, ".xml") { // a sheet may lie anywhere
			if err := inspectSheet(part); err != nil {
				return err
			}
		}
	}
	return nil
}

func inspectSheet(part *zip.File) error {
	in, err := part.Open()
	if err != nil {
		return fault.Invalid("file", "sheet.malformed_book").Because(err)
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, maxSheet+1))
	if err != nil {
		return fault.Invalid("file", "sheet.malformed_book").Because(err)
	}
	if len(text) > maxSheet {
		return errors.New("sheet: a part is larger than the archive says") // the zip reader refuses it before
	}
	if !bytes.Contains(text, []byte("sheetData")) {
		return nil
	}
	if !maySuspect(text) {
		return nil
	}
	address := regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,4})([0-9]{1,8})["']`)
	if at := regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?f[\s>/]`).FindIndex(text); at != nil {
		cell := "?"
		if all := address.FindAllSubmatch(text[max(0, at[0]-2000):at[0]], -1); len(all) > 0 {
			cell = string(all[len(all)-1][1]) + string(all[len(all)-1][2])
		}
		return fault.Invalid("file", "sheet.formula", "cell", cell)
	}
	for _, m := range address.FindAllSubmatchIndex(text, -1) { // a cell in a far column costs a row of empty ones
		if letters := strings.ToUpper(string(text[m[2]:m[3]])); column(letters) >= MaxColumns {
			return fault.Invalid("file", "sheet.too_many_columns", "cell", letters+string(text[m[4]:m[5]]), "most", MaxColumns)
		}
	}
	return nil
}

// maySuspect tells whether there can be anything that inspectSheet refuses: what
// might open a formula, or a quoted address in a far column, wherever it stands.
// The expressions that judge exactly take half of the time of reading a workbook.
func maySuspect(text []byte) bool {
	if bytes.Contains(text, []byte("<f")) || bytes.Contains(text, []byte(":f")) {
		return true
	}
	for rest := text; ; {
		at := bytes.IndexByte(rest, '=')
		if at < 0 {
			return false
		}
		rest = rest[at+1:]
		quoted := bytes.TrimLeft(rest, "\t\n\f\r ")
		if len(quoted) == 0 || quoted[0] != '"' && quoted[0] != '\'' {
			continue
		}
		letters := 0
		for letters+1 < len(quoted) && letters < 5 && quoted[1+letters]|0x20 >= 'a' && quoted[1+letters]|0x20 <= 'z' {
			letters++
		}
		if letters == 0 || letters > 4 || letters+1 == len(quoted) || quoted[1+letters] < '0' || quoted[1+letters] > '9' {
			continue
		}
		if column(strings.ToUpper(string(quoted[1:1+letters]))) >= MaxColumns {
			return true
		}
	}
}

// column gives the number of a column of letters, from 0.
func column(letters string) int {
	n := 0
	for _, r := range letters {
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}

// XLSX writes a table as a workbook of one sheet whose cells are all texts; the first line stays in sight.
func XLSX(name string, widths []float64, rows [][]string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	for i, width := range widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return nil, err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	for n, row := range rows {
		cells := make([]any, len(row))
		for i, c := range row {
			cells[i] = c
			if n == 0 {
				cells[i] = excelize.Cell{StyleID: bold, Value: c}
			}
		}
		if err := w.SetRow(Address(0, n+1), cells); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), err
}
