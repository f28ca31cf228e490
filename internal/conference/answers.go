package conference

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/sheet"
	"giaoban/internal/task"
)

// mayAnswer refuses a group that the conference cannot answer: it is neither on the agenda nor waiting at the first
// host, and the conclusion did not name it before.
func (s *Service) mayAnswer(ctx context.Context, q db.Querier, c Conference, group, before ident.ID) error {
	if group.Zero() || group == before {
		return nil
	}
	g, on, err := s.groupTopic(ctx, q, c, group)
	if err != nil {
		return err
	}
	if !on && (g.ID.Zero() || g.Owner != c.Host() || !g.Waits()) {
		return fault.Invalid("answers", "conference.answers_unknown")
	}
	return nil
}

// groupTopic gives one group, and whether it is on the agenda; nothing where there is no such group.
func (s *Service) groupTopic(ctx context.Context, q db.Querier, c Conference, group ident.ID) (g obstacle.Group, on bool, err error) {
	if s.Obstacle == nil {
		return g, false, nil
	}
	list, err := s.Obstacle.GroupsIn(ctx, q, []ident.ID{group})
	if err != nil || len(list) == 0 {
		return g, false, err
	}
	n, err := db.Int(ctx, q, `select count(*) from conference_agenda_topic t join conference_agenda a on a.id = t.item where a.conference = $1 and t.kind = $2 and t.subject = $3`,
		int64(c.ID), topicGroup, int64(group))
	return list[0], n > 0, err
}

// answerGroups answers, with the notice that is issued, the groups that its conclusions name: what was concluded, and
// who does what by when. Whether it is solved stays each raiser's word.
func (s *Service) answerGroups(ctx context.Context, w *db.Write, who actor.Actor, c Conference, notice string) error {
	list, err := LoadConclusionsIn(ctx, w, c.ID)
	if err != nil {
		return err
	}
	tree, err := s.Org.TreeIn(ctx, w, s.today())
	if err != nil {
		return err
	}
	var groups []ident.ID
	texts := map[ident.ID][]string{}
	for _, one := range list {
		if one.Answers.Zero() || s.Obstacle == nil {
			continue
		}
		lines := []string{say("conference.answer_concluded", "conference", c.Title, "notice", notice, "n", one.Order, "text", one.Text)}
		tasks, err := s.Task.OfOrigin(ctx, w, originConclusion, one.ID)
		if err != nil {
			return err
		}
		for i, t := range tasks {
			if i == answerTasks {
				lines = append(lines, say("conference.answer_more_tasks", "n", len(tasks)-i))
				break
			}
			lines = append(lines, say("conference.answer_task", "unit", tree.Name(t.Lead), "task", t.Title, "due", t.DueOn.Full(i18n.VI)))
		}
		if !slices.Contains(groups, one.Answers) {
			groups = append(groups, one.Answers)
		}
		texts[one.Answers] = append(texts[one.Answers], strings.Join(lines, "\n"))
	}
	for _, g := range groups {
		if err := s.Obstacle.AnswerGroupIn(ctx, w, who, g, strings.Join(texts[g], "\n\n")); err != nil {
			return err
		}
	}
	return nil
}

// answerTasks bounds the tasks that an answer names.
const answerTasks = 8

// GroupAt is a conference that has a group of obstacles on its agenda or answers it, as one reader may see it.
type GroupAt struct {
	Conference  Conference
	Conclusions []Conclusion // that answer the group
	Tasks       []task.Task  // of these
}

// Having lists the conferences that take up a group of obstacles, or answer it, and that the actor sees, the newest first.
func (s *Service) Having(ctx context.Context, who actor.Actor, group ident.ID) ([]Facts, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	var ids []ident.ID
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		ids, err = db.IDs(ctx, r, `select c.id from conference c where
			exists (select 1 from conference_agenda_topic t join conference_agenda a on a.id = t.item where a.conference = c.id and t.kind = $1 and t.subject = $2)
			or exists (select 1 from conference_conclusion o where o.conference = c.id and o.answers = $2) order by c.id desc`, topicGroup, group)
		return err
	})
	if err != nil {
		return nil, err
	}
	var list []Facts
	for _, id := range ids {
		f, err := s.ByID(ctx, who, id)
		if fault.KindOf(err) == fault.KindNotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// WithGroup gives with each of these conferences the conclusions that answer the group, and their tasks.
func (s *Service) WithGroup(ctx context.Context, who actor.Actor, group ident.ID) ([]GroupAt, error) {
	found, err := s.Having(ctx, who, group)
	if err != nil {
		return nil, err
	}
	var list []GroupAt
	for _, f := range found {
		at := GroupAt{Conference: f.Conference}
		all, err := s.Conclusions(ctx, who, f.ID)
		if err != nil {
			return nil, err
		}
		tasks, err := s.TasksOf(ctx, who, f.ID)
		if err != nil {
			return nil, err
		}
		for _, one := range all {
			if one.Answers == group {
				at.Conclusions = append(at.Conclusions, one)
				at.Tasks = append(at.Tasks, tasks[one.ID]...)
			}
		}
		list = append(list, at)
	}
	return list, nil
}

// GroupPaper makes a group of obstacles a paper of the conference: a workbook of what units raised and propose, as it
// stands now. Made again it is a new version. It goes to the sites when papers are released.
func (s *Service) GroupPaper(ctx context.Context, who actor.Actor, id, group ident.ID, key string) (ident.ID, error) {
	var title string
	var raised []obstacle.Obstacle
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, c Conference) error {
		if err := mayRun(who, c); err != nil {
			return err
		}
		g, on, err := s.groupTopic(ctx, r, c, group)
		if err != nil {
			return err
		}
		if !on {
			return fault.Conflict("conference.topic_unknown")
		}
		title = g.Title
		raised, err = s.Obstacle.RaisedIn(ctx, r, group)
		return err
	})
	if err != nil {
		return 0, err
	}
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return 0, err
	}
	table := [][]string{{say("conference.paper_unit"), say("conference.paper_obstacle"), say("conference.paper_proposal"), say("conference.paper_raised"), say("conference.paper_state"), say("conference.paper_change")}}
	for _, o := range raised {
		table = append(table, []string{tree.Name(o.Unit), o.Body, o.Proposal, o.RaisedAt.Date().Full(i18n.VI), obstacle.Messages()[o.State.Key()].VI, o.Change.In(i18n.VI)})
	}
	data, err := sheet.XLSX(say("conference.paper_sheet"), []float64{36, 60, 60, 14, 20, 40}, table)
	if err != nil {
		return 0, err
	}
	return s.AddPaper(ctx, who, id, NewPaper{Title: clip(say("conference.paper_of_group", "title", title), 200), Secrecy: document.Ordinary, File: "vuong-mac-" + s.today().String() + ".xlsx", Data: data}, key)
}
