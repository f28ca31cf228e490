package report

import (
	"context"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Submission is a draft on its way to the head's signature, and back.
type Submission struct {
	At   when.Instant // 0: not submitted
	By   string
	Note string

	HandedAt   when.Instant // when the head last gave it back, 0: never
	HandedBy   string
	HandedNote string
}

// Waiting tells whether the draft lies with the head.
func (s Submission) Waiting() bool { return !s.At.Zero() }

// Submit hands a draft to the unit's head for signature. Until the head signs
// or gives it back, or the desk takes it back, nobody writes in it. It stays
// within the unit and leaves no trace in the journal. What the head could not
// sign is refused with every finding at its field, as Sign refuses it.
func (s *Service) Submit(ctx context.Context, who actor.Actor, filing ident.ID, draft int64, note, k string) error {
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > maxReason {
		return fault.TooLarge("note", "report.too_long", "most", maxReason)
	}
	return s.onDesk(ctx, who, filing, actor.DraftFiling, "report.submit", k, func(ctx context.Context, w *db.Write, sc scene, f *Filing, at when.Instant) error {
		switch {
		case f.Submission.Waiting():
			return fault.Conflict("report.submitted_already", "name", f.Submission.By, "at", f.Submission.At)
		case f.DraftVersion == 0:
			return fault.Conflict("report.nothing_to_submit")
		case f.DraftVersion != draft:
			return fault.Conflict("report.draft_moved", "now", f.DraftVersion, "seen", draft)
		}
		d, err := s.draft(ctx, w, sc, at)
		if err != nil {
			return err
		}
		if err := d.Reading.Faults.Or(); err != nil {
			return err
		}
		f.Submission = Submission{At: at, By: who.Name, Note: note}
		return nil
	})
}

// TakeBack lets the desk write in a draft again that it had submitted.
func (s *Service) TakeBack(ctx context.Context, who actor.Actor, filing ident.ID, k string) error {
	return s.onDesk(ctx, who, filing, actor.DraftFiling, "report.take_back", k, func(_ context.Context, _ *db.Write, _ scene, f *Filing, _ when.Instant) error {
		if !f.Submission.Waiting() {
			return fault.Conflict("report.not_submitted")
		}
		f.Submission.At, f.Submission.By, f.Submission.Note = 0, "", ""
		return nil
	})
}

// HandBack gives a submitted draft back to the desk, with what is to be mended.
func (s *Service) HandBack(ctx context.Context, who actor.Actor, filing ident.ID, remark, k string) error {
	remark = strings.TrimSpace(remark)
	return s.onDesk(ctx, who, filing, actor.SignFiling, "report.hand_back", k, func(_ context.Context, _ *db.Write, _ scene, f *Filing, at when.Instant) error {
		switch n := utf8.RuneCountInString(remark); {
		case n == 0:
			return fault.Invalid("remark", "report.hand_back_why")
		case n > maxReason:
			return fault.TooLarge("remark", "report.too_long", "most", maxReason)
		case !f.Submission.Waiting():
			return fault.Conflict("report.not_submitted")
		}
		f.Submission = Submission{HandedAt: at, HandedBy: who.Name, HandedNote: remark}
		return nil
	})
}

// deskAct judges and changes a filing within its piece.
type deskAct func(ctx context.Context, w *db.Write, sc scene, f *Filing, at when.Instant) error

// onDesk changes a draft's way within its unit.
func (s *Service) onDesk(ctx context.Context, who actor.Actor, filing ident.ID, may actor.Action, act, k string, change deskAct) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	if err := sc.own(who, may); err != nil {
		return err
	}
	if who.Kind == actor.Program {
		return fault.Forbidden("actor.not_by_token")
	}
	at := s.now()
	_, _, err = s.DB.Once(ctx, key(who, k), act, func(ctx context.Context, w *db.Write) (string, error) {
		f, _, err := loadFiling(ctx, w, filing)
		if err != nil {
			return "", err
		}
		if !f.State.Editable() {
			return "", fault.Conflict("report.locked", "state", stateText(f.Stage()))
		}
		if err := change(ctx, w, sc, &f, at); err != nil {
			return "", err
		}
		if err := updateFiling(ctx, w, f); err != nil {
			return "", err
		}
		if f.Submission.Waiting() { // what the level above typed is the desk's own word now
			if err := s.takeCalls(ctx, w, f, at, who.Name); err != nil {
				return "", err
			}
		}
		s.Hub.Tell(w, 0, "home:"+f.Unit.String())
		return "", nil
	})
	return err
}
