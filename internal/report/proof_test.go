package report_test

import (
	"context"
	"strings"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/transparency"
)

// Every version that is filed is in the public log in the transaction of its filing; the proof holds it, for who may read it.
func TestFiledVersionsAreInTheLog(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	f := w.filing(r, w.pob)
	w.save(w.specialist, f, goodFields())
	size := func() (n int64) {
		t.Helper()
		must(t, w.db.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) { n, err = transparency.Size(ctx, r); return err }))
		return n
	}
	must(t, w.sign(w.head, f))
	if size() != 0 {
		t.Fatal("a draft or a signature that was not sent is in the log")
	}
	must(t, w.send(w.head, f))
	must(t, w.report.ReturnFiling(t.Context(), w.office, f.ID, report.Return{Version: 1, General: "Xem lại mục B2."}))
	w.save(w.specialist, f, map[string]string{"B2": "811"})
	must(t, w.sign(w.head, f))
	must(t, w.send(w.head, f))
	if size() != 2 {
		t.Fatalf("%d leaves for two filed versions", size())
	}
	keys, err := w.ledger.Keys(t.Context())
	must(t, err)
	for version, want := range map[int64]string{1: `"B2":812`, 2: `"B2":811`} {
		p, err := w.report.Proof(t.Context(), w.specialist, f.ID, version)
		must(t, err)
		file, err := transparency.Encode(p)
		must(t, err)
		found, err := transparency.Check(file, transparency.Trust{Key: keys[0]})
		if err != nil || !strings.Contains(found.Record, want) || strings.Contains(found.Leaf, "B2") || strings.Contains(found.Leaf, "Hoàng") {
			t.Errorf("version %d: %+v %v", version, found, err)
		}
	}
	if _, err := w.report.Proof(t.Context(), w.specialistB, f.ID, 1); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("another unit: %v", err)
	}
	if _, err := w.report.Proof(t.Context(), w.office, f.ID, 3); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a version that is not there: %v", err)
	}
	n, err := w.report.VerifySealed(t.Context())
	if n != 2 || err != nil {
		t.Fatal(n, err)
	}
	for _, one := range []struct{ name, sql string }{ // in this order: the last takes what the others change
		{"a figure", `update filing_version set content = replace(content, '"B2":812', '"B2":912') where version = 1`},
		{"the signer", `update filing_version set signature = replace(signature, 'Lâm', 'Lam') where version = 2`},
		{"the version", `delete from filing_version where version = 2`},
	} {
		name, sql := one.name, one.sql
		err := w.db.Do(t.Context(), "tamper", func(ctx context.Context, q *db.Write) error {
			if n, err := q.Exec(ctx, sql); err != nil || n != 1 {
				t.Errorf("%s: %d rows %v", name, n, err)
			}
			return nil
		})
		must(t, err)
		if _, err := w.report.VerifySealed(t.Context()); err == nil {
			t.Errorf("%s was changed unnoticed", name)
		}
	}
}
