package conference

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// SiteFacts is a site with its people and its history.
type SiteFacts struct {
	Site
	Delegates []Delegate
	History   []SiteState // newest first
}

// Sites lists the sites of a conference in order.
func (s *Service) Sites(ctx context.Context, who actor.Actor, id ident.ID) ([]Site, error) {
	var list []Site
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, c Conference) (err error) {
		list, err = loadSites(ctx, r, id)
		hideContacts(who, c, list)
		return err
	})
	return list, err
}

// hideContacts takes the telephone numbers out of sites that are not the actor's own: the hosts and the site's unit alone
// need them, and a conference has hundreds of sites.
func hideContacts(who actor.Actor, c Conference, sites []Site) {
	if who.Kind == actor.System || slices.ContainsFunc(who.Units(), c.HostedBy) || CanApprove(who, c) {
		return
	}
	own := who.Units()
	for i := range sites {
		if !slices.Contains(own, sites[i].Unit) {
			sites[i].ContactPhone = ""
		}
	}
}

// Site gives one site of a conference the actor may see.
func (s *Service) Site(ctx context.Context, who actor.Actor, conference, id ident.ID) (SiteFacts, error) {
	var f SiteFacts
	err := s.seen(ctx, who, conference, func(ctx context.Context, r *db.Read, c Conference) (err error) {
		if f.Site, err = LoadSiteIn(ctx, r, id); err != nil {
			return err
		}
		if f.Conference != conference {
			return fault.NotFound("conference.site_not_found")
		}
		one := []Site{f.Site}
		hideContacts(who, c, one)
		f.Site = one[0]
		if f.Delegates, err = loadDelegates(ctx, r, id); err != nil {
			return err
		}
		f.History, err = loadSiteStates(ctx, r, id)
		return err
	})
	return f, err
}

// seen runs fn on a snapshot once the actor's right to see the conference is judged.
func (s *Service) seen(ctx context.Context, who actor.Actor, id ident.ID, fn func(context.Context, *db.Read, Conference) error) error {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	return s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		c, err := s.loadSeen(ctx, r, who, id, tree)
		if err != nil {
			return err
		}
		return fn(ctx, r, c)
	})
}

// site loads a site and its conference for a change by the site's own staff, saves it and tells the others.
func (s *Service) site(ctx context.Context, who actor.Actor, id ident.ID, key, kind string, may actor.Action,
	do func(ctx context.Context, w *db.Write, c Conference, site *Site) error) error {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = s.DB.Once(ctx, key, kind, func(ctx context.Context, w *db.Write) (string, error) {
		site, err := LoadSiteIn(ctx, w, id)
		if err != nil {
			return "", err
		}
		c, err := s.loadSeen(ctx, w, who, site.Conference, tree)
		if err != nil {
			return "", err
		}
		if err := who.At(may, site.Unit); err != nil {
			return "", err
		}
		if !c.Running() {
			return "", fault.Conflict("conference.site_closed", "status", statusText(c.Status))
		}
		if err := do(ctx, w, c, &site); err != nil {
			return "", err
		}
		if err := updateSite(ctx, w, site); err != nil {
			return "", err
		}
		return id.String(), s.note(ctx, w, who, kind, c, id, site, "", site.Unit, c.Host())
	})
	return err
}

// Confirm says that the unit takes part. Again it changes nothing.
func (s *Service) Confirm(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	return s.site(ctx, who, id, key, "site.confirmed", actor.KeepSite, func(ctx context.Context, w *db.Write, _ Conference, site *Site) error {
		if !site.ConfirmedAt.Zero() {
			return nil
		}
		site.ConfirmedAt, site.ConfirmedBy = s.now(), who.Name
		if site.Status != NotConfirmed {
			return nil
		}
		return s.setStatus(ctx, w, who, site, Confirmed, "")
	})
}

// NameChair names who chairs the site, with the title of the conference's day; 0 takes the name back. A person who
// chairs another site at the same time is refused.
func (s *Service) NameChair(ctx context.Context, who actor.Actor, id, person ident.ID, key string) error {
	return s.site(ctx, who, id, key, "site.chair", actor.KeepSite, func(ctx context.Context, w *db.Write, c Conference, site *Site) error {
		return s.setChair(ctx, w, c, site, person)
	})
}

func (s *Service) setChair(ctx context.Context, w *db.Write, c Conference, site *Site, person ident.ID) (err error) {
	site.Chair, site.ChairName, site.ChairTitle = person, "", ""
	if person.Zero() {
		return nil
	}
	if err := chairFree(ctx, w, c, *site); err != nil {
		return err
	}
	site.ChairName, site.ChairTitle, err = s.titled(ctx, w, person, c)
	return on("chair", err)
}

func chairFree(ctx context.Context, q db.Querier, c Conference, site Site) error {
	others, err := chairElsewhere(ctx, q, site.Chair, c.Date, site.ID)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.site.Conference == c.ID || o.part.overlaps(c.Part) {
			return fault.Invalid("chair", "conference.chair_elsewhere", "site", o.site.UnitName, "title", o.title)
		}
	}
	return nil
}

// SiteEntry is what the site's form says besides chair and delegates, as it was typed.
type SiteEntry struct {
	Chair        ident.ID
	Place        string
	ContactName  string
	ContactPhone string
	Planned      string
	Actual       string
	Delegates    []DelegateEntry
	Confirm      bool
	Version      int // of the site that was on the screen, 0 = whatever it is now
}

// DelegateEntry is a row of the form: a person, a plain name, or a group's label with a count.
type DelegateEntry struct {
	Person     ident.ID
	Name       string
	Title      string // of a plain name; a person's comes from the record
	Label      string
	Count      string // of a group; "" = not known
	Attendance Attendance
	Reason     string
}

// SaveSite writes the whole form of a site at once. Every refusal comes at its field (delegates: "count-3", "name-3").
func (s *Service) SaveSite(ctx context.Context, who actor.Actor, id ident.ID, e SiteEntry, key string) error {
	var all fault.Faults
	list, err := s.readDelegates(e.Delegates, &all)
	if err != nil {
		return err
	}
	planned, err := parseCount("planned", e.Planned)
	if err := all.Add(err); err != nil {
		return err
	}
	actual, err := parseCount("actual", e.Actual)
	if err := all.Add(err); err != nil {
		return err
	}
	return s.site(ctx, who, id, key, "site.saved", actor.KeepSite, func(ctx context.Context, w *db.Write, c Conference, site *Site) error {
		faults := append(fault.Faults(nil), all...)
		if e.Version != 0 && e.Version != site.Version {
			return fault.Conflict("conference.stale")
		}
		site.Place, site.ContactName, site.ContactPhone = oneLine(e.Place), oneLine(e.ContactName), oneLine(e.ContactPhone)
		site.Planned, site.Actual = planned, actual
		faults = append(faults, checkLength(maxEntry, "place", site.Place, "contact_name", site.ContactName, "contact_phone", site.ContactPhone)...)
		named := namedHeads(list)
		for field, n := range map[string]int{"planned": planned, "actual": actual} {
			if n < 0 {
				continue
			}
			if err := faults.Add(checkHeadcount(field, n, named)); err != nil {
				return err
			}
		}
		if e.Chair != site.Chair {
			if err := faults.Add(s.setChair(ctx, w, c, site, e.Chair)); err != nil {
				return err
			}
		}
		if err := faults.Or(); err != nil {
			return err
		}
		if e.Confirm && site.ConfirmedAt.Zero() {
			site.ConfirmedAt, site.ConfirmedBy = s.now(), who.Name
			if site.Status == NotConfirmed {
				if err := s.setStatus(ctx, w, who, site, Confirmed, ""); err != nil {
					return err
				}
			}
		}
		return s.saveDelegates(ctx, w, c, *site, list)
	})
}

// SetHeadcount says how many are present; it is refused below zero and below the delegates named and not absent.
func (s *Service) SetHeadcount(ctx context.Context, who actor.Actor, id ident.ID, actual int, key string) error {
	return s.site(ctx, who, id, key, "site.headcount", actor.KeepSite, func(ctx context.Context, w *db.Write, _ Conference, site *Site) error {
		list, err := loadDelegates(ctx, w, site.ID)
		if err != nil {
			return err
		}
		if err := checkHeadcount("actual", actual, namedHeads(list)); err != nil {
			return err
		}
		site.Actual = actual
		return nil
	})
}

// SetHeadcountIn is SetHeadcount in the caller's transaction, for the roll call, which has judged the right.
func (s *Service) SetHeadcountIn(ctx context.Context, w *db.Write, site Site, actual int) error {
	list, err := loadDelegates(ctx, w, site.ID)
	if err != nil {
		return err
	}
	if err := checkHeadcount("actual", actual, namedHeads(list)); err != nil {
		return err
	}
	site.Actual = actual
	return updateSite(ctx, w, site)
}

// MarkLine says how the site's line is. The site's technician may, and the host's staff, who hear it on the telephone.
func (s *Service) MarkLine(ctx context.Context, who actor.Actor, id ident.ID, to SiteStatus, note, key string) error {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = s.DB.Once(ctx, key, "site.line", func(ctx context.Context, w *db.Write) (string, error) {
		site, err := LoadSiteIn(ctx, w, id)
		if err != nil {
			return "", err
		}
		c, err := s.loadSeen(ctx, w, who, site.Conference, tree)
		if err != nil {
			return "", err
		}
		if mayRun(who, c) != nil {
			if err := who.At(actor.JoinRoom, site.Unit); err != nil {
				return "", err
			}
		}
		note := oneLine(note)
		if err := checkLength(maxEntry, "note", note).Or(); err != nil {
			return "", err
		}
		return id.String(), s.MarkLineIn(ctx, w, who, c, site, to, note)
	})
	return err
}

// MarkLineIn is MarkLine in the caller's transaction; the caller has judged the right. A state the site is already in
// changes nothing, one that cannot follow is refused.
func (s *Service) MarkLineIn(ctx context.Context, w *db.Write, who actor.Actor, c Conference, site Site, to SiteStatus, note string) error {
	if site.Status == to {
		return nil
	}
	if !c.Running() {
		return fault.Conflict("conference.site_closed", "status", statusText(c.Status))
	}
	if !site.Status.next(to) {
		return fault.Conflict("conference.wrong_line", "from", siteStatusText(site.Status), "to", siteStatusText(to))
	}
	if err := s.setStatus(ctx, w, who, &site, to, note); err != nil {
		return err
	}
	if err := updateLine(ctx, w, site); err != nil {
		return err
	}
	s.tell(w, c.ID, 0, site.Unit, c.Host())
	return nil
}

func (s *Service) setStatus(ctx context.Context, w *db.Write, who actor.Actor, site *Site, to SiteStatus, note string) error {
	site.Status, site.StatusAt = to, s.now()
	state := SiteState{Status: to, At: site.StatusAt, By: who.Name, Note: note}
	if who.Kind == actor.System {
		state.By = "" // noticed by the room itself; its name in the journal means nothing to a reader
	}
	return insertSiteState(ctx, w, s.IDs.New(), site.ID, state)
}

// ChairChoices lists the holders of posts in the site's unit on the conference's day, by rank.
func (s *Service) ChairChoices(ctx context.Context, who actor.Actor, unit ident.ID, on when.Date) ([]Choice, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	holders, err := s.Person.Holders(ctx, unit, on)
	if err != nil {
		return nil, err
	}
	return choices(holders), nil
}
