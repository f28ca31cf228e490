package conference

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/when"
)

// ForgetLineTests removes results of line tests from before a moment, of conferences that are over.
func (s *Service) ForgetLineTests(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error) {
	return w.Exec(ctx, `delete from conference_line_test where id in (select t.id from conference_line_test t join conference_site s on s.id = t.site
		join conference c on c.id = s.conference where t.at < $1 and c.status in ('closed', 'concluded', 'cancelled') order by t.id limit $2)`, int64(before), limit)
}

// ForgetPresence removes the history of sites' connections from before a moment,
// of conferences that are over. How a site stood in the end, and who attended, stays.
func (s *Service) ForgetPresence(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error) {
	return w.Exec(ctx, `delete from conference_site_state where id in (select t.id from conference_site_state t join conference_site s on s.id = t.site
		join conference c on c.id = s.conference where t.at < $1 and c.status in ('closed', 'concluded', 'cancelled') order by t.at limit $2)`, int64(before), limit)
}
