package sfu

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/livekit/livekit-server/pkg/service"
	"github.com/livekit/protocol/livekit"
)

// Rights is what a connected identity may publish now. The zero value is watching only.
type Rights struct{ Camera, Sound, Screen bool }

// Participant is one session in a room.
type Participant struct {
	Identity string
	Name     string
	Since    time.Time // when this session began
	May      Rights
	Sends    Rights // published and not muted by the site itself
}

func (r Rights) sources() []livekit.TrackSource {
	var sources []livekit.TrackSource
	if r.Camera {
		sources = append(sources, livekit.TrackSource_CAMERA)
	}
	if r.Sound {
		sources = append(sources, livekit.TrackSource_MICROPHONE)
	}
	if r.Screen {
		sources = append(sources, livekit.TrackSource_SCREEN_SHARE)
	}
	if r.Screen && r.Sound {
		sources = append(sources, livekit.TrackSource_SCREEN_SHARE_AUDIO)
	}
	return sources
}

// SetRights replaces what identity may publish in its present session; what it published under a right it has no
// longer is unpublished before SetRights returns. ErrAbsent if it is not connected.
func (e *Engine) SetRights(ctx context.Context, room, identity string, r Rights) error {
	if e.closing.Load() {
		return ErrClosed
	}
	sources := r.sources()
	_, err := e.rooms.UpdateParticipant(ctx, &livekit.UpdateParticipantRequest{
		Room: room, Identity: identity,
		// An empty list of sources means "all" to the engine, so it must come with CanPublish false.
		Permission: &livekit.ParticipantPermission{
			CanSubscribe: true, CanPublish: len(sources) > 0, CanPublishSources: sources,
		},
	})
	return absent(err)
}

// Present lists the sessions of a room in order of identity; an unknown room is empty.
func (e *Engine) Present(ctx context.Context, room string) ([]Participant, error) {
	if e.closing.Load() {
		return nil, ErrClosed
	}
	infos, err := e.list(ctx, room)
	if err != nil {
		return nil, err
	}
	present := make([]Participant, 0, len(infos))
	for _, info := range infos {
		present = append(present, participant(info))
	}
	slices.SortFunc(present, func(a, b Participant) int { return cmp.Compare(a.Identity, b.Identity) })
	return present, nil
}

// list returns the engine's participants that have joined and not left.
func (e *Engine) list(ctx context.Context, room string) ([]*livekit.ParticipantInfo, error) {
	res, err := e.rooms.ListParticipants(ctx, &livekit.ListParticipantsRequest{Room: room})
	if errors.Is(err, service.ErrRoomNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(res.Participants, func(info *livekit.ParticipantInfo) bool {
		return info.State != livekit.ParticipantInfo_JOINED && info.State != livekit.ParticipantInfo_ACTIVE
	}), nil
}

func participant(info *livekit.ParticipantInfo) Participant {
	p := Participant{Identity: info.Identity, Name: info.Name, Since: time.Unix(info.JoinedAt, 0)}
	if info.JoinedAtMs != 0 {
		p.Since = time.UnixMilli(info.JoinedAtMs)
	}
	if perm := info.Permission; perm != nil && perm.CanPublish {
		p.May = Rights{
			Camera: slices.Contains(perm.CanPublishSources, livekit.TrackSource_CAMERA),
			Sound:  slices.Contains(perm.CanPublishSources, livekit.TrackSource_MICROPHONE),
			Screen: slices.Contains(perm.CanPublishSources, livekit.TrackSource_SCREEN_SHARE),
		}
	}
	for _, track := range info.Tracks {
		if track.Muted {
			continue
		}
		switch track.Source {
		case livekit.TrackSource_CAMERA:
			p.Sends.Camera = true
		case livekit.TrackSource_MICROPHONE, livekit.TrackSource_SCREEN_SHARE_AUDIO:
			p.Sends.Sound = true
		case livekit.TrackSource_SCREEN_SHARE:
			p.Sends.Screen = true
		}
	}
	return p
}

// Remove ends the session of identity and voids all tokens issued for it until now, also when it is not connected
// (then ErrAbsent is returned as well). To come back it needs a new token, issued a second later at the earliest.
func (e *Engine) Remove(ctx context.Context, room, identity string) error {
	if e.closing.Load() {
		return ErrClosed
	}
	e.voided.add(room, identity, time.Now())
	_, err := e.rooms.RemoveParticipant(ctx, &livekit.RoomParticipantIdentity{Room: room, Identity: identity})
	return absent(err)
}

func absent(err error) error {
	if errors.Is(err, service.ErrRoomNotFound) || errors.Is(err, service.ErrParticipantNotFound) {
		return ErrAbsent
	}
	return err
}
