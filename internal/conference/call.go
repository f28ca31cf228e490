package conference

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

// sitesOf gives the sites that a call makes: the first host's main site first, then one for each unit of the scope in the tree's order.
func sitesOf(tree *org.Tree, c Conference) ([]Site, error) {
	host, ok := tree.Unit(c.Host())
	if !ok {
		return nil, fault.Invalid("hosts", "conference.host_unknown", "date", c.Date)
	}
	sites := []Site{{Conference: c.ID, Unit: host.ID, UnitName: host.Name, Order: 1, Kind: MainSite, Status: NotConfirmed}}
	add := func(u org.Unit) {
		sites = append(sites, Site{Conference: c.ID, Unit: u.ID, UnitName: u.Name, Order: len(sites) + 1, Kind: SubSite, Status: NotConfirmed})
	}
	resolved := tree.Resolve(c.Scope)
	for _, h := range c.Hosts[1:] {
		if u, ok := tree.Unit(h); ok && !slices.ContainsFunc(resolved, func(r org.Unit) bool { return r.ID == h }) {
			add(u)
		}
	}
	above := tree.Remit(host.ID)
	called := 0
	for _, u := range resolved {
		if !tree.Contains(above, u.ID) {
			return nil, fault.Invalid("scope", "conference.scope_beyond", "unit", u.Name)
		}
		called++
		if u.ID != host.ID {
			add(u)
		}
	}
	if called == 0 {
		return nil, fault.Invalid("scope", "conference.no_sites", "date", c.Date)
	}
	return sites, nil
}

// Preview gives the sites that a call on this scope would make, without storing anything. It needs the right to call for the first host.
func (s *Service) Preview(ctx context.Context, who actor.Actor, c Conference) ([]Site, error) {
	if err := mayCall(who, c); err != nil {
		return nil, err
	}
	tree, err := s.Org.Tree(ctx, c.Date)
	if err != nil {
		return nil, err
	}
	return sitesOf(tree, c)
}

// Call numbers the conference, makes its sites from the scope and puts the unfinished tasks of earlier periods on the
// agenda. From then on the sites' units see it.
func (s *Service) Call(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	today, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	c, err := s.ByID(ctx, who, id)
	if err != nil {
		return err
	}
	if err := mayCall(who, c.Conference); err != nil {
		return err
	}
	tree, err := s.Org.Tree(ctx, c.Date)
	if err != nil {
		return err
	}
	day := c.Date
	_, _, err = s.DB.Once(ctx, key, "conference.call", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, today)
		if err != nil {
			return "", err
		}
		if err := mayCall(who, c); err != nil {
			return "", err
		}
		if c.Status != Draft {
			return "", checkStep(c.Status, Called)
		}
		if c.Date != day {
			return "", fault.Conflict("conference.stale")
		}
		sites, err := sitesOf(tree, c)
		if err != nil {
			return "", err
		}
		for i := range sites {
			sites[i].ID = s.IDs.New()
		}
		if c.Number, err = nextNumber(ctx, w, c.Host(), c.Date.Year()); err != nil {
			return "", err
		}
		c.Year, c.Status, c.CalledAt = c.Date.Year(), Called, s.now()
		if err := saveState(ctx, w, c); err != nil {
			return "", err
		}
		if err := insertSites(ctx, w, sites); err != nil {
			return "", err
		}
		if err := s.freezeTitles(ctx, w, c); err != nil {
			return "", err
		}
		carried, err := s.unfinished(ctx, w, c, sites)
		if err != nil {
			return "", err
		}
		if err := s.carry(ctx, w, c, carried); err != nil {
			return "", err
		}
		units := make([]ident.ID, len(sites))
		for i, site := range sites {
			units[i] = site.Unit
		}
		s.invite(w, units)
		return id.String(), s.note(ctx, w, who, "conference.called", c, id, c, "", append(units, c.Hosts...)...)
	})
	return err
}

// invite tells the units' inboxes after the commit.
func (s *Service) invite(w *db.Write, units []ident.ID) {
	for _, u := range units {
		s.Hub.Tell(w, 0, "inbox:"+u.String())
	}
}

// AddSite adds one more site after the call: a unit of the scope as a full site, any other unit as an observer only.
func (s *Service) AddSite(ctx context.Context, who actor.Actor, id, unit ident.ID, kind SiteKind, key string) (ident.ID, error) {
	today, err := s.Org.Today(ctx)
	if err != nil {
		return 0, err
	}
	facts, err := s.ByID(ctx, who, id)
	if err != nil {
		return 0, err
	}
	tree, err := s.Org.Tree(ctx, facts.Date)
	if err != nil {
		return 0, err
	}
	result, _, err := s.DB.Once(ctx, key, "conference.add_site", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, today)
		if err != nil {
			return "", err
		}
		if err := mayCall(who, c); err != nil {
			return "", err
		}
		if !c.Running() {
			return "", fault.Conflict("conference.no_longer_editable", "status", statusText(c.Status))
		}
		u, ok := tree.Unit(unit)
		if !ok {
			return "", fault.Invalid("unit", "conference.unit_unknown")
		}
		if kind != SubSite && kind != Observer {
			return "", fault.Invalid("kind", "conference.choose")
		}
		if kind == SubSite && !inScope(tree, c.Scope, unit) {
			return "", fault.Invalid("unit", "conference.outside_scope", "unit", u.Name)
		}
		if _, has, err := LoadSiteOfIn(ctx, w, id, unit); err != nil || has {
			if err == nil {
				err = fault.Invalid("unit", "conference.site_twice", "unit", u.Name)
			}
			return "", err
		}
		last, err := db.Int(ctx, w, `select max(ord) from conference_site where conference = $1`, int64(id))
		if err != nil {
			return "", err
		}
		site := Site{ID: s.IDs.New(), Conference: id, Unit: unit, UnitName: u.Name, Order: int(last) + 1, Kind: kind, Status: NotConfirmed}
		if err := insertSites(ctx, w, []Site{site}); err != nil {
			return "", err
		}
		s.invite(w, []ident.ID{unit})
		return site.ID.String(), s.note(ctx, w, who, "conference.site_added", c, id, site, "", unit, c.Host())
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

func inScope(tree *org.Tree, scope org.Scope, unit ident.ID) bool {
	return slices.ContainsFunc(tree.Resolve(scope), func(u org.Unit) bool { return u.ID == unit })
}

func names(sites []Site) string {
	list := make([]string, 0, len(sites))
	for i, site := range sites {
		if i == 8 {
			list = append(list, "…")
			break
		}
		list = append(list, site.UnitName)
	}
	return strings.Join(list, ", ")
}
