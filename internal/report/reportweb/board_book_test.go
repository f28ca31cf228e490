package reportweb_test

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/i18n"
	"giaoban/internal/sheet"
)

// What is exported is the layer that the page shows, and the file says which one, of what edition or moment.
func TestBoardFiles(t *testing.T) {
	h := build(t)
	h.filed(t)
	base := "/reports/" + h.request.ID.String()
	links := func(at string) (book, csv string) {
		t.Helper()
		page := h.As(h.office).Get(at).Want(200)
		return page.One(`.title-actions a[href*="board.xlsx"]`).Attr("href"), page.One(`.totals a[href*="board.csv"]`).Attr("href")
	}
	table := func(at string) (rows [][]string) {
		t.Helper()
		body := h.As(h.office).Get(at).Want(200).Body
		if strings.Contains(at, "board.csv") {
			r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\xEF\xBB\xBF"))))
			r.FieldsPerRecord = -1
			rows, err := r.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			return rows
		}
		sheets, err := sheet.ReadBook(body)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range sheets[0].Rows {
			rows = append(rows, row.Cells)
		}
		return rows
	}
	want := func(at, layer, inBook, inCSV, b1 string) {
		t.Helper()
		book, flat := links(at)
		for _, one := range []struct {
			at, in     string
			total, at1 int // line of the totals, column of what is in
		}{{book, inBook, 4, 1}, {flat, inCSV, 3, 3}} {
			rows := table(one.at)
			note, total := rows[1][0], rows[one.total]
			col := slices.IndexFunc(rows[2], func(name string) bool { return name == "B1" || strings.HasPrefix(name, "B1 ") })
			if got := total[col]; !strings.Contains(note, layer) || total[one.at1] != one.in || got != b1 || len(rows) != one.total+3 {
				t.Errorf("%s: %q, in %q, B1 %q, %d rows", one.at, note, total[one.at1], got, len(rows))
			}
		}
	}
	want(base+"/board", "chưa chốt · lúc 08/03/2021 - 09:00 · báo cáo đã nộp hoặc đã tiếp nhận", "1/3", "1", "1398")
	want(base+"/board?layer=accepted", "chỉ báo cáo đã tiếp nhận", "0/3", "0", "")
	h.As(h.office).Post(h.path(h.pob, "/accept"), url.Values{"version": {"1"}}).Want(303)
	want(base+"/board?layer=accepted", "chỉ báo cáo đã tiếp nhận", "1/3", "1", "1398")

	chief := h.chief(t)
	seen := h.As(chief).Get(base + "/editions/new").One(`input[name="seen"]`).Attr("value")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {seen}}).Want(303)
	want(base+"/board?edition=1&layer=accepted", "Bản 1, ký ngày", "1/3", "1", "1398")
	flat := h.As(h.office).Get(base + "/board.csv?edition=1&layer=accepted").Want(200)
	if name := flat.Header.Get("Content-Disposition"); !strings.Contains(name, "-edition-1-accepted.csv") || !strings.HasPrefix(string(flat.Body), "\xEF\xBB\xBF") {
		t.Errorf("%q", name)
	}
	if english := string(h.As(h.office).In(i18n.EN).Get(base + "/board.csv").Want(200).Body); !strings.Contains(english, "reports filed or accepted") || !strings.Contains(english, "Reports expected") {
		t.Error(english)
	}
	h.As(h.others).Get(base + "/board.csv?unit=" + h.coc.String()).Want(403)
}
