package sfu

import (
	"bytes"
	"encoding/binary"
	"errors"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/logger"
)

// frame is a masked WebSocket frame as a browser sends it.
func frame(final bool, opcode byte, size int) []byte {
	head := []byte{opcode, 0x80}
	if final {
		head[0] |= 0x80
	}
	switch {
	case size < 126:
		head[1] |= byte(size)
	case size <= 0xffff:
		head[1] |= 126
		head = binary.BigEndian.AppendUint16(head, uint16(size))
	default:
		head[1] |= 127
		head = binary.BigEndian.AppendUint64(head, uint64(size))
	}
	head = append(head, 1, 2, 3, 4)
	return append(head, make([]byte, size)...)
}

func TestFrameMeter(t *testing.T) {
	join := func(frames ...[]byte) []byte { return bytes.Join(frames, nil) }
	for name, c := range map[string]struct {
		stream []byte
		want   error
	}{
		"small":             {join(frame(true, 2, 0), frame(true, 2, 125), frame(true, 1, 126), frame(true, 2, 70000)), nil},
		"just fits":         {frame(true, 2, maxMessage), nil},
		"one too large":     {frame(true, 2, maxMessage+1), errTooLarge},
		"fragments too":     {join(frame(false, 2, maxMessage/2), frame(false, 0, maxMessage/2), frame(true, 0, 1)), errTooLarge},
		"fragments fit":     {join(frame(false, 2, 10), frame(true, 9, 5), frame(true, 0, 10), frame(true, 2, maxMessage)), nil},
		"many messages":     {join(frame(true, 2, maxMessage), frame(true, 2, maxMessage)), nil},
		"enormous announce": {[]byte{0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}, errTooLarge},
	} {
		for _, step := range []int{1, 7, 4096, len(c.stream)} {
			var m frameMeter
			var err error
			for at := 0; at < len(c.stream) && err == nil; at += step {
				err = m.follow(c.stream[at:min(at+step, len(c.stream))])
			}
			if !errors.Is(err, c.want) {
				t.Errorf("%s in steps of %d: %v", name, step, err)
			}
		}
	}
}

func TestTracksSayWhatTheyAre(t *testing.T) {
	const audio, video = livekit.TrackType_AUDIO, livekit.TrackType_VIDEO
	const unknown, camera, mic, screen, screenSound = livekit.TrackSource_UNKNOWN, livekit.TrackSource_CAMERA, livekit.TrackSource_MICROPHONE, livekit.TrackSource_SCREEN_SHARE, livekit.TrackSource_SCREEN_SHARE_AUDIO
	for _, c := range []struct {
		kind           livekit.TrackType
		declared, want livekit.TrackSource
	}{
		{audio, unknown, mic}, {audio, camera, mic}, {audio, screen, mic}, {audio, mic, mic}, {audio, screenSound, screenSound},
		{video, unknown, camera}, {video, mic, camera}, {video, screenSound, camera}, {video, camera, camera}, {video, screen, screen},
	} {
		given := &livekit.AddTrackRequest{Type: c.kind, Source: c.declared}
		if got := honest(given).Source; got != c.want || given.Source != c.declared {
			t.Errorf("%v declared %v became %v", c.kind, c.declared, got)
		}
	}
}

func TestLogsKeepSecrets(t *testing.T) {
	var out bytes.Buffer
	bridgeLogs(slog.New(slog.NewTextHandler(&out, nil)))
	log := logger.GetLogger().WithValues("room", livekit.RoomName("r1"), "grants", &livekit.ParticipantPermission{CanPublish: true})
	log.Warnw("invalid token: eyJhbGciOi.eyJzdWIi.c2ln", errors.New("GET /rtc?access_token=abc&x=1 refused"), "url", "ws://h/rtc?join_request=zzz")
	log.Infow("informative")
	log.Debugw("chatty")
	got := out.String()
	for _, secret := range []string{"eyJ", "abc", "zzz", "canPublish", "CanPublish", "informative", "chatty"} {
		if strings.Contains(got, secret) {
			t.Errorf("logged %q: %s", secret, got)
		}
	}
	for _, useful := range []string{"level=WARN", "room=r1", "refused", "part=media"} {
		if !strings.Contains(got, useful) {
			t.Errorf("missing %q: %s", useful, got)
		}
	}
}

// A browser asks the ICE servers it is told for its own address; with none configured the engine would name public ones.
func TestBrowsersAreSentNowhere(t *testing.T) {
	e, srv := start(t)
	conn, _, err := dial(srv, token(t, e, "r", "a"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	own := "stun:" + net.JoinHostPort("127.0.0.1", strconv.Itoa(e.MediaPort()))
	servers := read(t, conn).GetJoin().GetIceServers()
	if len(servers) == 0 {
		t.Fatal("no servers named, so the client may choose its own")
	}
	for _, s := range servers {
		for _, u := range s.Urls {
			if u != own {
				t.Errorf("browser is sent to %s", u)
			}
		}
	}
}

// However the bytes are cut, the meter says the same, and never lets more than the limit into one message.
func FuzzFrameMeter(f *testing.F) {
	f.Add(frame(true, 2, 125), uint8(1))
	f.Add(frame(false, 2, 70000), uint8(7))
	f.Add([]byte{0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}, uint8(3))
	f.Fuzz(func(t *testing.T, stream []byte, step uint8) {
		var whole, cut frameMeter
		want := whole.follow(stream)
		var got error
		for at := 0; at < len(stream) && got == nil; at += max(1, int(step)) {
			got = cut.follow(stream[at:min(at+max(1, int(step)), len(stream))])
		}
		if !errors.Is(got, want) {
			t.Errorf("whole: %v, in steps of %d: %v", want, step, got)
		}
		if want == nil && whole.message > maxMessage {
			t.Errorf("a message of %d bytes passed", whole.message)
		}
	})
}
