package app

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// What a unit only drafts is seen by nobody else, on no page, in no JSON, on no stream: words that stand in the drafts of
// several units are looked for in every answer that every other account gets, on every address with the drafts' own records.
func TestDraftsOfOthersAreNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.work()
	w.settable.Set(w.settable.Now().Add(24 * time.Hour))
	ctx := t.Context()
	request, err := w.report.OpenRequest(ctx, w.office, report.NewRequest{FormCode: "hoi-quy", PeriodText: "quý IV/2025", Opener: w.units["TWH"],
		Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20260520, 17*60)})
	w.must(err)
	samples := w.samples()
	samples["request"] = request.ID.String()
	type draft struct {
		words   string
		unit    string
		samples map[string]string // records of the draft, over the common ones
	}
	var drafts []draft
	for login, unit := range map[string]string{"sh.vanphong": "SH", "tl.vanphong": "TL", "sh1.chutich": "SH1", "hb1-1": "HB1-1"} {
		who, words := w.as(login), "CANARY-"+unit+"-"
		asked, err := w.report.ForUnit(ctx, who, w.units[unit])
		w.must(err)
		for _, a := range asked {
			if a.Request.ID == request.ID {
				_, err := w.report.SaveDraft(ctx, who, a.Filing.ID, report.Save{Fields: map[string]string{"N1": words, "A3": "770077"}})
				w.must(err)
				drafts = append(drafts, draft{words, unit, map[string]string{"filing": a.Filing.ID.String(), "unit": w.units[unit].String()}})
			}
		}
	}
	if len(drafts) != 4 {
		t.Fatalf("%d drafts of reports", len(drafts))
	}
	id, err := w.conference.Create(ctx, w.desk, conference.Details{Title: "CANARY-CONF-SH", Kind: conference.Review, Mode: conference.Online,
		Part: conference.Afternoon, Date: "30/04/2026", Start: "14:00", Scope: org.Scope{Kind: org.ScopeSubtree, Under: w.units["SH"]}, Hosts: []ident.ID{w.units["SH"]}}, "")
	w.must(err)
	drafts = append(drafts, draft{"CANARY-CONF-SH", "SH", map[string]string{"id": id.String(), "conference": id.String()}})
	var prepared ident.ID
	w.must(w.db.Do(ctx, "test", func(ctx context.Context, q *db.Write) error {
		made, err := w.task.PrepareIn(ctx, q, w.office, task.New{Title: "CANARY-TASK-TWH", Assigner: w.units["TWH"], Lead: w.units["SH"], Priority: task.Key,
			Due: calendar.Due{Date: 20260601}, Keeper: w.units["TWH"]})
		prepared = made.ID
		return err
	}))
	drafts = append(drafts, draft{"CANARY-TASK-TWH", "TWH", map[string]string{"task": prepared.String()}})
	item, err := w.news.Start(ctx, w.desk, w.held, w.units["SH"], "")
	w.must(err)
	w.must(w.db.Do(ctx, "test", func(ctx context.Context, q *db.Write) error {
		_, err := q.Exec(ctx, `update news_item set title = 'CANARY-NEWS-SH' where id = $1`, int64(item))
		return err
	}))
	drafts = append(drafts, draft{"CANARY-NEWS-SH", "SH", map[string]string{"item": item.String()}})

	patterns := w.mux.Patterns()
	patterns = append(patterns, "GET /search?q=canary", "GET /api/v1/search?q=canary") // the page repeats what was typed, in small letters
	for _, live := range w.mux.Topics() {
		patterns = append(patterns, "GET /live/"+live)
	}
	for _, d := range drafts {
		own := map[string]string{}
		for k, v := range samples {
			own[k] = v
		}
		for k, v := range d.samples {
			own[k] = v
		}
		looked, frames, found := 0, 0, false
		for _, k := range append(w.kinds(), kind{name: "the author"}) {
			author := k.name == "the author"
			if author {
				who := w.as(map[string]string{"SH": "sh.vanphong", "TL": "tl.vanphong", "SH1": "sh1.chutich", "HB1-1": "hb1-1", "TWH": "twh.vanphong"}[d.unit])
				k.who = &who
			} else if k.who != nil && k.who.Unit == w.units[d.unit] {
				continue
			}
			for _, pattern := range patterns {
				method, path, _ := strings.Cut(pattern, " ")
				if method != http.MethodGet || author && strings.HasPrefix(path, "/live/") {
					continue
				}
				if path == "/live/board" {
					path = "/live/board/{request}-{unit}-f"
				}
				body := w.send(k.who, i18n.VI, method, address(w.liveAddress(path), own, false), "").Body.Bytes()
				looked++
				if strings.HasPrefix(path, "/live/") && bytes.Contains(body, []byte("\ndata:")) {
					frames++
				}
				if !bytes.Contains(body, []byte(d.words)) {
					continue
				}
				found = true
				if !author {
					t.Errorf("%s as %s shows what %s only drafts (%s)", pattern, k.name, d.unit, d.words)
				}
			}
		}
		if frames == 0 {
			t.Errorf("no live stream gave anything to look for %s in", d.words)
		}
		if !found {
			t.Errorf("%s is not even seen by its author among %d answers: the search does not work", d.words, looked)
		}
	}
}
