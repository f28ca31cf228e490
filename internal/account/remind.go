package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/mail"
	"giaoban/internal/when"
)

// morning is when reminders by the program and digests go out, minutes after midnight of the domain clock.
const morning = 7*60 + 30

// MailNotice is what the desks of a unit are reminded of. It carries what waits, its title, its deadline and where
// it is, nothing of its content: mails lie on servers of others.
type MailNotice struct {
	Kind    string   // for the texts "account.mail_subject_<kind>" and "account.mail_line_<kind>": before, due, late, chase, explain
	Mark    string   // of the reminder: it comes once to each
	Unit    ident.ID // whose desks
	Subject ident.ID // what is due
	Title   i18n.Text
	Due     when.Instant
	Path    string
	By      string // who reminds, "" for the program: then it goes out in the morning
}

type mailReader struct {
	account ident.ID
	name    string
	address string
	lang    i18n.Lang
	choice  MailChoice
}

// mailReaders are the people at a unit's desks of reports who want mails, on today's grants.
func (s *Service) mailReaders(ctx context.Context, q db.Querier, unit ident.ID) ([]mailReader, error) {
	today := when.Today(s.d.Clock)
	type held struct {
		mailReader
		role actor.Role
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, h *held) error {
		var lang string
		err := s.Scan(&h.account, &h.name, &h.address, &lang, &h.choice, &h.role)
		h.lang = i18n.ParseLang(lang)
		return err
	}, `select a.id, a.name, m.address, a.lang, m.choice, g.role from account_mail m join account a on a.id = m.account join account_grant g on g.account = a.id
		where g.unit = $1 and m.choice <> 'none' and m.address <> '' and m.refused = '' and a.closed = 0 and (a.leaves = 0 or a.leaves >= $2)
			and g.valid_from <= $2 and (g.valid_to = 0 or g.valid_to >= $2) order by a.id, g.id`, int64(unit), today)
	if err != nil {
		return nil, err
	}
	var list []mailReader
	for _, h := range rows {
		desk := actor.Actor{Kind: actor.Person, Account: h.account, Unit: unit, Grants: []actor.Grant{{Role: h.role, Unit: unit}}}
		if !desk.HasAt(actor.DraftFiling, unit) && !desk.HasAt(actor.SignFiling, unit) {
			continue
		}
		if !slices.ContainsFunc(list, func(r mailReader) bool { return r.account == h.account }) {
			list = append(list, h.mailReader)
		}
	}
	return list, nil
}

// MailDesks writes the mails of a notice in the notice's own piece: at once to who wants each, into the next digest of who wants that.
func (s *Service) MailDesks(ctx context.Context, w *db.Write, n MailNotice) error {
	if !s.MailOn() {
		return nil
	}
	readers, err := s.mailReaders(ctx, w, n.Unit)
	if err != nil || len(readers) == 0 {
		return err
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	at := when.Present(s.d.Clock)
	for _, r := range readers {
		line := s.d.Say(r.lang, "account.mail_line_"+n.Kind, "title", n.Title.In(r.lang), "unit", tree.Name(n.Unit), "when", n.Due.Due(r.lang)) + "\n" + s.d.Origin + n.Path
		if r.choice == MailDigest {
			if _, err := w.Exec(ctx, `insert into mail_digest (id, account, mark, subject, kind, line, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
				s.d.IDs.New(), int64(r.account), n.Mark, n.Subject, n.Kind, line, at); err != nil {
				return err
			}
			continue
		}
		m := mail.Mail{Mark: n.Mark + ":" + r.account.String(), Account: r.account, Kind: "reminder", Address: r.address,
			Subject: s.d.Say(r.lang, "account.mail_subject_"+n.Kind, "title", n.Title.In(r.lang)), Body: line + "\n\n" + s.mailFoot(r.lang), Off: s.d.Origin + MailPath}
		if n.By == "" && at.Minutes() < morning { // nobody is woken by a reminder
			m.After = s.now().Add(time.Duration(morning-at.Minutes()) * time.Minute)
		}
		if err := s.d.Mail.Queue(ctx, w, m); err != nil {
			return err
		}
	}
	return nil
}

// mailFoot says that nobody reads answers and where mails are switched off.
func (s *Service) mailFoot(lang i18n.Lang) string {
	return "-- \n" + s.d.Say(lang, "account.mail_foot", "link", s.d.Origin+MailPath)
}

// digestPiece is the number of digests in one write.
const digestPiece = 20

// SendDigests writes the digest of the day for everybody who has something in it and wants one, once a day from the morning
// on. due tells which subjects are still due; what was done meanwhile is left out.
func (s *Service) SendDigests(ctx context.Context, due func(ctx context.Context, q db.Querier, subjects []ident.ID) (map[ident.ID]bool, error)) error {
	now := when.Present(s.d.Clock)
	if !s.MailOn() || now.Minutes() < morning {
		return nil
	}
	today := now.Date()
	for {
		var n int
		if err := s.d.DB.Do(ctx, "account.digest", func(ctx context.Context, w *db.Write) error {
			list, err := db.IDs(ctx, w, `select m.account from account_mail m where m.digest_on < $1 and exists (select 1 from mail_digest d where d.account = m.account) order by m.account limit $2`, today, digestPiece)
			if err != nil {
				return err
			}
			n = len(list)
			for _, account := range list {
				if err := s.digest(ctx, w, account, today, due); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		if n < digestPiece {
			return nil
		}
	}
}

func (s *Service) digest(ctx context.Context, w *db.Write, account ident.ID, today when.Date,
	due func(ctx context.Context, q db.Querier, subjects []ident.ID) (map[ident.ID]bool, error)) error {
	type entry struct {
		subject ident.ID
		line    string
	}
	entries, err := db.All(ctx, w, func(s db.Scanner, e *entry) error { return s.Scan(&e.subject, &e.line) },
		`select subject, line from mail_digest where account = $1 order by at desc, id desc limit 200`, int64(account))
	if err != nil {
		return err
	}
	subjects := make([]ident.ID, 0, len(entries))
	for _, e := range entries {
		subjects = append(subjects, e.subject)
	}
	still, err := due(ctx, w, subjects)
	if err != nil {
		return err
	}
	var lines []string
	seen := map[ident.ID]bool{}
	for _, e := range entries { // of one subject the latest word
		if still[e.subject] && !seen[e.subject] {
			seen[e.subject] = true
			lines = append(lines, e.line)
		}
	}
	if _, err := w.Exec(ctx, `delete from mail_digest where account = $1`, int64(account)); err != nil {
		return err
	}
	if _, err := w.Exec(ctx, `update account_mail set digest_on = $2 where account = $1`, int64(account), today); err != nil || len(lines) == 0 {
		return err
	}
	r, err := mailOf(ctx, w, account)
	if err != nil || r.Address == "" || r.Refused != "" || r.Choice == MailNone {
		return err
	}
	a, ok, err := byID(ctx, w, account)
	if err != nil || !ok || a.gone(today) {
		return err
	}
	lang := i18n.ParseLang(a.Lang)
	return s.d.Mail.Queue(ctx, w, mail.Mail{Mark: "digest:" + account.String() + ":" + today.String(), Account: account, Kind: "digest", Address: r.Address,
		Subject: s.d.Say(lang, "account.mail_digest_subject", "n", len(lines), "day", today), Off: s.d.Origin + MailPath,
		Body: s.d.Say(lang, "account.mail_digest_body", "n", len(lines)) + "\n\n" + strings.Join(lines, "\n\n") + "\n\n" + s.mailFoot(lang)})
}
