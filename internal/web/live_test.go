package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/web"
	"giaoban/internal/webtest"
)

// board is a live topic of a test.
type board struct {
	mu      sync.Mutex
	cells   []string
	agenda  string
	renders atomic.Int64
	refuse  atomic.Bool
}

func (b *board) set(i int, text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.cells[i] = text
}

func (b *board) topic() web.LiveTopic {
	return web.LiveTopic{
		Name: "board", Topic: func(key string) string { return "board:" + key },
		May: func(_ context.Context, who actor.Actor, key string) error {
			if key != "1" || b.refuse.Load() {
				return fault.NotFound("web.not_found")
			}
			return who.At(actor.OpenRequest, who.Grants[0].Unit)
		},
		Both: func(_ context.Context, _ string, lang i18n.Lang) ([]web.Part, []string, error) {
			b.renders.Add(1)
			b.mu.Lock()
			defer b.mu.Unlock()
			return []web.Part{{ID: "agenda", Component: templ.Raw("<b>" + b.agenda + " " + string(lang) + "</b>")}, {ID: "fixed", Component: templ.Raw("<i>x</i>")}},
				append([]string{}, b.cells...), nil
		},
		Rights: func(key string) string { return "members:" + key },
	}
}

type liveFrame struct {
	id    string
	V     int64                       `json:"v"`
	Prev  *int64                      `json:"prev"`
	Parts []struct{ ID, HTML string } `json:"parts"`
	Cells [][]any                     `json:"cells"`
	All   []string                    `json:"all"`
}

type reader struct {
	t    *testing.T
	res  *http.Response
	in   *bufio.Reader
	stop context.CancelFunc
}

func listen(t *testing.T, s *webtest.Site, who *actor.Actor, path, lastID string) *reader {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if who != nil {
			r = r.WithContext(web.ActAs(r.Context(), *who))
		}
		s.Mux.ServeHTTP(w, r)
	}))
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	res, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); res.Body.Close(); server.CloseClientConnections(); server.Close() })
	return &reader{t: t, res: res, in: bufio.NewReader(res.Body), stop: stop}
}

// next reads the next frame; false at the end of the stream.
func (r *reader) next() (liveFrame, bool) {
	r.t.Helper()
	var f liveFrame
	for {
		line, err := r.in.ReadString('\n')
		if err != nil {
			return f, false
		}
		line = strings.TrimRight(line, "\n")
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			f.id = id
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			if err := json.Unmarshal([]byte(data), &f); err != nil {
				r.t.Fatalf("%v in %s", err, data)
			}
			return f, true
		}
	}
}

// A part that says what it is made of is rendered when that changes, and not otherwise.
func TestLivePartsAreRenderedOnce(t *testing.T) {
	s, who := site(t, webtest.Options{})
	var rendered, stands atomic.Int64
	s.Mux.Live(web.LiveTopic{
		Name: "rows", Topic: func(string) string { return "rows" },
		May: func(context.Context, actor.Actor, string) error { return nil },
		HTML: func(context.Context, string, i18n.Lang) ([]web.Part, error) {
			n := stands.Load()
			return []web.Part{{ID: "tick", Component: templ.Raw(fmt.Sprint(n))}, {ID: "row", From: n / 2, Component: templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
				rendered.Add(1)
				_, err := fmt.Fprintf(w, "<b>%d</b>", n/2)
				return err
			})}}, nil
		},
	})
	in := listen(t, s, &who, "/live/rows/1", "")
	in.next()
	for n := int64(1); n <= 3; n++ {
		stands.Store(n)
		s.Hub.Publish("rows", 40+n)
		f, _ := in.next()
		if want := 1 + n/2; rendered.Load() != want || len(f.Parts) != 1+int(1-n%2) {
			t.Errorf("%d: rendered %d times, want %d; %+v", n, rendered.Load(), want, f.Parts)
		}
	}
}

func TestLiveFrames(t *testing.T) {
	s, who := site(t, webtest.Options{})
	b := &board{cells: []string{"1", "2", "3"}, agenda: "mở đầu"}
	s.Mux.Live(b.topic())
	first := listen(t, s, &who, "/live/board/1", "")
	if got := first.res.Header.Get("Content-Type"); !strings.HasPrefix(got, "text/event-stream") {
		t.Fatalf("%d %s", first.res.StatusCode, got)
	}
	f, _ := first.next()
	if len(f.All) != 3 || len(f.Parts) != 2 || !strings.Contains(f.Parts[0].HTML, "mở đầu vi") || f.Prev != nil {
		t.Fatalf("first frame %+v", f)
	}
	b.set(1, "22")
	s.Hub.Publish("board:1", 40)
	d, _ := first.next()
	if d.V != 40 || d.Prev == nil || *d.Prev != f.V || len(d.Cells) != 1 || fmt.Sprint(d.Cells[0]) != "[1 22]" || d.All != nil || d.Parts != nil {
		t.Fatalf("delta %+v", d)
	}
	again := listen(t, s, &who, "/live/board/1", d.id)  // up to date: nothing is sent
	behind := listen(t, s, &who, "/live/board/1", f.id) // one behind: the difference
	alien := listen(t, s, &who, "/live/board/1", "otherprocess.vi.40")
	if g, _ := behind.next(); g.Prev == nil || *g.Prev != f.V {
		t.Errorf("one behind got %+v", g)
	}
	if g, _ := alien.next(); len(g.All) != 3 {
		t.Errorf("a foreign version got %+v", g)
	}
	b.mu.Lock()
	b.agenda = "kết luận"
	b.mu.Unlock()
	s.Hub.Publish("board:1", 41)
	for _, r := range []*reader{first, again, behind, alien} {
		g, _ := r.next()
		if g.V != 41 || len(g.Parts) != 1 || g.Parts[0].ID != "agenda" || g.Cells == nil || len(g.Cells) != 0 {
			t.Errorf("after the agenda changed: %+v", g)
		}
	}
}

func TestLiveRendersOnceForAll(t *testing.T) {
	s, who := site(t, webtest.Options{Config: web.Config{LivePerLogin: 100}})
	b := &board{cells: []string{"0"}, agenda: "a"}
	s.Mux.Live(b.topic())
	var all []*reader
	for range 20 {
		r := listen(t, s, &who, "/live/board/1", "")
		r.next()
		all = append(all, r)
	}
	before := b.renders.Load()
	b.set(0, "1")
	s.Hub.Publish("board:1", 7)
	for _, r := range all {
		if f, ok := r.next(); !ok || f.V != 7 {
			t.Fatalf("%+v", f)
		}
	}
	if n := b.renders.Load() - before; n != 1 {
		t.Errorf("%d renderings for 20 listeners", n)
	}
	for i := range 200 { // a busy topic is told in its rhythm, and the last state arrives
		b.set(0, fmt.Sprint("n", i))
		s.Hub.Publish("board:1", int64(100+i))
	}
	frames := 0
	for {
		f, ok := all[0].next()
		if !ok {
			t.Fatal("the stream ended")
		}
		frames++
		if f.V == 299 {
			break
		}
	}
	if frames > 100 {
		t.Errorf("%d frames for 200 changes in a moment", frames)
	}
}

func TestLiveRightIsJudgedAgain(t *testing.T) {
	s, who := site(t, webtest.Options{})
	b := &board{cells: []string{"0"}}
	s.Mux.Live(b.topic())
	if r := listen(t, s, nil, "/live/board/1", ""); r.res.StatusCode != 401 {
		t.Errorf("the public: %d", r.res.StatusCode)
	}
	if r := listen(t, s, &who, "/live/board/2", ""); r.res.StatusCode != 404 {
		t.Errorf("an unknown key: %d", r.res.StatusCode)
	}
	if r := listen(t, s, &who, "/live/nothing/1", ""); r.res.StatusCode != 404 {
		t.Errorf("an unknown topic: %d", r.res.StatusCode)
	}
	other := who
	other.Grants = []actor.Grant{{Role: actor.Technician, Unit: who.Grants[0].Unit}}
	if r := listen(t, s, &other, "/live/board/1", ""); r.res.StatusCode != 403 {
		t.Errorf("another desk: %d", r.res.StatusCode)
	}
	r := listen(t, s, &who, "/live/board/1", "")
	r.next()
	s.Hub.Publish("members:1", 1) // still allowed: the stream stays
	b.set(0, "1")
	s.Hub.Publish("board:1", 1)
	if _, ok := r.next(); !ok {
		t.Fatal("cut although the right stands")
	}
	b.refuse.Store(true)
	s.Hub.Publish("members:1", 2)
	if f, ok := r.next(); ok {
		t.Errorf("got %+v after the right ended", f)
	}
}

func TestLiveBoundsAndClosing(t *testing.T) {
	s, who := site(t, webtest.Options{Config: web.Config{LivePerLogin: 2}})
	b := &board{cells: []string{"0"}}
	s.Mux.Live(b.topic())
	one, two := listen(t, s, &who, "/live/board/1", ""), listen(t, s, &who, "/live/board/1", "")
	one.next()
	two.next()
	if r := listen(t, s, &who, "/live/board/1", ""); r.res.StatusCode != 429 {
		t.Errorf("a third stream: %d", r.res.StatusCode)
	}
	s.Mux.Close()
	if f, ok := one.next(); ok {
		t.Errorf("got %+v after closing", f)
	}
}

// A listener whose socket is full is not waited for: the others go on. Once it reads again it gets whole events, the last of them the newest state.
func TestLiveWaitsForNoSlowListener(t *testing.T) {
	s, who := site(t, webtest.Options{Config: web.Config{LivePerLogin: 100}})
	b := &board{cells: []string{"0"}, agenda: strings.Repeat("x", 1<<18)}
	s.Mux.Live(b.topic())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Mux.ServeHTTP(w, r.WithContext(web.ActAs(r.Context(), who)))
	}))
	defer server.Close()
	slow, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	fmt.Fprintf(slow, "GET /live?t=board/1 HTTP/1.1\r\nHost: x\r\n\r\n")
	quick := listen(t, s, &who, "/live/board/1", "")
	quick.next()
	const changes = 60
	for i := range changes { // 16 MB and more: no socket keeps that
		b.mu.Lock()
		b.agenda = strings.Repeat(string(rune('a'+i%26)), 1<<18)
		b.mu.Unlock()
		s.Hub.Publish("board:1", int64(10+i))
		for {
			f, ok := quick.next()
			if !ok {
				t.Fatal("the quick one was cut")
			}
			if f.V == int64(10+i) {
				break
			}
		}
	}
	slow.SetDeadline(time.Now().Add(20 * time.Second))
	res, err := http.ReadResponse(bufio.NewReader(slow), nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{t: t, in: bufio.NewReaderSize(res.Body, 1<<20)}
	seen, frames := int64(-1), 0
	for seen != 10+changes-1 {
		name, _, data, ok := r.event()
		var f liveFrame
		if err := json.Unmarshal([]byte(data), &f); !ok || err != nil || name != "board/1" {
			t.Fatalf("after version %d: %.100q %v", seen, data, err)
		}
		if f.Prev != nil && *f.Prev != seen {
			t.Fatalf("a difference to version %d after %d", *f.Prev, seen)
		}
		seen = f.V
		frames++
	}
	if frames >= changes {
		t.Errorf("%d frames: its socket was never full", frames)
	}
}

// Over TLS, where no connection is taken over, all is told as well.
func TestLiveOverHTTP2(t *testing.T) {
	s, who := site(t, webtest.Options{})
	b := &board{cells: []string{"0"}, agenda: "a"}
	s.Mux.Live(b.topic())
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Mux.ServeHTTP(w, r.WithContext(web.ActAs(r.Context(), who)))
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/live/board/1", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	r := &reader{t: t, in: bufio.NewReader(res.Body)}
	if f, ok := r.next(); !ok || res.ProtoMajor != 2 || len(f.All) != 1 {
		t.Fatalf("%s %+v", res.Proto, f)
	}
	b.set(0, "7")
	s.Hub.Publish("board:1", 3)
	if f, ok := r.next(); !ok || f.V != 3 || fmt.Sprint(f.Cells) != "[[0 7]]" {
		t.Errorf("%+v", f)
	}
}
