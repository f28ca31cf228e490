package report

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Consolidated is a unit's report made of the reports below it: the texts of
// each section with unit and author, and what the office made of them, one text for a section.
// That of an edition has what was written until it was signed.
type Consolidated struct {
	Board    Board
	Sections []ConsolidatedSection
	MayWrite bool // the unit's own desks: nobody else sees the office's text
	Later    bool // the office wrote on after the edition was signed: what is not part of it
}

// Shown says which of the units' texts are given of a consolidated report, in the order of the board. The zero value is all of them.
// All are counted, whatever is given: a page of a thousand communes holds a leaf of each section, its paper holds everything.
type Shown struct {
	Most    int    // of each section; 0: all
	Section string // this one goes on from From, the others begin at the beginning
	From    int
	Named   bool // of the others unit and name are given, without their texts
}

// gives tells whether text number n of a section is given.
func (s Shown) gives(section string, n int) bool {
	from := 0
	if section == s.Section {
		from = s.From
	}
	return n >= from && (s.Most == 0 || n < from+s.Most)
}

// readTogether is how many reports are in memory at once while their texts are read.
const readTogether = 200

// ConsolidatedSection is one text of the form.
type ConsolidatedSection struct {
	Narrative Narrative
	Count     int // units that wrote something here
	From      int // of them those that come before Sources
	Sources   []SourceText
	Text      string // the office's; "" where nothing was written
	Version   int64  // of the office's text, 0: none
	Name      string // who wrote it
	At        when.Instant
	Changed   []string // units whose report is another since the text was written
}

// SourceText is what one unit wrote, with who signed it.
type SourceText struct {
	Unit    ident.ID
	Name    string
	Filing  ident.ID
	Version int64
	Text    string // as it was typed: see In
	Signer  string
	figures Figures
}

// In is the text with the figures that it names, those of its own unit.
func (t SourceText) In(lang i18n.Lang, f Form) string { return f.BoundText(lang, t.Text, t.figures) }

// MadeText is an office's text of a section as somebody saved it.
type MadeText struct {
	Section string
	Base    int64 // the version on which it was written
	Text    string
	Force   bool // over what another desk wrote meanwhile: the writer has seen it
	Key     string
}

type madeRow struct {
	section       string
	version       int64
	text, sources string
	name          string
	at            when.Instant
}

func scanMade(s db.Scanner, m *madeRow) error {
	return s.Scan(&m.section, &m.version, &m.text, &m.sources, &m.name, &m.at)
}

// Consolidated gives the consolidated report of a unit, of what stands now or of edition n. Unit 0 is the highest that the reader may look at.
func (s *Service) Consolidated(ctx context.Context, who actor.Actor, request, unit ident.ID, n int64) (Consolidated, error) {
	return s.ConsolidatedPart(ctx, who, request, unit, n, Shown{})
}

// ConsolidatedPart is Consolidated with some of the units' texts.
func (s *Service) ConsolidatedPart(ctx context.Context, who actor.Actor, request, unit ident.ID, n int64, shown Shown) (Consolidated, error) {
	board, err := s.EditionBoard(ctx, who, request, unit, n)
	if err != nil {
		return Consolidated{}, err
	}
	c := Consolidated{Board: board, MayWrite: who.HasAt(actor.DraftFiling, board.Unit.ID) && who.Kind != actor.Program}
	lines := board.Lines
	if board.Own != nil {
		lines = append([]Line{*board.Own}, lines...)
	}
	now := map[ident.ID]int64{} // version of each source, by filing
	for _, l := range lines {
		if l.In() {
			now[l.Filing] = l.Version
		}
	}
	return c, s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		c.Sections = nil
		for _, narrative := range board.Form.Narratives {
			c.Sections = append(c.Sections, ConsolidatedSection{Narrative: narrative})
		}
		for part := range slices.Chunk(lines, readTogether) {
			if err := c.read(ctx, r, part, now, shown); err != nil {
				return err
			}
		}
		if !c.MayWrite {
			return nil
		}
		by := when.Instant(math.MaxInt64)
		if n > 0 { // the report of an edition says the same for ever
			by = board.Quote.At
			later, err := db.Int(ctx, r, `select count(*) from report_consolidated where request = $1 and unit = $2 and at > $3`, request, board.Unit.ID, by)
			if err != nil {
				return err
			}
			c.Later = later > 0
		}
		rows, err := db.All(ctx, r, scanMade, `select m.section, m.version, m.text, m.sources, m.name, m.at from report_consolidated m where m.request = $1 and m.unit = $2
			and m.version = (select max(o.version) from report_consolidated o where o.request = m.request and o.unit = m.unit and o.section = m.section and o.at <= $3)`, request, board.Unit.ID, by)
		if err != nil {
			return err
		}
		for _, m := range rows {
			for i := range c.Sections {
				sec := &c.Sections[i]
				if sec.Narrative.Code != m.section {
					continue
				}
				sec.Text, sec.Version, sec.Name, sec.At = m.text, m.version, m.name, m.at
				var seen map[string]int64
				if err := json.Unmarshal([]byte(m.sources), &seen); err != nil {
					return err
				}
				for _, l := range lines {
					if seen[l.Filing.String()] != now[l.Filing] {
						sec.Changed = append(sec.Changed, l.Unit.Short())
					}
				}
			}
		}
		return nil
	})
}

// read adds what some units wrote to the sections. now is the version of each report that is in.
func (c *Consolidated) read(ctx context.Context, r *db.Read, lines []Line, now map[ident.ID]int64, shown Shown) error {
	named := map[ident.ID]int64{}
	for _, l := range lines {
		if version, in := now[l.Filing]; in {
			named[l.Filing] = version
		}
	}
	versions, err := versionsAt(ctx, r, named)
	if err != nil {
		return err
	}
	for _, l := range lines {
		v, ok := versions[l.Filing]
		if !ok {
			continue
		}
		for i := range c.Sections {
			sec := &c.Sections[i]
			text := strings.TrimSpace(v.Content.Texts[sec.Narrative.Code])
			if text == "" {
				continue
			}
			if shown.gives(sec.Narrative.Code, sec.Count) {
				if len(sec.Sources) == 0 {
					sec.From = sec.Count
				}
				sec.Sources = append(sec.Sources, SourceText{l.Unit.ID, l.Unit.Name, l.Filing, l.Version, text, v.Signature.Line(), v.Content.Figures})
			} else if shown.Named {
				sec.Sources = append(sec.Sources, SourceText{Unit: l.Unit.ID, Name: l.Unit.Name, Filing: l.Filing, Version: l.Version})
			}
			sec.Count++
		}
	}
	return nil
}

// SaveConsolidated keeps what a desk of the unit made of a section. Where another desk saved meanwhile and neither is the other, the clash is given back and nothing is kept.
// Unit 0 is the request's opener.
func (s *Service) SaveConsolidated(ctx context.Context, who actor.Actor, request, unit ident.ID, m MadeText) (*Clash, error) {
	board, err := s.Board(ctx, who, request, unit)
	if err != nil {
		return nil, err
	}
	if unit == 0 && board.Unit.ID != board.Request.Opener { // what the reader may look at instead is nobody's wish to write there
		return nil, fault.Forbidden("actor.forbidden_read_filed")
	}
	unit = board.Unit.ID
	if !who.HasAt(actor.DraftFiling, unit) || who.Kind == actor.Program {
		return nil, fault.Forbidden("actor.forbidden_draft_filing")
	}
	if !slices.ContainsFunc(board.Form.Narratives, func(n Narrative) bool { return n.Code == m.Section }) {
		return nil, fault.Invalid("text", "report.unknown_field", "field", m.Section)
	}
	text := strings.TrimSpace(strings.ReplaceAll(m.Text, "\r\n", "\n"))
	if utf8.RuneCountInString(text) > MaxNarrative {
		return nil, fault.TooLarge("text", "report.text_too_long", "most", MaxNarrative)
	}
	seen := map[string]int64{}
	for _, l := range board.Lines {
		if l.In() {
			seen[l.Filing.String()] = l.Version
		}
	}
	if own := board.Own; own != nil && own.In() {
		seen[own.Filing.String()] = own.Version
	}
	sources, err := json.Marshal(seen)
	if err != nil {
		return nil, err
	}
	at := s.now()
	result, _, err := s.DB.Once(ctx, key(who, m.Key), "report.consolidate", func(ctx context.Context, w *db.Write) (string, error) {
		last, there, err := db.One(ctx, w, scanMade, `select section, version, text, sources, name, at from report_consolidated
			where request = $1 and unit = $2 and section = $3 order by version desc limit 1`, request, unit, m.Section)
		if err != nil {
			return "", err
		}
		if there && last.version > m.Base && last.text != text && !m.Force {
			clash, err := json.Marshal(Clash{Field: m.Section, Text: last.text, Name: last.name})
			return string(clash), err
		}
		_, err = w.Exec(ctx, `insert into report_consolidated (request, unit, section, version, text, sources, account, name, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			request, unit, m.Section, last.version+1, text, string(sources), who.Account, who.Name, at)
		return "", err
	})
	if err != nil || result == "" { // it is kept
		return nil, err
	}
	var clash Clash
	return &clash, json.Unmarshal([]byte(result), &clash)
}
