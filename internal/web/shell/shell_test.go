package shell

import (
	"bytes"
	"context"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

func sample(t *testing.T, lang i18n.Lang) Base {
	t.Helper()
	catalog, err := i18n.New(Messages(), when.Messages(), i18n.Messages{
		"gallery.too_many": {VI: "Nữ ({n}) lớn hơn tổng số kết nạp.", EN: "Women ({n}) exceed all admitted."},
	})
	if err != nil {
		t.Fatal(err)
	}
	day, _ := when.NewDate(2026, 6, 18)
	return Base{
		Lang: lang, Catalog: catalog, Section: "today", Path: "/?x=1",
		Actor: actor.Actor{Kind: actor.Person, Name: "Hoàng Thu Trang"},
		Unit:  Unit{ID: 7, Name: "Ban Tổ chức Tỉnh ủy Thái Nguyên"},
		Units: []UnitChoice{{ID: 7, Name: "Ban Tổ chức Tỉnh ủy Thái Nguyên", Sub: "Chuyên viên"}, {ID: 8, Name: "Văn phòng Tỉnh ủy Thái Nguyên"}},
		Role:  "Chuyên viên", Today: day, Now: when.At(day, 9*60+41), Unread: 2,
		Counts: map[string]int{"today": 4, "tasks": 1},
		Title:  "Việc hôm nay", Demo: &DemoInfo{Href: "/demo/clock"},
	}
}

func render(t *testing.T, c templ.Component, children ...templ.Component) string {
	t.Helper()
	ctx := context.Background()
	if len(children) > 0 {
		ctx = templ.WithChildren(ctx, templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			for _, child := range children {
				if err := child.Render(ctx, w); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	var b bytes.Buffer
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFramesCarryTheirContentOnceAndNoInlineCode(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		b := sample(t, lang)
		for name, page := range map[string]func(Base) templ.Component{"page": Page, "room": RoomPage, "public": PublicPage, "print": PrintPage, "bare": BarePage} {
			html := render(t, page(b), templ.Raw(`<p id="content">ƯƠ</p>`), Icon("bell"))
			if n := strings.Count(html, `id="content"`); n != 1 {
				t.Errorf("%s %s: content stands %d times", lang, name, n)
			}
			for _, bad := range []string{` style="`, "<style", "<script>", "onclick=", "[shell."} {
				if strings.Contains(html, bad) {
					t.Errorf("%s %s: contains %q", lang, name, bad)
				}
			}
		}
	}
}

func TestFieldKeepsWhatWasEnteredAndSaysWhatIsWrong(t *testing.T) {
	b := sample(t, i18n.VI)
	f := Form{Values: url.Values{"women": {"1.412"}}, Faults: fault.Faults{fault.Invalid("women", "gallery.too_many", "n", 1412)}}
	html := render(t, Field(b, f, FieldSpec{Name: "women", Label: "Nữ", Help: "Chỉ ghi số", Numeric: true}))
	for _, want := range []string{`value="1.412"`, `aria-invalid="true"`, `aria-describedby="f-women-error f-women-help"`, `Nữ (1.412) lớn hơn`, `for="f-women"`} {
		if !strings.Contains(html, want) {
			t.Errorf("missing %s in %s", want, html)
		}
	}
	if html := render(t, FormErrors(b, f)); !strings.Contains(html, `href="#f-women"`) || !strings.Contains(html, `role="alert"`) {
		t.Error(html)
	}
}

func TestMessagesSayTheSameInBothLanguages(t *testing.T) {
	for key, text := range Messages() {
		if text.VI == "" || text.EN == "" {
			t.Errorf("%s lacks a language", key)
		}
		if vi, en := i18n.Placeholders(text.VI), i18n.Placeholders(text.EN); strings.Join(vi, ",") != strings.Join(en, ",") {
			t.Errorf("%s: %v and %v", key, vi, en)
		}
	}
}
