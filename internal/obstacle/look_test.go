package obstacle_test

import (
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/obstacle"
)

// An obstacle is found however it, its subject and the search are spelt.
func TestListAcrossSpellings(t *testing.T) {
	h := open(t)
	h.raise(obstacle.New{Unit: h.below, Body: "Chưa có hướng dẫn của T.Ư về HĐND khóa mới", Proposal: "Sửa quy định nhiệm kỳ", Tag: "UBND"})
	for typed, want := range map[string]int{
		"khoá mới": 1, "khóa": 1, "nhiệm kì": 1, "ky": 1, "Trung ương": 1, "t.u": 1, "hội đồng nhân dân": 1, "HĐND": 1, "uỷ ban nhân dân": 1,
		"trung ương ủy ban nhân dân": 1, "kế hoạch": 0, "hội đồng bầu cử": 0,
	} {
		for part, who := range map[obstacle.Part]actor.Actor{obstacle.Routed: at(h.a, actor.Office), obstacle.Below: at(h.coc, actor.Chair), obstacle.Raised: at(h.below, actor.Head)} {
			list, err := h.s.List(t.Context(), who, who.Unit, obstacle.Filter{Part: part, Text: typed})
			if err != nil || len(list) != want {
				t.Errorf("%q, %s: %d obstacles, want %d; %v", typed, part, len(list), want, err)
			}
		}
	}
}
