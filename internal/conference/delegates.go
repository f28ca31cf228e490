package conference

import (
	"context"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/person"
)

const maxDelegates = 300

// Choice is a person to choose, with the posts held on the day asked for.
type Choice struct {
	Person ident.ID
	Name   string
	Title  string
	Unit   ident.ID
}

// choices joins a person's posts in one line, in the order of the holders.
func choices(holders []person.Holder) []Choice {
	var list []Choice
	at := make(map[ident.ID]int)
	for _, h := range holders {
		if i, ok := at[h.Person.ID]; ok {
			list[i].Title += ", " + h.Position.Title
			continue
		}
		at[h.Person.ID] = len(list)
		list = append(list, Choice{Person: h.Person.ID, Name: h.Person.Name, Title: h.Position.Title, Unit: h.Position.Unit})
	}
	return list
}

// SearchPeople finds holders of posts by name or title, for the chairs of a conference.
func (s *Service) SearchPeople(ctx context.Context, who actor.Actor, text string, under ident.ID, limit int) ([]Choice, error) {
	holders, err := s.Person.Search(ctx, who, text, under, limit)
	if err != nil {
		return nil, err
	}
	return choices(holders), nil
}

// readDelegates reads the rows of the form; empty rows are left out. Field names carry the row as it was sent.
func (s *Service) readDelegates(rows []DelegateEntry, all *fault.Faults) ([]Delegate, error) {
	var list []Delegate
	seen := make(map[ident.ID]bool)
	for i, row := range rows {
		at := "-" + strconv.Itoa(i)
		d := Delegate{ID: s.IDs.New(), Person: row.Person, Name: oneLine(row.Name), Title: oneLine(row.Title), Label: oneLine(row.Label),
			Count: 1, Attendance: row.Attendance, Reason: oneLine(row.Reason), Order: len(list) + 1}
		if d.Person.Zero() && d.Name == "" && d.Label == "" {
			if oneLine(row.Count) != "" {
				*all = append(*all, fault.Invalid("label"+at, "conference.delegate_nameless"))
			}
			continue
		}
		if d.Group() {
			n, err := parseCount("count"+at, row.Count)
			if err := all.Add(err); err != nil {
				return nil, err
			}
			d.Count, d.Person, d.Name, d.Title = n, 0, "", ""
		}
		*all = append(*all, checkLength(maxEntry, "name"+at, d.Name, "title"+at, d.Title, "label"+at, d.Label, "reason"+at, d.Reason)...)
		if d.Attendance != Present && d.Attendance != Absent {
			d.Attendance = Expected
		}
		if d.Attendance != Absent {
			d.Reason = ""
		}
		if !d.Person.Zero() && seen[d.Person] {
			*all = append(*all, fault.Invalid("person"+at, "conference.delegate_twice"))
			continue
		}
		seen[d.Person] = true
		list = append(list, d)
	}
	if len(list) > maxDelegates {
		*all = append(*all, fault.TooLarge("delegates", "conference.delegates_many", "max", maxDelegates))
	}
	return list, nil
}

// saveDelegates replaces the list of a site, with the titles of the conference's day.
func (s *Service) saveDelegates(ctx context.Context, w *db.Write, c Conference, site Site, list []Delegate) error {
	if err := deleteDelegates(ctx, w, site.ID); err != nil {
		return err
	}
	for _, d := range list {
		d.Site = site.ID
		if !d.Person.Zero() {
			var err error
			if d.Name, d.Title, err = s.titled(ctx, w, d.Person, c); err != nil {
				return err
			}
		}
		if err := insertDelegate(ctx, w, d); err != nil {
			return err
		}
	}
	return nil
}

// AddDelegate adds one row to a site's list. It is refused where the headcount already said would fall below the named.
func (s *Service) AddDelegate(ctx context.Context, who actor.Actor, id ident.ID, e DelegateEntry, key string) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	var all fault.Faults
	read, err := s.readDelegates([]DelegateEntry{e}, &all)
	if err != nil {
		return err
	}
	if len(read) == 0 && len(all) == 0 {
		return fault.Invalid("name-0", "conference.delegate_nameless")
	}
	if err := all.Or(); err != nil {
		return err
	}
	return s.site(ctx, who, id, key, "site.delegate", actor.KeepSite, func(ctx context.Context, w *db.Write, c Conference, site *Site) error {
		list, err := loadDelegates(ctx, w, id)
		if err != nil {
			return err
		}
		d := read[0]
		d.Site, d.Order = id, len(list)+1
		for _, other := range list {
			if !d.Person.Zero() && other.Person == d.Person {
				return fault.Invalid("person-0", "conference.delegate_twice")
			}
		}
		if site.Actual >= 0 {
			if err := checkHeadcount("actual", site.Actual, namedHeads(append(list, d))); err != nil {
				return err
			}
		}
		if !d.Person.Zero() {
			if d.Name, d.Title, err = s.titled(ctx, w, d.Person, c); err != nil {
				return on("person-0", err)
			}
		}
		return insertDelegate(ctx, w, d)
	})
}
