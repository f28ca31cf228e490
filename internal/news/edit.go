package news

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// told is what the journal keeps of an item.
type told struct {
	Status      Status       `json:"status"`
	Title       string       `json:"title"`
	Lead        string       `json:"lead"`
	Body        string       `json:"body"`
	Byline      string       `json:"byline"`
	Category    string       `json:"category"`
	PublishedAt when.Instant `json:"publishedAt"`
	Central     string       `json:"central,omitempty"` // as it stood at the publication
}

func (i Item) told() told {
	return told{Status: i.Status, Title: i.Title, Lead: i.Lead, Body: i.Body, Byline: i.Byline, Category: i.Category, PublishedAt: i.PublishedAt}
}

// Save keeps a draft as it is typed. Nothing is judged but what no state allows: an empty headline, a text too long.
func (s *Service) Save(ctx context.Context, who actor.Actor, id ident.ID, e Entry, key string) error {
	return s.change(ctx, who, id, &e, key, "news.save", func(_ context.Context, _ *db.Write, i *Item, _ conference.Conference) error {
		if i.Status != Draft {
			return fault.Conflict("news.is_published")
		}
		return nil
	})
}

// Publish saves what was typed and opens the item to anyone.
func (s *Service) Publish(ctx context.Context, who actor.Actor, id ident.ID, e Entry, key string) error {
	return s.change(ctx, who, id, &e, key, "news.publish", func(ctx context.Context, w *db.Write, i *Item, c conference.Conference) error {
		if err := i.Status.next(Published); err != nil {
			return err
		}
		if !tellable(c.Status) {
			return fault.Conflict("news.not_called")
		}
		var all fault.Faults
		at, err := parseMoment(e.PublishedAt, s.now())
		if err := all.Add(err); err != nil {
			return err
		}
		i.Status, i.PublishedAt = Published, at
		if err != nil {
			i.PublishedAt = c.StartsAt() // judged already: the others are still to be told
		}
		photos, err := loadPhotos(ctx, w, i.ID)
		if err != nil {
			return err
		}
		if err := all.Add(checkPublic(*i, photos, c.StartsAt(), s.now())); err != nil {
			return err
		}
		if err := all.Or(); err != nil {
			return err
		}
		central, err := loadCentral(ctx, w, i.Conference)
		if err != nil {
			return err
		}
		after := i.told()
		after.Central = central.Body
		return s.note(ctx, w, who, "news.published", *i, nil, after, "")
	})
}

// Correct changes what is public; note says to the readers what was put right. The moment of publication stays.
func (s *Service) Correct(ctx context.Context, who actor.Actor, id ident.ID, e Entry, note, key string) error {
	note = oneLine(note)
	return s.change(ctx, who, id, &e, key, "news.correct", func(ctx context.Context, w *db.Write, i *Item, c conference.Conference) error {
		if err := i.Status.next(Corrected); err != nil {
			return err
		}
		before, err := loadItem(ctx, w, i.ID)
		if err != nil {
			return err
		}
		photos, err := loadPhotos(ctx, w, i.ID)
		if err != nil {
			return err
		}
		var all fault.Faults
		if err := all.Add(checkNote(note)); err != nil {
			return err
		}
		if err := all.Add(checkPublic(*i, photos, c.StartsAt(), s.now())); err != nil {
			return err
		}
		if err := all.Or(); err != nil {
			return err
		}
		return s.corrected(ctx, w, who, i, before, note)
	})
}

// corrected notes that something public was put right.
func (s *Service) corrected(ctx context.Context, w *db.Write, who actor.Actor, i *Item, before Item, note string) error {
	i.Status = Corrected
	if err := insertCorrection(ctx, w, s.IDs.New(), i.Conference, Correction{At: s.now(), By: who.Name, Item: i.ID, Note: note}); err != nil {
		return err
	}
	return s.note(ctx, w, who, "news.corrected", *i, before.told(), i.told(), note)
}

// Withdraw takes an item back. Its address stays and gives the note.
func (s *Service) Withdraw(ctx context.Context, who actor.Actor, id ident.ID, note, key string) error {
	note = oneLine(note)
	return s.change(ctx, who, id, nil, key, "news.withdraw", func(ctx context.Context, w *db.Write, i *Item, _ conference.Conference) error {
		if err := i.Status.next(Withdrawn); err != nil {
			return err
		}
		if err := checkNote(note); err != nil {
			return err
		}
		before := i.told()
		i.Status, i.WithdrawnAt, i.WithdrawnNote = Withdrawn, s.now(), note
		return s.note(ctx, w, who, "news.withdrawn", *i, before, i.told(), note)
	})
}

// Discard throws a draft away.
func (s *Service) Discard(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	_, _, err := s.DB.Once(ctx, key, "news.discard", func(ctx context.Context, w *db.Write) (string, error) {
		i, err := s.own(ctx, w, who, id)
		if err != nil {
			return "", err
		}
		if i.Status != Draft {
			return "", fault.Conflict("news.is_published")
		}
		return "", deleteItem(ctx, w, id)
	})
	return err
}

// own loads an item for changing it. Who is no editor of its unit learns of a public item only that it is another's, of a draft nothing.
func (s *Service) own(ctx context.Context, q db.Querier, who actor.Actor, id ident.ID) (Item, error) {
	i, err := loadItem(ctx, q, id)
	if err != nil {
		return i, err
	}
	if err := who.At(actor.WriteNews, i.Unit); err != nil {
		if i.Status == Draft && who.Kind != actor.Public {
			err = fault.NotFound("news.not_found")
		}
		return Item{}, err
	}
	return i, nil
}

// change is every write on an item: load, right, what was typed, the act's own rule, save.
func (s *Service) change(ctx context.Context, who actor.Actor, id ident.ID, e *Entry, key, name string,
	act func(ctx context.Context, w *db.Write, i *Item, c conference.Conference) error) error {
	var entered Entry
	var source, body string
	var typed fault.Faults
	if e != nil {
		entered = e.tidy()
		if err := typed.Add(checkEntry(entered)); err != nil {
			return err
		}
		if len(e.Body) <= 4*maxBody {
			var err error
			source, body, err = written(e.Body)
			if err := typed.Add(err); err != nil {
				return err
			}
		}
	}
	if key != "" {
		key += "/" + name // one form saves and publishes: two acts
	}
	_, _, err := s.DB.Once(ctx, key, name, func(ctx context.Context, w *db.Write) (string, error) {
		i, err := s.own(ctx, w, who, id)
		if err != nil {
			return "", err
		}
		c, err := conference.LoadIn(ctx, w, i.Conference)
		if err != nil {
			return "", err
		}
		all := append(fault.Faults(nil), typed...)
		if e != nil {
			if entered.Version != 0 && entered.Version != i.Version {
				return "", fault.Conflict("news.stale")
			}
			list, err := loadCategories(ctx, w)
			if err != nil {
				return "", err
			}
			if _, ok := pathOf(list, entered.Category); !ok {
				all = append(all, fault.Invalid("category", "news.category_choose"))
			}
			i.Title, i.Lead, i.Byline, i.Category, i.Source, i.Body = entered.Title, entered.Lead, entered.Byline, entered.Category, source, body
		}
		// What is wrong in the form and what the act refuses are told together, each once.
		if err := act(ctx, w, &i, c); err != nil {
			before := len(all)
			if err := all.Add(err); err != nil {
				return "", err
			}
			all = once(all, before)
		}
		if err := all.Or(); err != nil {
			return "", err
		}
		i.UpdatedAt, i.UpdatedBy = s.now(), who.Name
		return "", updateItem(ctx, w, i)
	})
	return err
}

// once drops from the faults behind from those that the ones before already tell.
func once(all fault.Faults, from int) fault.Faults {
	out := all[:from:from]
	for _, f := range all[from:] {
		known := false
		for _, g := range out {
			known = known || f.Key == g.Key && f.Field == g.Field
		}
		if !known {
			out = append(out, f)
		}
	}
	return out
}

// note writes the journal entry of a public act and tells the unit's home page after the commit.
func (s *Service) note(ctx context.Context, w *db.Write, who actor.Actor, kind string, i Item, before, after any, reason string) error {
	seq, err := journal.Append(ctx, w, journal.Entry{At: s.now(), Actor: who, Kind: kind, Subject: i.ID, Unit: i.Unit, Before: before, After: after, Note: reason})
	if err != nil {
		return err
	}
	s.Hub.Tell(w, seq, "home:"+i.Unit.String())
	return nil
}
