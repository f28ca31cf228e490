package mail_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/ident"
	gbmail "giaoban/internal/mail"
	"giaoban/internal/mail/mailtest"
	"giaoban/internal/when"
)

// post is an outbox with its server and clock.
type post struct {
	t      *testing.T
	db     *db.DB
	server *mailtest.Server
	now    time.Time
	mu     sync.Mutex
	ids    *ident.Maker
	log    strings.Builder
}

func (p *post) Now() time.Time { p.mu.Lock(); defer p.mu.Unlock(); return p.now }
func (p *post) later(d time.Duration) {
	p.mu.Lock()
	p.now = p.now.Add(d)
	p.mu.Unlock()
}

func newPost(t *testing.T) *post {
	t.Helper()
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &post{t: t, db: dbtest.Open(t), server: mailtest.New(t), now: time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC), ids: ids}
}

func (p *post) config(mode gbmail.Mode) gbmail.Config {
	c, err := gbmail.Config{Host: "localhost", Port: p.server.Port(), Mode: mode, From: "giaoban@vanphong.example", Name: "Giao ban – Văn phòng", User: p.server.User, Password: p.server.Password,
		Roots: p.server.Roots, Timeout: 3 * time.Second}.Checked()
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

func (p *post) outbox(c gbmail.Config) *gbmail.Outbox {
	return gbmail.New(gbmail.Deps{DB: p.db, IDs: p.ids, Now: p.Now, Config: c, Log: slog.New(slog.NewTextHandler(&p.log, nil))})
}

func (p *post) queue(o *gbmail.Outbox, mails ...gbmail.Mail) {
	p.t.Helper()
	if err := p.db.Do(p.t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		for _, m := range mails {
			if err := o.Queue(ctx, w, m); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *post) count() (c gbmail.Count) {
	p.t.Helper()
	if err := p.db.View(p.t.Context(), func(ctx context.Context, r *db.Read) (err error) {
		c, err = gbmail.Counts(ctx, r, when.InstantOf(p.Now()))
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
	return c
}

// read takes a mail apart as its reader's program does.
func read(t *testing.T, g mailtest.Got) (*mail.Message, string, string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(g.Data))
	if err != nil {
		t.Fatalf("%v in\n%s", err, g.Data)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return m, subject, strings.ReplaceAll(string(body), "\r\n", "\n")
}

func TestSend(t *testing.T) {
	for mode, prepare := range map[gbmail.Mode]func(*mailtest.Server){
		gbmail.StartTLS: func(s *mailtest.Server) { s.User, s.Password = "giaoban", "mật khẩu" },
		gbmail.Implicit: func(s *mailtest.Server) { s.User, s.Password, s.Implicit = "giaoban", "x y", true },
		gbmail.Plain:    func(s *mailtest.Server) { s.NoTLS = true },
	} {
		t.Run(string(mode), func(t *testing.T) {
			p := newPost(t)
			prepare(p.server)
			p.server.Start()
			o := p.outbox(p.config(mode))
			m := gbmail.Mail{Mark: "reminder:1", Account: 7, Kind: "reminder", Address: "ngan@Thai-Nguyen.example", Subject: "Nhắc nộp: Báo cáo quý · Quý I/2021, Ổ Ẩ Ộ Ữ ỵ",
				Body: "Báo cáo đến hạn 17:00.\n\n.một dòng có dấu chấm\nhttps://giaoban.example/reports/1\n", Off: "https://giaoban.example/account/mail"}
			p.queue(o, m, m) // the same mark twice
			if err := o.Send(t.Context(), p.Now()); err != nil {
				t.Fatal(err)
			}
			got := p.server.Got()
			if len(got) != 1 || got[0].To != "ngan@thai-nguyen.example" || got[0].From != "giaoban@vanphong.example" || got[0].Secure != (mode != gbmail.Plain) || got[0].User != p.server.User {
				t.Fatalf("%+v", got)
			}
			msg, subject, body := read(t, got[0])
			if subject != m.Subject || body != m.Body {
				t.Errorf("subject %q, body %q", subject, body)
			}
			if h := msg.Header; h.Get("List-Unsubscribe") != "<"+m.Off+">" || h.Get("Auto-Submitted") != "auto-generated" || !strings.HasSuffix(h.Get("Message-Id"), ".giaoban@vanphong.example>") ||
				!strings.Contains(h.Get("Content-Type"), "text/plain") || h.Get("Bcc") != "" || h.Get("User-Agent") != "" {
				t.Errorf("head %v", h)
			}
			if c := p.count(); c.Sent != 1 || c.Waiting != 0 || c.Failed != 0 {
				t.Errorf("%+v", c)
			}
			var left string
			if err := p.db.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
				left, _, err = db.One(ctx, r, db.ScanText, `select address || subject || body from mail_outbox`)
				return err
			}); err != nil || left != "" {
				t.Errorf("kept after it was sent: %q %v", left, err)
			}
			if strings.Contains(p.log.String(), "x y") || strings.Contains(p.log.String(), "mật") {
				t.Error("the password is logged")
			}
		})
	}
}

// Of two processes that send at the same time, each mail is sent by one.
func TestTwoProcesses(t *testing.T) {
	p := newPost(t)
	p.server.Start()
	a, b := p.outbox(p.config(gbmail.StartTLS)), p.outbox(p.config(gbmail.StartTLS))
	for i := range 70 {
		p.queue(a, gbmail.Mail{Kind: "reminder", Address: fmt.Sprintf("a%d@b.example", i), Subject: "s", Body: "b"})
	}
	var wg sync.WaitGroup
	for _, o := range []*gbmail.Outbox{a, b, a, b} {
		wg.Go(func() {
			if err := o.Send(t.Context(), p.Now()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	seen := map[string]int{}
	for _, g := range p.server.Got() {
		seen[g.To]++
	}
	for to, n := range seen {
		if n != 1 {
			t.Errorf("%s got %d", to, n)
		}
	}
	if len(seen) != 70 || p.count().Sent != 70 {
		t.Errorf("%d of 70, %+v", len(seen), p.count())
	}
}

// A server that is down keeps nothing from being sent later, with pauses that grow, under the same Message-ID; after three days it is given up.
func TestServerDown(t *testing.T) {
	p := newPost(t)
	p.server.Start()
	o := p.outbox(p.config(gbmail.StartTLS))
	p.server.Stop()
	p.queue(o, gbmail.Mail{Kind: "reminder", Address: "a@b.example", Subject: "s", Body: "b"})
	tries := 0
	for range 60 { // an hour, minute by minute
		if err := o.Send(t.Context(), p.Now()); err != nil {
			tries++
		}
		p.later(time.Minute)
	}
	if tries != 4 { // at 0, 1, 6 and 21 minutes
		t.Errorf("%d tries in an hour", tries)
	}
	if c := p.count(); c.Waiting != 1 || c.Failed != 0 {
		t.Errorf("%+v", c)
	}
	p.server.Start()
	p.later(time.Hour)
	if err := o.Send(t.Context(), p.Now()); err != nil || len(p.server.Got()) != 1 {
		t.Fatalf("later: %v, %v", err, p.server.Got())
	}
	p.server.Stop()
	p.queue(o, gbmail.Mail{Kind: "reminder", Address: "c@d.example", Subject: "s", Body: "b"})
	for range 80 {
		_ = o.Send(t.Context(), p.Now()) // the server is down
		p.later(time.Hour)
	}
	if c := p.count(); c.Failed != 1 || c.Waiting != 0 {
		t.Errorf("not given up: %+v", c)
	}
}

// What waited for days, because no server was named, is not news any more: it is given up and its text goes.
func TestLateMailsAreGivenUp(t *testing.T) {
	p := newPost(t)
	p.server.Start()
	o := p.outbox(p.config(gbmail.StartTLS))
	p.queue(o, gbmail.Mail{Kind: "reminder", Address: "a@b.example", Subject: "s", Body: "b"})
	p.later(4 * 24 * time.Hour)
	if err := o.Send(t.Context(), p.Now()); err != nil || len(p.server.Got()) != 0 {
		t.Fatalf("%v, %+v", err, p.server.Got())
	}
	if c := p.count(); c.Failed != 1 || c.Waiting != 0 {
		t.Errorf("%+v", c)
	}
}

// A program that stops notes what the server has taken, and sends no more.
func TestStoppingSendsNoMore(t *testing.T) {
	p := newPost(t)
	p.server.Start()
	o := p.outbox(p.config(gbmail.StartTLS))
	p.queue(o, gbmail.Mail{Kind: "reminder", Address: "a@b.example", Subject: "s", Body: "b"})
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_ = o.Send(ctx, p.Now())
	if len(p.server.Got()) != 0 || p.count().Waiting != 1 {
		t.Errorf("%+v %+v", p.server.Got(), p.count())
	}
}

// A lease that ran out, of a process that died, is taken by another.
func TestLeaseRunsOut(t *testing.T) {
	p := newPost(t)
	p.server.Start()
	o := p.outbox(p.config(gbmail.StartTLS))
	p.queue(o, gbmail.Mail{Kind: "reminder", Address: "a@b.example", Subject: "s", Body: "b"})
	if err := p.db.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update mail_outbox set lease = 'dead', lease_until = $1`, when.InstantOf(p.Now().Add(10*time.Minute)))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{0, 1} {
		if err := o.Send(t.Context(), p.Now()); err != nil || len(p.server.Got()) != want {
			t.Fatalf("%v, %d mails, want %d", err, len(p.server.Got()), want)
		}
		p.later(11 * time.Minute)
	}
}

// An address that is refused for good fails at once and is told; one that is refused for now is tried again; neither holds up the others.
func TestRefused(t *testing.T) {
	p := newPost(t)
	p.server.Refuse["gone@b.example"] = "550 5.1.1 no such user"
	p.server.Refuse["full@b.example"] = "452 4.2.2 mailbox full"
	p.server.Start()
	o := p.outbox(p.config(gbmail.StartTLS))
	var told []string
	o.OnRefused(func(_ context.Context, _ *db.Write, account ident.ID, address, reason string) error {
		told = append(told, fmt.Sprint(int64(account), " ", address, " ", strings.Contains(reason, "no such user")))
		return nil
	})
	p.queue(o, gbmail.Mail{Account: 5, Kind: "reminder", Address: "gone@b.example", Subject: "s", Body: "b"},
		gbmail.Mail{Account: 6, Kind: "reminder", Address: "full@b.example", Subject: "s", Body: "b"},
		gbmail.Mail{Account: 8, Kind: "reminder", Address: "well@b.example", Subject: "s", Body: "b"})
	if err := o.Send(t.Context(), p.Now()); err != nil {
		t.Fatal(err)
	}
	if got := p.server.Got(); len(got) != 1 || got[0].To != "well@b.example" {
		t.Errorf("%+v", got)
	}
	if c := p.count(); c.Failed != 1 || c.Waiting != 1 || c.Sent != 1 {
		t.Errorf("%+v", c)
	}
	if len(told) == 0 || told[len(told)-1] != "5 gone@b.example true" {
		t.Errorf("told %v", told)
	}
	var list []gbmail.Trouble
	if err := p.db.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
		list, err = gbmail.Troubles(ctx, r, 10)
		return err
	}); err != nil || len(list) != 2 {
		t.Errorf("%+v %v", list, err)
	}
	p.later(40 * 24 * time.Hour)
	if err := p.db.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		n, err := gbmail.Forget(ctx, w, when.InstantOf(p.Now()), 100)
		if n != 2 {
			t.Errorf("forgot %d", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestProbe(t *testing.T) {
	p := newPost(t)
	p.server.User, p.server.Password = "u", "right"
	p.server.Start()
	c := p.config(gbmail.StartTLS)
	if err := gbmail.Probe(t.Context(), c); err != nil {
		t.Error(err)
	}
	wrong := c
	wrong.Password = "wrong-secret"
	if err := gbmail.Probe(t.Context(), wrong); err == nil || strings.Contains(err.Error(), "wrong-secret") {
		t.Errorf("a wrong password: %v", err)
	}
	wrong = c
	wrong.Roots = nil
	if err := gbmail.Probe(t.Context(), wrong); err == nil {
		t.Error("an unknown certificate is believed")
	}
	p.server.Stop()
	if err := gbmail.Probe(t.Context(), c); err == nil {
		t.Error("a server that is down answers")
	}
	if len(p.server.Got()) != 0 {
		t.Error("the probe sends a mail")
	}
	bare := newPost(t)
	bare.server.NoTLS = true
	bare.server.Start()
	if err := gbmail.Probe(t.Context(), bare.config(gbmail.StartTLS)); err == nil {
		t.Error("a server without STARTTLS is spoken to in the clear")
	}
}
