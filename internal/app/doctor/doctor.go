package doctor

import (
	"context"
	"time"

	"giaoban/internal/app/backup"
	"giaoban/internal/blob"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/mail"
)

// Config says where the installation is and how it is served.
type Config struct {
	DataDir   string
	Database  string // postgres://…, "" the file in DataDir
	Addr      string // where it serves
	MediaPort int    // negative: none
	TLSCert   string // certificate file, "" none
	Names     []string
	BackupAge time.Duration // a copy older than this is too old
	Now       func() time.Time
	Mail      mail.Config // checked; the zero Config is none
}

// State is how a finding is to be taken.
type State string

// The states.
const (
	OK   State = "ok"
	Warn State = "warn"
	Fail State = "fail"
)

// Finding is one line of the report.
type Finding struct {
	Check string `json:"check"`
	State State  `json:"state"`
	Key   string `json:"key"`
	Text  string `json:"text"`
	Do    string `json:"do,omitempty"`
}

// Report is what was found.
type Report struct {
	At       time.Time `json:"at"`
	Findings []Finding `json:"findings"`

	texts *i18n.Catalog
	lang  i18n.Lang
	check string
}

// Worst is the worst state found.
func (r *Report) Worst() State {
	worst := OK
	for _, f := range r.Findings {
		if f.State == Fail || f.State == Warn && worst == OK {
			worst = f.State
		}
	}
	return worst
}

// add notes a finding. The advice to "doctor.x" is "doctor.do_x", where there is one.
func (r *Report) add(state State, key string, args ...any) {
	f := Finding{Check: r.check, State: state, Key: key, Text: r.texts.T(r.lang, key, args...)}
	if do := "doctor.do_" + key[len("doctor."):]; r.texts.Has(do) {
		f.Do = r.texts.T(r.lang, do, args...)
	}
	r.Findings = append(r.Findings, f)
}

// Examine makes every check.
func Examine(ctx context.Context, cfg Config, texts *i18n.Catalog, lang i18n.Lang) *Report {
	r := &Report{At: cfg.Now(), texts: texts, lang: lang}
	r.check = "folder"
	r.folder(cfg.DataDir)
	r.check = "disk"
	r.disk(cfg.DataDir)
	r.check = "database"
	if d := r.open(ctx, cfg); d != nil {
		r.database(ctx, d)
		d.Close()
	}
	r.check = "clock"
	r.synchronised()
	r.check = "certificate"
	r.certificates(cfg)
	r.check = "ports"
	r.ports(ctx, cfg)
	r.check = "backup"
	r.backup(cfg)
	r.check = "mail"
	r.mail(ctx, cfg)
	return r
}

func (r *Report) open(ctx context.Context, cfg Config) *examined {
	if cfg.Database == "" && !exists(cfg.DataDir, backup.DatabaseFile) {
		r.add(Fail, "doctor.db_none", "folder", cfg.DataDir)
		return nil
	}
	d, err := db.OpenReader(ctx, db.Config{Path: joined(cfg.DataDir, backup.DatabaseFile), URL: cfg.Database})
	if err != nil {
		r.add(Fail, "doctor.db_closed", "error", err)
		return nil
	}
	files, err := blob.Open(joined(cfg.DataDir, "files"))
	if err != nil {
		r.add(Fail, "doctor.files_closed", "error", err)
	}
	return &examined{DB: d, files: files, now: cfg.Now}
}

// examined is an open installation.
type examined struct {
	*db.DB
	files *blob.Store // nil: cannot be opened
	now   func() time.Time
}

func (e *examined) Close() {
	if e.files != nil {
		e.files.Close()
	}
	e.DB.Close()
}
