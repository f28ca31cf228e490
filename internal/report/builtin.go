package report

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/journal"
)

// BuiltIn are the forms that come with the program, each in its newest version.
// An installation has the versions that the program had when it was made; later
// ones are offered to who keeps the form, and nothing changes by itself.
func BuiltIn() []Form { return []Form{SampleForm(), SiteForm()} }

// FormOffer is a newer version of a built-in form that an installation does not have.
type FormOffer struct {
	Form    Form         // as the program brings it, under the number that it would get here
	Version int          // among the versions of the program
	Newest  Form         // in force here
	Changes []FormChange // from Newest to Form
	Own     bool         // the office has changed the form: taking it whole loses that

	Merged  Form         // of an own form: Newest with what the program changed
	Merging []FormChange // from Newest to Merged
	Kept    []FormPart   // what both changed, which stays as the office has it

	Aside bool // the office decided to leave it
	Draft bool // a draft is there already, which is to be published or thrown away first
}

// FormPart is a part of a form: the title, a section, an indicator, a text, a check.
type FormPart struct {
	Code string // "" of the title and of a check
	Name i18n.Text
}

// What becomes of an offer.
const (
	offerNone      = ""
	offerOpen      = "open"      // nobody has decided; never stored
	offerDrafted   = "drafted"   // it is the draft
	offerPublished = "published" // the draft that it became is
	offerAside     = "aside"
)

// FormOffers lists the newer built-in versions of the forms that the caller keeps, without those that were set aside.
func (s *Service) FormOffers(ctx context.Context, who actor.Actor) ([]FormOffer, error) {
	files, err := s.FormFiles(ctx, who)
	if err != nil {
		return nil, err
	}
	var list []FormOffer
	for _, file := range files {
		if !file.MayKeep {
			continue
		}
		o, state, err := s.offer(ctx, file)
		if err != nil {
			return nil, err
		}
		if state == offerOpen {
			list = append(list, o)
		}
	}
	return list, nil
}

// FormOffer gives the newer built-in version of one form to who keeps it, also
// one that was set aside; nil where there is none.
func (s *Service) FormOffer(ctx context.Context, who actor.Actor, code string) (*FormOffer, error) {
	file, err := s.kept(ctx, who, code)
	if err != nil {
		return nil, err
	}
	o, state, err := s.offer(ctx, file)
	if err != nil || state != offerOpen && state != offerAside {
		return nil, err
	}
	return &o, nil
}

// offer gives what the program has newer, and what was decided about it; offerNone where it has nothing.
func (s *Service) offer(ctx context.Context, file FormFile) (FormOffer, string, error) {
	o, base, ok := file.offered()
	if !ok {
		return o, offerNone, nil
	}
	state, found, err := s.offerState(ctx, file.Code, o.Version)
	if !found {
		state = offerOpen
	}
	o.Aside = state == offerAside
	if o.Own {
		o.Merged, o.Kept = mergeForms(base, o.Newest, o.Form)
		o.Merging = FormChanges(o.Newest, o.Merged)
	}
	return o, state, err
}

func (s *Service) offerState(ctx context.Context, code string, version int) (state string, found bool, err error) {
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		state, found, err = db.One(ctx, r, db.ScanText, `select state from form_offer where code = $1 and version = $2`, code, version)
		return err
	})
	return state, found, err
}

// offered compares a form's versions with what the program has. base is the
// program's last version here.
func (f FormFile) offered() (o FormOffer, base Form, ok bool) {
	i := slices.IndexFunc(BuiltIn(), func(b Form) bool { return b.Code == f.Code })
	newest, published := f.Newest()
	if i < 0 || !published {
		return o, base, false
	}
	program := BuiltIn()[i]
	for _, v := range f.Versions { // newest first
		if body(v.Form) == body(program) {
			return o, base, false
		}
		if base.Code == "" && v.By == "" && v.Form.resembles(program) {
			base = v.Form
		}
	}
	if base.Code == "" || base.Version >= program.Version {
		return o, base, false
	}
	o = FormOffer{Form: program, Version: program.Version, Newest: newest, Own: body(newest) != body(base), Draft: f.Draft != nil}
	o.Form.Version = newest.Version + 1
	o.Changes = FormChanges(newest, o.Form)
	return o, base, true
}

// resembles tells whether a version is one of the program's form, and not
// another form that an organisation's file brought under the same code: two
// thirds of its indicators are the program's by code and name.
func (f Form) resembles(program Form) bool {
	same := 0
	for _, ind := range f.Indicators {
		if of, ok := program.Indicator(ind.Code); ok && of.Name.VI == ind.Name.VI {
			same++
		}
	}
	return same > 0 && 3*same >= 2*len(f.Indicators)
}

// TakeBuiltIn makes the newer version of a built-in form the draft of the
// form's next version: whole, or with merge what the program changed put into
// the form as the office has it. A person looks it through and publishes it.
func (s *Service) TakeBuiltIn(ctx context.Context, who actor.Actor, code string, version int, merge bool, k string) error {
	file, err := s.kept(ctx, who, code)
	if err != nil {
		return err
	}
	o, state, err := s.offer(ctx, file)
	switch {
	case err != nil:
		return err
	case state == offerNone || o.Version != version:
		return fault.NotFound("report.no_form_offer")
	}
	f := o.Form
	if merge && o.Own {
		f = o.Merged
	}
	f.Version = o.Newest.Version + 1
	body, err := formBody(f.fresh())
	if err != nil {
		return err
	}
	at := s.now()
	_, _, err = s.DB.Once(ctx, key(who, k), "report.take_built_in", func(ctx context.Context, w *db.Write) (string, error) {
		_, drafted, err := db.One(ctx, w, scanDraftRow, draftRows+` where code = $1`, code)
		if err != nil {
			return "", err
		}
		if drafted {
			return "", fault.Conflict("report.form_draft_there")
		}
		newest, _, err := loadForm(ctx, w, formByCode, code)
		if err != nil {
			return "", err
		}
		if newest.Version != o.Newest.Version {
			return "", fault.Conflict("report.form_offer_moved")
		}
		if _, err := w.Exec(ctx, `insert into form_draft (code, owner, version, body, different, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6, $7)`,
			code, file.Owner, 1, body, "{}", at, who.Name); err != nil {
			return "", err
		}
		if err := s.decideOffer(ctx, w, who, file, version, offerDrafted); err != nil {
			return "", err
		}
		_, err = journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "report.built_in_taken", Subject: newest.ID, Unit: file.Owner,
			After: map[string]any{"form": code, "built_in": version, "version": f.Version, "merged": merge && o.Own}})
		return "", err
	})
	return err
}

// LeaveBuiltIn decides to go on without the newer version of a built-in form. It can still be taken later.
func (s *Service) LeaveBuiltIn(ctx context.Context, who actor.Actor, code string, version int, k string) error {
	file, err := s.kept(ctx, who, code)
	if err != nil {
		return err
	}
	o, state, err := s.offer(ctx, file)
	switch {
	case err != nil:
		return err
	case state == offerNone || o.Version != version:
		return fault.NotFound("report.no_form_offer")
	case o.Aside:
		return nil
	}
	_, _, err = s.DB.Once(ctx, key(who, k), "report.leave_built_in", func(ctx context.Context, w *db.Write) (string, error) {
		if err := s.decideOffer(ctx, w, who, file, version, offerAside); err != nil {
			return "", err
		}
		_, err = journal.Append(ctx, w, journal.Entry{At: s.now(), Actor: who, Kind: "report.built_in_left", Subject: o.Newest.ID, Unit: file.Owner,
			After: map[string]any{"form": code, "built_in": version}})
		return "", err
	})
	return err
}

// decideOffer notes what becomes of an offer, unless another desk took it meanwhile.
func (s *Service) decideOffer(ctx context.Context, w *db.Write, who actor.Actor, file FormFile, version int, state string) error {
	there, found, err := db.One(ctx, w, db.ScanText, `select state from form_offer where code = $1 and version = $2`, file.Code, version)
	if err != nil {
		return err
	}
	if found && there != offerAside {
		return fault.Conflict("report.form_offer_moved")
	}
	_, err = w.Exec(ctx, `insert into form_offer (code, version, state, at, by_name) values ($1, $2, $3, $4, $5)
		on conflict (code, version) do update set state = excluded.state, at = excluded.at, by_name = excluded.by_name`, file.Code, version, state, s.now(), who.Name)
	return err
}

// closeOffer follows the draft that an offer became: published with it, offered again where it is thrown away.
func closeOffer(ctx context.Context, w *db.Write, code string, published bool) (err error) {
	if published {
		_, err = w.Exec(ctx, `update form_offer set state = $2 where code = $1 and state = $3`, code, offerPublished, offerDrafted)
	} else {
		_, err = w.Exec(ctx, `delete from form_offer where code = $1 and state = $2`, code, offerDrafted)
	}
	return err
}
