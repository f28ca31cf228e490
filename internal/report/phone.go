package report

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// Call is a telephone call with which the level above typed for a unit. See docs/adr/0063-entry-by-phone.md.
type Call struct {
	ID       ident.ID
	Filing   ident.ID
	Unit     ident.ID // the level above, to which the unit reports
	UnitName string
	Account  ident.ID
	Name     string // who typed
	Caller   string // who phoned for the unit
	Title    string // of who phoned
	Phone    string // from where
	CalledAt when.Instant
	At       when.Instant // of the last save
	Entered  map[string]string
	Fields   int // how many fields it left with a text
	State    CallState
	EndedAt  when.Instant
	EndedBy  string
	Reason   string // why it was rejected or withdrawn

	before map[string]Typed // of a returned report: what stood in the fields until the call
}

// CallState is what became of what was typed for a unit.
type CallState string

// The states. Only while it is open may the level above go on typing.
const (
	CallOpen      CallState = "open"
	CallTaken     CallState = "taken"     // the unit wrote, submitted or signed: the draft is its own from then on
	CallRejected  CallState = "rejected"  // the unit threw it away
	CallWithdrawn CallState = "withdrawn" // the level above did
)

// CallerLine is who phoned, in one line: "Đỗ Văn Xuân, Bí thư, 0208 3855 123".
func (c Call) CallerLine() string {
	line := c.Caller
	for _, more := range []string{c.Title, c.Phone} {
		if more != "" {
			line += ", " + more
		}
	}
	return line
}

// PhoneSave is what somebody of the level above types while a unit phones.
type PhoneSave struct {
	Caller, Title, Phone string
	CalledAt             when.Instant
	Save
}

// same tells whether it goes on with a call instead of beginning another.
func (p PhoneSave) same(c Call) bool {
	return c.State == CallOpen && c.Caller == p.Caller && c.Title == p.Title && c.Phone == p.Phone && c.CalledAt == p.CalledAt
}

// fieldText is what was typed into a field of a page.
type fieldText struct{ field, text string }

// tooLong refuses texts of one line that are longer than a cell, in the order of the fields on the page.
func tooLong(list []fieldText) fault.Faults {
	var fs fault.Faults
	for _, one := range list {
		if utf8.RuneCountInString(one.text) > maxCellText {
			fs = append(fs, fault.TooLarge(one.field, "report.too_long", "most", maxCellText))
		}
	}
	return fs
}

func (p PhoneSave) check(opened, now when.Instant) fault.Faults {
	fs := tooLong([]fieldText{{"caller", p.Caller}, {"title", p.Title}, {"phone", p.Phone}})
	if p.Caller == "" {
		fs = append(fs, fault.Invalid("caller", "report.phone_who"))
	}
	if p.Title == "" && p.Phone == "" {
		fs = append(fs, fault.Invalid("title", "report.phone_post_missing"))
	}
	switch {
	case p.CalledAt.Zero():
		fs = append(fs, fault.Invalid("called", "report.phone_when"))
	case p.CalledAt.After(now):
		fs = append(fs, fault.Invalid("called", "report.phone_future", "at", p.CalledAt))
	case p.CalledAt.Before(opened):
		fs = append(fs, fault.Invalid("called", "report.phone_early", "at", p.CalledAt, "opened", opened))
	}
	return fs
}

// PhonePage is what the level above sees of a unit for which it may type: the
// unit's contact, its own calls, and the draft while nobody of the unit has written in it.
type PhonePage struct {
	Report  Report
	Contact Contact
	Calls   []Call // newest first
	May     bool   // it may type now
	Why     error  // why not
	Draft   Draft  // where it may
}

// MayPhone tells whether the actor sits at a desk that types for the unit when it phones: one of the unit to which it reports.
func (r Report) MayPhone(who actor.Actor) bool {
	return r.Filing.Receiver != r.Filing.Unit && who.HasAt(actor.EnterByPhone, r.Filing.Receiver)
}

// byPhone refuses who does not sit straight above the unit.
func (sc scene) byPhone(who actor.Actor) error {
	if err := sc.readable(who); err != nil {
		return err
	}
	return who.At(actor.EnterByPhone, sc.filing.Receiver)
}

// Phone gives the page on which the level above types for a unit that phones. A
// draft that the unit itself wrote in is not part of it.
func (s *Service) Phone(ctx context.Context, who actor.Actor, filing ident.ID) (PhonePage, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return PhonePage{}, err
	}
	if err := sc.byPhone(who); err != nil {
		return PhonePage{}, err
	}
	var p PhonePage
	if p.Report, err = s.report(ctx, who, sc); err != nil {
		return PhonePage{}, err
	}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		f, _, err := loadFiling(ctx, r, filing)
		if err != nil {
			return err
		}
		if p.Calls, err = s.calls(ctx, r, filing, sc); err != nil {
			return err
		}
		found, ok, err := db.One(ctx, r, scanContact, contactOf, f.Unit)
		if err != nil {
			return err
		}
		if ok {
			p.Contact = found
		}
		if p.Why = phoneable(ctx, r, f, p.Calls); p.Why != nil {
			if fault.KindOf(p.Why) != fault.KindConflict {
				return p.Why
			}
			return nil
		}
		p.May = true
		p.Draft, err = s.draft(ctx, r, sc, s.now())
		return err
	})
	return p, err
}

// Calls gives the calls with which the level above typed for a unit, newest
// first: to the unit's own desks, and to who may read what it files; these do not
// see the figures.
func (s *Service) Calls(ctx context.Context, who actor.Actor, filing ident.ID) ([]Call, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return nil, err
	}
	if err := sc.readable(who); err != nil && !desk(who, sc.filing.Unit) {
		return nil, err
	}
	var list []Call
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, err = s.calls(ctx, r, filing, sc)
		return err
	})
	for i := range list {
		if !desk(who, sc.filing.Unit) && !who.HasAt(actor.EnterByPhone, list[i].Unit) {
			list[i].Entered = nil // a draft's figures are for the two that phoned
		}
	}
	return list, err
}

func (s *Service) calls(ctx context.Context, q db.Querier, filing ident.ID, sc scene) ([]Call, error) {
	list, err := callsOf(ctx, q, filing)
	for i := range list {
		list[i].UnitName = sc.unit(list[i].Unit).Name
		for _, text := range list[i].Entered {
			if text != "" {
				list[i].Fields++
			}
		}
	}
	return list, err
}

// SaveByPhone keeps what a unit says on the telephone in its draft, with who said
// it and when, also a correction of a report that was returned. It is refused once the unit has a draft of its own: from then on
// the draft is the unit's, and whoever typed reads only what it typed itself.
func (s *Service) SaveByPhone(ctx context.Context, who actor.Actor, filing ident.ID, p PhoneSave) (Saved, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return Saved{}, err
	}
	if err := sc.byPhone(who); err != nil {
		return Saved{}, err
	}
	if who.Kind == actor.Program {
		return Saved{}, fault.Forbidden("actor.not_by_token")
	}
	p.Caller, p.Title, p.Phone = oneLine(p.Caller), oneLine(p.Title), oneLine(p.Phone)
	at := s.now()
	faults := p.check(sc.req.OpenedAt, at)
	if err := faults.Add(sc.form.checkFields(p.Fields)); err != nil {
		return Saved{}, err
	}
	if err := faults.Or(); err != nil {
		return Saved{}, err
	}
	id := s.IDs.New()
	result, _, err := s.DB.Once(ctx, key(who, p.Key), "report.save_by_phone", func(ctx context.Context, w *db.Write) (string, error) {
		f, _, err := loadFiling(ctx, w, filing)
		if err != nil {
			return "", err
		}
		calls, err := callsOf(ctx, w, filing)
		if err != nil {
			return "", err
		}
		if err := phoneable(ctx, w, f, calls); err != nil {
			return "", err
		}
		if p.Base > f.DraftVersion { // thrown away while this page was open: it must not come back by itself
			return "", fault.Conflict("report.phone_gone")
		}
		fields, err := loadFields(ctx, w, filing)
		if err != nil {
			return "", err
		}
		changed, clashes := merge(fields, p.Save)
		if len(changed) == 0 {
			if f.DraftVersion == 0 && len(clashes) == 0 {
				return "", fault.Invalid("", "report.phone_nothing")
			}
			return savedText(f.DraftVersion, at, clashes)
		}
		call := Call{ID: id, Filing: filing, Unit: f.Receiver, Account: who.Account, Name: who.Name, Caller: p.Caller, Title: p.Title, Phone: p.Phone, CalledAt: p.CalledAt, Entered: map[string]string{}, State: CallOpen}
		again := false
		for _, c := range calls {
			if p.same(c) && c.Account == who.Account {
				call, again = c, true
			}
		}
		call.At = at
		maps.Copy(call.Entered, changed)
		if f.State == StateReturned {
			call.keep(fields, changed)
		}
		stage := f.Stage()
		f.DraftVersion++
		f.ChangedAt = at
		if err := saveFields(ctx, w, filing, changed, Typed{Version: f.DraftVersion, Account: who.Account, Name: who.Name, At: at, Call: call.ID}); err != nil {
			return "", err
		}
		if err := updateFiling(ctx, w, f); err != nil {
			return "", err
		}
		if err := saveCall(ctx, w, call, again); err != nil {
			return "", err
		}
		var seq int64
		if !again { // that somebody typed for another unit is told to the journal; what was typed is a draft
			seq, err = journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "filing.phoned", Subject: f.ID, Unit: f.Unit,
				After: map[string]any{"by": f.Receiver, "caller": call.Caller, "title": call.Title, "phone": call.Phone, "called_at": call.CalledAt, "fields": len(changed)}})
			if err != nil {
				return "", err
			}
		}
		if f.Stage() != stage {
			s.told(w, f, nil, seq)
		}
		s.Hub.Tell(w, seq, CallTopic(filing), "home:"+f.Unit.String())
		return savedText(f.DraftVersion, at, clashes)
	})
	if err != nil {
		return Saved{}, err
	}
	var saved Saved
	return saved, json.Unmarshal([]byte(result), &saved)
}

// CallTopic is the hub's topic of what the level above types for a unit.
func CallTopic(filing ident.ID) string { return "phone:" + filing.String() }

// MayHearCalls refuses who may not see that the level above types for a unit.
func (s *Service) MayHearCalls(ctx context.Context, who actor.Actor, filing ident.ID) error {
	_, err := s.Calls(ctx, who, filing)
	return err
}

// RejectCalls throws away what the level above typed for the unit, with the reason: its desk or its head does, as long as nobody
// of the unit has written in that draft. The report stands as not begun, one that was returned as it was filed.
func (s *Service) RejectCalls(ctx context.Context, who actor.Actor, filing ident.ID, reason, k string) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	if err := sc.own(who, actor.DraftFiling); err != nil {
		return err
	}
	return s.dropCalls(ctx, who, sc, CallRejected, reason, k)
}

// WithdrawCalls takes back what the level above typed for a unit by mistake, with the reason.
func (s *Service) WithdrawCalls(ctx context.Context, who actor.Actor, filing ident.ID, reason, k string) error {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return err
	}
	if err := sc.byPhone(who); err != nil {
		return err
	}
	return s.dropCalls(ctx, who, sc, CallWithdrawn, reason, k)
}

func (s *Service) dropCalls(ctx context.Context, who actor.Actor, sc scene, state CallState, reason, k string) error {
	if who.Kind == actor.Program {
		return fault.Forbidden("actor.not_by_token")
	}
	reason = strings.TrimSpace(reason)
	switch n := utf8.RuneCountInString(reason); {
	case n == 0:
		return fault.Invalid("reason", "report.phone_why")
	case n > maxReason:
		return fault.TooLarge("reason", "report.too_long", "most", maxReason)
	}
	at := s.now()
	_, _, err := s.DB.Once(ctx, key(who, k), "report.drop_calls", func(ctx context.Context, w *db.Write) (string, error) {
		f, _, err := loadFiling(ctx, w, sc.filing.ID)
		if err != nil {
			return "", err
		}
		calls, err := callsOf(ctx, w, f.ID)
		if err != nil {
			return "", err
		}
		ended, err := endCalls(ctx, w, f.ID, state, at, who.Name, reason)
		if err != nil {
			return "", err
		}
		if !ended {
			return "", fault.Conflict("report.phone_none_open")
		}
		if f.State == StateReturned {
			f.DraftVersion++
			err = saveTyped(ctx, w, f.ID, asBefore(calls, f.DraftVersion))
		} else {
			f.DraftVersion = 0
			_, err = w.Exec(ctx, `delete from filing_field where filing = $1`, f.ID) // all of it was typed so, see phoneable
		}
		if err != nil {
			return "", err
		}
		f.ChangedAt = at
		if err := updateFiling(ctx, w, f); err != nil {
			return "", err
		}
		seq, err := journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "filing.phone_" + string(state), Subject: f.ID, Unit: f.Unit, Note: reason})
		if err != nil {
			return "", err
		}
		s.told(w, f, nil, seq)
		s.Hub.Tell(w, seq, CallTopic(f.ID))
		return "", nil
	})
	return err
}

// takeCalls makes a draft the unit's own: somebody of the unit writes, submits or signs.
func (s *Service) takeCalls(ctx context.Context, w *db.Write, f Filing, at when.Instant, name string) error {
	ended, err := endCalls(ctx, w, f.ID, CallTaken, at, name, "")
	if err != nil || !ended {
		return err
	}
	s.Hub.Tell(w, 0, CallTopic(f.ID), "home:"+f.Receiver.String())
	return nil
}

// phoned tells whether some field was typed by the level above.
func phoned(fields map[string]Typed) bool {
	for _, t := range fields {
		if t.Call != 0 {
			return true
		}
	}
	return false
}

// ByPhone is, in a signature, that figures were typed by the level above on the unit's word.
type ByPhone struct {
	Call   ident.ID `json:"call"`
	Name   string   `json:"name"` // who typed
	Unit   string   `json:"unit"` // of the level above, by name
	Caller string   `json:"caller"`
	Title  string   `json:"title,omitempty"`
	Fields int      `json:"fields"` // that still stand as they were typed
}

// byPhone lists the calls of which something stands in a draft.
func (s *Service) byPhone(ctx context.Context, q db.Querier, sc scene, fields map[string]Typed) ([]ByPhone, error) {
	if !phoned(fields) {
		return nil, nil
	}
	calls, err := s.calls(ctx, q, sc.filing.ID, sc)
	if err != nil {
		return nil, err
	}
	var list []ByPhone
	for _, c := range slices.Backward(calls) {
		one := ByPhone{Call: c.ID, Name: c.Name, Unit: c.UnitName, Caller: c.Caller, Title: c.Title}
		for _, t := range fields {
			if t.Call == c.ID && t.Text != "" {
				one.Fields++
			}
		}
		if one.Fields > 0 {
			list = append(list, one)
		}
	}
	return list, nil
}
