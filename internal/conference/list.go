package conference

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// ByID gives a conference with its figures to who may see it.
func (s *Service) ByID(ctx context.Context, who actor.Actor, id ident.ID) (Facts, error) {
	var list []Facts
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, c Conference) (err error) {
		list, err = s.facts(ctx, r, []Conference{c})
		return err
	})
	if err == nil {
		err = s.nameHosts(ctx, list)
	}
	if err != nil {
		return Facts{}, err
	}
	return list[0], nil
}

// nameHosts writes the hosts' names of each conference's day. It stands outside the snapshot: a reader never waits for another.
func (s *Service) nameHosts(ctx context.Context, list []Facts) error {
	for i, f := range list {
		tree, err := s.Org.Tree(ctx, f.Date)
		if err != nil {
			return err
		}
		for _, h := range f.Hosts {
			if u, ok := tree.Unit(h); ok {
				list[i].HostNames = append(list[i].HostNames, u.Name)
			}
		}
	}
	return nil
}

// List gives the conferences that concern one of the actor's units, or that the actor chairs, newest day first. Drafts
// are among them for the hosts' offices alone. unit 0 takes all of the actor's units.
func (s *Service) List(ctx context.Context, who actor.Actor, unit ident.ID) ([]Facts, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	units := who.Units()
	if !unit.Zero() {
		units = []ident.ID{unit}
		if who.Kind != actor.System && !slices.Contains(who.Units(), unit) {
			return nil, nil
		}
	}
	var list []Facts
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		some, err := loadConcerning(ctx, r, units, who.Person, 0)
		if err != nil {
			return err
		}
		some = slices.DeleteFunc(some, func(c Conference) bool {
			return c.Status == Draft && mayCall(who, c) != nil && mayRun(who, c) != nil
		})
		list, err = s.facts(ctx, r, some)
		return err
	})
	if err == nil {
		err = s.nameHosts(ctx, list)
	}
	return list, err
}

// loadConcerning reads conferences of these units (as host or site) or chaired by this person, from a day on.
func loadConcerning(ctx context.Context, q db.Querier, units []ident.ID, person ident.ID, from when.Date) ([]Conference, error) {
	args := []any{int64(person), int64(from)}
	in := "0"
	if len(units) > 0 {
		for _, u := range units {
			args = append(args, int64(u))
		}
		in = db.In(3, len(units))
	}
	return loadSome(ctx, q, `select `+conferenceColumns+` from conference c where c.date >= $2 and c.id in (
		select conference from conference_host where unit in (`+in+`)
		union select conference from conference_site where unit in (`+in+`)
		union select conference from conference_participant where person = $1 and role = 'chair' and person <> 0)
		order by c.date desc, c.start desc, c.id desc limit 200`, args...)
}

// facts joins periods and counts.
func (s *Service) facts(ctx context.Context, q db.Querier, list []Conference) ([]Facts, error) {
	out := make([]Facts, len(list))
	if len(list) == 0 {
		return out, nil
	}
	at := make(map[ident.ID]int)
	ids := make([]any, len(list))
	periods := make(map[ident.ID]calendar.Period)
	for i, c := range list {
		out[i].Conference, at[c.ID], ids[i] = c, i, int64(c.ID)
		for _, p := range []struct {
			id ident.ID
			to *calendar.Period
		}{{c.Review, &out[i].ReviewPeriod}, {c.Plan, &out[i].PlanPeriod}} {
			if p.id.Zero() {
				continue
			}
			if _, known := periods[p.id]; !known {
				one, err := s.Calendar.PeriodIn(ctx, q, p.id)
				if err != nil {
					return nil, err
				}
				periods[p.id] = one
			}
			*p.to = periods[p.id]
		}
	}
	type count struct {
		conference               ident.ID
		sites, confirmed, chairs int
	}
	counts, err := db.All(ctx, q, func(s db.Scanner, c *count) error { return s.Scan(&c.conference, &c.sites, &c.confirmed, &c.chairs) },
		`select conference, count(*), sum(case when confirmed_at > 0 then 1 else 0 end), sum(case when chair <> 0 then 1 else 0 end)
		from conference_site where conference in (`+db.In(1, len(ids))+`) group by conference`, ids...)
	if err != nil {
		return nil, err
	}
	for _, c := range counts {
		f := &out[at[c.conference]]
		f.Sites, f.Confirmed, f.WithChair = c.sites, c.confirmed, c.chairs
	}
	entered, err := db.All(ctx, q, func(s db.Scanner, c *count) error { return s.Scan(&c.conference, &c.sites) },
		`select conference, count(*) from conference_conclusion where conference in (`+db.In(1, len(ids))+`) group by conference`, ids...)
	for _, c := range entered {
		out[at[c.conference]].Entered = c.sites
	}
	return out, err
}

// Asked is what a unit still owes a conference before it meets, for the home page.
type Asked struct {
	Facts
	Site Site // of the unit; zero for a host without one
}

// AsksOf lists the conferences from today on, and those not concluded, with the unit's own site.
func (s *Service) AsksOf(ctx context.Context, who actor.Actor, unit ident.ID) ([]Asked, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	if who.Kind != actor.System && !slices.Contains(who.Units(), unit) {
		return nil, nil
	}
	var out []Asked
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		some, err := loadConcerning(ctx, r, []ident.ID{unit}, who.Person, s.today().AddDays(-60))
		if err != nil {
			return err
		}
		some = slices.DeleteFunc(some, func(c Conference) bool {
			return c.Status == Cancelled || c.Status == Concluded || c.Status == Draft && mayCall(who, c) != nil
		})
		list, err := s.facts(ctx, r, some)
		if err != nil {
			return err
		}
		out = nil
		for _, f := range list {
			site, _, err := LoadSiteOfIn(ctx, r, f.ID, unit)
			if err != nil {
				return err
			}
			out = append(out, Asked{Facts: f, Site: site})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	facts := make([]Facts, len(out))
	for i := range out {
		facts[i] = out[i].Facts
	}
	if err := s.nameHosts(ctx, facts); err != nil {
		return nil, err
	}
	for i := range out {
		out[i].HostNames = facts[i].HostNames
	}
	return out, nil
}

// SiteOf gives the site of a unit in a conference the actor may see; false where it has none.
func (s *Service) SiteOf(ctx context.Context, who actor.Actor, conference, unit ident.ID) (Site, bool, error) {
	var site Site
	var found bool
	err := s.seen(ctx, who, conference, func(ctx context.Context, r *db.Read, c Conference) (err error) {
		site, found, err = LoadSiteOfIn(ctx, r, conference, unit)
		one := []Site{site}
		hideContacts(who, c, one)
		site = one[0]
		return err
	})
	return site, found, err
}
