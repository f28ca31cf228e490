package web

import (
	"bytes"
	"context"
	"encoding/json"
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
	users  map[*listener]struct{}
	frames map[i18n.Lang]*frame
}

// listener is one open stream. wake has one slot: a slow one skips versions.
type listener struct {
	lang i18n.Lang
	wake chan struct{}
}

// frame is a version in one language, ready to send: as the difference to the
// version before, and as a whole.
type frame struct {
	version, prev int64
	delta, full   []byte // events, ready to send
	parts         []livePart
	cells         []string
	figures       bool
}

// none is the version before a first frame; nobody has seen it.
const none = -2

type livePart struct {
	ID   string `json:"id"`
	HTML string `json:"html"`
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
func (f *frame) after(seen int64) []byte {
	switch seen {
	case f.version:
		return nil
	case f.prev:
		return f.delta
	}
	return f.full
}

// join finds or begins the channel and listens to it. It listens to the hub
// before anything is rendered, so that no change falls between.
func (l *live) join(c *Ctx, t LiveTopic, key string, wake chan struct{}) (*channel, *listener) {
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
			users: make(map[*listener]struct{}), frames: make(map[i18n.Lang]*frame),
		}
		l.channels[name] = ch
		go ch.run()
	}
	me := &listener{lang: c.Lang, wake: wake}
	ch.mu.Lock()
	ch.users[me] = struct{}{}
	ch.mu.Unlock()
	return ch, me
}

func (ch *channel) remove(me *listener) {
	ch.l.mu.Lock()
	defer ch.l.mu.Unlock()
	ch.mu.Lock()
	defer ch.mu.Unlock()
	delete(ch.users, me)
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
	return between(len(ch.users))
}

// refresh renders for every language that somebody listens in, then wakes all.
func (ch *channel) refresh() {
	ch.mu.Lock()
	langs := make(map[i18n.Lang]bool)
	for u := range ch.users {
		langs[u.lang] = true
	}
	for lang := range ch.frames {
		if !langs[lang] {
			delete(ch.frames, lang) // nobody listens: it would only grow old
		}
	}
	ch.mu.Unlock()
	for lang := range langs {
		if _, err := ch.make(lang, true); err != nil && ch.ctx.Err() == nil {
			ch.l.m.d.Log.Error("render a live topic", "topic", ch.name, "err", err)
		}
	}
	ch.mu.Lock()
	defer ch.mu.Unlock()
	for u := range ch.users {
		select {
		case u.wake <- struct{}{}:
		default:
		}
	}
}

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
	for _, p := range parts {
		b.Reset()
		if err := p.Component.Render(ch.ctx, &b); err != nil {
			return nil, err
		}
		f.parts = append(f.parts, livePart{p.ID, b.String()})
	}
	whole := wireFrame{V: version, Parts: f.parts, All: f.cells}
	id := ch.l.eventID(lang, version)
	if f.full, err = encode(id, whole); err != nil {
		return nil, err
	}
	ch.l.m.metrics.frames.WithLabelValues(ch.topic.Name).Inc()
	if old == nil {
		return f, nil
	}
	change, any := f.since(old)
	if !any {
		return old, nil
	}
	f.prev = old.version
	if f.delta, err = encode(id, change); err != nil {
		return nil, err
	}
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
func encode(id string, v wireFrame) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("id: " + id + "\ndata: ")
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	b.WriteByte('\n') // the encoder ended the line; an empty line ends the event
	return b.Bytes(), nil
}
