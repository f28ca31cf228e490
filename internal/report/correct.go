package report

import (
	"context"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
)

// An accepted report is corrected in two steps: the unit may ask for it, the
// receiver opens it again with a reason. The unit then files a new version; the
// versions before, and the editions that quote them, stay as they are.
const (
	VerdictAsked    = "asked"    // the unit asks to correct an accepted version
	VerdictReopened = "reopened" // the level above opens it again
)

// Reopen gives an accepted report back to its unit to be corrected, with the reason. version is the one that was looked at.
func (s *Service) Reopen(ctx context.Context, who actor.Actor, filing ident.ID, version int64, reason, k string) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	if err := sc.receives(who); err != nil {
		return err
	}
	if err := who.StepUp(actor.StepReceive); err != nil {
		return err
	}
	return s.correct(ctx, who, sc, version, reason, k, VerdictReopened)
}

// AskCorrection asks the level above to open an accepted report again. Nothing changes by asking.
func (s *Service) AskCorrection(ctx context.Context, who actor.Actor, filing ident.ID, version int64, reason, k string) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	if err := sc.own(who, actor.DraftFiling); err != nil {
		return err
	}
	if who.Kind == actor.Program {
		return fault.Forbidden("actor.not_by_token")
	}
	return s.correct(ctx, who, sc, version, reason, k, VerdictAsked)
}

func (s *Service) correct(ctx context.Context, who actor.Actor, sc scene, version int64, reason, k, verdict string) error {
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "":
		return fault.Invalid("reason", "report.correct_reason_missing")
	case utf8.RuneCountInString(reason) > maxReason:
		return fault.TooLarge("reason", "report.text_too_long", "most", maxReason)
	}
	id, at := s.IDs.New(), s.now()
	unit := sc.filing.Receiver
	if verdict == VerdictAsked {
		unit = sc.filing.Unit
	}
	_, _, err := s.DB.Once(ctx, key(who, k), "report."+verdict, func(ctx context.Context, w *db.Write) (string, error) {
		f, _, err := loadFiling(ctx, w, sc.filing.ID)
		if err != nil {
			return "", err
		}
		if f.State != StateAccepted {
			return "", fault.Conflict("report.not_accepted", "state", stateText(f.Stage()))
		}
		if f.Current != version {
			return "", fault.Conflict("report.version_moved", "now", f.Current, "seen", version)
		}
		v, _, err := loadVersion(ctx, w, f.ID, f.Current)
		if err != nil {
			return "", err
		}
		if err := insertRemark(ctx, w, id, f.ID, f.Current, who.Account, Remark{Verdict: verdict, Text: reason, Name: who.Name, Unit: unit, At: at}); err != nil {
			return "", err
		}
		if verdict == VerdictReopened {
			if err := refill(ctx, w, sc.form, f, v, at); err != nil {
				return "", err
			}
			f.State, f.ChangedAt = StateReturned, at
			if err := updateFiling(ctx, w, f); err != nil {
				return "", err
			}
		}
		seq, err := journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "filing." + verdict, Subject: f.ID, Unit: f.Unit, Note: reason,
			Before: StateAccepted, After: map[string]any{"state": f.State, "version": f.Current}})
		if err != nil {
			return "", err
		}
		s.told(w, f, &v, seq)
		s.Hub.Tell(w, seq, OpenerTopic(sc.req.Opener))
		return "", nil
	})
	return err
}

// AskedCorrection gives the unit's request to correct its accepted version, where one waits for an answer.
func (r Report) AskedCorrection() (Remark, bool) {
	if r.Filing.State != StateAccepted || len(r.Versions) == 0 {
		return Remark{}, false
	}
	for _, rem := range r.Versions[0].Remarks {
		if rem.Verdict == VerdictAsked {
			return rem, true
		}
	}
	return Remark{}, false
}

// correctionsAsked counts, by request, the accepted reports that come to a unit and whose units ask to correct them.
func correctionsAsked(ctx context.Context, q db.Querier, receiver ident.ID) (map[ident.ID]int64, error) {
	type row struct {
		request ident.ID
		n       int64
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.request, &r.n) },
		`select f.request, count(distinct f.id) from filing f join filing_remark r on r.filing = f.id and r.version = f.current and r.verdict = 'asked'
			where f.receiver = $1 and f.state = 'accepted' group by f.request`, receiver)
	m := map[ident.ID]int64{}
	for _, r := range rows {
		m[r.request] = r.n
	}
	return m, err
}
