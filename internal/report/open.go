package report

import (
	"context"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// Forms lists the newest version of every form.
func (s *Service) Forms(ctx context.Context, who actor.Actor) ([]Form, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	var list []Form
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		stored, err := db.All(ctx, r, scanForm, newestForms)
		if err != nil {
			return err
		}
		for _, sf := range stored {
			f, err := sf.decode()
			if err != nil {
				return err
			}
			list = append(list, f)
		}
		return nil
	})
	return list, err
}

// EnsureForm stores a version of a form, once. The same version with other content is refused.
func (s *Service) EnsureForm(ctx context.Context, who actor.Actor, f Form) (Form, error) {
	if who.Kind != actor.System {
		return Form{}, fault.Forbidden("actor.forbidden_open_request")
	}
	if err := f.Validate(); err != nil {
		return Form{}, err
	}
	body, err := f.Canonical()
	if err != nil {
		return Form{}, err
	}
	id := s.IDs.New()
	err = s.DB.Do(ctx, "report.ensure_form", func(ctx context.Context, w *db.Write) error {
		there, ok, err := loadForm(ctx, w, formByVersion, f.Code, f.Version)
		if err != nil {
			return err
		}
		if ok {
			old, err := there.Canonical()
			if err != nil {
				return err
			}
			if string(old) != string(body) {
				return fault.Conflict("report.form_exists", "code", f.Code, "version", f.Version)
			}
			f = there
			return nil
		}
		f.ID = id
		return insertForm(ctx, w, f, string(body), s.now())
	})
	return f, err
}

// OpenRequest asks the units of a scope for reports. The same form and period
// asked twice by one unit under one regime, or under none, is refused with a link to the first.
func (s *Service) OpenRequest(ctx context.Context, who actor.Actor, n NewRequest) (Request, error) {
	return s.open(ctx, who, n, s.now())
}

// open opens a request at a moment; the demo's past requests were opened in the past.
func (s *Service) open(ctx context.Context, who actor.Actor, n NewRequest, opened when.Instant) (Request, error) {
	if err := who.At(actor.OpenRequest, n.Opener); err != nil {
		return Request{}, err
	}
	var faults fault.Faults
	plan, tree, units, err := s.plan(ctx, n)
	if err := faults.Add(err); err != nil {
		return Request{}, err
	}
	var parent ident.ID
	if err == nil {
		faults = append(faults, plan.checkDeadlines(n, opened)...)
		parent, err = s.parentOf(ctx, n, plan)
		if err := faults.Add(err); err != nil {
			return Request{}, err
		}
	} else if n.Regime == 0 {
		if bad := checkDeadline(n.Deadline, opened); bad != nil {
			faults = append(faults, bad)
		}
	}
	if n.Basis != "" && n.Basis != calendar.InPeriod && n.Basis != calendar.YearToDate {
		faults = append(faults, fault.Invalid("basis", "calendar.bad_basis"))
	}
	if utf8.RuneCountInString(n.Note) > maxReason {
		faults = append(faults, fault.TooLarge("note", "report.too_long", "most", maxReason))
	}
	if err := faults.Or(); err != nil {
		return Request{}, err
	}
	period := plan.Period
	r := Request{ID: s.IDs.New(), FormCode: n.FormCode, Period: period, Opener: n.Opener, Scope: n.Scope,
		Note: strings.TrimSpace(n.Note), OpenedAt: opened, OpenedBy: who.Name, Regime: n.Regime, Basis: plan.Basis, Parent: parent, Deadlines: plan.kept()}
	if r.Scope.Under == 0 {
		r.Scope.Under = n.Opener
	}
	due := make([]when.Instant, len(units))
	for i, u := range units {
		due[i] = plan.dueOf(u.Level, n.Deadline)
		r.Deadline = max(r.Deadline, due[i])
	}
	to := receivers(tree, units, n.Opener)
	ids := make([]ident.ID, len(units))
	for i := range ids {
		ids[i] = s.IDs.New()
	}
	result, again, err := s.DB.Once(ctx, key(who, n.Key), "report.open_request", func(ctx context.Context, w *db.Write) (string, error) {
		f, ok, err := loadForm(ctx, w, formByCode, n.FormCode)
		if err != nil {
			return "", err
		}
		if !ok {
			return "", fault.Invalid("form", "report.no_such_form")
		}
		first, twice, err := loadTwin(ctx, w, twin(n.FormCode, n.Regime), period.ID, n.Opener)
		if err != nil {
			return "", err
		}
		if twice {
			return "", fault.Conflict("report.asked_already", "form", f.Title, "period", period).On("period").WithLink("/reports/" + first.String() + "/board")
		}
		r.Form, r.Title = f.ID, f.Title
		if err := insertRequest(ctx, w, r, period); err != nil {
			return "", err
		}
		if err := insertFilings(ctx, w, r.ID, ids, units, to, due, opened); err != nil {
			return "", err
		}
		seq, err := journal.Append(ctx, w, journal.Entry{At: opened, Actor: who, Kind: "report.opened", Subject: r.ID, Unit: n.Opener,
			After: map[string]any{"form": f.Code, "version": f.Version, "period": period.ID, "scope": r.Scope, "units": len(units), "deadline": r.Deadline, "deadlines": r.Deadlines,
				"regime": r.Regime, "basis": r.Basis, "parent": r.Parent}})
		if err != nil {
			return "", err
		}
		topics := append(make([]string, 0, 2+len(units)), "home:"+n.Opener.String(), OpenerTopic(n.Opener))
		twins, err := twinsOf(ctx, w, r)
		if err != nil {
			return "", err
		}
		for _, other := range twins { // their headings name the regime now
			w.After(func() { s.boards.drop(other) })
			topics = append(topics, BoardTopic(other))
		}
		for _, u := range units {
			topics = append(topics, "home:"+u.ID.String())
		}
		s.Hub.Tell(w, seq, topics...)
		return r.ID.String(), nil
	})
	if err != nil {
		return Request{}, err
	}
	if again {
		first, err := ident.Parse(result)
		if err != nil {
			return Request{}, err
		}
		return s.Request(ctx, who, first)
	}
	return r, nil
}

// periodOf gives the period of a request, one that stands in words as read reads it.
func (s *Service) periodOf(ctx context.Context, n NewRequest, read func(ctx context.Context, text string, near when.Date) (calendar.Period, error)) (calendar.Period, error) {
	var p calendar.Period
	var err error
	switch {
	case n.Period != 0:
		p, err = s.Calendar.Period(ctx, n.Period)
	case strings.TrimSpace(n.PeriodText) != "":
		p, err = read(ctx, n.PeriodText, s.today())
	default:
		return p, fault.Invalid("period", "report.period_missing")
	}
	if err != nil {
		return p, onField(err, "period")
	}
	if p.To.Zero() {
		return p, fault.Invalid("period", "report.period_open_end")
	}
	return p, nil
}

// Request gives a request to whom it concerns: the opener, the units asked, and who may read what they file.
func (s *Service) Request(ctx context.Context, who actor.Actor, id ident.ID) (Request, error) {
	r, _, _, _, err := s.readableRequest(ctx, who, id)
	return r, err
}

// FormOf gives the form that a request asks.
func (s *Service) FormOf(ctx context.Context, who actor.Actor, id ident.ID) (Form, error) {
	_, f, _, _, err := s.readableRequest(ctx, who, id)
	return f, err
}
