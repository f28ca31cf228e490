package document

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// IssueIn issues a document in the caller's transaction: it takes the next
// number of issuer, kind and year, freezes the page layout and sends it to the
// recipients. The calling domain has judged the act (a notice is approved by a
// chair of its conference); only domains hold a transaction.
func (s *Service) IssueIn(ctx context.Context, w *db.Write, who actor.Actor, n New) (Document, error) {
	if err := who.SignedIn(); err != nil {
		return Document{}, err
	}
	n = s.complete(who, tidy(n))
	if err := check(n); err != nil {
		return Document{}, err
	}
	layout, err := s.layout(ctx, w, n.Issuer)
	if err != nil {
		return Document{}, err
	}
	number, err := nextNumber(ctx, w, n.Issuer, n.Kind, yearOf(n.Date))
	if err != nil {
		return Document{}, err
	}
	d := Document{
		ID: s.ids.New(), Kind: n.Kind, Issuer: n.Issuer, Year: yearOf(n.Date), Number: number,
		NumberText: layout.Number(number, n.Kind), Origin: n.Origin, Version: 1, Newest: 1,
		Date: n.Date, Title: n.Title, Content: content(n, layout), Issued: n.At, IssuedBy: who.Name,
	}
	if err := insertDocument(ctx, w, d); err != nil {
		return Document{}, err
	}
	return d, s.send(ctx, w, who, d, "document.issued", nil)
}

// ReviseIn issues a correction in the caller's transaction: a new version under
// the same number. Receipts start again.
func (s *Service) ReviseIn(ctx context.Context, w *db.Write, who actor.Actor, id ident.ID, n New, reason string) (Document, error) {
	if err := who.SignedIn(); err != nil {
		return Document{}, err
	}
	old, found, err := loadVersion(ctx, w, id, 0)
	if err != nil {
		return Document{}, err
	}
	if !found {
		return Document{}, fault.NotFound("document.not_found")
	}
	n.Kind, n.Issuer, n.Origin = old.Kind, old.Issuer, old.Origin
	n = s.complete(who, tidy(n))
	if err := checkRevision(old, n, reason); err != nil {
		return Document{}, err
	}
	d := old
	d.Version, d.Newest = old.Version+1, old.Version+1
	d.Date, d.Title, d.Content = n.Date, n.Title, content(n, old.Content.Layout)
	d.Reason, d.Issued, d.IssuedBy = strings.TrimSpace(reason), n.At, who.Name
	if err := setNewest(ctx, w, id, d.Version); err != nil {
		return Document{}, err
	}
	return d, s.send(ctx, w, who, d, "document.revised", old)
}

// Correction is what the correction form changes. The rest stays as it was.
type Correction struct {
	Title  string
	Date   when.Date // 0 = today
	Intro  string
	Body   []Block
	Close  string
	Reason string
	From   int // the version that was on the screen; another one in force is a conflict
}

// Revise issues a correction from the issuer's own desk. What a chair approved
// is not corrected over the chair's head.
func (s *Service) Revise(ctx context.Context, who actor.Actor, id ident.ID, c Correction, key string) (Document, error) {
	if err := who.SignedIn(); err != nil {
		return Document{}, err
	}
	tree, err := s.org.Today(ctx)
	if err != nil {
		return Document{}, err
	}
	_, _, err = s.db.Once(ctx, key, "document.revise", func(ctx context.Context, w *db.Write) (string, error) {
		old, err := readable(ctx, w, who, id, 0, tree)
		if err != nil {
			return "", err
		}
		if err := mayRevise(who, old.Issuer); err != nil {
			return "", err
		}
		if err := who.StepUp(actor.StepIssue); err != nil {
			return "", err
		}
		if old.ByItsChair() {
			return "", fault.Forbidden("document.chair_approves")
		}
		if c.From != old.Version {
			return "", fault.Conflict("document.version_moved", "version", old.Version)
		}
		n := again(old)
		n.Title, n.Date, n.Intro, n.Body, n.Closing = c.Title, c.Date, c.Intro, c.Body, c.Close
		_, err = s.ReviseIn(ctx, w, who, id, n, c.Reason)
		return id.String(), err
	})
	if err != nil {
		return Document{}, err
	}
	return s.ByID(ctx, who, id, 0)
}

// again gives a document as it would be issued once more.
func again(d Document) New {
	c := d.Content
	return New{
		Kind: d.Kind, Issuer: d.Issuer, Title: d.Title, Date: d.Date, Intro: c.Intro, Body: c.Body, Closing: c.Closing,
		Recipients: c.Recipients, Copies: c.Copies, Signer: c.Signer, Origin: d.Origin, Place: c.Place,
	}
}

func content(n New, l Layout) Content {
	if n.Place == "" {
		n.Place = l.Place
	}
	return Content{
		Intro: n.Intro, Body: n.Body, Closing: n.Closing, Recipients: n.Recipients, Copies: n.Copies,
		Signer: n.Signer, Place: n.Place, Layout: l,
	}
}

// complete fills the moment and the date. Only the program itself may date back.
func (s *Service) complete(who actor.Actor, n New) New {
	if who.Kind != actor.System || n.At.Zero() {
		n.At = when.Present(s.clock)
	}
	if n.Date.Zero() {
		n.Date = n.At.Date()
	}
	return n
}

// send writes the version and its receipts, tells the journal, and after the commit the recipients.
func (s *Service) send(ctx context.Context, w *db.Write, who actor.Actor, d Document, kind string, before any) error {
	if err := insertVersion(ctx, w, d, who.Account); err != nil {
		return err
	}
	if err := insertReceipts(ctx, w, d); err != nil {
		return err
	}
	seq, err := journal.Append(ctx, w, journal.Entry{
		At: d.Issued, Actor: who, Kind: kind, Subject: d.ID, Unit: d.Issuer, Before: before, After: d, Note: d.Reason,
	})
	if err != nil {
		return err
	}
	s.tell(w, seq, d.ID, append([]ident.ID{d.Issuer}, d.Content.Recipients...)...)
	return nil
}

// tell hints to those who look at the document, and to units that their inbox and day changed.
func (s *Service) tell(w *db.Write, seq int64, id ident.ID, units ...ident.ID) {
	topics := make([]string, 0, 1+2*len(units))
	topics = append(topics, "document:"+id.String())
	for _, unit := range units {
		topics = append(topics, "inbox:"+unit.String(), "home:"+unit.String())
	}
	s.hub.Tell(w, seq, topics...)
}
