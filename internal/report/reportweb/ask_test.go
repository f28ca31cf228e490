package reportweb_test

import (
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/calendar"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
)

// What the chosen period comes to is said before a request is opened, under a regime or outside one, and what is wrong at its field.
func TestAPeriodIsShownBeforeItIsAskedFor(t *testing.T) {
	h := build(t)
	if _, err := h.calendar.CreateEvent(t.Context(), h.office, calendar.NewEvent{Name: "Đại hội XIV", Kind: "congress", Date: 20210610, Unit: h.coc, Key: "k"}); err != nil {
		t.Fatal(err)
	}
	ask := func(period string) url.Values {
		return url.Values{"form": {"quarter"}, "period": {period}, "scope": {"level:province"}, "then": {"plan"}}
	}
	for period, says := range map[string]string{
		"từ 1/4/2021 đến 15/5/2021":   "số liệu từ 1/4/2021 đến 15/5/2021",
		"1/4/2021 – 15/5/2021":        "số liệu từ 1/4/2021 đến 15/5/2021",
		"từ 1/3/2021 đến Đại hội XIV": "Kỳ này kết thúc vào ngày của sự kiện “Đại hội XIV”",
		"từ nay đến Đại hội XIV":      "số liệu từ 8/3/2021 đến 10/6/2021",
		"nhiệm kỳ 2020-2025":          "số liệu từ 1/1/2020 đến 31/12/2025",
		"quý II/2021":                 "số liệu từ 1/4/2021 đến 30/6/2021",
	} {
		page := h.As(h.office).Post("/reports", ask(period))
		if page.Status != 200 {
			t.Fatalf("%s: %s", period, page.One(".form-errors").Text())
		}
		page.HasText(says)
	}
	for period, says := range map[string]string{
		"từ 15/5/2021 đến 1/4/2021": "1/4/2021",
		"từ nay đến Đại hội XX":     "Đại hội XX",
		"quý VII/2021":              "quý",
	} {
		h.As(h.office).Post("/reports", ask(period)).Want(422).One("#f-period-error").HasText(says)
	}
	page := h.As(h.office).Get("/reports/new").Want(200)
	if page.One("#f-period").Attr("list") != "f-period-offered" {
		t.Error("no periods are offered")
	}
	page.One(`#f-period-offered option[value="Từ nay đến Đại hội XIV"]`)
	v := ask("từ 1/4/2021 đến 15/5/2021")
	v.Del("then")
	v.Set("deadline", "20/5/2021")
	h.As(h.office).Post("/reports", v).Want(303)
	h.As(h.clerk).Get("/reports").Want(200).HasText("Từ 1/4/2021 đến 15/5/2021")
}

// The calendar of regimes and days off stands under Reports and on the day's page.
func TestRegimesAreReached(t *testing.T) {
	h := build(t)
	h.As(h.clerk).Get("/reports").Want(200).One(`a[href="/regimes"]`)
	h.As(h.clerk).Get("/").Want(200).One(`.days-foot a[href="/calendar"]`)
}

func asked(more url.Values) url.Values {
	v := url.Values{"form": {report.SampleCode}, "scope": {"kind:board"}, "deadline": {"26/4/2021"}, "time": {"17:00"}, "period": {"quý IV/2020"}}
	for name, values := range more {
		v[name] = values
	}
	return v
}

func TestAskingForAPeriodBetweenTwoDays(t *testing.T) {
	h := build(t)
	me := h.As(h.office)
	page := me.Get("/reports/new").Want(200)
	page.One("#f-period-help").HasText("1/3 – 15/4/2021")
	page.One("#f-period_from")
	if n := len(page.All("datalist#f-period-offered option")); n < 10 {
		t.Errorf("%d periods are offered", n)
	}
	for text, says := range map[string]string{
		"từ 15/4/2021 đến 1/3/2021":    "Ngày cuối 1/3/2021 ở trước ngày đầu 15/4/2021.",
		"từ 1/3/2021 đến 31/4/2021":    "Tháng 4/2021 không có ngày 31.",
		"từ 1/3/2021 đến 2/3/2031":     "dài hơn một nhiệm kỳ (10 năm)",
		"từ 1/3/2021 đến Đại hội XLIX": "không có sự kiện nào tên “Đại hội XLIX”",
		"từ 1/3/2021":                  "Ghi cả ngày đầu và ngày cuối",
	} {
		page := me.Post("/reports", asked(url.Values{"period": {text}})).Want(422)
		page.One("#f-period-error").HasText(says)
		if got := page.One("#f-period").Attr("value"); got != text {
			t.Errorf("what was typed is lost: %q", got)
		}
		webtest.Check(t, page, i18n.VI)
	}
	// The two days of the fields stand for the name, which may stay as it was offered.
	page = me.Post("/reports", asked(url.Values{"period_from": {"1/3"}, "period_to": {"31/4/2021"}})).Want(422)
	page.One("#f-period-error").HasText("không có ngày 31")
	page.One("details[open] #f-period_to")
	me.Post("/reports", asked(url.Values{"period_from": {"1/3/2021"}})).Want(422).One("#f-period-error").HasText("Ghi cả ngày đầu và ngày cuối")
	board := me.Post("/reports", asked(url.Values{"period_from": {"1/3"}, "period_to": {"15/4/2021"}})).Want(303).Header.Get("Location")
	me.Get(board).Want(200).HasText("Từ 1/3/2021 đến 15/4/2021")
	me.Post("/reports", asked(url.Values{"period": {"1/3 – 15/4/2021"}})).Want(409).One("#f-period-error").HasText("đã được mở")
	at := strings.TrimSuffix(board, "/board")
	h.As(h.clerk).Get(at + "/units/" + h.pob.String()).Want(200).HasText("1/3/2021 – 15/4/2021").None("td.before") // no column of a period before
	webtest.EveryPage(t, h.Site, h.office, "/reports", "/reports/new?period_from=1/3/2021&period_to=15/4/2021", board, at+"/indicators/B1", at+"/consolidated", at+"/chase")
	webtest.EveryPage(t, h.Site, h.clerk, "/reports", at+"/units/"+h.pob.String(), "/")
	me.Get(at + "/consolidated.docx").Want(200)
	me.Get(at + "/board.xlsx").Want(200)
}

// Who asks for the deadlines is answered, also where there are none to compute.
func TestComputingDeadlinesSaysWhatIsMissing(t *testing.T) {
	h := build(t)
	me := h.As(h.office)
	page := me.Post("/reports", asked(url.Values{"then": {"plan"}, "regime": {""}})).Want(200)
	page.HasText("Quý IV/2020: số liệu từ 1/10/2020 đến 31/12/2020. Ngoài chế độ báo cáo thì không có hạn để tính").NoText("Theo chế độ:")
	webtest.Check(t, page, i18n.VI)
	page = me.Post("/reports", asked(url.Values{"then": {"plan"}, "regime": {"1"}, "period": {"quý V/2021"}})).Want(422)
	page.One("#f-period-error").HasText("Không có quý V")
	page = me.Post("/reports", asked(url.Values{"then": {"plan"}, "regime": {"1"}, "period": {""}})).Want(422)
	page.One("#f-period-error")
	page = me.Post("/reports", asked(url.Values{"then": {"plan"}, "regime": {"1"}, "period": {"nhiệm kỳ 2020-2025"}})).Want(422)
	page.One("#f-period-error").HasText("không có kỳ “Nhiệm kỳ 2020-2025”")
	me.Post("/reports", asked(url.Values{"then": {"plan"}, "regime": {"zz"}})).Want(422).One("#f-regime-error")
	me.Post("/reports", asked(url.Values{"then": {"plan"}, "regime": {"4711"}})).Want(422).One("#f-regime-error")
	me.Post("/reports", asked(url.Values{"then": {"plan"}, "regime": {"1"}})).Want(200).HasText("số liệu từ 1/10/2020 đến 31/12/2020")
	me.Post("/reports", asked(url.Values{"then": {"plan"}, "regime": {"1"}, "period_from": {"1/3/2021"}, "period_to": {"15/4/2021"}})).Want(200).HasText("số liệu từ 1/3/2021 đến 15/4/2021").HasText("20/4")
	h.As(h.clerk).Post("/reports", asked(url.Values{"then": {"plan"}})).Want(403)
}

// The board of a quarter leads to its month and its year, with what is in; the page of a unit below does not.
func TestTheBoardShowsLongerAndShorterPeriods(t *testing.T) {
	h := build(t)
	me := h.As(h.office)
	board := "/reports/" + h.request.ID.String() + "/board"
	me.Get(board).Want(200).None("#board-nested")
	month := me.Post("/reports", asked(url.Values{"period": {"tháng 3/2021"}, "parent": {"quý I/2021"}})).Want(303).Header.Get("Location")
	me.Post("/reports", asked(url.Values{"period": {"năm 2021"}, "deadline": {"10/1/2022"}})).Want(303)
	page := me.Get(board).Want(200)
	if n := len(page.All("#board-nested li")); n != 3 {
		t.Errorf("%d periods", n)
	}
	page.One("#board-nested").HasText("Năm 2021").HasText("Quý I/2021 (đang xem)").HasText("0/3")
	page.One(`#board-nested a[href^="` + strings.Split(month, "?")[0] + `"]`).HasText("Tháng 3/2021")
	me.Get(board + "?unit=" + h.pob.String()).Want(200).None("#board-nested")
	webtest.EveryPage(t, h.Site, h.office, board, month)
}
