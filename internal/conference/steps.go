package conference

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// step loads, judges with may, changes with do and saves one move of a conference.
func (s *Service) step(ctx context.Context, who actor.Actor, id ident.ID, to Status, key, note string,
	may func(actor.Actor, Conference) error, do func(ctx context.Context, w *db.Write, c *Conference) error) error {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = s.DB.Once(ctx, key, "conference."+string(to), func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := may(who, c); err != nil {
			return "", err
		}
		if err := checkStep(c.Status, to); err != nil {
			return "", err
		}
		before := c
		c.Status = to
		if err := do(ctx, w, &c); err != nil {
			return "", err
		}
		if err := saveState(ctx, w, c); err != nil {
			return "", err
		}
		units, err := siteUnits(ctx, w, id)
		if err != nil {
			return "", err
		}
		if before.Date != c.Date || before.Part != c.Part {
			if err := s.moved(ctx, w, c, before, before.Date); err != nil {
				return "", err
			}
		}
		return id.String(), s.note(ctx, w, who, "conference."+string(to), c, id, c, note, append(units, c.Hosts...)...)
	})
	return err
}

// Open opens the conference. A site without a chair is warned about first: confirm opens all the same.
func (s *Service) Open(ctx context.Context, who actor.Actor, id ident.ID, confirm bool, key string) error {
	return s.step(ctx, who, id, Open, key, "", mayRun, func(ctx context.Context, w *db.Write, c *Conference) error {
		sites, err := loadSites(ctx, w, id)
		if err != nil {
			return err
		}
		if missing := withoutChair(sites); len(missing) > 0 && !confirm {
			return fault.Invalid("confirm", "conference.sites_without_chair", "n", len(missing), "sites", names(missing))
		}
		c.OpenedAt = s.now()
		return s.freezeTitles(ctx, w, *c)
	})
}

func withoutChair(sites []Site) []Site {
	var list []Site
	for _, site := range sites {
		if !site.HasChair() && site.Kind != Observer {
			list = append(list, site)
		}
	}
	return list
}

// Close ends the meeting: the floor is taken back, and the running agenda item ends.
func (s *Service) Close(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	return s.step(ctx, who, id, Closed, key, "", mayRun, func(ctx context.Context, w *db.Write, c *Conference) error {
		c.ClosedAt = s.now()
		for _, text := range []string{
			`update conference_floor set ended_at = $1, ended_by = 'close' where conference = $2 and ended_at = 0`,
			`update conference_hand set lowered_at = $1, outcome = 'declined' where conference = $2 and lowered_at = 0`,
			`update conference_agenda set ended_at = $1 where conference = $2 and started_at > 0 and ended_at = 0`,
		} {
			if _, err := w.Exec(ctx, text, int64(c.ClosedAt), int64(id)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Postpone puts a called conference off, with the reason that the sites read. Reschedule calls it again.
func (s *Service) Postpone(ctx context.Context, who actor.Actor, id ident.ID, reason, key string) error {
	return s.stop(ctx, who, id, Postponed, reason, key)
}

// Cancel ends a conference that has not been opened, with the reason that the sites read.
func (s *Service) Cancel(ctx context.Context, who actor.Actor, id ident.ID, reason, key string) error {
	return s.stop(ctx, who, id, Cancelled, reason, key)
}

func (s *Service) stop(ctx context.Context, who actor.Actor, id ident.ID, to Status, reason, key string) error {
	reason = oneLine(reason)
	return s.step(ctx, who, id, to, key, reason, mayCall, func(_ context.Context, _ *db.Write, c *Conference) error {
		if reason == "" {
			return fault.Invalid("reason", "conference.reason_missing")
		}
		if err := checkLength(maxReason, "reason", reason).Or(); err != nil {
			return err
		}
		c.Reason = reason
		return nil
	})
}

// Reschedule calls a postponed conference for a new day. Sites keep what they entered; titles become those of the new day.
func (s *Service) Reschedule(ctx context.Context, who actor.Actor, id ident.ID, date, start string, part PartOfDay, key string) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	day, err := when.ParseDate(date, s.today())
	if err != nil {
		return on("date", err)
	}
	minutes, err := when.ParseTime(strings.TrimSpace(start))
	if err != nil {
		return on("start", err)
	}
	if err := checkStart(part, minutes); err != nil {
		return err
	}
	return s.step(ctx, who, id, Called, key, "", mayCall, func(_ context.Context, _ *db.Write, c *Conference) error {
		if c.CalledAt.Zero() { // a draft is called by Call, which makes its sites
			return checkStep(Called, Called)
		}
		c.Date, c.Start, c.Part = day.Date, minutes, part
		c.Reason = ""
		return nil
	})
}
