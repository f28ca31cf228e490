package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"slices"
	"strings"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/mail"
	"giaoban/internal/when"
)

// MailChoice is how many mails a person gets.
type MailChoice string

// The choices.
const (
	MailNone   MailChoice = "none"
	MailDigest MailChoice = "digest" // one in the morning of a day on which something is reminded of
	MailEach   MailChoice = "each"
)

// MailChoices lists the choices in the order of the page.
func MailChoices() []MailChoice { return []MailChoice{MailNone, MailDigest, MailEach} }

// MailSettings are where a person gets mails and how many.
type MailSettings struct {
	Address   string // confirmed, "" for none
	Confirmed when.Instant
	Wanted    string       // waits for its code, "" for none
	CodeUntil when.Instant // real time
	Choice    MailChoice
	Refused   string // why the address took no mail: nothing is sent there until it is confirmed again
}

const (
	mailCodeLife = 24 * time.Hour
	mailTries    = 10 // wrong codes before one is void
	mailCodesDay = 5  // codes of one account in a day
)

// MailOn tells whether the program sends mails.
func (s *Service) MailOn() bool { return s.d.Mail.On() && s.d.Say != nil }

// mayMail is what every act on one's own mails begins with.
func (s *Service) mayMail(who actor.Actor) error {
	if err := who.InPerson(); err != nil {
		return err
	}
	if who.Kind != actor.Person || !s.MailOn() {
		return fault.NotFound("account.mail_off")
	}
	return nil
}

type mailRow struct {
	MailSettings
	codeHash string
	tries    int64
	codesOn  when.Date
	codes    int64
}

func mailOf(ctx context.Context, q db.Querier, account ident.ID) (mailRow, error) {
	r, ok, err := db.One(ctx, q, func(s db.Scanner, r *mailRow) error {
		return s.Scan(&r.Address, &r.Confirmed, &r.Wanted, &r.codeHash, &r.CodeUntil, &r.tries, &r.codesOn, &r.codes, &r.Choice, &r.Refused)
	}, `select address, confirmed_at, wanted, code_hash, code_until, code_tries, codes_on, codes, choice, refused from account_mail where account = $1`, int64(account))
	if !ok {
		r.Choice = MailNone
	}
	return r, err
}

func saveMail(ctx context.Context, w *db.Write, account ident.ID, r mailRow) error {
	_, err := w.Exec(ctx, `insert into account_mail (account, address, confirmed_at, wanted, code_hash, code_until, code_tries, codes_on, codes, choice, digest_on, refused)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)
		on conflict (account) do update set address = excluded.address, confirmed_at = excluded.confirmed_at, wanted = excluded.wanted, code_hash = excluded.code_hash,
			code_until = excluded.code_until, code_tries = excluded.code_tries, codes_on = excluded.codes_on, codes = excluded.codes, choice = excluded.choice, refused = excluded.refused`,
		int64(account), r.Address, r.Confirmed, r.Wanted, r.codeHash, r.CodeUntil, r.tries, r.codesOn, r.codes, string(r.Choice), r.Refused)
	return err
}

// Mails gives the actor's own settings.
func (s *Service) Mails(ctx context.Context, who actor.Actor) (MailSettings, error) {
	if err := s.mayMail(who); err != nil {
		return MailSettings{}, err
	}
	var r mailRow
	err := s.d.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		r, err = mailOf(ctx, q, who.Account)
		return err
	})
	return r.MailSettings, err
}

func mailCodeHash(account ident.ID, code string) string {
	return secretHash("mail:" + account.String() + ":" + code)
}

// SetMailAddress sends a code to an address; until the actor gives it back, nothing else goes there.
func (s *Service) SetMailAddress(ctx context.Context, who actor.Actor, address, key string) error {
	if err := s.mayMail(who); err != nil {
		return err
	}
	address, err := mail.Address(address)
	if err != nil {
		return fault.Invalid("address", "account.mail_bad")
	}
	code := strings.ToLower(rand.Text())[:8]
	now := s.now()
	_, _, err = s.d.DB.Once(ctx, key, "account.mail_address", func(ctx context.Context, w *db.Write) (string, error) {
		r, err := mailOf(ctx, w, who.Account)
		if err != nil {
			return "", err
		}
		if r.codesOn != now.Date() {
			r.codesOn, r.codes = now.Date(), 0
		}
		if r.codes++; r.codes > mailCodesDay {
			return "", fault.RateLimited("account.mail_codes", "most", mailCodesDay).On("address")
		}
		r.Wanted, r.codeHash, r.CodeUntil, r.tries = address, mailCodeHash(who.Account, code), now.Add(mailCodeLife), 0
		if err := saveMail(ctx, w, who.Account, r); err != nil {
			return "", err
		}
		a, ok, err := byID(ctx, w, who.Account)
		if err != nil || !ok {
			return "", missing(err)
		}
		lang := i18n.ParseLang(a.Lang)
		return "sent", s.d.Mail.Queue(ctx, w, mail.Mail{Account: who.Account, Kind: "confirm", Address: address, Subject: s.d.Say(lang, "account.mail_code_subject"),
			Body: s.d.Say(lang, "account.mail_code_body", "name", a.Name, "code", code, "link", s.d.Origin+MailPath)})
	})
	return err
}

// MailPath is the page of one's own mails.
const MailPath = "/account/mail"

// ConfirmMail takes the code that came by mail: from then on the address is used.
func (s *Service) ConfirmMail(ctx context.Context, who actor.Actor, code string) error {
	if err := s.mayMail(who); err != nil {
		return err
	}
	hash := mailCodeHash(who.Account, strings.ToLower(strings.Join(strings.Fields(code), "")))
	now := s.now()
	wrong := false
	err := s.d.DB.Do(ctx, "account.mail_confirm", func(ctx context.Context, w *db.Write) error {
		wrong = false
		r, err := mailOf(ctx, w, who.Account)
		if err != nil {
			return err
		}
		if r.Wanted == "" || !now.Before(r.CodeUntil) || r.tries >= mailTries {
			return fault.Conflict("account.mail_no_code").On("code")
		}
		if subtle.ConstantTimeCompare([]byte(hash), []byte(r.codeHash)) != 1 {
			r.tries++
			wrong = true
			return saveMail(ctx, w, who.Account, r) // kept: each try counts
		}
		r.Address, r.Confirmed, r.Refused = r.Wanted, now, ""
		r.Wanted, r.codeHash, r.CodeUntil, r.tries = "", "", 0, 0
		if r.Choice == MailNone {
			r.Choice = MailDigest
		}
		if err := saveMail(ctx, w, who.Account, r); err != nil {
			return err
		}
		return s.note(ctx, w, who, "account.mail_confirmed", who.Account, who.Unit, nil, nil, "")
	})
	if err == nil && wrong {
		err = fault.Invalid("code", "account.mail_wrong_code")
	}
	return err
}

// SetMailChoice says how many mails the actor gets.
func (s *Service) SetMailChoice(ctx context.Context, who actor.Actor, choice MailChoice) error {
	if err := s.mayMail(who); err != nil {
		return err
	}
	if !slices.Contains(MailChoices(), choice) {
		return fault.Invalid("choice", "account.mail_no_choice")
	}
	return s.d.DB.Do(ctx, "account.mail_choice", func(ctx context.Context, w *db.Write) error {
		r, err := mailOf(ctx, w, who.Account)
		if err != nil {
			return err
		}
		if r.Address == "" {
			return fault.Conflict("account.mail_no_address")
		}
		r.Choice = choice
		if err := saveMail(ctx, w, who.Account, r); err != nil {
			return err
		}
		if choice == MailNone {
			return s.dropMails(ctx, w, who.Account)
		}
		return nil
	})
}

// RemoveMail forgets the actor's address; nothing is sent any more.
func (s *Service) RemoveMail(ctx context.Context, who actor.Actor) error {
	if err := s.mayMail(who); err != nil {
		return err
	}
	return s.d.DB.Do(ctx, "account.mail_remove", func(ctx context.Context, w *db.Write) error {
		r, err := mailOf(ctx, w, who.Account)
		if err != nil {
			return err
		}
		if err := saveMail(ctx, w, who.Account, mailRow{MailSettings: MailSettings{Choice: MailNone}, codesOn: r.codesOn, codes: r.codes}); err != nil {
			return err
		}
		return s.dropMails(ctx, w, who.Account)
	})
}

// dropMails takes back what was to go into the next digest and what waits to be sent.
func (s *Service) dropMails(ctx context.Context, w *db.Write, account ident.ID) error {
	if _, err := w.Exec(ctx, `delete from mail_digest where account = $1`, int64(account)); err != nil {
		return err
	}
	return mail.Drop(ctx, w, account, s.now())
}

// ForgetMails removes what became of mails before a moment, lines of digests that were never sent, and addresses that nobody confirmed.
func (s *Service) ForgetMails(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error) {
	n, err := mail.Forget(ctx, w, before, limit)
	if err != nil {
		return 0, err
	}
	if _, err := w.Exec(ctx, `delete from mail_digest where at < $1`, before); err != nil {
		return 0, err
	}
	_, err = w.Exec(ctx, `update account_mail set wanted = '', code_hash = '' where wanted <> '' and code_until < $1`, before)
	return n, err
}

// MailRefused notes that an address takes no mail. The program tells it when the mail server said so for good.
func (s *Service) MailRefused(ctx context.Context, w *db.Write, account ident.ID, address, reason string) error {
	_, err := w.Exec(ctx, `update account_mail set refused = $3 where account = $1 and address = $2`, int64(account), address, reason)
	return err
}

// MailState is how the mails stand, for the administrator.
type MailState struct {
	On           bool
	Server, From string
	Mode         mail.Mode
	mail.Count
	Troubles []MailTrouble
	Own      MailSettings // of who looks
}

// MailTrouble is a mail that did not get through, with whose it is.
type MailTrouble struct {
	mail.Trouble
	Name string
}

// MailState gives how the mails stand, to who keeps the root's accounts.
func (s *Service) MailState(ctx context.Context, who actor.Actor) (st MailState, err error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return MailState{}, err
	}
	if err := who.Over(actor.KeepAccounts, tree.Root().ID, tree); err != nil {
		return MailState{}, err
	}
	st.On = s.MailOn()
	st.Server, st.From, st.Mode = s.d.Mail.Sender()
	err = s.d.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		if st.Count, err = mail.Counts(ctx, q, s.now()); err != nil {
			return err
		}
		list, err := mail.Troubles(ctx, q, 50)
		if err != nil {
			return err
		}
		st.Troubles = nil
		for _, t := range list {
			a, _, err := byID(ctx, q, t.Account)
			if err != nil {
				return err
			}
			st.Troubles = append(st.Troubles, MailTrouble{t, a.Name})
		}
		own, err := mailOf(ctx, q, who.Account)
		st.Own = own.MailSettings
		return err
	})
	return st, err
}

// TestMail sends a mail to the actor's own confirmed address: to who keeps the root's accounts.
func (s *Service) TestMail(ctx context.Context, who actor.Actor, key string) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	if err := who.Over(actor.KeepAccounts, tree.Root().ID, tree); err != nil {
		return err
	}
	if err := s.mayMail(who); err != nil {
		return err
	}
	_, _, err = s.d.DB.Once(ctx, key, "account.mail_test", func(ctx context.Context, w *db.Write) (string, error) {
		r, err := mailOf(ctx, w, who.Account)
		if err != nil {
			return "", err
		}
		if r.Address == "" {
			return "", fault.Conflict("account.mail_no_address")
		}
		a, _, err := byID(ctx, w, who.Account)
		if err != nil {
			return "", err
		}
		lang := i18n.ParseLang(a.Lang)
		return "queued", s.d.Mail.Queue(ctx, w, mail.Mail{Account: who.Account, Kind: "test", Address: r.Address, Subject: s.d.Say(lang, "account.mail_test_subject"),
			Body: s.d.Say(lang, "account.mail_test_body", "name", a.Name, "server", s.mailServer())})
	})
	return err
}

func (s *Service) mailServer() string {
	server, _, _ := s.d.Mail.Sender()
	return server
}
