package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/ident"
)

// A page that falls silent is gone after half a minute, one that goes on saying that it is there stays.
func TestSilentPagesAreGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told atomic.Int64 // pages fall silent side by side
		d := newDesks(func(ident.ID) { told.Add(1) })
		d.put(1, Present{Page: "a", Name: "Ngân"})
		d.put(1, Present{Page: "b", Name: "Xuân"})
		for range 4 {
			time.Sleep(10 * time.Second)
			d.put(1, Present{Page: "a", Name: "Ngân"})
		}
		synctest.Wait()
		if list := d.people(1); len(list) != 1 || list[0].Name != "Ngân" || told.Load() != 3 {
			t.Errorf("%v, told %d times", list, told.Load())
		}
		time.Sleep(deskSilence)
		synctest.Wait()
		if len(d.people(1)) != 0 || len(d.open) != 0 || told.Load() != 4 {
			t.Errorf("%v, told %d times", d.people(1), told.Load())
		}
		for i := range 3 * mostPages {
			d.put(1, Present{Page: fmt.Sprint(i)})
		}
		if len(d.people(1)) != mostPages {
			t.Errorf("%d pages", len(d.people(1)))
		}
		time.Sleep(deskSilence)
		synctest.Wait()
	})
}

// A sign of life that the last word of its page has overtaken does not bring it back.
func TestWhoLeftStaysAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesks(func(ident.ID) {})
		d.put(1, Present{Page: "a", Account: 7, Name: "Ngân"})
		if d.away(1, "a", 8) || !d.away(1, "a", 7) {
			t.Error("a page is left by whose it is")
		}
		d.put(1, Present{Page: "a", Account: 7, Name: "Ngân"})
		d.away(1, "b", 7) // the last word came first
		d.put(1, Present{Page: "b", Account: 7, Name: "Ngân"})
		if list := d.people(1); len(list) != 0 {
			t.Errorf("%v", list)
		}
		time.Sleep(deskSilence)
		synctest.Wait()
		if len(d.gone) != 0 {
			t.Error("kept for ever")
		}
	})
}

func TestWhatIsSaidIsShortEnough(t *testing.T) {
	var list []saidDesk
	for i := range 500 {
		list = append(list, saidDesk{Filing: ident.ID(i), Present: Present{Page: "00000000000000aa", Name: strings.Repeat("Ngân ", 8), Field: "A2"}})
	}
	n := 0
	for _, text := range packed(list) {
		if len(text)+len(saidPrefix) > db.MostSaid {
			t.Errorf("%d bytes", len(text))
		}
		var some []saidDesk
		if err := json.Unmarshal([]byte(text), &some); err != nil {
			t.Fatal(err)
		}
		n += len(some)
	}
	if n != 500 {
		t.Errorf("%d", n)
	}
}
