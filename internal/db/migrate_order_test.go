package db_test

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
)

// emptyConfig says where a database is in which nothing has been made.
func emptyConfig(t *testing.T) db.Config {
	if dbtest.Postgres() {
		return dbtest.Empty(t)
	}
	return db.Config{Path: filepath.Join(t.TempDir(), "order.db")}
}

func shape(t *testing.T, d *db.DB) []string {
	t.Helper()
	lines, err := d.Shape(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func numbers(t *testing.T) []int64 {
	t.Helper()
	known, err := db.KnownSchema()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(known))
}

// Every migration that the others do not need comes last to a database that has all the others: the tables are those of a
// database that met them in the order of their numbers.
func TestMigrationThatCameLateIsMade(t *testing.T) {
	want := shape(t, dbtest.Open(t))
	late := 0
	for _, number := range numbers(t) {
		if dbtest.Postgres() && number < 30 { // a database there takes a second to make
			continue
		}
		cfg := emptyConfig(t)
		if err := db.MakeWithout(t.Context(), cfg, number); err != nil {
			continue // what comes after it needs it: no database can be without
		}
		late++
		if got := shape(t, dbtest.OpenConfig(t, cfg)); !slices.Equal(got, want) {
			t.Errorf("%04d made last gives other tables:\n%s", number, strings.Join(different(got, want), "\n"))
		}
	}
	if late < 10 {
		t.Fatalf("only %d migrations came late", late)
	}
}

// The worst order: whatever can come earlier than its number does.
func TestMigrationsInTheOppositeOrder(t *testing.T) {
	cfg, all := emptyConfig(t), numbers(t)
	base := slices.Index(all, 11) // the tables that all others stand on
	missing := slices.Clone(all[base:])
	if err := db.MakeWithout(t.Context(), cfg, missing...); err != nil {
		t.Fatal(err)
	}
	for _, number := range slices.Backward(all[base:]) {
		fewer := slices.DeleteFunc(slices.Clone(missing), func(n int64) bool { return n == number })
		if err := db.MakeWithout(t.Context(), cfg, fewer...); err == nil {
			missing = fewer
		}
	}
	d := dbtest.OpenConfig(t, cfg)
	if got, want := shape(t, d), shape(t, dbtest.Open(t)); !slices.Equal(got, want) {
		t.Errorf("the opposite order gives other tables:\n%s", strings.Join(different(got, want), "\n"))
	}
	var schema db.Schema
	err := d.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
		schema, err = db.ReadSchema(ctx, r)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Compare(); err != nil {
		t.Error(err)
	}
}

// What a late migration makes of rows it makes of those that are there: here the deadline that a filing has from its
// request, and what makes two requests the same.
func TestLateMigrationWorksOnWhatIsThere(t *testing.T) {
	cfg := emptyConfig(t)
	if err := db.MakeWithout(t.Context(), cfg, 44, 45, 63); err != nil {
		t.Fatal(err)
	}
	before, err := db.OpenReader(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	err = before.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		schema, err := db.ReadSchema(ctx, r)
		if err == nil && (schema[44] != "" || schema[48] == "") {
			t.Errorf("the database has %v", slices.Sorted(maps.Keys(schema)))
		}
		if err := schema.Compare(); err == nil || !strings.Contains(err.Error(), "wait for an update") {
			t.Errorf("a database without 0044 compares as %v", err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	err = db.Fill(t.Context(), cfg, `insert into report_form (id, code, version, body, at) values (1, 'quarter', 1, '{}', 0)`,
		`insert into report_request (id, form, form_code, period, period_kind, period_year, period_n, period_from, period_to, period_event, period_name, opener, scope, deadline, note, opened_at, opened_by)
			values (1, 1, 'quarter', 1, 'quarter', 2025, 4, 20251001, 20251231, 0, '', 1, '{}', 1767200400000, '', 0, '')`,
		`insert into filing (id, request, unit, receiver, state, draft_version, current, late, first_filed_at, changed_at, signed) values (1, 1, 2, 1, 'draft', 1, 0, 0, 0, 0, '')`)
	if err != nil {
		t.Fatal(err)
	}
	d := dbtest.OpenConfig(t, cfg)
	var deadline, same int64
	err = d.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
		if same, err = db.Int(ctx, r, `select count(*) from report_request where form_code = 'quarter' and twin = 'quarter'`); err != nil {
			return err
		}
		deadline, err = db.Int(ctx, r, `select deadline from filing where id = 1`)
		return err
	})
	if same != 1 {
		t.Error("the request has lost its form")
	}
	if err != nil || deadline != 1767200400000 {
		t.Errorf("the deadline of the filing is %d, %v", deadline, err)
	}
}

// A number below the newest that this program does not have is as foreign as one above it.
func TestDatabaseWithAnUnknownNumberIsRefused(t *testing.T) {
	cfg := dbtest.Config(t)
	d := dbtest.OpenConfig(t, cfg)
	err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `insert into goose_db_version (version_id, is_applied) values (29, true)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Open(t.Context(), cfg)
	if err == nil || !strings.Contains(err.Error(), "version 29, which this program does not know") {
		t.Fatalf("got %v", err)
	}
}

// different lists what only one of two sorted lists has.
func different(got, want []string) (lines []string) {
	for _, l := range got {
		if !slices.Contains(want, l) {
			lines = append(lines, "+ "+l)
		}
	}
	for _, l := range want {
		if !slices.Contains(got, l) {
			lines = append(lines, "- "+l)
		}
	}
	return lines
}
