package report

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// receives refuses who does not take over what goes to the filing's receiver.
func (sc scene) receives(who actor.Actor) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	if mayReceive(who, sc.filing.Receiver, sc.today, sc.then) {
		return nil
	}
	if err := sc.readable(who); err != nil && !desk(who, sc.filing.Unit) {
		return err
	}
	return fault.Forbidden("actor.forbidden_receive_filing")
}

// Accept takes a filed version over. version is the one that was looked at.
func (s *Service) Accept(ctx context.Context, who actor.Actor, filing ident.ID, version int64, k string) error {
	return s.receive(ctx, who, filing, version, k, VerdictAccepted, nil)
}

// ReturnFiling sends a version back with remarks, in general or at fields.
func (s *Service) ReturnFiling(ctx context.Context, who actor.Actor, filing ident.ID, n Return) error {
	var remarks []Remark
	if text := strings.TrimSpace(n.General); text != "" {
		remarks = append(remarks, Remark{Text: text})
	}
	for field, text := range n.Fields {
		if text = strings.TrimSpace(text); text != "" {
			remarks = append(remarks, Remark{Field: field, Text: text})
		}
	}
	return s.receive(ctx, who, filing, n.Version, n.Key, VerdictReturned, remarks)
}

func (s *Service) receive(ctx context.Context, who actor.Actor, filing ident.ID, version int64, k, verdict string, remarks []Remark) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	return s.receiveIn(ctx, sc, who, version, k, verdict, remarks)
}

func (s *Service) receiveIn(ctx context.Context, sc scene, who actor.Actor, version int64, k, verdict string, remarks []Remark) error {
	filing := sc.filing.ID
	if err := sc.receives(who); err != nil {
		return err
	}
	if err := who.StepUp(actor.StepReceive); err != nil {
		return err
	}
	if err := checkRemarks(sc.form, verdict, remarks); err != nil {
		return err
	}
	if verdict == VerdictAccepted {
		remarks = []Remark{{}}
	}
	ids := make([]ident.ID, len(remarks))
	for i := range ids {
		ids[i] = s.IDs.New()
	}
	at := s.now()
	_, _, err := s.DB.Once(ctx, key(who, k), "report."+verdict, func(ctx context.Context, w *db.Write) (string, error) {
		f, _, err := loadFiling(ctx, w, filing)
		if err != nil {
			return "", err
		}
		if f.State != StateFiled {
			return "", fault.Conflict("report.not_filed", "state", stateText(f.Stage()))
		}
		if f.Current != version {
			return "", fault.Conflict("report.version_moved", "now", f.Current, "seen", version)
		}
		v, _, err := loadVersion(ctx, w, filing, f.Current)
		if err != nil {
			return "", err
		}
		for i, r := range remarks {
			r.Verdict, r.Name, r.Unit, r.At = verdict, who.Name, sc.filing.Receiver, at
			if err := insertRemark(ctx, w, ids[i], filing, f.Current, who.Account, r); err != nil {
				return "", err
			}
		}
		if verdict == VerdictReturned {
			if err := refill(ctx, w, sc.form, f, v, at); err != nil {
				return "", err
			}
		}
		f.State, f.ChangedAt = State(verdict), at
		if err := updateFiling(ctx, w, f); err != nil {
			return "", err
		}
		seq, err := journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "filing." + verdict, Subject: f.ID, Unit: f.Unit,
			Before: StateFiled, After: map[string]any{"state": f.State, "version": f.Current, "remarks": remarks}})
		if err != nil {
			return "", err
		}
		s.told(w, f, &v, seq)
		s.Hub.Tell(w, seq, OpenerTopic(sc.req.Opener))
		return "", nil
	})
	return err
}

// refill gives a returned report that was never typed here (taken over from
// elsewhere) a draft to mend: the version as somebody would have typed it.
func refill(ctx context.Context, w *db.Write, form Form, f Filing, v Version, at when.Instant) error {
	there, err := loadFields(ctx, w, f.ID)
	if err != nil || len(there) > 0 {
		return err
	}
	reasons := map[string]string{}
	for code, why := range v.Content.Reasons {
		reasons[code+whySuffix] = why
	}
	fields := seedFields(form, Seeded{Figures: v.Content.Figures, Texts: v.Content.Texts, Tables: v.Content.Tables, Fields: reasons})
	return saveFields(ctx, w, f.ID, fields, Typed{Version: f.DraftVersion, Name: v.FiledBy, At: at})
}

func checkRemarks(form Form, verdict string, remarks []Remark) error {
	if verdict != VerdictReturned {
		return nil
	}
	if len(remarks) == 0 {
		return fault.Invalid("general", "report.remark_missing")
	}
	known := map[string]bool{"": true}
	for _, ind := range form.Indicators {
		known[ind.Code] = true
	}
	for _, n := range form.Narratives {
		known[n.Code] = true
	}
	for _, r := range remarks {
		if !known[r.Field] {
			return fault.Invalid("", "report.unknown_field", "field", r.Field)
		}
		if len([]rune(r.Text)) > maxReason {
			return fault.TooLarge("remark-"+r.Field, "report.text_too_long", "most", maxReason)
		}
	}
	return nil
}
