package sheet

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestBookIsReadAgain(t *testing.T) {
	data, err := Book([]Page{
		{Name: "Số liệu", Widths: []float64{8, 40}, Head: 1, Rows: [][]Cell{
			{{Text: "Ô", Look: Strong}, {Text: "Giá trị", Look: Strong}},
			{{Text: "B1"}, {Number: "2477", Look: Open}},
			{{Text: "C4"}, {Number: "48.5", Look: Open}},
			{{Text: "D1"}, {Text: "1.234", Look: Open}},
			{{Text: "=1+1", Look: Muted}, {Text: "@x"}},
		}},
		{Name: "Lời văn", Rows: [][]Cell{{{Text: "1"}, {Text: "Dòng một\nDòng hai"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	book, err := ReadBook(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(book) != 2 || book[0].Name != "Số liệu" || book[1].Rows[0].Cell(1) != "Dòng một\nDòng hai" {
		t.Fatalf("%+v", book)
	}
	var got []string
	for _, r := range book[0].Rows {
		got = append(got, r.Cell(1))
	}
	if want := []string{"Giá trị", "2477", "48,5", "1.234", "@x"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if at := book[0].At(1, 3); at != "'Số liệu'!B3" {
		t.Error(at)
	}
}

// Numbers are shown in groups of three with the decimals they have, a wide page is printed across the paper.
func TestBookLooksLikeFigures(t *testing.T) {
	data, err := Book([]Page{{Name: "Giá trị", Wide: true, Rows: [][]Cell{{{Text: "Tên", Look: Title}}, {{Number: "3809842"}, {Number: "1234.5", Look: Strong}, {Number: "2477", Look: Open}, {Text: "2477"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"A2": "3,809,842", "B2": "1,234.5", "C2": "2477", "D2": "2477"} {
		if got, err := f.GetCellValue("Giá trị", cell); err != nil || got != want {
			t.Errorf("%s shows %q, want %q (%v)", cell, got, want, err)
		}
	}
	if l, err := f.GetPageLayout("Giá trị"); err != nil || *l.Orientation != "landscape" || *l.FitToWidth != 1 {
		t.Errorf("%+v %v", l, err)
	}
}

func TestPlainNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"1234.5": "1234,5", "1.2345E3": "1234,5", "1E+3": "1000", "0.30000000000000004": "0,3", "-0.0": "0", "-2.5e-1": "-0,25", "2477.0": "2477",
		"1e309": "", "1E18": "", "1e-400": "", "1.2.3": "", "12345678901234567.5": "12345678901234567,5",
	} {
		got, ok := plainNumber(text)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", text, got, ok, want)
		}
	}
}

func TestBookRefuses(t *testing.T) {
	big := book(t, head+`<row r="1"><c r="A1"><v>1e309</v></c></row></sheetData></worksheet>`, "")
	_, err := ReadBook(big)
	if key(err) != "sheet.number" || !strings.Contains(err.Error(), "'S'!A1") {
		t.Errorf("1e309: %v", err)
	}
	formula := book(t, head+`<row r="7"><c r="D7"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>`, "")
	if _, err := ReadBook(formula); key(err) != "sheet.formula" {
		t.Errorf("a formula: %v", err)
	}
	if _, err := ReadBook([]byte("a;b\n1;2\n")); key(err) != "sheet.not_book" {
		t.Errorf("a text: %v", err)
	}
	one, err := Book([]Page{{Name: "A"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadBook(one); err != nil {
		t.Errorf("an empty book: %v", err)
	}
	pages := make([]Page, MaxSheets+1)
	for i := range pages {
		pages[i].Name = strings.Repeat("A", i+1)
	}
	many, err := Book(pages)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadBook(many); key(err) != "sheet.too_many_sheets" {
		t.Errorf("too many: %v", err)
	}
}

func FuzzReadBook(f *testing.F) {
	whole, err := Book([]Page{{Name: "A", Rows: [][]Cell{{{Text: "a"}, {Number: "1.5"}}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(book(f, head+`<row r="1"><c r="A1"><v>1e309</v></c></row></sheetData></worksheet>`, ""))
	f.Fuzz(func(t *testing.T, data []byte) {
		sheets, err := ReadBook(data)
		if err == nil && len(sheets) == 0 {
			t.Error("a book without tables was read")
		}
	})
}
