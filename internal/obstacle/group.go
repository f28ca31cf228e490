package obstacle

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
)

// MakeGroup puts obstacles of the same matter together under a title. All of
// them were routed to the unit and have not ended.
func (s *Service) MakeGroup(ctx context.Context, who actor.Actor, owner ident.ID, title string, obstacles []ident.ID, k string) (ident.ID, error) {
	if err := who.At(actor.SettleObstacle, owner); err != nil {
		return 0, err
	}
	g := Group{ID: s.d.IDs.New(), Owner: owner, Title: oneLine(title), CreatedAt: s.now(), CreatedBy: who.Name}
	var fs fault.Faults
	if err := fs.Add(needed("title", g.Title, "obstacle.group_title_missing")); err != nil {
		return 0, err
	}
	fs = append(fs, long("title", g.Title, maxTitle)...)
	if len(obstacles) == 0 {
		fs = append(fs, fault.Invalid("obstacle", "obstacle.group_empty"))
	}
	if err := fs.Or(); err != nil {
		return 0, err
	}
	result, _, err := s.d.DB.Once(ctx, key(who, k), "obstacle.group", func(ctx context.Context, w *db.Write) (string, error) {
		if err := insertGroup(ctx, w, g); err != nil {
			return "", err
		}
		if err := putIn(ctx, w, g, obstacles); err != nil {
			return "", err
		}
		return g.ID.String(), s.noteGroup(ctx, w, who, g, "grouped", g.Title)
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

// putIn adds obstacles that were routed to the owner and stand in no other group of it.
func putIn(ctx context.Context, w *db.Write, g Group, obstacles []ident.ID) error {
	n, err := db.Int(ctx, w, `select count(*) from obstacle_grouped where grp = $1`, int64(g.ID))
	if err != nil {
		return err
	}
	if int(n)+len(obstacles) > maxGroup {
		return fault.TooLarge("obstacle", "obstacle.group_large", "max", maxGroup)
	}
	for _, id := range obstacles {
		o, ok, err := load(ctx, w, id)
		if err != nil {
			return err
		}
		way, err := route(ctx, w, id)
		if err != nil {
			return err
		}
		if !ok || !slices.Contains(way, g.Owner) {
			return fault.NotFound("obstacle.not_found")
		}
		if err := pending(o); err != nil {
			return err
		}
		other, err := db.Int(ctx, w, `select count(*) from obstacle_grouped x join obstacle_group g on g.id = x.grp where x.obstacle = $1 and g.owner = $2 and g.id <> $3 and g.answered_at = 0`,
			int64(id), int64(g.Owner), int64(g.ID))
		if err != nil {
			return err
		}
		if other > 0 {
			return fault.Conflict("obstacle.grouped_already", "text", o.Headline())
		}
		if _, err := w.Exec(ctx, `insert into obstacle_grouped (grp, obstacle) values ($1, $2) on conflict do nothing`, int64(g.ID), int64(id)); err != nil {
			return err
		}
	}
	return nil
}

// ChangeGroup gives a group its title and adds or takes out obstacles, until it is answered.
func (s *Service) ChangeGroup(ctx context.Context, who actor.Actor, id ident.ID, title string, add, takeOut []ident.ID, k string) error {
	return s.keep(ctx, who, id, "obstacle.regroup", k, func(ctx context.Context, w *db.Write, g Group) error {
		if !g.AnsweredAt.Zero() {
			return fault.Conflict("obstacle.group_answered")
		}
		if title = oneLine(title); title != "" {
			if err := long("title", title, maxTitle).Or(); err != nil {
				return err
			}
			g.Title = title
		}
		for _, one := range takeOut {
			if _, err := w.Exec(ctx, `delete from obstacle_grouped where grp = $1 and obstacle = $2`, int64(g.ID), int64(one)); err != nil {
				return err
			}
		}
		if err := putIn(ctx, w, g, add); err != nil {
			return err
		}
		n, err := db.Int(ctx, w, `select count(*) from obstacle_grouped where grp = $1`, int64(g.ID))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Invalid("obstacle", "obstacle.group_empty")
		}
		if err := saveGroup(ctx, w, g); err != nil {
			return err
		}
		return s.noteGroup(ctx, w, who, g, "regrouped", g.Title)
	})
}

// AnswerGroup answers every obstacle of the group at once. Publish lets every
// unit in the answerer's remit read title and answer; an answer that was given
// without can be published by giving it again unchanged.
func (s *Service) AnswerGroup(ctx context.Context, who actor.Actor, id ident.ID, answer string, publish bool, change Change, k string) error {
	change, wrong := s.checkChange(ctx, who, change)
	answer = strings.TrimSpace(strings.ReplaceAll(answer, "\r\n", "\n"))
	return s.keep(ctx, who, id, "obstacle.answer_group", k, func(ctx context.Context, w *db.Write, g Group) error {
		var fs fault.Faults
		if answer != g.Answer || answer == "" { // what a conference answered may be longer than what a person types
			if err := fs.Add(needed("answer", answer, "obstacle.answer_missing")); err != nil {
				return err
			}
		}
		if err := fs.Add(wrong); err != nil {
			return err
		}
		if len(fs) > 0 {
			return fs
		}
		return s.answerGroup(ctx, w, who, g, answer, publish, change)
	})
}

// AnswerGroupIn answers a group with what a conference concluded, judging neither right nor length: the conference has
// judged its own, and a long answer must not stop its notice.
func (s *Service) AnswerGroupIn(ctx context.Context, w *db.Write, who actor.Actor, id ident.ID, answer string) error {
	g, ok, err := loadGroup(ctx, w, id)
	if err != nil {
		return err
	}
	if !ok {
		return fault.NotFound("obstacle.no_such_group")
	}
	return s.answerGroup(ctx, w, who, g, answer, false, Change{})
}

func (s *Service) answerGroup(ctx context.Context, w *db.Write, who actor.Actor, g Group, answer string, publish bool, change Change) error {
	now := s.now()
	same := answer == g.Answer && !g.AnsweredAt.Zero() && (change.None() || change == g.Change)
	if same && (!publish || !g.PublishedAt.Zero()) {
		return nil
	}
	if publish && g.PublishedAt.Zero() {
		g.PublishedAt = now
	}
	g.Answer = answer
	if !change.None() {
		g.Change = change
	}
	if !same {
		g.AnsweredAt, g.AnsweredBy = now, who.Name
		all, err := list(ctx, w, whereGroup, int64(g.ID))
		if err != nil {
			return err
		}
		for _, one := range all {
			o := one.Obstacle
			if !o.State.Pending() {
				continue
			}
			before := o
			o.State = Answered
			if !change.None() {
				o.Change = change
			}
			if err := s.noteSaved(ctx, w, who, o, before, Entry{At: now, Unit: g.Owner, Kind: "answered", Text: answer, Group: g.ID, Change: change}); err != nil {
				return err
			}
		}
	}
	if err := saveGroup(ctx, w, g); err != nil {
		return err
	}
	return s.noteGroup(ctx, w, who, g, "group_answered", answer)
}

func (s *Service) noteGroup(ctx context.Context, w *db.Write, who actor.Actor, g Group, kind, text string) error {
	_, err := journal.Append(ctx, w, journal.Entry{At: s.now(), Actor: who, Kind: "obstacle." + kind, Subject: g.ID, Unit: g.Owner, After: g, Note: text})
	return err
}

// keep runs an act of a group's owner, once per key.
func (s *Service) keep(ctx context.Context, who actor.Actor, id ident.ID, name, k string, do func(context.Context, *db.Write, Group) error) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	if k != "" {
		k = key(who, id.String()+"/"+k)
	}
	_, _, err = s.d.DB.Once(ctx, k, name, func(ctx context.Context, w *db.Write) (string, error) {
		g, _, err := s.readableGroup(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := who.At(actor.SettleObstacle, g.Owner); err != nil {
			return "", err
		}
		return id.String(), do(ctx, w, g)
	})
	return err
}

// readableGroup loads a group for who may see it; whole tells whether all of its obstacles are shown.
func (s *Service) readableGroup(ctx context.Context, q db.Querier, who actor.Actor, id ident.ID, tree *org.Tree) (g Group, whole bool, err error) {
	if err := who.SignedIn(); err != nil {
		return Group{}, false, err
	}
	g, ok, err := loadGroup(ctx, q, id)
	if err != nil {
		return Group{}, false, err
	}
	switch {
	case !ok:
	case who.HasDesk(g.Owner) || who.HasOver(actor.ReadTask, g.Owner, tree):
		return g, true, nil
	case !g.PublishedAt.Zero() && slices.ContainsFunc(who.Units(), func(u ident.ID) bool { return tree.Contains(tree.Remit(g.Owner), u) }):
		return g, false, nil
	case !g.AnsweredAt.Zero():
		raisers, err := db.IDs(ctx, q, `select o.unit from obstacle o where `+whereGroup, int64(id))
		if err != nil {
			return Group{}, false, err
		}
		if slices.ContainsFunc(raisers, func(u ident.ID) bool { return who.HasDesk(u) }) {
			return g, false, nil
		}
	}
	return Group{}, false, fault.NotFound("obstacle.no_such_group")
}

// Group gives a group to who may see it: all of it to who keeps it and above,
// title, answer and its own obstacles to a unit that raised one, title and
// answer to who reads what was published.
func (s *Service) Group(ctx context.Context, who actor.Actor, id ident.ID) (GroupPage, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return GroupPage{}, err
	}
	var p GroupPage
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		g, whole, err := s.readableGroup(ctx, r, who, id, tree)
		if err != nil {
			return err
		}
		p = GroupPage{Group: g, MayKeep: who.HasAt(actor.SettleObstacle, g.Owner)}
		all, err := list(ctx, r, whereGroup, int64(id))
		if err != nil {
			return err
		}
		for _, one := range all {
			if whole || who.HasDesk(one.Unit) {
				p.Obstacles = append(p.Obstacles, one.listed())
			}
		}
		if !p.MayKeep || !g.AnsweredAt.Zero() {
			return nil
		}
		near, err := list(ctx, r, whereRouted+` and o.state in ('open', 'answered') and not exists
			(select 1 from obstacle_grouped x join obstacle_group y on y.id = x.grp where x.obstacle = o.id and y.owner = $1 and y.answered_at = 0)`, int64(g.Owner))
		for _, one := range near {
			p.Near = append(p.Near, one.listed())
		}
		return err
	})
	if err != nil {
		return GroupPage{}, err
	}
	order(p.Obstacles)
	return p, s.shown(ctx, who, &p.Change)
}

// Groups lists the groups that a unit keeps, the newest first.
func (s *Service) Groups(ctx context.Context, who actor.Actor, owner ident.ID) ([]Group, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := mayList(who, owner, tree); err != nil {
		return nil, err
	}
	var out []Group
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		all, err := groups(ctx, r, `g.owner = $1`, int64(owner))
		out = nil
		for _, g := range all {
			out = append(out, g.listed())
		}
		return err
	})
	return out, err
}

// Published lists the answers published to a unit, the newest first.
func (s *Service) Published(ctx context.Context, who actor.Actor, unit ident.ID) ([]Group, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	if !who.HasDesk(unit) {
		return nil, fault.Forbidden("actor.forbidden_read_task")
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var out []Group
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		all, err := groups(ctx, r, `g.published_at > 0`)
		out = nil
		for _, g := range all {
			if tree.Contains(tree.Remit(g.Owner), unit) {
				out = append(out, g.listed())
			}
		}
		return err
	})
	return out, err
}

// GroupsIn gives groups by their identifiers, judging no right: for a conference on whose agenda they stand.
func (s *Service) GroupsIn(ctx context.Context, q db.Querier, ids []ident.ID) ([]Group, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return groups(ctx, q, `g.id in (`+db.In(1, len(ids))+`)`, db.Args(ids)...)
}

// RaisedIn gives the obstacles of a group, judging no right: for a paper of the conference that takes it up.
func (s *Service) RaisedIn(ctx context.Context, q db.Querier, id ident.ID) ([]Obstacle, error) {
	all, err := list(ctx, q, whereGroup, int64(id))
	var out []Obstacle
	for _, one := range all {
		out = append(out, one.Obstacle)
	}
	order(out)
	return out, err
}

// PendingGroups gives the groups that a unit keeps and of which not all obstacles have ended, judging no right: for a conference that the unit hosts.
func (s *Service) PendingGroups(ctx context.Context, q db.Querier, owner ident.ID) ([]Group, error) {
	all, err := groups(ctx, q, `g.owner = $1`, int64(owner))
	return slices.DeleteFunc(all, func(g Group) bool { return !g.Waits() }), err
}
