package document

import (
	"context"
	"encoding/json"
	"fmt"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const documentColumns = `d.id, d.kind, d.issuer, d.year, d.number, d.number_text, d.version, d.origin_kind, d.origin,
	v.version, v.date, v.title, v.reason, v.issued_at, v.issued_by`

func scanHead(s db.Scanner, d *Document) error {
	return s.Scan(&d.ID, &d.Kind, &d.Issuer, &d.Year, &d.Number, &d.NumberText, &d.Newest, &d.Origin.Kind, &d.Origin.ID,
		&d.Version, &d.Date, &d.Title, &d.Reason, &d.Issued, &d.IssuedBy)
}

func scanDocument(s db.Scanner, d *Document) error {
	var body string
	if err := s.Scan(&d.ID, &d.Kind, &d.Issuer, &d.Year, &d.Number, &d.NumberText, &d.Newest, &d.Origin.Kind, &d.Origin.ID,
		&d.Version, &d.Date, &d.Title, &d.Reason, &d.Issued, &d.IssuedBy, &body); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(body), &d.Content); err != nil {
		return fmt.Errorf("document: content of %s: %w", d.ID, err)
	}
	return nil
}

// loadVersion gives one version; version 0 is the newest.
func loadVersion(ctx context.Context, q db.Querier, id ident.ID, version int) (Document, bool, error) {
	return db.One(ctx, q, scanDocument, `select `+documentColumns+`, v.body
		from document d join document_version v on v.document = d.id
		where d.id = $1 and v.version = case when $2 = 0 then d.version else $2 end`, int64(id), version)
}

func loadByOrigin(ctx context.Context, q db.Querier, kind string, origin ident.ID) ([]Document, error) {
	return db.All(ctx, q, scanDocument, `select `+documentColumns+`, v.body
		from document d join document_version v on v.document = d.id and v.version = d.version
		where d.origin_kind = $1 and d.origin = $2 order by d.issued_at, d.id`, kind, int64(origin))
}

func loadVersions(ctx context.Context, q db.Querier, id ident.ID) ([]Document, error) {
	return db.All(ctx, q, scanHead, `select `+documentColumns+`
		from document d join document_version v on v.document = d.id where d.id = $1 order by v.version desc`, int64(id))
}

// everRecipients lists the units that any version went to.
func everRecipients(ctx context.Context, q db.Querier, id ident.ID) ([]ident.ID, error) {
	return db.IDs(ctx, q, `select distinct unit from document_receipt where document = $1`, int64(id))
}

func nextNumber(ctx context.Context, w *db.Write, issuer ident.ID, kind Kind, year int) (int, error) {
	n, err := db.Int(ctx, w, `select coalesce(max(number), 0) + 1 from document where issuer = $1 and kind = $2 and year = $3`,
		int64(issuer), string(kind), year)
	return int(n), err
}

func insertDocument(ctx context.Context, w *db.Write, d Document) error {
	_, err := w.Exec(ctx, `insert into document (id, kind, issuer, year, number, number_text, version, origin_kind, origin, issued_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		int64(d.ID), string(d.Kind), int64(d.Issuer), d.Year, d.Number, d.NumberText, d.Version, d.Origin.Kind, int64(d.Origin.ID), int64(d.Issued))
	return err
}

func insertVersion(ctx context.Context, w *db.Write, d Document, account ident.ID) error {
	body, err := json.Marshal(d.Content)
	if err != nil {
		return fmt.Errorf("document: encode: %w", err)
	}
	_, err = w.Exec(ctx, `insert into document_version (document, version, date, title, body, reason, issued_at, issued_by, account)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		int64(d.ID), d.Version, int64(d.Date), d.Title, string(body), d.Reason, int64(d.Issued), d.IssuedBy, int64(account))
	return err
}

func setNewest(ctx context.Context, w *db.Write, id ident.ID, version int) error {
	_, err := w.Exec(ctx, `update document set version = $2 where id = $1`, int64(id), version)
	return err
}

func insertReceipts(ctx context.Context, w *db.Write, d Document) error {
	args := make([]any, 0, 8*len(d.Content.Recipients))
	for _, unit := range d.Content.Recipients {
		args = append(args, int64(d.ID), d.Version, int64(unit), int64(d.Issued), 0, "", 0, "")
	}
	return w.Insert(ctx, `insert into document_receipt (document, version, unit, sent_at, opened_at, opened_by, acknowledged_at, acknowledged_by)`, 8, args)
}

func loadReceipt(ctx context.Context, q db.Querier, id, unit ident.ID, version int) (Receipt, bool, error) {
	return db.One(ctx, q, scanReceipt, `select unit, version, sent_at, opened_at, opened_by, acknowledged_at, acknowledged_by
		from document_receipt where document = $1 and unit = $2 and version = $3`, int64(id), int64(unit), version)
}

func loadReceipts(ctx context.Context, q db.Querier, id ident.ID, version int) ([]Receipt, error) {
	return db.All(ctx, q, scanReceipt, `select unit, version, sent_at, opened_at, opened_by, acknowledged_at, acknowledged_by
		from document_receipt where document = $1 and version = $2 order by unit`, int64(id), version)
}

func scanReceipt(s db.Scanner, r *Receipt) error {
	return s.Scan(&r.Unit, &r.Version, &r.Sent, &r.Opened, &r.OpenedBy, &r.Acknowledged, &r.AcknowledgedBy)
}

// markOpened keeps the first opening; it gives false where there was one already.
func markOpened(ctx context.Context, w *db.Write, id, unit ident.ID, version int, at when.Instant, by string) (bool, error) {
	n, err := w.Exec(ctx, `update document_receipt set opened_at = $4, opened_by = $5
		where document = $1 and unit = $2 and version = $3 and opened_at = 0`, int64(id), int64(unit), version, int64(at), by)
	return n > 0, err
}

// markAcknowledged also counts as the first opening where nobody opened it.
func markAcknowledged(ctx context.Context, w *db.Write, id, unit ident.ID, version int, at when.Instant, by string) error {
	_, err := w.Exec(ctx, `update document_receipt set acknowledged_at = $4, acknowledged_by = $5,
			opened_at = case when opened_at = 0 then $4 else opened_at end, opened_by = case when opened_at = 0 then $5 else opened_by end
		where document = $1 and unit = $2 and version = $3 and acknowledged_at = 0`, int64(id), int64(unit), version, int64(at), by)
	return err
}

// loadNewest gives a document's issuer and a unit's receipt of the version in force; one of no unit where the unit did not
// receive it. The version itself stays unread: the content of a notice to all units is long.
func loadNewest(ctx context.Context, q db.Querier, id, unit ident.ID) (issuer ident.ID, r Receipt, found bool, err error) {
	r, found, err = db.One(ctx, q, func(s db.Scanner, r *Receipt) error {
		return s.Scan(&issuer, &r.Version, &r.Unit, &r.Sent, &r.Opened, &r.OpenedBy, &r.Acknowledged, &r.AcknowledgedBy)
	}, `select d.issuer, d.version, coalesce(r.unit, 0), coalesce(r.sent_at, 0), coalesce(r.opened_at, 0),
			coalesce(r.opened_by, ''), coalesce(r.acknowledged_at, 0), coalesce(r.acknowledged_by, '')
		from document d left join document_receipt r on r.document = d.id and r.version = d.version and r.unit = $2
		where d.id = $1`, int64(id), int64(unit))
	return issuer, r, found, err
}

// loadInbox gives the newest version that the unit received of each document, what waits first, then the newest.
func loadInbox(ctx context.Context, q db.Querier, unit ident.ID, limit int) ([]Receipt, error) {
	return db.All(ctx, q, func(s db.Scanner, r *Receipt) error {
		d := &r.Document
		return s.Scan(&d.ID, &d.Kind, &d.Issuer, &d.Year, &d.Number, &d.NumberText, &d.Newest, &d.Origin.Kind, &d.Origin.ID,
			&d.Version, &d.Date, &d.Title, &d.Reason, &d.Issued, &d.IssuedBy,
			&r.Unit, &r.Version, &r.Sent, &r.Opened, &r.OpenedBy, &r.Acknowledged, &r.AcknowledgedBy)
	}, `select `+documentColumns+`, r.unit, r.version, r.sent_at, r.opened_at, r.opened_by, r.acknowledged_at, r.acknowledged_by
		from document_receipt r
		join document d on d.id = r.document
		join document_version v on v.document = r.document and v.version = r.version
		where r.unit = $1 and r.version = (select max(x.version) from document_receipt x where x.document = r.document and x.unit = r.unit)
		order by case when r.opened_at = 0 and r.acknowledged_at = 0 then 0 when r.acknowledged_at = 0 then 1 else 2 end, r.sent_at desc, d.id desc limit $2`,
		int64(unit), limit)
}

func countUnread(ctx context.Context, q db.Querier, unit ident.ID) (int64, error) {
	return db.Int(ctx, q, `select count(*) from document_receipt r join document d on d.id = r.document and d.version = r.version
		where r.unit = $1 and r.opened_at = 0 and r.acknowledged_at = 0`, int64(unit))
}

func loadIssued(ctx context.Context, q db.Querier, issuer ident.ID, limit int) ([]Issued, error) {
	return db.All(ctx, q, func(s db.Scanner, i *Issued) error {
		d := &i.Document
		return s.Scan(&d.ID, &d.Kind, &d.Issuer, &d.Year, &d.Number, &d.NumberText, &d.Newest, &d.Origin.Kind, &d.Origin.ID,
			&d.Version, &d.Date, &d.Title, &d.Reason, &d.Issued, &d.IssuedBy,
			&i.Recipients, &i.Opened, &i.Acknowledged)
	}, `select `+documentColumns+`,
			(select count(*) from document_receipt r where r.document = d.id and r.version = d.version),
			(select count(*) from document_receipt r where r.document = d.id and r.version = d.version and (r.opened_at > 0 or r.acknowledged_at > 0)),
			(select count(*) from document_receipt r where r.document = d.id and r.version = d.version and r.acknowledged_at > 0)
		from document d join document_version v on v.document = d.id and v.version = d.version
		where d.issuer = $1 order by v.issued_at desc, d.id desc limit $2`, int64(issuer), limit)
}

func loadLayout(ctx context.Context, q db.Querier, unit ident.ID) (Layout, bool, error) {
	text, found, err := db.One(ctx, q, db.ScanText, `select body from document_layout where unit = $1`, int64(unit))
	if err != nil || !found {
		return Layout{}, false, err
	}
	var l Layout
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return Layout{}, false, fmt.Errorf("document: layout of %s: %w", unit, err)
	}
	return l, true, nil
}

func saveLayout(ctx context.Context, w *db.Write, unit ident.ID, l Layout) error {
	body, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("document: encode the layout: %w", err)
	}
	_, err = w.Exec(ctx, `insert into document_layout (unit, body) values ($1, $2)
		on conflict (unit) do update set body = excluded.body`, int64(unit), string(body))
	return err
}
