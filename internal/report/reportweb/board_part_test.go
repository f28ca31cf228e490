package reportweb_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// However many units a board has, its page shows a part of them with the counts of all; each can be reached, found and accepted.
func TestLargeBoard(t *testing.T) {
	const n = 260
	h := build(t)
	r := reporters(t, h, n)
	board := "/reports/" + r.ID.String() + "/board"
	office := h.As(h.office)
	page := office.Get(board).Want(200)
	if rows, boxes := len(page.All("#board-units tbody th")), len(page.All(`input[name="filings"]`)); rows != 100 || boxes != 100 {
		t.Fatalf("%d rows, %d boxes", rows, boxes)
	}
	page.One("#units h2").HasText("260 đơn vị")
	page.One("#board-in").HasText("260 / 260")
	page.One("#board-waiting h3").HasText("· 260")
	page.One("#board-units").HasText("1–100")
	if page.Find("#board-units[data-again]") == nil {
		t.Error("the units of a large board are not fetched again")
	}

	t.Run("each unit stands on one page", func(t *testing.T) {
		for _, list := range []struct{ row, pager string }{{"#board-units tbody th", "#board-units .pager a"}, {".waiting-row .waiting-who", ".waiting .pager a"}, {".shares tbody th", ".explain .pager a"}} {
			seen := map[string]bool{}
			for turned := office.Get(board + "?indicator=B1").Want(200); ; {
				for _, one := range turned.All(list.row) {
					if seen[one.Text()] {
						t.Errorf("%s stands twice", one.Text())
					}
					seen[one.Text()] = true
				}
				buttons := turned.All(list.pager)
				next, _, _ := strings.Cut(buttons[len(buttons)-1].Attr("href"), "#")
				if !strings.Contains(buttons[len(buttons)-1].Text(), "Sau") {
					break
				}
				turned = office.Get(next).Want(200)
			}
			if len(seen) != n {
				t.Errorf("%s: %d of %d", list.row, len(seen), n)
			}
		}
	})
	t.Run("the filter says how many it leaves; figures stay those of all", func(t *testing.T) {
		found := office.Get(board + "?q=xa+0042").Want(200)
		found.One("#board-units").HasText("1 trong 260 đơn vị.").HasText("Xã 0042")
		found.One("#board-in").HasText("260 / 260")
		if boxes := found.All(".waiting-row"); len(boxes) != 1 {
			t.Errorf("%d wait", len(boxes))
		}
		found.One(`select[name="state"]`).HasText("Đã nộp (260)").HasText("Chưa nộp (0)")
		office.Get(board + "?state=missing").Want(200).HasText("Không có đơn vị nào như vậy").One("#board-waiting h3").HasText("260")
		if got := office.Get(board + "?state=filed&page=3").Want(200); len(got.All("#board-units tbody th")) != 60 {
			t.Error("the third page of those filed")
		}
		for _, odd := range []string{"?page=-1&waiting=x&shares=99999999999999999999", "?page=99&waiting=99&indicator=B1&shares=99", "?state=zz&group=zz&look=zz", "?q=" + strings.Repeat("x", 300), "?whole=1&page=9"} {
			office.Get(board + odd).Want(200)
		}
	})
	t.Run("paper has all", func(t *testing.T) {
		paper := office.Get(page.One(`.title-actions a[href*="whole=1"]`).Attr("href")).Want(200)
		if rows := len(paper.All("#board-units tbody th")); rows != n || paper.Find("print-button") == nil || paper.Find("live-view") != nil || paper.Find("#take") != nil {
			t.Errorf("%d rows", rows)
		}
		if lines := strings.Count(string(office.Get(strings.Replace(board, "/board", "/board.csv", 1)).Want(200).Body), "Đảng ủy xã số"); lines != n {
			t.Errorf("the file has %d", lines)
		}
	})
	h.As(h.clerk).Get(board + "?page=2&unit=" + h.coc.String()).Want(403)
	webtest.EveryPage(t, h.Site, h.office, board, board+"?page=2&waiting=3&look=clear&q=xa&state=filed&indicator=B1&shares=2", board+"?state=missing", board+"?whole=1", board+"?look=warned")

	t.Run("several of a page, then all of the list, but nothing that came since", func(t *testing.T) {
		accept := strings.Replace(board, "/board", "/accept", 1)
		third := office.Get(board + "?waiting=3").Want(200)
		boxes := third.All(`input[name="filings"]`)
		form := third.One("form#take")
		office.Post(form.Attr("action"), url.Values{"filings": {boxes[0].Attr("value"), boxes[1].Attr("value")}, "next": {third.One(`#take input[name="next"]`).Attr("value")}}).WantRedirect(third.One(`#take input[name="next"]`).Attr("value"))
		office.Get(board).HasText("Đã tiếp nhận 2 báo cáo.")

		all := office.Get(board).Want(200)
		all.One("#take-all").HasText("Tiếp nhận cả 258 báo cáo").HasText("Không báo cáo nào trong danh sách này có cảnh báo.")
		seen := all.One(`#take-all input[name="seen"]`).Attr("value")
		if len(seen) > 258*12 {
			t.Errorf("%d bytes for 258 reports", len(seen))
		}
		// One is returned and filed again meanwhile: nobody has seen its new version.
		back := strings.TrimSuffix(all.All(".waiting-row form")[0].Attr("action"), "/accept")
		office.Post(back+"/return", url.Values{"version": {"1"}, "general": {"Xem lại"}}).Want(303)
		for _, bad := range []string{"", "!", seen[:len(seen)/2] + "=", "AAAA", "____________"} {
			office.Post(accept, url.Values{"seen": {bad}, "next": {board}}).Want(422).One("#board-waiting").HasText("Chưa chọn báo cáo nào")
		}
		h.As(h.clerk).Post(accept, url.Values{"seen": {seen}}).Want(403)
		act := url.Values{"seen": {seen}, "next": {board}}
		office.Post(accept, act).WantRedirect(board)
		office.Get(board).HasText(fmt.Sprintf("Đã tiếp nhận %d báo cáo; 1 báo cáo chưa tiếp nhận được: Xã 0000 (", n-3)).None("#take-all")
	})
}

// provinces asks the communes of several provinces that report nothing themselves: every seventh has not filed, every tenth of the
// others was accepted.
func provinces(t *testing.T, h *house, of, each int) report.Request {
	t.Helper()
	ctx, system := t.Context(), actor.SystemActor("test")
	file := org.File{}
	for i := range of {
		file.Units = append(file.Units, org.FileUnit{Code: fmt.Sprintf("p%02d", i), Parent: "coc", Name: fmt.Sprintf("Ban Tổ chức Tỉnh ủy số %02d", i), Short: fmt.Sprintf("Tỉnh %02d", i), Level: "province", Kind: "board", From: 20000101})
		for k := range each {
			file.Units = append(file.Units, org.FileUnit{Code: fmt.Sprintf("p%02dc%03d", i, k), Parent: fmt.Sprintf("p%02d", i), Name: fmt.Sprintf("Đảng ủy xã %03d tỉnh %02d", k, i), Short: fmt.Sprintf("Xã Ổ %03d", k), Level: "commune", Kind: "reporter", From: 20000101})
		}
	}
	if err := h.Org.Load(ctx, system, file); err != nil {
		t.Fatal(err)
	}
	r, err := h.report.OpenRequest(ctx, h.office, report.NewRequest{FormCode: report.SampleCode, PeriodText: "Q1/2022", Opener: h.coc,
		Scope: org.Scope{Kind: org.ScopeKind, Value: "reporter"}, Deadline: when.At(20220426, 17*60)})
	if err != nil {
		t.Fatal(err)
	}
	old, err := h.report.SeedRequest(ctx, system, report.NewRequest{FormCode: report.SampleCode, PeriodText: "Q4/2021", Opener: h.coc,
		Scope: org.Scope{Kind: org.ScopeKind, Value: "reporter"}, Deadline: when.At(20220126, 17*60)}, when.At(20210301, 600))
	if err != nil {
		t.Fatal(err)
	}
	var list, before []report.Seeded
	for i, u := range file.Units {
		if u.Kind != "reporter" || i%7 == 0 {
			continue
		}
		id, err := h.Org.ByCode(ctx, u.Code)
		if err != nil {
			t.Fatal(err)
		}
		one := report.Seeded{Unit: id, State: report.StateFiled, Figures: report.Figures{"A2": 412, "B1": int64(i)}, FiledAt: when.At(20210701, 600)}
		if i%10 == 0 {
			one.State = report.StateAccepted
		}
		list = append(list, one)
		if i%15 == 1 { // a thousand in the quarter before
			before = append(before, report.Seeded{Unit: id, State: report.StateAccepted, Figures: report.Figures{"A2": 412, "B1": 1000}, FiledAt: when.At(20210320, 600)})
		}
	}
	for request, list := range map[ident.ID][]report.Seeded{old.ID: before, r.ID: list} {
		if err := h.report.Seed(ctx, system, request, list); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// A large board whose provinces report nothing themselves is narrowed to one of them, with what waits there; warnings are listed apart.
func TestLargeBoardByProvince(t *testing.T) {
	h := build(t)
	r := provinces(t, h, 3, 50)
	board := "/reports/" + r.ID.String() + "/board"
	office := h.As(h.office)
	page := office.Get(board).Want(200)
	page.One("#board-units").HasText("Ban Tổ chức Tỉnh ủy số 00 43/50")
	options := page.All(`select[name="group"] option`)
	if len(options) != 4 || options[2].Text() != "Ban Tổ chức Tỉnh ủy số 01 (43/50)" {
		t.Fatalf("%d groups, %q", len(options), options[2].Text())
	}
	at := board + "?group=" + options[2].Attr("value")
	one := office.Get(at).Want(200)
	one.One("#board-units").HasText("50 trong 150 đơn vị.").HasText("Tỉnh ủy số 01 43/50")
	one.One("#board-in").HasText("/ 150")
	one.One(".waiting-look").HasText("Chỉ gồm báo cáo của các đơn vị đã lọc")
	all, clear, warned := len(one.All(".waiting-row")), len(office.Get(at+"&look=clear").All(".waiting-row")), len(office.Get(at+"&look=warned").All(".waiting-row"))
	if all != clear+warned || warned == 0 || clear == 0 {
		t.Errorf("%d wait: %d without and %d with warnings", all, clear, warned)
	}
	one.One(".waiting-look").HasText(fmt.Sprintf("Tất cả %d", all)).HasText(fmt.Sprintf("Không cảnh báo %d", clear)).HasText(fmt.Sprintf("Có cảnh báo %d", warned))
	odd := office.Get(at + "&look=warned")
	if boxes := odd.All(`input.unwarned`); len(boxes) != 0 {
		t.Errorf("%d without warnings among those with", len(boxes))
	}
	if said := odd.All(".waiting-odd"); len(said) != warned || !strings.HasPrefix(said[0].Text(), "B1 tổng số kết nạp: ") || !strings.Contains(said[0].Text(), " so với kỳ trước (1.000).") {
		t.Errorf("%d reasons, %q", len(said), said[0].Text())
	}
	h.As(h.office).In(i18n.EN).Get(at + "&look=warned").HasText("1 unusual figure").HasText("B1 all admitted: ").HasText(" against the period before (1,000).").HasText("An unusual figure may well be right.")
	page.One("#take-all").HasText("báo cáo có cảnh báo.")
	office.Get(board + "?look=clear").Want(200).One("#take-all").HasText("Không báo cáo nào trong danh sách này có cảnh báo.")
	webtest.EveryPage(t, h.Site, h.office, at, board+"?look=clear&waiting=2")
}
