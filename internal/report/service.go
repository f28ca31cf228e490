package report

import (
	"context"
	"log/slog"
	"strconv"
	"sync"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/task"
	"giaoban/internal/transparency"
	"giaoban/internal/when"
)

// Deps is what the service takes.
type Deps struct {
	DB       *db.DB
	IDs      *ident.Maker
	Clock    when.Clock // domain clock
	Hub      *event.Hub
	Org      *org.Service
	Calendar *calendar.Service
	Person   *person.Service
	Task     *task.Service
	Blob     *blob.Store
	Ledger   *transparency.Log // gives proofs that what was signed is in the public log; nil gives none
	Log      *slog.Logger
	Notifier Notifier // carries reminders out of the program; nil: nobody

	Obstacles Obstacles // knows how many were resolved; nil offers nothing
}

// Service is the reporting regime. Safe for concurrent use.
type Service struct {
	Deps
	boards boards
	desks  *desks // who has which draft open
	mu     sync.Mutex
	forms  map[formOn]Form // versions never change, so what was read stays true
	frozen []keptEdition   // the one used last stands last
	warned map[ident.ID]warnedVersion
	wholes map[ident.ID]asTree
	odd    map[ident.ID]oddVersion
}

// New makes the service.
func New(d Deps) *Service {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Deps: d, forms: map[formOn]Form{}, warned: map[ident.ID]warnedVersion{}, odd: map[ident.ID]oddVersion{}, wholes: map[ident.ID]asTree{}, boards: newBoards(), desks: newDesks(func(filing ident.ID) { d.Hub.Publish(DeskTopic(filing), 0) })}
}

const listLimit = 100

func (s *Service) now() when.Instant { return when.Present(s.Clock) }
func (s *Service) today() when.Date  { return when.Today(s.Clock) }

// key makes an idempotency key the account's own: a stranger's key answers nothing.
func key(who actor.Actor, k string) string {
	if k == "" {
		return ""
	}
	return strconv.FormatInt(int64(who.Account), 36) + "/" + k
}

// formOn names a version of a form as a request asks it.
type formOn struct {
	id    ident.ID
	basis calendar.Basis
}

// form gives a version of a form on the basis of a request; without one, as the form says.
func (s *Service) form(ctx context.Context, q db.Querier, id ident.ID, basis calendar.Basis) (Form, error) {
	s.mu.Lock()
	f, ok := s.forms[formOn{id, basis}]
	s.mu.Unlock()
	if ok {
		return f, nil
	}
	f, ok, err := loadForm(ctx, q, formByID, id)
	if err != nil {
		return Form{}, err
	}
	if !ok {
		return Form{}, fault.NotFound("report.no_such_form")
	}
	f = f.On(basis)
	f.ready = f.program()
	s.mu.Lock()
	s.forms[formOn{id, basis}] = f
	s.mu.Unlock()
	return f, nil
}

// scene is a filing with all that judges it. The filing is read again inside a write.
type scene struct {
	filing Filing
	req    Request
	form   Form
	today  *org.Tree
	then   *org.Tree // of the period's end
}

func (s *Service) setting(ctx context.Context, find func(context.Context, db.Querier) (Filing, bool, error)) (scene, error) {
	var sc scene
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		f, ok, err := find(ctx, r)
		if err != nil {
			return err
		}
		if !ok {
			return fault.NotFound("report.no_such_filing")
		}
		sc.filing = f
		if sc.req, sc.form, err = s.request(ctx, r, f.Request); err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		return scene{}, err
	}
	if sc.today, sc.then, err = s.trees(ctx, sc.req); err != nil {
		return scene{}, err
	}
	return sc, nil
}

func (s *Service) scene(ctx context.Context, filing ident.ID) (scene, error) {
	return s.setting(ctx, func(ctx context.Context, q db.Querier) (Filing, bool, error) { return loadFiling(ctx, q, filing) })
}

func (s *Service) request(ctx context.Context, q db.Querier, id ident.ID) (Request, Form, error) {
	r, ok, err := loadRequest(ctx, q, id)
	if err != nil {
		return Request{}, Form{}, err
	}
	if !ok {
		return Request{}, Form{}, fault.NotFound("report.no_such_request")
	}
	f, err := s.form(ctx, q, r.Form, r.Basis)
	if err == nil {
		err = s.name(ctx, q, &r, f, regimeNames{})
	}
	return r, f, err
}

// regimeNames are the names of the regimes that the requests of one list have needed.
type regimeNames map[ident.ID]i18n.Text

// name gives a request its words: the form's title, and the regime where that tells it from another. known holds the names of
// the list's regimes.
func (s *Service) name(ctx context.Context, q db.Querier, r *Request, f Form, known regimeNames) error {
	under, ok := known[r.Regime]
	switch {
	case ok || r.twins == 0:
	case r.Regime == 0:
		under = underNone()
	default:
		g, err := s.Calendar.RegimeIn(ctx, q, r.Regime)
		if err != nil {
			return err
		}
		under = g.Name
		known[r.Regime] = under
	}
	r.named(f, under)
	return nil
}

// named gives a request its form's title, and where the same is asked twice the words of what it is asked under.
func (r *Request) named(f Form, under i18n.Text) {
	r.Title = f.Title
	if r.twins > 0 {
		r.Under = under
	}
}

func (s *Service) trees(ctx context.Context, r Request) (today, then *org.Tree, err error) {
	if today, err = s.Org.Today(ctx); err != nil {
		return nil, nil, err
	}
	then, err = s.treeOf(ctx, r)
	return today, then, err
}

// own refuses everybody but the unit's own desks: outsiders learn nothing about a draft.
func (sc scene) own(who actor.Actor, a actor.Action) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	if !desk(who, sc.filing.Unit) {
		return fault.NotFound("report.no_such_filing")
	}
	return who.At(a, sc.filing.Unit)
}

// told applies what a filing has become to the live board and tells listeners. It runs after the commit.
func (s *Service) told(w *db.Write, f Filing, v *Version, seq int64) {
	w.After(func() { s.boards.apply(f, v) }) // first: who hears of it asks the board
	s.Hub.Tell(w, seq, BoardTopic(f.Request), DeskTopic(f.ID), "home:"+f.Unit.String(), "home:"+f.Receiver.String())
}

// BoardTopic is the hub's topic of a request's board.
func BoardTopic(request ident.ID) string { return boardTopic + request.String() }

const boardTopic = "board:"

// OpenerTopic is the hub's topic of how many reports are in of all that a unit asked for: told when one is filed, received or opened
// again, when a request is made or its days move.
func OpenerTopic(opener ident.ID) string { return "asked:" + opener.String() }
