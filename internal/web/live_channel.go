package web

import (
	"bytes"
	"context"
	"encoding/json"
	"runtime"
	"slices"
	"sync"
	"time"

	"giaoban/internal/event"
	"giaoban/internal/i18n"
	"giaoban/internal/web/shell"
)

// channel is one topic and key that somebody listens to. It lives from the
// first listener to the last.
type channel struct {
	l     *live
	topic LiveTopic
	key   string
	hub   string // topic of the hub
	name  string // in live.channels
	sub   *event.Sub
	ctx   context.Context
	stop  context.CancelFunc

	render sync.Mutex // one rendering at a time: the others take its frame
	mu     sync.Mutex
	users  map[i18n.Lang][]*listener // in no order
	frames map[i18n.Lang]*frame
}

// listener is one topic of an open stream.
type listener struct {
	ch   *channel
	lang i18n.Lang
	out  *stream
	name string // by which its events are named; "" where the stream has this topic alone
	sent int64  // the version that it has; out.mu holds it
	at   int    // its place in ch.users; ch.mu holds it
}

// frame is a version in one language, ready to send: as the difference to the
// version before, and as a whole.
type frame struct {
	version, prev int64
	delta, named  []byte        // events, ready to send: alone, and by the topic's name
	full          func() []byte // likewise; made for the first who asks, which is seldom
	parts         []livePart
	cells         []string
	figures       bool
}

// none is the version before a first frame; nobody has seen it.
const none = -2

// unseen is the version of who has none.
const unseen = -1

type livePart struct {
	ID   string `json:"id"`
	HTML string `json:"html"`
	from any
}

type wireFrame struct {
	V     int64      `json:"v"`
	Prev  *int64     `json:"prev,omitempty"`
	Parts []livePart `json:"parts,omitempty"`
	Cells [][2]any   `json:"cells,omitzero"`
	All   []string   `json:"all,omitzero"`
}

// after gives the event for a listener that has seen a version: nothing, the
// difference, or the whole. The bytes are shared: nobody changes them.
func (f *frame) after(seen int64, name string) []byte {
	switch {
	case seen == f.version:
		return nil
	case seen == f.prev && name == "":
		return f.delta
	case seen == f.prev:
		return f.named
	case name == "":
		return f.full()
	}
	return called(name, f.full())
}

// called gives an event a name.
func called(name string, event []byte) []byte {
	return append([]byte("event: "+name+"\n"), event...)
}

// join finds or begins the channel and listens to it. It listens to the hub
// before anything is rendered, so that no change falls between.
func (l *live) join(c *Ctx, t LiveTopic, key string, out *stream, as string, sent int64) *listener {
	name := t.Name + "/" + key
	l.mu.Lock()
	defer l.mu.Unlock()
	ch := l.channels[name]
	if ch == nil {
		hub := t.Topic(key)
		ctx, stop := context.WithCancel(context.WithoutCancel(c.R.Context()))
		ch = &channel{
			l: l, topic: t, key: key, hub: hub, name: name, sub: l.m.d.Hub.Subscribe(hub),
			ctx: shell.WithAssets(ctx, c.assets()), stop: stop,
			users: make(map[i18n.Lang][]*listener), frames: make(map[i18n.Lang]*frame),
		}
		l.channels[name] = ch
		go ch.run()
	}
	if sent > l.m.d.Hub.Version(ch.hub) { // no version of ours
		sent = unseen
	}
	me := &listener{ch: ch, lang: c.Lang, out: out, name: as, sent: sent}
	ch.mu.Lock()
	me.at = len(ch.users[me.lang])
	ch.users[me.lang] = append(ch.users[me.lang], me)
	ch.mu.Unlock()
	return me
}

func (ch *channel) remove(me *listener) {
	ch.l.mu.Lock()
	defer ch.l.mu.Unlock()
	ch.mu.Lock()
	defer ch.mu.Unlock()
	users := ch.users[me.lang]
	last := users[len(users)-1]
	users[me.at], last.at = last, me.at
	users[len(users)-1] = nil
	if ch.users[me.lang] = users[:len(users)-1]; len(users) == 1 {
		delete(ch.users, me.lang)
	}
	if len(ch.users) == 0 {
		delete(ch.l.channels, ch.name)
		ch.stop()
	}
}

// between is the shortest time between two frames of a topic with n listeners.
func between(n int) time.Duration {
	switch {
	case n <= 1000:
		return 50 * time.Millisecond
	case n <= 10_000:
		return 250 * time.Millisecond
	}
	return time.Second
}

// run renders and wakes: at once when the topic was quiet, else in its rhythm.
func (ch *channel) run() {
	defer ch.sub.Close()
	var last time.Time
	for {
		select {
		case <-ch.ctx.Done():
			return
		case <-ch.l.done:
			return
		case <-ch.sub.C:
		}
		if wait := ch.pause() - time.Since(last); wait > 0 {
			timer := time.NewTimer(wait)
			select {
			case <-timer.C:
			case <-ch.ctx.Done():
				timer.Stop()
				return
			}
		}
		last = time.Now()
		ch.refresh()
	}
}

func (ch *channel) pause() time.Duration {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	n := 0
	for _, users := range ch.users {
		n += len(users)
	}
	return between(n)
}

// refresh renders for every language that somebody listens in, then hands the
// frames to all. Who cannot be handed one at once is woken to fetch it.
func (ch *channel) refresh() {
	ch.mu.Lock()
	byLang := make(map[i18n.Lang][]*listener)
	for lang, users := range ch.users {
		byLang[lang] = slices.Clone(users)
	}
	for lang := range ch.frames {
		if byLang[lang] == nil {
			delete(ch.frames, lang) // nobody listens: it would only grow old
		}
	}
	ch.mu.Unlock()
	var hands sync.WaitGroup
	for lang, users := range byLang {
		f, err := ch.make(lang, true)
		if err != nil {
			if ch.ctx.Err() == nil {
				ch.l.m.d.Log.Error("render a live topic", "topic", ch.name, "err", err)
			}
			continue
		}
		each := max(fewListeners, (len(users)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
		for some := range slices.Chunk(users, each) {
			hands.Go(func() { f.hand(some) })
		}
	}
	hands.Wait()
}

func (f *frame) hand(users []*listener) {
	for _, u := range users {
		if u.out.offer(u, f) {
			continue
		}
		select {
		case u.out.wake <- struct{}{}:
		default:
		}
	}
}

// fewListeners are written to by one processor: it takes two milliseconds.
const fewListeners = 256

// latest gives the newest frame, rendering it if there is none yet.
func (ch *channel) latest(lang i18n.Lang) (*frame, error) { return ch.make(lang, false) }

func (ch *channel) make(lang i18n.Lang, again bool) (*frame, error) {
	ch.mu.Lock()
	old := ch.frames[lang]
	ch.mu.Unlock()
	if old != nil && !again {
		return old, nil
	}
	ch.render.Lock()
	defer ch.render.Unlock()
	ch.mu.Lock()
	old = ch.frames[lang] // another may have been quicker
	ch.mu.Unlock()
	version := ch.l.m.d.Hub.Version(ch.hub) // before the rendering: a change meanwhile makes another version
	if old != nil && (!again || old.version == version) {
		return old, nil
	}
	next, err := ch.compose(lang, version, old)
	if err != nil {
		return nil, err
	}
	ch.mu.Lock()
	ch.frames[lang] = next
	ch.mu.Unlock()
	return next, nil
}

// compose asks the topic for what stands now and compares it with the frame
// before. Where nothing that is seen has changed, the old frame stays.
func (ch *channel) compose(lang i18n.Lang, version int64, old *frame) (*frame, error) {
	f := &frame{version: version, prev: none, figures: ch.topic.Both != nil}
	var parts []Part
	var err error
	if f.figures {
		parts, f.cells, err = ch.topic.Both(ch.ctx, ch.key, lang)
	} else {
		parts, err = ch.topic.HTML(ch.ctx, ch.key, lang)
	}
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for i, p := range parts {
		if old != nil && i < len(old.parts) && old.parts[i].ID == p.ID && p.From != nil && old.parts[i].from == p.From {
			f.parts = append(f.parts, old.parts[i])
			continue
		}
		b.Reset()
		if err := p.Component.Render(ch.ctx, &b); err != nil {
			return nil, err
		}
		f.parts = append(f.parts, livePart{ID: p.ID, HTML: b.String(), from: p.From})
	}
	id := ch.l.eventID(lang, version)
	f.full = sync.OnceValue(func() []byte { return encode(id, wireFrame{V: version, Parts: f.parts, All: f.cells}) })
	ch.l.m.metrics.frames.WithLabelValues(ch.topic.Name).Inc()
	if old == nil {
		return f, nil
	}
	change, any := f.since(old)
	if !any {
		return old, nil
	}
	f.prev = old.version
	f.delta = encode(id, change)
	f.named = called(ch.name, f.delta)
	return f, nil
}

// since gives what differs from an older frame; false if nothing does.
func (f *frame) since(old *frame) (wireFrame, bool) {
	change := wireFrame{V: f.version, Prev: &old.version}
	before := make(map[string]string, len(old.parts))
	for _, p := range old.parts {
		before[p.ID] = p.HTML
	}
	for _, p := range f.parts {
		if html, ok := before[p.ID]; !ok || html != p.HTML {
			change.Parts = append(change.Parts, p)
		}
	}
	if len(f.cells) != len(old.cells) {
		change.All = f.cells
	} else {
		for i, text := range f.cells {
			if text != old.cells[i] {
				change.Cells = append(change.Cells, [2]any{i, text})
			}
		}
	}
	if f.figures && change.Cells == nil && change.All == nil {
		change.Cells = [][2]any{} // keeps the chain of versions of the figures whole
	}
	return change, len(change.Parts)+len(change.Cells)+len(change.All) > 0
}

// encode writes a frame as an event. Tags need no escaping: the frame is no HTML itself.
func encode(id string, v wireFrame) []byte {
	var b bytes.Buffer
	b.WriteString("id: " + id + "\ndata: ")
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // texts and numbers: never fails
	b.WriteByte('\n') // the encoder ended the line; an empty line ends the event
	return b.Bytes()
}
