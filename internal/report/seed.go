package report

import (
	"context"
	"encoding/json"
	"maps"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/transparency"
	"giaoban/internal/when"
)

// Seeded is a unit's report of the past, or its present draft, as the demo and
// imports bring it in. Figures hold what is typed, by slot; sums are computed.
// Where Figures lack a year-to-date slot, it is taken from the unit's filings
// of the year's earlier periods; what is counted from a register is counted as it stood at the signature.
type Seeded struct {
	Unit      ident.ID
	State     State
	Figures   Figures
	Texts     map[string]string
	Tables    map[string][]TableRow
	Fields    map[string]string // typed texts of a draft, over the figures: also wrong ones
	Signature Signature         // of signed and better; Drafters and Same as given
	Number    string
	Dated     when.Date
	FiledAt   when.Instant
	Remarks   []Remark // of a returned filing; Verdict, Unit and At are filled in where empty
	By        string   // who drafted, as shown
	ByAccount ident.ID
}

// seedPiece is the number of reports in one write: a piece stays below 50 ms.
const seedPiece = 60

// SeedRequest opens a request at a moment in the past. Only the program itself may.
func (s *Service) SeedRequest(ctx context.Context, who actor.Actor, n NewRequest, opened when.Instant) (Request, error) {
	if who.Kind != actor.System {
		return Request{}, fault.Forbidden("actor.forbidden_open_request")
	}
	return s.open(ctx, who, n, opened)
}

// Seed puts reports into a request in bulk, in pieces. It runs no checks: past
// figures are as they are. Only the program itself may.
func (s *Service) Seed(ctx context.Context, who actor.Actor, request ident.ID, list []Seeded) error {
	if who.Kind != actor.System {
		return fault.Forbidden("actor.forbidden_open_request")
	}
	var req Request
	var form Form
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		req, form, err = s.request(ctx, r, request)
		return err
	})
	if err != nil {
		return err
	}
	sc := scene{req: req, form: form}
	var last int64
	for from := 0; from < len(list); from += seedPiece {
		part := list[from:min(from+seedPiece, len(list))]
		ids := make([]ident.ID, 0, len(part))
		for _, one := range part {
			for range one.Remarks {
				ids = append(ids, s.IDs.New())
			}
		}
		err := s.DB.Do(ctx, "report.seed", func(ctx context.Context, w *db.Write) error {
			free := ids
			var err error
			for _, one := range part {
				if free, err = s.seedOne(ctx, w, sc, one, free); err != nil {
					return err
				}
			}
			last, err = journal.Append(ctx, w, journal.Entry{At: s.now(), Actor: who, Kind: "report.seeded", Subject: request, Unit: req.Opener,
				After: map[string]int{"reports": len(part)}})
			w.Tell(BoardTopic(request), last) // other processes; this one when all are in
			return err
		})
		if err != nil {
			return err
		}
	}
	s.boards.drop(request)
	s.Hub.Publish(BoardTopic(request), last)
	return nil
}

func (s *Service) seedOne(ctx context.Context, w *db.Write, sc scene, one Seeded, ids []ident.ID) ([]ident.ID, error) {
	f, ok, err := loadFilingOf(ctx, w, sc.req.ID, one.Unit)
	if err != nil {
		return ids, err
	}
	if !ok {
		return ids, fault.NotFound("report.not_of_request")
	}
	sc.filing = f
	c, err := s.seedContent(ctx, w, sc, one)
	if err != nil {
		return ids, err
	}
	f.State, f.ChangedAt = one.State, one.FiledAt
	if f.ChangedAt.Zero() {
		f.ChangedAt = sc.req.OpenedAt
	}
	if f.State == StateDraft || f.State == StateReturned || f.State == StateSigned {
		f.DraftVersion = 1
		if err := saveFields(ctx, w, f.ID, seedFields(sc.form, one), Typed{Version: 1, Account: one.ByAccount, Name: one.By, At: f.ChangedAt}); err != nil {
			return ids, err
		}
	}
	if f.State == StateSigned {
		body, err := json.Marshal(signedDraft{c, one.Signature})
		if err != nil {
			return ids, err
		}
		f.signed = string(body)
	}
	if f.State == StateFiled || f.State == StateReturned || f.State == StateAccepted {
		f.DraftVersion = max(f.DraftVersion, 1)
		f.Current, f.FirstFiledAt, f.Late = 1, one.FiledAt, one.FiledAt.After(f.Deadline)
		v := Version{Filing: f.ID, Version: 1, Content: c, Signature: one.Signature, Number: one.Number, Dated: one.Dated,
			FiledAt: one.FiledAt, FiledBy: one.By, Late: f.Late}
		p, err := encodeVersion(v, f)
		if err != nil {
			return ids, err
		}
		if err := insertVersion(ctx, w, p); err != nil {
			return ids, err
		}
		if _, err := transparency.Append(ctx, w, p.leaf); err != nil {
			return ids, err
		}
		for _, r := range one.Remarks {
			if r.Verdict == "" {
				r.Verdict = string(f.State)
			}
			if r.Unit == 0 {
				r.Unit = f.Receiver
			}
			if r.At.Zero() {
				r.At = f.ChangedAt
			}
			if err := insertRemark(ctx, w, ids[0], f.ID, 1, 0, r); err != nil {
				return ids, err
			}
			ids = ids[1:]
		}
	}
	return ids, updateFiling(ctx, w, f)
}

func (s *Service) seedContent(ctx context.Context, q db.Querier, sc scene, one Seeded) (Content, error) {
	c := Content{Figures: maps.Clone(one.Figures), Texts: one.Texts, Tables: one.Tables}
	if c.Figures == nil {
		c.Figures = Figures{}
	}
	f := sc.form
	at := one.Signature.At
	if at.Zero() {
		at = one.FiledAt
	}
	if !at.Zero() { // a draft is counted when it is looked at
		counted, err := s.sourced(ctx, q, sc, at)
		if err != nil {
			return c, err
		}
		for code, n := range counted {
			if _, given := c.Figures[code]; !given {
				c.Figures[code] = n
			}
		}
	}
	f.compute(f.program(), &c, Earlier{})
	var before map[string]int64
	for _, slot := range sc.form.Slots() {
		if _, given := c.Figures[slot.Code]; slot.Before == "" || given {
			continue
		}
		if before == nil {
			var err error
			if before, err = s.yearBefore(ctx, q, sc); err != nil {
				return c, err
			}
		}
		if n, known := before[slot.Before]; known {
			c.Figures[slot.Code] = n
		}
	}
	return c, nil
}

// seedFields writes figures as somebody would have typed them.
func seedFields(f Form, one Seeded) map[string]string {
	fields := maps.Clone(one.Texts)
	if fields == nil {
		fields = map[string]string{}
	}
	write := func(field string, n int64, scale int) {
		if scale == 0 {
			fields[field] = strconv.FormatInt(n, 10)
		} else {
			fields[field] = i18n.Fixed(i18n.VI, n, scale)
		}
	}
	for _, slot := range f.Slots() {
		if n, ok := one.Figures[slot.Code]; ok && slot.Typed() {
			write(slot.Code, n, slot.Scale)
		}
	}
	for code, rows := range one.Tables {
		ind, _ := f.Indicator(code)
		for i, row := range rows {
			for column, text := range row.Texts {
				fields[CellField(code, i+1, column)] = text
			}
			for column, n := range row.Figures {
				c, _ := ind.Column(column)
				write(CellField(code, i+1, column), n, c.Scale)
			}
		}
	}
	maps.Copy(fields, one.Fields)
	return fields
}
