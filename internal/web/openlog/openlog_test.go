package openlog_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/transparency"
	"giaoban/internal/web/openlog"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

func build(t *testing.T, leaves int) (*webtest.Site, *transparency.Log) {
	t.Helper()
	site := webtest.New(t, webtest.Options{Messages: []i18n.Messages{openlog.Messages()}})
	l, err := transparency.Open(t.Context(), site.DB, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	openlog.Routes(site.Mux, l)
	err = site.DB.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		for i := range leaves {
			kind := []string{"filing.filed", "edition.signed", "later.kind"}[i%3]
			leaf, err := transparency.Prepare(transparency.Act{Kind: kind, Subject: 7, Version: int64(i), At: when.At(20260402, 600), Record: []byte("mật")})
			if err != nil {
				return err
			}
			if _, err := transparency.Append(ctx, w, leaf); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return site, l
}

// Anybody reads the log, follows it by its files, and checks them without the program's word.
func TestTheLogIsOpenToAll(t *testing.T) {
	site, _ := build(t, 300)
	v := site.Visitor()
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		for _, path := range []string{"/log", "/log?below=51", "/log?below=1"} {
			webtest.Check(t, v.In(lang).Get(path).Want(200), lang)
		}
	}
	page := v.In(i18n.VI).Get("/log").Want(200)
	page.HasText("Nộp báo cáo").HasText("Chốt số liệu").HasText("later.kind").NoText("mật")
	page.One(`a[href="/log?below=250"]`)
	v.Get("/log?below=301").Want(404)
	v.Get("/log?below=x").Want(404)

	key := strings.TrimSpace(string(v.Get("/log/keys").Want(200).Body))
	proof := v.Get("/log/proof/17").Want(200)
	if f, err := transparency.Check(proof.Body, transparency.Trust{Key: key}); err != nil || f.Index != 17 || f.Record != "" {
		t.Errorf("%+v %v", f, err)
	}
	seen := v.Get("/log/checkpoint").Want(200)
	if f, err := transparency.Check(v.Get("/log/growth/300").Want(200).Body, transparency.Trust{Key: key, Seen: seen.Body}); err != nil || f.Old != 300 {
		t.Errorf("%+v %v", f, err)
	}
	full := v.Get("/log/tile/0/000").Want(200)
	if len(full.Body) != 256*32 || !strings.Contains(full.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%d bytes, %q", len(full.Body), full.Header.Get("Cache-Control"))
	}
	if part := v.Get("/log/tile/0/001.p/44").Want(200); len(part.Body) != 44*32 || strings.Contains(part.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%d bytes, %q", len(part.Body), part.Header.Get("Cache-Control"))
	}
	v.Get("/log/tile/entries/001.p/44").Want(200)
	for _, path := range []string{"/log/proof/300", "/log/proof/-1", "/log/proof/x", "/log/growth/0", "/log/growth/301", "/log/growth/x", "/log/tile/0/001", "/log/tile/x", "/log/tile/0/../1"} {
		if got := v.Get(path); got.Status == 200 || got.Status >= 500 {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
}

func TestAnEmptyLog(t *testing.T) {
	site, _ := build(t, 0)
	v := site.Visitor()
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		webtest.Check(t, v.In(lang).Get("/log").Want(200), lang)
	}
	v.In(i18n.VI).Get("/log").HasText("Sổ chưa có dòng nào")
	v.Get("/log/checkpoint").Want(200)
}
