package report_test

import (
	"context"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// call is a telephone call of the commune, with some figures.
func call(base int64, fields map[string]string) report.PhoneSave {
	return report.PhoneSave{Caller: " Đỗ Văn Xuân ", Title: "Bí thư", Phone: "0208 3855 123", CalledAt: when.At(20210308, 8*60+30), Save: report.Save{Base: base, Fields: fields}}
}

// asked opens a request of the whole tree: the commune reports to the board above it.
func (w *world) askedOfAll() (report.Request, report.Filing) {
	w.t.Helper()
	w.set(2021, 3, 8, 8)
	n := w.boards()
	n.Scope = org.Scope{Kind: org.ScopeAll}
	r := w.open(n)
	w.set(2021, 3, 8, 9)
	return r, w.filing(r, w.xa)
}

func TestEntryByPhone(t *testing.T) {
	const may = fault.Kind(255)
	t.Run("who of the unit straight above may, who reads more may not", func(t *testing.T) {
		w := newWorld(t)
		_, f := w.askedOfAll()
		chair := w.specialist
		chair.Grants = []actor.Grant{{Role: actor.Chair, Unit: w.pob.ID}}
		token := w.specialist
		token.Kind, token.Scopes = actor.Program, []actor.Scope{actor.WriteDrafts, actor.ReadReports}
		for name, c := range map[string]struct {
			who  actor.Actor
			kind fault.Kind
		}{
			"a specialist of the board above":  {w.specialist, may},
			"the board's office":               {w.boardOffice, may},
			"the board's head signs, no more":  {w.head, fault.KindForbidden},
			"a chair of the board":             {chair, fault.KindForbidden},
			"the centre is not straight above": {w.office, fault.KindForbidden},
			"the board of another province":    {w.specialistB, fault.KindNotFound},
			"the commune itself":               {w.clerk, fault.KindForbidden},
			"a program":                        {token, fault.KindForbidden},
			"nobody":                           {actor.Actor{}, fault.KindUnauthenticated},
		} {
			_, err := w.report.SaveByPhone(t.Context(), c.who, f.ID, call(0, nil))
			if c.kind == may {
				wantFault(t, err, fault.KindInvalid, "report.phone_nothing")
			} else if fault.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := w.report.Phone(t.Context(), c.who, f.ID); name != "a program" && (c.kind == may && err != nil || c.kind != may && fault.KindOf(err) != c.kind) {
				t.Errorf("%s reads: %v", name, err)
			}
		}
	})
	t.Run("every figure carries who typed it on whose word; the unit corrects, its head signs", func(t *testing.T) {
		w := newWorld(t)
		r, f := w.askedOfAll()
		sub := w.hub.Subscribe(report.CallTopic(f.ID))
		defer sub.Close()
		home := w.hub.Subscribe("home:" + w.xa.ID.String())
		defer home.Close()
		saved, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(0, goodFields()))
		if err != nil || saved.Version != 1 || len(saved.Conflicts) != 0 {
			t.Fatalf("%+v %v", saved, err)
		}
		for name, c := range map[string]<-chan struct{}{"the entry page": sub.C, "the page of the day": home.C} {
			select {
			case <-c:
			default:
				t.Errorf("%s of the unit was not told", name)
			}
		}
		// The level above goes on with the same call, and may correct itself.
		if _, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(1, map[string]string{"A2": "413"})); err != nil {
			t.Fatal(err)
		}
		d, err := w.report.Draft(t.Context(), w.clerk, f.ID)
		must(t, err)
		calls, err := w.report.Calls(t.Context(), w.clerk, f.ID)
		must(t, err)
		if len(calls) != 1 || calls[0].State != report.CallOpen || calls[0].Caller != "Đỗ Văn Xuân" || calls[0].UnitName != "Ban Tổ chức Tỉnh ủy" || calls[0].Entered["A2"] != "413" ||
			calls[0].CallerLine() != "Đỗ Văn Xuân, Bí thư, 0208 3855 123" || calls[0].CalledAt != when.At(20210308, 8*60+30) {
			t.Fatalf("%+v", calls)
		}
		if got := d.Fields["A2"]; got.Text != "413" || got.Name != w.specialist.Name || got.Call != calls[0].ID {
			t.Errorf("%+v", got)
		}
		if far, err := w.report.Calls(t.Context(), w.office, f.ID); err != nil || len(far) != 1 || far[0].Entered != nil || far[0].Fields != len(goodFields()) {
			t.Errorf("who reads what is filed sees that somebody phoned, and no figure: %+v %v", far, err)
		}
		if b, err := w.report.Board(t.Context(), w.office, r.ID, w.xa.ID); err != nil || b.All.Draft != 1 || b.All.Filed != 0 {
			t.Errorf("nothing counts before it is signed and filed: %+v %v", b.All, err)
		}
		// The unit corrects one figure: the draft is its own from then on.
		w.save(w.clerk, f, map[string]string{"A2": "420"})
		d, err = w.report.Draft(t.Context(), w.clerk, f.ID)
		must(t, err)
		if d.Fields["A2"].Call != 0 || d.Fields["A3"].Call != calls[0].ID {
			t.Errorf("%+v %+v", d.Fields["A2"], d.Fields["A3"])
		}
		page, err := w.report.Phone(t.Context(), w.specialist, f.ID)
		must(t, err)
		if page.May || len(page.Draft.Fields) != 0 || !fault.Is(page.Why, "report.phone_taken") || page.Calls[0].State != report.CallTaken || page.Calls[0].EndedBy != w.clerk.Name || page.Calls[0].Entered["A2"] != "413" {
			t.Errorf("%+v", page)
		}
		_, err = w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(2, map[string]string{"A3": "1"}))
		wantFault(t, err, fault.KindConflict, "report.phone_taken")
		if _, err := w.report.Draft(t.Context(), w.specialist, f.ID); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("the draft is nobody else's: %v", err)
		}
		wantFault(t, w.report.WithdrawCalls(t.Context(), w.specialist, f.ID, "Nhầm", ""), fault.KindConflict, "report.phone_none_open")
		// The signature names both; the origin of a figure too.
		must(t, w.sign(w.clerk, f))
		must(t, w.send(w.clerk, f))
		rep, err := w.report.ReportOf(t.Context(), w.specialist, r.ID, w.xa.ID)
		must(t, err)
		sig := rep.Versions[0].Signature
		if len(sig.ByPhone) != 1 || sig.Same || sig.Name != w.clerk.Name || sig.ByPhone[0].Name != w.specialist.Name || sig.ByPhone[0].Caller != "Đỗ Văn Xuân" || sig.ByPhone[0].Fields != len(goodFields())-1 {
			t.Errorf("%+v", sig)
		}
		for code, phoned := range map[string]bool{"A2": false, "A3": true} {
			o, err := w.report.Origin(t.Context(), w.office, report.Seek{Request: r.ID, Unit: w.xa.ID, Indicator: code})
			must(t, err)
			if len(o.Leaves) != 1 || (o.Leaves[0].ByPhone != nil) != phoned {
				t.Errorf("%s: %+v", code, o.Leaves)
			}
		}
	})
	t.Run("the head signs what was phoned in as it stands; submitting takes it too", func(t *testing.T) {
		for _, submit := range []bool{false, true} {
			w := newWorld(t)
			_, f := w.askedOfAll()
			_, err := w.report.SaveByPhone(t.Context(), w.boardOffice, f.ID, call(0, goodFields()))
			must(t, err)
			if submit {
				must(t, w.report.Submit(t.Context(), w.clerk, f.ID, 1, "", ""))
			} else {
				must(t, w.sign(w.clerk, f))
			}
			calls, err := w.report.Calls(t.Context(), w.clerk, f.ID)
			must(t, err)
			if calls[0].State != report.CallTaken {
				t.Errorf("submitted %v: %+v", submit, calls[0])
			}
		}
	})
	t.Run("a draft that the unit began is out of reach", func(t *testing.T) {
		w := newWorld(t)
		_, f := w.askedOfAll()
		w.save(w.clerk, f, map[string]string{"A2": "7", "N2": "Chỉ để trong đơn vị"})
		page, err := w.report.Phone(t.Context(), w.specialist, f.ID)
		must(t, err)
		if page.May || len(page.Draft.Fields) != 0 || page.Draft.Version != 0 || len(page.Calls) != 0 || !fault.Is(page.Why, "report.phone_own_draft") {
			t.Errorf("%+v", page)
		}
		for _, base := range []int64{0, 1, 99} {
			p := call(base, map[string]string{"A2": "8"})
			p.Force = true
			_, err = w.report.SaveByPhone(t.Context(), w.specialist, f.ID, p)
			wantFault(t, err, fault.KindConflict, "report.phone_own_draft")
		}
		d, err := w.report.Draft(t.Context(), w.clerk, f.ID)
		must(t, err)
		if d.Fields["A2"].Text != "7" {
			t.Errorf("%+v", d.Fields["A2"])
		}
	})
	t.Run("the unit types at the same time: nothing of either is lost", func(t *testing.T) {
		w := newWorld(t)
		_, f := w.askedOfAll()
		_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(0, map[string]string{"A2": "1", "A3": "2"}))
		must(t, err)
		saved, err := w.report.SaveDraft(t.Context(), w.clerk, f.ID, report.Save{Base: 0, Fields: map[string]string{"A2": "9", "A4": "5"}})
		must(t, err)
		if len(saved.Conflicts) != 1 || saved.Conflicts[0].Field != "A2" || saved.Conflicts[0].Name != w.specialist.Name {
			t.Errorf("%+v", saved)
		}
		d, err := w.report.Draft(t.Context(), w.clerk, f.ID)
		must(t, err)
		if d.Fields["A2"].Text != "1" || d.Fields["A4"].Text != "5" {
			t.Errorf("%+v", d.Fields)
		}
		_, err = w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(1, map[string]string{"A3": "3"}))
		wantFault(t, err, fault.KindConflict, "report.phone_taken")
	})
	t.Run("two desks above: what another typed meanwhile is told", func(t *testing.T) {
		w := newWorld(t)
		_, f := w.askedOfAll()
		_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(0, map[string]string{"A2": "1"}))
		must(t, err)
		saved, err := w.report.SaveByPhone(t.Context(), w.boardOffice, f.ID, call(0, map[string]string{"A2": "2"}))
		must(t, err)
		if len(saved.Conflicts) != 1 || saved.Conflicts[0].Text != "1" {
			t.Errorf("%+v", saved)
		}
		_, err = w.report.SaveByPhone(t.Context(), w.boardOffice, f.ID, call(1, map[string]string{"A2": "2"}))
		must(t, err)
		if calls, err := w.report.Calls(t.Context(), w.clerk, f.ID); err != nil || len(calls) != 2 || calls[0].Name != w.boardOffice.Name {
			t.Errorf("%+v %v", calls, err)
		}
	})
	t.Run("thrown away with a reason, and it does not come back by itself", func(t *testing.T) {
		for _, who := range []string{"unit", "above"} {
			w := newWorld(t)
			r, f := w.askedOfAll()
			p := call(0, map[string]string{"A2": "1"})
			p.Key = "sent"
			_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, p)
			must(t, err)
			drop, by, state := w.report.RejectCalls, w.clerk, report.CallRejected
			if who == "above" {
				drop, by, state = w.report.WithdrawCalls, w.boardOffice, report.CallWithdrawn
			}
			wantFault(t, drop(t.Context(), by, f.ID, "  ", ""), fault.KindInvalid, "report.phone_why")
			if err := w.report.RejectCalls(t.Context(), w.specialist, f.ID, "Nhầm", ""); fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("only the unit rejects: %v", err)
			}
			if err := w.report.WithdrawCalls(t.Context(), w.specialistB, f.ID, "Nhầm", ""); fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("only the level above withdraws: %v", err)
			}
			must(t, drop(t.Context(), by, f.ID, "Nhầm đơn vị", "k"))
			must(t, drop(t.Context(), by, f.ID, "Nhầm đơn vị", "k")) // sent twice
			d, err := w.report.Draft(t.Context(), w.clerk, f.ID)
			must(t, err)
			calls, err := w.report.Calls(t.Context(), w.specialist, f.ID)
			must(t, err)
			if len(d.Fields) != 0 || d.Version != 0 || len(calls) != 1 || calls[0].State != state || calls[0].Reason != "Nhầm đơn vị" || calls[0].EndedBy != by.Name {
				t.Errorf("%s: %+v %+v", who, d.Fields, calls)
			}
			if b, err := w.report.Board(t.Context(), w.office, r.ID, w.xa.ID); err != nil || b.All.Open != 1 {
				t.Errorf("it stands as not begun: %+v %v", b.All, err)
			}
			_, err = w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(1, map[string]string{"A2": "1", "A3": "2"}))
			wantFault(t, err, fault.KindConflict, "report.phone_gone")
			if again, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, p); err != nil || again.Version != 1 {
				t.Errorf("a retry of the first gives its answer and writes nothing: %+v %v", again, err)
			}
			if _, err = w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(0, map[string]string{"A3": "2"})); err != nil {
				t.Errorf("a new call begins anew: %v", err)
			}
		}
	})
	t.Run("bad: no caller, no title and no number, no time, a call to come, one before the request, a strange field", func(t *testing.T) {
		w := newWorld(t)
		_, f := w.askedOfAll()
		for key, change := range map[string]func(*report.PhoneSave){
			"caller report.phone_who":         func(p *report.PhoneSave) { p.Caller = "  " },
			"title report.phone_post_missing": func(p *report.PhoneSave) { p.Title, p.Phone = "", " " },
			"called report.phone_when":        func(p *report.PhoneSave) { p.CalledAt = 0 },
			"called report.phone_future":      func(p *report.PhoneSave) { p.CalledAt = when.At(20210308, 9*60+1) },
			"called report.phone_early":       func(p *report.PhoneSave) { p.CalledAt = when.At(20210308, 7*60) },
			"caller report.too_long":          func(p *report.PhoneSave) { p.Caller = strings.Repeat("ă", 201) },
			" report.unknown_field":           func(p *report.PhoneSave) { p.Fields = map[string]string{"ZZ": "1"} },
			" report.phone_nothing":           func(p *report.PhoneSave) { p.Fields = map[string]string{"A2": ""} },
		} {
			p := call(0, map[string]string{"A2": "1"})
			change(&p)
			_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, p)
			field, want, _ := strings.Cut(key, " ")
			if list := fault.All(err); len(list) != 1 || list[0].Key != want || list[0].Field != field {
				t.Errorf("%s: %v", key, err)
			}
		}
		w.filed(report.Request{ID: f.Request}, w.xa, w.clerk, w.clerk)
		_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(0, map[string]string{"A2": "1"}))
		wantFault(t, err, fault.KindConflict, "report.phone_over")
	})
	t.Run("the journal has who phoned, and no figure", func(t *testing.T) {
		w := newWorld(t)
		_, f := w.askedOfAll()
		_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(0, map[string]string{"A2": "987654"}))
		must(t, err)
		must(t, w.report.RejectCalls(t.Context(), w.clerk, f.ID, "Nhầm", ""))
		var kinds, all string
		must(t, w.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
			rows, err := db.All(ctx, r, db.ScanText, `select e.kind || ' ' || b.body from journal e join journal_body b on b.seq = e.seq where e.subject = $1 order by e.seq`, f.ID)
			for _, row := range rows {
				kind, _, _ := strings.Cut(row, " ")
				kinds, all = kinds+kind+" ", all+row
			}
			return err
		}))
		if kinds != "filing.phoned filing.phone_rejected " || strings.Contains(all, "987654") || !strings.Contains(all, "Xuân") {
			t.Errorf("%s %s", kinds, all)
		}
	})
}

func TestPhoneFaultsStandInTheOrderOfThePage(t *testing.T) {
	w := newWorld(t)
	_, f := w.askedOfAll()
	long := strings.Repeat("ă", 201)
	for range 8 {
		p := call(0, map[string]string{"A2": "1"})
		p.Caller, p.Title, p.Phone = long, long, long
		_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, p)
		if list := fault.All(err); len(list) != 3 || list[0].Field != "caller" || list[1].Field != "title" || list[2].Field != "phone" {
			t.Fatal(err)
		}
	}
}

// A returned report is mended by telephone too: on what was filed, until the unit mends it itself; thrown away, it stands as it was filed.
func TestReturnedReportIsMendedByPhone(t *testing.T) {
	start := func(t *testing.T) (*world, report.Filing) {
		w := newWorld(t)
		r, f := w.askedOfAll()
		w.filed(r, w.xa, w.clerk, w.clerk)
		w.set(2021, 3, 8, 10)
		must(t, w.report.ReturnFiling(t.Context(), w.boardOffice, f.ID, report.Return{Version: 1, Fields: map[string]string{"A2": "Kiểm tra lại"}}))
		w.set(2021, 3, 8, 11)
		return w, f
	}
	fields := func(w *world, f report.Filing) map[string]report.Typed {
		d, err := w.report.Draft(w.t.Context(), w.clerk, f.ID)
		must(w.t, err)
		return d.Fields
	}
	t.Run("on the unit's word, signed by its head", func(t *testing.T) {
		w, f := start(t)
		page, err := w.report.Phone(t.Context(), w.specialist, f.ID)
		must(t, err)
		if !page.May || page.Draft.Fields["A2"].Text != "412" || page.Report.Versions[0].Remarks[0].Text != "Kiểm tra lại" {
			t.Fatalf("%+v", page)
		}
		_, err = w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(page.Draft.Version, map[string]string{"A2": "421"}))
		must(t, err)
		must(t, w.sign(w.clerk, f))
		must(t, w.send(w.clerk, f))
		rep, err := w.report.ReportOf(t.Context(), w.specialist, f.Request, w.xa.ID)
		must(t, err)
		v := rep.Versions[0]
		if v.Version != 2 || v.Content.Figures["A2"] != 421 || len(v.Signature.ByPhone) != 1 || v.Signature.ByPhone[0].Fields != 1 || v.Signature.ByPhone[0].Name != w.specialist.Name || v.Signature.Same {
			t.Errorf("%+v", v)
		}
		wantFault(t, w.report.WithdrawCalls(t.Context(), w.specialist, f.ID, "Nhầm", ""), fault.KindConflict, "report.phone_none_open")
		// Sent back once more, it may be mended so once more: the call of before is over.
		must(t, w.report.ReturnFiling(t.Context(), w.boardOffice, f.ID, report.Return{Version: 2, General: "Vẫn sai"}))
		w.set(2021, 3, 8, 12)
		if page, err := w.report.Phone(t.Context(), w.specialist, f.ID); err != nil || !page.May {
			t.Errorf("%v %v", page.Why, err)
		}
	})
	t.Run("what the unit mends itself is out of reach", func(t *testing.T) {
		w, f := start(t)
		_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(99, map[string]string{"A2": "421"}))
		wantFault(t, err, fault.KindConflict, "report.phone_gone")
		w.save(w.clerk, f, map[string]string{"A3": "610"})
		page, err := w.report.Phone(t.Context(), w.specialist, f.ID)
		must(t, err)
		if page.May || len(page.Draft.Fields) != 0 || !fault.Is(page.Why, "report.phone_own_draft") {
			t.Errorf("%+v", page)
		}
		_, err = w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(0, map[string]string{"A2": "421"}))
		wantFault(t, err, fault.KindConflict, "report.phone_own_draft")
	})
	t.Run("submitted as it is, it lies with the head", func(t *testing.T) {
		w, f := start(t)
		must(t, w.report.Submit(t.Context(), w.clerk, f.ID, w.version(w.clerk, f), "", ""))
		_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(w.version(w.clerk, f), map[string]string{"A2": "421"}))
		wantFault(t, err, fault.KindConflict, "report.phone_own_draft")
	})
	t.Run("the unit goes on with it", func(t *testing.T) {
		w, f := start(t)
		_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(w.version(w.clerk, f), map[string]string{"A2": "421"}))
		must(t, err)
		w.save(w.clerk, f, map[string]string{"A3": "610"})
		page, err := w.report.Phone(t.Context(), w.specialist, f.ID)
		must(t, err)
		if page.May || !fault.Is(page.Why, "report.phone_taken") {
			t.Errorf("%+v", page.Why)
		}
		if got := fields(w, f); got["A2"].Text != "421" || got["A3"].Text != "610" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("thrown away or taken back, it stands as it was filed, with who wrote it", func(t *testing.T) {
		for _, who := range []string{"unit", "above"} {
			w, f := start(t)
			was, v := fields(w, f), w.version(w.clerk, f)
			_, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(v, map[string]string{"A2": "421", "A4": "", "G1": "7"}))
			must(t, err)
			second := call(v+1, map[string]string{"A2": "422"})
			second.Caller = "Người khác"
			_, err = w.report.SaveByPhone(t.Context(), w.boardOffice, f.ID, second)
			must(t, err)
			_, err = w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(v+2, map[string]string{"A2": "423", "A3": "1"}))
			must(t, err)
			if who == "unit" {
				must(t, w.report.RejectCalls(t.Context(), w.clerk, f.ID, "Đọc nhầm", ""))
			} else {
				must(t, w.report.WithdrawCalls(t.Context(), w.specialist, f.ID, "Nhầm đơn vị", ""))
			}
			for field, got := range fields(w, f) {
				if want := was[field]; got.Text != want.Text || got.Name != want.Name || got.Account != want.Account || got.Call != 0 || got.At != want.At {
					t.Errorf("%s, %s: %+v, was %+v", who, field, got, want)
				}
			}
			rep, err := w.report.ReportOf(t.Context(), w.clerk, f.Request, w.xa.ID)
			must(t, err)
			if rep.Filing.State != report.StateReturned || rep.Filing.DraftVersion != v+4 {
				t.Errorf("%+v", rep.Filing)
			}
			// A page of before is told, and a new call may begin.
			stale, err := w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(v+3, map[string]string{"A2": "421"}))
			must(t, err)
			if len(stale.Conflicts) != 1 || stale.Conflicts[0].Text != "412" {
				t.Errorf("%+v", stale)
			}
			_, err = w.report.SaveByPhone(t.Context(), w.specialist, f.ID, call(v+4, map[string]string{"A2": "424"}))
			must(t, err)
		}
	})
}

// A save that was on its way while the report came back, or after the clock was set back, is the unit's own nevertheless: the
// level above neither reads it nor types over it.
func TestWhatTheUnitWritesIsItsOwnWhateverTheClockSays(t *testing.T) {
	w := newWorld(t)
	f := w.filed(w.open(w.boards()), w.pob, w.specialist, w.head)
	w.set(2021, 3, 10, 9)
	must(t, w.report.ReturnFiling(t.Context(), w.office, f.ID, report.Return{Version: 1, General: "Xem lại."}))
	if p, err := w.report.Phone(t.Context(), w.office, f.ID); err != nil || !p.May {
		t.Fatalf("it is not begun: %v %v", p.Why, err)
	}
	w.set(2021, 3, 10, 8)
	w.save(w.specialist, f, map[string]string{"B1": "1.111"})
	p, err := w.report.Phone(t.Context(), w.office, f.ID)
	must(t, err)
	if p.May || p.Draft.Fields["B1"].Text == "1.111" {
		t.Errorf("the level above reads %q", p.Draft.Fields["B1"].Text)
	}
}
