package conferenceweb

import (
	"net/url"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/web"
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
