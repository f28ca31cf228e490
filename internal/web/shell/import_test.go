package shell

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"giaoban/internal/i18n"
)

// The lines of a file: what is wrong stands at its line with the cell, in any file; what a line became is a link.
func TestFileTable(t *testing.T) {
	b := sample(t, i18n.VI)
	html := render(t, FileTable(b, FileLines{Title: "Từng dòng", At: "Dòng", Name: "Họ và tên", Outcome: "Kết quả",
		Columns: []FileColumn{{Title: "Mã", Class: "code"}, {Title: "Đơn vị", Label: true}},
		Lines: []FileLine{
			{At: "2", Name: "Nông Thị Lan", Href: "/accounts/1", Cells: []FileCell{{Text: "T01"}, {Text: "Xã A"}}, Chip: Chip(ChipOK, "plus", "Cấp mới")},
			{At: "3", Name: "<i>", Wrong: true, Faults: []CellFault{b.CellFault("B3", "gallery.too_many", []any{"n", 5})}, Chip: Chip(ChipBad, "", "Sai")},
		}}), templ.Raw("foot"))
	for _, want := range []string{`<td class="num hide-phone">2</td>`, `href="/accounts/1"`, `class="code hide-phone"`, `data-label="Đơn vị">Xã A`, `<tr class="bad-row">`, `<b>B3</b>: Nữ (5) lớn hơn`, `&lt;i&gt;`, "foot"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	cells := render(t, FileTable(b, FileLines{At: "Ô", InCells: true, Columns: []FileColumn{{Title: "Đang có", Class: "num strong"}}, Lines: []FileLine{{At: "C7", Name: "A1"}}}))
	if !strings.Contains(cells, `<td class="code">C7</td>`) || !strings.Contains(cells, `<th scope="col" class="num">Đang có`) || strings.Contains(cells, `class="key"`) {
		t.Errorf("the place of a cell stands on a phone too, and without an outcome there is no column for it: %s", cells)
	}
}

func TestFileVerdict(t *testing.T) {
	v := FileVerdict{IfWrong: "wrong", IfIdle: "idle", IfReady: "ready"}
	for _, c := range []struct {
		wrong, work int
		stopped     string
		says, tone  string
	}{{0, 3, "", "ready", ""}, {0, 0, "", "idle", ""}, {1, 3, "", "wrong", "bad"}, {0, 3, "stopped", "stopped", ""}} {
		v.Wrong, v.Work, v.Stopped = c.wrong, c.work, c.stopped
		html := render(t, FilePreview([]FigureSpec{{Label: "Sai", Value: "1", Tone: v.WrongTone()}}, v))
		if !strings.Contains(html, "<p>"+c.says+"</p>") || v.WrongTone() != c.tone {
			t.Errorf("%+v: %s", c, html)
		}
	}
}

// A file form goes out with its key, and what the page puts in it.
func TestFileCardAndActForm(t *testing.T) {
	b := sample(t, i18n.VI)
	html := render(t, FileCard(b, Form{}, FileForm{Action: "/x", Title: "Tệp", Choose: "Chọn tệp", Accept: ".csv", Hidden: []string{"base", "7"}, Button: ButtonSpec{Text: "Xem trước"}}), templ.Raw("mẫu"))
	for _, want := range []string{`enctype="multipart/form-data"`, `name="key"`, `name="base" value="7"`, `accept=".csv"`, "mẫu", "Xem trước"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	act := render(t, ActForm("/obstacles/1/answer", Submit("send", "Trả lời")), templ.Raw("fields"))
	if !strings.Contains(act, `action="/obstacles/1/answer"`) || !strings.Contains(act, `name="key"`) || strings.Index(act, "fields") > strings.Index(act, "Trả lời") {
		t.Error(act)
	}
}
