package report

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
)

// NewerForm tells a report's reader that its form has a newer version, and what
// differs. The request keeps its own.
func (s *Service) NewerForm(ctx context.Context, who actor.Actor, request ident.ID) (newer Form, changes []FormChange, ok bool, err error) {
	r, used, _, _, err := s.readableRequest(ctx, who, request)
	if err != nil {
		return Form{}, nil, false, err
	}
	err = s.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		newer, ok, err = loadForm(ctx, q, formAfter, used.Code, used.Version)
		return err
	})
	if err != nil || !ok {
		return Form{}, nil, false, err
	}
	return newer, FormChanges(used, newer.On(r.Basis)), true, nil
}

// FormNews is a form whose newest version a unit has not asked with yet.
type FormNews struct {
	Newest  Form
	Used    int // version of the last request
	Last    Request
	Changes []FormChange
}

// FormNews tells who opens requests for a unit in which of its forms the next request will differ from the last.
func (s *Service) FormNews(ctx context.Context, who actor.Actor, unit ident.ID) ([]FormNews, error) {
	if err := who.At(actor.OpenRequest, unit); err != nil {
		return nil, err
	}
	var list []FormNews
	err := s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		ids, err := db.IDs(ctx, q, `select r.id from report_request r where r.opener = $1 and not exists (
			select 1 from report_request l where l.opener = r.opener and l.form_code = r.form_code and (l.opened_at > r.opened_at or l.opened_at = r.opened_at and l.id > r.id))
			order by r.form_code`, unit)
		if err != nil {
			return err
		}
		for _, id := range ids {
			last, used, err := s.request(ctx, q, id)
			if err != nil {
				return err
			}
			newest, ok, err := loadForm(ctx, q, formAfter, used.Code, used.Version)
			if err != nil {
				return err
			}
			if ok {
				list = append(list, FormNews{newest, used.Version, last, FormChanges(used, newest.On(last.Basis))})
			}
		}
		return nil
	})
	return list, err
}

// OlderRequests lists, to who keeps a form, its own requests that are still due and ask an earlier version.
func (s *Service) OlderRequests(ctx context.Context, who actor.Actor, code string) ([]Request, error) {
	file, err := s.kept(ctx, who, code)
	if err != nil {
		return nil, err
	}
	var list []Request
	err = s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		ids, err := db.IDs(ctx, q, `select r.id from report_request r join report_form f on f.id = r.form
			where r.opener = $1 and r.form_code = $2 and r.deadline >= $3 and f.version < (select max(g.version) from report_form g where g.code = f.code)
			order by r.deadline, r.id`, file.Owner, code, s.now())
		if err != nil {
			return err
		}
		for _, id := range ids {
			r, _, err := s.request(ctx, q, id)
			if err != nil {
				return err
			}
			list = append(list, r)
		}
		return nil
	})
	return list, err
}
