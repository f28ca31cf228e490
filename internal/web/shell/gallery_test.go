package shell_test

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web/shell"
	"giaoban/internal/web/shell/testdata/gallery"
	"giaoban/internal/when"
)

func galleryBase(t *testing.T, lang i18n.Lang) shell.Base {
	t.Helper()
	catalog, err := i18n.New(shell.Messages(), when.Messages(), i18n.Messages{
		"gallery.women":   {VI: "Nữ ({n}) lớn hơn tổng số kết nạp (1.398).", EN: "Women ({n}) exceed all admitted (1,398)."},
		"gallery.due":     {VI: "Tháng 4 không có ngày 31.", EN: "April has no 31st."},
		"gallery.similar": {VI: "Đã có việc như thế.", EN: "There is such a task."},
	})
	if err != nil {
		t.Fatal(err)
	}
	day, _ := when.NewDate(2026, 6, 18)
	return shell.Base{
		Lang: lang, Catalog: catalog, Section: "today", Path: "/",
		Actor: actor.Actor{Kind: actor.Person, Name: "Hoàng Thu Trang"},
		Unit:  shell.Unit{ID: 7, Name: "Ban Tổ chức Tỉnh ủy Thái Nguyên"},
		Units: []shell.UnitChoice{{ID: 7, Name: "Ban Tổ chức Tỉnh ủy Thái Nguyên", Sub: "Chuyên viên"}, {ID: 8, Name: "Văn phòng Tỉnh ủy Thái Nguyên", Sub: "Biên tập viên"}},
		Role:  "Chuyên viên tổng hợp", Today: day, Now: when.At(day, 9*60+41), Unread: 2,
		Counts: map[string]int{"today": 4, "tasks": 1},
		Title:  "Việc hôm nay",
		Crumbs: []shell.Crumb{{Text: "Thứ năm, 18/6/2026 · Chuyên viên tổng hợp Hoàng Thu Trang"}},
		Search: "/search", AccountHref: "/account",
	}
}

func days(b shell.Base) []shell.Day {
	var days []shell.Day
	conference, _ := when.NewDate(2026, 7, 1)
	for d := b.Today.AddDays(-3); !d.After(b.Today.AddDays(17)); d = d.AddDays(1) {
		day := shell.Day{Date: d, Anchor: "K", AnchorDay: d == conference, Href: "/?day=" + d.String()}
		if n := d.Sub(conference); n < 0 {
			day.Anchor = "K−" + strconv.Itoa(-n)
		} else if n > 0 {
			day.Anchor = "K+" + strconv.Itoa(n)
		}
		switch d.Day() {
		case 22:
			day.Marks = []shell.DayMark{{Text: "Hạn báo cáo 6 tháng", Kind: "late", Href: "/reports"}}
		case 24:
			day.Marks = []shell.DayMark{{Text: "Chốt điểm cầu"}}
		case 1:
			day.Marks = []shell.DayMark{{Text: "Hội nghị", Kind: "ok"}}
		}
		days = append(days, day)
	}
	return days
}

func pages(t *testing.T, lang i18n.Lang) map[string]templ.Component {
	b := galleryBase(t, lang)
	demo := b
	demo.Demo = &shell.DemoInfo{Href: "/demo/clock"}
	demo.Flashes = []shell.Flash{{Kind: "ok", Text: "Đã giao 34 việc."}}
	public := b
	public.Actor, public.Section = actor.Actor{}, "news"
	public.Title = "Thái Nguyên đề nghị sớm hướng dẫn biên chế chuyên trách cấp xã"
	public.Site = shell.Site{Over: "Ban Tổ chức Tỉnh ủy", Name: "Thái Nguyên", Search: "/news", Foot: "Ban Tổ chức Tỉnh ủy Thái Nguyên chịu trách nhiệm nội dung.",
		Places: []shell.Place{{Section: "news", Href: "/news", Key: "shell.place_news"}, {Section: "documents", Href: "/x", Key: "shell.place_documents"}}}
	form := shell.Form{
		Values: url.Values{"title": {"Hoàn thành kiện toàn chức danh lãnh đạo, quản lý ở 100% xã, phường"}, "women": {"1.412"}, "due": {"31/4"}, "with": {"b", "c"}, "keep": {"1"}},
		Faults: fault.Faults{fault.Invalid("women", "gallery.women", "n", 1412), fault.Invalid("due", "gallery.due"), fault.Conflict("gallery.similar").WithLink("/tasks/7")},
	}
	units := []shell.Option{{Value: "a", Label: "Ban Tổ chức Tỉnh ủy Thái Nguyên"}, {Value: "b", Label: "Văn phòng Tỉnh ủy"}, {Value: "c", Label: "Sở Nội vụ"}, {Value: "d", Label: "Đảng ủy phường Phổ Yên", Sub: "Thái Nguyên"}}
	reports, tasks := demo, b
	reports.Section, tasks.Section = "reports", "tasks"
	return map[string]templ.Component{
		"home":   gallery.Home(b, days(b), gallery.Rows()),
		"board":  gallery.Board(reports.WithTitle("Bảng thu báo cáo"), gallery.Units(), gallery.BoardSquares(), []float64{3, 5, 4.5, 6, 5.8, 7, 8}),
		"forms":  gallery.Forms(tasks.WithTitle("Từ kết luận đến nhiệm vụ Ổ Ẩ Ộ Ữ ỵ"), form, units),
		"room":   gallery.Room(b.WithTitle("Sơ kết công tác 6 tháng đầu năm 2026")),
		"public": gallery.Public(public),
		"paper":  gallery.Paper(b.WithTitle("Thông báo số 128-TB/BTCTW")),
		"bare":   gallery.Bare(public.WithTitle("Đăng nhập")),
		"error":  shell.ErrorPage(b, shell.ErrorSpec{Status: 404, Title: "Không có trang này", Text: "Có thể đường dẫn đã cũ hoặc tài khoản này không xem được.", Ref: ident.ID(123456789).String()}),
	}
}

// Every part in both languages; with GIAOBAN_GALLERY=dir the pages are written there, to be looked at.
func TestGalleryRendersInBothLanguages(t *testing.T) {
	dir := os.Getenv("GIAOBAN_GALLERY")
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		for name, page := range pages(t, lang) {
			var out bytes.Buffer
			if err := page.Render(context.Background(), &out); err != nil {
				t.Fatalf("%s %s: %v", name, lang, err)
			}
			html := out.String()
			for _, bad := range []string{` style="`, "<script>", " onclick=", "[shell.", "[gallery.", "%!"} {
				if strings.Contains(html, bad) {
					t.Errorf("%s %s contains %q", name, lang, bad)
				}
			}
			if n := strings.Count(html, "<h1"); n != 1 {
				t.Errorf("%s %s has %d main headings", name, lang, n)
			}
			if n := strings.Count(html, `<main id="main"`); n != 1 {
				t.Errorf("%s %s has %d main parts", name, lang, n)
			}
			if dir != "" {
				if err := os.WriteFile(filepath.Join(dir, name+"-"+string(lang)+".html"), out.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
