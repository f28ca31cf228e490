package guide_test

import (
	"regexp"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/web/guide"
	"giaoban/internal/webtest"
)

func TestGuidePage(t *testing.T) {
	site := webtest.New(t, webtest.Options{Messages: []i18n.Messages{guide.Messages()}})
	guide.Routes(site.Mux)
	clerk := actor.Actor{Kind: actor.Person, Account: 7, Name: "Trần Văn Kiểm", Unit: 1, Grants: []actor.Grant{{Role: actor.Specialist, Unit: 1}}}
	webtest.EveryPage(t, site, clerk, "/guide")
	page := site.As(clerk).Get("/guide").Want(200)
	page.One("h1").HasText("Hướng dẫn")
	first := page.One("#p1")
	first.HasText("Đơn vị nộp báo cáo")
	if marks := first.Text(); strings.ContainsAny(marks, "*`#") {
		t.Errorf("marks are read as words: %s", marks)
	}
	if labels := page.All("#p1 b"); len(labels) < 10 || labels[0].Text() != "Hôm nay" {
		t.Errorf("%d labels", len(labels))
	}
	site.Visitor().Get("/guide").Want(303)
}

// Both languages tell the same: as many parts, and as many steps in each.
func TestGuideInBothLanguages(t *testing.T) {
	shape := func(lang i18n.Lang) (list []int) {
		for _, part := range strings.Split(guide.Source(lang), "\n## ")[1:] {
			list = append(list, len(regexp.MustCompile(`(?m)^\d+\. `).FindAllString(part, -1)))
		}
		return list
	}
	vi, en := shape(i18n.VI), shape(i18n.EN)
	if len(vi) < 8 || len(vi) != len(en) {
		t.Fatalf("%d and %d parts", len(vi), len(en))
	}
	for i := range vi {
		if vi[i] != en[i] {
			t.Errorf("part %d has other steps in the other language", i+1)
		}
	}
}
