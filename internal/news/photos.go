package news

import (
	"context"
	"errors"
	"io"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

// AddPhoto keeps a photo of an item. It is written anew in a few widths; nothing else of the file is kept. To a
// published item a photo is added with a note, as a correction.
func (s *Service) AddPhoto(ctx context.Context, who actor.Actor, id ident.ID, data []byte, e PhotoEntry, note, key string) (ident.ID, error) {
	e, note = e.tidy(), oneLine(note)
	var all fault.Faults
	// The right is judged before the file is looked at, and again with the record.
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		i, err := s.own(ctx, r, who, id)
		if err != nil {
			return err
		}
		return all.Add(noteFor(i, note))
	})
	if err != nil {
		return 0, err
	}
	if err := all.Add(checkPhoto(e)); err != nil {
		return 0, err
	}
	if _, _, err := judge(data); err != nil {
		if err := all.Add(err); err != nil {
			return 0, err
		}
	}
	if err := all.Or(); err != nil {
		return 0, err
	}
	files, err := s.develop(ctx, data)
	if err != nil {
		return 0, err
	}
	p := Photo{ID: s.IDs.New(), Item: id, Caption: e.Caption, Alt: e.Alt, Credit: e.Credit}
	for _, f := range files {
		ref, err := s.Blob.Save(f.data)
		if err != nil {
			return 0, err
		}
		p.Files = append(p.Files, PhotoFile{p.ID, f.width, f.height, ref.ID, ref.Size})
	}
	result, _, err := s.DB.Once(ctx, key, "news.photo", func(ctx context.Context, w *db.Write) (string, error) {
		i, err := s.own(ctx, w, who, id)
		if err != nil {
			return "", err
		}
		list, err := loadPhotos(ctx, w, id)
		if err != nil {
			return "", err
		}
		if len(list) >= maxPhotos {
			return "", fault.Invalid("file", "news.photos_many", "max", maxPhotos)
		}
		one := p
		if n := len(list); n > 0 {
			one.Order = list[n-1].Order + 1
		}
		if err := insertPhoto(ctx, w, one, int64(s.now()), who.Name); err != nil {
			return "", err
		}
		return one.ID.String(), s.photoChanged(ctx, w, who, i, note)
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

// develop waits for a place: a photo takes much memory while it is decoded.
func (s *Service) develop(ctx context.Context, data []byte) ([]picture, error) {
	select {
	case s.decoding <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-s.decoding }()
	return develop(data)
}

// ChangePhoto changes the words of a photo.
func (s *Service) ChangePhoto(ctx context.Context, who actor.Actor, id, photo ident.ID, e PhotoEntry, note, key string) error {
	e, note = e.tidy(), oneLine(note)
	return s.onPhoto(ctx, who, id, photo, note, key, "news.photo_change", func(ctx context.Context, w *db.Write, p Photo) error {
		if err := checkPhoto(e); err != nil {
			return err
		}
		p.Caption, p.Alt, p.Credit = e.Caption, e.Alt, e.Credit
		_, err := updatePhoto(ctx, w, p)
		return err
	})
}

// RemovePhoto takes a photo out of an item.
func (s *Service) RemovePhoto(ctx context.Context, who actor.Actor, id, photo ident.ID, note, key string) error {
	return s.onPhoto(ctx, who, id, photo, oneLine(note), key, "news.photo_remove", func(ctx context.Context, w *db.Write, p Photo) error {
		return deletePhoto(ctx, w, p)
	})
}

func (s *Service) onPhoto(ctx context.Context, who actor.Actor, id, photo ident.ID, note, key, name string, act func(ctx context.Context, w *db.Write, p Photo) error) error {
	_, _, err := s.DB.Once(ctx, key, name, func(ctx context.Context, w *db.Write) (string, error) {
		i, err := s.own(ctx, w, who, id)
		if err != nil {
			return "", err
		}
		list, err := loadPhotos(ctx, w, id)
		if err != nil {
			return "", err
		}
		for _, p := range list {
			if p.ID != photo {
				continue
			}
			var all fault.Faults
			if err := all.Add(noteFor(i, note)); err != nil {
				return "", err
			}
			if err := all.Add(act(ctx, w, p)); err != nil {
				return "", err
			}
			if err := all.Or(); err != nil {
				return "", err
			}
			return "", s.photoChanged(ctx, w, who, i, note)
		}
		return "", fault.NotFound("news.photo_not_found")
	})
	return err
}

// noteFor asks for a note where the item is public already, and refuses what is withdrawn.
func noteFor(i Item, note string) error {
	switch {
	case i.Status == Withdrawn:
		return fault.Conflict("news.is_withdrawn")
	case i.Status.Public():
		return checkNote(note)
	}
	return nil
}

// photoChanged makes a correction of it where the item is public. A draft's version stays: the form may be open beside.
func (s *Service) photoChanged(ctx context.Context, w *db.Write, who actor.Actor, i Item, note string) error {
	if !i.Status.Public() {
		return nil
	}
	before := i
	if err := s.corrected(ctx, w, who, &i, before, note); err != nil {
		return err
	}
	i.UpdatedAt, i.UpdatedBy = s.now(), who.Name
	return updateItem(ctx, w, i)
}

// OpenPhoto opens a photo in one of its widths: anyone of a public item, the unit's editors of any. The caller closes it.
func (s *Service) OpenPhoto(ctx context.Context, who actor.Actor, id, photo ident.ID, width int) (io.ReadSeekCloser, PhotoFile, error) {
	var file PhotoFile
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		i, err := loadItem(ctx, r, id)
		if err != nil {
			return err
		}
		if !i.Status.Public() && !who.HasAt(actor.WriteNews, i.Unit) {
			return fault.NotFound("news.photo_not_found")
		}
		list, err := loadPhotos(ctx, r, id)
		if err != nil {
			return err
		}
		for _, p := range list {
			for _, f := range p.Files {
				if p.ID == photo && f.Width == width {
					file = f
					return nil
				}
			}
		}
		return fault.NotFound("news.photo_not_found")
	})
	if err != nil {
		return nil, file, err
	}
	body, _, err := s.Blob.Open(file.Blob)
	if fault.Is(err, "blob.none") {
		err = errors.New("news: the file of a photo is missing: " + file.Blob)
	}
	return body, file, err
}
