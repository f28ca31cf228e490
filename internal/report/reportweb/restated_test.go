package reportweb_test

import (
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

func TestBoardOnTodaysTree(t *testing.T) {
	h := build(t)
	h.filed(t)
	board := "/reports/" + h.request.ID.String() + "/board"
	today := board + "?tree=today"
	h.As(h.office).Get(board).Want(200).NoText("Theo cây hôm nay")
	h.As(h.office).Get(today).Want(404).HasText("không khác cây hôm nay")

	// The commune is split, then one board takes in the other.
	system := actor.SystemActor("test")
	if _, err := h.Org.Split(t.Context(), system, h.near, []org.NewUnit{{Parent: h.pob, Name: "Xã Ổ", Level: "commune"}, {Parent: h.pob, Name: "Xã Ẩ", Level: "commune"}},
		org.Decree{Date: 20210601, Act: "QĐ 1"}); err != nil {
		t.Fatal(err)
	}
	joined, err := h.Org.Merge(t.Context(), system, []ident.ID{h.pob, h.far}, 0, org.NewUnit{Parent: h.coc, Name: "Ban Tổ chức Đồng Khê", Level: "province"}, org.Decree{Date: 20210701, Act: "QĐ 2"})
	if err != nil {
		t.Fatal(err)
	}
	h.clock.Set(time.Date(2021, 8, 2, 9, 0, 0, 0, when.Zone()))
	h.As(h.office).Get(board).Want(200).HasText("Theo cây hôm nay").HasText("Bình Khê")
	p := h.As(h.office).Get(today).Want(200)
	p.HasText("Ban Tổ chức Đồng Khê").HasText("Bình Khê, Đồng Lâm").HasText("1/3")
	p.NoText("ước tính:") // the whole is exact
	webtest.EveryPage(t, h.Site, h.office, board, today, today+"&indicator=B1", today+"&layer=accepted", today+"&unit="+joined.ID.String())
	h.As(h.office).In(i18n.EN).Get(today + "&unit=" + joined.ID.String()).Want(200).HasText("Reports of the units of then").HasText("Xã Ổ")

	var total struct {
		Tree     string
		Coverage struct{ Have, Of int }
		Units    []struct {
			Name   string
			Former []struct{ Name string }
		}
		Totals []struct {
			Code      string
			Estimated bool
			Filed     struct{ Value *int64 } `json:"filed_or_accepted"`
		}
	}
	h.As(h.office).Get("/reports/" + h.request.ID.String() + "/totals.json?tree=today&unit=" + joined.ID.String()).Want(200).JSON(&total)
	if total.Tree != "today" || total.Coverage.Have != 1 || total.Coverage.Of != 3 || len(total.Units) != 2 {
		t.Errorf("%+v", total)
	}
	for _, one := range total.Totals {
		if one.Code == "B1" && (one.Filed.Value == nil || *one.Filed.Value != 1398 || one.Estimated) {
			t.Errorf("%+v", one)
		}
	}
	// Who keeps one unit of today sees what was restated for it, not what stands above.
	clerk := actor.Actor{Kind: actor.Person, Account: 9, Name: "Mới", Unit: joined.ID, Grants: []actor.Grant{{Role: actor.Specialist, Unit: joined.ID}}}
	h.As(clerk).Get(today).Want(200).HasText("Ban Tổ chức Đồng Khê")
	h.As(clerk).Get(today + "&unit=" + h.coc.String()).Want(403)
}
