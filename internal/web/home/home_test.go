package home

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

const today when.Date = 20260618 // a Thursday

func TestSortItems(t *testing.T) {
	items := []Item{
		{Title: "no day"}, {Title: "next week", Due: 20260625}, {Title: "late", Due: 20260615, Late: true},
		{Title: "evening", DueAt: when.At(20260620, 17*60)}, {Title: "morning", DueAt: when.At(20260620, 8*60)}, {Title: "later late", Due: 20260616, Late: true},
	}
	sortItems(items)
	var order []string
	for _, i := range items {
		order = append(order, i.Title)
	}
	if want := []string{"late", "later late", "morning", "evening", "next week", "no day"}; !slices.Equal(order, want) {
		t.Errorf("%v", order)
	}
}

func TestCounts(t *testing.T) {
	late, soon := counts([]Item{{Due: 20260617}, {Due: 20260618}, {Due: 20260625}, {Due: 20260626}, {}, {Due: 20260901, Late: true}}, today)
	if late != 2 || soon != 2 {
		t.Errorf("late %d, soon %d", late, soon)
	}
}

func TestStrip(t *testing.T) {
	days := strip([]Mark{
		{Date: 20260701, Text: "Hội nghị", Kind: MarkMeeting, Conference: true},
		{Date: 20260622, Text: "Hạn báo cáo", Kind: MarkDeadline},
		{Date: 20260616, Text: "đã qua", Conference: true},
	}, today)
	if len(days) != 21 || days[0].Date != 20260615 || days[20].Date != 20260705 {
		t.Fatalf("%d days from %v to %v", len(days), days[0].Date, days[20].Date)
	}
	for day, want := range map[when.Date]string{20260618: "K−13", 20260630: "K−1", 20260701: "K", 20260705: "K+4"} {
		i := day.Sub(20260615)
		if days[i].Anchor != want || days[i].AnchorDay != (want == "K") {
			t.Errorf("%v: %+v", day, days[i])
		}
	}
	if d := days[7]; len(d.Marks) != 1 || d.Marks[0].Kind != "late" || d.Href != "/?day=2026-06-22" {
		t.Errorf("22/6: %+v", d)
	}
	if days := strip(nil, today); days[0].Anchor != "" {
		t.Error("days are counted to a conference that is not there")
	}
}

func TestMonday(t *testing.T) {
	for day, want := range map[when.Date]when.Date{20260615: 20260615, 20260618: 20260615, 20260621: 20260615, 20260622: 20260622, 20260101: 20251229} {
		if got := monday(day); got != want {
			t.Errorf("%v: %v", day, got)
		}
	}
}

func TestParseDay(t *testing.T) {
	for text, want := range map[string]when.Date{"2026-06-22": 20260622, "": 0, "22/6": 0, "2026-02-30": 0, "x": 0} {
		if got := parseDay(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// full is a source of everything.
type full struct{ items int }

func (f full) Waiting(_ context.Context, _ actor.Actor, _ ident.ID, lang i18n.Lang) ([]Item, error) {
	list := []Item{
		{Title: "Báo cáo 6 tháng <script>", Sub: "40 chỉ tiêu", Icon: "table-2", From: "Ban Tổ chức Trung ương", DueAt: when.At(20260622, 17*60), Blocked: "1 ô sai", Done: 37, Total: 40, Action: "Nhập tiếp", Href: "/reports/1", Main: true, MainText: "Nhập tiếp báo cáo 6 tháng"},
		{Title: "Kiện toàn chức danh", From: "Ban Bí thư", Due: 20260615, Late: true, Blocked: "6 xã chưa gửi", BlockBy: "Võ Nhai", Done: 86, Total: 92, Asks: true, Action: "Nhắc", Href: "/tasks/1"},
		{Title: "Việc của ta", Done: 60, Total: 100, Percent: true, Href: "/tasks/2"},
	}
	for n := range f.items {
		list = append(list, Item{Title: "Việc " + strconv.Itoa(n), Due: 20260801, Href: "/tasks"})
	}
	return list, nil
}

func (full) Days(_ context.Context, _ actor.Actor, _ ident.ID, span when.Span, _ i18n.Lang) ([]Mark, error) {
	return []Mark{{Date: span.To, Text: "Cuối dải"}, {Date: 20260701, Text: "Hội nghị", Kind: MarkMeeting, Conference: true, Href: "/conferences/1"}}, nil
}

func (full) Arrived(context.Context, actor.Actor, ident.ID, i18n.Lang) ([]Letter, error) {
	return []Letter{{From: "Cũ", Text: "x", At: when.At(20260617, 60), Href: "/documents/1"}, {From: "Mới", Text: "y", At: when.At(20260618, 60), Href: "/documents/2", New: true}}, nil
}

func (full) Asked(context.Context, actor.Actor, ident.ID, i18n.Lang) (Asking, bool, error) {
	return Asking{Date: 20260701, Href: "/conferences/1", Link: "Mở bản chuẩn bị", LinkHref: "/conferences/1", Questions: []Question{
		{Text: "Vì sao 6 xã chưa xong?", Sub: "KL 41", State: "Chưa có lời", Icon: "circle-dashed", Tone: "lacquer"}, {Text: "Đã duyệt", Href: "/tasks", State: "Đã duyệt", Icon: "check", Tone: "jade"},
	}}, true, nil
}

// calm has nothing.
type calm struct{}

func (calm) Waiting(context.Context, actor.Actor, ident.ID, i18n.Lang) ([]Item, error) {
	return nil, nil
}

func someone() actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 7, Name: "Hoàng Thu Trang", Unit: 5, Grants: []actor.Grant{{Role: actor.Specialist, Unit: 5}}}
}

func TestPage(t *testing.T) {
	site := webtest.New(t, webtest.Options{Messages: []i18n.Messages{Messages()}})
	Routes(site.Mux, calm{}, full{items: 15})
	webtest.EveryPage(t, site, someone(), "/", "/?all=1", "/?day=2026-06-22", "/?day=2026-06-23")
	page := site.As(someone()).Get("/").Want(200)
	page.HasText("Thứ năm, 18/6/2026 · Chuyên viên Hoàng Thu Trang")
	rows := page.All("#home-waiting tbody tr")
	if len(rows) != 12 || !strings.Contains(rows[0].Text(), "Kiện toàn") || !strings.Contains(rows[1].Text(), "<script>") {
		t.Errorf("%d rows, first %q", len(rows), rows[0].Text())
	}
	page.One("#home-waiting").HasText("Xem thêm 6 việc")
	page.One(".title-actions").HasText("Nhập tiếp báo cáo 6 tháng")
	page.One("#home-asking").HasText("Hội nghị 1/7 sẽ hỏi ta")
	page.One("#home-asking").HasText("còn 13 ngày")
	if letters := page.All(".home-letters li"); len(letters) != 2 || !strings.Contains(letters[0].Text(), "Mới") {
		t.Errorf("letters %v", letters)
	}
	if n := len(site.As(someone()).Get("/?day=2026-06-22").All("#home-waiting tbody tr")); n != 1 {
		t.Errorf("%d rows on 22/6", n)
	}
	site.As(someone()).In(i18n.EN).Get("/").HasText("Waiting for us")
}

func TestEmptyPage(t *testing.T) {
	site := webtest.New(t, webtest.Options{Messages: []i18n.Messages{Messages()}})
	Routes(site.Mux, calm{})
	webtest.EveryPage(t, site, someone(), "/")
	site.As(someone()).Get("/").HasText("Hôm nay không có việc nào chờ ta")
}

func TestWhoListens(t *testing.T) {
	for _, c := range []struct {
		who  actor.Actor
		key  string
		kind fault.Kind
	}{
		{someone(), ident.ID(5).String(), 0},
		{someone(), ident.ID(6).String(), fault.KindNotFound},
		{someone(), "!", fault.KindNotFound},
		{actor.Actor{}, ident.ID(5).String(), fault.KindUnauthenticated},
	} {
		err := mayListen(t.Context(), c.who, c.key)
		if c.kind == 0 && err != nil || c.kind != 0 && fault.KindOf(err) != c.kind {
			t.Errorf("%q: %v", c.key, err)
		}
	}
}
