package app

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web/api"
)

// hosted finds a conference of a host in one of the states.
func hosted(t *testing.T, meetings []map[string]any, host ident.ID, states ...string) string {
	t.Helper()
	for _, state := range states {
		for _, m := range meetings {
			if m["status"] == state && m["hosts"].([]any)[0] == host.String() {
				return m["id"].(string)
			}
		}
	}
	t.Fatalf("no conference of the host is %v", states)
	return ""
}

// walkPapers adds papers to a conference and reads them.
func (w *walk) walkPapers(centre caller, root ident.ID, meetings []map[string]any) {
	t := w.t
	t.Helper()
	secretary := as(actor.Secretary, root)
	papers := "/conferences/" + hosted(t, meetings, root, "called", "closed", "concluded") + "/papers"
	before := len(items(w.get(secretary, papers)))
	pdf := upload{api.PDF, []byte("%PDF-1.4\n1 0 obj\n%%EOF\n")}
	add := papers + "?secrecy=ordinary&name=du-thao.pdf&title=D%E1%BB%B1%20th%E1%BA%A3o"
	for address, body := range map[string]upload{
		strings.Replace(add, "ordinary", "confidential", 1): pdf,
		papers + "?secrecy=ordinary&name=M%E1%BA%ACT.pdf":   pdf,
	} {
		if _, refused := w.call(secretary, 422, http.MethodPost, address, body); refused["key"] != "document.marked_only" {
			t.Errorf("%s: %v", address, refused)
		}
	}
	if _, refused := w.call(secretary, 422, http.MethodPost, add, upload{api.PDF, []byte("<html>")}); refused["key"] != "conference.paper_kind" {
		t.Errorf("a page as a paper: %v", refused)
	}
	if _, refused := w.call(secretary, 422, http.MethodPost, papers+"?name=a.pdf", pdf); refused["field"] != "secrecy" {
		t.Errorf("without its degree of secrecy: %v", refused)
	}
	if _, refused := w.call(secretary, 422, http.MethodPost, add, upload{"multipart/form-data; boundary=x", []byte("--x--")}); refused["key"] != "api.not_a_form" {
		t.Errorf("a form: %v", refused)
	}
	w.call(centre, 403, http.MethodPost, add, pdf)
	w.call(as(actor.Specialist, root), 403, http.MethodPost, add, pdf)
	w.call(caller{}, 401, http.MethodPost, add, pdf)
	_, once := w.call(secretary, 200, http.MethodPost, add, pdf, "Idempotency-Key", "paper")
	_, twice := w.call(secretary, 200, http.MethodPost, add, pdf, "Idempotency-Key", "paper")
	if fmt.Sprint(once) != fmt.Sprint(twice) || len(items(once)) != before+1 {
		t.Errorf("added %v, then %v", once, twice)
	}
	one := ""
	for _, p := range items(once) {
		if p["title"] == "Dự thảo" {
			one = p["id"].(string)
		}
	}
	header, _ := w.call(secretary, 200, http.MethodGet, papers+"/"+one, nil)
	w.call(secretary, 304, http.MethodGet, papers+"/"+one, nil, "If-None-Match", header.Get("ETag"))
	if got := w.file(secretary, papers+"/"+one); !bytes.Equal(got, pdf.data) {
		t.Errorf("the paper is %q", got)
	}
	w.call(centre, 404, http.MethodGet, papers+"/"+one, nil) // not released: the host's people alone
	w.call(secretary, 200, http.MethodDelete, papers+"/"+one, nil)
	w.call(secretary, 200, http.MethodPost, add+"%202", pdf)
	w.call(secretary, 200, http.MethodPost, papers+"/release", nil)
	if list := items(w.get(centre, papers)); len(list) != before+1 {
		t.Errorf("released: %v", list)
	}
}

func picture(t *testing.T) upload {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for x := range 900 {
		for y := range 600 {
			m.Set(x, y, color.RGBA{uint8(x), uint8(y), 90, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return upload{"image/png", b.Bytes()}
}

// walkDesk writes a news item with a photo, publishes, corrects and withdraws it.
func (w *walk) walkDesk(root ident.ID, meetings []map[string]any) {
	t := w.t
	t.Helper()
	editor := as(actor.Editor, root)
	meeting := hosted(t, meetings, root, "concluded", "closed", "called")
	w.get(editor, "/desk/news")
	start := map[string]any{"conference": meeting}
	_, draft := w.call(editor, 200, http.MethodPost, "/desk/news", start, "Idempotency-Key", "start")
	item := "/desk/news/" + draft["id"].(string)
	w.get(editor, item)
	w.call(as(actor.Office, root), 404, http.MethodGet, item, nil)
	entry := map[string]any{"category": draft["category"], "title": "Hội nghị giao ban qua API", "lead": draft["lead"], "body": "Hội nghị đã kết luận **ba** việc.", "byline": "Tin: Trần Thử", "published_at": ""}
	w.call(editor, 200, http.MethodPut, item, entry)
	photo := item + "/photos?caption=H%E1%BB%99i%20ngh%E1%BB%8B&alt=Ph%C3%B2ng%20h%E1%BB%8Dp&credit=Tr%E1%BA%A7n%20Th%E1%BB%AD"
	if _, refused := w.call(editor, 422, http.MethodPost, photo, upload{"image/png", []byte("GIF89a")}); refused["field"] != "file" {
		t.Errorf("no photo: %v", refused)
	}
	w.call(editor, 413, http.MethodPost, photo, upload{"image/png", make([]byte, 26<<20)})
	_, with := w.call(editor, 200, http.MethodPost, photo, picture(t), "Idempotency-Key", "photo")
	if _, again := w.call(editor, 200, http.MethodPost, photo, picture(t), "Idempotency-Key", "photo"); fmt.Sprint(again) != fmt.Sprint(with) {
		t.Errorf("a photo sent twice: %v", again)
	}
	one := with["photos"].([]any)[0].(map[string]any)
	at := "/news/" + draft["id"].(string) + "/photos/" + one["id"].(string) + "/" + fmt.Sprint(one["widths"].([]any)[0])
	w.call(caller{}, 404, http.MethodGet, at, nil) // of a draft
	words := map[string]any{"caption": "Toàn cảnh hội nghị", "alt": "Phòng họp", "credit": "Trần Thử"}
	w.call(editor, 200, http.MethodPut, item+"/photos/"+one["id"].(string), words)
	w.call(editor, 200, http.MethodPost, item+"/publish", entry)
	header, _ := w.call(caller{}, 200, http.MethodGet, at, nil)
	w.call(caller{}, 304, http.MethodGet, at, nil, "If-None-Match", header.Get("ETag"))
	entry["title"], entry["note"] = "Hội nghị giao ban", "Sửa tiêu đề."
	w.call(editor, 200, http.MethodPost, item+"/correct", entry)
	w.call(editor, 200, http.MethodDelete, item+"/photos/"+one["id"].(string)+"?note=Thay%20%E1%BA%A3nh.", nil)
	w.call(editor, 200, http.MethodPost, item+"/withdraw", map[string]any{"note": "Đăng nhầm."})
	_, other := w.call(editor, 200, http.MethodPost, "/desk/news", start)
	w.call(editor, 204, http.MethodDelete, "/desk/news/"+other["id"].(string), nil)
	block := w.get(editor, "/desk/central/"+meeting)
	w.call(editor, 200, http.MethodPut, "/desk/central/"+meeting, map[string]any{"body": "Các đơn vị đã họp.", "version": block["version"], "note": "Bổ sung."})
}

// walkPractices shares a practice with a file, and takes it back.
func (w *walk) walkPractices(centre caller, admin actor.Actor, root ident.ID, tree *org.Tree) {
	t := w.t
	t.Helper()
	provinces := tree.Children(root)
	one, other := as(actor.Office, provinces[0].ID), as(actor.Office, provinces[1].ID)
	body := map[string]any{"title": "Họp giao ban sớm", "summary": "Bắt đầu lúc 7 giờ.", "files": []map[string]any{{"name": "mau.pdf", "data": []byte("%PDF-1.4\n%%EOF\n")}}}
	path := "/units/" + provinces[0].ID.String() + "/practices"
	_, made := w.call(one, 200, http.MethodPost, path, body, "Idempotency-Key", "share")
	if _, again := w.call(one, 200, http.MethodPost, path, body, "Idempotency-Key", "share"); fmt.Sprint(again) != fmt.Sprint(made) {
		t.Errorf("shared twice: %v", again)
	}
	body["files"] = []map[string]any{{"name": "MẬT mẫu.pdf", "data": []byte("%PDF-1.4\n%%EOF\n")}}
	if _, refused := w.call(one, 422, http.MethodPost, path, body); refused["key"] != "document.marked_only" {
		t.Errorf("a marked file: %v", refused)
	}
	w.call(centre, 403, http.MethodPost, path, body)
	practice := "/practices/" + find(t, made, "practice.id")
	if got := w.file(centre, practice+"/files/"+find(t, made["files"].([]any)[0].(map[string]any), "id")); !bytes.HasPrefix(got, []byte("%PDF-")) {
		t.Errorf("the file is %q", got)
	}
	w.call(other, 200, http.MethodPost, practice+"/adopt", map[string]any{"note": "Áp dụng từ quý I."})
	w.call(as(actor.Head, root), 200, http.MethodPost, practice+"/endorse", map[string]any{"word": "Nên nhân rộng."})
	w.call(one, 200, http.MethodPost, practice+"/withdraw", map[string]any{"reason": "Đã có hướng dẫn chung."})
}

// walkObstacles takes obstacles through all that people say about them.
func (w *walk) walkObstacles(centre caller, root ident.ID, tree *org.Tree) {
	t := w.t
	t.Helper()
	below := tree.Children(root)[0]
	raiser, settler := as(actor.Office, below.ID), as(actor.Office, root)
	raise := func(text string) string {
		_, made := w.call(raiser, 200, http.MethodPost, "/units/"+below.ID.String()+"/obstacles", map[string]any{"text": text})
		return find(t, made, "obstacle.id")
	}
	say := func(who caller, id, word, text string) {
		t.Helper()
		w.call(centre, 403, http.MethodPost, "/obstacles/"+id+"/"+word, map[string]any{"text": text})
		w.call(who, 200, http.MethodPost, "/obstacles/"+id+"/"+word, map[string]any{"text": text})
	}
	one := raise("Phần mềm kế toán không xuất được số liệu.")
	say(raiser, one, "propose", "Cấp phần mềm mới.")
	say(settler, one, "answer", "Dùng bản năm 2026.")
	say(raiser, one, "reopen", "Bản 2026 chưa có.")
	say(settler, one, "answer", "Đã gửi bản cài.")
	say(raiser, one, "accept", "")
	say(raiser, raise("Nêu nhầm."), "withdraw", "Nêu nhầm.")
	settled := 0
	for _, c := range items(w.get(raiser, "/units/"+below.ID.String()+"/counted-obstacles")) {
		if c["settled"] == true && c["obstacle"].(map[string]any)["id"] == one {
			settled++
		}
	}
	if settled != 1 {
		t.Errorf("what was accepted counts %d times as settled", settled)
	}
	if then := items(w.get(raiser, "/units/"+below.ID.String()+"/counted-obstacles?from=2001-01-01&to=2001-03-31&at=2001-04-02T09:00:00Z")); len(then) != 0 {
		t.Errorf("before there were any: %v", then)
	}
	two, three := raise("Thiếu biên chế."), raise("Thiếu người làm văn thư.")
	_, group := w.call(settler, 200, http.MethodPost, "/units/"+root.String()+"/obstacle-groups", map[string]any{"title": "Biên chế", "obstacles": []string{two}})
	path := "/obstacle-groups/" + find(t, group, "group.id")
	if list := items(w.get(centre, "/units/"+root.String()+"/obstacle-groups")); len(list) == 0 {
		t.Error("no groups")
	}
	w.get(settler, path)
	_, changed := w.call(settler, 200, http.MethodPatch, path, map[string]any{"title": "Biên chế, văn thư", "add": []string{three}})
	if changed["group"].(map[string]any)["count"] != float64(2) {
		t.Errorf("changed %v", changed)
	}
	w.call(settler, 200, http.MethodPost, path+"/answer", map[string]any{"answer": "Giao trong năm 2027.", "publish": true, "change": map[string]any{"act": "amend", "title": "Quy định 205-QĐ/TW", "planned": "2027-06-30"}})
	if way := w.get(raiser, "/obstacles/"+two)["history"].([]any); way[len(way)-1].(map[string]any)["group"] != find(t, group, "group.id") {
		t.Errorf("answered with its group: %v", way)
	}
	published := "/units/" + below.ID.String() + "/obstacle-groups?list=published"
	if list := items(w.get(raiser, published)); len(list) == 0 || list[0]["answer"] != "Giao trong năm 2027." {
		t.Errorf("published answers: %v", list)
	}
	w.call(settler, 403, http.MethodGet, published, nil) // none of its desks
	four, five := raise("Đường truyền chập chờn."), raise("Máy in hỏng.")
	other := tree.Children(root)[1].ID
	w.call(settler, 200, http.MethodPost, "/obstacles/"+four+"/pass", map[string]any{"to": other.String(), "reason": "Đơn vị này quản lý đường truyền."})
	by := func(unit ident.ID, which string) (list []string) {
		for _, one := range items(w.get(raiser, "/units/"+below.ID.String()+"/obstacles?limit=200&which="+which+"&by="+unit.String())) {
			list = append(list, one["id"].(string))
		}
		return list
	}
	if list := by(other, "pending"); !slices.Equal(list, []string{four}) {
		t.Errorf("what the other unit must settle: %v", list)
	}
	if list := by(root, "pending"); !slices.Contains(list, five) || !slices.Contains(list, two) || slices.Contains(list, four) {
		t.Errorf("what the centre must settle or has answered: %v", list)
	}
	w.call(settler, 200, http.MethodPost, "/obstacles/"+four+"/answer", map[string]any{"text": "Sẽ thay trong tháng."})
	if list := by(root, "pending"); !slices.Contains(list, four) {
		t.Errorf("what the centre has answered: %v", list)
	}
	if list := items(w.get(raiser, "/units/"+below.ID.String()+"/obstacles?subject=khong+co")); len(list) != 0 {
		t.Errorf("of no such subject: %v", list)
	}
}
