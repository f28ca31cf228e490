// Package sheet reads and writes tables as CSV and XLSX.
//
// What is read comes from anywhere: sizes are bounded before anything is
// unpacked, formulas are refused and never computed, and every refusal names the
// cell or line. What is written opens safely: a text that a spreadsheet would
// take for a formula stays a text.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

// The limits of a file that is read.
const (
	MaxBytes   = 8 << 20
	MaxRows    = 20_000
	MaxColumns = 64
	maxCell    = 2_000   // bytes
	maxBookRow = 2_000   // lines of a table of a workbook that is read whole
	maxBookLen = 100_000 // bytes of a cell of it: it may hold a text of a report
)

// Row is a line of a table. Line counts from 1, as spreadsheets do.
type Row struct {
	Line  int
	Cells []string
}

// Cell gives the text of a column without spaces around it, "" beyond the end.
func (r Row) Cell(col int) string {
	if col < 0 || col >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(r.Cells[col])
}

// Address names a cell as spreadsheets do: B7.
func Address(col, line int) string {
	name := ""
	for col++; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name + strconv.Itoa(line)
}

// Read reads a table out of a file, XLSX or CSV by its content. Empty lines are left out.
func Read(data []byte) ([]Row, error) {
	switch {
	case len(data) > MaxBytes:
		return nil, fault.TooLarge("file", "sheet.too_large", "most", MaxBytes>>20)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data)
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		return nil, fault.Invalid("file", "sheet.old_or_locked")
	}
	return readCSV(data, limits{MaxRows, maxCell})
}

func readCSV(data []byte, most limits) ([]Row, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.Comma = -1, separator(text)
	var rows []Row
	for {
		cells, err := r.Read()
		var bad *csv.ParseError
		switch {
		case errors.As(err, &bad):
			return nil, fault.Invalid("file", "sheet.malformed", "line", bad.Line).Because(err)
		case err != nil: // the end: nothing else comes from a text in memory
			if len(rows) == 0 {
				return nil, fault.Invalid("file", "sheet.empty")
			}
			return rows, nil
		}
		line, _ := r.FieldPos(0)
		for i, c := range cells {
			if len(c) > 1 && c[0] == '\'' && formula(c[1:]) { // as Write writes it
				cells[i] = c[1:]
			}
		}
		if rows, err = appendRow(rows, Row{line, cells}, most); err != nil {
			return nil, err
		}
	}
}

// decode gives the text of a CSV: UTF-8 with or without its mark, or UTF-16 with it.
func decode(data []byte) (string, error) {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", fault.Invalid("file", "sheet.not_text").Because(err)
		}
		data = text
	}
	data = bytes.TrimPrefix(data, []byte{0xEF, 0xBB, 0xBF})
	for n, line := range bytes.Split(data, []byte{'\n'}) {
		if bytes.IndexByte(line, 0) >= 0 {
			return "", fault.Invalid("file", "sheet.not_text")
		}
		if !utf8.Valid(line) {
			return "", fault.Invalid("file", "sheet.not_utf8", "line", n+1)
		}
	}
	return string(data), nil
}

// separator takes what stands most often in the first line that has any.
func separator(text string) rune {
	best, most := ',', 0
	for line := range strings.Lines(text) {
		for _, c := range []rune{',', ';', '\t'} {
			if n := strings.Count(line, string(c)); n > most {
				best, most = c, n
			}
		}
		if most > 0 {
			break
		}
	}
	return best
}

// limits bound a table: lines, and bytes of a cell.
type limits struct{ rows, cell int }

func appendRow(rows []Row, r Row, most limits) ([]Row, error) {
	last := -1
	for col, c := range r.Cells {
		if len(c) > most.cell {
			return nil, fault.Invalid("file", "sheet.cell_too_long", "cell", Address(col, r.Line), "most", most.cell)
		}
		if strings.TrimSpace(c) != "" {
			last = col
		}
	}
	if last < 0 {
		return rows, nil
	}
	if last >= MaxColumns {
		return nil, fault.Invalid("file", "sheet.too_many_columns", "cell", Address(last, r.Line), "most", MaxColumns)
	}
	if len(rows) > most.rows {
		return nil, fault.Invalid("file", "sheet.too_many_rows", "cell", Address(0, r.Line), "most", most.rows)
	}
	r.Cells = r.Cells[:last+1]
	return append(rows, r), nil
}

// formula tells whether a spreadsheet would take a text for more than a text.
func formula(text string) bool {
	return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0]))
}

// CSV writes a table as UTF-8 with its mark, which spreadsheets ask for.
func CSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\xEF\xBB\xBF")
	w := csv.NewWriter(&b)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, c := range row {
			if safe[i] = c; formula(c) {
				safe[i] = "'" + c
			}
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// Messages are the refusals of files.
func Messages() i18n.Messages {
	return i18n.Messages{
		"sheet.too_large":         {VI: "Tệp lớn quá {most} MB.", EN: "The file is larger than {most} MB."},
		"sheet.unpacks_too_large": {VI: "Tệp nén bung ra quá lớn ({part}).", EN: "The file unpacks to far too much ({part})."},
		"sheet.old_or_locked":     {VI: "Tệp .xls đời cũ hoặc có mật khẩu. Hãy lưu lại thành .xlsx không mật khẩu, hoặc CSV UTF-8.", EN: "An old .xls file, or one with a password. Save it as .xlsx without a password, or as CSV UTF-8."},
		"sheet.malformed_book":    {VI: "Không đọc được bảng tính này. Hãy mở bằng chương trình bảng tính và lưu lại thành .xlsx.", EN: "This workbook cannot be read. Open it in a spreadsheet program and save it as .xlsx."},
		"sheet.malformed":         {VI: "Dòng {line} sai dấu ngoặc kép.", EN: "Line {line} has a stray quotation mark."},
		"sheet.not_utf8":          {VI: "Dòng {line} không phải UTF-8, có thể là Windows-1258 hoặc TCVN3. Hãy lưu lại là “CSV UTF-8” hoặc .xlsx.", EN: "Line {line} is not UTF-8, perhaps Windows-1258 or TCVN3. Save the file as “CSV UTF-8” or .xlsx."},
		"sheet.not_text":          {VI: "Tệp này không phải bảng CSV hay XLSX.", EN: "This file is neither a CSV nor an XLSX table."},
		"sheet.empty":             {VI: "Tệp không có dòng nào.", EN: "The file has no lines."},
		"sheet.formula":           {VI: "Ô {cell} có công thức. Hãy dán lại thành giá trị.", EN: "Cell {cell} holds a formula. Paste it as a value."},
		"sheet.cell_too_long":     {VI: "Ô {cell} dài quá {most} byte.", EN: "Cell {cell} is longer than {most} bytes."},
		"sheet.too_many_columns":  {VI: "Ô {cell} nằm ngoài {most} cột đầu.", EN: "Cell {cell} lies beyond the first {most} columns."},
		"sheet.not_book":          {VI: "Tệp này không phải bảng tính .xlsx.", EN: "This file is not an .xlsx workbook."},
		"sheet.too_many_sheets":   {VI: "Tệp có quá {most} trang tính.", EN: "The workbook has more than {most} sheets."},
		"sheet.number":            {VI: "Ô {cell}: “{text}” vượt quá số có thể ghi.", EN: "Cell {cell}: “{text}” is beyond any possible figure."},
		"sheet.too_many_rows":     {VI: "Từ ô {cell} đã quá {most} dòng. Hãy chia tệp.", EN: "From cell {cell} on there are more than {most} lines. Divide the file."},
	}
}
