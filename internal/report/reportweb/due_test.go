package reportweb

import (
	"testing"

	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// A deadline is said once, with the levels that share it.
func TestBoardDueSaysADeadlineOnce(t *testing.T) {
	texts, err := i18n.New(i18n.Messages{"report.due_of_level": regimeMessages()["report.due_of_level"]})
	if err != nil {
		t.Fatal(err)
	}
	early, late := when.At(20210326, 17*60), when.At(20210331, 17*60)
	due := func(lang i18n.Lang, list ...report.LevelDue) string {
		board := report.Board{Request: report.Request{Deadline: late, Deadlines: list}}
		for code, name := range map[string]i18n.Text{"p": {VI: "Tỉnh", EN: "Province"}, "c": {VI: "Xã", EN: "Commune"}, "d": {VI: "Huyện", EN: "District"}} {
			board.Levels = append(board.Levels, org.Level{Code: code, Name: name})
		}
		return boardDue(shell.Base{Lang: lang, Catalog: texts, Today: 20210308}, board)
	}
	for _, c := range []struct {
		list []report.LevelDue
		vi   string
		en   string
	}{
		{nil, "17:00 thứ tư 31/3", "Wed 31 March, 17:00"},
		{[]report.LevelDue{{Level: "p", At: late}, {Level: "c", At: late}}, "17:00 thứ tư 31/3", "Wed 31 March, 17:00"},
		{[]report.LevelDue{{Level: "p", At: late}, {Level: "d", At: early}, {Level: "c", At: early}}, "Tỉnh 17:00 thứ tư 31/3; Huyện, Xã 17:00 thứ sáu 26/3", "Province Wed 31 March, 17:00; District, Commune Fri 26 March, 17:00"},
		{[]report.LevelDue{{Level: "p", At: early}, {Level: "d", At: late}, {Level: "c", At: early}}, "Tỉnh, Xã 17:00 thứ sáu 26/3; Huyện 17:00 thứ tư 31/3", "Province, Commune Fri 26 March, 17:00; District Wed 31 March, 17:00"},
	} {
		if vi, en := due(i18n.VI, c.list...), due(i18n.EN, c.list...); vi != c.vi || en != c.en {
			t.Errorf("%v: %q, %q", c.list, vi, en)
		}
	}
}
