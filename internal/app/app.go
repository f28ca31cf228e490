package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/account/provider"
	"giaoban/internal/app/backup"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/conference/sfu"
	"giaoban/internal/db"
	"giaoban/internal/demo"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/job"
	"giaoban/internal/mail"
	"giaoban/internal/news"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/practice"
	"giaoban/internal/report"
	"giaoban/internal/retention"
	"giaoban/internal/task"
	"giaoban/internal/transparency"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/assets"
	"giaoban/internal/when"
)

// App is a running installation. Close it.
type App struct {
	cfg      Config
	clock    when.Clock
	settable *when.Settable // the domain clock of a demo, nil otherwise
	db       *db.DB
	blobs    *blob.Store
	ledger   *transparency.Log
	media    *sfu.Engine   // nil: no sound and picture
	distant  *distantMedia // those of another process; nil where there can be none
	mux      *web.Mux
	api      *api.API
	jobs     *job.Runner
	texts    *i18n.Catalog
	outbox   *mail.Outbox // nil: no mails
	post     *job.Runner  // of the mails; nil: none
	listener net.Listener
	plain    net.Listener // leads to https; nil: none
	certs    certificates // nil: plain http

	hub        *event.Hub
	org        *org.Service
	calendar   *calendar.Service
	person     *person.Service
	account    *account.Service
	document   *document.Service
	task       *task.Service
	obstacle   *obstacle.Service
	practice   *practice.Service
	report     *report.Service
	conference *conference.Service
	room       *conference.Room
	news       *news.Service
	retention  *retention.Service
}

// Open makes an installation ready to serve. On error nothing stays open.
func Open(ctx context.Context, cfg Config) (_ *App, err error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Random == nil {
		cfg.Random = rand.Reader
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	cfg.Log = slog.New(web.Referring(cfg.Log.Handler()))
	a := &App{cfg: cfg, clock: cfg.Clock, hub: event.New()}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if a.clock == nil {
		a.clock = when.System{}
	}
	if cfg.Demo {
		a.settable = &when.Settable{}
		if !cfg.Start.IsZero() {
			a.settable.Set(cfg.Start)
		}
		a.clock = a.settable
	}
	if err := a.openStores(ctx); err != nil {
		return nil, err
	}
	if err := a.openCertificates(); err != nil {
		return nil, err
	}
	if err := a.openServices(); err != nil {
		return nil, err
	}
	if cfg.Demo || cfg.Organisation != nil {
		if err := a.load(ctx); err != nil {
			return nil, err
		}
	}
	if cfg.MediaPort >= 0 {
		a.media, err = sfu.Open(ctx, sfu.Config{MediaPort: cfg.MediaPort, Addrs: cfg.MediaAddrs, Log: cfg.Log, Rand: cfg.Random})
		if err != nil {
			return nil, fmt.Errorf("start sound and picture (--media-port -1 runs without): %w", err)
		}
	}
	a.openRoom()
	if err := a.openPages(); err != nil {
		return nil, err
	}
	a.jobs = &job.Runner{DB: a.db, Now: cfg.Now, Log: cfg.Log, Jobs: a.jobList()}
	if jobs := a.mailJobs(); jobs != nil {
		a.post = &job.Runner{DB: a.db, Now: cfg.Now, Log: cfg.Log, Jobs: jobs}
	}
	return a, a.listen()
}

func (a *App) openStores(ctx context.Context) error {
	if err := os.MkdirAll(a.cfg.DataDir, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	err := backup.Unfinished(a.cfg.DataDir)
	if err != nil {
		return err
	}
	if a.db, err = db.Open(ctx, db.Config{Path: filepath.Join(a.cfg.DataDir, backup.DatabaseFile), URL: a.cfg.Database, Log: a.cfg.Log, Now: a.cfg.Now, Alone: true}); err != nil {
		return err
	}
	if a.ledger, err = transparency.Open(ctx, a.db, a.cfg.Now); err != nil {
		return err
	}
	a.blobs, err = blob.Open(filepath.Join(a.cfg.DataDir, "files"))
	return err
}

// openServices makes the domains, from the left to the right.
func (a *App) openServices() error {
	ids := ident.MakerOf(a.cfg.Now, a.db.Number, a.db.After())
	d, clock, hub, log := a.db, a.clock, a.hub, a.cfg.Log
	var err error
	if a.texts, err = i18n.New(Texts()...); err != nil {
		return err
	}
	if a.cfg.Mail, err = a.cfg.Mail.Checked(); err != nil {
		return err
	}
	if a.cfg.Mail.On() && a.cfg.PublicURL == "" {
		return errors.New("--smtp-host needs --public-url: mails lead to it")
	}
	a.outbox = mail.New(mail.Deps{DB: d, IDs: ids, Now: a.cfg.Now, Config: a.cfg.Mail, Log: log})
	a.org = org.New(org.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub})
	a.calendar = calendar.New(calendar.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: a.org})
	a.person = person.New(person.Deps{DB: d, IDs: ids, Clock: clock, Org: a.org})
	a.account = account.New(account.Deps{DB: d, IDs: ids, Clock: clock, Now: a.cfg.Now, Hub: hub, Org: a.org, Person: a.person, Log: log,
		SecondFactor: a.cfg.SecondFactor, Outside: provider.New(a.cfg.Outside), Mail: a.outbox, Say: a.say, Origin: strings.TrimSuffix(a.cfg.PublicURL, "/")})
	a.outbox.OnRefused(a.account.MailRefused)
	a.document = document.NewService(document.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: a.org, Log: log})
	a.task = task.NewService(task.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: a.org, Calendar: a.calendar, Log: log})
	a.obstacle = obstacle.NewService(obstacle.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: a.org, Subjects: subjects{a}, Document: a.document})
	a.practice = practice.NewService(practice.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: a.org, Blob: a.blobs, Sections: sections{a}})
	a.report = report.New(report.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: a.org, Calendar: a.calendar, Person: a.person, Task: a.task, Blob: a.blobs, Ledger: a.ledger, Log: log, Notifier: desks{a}, Obstacles: a.obstacle})
	a.conference = conference.New(conference.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: a.org, Calendar: a.calendar, Person: a.person,
		Document: a.document, Task: a.task, Obstacle: a.obstacle, Report: a.report, Blob: a.blobs, Log: log})
	a.news = news.New(news.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: a.org, Conference: a.conference, Blob: a.blobs, Log: log})
	a.retention = retention.New(retention.Deps{DB: d, Clock: clock, Now: a.cfg.Now, Org: a.org, Log: log, Removers: a.removers()})
	a.calendar.Follow(a.report)
	a.calendar.Stand(onPeriods{a})
	a.org.Consult(a.calendar, a.person, a.account, a.document, a.task, a.obstacle, a.practice, a.report, a.conference, a.news)
	return nil
}

// load fills an empty installation with the organisation file, or with the built-in demo.
func (a *App) load(ctx context.Context) error {
	if o := a.cfg.Organisation; o != nil && o.Sample && !a.cfg.Demo {
		return fmt.Errorf("everybody knows the passwords of a sample: write it to a file (giaoban organisation NAME > org.json), make it yours, and give that file")
	}
	texts, err := i18n.New(Texts()...)
	if err != nil {
		return err
	}
	loader := demo.Loader{Texts: texts, DB: a.db, Clock: a.clock, Org: a.org, Calendar: a.calendar, Person: a.person, Account: a.account,
		Document: a.document, Task: a.task, Obstacle: a.obstacle, Practice: a.practice, Report: a.report, Conference: a.conference, News: a.news, Log: a.cfg.Log}
	err = a.db.Exclusive(ctx, "app.load", func(ctx context.Context) error { // of several first starts one loads, the others find it done
		return loader.Load(ctx, a.cfg.Organisation)
	})
	if err != nil {
		return fmt.Errorf("load the organisation: %w", err)
	}
	return nil
}

// openRoom ties the rooms to the media engine: the floor decides who may be heard, the engine tells who is connected.
func (a *App) openRoom() {
	deps := conference.RoomDeps{Conferences: a.conference, Accounts: a.account, Real: realClock(a.cfg.Now), Log: a.cfg.Log}
	if a.media != nil {
		deps.Media = localMedia{a.media, a.cfg.MediaURL}
	} else if a.db.Shared() {
		a.distant = &distantMedia{db: a.db, now: a.cfg.Now}
		deps.Media = a.distant
	}
	a.room = conference.NewRoom(deps)
	if a.media != nil {
		a.media.OnChange(a.room.MediaChanged)
		a.media.OnAdmit(a.room.Admitted)
	}
}

func (a *App) mediaAddress() string {
	url, _ := a.room.MediaAddress()
	return url
}

// realClock is the real time as a clock.
type realClock func() time.Time

func (now realClock) Now() time.Time { return now() }

func (a *App) openPages() error {
	texts, err := i18n.New(Texts()...)
	if err != nil {
		return err
	}
	bundle, err := assets.Open()
	if err != nil {
		return err
	}
	if !bundle.Has() {
		a.cfg.Log.Warn("built without scripts and styles; build with make to see the pages as they are meant")
	}
	labels, err := a.org.Labels(context.Background())
	if err != nil {
		return err
	}
	if texts, err = texts.With(labels); err != nil { // they were checked as they came in; the program may have changed since
		a.cfg.Log.Warn("some of the organisation's own words do not fit this program and are left out", "err", err)
	}
	a.texts = texts
	a.mux = web.New(web.Deps{
		Config: web.Config{Demo: a.cfg.Demo, TLS: a.cfg.TLS || a.certs != nil, HSTS: a.cfg.TLS || a.certs != nil && a.certs.Public(), PublicURL: a.cfg.PublicURL, BehindProxy: a.cfg.BehindProxy, MetricsToken: a.cfg.MetricsToken, SlowPage: a.cfg.SlowPage, WritesPerMin: a.cfg.WritesPerMinute},
		DB:     a.db, Hub: a.hub, Account: a.account, Org: a.org, Clock: a.clock, Now: a.cfg.Now, Catalog: texts, Assets: bundle, Log: a.cfg.Log,
		Places: places(), Badges: a.badges, Media: a.mediaAddress, Demo: a.demoInfo,
	})
	a.routes(texts)
	a.measures()
	return nil
}

// Empty tells whether no organisation has been loaded yet: nobody can sign in.
func (a *App) Empty(ctx context.Context) (bool, error) {
	tree, err := a.org.Today(ctx)
	return err == nil && tree.Len() == 0, err
}

// Handler is the whole surface, for tests.
func (a *App) Handler() http.Handler { return a.mux }

// heard takes in what other processes on the same database have changed: first what is kept in memory, then who listens.
func (a *App) heard(topics map[string]int64, missed bool) {
	if missed {
		a.cfg.Log.Warn("cut off from the other processes for long; everything is read again")
		a.org.Heard(org.Topic)
		a.report.HeardAll()
		a.hub.PublishAll()
	}
	for topic := range topics {
		a.org.Heard(topic)
		a.report.Heard(topic)
		a.room.Heard(topic)
	}
	for topic, version := range topics {
		a.hub.Publish(topic, version)
	}
}

// Close releases everything, in the reverse order of Open. It may be called on a half-open App.
func (a *App) Close() error {
	var errs []error
	for _, l := range []net.Listener{a.listener, a.plain} {
		if l == nil {
			continue
		}
		if err := l.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	if a.mux != nil {
		a.mux.Close()
	}
	if a.media != nil {
		if a.db != nil && a.db.Shared() {
			if err := a.leaveMedia(); err != nil {
				a.cfg.Log.Warn("the other processes will learn late that sound and picture end here", "err", err)
			}
		}
		errs = append(errs, a.media.Close())
	}
	if a.db != nil {
		errs = append(errs, a.db.Close())
	}
	if a.blobs != nil {
		errs = append(errs, a.blobs.Close())
	}
	return errors.Join(errs...)
}

// jobList is the program's own work.
func (a *App) jobList() []job.Job {
	return []job.Job{
		{Name: "account.close_leavers", Every: time.Hour, Run: a.account.CloseLeavers},
		{Name: "rollup.compare", Every: 24 * time.Hour, Run: func(ctx context.Context, _ time.Time) error {
			checked, different, err := a.report.Verify(ctx)
			if err == nil && different > 0 {
				err = fmt.Errorf("%d of %d roll-up cells differ from the filings; they were rebuilt", different, checked)
			}
			return err
		}},
		{Name: "transparency.keep", Every: time.Hour, Run: a.ledger.Keep},
		{Name: "report.remind", Every: 15 * time.Minute, Run: a.report.Remind},
		{Name: "retention.clean", Every: 24 * time.Hour, Run: a.retention.Clean},
	}
}
