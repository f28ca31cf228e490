package report

import (
	"context"
	"io"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// readable refuses who may not see what the unit filed.
func (sc scene) readable(who actor.Actor) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	if !mayRead(who, sc.filing.Unit, sc.today, sc.then) {
		return fault.NotFound("report.no_such_filing")
	}
	return nil
}

// Report is a unit's report as one reader may see it. Versions are what was
// filed; a draft is never part of it.
type Report struct {
	Filing     Filing
	Request    Request
	Form       Form
	Unit       org.Unit
	Receiver   org.Unit
	Versions   []Version  // newest first
	Moves      []Moved    // that the period ends on another day, newest first
	Signature  *Signature // of a signed report that was not sent yet; own desks only
	Tasks      []task.Task
	MayDraft   bool
	MaySign    bool
	MayReceive bool
}

// Own tells whether the reader works on the unit's drafts.
func (r Report) Own() bool { return r.MayDraft || r.MaySign }

// Report gives a filing to the unit's own desks and to who may read what it filed.
func (s *Service) Report(ctx context.Context, who actor.Actor, filing ident.ID) (Report, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return Report{}, err
	}
	return s.report(ctx, who, sc)
}

// ReportOf is Report by request and unit.
func (s *Service) ReportOf(ctx context.Context, who actor.Actor, request, unit ident.ID) (Report, error) {
	sc, err := s.setting(ctx, func(ctx context.Context, q db.Querier) (Filing, bool, error) {
		return loadFilingOf(ctx, q, request, unit)
	})
	if err != nil {
		return Report{}, err
	}
	return s.report(ctx, who, sc)
}

func (s *Service) report(ctx context.Context, who actor.Actor, sc scene) (Report, error) {
	own := desk(who, sc.filing.Unit)
	if err := sc.readable(who); err != nil && !own {
		return Report{}, err
	}
	r := Report{Filing: sc.filing, Request: sc.req, Form: sc.form, Unit: sc.unit(sc.filing.Unit), Receiver: sc.unit(sc.filing.Receiver),
		MayDraft: who.HasAt(actor.DraftFiling, sc.filing.Unit), MaySign: who.HasAt(actor.SignFiling, sc.filing.Unit),
		MayReceive: mayReceive(who, sc.filing.Receiver, sc.today, sc.then)}
	err := s.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		if r.Versions, err = loadVersions(ctx, q, sc.filing.ID); err != nil {
			return err
		}
		if r.Moves, err = movesOf(ctx, q, sc.req.ID); err != nil {
			return err
		}
		if s.Task != nil {
			r.Tasks, err = s.Task.OfPeriod(ctx, q, sc.filing.Unit, sc.req.Period.ID)
		}
		return err
	})
	if err != nil {
		return Report{}, err
	}
	if own && sc.filing.State == StateSigned {
		sd, err := sc.filing.decodeSigned()
		if err != nil {
			return Report{}, err
		}
		r.Signature = &sd.Signature
	}
	r.Filing.signed = ""
	return r, nil
}

// unit gives a unit as it was at the end of the period, or as it is today.
func (sc scene) unit(id ident.ID) org.Unit {
	if u, ok := sc.then.Unit(id); ok {
		return u
	}
	u, _ := sc.today.Unit(id)
	return u
}

// SignedFile opens the signed PDF of a version. Close it.
func (s *Service) SignedFile(ctx context.Context, who actor.Actor, filing ident.ID, version int64) (io.ReadSeekCloser, Version, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return nil, Version{}, err
	}
	if err := sc.readable(who); err != nil && !desk(who, sc.filing.Unit) {
		return nil, Version{}, err
	}
	var v Version
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		var ok bool
		if v, ok, err = loadVersion(ctx, r, filing, version); err != nil {
			return err
		}
		if !ok {
			return fault.NotFound("report.no_such_version")
		}
		if v.File == "" {
			return fault.NotFound("report.no_such_file")
		}
		return nil
	})
	if err != nil {
		return nil, Version{}, err
	}
	body, _, err := s.Blob.Open(v.File)
	return body, v, err
}

// readableRequest gives a request to whom it concerns.
func (s *Service) readableRequest(ctx context.Context, who actor.Actor, id ident.ID) (r Request, f Form, today, then *org.Tree, err error) {
	if err = who.SignedIn(); err != nil {
		return
	}
	err = s.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		r, f, err = s.request(ctx, q, id)
		return err
	})
	if err != nil {
		return
	}
	if today, then, err = s.trees(ctx, r); err != nil {
		return
	}
	if who.Kind == actor.System {
		return
	}
	for _, unit := range who.Units() {
		if then.Contains(r.Opener, unit) || today.Contains(r.Opener, unit) || mayRead(who, r.Opener, today, then) {
			return
		}
	}
	err = fault.NotFound("report.no_such_request")
	return
}

// Asked is a report that a unit owes or has filed.
type Asked struct {
	Filing  Filing
	Request Request
	Moved   *Moved // the last notice that the period ends on another day, nil for none

	chased *Reminder
}

// Reminder gives the last reminder by a person that still stands.
func (a Asked) Reminder() (Reminder, bool) {
	if a.chased == nil || a.Filing.In() {
		return Reminder{}, false
	}
	return *a.chased, true
}

// ForUnit lists what is asked of a unit, the newest deadline first: to its own desks, and to who may read what it files.
func (s *Service) ForUnit(ctx context.Context, who actor.Actor, unit ident.ID) ([]Asked, error) {
	return s.forUnit(ctx, who, unit, 0)
}

// MovedForUnit is ForUnit of those of which a notice since some time says that the period ends on another day.
func (s *Service) MovedForUnit(ctx context.Context, who actor.Actor, unit ident.ID, since when.Instant) ([]Asked, error) {
	return s.forUnit(ctx, who, unit, since)
}

func (s *Service) forUnit(ctx context.Context, who actor.Actor, unit ident.ID, moved when.Instant) ([]Asked, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	today, err := s.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if !desk(who, unit) && !who.HasOver(actor.ReadFiled, unit, today) {
		return nil, who.At(actor.ReadFiled, unit)
	}
	var list []Asked
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		pairs, err := filingsOfUnit(ctx, r, unit, moved, listLimit)
		if err != nil {
			return err
		}
		if len(pairs) == 0 {
			return nil
		}
		known := regimeNames{}
		for _, p := range pairs {
			f, err := s.form(ctx, r, p.r.Form, p.r.Basis)
			if err != nil {
				return err
			}
			if err := s.name(ctx, r, &p.r, f, known); err != nil {
				return err
			}
			p.f.signed = ""
			list = append(list, Asked{Filing: p.f, Request: p.r})
		}
		if err := lastMoved(ctx, r, unit, list); err != nil {
			return err
		}
		return lastChased(ctx, r, unit, list)
	})
	return list, err
}

// Opened is a request with what has come in at one unit.
type Opened struct {
	Request  Request
	Mine     bool         // this unit opened it; else it only receives the reports of the units below
	Deadline when.Instant // the last of those units
	Expected int64
	In       int64 // filed or accepted
	Waiting  int64 // filed, to be accepted or returned
	Returned int64
	Asking   int64 // accepted, and their units ask to correct them
}

// Received lists the requests that a unit opened and those in which reports come to it, the newest first.
func (s *Service) Received(ctx context.Context, who actor.Actor, unit ident.ID) ([]Opened, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	today, err := s.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := who.Over(actor.ReadFiled, unit, today); err != nil {
		return nil, err
	}
	var list []Opened
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		own, err := requestsOpenedBy(ctx, r, unit, listLimit)
		if err != nil {
			return err
		}
		others, err := requestsReceivedBy(ctx, r, unit, listLimit)
		if err != nil {
			return err
		}
		counts, err := countReceived(ctx, r, unit)
		if err != nil {
			return err
		}
		asking, err := correctionsAsked(ctx, r, unit)
		if err != nil {
			return err
		}
		known := regimeNames{}
		for _, req := range append(own, others...) {
			f, err := s.form(ctx, r, req.Form, req.Basis)
			if err != nil {
				return err
			}
			if err := s.name(ctx, r, &req, f, known); err != nil {
				return err
			}
			o := counts[req.ID]
			o.Asking = asking[req.ID]
			o.Request, o.Mine = req, req.Opener == unit
			if o.Deadline.Zero() { // it opened what goes to units in between
				o.Deadline = req.Deadline
			}
			list = append(list, o)
		}
		return nil
	})
	return list, err
}

// countReceived counts, by request, the reports that come straight to a unit.
func countReceived(ctx context.Context, q db.Querier, unit ident.ID) (map[ident.ID]Opened, error) {
	type row struct {
		request ident.ID
		state   State
		n       int64
		due     when.Instant
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.request, &r.state, &r.n, &r.due) },
		`select request, state, count(id), max(deadline) from filing where receiver = $1 group by request, state`, unit)
	if err != nil {
		return nil, err
	}
	m := map[ident.ID]Opened{}
	for _, r := range rows {
		o := m[r.request]
		o.Expected += r.n
		o.Deadline = max(o.Deadline, r.due)
		switch r.state {
		case StateFiled:
			o.In += r.n
			o.Waiting += r.n
		case StateAccepted:
			o.In += r.n
		case StateReturned:
			o.Returned += r.n
		}
		m[r.request] = o
	}
	return m, nil
}
