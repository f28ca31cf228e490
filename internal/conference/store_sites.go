package conference

import (
	"context"
	"strings"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const siteColumns = `s.id, s.conference, s.unit, s.unit_name, s.ord, s.kind, s.chair, s.chair_name, s.chair_title, s.place,
	s.contact_name, s.contact_phone, s.planned, s.actual, s.status, s.status_at, s.confirmed_at, s.confirmed_by, s.version`

func scanSite(sc db.Scanner, s *Site) error {
	return sc.Scan(&s.ID, &s.Conference, &s.Unit, &s.UnitName, &s.Order, &s.Kind, &s.Chair, &s.ChairName, &s.ChairTitle, &s.Place,
		&s.ContactName, &s.ContactPhone, &s.Planned, &s.Actual, &s.Status, &s.StatusAt, &s.ConfirmedAt, &s.ConfirmedBy, &s.Version)
}

func loadSites(ctx context.Context, q db.Querier, conference ident.ID) ([]Site, error) {
	return db.All(ctx, q, scanSite, `select `+siteColumns+` from conference_site s where s.conference = $1 order by s.ord, s.id`, int64(conference))
}

// LoadSiteIn reads one site, judging no right.
func LoadSiteIn(ctx context.Context, q db.Querier, id ident.ID) (Site, error) {
	s, found, err := db.One(ctx, q, scanSite, `select `+siteColumns+` from conference_site s where s.id = $1`, int64(id))
	if err == nil && !found {
		err = fault.NotFound("conference.site_not_found")
	}
	return s, err
}

// LoadSiteOfIn reads the site of a unit in a conference, judging no right; false where it has none.
func LoadSiteOfIn(ctx context.Context, q db.Querier, conference, unit ident.ID) (Site, bool, error) {
	return db.One(ctx, q, scanSite, `select `+siteColumns+` from conference_site s where s.conference = $1 and s.unit = $2`, int64(conference), int64(unit))
}

func siteUnits(ctx context.Context, q db.Querier, conference ident.ID) ([]ident.ID, error) {
	return db.IDs(ctx, q, `select unit from conference_site where conference = $1 order by ord, id`, int64(conference))
}

// insertSites writes sites forty to a statement: a call may make a thousand and must stay a short piece.
func insertSites(ctx context.Context, w *db.Write, sites []Site) error {
	const columns = 7
	for len(sites) > 0 {
		part := sites[:min(40, len(sites))]
		sites = sites[len(part):]
		var rows []string
		var args []any
		for _, s := range part {
			rows = append(rows, "("+db.In(len(args)+1, columns)+")")
			args = append(args, int64(s.ID), int64(s.Conference), int64(s.Unit), s.UnitName, s.Order, string(s.Kind), string(s.Status))
		}
		if _, err := w.Exec(ctx, `insert into conference_site (id, conference, unit, unit_name, ord, kind, status) values `+strings.Join(rows, ","), args...); err != nil {
			return err
		}
	}
	return nil
}

func updateSite(ctx context.Context, w *db.Write, s Site) error {
	n, err := w.Exec(ctx, `update conference_site set chair = $1, chair_name = $2, chair_title = $3, place = $4, contact_name = $5,
		contact_phone = $6, planned = $7, actual = $8, status = $9, status_at = $10, confirmed_at = $11, confirmed_by = $12,
		version = version + 1 where id = $13 and version = $14`,
		int64(s.Chair), s.ChairName, s.ChairTitle, s.Place, s.ContactName, s.ContactPhone, s.Planned, s.Actual, string(s.Status),
		int64(s.StatusAt), int64(s.ConfirmedAt), s.ConfirmedBy, int64(s.ID), s.Version)
	if err == nil && n == 0 {
		err = fault.Conflict("conference.stale")
	}
	return err
}

// updateLine writes the state of the line alone and no new version: the site's form that is open on somebody's screen stays valid.
func updateLine(ctx context.Context, w *db.Write, s Site) error {
	_, err := w.Exec(ctx, `update conference_site set status = $1, status_at = $2 where id = $3`, string(s.Status), int64(s.StatusAt), int64(s.ID))
	return err
}

func insertSiteState(ctx context.Context, w *db.Write, id, site ident.ID, st SiteState) error {
	_, err := w.Exec(ctx, `insert into conference_site_state (id, site, status, at, by_name, note) values ($1, $2, $3, $4, $5, $6)`,
		int64(id), int64(site), string(st.Status), int64(st.At), st.By, st.Note)
	return err
}

func loadSiteStates(ctx context.Context, q db.Querier, site ident.ID) ([]SiteState, error) {
	return db.All(ctx, q, func(s db.Scanner, t *SiteState) error { return s.Scan(&t.Status, &t.At, &t.By, &t.Note) },
		`select status, at, by_name, note from conference_site_state where site = $1 order by id desc limit 50`, int64(site))
}

func loadDelegates(ctx context.Context, q db.Querier, site ident.ID) ([]Delegate, error) {
	return db.All(ctx, q, scanDelegate, `select id, site, ord, person, name, title, label, count, attendance, reason
		from conference_delegate where site = $1 order by ord, id`, int64(site))
}

func scanDelegate(s db.Scanner, d *Delegate) error {
	return s.Scan(&d.ID, &d.Site, &d.Order, &d.Person, &d.Name, &d.Title, &d.Label, &d.Count, &d.Attendance, &d.Reason)
}

func insertDelegate(ctx context.Context, w *db.Write, d Delegate) error {
	_, err := w.Exec(ctx, `insert into conference_delegate (id, site, ord, person, name, title, label, count, attendance, reason)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		int64(d.ID), int64(d.Site), d.Order, int64(d.Person), d.Name, d.Title, d.Label, d.Count, string(d.Attendance), d.Reason)
	return err
}

func deleteDelegates(ctx context.Context, w *db.Write, site ident.ID) error {
	_, err := w.Exec(ctx, `delete from conference_delegate where site = $1`, int64(site))
	return err
}

// chairElsewhere finds a site that the person chairs in a conference that day, other than this one.
type chairing struct {
	site  Site
	title string
	part  PartOfDay
}

func chairElsewhere(ctx context.Context, q db.Querier, person ident.ID, day when.Date, except ident.ID) ([]chairing, error) {
	return db.All(ctx, q, func(s db.Scanner, c *chairing) error {
		return s.Scan(&c.site.ID, &c.site.Conference, &c.site.UnitName, &c.title, &c.part)
	}, `select s.id, s.conference, s.unit_name, c.title, c.part from conference_site s join conference c on c.id = s.conference
		where s.chair = $1 and s.id <> $2 and c.date = $3 and c.status not in ('draft', 'cancelled', 'postponed') order by s.id`,
		int64(person), int64(except), int64(day))
}
