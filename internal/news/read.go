package news

import (
	"context"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Story gives what stands on an item's page. Anyone gets a public item; of a withdrawn one anyone gets the headline,
// the moment and the note, nothing else. Drafts are the unit's editors' alone.
func (s *Service) Story(ctx context.Context, who actor.Actor, id ident.ID) (Story, error) {
	var st Story
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		st = Story{}
		if st.Item, err = loadItem(ctx, r, id); err != nil {
			return err
		}
		mine := who.HasAt(actor.WriteNews, st.Unit)
		if st.Status == Withdrawn && !mine {
			i := st.Item
			st.Item = Item{ID: i.ID, Status: i.Status, Unit: i.Unit, UnitName: i.UnitName, Title: i.Title, PublishedAt: i.PublishedAt, WithdrawnAt: i.WithdrawnAt, WithdrawnNote: i.WithdrawnNote}
			return nil
		}
		if !st.Status.Public() && !mine {
			return fault.NotFound("news.not_found")
		}
		list, err := loadCategories(ctx, r)
		if err != nil {
			return err
		}
		st.Path, _ = pathOf(list, st.Category)
		if st.Photos, err = loadPhotos(ctx, r, id); err != nil {
			return err
		}
		if st.Central, err = loadCentral(ctx, r, st.Conference); err != nil {
			return err
		}
		if st.Status != Draft {
			if st.Corrections, err = loadCorrections(ctx, r, st.Item); err != nil {
				return err
			}
		}
		st.Others, err = db.All(ctx, r, scanItem, `select `+itemColumns+` from news_item
			where conference = $1 and id <> $2 and status in ('published', 'corrected') order by published_at desc, id desc limit 6`, int64(st.Conference), int64(id))
		return err
	})
	if err != nil || st.Conference.Zero() {
		return st, err
	}
	st.About, err = s.about(ctx, st.Conference)
	return st, err
}

// about reads what may be told of a conference. The program itself asks, so that the public gets these facts and no others.
func (s *Service) about(ctx context.Context, id ident.ID) (About, error) {
	own := actor.SystemActor("news")
	f, err := s.Conference.ByID(ctx, own, id)
	if err != nil {
		return About{}, err
	}
	a := About{Facts: f, Announced: f.Status == conference.Concluded}
	if len(f.HostNames) > 0 {
		a.HostSite = f.HostNames[0]
	}
	sites, err := s.Conference.Sites(ctx, own, id)
	if err != nil {
		return About{}, err
	}
	for _, site := range sites {
		if site.Actual >= 0 {
			a.Counted++
			a.Heads += int64(site.Actual)
		}
	}
	return a, nil
}

// Filter narrows the public list.
type Filter struct {
	Unit     ident.ID // 0 = all
	Category string   // of either step; "" = all
	Text     string   // in headline and lead
	Page     int      // from 1
	Size     int      // items on a page; 0 = 20
}

// Listed is an item in a list, with its path and first photo.
type Listed struct {
	Item
	Path  Path
	Photo Photo // zero without one
}

// List gives public items, newest first, and how many there are in all. It is open to anyone.
func (s *Service) List(ctx context.Context, _ actor.Actor, f Filter) (page []Listed, total int, err error) {
	if f.Size <= 0 || f.Size > 100 {
		f.Size = 20
	}
	f.Page = max(1, min(f.Page, 1_000_000))
	where, args := ` where status in ('published', 'corrected')`, []any{}
	add := func(condition string, value any) {
		args = append(args, value)
		where += ` and ` + condition + ` $` + strconv.Itoa(len(args))
	}
	if !f.Unit.Zero() {
		add(`unit =`, int64(f.Unit))
	}
	if f.Category != "" {
		args = append(args, f.Category)
		n := `$` + strconv.Itoa(len(args))
		where += ` and category in (select code from news_category where code = ` + n + ` or parent = ` + n + `)`
	}
	look := i18n.LookFor(f.Text)
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		page, total = nil, 0
		where, args, skip := where, args, (f.Page-1)*f.Size
		if !look.Empty() {
			ids, err := foundItems(ctx, r, look, where, args)
			if err != nil {
				return err
			}
			total = len(ids)
			ids = ids[min(skip, total):min(skip+f.Size, total)]
			if len(ids) == 0 {
				return nil
			}
			where, args, skip = ` where id in (`+db.In(1, len(ids))+`)`, ids, 0
		} else {
			n, err := db.Int(ctx, r, `select count(*) from news_item`+where, args...)
			if err != nil {
				return err
			}
			total = int(n)
		}
		items, err := db.All(ctx, r, scanItem, `select `+itemColumns+` from news_item`+where+` order by published_at desc, id desc limit `+
			strconv.Itoa(f.Size)+` offset `+strconv.Itoa(skip), args...)
		if err != nil {
			return err
		}
		page, err = listed(ctx, r, items)
		return err
	})
	return page, total, err
}

func listed(ctx context.Context, q db.Querier, items []Item) ([]Listed, error) {
	list, err := loadCategories(ctx, q)
	if err != nil {
		return nil, err
	}
	ids := make([]ident.ID, len(items))
	for i, one := range items {
		ids[i] = one.ID
	}
	photos, err := loadPhotos(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	first := make(map[ident.ID]Photo, len(photos))
	for _, p := range photos {
		if _, ok := first[p.Item]; !ok {
			first[p.Item] = p
		}
	}
	out := make([]Listed, len(items))
	for i, one := range items {
		path, _ := pathOf(list, one.Category)
		out[i] = Listed{one, path, first[one.ID]}
	}
	return out, nil
}

// Publisher is a unit that has published something.
type Publisher struct {
	Unit  ident.ID
	Name  string
	Items int
}

// Publishers lists the units with public items, for the public list's filter. It is open to anyone.
func (s *Service) Publishers(ctx context.Context, _ actor.Actor) ([]Publisher, error) {
	var list []Publisher
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = db.All(ctx, r, func(s db.Scanner, p *Publisher) error { return s.Scan(&p.Unit, &p.Name, &p.Items) },
			`select unit, max(unit_name), count(*) from news_item where status in ('published', 'corrected') group by unit order by 3 desc, 1 limit 500`)
		return err
	})
	return list, err
}

// Categories gives the tree in order: each first step, then those below it. It is open to anyone.
func (s *Service) Categories(ctx context.Context, _ actor.Actor) ([]Category, error) {
	var out []Category
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, err := loadCategories(ctx, r)
		if err != nil {
			return err
		}
		out = nil
		for _, over := range list {
			if over.Parent != "" {
				continue
			}
			out = append(out, over)
			for _, c := range list {
				if c.Parent == over.Code {
					out = append(out, c)
				}
			}
		}
		return nil
	})
	return out, err
}

// Desk is what the editors of a unit work on.
type Desk struct {
	Items       []Listed // drafts first, then by the moment of publication
	Conferences []Source // newest first
}

// Source is a conference to write about.
type Source struct {
	conference.Facts
	Items int  // of the unit on it
	Hosts bool // the unit is the first host: its editor writes the central block
	Block when.Instant
}

// Desk gives a unit's items in all states, and the conferences it took part in.
func (s *Service) Desk(ctx context.Context, who actor.Actor, unit ident.ID) (Desk, error) {
	if err := who.At(actor.WriteNews, unit); err != nil {
		return Desk{}, err
	}
	all, err := s.Conference.List(ctx, who, unit)
	if err != nil {
		return Desk{}, err
	}
	var d Desk
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		d = Desk{}
		items, err := db.All(ctx, r, scanItem, `select `+itemColumns+` from news_item where unit = $1
			order by case status when 'draft' then 0 else 1 end, published_at desc, updated_at desc, id desc limit 200`, int64(unit))
		if err != nil {
			return err
		}
		if d.Items, err = listed(ctx, r, items); err != nil {
			return err
		}
		count := make(map[ident.ID]int)
		for _, i := range items {
			count[i.Conference]++
		}
		for _, f := range all {
			if !tellable(f.Status) || len(d.Conferences) == 40 {
				continue
			}
			one := Source{Facts: f, Items: count[f.ID], Hosts: f.Host() == unit}
			block, err := loadCentral(ctx, r, f.ID)
			if err != nil {
				return err
			}
			one.Block = block.UpdatedAt
			d.Conferences = append(d.Conferences, one)
		}
		return nil
	})
	return d, err
}
