package app

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/task"
)

// Another kind of organisation, with its own levels, nouns, form, posts and letterhead, runs its quarter without a line of
// code changed, and no page speaks of a party's committees.
func TestVeteransRunTheirQuarter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.work()
	ctx := t.Context()

	board, err := w.report.Board(ctx, w.office, w.request.ID, w.units["TWH"])
	w.must(err)
	total := map[string]int64{}
	for _, one := range board.Totals {
		total[one.Indicator.Code] = one.Filed.Value
	}
	if total["A1"] != 3 || total["A3"] != 45 || total["A5"] != 3 {
		t.Errorf("totals of the association: %v", total)
	}

	notice, err := w.document.ByID(ctx, w.desk, w.notice, 0)
	w.must(err)
	if notice.NumberText != "1/TB-CCB" || notice.Content.Layout.Left[0] != "Hội Cựu chiến binh Việt Nam" || notice.Content.Signer.Title != "Phó Chủ tịch Thường trực Trung ương Hội" {
		t.Errorf("notice %s by %s under %v", notice.NumberText, notice.Content.Signer.Title, notice.Content.Layout.Left)
	}
	_, err = w.document.Acknowledge(ctx, w.desk, w.notice, w.units["SH"], "")
	w.must(err)
	done, err := w.task.Update(ctx, w.desk, w.given, task.Update{State: task.Done, Result: "Đã kiểm tra"}, "")
	if err != nil || done.State != task.Done {
		t.Errorf("%v, %v", done.State, err)
	}

	foreign := regexp.MustCompile(`(?i)đảng viên|đảng bộ|đảng ủy|cấp ủy|chi bộ|tỉnh ủy|thành ủy|bí thư|ban tổ chức|party member|party committee|organisation commission`)
	for _, who := range []actor.Actor{w.office, w.chair, w.desk, w.head, w.clerk} {
		langs := []i18n.Lang{i18n.VI}
		if who.Account == w.office.Account || who.Account == w.desk.Account {
			langs = append(langs, i18n.EN)
		}
		for _, lang := range langs {
			n := w.crawl(&who, lang, func(path string, answer *httptest.ResponseRecorder) {
				if answer.Code >= 500 {
					t.Errorf("%s opens %s: %d", who.Name, path, answer.Code)
				}
				body := answer.Body.String()
				if at := foreign.FindStringIndex(body); at != nil {
					t.Errorf("%s, %s (%s) says %q", path, who.Name, lang, strings.ToValidUTF8(body[max(0, at[0]-60):min(len(body), at[1]+60)], ""))
				}
			}, "/", "/reports/new", "/conferences/new", "/units", "/sign-in")
			if n < 20 {
				t.Errorf("%s reached %d pages", who.Name, n)
			}
		}
	}
	kinds := w.send(&w.office, i18n.VI, http.MethodGet, "/reports/new", "").Body.String()
	if !strings.Contains(kinds, "Hội phường (4)") || strings.Contains(kinds, ">hoi-phuong") {
		t.Error("the kinds of unit are not offered by their names")
	}
	call := w.send(&w.office, i18n.VI, http.MethodGet, "/conferences/new", "").Body.String()
	if !strings.Contains(call, "Giao ban công tác Hội") {
		t.Error("the form of a conference does not say the association's own words")
	}
}
