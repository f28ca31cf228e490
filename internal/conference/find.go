package conference

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

// findAmong bounds the conferences that a search looks through, the newest first.
const findAmong = 1000

// Find gives conferences that concern one of the actor's units, or that the actor chairs, by words of the title or by
// their day ("2/4/2021"), the newest first; and how many there are. Drafts are found by the hosts' offices alone.
func (s *Service) Find(ctx context.Context, who actor.Actor, text string, limit int) (list []Conference, total int, err error) {
	if err := who.SignedIn(); err != nil {
		return nil, 0, err
	}
	look := i18n.LookFor(text)
	if look.Empty() {
		return nil, 0, nil
	}
	var day when.Date
	if read, err := when.ParseDate(strings.TrimSpace(text), s.today()); err == nil {
		day = read.Date
	}
	units := who.Units()
	args := append([]any{int64(who.Person), int64(day), findAmong}, db.Args(units)...)
	in := "0"
	if len(units) > 0 {
		in = db.In(4, len(units))
	}
	words, more := db.Found("c.folded", look, 1+len(args))
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, total = nil, 0
		some, err := loadSome(ctx, r, `select `+conferenceColumns+` from conference c where (`+words+` or c.date = $2) and c.id in (
			select conference from conference_host where unit in (`+in+`)
			union select conference from conference_site where unit in (`+in+`)
			union select conference from conference_participant where person = $1 and role = 'chair' and person <> 0)
			order by c.date desc, c.start desc, c.id desc limit $3`, append(args, more...)...)
		some = slices.DeleteFunc(some, func(c Conference) bool {
			return c.Status == Draft && mayCall(who, c) != nil && mayRun(who, c) != nil || c.Date != day && !look.In(i18n.Fold(c.Title))
		})
		total = len(some)
		list = some[:min(limit, total)]
		return err
	})
	return list, total, err
}
