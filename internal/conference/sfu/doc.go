// Package sfu carries sound and picture between the sites of a conference. It is the only importer of the media
// engine (LiveKit server, in this process); everything else speaks in opaque room and identity strings.
//
// # Why the parts are put together by hand
//
// The engine's own server type opens its own listener, publishes an administration API and exposes no handler.
// Assembled from its parts it needs one handler under /rtc and one media port number (UDP and TCP); the
// administration API does not exist on the network at all, and floor control is a function call.
//
// # Invariants
//
//   - A token admits to one room under one identity and subscribes. It grants neither camera, sound, screen nor data.
//     Whatever a presented token claims beyond that is discarded at the door: the engine hands out refreshed tokens
//     which carry the rights of that moment, so an old one could otherwise bring rights back.
//   - Rights live in the engine's session only. A new session of an identity starts with none; the caller gives them
//     again when OnChange reports it connected. Only the resumption of a session that is still alive keeps them.
//   - Camera, sound and screen are separate rights. The kind of a track (audio, video) and its declared source must
//     agree, so a sound cannot be published under the camera's right.
//   - A right taken away unpublishes what was published by it, at once, on the server.
//   - One identity has one session: the newer wins, the older is told so.
//   - Remove ends the session and voids every token issued for it until then.
//   - Nothing outside is contacted: no STUN, no TURN, no telemetry. An empty STUN list would make the engine recommend
//     public servers to every browser, therefore browsers are pointed at the media port itself (which ignores them).
//   - Key and secret are drawn at Open and never logged; so tokens end with the process. Other processes of the installation
//     sign with them too (Credentials); a token's holder comes out at the door (OnAdmit) and goes no further.
//
// # Limits of the engine to know about
//
// A panic inside a media session ends the whole process (the engine calls os.Exit). The TCP side of the media port
// listens on all interfaces. Both are the engine's own behaviour.
package sfu
