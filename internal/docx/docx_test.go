package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func sample() Document {
	return Document{
		Head: Head{Left: []string{"Tỉnh ủy", "Ban Tổ chức"}, Right: []string{"Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc"}, Mark: "-", Number: "Số: 12/BC-BTC",
			PlaceDate: "Lạng Sơn, ngày 02 tháng 4 năm 2021", Kind: "Báo cáo", Title: []string{"Kết quả quý I/2021"}, Note: "Bản 1, ký ngày 02/04/2021"},
		Body: []Block{{Heading: "1. Kết quả"}, {Lead: "Tỉnh A: ", Text: "Dòng một.\nDòng hai."},
			{Table: &Table{Columns: []Column{{Name: "Mã", Width: 15}, {Name: "Chỉ tiêu"}, {Name: "Số", Width: 30, Number: true}}, Rows: []Row{{Cells: []string{"B", "Phát triển thành viên"}, Head: true}, {Cells: []string{"B1", "Kết nạp", "1.398"}}, {Cells: []string{"B2"}}}}}},
		Foot:    Foot{RecipientsTitle: "Nơi nhận:", Recipients: []string{"- Lưu VT."}, Capacity: []string{"Trưởng Ban"}, Name: "Nguyễn Thanh Bình"},
		Subject: "Bản 1", Made: time.Date(2021, 4, 2, 9, 0, 1, 0, time.UTC),
	}
}

// parts opens a document, parses every part and gives each one's text.
func parts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for _, f := range zr.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		list[f.Name] = string(body)
		dec := xml.NewDecoder(bytes.NewReader(body))
		for {
			_, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return list
}

// words gives the paragraphs of a part as text.
func words(t testing.TB, part string) []string {
	t.Helper()
	var list []string
	var now strings.Builder
	inText := false
	dec := xml.NewDecoder(strings.NewReader(part))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			inText = e.Name.Local == "t"
		case xml.CharData:
			if inText {
				now.Write(e)
			}
		case xml.EndElement:
			inText = false
			if e.Name.Local == "p" {
				list = append(list, now.String())
				now.Reset()
			}
		}
	}
}

func TestDocumentHasThePartsOfAnOfficialOne(t *testing.T) {
	data, err := sample().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	list := parts(t, data)
	doc := list["word/document.xml"]
	said := strings.Join(words(t, doc), "|")
	for _, want := range []string{"TỈNH ỦY|BAN TỔ CHỨC|", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc|Lạng Sơn, ngày 02", "|BÁO CÁO|Kết quả quý I/2021|Bản 1, ký ngày",
		"|1. Kết quả|Tỉnh A: Dòng một.|Dòng hai.|", "|Mã|Chỉ tiêu|Số|B|Phát triển thành viên|B1|Kết nạp|1.398|B2|||", "Nơi nhận:|- Lưu VT.|TRƯỞNG BAN||Nguyễn Thanh Bình|"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %s", want, said)
		}
	}
	for _, want := range []string{`w:w="11906" w:h="16838"`, `w:top="1134" w:right="850" w:bottom="1134" w:left="1701"`, `<w:titlePg/>`, `<w:tblHeader/>`} {
		if !strings.Contains(doc, want) {
			t.Errorf("no %s", want)
		}
	}
	if !strings.Contains(list["word/styles.xml"], `"Times New Roman"`) || !strings.Contains(list["word/header1.xml"], " PAGE ") || !strings.Contains(list["docProps/core.xml"], "<dc:subject>Bản 1</dc:subject>") {
		t.Error("type, page number or properties are missing")
	}
	party := sample()
	party.Mark, party.Right = "*", []string{"Đảng Cộng sản Việt Nam"}
	data, err = party.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	doc = parts(t, data)["word/document.xml"]
	if said := strings.Join(words(t, doc), "|"); !strings.Contains(said, "BAN TỔ CHỨC|*|") || !strings.Contains(said, "ĐẢNG CỘNG SẢN VIỆT NAM|Lạng Sơn") || !strings.Contains(doc, `<w:sz w:val="30"/><w:szCs w:val="30"/><w:u w:val="single"/>`) {
		t.Errorf("the Party's layout: %s", said)
	}
}

func TestSameDocumentSameBytes(t *testing.T) {
	a, err := sample().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	b, _ := sample().Bytes()
	if !bytes.Equal(a, b) {
		t.Error("two files of one document differ")
	}
	other := sample()
	other.Body[0].Heading = "2."
	if c, _ := other.Bytes(); bytes.Equal(a, c) {
		t.Error("two documents have one file")
	}
	empty, err := Document{}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	parts(t, empty)
}

// Whatever stands in a text, the file parses and the text is there and nothing else.
func FuzzTextIsText(f *testing.F) {
	for _, s := range []string{"", "a<b>&\"'", "</w:t></w:r></w:p><w:p>", "\x00\x07\x1b\ufffe\uffff", "\xff\xfe", "]]>", "dòng\nhai\ttab", "a\u202eb\u2066c", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		plain, err := sample().Bytes()
		if err != nil {
			t.Fatal(err)
		}
		d := sample()
		d.Title, d.Body[1].Text, d.Name, d.Subject, d.Left[0] = []string{s}, strings.ReplaceAll(s, "\n", " "), s, s, s
		d.Body[2].Table.Rows[1].Cells[1] = s
		data, err := d.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		got, want := words(t, parts(t, data)["word/document.xml"]), words(t, parts(t, plain)["word/document.xml"])
		if len(got) != len(want)-1 { // its two lines are one here
			t.Fatalf("%d paragraphs, want %d", len(got), len(want)-1)
		}
		if got[len(got)-2] != clean(s) {
			t.Errorf("the name became %q", got[len(got)-2])
		}
	})
}
