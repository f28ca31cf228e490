package document

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
)

// findAmong bounds the documents of a unit that a search looks through, the newest first.
const findAmong = 5000

// Find gives documents that the actor's own unit received or issued, by words of title or number, in the version in
// force and without their content, the newest first; and how many there are.
func (s *Service) Find(ctx context.Context, who actor.Actor, text string, limit int) (list []Document, total int, err error) {
	if err := who.SignedIn(); err != nil {
		return nil, 0, err
	}
	look := i18n.LookFor(text)
	if look.Empty() || who.Unit.Zero() || !who.HasDesk(who.Unit) {
		return nil, 0, nil
	}
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, total = nil, 0
		all, err := db.All(ctx, r, scanHead, `select `+documentColumns+`
			from document d join document_version v on v.document = d.id and v.version = d.version
			where d.issuer = $1 or d.id in (select x.document from document_receipt x where x.unit = $1)
			order by v.issued_at desc, d.id desc limit $2`, int64(who.Unit), findAmong)
		for _, d := range all {
			if look.In(i18n.Fold(d.Title + " " + d.NumberText)) {
				if total++; len(list) < limit {
					list = append(list, d)
				}
			}
		}
		return err
	})
	return list, total, err
}

// FindEntries gives lines of the paper register of the actor's own unit by words of number or title, the newest
// document first; and how many there are. Only who keeps the register finds any.
func (s *Service) FindEntries(ctx context.Context, who actor.Actor, text string, limit int) (list []Entry, total int, err error) {
	if err := who.SignedIn(); err != nil {
		return nil, 0, err
	}
	look := i18n.LookFor(text)
	if look.Empty() || who.Unit.Zero() || !who.HasAt(actor.Acknowledge, who.Unit) {
		return nil, 0, nil
	}
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, total = nil, 0
		all, err := loadEntries(ctx, r, who.Unit, findAmong)
		for _, e := range all {
			if look.In(i18n.Fold(e.Title + " " + e.Number)) {
				if total++; len(list) < limit {
					list = append(list, e)
				}
			}
		}
		return err
	})
	return list, total, err
}
