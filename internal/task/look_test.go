package task_test

import (
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/task"
)

// A task is found however its title and the search are spelt.
func TestListAcrossSpellings(t *testing.T) {
	h := open(t)
	n := h.electionTask()
	n.Title = "Bầu cử HĐND khóa XV, nhiệm kỳ 2021-2026 theo Hướng dẫn của T.Ư"
	h.prepare(n)
	h.issue()
	for typed, want := range map[string]int{
		"khoá XV": 1, "khóa xv": 1, "nhiệm kì": 1, "nhiem ky 2021 - 2026": 1, "Trung ương": 1, "TW": 1, "hội đồng nhân dân": 1, "hđnd": 1,
		"hướng dẫn của trung ương": 1, "khoá XVI": 0, "kế hoạch": 0, "Ủy ban nhân dân": 0,
	} {
		list, err := h.tasks.ForUnit(h.ctx, at(h.pob, actor.Head), h.pob, task.Filter{Text: typed})
		if err != nil || len(list) != want {
			t.Errorf("%q: %d tasks, want %d; %v", typed, len(list), want, err)
		}
		given, err := h.tasks.Given(h.ctx, at(h.coc, actor.Chair), h.coc, task.Filter{Text: typed})
		if err != nil || len(given) != want {
			t.Errorf("%q: %d given, want %d; %v", typed, len(given), want, err)
		}
	}
}
