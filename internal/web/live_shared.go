package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

// sharedTopics is how many topics one stream carries at most: the tabs of a browser.
const sharedTopics = 64

// shared is one topic of a stream that carries several.
type shared struct {
	topic  LiveTopic
	key    string
	name   string // topic/key
	me     *listener
	rights *event.Sub // nil: the topic has no rights of its own
}

// serveShared answers GET /live?t=name/key~id&t=… with one stream for many
// topics: a browser's tabs share it, so that they do not use up the six
// connections that HTTP/1.1 browsers open to a host. Each event is named by its
// topic; id is that of the last event of the topic that the browser has. A topic
// that may not be listened to, or no longer, is told by an event "cut"; the
// others go on.
func (l *live) serveShared(w http.ResponseWriter, r *http.Request) {
	c, err := l.m.begin(w, r, asJSON)
	if err == nil {
		if lang := c.Query("lang"); lang != "" { // the pages' language, which their words must match
			c.Lang = i18n.ParseLang(lang)
		}
		err = l.streamShared(c)
	}
	if err != nil {
		l.m.refuse(c, err)
	}
}

func (l *live) streamShared(c *Ctx) error {
	asked := c.R.URL.Query()["t"]
	if len(asked) == 0 || len(asked) > sharedTopics {
		return fault.Invalid("t", "web.malformed")
	}
	leave, ok := l.enter(neighbourhood(c.Address()), l.loginOf(c))
	if !ok {
		return fault.RateLimited("web.too_many_streams")
	}
	defer leave()
	out := &sharedOut{newStream(c), l}
	var list []*shared
	var cut []string
	var refused error
	for _, one := range asked {
		s, err := l.share(c, one, out.stream)
		if err != nil {
			refused = err
			cut = append(cut, nameOf(one))
			continue
		}
		defer s.close()
		list = append(list, s)
	}
	if len(list) == 0 {
		return refused
	}
	return l.pumpShared(c, out, list, cut)
}

func (l *live) loginOf(c *Ctx) string {
	if login := c.SessionRef(); login != "" {
		return login
	}
	if c.Actor.Kind == actor.Public {
		return reference() // counted by address alone: an office has one
	}
	return "of " + neighbourhood(c.Address()) + c.Actor.Account.String()
}

func nameOf(asked string) string {
	name, _, _ := strings.Cut(asked, "~")
	return name
}

// share joins one topic. An event is named by it, so only what needs no quoting is let in.
func (l *live) share(c *Ctx, asked string, out *stream) (*shared, error) {
	full, id, _ := strings.Cut(asked, "~")
	name, key, _ := strings.Cut(full, "/")
	topic, ok := l.topics[name]
	if !ok || key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" {
		return nil, fault.NotFound("web.not_found")
	}
	if err := l.judge(c, topic, key, c.Actor); err != nil {
		return nil, err
	}
	s := &shared{topic: topic, key: key, name: full}
	s.me = l.join(c, topic, key, out, full, l.versionOf(c.Lang, id))
	if topic.Rights != nil {
		s.rights = l.m.d.Hub.Subscribe(topic.Rights(key))
	}
	return s, nil
}

func (s *shared) close() {
	s.me.ch.remove(s.me)
	if s.rights != nil {
		s.rights.Close()
	}
}

// sharedOut writes events of topics.
type sharedOut struct {
	*stream
	l *live
}

func (o *sharedOut) frames(list []*shared) bool {
	for _, s := range list {
		if ok, slow := o.follow(s.me); !ok {
			if slow {
				o.l.m.metrics.cuts.WithLabelValues("slow").Inc()
			}
			return false
		}
	}
	return true
}

func (o *sharedOut) cut(name string) bool {
	o.l.m.metrics.cuts.WithLabelValues("right").Inc()
	body, err := json.Marshal(name)
	return err == nil && o.send(fmt.Appendf(nil, "event: cut\ndata: %s\n\n", body))
}

// pumpShared writes until the browser goes away, the account's right or the last topic ends, or the browser is too slow.
func (l *live) pumpShared(c *Ctx, out *sharedOut, list []*shared, refused []string) error {
	ctx, stop := context.WithCancel(out.begin())
	defer stop()
	defer out.end()
	c.written = true
	rights := make(chan struct{}, 1)
	for _, s := range list {
		if s.rights != nil {
			go forward(ctx, s.rights.C, rights)
		}
	}
	ofAccount := l.m.d.Hub.Subscribe(account.Topic(c.Actor.Account))
	defer ofAccount.Close()
	for _, name := range refused {
		out.cut(name)
	}
	if !out.frames(list) {
		return nil
	}
	beat := time.NewTicker(jitter(heartbeat))
	defer beat.Stop()
	for beats := 1; len(list) > 0; {
		check := false
		select {
		case <-ctx.Done():
			return nil
		case <-l.done:
			l.m.metrics.cuts.WithLabelValues("closing").Inc()
			return nil
		case <-out.wake:
			if !out.frames(list) {
				return nil
			}
		case <-ofAccount.C:
			check = true
		case <-rights:
			check = true
		case <-beat.C:
			if !out.send([]byte(":\n\n")) {
				l.m.metrics.cuts.WithLabelValues("slow").Inc()
				return nil
			}
			check = beats%recheckBeats == 0
			beats++
		}
		if check {
			list = l.stillShared(c, out, list)
		}
	}
	return nil
}

// stillShared asks again whether the session stands and which topics its account may still listen to.
func (l *live) stillShared(c *Ctx, out *sharedOut, list []*shared) (kept []*shared) {
	who, _, _, err := l.m.whose(c.R, false)
	if err != nil || who.Account != c.Actor.Account || who.Kind != c.Actor.Kind {
		l.m.metrics.cuts.WithLabelValues("right").Inc()
		return nil
	}
	for _, s := range list {
		if l.judge(c, s.topic, s.key, who) == nil {
			kept = append(kept, s)
		} else if !out.cut(s.name) {
			return nil
		}
	}
	return kept
}

func forward(ctx context.Context, from <-chan struct{}, to chan<- struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-from:
			select {
			case to <- struct{}{}:
			default:
			}
		}
	}
}
