package report

import (
	"context"
	"maps"
	"slices"
	"sync"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report/rollup"
)

// Untaken is a report that was picked to be accepted and was not, with why: it changed meanwhile, or is not the reader's to receive.
type Untaken struct {
	Unit org.Unit
	Why  error
}

// abreast is how many acceptances of one act wait for their commit together: they share it.
const abreast = 8

// AcceptAll accepts several reports of a request, each as Accept does: by its own right, at the version that was looked at, with
// an entry of its own in the journal. One that cannot be accepted stops no other and is given back with the reason. Sent again
// under the same key it does what was not done yet. versions is by filing.
func (s *Service) AcceptAll(ctx context.Context, who actor.Actor, request ident.ID, versions map[ident.ID]int64, k string) (accepted int, left []Untaken, err error) {
	req, _, today, then, err := s.readableRequest(ctx, who, request)
	if err != nil {
		return 0, nil, err
	}
	if !mayReceive(who, req.Opener, today, then) && !who.HasOver(actor.ReceiveFiling, who.Unit, today) {
		return 0, nil, fault.Forbidden("actor.forbidden_receive_filing")
	}
	if len(versions) == 0 {
		return 0, nil, fault.Invalid("filings", "report.accept_nobody")
	}
	if err := who.StepUp(actor.StepReceive); err != nil {
		return 0, nil, err
	}
	filings := slices.Sorted(maps.Keys(versions))
	refused := make([]error, len(filings))
	units := make([]org.Unit, len(filings))
	one := func(i int) error {
		sc, err := s.scene(ctx, filings[i])
		if err == nil && sc.req.ID != request {
			err = fault.NotFound("report.no_such_filing")
		}
		if err != nil {
			return err
		}
		units[i] = sc.unit(sc.filing.Unit)
		each := k
		if k != "" {
			each += "/" + filings[i].String()
		}
		return s.receiveIn(ctx, sc, who, versions[filings[i]], each, VerdictAccepted, nil)
	}
	var all sync.WaitGroup
	free := make(chan struct{}, abreast)
	for i := range filings {
		free <- struct{}{}
		all.Go(func() {
			refused[i] = one(i)
			<-free
		})
	}
	all.Wait()
	for i, why := range refused {
		switch {
		case why == nil:
			accepted++
		case fault.KindOf(why) == fault.KindConflict, fault.KindOf(why) == fault.KindForbidden, fault.KindOf(why) == fault.KindNotFound:
			left = append(left, Untaken{units[i], why})
		default: // what is accepted stays so; pressed again, the rest follows
			return 0, nil, why
		}
	}
	return accepted, left, nil
}

// Arrived is a filed report that waits at a board to be accepted or returned.
type Arrived struct {
	Line
	Explained int   // fields at which the unit had to say why they are so
	Odd       []Odd // figures that leave the unit's own past
}

// ToReceive lists what waits at a board for who receives there, in the board's order.
func (s *Service) ToReceive(ctx context.Context, who actor.Actor, request, unit ident.ID) ([]Arrived, error) {
	v, err := s.view(ctx, who, request, unit, 0)
	if err != nil {
		return nil, err
	}
	lines, err := v.lines()
	if err != nil {
		return nil, err
	}
	if !mayReceive(who, v.unit, v.today, v.then) {
		return nil, nil
	}
	var list []Arrived
	newest := map[ident.ID]int64{}
	for _, l := range lines {
		if l.Stage == rollup.Filed {
			list = append(list, Arrived{Line: l})
			newest[l.Filing] = l.Version
		}
	}
	explained, err := s.explainedIn(ctx, newest)
	if err != nil {
		return nil, err
	}
	filed := make([]Line, len(list))
	for i := range list {
		filed[i] = list[i].Line
	}
	odd, err := s.oddIn(ctx, v.live.req, v.live.lay.form, filed)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Explained, list[i].Odd = explained[list[i].Filing], odd[list[i].Filing]
	}
	return list, nil
}

// warnedVersion is how many fields a version explains. A version never changes, so what was read of it stays true: a board of a
// thousand waiting reports reads each of them once.
type warnedVersion struct {
	version int64
	fields  int
}

// mostWarned bounds what is kept of versions; one takes some 60 bytes.
const mostWarned = 20_000

// explainedIn counts the fields that versions explain, by filing.
func (s *Service) explainedIn(ctx context.Context, versions map[ident.ID]int64) (map[ident.ID]int, error) {
	out, unread := make(map[ident.ID]int, len(versions)), map[ident.ID]int64{}
	s.mu.Lock()
	for filing, version := range versions {
		if one, ok := s.warned[filing]; ok && one.version == version {
			out[filing] = one.fields
		} else {
			unread[filing] = version
		}
	}
	s.mu.Unlock()
	for part := range slices.Chunk(slices.Sorted(maps.Keys(unread)), readTogether) {
		named := make(map[ident.ID]int64, len(part))
		for _, filing := range part {
			named[filing] = unread[filing]
		}
		err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
			found, err := versionsAt(ctx, r, named)
			if err != nil {
				return err
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			if len(s.warned)+len(found) > mostWarned { // those in use are soon read again
				clear(s.warned)
			}
			for filing, v := range found {
				out[filing] = len(v.Content.Reasons)
				s.warned[filing] = warnedVersion{v.Version, out[filing]}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
