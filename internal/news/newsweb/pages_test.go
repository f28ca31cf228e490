package newsweb_test

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/document"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/news"
	"giaoban/internal/news/newsweb"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/task"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

type desk struct {
	t             *testing.T
	site          *webtest.Site
	news          *news.Service
	clock         *when.Settable
	conference    ident.ID
	units         map[string]ident.ID
	editor, other actor.Actor
	centre        actor.Actor
}

func at(text string) time.Time {
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, when.Zone())
	if err != nil {
		panic(err)
	}
	return moment
}

func newDesk(t *testing.T, o webtest.Options) *desk {
	t.Helper()
	d := &desk{t: t, clock: when.NewFrozen(at("2026-06-18 08:00"))}
	o.Clock, o.Now = d.clock, time.Now
	o.Messages = []i18n.Messages{news.Messages(), newsweb.Messages(), conference.Messages(), blob.Messages()}
	d.site = webtest.New(t, o)
	s := d.site
	store, err := blob.Open(t.TempDir())
	d.must(err)
	t.Cleanup(func() { store.Close() })
	cal := calendar.New(calendar.Deps{DB: s.DB, IDs: s.IDs, Clock: d.clock, Hub: s.Hub, Org: s.Org})
	people := person.New(person.Deps{DB: s.DB, IDs: s.IDs, Clock: d.clock, Org: s.Org})
	docs := document.NewService(document.Deps{DB: s.DB, IDs: s.IDs, Clock: d.clock, Hub: s.Hub, Org: s.Org})
	tasks := task.NewService(task.Deps{DB: s.DB, IDs: s.IDs, Clock: d.clock, Hub: s.Hub, Org: s.Org, Calendar: cal})
	conf := conference.New(conference.Deps{DB: s.DB, IDs: s.IDs, Clock: d.clock, Hub: s.Hub, Org: s.Org, Calendar: cal, Person: people, Document: docs, Task: tasks, Blob: store})
	d.news = news.New(news.Deps{DB: s.DB, IDs: s.IDs, Clock: d.clock, Hub: s.Hub, Org: s.Org, Conference: conf, Blob: store})
	newsweb.Routes(s.Mux, d.news, s.Org)

	sys := actor.SystemActor("test")
	d.must(s.Org.Load(t.Context(), sys, org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Groups: []org.FileGroup{{Code: "sector", Kind: "sector", Name: "Toàn ngành"}},
		Units: []org.FileUnit{
			{Code: "C", Name: "Ban Tổ chức Trung ương", Level: "centre", Groups: []string{"sector"}},
			{Code: "TN", Parent: "C", Name: "Tỉnh Thái Nguyên", Short: "Thái Nguyên", Level: "province"},
			{Code: "A", Parent: "TN", Name: "Ban Tổ chức Tỉnh ủy Thái Nguyên", Level: "province", Groups: []string{"sector"}},
			{Code: "B", Parent: "C", Name: "Ban Tổ chức Thành ủy Hà Nội", Level: "province", Groups: []string{"sector"}},
		},
	}))
	d.units, err = s.Org.ByCodes(t.Context())
	d.must(err)
	who, err := people.Load(t.Context(), sys, person.File{
		People: []person.FilePerson{{Code: "truc", Name: "Đặng Minh Trực"}, {Code: "hanh", Name: "Nông Thị Bích Hạnh"}},
		Positions: []person.FilePosition{{Unit: "C", Title: "Phó Trưởng Ban", Rank: 10, Holders: []person.FileHolder{{Person: "truc", From: 20200101}}},
			{Unit: "A", Title: "Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh ủy", Rank: 31, Holders: []person.FileHolder{{Person: "hanh", From: 20200101}}}},
	})
	d.must(err)
	seeded, err := conf.Seed(t.Context(), sys, conference.Seeded{
		Details: conference.Details{Title: "Hội nghị trực tuyến toàn quốc sơ kết 6 tháng đầu năm 2026", Kind: conference.InterimReview, Mode: conference.Online, Part: conference.Afternoon,
			Date: "01/07/2026", Start: "14:00", Scope: org.Scope{Kind: org.ScopeGroup, Value: "sector"}, Hosts: []ident.ID{d.units["C"]},
			Review: "6 tháng đầu năm 2026", Plan: "6 tháng cuối năm 2026", Chairs: []conference.Seat{{Person: who["truc"], Unit: d.units["C"]}}},
		Sites: []conference.SeededSite{{Unit: d.units["A"], Entry: conference.SiteEntry{Chair: who["hanh"], Actual: "46", Confirm: true,
			Delegates: []conference.DelegateEntry{{Label: "Đại diện Văn phòng Tỉnh ủy, Sở Nội vụ", Count: "12"}}}}},
		OpenedAt: when.InstantOf(at("2026-07-01 14:00")), ClosedAt: when.InstantOf(at("2026-07-01 16:12")), ConcludedAt: when.InstantOf(at("2026-07-01 16:20")),
		Declared: "6", Conclusions: []conference.ConclusionEntry{{Text: "Hoàn thành kiện toàn chức danh cấp xã trước 30/9"}, {Text: "Hướng dẫn biên chế chuyên trách cấp xã"}},
	})
	d.must(err)
	d.conference = seeded.Conference
	d.clock.Set(at("2026-07-01 16:42"))
	d.editor = d.as(1, "Hoàng Thu Trang", "A")
	d.other = d.as(2, "Biên tập viên Hà Nội", "B")
	d.centre = d.as(3, "Biên tập viên Trung ương", "C")
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) as(account ident.ID, name, unit string) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: account, Name: name, Unit: d.units[unit], Grants: []actor.Grant{{Role: actor.Editor, Unit: d.units[unit]}}}
}

func entry() url.Values {
	return url.Values{"title": {"Thái Nguyên đề nghị sớm hướng dẫn biên chế chuyên trách cấp xã"}, "category": {"tin-tu-diem-cau"}, "byline": {"Tin, ảnh: Hoàng Thu Trang"},
		"lead":         {"Chiều 1/7, tại hội nghị trực tuyến toàn quốc sơ kết 6 tháng đầu năm 2026, điểm cầu Thái Nguyên báo cáo 86/92 xã, phường đã kiện toàn đủ chức danh lãnh đạo, quản lý."},
		"body":         {"Dự tại điểm cầu Thái Nguyên có các đồng chí: Nông Thị Bích Hạnh, Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh ủy; đại diện Văn phòng Tỉnh ủy, Sở Nội vụ và 46 đại biểu. 91 điểm cầu xã, phường trong tỉnh cùng theo dõi.\n\n## Ba đề nghị\n\n- **Sớm** hướng dẫn biên chế\n- Thống nhất mẫu báo cáo\n\n> Việc đã rõ thì làm ngay."},
		"published_at": {"01/07/2026 - 16:42"}}
}

func photo() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 1600, 836))
	for y := range 836 {
		for x := range 1600 {
			c := color.RGBA{uint8(70 + x/40), uint8(60 + y/20), 60, 255}
			if x > 400 && x < 1200 && y > 100 && y < 500 {
				c = color.RGBA{20, uint8(80 + y/8), 90, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// upload sends a photo's form.
func (d *desk) upload(b *webtest.Browser, path string, fields map[string]string, file []byte) *webtest.Page {
	d.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range fields {
		d.must(w.WriteField(name, value))
	}
	if file != nil {
		part, err := w.CreateFormFile("file", "IMG_0001.jpg")
		d.must(err)
		_, err = part.Write(file)
		d.must(err)
	}
	d.must(w.Close())
	return b.Send(b.Request("POST", path, w.FormDataContentType(), &body))
}

func words() map[string]string {
	return map[string]string{"caption": "Đại biểu tại điểm cầu Ban Tổ chức Tỉnh ủy Thái Nguyên theo dõi phần báo cáo sơ kết.", "alt": "Hội trường nhìn từ hàng ghế sau, màn hình lớn có mười hai điểm cầu", "credit": "Vi Thị Ngân"}
}

// drafted starts an item through the pages, with a photo.
func (d *desk) drafted() string {
	d.t.Helper()
	b := d.site.As(d.editor)
	started := b.Post("/news/desk/new", url.Values{"conference": {d.conference.String()}, "key": {"start"}}).Want(303)
	path := started.Header.Get("Location")
	d.upload(b, path+"/photos", words(), photo()).WantRedirect(path)
	return strings.TrimPrefix(path, "/news/desk/")
}

func (d *desk) published() string {
	d.t.Helper()
	id := d.drafted()
	d.site.As(d.editor).Post("/news/desk/"+id+"/publish", entry()).WantRedirect("/news/desk/" + id)
	return id
}

func TestPublicPage(t *testing.T) {
	d := newDesk(t, webtest.Options{})
	b := d.site.As(d.centre)
	page := b.Get("/news/central/" + d.conference.String()).Want(200)
	page.One("textarea").HasText("6 nhiệm vụ trọng tâm")
	b.Post("/news/central/"+d.conference.String(), url.Values{"body": {page.One("textarea").Text()}, "version": {"0"}}).Want(303)
	id := d.published()

	page = d.site.Visitor().Get("/news/" + id).Want(200)
	page.One("h1").HasText("Thái Nguyên đề nghị sớm hướng dẫn biên chế")
	page.One(".story-path").HasText("Hội nghị › Tin từ điểm cầu")
	page.One(".story-meta").HasText("Tin, ảnh: Hoàng Thu Trang").HasText("Thứ tư, 01/07/2026 - 16:42")
	page.One("figure figcaption").HasText("theo dõi phần báo cáo sơ kết. Ảnh: Vi Thị Ngân")
	if got := page.One("figure img").Attr("alt"); got != words()["alt"] {
		t.Errorf("alt is %q", got)
	}
	about := page.One(".story-about")
	for _, want := range []string{"Đánh giá 6 tháng đầu năm 2026", "14:00–16:12, 1/7/2026", "Trực tuyến, 3 điểm cầu", "Đặng Minh Trực, Phó Trưởng Ban", "46 người", "1/3", "6 đã báo, 2 đã công bố"} {
		about.HasText(want)
	}
	page.One(".story-central").HasText("Hướng dẫn biên chế chuyên trách cấp xã")
	page.One(".story-source").HasText("Ban Tổ chức Tỉnh ủy Thái Nguyên")
	page.One(".site-name").HasText("Ban Tổ chức Tỉnh ủy Thái Nguyên")
	page.One(".site-name small").HasText("Ban Tổ chức Tỉnh ủy")
	page.One("share-button")
	page.One("copy-button")
	page.One("print-button")
	if got := page.One(`link[rel="canonical"]`).Attr("href"); !strings.HasPrefix(got, "http://") || !strings.HasSuffix(got, "/news/"+id) {
		t.Errorf("canonical is %q", got)
	}
	if got := page.One(`meta[property="og:image"]`).Attr("content"); !strings.HasSuffix(got, "/960") {
		t.Errorf("shared picture is %q", got)
	}
	for _, n := range page.All("script[src], img[src], iframe") {
		if strings.HasPrefix(n.Attr("src"), "http") || n.Tag() == "iframe" {
			t.Errorf("%s from elsewhere", n.Attr("src"))
		}
	}
	src := page.One("figure img").Attr("src")
	pic := d.site.Visitor().Get(src).Want(200)
	if _, err := jpeg.Decode(bytes.NewReader(pic.Body)); err != nil || pic.Header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("photo: %v, %s", err, pic.Header.Get("Content-Type"))
	}
	d.site.Visitor().Get(strings.TrimSuffix(src, "960") + "961").Want(404)
	webtest.EveryPage(t, d.site, actor.Actor{}, "/news", "/news/"+id, "/news?category=bau-cu", "/news?unit="+d.units["A"].String()+"&q=bien+che")
}

func TestDeskPages(t *testing.T) {
	d := newDesk(t, webtest.Options{})
	webtest.EveryPage(t, d.site, d.editor, "/news/desk", "/news/desk/new?conference="+d.conference.String(), "/news/central/"+d.conference.String())
	id := d.drafted()
	path := "/news/desk/" + id
	webtest.EveryPage(t, d.site, d.editor, "/news/desk", path, path+"/preview")
	webtest.EveryPage(t, d.site, d.centre, "/news/desk", "/news/central/"+d.conference.String())
	b := d.site.As(d.editor)
	b.Get(path).HasText("Tiêu đề đang là tên hội nghị")

	t.Run("S0.10/bad: refusals stand at their fields and what was typed stays", func(t *testing.T) {
		e := entry()
		e.Set("title", " ")
		e.Set("published_at", "01/07/2026 13:59")
		page := b.Post(path+"/publish", e).Want(422)
		webtest.Check(t, page, i18n.VI)
		for _, field := range []string{"title", "published_at"} {
			input := page.One("#f-" + field)
			if input.Attr("aria-invalid") != "true" || !strings.Contains(input.Attr("aria-describedby"), "f-"+field+"-error") {
				t.Errorf("%s is not marked: %q", field, input.Attr("aria-describedby"))
			}
		}
		page.One("#f-published_at-error").HasText("trước giờ bắt đầu hội nghị (01/07/2026 - 14:00)")
		if got := page.One("#f-byline").Attr("value"); got != e.Get("byline") {
			t.Errorf("byline became %q", got)
		}
		page.One("#f-body").HasText("91 điểm cầu xã, phường")
		webtest.Check(t, b.In(i18n.EN).Post(path+"/publish", e).Want(422), i18n.EN)
	})
	t.Run("an English editor reads the moment in words, and it is read again", func(t *testing.T) {
		e := entry()
		at := b.In(i18n.EN).Get(path).Want(200).One("#f-published_at").Attr("value")
		if !regexp.MustCompile(`^\d{1,2} [A-Z][a-z]+ \d{4}, \d{2}:\d{2}$`).MatchString(at) {
			t.Errorf("%q", at)
		}
		e.Set("published_at", "1 July 2026, 13:59")
		b.In(i18n.EN).Post(path+"/publish", e).Want(422).One("#f-published_at-error").HasText("(1 July 2026, 14:00)")
	})
	t.Run("S0.10/bad: photo without credit or alt text", func(t *testing.T) {
		fields := words()
		fields["alt"], fields["credit"] = "", ""
		page := d.upload(b, path+"/photos", fields, photo()).Want(422)
		webtest.Check(t, page, i18n.VI)
		page.One("#f-alt-error")
		page.One("#f-credit-error")
		if got := page.One("#f-caption").Attr("value"); got != fields["caption"] {
			t.Errorf("caption became %q", got)
		}
		d.upload(b, path+"/photos", words(), []byte("not a picture")).Want(422).One("#f-file-error")
		d.upload(b, path+"/photos", words(), nil).Want(422).One("#f-file-error")
		d.upload(b, path+"/photos", words(), make([]byte, news.MaxPhoto+3<<20)).Want(422).One("#f-file-error")
	})
	t.Run("S0.10/bad: tags in headline and caption are text", func(t *testing.T) {
		e := entry()
		e.Set("title", `<script>alert(1)</script>"><b>Tin</b>`)
		e.Set("body", `<p onclick="alert(1)">Chữ <b>đậm</b><script>alert(2)</script><iframe src="https://example.com"></iframe></p>`)
		b.Post(path, e).Want(303)
		page := b.Get(path + "/preview").Want(200)
		page.One("h1").HasText(`<script>alert(1)</script>"><b>Tin</b>`)
		page.None("h1 script, h1 b, main iframe, main script, main [onclick]")
		page.One("main .story-body strong").HasText("đậm")
		webtest.Check(t, page, i18n.VI)
	})
	t.Run("the text shows what it will be", func(t *testing.T) {
		var out struct{ HTML string }
		b.JSON("POST", "/news/desk/preview", `{"body":"**a**<img src=x onerror=alert(1)>"}`).Want(200).JSON(&out)
		if out.HTML != "<p>**a**</p>" {
			t.Errorf("preview is %s", out.HTML)
		}
		b.JSON("POST", "/news/desk/preview", `{"body":"- **a**\n- b"}`).Want(200).JSON(&out)
		if out.HTML != "<ul><li><strong>a</strong></li><li>b</li></ul>" {
			t.Errorf("preview is %s", out.HTML)
		}
	})
	t.Run("words of a photo", func(t *testing.T) {
		form := b.Get(path).One(".news-photo form")
		action := form.Attr("action")
		at := "-" + action[strings.LastIndex(action, "/")+1:]
		page := b.Post(action, url.Values{"caption" + at: {"Chú thích mới"}, "alt" + at: {""}, "credit" + at: {"a"}}).Want(422)
		webtest.Check(t, page, i18n.VI)
		page.One("#f-alt" + at + "-error")
		b.Post(action, url.Values{"caption" + at: {"Chú thích mới"}, "alt" + at: {"Hội trường"}, "credit" + at: {"a"}}).Want(303)
		b.Get(path).HasText("Chú thích mới")
		b.Post(action+"/remove", nil).Want(303)
		b.Get(path).None(".news-photo")
	})
	b.Post(path+"/discard", nil).WantRedirect("/news/desk")
	b.Get(path).Want(404)
}

func TestDraftsAreNobodyElses(t *testing.T) {
	d := newDesk(t, webtest.Options{})
	id := d.drafted()
	src := d.site.As(d.editor).Get("/news/desk/" + id).One(".news-photo img").Attr("src")
	d.site.As(d.editor).Get(src).Want(200)
	visitor, other := d.site.Visitor(), d.site.As(d.other)
	visitor.Get("/news/" + id).Want(404)
	visitor.Get(src).Want(404)
	visitor.Get("/news").NoText("toàn quốc sơ kết")
	visitor.Get("/news/desk").Want(303)
	for _, path := range []string{"/news/" + id, "/news/desk/" + id, "/news/desk/" + id + "/preview", src} {
		other.Get(path).Want(404)
	}
	other.Post("/news/desk/"+id, entry()).Want(404)
	other.Post("/news/desk/"+id+"/publish", entry()).Want(404)
	d.upload(other, "/news/desk/"+id+"/photos", words(), photo()).Want(404)
	plain := d.editor
	plain.Grants = []actor.Grant{{Role: actor.Specialist, Unit: d.units["A"]}}
	d.site.As(plain).Get("/news/desk").Want(403)
	d.site.As(d.editor).Post("/news/central/"+d.conference.String(), url.Values{"body": {"của ta"}, "version": {"0"}}).Want(403)
}

func TestCorrectAndWithdraw(t *testing.T) {
	d := newDesk(t, webtest.Options{})
	id := d.published()
	path := "/news/desk/" + id
	b := d.site.As(d.editor)
	webtest.EveryPage(t, d.site, d.editor, path)
	b.Post(path+"/correct", entry()).Want(422).One("#f-note-error")
	d.clock.Set(at("2026-07-01 17:05"))
	e := entry()
	e.Set("note", "đúng số đại biểu là 46")
	b.Post(path+"/correct", e).Want(303)
	d.site.Visitor().Get("/news/" + id).One(".story-meta").HasText("sửa 17:05: đúng số đại biểu là 46").HasText("16:42")
	fields := words()
	d.upload(b, path+"/photos", fields, photo()).Want(422).One("#f-photo_note-error")
	b.Post(path+"/withdraw", url.Values{}).Want(422).One("#f-withdraw_note-error")
	b.Post(path+"/withdraw", url.Values{"withdraw_note": {"đăng nhầm hội nghị"}}).Want(303)
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		gone := d.site.Visitor().In(lang).Get("/news/" + id).Want(410)
		gone.HasText("đăng nhầm hội nghị").NoText("91 điểm cầu xã")
		webtest.Check(t, gone, lang)
	}
	webtest.EveryPage(t, d.site, d.editor, path, "/news/desk")
	d.site.As(d.other).Get(path).Want(403)
}

func TestFeed(t *testing.T) {
	d := newDesk(t, webtest.Options{})
	id := d.published()
	for _, path := range []string{"/news/feed.xml", "/news/feed.xml?unit=" + d.units["A"].String(), "/news/feed.xml?category=bau-cu"} {
		page := d.site.Visitor().Get(path).Want(200)
		if got := page.Header.Get("Content-Type"); !strings.HasPrefix(got, "application/atom+xml") {
			t.Errorf("%s is %s", path, got)
		}
		for dec := xml.NewDecoder(bytes.NewReader(page.Body)); ; {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"id"`
			Updated string   `xml:"updated"`
			Entries []struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Updated string `xml:"updated"`
			} `xml:"entry"`
		}
		d.must(xml.Unmarshal(page.Body, &feed))
		want := 1
		if strings.Contains(path, "bau-cu") {
			want = 0
		}
		if len(feed.Entries) != want || feed.ID == "" || feed.Updated == "" {
			t.Errorf("%s: %+v", path, feed)
		}
		if want == 1 && (!strings.HasSuffix(feed.Entries[0].ID, "/news/"+id) || feed.Entries[0].Updated != "2026-07-01T16:42:00+07:00") {
			t.Errorf("%s: %+v", path, feed.Entries[0])
		}
	}
}

// Every text of the pages exists once in both languages, and none is unused by accident.
func TestTexts(t *testing.T) {
	if _, err := i18n.New(news.Messages(), newsweb.Messages()); err != nil {
		t.Fatal(err)
	}
}

func TestHome(t *testing.T) {
	d := newDesk(t, webtest.Options{})
	h := newsweb.NewHome(d.news, d.clock)
	waiting := func(who actor.Actor, unit string) int {
		list, err := h.Waiting(t.Context(), who, d.units[unit], i18n.VI)
		d.must(err)
		for _, one := range list {
			if one.Title == "" || one.Href == "" || one.Action == "" {
				t.Errorf("%+v", one)
			}
		}
		return len(list)
	}
	if n := waiting(d.editor, "A"); n != 1 {
		t.Errorf("%d things wait after the conference, want its news", n)
	}
	if n := waiting(d.other, "A"); n != 0 {
		t.Errorf("another unit's editor sees %d", n)
	}
	d.published()
	if n := waiting(d.editor, "A"); n != 0 {
		t.Errorf("%d things wait after publication", n)
	}
}
