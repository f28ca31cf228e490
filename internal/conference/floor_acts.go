package conference

import (
	"context"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/conference/floor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

const maxTopic = 200

// HandEntry is what a site says as it raises its hand.
type HandEntry struct {
	Site    ident.ID
	Speaker ident.ID // a delegate of the site; 0 = the site's chair
	Topic   string
	Minutes int // asked for, 0 = the usual
}

// RaiseHand asks for the floor for a site. Again it changes speaker, topic or minutes and keeps the place.
func (r *Room) RaiseHand(ctx context.Context, who actor.Actor, id ident.ID, e HandEntry, key string) error {
	var site Site
	fresh := r.s.IDs.New()
	topic := oneLine(e.Topic)
	return r.act(ctx, who, id, key, "hand.raised", joins(who, e.Site, &site), func(ctx context.Context, w *db.Write, m *meeting) (floor.Change, any, error) {
		if utf8.RuneCountInString(topic) > maxTopic {
			return floor.Change{}, nil, fault.Invalid("topic", "conference.room_topic_long", "max", maxTopic)
		}
		if err := r.admitted(ctx, w, site); err != nil {
			return floor.Change{}, nil, err
		}
		speaker, err := speakerOf(ctx, w, m.c, site, e.Speaker)
		if err != nil {
			return floor.Change{}, nil, err
		}
		hand := floor.Hand{ID: fresh, Site: site.ID, Speaker: speaker, Topic: topic, Minutes: e.Minutes, RaisedAt: m.now}
		c, err := m.floor.Raise(hand, site.Kind == Observer)
		return c, c.Raised, err
	})
}

// WithdrawHand takes a site's hand down. Where none is up nothing happens.
func (r *Room) WithdrawHand(ctx context.Context, who actor.Actor, id, siteID ident.ID, key string) error {
	var site Site
	return r.act(ctx, who, id, key, "hand.withdrawn", joins(who, siteID, &site), func(_ context.Context, _ *db.Write, m *meeting) (floor.Change, any, error) {
		return m.floor.Withdraw(site.ID, m.now), nil, nil
	})
}

// DeclineHand is the chair's word that a site will not speak now.
func (r *Room) DeclineHand(ctx context.Context, who actor.Actor, id, siteID ident.ID, key string) error {
	return r.act(ctx, who, id, key, "hand.declined", runs(who), func(_ context.Context, _ *db.Write, m *meeting) (floor.Change, any, error) {
		return m.floor.Decline(siteID, m.now), nil, nil
	})
}

// GrantEntry is what the chair says as the floor is given.
type GrantEntry struct {
	Site    ident.ID
	Minutes int
	Speaker ident.ID   // a delegate of the site; 0 = who the hand names, else the site's chair
	Kind    RemarkKind // "" = by the agenda item and the site
}

// Grant gives the floor to a site, also to one that did not ask. The turn before it ends. From its first moment the turn
// is a remark on the record.
func (r *Room) Grant(ctx context.Context, who actor.Actor, id ident.ID, e GrantEntry, key string) error {
	turnID, remarkID := r.s.IDs.New(), r.s.IDs.New()
	return r.act(ctx, who, id, key, "floor.given", runs(who), func(ctx context.Context, w *db.Write, m *meeting) (floor.Change, any, error) {
		site, err := siteOfMeeting(ctx, w, m.c, e.Site)
		if err != nil {
			return floor.Change{}, nil, err
		}
		if err := r.admitted(ctx, w, site); err != nil {
			return floor.Change{}, nil, err
		}
		item, err := runningItem(ctx, w, id)
		if err != nil {
			return floor.Change{}, nil, err
		}
		turn := floor.Turn{ID: turnID, Site: site.ID, Item: item.ID, GrantedAt: m.now}
		if hand, up := m.floor.HandOf(site.ID); up && e.Speaker.Zero() {
			turn.Speaker = hand.Speaker
		} else if turn.Speaker, err = speakerOf(ctx, w, m.c, site, e.Speaker); err != nil {
			return floor.Change{}, nil, err
		}
		c, err := m.floor.Grant(turn, e.Minutes, site.Kind == Observer)
		if err != nil {
			return c, nil, err
		}
		kind := e.Kind
		if !validKind(kind) {
			kind = kindOf(item.Kind, m.c.chairs(site))
		}
		return c, c.Granted, insertRemark(ctx, w, Remark{
			ID: remarkID, Conference: id, Floor: turnID, Site: site.ID, Item: item.ID, Kind: kind,
			Person: turn.Speaker.Person, Name: turn.Speaker.Name, Title: turn.Speaker.Title, At: m.now,
		})
	})
}

// Extend gives the speaker more minutes.
func (r *Room) Extend(ctx context.Context, who actor.Actor, id ident.ID, minutes int, key string) error {
	return r.act(ctx, who, id, key, "floor.extended", runs(who), func(_ context.Context, _ *db.Write, m *meeting) (floor.Change, any, error) {
		c, err := m.floor.Extend(minutes, m.now)
		return c, c.Adjusted, err
	})
}

// Remind tells the speaker that the time is up.
func (r *Room) Remind(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	return r.act(ctx, who, id, key, "floor.reminded", runs(who), func(_ context.Context, _ *db.Write, m *meeting) (floor.Change, any, error) {
		c, err := m.floor.Remind(m.now)
		return c, c.Adjusted, err
	})
}

// TakeBack ends the turn that is held.
func (r *Room) TakeBack(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	return r.act(ctx, who, id, key, "floor.taken_back", runs(who), func(_ context.Context, _ *db.Write, m *meeting) (floor.Change, any, error) {
		c, err := m.floor.TakeBack(m.now)
		return c, c.Ended, err
	})
}

// Yield gives the floor back for a site that has finished.
func (r *Room) Yield(ctx context.Context, who actor.Actor, id, siteID ident.ID, key string) error {
	var site Site
	return r.act(ctx, who, id, key, "floor.given_back", joins(who, siteID, &site), func(_ context.Context, _ *db.Write, m *meeting) (floor.Change, any, error) {
		c, err := m.floor.Yield(site.ID, m.now)
		return c, c.Ended, err
	})
}

// speakerOf names who speaks for a site: the delegate, else the site's chair, at a chair's site the chair of the
// conference, and where nobody is named the unit itself.
func speakerOf(ctx context.Context, q db.Querier, c Conference, site Site, delegate ident.ID) (floor.Speaker, error) {
	if !delegate.Zero() {
		list, err := loadDelegates(ctx, q, site.ID)
		if err != nil {
			return floor.Speaker{}, err
		}
		for _, d := range list {
			if d.ID == delegate && !d.Group() {
				return floor.Speaker{Person: d.Person, Name: d.Name, Title: d.Title}, nil
			}
		}
		return floor.Speaker{}, fault.Invalid("speaker", "conference.room_speaker_unknown")
	}
	if site.HasChair() {
		return floor.Speaker{Person: site.Chair, Name: site.ChairName, Title: site.ChairTitle}, nil
	}
	if p, ok := c.Speaker(); ok && c.chairs(site) {
		return floor.Speaker{Person: p.Person, Name: p.Name, Title: p.Title}, nil
	}
	return floor.Speaker{Name: site.UnitName}, nil
}
