package news_test

import (
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/news"
)

func TestNews(t *testing.T) {
	t.Run("S0.10", func(t *testing.T) {
		h := newHouse(t)
		id := h.started()
		draft := h.story(h.editor, id)
		for _, want := range []string{"Chiều 2/4", "Ban Tổ chức Trung ương", "quý I/2021", "quý II/2021"} {
			if !strings.Contains(draft.Lead, want) {
				t.Errorf("the draft's lead lacks %q: %s", want, draft.Lead)
			}
		}
		if draft.Title != "Hội nghị trực tuyến ngành tổ chức xây dựng Đảng" {
			t.Errorf("the draft's headline is %q", draft.Title)
		}
		for _, want := range []string{"Phan Xuân Toàn, Ủy viên Ban Thường vụ Tỉnh ủy", "Phạm Thu Hà, Phó Trưởng Ban", "đại diện các cơ quan liên quan", "25 đại biểu"} {
			if !strings.Contains(draft.Body, want) {
				t.Errorf("the draft's own block lacks %q: %s", want, draft.Body)
			}
		}
		h.photo(id, "")
		before := h.hub.Version("home:" + h.units["A"].String())
		h.must(h.s.Publish(h.ctx, h.editor, id, h.entry(), "k1"))
		h.must(h.s.Publish(h.ctx, h.editor, id, h.entry(), "k1")) // sent twice, done once
		if h.hub.Version("home:"+h.units["A"].String()) == before {
			t.Error("the unit's page was not told")
		}

		st := h.story(actor.Actor{}, id)
		if got := st.PublishedAt.Stamp("vi"); got != "02/04/2021 - 16:24" {
			t.Errorf("published %s", got)
		}
		if got := st.Path.In("vi"); got != "Chính trị - Xã hội › Theo dòng thời sự" {
			t.Errorf("filed under %q", got)
		}
		if st.Title != h.entry().Title || st.Byline != "Tin, ảnh: Phong Anh" || st.Status != news.Published {
			t.Errorf("published as %+v", st.Item)
		}
		if !strings.Contains(st.Body, "<strong>6 nhiệm vụ</strong>") {
			t.Errorf("formatting is lost: %s", st.Body)
		}
		if len(st.Photos) != 1 || st.Photos[0].Caption != words().Caption || st.Photos[0].Credit != words().Credit || st.Photos[0].Alt != words().Alt {
			t.Errorf("photos %+v", st.Photos)
		}
		if st.About.Declared != 6 || st.About.Entered != 3 || !st.About.Announced || st.About.Heads != 25 || st.About.Counted != 1 || st.About.Sites != 3 {
			t.Errorf("facts of the conference %+v", st.About)
		}
		if st.About.Chairs[0].Name != "Nguyễn Thanh Bình" {
			t.Errorf("chairs %+v", st.About.Chairs)
		}
		h.must(h.db.View(h.ctx, func(ctx ctxT, r *db.Read) error {
			list, err := journal.For(ctx, r, id)
			if len(list) != 1 || list[0].Kind != "news.published" || list[0].Account != h.editor.Account {
				t.Errorf("journal %+v", list)
			}
			return err
		}))
	})
	for _, c := range []struct {
		name, key, field string
		change           func(e *news.Entry)
	}{
		{"publish time before the conference start", "news.before_conference", "published_at", func(e *news.Entry) { e.PublishedAt = "02/04/2021 13:59" }},
		{"publish time in the future", "news.in_future", "published_at", func(e *news.Entry) { e.PublishedAt = "02/04/2021 16:25" }},
		{"publish time 31/4", "news.bad_moment", "published_at", func(e *news.Entry) { e.PublishedAt = "31/4/2021 16:24" }},
		{"publish time without an hour", "news.bad_moment", "published_at", func(e *news.Entry) { e.PublishedAt = "02/04/2021" }},
		{"headline with a mark", "document.marked_only", "title", func(e *news.Entry) { e.Title = "MẬT: Báo cáo" }},
		{"headline empty", "news.title_empty", "title", func(e *news.Entry) { e.Title = " \u200b " }},
		{"body empty", "news.body_empty", "body", func(e *news.Entry) { e.Body = "<p> <script>x</script></p>" }},
		{"no byline", "news.byline_empty", "byline", func(e *news.Entry) { e.Byline = "" }},
		{"category of the first step", "news.category_choose", "category", func(e *news.Entry) { e.Category = "chinh-tri-xa-hoi" }},
		{"unknown category", "news.category_choose", "category", func(e *news.Entry) { e.Category = "thoi-tiet" }},
		{"headline too long", "news.too_long", "title", func(e *news.Entry) { e.Title = strings.Repeat("ổ", 201) }},
	} {
		t.Run("S0.10/bad: "+c.name, func(t *testing.T) {
			h := newHouse(t)
			id := h.started()
			before := h.story(h.editor, id)
			e := h.entry()
			c.change(&e)
			h.refused(h.s.Publish(h.ctx, h.editor, id, e, ""), c.key, c.field)
			after := h.story(h.editor, id)
			if after.Status != news.Draft || after.Title != before.Title || after.Version != before.Version {
				t.Errorf("after the refusal the item is %+v", after.Item)
			}
		})
	}
	t.Run("several refusals come together", func(t *testing.T) {
		h := newHouse(t)
		id := h.started()
		e := h.entry()
		e.Title, e.Byline, e.PublishedAt, e.Category = "", "", "1/4/2021 8:00", ""
		err := h.s.Publish(h.ctx, h.editor, id, e, "")
		for _, key := range []string{"news.title_empty", "news.byline_empty", "news.before_conference", "news.category_choose"} {
			if !fault.Is(err, key) {
				t.Errorf("%s is missing in %v", key, err)
			}
		}
		if n := len(fault.All(err)); n != 4 {
			t.Errorf("%d faults: %v", n, err)
		}
	})
	for _, c := range []struct {
		name, key, field string
		entry            news.PhotoEntry
		data             func(t *testing.T) []byte
	}{
		{"photo without credit", "news.credit_empty", "credit", news.PhotoEntry{Caption: "a", Alt: "b"}, sound},
		{"photo without alt text", "news.alt_empty", "alt", news.PhotoEntry{Caption: "a", Credit: "b"}, sound},
		{"photo of a marked document", "document.marked_only", "caption", news.PhotoEntry{Caption: "TUYỆT MẬT – trang 1", Alt: "a", Credit: "b"}, sound},
		{"photo without caption", "news.caption_empty", "caption", news.PhotoEntry{Alt: "a", Credit: "b"}, sound},
		{"photo is no image", "news.photo_kind", "file", words(), func(*testing.T) []byte { return []byte("%PDF-1.7 not a picture") }},
		{"photo is an SVG", "news.photo_kind", "file", words(), func(*testing.T) []byte {
			return []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)
		}},
		{"photo is cut off", "news.photo_broken", "file", words(), func(t *testing.T) []byte { return sound(t)[:900] }},
		{"photo too large in bytes", "news.photo_large", "file", words(), func(t *testing.T) []byte { return append(sound(t), make([]byte, news.MaxPhoto)...) }},
		{"photo is a pixel bomb", "news.photo_pixels", "file", words(), bomb},
		{"no photo chosen", "news.photo_missing", "file", words(), func(*testing.T) []byte { return nil }},
		{"photo too small", "news.photo_small", "file", words(), func(t *testing.T) []byte { return jpegOf(t, 100, 100) }},
	} {
		t.Run("S0.10/bad: "+c.name, func(t *testing.T) {
			h := newHouse(t)
			id := h.started()
			_, err := h.s.AddPhoto(h.ctx, h.editor, id, c.data(t), c.entry, "", "")
			h.refused(err, c.key, c.field)
			if st := h.story(h.editor, id); len(st.Photos) != 0 {
				t.Error("the photo was kept")
			}
		})
	}
	t.Run("S0.10/bad: a title or caption shows tags as text", func(t *testing.T) {
		h := newHouse(t)
		id := h.started()
		e := h.entry()
		e.Title = "<script>alert(1)</script> & <b>tin</b>"
		h.must(h.s.Save(h.ctx, h.editor, id, e, ""))
		if got := h.story(h.editor, id).Title; got != e.Title {
			t.Errorf("the headline became %q", got)
		}
	})
}

func sound(t *testing.T) []byte { return jpegOf(t, 800, 500) }

func TestRights(t *testing.T) {
	t.Run("S0.10/bad: others than the unit's editor", func(t *testing.T) {
		h := newHouse(t)
		for _, who := range []actor.Actor{h.specialist, h.other, h.centre, {}} {
			if _, err := h.s.Start(h.ctx, who, h.conference, h.units["A"], ""); fault.KindOf(err) != fault.KindForbidden && fault.KindOf(err) != fault.KindUnauthenticated {
				t.Errorf("%s starts a draft: %v", who.Name, err)
			}
		}
		id := h.started()
		photo := h.photo(id, "")
		for _, who := range []actor.Actor{h.specialist, h.other, h.centre} {
			for name, err := range map[string]error{
				"save": h.s.Save(h.ctx, who, id, h.entry(), ""), "publish": h.s.Publish(h.ctx, who, id, h.entry(), ""),
				"discard": h.s.Discard(h.ctx, who, id, ""), "photo": second(h.s.AddPhoto(h.ctx, who, id, sound(t), words(), "", "")),
				"change photo": h.s.ChangePhoto(h.ctx, who, id, photo, words(), "", ""), "remove photo": h.s.RemovePhoto(h.ctx, who, id, photo, "", ""),
				"story": second(h.s.Story(h.ctx, who, id)), "desk": second(h.s.Desk(h.ctx, who, h.units["A"])),
			} {
				want := fault.KindNotFound // nobody else learns that the draft exists
				if name == "desk" {
					want = fault.KindForbidden
				}
				if fault.KindOf(err) != want {
					t.Errorf("%s may %s: %v", who.Name, name, err)
				}
			}
		}
		h.must(h.s.Publish(h.ctx, h.editor, id, h.entry(), ""))
		for name, err := range map[string]error{
			"correct": h.s.Correct(h.ctx, h.other, id, h.entry(), "x", ""), "withdraw": h.s.Withdraw(h.ctx, h.other, id, "x", ""),
		} {
			if fault.KindOf(err) != fault.KindForbidden {
				t.Errorf("another unit may %s: %v", name, err)
			}
		}
	})
	t.Run("drafts are invisible to the public and to other units", func(t *testing.T) {
		h := newHouse(t)
		id := h.started()
		photo := h.photo(id, "")
		for _, who := range []actor.Actor{{}, h.other, h.centre, h.specialist} {
			if _, err := h.s.Story(h.ctx, who, id); fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("%q reads a draft: %v", who.Name, err)
			}
			if _, _, err := h.s.OpenPhoto(h.ctx, who, id, photo, 480); fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("%q sees the photo of a draft: %v", who.Name, err)
			}
			if _, n, err := h.s.List(h.ctx, who, news.Filter{}); n != 0 || err != nil {
				t.Errorf("%q lists a draft: %v", who.Name, err)
			}
			if list, err := h.s.Publishers(h.ctx, who); len(list) != 0 || err != nil {
				t.Errorf("%q learns of a draft: %v", who.Name, err)
			}
		}
		f, _, err := h.s.OpenPhoto(h.ctx, h.editor, id, photo, 480)
		h.must(err)
		f.Close()
	})
	t.Run("a unit without a part in the conference", func(t *testing.T) {
		h := newHouse(t)
		outside := h.desk(9, "Biên tập viên", "E", actor.Editor)
		if _, err := h.s.Start(h.ctx, outside, h.conference, h.units["E"], ""); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("it drafts: %v", err)
		}
		if _, err := h.s.Central(h.ctx, outside, h.conference); err == nil {
			t.Error("it reads the central block")
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestCentralBlock(t *testing.T) {
	h := newHouse(t)
	c, err := h.s.Central(h.ctx, h.centre, h.conference)
	h.must(err)
	for _, want := range []string{"Nguyễn Thanh Bình, Phó Trưởng Ban Thường trực", "6 nhiệm vụ trọng tâm", "- Phối hợp chuẩn bị và tổ chức bầu cử"} {
		if !strings.Contains(c.Source, want) {
			t.Errorf("the proposal lacks %q:\n%s", want, c.Source)
		}
	}
	h.must(h.s.SaveCentral(h.ctx, h.centre, h.conference, c.Source, "", c.Version, ""))
	seen, err := h.s.Central(h.ctx, h.other, h.conference)
	h.must(err)
	if seen.Version != 1 || !strings.Contains(seen.Body, "<li>Phối hợp") {
		t.Errorf("another site's editor reads %+v", seen)
	}
	if err := h.s.SaveCentral(h.ctx, h.editor, h.conference, "của tỉnh", "", -1, ""); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("a site's editor writes the central block: %v", err)
	}
	h.refused(h.s.SaveCentral(h.ctx, h.centre, h.conference, "mới", "", 0, ""), "news.stale", "")
	id := h.published()
	if st := h.story(actor.Actor{}, id); !strings.Contains(st.Central.Body, "<li>Phối hợp") {
		t.Errorf("the page lacks the central block: %+v", st.Central)
	}
	h.refused(h.s.SaveCentral(h.ctx, h.centre, h.conference, "Phần chung mới", "", -1, ""), "news.note_empty", "note")
	h.clock.Set(moment("2021-04-02 17:05").Time())
	h.must(h.s.SaveCentral(h.ctx, h.centre, h.conference, "Phần chung mới", "ghi đúng số điểm cầu", -1, ""))
	st := h.story(actor.Actor{}, id)
	if n, ok := st.Latest(); !ok || n.Note != "ghi đúng số điểm cầu" || n.At.Clock() != "17:05" || n.Item != 0 {
		t.Errorf("the site's page does not tell of the change: %+v", st.Corrections)
	}
}

func TestAfterPublication(t *testing.T) {
	t.Run("a correction carries a note", func(t *testing.T) {
		h := newHouse(t)
		id := h.published()
		e := h.entry()
		e.Body = "Sửa: 46 đại biểu."
		h.refused(h.s.Save(h.ctx, h.editor, id, e, ""), "news.is_published", "")
		h.refused(h.s.Correct(h.ctx, h.editor, id, e, " ", ""), "news.note_empty", "note")
		h.refused(h.s.Publish(h.ctx, h.editor, id, e, ""), "news.is_published", "")
		h.refused(h.s.Discard(h.ctx, h.editor, id, ""), "news.is_published", "")
		h.clock.Set(moment("2021-04-02 17:05").Time())
		e.PublishedAt = "03/04/2021 08:00" // a correction does not move it
		h.must(h.s.Correct(h.ctx, h.editor, id, e, "đúng số đại biểu là 46", ""))
		st := h.story(actor.Actor{}, id)
		n, ok := st.Latest()
		if !ok || st.Status != news.Corrected || n.Note != "đúng số đại biểu là 46" || n.At.Clock() != "17:05" || st.PublishedAt.Clock() != "16:24" {
			t.Errorf("corrected: %+v %+v", st.Item, st.Corrections)
		}
		_, err := h.s.AddPhoto(h.ctx, h.editor, id, sound(t), words(), "", "")
		h.refused(err, "news.note_empty", "note")
		h.photo(id, "thêm ảnh")
		if st := h.story(actor.Actor{}, id); len(st.Corrections) != 2 || len(st.Photos) != 2 {
			t.Errorf("%d corrections, %d photos", len(st.Corrections), len(st.Photos))
		}
	})
	t.Run("a withdrawn item says why and nothing else", func(t *testing.T) {
		h := newHouse(t)
		id := h.published()
		photo := h.story(h.editor, id).Photos[0].ID
		h.refused(h.s.Withdraw(h.ctx, h.editor, id, "", ""), "news.note_empty", "note")
		h.must(h.s.Withdraw(h.ctx, h.editor, id, "đăng nhầm hội nghị", ""))
		st := h.story(actor.Actor{}, id)
		if st.Status != news.Withdrawn || st.WithdrawnNote != "đăng nhầm hội nghị" || st.Body != "" || st.Lead != "" || len(st.Photos) != 0 {
			t.Errorf("the public reads %+v", st)
		}
		if _, _, err := h.s.OpenPhoto(h.ctx, actor.Actor{}, id, photo, 480); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("its photo: %v", err)
		}
		if _, n, _ := h.s.List(h.ctx, actor.Actor{}, news.Filter{}); n != 0 {
			t.Error("it is still listed")
		}
		h.refused(h.s.Correct(h.ctx, h.editor, id, h.entry(), "x", ""), "news.is_withdrawn", "")
		h.refused(h.s.Withdraw(h.ctx, h.editor, id, "x", ""), "news.is_withdrawn", "")
	})
	t.Run("a draft can be thrown away", func(t *testing.T) {
		h := newHouse(t)
		id := h.started()
		h.photo(id, "")
		h.must(h.s.Discard(h.ctx, h.editor, id, ""))
		if _, err := h.s.Story(h.ctx, h.editor, id); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("it is still there: %v", err)
		}
	})
	t.Run("somebody else saved meanwhile", func(t *testing.T) {
		h := newHouse(t)
		id := h.started()
		e := h.entry()
		e.Version = h.story(h.editor, id).Version
		h.must(h.s.Save(h.ctx, h.editor, id, e, ""))
		h.refused(h.s.Save(h.ctx, h.editor, id, e, ""), "news.stale", "")
	})
}

func TestList(t *testing.T) {
	h := newHouse(t)
	one := h.published()
	id, err := h.s.Start(h.ctx, h.other, h.conference, h.units["B"], "")
	h.must(err)
	e := h.entry()
	e.Title, e.Category, e.PublishedAt = "Bình Giao kiện toàn 100% chức danh HĐND khóa XV, nhiệm kì mới, theo Nghị quyết Trung ương", "bau-cu", "02/04/2021 16:00"
	h.must(h.s.Publish(h.ctx, h.other, id, e, ""))
	for _, c := range []struct {
		name string
		f    news.Filter
		want []ident.ID
	}{
		{"all, newest first", news.Filter{}, []ident.ID{one, id}},
		{"a unit", news.Filter{Unit: h.units["B"]}, []ident.ID{id}},
		{"a category of the second step", news.Filter{Category: "bau-cu"}, []ident.ID{id}},
		{"a category of the first step", news.Filter{Category: "chinh-tri-xa-hoi"}, []ident.ID{one, id}},
		{"words without marks", news.Filter{Text: "kien toan 100%"}, []ident.ID{id}},
		{"a sign that means something to the engine", news.Filter{Text: "10_%"}, nil},
		{"kỳ for kì", news.Filter{Text: "nhiem ky"}, []ident.ID{id}},
		{"khoá for khóa", news.Filter{Text: "100% khoá XV"}, []ident.ID{id}},
		{"a short form spelt out", news.Filter{Text: "hội đồng nhân dân"}, []ident.ID{one, id}},
		{"the short form", news.Filter{Text: "HĐND", Unit: h.units["B"]}, []ident.ID{id}},
		{"another unit's alone", news.Filter{Text: "chức danh HĐND", Unit: h.units["A"]}, nil},
		{"T.Ư for Trung ương", news.Filter{Text: "nghị quyết t.ư 100%"}, []ident.ID{id}},
		{"no letters of another word", news.Filter{Text: "kế hoạch"}, nil},
		{"words of a search on the second page", news.Filter{Text: "HĐND", Size: 1, Page: 2}, []ident.ID{id}},
		{"the second page", news.Filter{Size: 1, Page: 2}, []ident.ID{id}},
	} {
		page, _, err := h.s.List(h.ctx, actor.Actor{}, c.f)
		h.must(err)
		var got []ident.ID
		for _, i := range page {
			got = append(got, i.ID)
		}
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if st := h.story(actor.Actor{}, one); len(st.Others) != 1 || st.Others[0].ID != id {
		t.Errorf("others of the conference: %+v", st.Others)
	}
	if list, _, _ := h.s.List(h.ctx, actor.Actor{}, news.Filter{Unit: h.units["A"]}); len(list[0].Photo.Files) == 0 {
		t.Error("the list lacks the photo")
	}
}

func TestSeed(t *testing.T) {
	h := newHouse(t)
	n := news.Seeded{Conference: h.conference, Unit: h.units["A"], By: "Phong Anh", At: moment("2021-04-02 16:20"), Central: "-",
		Entry: news.Entry{Title: "Tổ chức tốt công tác bầu cử"}, Photos: []news.SeededPhoto{{Data: sound(t), Words: words()}}}
	if _, err := h.s.Seed(h.ctx, h.editor, n); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("an editor seeds: %v", err)
	}
	id, err := h.s.Seed(h.ctx, h.sys, n)
	h.must(err)
	st := h.story(actor.Actor{}, id)
	if st.PublishedAt.Clock() != "16:20" || st.Byline != "Tin, ảnh: Phong Anh" || len(st.Photos) != 1 || !strings.Contains(st.Lead, "quý II/2021") || st.Central.Body == "" {
		t.Errorf("seeded %+v", st)
	}
}
