package report

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/person"
	"giaoban/internal/transparency"
	"giaoban/internal/when"
)

// signedDraft is what stands between signing and filing.
type signedDraft struct {
	Content   Content   `json:"content"`
	Signature Signature `json:"signature"`
}

func (f Filing) decodeSigned() (signedDraft, error) {
	var sd signedDraft
	if err := json.Unmarshal([]byte(f.signed), &sd); err != nil {
		return sd, fmt.Errorf("report: signed content of filing %s: %w", f.ID, err)
	}
	return sd, nil
}

// Signer shows a head how the signature would read today.
func (s *Service) Signer(ctx context.Context, who actor.Actor, filing ident.ID) (name, title string, err error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return "", "", err
	}
	if err := sc.own(who, actor.SignFiling); err != nil {
		return "", "", err
	}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		name, title, err = signer(ctx, r, s.Person, who, s.today())
		return err
	})
	return name, title, err
}

func signer(ctx context.Context, q db.Querier, people *person.Service, who actor.Actor, on when.Date) (name, title string, err error) {
	if who.Person == 0 {
		return "", "", fault.Forbidden("report.no_person")
	}
	title, err = people.TitlesOn(ctx, q, who.Person, on)
	return who.Name, title, err
}

// Sign runs all checks and freezes content and signature. It refuses with every
// finding at its field, and where the draft moved since the signer saw it.
func (s *Service) Sign(ctx context.Context, who actor.Actor, filing ident.ID, n Signing) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	if err := sc.own(who, actor.SignFiling); err != nil {
		return err
	}
	if err := who.StepUp(actor.StepSign); err != nil {
		return err
	}
	if !n.Capacity.Known() {
		return fault.Invalid("capacity", "report.capacity_unknown")
	}
	if who.Kind != actor.System && !slices.Contains(who.SignsAs(sc.filing.Unit), n.Capacity) {
		return fault.Invalid("capacity", "report.capacity_not_given")
	}
	at := s.now()
	_, _, err = s.DB.Once(ctx, key(who, n.Key), "report.sign", func(ctx context.Context, w *db.Write) (string, error) {
		f, _, err := loadFiling(ctx, w, filing)
		if err != nil {
			return "", err
		}
		if f.State == StateSigned {
			return "", fault.Conflict("report.signed_already")
		}
		if !f.State.Editable() {
			return "", mayEdit(f)
		}
		if f.DraftVersion != n.Draft {
			return "", fault.Conflict("report.draft_moved", "now", f.DraftVersion, "seen", n.Draft)
		}
		d, err := s.draft(ctx, w, sc, at)
		if err != nil {
			return "", err
		}
		if n.Sourced != "" && n.Sourced != d.SourcedText() {
			return "", fault.Conflict("report.sourced_moved")
		}
		if n.Seen != "" {
			seen, err := d.Seen()
			if err != nil {
				return "", err
			}
			if n.Seen != seen {
				return "", fault.Conflict("report.seen_moved")
			}
		}
		if err := d.Reading.Faults.Or(); err != nil {
			return "", err
		}
		sig := Signature{Account: who.Account, Person: who.Person, Capacity: n.Capacity, At: at, Draft: f.DraftVersion}
		if sig.Name, sig.Title, err = signer(ctx, w, s.Person, who, at.Date()); err != nil {
			return "", err
		}
		sig.Drafters, sig.Same = drafters(d.Fields, who.Account)
		if sig.ByPhone, err = s.byPhone(ctx, w, sc, d.Fields); err != nil {
			return "", err
		}
		if sig.ByPhone != nil {
			if err := s.takeCalls(ctx, w, f, at, who.Name); err != nil {
				return "", err
			}
		}
		body, err := json.Marshal(signedDraft{d.Reading.Content, sig})
		if err != nil {
			return "", err
		}
		before := f.State
		f.State, f.signed, f.ChangedAt = StateSigned, string(body), at
		if err := updateFiling(ctx, w, f); err != nil {
			return "", err
		}
		seq, err := journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "filing.signed", Subject: f.ID, Unit: f.Unit, Before: before, After: sig})
		if err != nil {
			return "", err
		}
		s.told(w, f, nil, seq)
		return "", nil
	})
	return err
}

// Unsign takes a signature back before the report is sent, so that it can be mended.
func (s *Service) Unsign(ctx context.Context, who actor.Actor, filing ident.ID, k string) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	if err := sc.own(who, actor.SignFiling); err != nil {
		return err
	}
	if err := who.StepUp(actor.StepSign); err != nil {
		return err
	}
	at := s.now()
	_, _, err = s.DB.Once(ctx, key(who, k), "report.unsign", func(ctx context.Context, w *db.Write) (string, error) {
		f, _, err := loadFiling(ctx, w, filing)
		if err != nil {
			return "", err
		}
		if f.State != StateSigned {
			return "", fault.Conflict("report.not_signed")
		}
		f.State, f.signed, f.ChangedAt, f.Submission = StateDraft, "", at, Submission{}
		if f.Current > 0 {
			f.State = StateReturned
		}
		if err := updateFiling(ctx, w, f); err != nil {
			return "", err
		}
		seq, err := journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "filing.unsigned", Subject: f.ID, Unit: f.Unit, Before: StateSigned, After: f.State})
		if err != nil {
			return "", err
		}
		s.told(w, f, nil, seq)
		return "", nil
	})
	return err
}

// File sends the signed report with number and date of the official document,
// and its signed PDF if there is one. What is sent is exactly what was signed.
func (s *Service) File(ctx context.Context, who actor.Actor, filing ident.ID, o Official) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	if err := sc.own(who, actor.DraftFiling); err != nil {
		return err
	}
	if who.Kind == actor.Program { // it may write the draft; sending is an act of the office
		return fault.Forbidden("actor.not_by_token")
	}
	at := s.now()
	if sc.filing.State == StateSigned { // an unsigned report is refused for that, not for its number
		if err := checkOfficial(o, sc.req.Period.From, at.Date()); err != nil {
			return err
		}
	}
	v := Version{Filing: filing, Number: strings.TrimSpace(o.Number), Dated: o.Dated, FiledAt: at, FiledBy: who.Name}
	if o.File != nil && sc.filing.State == StateSigned {
		ref, err := s.Blob.Save(o.File)
		if err != nil {
			return err
		}
		v.File, v.FileSize, v.FileName = ref.ID, ref.Size, tidyName(o.FileName)
	}
	var p paper
	if sc.filing.State == StateSigned {
		if p, err = sc.paper(sc.filing, v); err != nil {
			return err
		}
	}
	_, _, err = s.DB.Once(ctx, key(who, o.Key), "report.file", func(ctx context.Context, w *db.Write) (string, error) {
		f, _, err := loadFiling(ctx, w, filing)
		if err != nil {
			return "", err
		}
		if f.State != StateSigned || sc.filing.State != StateSigned { // signed only since it was read: number and date were not judged
			return "", fault.Conflict("report.not_signed")
		}
		p := p
		if f != sc.filing { // it was taken back and signed anew since it was read
			if p, err = sc.paper(f, v); err != nil {
				return "", err
			}
		}
		if err := s.file(ctx, w, who, f, p); err != nil {
			return "", err
		}
		s.Hub.Tell(w, 0, OpenerTopic(sc.req.Opener))
		return "", nil
	})
	return err
}

// paper is a version ready to be written. It is made before the piece, where
// others need not wait for it: a report of 40 figures is decoded, hashed and encoded here.
type paper struct {
	version                     Version
	figures, content, signature string
	leaf                        transparency.Leaf
}

func (sc scene) paper(f Filing, v Version) (p paper, err error) {
	sd, err := f.decodeSigned()
	if err != nil {
		return p, err
	}
	v.Content, v.Signature, v.Version = sd.Content, sd.Signature, f.Current+1
	v.Late = f.Late
	if f.Current == 0 {
		v.Late = v.FiledAt.After(f.Deadline)
	}
	return encodeVersion(v, f)
}

func (s *Service) file(ctx context.Context, w *db.Write, who actor.Actor, f Filing, p paper) error {
	v := p.version
	if err := insertVersion(ctx, w, p); err != nil {
		return err
	}
	if _, err := transparency.Append(ctx, w, p.leaf); err != nil {
		return err
	}
	if f.Current == 0 {
		f.FirstFiledAt = v.FiledAt
	}
	before := f.State
	f.State, f.Current, f.Late, f.ChangedAt, f.signed, f.Submission = StateFiled, v.Version, v.Late, v.FiledAt, "", Submission{}
	if err := updateFiling(ctx, w, f); err != nil {
		return err
	}
	seq, err := journal.Append(ctx, w, journal.Entry{At: v.FiledAt, Actor: who, Kind: "filing.filed", Subject: f.ID, Unit: f.Unit, Before: before,
		After: map[string]any{"version": v.Version, "number": v.Number, "dated": v.Dated, "late": v.Late, "file": v.File, "hash": v.Hash}})
	if err != nil {
		return err
	}
	s.told(w, f, &v, seq)
	return nil
}

// tidyName keeps the last part of a file's name, whatever system it came from.
func tidyName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if runes := []rune(name); len(runes) > maxFileName {
		name = string(runes[len(runes)-maxFileName:])
	}
	return name
}
