package conferenceweb

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// takeUp puts the ticked topics on the agenda.
func (p *pages) takeUp(c *web.Ctx) error {
	return p.act(c, "topics", "conference.topics_taken_up", func(id ident.ID, v url.Values) error {
		groups, err := topicIDs(v["group"])
		if err != nil {
			return err
		}
		explanations, err := topicIDs(v["explanation"])
		if err != nil {
			return err
		}
		return p.s.TakeUp(c.Context(), c.Actor, id, groups, explanations, c.Key())
	})
}

// groupPaper makes a group on the agenda a paper.
func (p *pages) groupPaper(c *web.Ctx) error {
	return p.act(c, "topics", "conference.group_is_paper", func(id ident.ID, v url.Values) error {
		group, _ := ident.Parse(v.Get("group")) // malformed: no group, which is refused to who may ask
		_, err := p.s.GroupPaper(c.Context(), c.Actor, id, group, c.Key())
		return err
	})
}

// WithGroup draws the card of the conferences that take up a group of obstacles, for the group's page.
func WithGroup(s *conference.Service) shell.Beside {
	return func(ctx context.Context, who actor.Actor, b shell.Base, id, _ ident.ID) (templ.Component, error) {
		list, err := s.WithGroup(ctx, who, id)
		if err != nil || len(list) == 0 {
			return templ.NopComponent, err
		}
		tree, err := s.Org.Today(ctx)
		if err != nil {
			return nil, err
		}
		return withGroupCard(b, list, tree.Name), nil
	}
}

func topicIDs(texts []string) ([]ident.ID, error) {
	var ids []ident.ID
	for _, text := range texts {
		id, err := ident.Parse(text)
		if err != nil {
			return nil, fault.Conflict("conference.topic_unknown").Because(err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}
