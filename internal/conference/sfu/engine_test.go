package sfu

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	"google.golang.org/protobuf/proto"
)

func start(t *testing.T) (*Engine, *httptest.Server) {
	t.Helper()
	e, err := Open(t.Context(), Config{Addrs: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/rtc", e.Handler())
	mux.Handle("/rtc/", e.Handler())
	srv := httptest.NewServer(mux)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		srv.Close()
	})
	return e, srv
}

func token(t *testing.T, e *Engine, room, identity string) string {
	t.Helper()
	tok, err := e.Token(room, identity, "Site "+identity, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// join opens signalling and returns the connection after the engine's join answer.
func join(t *testing.T, srv *httptest.Server, tok string) *websocket.Conn {
	t.Helper()
	conn, res, err := dial(srv, tok)
	if err != nil {
		t.Fatalf("join: %v (%v)", err, res)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if got := read(t, conn); got.GetJoin() == nil {
		t.Fatalf("first answer is %T", got.Message)
	}
	return conn
}

func dial(srv *httptest.Server, tok string) (*websocket.Conn, *http.Response, error) {
	q := url.Values{"access_token": {tok}, "protocol": {"15"}, "sdk": {"js"}, "auto_subscribe": {"1"}}
	return websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(srv.URL, "http")+"/rtc?"+q.Encode(), nil)
}

func read(t *testing.T, conn *websocket.Conn) *livekit.SignalResponse {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, data, err := conn.ReadMessage()
	if err != nil {
		t.Fatal(err)
	}
	res := &livekit.SignalResponse{}
	if err := proto.Unmarshal(data, res); err != nil {
		t.Fatal(err)
	}
	return res
}

// readUntil returns the first answer that fits.
func readUntil(t *testing.T, conn *websocket.Conn, fits func(*livekit.SignalResponse) bool) *livekit.SignalResponse {
	t.Helper()
	for {
		if res := read(t, conn); fits(res) {
			return res
		}
	}
}

func send(t *testing.T, conn *websocket.Conn, req *livekit.SignalRequest) {
	t.Helper()
	data, err := proto.Marshal(req)
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.WriteMessage(websocket.BinaryMessage, data); err != nil {
		t.Fatal(err)
	}
}

func addTrack(cid string, kind livekit.TrackType, source livekit.TrackSource) *livekit.SignalRequest {
	return &livekit.SignalRequest{Message: &livekit.SignalRequest_AddTrack{AddTrack: &livekit.AddTrackRequest{
		Cid: cid, Type: kind, Source: source,
	}}}
}

// mayAnnounce asks for a track and reports whether the engine accepted it.
func mayAnnounce(t *testing.T, conn *websocket.Conn, kind livekit.TrackType, source livekit.TrackSource) bool {
	t.Helper()
	cid := fmt.Sprintf("c%d", time.Now().UnixNano())
	send(t, conn, addTrack(cid, kind, source))
	res := readUntil(t, conn, func(r *livekit.SignalResponse) bool {
		return r.GetTrackPublished().GetCid() == cid || r.GetRequestResponse().GetAddTrack().GetCid() == cid
	})
	return res.GetTrackPublished() != nil
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 1000 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

func TestTwoEnginesInOneProcess(t *testing.T) {
	one, _ := start(t)
	two, _ := start(t)
	if one.MediaPort() == two.MediaPort() || one.key == two.key || one.secret == two.secret {
		t.Error("two engines share port or keys")
	}
}

func TestCloseTwice(t *testing.T) {
	e, srv := start(t)
	conn := join(t, srv, token(t, e, "r", "a"))
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	readUntil(t, conn, func(r *livekit.SignalResponse) bool {
		return r.GetLeave().GetReason() == livekit.DisconnectReason_SERVER_SHUTDOWN
	})
	if _, err := e.Token("r", "a", "", time.Minute); !errors.Is(err, ErrClosed) {
		t.Errorf("token after close: %v", err)
	}
	if err := e.SetRights(t.Context(), "r", "a", Rights{}); !errors.Is(err, ErrClosed) {
		t.Errorf("rights after close: %v", err)
	}
	if _, res, err := dial(srv, "x"); err == nil || res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("join after close: %v %v", res, err)
	}
}

func TestOneMediaPortForBoth(t *testing.T) {
	e, _ := start(t)
	tcp, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", e.MediaPort()))
	if err != nil {
		t.Fatalf("TCP side of the media port: %v", err)
	}
	_ = tcp.Close()
	udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: e.MediaPort()})
	if err == nil {
		_ = udp.Close()
		t.Error("UDP side of the media port is not taken")
	}
	port := e.MediaPort()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), Config{MediaPort: port, Addrs: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatalf("port not freed: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func TestTokenGrantsNothingButWatching(t *testing.T) {
	e, _ := start(t)
	parsed, err := auth.ParseAPIToken(token(t, e, "r", "a"))
	if err != nil {
		t.Fatal(err)
	}
	_, grants, err := parsed.Verify(e.secret)
	if err != nil {
		t.Fatal(err)
	}
	v := grants.Video
	if !v.RoomJoin || v.Room != "r" || grants.Identity != "a" || !v.GetCanSubscribe() {
		t.Errorf("token does not admit: %+v", v)
	}
	if v.GetCanPublish() || v.GetCanPublishData() || v.RoomAdmin || v.RoomCreate || v.RoomList || v.GetCanUpdateOwnMetadata() || v.Hidden || v.Recorder {
		t.Errorf("token grants too much: %+v", v)
	}
	for name, f := range map[string]func() (string, error){
		"no room":     func() (string, error) { return e.Token("", "a", "", time.Minute) },
		"no identity": func() (string, error) { return e.Token("r", "", "", time.Minute) },
		"no life":     func() (string, error) { return e.Token("r", "a", "", 0) },
		"too long":    func() (string, error) { return e.Token("r", "a", "", 13*time.Hour) },
	} {
		if _, err := f(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestDoor(t *testing.T) {
	e, srv := start(t)
	other, _ := start(t)
	roomless, err := auth.NewAccessToken(e.key, e.secret).SetIdentity("a").SetVideoGrant(&auth.VideoGrant{RoomAdmin: true}).ToJWT()
	if err != nil {
		t.Fatal(err)
	}
	for name, tok := range map[string]string{
		"none": "", "garbage": "eyJ.x.y", "of another engine": token(t, other, "r", "a"), "without a room": roomless,
	} {
		conn, res, err := dial(srv, tok)
		if err == nil {
			_ = conn.Close()
			t.Fatalf("%s: admitted", name)
		}
		if res == nil || res.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %v", name, res)
		}
	}
	// A token for one room opens only that room, whatever the query says.
	conn, _, err := dial(srv, token(t, e, "r", "a")+"&room=other")
	if err == nil {
		_ = conn.Close()
		t.Error("broken token admitted")
	}
	q := url.Values{"access_token": {token(t, e, "r", "a")}, "room": {"other"}, "protocol": {"15"}}
	conn, _, err = websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(srv.URL, "http")+"/rtc?"+q.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if room := read(t, conn).GetJoin().GetRoom().GetName(); room != "r" {
		t.Errorf("came into room %q", room)
	}
	if present, _ := e.Present(t.Context(), "other"); len(present) != 0 {
		t.Error("present in the other room")
	}
}

func TestNoAdministrationOnTheNetwork(t *testing.T) {
	e, _ := start(t)
	for _, path := range []string{"/twirp/livekit.RoomService/ListRooms", "/rtc/../twirp/x", "/agent", "/", "/rtcx", "/debug/rooms", "/whip/v1", "/rtc/else"} {
		r := httptest.NewRequest(http.MethodGet, "http://x/", nil)
		r.URL.Path = path
		r.Header.Set("Authorization", "Bearer "+token(t, e, "r", "a"))
		w := httptest.NewRecorder()
		e.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
	r := httptest.NewRequest(http.MethodPost, "http://x/rtc", strings.NewReader("x"))
	w := httptest.NewRecorder()
	e.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest {
		t.Errorf("POST answers %d", w.Code)
	}
}

func TestAbsent(t *testing.T) {
	e, srv := start(t)
	if err := e.SetRights(t.Context(), "r", "nobody", Rights{Camera: true}); !errors.Is(err, ErrAbsent) {
		t.Errorf("no room: %v", err)
	}
	join(t, srv, token(t, e, "r", "a"))
	if err := e.SetRights(t.Context(), "r", "nobody", Rights{Camera: true}); !errors.Is(err, ErrAbsent) {
		t.Errorf("no participant: %v", err)
	}
	if err := e.Remove(t.Context(), "r", "nobody"); !errors.Is(err, ErrAbsent) {
		t.Errorf("remove: %v", err)
	}
}

func TestRightsAreSeparate(t *testing.T) {
	const audio, video = livekit.TrackType_AUDIO, livekit.TrackType_VIDEO
	const camera, mic, screen, screenSound = livekit.TrackSource_CAMERA, livekit.TrackSource_MICROPHONE, livekit.TrackSource_SCREEN_SHARE, livekit.TrackSource_SCREEN_SHARE_AUDIO
	type try struct {
		kind   livekit.TrackType
		source livekit.TrackSource
		want   bool
	}
	for name, c := range map[string]struct {
		rights Rights
		tries  []try
	}{
		"none":   {Rights{}, []try{{video, camera, false}, {audio, mic, false}, {video, screen, false}}},
		"camera": {Rights{Camera: true}, []try{{audio, mic, false}, {audio, camera, false}, {audio, livekit.TrackSource_UNKNOWN, false}, {video, screen, false}, {audio, screenSound, false}, {video, camera, true}}},
		"sound":  {Rights{Sound: true}, []try{{video, camera, false}, {video, mic, false}, {audio, screenSound, false}, {audio, mic, true}}},
		"screen": {Rights{Screen: true}, []try{{audio, screenSound, false}, {video, camera, false}, {audio, screen, false}, {video, screen, true}}},
		"all":    {Rights{true, true, true}, []try{{video, camera, true}, {audio, mic, true}, {video, screen, true}}},
	} {
		t.Run(name, func(t *testing.T) {
			e, srv := start(t)
			conn := join(t, srv, token(t, e, "r", "a"))
			if err := e.SetRights(t.Context(), "r", "a", c.rights); err != nil {
				t.Fatal(err)
			}
			for _, try := range c.tries {
				if got := mayAnnounce(t, conn, try.kind, try.source); got != try.want {
					t.Errorf("%v from %v: %v", try.kind, try.source, got)
				}
			}
			present, err := e.Present(t.Context(), "r")
			if err != nil || len(present) != 1 || present[0].May != c.rights || present[0].Name != "Site a" || time.Since(present[0].Since) > time.Minute {
				t.Errorf("present: %+v %v", present, err)
			}
		})
	}
}

func TestOldTokenBringsNothingBack(t *testing.T) {
	e, srv := start(t)
	first := token(t, e, "r", "a")
	conn := join(t, srv, first)
	if err := e.SetRights(t.Context(), "r", "a", Rights{true, true, true}); err != nil {
		t.Fatal(err)
	}
	// The engine refreshes the token of a session with the rights of that moment.
	refreshed := readUntil(t, conn, func(r *livekit.SignalResponse) bool {
		parsed, err := auth.ParseAPIToken(r.GetRefreshToken())
		if err != nil {
			return false
		}
		_, grants, err := parsed.Verify(e.secret)
		return err == nil && grants.Video.GetCanPublish()
	}).GetRefreshToken()
	if err := e.SetRights(t.Context(), "r", "a", Rights{}); err != nil {
		t.Fatal(err)
	}
	for name, tok := range map[string]string{"first": first, "refreshed": refreshed} {
		again := join(t, srv, tok)
		if mayAnnounce(t, again, livekit.TrackType_VIDEO, livekit.TrackSource_CAMERA) || mayAnnounce(t, again, livekit.TrackType_AUDIO, livekit.TrackSource_MICROPHONE) {
			t.Errorf("%s token brought a right back", name)
		}
	}
}

func TestNewerSessionWinsAndStartsWithoutRights(t *testing.T) {
	e, srv := start(t)
	old := join(t, srv, token(t, e, "r", "a"))
	if err := e.SetRights(t.Context(), "r", "a", Rights{Camera: true}); err != nil {
		t.Fatal(err)
	}
	join(t, srv, token(t, e, "r", "a"))
	readUntil(t, old, func(r *livekit.SignalResponse) bool {
		return r.GetLeave().GetReason() == livekit.DisconnectReason_DUPLICATE_IDENTITY
	})
	present, err := e.Present(t.Context(), "r")
	if err != nil || len(present) != 1 || present[0].May != (Rights{}) {
		t.Errorf("present: %+v %v", present, err)
	}
}

func TestRemoveVoidsTokens(t *testing.T) {
	e, srv := start(t)
	tok := token(t, e, "r", "a")
	conn := join(t, srv, tok)
	if err := e.Remove(t.Context(), "r", "a"); err != nil {
		t.Fatal(err)
	}
	readUntil(t, conn, func(r *livekit.SignalResponse) bool {
		return r.GetLeave().GetReason() == livekit.DisconnectReason_PARTICIPANT_REMOVED
	})
	if _, res, err := dial(srv, tok); err == nil || res.StatusCode != http.StatusUnauthorized {
		t.Errorf("came back: %v %v", res, err)
	}
	if _, res, err := dial(srv, token(t, e, "elsewhere", "a")); err != nil {
		t.Errorf("other room closed too: %v %v", res, err)
	}
}

func TestOnChange(t *testing.T) {
	e, srv := start(t)
	type change struct {
		room, identity string
		connected      bool
	}
	changes := make(chan change, 10)
	e.OnChange(func(string, string, bool) { panic("a listener fails") })
	e.OnChange(func(room, identity string, connected bool) { changes <- change{room, identity, connected} })
	want := func(c change) {
		t.Helper()
		select {
		case got := <-changes:
			if got != c {
				t.Fatalf("got %+v, want %+v", got, c)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("no %+v", c)
		}
	}
	conn := join(t, srv, token(t, e, "r", "a"))
	want(change{"r", "a", true})
	join(t, srv, token(t, e, "r", "a")) // the newer session is told; the end of the older may be
	for got := (change{}); got != (change{"r", "a", true}); {
		select {
		case got = <-changes:
		case <-time.After(20 * time.Second):
			t.Fatal("the newer session was not reported")
		}
	}
	_ = conn.Close()
	if err := e.Remove(t.Context(), "r", "a"); err != nil {
		t.Fatal(err)
	}
	want(change{"r", "a", false})
}

func TestTooLargeMessageEndsTheConnection(t *testing.T) {
	e, srv := start(t)
	conn := join(t, srv, token(t, e, "r", "a"))
	_ = conn.WriteMessage(websocket.BinaryMessage, make([]byte, maxMessage+1))
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			var timeout net.Error
			if errors.As(err, &timeout) && timeout.Timeout() {
				t.Fatal("connection stayed open")
			}
			return
		}
	}
}

func TestNoGoroutineLeft(t *testing.T) {
	one := func() {
		e, err := Open(t.Context(), Config{Addrs: []string{"127.0.0.1"}})
		if err != nil {
			t.Fatal(err)
		}
		srv := httptest.NewServer(e.Handler())
		conn, _, err := dial(srv, token(t, e, "r", "a"))
		if err != nil {
			t.Fatal(err)
		}
		read(t, conn)
		_ = conn.Close()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		srv.Close()
	}
	one() // what the engine starts once per process
	before := runtime.NumGoroutine()
	for range 3 {
		one()
	}
	eventually(t, "goroutines end", func() bool { return runtime.NumGoroutine() <= before+15 })
}

func TestOpenRefusesBadConfig(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ended, Config{}); err == nil {
		t.Error("opened under an ended context")
	}
	for _, cfg := range []Config{{MediaPort: -1}, {MediaPort: 70000}, {Addrs: []string{"nowhere"}}, {Rand: strings.NewReader("short")}} {
		if e, err := Open(t.Context(), cfg); err == nil {
			_ = e.Close()
			t.Errorf("%+v accepted", cfg)
		}
	}
}
