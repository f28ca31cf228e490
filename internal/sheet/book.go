package sheet

import (
	"bytes"
	"math/big"
	"strings"

	"github.com/xuri/excelize/v2"

	"giaoban/internal/fault"
)

// Sheet is one table of a workbook.
type Sheet struct {
	Name string
	Rows []Row
}

// At names a cell with its table, as a spreadsheet's own formulas do: 'Số liệu'!D7. The one table of a CSV has no name.
func (s Sheet) At(col, line int) string {
	if s.Name == "" {
		return Address(col, line)
	}
	return "'" + strings.ReplaceAll(s.Name, "'", "''") + "'!" + Address(col, line)
}

// MaxSheets is the largest number of tables in a workbook that is read whole.
const MaxSheets = 12

// ReadBook reads every table of an XLSX workbook. What the workbook holds as a
// number comes as people write it here: 1234,5 without groups and without an
// exponent, so that a number cell and a typed text are read by the same rules.
// A number too large to be a figure of anything is refused with its cell.
func ReadBook(data []byte) ([]Sheet, error) {
	switch {
	case len(data) > MaxBytes:
		return nil, fault.TooLarge("file", "sheet.too_large", "most", MaxBytes>>20)
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		return nil, fault.Invalid("file", "sheet.old_or_locked")
	case !bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, fault.Invalid("file", "sheet.not_book")
	}
	f, err := openBook(data)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names := f.GetSheetList()
	if len(names) > MaxSheets {
		return nil, fault.Invalid("file", "sheet.too_many_sheets", "most", MaxSheets)
	}
	var book []Sheet
	for _, name := range names {
		s := Sheet{Name: name}
		if s.Rows, err = readTable(f, name, limits{maxBookRow, maxBookLen}); err != nil {
			return nil, inSheet(err, s)
		}
		if err := plainNumbers(f, s); err != nil {
			return nil, err
		}
		book = append(book, s)
	}
	return book, nil
}

// ReadPages is ReadBook of a workbook, or of a CSV as a book of one table without a name, whose cells are as they were typed.
func ReadPages(data []byte) ([]Sheet, error) {
	if len(data) > MaxBytes || bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")) {
		return ReadBook(data)
	}
	rows, err := readCSV(data, limits{maxBookRow, maxBookLen})
	return []Sheet{{Rows: rows}}, err
}

// inSheet puts the table's name before the cell that a fault names.
func inSheet(err error, s Sheet) error {
	for _, one := range fault.All(err) {
		for i := 0; i+1 < len(one.Args); i += 2 {
			if one.Args[i] == "cell" {
				if cell, ok := one.Args[i+1].(string); ok && !strings.Contains(cell, "!") {
					one.Args[i+1] = s.Name + "!" + cell
				}
			}
		}
	}
	return err
}

// plainNumbers rewrites the number cells of a table; the others stay as they were typed.
func plainNumbers(f *excelize.File, s Sheet) error {
	for _, row := range s.Rows {
		for col, text := range row.Cells {
			if text == "" || !strings.ContainsAny(text, ".eE") {
				continue
			}
			kind, err := f.GetCellType(s.Name, Address(col, row.Line))
			if err != nil {
				return fault.Invalid("file", "sheet.malformed_book").Because(err)
			}
			if kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
				continue
			}
			plain, ok := plainNumber(text)
			if !ok {
				return fault.Invalid("file", "sheet.number", "cell", s.At(col, row.Line), "text", clip(text))
			}
			row.Cells[col] = plain
		}
	}
	return nil
}

// plainNumber writes 1.2345E3 and 1234.5 as 1234,5. It takes no number of more than 18 digits before or 12 behind the comma.
func plainNumber(text string) (string, bool) {
	if len(text) > 40 {
		return "", false
	}
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		if exp := strings.TrimLeft(text[at+1:], "+-0"); len(exp) > 2 { // 1e309 would be written out in 309 digits
			return "", false
		}
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return "", false
	}
	if limit := new(big.Rat).SetInt64(1_000_000_000_000_000_000); new(big.Rat).Abs(r).Cmp(limit) >= 0 {
		return "", false
	}
	s := r.FloatString(12) // a workbook keeps 0.1 + 0.2 as 0.30000000000000004
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		s = "0"
	}
	return strings.Replace(s, ".", ",", 1), true
}

func clip(text string) string {
	if r := []rune(text); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return text
}

// Cell is one cell of a workbook that is written.
type Cell struct {
	Text   string
	Number string // with a point, as the file format has it; instead of Text
	Look   Look
}

// Look is how a written cell looks.
type Look int

// The looks.
const (
	Plain Look = iota
	Strong
	Muted
	Open  // to be filled in
	Title // a line above the table, over its columns; Note is a muted one
	Note
)

// Page is a table to be written.
type Page struct {
	Name   string
	Widths []float64
	Head   int  // lines that stay in sight
	Wide   bool // printed across the paper
	Rows   [][]Cell
}

// Book writes a workbook. Texts stay texts whatever they begin with; nothing is written as a formula.
func Book(pages []Page) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	looks, err := bookStyles(f)
	if err != nil {
		return nil, err
	}
	for i, p := range pages {
		if i == 0 {
			err = f.SetSheetName("Sheet1", p.Name)
		} else {
			_, err = f.NewSheet(p.Name)
		}
		if err != nil {
			return nil, err
		}
		if err := writePage(f, p, looks); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), err
}

// format is how a cell is written: its look, and the decimals of a number that is read, -1 for any other.
type format struct {
	look     Look
	decimals int
}

// maxDecimals is how many a number keeps of its own.
const maxDecimals = 6

func (c Cell) format() format {
	if c.Number == "" || c.Look == Open { // what is filled in is shown as it is typed
		return format{c.Look, -1}
	}
	_, after, _ := strings.Cut(c.Number, ".")
	return format{c.Look, min(len(after), maxDecimals)}
}

func bookStyles(f *excelize.File) (map[format]int, error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	border := []excelize.Border{{Type: "left", Color: "8B8574", Style: 1}, {Type: "right", Color: "8B8574", Style: 1}, {Type: "top", Color: "8B8574", Style: 1}, {Type: "bottom", Color: "8B8574", Style: 1}}
	styles := map[Look]*excelize.Style{
		Plain:  {Alignment: top},
		Strong: {Alignment: top, Font: &excelize.Font{Bold: true}},
		Muted:  {Alignment: top, Font: &excelize.Font{Color: "4B5863"}},
		Open:   {Alignment: top, Border: border, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FBEECB"}}},
		Title:  {Font: &excelize.Font{Bold: true, Size: 13}},
		Note:   {Font: &excelize.Font{Color: "4B5863"}},
	}
	looks := map[format]int{}
	for look, style := range styles {
		for decimals := -1; decimals <= maxDecimals; decimals++ {
			if decimals >= 0 {
				shown := "#,##0" + strings.TrimSuffix("."+strings.Repeat("0", decimals), ".")
				style.CustomNumFmt = &shown
			}
			id, err := f.NewStyle(style)
			if err != nil {
				return nil, err
			}
			looks[format{look, decimals}] = id
		}
	}
	return looks, nil
}

// PagesCSV writes pages as one CSV, which ReadPages reads: of those behind the first, what stands below the head.
func PagesCSV(pages []Page) ([]byte, error) {
	var table [][]string
	for i, p := range pages {
		rows := p.Rows
		if i > 0 {
			rows = rows[p.Head:]
		}
		for _, row := range rows {
			line := make([]string, len(row))
			for k, c := range row {
				if line[k] = c.Text; c.Number != "" {
					line[k] = strings.Replace(c.Number, ".", ",", 1)
				}
			}
			table = append(table, line)
		}
	}
	return CSV(table)
}

// fitting is how wide a table may be, in the widths of its columns, to be read when it is made as wide as the paper.
const fitting = 190

// layout prints a wide page across the paper: as wide as it where that can be read, else over several sheets.
func layout(f *excelize.File, p Page) error {
	if !p.Wide {
		return nil
	}
	across, a4, one, any, fit := "landscape", 9, 1, 0, true
	options := excelize.PageLayoutOptions{Orientation: &across, Size: &a4}
	width := 0.0
	for _, w := range p.Widths {
		width += w
	}
	if width <= fitting {
		options.FitToWidth, options.FitToHeight = &one, &any
		if err := f.SetSheetProps(p.Name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
			return err
		}
	}
	return f.SetPageLayout(p.Name, &options)
}

func writePage(f *excelize.File, p Page, looks map[format]int) error {
	if err := layout(f, p); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(p.Name)
	if err != nil {
		return err
	}
	for i, width := range p.Widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if p.Head > 0 {
		if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: p.Head, TopLeftCell: Address(0, p.Head+1), ActivePane: "bottomLeft"}); err != nil {
			return err
		}
	}
	for n, row := range p.Rows {
		cells := make([]any, len(row))
		for i, c := range row {
			value := any(c.Text)
			if c.Number != "" {
				value = number(c.Number)
			}
			cells[i] = excelize.Cell{StyleID: looks[c.format()], Value: value}
		}
		if err := w.SetRow(Address(0, n+1), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// number gives a decimal text as the library's number: whole ones exactly, others as the format holds them anyway.
func number(text string) any {
	if r, ok := new(big.Rat).SetString(text); ok {
		if r.IsInt() && r.Num().IsInt64() {
			return r.Num().Int64()
		}
		v, _ := r.Float64()
		return v
	}
	return text
}
