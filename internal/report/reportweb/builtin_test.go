package reportweb_test

import (
	"context"
	"net/url"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
)

// A newer version that came with the program is told on the list of forms to who keeps it, shown beside the one in force, and taken or left by hand.
func TestBuiltInFormPages(t *testing.T) {
	h := build(t)
	at := "/forms/" + report.SampleCode
	h.As(h.office).Get(at + "/built-in").Want(200).HasText("không có bản mới nào")
	if err := h.DB.Do(t.Context(), "test.older", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update report_form set code = 'gone' where code = $1`, report.SampleCode)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.report.EnsureForm(t.Context(), actor.SystemActor("test"), report.SampleForms()[0]); err != nil {
		t.Fatal(err)
	}
	h.As(h.office).Get("/forms").Want(200).HasText("có bản mới của biểu mẫu “Báo cáo quý”").One(`.note a[href="` + at + `/built-in"]`)
	h.As(h.office).In(i18n.EN).Get("/forms").HasText("brings a new version of the form “Quarterly report”")
	h.As(h.clerk).Get("/forms").Want(200).NoText("có bản mới của biểu mẫu")
	h.As(h.clerk).Get(at).Want(200).NoText("có bản mới của biểu mẫu")
	h.As(h.clerk).Get(at + "/built-in").Want(403)
	h.As(h.clerk).Post(at+"/built-in", url.Values{"do": {"whole"}, "version": {"2"}}).Want(403)
	h.As(h.office).Get(at + "/built-in").Want(200).HasText("H5").HasText("Chưa nhận")
	webtest.EveryPage(t, h.Site, h.office, "/forms", at, at+"/built-in")

	h.As(h.office).Post(at+"/built-in", url.Values{"do": {"leave"}, "version": {"2"}}).WantRedirect(at)
	h.As(h.office).Get("/forms").NoText("có bản mới của biểu mẫu")
	h.As(h.office).Get(at).HasText("chưa nhận bản mới").One(`a[href="` + at + `/built-in"]`)
	webtest.EveryPage(t, h.Site, h.office, at+"/built-in")
	h.As(h.office).Post(at+"/built-in", url.Values{"do": {"whole"}, "version": {"9"}}).Want(404)
	h.As(h.office).Post(at+"/built-in", url.Values{"do": {"burn"}, "version": {"2"}}).Want(422)
	h.As(h.office).Post(at+"/built-in", url.Values{"do": {"whole"}, "version": {"2"}}).WantRedirect(at + "/edit")
	h.As(h.office).Get(at + "/edit?indicator=H5").Want(200).One(`select[name="source"] option[value="obstacles"][selected]`)
	h.As(h.office).Post(at+"/built-in", url.Values{"do": {"merge"}, "version": {"2"}}).Want(409)

	// With a form that the office changed itself, both ways are shown.
	h.As(h.office).Post(at+"/edit", url.Values{"op": {"drop"}, "base": {"1"}}).Want(303)
	h.As(h.office).Post(at+"/edit", url.Values{"op": {"begin"}}).Want(303)
	h.As(h.office).Get(at + "/built-in").Want(200).HasText("đang có bản soạn")
	h.As(h.office).Post(at+"/edit", url.Values{"op": {"head"}, "base": {"1"}, "title_vi": {"Báo cáo của ngành"}}).Want(303)
	h.As(h.office).Post(at+"/publish", url.Values{"base": {"2"}}).WantRedirect(at)
	h.As(h.office).Get(at + "/built-in").Want(200).HasText("Chỉ nhận những gì chương trình đổi").HasText("Lấy nguyên bản của chương trình")
	webtest.EveryPage(t, h.Site, h.office, at+"/built-in")
	h.As(h.office).Post(at+"/built-in", url.Values{"do": {"merge"}, "version": {"2"}}).WantRedirect(at + "/edit")
	h.As(h.office).Get(at + "/edit").Want(200).HasText("Báo cáo của ngành")
}
