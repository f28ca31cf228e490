package reportweb_test

import (
	"net/url"
	"testing"

	"giaoban/internal/calendar"
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
	if page.One("#f-period").Attr("list") != "periods" {
		t.Error("no periods are offered")
	}
	page.One(`#periods option[value="từ nay đến Đại hội XIV"]`)
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
