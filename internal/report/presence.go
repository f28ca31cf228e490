package report

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Who has a draft open is known only to the desks that write it, for as long as
// it is open, and stands in memory alone: no table, no journal, no log. Other
// processes are told by db.Say, which stores nothing either.

// Present is one page in which somebody has a draft open.
type Present struct {
	Page    string   `json:"p"` // a name that the page draws at random
	Account ident.ID `json:"a"`
	Name    string   `json:"n"`
	Field   string   `json:"f,omitempty"` // in which the person is, "" in none
}

const (
	deskSilence = 30 * time.Second       // a page says every ten seconds that it is there
	saySoon     = 300 * time.Millisecond // what other processes are told is gathered for as long
	mostPages   = 40                     // of one draft
)

var pageName = regexp.MustCompile(`^[0-9a-f]{16}$`)

// DeskTopic is the hub's topic of a draft: who has it open, and that it was written or changed its state.
func DeskTopic(filing ident.ID) string { return "desk:" + filing.String() }

// drafter refuses everybody but the unit's own desks that write the draft, and tells them only while they may.
func (sc scene) drafter(who actor.Actor) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	if who.Kind != actor.Person || !who.HasAt(actor.DraftFiling, sc.filing.Unit) {
		return fault.NotFound("report.no_such_filing")
	}
	return nil
}

// Here says that a page of the actor's has a draft open, and in which field the
// actor is. It is said again every ten seconds.
func (s *Service) Here(ctx context.Context, who actor.Actor, filing ident.ID, page, field string) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	if err := sc.drafter(who); err != nil {
		return err
	}
	if err := mayEdit(sc.filing); err != nil {
		return err
	}
	if !pageName.MatchString(page) || field != "" && !sc.form.takes(field) {
		return fault.Invalid("field", "report.unknown_field", "field", field)
	}
	s.desks.put(filing, Present{page, who.Account, who.Name, field})
	s.sayDesks(ctx)
	return nil
}

// Away says that a page was left.
func (s *Service) Away(ctx context.Context, who actor.Actor, filing ident.ID, page string) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	if err := sc.drafter(who); err != nil {
		return err
	}
	if !pageName.MatchString(page) { // nobody was here under it
		return nil
	}
	if s.desks.away(filing, page, who.Account) {
		s.sayDesks(ctx)
	}
	return nil
}

// MayDesk judges who may listen to a draft: those who may write it, nobody above and no other unit.
func (s *Service) MayDesk(ctx context.Context, who actor.Actor, filing ident.ID) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	return sc.drafter(who)
}

// Desk is a draft as those who have it open see it live.
type Desk struct {
	Version int64
	Open    bool // it can be written
	People  []Present
}

// Desk gives what those who may listen are shown. The live stream asks as the system, for all of them.
func (s *Service) Desk(ctx context.Context, who actor.Actor, filing ident.ID) (Desk, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return Desk{}, err
	}
	if err := sc.drafter(who); err != nil && who.Kind != actor.System {
		return Desk{}, err
	}
	d := Desk{Version: sc.filing.DraftVersion, Open: mayEdit(sc.filing) == nil}
	if d.Open {
		d.People = s.desks.people(filing)
	}
	return d, nil
}

// Later is what was written into a draft after a version of it.
type Later struct {
	Version int64
	Fields  []Typed

	Filing  Filing
	Sourced Figures      // what registers count now; nil where the draft takes nothing from any, or is one no more
	At      when.Instant // of that count
}

// DraftSince gives the unit's own desks what was written after a version that they have.
func (s *Service) DraftSince(ctx context.Context, who actor.Actor, filing ident.ID, after int64) (Later, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return Later{}, err
	}
	if err := sc.own(who, actor.DraftFiling); err != nil {
		return Later{}, err
	}
	var c Later
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		f, _, err := loadFiling(ctx, r, filing)
		if err != nil {
			return err
		}
		c = Later{Version: f.DraftVersion, Filing: f}
		if mayEdit(f) == nil && len(sc.form.Sourced()) > 0 {
			c.At = s.now()
			if c.Sourced, err = s.sourced(ctx, r, sc, c.At); err != nil {
				return err
			}
		}
		fields, err := loadFields(ctx, r, filing)
		for _, t := range fields {
			if t.Version > after {
				c.Fields = append(c.Fields, t)
			}
		}
		slices.SortFunc(c.Fields, func(a, b Typed) int { return strings.Compare(a.Field, b.Field) })
		return err
	})
	return c, err
}

// desks holds who has which draft open. tell says that a draft's people changed.
type desks struct {
	tell  func(filing ident.ID)
	mu    sync.Mutex
	open  map[ident.ID]map[string]*openPage
	gone  map[string]bool // pages that were left a moment ago: a sign of life that was overtaken does not bring them back
	fresh []saidDesk      // for the other processes
	due   bool
}

type openPage struct {
	Present
	silent *time.Timer
}

// saidDesk is what processes say to each other.
type saidDesk struct {
	Filing ident.ID `json:"d"`
	Gone   bool     `json:"g,omitempty"`
	Present
}

func newDesks(tell func(filing ident.ID)) *desks {
	return &desks{tell: tell, open: map[ident.ID]map[string]*openPage{}, gone: map[string]bool{}}
}

// put takes a sign of life that came to this process.
func (d *desks) put(filing ident.ID, p Present) {
	if d.take(filing, p) {
		d.mu.Lock()
		d.fresh = append(d.fresh, saidDesk{Filing: filing, Present: p})
		d.mu.Unlock()
	}
}

// take keeps a sign of life until it has been silent for too long; false where there are too many.
func (d *desks) take(filing ident.ID, p Present) bool {
	d.mu.Lock()
	if d.gone[p.Page] {
		d.mu.Unlock()
		return false
	}
	pages := d.open[filing]
	if pages == nil {
		pages = map[string]*openPage{}
		d.open[filing] = pages
	}
	one := pages[p.Page]
	if one == nil && len(pages) >= mostPages {
		d.mu.Unlock()
		return false
	}
	changed := one == nil || one.Present != p
	if one != nil {
		one.silent.Stop()
	}
	next := &openPage{Present: p}
	next.silent = time.AfterFunc(deskSilence, func() { d.drop(filing, p.Page, next) })
	pages[p.Page] = next
	d.mu.Unlock()
	if changed {
		d.tell(filing)
	}
	return true
}

// away takes out a page of an account; false where it was not there.
func (d *desks) away(filing ident.ID, page string, account ident.ID) bool {
	d.mu.Lock()
	one := d.open[filing][page]
	if one != nil && one.Account != account {
		d.mu.Unlock()
		return false
	}
	d.buried(page)
	if one == nil {
		d.mu.Unlock()
		return false
	}
	d.fresh = append(d.fresh, saidDesk{Filing: filing, Gone: true, Present: one.Present})
	d.mu.Unlock()
	d.drop(filing, page, one)
	return true
}

// buried remembers for a while that a page was left; the lock is held.
func (d *desks) buried(page string) {
	if d.gone[page] {
		return
	}
	d.gone[page] = true
	time.AfterFunc(deskSilence, func() {
		d.mu.Lock()
		delete(d.gone, page)
		d.mu.Unlock()
	})
}

// drop takes out a page that was left or is silent, unless it has said something since.
func (d *desks) drop(filing ident.ID, page string, one *openPage) {
	d.mu.Lock()
	if d.open[filing][page] != one {
		d.mu.Unlock()
		return
	}
	one.silent.Stop()
	delete(d.open[filing], page)
	if len(d.open[filing]) == 0 {
		delete(d.open, filing)
	}
	d.mu.Unlock()
	d.tell(filing)
}

// people lists the open pages of a draft in a steady order.
func (d *desks) people(filing ident.ID) []Present {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []Present
	for _, one := range d.open[filing] {
		list = append(list, one.Present)
	}
	slices.SortFunc(list, func(a, b Present) int {
		if a.Name != b.Name {
			return strings.Compare(a.Name, b.Name)
		}
		return strings.Compare(a.Page, b.Page)
	})
	return list
}

// sayDesks tells the other processes soon what was said here.
func (s *Service) sayDesks(ctx context.Context) {
	d := s.desks
	d.mu.Lock()
	defer d.mu.Unlock()
	if !s.DB.Shared() {
		d.fresh = nil
		return
	}
	if d.due || len(d.fresh) == 0 {
		return
	}
	d.due = true
	ctx = context.WithoutCancel(ctx) // it outlives the request that came first
	time.AfterFunc(saySoon, func() {
		d.mu.Lock()
		list := d.fresh
		d.fresh, d.due = nil, false
		d.mu.Unlock()
		for _, text := range packed(list) {
			if err := s.DB.Say(ctx, saidPrefix+text); err != nil {
				s.Log.DebugContext(ctx, "say who has drafts open", "err", err) // it is said again in ten seconds
				return
			}
		}
	})
}

const saidPrefix = "desk:"

// packed writes what is said in texts that are short enough.
func packed(list []saidDesk) []string {
	text, err := json.Marshal(list)
	switch {
	case err != nil || len(list) == 0:
		return nil
	case len(text) <= db.MostSaid-len(saidPrefix) || len(list) == 1:
		return []string{string(text)}
	}
	return append(packed(list[:len(list)/2]), packed(list[len(list)/2:])...)
}

// Said takes in what another process said of its open drafts.
func (s *Service) Said(text string) {
	text, ok := strings.CutPrefix(text, saidPrefix)
	if !ok {
		return
	}
	var list []saidDesk
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		s.Log.Debug("what another process said of open drafts", "err", err)
		return
	}
	for _, one := range list {
		if one.Gone {
			s.desks.forget(one.Filing, one.Page)
		} else {
			s.desks.take(one.Filing, one.Present)
		}
	}
}

// forget takes out a page that was left in another process.
func (d *desks) forget(filing ident.ID, page string) {
	d.mu.Lock()
	one := d.open[filing][page]
	d.buried(page)
	d.mu.Unlock()
	if one != nil {
		d.drop(filing, page, one)
	}
}
