package doctor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"strings"
	"time"

	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/transparency"
	"giaoban/internal/when"
)

// database looks at what the tables say of themselves, then at what they mean.
func (r *Report) database(ctx context.Context, d *examined) {
	var schema db.Schema
	if err := d.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		schema, err = db.ReadSchema(ctx, q)
		return err
	}); err != nil {
		r.add(Fail, "doctor.db_unread", "error", err)
		return
	}
	switch err := schema.Compare(); {
	case errors.Is(err, db.ErrNewer):
		r.add(Fail, "doctor.schema_newer", "version", schema.Version())
		return
	case errors.Is(err, db.ErrOlder):
		r.add(Warn, "doctor.schema_older", "version", schema.Version())
		return // the program's statements are for its own tables
	case err != nil:
		r.add(Fail, "doctor.schema_changed", "error", err)
		return
	}
	faults, err := d.Check(ctx)
	if err != nil {
		faults = append(faults, err.Error())
	}
	if len(faults) > 0 {
		r.add(Fail, "doctor.db_broken", "error", strings.Join(faults, "; "))
	} else {
		r.add(OK, "doctor.db_ok", "version", schema.Version())
	}
	r.check = "journal"
	r.journal(ctx, d)
	r.check = "log"
	r.log(ctx, d)
	r.check = "totals"
	r.totals(ctx, d)
	r.check = "files"
	r.files(ctx, d)
	r.check = "mail"
	r.mails(ctx, d)
}

func (r *Report) journal(ctx context.Context, d *examined) {
	var n, last int64
	err := d.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		if n, err = journal.Verify(ctx, q); err != nil {
			return err
		}
		last, err = db.Int(ctx, q, `select at from journal order by seq desc limit 1`)
		return err
	})
	if err != nil {
		r.add(Fail, "doctor.journal_broken", "error", err)
		return
	}
	r.add(OK, "doctor.journal_ok", "n", n)
	if ahead := time.UnixMilli(last).Sub(d.now()); n > 0 && ahead > 5*time.Minute {
		r.check = "clock"
		r.add(Warn, "doctor.clock_behind", "time", time.UnixMilli(last).Format(time.DateTime))
	}
}

// log makes the tree of the transparency log again from its leaves, and compares what was signed with what they commit to.
func (r *Report) log(ctx context.Context, d *examined) {
	var head transparency.Head
	err := d.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		head, err = transparency.Verify(ctx, q)
		return err
	})
	if err != nil {
		r.add(Fail, "doctor.log_broken", "error", err)
		return
	}
	n, err := reports(d).VerifySealed(ctx)
	if err != nil {
		r.add(Fail, "doctor.sealed_changed", "error", err)
		return
	}
	r.add(OK, "doctor.log_ok", "n", head.Size, "root", head.Root, "records", n)
}

// reports are the reports of the examined installation, to be read.
func reports(d *examined) *report.Service {
	clock, hub := when.System{}, event.New()
	units := org.New(org.Deps{DB: d.DB, Clock: clock, Hub: hub})
	days := calendar.New(calendar.Deps{DB: d.DB, Clock: clock, Hub: hub, Org: units})
	return report.New(report.Deps{DB: d.DB, Clock: clock, Hub: hub, Org: units, Calendar: days, Log: slog.New(slog.DiscardHandler)})
}

// totals adds every cell of every request up again, and asks how the running
// program's own nightly comparison ended.
func (r *Report) totals(ctx context.Context, d *examined) {
	requests, cells, different, err := reports(d).Recount(ctx)
	switch {
	case err != nil:
		r.add(Fail, "doctor.totals_unread", "error", err)
	case different > 0:
		r.add(Fail, "doctor.totals_differ", "n", different, "of", cells)
	default:
		r.add(OK, "doctor.totals_ok", "n", cells, "requests", requests)
	}
	if n, wrong, err := reports(d).RecountEditions(ctx); err != nil {
		r.add(Fail, "doctor.totals_unread", "error", err)
	} else if wrong > 0 {
		r.add(Fail, "doctor.editions_differ", "n", wrong, "of", n)
	} else {
		r.add(OK, "doctor.editions_ok", "n", n)
	}
	var failed []string
	if err := d.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		failed, err = db.All(ctx, q, db.ScanText, `select name || ': ' || failed from job where failed <> '' order by name`)
		return err
	}); err != nil {
		r.add(Fail, "doctor.db_unread", "error", err)
	}
	for _, text := range failed {
		r.check = "jobs"
		r.add(Warn, "doctor.job_failed", "error", text)
	}
}

// files reads every stored file that a table names: columns called file or blob hold such names.
func (r *Report) files(ctx context.Context, d *examined) {
	if d.files == nil {
		return
	}
	ids := map[string]string{} // and where it is named
	err := d.View(ctx, func(ctx context.Context, q *db.Read) error {
		tables, err := db.Layout(ctx, q)
		if err != nil {
			return err
		}
		for _, t := range tables {
			for _, c := range t.Columns {
				if c.Kind != "text" || c.Name != "file" && c.Name != "blob" {
					continue
				}
				names, err := db.All(ctx, q, db.ScanText, `select distinct `+c.Name+` from `+t.Name+` where length(`+c.Name+`) = 64`)
				if err != nil {
					return err
				}
				for _, id := range names {
					if strings.Trim(id, "0123456789abcdef") == "" {
						ids[id] = t.Name
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		r.add(Fail, "doctor.db_unread", "error", err)
		return
	}
	missing, damaged := 0, 0
	example := ""
	for id, where := range ids {
		f, _, err := d.files.Open(id)
		if err != nil {
			missing++
			example = where + " " + id
			continue
		}
		sum := sha256.New()
		_, err = io.Copy(sum, f)
		if f.Close(); err != nil || hex.EncodeToString(sum.Sum(nil)) != id {
			damaged++
			example = where + " " + id
		}
	}
	if missing+damaged > 0 {
		r.add(Fail, "doctor.files_broken", "missing", missing, "damaged", damaged, "example", example)
		return
	}
	r.add(OK, "doctor.files_ok", "n", len(ids))
}
