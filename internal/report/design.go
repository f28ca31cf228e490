package report

import (
	"context"
	"encoding/json"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// maxFormBody bounds a form as JSON, in bytes.
const maxFormBody = 512 << 10

// FormVersion is one published version of a form.
type FormVersion struct {
	Form Form
	At   when.Instant
	By   string // "" for one that came with the installation
}

// FormDraft is the next version of a form while it is being made. Only the unit that keeps the form sees it.
type FormDraft struct {
	Form      Form
	Version   int64             // of the draft, grows with every save
	Different map[string]string // why an indicator is not what another form already collects, by "indicator=form.indicator"
	At        when.Instant
	By        string
}

// FormFile is a form with all its versions as one reader may see it.
type FormFile struct {
	Code     string
	Owner    ident.ID
	Versions []FormVersion // newest first; none while the first is being made
	Draft    *FormDraft    // nil for who does not keep the form
	MayKeep  bool
}

// Newest is the newest published version, false where there is none yet.
func (f FormFile) Newest() (Form, bool) {
	if len(f.Versions) == 0 {
		return Form{}, false
	}
	return f.Versions[0].Form, true
}

// At is a published version, 0 the newest.
func (f FormFile) At(version int) (Form, error) {
	for _, v := range f.Versions {
		if v.Form.Version == version || version == 0 {
			return v.Form, nil
		}
	}
	return Form{}, fault.NotFound("report.no_such_form")
}

// keeper gives the unit that keeps a form: the root keeps what came with the installation.
func (s *Service) keeper(ctx context.Context, owner ident.ID) (ident.ID, error) {
	if owner != 0 {
		return owner, nil
	}
	tree, err := s.Org.Today(ctx)
	if err != nil || tree.Len() == 0 {
		return 0, err
	}
	return tree.At(0).ID, nil
}

// FormFiles lists all forms: published ones for everybody who is signed in, drafts for who keeps them.
func (s *Service) FormFiles(ctx context.Context, who actor.Actor) ([]FormFile, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	var rows []formRow
	var drafts []draftRow
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		if rows, err = db.All(ctx, r, scanFormRow, formRows+` order by code, version desc`); err != nil {
			return err
		}
		drafts, err = db.All(ctx, r, scanDraftRow, draftRows+` order by code`)
		return err
	})
	if err != nil {
		return nil, err
	}
	var list []FormFile
	at := map[string]int{}
	for _, row := range rows {
		i, ok := at[row.code]
		if !ok {
			i = len(list)
			at[row.code] = i
			list = append(list, FormFile{Code: row.code, Owner: row.owner})
		}
		v, err := row.version()
		if err != nil {
			return nil, err
		}
		list[i].Versions = append(list[i].Versions, v)
	}
	for i := range list {
		if err := s.allow(ctx, who, &list[i]); err != nil {
			return nil, err
		}
	}
	for _, row := range drafts {
		file := FormFile{Code: row.code, Owner: row.owner}
		if err := s.allow(ctx, who, &file); err != nil {
			return nil, err
		}
		if !file.MayKeep {
			continue
		}
		d, err := row.draft()
		if err != nil {
			return nil, err
		}
		if i, ok := at[row.code]; ok {
			list[i].Draft = &d
		} else {
			file.Draft = &d
			list = append(list, file)
		}
	}
	return list, nil
}

func (s *Service) allow(ctx context.Context, who actor.Actor, f *FormFile) error {
	owner, err := s.keeper(ctx, f.Owner)
	f.Owner, f.MayKeep = owner, owner != 0 && who.HasAt(actor.OpenRequest, owner)
	return err
}

// FormFile gives one form. What exists only as another unit's draft does not exist.
func (s *Service) FormFile(ctx context.Context, who actor.Actor, code string) (FormFile, error) {
	list, err := s.FormFiles(ctx, who)
	if err != nil {
		return FormFile{}, err
	}
	for _, f := range list {
		if f.Code == code {
			return f, nil
		}
	}
	return FormFile{}, fault.NotFound("report.no_such_form")
}

// kept gives a form to who keeps it.
func (s *Service) kept(ctx context.Context, who actor.Actor, code string) (FormFile, error) {
	f, err := s.FormFile(ctx, who, code)
	if err == nil && !f.MayKeep {
		err = fault.Forbidden("report.form_not_kept")
	}
	return f, err
}

// DesignedForm gives the draft of a form to who keeps it.
func (s *Service) DesignedForm(ctx context.Context, who actor.Actor, code string) (FormFile, FormDraft, error) {
	f, err := s.kept(ctx, who, code)
	if err != nil {
		return f, FormDraft{}, err
	}
	if f.Draft == nil {
		return f, FormDraft{}, fault.NotFound("report.no_form_draft")
	}
	return f, *f.Draft, nil
}

// NewForm begins a form of a unit. The code must be free, also of drafts that the caller does not see.
func (s *Service) NewForm(ctx context.Context, who actor.Actor, unit ident.ID, f Form, k string) error {
	if err := who.At(actor.OpenRequest, unit); err != nil {
		return err
	}
	f.Code, f.Version = strings.TrimSpace(f.Code), 1
	if !formCode.MatchString(f.Code) {
		return fault.Invalid("code", "report.form_code", "code", f.Code)
	}
	if strings.TrimSpace(f.Title.VI) == "" {
		return fault.Invalid("title", "report.form_name_missing")
	}
	return s.begin(ctx, who, unit, f, k, true)
}

// EditForm begins the next version of a form out of the newest one. Where a draft is there already, it stays.
func (s *Service) EditForm(ctx context.Context, who actor.Actor, code, k string) error {
	file, err := s.kept(ctx, who, code)
	if err != nil || file.Draft != nil {
		return err
	}
	f, ok := file.Newest()
	if !ok {
		return fault.NotFound("report.no_such_form")
	}
	f.Version++
	return s.begin(ctx, who, file.Owner, f.fresh(), k, false)
}

func (s *Service) begin(ctx context.Context, who actor.Actor, unit ident.ID, f Form, k string, free bool) error {
	body, err := formBody(f)
	if err != nil {
		return err
	}
	at := s.now()
	_, _, err = s.DB.Once(ctx, key(who, k), "report.begin_form", func(ctx context.Context, w *db.Write) (string, error) {
		_, drafted, err := db.One(ctx, w, scanDraftRow, draftRows+` where code = $1`, f.Code)
		if err != nil {
			return "", err
		}
		if free {
			_, there, err := loadForm(ctx, w, formByCode, f.Code)
			if err != nil {
				return "", err
			}
			if there || drafted {
				return "", fault.Conflict("report.form_code_taken", "code", f.Code).On("code")
			}
		} else if drafted {
			return "", nil
		}
		_, err = w.Exec(ctx, `insert into form_draft (code, owner, version, body, different, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6, $7)`,
			f.Code, unit, 1, body, "{}", at, who.Name)
		return "", err
	})
	return err
}

func formBody(f Form) (string, error) {
	body, err := f.Canonical()
	if err != nil {
		return "", err
	}
	if len(body) > maxFormBody {
		return "", fault.TooLarge("form", "report.form_too_large")
	}
	return string(body), nil
}

// SaveForm keeps a draft, right or wrong, of what a form can hold: what does not fit together is told and
// refused when it is published. base is the draft's version that was changed.
func (s *Service) SaveForm(ctx context.Context, who actor.Actor, f Form, base int64, k string) error {
	return s.change(ctx, who, f.Code, base, k, "report.save_form", func(d *FormDraft) error {
		f.Version = d.Form.Version
		d.Form = f.fresh()
		return f.tooMany().Or()
	})
}

// SayDifferent keeps why an indicator is not what another form already collects; an empty reason takes it back.
func (s *Service) SayDifferent(ctx context.Context, who actor.Actor, code, pair, why string, base int64, k string) error {
	if len([]rune(why)) > maxReason || len(pair) > 200 {
		return fault.TooLarge("why", "report.text_too_long", "most", maxReason)
	}
	return s.change(ctx, who, code, base, k, "report.form_different", func(d *FormDraft) error {
		if d.Different == nil {
			d.Different = map[string]string{}
		}
		if why = strings.TrimSpace(why); why == "" {
			delete(d.Different, pair)
		} else {
			d.Different[pair] = why
		}
		return nil
	})
}

func (s *Service) change(ctx context.Context, who actor.Actor, code string, base int64, k, act string, edit func(*FormDraft) error) error {
	if _, _, err := s.DesignedForm(ctx, who, code); err != nil {
		return err
	}
	at := s.now()
	_, _, err := s.DB.Once(ctx, key(who, k), act, func(ctx context.Context, w *db.Write) (string, error) {
		row, ok, err := db.One(ctx, w, scanDraftRow, draftRows+` where code = $1`, code)
		if err != nil {
			return "", err
		}
		if !ok {
			return "", fault.NotFound("report.no_form_draft")
		}
		if row.at != base {
			return "", fault.Conflict("report.form_moved", "name", row.by)
		}
		d, err := row.draft()
		if err != nil {
			return "", err
		}
		if err := edit(&d); err != nil {
			return "", err
		}
		body, err := formBody(d.Form)
		if err != nil {
			return "", err
		}
		different, err := json.Marshal(d.Different)
		if err != nil {
			return "", err
		}
		_, err = w.Exec(ctx, `update form_draft set version = version + 1, body = $2, different = $3, changed_at = $4, changed_by = $5 where code = $1`,
			code, body, string(different), at, who.Name)
		return "", err
	})
	return err
}

// DropForm throws a draft away. Published versions stay.
func (s *Service) DropForm(ctx context.Context, who actor.Actor, code string, base int64, k string) error {
	if _, _, err := s.DesignedForm(ctx, who, code); err != nil {
		return err
	}
	_, _, err := s.DB.Once(ctx, key(who, k), "report.drop_form", func(ctx context.Context, w *db.Write) (string, error) {
		row, ok, err := db.One(ctx, w, scanDraftRow, draftRows+` where code = $1`, code)
		if err == nil && ok && row.at != base {
			err = fault.Conflict("report.form_moved", "name", row.by)
		}
		if err != nil {
			return "", err
		}
		if _, err = w.Exec(ctx, `delete from form_draft where code = $1`, code); err != nil {
			return "", err
		}
		return "", closeOffer(ctx, w, code, false)
	})
	return err
}

// PublishForm makes the draft the form's newest version, which never changes.
// Requests that are open keep theirs.
func (s *Service) PublishForm(ctx context.Context, who actor.Actor, code string, base int64, k string) error {
	file, d, err := s.DesignedForm(ctx, who, code)
	if err != nil {
		return err
	}
	if err := d.Form.Validate(); err != nil {
		return err
	}
	if old, ok := file.Newest(); ok && len(FormChanges(old, d.Form)) == 0 {
		return fault.Conflict("report.form_unchanged")
	}
	id, at := s.IDs.New(), s.now()
	_, _, err = s.DB.Once(ctx, key(who, k), "report.publish_form", func(ctx context.Context, w *db.Write) (string, error) {
		row, ok, err := db.One(ctx, w, scanDraftRow, draftRows+` where code = $1`, code)
		switch {
		case err != nil:
			return "", err
		case !ok:
			return "", fault.NotFound("report.no_form_draft")
		case row.at != base || base != d.Version:
			return "", fault.Conflict("report.form_moved", "name", row.by)
		}
		f := d.Form
		f.ID, f.Version = id, 1
		if newest, ok, err := loadForm(ctx, w, formByCode, code); err != nil {
			return "", err
		} else if ok {
			f.Version = newest.Version + 1
		}
		body, err := formBody(f)
		if err != nil {
			return "", err
		}
		if _, err := w.Exec(ctx, `insert into report_form (id, code, version, body, at, owner, published_by) values ($1, $2, $3, $4, $5, $6, $7)`,
			id, code, f.Version, body, at, file.Owner, who.Name); err != nil {
			return "", err
		}
		if _, err := w.Exec(ctx, `delete from form_draft where code = $1`, code); err != nil {
			return "", err
		}
		if err := closeOffer(ctx, w, code, true); err != nil {
			return "", err
		}
		_, err = journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "report.form_published", Subject: id, Unit: file.Owner,
			After: map[string]any{"form": code, "version": f.Version, "indicators": len(f.Indicators), "different": d.Different}})
		return "", err
	})
	return err
}

// formRow is a published version as it is stored.
type formRow struct {
	storedForm
	code  string
	owner ident.ID
	at    when.Instant
	by    string
}

const formRows = `select id, body, code, owner, at, published_by from report_form`

func scanFormRow(s db.Scanner, f *formRow) error {
	return s.Scan(&f.id, &f.body, &f.code, &f.owner, &f.at, &f.by)
}

func (r formRow) version() (FormVersion, error) {
	f, err := r.decode()
	return FormVersion{Form: f, At: r.at, By: r.by}, err
}

// draftRow is a draft as it is stored.
type draftRow struct {
	code      string
	owner     ident.ID
	at        int64 // version of the draft
	body      string
	different string
	changed   when.Instant
	by        string
}

const draftRows = `select code, owner, version, body, different, changed_at, changed_by from form_draft`

func scanDraftRow(s db.Scanner, d *draftRow) error {
	return s.Scan(&d.code, &d.owner, &d.at, &d.body, &d.different, &d.changed, &d.by)
}

func (r draftRow) draft() (FormDraft, error) {
	d := FormDraft{Version: r.at, At: r.changed, By: r.by}
	if err := json.Unmarshal([]byte(r.body), &d.Form); err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(r.different), &d.Different)
}
