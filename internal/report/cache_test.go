package report

import (
	"slices"
	"testing"

	"giaoban/internal/ident"
	"giaoban/internal/report/rollup"
)

// Boards go by when they were last used until all have room; the one just loaded stays, however large.
func TestBoardsKeepWithinTheirRoom(t *testing.T) {
	bs := newBoards()
	bs.most = 100
	load := func(id ident.ID, bytes int) {
		t.Helper()
		b, mine := bs.take(id)
		if mine {
			close(b.ready)
			bs.loaded(b, bytes)
		}
	}
	kept := func(want ...ident.ID) {
		t.Helper()
		var got []ident.ID
		for id := range bs.m {
			got = append(got, id)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("kept %v, want %v", got, want)
		}
	}
	load(1, 40)
	load(2, 40)
	load(1, 0) // used again
	load(3, 40)
	kept(1, 3)
	waiting, mine := bs.take(4)
	if !mine {
		t.Fatal("there is no board 4")
	}
	load(5, 90)
	kept(4, 5) // somebody waits for 4
	bs.loaded(waiting, 30)
	kept(4)
	load(6, 300)
	kept(6)
	load(7, 10)
	kept(7)

	bs.keep(standingKey{request: 7}, standing{tag: "1"})
	bs.keep(standingKey{request: 7, edition: 1}, standing{})
	bs.drop(7)
	if _, ok := bs.stands(standingKey{request: 7}); ok {
		t.Error("a row of a dropped board is kept")
	}
	if _, ok := bs.stands(standingKey{request: 7, edition: 1}); !ok {
		t.Error("the row of an edition is dropped, which never changes")
	}
	for i := range 2 * mostStanding {
		bs.keep(standingKey{request: ident.ID(i), layer: rollup.AcceptedOnly}, standing{})
	}
	if len(bs.rows) > mostStanding {
		t.Errorf("%d rows are kept", len(bs.rows))
	}
}
