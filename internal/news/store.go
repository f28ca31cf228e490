package news

import (
	"context"
	"strconv"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
)

const itemColumns = `id, conference, site, unit, unit_name, status, category, title, lead, source, body, byline, published_at,
	withdrawn_at, withdrawn_note, created_at, created_by, updated_at, updated_by, version`

func scanItem(s db.Scanner, i *Item) error {
	return s.Scan(&i.ID, &i.Conference, &i.Site, &i.Unit, &i.UnitName, &i.Status, &i.Category, &i.Title, &i.Lead, &i.Source, &i.Body, &i.Byline, &i.PublishedAt,
		&i.WithdrawnAt, &i.WithdrawnNote, &i.CreatedAt, &i.CreatedBy, &i.UpdatedAt, &i.UpdatedBy, &i.Version)
}

func loadItem(ctx context.Context, q db.Querier, id ident.ID) (Item, error) {
	i, found, err := db.One(ctx, q, scanItem, `select `+itemColumns+` from news_item where id = $1`, int64(id))
	if err == nil && !found {
		err = fault.NotFound("news.not_found")
	}
	return i, err
}

func insertItem(ctx context.Context, w *db.Write, i Item) error {
	_, err := w.Exec(ctx, `insert into news_item (id, conference, site, unit, unit_name, status, category, title, lead, source, body, byline,
		created_at, created_by, updated_at, updated_by, folded) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		int64(i.ID), int64(i.Conference), int64(i.Site), int64(i.Unit), i.UnitName, string(i.Status), i.Category, i.Title, i.Lead, i.Source, i.Body, i.Byline,
		int64(i.CreatedAt), i.CreatedBy, int64(i.UpdatedAt), i.UpdatedBy, folded(i))
	return err
}

func updateItem(ctx context.Context, w *db.Write, i Item) error {
	_, err := w.Exec(ctx, `update news_item set status = $1, category = $2, title = $3, lead = $4, source = $5, body = $6, byline = $7, published_at = $8,
		withdrawn_at = $9, withdrawn_note = $10, updated_at = $11, updated_by = $12, folded = $13, version = version + 1 where id = $14`,
		string(i.Status), i.Category, i.Title, i.Lead, i.Source, i.Body, i.Byline, int64(i.PublishedAt),
		int64(i.WithdrawnAt), i.WithdrawnNote, int64(i.UpdatedAt), i.UpdatedBy, folded(i), int64(i.ID))
	return err
}

func folded(i Item) string { return i18n.Fold(i.Title + " " + i.Lead) }

func deleteItem(ctx context.Context, w *db.Write, id ident.ID) error {
	for _, text := range []string{
		`delete from news_photo_file where photo in (select id from news_photo where item = $1)`,
		`delete from news_photo where item = $1`,
		`delete from news_item where id = $1`,
	} {
		if _, err := w.Exec(ctx, text, int64(id)); err != nil {
			return err
		}
	}
	return nil
}

func insertCorrection(ctx context.Context, w *db.Write, id, conference ident.ID, c Correction) error {
	_, err := w.Exec(ctx, `insert into news_correction (id, conference, item, at, by_name, note) values ($1, $2, $3, $4, $5, $6)`,
		int64(id), int64(conference), int64(c.Item), int64(c.At), c.By, c.Note)
	return err
}

// loadCorrections reads those of an item, and those of the central block since the item was published, newest first.
func loadCorrections(ctx context.Context, q db.Querier, i Item) ([]Correction, error) {
	return db.All(ctx, q, func(s db.Scanner, c *Correction) error { return s.Scan(&c.At, &c.By, &c.Item, &c.Note) },
		`select at, by_name, item, note from news_correction where item = $1 or (conference = $2 and item = 0 and at >= $3) order by at desc, id desc`,
		int64(i.ID), int64(i.Conference), int64(i.PublishedAt))
}

func loadCentral(ctx context.Context, q db.Querier, conference ident.ID) (Central, error) {
	c, _, err := db.One(ctx, q, func(s db.Scanner, c *Central) error {
		return s.Scan(&c.Conference, &c.Unit, &c.Source, &c.Body, &c.UpdatedAt, &c.UpdatedBy, &c.Version)
	}, `select conference, unit, source, body, updated_at, updated_by, version from news_central where conference = $1`, int64(conference))
	return c, err
}

func saveCentral(ctx context.Context, w *db.Write, c Central) error {
	_, err := w.Exec(ctx, `insert into news_central (conference, unit, source, body, updated_at, updated_by, version) values ($1, $2, $3, $4, $5, $6, 1)
		on conflict (conference) do update set unit = excluded.unit, source = excluded.source, body = excluded.body,
		updated_at = excluded.updated_at, updated_by = excluded.updated_by, version = news_central.version + 1`,
		int64(c.Conference), int64(c.Unit), c.Source, c.Body, int64(c.UpdatedAt), c.UpdatedBy)
	return err
}

func loadCategories(ctx context.Context, q db.Querier) ([]Category, error) {
	return db.All(ctx, q, func(s db.Scanner, c *Category) error {
		return s.Scan(&c.Code, &c.Parent, &c.Order, &c.Name.VI, &c.Name.EN)
	}, `select code, parent, ord, name_vi, name_en from news_category order by parent, ord, code`)
}

// loadPhotos reads the photos of items with their files, in order.
func loadPhotos(ctx context.Context, q db.Querier, items ...ident.ID) ([]Photo, error) {
	if len(items) == 0 {
		return nil, nil
	}
	args := db.Args(items)
	in := db.In(1, len(items))
	photos, err := db.All(ctx, q, func(s db.Scanner, p *Photo) error {
		return s.Scan(&p.ID, &p.Item, &p.Order, &p.Caption, &p.Alt, &p.Credit)
	},
		`select id, item, ord, caption, alt, credit from news_photo where item in (`+in+`) order by item, ord, id`, args...)
	if err != nil {
		return nil, err
	}
	files, err := db.All(ctx, q, func(s db.Scanner, f *PhotoFile) error { return s.Scan(&f.Photo, &f.Width, &f.Height, &f.Blob, &f.Size) },
		`select photo, width, height, blob, size from news_photo_file where photo in (select id from news_photo where item in (`+in+`)) order by photo, width`, args...)
	if err != nil {
		return nil, err
	}
	at := make(map[ident.ID]int, len(photos))
	for i, p := range photos {
		at[p.ID] = i
	}
	for _, f := range files {
		if i, ok := at[f.Photo]; ok {
			photos[i].Files = append(photos[i].Files, f)
		}
	}
	return photos, nil
}

func insertPhoto(ctx context.Context, w *db.Write, p Photo, at int64, by string) error {
	if _, err := w.Exec(ctx, `insert into news_photo (id, item, ord, caption, alt, credit, uploaded_at, uploaded_by) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		int64(p.ID), int64(p.Item), p.Order, p.Caption, p.Alt, p.Credit, at, by); err != nil {
		return err
	}
	for _, f := range p.Files {
		if _, err := w.Exec(ctx, `insert into news_photo_file (photo, width, height, blob, size) values ($1, $2, $3, $4, $5)`,
			int64(p.ID), f.Width, f.Height, f.Blob, f.Size); err != nil {
			return err
		}
	}
	return nil
}

func updatePhoto(ctx context.Context, w *db.Write, p Photo) (int64, error) {
	return w.Exec(ctx, `update news_photo set caption = $1, alt = $2, credit = $3 where id = $4 and item = $5`, p.Caption, p.Alt, p.Credit, int64(p.ID), int64(p.Item))
}

func deletePhoto(ctx context.Context, w *db.Write, p Photo) error {
	if _, err := w.Exec(ctx, `delete from news_photo_file where photo = $1`, int64(p.ID)); err != nil {
		return err
	}
	_, err := w.Exec(ctx, `delete from news_photo where id = $1`, int64(p.ID))
	return err
}

// foundAtMost bounds what a search of the public list looks through: the newest that may have the words.
const foundAtMost = 5000

// foundItems gives the public items of a condition that have what is looked for, in the list's order.
func foundItems(ctx context.Context, q db.Querier, look i18n.Look, where string, args []any) ([]any, error) {
	words, more := db.Found("folded", look, 1+len(args))
	args = append(args, more...)
	type row struct {
		id     ident.ID
		folded string
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.id, &r.folded) },
		`select id, folded from news_item`+where+` and `+words+` order by published_at desc, id desc limit `+strconv.Itoa(foundAtMost), args...)
	ids := make([]any, 0, len(rows))
	for _, r := range rows {
		if look.In(r.folded) {
			ids = append(ids, int64(r.id))
		}
	}
	return ids, err
}
