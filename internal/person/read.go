package person

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// ByID gives a person.
func (s *Service) ByID(ctx context.Context, id ident.ID) (Person, error) {
	var p Person
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		p, err = loadPerson(ctx, r, id)
		return err
	})
	return p, err
}

// Position gives a post.
func (s *Service) Position(ctx context.Context, id ident.ID) (Position, error) {
	var p Position
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		p, err = loadPosition(ctx, r, id)
		return err
	})
	return p, err
}

// Appointment gives one appointment.
func (s *Service) Appointment(ctx context.Context, id ident.ID) (Holder, error) {
	var h Holder
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		h, err = loadAppointment(ctx, r, id)
		return err
	})
	return h, err
}

// Holders gives who holds a unit's posts on a day, by protocol order. Official
// posts are open to every account, so there is no actor.
func (s *Service) Holders(ctx context.Context, unit ident.ID, on when.Date) ([]Holder, error) {
	var list []Holder
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		list, err = s.HoldersIn(ctx, r, unit, on)
		return err
	})
	return list, err
}

// HoldersIn is Holders inside a piece or snapshot.
func (s *Service) HoldersIn(ctx context.Context, q db.Querier, unit ident.ID, on when.Date) ([]Holder, error) {
	return loadHolders(ctx, q, ` where o.unit = $1`+living("$2", "$3"), int64(unit), int64(on), int64(on))
}

// AllHolders gives everybody who ever held a unit's posts, by protocol order and time.
func (s *Service) AllHolders(ctx context.Context, unit ident.ID) ([]Holder, error) {
	var list []Holder
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		list, err = loadHolders(ctx, r, ` where o.unit = $1`, int64(unit))
		return err
	})
	return list, err
}

// Positions gives a unit's posts by protocol order, held or vacant.
func (s *Service) Positions(ctx context.Context, unit ident.ID) ([]Position, error) {
	var list []Position
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		list, err = db.All(ctx, r, scanPosition, `select `+positionColumns+` from position o where o.unit = $1 order by o.rank, o.id`, int64(unit))
		return err
	})
	return list, err
}

// Held gives the posts a person holds on a day, by protocol order.
func (s *Service) Held(ctx context.Context, q db.Querier, person ident.ID, on when.Date) ([]Holder, error) {
	return loadHolders(ctx, q, ` where a.person = $1`+living("$2", "$3"), int64(person), int64(on), int64(on))
}

// TitlesOn gives a person's titles on a day as one line in protocol order, "Phó
// Bí thư Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh"; "" where no post is held.
// Who prints it on an official act keeps the text.
func (s *Service) TitlesOn(ctx context.Context, q db.Querier, person ident.ID, on when.Date) (string, error) {
	held, err := s.Held(ctx, q, person, on)
	titles := make([]string, len(held))
	for i, h := range held {
		titles[i] = h.Position.Title
	}
	return strings.Join(titles, ", "), err
}

// Titles is TitlesOn for callers without a snapshot.
func (s *Service) Titles(ctx context.Context, person ident.ID, on when.Date) (string, error) {
	var titles string
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		titles, err = s.TitlesOn(ctx, r, person, on)
		return err
	})
	return titles, err
}

// Namesake is a person of a given name, with the titles held on a day.
type Namesake struct {
	Person Person
	Titles string
}

// Namesakes gives the people of a name, accents and case aside, with their
// titles on a day: so that nobody is entered twice, and nobody taken for another.
func (s *Service) Namesakes(ctx context.Context, who actor.Actor, name string, on when.Date) ([]Namesake, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	var list []Namesake
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		people, err := db.All(ctx, r, scanPerson, `select id, name, sort_key from person where folded = $1 order by sort_key, id limit 20`, i18n.Fold(tidy(name)))
		if err != nil {
			return err
		}
		for _, p := range people {
			titles, err := s.TitlesOn(ctx, r, p.ID, on)
			if err != nil {
				return err
			}
			list = append(list, Namesake{p, titles})
		}
		return nil
	})
	return list, err
}

const maxFound = 100

// Search finds today's holders by name, title or abbreviation, without accents
// and with abbreviations spelt out. under limits to a unit and those below it,
// 0 is all; limit at most 100, 0 is 20. Every word must occur, so "toàn trưởng
// ban" finds a person in a post.
func (s *Service) Search(ctx context.Context, who actor.Actor, text string, under ident.ID, limit int) ([]Holder, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = 20
	}
	if r := []rune(text); len(r) > 100 {
		text = string(r[:100])
	}
	queries := expand(i18n.Fold(text))
	if len(queries) == 0 {
		return nil, nil
	}
	tree, err := s.org.Today(ctx)
	if err != nil {
		return nil, err
	}
	type row struct {
		Holder
		folded string
	}
	var rows []row
	today := int64(when.Today(s.clock))
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		rows, err = db.All(ctx, r, func(s db.Scanner, x *row) error {
			var name, title string
			var single int64
			err := s.Scan(&x.ID, &x.Person.ID, &x.Person.Name, &x.Person.SortKey, &x.From, &x.To, &x.Decision,
				&x.Position.ID, &x.Position.Unit, &x.Position.Title, &x.Position.Abbrev, &x.Position.Rank, &single, &name, &title)
			x.Position.Single, x.folded = single != 0, name+" | "+title
			return err
		}, `select `+holderColumns+`, p.folded, o.folded`+holderTables+` where 1 = 1`+living("$1", "$2")+` order by p.sort_key, p.id, o.rank, o.id`, today, today)
		return err
	})
	var list []Holder
	for _, r := range rows {
		if (under == 0 || tree.Contains(under, r.Position.Unit)) && matches(r.folded, queries) {
			if list = append(list, r.Holder); len(list) == min(limit, maxFound) {
				break
			}
		}
	}
	return list, err
}

func matches(folded string, queries []string) bool {
	for _, q := range queries {
		all := true
		for _, word := range strings.Fields(q) {
			all = all && strings.Contains(folded, word)
		}
		if all {
			return true
		}
	}
	return false
}

// expand gives the ways in which a query may be written: the short forms of
// offices, and those of posts.
func expand(folded string) []string {
	queries := i18n.Expand(folded)
	for _, q := range queries {
		if long := spellOut(q); long != q {
			queries = append(queries, long)
		}
	}
	return queries
}

// spellOut writes abbreviated posts in full, word by word. Folded text.
func spellOut(folded string) string {
	long := map[string]string{
		"uvtv": "uy vien ban thuong vu", "tvtu": "thuong vu tinh uy", "uv": "uy vien", "bct": "bo chinh tri",
		"bbt": "ban bi thu", "bt": "bi thu", "pbt": "pho bi thu", "pct": "pho chu tich", "ct": "chu tich",
		"ptb": "pho truong ban", "tb": "truong ban", "tu": "tinh uy", "tt": "thuong truc", "cvp": "chanh van phong",
	}
	words := strings.Fields(folded)
	for i, w := range words {
		if l, ok := long[w]; ok {
			words[i] = l
		}
	}
	return strings.Join(words, " ")
}
