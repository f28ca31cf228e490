package report_test

import (
	"context"
	"strings"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/fault"
)

// A version is made ready before its piece runs. What happens to the signed report between the two counts: the piece sends
// what is signed then, or refuses.
func TestWhatIsSentIsWhatIsSignedWhenTheWriteRuns(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile string
		want      int64 // figure A2 of the version, 0: refused
	}{
		"nothing happened":             {`update filing set receiver = receiver where id = $1`, 412},
		"signed anew":                  {`update filing set signed = replace(signed, '"A2":412', '"A2":413') where id = $1`, 413},
		"the signature was taken back": {`update filing set state = 'draft', signed = '' where id = $1`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r := w.open(w.boards())
			f := w.filing(r, w.pob)
			w.save(w.specialist, f, goodFields())
			must(t, w.sign(w.head, f))
			held, hold, ended := make(chan struct{}), make(chan struct{}), make(chan error)
			go func() {
				ended <- w.db.Do(t.Context(), "meanwhile", func(ctx context.Context, tx *db.Write) error {
					if _, err := tx.Exec(ctx, c.meanwhile, f.ID); err != nil {
						return err
					}
					close(held)
					<-hold
					return nil
				})
			}()
			<-held
			sent := make(chan error)
			go func() { sent <- w.send(w.head, f) }()
			for w.db.Stats().Waiting == 0 { // it has read the report and waits for the writer
				select {
				case err := <-sent:
					t.Fatal("not queued:", err)
				default:
				}
			}
			close(hold)
			must(t, <-ended)
			err := <-sent
			if c.want == 0 {
				if !fault.Is(err, "report.not_signed") {
					t.Fatal(err)
				}
				return
			}
			must(t, err)
			rep, err := w.report.ReportOf(t.Context(), w.office, r.ID, w.pob.ID)
			must(t, err)
			v := rep.Versions[0]
			if v.Content.Figures["A2"] != c.want || !strings.HasPrefix(v.Number, "125") || v.Signature.Name != "Hoàng Văn Lâm" {
				t.Errorf("%+v", v)
			}
			board, err := w.report.Board(t.Context(), w.office, r.ID, 0)
			must(t, err)
			if total := board.Totals[1].Filed; total.Value != c.want || board.Totals[1].Indicator.Code != "A2" {
				t.Errorf("the total is %+v, want %d", total, c.want)
			}
		})
	}
}
