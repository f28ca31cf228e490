package sfu

import (
	"context"
	"errors"
	"time"

	"github.com/livekit/livekit-server/pkg/routing"
	"github.com/livekit/livekit-server/pkg/telemetry/prometheus"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/utils"
	"github.com/livekit/protocol/utils/guid"
	"golang.org/x/time/rate"
	"google.golang.org/protobuf/proto"
)

const (
	requestRoom  = 500  // signalling messages waiting towards the engine
	responseRoom = 1000 // and towards a browser: joining a full conference makes a burst
	messageRate  = 100  // messages per second one browser may send, and burst
	messageBurst = 1000
	trackRate    = 1 // announcements of tracks per second, and burst
	trackBurst   = 30
)

// localRouter connects signalling to the one node there is, directly: no message bus, no node statistics that could
// refuse a join on a busy machine.
type localRouter struct {
	*routing.LocalRouter
	node   routing.LocalNode
	engine *Engine
}

func (r *localRouter) GetNodeForRoom(context.Context, livekit.RoomName) (*livekit.Node, error) {
	node := r.node.Clone()
	node.Stats.UpdatedAt = time.Now().Unix()
	return node, nil
}

func (r *localRouter) CreateRoom(context.Context, *livekit.CreateRoomRequest) (*livekit.Room, error) {
	return nil, errors.New("sfu: rooms begin with the first who joins")
}

func (r *localRouter) StartParticipantSignal(_ context.Context, _ livekit.RoomName, pi routing.ParticipantInit) (routing.StartParticipantSignalResults, error) {
	id := livekit.ConnectionID(guid.New("CO_"))
	requests := routing.NewMessageChannel(id, requestRoom)
	responses := routing.NewMessageChannel(id, responseRoom)
	sink := &requestSink{
		MessageSink: requests,
		messages:    rate.NewLimiter(messageRate, messageBurst),
		tracks:      rate.NewLimiter(trackRate, trackBurst),
	}
	// A track announced while joining comes before any right was given; it would be refused anyway.
	pi.AddTrackRequests = nil
	prometheus.IncrementParticipantRtcInit(1)
	// The session outlives the request that began it.
	if err := r.engine.rooms.StartSession(r.engine.ctx, pi, requests, responses, false); err != nil {
		requests.Close()
		responses.Close()
		return routing.StartParticipantSignalResults{}, err
	}
	return routing.StartParticipantSignalResults{
		ConnectionID: id, RequestSink: sink, ResponseSource: responses, NodeID: r.node.NodeID(),
	}, nil
}

// requestSink passes on what a site needs and drops the rest: test scenarios, data, hiding oneself from others.
type requestSink struct {
	routing.MessageSink
	messages, tracks *rate.Limiter
}

func (s *requestSink) WriteMessage(msg proto.Message) error {
	if !s.messages.Allow() {
		return errTooMany
	}
	req, ok := msg.(*livekit.SignalRequest)
	if !ok {
		return nil
	}
	switch m := req.Message.(type) {
	case *livekit.SignalRequest_Offer, *livekit.SignalRequest_Answer, *livekit.SignalRequest_Trickle,
		*livekit.SignalRequest_Mute, *livekit.SignalRequest_Subscription, *livekit.SignalRequest_TrackSetting,
		*livekit.SignalRequest_Leave, *livekit.SignalRequest_SyncState, *livekit.SignalRequest_Ping,
		*livekit.SignalRequest_PingReq, *livekit.SignalRequest_UpdateAudioTrack, *livekit.SignalRequest_UpdateVideoTrack:
	case *livekit.SignalRequest_AddTrack:
		if !s.tracks.Allow() {
			return errTooMany
		}
		if m.AddTrack == nil {
			return nil
		}
		req = &livekit.SignalRequest{Message: &livekit.SignalRequest_AddTrack{AddTrack: honest(m.AddTrack)}}
	default:
		return nil
	}
	return s.MessageSink.WriteMessage(req)
}

// honest makes a track's declared source agree with its kind, because rights are given by source: a sound is the
// microphone or the screen's, whatever it says it is, and a picture the camera or the screen.
func honest(track *livekit.AddTrackRequest) *livekit.AddTrackRequest {
	track = utils.CloneProto(track)
	switch {
	case track.Type == livekit.TrackType_AUDIO && track.Source != livekit.TrackSource_SCREEN_SHARE_AUDIO:
		track.Source = livekit.TrackSource_MICROPHONE
	case track.Type == livekit.TrackType_VIDEO && track.Source != livekit.TrackSource_SCREEN_SHARE:
		track.Source = livekit.TrackSource_CAMERA
	}
	return track
}
