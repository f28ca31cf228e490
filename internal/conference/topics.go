package conference

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/report"
)

// The kinds of topic that an agenda item takes up.
const (
	topicGroup       = "obstacles"
	topicExplanation = "explanation"
)

// Topics is what a conference may take up of what units raised and explained,
// and what it has taken up. For who prepares it.
type Topics struct {
	Groups       []obstacle.Group     // of the first host, with obstacles that have not ended
	Explanations []report.Explanation // that the first host asked about figures of the reviewed period
	OnGroups     []obstacle.Group     // on the agenda
	OnExplained  []report.Explanation // on the agenda
	Boards       []report.Request     // of the first host for the reviewed period: where the reports stand
}

// GroupsAll lists the groups that a conclusion may answer: those on the agenda first.
func (t Topics) GroupsAll() []obstacle.Group { return slices.Concat(t.OnGroups, t.Groups) }

// Empty tells whether there is nothing to show.
func (t Topics) Empty() bool {
	return len(t.Groups)+len(t.Explanations)+len(t.OnGroups)+len(t.OnExplained)+len(t.Boards) == 0
}

// Topics gives what the agenda can take up and has taken up, to who runs the conference.
func (s *Service) Topics(ctx context.Context, who actor.Actor, id ident.ID) (Topics, error) {
	var t Topics
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, c Conference) (err error) {
		if err := mayRun(who, c); err != nil {
			return err
		}
		t, err = s.topics(ctx, r, c)
		return err
	})
	return t, err
}

func (s *Service) topics(ctx context.Context, q db.Querier, c Conference) (Topics, error) {
	var t Topics
	var err error
	if t.OnGroups, t.Groups, err = s.groupTopics(ctx, q, c); err != nil || s.Report == nil {
		return t, err
	}
	ids, err := takenUp(ctx, q, c, topicExplanation)
	if err != nil {
		return t, err
	}
	if t.OnExplained, err = s.Report.ExplanationsIn(ctx, q, ids); err != nil {
		return t, err
	}
	inOrder(t.OnExplained, ids, func(e report.Explanation) ident.ID { return e.ID })
	if c.Review.Zero() {
		return t, nil
	}
	review, err := s.Calendar.PeriodIn(ctx, q, c.Review)
	if err != nil {
		return t, err
	}
	if t.Explanations, err = s.Report.ExplanationsOfPeriod(ctx, q, c.Host(), review.Span()); err != nil {
		return t, err
	}
	if t.Boards, err = s.Report.RequestsWithin(ctx, q, c.Host(), review.Span()); err != nil {
		return t, err
	}
	t.Explanations = slices.DeleteFunc(t.Explanations, func(e report.Explanation) bool { return slices.Contains(ids, e.ID) })
	return t, nil
}

// groupTopics gives the groups of obstacles on the agenda, and the others that the first host keeps with obstacles that have not ended.
func (s *Service) groupTopics(ctx context.Context, q db.Querier, c Conference) (on, others []obstacle.Group, err error) {
	if s.Obstacle == nil {
		return nil, nil, nil
	}
	ids, err := takenUp(ctx, q, c, topicGroup)
	if err != nil {
		return nil, nil, err
	}
	if on, err = s.Obstacle.GroupsIn(ctx, q, ids); err != nil {
		return nil, nil, err
	}
	inOrder(on, ids, func(g obstacle.Group) ident.ID { return g.ID })
	others, err = s.Obstacle.PendingGroups(ctx, q, c.Host())
	return on, slices.DeleteFunc(others, func(g obstacle.Group) bool { return slices.Contains(ids, g.ID) }), err
}

// takenUp gives the topics of a kind on the agenda, in the order in which they are taken up.
func takenUp(ctx context.Context, q db.Querier, c Conference, kind string) ([]ident.ID, error) {
	return db.IDs(ctx, q, `select t.subject from conference_agenda_topic t join conference_agenda a on a.id = t.item where a.conference = $1 and t.kind = $2 order by a.ord, t.ord`,
		int64(c.ID), kind)
}

// inOrder puts records, which their domain gives in its own order, into the order of the agenda.
func inOrder[T any](list []T, ids []ident.ID, id func(T) ident.ID) {
	slices.SortStableFunc(list, func(a, b T) int { return slices.Index(ids, id(a)) - slices.Index(ids, id(b)) })
}

// TakeUp puts groups of obstacles and explanations on the agenda with one act:
// an item for each sort, before the concluding speech. Only what Topics proposes can be taken up.
func (s *Service) TakeUp(ctx context.Context, who actor.Actor, id ident.ID, groups, explanations []ident.ID, key string) error {
	return s.run(ctx, who, id, key, "conference.taken_up", func(ctx context.Context, w *db.Write, c *Conference) error {
		if c.Status == Closed || c.Status == Concluded || c.Status == Cancelled {
			return fault.Conflict("conference.no_longer_editable", "status", statusText(c.Status))
		}
		if len(groups)+len(explanations) == 0 {
			return fault.Invalid("topic", "conference.topic_missing")
		}
		t, err := s.topics(ctx, w, *c)
		if err != nil {
			return err
		}
		for _, g := range groups {
			if !slices.ContainsFunc(t.Groups, func(one obstacle.Group) bool { return one.ID == g }) {
				return fault.Conflict("conference.topic_unknown")
			}
		}
		for _, e := range explanations {
			if !slices.ContainsFunc(t.Explanations, func(one report.Explanation) bool { return one.ID == e }) {
				return fault.Conflict("conference.topic_unknown")
			}
		}
		if err := s.takeUp(ctx, w, *c, topicGroup, "conference.item_obstacles", groups); err != nil {
			return err
		}
		return s.takeUp(ctx, w, *c, topicExplanation, "conference.item_explanations", explanations)
	})
}

// takeUp adds topics to the item that holds this sort and was not begun, or to a new one before the concluding speech.
func (s *Service) takeUp(ctx context.Context, w *db.Write, c Conference, kind, title string, subjects []ident.ID) error {
	if len(subjects) == 0 {
		return nil
	}
	n, err := db.Int(ctx, w, `select max(t.item) from conference_agenda_topic t join conference_agenda a on a.id = t.item where a.conference = $1 and t.kind = $2 and a.started_at = 0`, int64(c.ID), kind)
	if err != nil {
		return err
	}
	item := ident.ID(n)
	if item.Zero() {
		items, err := LoadAgendaIn(ctx, w, c.ID)
		if err != nil {
			return err
		}
		place := len(items) + 1
		for _, a := range items {
			if a.Kind == ItemConcluding && a.StartedAt.Zero() {
				place = a.Order
				break
			}
		}
		// Out of the way first: the order is unique within the conference.
		if _, err := w.Exec(ctx, `update conference_agenda set ord = -(ord + 1) where conference = $1 and ord >= $2`, int64(c.ID), place); err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `update conference_agenda set ord = -ord where conference = $1 and ord < 0`, int64(c.ID)); err != nil {
			return err
		}
		item = s.IDs.New()
		if err := insertItem(ctx, w, AgendaItem{ID: item, Conference: c.ID, Order: place, Kind: ItemDiscussion, Title: Messages()[title].VI, Minutes: 15}); err != nil {
			return err
		}
	}
	last, err := db.Int(ctx, w, `select max(ord) from conference_agenda_topic where item = $1`, int64(item))
	if err != nil {
		return err
	}
	for i, subject := range subjects {
		if _, err := w.Exec(ctx, `insert into conference_agenda_topic (item, kind, subject, ord) values ($1, $2, $3, $4) on conflict do nothing`, int64(item), kind, int64(subject), last+1+int64(i)); err != nil {
			return err
		}
	}
	return nil
}
