package report

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
)

// FormNews is a form whose newest version a request does not have.
type FormNews struct {
	Newest  Form
	Used    int     // version of the request
	Last    Request // the request
	Changes []FormChange
}

// NewerForm tells a report's reader that its form has a newer version, and what
// differs; nil where it has none. The request keeps its own.
func (s *Service) NewerForm(ctx context.Context, who actor.Actor, request ident.ID) (news *FormNews, err error) {
	r, used, _, _, err := s.readableRequest(ctx, who, request)
	if err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		news, err = formNews(ctx, q, r, used)
		return err
	})
	return news, err
}

// formNews holds the form of a request against its newest version; nil where that is its own.
func formNews(ctx context.Context, q db.Querier, r Request, used Form) (*FormNews, error) {
	newest, ok, err := loadForm(ctx, q, formAfter, used.Code, used.Version)
	if err != nil || !ok {
		return nil, err
	}
	return &FormNews{newest, used.Version, r, FormChanges(used, newest.On(r.Basis))}, nil
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
			news, err := formNews(ctx, q, last, used)
			if err != nil {
				return err
			}
			if news != nil {
				list = append(list, *news)
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
