package app

import (
	"context"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/app/doctor"
	"giaoban/internal/db"
	"giaoban/internal/demo"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	gbmail "giaoban/internal/mail"
	"giaoban/internal/mail/mailtest"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// mailed is a world whose program is connected to a mail server.
type mailed struct {
	*world
	server *mailtest.Server
	seen   int
}

const mailOrigin = "https://giaoban.example"

func newMailed(t *testing.T) *mailed {
	t.Helper()
	server := mailtest.New(t)
	server.User, server.Password = "giaoban", "bi-mat-thu"
	server.Start()
	o, err := demo.OpenOrganisation("veterans")
	if err != nil {
		t.Fatal(err)
	}
	a := open(t, "veterans", Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0", MediaPort: -1, Demo: true, Organisation: &o, WritesPerMinute: -1, PublicURL: mailOrigin + "/",
		Start: time.Date(2026, 4, 10, 9, 0, 0, 0, when.Zone()),
		Mail:  gbmail.Config{Host: "localhost", Port: server.Port(), User: server.User, Password: server.Password, From: "giaoban@hoi.example", Roots: server.Roots}})
	w := &world{T: t, App: a}
	if w.units, err = a.org.ByCodes(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.office, w.desk, w.head = w.as("twh.vanphong"), w.as("sh.vanphong"), w.as("sh.chutich")
	return &mailed{world: w, server: server}
}

type letter struct{ to, subject, body, id string }

// arrived sends what is due and gives what came since the last time.
func (w *mailed) arrived() []letter {
	w.Helper()
	w.must(w.outbox.Send(w.Context(), time.Now()))
	var list []letter
	for _, g := range w.server.Got()[w.seen:] {
		m, err := mail.ReadMessage(strings.NewReader(g.Data))
		w.must(err)
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		w.must(err)
		body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		w.must(err)
		list = append(list, letter{g.To, subject, strings.ReplaceAll(string(body), "\r\n", "\n"), m.Header.Get("Message-Id")})
	}
	w.seen += len(list)
	return list
}

func (w *mailed) one(to, subject string, says ...string) letter {
	w.Helper()
	list := w.arrived()
	if len(list) != 1 {
		w.Fatalf("%d mails came, want one: %+v", len(list), list)
	}
	l := list[0]
	if l.to != to || l.subject != subject {
		w.Errorf("to %q, %q; want %q, %q", l.to, l.subject, to, subject)
	}
	for _, s := range says {
		if !strings.Contains(l.body, s) {
			w.Errorf("no %q in\n%s", s, l.body)
		}
	}
	return l
}

// wants confirms an address through the pages and chooses how many.
func (w *mailed) wants(who actor.Actor, address string, choice account.MailChoice) {
	w.Helper()
	post := func(path string, form url.Values, want int) {
		w.Helper()
		if rec := w.send(&who, i18n.VI, "POST", path, form.Encode()); rec.Code != want {
			w.Fatalf("%s: %d, want %d", path, rec.Code, want)
		}
	}
	post("/account/mail/choice", url.Values{"choice": {string(choice)}}, 409) // nothing is confirmed yet
	post("/account/mail", url.Values{"address": {address + "\r\nBcc: x@y.vn"}}, 422)
	post("/account/mail", url.Values{"address": {address}, "key": {"k" + address}}, 303)
	post("/account/mail", url.Values{"address": {address}, "key": {"k" + address}}, 303) // sent twice
	list := w.arrived()
	if len(list) != 1 || list[0].to != address {
		w.Fatalf("the code: %+v", list)
	}
	code := regexp.MustCompile(`: ([a-z0-9]{8})\n`).FindStringSubmatch(list[0].body)
	if code == nil {
		w.Fatalf("no code in\n%s", list[0].body)
	}
	post("/account/mail/confirm", url.Values{"code": {"aaaaaaaa"}}, 422)
	post("/account/mail/confirm", url.Values{"code": {" " + strings.ToUpper(code[1])}}, 303)
	post("/account/mail/confirm", url.Values{"code": {code[1]}}, 409) // once
	post("/account/mail/choice", url.Values{"choice": {string(choice)}}, 303)
}

func (w *mailed) do(text string, args ...any) {
	w.Helper()
	w.must(w.db.Do(w.Context(), "test", func(ctx context.Context, q *db.Write) error {
		_, err := q.Exec(ctx, text, args...)
		return err
	}))
}

// A reminder goes once to each who wants each, in their language, and into the digest of who wants that; nothing of a report's content is in it.
func TestRemindersByMail(t *testing.T) {
	t.Parallel()
	w := newMailed(t)
	ctx := t.Context()
	w.wants(w.desk, "vanphong@sh.example", account.MailEach)
	w.wants(w.head, "chutich@sh.example", account.MailDigest)
	w.do(`update account set lang = 'en' where id = $1`, w.head.Account)

	r, err := w.report.OpenRequest(ctx, w.office, report.NewRequest{FormCode: "hoi-quy", PeriodText: "quý I/2026", Opener: w.units["TWH"], Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20260420, 17*60)})
	w.must(err)
	sh, err := w.report.ReportOf(ctx, w.desk, r.ID, w.units["SH"])
	w.must(err)
	for range 2 { // sent twice
		_, err = w.report.Chase(ctx, w.office, r.ID, []ident.ID{sh.Filing.ID}, "Lời đôn đốc không đi ra ngoài", "chase")
		w.must(err)
	}
	path := "/reports/" + r.ID.String() + "/units/" + w.units["SH"].String()
	l := w.one("vanphong@sh.example", "Đôn đốc: "+r.Heading(i18n.VI), "cấp trên đôn đốc", "17:00 thứ hai 20/4", mailOrigin+path+"\n", mailOrigin+"/account/mail")
	if strings.Contains(l.body, "Lời đôn đốc") {
		t.Error("what the office said leaves the program")
	}
	if more := w.arrived(); len(more) != 0 {
		t.Errorf("again: %+v", more)
	}

	// The digest comes once, in the morning, in the reader's language, without what was done meanwhile.
	w.settable.Set(time.Date(2026, 4, 11, 7, 0, 0, 0, when.Zone()))
	w.must(w.account.SendDigests(ctx, w.report.StillDue))
	if early := w.arrived(); len(early) != 0 {
		t.Errorf("before the morning: %+v", early)
	}
	w.settable.Set(time.Date(2026, 4, 11, 7, 45, 0, 0, when.Zone()))
	for range 2 {
		w.must(w.account.SendDigests(ctx, w.report.StillDue))
	}
	w.one("chutich@sh.example", "Giao ban 11 April 2026: 1 waiting", "the level above asks", mailOrigin+path, "Switch such mails off")
	_, err = w.report.Chase(ctx, w.office, r.ID, []ident.ID{sh.Filing.ID}, "", "")
	w.must(err)
	w.one("vanphong@sh.example", "Đôn đốc: "+r.Heading(i18n.VI))
	w.request = r
	w.fileReport(w.desk, w.head, "SH", map[string]string{"A1": "1", "A3": "5", "A5": "0", "N1": "Hội viên giúp nhau", "N3": "Kiểm tra chi hội"})
	w.settable.Set(time.Date(2026, 4, 12, 8, 0, 0, 0, when.Zone()))
	w.must(w.account.SendDigests(ctx, w.report.StillDue))
	if done := w.arrived(); len(done) != 0 {
		t.Errorf("what was filed is reminded of: %+v", done)
	}

	// An explanation is asked for, and switched-off mails stay away.
	asking := report.Asking{Request: r.ID, Unit: w.units["SH"], Indicator: "A1", Question: "Vì sao bí mật?", Due: when.At(20260415, 17*60)}
	_, err = w.report.AskExplanation(ctx, w.office, asking)
	w.must(err)
	if l := w.one("vanphong@sh.example", "Cần giải thích số liệu: "+r.Heading(i18n.VI), "cần giải thích một số liệu"); strings.Contains(l.body, "bí mật") {
		t.Error("the question leaves the program")
	}
	w.must(w.account.SetMailChoice(ctx, w.desk, account.MailNone))
	asking.Indicator = "A3"
	_, err = w.report.AskExplanation(ctx, w.office, asking)
	w.must(err)
	if off := w.arrived(); len(off) != 0 {
		t.Errorf("switched off: %+v", off)
	}
}

// A reminder of the program in the night waits for the morning; one by a person goes at once.
func TestNobodyIsWoken(t *testing.T) {
	t.Parallel()
	w := newMailed(t)
	w.wants(w.desk, "vanphong@sh.example", account.MailEach)
	w.settable.Set(time.Date(2026, 4, 12, 0, 30, 0, 0, when.Zone()))
	tell := func(mark, by string) {
		t.Helper()
		w.must(w.db.Do(t.Context(), "test", func(ctx context.Context, q *db.Write) error {
			return w.account.MailDesks(ctx, q, account.MailNotice{Kind: report.RemindDue, Mark: mark, Unit: w.units["SH"], Title: i18n.Text{VI: "Báo cáo quý", EN: "Report"}, Due: when.At(20260412, 17*60), Path: "/reports", By: by})
		}))
	}
	tell("a", "")
	if early := w.arrived(); len(early) != 0 {
		t.Errorf("in the night: %+v", early)
	}
	tell("b", "Lê Thu Hà")
	w.one("vanphong@sh.example", "Hôm nay đến hạn: Báo cáo quý")
	w.must(w.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		due, err := db.Int(ctx, r, `select due_at - made_at from mail_outbox where state = 'waiting'`)
		if wait := time.Duration(due) * time.Millisecond; wait < 419*time.Minute || wait > 421*time.Minute {
			t.Errorf("waits %v, want seven hours", wait)
		}
		return err
	}))
}

// Codes are few and a guessed one is void: nobody floods a stranger's mailbox or tries codes through.
func TestCodesAreFew(t *testing.T) {
	t.Parallel()
	w := newMailed(t)
	ctx := t.Context()
	w.must(w.account.SetMailAddress(ctx, w.desk, "a@sh.example", ""))
	code := regexp.MustCompile(`: ([a-z0-9]{8})\n`).FindStringSubmatch(w.arrived()[0].body)[1]
	if err := w.account.ConfirmMail(ctx, w.head, code); !fault.Is(err, "account.mail_no_code") {
		t.Errorf("somebody else's code: %v", err)
	}
	for range 10 {
		if err := w.account.ConfirmMail(ctx, w.desk, "zzzzzzzz"); !fault.Is(err, "account.mail_wrong_code") {
			t.Fatal(err)
		}
	}
	if err := w.account.ConfirmMail(ctx, w.desk, code); !fault.Is(err, "account.mail_no_code") {
		t.Errorf("after ten wrong ones: %v", err)
	}
	for range 4 {
		w.must(w.account.SetMailAddress(ctx, w.desk, "a@sh.example", ""))
	}
	if err := w.account.SetMailAddress(ctx, w.desk, "b@sh.example", ""); !fault.Is(err, "account.mail_codes") {
		t.Errorf("a sixth code of the day: %v", err)
	}
	if n := len(w.arrived()); n != 4 {
		t.Errorf("%d codes", n)
	}
	if own, err := w.account.OwnData(ctx, w.desk); err != nil || own.Mail != "a@sh.example" {
		t.Errorf("what is kept on me: %q %v", own.Mail, err)
	}
	w.must(w.account.RemoveMail(ctx, w.desk))
	if own, err := w.account.OwnData(ctx, w.desk); err != nil || own.Mail != "" {
		t.Errorf("removed: %q %v", own.Mail, err)
	}
}

// A server that is down keeps the mail; an address that is refused for good is marked, the reader and the administrator see why.
func TestMailsThatDoNotArrive(t *testing.T) {
	t.Parallel()
	w := newMailed(t)
	ctx := t.Context()
	w.wants(w.desk, "vanphong@sh.example", account.MailEach)
	r, err := w.report.OpenRequest(ctx, w.office, report.NewRequest{FormCode: "hoi-quy", PeriodText: "quý I/2026", Opener: w.units["TWH"], Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20260420, 17*60)})
	w.must(err)
	sh, err := w.report.ReportOf(ctx, w.desk, r.ID, w.units["SH"])
	w.must(err)
	chase := func() {
		t.Helper()
		_, err := w.report.Chase(ctx, w.office, r.ID, []ident.ID{sh.Filing.ID}, "", "")
		w.must(err)
	}
	w.server.Stop()
	chase()
	if err := w.outbox.Send(ctx, time.Now()); err == nil || strings.Contains(err.Error(), "bi-mat-thu") {
		t.Errorf("a server that is down: %v", err)
	}
	w.server.Start()
	w.do(`update mail_outbox set due_at = 0 where state = 'waiting'`)
	w.one("vanphong@sh.example", "Đôn đốc: "+r.Heading(i18n.VI))

	w.server.Refuse["vanphong@sh.example"] = "550 5.1.1 no such mailbox"
	chase()
	if list := w.arrived(); len(list) != 0 {
		t.Errorf("refused: %+v", list)
	}
	if own, err := w.account.Mails(ctx, w.desk); err != nil || !strings.Contains(own.Refused, "no such mailbox") {
		t.Errorf("%+v %v", own, err)
	}
	if rec := w.send(&w.desk, i18n.VI, "GET", "/account/mail", ""); rec.Code != 200 || !strings.Contains(rec.Body.String(), "no such mailbox") {
		t.Errorf("the reader's page: %d", rec.Code)
	}
	chase() // nothing is sent there any more
	st, err := w.account.MailState(ctx, actor.SystemActor("test"))
	if err != nil || st.Failed != 1 || st.Waiting != 0 || len(st.Troubles) != 1 || st.Troubles[0].Name == "" {
		t.Errorf("%+v %v", st, err)
	}
	if _, err := w.account.MailState(ctx, w.desk); err == nil {
		t.Error("everybody reads whose mails do not arrive")
	}
}

// The administrator sees the server, sends a test to the own address, and the doctor tries the line and sends nothing.
func TestMailServerIsLookedAt(t *testing.T) {
	t.Parallel()
	w := newMailed(t)
	admin := actor.Actor{}
	w.must(w.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		id, err := db.Int(ctx, r, `select account from account_grant where role = 'admin' and unit = $1`, w.units["TWH"])
		if err == nil {
			admin, err = w.account.ActorFor(ctx, ident.ID(id), w.units["TWH"])
		}
		return err
	}))
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		if rec := w.send(&admin, lang, "GET", "/mail", ""); rec.Code != 200 || !strings.Contains(rec.Body.String(), w.cfg.Mail.Server()) || strings.Contains(rec.Body.String(), "bi-mat-thu") {
			t.Errorf("the page of mails: %d", rec.Code)
		}
	}
	if rec := w.send(&admin, i18n.VI, "POST", "/mail/test", ""); rec.Code != 409 {
		t.Errorf("a test to nowhere: %d", rec.Code)
	}
	w.wants(admin, "quantri@hoi.example", account.MailNone)
	if rec := w.send(&admin, i18n.VI, "POST", "/mail/test", ""); rec.Code != 303 {
		t.Errorf("the test: %d", rec.Code)
	}
	w.one("quantri@hoi.example", "Thư thử từ Giao ban", w.cfg.Mail.Server())

	cfg := doctor.Config{DataDir: w.cfg.DataDir, Database: w.cfg.Database, Addr: "127.0.0.1:1", MediaPort: -1, BackupAge: time.Hour, Now: time.Now, Mail: w.cfg.Mail}
	found := func(key string) bool {
		keys, rep := examined(t, cfg)
		for _, f := range rep.Findings {
			if strings.Contains(f.Text+f.Do, "bi-mat-thu") {
				t.Error("the doctor tells the password")
			}
			if f.Key == key {
				return true
			}
		}
		t.Log(keys)
		return false
	}
	if !found("doctor.mail_ok") {
		t.Error("the doctor does not see the server")
	}
	w.server.Stop()
	if !found("doctor.mail_refused") {
		t.Error("the doctor does not see that the server is down")
	}
	cfg.Mail = gbmail.Config{}
	if !found("doctor.mail_none") {
		t.Error("the doctor is silent about mails")
	}
	if n := len(w.server.Got()[w.seen:]); n != 0 {
		t.Errorf("the doctor sent %d mails", n)
	}
}
