package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/sheet"
)

// WriteOptions and ReadOptions write the options of a choice, one a line: code |
// Vietnamese | English. A line without a bar is a name, which makes its code.
func WriteOptions(list []Option) string {
	var b strings.Builder
	for _, o := range list {
		b.WriteString(strings.TrimRight(strings.Join([]string{o.Code, o.Name.VI, o.Name.EN}, " | "), " |") + "\n")
	}
	return b.String()
}

// ReadOptions is described at WriteOptions.
func ReadOptions(text string) (list []Option) {
	for _, line := range lines(text) {
		o := Option{Code: line(0), Name: i18n.Text{VI: line(1), EN: line(2)}}
		if o.Name.VI == "" && !partCode.MatchString(o.Code) {
			o.Code, o.Name.VI = codeOf(o.Code), o.Code
		}
		list = append(list, o)
	}
	return list
}

// WriteColumns and ReadColumns write the columns of a table, one a line:
// code | kind | Vietnamese | English | unit | unit in English | decimals | required | largest.
// A line of name | kind makes its code of the name. A kind may be said in words.
func WriteColumns(list []Column) string {
	var b strings.Builder
	for _, c := range list {
		required := ""
		if c.Required {
			required = "x"
		}
		most := ""
		if c.Most != 0 {
			most = strconv.FormatInt(c.Most, 10)
		}
		b.WriteString(strings.TrimRight(strings.Join([]string{c.Code, string(c.Kind), c.Name.VI, c.Name.EN, c.Unit.VI, c.Unit.EN, strconv.Itoa(c.Scale), required, most}, " | "), " |") + "\n")
	}
	return b.String()
}

// ReadColumns is described at WriteColumns. bad: the decimals or the largest of a column are no number.
func ReadColumns(text string) (list []Column, bad bool) {
	for _, line := range lines(text) {
		c := Column{Code: line(0), Kind: kindOf(line(1)), Name: i18n.Text{VI: line(2), EN: line(3)}, Unit: i18n.Text{VI: line(4), EN: line(5)}, Required: line(7) != ""}
		for at, to := range map[int]func(int64){6: func(n int64) { c.Scale = int(n) }, 8: func(n int64) { c.Most = n }} {
			if s := line(at); s != "" {
				n, err := strconv.ParseInt(s, 10, 64)
				bad = bad || err != nil || n < 0
				to(n)
			}
		}
		if c.Kind == Dec && c.Scale == 0 {
			c.Scale = UsualScale
		}
		if c.Name.VI == "" && !partCode.MatchString(c.Code) {
			c.Code, c.Name.VI = codeOf(c.Code), c.Code
		}
		list = append(list, c)
	}
	return list, bad
}

// kindOf reads the kind of a column as people write it.
func kindOf(s string) Kind {
	switch i18n.Fold(s) {
	case "so nguyen", "so", "whole number", "number", "integer":
		return Int
	case "so thap phan", "thap phan", "decimal", "decimal number":
		return Dec
	case "", "van ban", "van ban ngan", "chu", "loi", "short text":
		return ShortText
	}
	return Kind(s)
}

// PartCode makes a code for a column or an option of its name, with a number where another has it; what cannot be made stays the name.
func PartCode(name string, taken func(code string) bool) string {
	code := codeOf(name)
	if !partCode.MatchString(code) {
		return code
	}
	for n, first := 2, code; taken(code); n++ {
		end := "_" + strconv.Itoa(n)
		code = first[:min(len(first), 20-len(end))] + end
	}
	return code
}

// codeOf makes a code of a name: "Số người" is so_nguoi. What cannot be made stays as it is, so that it is refused with its text.
func codeOf(name string) string {
	code := strings.Join(strings.FieldsFunc(i18n.Fold(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "_")
	code = strings.TrimRight(code[:min(20, len(code))], "_")
	if !partCode.MatchString(code) {
		return name
	}
	return code
}

// lines splits a text into lines of parts between bars; a part that is not there is empty.
func lines(text string) (list []func(i int) string) {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := strings.Split(line, "|")
		list = append(list, func(i int) string {
			if i >= len(parts) {
				return ""
			}
			return strings.TrimSpace(parts[i])
		})
	}
	return list
}

// bookColumn is a column of the workbook of a form: how a property is written and read.
type bookColumn struct {
	key   string // of its heading
	width float64
	get   func(Indicator) string
	set   func(*Indicator, string) bool // false: cannot be read
}

func text(get func(*Indicator) *string) (func(Indicator) string, func(*Indicator, string) bool) {
	return func(i Indicator) string { return *get(&i) }, func(i *Indicator, s string) bool { *get(i) = s; return true }
}

func bookColumns() []bookColumn {
	var list []bookColumn
	add := func(key string, width float64, get func(*Indicator) *string) {
		g, s := text(get)
		list = append(list, bookColumn{key, width, g, s})
	}
	add("report.col_section", 8, func(i *Indicator) *string { return &i.Section })
	add("report.col_code", 8, func(i *Indicator) *string { return &i.Code })
	add("report.col_name_vi", 44, func(i *Indicator) *string { return &i.Name.VI })
	add("report.col_name_en", 36, func(i *Indicator) *string { return &i.Name.EN })
	add("report.col_kind", 9, func(i *Indicator) *string { return (*string)(&i.Kind) })
	add("report.col_unit_vi", 12, func(i *Indicator) *string { return &i.Unit.VI })
	add("report.col_unit_en", 12, func(i *Indicator) *string { return &i.Unit.EN })
	add("report.col_basis", 10, func(i *Indicator) *string { return (*string)(&i.Basis) })
	add("report.col_across", 9, func(i *Indicator) *string { return (*string)(&i.Across) })
	add("report.col_across_time", 9, func(i *Indicator) *string { return (*string)(&i.AcrossTime) })
	whole := func(key string, get func(*Indicator) *int) {
		list = append(list, bookColumn{key, 8, func(i Indicator) string {
			if *get(&i) == 0 {
				return ""
			}
			return strconv.Itoa(*get(&i))
		}, func(i *Indicator, s string) bool {
			if s == "" {
				*get(i) = 0
				return true
			}
			n, err := i18n.ParseInt(s)
			*get(i) = int(n)
			return err == nil && n >= 0 && n <= 1000
		}})
	}
	whole("report.col_scale", func(i *Indicator) *int { return &i.Scale })
	list = append(list, bookColumn{"report.col_most", 12, func(i Indicator) string {
		if i.Most == 0 {
			return ""
		}
		return strconv.FormatInt(i.Most, 10)
	}, func(i *Indicator, s string) bool {
		if s == "" {
			i.Most = 0
			return true
		}
		n, err := i18n.ParseInt(s)
		i.Most = n
		return err == nil
	}})
	flag := func(key string, get func(*Indicator) *bool) {
		list = append(list, bookColumn{key, 8, func(i Indicator) string { return map[bool]string{true: "x"}[*get(&i)] },
			func(i *Indicator, s string) bool { *get(i) = s != ""; return true }})
	}
	flag("report.col_required", func(i *Indicator) *bool { return &i.Required })
	add("report.col_part_of", 9, func(i *Indicator) *string { return &i.PartOf })
	list = append(list, bookColumn{"report.col_sum_of", 12, func(i Indicator) string { return strings.Join(i.SumOf, " ") },
		func(i *Indicator, s string) bool {
			if i.SumOf = strings.Fields(s); len(i.SumOf) == 0 {
				i.SumOf = nil
			}
			return true
		}})
	add("report.col_num", 9, func(i *Indicator) *string { return &i.Num })
	add("report.col_den", 9, func(i *Indicator) *string { return &i.Den })
	flag("report.col_year_to_date", func(i *Indicator) *bool { return &i.YearToDate })
	add("report.col_num_name_vi", 24, func(i *Indicator) *string { return &i.NumName.VI })
	add("report.col_num_name_en", 24, func(i *Indicator) *string { return &i.NumName.EN })
	add("report.col_den_name_vi", 24, func(i *Indicator) *string { return &i.DenName.VI })
	add("report.col_den_name_en", 24, func(i *Indicator) *string { return &i.DenName.EN })
	add("report.col_weight", 9, func(i *Indicator) *string { return &i.Weight })
	add("report.col_weight_name_vi", 24, func(i *Indicator) *string { return &i.WeightName.VI })
	add("report.col_weight_name_en", 24, func(i *Indicator) *string { return &i.WeightName.EN })
	add("report.col_formula", 30, func(i *Indicator) *string { return &i.Formula })
	add("report.col_short_vi", 30, func(i *Indicator) *string { return &i.Short.VI })
	add("report.col_short_en", 30, func(i *Indicator) *string { return &i.Short.EN })
	add("report.col_help_vi", 40, func(i *Indicator) *string { return &i.Help.VI })
	add("report.col_help_en", 40, func(i *Indicator) *string { return &i.Help.EN })
	list = append(list, bookColumn{"report.col_options", 40, func(i Indicator) string { return strings.TrimSpace(WriteOptions(i.Options)) },
		func(i *Indicator, s string) bool { i.Options = ReadOptions(s); return true }})
	list = append(list, bookColumn{"report.col_columns", 40, func(i Indicator) string { return strings.TrimSpace(WriteColumns(i.Columns)) },
		func(i *Indicator, s string) bool {
			var bad bool
			i.Columns, bad = ReadColumns(s)
			return !bad
		}})
	whole("report.col_rows", func(i *Indicator) *int { return &i.Rows })
	add("report.col_source", 16, func(i *Indicator) *string { return (*string)(&i.Source) })
	return list
}

// FormBook writes a form's indicators and checks as a workbook. tell gives a text in the reader's language.
func FormBook(f Form, tell func(key string, args ...any) string) ([]byte, error) {
	columns := bookColumns()
	lines := sheet.Page{Name: tell("report.sheet_indicators"), Head: 1}
	head := make([]sheet.Cell, len(columns))
	for i, c := range columns {
		head[i] = sheet.Cell{Text: tell(c.key), Look: sheet.Strong}
		lines.Widths = append(lines.Widths, c.width)
	}
	lines.Rows = append(lines.Rows, head)
	for _, ind := range f.Indicators {
		row := make([]sheet.Cell, len(columns))
		for i, c := range columns {
			row[i] = sheet.Cell{Text: c.get(ind)}
		}
		lines.Rows = append(lines.Rows, row)
	}
	checks := sheet.Page{Name: tell("report.sheet_checks"), Head: 1, Widths: []float64{12, 12, 20, 8, 40, 50, 50}}
	head = nil
	for _, key := range []string{"report.col_test", "report.col_field", "report.col_of", "report.col_warn", "report.col_expr", "report.col_say_vi", "report.col_say_en"} {
		head = append(head, sheet.Cell{Text: tell(key), Look: sheet.Strong})
	}
	checks.Rows = append(checks.Rows, head)
	for _, c := range f.Checks {
		row := []sheet.Cell{}
		for _, s := range []string{string(c.Test), c.Field, strings.Join(c.Of, " "), map[bool]string{true: "x"}[c.Warn], c.Expr, c.Say.VI, c.Say.EN} {
			row = append(row, sheet.Cell{Text: s})
		}
		checks.Rows = append(checks.Rows, row)
	}
	return sheet.Book([]sheet.Page{lines, checks})
}

// ReadFormFile reads what came back: JSON of a whole form, or the workbook of
// its indicators and checks, which leaves title, sections and texts as they
// are. A cell that cannot be read is named with its table.
func ReadFormFile(data []byte, now Form) (Form, error) {
	if bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n\ufeff"), []byte("{")) {
		return readFormJSON(data, now)
	}
	book, err := sheet.ReadBook(data)
	if err != nil {
		return Form{}, err
	}
	if len(book) < 2 {
		return Form{}, fault.Invalid("file", "report.form_book_sheets")
	}
	var faults fault.Faults
	f := now
	f.Indicators, f.Checks = []Indicator{}, []Check{}
	columns := bookColumns()
	for i, row := range book[0].Rows {
		if i == 0 || blank(row.Cells) {
			continue
		}
		var ind Indicator
		for col, c := range columns {
			s := row.Cell(col)
			if !c.set(&ind, s) {
				faults = append(faults, fault.Invalid("file", "report.form_cell", "cell", book[0].At(col, row.Line), "text", clipped(s)))
			}
		}
		if was, ok := now.Indicator(ind.Code); ok { // what the workbook does not hold
			ind.OnTime, ind.Ballot = was.OnTime, was.Ballot
		}
		f.Indicators = append(f.Indicators, ind)
	}
	for i, row := range book[1].Rows {
		if i == 0 || blank(row.Cells) {
			continue
		}
		cell := row.Cell
		c := Check{Test: Test(cell(0)), Field: cell(1), Of: strings.Fields(cell(2)), Warn: cell(3) != "", Expr: cell(4), Say: i18n.Text{VI: cell(5), EN: cell(6)}}
		if len(c.Of) == 0 {
			c.Of = nil
		}
		f.Checks = append(f.Checks, c)
	}
	return f, faults.Or()
}

func blank(cells []string) bool { return strings.TrimSpace(strings.Join(cells, "")) == "" }

func readFormJSON(data []byte, now Form) (Form, error) {
	if len(data) > maxFormBody {
		return Form{}, fault.TooLarge("file", "report.form_too_large")
	}
	var f Form
	d := json.NewDecoder(bytes.NewReader(bytes.TrimLeft(data, " \t\r\n\ufeff")))
	d.DisallowUnknownFields()
	err := d.Decode(&f)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more than one value")
		}
	}
	if err != nil {
		return Form{}, fault.Invalid("file", "report.form_json", "at", d.InputOffset()).Because(err)
	}
	f.Version = now.Version
	return f, nil
}
