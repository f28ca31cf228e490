package conferenceweb_test

import (
	"net/url"
	"testing"

	"giaoban/internal/conference/conferenceweb"
	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

// A conference stands in the calendars of who is called to it; one that is put off stays there as off.
func TestDatesOfConferences(t *testing.T) {
	h := build(t)
	at := h.called()
	dates := conferenceweb.NewHome(h.Mux, h.s)
	list, err := dates.Entries(t.Context(), h.specialist, h.units["A"], i18n.VI)
	if err != nil || len(list) != 1 {
		t.Fatalf("%v %v", list, err)
	}
	e := list[0]
	if e.At != when.At(20210402, 14*60) || e.Title != "Hội nghị trực tuyến ngành" || e.Href != at || e.Cancelled || e.Changed.Zero() {
		t.Errorf("%+v", e)
	}
	if none, err := dates.Entries(t.Context(), h.stranger, h.units["E"], i18n.VI); err != nil || len(none) != 0 {
		t.Errorf("who is not called: %v %v", none, err)
	}
	h.As(h.office).Post(at+"/postpone", url.Values{"reason": {"Bão"}, "confirm": {"1"}}).Want(303)
	again, err := dates.Entries(t.Context(), h.specialist, h.units["A"], i18n.EN)
	if err != nil || len(again) != 1 || !again[0].Cancelled || again[0].Sequence <= e.Sequence || again[0].ID != e.ID {
		t.Errorf("put off: %+v %v", again, err)
	}
}
