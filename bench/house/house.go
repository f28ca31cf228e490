// Package house makes the services of an installation in a temporary folder,
// as package app does, and fills them with the built-in demo. The measurements
// work on it where they must stand inside the process.
package house

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/account/accountweb"
	"giaoban/internal/actor"
	"giaoban/internal/app"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/demo"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/news"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/practice"
	"giaoban/internal/report"
	"giaoban/internal/report/reportweb"
	"giaoban/internal/task"
	"giaoban/internal/transparency"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

// House is an installation with the demo in it. Close it.
type House struct {
	demo.Loader
	Hub   *event.Hub
	IDs   *ident.Maker
	blobs *blob.Store
	dir   string
}

// Today is the day in the house: its figures are the same whenever the measurement runs.
func Today() time.Time { return time.Date(2026, 11, 21, 9, 10, 0, 0, when.Zone()) }

// Open makes the services and loads the demo.
func Open(ctx context.Context) (_ *House, err error) {
	h := &House{Hub: event.New()}
	if h.dir, err = os.MkdirTemp("", "giaoban-bench-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	log := slog.New(slog.DiscardHandler)
	d, err := db.Open(ctx, db.Config{Path: filepath.Join(h.dir, "giaoban.db"), Log: log})
	if err != nil {
		return nil, err
	}
	h.DB = d
	if h.blobs, err = blob.Open(filepath.Join(h.dir, "files")); err != nil {
		return nil, err
	}
	if h.IDs, err = ident.NewMaker(time.Now, rand.Reader); err != nil {
		return nil, err
	}
	clock, ids, hub := when.NewFrozen(Today()), h.IDs, h.Hub
	h.Clock, h.Log = clock, log
	h.Org = org.New(org.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub})
	h.Calendar = calendar.New(calendar.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.Org})
	h.Person = person.New(person.Deps{DB: d, IDs: ids, Clock: clock, Org: h.Org})
	h.Account = account.New(account.Deps{DB: d, IDs: ids, Clock: clock, Now: time.Now, Hub: hub, Org: h.Org, Person: h.Person, Log: log})
	h.Document = document.NewService(document.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.Org, Log: log})
	h.Task = task.NewService(task.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.Org, Calendar: h.Calendar, Log: log})
	h.Obstacle = obstacle.NewService(obstacle.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.Org})
	h.Practice = practice.NewService(practice.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.Org, Blob: h.blobs})
	ledger, err := transparency.Open(ctx, d, time.Now)
	if err != nil {
		return nil, err
	}
	h.Report = report.New(report.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.Org, Calendar: h.Calendar, Person: h.Person, Task: h.Task, Blob: h.blobs, Ledger: ledger, Log: log})
	h.Conference = conference.New(conference.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.Org, Calendar: h.Calendar, Person: h.Person,
		Document: h.Document, Task: h.Task, Blob: h.blobs, Log: log})
	h.News = news.New(news.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.Org, Conference: h.Conference, Blob: h.blobs, Log: log})
	return h, h.Load(ctx, nil)
}

// Close ends the house and removes its folder.
func (h *House) Close() error {
	var errs []error
	if h.DB != nil {
		errs = append(errs, h.DB.Close())
	}
	if h.blobs != nil {
		errs = append(errs, h.blobs.Close())
	}
	return errors.Join(append(errs, os.RemoveAll(h.dir))...)
}

// Signed opens a request for a quarter to all units and gives their filings,
// signed and ready to be sent.
func (h *House) Signed(ctx context.Context, quarter when.PeriodName) (report.Request, []report.Filing, error) {
	who := actor.SystemActor("bench")
	tree, err := h.Org.Tree(ctx, quarter.Span().To)
	if err != nil {
		return report.Request{}, nil, err
	}
	period, err := h.Calendar.EnsurePeriod(ctx, who, quarter)
	if err != nil {
		return report.Request{}, nil, err
	}
	centre := tree.Root().ID
	due := when.At(quarter.Span().To.AddDays(20), 17*60)
	request, err := h.Report.SeedRequest(ctx, who, report.NewRequest{FormCode: report.SampleCode, Period: period.ID, Opener: centre,
		Scope: org.Scope{Kind: org.ScopeAll, Under: centre}, Deadline: due}, when.At(quarter.Span().To, 8*60))
	if err != nil {
		return report.Request{}, nil, err
	}
	slots := report.SampleForm().Slots()
	units := tree.Subtree(centre)[1:]
	list := make([]report.Seeded, 0, len(units))
	for i, u := range units {
		figures := report.Figures{}
		for j, s := range slots {
			if s.Typed() && s.Before == "" {
				figures[s.Code] = int64((i*31 + j*17) % 1000)
			}
		}
		list = append(list, report.Seeded{Unit: u.ID, State: report.StateSigned, Figures: figures, FiledAt: when.At(quarter.Span().To, 9*60),
			Signature: report.Signature{Name: "Trần Văn Bình", Title: "Chánh Văn phòng", Capacity: actor.AsHead}, By: "Lê Thu Hà"})
	}
	if err := h.Report.Seed(ctx, who, request.ID, list); err != nil {
		return report.Request{}, nil, err
	}
	filings := make([]report.Filing, 0, len(units))
	for _, u := range units {
		r, err := h.Report.ReportOf(ctx, who, request.ID, u.ID)
		if err != nil {
			return report.Request{}, nil, err
		}
		filings = append(filings, r.Filing)
	}
	return request, filings, nil
}

// File sends a signed filing as the unit's own desk does.
func (h *House) File(ctx context.Context, f report.Filing) error {
	desk := actor.Actor{Kind: actor.Person, Account: f.Unit, Name: "Lê Thu Hà", Unit: f.Unit, Grants: []actor.Grant{{Role: actor.Specialist, Unit: f.Unit}}}
	return h.Report.File(ctx, desk, f.ID, report.Official{Number: "12-BC/VP", Dated: when.Today(h.Clock), Key: f.ID.String()})
}

// Receipt is a notice that a unit received.
type Receipt struct {
	Document ident.ID
	Unit     ident.ID
}

// Notices issues so many notices to all units and gives what is to be acknowledged.
func (h *House) Notices(ctx context.Context, n int) ([]Receipt, error) {
	tree, err := h.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var to []ident.ID
	for _, u := range tree.Subtree(tree.Root().ID)[1:] {
		to = append(to, u.ID)
	}
	var list []Receipt
	for range n {
		issued, err := h.Document.Seed(ctx, actor.SystemActor("bench"), []document.Seeded{{New: document.New{Kind: document.Notice, Issuer: tree.Root().ID,
			Title: "kết luận của đồng chí Trưởng Ban tại Hội nghị giao ban", Body: []document.Block{{Kind: document.Paragraph, Text: "Các đơn vị tổ chức thực hiện."}},
			Recipients: to, Signer: document.Signer{Name: "Trần Văn Bình", Title: "Trưởng Ban"}, At: when.Present(h.Clock)}}})
		if err != nil {
			return nil, err
		}
		for _, unit := range to {
			list = append(list, Receipt{issued[0].ID, unit})
		}
	}
	return list, nil
}

// Acknowledge does it as the unit's own desk.
func (h *House) Acknowledge(ctx context.Context, r Receipt) error {
	desk := actor.Actor{Kind: actor.Person, Account: r.Unit, Name: "Lê Thu Hà", Unit: r.Unit, Grants: []actor.Grant{{Role: actor.Specialist, Unit: r.Unit}}}
	_, err := h.Document.Acknowledge(ctx, desk, r.Document, r.Unit, r.Document.String()+"/"+r.Unit.String())
	return err
}

// Surface makes the pages that the measurements reach over HTTP: signing in and the boards of reports; with what programs call of them.
func (h *House) Surface() (*web.Mux, error) {
	texts, err := i18n.New(app.Texts()...)
	if err != nil {
		return nil, err
	}
	m := web.New(web.Deps{
		Config: web.Config{Demo: true, SignInsPerMin: -1, WritesPerMin: -1, LivePerSite: 20_000, LivePerLogin: 20_000},
		DB:     h.DB, Hub: h.Hub, Account: h.Account, Org: h.Org, Clock: h.Clock, Now: time.Now, Catalog: texts, Log: h.Log,
	})
	accountweb.Routes(m, h.Account, h.Org, h.Person)
	reportweb.Routes(m, h.Report, h.Org, h.Document, nil)
	reportweb.API{Report: h.Report}.Register(api.New(m))
	return m, nil
}

// SignIn takes the centre's desk at a server of the surface and gives its session cookie.
func (h *House) SignIn(ctx context.Context, base string) (string, error) {
	desks, err := h.Account.DemoAccounts(ctx)
	if err != nil {
		return "", err
	}
	return signIn(ctx, base, "/demo/sign-in", url.Values{"account": {desks[0].Account.String()}})
}

// SignInAs signs in with a password and gives the session cookie.
func (h *House) SignInAs(ctx context.Context, base, login, password string) (string, error) {
	return signIn(ctx, base, "/sign-in", url.Values{"login": {login}, "password": {password}})
}

func signIn(ctx context.Context, base, path string, form url.Values) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", base)
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	var pairs []string
	for _, c := range res.Cookies() {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	if len(pairs) == 0 {
		return "", fmt.Errorf("signing in: %s", res.Status)
	}
	return strings.Join(pairs, "; "), nil
}
