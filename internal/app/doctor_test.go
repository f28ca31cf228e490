package app

import (
	"context"
	"database/sql"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"giaoban/internal/app/backup"
	"giaoban/internal/app/certificate"
	"giaoban/internal/app/doctor"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/transparency"
)

// examined runs the doctor and gives the keys found that are not ok, with the report.
func examined(t *testing.T, cfg doctor.Config) (keys []string, report *doctor.Report) {
	t.Helper()
	texts, err := i18n.New(Texts()...)
	if err != nil {
		t.Fatal(err)
	}
	report = doctor.Examine(t.Context(), cfg, texts, i18n.EN)
	for _, f := range report.Findings {
		if strings.ContainsAny(f.Text+f.Do, "{}") || strings.Contains(f.Text, "[doctor.") {
			t.Errorf("a text is not whole: %+v", f)
		}
		if f.State != doctor.OK {
			keys = append(keys, f.Key)
			if f.Do == "" && f.Key != "doctor.disk_unknown" {
				t.Errorf("%s says nothing about what to do", f.Key)
			}
		}
	}
	return keys, report
}

func configOf(a *App) doctor.Config {
	return doctor.Config{DataDir: a.cfg.DataDir, Database: a.cfg.Database, Addr: a.listener.Addr().String(), MediaPort: -1, BackupAge: time.Hour, Now: time.Now}
}

// surroundings are findings about the machine that runs the test, not about the installation.
func surroundings(keys []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(k string) bool {
		return strings.HasPrefix(k, "doctor.disk_") || k == "doctor.clock_free"
	})
}

// A sound installation that runs is found sound, and every damage is found by its name.
func TestDoctor(t *testing.T) {
	t.Parallel()
	a := small(t, func(cfg *Config) { cfg.DataDir = filepath.Join(cfg.DataDir, "data") })
	running(t, a)
	if _, err := a.blobs.Save([]byte("báo cáo")); err != nil {
		t.Fatal(err)
	}
	if err := a.db.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error { return appendLeaves(ctx, w, "test.done", 3) }); err != nil {
		t.Fatal(err)
	}
	copies := t.TempDir()
	if _, err := backup.Make(t.Context(), sourceOf(a), copies, 0); err != nil {
		t.Fatal(err)
	}
	if keys, report := examined(t, configOf(a)); len(surroundings(keys)) > 0 {
		t.Fatalf("a sound installation: %v\n%+v", keys, report.Findings)
	}
	find := func(name, want string, cfg doctor.Config, state doctor.State) {
		t.Helper()
		keys, report := examined(t, cfg)
		if !slices.Contains(keys, want) {
			t.Errorf("%s: found %v, want %s", name, keys, want)
		}
		if state == doctor.Fail && report.Worst() != doctor.Fail {
			t.Errorf("%s: the worst is %s", name, report.Worst())
		}
	}

	cfg := configOf(a)
	cfg.Now = func() time.Time { return time.Now().Add(2 * time.Hour) }
	find("a copy of yesterday", "doctor.backup_old", cfg, doctor.Warn)
	cfg.Now = func() time.Time { return time.Now().Add(-100 * time.Hour) }
	find("a clock that is behind", "doctor.clock_behind", cfg, doctor.Warn)
	if err := os.Chmod(a.cfg.DataDir, 0o755); err != nil {
		t.Fatal(err)
	}
	find("a folder that all may read", "doctor.folder_open", configOf(a), doctor.Warn)
	if err := os.Chmod(a.cfg.DataDir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(copies); err != nil {
		t.Fatal(err)
	}
	find("copies that are gone", "doctor.backup_gone", configOf(a), doctor.Fail)
	if err := os.Remove(filepath.Join(a.cfg.DataDir, "last-backup")); err != nil {
		t.Fatal(err)
	}
	find("no copy", "doctor.backup_never", configOf(a), doctor.Warn)

	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	cfg = configOf(a)
	cfg.Addr, cfg.MediaPort = other.Addr().String(), other.Addr().(*net.TCPAddr).Port
	find("another program at the port", "doctor.port_taken", cfg, doctor.Fail)
	find("another program at the media port", "doctor.media_taken", cfg, doctor.Fail)
	other.Close()
	find("nobody at the port", "doctor.port_silent", cfg, doctor.Warn)

	certs := t.TempDir()
	if _, err := certificate.Make(certs, []string{"giaoban.example"}, false, time.Now().AddDate(0, 0, -390)); err != nil {
		t.Fatal(err)
	}
	cfg = configOf(a)
	cfg.TLSCert, cfg.Names = filepath.Join(certs, certificate.ServerFile), []string{"other.example"}
	find("a certificate that ends", "doctor.cert_ends", cfg, doctor.Warn)
	find("a certificate for another name", "doctor.cert_other", cfg, doctor.Fail)
	cfg.Now = func() time.Time { return time.Now().AddDate(0, 1, 0) }
	find("a certificate that ended", "doctor.cert_over", cfg, doctor.Fail)
	cfg.TLSCert = filepath.Join(certs, certificate.ServerKey)
	find("no certificate in the file", "doctor.cert_unread", cfg, doctor.Fail)
	cfg = configOf(a)
	cfg.DataDir = filepath.Join(certs, certificate.ServerFile)
	find("a file in the folder's place", "doctor.folder_none", cfg, doctor.Fail)
	cfg.DataDir = filepath.Join(certs, "none")
	find("no folder", "doctor.folder_none", cfg, doctor.Fail)

	for _, d := range []struct{ name, want, statement string }{
		{"a background job that failed", "doctor.job_failed", `insert into job (name, due, lease, ran, failed) values ('test.job', 0, 0, 0, 'no space')`},
		{"a record that is gone", "doctor.sealed_changed", `update log_leaf set kind = 'filing.filed' where idx = 2`},
		{"a changed log", "doctor.log_broken", `update log_leaf set body = replace(body, '"version":0', '"version":7') where idx = 0`},
		{"a changed journal", "doctor.journal_broken", `update journal set actor = 'ai đó' where seq = 2`},
		{"a newer program's tables", "doctor.schema_newer", `insert into migration_sum (version, sum) values (9999, 'x')`},
	} {
		if damage(t, a, d.statement) != 1 {
			t.Errorf("%s: nothing was damaged", d.name)
		}
		find(d.name, d.want, configOf(a), doctor.Warn)
	}
}

// appendLeaves adds n leaves to the transparency log.
func appendLeaves(ctx context.Context, w *db.Write, kind string, n int) error {
	subject, err := db.Int(ctx, w, `select count(*) from log_leaf`)
	if err != nil {
		return err
	}
	for i := range n {
		l, err := transparency.Prepare(transparency.Act{Kind: kind, Subject: ident.ID(subject + 1), Version: int64(i), Record: []byte("báo cáo")})
		if err != nil {
			return err
		}
		if _, err := transparency.Append(ctx, w, l); err != nil {
			return err
		}
	}
	return nil
}

// damage changes the tables past the program.
func damage(t *testing.T, a *App, statement string) int64 {
	t.Helper()
	driver, address := "sqlite", filepath.Join(a.cfg.DataDir, backup.DatabaseFile)
	if dbtest.Postgres() {
		driver, address = "pgx", a.cfg.Database
	}
	conn, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if driver == "sqlite" {
		conn.SetMaxOpenConns(1)
		if _, err := conn.Exec(`pragma busy_timeout = 5000`); err != nil {
			t.Fatal(err)
		}
	}
	res, err := conn.ExecContext(context.WithoutCancel(t.Context()), statement)
	if err != nil {
		t.Fatal(err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A stored file that is missing or changed is found, whichever table names it; so is a damaged SQLite file.
func TestDoctorFindsDamagedFiles(t *testing.T) {
	t.Parallel()
	a := small(t, func(cfg *Config) { cfg.DataDir = filepath.Join(cfg.DataDir, "data") })
	config := func() doctor.Config { // nobody answers there, and is not waited for
		cfg := configOf(a)
		cfg.Addr = "127.0.0.1:1"
		return cfg
	}
	ref, err := a.blobs.Save([]byte("ảnh"))
	if err != nil {
		t.Fatal(err)
	}
	if dbtest.Postgres() {
		damage(t, a, `create table test_photo (id bigint primary key, blob text not null)`)
	} else {
		damage(t, a, `create table test_photo (id integer primary key, blob text not null) strict`)
	}
	damage(t, a, `insert into test_photo (id, blob) values (1, '`+ref.ID+`')`)
	if keys, _ := examined(t, config()); slices.Contains(keys, "doctor.files_broken") {
		t.Error("a whole file counts as damaged")
	}
	texts, err := i18n.New(Texts()...)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range doctor.Examine(t.Context(), config(), texts, i18n.VI).Findings {
		if f.Check == "disk" && !regexp.MustCompile(`[0-9],[0-9] GB`).MatchString(f.Text) {
			t.Errorf("a figure that is not written in Vietnamese: %s", f.Text)
		}
	}
	file := filepath.Join(a.cfg.DataDir, "files", ref.ID[:2], ref.ID[2:])
	if err := os.WriteFile(file, []byte("khác"), 0o600); err != nil {
		t.Fatal(err)
	}
	if keys, _ := examined(t, config()); !slices.Contains(keys, "doctor.files_broken") {
		t.Errorf("a changed file: %v", keys)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if keys, _ := examined(t, config()); !slices.Contains(keys, "doctor.files_broken") {
		t.Errorf("a file that is gone: %v", keys)
	}
	store := filepath.Join(a.cfg.DataDir, "files")
	if err := os.Rename(store, store+".away"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(store, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if keys, _ := examined(t, config()); !slices.Contains(keys, "doctor.files_closed") {
		t.Errorf("a file in the place of the stored files: %v", keys)
	}
	if dbtest.Postgres() {
		return
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(a.cfg.DataDir, backup.DatabaseFile)
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for at := 20 * 4096; at < len(body)-4096; at += 5 * 4096 { // pages in the middle
		copy(body[at:], make([]byte, 512))
	}
	if err := os.WriteFile(name, body, 0o600); err != nil {
		t.Fatal(err)
	}
	keys, report := examined(t, config())
	if report.Worst() != doctor.Fail || !slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, "doctor.db_") }) {
		t.Errorf("a damaged database file: %v", keys)
	}
}
