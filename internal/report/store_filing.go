package report

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/transparency"
	"giaoban/internal/when"
)

const filingColumns = `f.id, f.request, f.unit, f.receiver, f.state, f.draft_version, f.current, f.late, f.first_filed_at, f.changed_at, f.signed, f.deadline, f.level,
	f.submitted_at, f.submitted_by, f.submit_note, f.handed_at, f.handed_by, f.handed_note`

func filingFields(f *Filing) []any {
	return []any{&f.ID, &f.Request, &f.Unit, &f.Receiver, &f.State, &f.DraftVersion, &f.Current, &f.Late, &f.FirstFiledAt, &f.ChangedAt, &f.signed, &f.Deadline, &f.Level,
		&f.Submission.At, &f.Submission.By, &f.Submission.Note, &f.Submission.HandedAt, &f.Submission.HandedBy, &f.Submission.HandedNote}
}

func scanFiling(s db.Scanner, f *Filing) error { return s.Scan(filingFields(f)...) }

func loadFiling(ctx context.Context, q db.Querier, id ident.ID) (Filing, bool, error) {
	return db.One(ctx, q, scanFiling, `select `+filingColumns+` from filing f where f.id = $1`, id)
}

func loadFilingOf(ctx context.Context, q db.Querier, request, unit ident.ID) (Filing, bool, error) {
	return db.One(ctx, q, scanFiling, `select `+filingColumns+` from filing f where f.request = $1 and f.unit = $2`, request, unit)
}

func updateFiling(ctx context.Context, w *db.Write, f Filing) error {
	_, err := w.Exec(ctx, `update filing set state = $1, draft_version = $2, current = $3, late = $4, first_filed_at = $5, changed_at = $6, signed = $7,
		submitted_at = $8, submitted_by = $9, submit_note = $10, handed_at = $11, handed_by = $12, handed_note = $13 where id = $14`, string(f.State), f.DraftVersion, f.Current, db.Bool(f.Late), f.FirstFiledAt, f.ChangedAt, f.signed,
		f.Submission.At, f.Submission.By, f.Submission.Note, f.Submission.HandedAt, f.Submission.HandedBy, f.Submission.HandedNote, f.ID)
	return err
}

// asked pairs a filing with its request.
type pair struct {
	f Filing
	r Request
}

func scanPair(s db.Scanner, p *pair) error {
	var scope, deadlines string
	if err := s.Scan(append(filingFields(&p.f), requestFields(&p.r, &scope, &deadlines)...)...); err != nil {
		return err
	}
	return p.r.decode(scope, deadlines)
}

// filingsOfUnit lists what is asked of a unit, the newest deadline first; moved other than 0: where the period was moved since.
func filingsOfUnit(ctx context.Context, q db.Querier, unit ident.ID, moved when.Instant, limit int) ([]pair, error) {
	return db.All(ctx, q, scanPair, `select `+filingColumns+`, `+requestColumns+` from filing f join report_request r on r.id = f.request
		where f.unit = $1 and r.moved_at >= $2 order by f.deadline desc, r.id desc limit $3`, unit, moved, limit)
}

func scanTyped(s db.Scanner, t *Typed) error {
	return s.Scan(&t.Field, &t.Text, &t.Version, &t.Account, &t.Name, &t.At, &t.Call)
}

func loadFields(ctx context.Context, q db.Querier, filing ident.ID) (map[string]Typed, error) {
	rows, err := db.All(ctx, q, scanTyped, `select field, text, version, account, name, at, phone from filing_field where filing = $1`, filing)
	if err != nil {
		return nil, err
	}
	fields := make(map[string]Typed, len(rows))
	for _, t := range rows {
		fields[t.Field] = t
	}
	return fields, nil
}

// saveFields writes texts by field, many rows to a statement; all else of a row is as in t.
func saveFields(ctx context.Context, w *db.Write, filing ident.ID, texts map[string]string, t Typed) error {
	list := make([]Typed, 0, len(texts))
	for t.Field, t.Text = range texts {
		list = append(list, t)
	}
	return saveTyped(ctx, w, filing, list)
}

func saveTyped(ctx context.Context, w *db.Write, filing ident.ID, list []Typed) error {
	const columns = 8
	args := make([]any, 0, columns*len(list))
	for _, t := range list {
		args = append(args, filing, t.Field, t.Text, t.Version, t.Account, t.Name, t.At, t.Call)
	}
	return w.Upsert(ctx, `insert into filing_field (filing, field, text, version, account, name, at, phone)`,
		` on conflict (filing, field) do update set text = excluded.text, version = excluded.version, account = excluded.account,
		name = excluded.name, at = excluded.at, phone = excluded.phone`, columns, args)
}

const versionColumns = `v.filing, v.version, v.content, v.signature, v.number, v.dated, v.file, v.file_name, v.file_size, v.filed_at, v.filed_by, v.late, v.hash`

func scanVersion(s db.Scanner, v *Version) error {
	var content, signature string
	if err := s.Scan(&v.Filing, &v.Version, &content, &signature, &v.Number, &v.Dated, &v.File, &v.FileName, &v.FileSize, &v.FiledAt, &v.FiledBy, &v.Late, &v.Hash); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(content), &v.Content); err != nil {
		return err
	}
	return json.Unmarshal([]byte(signature), &v.Signature)
}

func loadVersion(ctx context.Context, q db.Querier, filing ident.ID, version int64) (Version, bool, error) {
	return db.One(ctx, q, scanVersion, `select `+versionColumns+` from filing_version v where v.filing = $1 and v.version = $2`, filing, version)
}

// versionsAt gives the versions that are named by filing; where the filing does not have it, none.
func versionsAt(ctx context.Context, q db.Querier, named map[ident.ID]int64) (map[ident.ID]Version, error) {
	found := make(map[ident.ID]Version, len(named))
	for part := range slices.Chunk(slices.Sorted(maps.Keys(named)), 200) {
		var pairs strings.Builder
		args := make([]any, 0, 2*len(part))
		for i, filing := range part {
			if i > 0 {
				pairs.WriteString(" or ")
			}
			fmt.Fprintf(&pairs, "v.filing = $%d and v.version = $%d", 2*i+1, 2*i+2)
			args = append(args, filing, named[filing])
		}
		list, err := db.All(ctx, q, scanVersion, `select `+versionColumns+` from filing_version v where `+pairs.String(), args...)
		if err != nil {
			return nil, err
		}
		for _, v := range list {
			found[v.Filing] = v
		}
	}
	return found, nil
}

func loadVersions(ctx context.Context, q db.Querier, filing ident.ID) ([]Version, error) {
	list, err := db.All(ctx, q, scanVersion, `select `+versionColumns+` from filing_version v where v.filing = $1 order by v.version desc`, filing)
	if err != nil {
		return nil, err
	}
	type row struct {
		Remark
		version int64
	}
	remarks, err := db.All(ctx, q, func(s db.Scanner, r *row) error {
		return s.Scan(&r.version, &r.Verdict, &r.Field, &r.Text, &r.Name, &r.Unit, &r.At)
	}, `select version, verdict, field, text, name, unit, at from filing_remark where filing = $1 order by id`, filing)
	if err != nil {
		return nil, err
	}
	for i := range list {
		for _, r := range remarks {
			if r.version == list[i].Version {
				list[i].Remarks = append(list[i].Remarks, r.Remark)
			}
		}
	}
	return list, nil
}

// encodeVersion makes the rows of a version of a filing, its fingerprint and its leaf in the log.
func encodeVersion(v Version, f Filing) (p paper, err error) {
	record, err := canonVersion(v, f.Unit.String(), f.Request.String())
	if err != nil {
		return p, err
	}
	v.Hash = hashed(record)
	content, err := json.Marshal(v.Content)
	if err != nil {
		return p, err
	}
	signature, err := json.Marshal(v.Signature)
	if err != nil {
		return p, err
	}
	leaf, err := transparency.Prepare(transparency.Act{Kind: leafFiled, Subject: f.ID, Version: v.Version, At: v.FiledAt, Record: record,
		Public: map[string]string{"request": f.Request.String(), "unit": f.Unit.String()}})
	return paper{v, encodeFigures(v.Content.Figures), string(content), string(signature), leaf}, err
}

func insertVersion(ctx context.Context, w *db.Write, p paper) error {
	v := p.version
	_, err := w.Exec(ctx, `insert into filing_version (filing, version, figures, content, signature, number, dated, file, file_name, file_size, filed_at, filed_by, late, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		v.Filing, v.Version, p.figures, p.content, p.signature, v.Number, v.Dated, v.File, v.FileName, v.FileSize,
		v.FiledAt, v.FiledBy, db.Bool(v.Late), v.Hash)
	return err
}

func insertRemark(ctx context.Context, w *db.Write, id, filing ident.ID, version int64, account ident.ID, r Remark) error {
	_, err := w.Exec(ctx, `insert into filing_remark (id, filing, version, verdict, field, text, account, name, unit, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id, filing, version, r.Verdict, r.Field, r.Text, account, r.Name, r.Unit, r.At)
	return err
}

// lastBefore finds what a unit filed with a form for the last period that ended before a day, its figures with the decimals of the present form.
func (s *Service) lastBefore(ctx context.Context, q db.Querier, k kin, end when.Date) (Written, bool, error) {
	var text string
	var of formOn
	last, ok, err := db.One(ctx, q, func(s db.Scanner, w *Written) error {
		p := &w.Period
		return s.Scan(&of.id, &of.basis, &text, &p.ID, &p.Kind, &p.Year, &p.N, &p.From, &p.To, &p.EndEvent, &p.Name)
	}, `select r.form, r.basis, v.content, r.period, r.period_kind, r.period_year, r.period_n, r.period_from, r.period_to, r.period_event, r.period_name`+lastRows+lastOrder,
		k.unit, k.code, k.regime, end)
	if err != nil || !ok {
		return Written{}, false, err
	}
	form, err := s.form(ctx, q, of.id, of.basis)
	if err != nil {
		return Written{}, false, err
	}
	if err := json.Unmarshal([]byte(text), &last.Content); err != nil {
		return Written{}, false, err
	}
	last.Content.Figures = k.form.taken(form, last.Content.Figures)
	return last, true, nil
}

// line is what the cube and the board need of one filing.
type line struct {
	filing  Filing
	figures string // "" where nothing was filed
	filedAt when.Instant
}

// eachLine calls fn for each filing of a request while it is read: a nation's figures are some ten MB of text. Of a filing it
// reads what a line shows. When a first version came is asked of the filing: in the version it stands behind the content, and
// SQLite walks through all the pages before it.
func eachLine(ctx context.Context, q db.Querier, request ident.ID, fn func(line) error) error {
	_, err := db.All(ctx, q, func(s db.Scanner, _ *struct{}) error {
		var l line
		f := &l.filing
		if err := s.Scan(&f.ID, &f.Unit, &f.State, &f.DraftVersion, &f.Current, &f.Late, &f.ChangedAt, &f.Deadline, &l.figures, &l.filedAt); err != nil {
			return err
		}
		return fn(l)
	}, `select f.id, f.unit, f.state, f.draft_version, f.current, f.late, f.changed_at, f.deadline, coalesce(v.figures, ''), case when f.current = 1 then f.first_filed_at else coalesce(v.filed_at, 0) end
		from filing f left join filing_version v on v.filing = f.id and v.version = f.current where f.request = $1`, request)
	return err
}
