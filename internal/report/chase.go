package report

import (
	"cmp"
	"context"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Reminder is a reminder to file that went to a unit.
type Reminder struct {
	Kind string // before, due, late: by the program; chase: by a person
	Text string
	At   when.Instant
	Name string   // who chased
	Unit ident.ID // for which unit
}

// The kinds of reminder.
const (
	RemindBefore = "before"
	RemindDue    = "due"
	RemindLate   = "late"
	RemindChase  = "chase"
)

// Contact is who to call about a unit's reports.
type Contact struct {
	Unit               ident.ID
	Name, Phone, Email string
	ChangedAt          when.Instant
	ChangedBy          string
}

// Chased is a unit on a chase list: its report is not in, or came in late.
type Chased struct {
	Unit     org.Unit
	Level    org.Level
	Filing   Filing
	Contact  Contact
	Reminded []Reminder // newest first
}

// ChaseList gives the units whose reports are not in, and those that were late,
// among the units whose reports the reader receives: the highest level first. They stand in the request's tree.
func (s *Service) ChaseList(ctx context.Context, who actor.Actor, request ident.ID) (Request, *org.Tree, []Chased, error) {
	req, _, today, then, err := s.readableRequest(ctx, who, request)
	if err != nil {
		return Request{}, nil, nil, err
	}
	now := s.now()
	var filings []Filing
	contacts := map[ident.ID]Contact{}
	reminded := map[ident.ID][]Reminder{}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		if filings, err = db.All(ctx, r, scanFiling, `select `+filingColumns+` from filing f where f.request = $1 and (f.late = 1 or f.state in ('draft', 'signed', 'returned'))`, request); err != nil {
			return err
		}
		filings = slices.DeleteFunc(filings, func(f Filing) bool { return !mayReceive(who, f.Receiver, today, then) })
		list, err := db.All(ctx, r, scanContact, `select c.unit, c.name, c.phone, c.email, c.changed_at, c.changed_by from office_contact c
			join filing f on f.unit = c.unit where f.request = $1`, request)
		if err != nil {
			return err
		}
		for _, c := range list {
			contacts[c.Unit] = c
		}
		type of struct {
			filing ident.ID
			Reminder
		}
		rows, err := db.All(ctx, r, func(s db.Scanner, x *of) error {
			return s.Scan(&x.filing, &x.Kind, &x.Text, &x.At, &x.Name, &x.Unit)
		}, `select filing, kind, text, at, name, unit from report_reminder where request = $1 order by at desc, id desc`, request)
		for _, x := range rows {
			reminded[x.filing] = append(reminded[x.filing], x.Reminder)
		}
		return err
	})
	if err != nil {
		return Request{}, nil, nil, err
	}
	if len(filings) == 0 && !mayReceive(who, req.Opener, today, then) && !who.HasOver(actor.ReceiveFiling, who.Unit, today) {
		return Request{}, nil, nil, fault.Forbidden("actor.forbidden_receive_filing")
	}
	levels := map[string]org.Level{}
	for _, l := range then.Levels() {
		levels[l.Code] = l
	}
	list := make([]Chased, 0, len(filings))
	for _, f := range filings {
		u, ok := then.Unit(f.Unit)
		if !ok {
			u, _ = today.Unit(f.Unit)
		}
		f.signed = ""
		list = append(list, Chased{Unit: u, Level: levels[u.Level], Filing: f, Contact: contacts[f.Unit], Reminded: reminded[f.ID]})
	}
	slices.SortFunc(list, func(a, b Chased) int {
		return cmp.Or(cmp.Compare(a.Level.Order, b.Level.Order), cmp.Compare(rank(a.Filing, now), rank(b.Filing, now)), cmp.Compare(a.Unit.SortKey, b.Unit.SortKey))
	})
	return req, then, list, nil
}

// rank puts what is overdue first, then what is owed, then what came late.
func rank(f Filing, now when.Instant) int {
	switch {
	case f.Overdue(now):
		return 0
	case !f.In():
		return 1
	}
	return 2
}

// Chase reminds units to file. Each reminder stands at the filing; the unit
// sees it on its page of the day.
func (s *Service) Chase(ctx context.Context, who actor.Actor, request ident.ID, filings []ident.ID, text, k string) (int, error) {
	req, _, today, then, err := s.readableRequest(ctx, who, request)
	if err != nil {
		return 0, err
	}
	text = strings.TrimSpace(text)
	var fs fault.Faults
	if utf8.RuneCountInString(text) > maxReason {
		fs = append(fs, fault.TooLarge("text", "report.too_long", "most", maxReason))
	}
	if len(filings) == 0 {
		fs = append(fs, fault.Invalid("filings", "report.chase_nobody"))
	}
	if err := fs.Or(); err != nil {
		return 0, err
	}
	at := s.now()
	ids := make([]ident.ID, len(filings))
	for i := range ids {
		ids[i] = s.IDs.New()
	}
	result, _, err := s.DB.Once(ctx, key(who, k), "report.chase", func(ctx context.Context, w *db.Write) (string, error) {
		var units []ident.ID
		topics := []string{}
		for i, id := range filings {
			f, ok, err := loadFiling(ctx, w, id)
			if err != nil {
				return "", err
			}
			if !ok || f.Request != request {
				return "", fault.NotFound("report.no_such_filing")
			}
			if !mayReceive(who, f.Receiver, today, then) {
				return "", fault.Forbidden("actor.forbidden_receive_filing")
			}
			if f.In() {
				continue // it came in meanwhile
			}
			reminder := Reminder{Kind: RemindChase, Text: text, At: at, Name: who.Name, Unit: f.Receiver}
			if _, err := insertReminder(ctx, w, ids[i], f, reminder, "", who.Account); err != nil {
				return "", err
			}
			if err := s.notify(ctx, w, req, f, reminder, ids[i].String()); err != nil {
				return "", err
			}
			units, topics = append(units, f.Unit), append(topics, "home:"+f.Unit.String())
		}
		if len(units) == 0 {
			return "0", nil
		}
		seq, err := journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "report.chased", Subject: request, Unit: req.Opener, After: map[string]any{"units": units, "text": text}})
		s.Hub.Tell(w, seq, topics...)
		return strconv.Itoa(len(units)), err
	})
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(result)
}

// insertReminder tells whether the reminder is a new one: those of the program come once.
func insertReminder(ctx context.Context, w *db.Write, id ident.ID, f Filing, r Reminder, mark string, account ident.ID) (fresh bool, err error) {
	n, err := w.Exec(ctx, `insert into report_reminder (id, request, filing, kind, mark, text, at, account, name, unit) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict do nothing`, id, f.Request, f.ID, r.Kind, mark, r.Text, r.At, account, r.Name, r.Unit)
	return n > 0, err
}

// Reminders gives the reminders that a filing had, newest first: to the unit's
// own desks and to who may read what it files.
func (s *Service) Reminders(ctx context.Context, who actor.Actor, filing ident.ID) ([]Reminder, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return nil, err
	}
	if err := sc.readable(who); err != nil && !desk(who, sc.filing.Unit) {
		return nil, err
	}
	var list []Reminder
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, err = db.All(ctx, r, func(s db.Scanner, x *Reminder) error { return s.Scan(&x.Kind, &x.Text, &x.At, &x.Name, &x.Unit) },
			`select kind, text, at, name, unit from report_reminder where filing = $1 order by at desc, id desc limit 50`, filing)
		return err
	})
	return list, err
}

// OfficeContact gives who to call about a unit's reports: to the unit itself and to who reads what it files.
func (s *Service) OfficeContact(ctx context.Context, who actor.Actor, unit ident.ID) (Contact, error) {
	if err := s.contactRight(ctx, who, unit, true); err != nil {
		return Contact{}, err
	}
	c := Contact{Unit: unit}
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		found, ok, err := db.One(ctx, r, scanContact, contactOf, unit)
		if ok {
			c = found
		}
		return err
	})
	return c, err
}

// SetOfficeContact says who to call about the reports of the actor's own unit; empty removes it.
func (s *Service) SetOfficeContact(ctx context.Context, who actor.Actor, c Contact) error {
	if err := s.contactRight(ctx, who, c.Unit, false); err != nil {
		return err
	}
	c.Name, c.Phone, c.Email = oneLine(c.Name), oneLine(c.Phone), strings.TrimSpace(c.Email)
	fs := tooLong([]fieldText{{"name", c.Name}, {"phone", c.Phone}, {"email", c.Email}})
	if c.Email != "" {
		if a, err := mail.ParseAddress(c.Email); err != nil || a.Address != c.Email {
			fs = append(fs, fault.Invalid("email", "report.bad_email"))
		}
	}
	if err := fs.Or(); err != nil {
		return err
	}
	c.ChangedAt, c.ChangedBy = s.now(), who.Name
	return s.DB.Do(ctx, "report.contact", func(ctx context.Context, w *db.Write) error {
		if c.Name == "" && c.Phone == "" && c.Email == "" {
			_, err := w.Exec(ctx, `delete from office_contact where unit = $1`, c.Unit)
			return err
		}
		_, err := w.Exec(ctx, `insert into office_contact (unit, name, phone, email, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6)
			on conflict (unit) do update set name = excluded.name, phone = excluded.phone, email = excluded.email, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
			c.Unit, c.Name, c.Phone, c.Email, c.ChangedAt, c.ChangedBy)
		return err
	})
}

func (s *Service) contactRight(ctx context.Context, who actor.Actor, unit ident.ID, read bool) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	if desk(who, unit) || who.HasAt(actor.OpenRequest, unit) {
		return nil
	}
	if read {
		today, err := s.Org.Today(ctx)
		if err != nil {
			return err
		}
		return who.Over(actor.ReadFiled, unit, today)
	}
	return who.At(actor.DraftFiling, unit)
}

func scanContact(s db.Scanner, c *Contact) error {
	return s.Scan(&c.Unit, &c.Name, &c.Phone, &c.Email, &c.ChangedAt, &c.ChangedBy)
}

// remindDue notes the reminders of the day that regimes ask for: before the
// deadline, on its day, after it. It may run any number of times; each comes once.
func (s *Service) remindDue(ctx context.Context) (int64, error) {
	today, at := s.today(), s.now()
	work, err := s.Calendar.WorkDays(ctx)
	if err != nil {
		return 0, err
	}
	if !work.Working(today) {
		return 0, nil
	}
	regimes, err := s.Calendar.Regimes(ctx)
	if err != nil {
		return 0, err
	}
	var made int64
	for _, g := range regimes {
		n, err := s.remindUnder(ctx, g, today, at, work)
		made += n
		if err != nil {
			return made, err
		}
	}
	return made, nil
}

// remindPiece is the number of reminders in one write.
const remindPiece = 200

func (s *Service) remindUnder(ctx context.Context, g calendar.Regime, today when.Date, at when.Instant, work when.WorkDays) (int64, error) {
	var open []pair
	far := today.AddDays(130) // sixty working days and the holidays between
	if err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		open, err = db.All(ctx, r, scanPair, `select `+filingColumns+`, `+requestColumns+` from filing f join report_request r on r.id = f.request
			where r.regime = $1 and f.state in ('draft', 'signed', 'returned') and f.current = 0 and f.deadline > $2 and f.deadline < $3 order by f.id`,
			g.ID, today.AddDays(-130).Start(), far.Start())
		return err
	}); err != nil {
		return 0, err
	}
	type due struct {
		f    Filing
		r    Request
		kind string
		mark string
	}
	var list []due
	for _, p := range open {
		remind, day := g.RuleOf(p.r.Period).Remind, p.f.Deadline.Date()
		kind := ""
		for _, n := range remind.Before {
			if work.Before(day, n) == today {
				kind = RemindBefore
			}
		}
		for _, n := range remind.After {
			if work.After(day, n) == today {
				kind = RemindLate
			}
		}
		if remind.OnDay && day == today {
			kind = RemindDue
		}
		if kind != "" {
			list = append(list, due{p.f, p.r, kind, kind + ":" + today.String()})
		}
	}
	if err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		for i := range list {
			req := &list[i].r
			f, err := s.form(ctx, r, req.Form, req.Basis)
			if err != nil {
				return err
			}
			req.named(f, g.Name)
		}
		return nil
	}); err != nil {
		return 0, err
	}
	for part := range slices.Chunk(list, remindPiece) {
		ids := make([]ident.ID, len(part))
		for i := range ids {
			ids[i] = s.IDs.New()
		}
		if err := s.DB.Do(ctx, "report.remind", func(ctx context.Context, w *db.Write) error {
			topics := make([]string, 0, len(part))
			for i, d := range part {
				reminder := Reminder{Kind: d.kind, At: at, Unit: d.f.Receiver}
				fresh, err := insertReminder(ctx, w, ids[i], d.f, reminder, d.mark, 0)
				if err != nil {
					return err
				}
				if fresh {
					if err := s.notify(ctx, w, d.r, d.f, reminder, d.mark); err != nil {
						return err
					}
				}
				topics = append(topics, "home:"+d.f.Unit.String())
			}
			s.Hub.Tell(w, 0, topics...)
			return nil
		}); err != nil {
			return 0, err
		}
	}
	return int64(len(list)), nil
}

// lastChased puts to what a unit owes the last reminder by a person.
func lastChased(ctx context.Context, q db.Querier, unit ident.ID, list []Asked) error {
	type of struct {
		filing ident.ID
		Reminder
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, x *of) error {
		return s.Scan(&x.filing, &x.Kind, &x.Text, &x.At, &x.Name, &x.Unit)
	}, `select m.filing, m.kind, m.text, m.at, m.name, m.unit from report_reminder m join filing f on f.id = m.filing
		where f.unit = $1 and m.kind = 'chase' and f.state in ('draft', 'signed', 'returned') order by m.at, m.id`, unit)
	if err != nil {
		return err
	}
	for _, x := range rows {
		for i := range list {
			if list[i].Filing.ID == x.filing {
				list[i].chased = &x.Reminder
			}
		}
	}
	return nil
}
