package reportweb_test

import "testing"

// Before the deadline nobody is late: the board shows no rate and nothing in lacquer; after it both.
func TestNobodyIsLateBeforeTheDeadline(t *testing.T) {
	h := build(t)
	board := "/reports/" + h.request.ID.String() + "/board"
	page := h.As(h.office).Get(board).Want(200)
	page.One("#board-on-time").HasText("chưa đến hạn")
	page.None(".square-missing")
	page.None("#board-not-in.tone-bad")
	if href := page.One(`.title-actions a[href*="board.xlsx"]`).Attr("href"); href == "" {
		t.Error("no workbook")
	}
	h.clock.Set(h.request.Deadline.Time().AddDate(0, 0, 1))
	page = h.As(h.office).Get(board).Want(200)
	page.One("#board-on-time").HasText("0/2")
	if len(page.All(".square-missing")) != 2 {
		t.Error("nobody is missing after the deadline")
	}
}
