package web

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

const (
	liveTotal    = 20_000 // streams of one process
	heartbeat    = 20 * time.Second
	recheckBeats = 3                // beats between judging the right again
	writeWithin  = 10 * time.Second // a listener that cannot take a frame in this time is cut; it reloads
)

// live holds the topics and who listens.
type live struct {
	m     *Mux
	epoch string // of this process: versions of another one mean nothing here
	done  chan struct{}
	once  sync.Once

	mu       sync.Mutex
	topics   map[string]LiveTopic
	channels map[string]*channel
	sites    map[string]int
	logins   map[string]int
	total    int
}

func newLive(m *Mux) *live {
	return &live{
		m: m, epoch: rand.Text()[:8], done: make(chan struct{}), topics: make(map[string]LiveTopic),
		channels: make(map[string]*channel), sites: make(map[string]int), logins: make(map[string]int),
	}
}

func (l *live) register(t LiveTopic) {
	if _, twice := l.topics[t.Name]; twice || t.Name == "" || t.Topic == nil || t.May == nil || (t.HTML == nil) == (t.Both == nil) {
		panic(fmt.Sprintf("web: live topic %q is incomplete or registered twice", t.Name))
	}
	l.topics[t.Name] = t
	l.m.metrics.frames.WithLabelValues(t.Name)
}

func (l *live) close() { l.once.Do(func() { close(l.done) }) }

func (l *live) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total
}

// enter counts a stream against the bounds; leave undoes it.
func (l *live) enter(site, login string) (leave func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	full := site != "" && l.sites[site] >= orElse(l.m.d.Config.LivePerSite, 4000)
	if full || l.total >= liveTotal || l.logins[login] >= orElse(l.m.d.Config.LivePerLogin, 16) {
		return nil, false
	}
	l.total++
	l.sites[site]++
	l.logins[login]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.total--
		drop(l.sites, site)
		drop(l.logins, login)
	}, true
}

func drop(counts map[string]int, name string) {
	if counts[name]--; counts[name] <= 0 {
		delete(counts, name)
	}
}

// serve answers GET /live/{name}/{key} with a stream of server-sent events.
func (l *live) serve(w http.ResponseWriter, r *http.Request) {
	c, err := l.m.begin(w, r, asJSON)
	if err == nil {
		err = l.stream(c)
	}
	if err != nil {
		l.m.refuse(c, err)
	}
}

func (l *live) stream(c *Ctx) error {
	topic, ok := l.topics[c.Path("name")]
	if !ok {
		return fault.NotFound("web.not_found")
	}
	key := c.Path("key")
	if err := l.judge(c, topic, key, c.Actor); err != nil {
		return err
	}
	leave, ok := l.enter(neighbourhood(c.Address()), l.loginOf(c))
	if !ok {
		return fault.RateLimited("web.too_many_streams")
	}
	defer leave()
	out := newStream(c)
	me := l.join(c, topic, key, out, "", l.seen(c))
	defer me.ch.remove(me)
	if _, err := me.ch.latest(c.Lang); err != nil {
		return err
	}
	return l.pump(c, topic, key, out, me)
}

func (l *live) judge(c *Ctx, t LiveTopic, key string, who actor.Actor) error {
	if !t.Public {
		if err := who.SignedIn(); err != nil {
			return err
		}
	}
	return t.May(c.ctx, who, key)
}

// pump writes frames until the browser goes away, the right ends or it is too
// slow. Most frames do not come through here: see channel.refresh.
func (l *live) pump(c *Ctx, t LiveTopic, key string, out *stream, me *listener) error {
	ctx := out.begin()
	defer out.end()
	c.written = true
	account, rights := l.watch(c, t, key)
	defer account.Close()
	defer rights.Close()
	if ok, _ := out.follow(me); !ok {
		return nil
	}
	beat := time.NewTicker(jitter(heartbeat))
	defer beat.Stop()
	for beats := 1; ; {
		check := false
		select {
		case <-ctx.Done():
			return nil
		case <-l.done:
			l.m.metrics.cuts.WithLabelValues("closing").Inc()
			return nil
		case <-out.wake:
			if ok, slow := out.follow(me); !ok {
				if slow {
					l.m.metrics.cuts.WithLabelValues("slow").Inc()
				}
				return nil
			}
		case <-account.C:
			check = true
		case <-rights.C:
			check = true
		case <-beat.C:
			if !out.send([]byte(":\n\n")) {
				l.m.metrics.cuts.WithLabelValues("slow").Inc()
				return nil
			}
			check = beats%recheckBeats == 0
			beats++
		}
		if check && !l.stillMay(c, t, key) {
			l.m.metrics.cuts.WithLabelValues("right").Inc()
			return nil
		}
	}
}

// watch listens for changes of the account and of the topic's own rights.
func (l *live) watch(c *Ctx, t LiveTopic, key string) (ofAccount, ofTopic *event.Sub) {
	name := "nobody"
	if t.Rights != nil {
		name = t.Rights(key)
	}
	return l.m.d.Hub.Subscribe(account.Topic(c.Actor.Account)), l.m.d.Hub.Subscribe(name)
}

// stillMay asks again whether the session stands and its account may listen.
func (l *live) stillMay(c *Ctx, t LiveTopic, key string) bool {
	who, _, _, err := l.m.whose(c.R, false)
	if err != nil || who.Account != c.Actor.Account || who.Kind != c.Actor.Kind {
		return false
	}
	return l.judge(c, t, key, who) == nil
}

func (l *live) eventID(lang i18n.Lang, version int64) string {
	return fmt.Sprintf("%s.%s.%d", l.epoch, lang, version)
}

// seen is the version that a browser which comes again has already, else unseen.
func (l *live) seen(c *Ctx) int64 {
	id := c.R.Header.Get("Last-Event-ID")
	if id == "" {
		id = c.Query("v")
	}
	return l.versionOf(c.Lang, id)
}

// versionOf reads an event's id; unseen where it is of another process or language.
func (l *live) versionOf(lang i18n.Lang, id string) int64 {
	rest, ok := strings.CutPrefix(id, l.epoch+"."+string(lang)+".")
	if !ok {
		return unseen
	}
	v, err := strconv.ParseInt(rest, 10, 64)
	if err != nil {
		return unseen
	}
	return v
}

// jitter spreads a time over half to one and a half of it, so that browsers that lost one server do not all come at once.
func jitter(d time.Duration) time.Duration {
	n, err := rand.Int(rand.Reader, big.NewInt(int64(d)))
	if err != nil {
		return d
	}
	return d/2 + time.Duration(n.Int64())
}
