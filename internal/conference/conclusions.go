package conference

import (
	"context"
	"fmt"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

const conclusionColumns = `id, conference, ord, heading, text, addressee, version, changed_at, changed_by, answers`

func scanConclusion(s db.Scanner, c *Conclusion) error {
	return s.Scan(&c.ID, &c.Conference, &c.Order, &c.Heading, &c.Text, &c.Addressee, &c.Version, &c.ChangedAt, &c.ChangedBy, &c.Answers)
}

// LoadConclusionsIn reads the conclusions in order, judging no right.
func LoadConclusionsIn(ctx context.Context, q db.Querier, conference ident.ID) ([]Conclusion, error) {
	return db.All(ctx, q, scanConclusion, `select `+conclusionColumns+` from conference_conclusion where conference = $1 order by ord`, int64(conference))
}

func loadConclusion(ctx context.Context, q db.Querier, conference, id ident.ID) (Conclusion, error) {
	c, found, err := db.One(ctx, q, scanConclusion, `select `+conclusionColumns+` from conference_conclusion where id = $1 and conference = $2`, int64(id), int64(conference))
	if err == nil && !found {
		err = fault.NotFound("conference.conclusion_not_found")
	}
	return c, err
}

// Conclusions lists what was written so far, for all who see the conference.
func (s *Service) Conclusions(ctx context.Context, who actor.Actor, id ident.ID) ([]Conclusion, error) {
	var list []Conclusion
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, _ Conference) (err error) {
		list, err = LoadConclusionsIn(ctx, r, id)
		return err
	})
	return list, err
}

// run is one change by the conference's secretary, its office or a chair, saved with the conference's state.
func (s *Service) run(ctx context.Context, who actor.Actor, id ident.ID, key, kind string, do func(ctx context.Context, w *db.Write, c *Conference) error) error {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = s.DB.Once(ctx, key, kind, func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := mayRun(who, c); err != nil {
			return "", err
		}
		if err := do(ctx, w, &c); err != nil {
			return "", err
		}
		if err := saveState(ctx, w, c); err != nil {
			return "", err
		}
		return id.String(), s.note(ctx, w, who, kind, c, id, c, "", c.Host())
	})
	return err
}

// Declare says how many conclusions the chair announced. Fewer than are written is refused, and so are 0 and less.
func (s *Service) Declare(ctx context.Context, who actor.Actor, id ident.ID, number, key string) error {
	return s.run(ctx, who, id, key, "conference.declared", func(ctx context.Context, w *db.Write, c *Conference) error {
		if err := writable(*c); err != nil {
			return err
		}
		entered, err := countConclusions(ctx, w, id)
		if err != nil {
			return err
		}
		c.Declared, err = checkDeclared(number, entered)
		return err
	})
}

func countConclusions(ctx context.Context, q db.Querier, conference ident.ID) (int, error) {
	n, err := db.Int(ctx, q, `select count(*) from conference_conclusion where conference = $1`, int64(conference))
	return int(n), err
}

// ConclusionEntry is what is written of one conclusion.
type ConclusionEntry struct {
	Heading   string
	Text      string
	Addressee string
	Answers   ident.ID // group of obstacles, 0: none
	Raise     bool     // raise the declared number where this one is more than declared
	Version   int      // of the conclusion that was on the screen, 0 = whatever it is now
}

// AddConclusion writes one more. One more than declared is held back until Raise is chosen.
func (s *Service) AddConclusion(ctx context.Context, who actor.Actor, id ident.ID, e ConclusionEntry, key string) (ident.ID, error) {
	fresh := s.IDs.New()
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return 0, err
	}
	result, _, err := s.DB.Once(ctx, key, "conclusion.added", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := mayRun(who, c); err != nil {
			return "", err
		}
		if err := writable(c); err != nil {
			return "", err
		}
		one := Conclusion{ID: fresh, Conference: id, Heading: oneLine(e.Heading), Text: oneText(e.Text), Addressee: oneLine(e.Addressee), Answers: e.Answers,
			ChangedAt: s.now(), ChangedBy: who.Name}
		if err := checkConclusion(one); err != nil {
			return "", err
		}
		if err := s.mayAnswer(ctx, w, c, one.Answers, 0); err != nil {
			return "", err
		}
		entered, err := countConclusions(ctx, w, id)
		if err != nil {
			return "", err
		}
		if err := checkRoom(c.Declared, entered, e.Raise); err != nil {
			return "", err
		}
		if c.Declared > 0 && entered >= c.Declared {
			c.Declared = entered + 1
		}
		one.Order = entered + 1
		if _, err := w.Exec(ctx, `insert into conference_conclusion (id, conference, ord, heading, text, addressee, changed_at, changed_by, answers)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, int64(one.ID), int64(id), one.Order, one.Heading, one.Text, one.Addressee,
			int64(one.ChangedAt), one.ChangedBy, one.Answers); err != nil {
			return "", err
		}
		takeBack(&c)
		if err := saveState(ctx, w, c); err != nil {
			return "", err
		}
		return one.ID.String(), s.note(ctx, w, who, "conclusion.added", c, id, one, "", c.Host())
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

func checkConclusion(one Conclusion) error {
	all := checkLength(maxEntry, "heading", one.Heading, "addressee", one.Addressee)
	if err := all.Add(checkText(one.Text)); err != nil {
		return err
	}
	return all.Or()
}

// takeBack takes the chair's approval back: what was approved has changed.
func takeBack(c *Conference) { c.ApprovedAt, c.ApprovedBy = 0, 0 }

// ChangeConclusion rewrites one. An approval given before falls away.
func (s *Service) ChangeConclusion(ctx context.Context, who actor.Actor, id, conclusion ident.ID, e ConclusionEntry, key string) error {
	return s.run(ctx, who, id, key, "conclusion.changed", func(ctx context.Context, w *db.Write, c *Conference) error {
		if err := writable(*c); err != nil {
			return err
		}
		one, err := loadConclusion(ctx, w, id, conclusion)
		if err != nil {
			return err
		}
		if e.Version != 0 && e.Version != one.Version {
			return fault.Conflict("conference.stale")
		}
		before := one
		one.Heading, one.Text, one.Addressee, one.Answers = oneLine(e.Heading), oneText(e.Text), oneLine(e.Addressee), e.Answers
		if err := checkConclusion(one); err != nil {
			return err
		}
		if err := s.mayAnswer(ctx, w, *c, one.Answers, before.Answers); err != nil {
			return err
		}
		if one == before {
			return nil
		}
		takeBack(c)
		return s.saveConclusion(ctx, w, who, one)
	})
}

// Type keeps what is being typed, for those who watch. It is not journalled and needs no whole sentence; it stands until
// the writer saves or types on. Approved conclusions are not typed over.
func (s *Service) Type(ctx context.Context, who actor.Actor, id, conclusion ident.ID, text string) error {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, "conclusion.typed", func(ctx context.Context, w *db.Write) error {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return err
		}
		if err := mayRun(who, c); err != nil {
			return err
		}
		if err := writable(c); err != nil {
			return err
		}
		if c.Approved() {
			return fault.Conflict("conference.approved_typing")
		}
		one, err := loadConclusion(ctx, w, id, conclusion)
		if err != nil {
			return err
		}
		if len([]rune(text)) > maxText {
			return fault.Invalid("text", "conference.text_long", "max", maxText)
		}
		if one.Text = oneText(text); one.Text == "" {
			return nil
		}
		s.tell(w, id, 0)
		_, err = w.Exec(ctx, `update conference_conclusion set text = $1, changed_at = $2, changed_by = $3 where id = $4`,
			one.Text, int64(s.now()), who.Name, int64(conclusion))
		return err
	})
}

func (s *Service) saveConclusion(ctx context.Context, w *db.Write, who actor.Actor, one Conclusion) error {
	_, err := w.Exec(ctx, `update conference_conclusion set heading = $1, text = $2, addressee = $3, changed_at = $4, changed_by = $5, answers = $6, version = version + 1
		where id = $7`, one.Heading, one.Text, one.Addressee, int64(s.now()), who.Name, one.Answers, int64(one.ID))
	return err
}

// RemoveConclusion takes one out; those after it move up, and its prepared tasks are dropped. The declared number stays:
// what is missing shows as not stated.
func (s *Service) RemoveConclusion(ctx context.Context, who actor.Actor, id, conclusion ident.ID, key string) error {
	return s.run(ctx, who, id, key, "conclusion.removed", func(ctx context.Context, w *db.Write, c *Conference) error {
		if err := writable(*c); err != nil {
			return err
		}
		one, err := loadConclusion(ctx, w, id, conclusion)
		if err != nil {
			return err
		}
		if err := s.dropTasksOf(ctx, w, who, *c, conclusion); err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `delete from conference_conclusion where id = $1`, int64(conclusion)); err != nil {
			return err
		}
		takeBack(c)
		return renumber(ctx, w, id, `ord > $2`, one.Order, -1)
	})
}

// renumber moves the orders that a condition picks by one, through negative numbers because they are unique.
func renumber(ctx context.Context, w *db.Write, conference ident.ID, condition string, order, by int) error {
	if _, err := w.Exec(ctx, fmt.Sprintf(`update conference_conclusion set ord = -(ord + (%d)) where conference = $1 and %s`, by, condition), int64(conference), order); err != nil {
		return err
	}
	_, err := w.Exec(ctx, `update conference_conclusion set ord = -ord where conference = $1 and ord < 0`, int64(conference))
	return err
}

// MoveConclusion swaps one with its neighbour above (up) or below. At the edge nothing happens.
func (s *Service) MoveConclusion(ctx context.Context, who actor.Actor, id, conclusion ident.ID, up bool, key string) error {
	return s.run(ctx, who, id, key, "conclusion.moved", func(ctx context.Context, w *db.Write, c *Conference) error {
		if err := writable(*c); err != nil {
			return err
		}
		list, err := LoadConclusionsIn(ctx, w, id)
		if err != nil {
			return err
		}
		for i, one := range list {
			j := i + 1
			if up {
				j = i - 1
			}
			if one.ID != conclusion || j < 0 || j >= len(list) {
				continue
			}
			takeBack(c)
			for _, set := range []struct {
				id  ident.ID
				ord int
			}{{one.ID, -1}, {list[j].ID, one.Order}, {one.ID, list[j].Order}} {
				if _, err := w.Exec(ctx, `update conference_conclusion set ord = $1 where id = $2`, set.ord, int64(set.id)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Speak names the chair whose conclusions these are; it need not be the first.
func (s *Service) Speak(ctx context.Context, who actor.Actor, id, participant ident.ID, key string) error {
	return s.run(ctx, who, id, key, "conference.speaker", func(_ context.Context, _ *db.Write, c *Conference) error {
		if err := writable(*c); err != nil {
			return err
		}
		for _, p := range c.Chairs {
			if p.ID == participant {
				if was, _ := c.Speaker(); was.ID != p.ID {
					takeBack(c) // whose words they are was approved with them
				}
				c.Author = p.ID
				return nil
			}
		}
		return fault.Invalid("author", "conference.speaker_not_chair")
	})
}

// Approve is the chair's word that the conclusions stand as they are written. Only a chair of this conference has it.
func (s *Service) Approve(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = s.DB.Once(ctx, key, "conference.approved", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		chair, ok := c.ChairedBy(who.Person)
		if !ok {
			return "", fault.Forbidden("conference.approve_chair_only")
		}
		if err := who.StepUp(actor.StepApprove); err != nil {
			return "", err
		}
		if c.Status != Closed {
			if c.Status == Concluded {
				return "", writable(c)
			}
			return "", fault.Conflict("conference.approve_after_close", "status", statusText(c.Status))
		}
		if c.Approved() {
			return "", fault.Conflict("conference.approved_already")
		}
		entered, err := countConclusions(ctx, w, id)
		if err != nil {
			return "", err
		}
		if entered == 0 {
			return "", fault.Conflict("conference.nothing_to_approve")
		}
		c.ApprovedAt, c.ApprovedBy = s.now(), chair.ID
		if err := saveState(ctx, w, c); err != nil {
			return "", err
		}
		return id.String(), s.note(ctx, w, who, "conference.approved", c, id, c, "", c.Hosts...)
	})
	return err
}

// oneText tidies a text of several lines: no control characters, no spaces at the ends of lines, at most one empty line.
func oneText(text string) string {
	lines := strings.Split(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = oneLine(lines[i])
	}
	joined := strings.TrimSpace(strings.Join(lines, "\n"))
	for strings.Contains(joined, "\n\n\n") {
		joined = strings.ReplaceAll(joined, "\n\n\n", "\n\n")
	}
	return joined
}
