package report

import (
	"context"
	"encoding/json"
	"maps"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Draft gives a unit's own desks what stands in the draft and what the checks say about it.
func (s *Service) Draft(ctx context.Context, who actor.Actor, filing ident.ID) (Draft, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return Draft{}, err
	}
	if err := sc.own(who, actor.DraftFiling); err != nil {
		return Draft{}, err
	}
	var d Draft
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		d, err = s.draft(ctx, r, sc, s.now())
		return err
	})
	return d, err
}

// draft reads what stands in a draft. What is counted from registers is counted as they stood at the moment, of a signed one at its signature.
func (s *Service) draft(ctx context.Context, q db.Querier, sc scene, at when.Instant) (Draft, error) {
	f, _, err := loadFiling(ctx, q, sc.filing.ID)
	if err != nil {
		return Draft{}, err
	}
	fields, err := loadFields(ctx, q, f.ID)
	if err != nil {
		return Draft{}, err
	}
	past, err := s.past(ctx, q, sc)
	if err != nil {
		return Draft{}, err
	}
	var sd signedDraft
	if f.State == StateSigned { // what is signed stands, whatever the registers and earlier reports say since
		if sd, err = f.decodeSigned(); err != nil {
			return Draft{}, err
		}
		past.Sourced, at = sc.form.sourcedOf(sd.Content.Figures), sd.Signature.At
	} else if past.Sourced, err = s.sourced(ctx, q, sc, at); err != nil {
		return Draft{}, err
	}
	d := Draft{At: at, Version: f.DraftVersion, Fields: fields, Before: past.Before, Earlier: past, Reading: sc.form.ReadWith(entries(fields), past)}
	if d.Parts, err = s.partsOf(ctx, q, sc.kin(), sc.req.Period.PeriodName()); err != nil {
		return Draft{}, err
	}
	sc.form.againstParts(&d.Reading, entries(fields), &d.Parts)
	if f.State == StateSigned {
		d.Reading.Content = sd.Content
	}
	return d, nil
}

func entries(fields map[string]Typed) Entries {
	e := make(Entries, len(fields))
	for field, t := range fields {
		e[field] = t.Text
	}
	return e
}

// past gives what earlier filings tell a draft, as far as the form asks for it.
func (s *Service) past(ctx context.Context, q db.Querier, sc scene) (past Earlier, err error) {
	if past.Before, err = s.yearBefore(ctx, q, sc); err != nil || !sc.form.program().past {
		return past, err
	}
	figures := func(to *Figures, p when.PeriodName) error {
		c, ok, err := s.earlier(ctx, q, sc.kin(), p)
		if ok {
			*to = c.Figures
		}
		return err
	}
	if p := sc.req.Period.PeriodName(); p != (when.PeriodName{}) {
		if err := figures(&past.Previous, p.Previous()); err != nil {
			return past, err
		}
		if err := figures(&past.Same, p.SameLastYear()); err != nil {
			return past, err
		}
	}
	if sc.form.Cumulative() {
		if past.InYear, err = s.lastInYear(ctx, q, sc.kin(), sc.req.Period.To); err != nil {
			return past, err
		}
	}
	return past, nil
}

// yearBefore sums, for each indicator that counts from the start of the year,
// what the unit filed for the earlier periods of the year. An indicator is
// known only where every one of them has its figure.
func (s *Service) yearBefore(ctx context.Context, q db.Querier, sc scene) (map[string]int64, error) {
	known := map[string]int64{}
	for _, slot := range sc.form.Slots() {
		if slot.Before != "" {
			known[slot.Before] = 0
		}
	}
	p := sc.req.Period.PeriodName()
	if len(known) == 0 || p.Kind != when.Month && p.Kind != when.Quarter && p.Kind != when.Half {
		if p == (when.PeriodName{}) {
			return nil, nil // an ad-hoc span: nobody knows what came before it
		}
		return known, nil
	}
	for n := 1; n < p.N; n++ {
		c, ok, err := s.earlier(ctx, q, sc.kin(), when.PeriodName{Kind: p.Kind, Year: p.Year, N: n})
		if err != nil {
			return nil, err
		}
		for code := range maps.Clone(known) {
			if v, has := c.Figures[code]; ok && has {
				known[code] += v
			} else {
				delete(known, code)
			}
		}
	}
	return known, nil
}

// Compared is what the same unit filed for other periods, to stand beside its draft.
type Compared struct {
	Previous, SameLastYear *Content
	PreviousName           when.PeriodName
	SameName               when.PeriodName
	Recent                 []Figures // of the last periods of the same kind before this one, the newest first
	Written                *Written  // whose texts go on in this report, nil for none
}

// Written is an earlier report of the unit with its period.
type Written struct {
	Content Content
	Period  calendar.Period
}

// Compare gives what the unit filed for the period before and the same period a year ago.
func (s *Service) Compare(ctx context.Context, who actor.Actor, filing ident.ID) (Compared, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return Compared{}, err
	}
	if !desk(who, sc.filing.Unit) {
		if err := sc.readable(who); err != nil {
			return Compared{}, err
		}
	}
	p := sc.req.Period.PeriodName()
	c := Compared{PreviousName: p.Previous(), SameName: p.SameLastYear()}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		for _, part := range []struct {
			name when.PeriodName
			to   **Content
		}{{c.PreviousName, &c.Previous}, {c.SameName, &c.SameLastYear}} {
			if part.name == (when.PeriodName{}) {
				continue
			}
			found, ok, err := s.earlier(ctx, r, sc.kin(), part.name)
			if err != nil {
				return err
			}
			if ok {
				*part.to = &found
			}
		}
		if p != (when.PeriodName{}) {
			if c.Recent, err = s.recent(ctx, r, sc.kin(), p); err != nil {
				return err
			}
		}
		c.Written, err = s.written(ctx, r, sc, c.Previous)
		return err
	})
	return c, err
}

// written finds the report whose texts go on in this one: that of the period
// before, of the same kind. A cumulative report goes on from the last one of
// any kind, as does the first of its kind: 6 months from the first quarter.
func (s *Service) written(ctx context.Context, q db.Querier, sc scene, previous *Content) (*Written, error) {
	p := sc.req.Period
	if previous != nil && !sc.form.Cumulative() {
		name := p.PeriodName().Previous()
		span := name.Span()
		return &Written{*previous, calendar.Period{Kind: name.Kind, Year: name.Year, N: name.N, From: span.From, To: span.To}}, nil
	}
	w, ok, err := s.lastBefore(ctx, q, sc.kin(), p.To)
	if !ok {
		return nil, err
	}
	return &w, err
}

// SaveDraft keeps what was typed, right or wrong. Fields that another desk
// changed since the base come back as clashes and stay as they are.
func (s *Service) SaveDraft(ctx context.Context, who actor.Actor, filing ident.ID, save Save) (Saved, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return Saved{}, err
	}
	return s.saveDraft(ctx, who, sc, save)
}

// SaveDraftOf is SaveDraft by request and unit. form is the version on which it was typed, 0 where nobody says: another one is refused.
func (s *Service) SaveDraftOf(ctx context.Context, who actor.Actor, request, unit, form ident.ID, save Save) (Saved, error) {
	sc, err := s.setting(ctx, func(ctx context.Context, q db.Querier) (Filing, bool, error) {
		return loadFilingOf(ctx, q, request, unit)
	})
	if err != nil {
		return Saved{}, err
	}
	if form != 0 && form != sc.form.ID {
		if err := sc.own(who, actor.DraftFiling); err != nil {
			return Saved{}, err
		}
		return Saved{}, fault.Conflict("report.form_changed", "n", sc.form.Version)
	}
	return s.saveDraft(ctx, who, sc, save)
}

func (s *Service) saveDraft(ctx context.Context, who actor.Actor, sc scene, save Save) (Saved, error) {
	if err := sc.own(who, actor.DraftFiling); err != nil {
		return Saved{}, err
	}
	if err := sc.form.checkFields(save.Fields); err != nil {
		return Saved{}, err
	}
	now, filing := s.now(), sc.filing.ID
	result, _, err := s.DB.Once(ctx, key(who, save.Key), "report.save_draft", func(ctx context.Context, w *db.Write) (string, error) {
		f, _, err := loadFiling(ctx, w, filing)
		if err != nil {
			return "", err
		}
		if err := mayEdit(f); err != nil {
			return "", err
		}
		at := now
		if f.State == StateReturned { // it was on its way while the report came back, or the clock went back: it is later than the return nevertheless, see phoneable
			at = max(at, f.ChangedAt+1)
		}
		fields, err := loadFields(ctx, w, filing)
		if err != nil {
			return "", err
		}
		if save.Only && f.DraftVersion != save.Base {
			return "", fault.Conflict("report.draft_moved", "now", f.DraftVersion, "seen", save.Base)
		}
		changed, clashes := merge(fields, save)
		if len(changed) > 0 {
			stage := f.Stage()
			f.DraftVersion++
			f.ChangedAt = at
			if err := saveFields(ctx, w, filing, changed, Typed{Version: f.DraftVersion, Account: who.Account, Name: who.Name, At: at}); err != nil {
				return "", err
			}
			if err := updateFiling(ctx, w, f); err != nil {
				return "", err
			}
			if phoned(fields) { // the draft is the unit's own from here on
				if err := s.takeCalls(ctx, w, f, at, who.Name); err != nil {
					return "", err
				}
			}
			if f.Stage() != stage {
				s.told(w, f, nil, 0)
			} else {
				s.Hub.Tell(w, 0, DeskTopic(filing)) // others who have it open
			}
		}
		return savedText(f.DraftVersion, at, clashes)
	})
	if err != nil {
		return Saved{}, err
	}
	var saved Saved
	return saved, json.Unmarshal([]byte(result), &saved)
}
