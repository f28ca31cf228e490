package news

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

// Central gives the central block of a conference to the editors of its units; while nothing is written, the first host's editor gets a proposal as the source.
func (s *Service) Central(ctx context.Context, who actor.Actor, id ident.ID) (Central, error) {
	f, err := s.Conference.ByID(ctx, who, id)
	if err != nil {
		return Central{}, err
	}
	var c Central
	if err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		if c, err = loadCentral(ctx, r, id); err != nil {
			return err
		}
		for _, unit := range who.Units() {
			if !who.HasAt(actor.WriteNews, unit) {
				continue
			}
			if _, _, err := s.place(ctx, r, f.Conference, unit); err == nil || fault.Is(err, "news.not_called") {
				return nil
			}
		}
		if who.Kind == actor.System {
			return nil
		}
		return who.At(actor.WriteNews, f.Host())
	}); err != nil {
		return Central{}, err
	}
	c.Conference, c.Unit = id, f.Host()
	if c.Version == 0 && who.HasAt(actor.WriteNews, f.Host()) {
		conclusions, err := s.Conference.Conclusions(ctx, who, id)
		if err != nil {
			return Central{}, err
		}
		c.Source = centralText(f, conclusions)
	}
	return c, nil
}

// SaveCentral writes the central block: the first host's editor alone may. Once an item on the conference is public, a
// change needs a note, which then stands on all of them. version is that of the block on the screen, -1 = whatever it is now.
func (s *Service) SaveCentral(ctx context.Context, who actor.Actor, id ident.ID, typed, note string, version int, key string) error {
	note = oneLine(note)
	if _, err := s.Conference.ByID(ctx, who, id); err != nil {
		return err // who does not see the conference does not learn that it is there
	}
	var all fault.Faults
	tooLong(&all, "body", typed, maxBody)
	if err := all.Or(); err != nil {
		return err
	}
	source, body, err := written(typed)
	if err != nil {
		return err
	}
	if plain(body) == "" {
		return fault.Invalid("body", "news.body_empty")
	}
	_, _, err = s.DB.Once(ctx, key, "news.central", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := conference.LoadIn(ctx, w, id)
		if err != nil {
			return "", err
		}
		if err := who.At(actor.WriteNews, c.Host()); err != nil {
			if fault.KindOf(err) == fault.KindForbidden {
				err = fault.Forbidden("news.central_others")
			}
			return "", err
		}
		if !tellable(c.Status) {
			return "", fault.Conflict("news.not_called")
		}
		before, err := loadCentral(ctx, w, id)
		if err != nil {
			return "", err
		}
		if version >= 0 && version != before.Version {
			return "", fault.Conflict("news.stale")
		}
		if before.Body == body {
			return "", nil
		}
		public, err := db.Int(ctx, w, `select count(*) from news_item where conference = $1 and status in ('published', 'corrected')`, int64(id))
		if err != nil {
			return "", err
		}
		now := s.now()
		if public > 0 {
			if err := checkNote(note); err != nil {
				return "", err
			}
			if err := insertCorrection(ctx, w, s.IDs.New(), id, Correction{At: now, By: who.Name, Note: note}); err != nil {
				return "", err
			}
			if err := s.note(ctx, w, who, "news.central_corrected", Item{ID: id, Unit: c.Host()}, before.Body, body, note); err != nil {
				return "", err
			}
		}
		return "", saveCentral(ctx, w, Central{Conference: id, Unit: c.Host(), Source: source, Body: body, UpdatedAt: now, UpdatedBy: who.Name})
	})
	return err
}

// MayWriteCentral tells whether the actor is an editor of the first host, for pages.
func MayWriteCentral(who actor.Actor, c Central) bool { return who.HasAt(actor.WriteNews, c.Unit) }
