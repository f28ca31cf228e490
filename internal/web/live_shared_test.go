package web_test

import (
	"encoding/json"
	"strings"
	"testing"

	"giaoban/internal/web"
	"giaoban/internal/webtest"
)

// event reads one event of a shared stream: its topic, or "cut", and its data.
func (r *reader) event() (name, id, data string, ok bool) {
	r.t.Helper()
	for {
		line, err := r.in.ReadString('\n')
		if err != nil {
			return "", "", "", false
		}
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "event: "):
			name = line[len("event: "):]
		case strings.HasPrefix(line, "id: "):
			id = line[len("id: "):]
		case strings.HasPrefix(line, "data: "):
			return name, id, line[len("data: "):], true
		}
	}
}

// One stream carries several topics; one that may not be listened to, or no longer, is told and the others go on.
func TestSharedStream(t *testing.T) {
	s, who := site(t, webtest.Options{Config: web.Config{LivePerLogin: 1}})
	a, b := &board{cells: []string{"1"}}, &board{cells: []string{"2"}}
	s.Mux.Live(a.topic())
	other := b.topic()
	other.Name, other.Topic, other.Rights = "other", func(key string) string { return "other:" + key }, nil
	s.Mux.Live(other)

	r := listen(t, s, &who, "/live?lang=en&t=board/1&t=other/1&t=board/2&t=none/1", "")
	for _, want := range []string{`"board/2"`, `"none/1"`} {
		if name, _, data, _ := r.event(); name != "cut" || data != want {
			t.Errorf("got %s %s, want cut %s", name, data, want)
		}
	}
	ids := map[string]string{}
	for _, want := range []string{"board/1", "other/1"} {
		name, id, data, _ := r.event()
		ids[name] = id
		var f liveFrame
		if err := json.Unmarshal([]byte(data), &f); err != nil || name != want || len(f.All) != 1 || !strings.Contains(f.Parts[0].HTML, "en") {
			t.Errorf("first of %s: %s %s %v", want, name, data, err)
		}
	}
	b.set(0, "5")
	s.Hub.Publish("other:1", 7)
	if name, id, data, _ := r.event(); name != "other/1" || !strings.Contains(data, `"5"`) || !strings.Contains(data, `"prev"`) {
		t.Errorf("after a change: %s %s", name, data)
	} else {
		ids[name] = id
	}
	a.refuse.Store(true)
	s.Hub.Publish("members:1", 2)
	if name, _, data, _ := r.event(); name != "cut" || data != `"board/1"` {
		t.Errorf("after the right ended: %s %s", name, data)
	}
	b.set(0, "6")
	s.Hub.Publish("other:1", 8)
	if name, _, data, _ := r.event(); name != "other/1" || !strings.Contains(data, `"6"`) {
		t.Errorf("the other topic after a cut: %s %s", name, data)
	}
	r.stop()

	// Coming again with what it has, a browser gets what it lacks.
	a.refuse.Store(false)
	again := func() *reader {
		for range 100 { // until the server has noticed that the first stream is gone
			if r := listen(t, s, &who, "/live?lang=en&t=board/1~"+ids["board/1"]+"&t=other/1~"+ids["other/1"], ""); r.res.StatusCode == 200 {
				return r
			}
		}
		t.Fatal("still counted")
		return nil
	}()
	if name, _, data, _ := again.event(); name != "other/1" || !strings.Contains(data, `"6"`) {
		t.Errorf("again: %s %s", name, data)
	}
	s.Mux.Close()
	if name, _, data, ok := again.event(); ok {
		t.Errorf("after closing: %s %s", name, data)
	}
}

func TestSharedStreamRefuses(t *testing.T) {
	s, who := site(t, webtest.Options{})
	b := &board{cells: []string{"1"}}
	s.Mux.Live(b.topic())
	many := "/live?t=board/1" + strings.Repeat("&t=board/1", 64)
	for path, want := range map[string]int{
		"/live": 422, "/live?t=": 404, "/live?t=board": 404, "/live?t=board/2": 404, many: 422,
		"/live?t=board/1%0Aevent:%20x": 404, "/live?t=none/1": 404,
	} {
		if r := listen(t, s, &who, path, ""); r.res.StatusCode != want {
			t.Errorf("%.60s: %d, want %d", path, r.res.StatusCode, want)
		}
	}
	if r := listen(t, s, nil, "/live?t=board/1", ""); r.res.StatusCode != 401 {
		t.Errorf("nobody: %d", r.res.StatusCode)
	}
}
