package report

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

type storedForm struct {
	id   ident.ID
	body string
}

func scanForm(s db.Scanner, f *storedForm) error { return s.Scan(&f.id, &f.body) }

func (sf storedForm) decode() (Form, error) {
	var f Form
	if err := json.Unmarshal([]byte(sf.body), &f); err != nil {
		return Form{}, fmt.Errorf("report: stored form %s: %w", sf.id, err)
	}
	f.ID = sf.id
	return f, nil
}

const formByCode = `select id, body from report_form where code = $1 order by version desc limit 1`
const formAfter = `select id, body from report_form where code = $1 and version > $2 order by version desc limit 1`
const formByVersion = `select id, body from report_form where code = $1 and version = $2`
const formByID = `select id, body from report_form where id = $1`
const newestForms = `select f.id, f.body from report_form f
	where f.version = (select max(g.version) from report_form g where g.code = f.code) order by f.code`

func loadForm(ctx context.Context, q db.Querier, sql string, args ...any) (Form, bool, error) {
	stored, ok, err := db.One(ctx, q, scanForm, sql, args...)
	if err != nil || !ok {
		return Form{}, ok, err
	}
	f, err := stored.decode()
	return f, true, err
}

func insertForm(ctx context.Context, w *db.Write, f Form, body string, at when.Instant) error {
	_, err := w.Exec(ctx, `insert into report_form (id, code, version, body, at) values ($1, $2, $3, $4, $5)`,
		f.ID, f.Code, f.Version, body, at)
	return err
}

const requestColumns = `r.id, r.form, r.form_code, r.period, r.period_kind, r.period_year, r.period_n, r.period_from, r.period_to,
	r.period_event, r.period_name, r.opener, r.scope, r.deadline, r.note, r.opened_at, r.opened_by, r.regime, r.basis, r.parent, r.deadlines,
	(select count(*) from report_request o where o.form_code = r.form_code and o.period_kind = r.period_kind and o.period_year = r.period_year and o.period_n = r.period_n
		and o.period = r.period and o.opener = r.opener and o.id <> r.id)`

func requestFields(r *Request, scope, deadlines *string) []any {
	return []any{&r.ID, &r.Form, &r.FormCode, &r.Period.ID, &r.Period.Kind, &r.Period.Year, &r.Period.N, &r.Period.From, &r.Period.To,
		&r.Period.EndEvent, &r.Period.Name, &r.Opener, scope, &r.Deadline, &r.Note, &r.OpenedAt, &r.OpenedBy,
		&r.Regime, &r.Basis, &r.Parent, deadlines, &r.twins}
}

func scanRequest(s db.Scanner, r *Request) error {
	var scope, deadlines string
	if err := s.Scan(requestFields(r, &scope, &deadlines)...); err != nil {
		return err
	}
	return r.decode(scope, deadlines)
}

// decode reads the parts of a request that are stored as JSON.
func (r *Request) decode(scope, deadlines string) error {
	if deadlines != "" {
		if err := json.Unmarshal([]byte(deadlines), &r.Deadlines); err != nil {
			return err
		}
	}
	return json.Unmarshal([]byte(scope), &r.Scope)
}

func loadRequest(ctx context.Context, q db.Querier, id ident.ID) (Request, bool, error) {
	return db.One(ctx, q, scanRequest, `select `+requestColumns+` from report_request r where r.id = $1`, id)
}

// twin is what makes a request the same as another for one period by one unit: the form, under the same regime or none.
func twin(code string, regime ident.ID) string {
	if regime == 0 {
		return code
	}
	return code + "/" + strconv.FormatInt(int64(regime), 10)
}

// loadTwin finds the request that already asks the same.
func loadTwin(ctx context.Context, q db.Querier, twin string, period, opener ident.ID) (ident.ID, bool, error) {
	return db.One(ctx, q, db.ScanID, `select id from report_request where twin = $1 and period = $2 and opener = $3`, twin, period, opener)
}

// twinsOf finds the requests of the same form and period by the same unit under other regimes.
func twinsOf(ctx context.Context, q db.Querier, r Request) ([]ident.ID, error) {
	return db.IDs(ctx, q, `select id from report_request where form_code = $1 and period_kind = $2 and period_year = $3 and period_n = $4 and period = $5 and opener = $6 and id <> $7`,
		r.FormCode, string(r.Period.Kind), r.Period.Year, r.Period.N, r.Period.ID, r.Opener, r.ID)
}

func insertRequest(ctx context.Context, w *db.Write, r Request, p calendar.Period) error {
	scope, err := encodeScope(r.Scope)
	if err != nil {
		return err
	}
	deadlines, err := encodeDeadlines(r.Deadlines)
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, `insert into report_request (id, form, form_code, period, period_kind, period_year, period_n, period_from, period_to,
		period_event, period_name, opener, scope, deadline, note, opened_at, opened_by, regime, basis, parent, deadlines, twin)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		r.ID, r.Form, r.FormCode, p.ID, string(p.Kind), p.Year, p.N, p.From, p.To, p.EndEvent, p.Name, r.Opener, scope, r.Deadline, r.Note, r.OpenedAt, r.OpenedBy,
		r.Regime, string(r.Basis), r.Parent, deadlines, twin(r.FormCode, r.Regime))
	return err
}

// insertFilings writes one row per unit, many rows to a statement: a national request has thousands.
func insertFilings(ctx context.Context, w *db.Write, request ident.ID, ids []ident.ID, units []org.Unit, to []ident.ID, due []when.Instant, at when.Instant) error {
	const columns = 13
	args := make([]any, 0, len(units)*columns)
	for i, u := range units {
		args = append(args, ids[i], request, u.ID, to[i], string(StateDraft), 0, 0, 0, 0, at, "", due[i], u.Level)
	}
	return w.Insert(ctx, `insert into filing (id, request, unit, receiver, state, draft_version, current, late, first_filed_at, changed_at, signed, deadline, level)`, columns, args)
}

func requestsOpenedBy(ctx context.Context, q db.Querier, unit ident.ID, limit int) ([]Request, error) {
	return db.All(ctx, q, scanRequest, `select `+requestColumns+` from report_request r
		where r.opener = $1 order by r.opened_at desc, r.id desc limit $2`, unit, limit)
}

// requestsReceivedBy lists requests in which filings go to the unit although another opened them.
func requestsReceivedBy(ctx context.Context, q db.Querier, unit ident.ID, limit int) ([]Request, error) {
	return db.All(ctx, q, scanRequest, `select `+requestColumns+` from report_request r
		where r.opener <> $1 and r.id in (select f.request from filing f where f.receiver = $1)
		order by r.opened_at desc, r.id desc limit $2`, unit, limit)
}
