package news

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Seeded is a published item for a demo, or one taken over from elsewhere.
type Seeded struct {
	Conference ident.ID
	Unit       ident.ID
	By         string // the editor's name
	At         when.Instant
	Entry      Entry  // its PublishedAt is At; empty Lead and Body keep what the conference's record proposes
	Central    string // written as the host's, where nothing is written yet; "-" takes the proposal, "" leaves it
	Photos     []SeededPhoto
}

// SeededPhoto is a photo with its words.
type SeededPhoto struct {
	Data  []byte
	Words PhotoEntry
}

// Seed makes an item in the ordinary steps, at its own moment of the domain clock. Only the program itself may.
func (s *Service) Seed(ctx context.Context, who actor.Actor, n Seeded) (ident.ID, error) {
	if who.Kind != actor.System {
		return 0, fault.Forbidden("actor.forbidden_" + string(actor.WriteNews))
	}
	if n.By != "" {
		who.Name = n.By
	}
	then := *s
	then.Clock = when.NewFrozen(n.At.Time())
	if n.Central != "" {
		c, err := then.Central(ctx, who, n.Conference)
		if err != nil {
			return 0, err
		}
		if n.Central != "-" {
			c.Source = n.Central
		}
		if c.Version == 0 {
			if err := then.SaveCentral(ctx, who, n.Conference, c.Source, "", 0, ""); err != nil {
				return 0, err
			}
		}
	}
	id, err := then.Start(ctx, who, n.Conference, n.Unit, "")
	if err != nil {
		return 0, err
	}
	for _, p := range n.Photos {
		if _, err := then.AddPhoto(ctx, who, id, p.Data, p.Words, "", ""); err != nil {
			return 0, err
		}
	}
	st, err := then.Story(ctx, who, id)
	if err != nil {
		return 0, err
	}
	e := n.Entry
	if e.Lead == "" {
		e.Lead = st.Lead
	}
	if e.Body == "" {
		e.Body = st.Source
	}
	if e.Category == "" {
		e.Category = st.Category
	}
	if e.Byline == "" {
		e.Byline = st.Byline
	}
	e.PublishedAt = ""
	return id, then.Publish(ctx, who, id, e, "")
}
