package reportweb_test

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/person"
	"giaoban/internal/sheet"
	"giaoban/internal/webtest"
)

// chief gives the centre a head who signs.
func (h *house) chief(t *testing.T) actor.Actor {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	system := actor.SystemActor("test")
	people := h.report.Person
	who, err := people.Create(t.Context(), system, "Nguyễn Thanh Bình", h.coc)
	must(err)
	post, err := people.CreatePosition(t.Context(), system, person.NewPosition{Unit: h.coc, Title: "Trưởng Ban", Rank: 1, Single: true})
	must(err)
	_, err = people.Appoint(t.Context(), system, person.NewAppointment{Person: who.ID, Position: post.ID, From: 20200101, Decision: "QĐ 3"})
	must(err)
	return actor.Actor{Kind: actor.Person, Account: ident.ID(77), Person: who.ID, Name: "Nguyễn Thanh Bình", Unit: h.coc, Grants: []actor.Grant{{Role: actor.Head, Unit: h.coc}}}
}

func TestEditionPages(t *testing.T) {
	h := build(t)
	h.filed(t)
	chief := h.chief(t)
	base := "/reports/" + h.request.ID.String()
	h.As(h.office).Post(h.path(h.pob, "/accept"), url.Values{"version": {"1"}}).Want(303)
	h.As(h.office).Get(base + "/board").HasText("Số liệu đang thay đổi, chưa chốt")
	webtest.EveryPage(t, h.Site, chief, base+"/editions", base+"/editions/new", base+"/board")
	h.As(h.office).Get(base + "/editions/new").Want(403).HasText("Chỉ thủ trưởng Ban Tổ chức Trung ương").HasText("mới chốt được số liệu")
	h.As(h.office).In(i18n.EN).Get(base + "/editions/new").Want(403).HasText("Only the head of")
	h.As(h.office).Get(base + "/board").Want(200).None(`a[href="` + base + `/editions/new"]`)
	h.As(h.office).Get(base + "/editions").Want(200).None(`a[href="` + base + `/editions/new"]`)
	h.As(chief).Get(base + "/board").Want(200).One(`a[href="` + base + `/editions/new"]`)
	page := h.As(chief).Get(base + "/editions/new").Want(200)
	seen := page.One(`input[name="seen"]`).Attr("value")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {"other"}}).Want(409).HasText("Số liệu vừa thay đổi")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {seen}}).WantRedirect(base + "/editions/1")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {seen}, "reason": {"x"}}).Want(409).HasText("Chưa có gì thay đổi so với bản chốt 1")

	h.As(h.clerk).Post(h.path(h.pob, "/ask-correction"), url.Values{"version": {"1"}}).Want(422).HasText("Cần nêu lý do")
	h.As(h.clerk).Post(h.path(h.pob, "/ask-correction"), url.Values{"version": {"1"}, "reason": {"Đếm thiếu"}}).Want(303)
	h.As(h.office).Get("/").HasText("xin sửa")
	h.As(h.office).Get(h.path(h.pob, "")).HasText("Đếm thiếu")
	h.As(h.office).Post(h.path(h.pob, "/reopen"), url.Values{"version": {"1"}, "reason": {"Đồng ý"}}).Want(303)
	form := good()
	form.Set("f.B1", "1.401")
	form.Set("base", h.As(h.clerk).Get(h.path(h.pob, "")).One(`input[name="base"]`).Attr("value"))
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), form).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {h.As(h.head).Get(h.path(h.pob, "/sign")).One(`input[name="draft"]`).Attr("value")}}).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/file"), url.Values{"number": {"126-BC/BTCTU"}, "dated": {"8/3/2021"}}).Want(303)

	h.As(h.office).Get(base + "/board?edition=1").Want(200).HasText("Bản 1, ký ngày").HasText("1.398").NoText("1.401").None("live-view")
	now := h.As(h.office).Get(base + "/board").Want(200).HasText("1.401").HasText("Bản chốt mới nhất:").NoText("chưa chốt")
	now.One(`.quote a[href*="edition=1"]`).HasText("Bản 1, ký ngày")
	h.As(h.office).Get(h.path(h.pob, "?edition=1")).Want(200).HasText("trích phiên bản 1").HasText("1.398")
	h.As(h.office).Get(h.path(h.pob, "/print?edition=1")).Want(200).HasText("Bản 1, ký ngày").HasText("1.398")
	for which, want := range map[string][2]string{"": {"1.401", "Số 126-BC/BTCTU"}, "?version=1": {"1.398", "Số 125-BC/BTCTU"}, "?edition=1": {"1.398", "Bản 1, ký ngày"}} {
		file := h.As(h.office).Get(h.path(h.pob, "/report.docx"+which)).Want(200)
		text := file.WordXML()
		for _, want := range append(want[:], "BAN TỔ CHỨC TỈNH ỦY ĐỒNG LÂM", "Phát triển thành viên", "Hoàng Văn Lâm", "Chuẩn bị bầu cử.") {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in the file%s", want, which)
			}
		}
		if again := h.As(h.clerk).Get(h.path(h.pob, "/report.docx"+which)).Want(200); !bytes.Equal(again.Body, file.Body) {
			t.Errorf("the file%s differs from reader to reader", which)
		}
	}
	h.As(h.others).Get(h.path(h.pob, "/report.docx")).Want(404)
	figure := base + "/indicators/B1?unit=" + h.coc.String()
	h.As(h.office).Get(figure).Want(200).HasText("Số liệu đang thay đổi, chưa chốt").HasText("1.401")
	h.As(h.office).Get(figure + "&edition=1").Want(200).HasText("Bản 1, ký ngày").HasText("1.398").NoText("1.401").HasText("Hiện nay")
	h.As(h.office).Get(figure + "&edition=9").Want(404)
	h.As(h.office).Get(figure + "&edition=x").Want(404)
	h.As(h.others).Get(figure + "&edition=1").Want(403)
	var totals struct {
		Edition int64
		Quote   string
	}
	h.As(h.office).Get(base + "/totals.json?edition=1").Want(200).JSON(&totals)
	if totals.Edition != 1 || !strings.HasPrefix(totals.Quote, "Bản 1") {
		t.Errorf("%+v", totals)
	}
	seen = h.As(chief).Get(base + "/editions/new").One(`input[name="seen"]`).Attr("value")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {seen}}).Want(422).HasText("Cần nêu lý do chốt lại")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {seen}, "reason": {"Tỉnh đính chính"}}).WantRedirect(base + "/editions/2")
	webtest.EveryPage(t, h.Site, h.office, base+"/editions", base+"/editions/1", base+"/editions/2", base+"/editions/1?against=2", base+"/board?edition=1&indicator=B1", figure, figure+"&edition=1", figure+"&edition=2&layer=accepted", h.path(h.pob, "?edition=1"), h.path(h.pob, ""))
	h.As(h.office).Get(base + "/editions/2").HasText("Đồng ý").HasText("1.398").HasText("1.401").HasText("+3")
	webtest.EveryPage(t, h.Site, h.others, base+"/editions", base+"/editions/1")
	h.As(h.others).Get(base + "/editions/2").NoText("Đồng ý")
	h.As(h.office).Get(base + "/editions/3").Want(404)
	h.As(h.office).Get(base + "/board?edition=x").Want(404)
	h.As(h.office).Get(base + "/board?edition=9").Want(404)
}

func TestConsolidatedReport(t *testing.T) {
	h := build(t)
	h.filed(t)
	base := "/reports/" + h.request.ID.String()
	at := base + "/consolidated?unit=" + h.coc.String()
	page := h.As(h.office).Get(at).Want(200)
	page.HasText("Chuẩn bị bầu cử.").HasText("Hoàng Văn Lâm")
	post := func(who actor.Actor, baseVersion, text string) *webtest.Page {
		return h.As(who).Post(at, url.Values{"section": {"N2"}, "base": {baseVersion}, "text": {text}})
	}
	next := func(page *webtest.Page) string { return page.One("#s-N2 input[name=base]").Attr("value") }
	if text := h.As(h.office).Get(at + "&take=N2").Want(200).HasText("chưa lưu").One("#text-N2").Text(); text != "Ban Tổ chức Tỉnh ủy Đồng Lâm: Chuẩn bị bầu cử." {
		t.Errorf("taken over: %q", text)
	}
	if text := h.As(h.office).Get(at).One("#text-N2").Text(); text != "" {
		t.Errorf("it is kept before anybody saved it: %q", text)
	}
	post(h.office, "0", "Kết nạp {B1} người, {XX} khác.").Want(303)
	if text := h.As(h.office).Get(at + "&take=N2").One("#text-N2").Text(); !strings.HasPrefix(text, "Kết nạp {B1} người") || !strings.HasSuffix(text, ": Chuẩn bị bầu cử.") {
		t.Errorf("taken over behind the office's own text: %q", text)
	}
	// A refusal shows nothing of what another desk wrote: the form stays on the version on which the text was written.
	long := post(h.office, "0", strings.Repeat("ă", 20_001)).Want(422)
	if got := next(long); got != "0" {
		t.Errorf("the refused text stands on version %s", got)
	}
	clash := post(h.office, next(long), "Bản của người khác.").Want(409).HasText("vừa lưu mục này").HasText("Bản của người khác.").HasText("{XX} khác.")
	post(h.office, next(clash), "Kết nạp {B1} người, {XX}; gộp.").Want(303)
	h.As(h.office).Post(at, url.Values{"section": {"zz"}, "text": {"x"}}).Want(422)
	h.As(h.others).Get(at).Want(403)
	h.As(h.others).Get(base + "/consolidated").Want(200).NoText("gộp")
	h.As(h.others).Post(at, url.Values{"section": {"N2"}, "text": {"x"}}).Want(403)
	h.As(h.office).Get(base + "/consolidated/print?unit=" + h.coc.String()).Want(200).HasText("Kết nạp 1.398 người, {XX}; gộp.").HasText("Số liệu đang thay đổi, chưa chốt")
	webtest.EveryPage(t, h.Site, h.office, at, base+"/consolidated/print", base+"/board")
	webtest.EveryPage(t, h.Site, h.others, base+"/consolidated")

	h.As(h.office).Post(h.path(h.pob, "/return"), url.Values{"version": {"1"}, "general": {"Xem lại"}}).Want(303)
	h.As(h.office).Get(at).HasText("Báo cáo đã khác từ khi biên tập")

	book := h.As(h.office).Get(base + "/board.xlsx").Want(200)
	sheets, err := sheet.ReadBook(book.Body)
	if err != nil || len(sheets) != 3 || !strings.Contains(sheets[0].Rows[1].Cell(0), "chưa chốt") {
		t.Fatalf("%v %d", err, len(sheets))
	}
	for _, row := range sheets[2].Rows { // the last quarter: 602 of one board and 100 of the other
		if row.Cell(0) == "B1" && (row.Cell(4) != "702" || row.Cell(5) != "2/3") {
			t.Errorf("beside B1 stand %q and %q", row.Cell(4), row.Cell(5))
		}
	}
	if head := sheets[2].Rows[2]; head.Cell(4) != "Quý IV/2020" || head.Cell(6) != "So quý IV/2020" || !strings.Contains(sheets[2].Rows[1].Cell(0), "quý IV/2020: ") {
		t.Errorf("%q %q", head.Cell(4), head.Cell(6))
	}
	h.As(h.others).Get(base + "/board.xlsx?unit=" + h.coc.String()).Want(403)
}

// The file of an edition: what the printed page shows, the same bytes whoever asks when, the office's text as it stood at the signature.
func TestConsolidatedFile(t *testing.T) {
	h := build(t)
	h.filed(t)
	chief := h.chief(t)
	base := "/reports/" + h.request.ID.String()
	unit := "?unit=" + h.coc.String()
	write := func(text, version string) {
		t.Helper()
		h.As(h.office).Post(base+"/consolidated"+unit, url.Values{"section": {"N2"}, "base": {version}, "text": {text}}).Want(303)
	}
	write("Kết nạp {B1} người <w:p> \x07 & “hết”.\nĐoạn hai.", "0")
	live := h.As(h.office).Get(base + "/consolidated.docx" + unit).Want(200)
	if text := live.WordXML(); !strings.Contains(text, "Kết nạp 1.398 người &lt;w:p&gt;  &amp; “hết”.</w:t>") || !strings.Contains(text, "Số liệu đang thay đổi, chưa chốt") {
		t.Error(text)
	}
	seen := h.As(chief).Get(base + "/editions/new").One(`input[name="seen"]`).Attr("value")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {seen}}).Want(303)
	first := h.As(h.office).Get(base + "/consolidated.docx" + unit + "&edition=1").Want(200)
	text := first.WordXML()
	for _, want := range []string{"Bản 1, ký ngày", "Đoạn hai.", "Nguyễn Thanh Bình", "TRƯỞNG BAN", "1.398"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in the file", want)
		}
	}
	h.clock.Shift(49 * time.Hour)
	write("Viết lại sau khi chốt.", "1")
	h.As(h.office).Get(base + "/consolidated" + unit + "&edition=1").HasText("Văn phòng có sửa nội dung sau khi chốt").NoText("Viết lại")
	if again := h.As(h.office).Get(base + "/consolidated.docx" + unit + "&edition=1").Want(200); !bytes.Equal(again.Body, first.Body) {
		t.Error("the file of an edition is another two days later")
	}
	if now := h.As(h.office).Get(base + "/consolidated.docx" + unit).WordXML(); !strings.Contains(now, "Viết lại sau khi chốt.") {
		t.Error("the live file does not follow")
	}
	printed := h.As(h.office).Get(base + "/consolidated/print" + unit + "&edition=1").Want(200)
	printed.HasText("Bản 1, ký ngày").HasText("Đoạn hai.").HasText("Nguyễn Thanh Bình")
	h.As(h.others).Get(base + "/consolidated.docx" + unit).Want(403)
	if theirs := h.As(h.others).Get(base + "/consolidated.docx").Want(200).WordXML(); strings.Contains(theirs, "Viết lại") {
		t.Error("another unit reads the office's text")
	}
	h.As(h.office).Get(base + "/consolidated.docx?edition=7").Want(404)
	webtest.EveryPage(t, h.Site, h.office, base+"/consolidated"+unit+"&edition=1", base+"/consolidated/print"+unit+"&edition=1")
}

// docxText gives the document's part of a DOCX.

// LibreOffice makes a PDF of the file; its text is there, in order. It runs where GIAOBAN_SOFFICE names the program (make test-office);
// GIAOBAN_KEEP names a folder in which document and PDF are kept to be looked at.
func TestConsolidatedFileThroughLibreOffice(t *testing.T) {
	soffice := os.Getenv("GIAOBAN_SOFFICE")
	if soffice == "" {
		t.Skip("GIAOBAN_SOFFICE is not set")
	}
	h := build(t)
	h.filed(t)
	base := "/reports/" + h.request.ID.String()
	for name, at := range map[string]string{"centre": base + "/consolidated.docx?unit=" + h.coc.String(), "board": base + "/consolidated.docx?unit=" + h.pob.String(), "filed": h.path(h.pob, "/report.docx")} {
		dir := os.Getenv("GIAOBAN_KEEP")
		if dir == "" {
			dir = t.TempDir()
		}
		file := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(file, h.As(h.office).Get(at).Want(200).Body, 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+t.TempDir()+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, file)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", filepath.Join(dir, name+".pdf"), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		text, from := string(out), 0
		for _, want := range []string{"BÁO CÁO", "Chuẩn bị bầu cử.", "Mã", "Chỉ tiêu", "1.398", "Nơi nhận"} {
			at := strings.Index(text[from:], want)
			if at < 0 {
				t.Fatalf("%s: no %q after %d in %s", name, want, from, text)
			}
			from += at
		}
	}
}
