package report_test

import (
	"sync"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// The second quarter's share of the year's target goes on from the first quarter's report. Where that is opened again between the
// look and the signature, the draft has not moved and says something else nevertheless: nobody signs what nobody saw. What is
// signed stands, whatever becomes of the earlier report.
func TestWhatFollowsFromAnEarlierReportIsSignedAsItWasSeen(t *testing.T) {
	w := newWorld(t)
	first := w.filed(w.open(w.boards()), w.pob, w.specialist, w.head)
	must(t, w.report.Accept(t.Context(), w.office, first.ID, 1, ""))
	w.set(2021, time.June, 10, 9)
	ask := w.boards()
	ask.PeriodText, ask.Deadline = "quý II/2021", when.At(20210701, 17*60)
	f := w.filing(w.open(ask), w.pob)
	fields := goodFields()
	w.save(w.specialist, f, fields)
	look := func() (report.Draft, report.Signing) {
		d, err := w.report.Draft(t.Context(), w.head, f.ID)
		must(t, err)
		seen, err := d.Seen()
		must(t, err)
		return d, report.Signing{Capacity: actor.AsHead, Draft: d.Version, Seen: seen}
	}
	d, signing := look()
	if got := d.Reading.Content.Figures["B5y"]; got != 1398 {
		t.Fatalf("the year brought %d before", got)
	}
	must(t, w.report.Reopen(t.Context(), w.office, first.ID, 1, "Đếm sai.", ""))
	w.save(w.specialist, first, map[string]string{"B1": "1.298"})
	must(t, w.sign(w.head, first))
	must(t, w.send(w.head, first))
	if err := w.report.Sign(t.Context(), w.head, f.ID, signing); !fault.Is(err, "report.seen_moved") {
		t.Errorf("signed on figures that nobody saw: %v", err)
	}
	_, signing = look()
	must(t, w.report.Sign(t.Context(), w.head, f.ID, signing))
	must(t, w.report.ReturnFiling(t.Context(), w.office, first.ID, report.Return{Version: 2, General: "Xem lại."}))
	w.save(w.specialist, first, map[string]string{"B1": "1.198"})
	must(t, w.sign(w.head, first))
	must(t, w.send(w.head, first))
	if d, _ = look(); d.Reading.Content.Figures["B5y"] != 1298 {
		t.Errorf("what is signed reads %d", d.Reading.Content.Figures["B5y"])
	}
}

// A report that is signed while somebody sends it is not sent with what was never judged: it had no number when it was looked at.
func TestWhatIsSignedInTheVeryMomentIsNotSentWithoutANumber(t *testing.T) {
	w := newWorld(t)
	f := w.filing(w.open(w.boards()), w.pob)
	w.save(w.specialist, f, goodFields())
	draft := w.version(w.head, f)
	for range 25 {
		var both sync.WaitGroup
		both.Go(func() {
			if err := w.report.Sign(t.Context(), w.head, f.ID, report.Signing{Capacity: actor.AsHead, Draft: draft}); err != nil {
				t.Error(err)
			}
		})
		both.Go(func() {
			if err := w.report.File(t.Context(), w.head, f.ID, report.Official{}); err == nil {
				t.Error("sent without number and date")
			}
		})
		both.Wait()
		if t.Failed() {
			return
		}
		must(t, w.report.Unsign(t.Context(), w.head, f.ID, ""))
	}
}
