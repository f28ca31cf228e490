package sfu

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livekit/livekit-server/pkg/routing"
	"github.com/livekit/livekit-server/pkg/service"
	"github.com/livekit/livekit-server/pkg/telemetry"
	"github.com/livekit/livekit-server/pkg/telemetry/prometheus"
	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/observability/roomobs"
	"github.com/livekit/protocol/utils"
	"github.com/livekit/psrpc"
)

// Config says where media flows and where the engine's own warnings go.
type Config struct {
	MediaPort int          // one number for UDP and TCP; 0 picks a free one
	Addrs     []string     // addresses announced to browsers; empty: all local ones. One that is not local (address translation) replaces all others
	TCPOnly   bool         // for networks that pass no UDP: do not open or announce it
	Log       *slog.Logger // nil discards
	Rand      io.Reader    // key material; nil is crypto/rand
}

// Error is a constant error, to be compared with errors.Is.
type Error string

func (e Error) Error() string { return "sfu: " + string(e) }

const (
	// ErrAbsent says that the identity has no session in the room now.
	ErrAbsent = Error("no such participant connected")
	// ErrClosed says that the engine has been closed.
	ErrClosed = Error("engine closed")

	errTooMany  = Error("too many signalling messages")
	errTooLarge = Error("signalling message too large")
)

const (
	closeWait  = 5 * time.Second        // the longest Close waits for the engine's parts
	partingGap = 100 * time.Millisecond // lets the farewell reach browsers before their connections are cut
	sweepEvery = time.Second            // idle rooms, presence
)

// Engine is one running media engine. All its methods may be called at the same time.
type Engine struct {
	log     *slog.Logger
	port    int
	key     string
	secret  string
	ctx     context.Context
	stop    context.CancelFunc
	rooms   *service.RoomManager
	store   *watchedStore
	rtc     *service.RTCService
	handler http.Handler
	joins   joinLimit
	voided  voidedTokens
	watch   watchers
	admit   atomic.Pointer[func(room, identity, holder string)]
	open    sync.WaitGroup // signalling connections
	workers sync.WaitGroup
	closing atomic.Bool
	closed  sync.Once
}

// Open starts an engine. ctx governs the start only; the engine runs until Close. When two engines are opened in one
// process their warnings go to the log of the last opened.
func Open(ctx context.Context, cfg Config) (*Engine, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	seed := make([]byte, 8+32)
	if _, err := io.ReadFull(cfg.Rand, seed); err != nil {
		return nil, fmt.Errorf("sfu: key material: %w", err)
	}
	e := &Engine{
		log:    cfg.Log,
		key:    "k" + hex.EncodeToString(seed[:8]),
		secret: hex.EncodeToString(seed[8:]),
	}
	e.ctx, e.stop = context.WithCancel(context.WithoutCancel(ctx))
	bridgeLogs(cfg.Log)
	if err := e.assemble(cfg); err != nil {
		e.stop()
		return nil, fmt.Errorf("sfu: %w", err)
	}
	e.handler = e.signalling()
	e.workers.Add(1)
	go e.sweep()
	return e, nil
}

// assemble builds the engine's parts. A picked free port may be taken by another process between picking and binding,
// so picking is tried a few times.
func (e *Engine) assemble(cfg Config) error {
	var err error
	for range 5 {
		if e.port, err = mediaPort(cfg); err != nil {
			return err
		}
		if err = e.parts(cfg); err == nil || cfg.MediaPort != 0 {
			return err
		}
	}
	return err
}

func (e *Engine) parts(cfg Config) error {
	conf, err := engineConfig(cfg, e.port, map[string]string{e.key: e.secret})
	if err != nil {
		return err
	}
	node, err := routing.NewLocalNode(conf)
	if err != nil {
		return err
	}
	if err := initStats(string(node.NodeID())); err != nil {
		return err
	}
	store := &watchedStore{LocalStore: service.NewLocalStore(), changed: make(chan struct{}, 1)}
	router := &localRouter{LocalRouter: routing.NewLocalRouter(node, nil, nil, conf.NodeStats), node: node, engine: e}
	allocator, err := service.NewRoomAllocator(conf, router, store)
	if err != nil {
		return err
	}
	keys := auth.NewSimpleKeyProvider(e.key, e.secret)
	quiet := quietTelemetry{}
	rooms, err := service.NewLocalRoomManager(conf, store, node, router, allocator, quiet, nil, store, nil,
		utils.NewDefaultTimedVersionGenerator(), service.NewTURNAuthHandler(keys), psrpc.NewLocalMessageBus(), nil)
	if err != nil {
		return err
	}
	e.rooms, e.store = rooms, store
	e.rtc = service.NewRTCService(conf, allocator, router, quiet)
	return nil
}

// quietTelemetry reports to nobody; the engine insists on having reporters to call.
type quietTelemetry struct{ telemetry.NullTelemetryService }

func (quietTelemetry) RoomProjectReporter(context.Context) roomobs.ProjectReporter {
	return roomobs.NewNoopProjectReporter()
}

// initStats fills the engine's process-wide counters, which must exist before the first session. The engine guards
// itself against a second registration but not against a second caller overtaking the first, so an overtaking caller
// waits until reading the counters no longer fails.
func initStats(nodeID string) error {
	if err := prometheus.Init(nodeID, livekit.NodeType_SERVER); err != nil {
		return err
	}
	ready := func() (ok bool) {
		defer func() { ok = recover() == nil }()
		_, _ = prometheus.GetNodeStats(0, nil, nil)
		return
	}
	for range 200 {
		if ready() {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return errors.New("engine counters did not start")
}

// OnAdmit tells of everybody who is let in with a token that names its holder, before the session begins.
func (e *Engine) OnAdmit(fn func(room, identity, holder string)) { e.admit.Store(&fn) }

// MediaPort is the UDP and TCP port number media flows through.
func (e *Engine) MediaPort() int { return e.port }

// Close says goodbye to everyone, ends all sessions and frees the ports. It waits a bounded time and may be called
// again.
func (e *Engine) Close() error {
	var err error
	e.closed.Do(func() {
		e.closing.Store(true)
		e.stop()
		done := make(chan struct{})
		go func() {
			defer close(done)
			e.rooms.Stop()
			time.Sleep(partingGap)
			e.rtc.DrainConnections(0, true)
			e.open.Wait()
			e.workers.Wait()
		}()
		select {
		case <-done:
		case <-time.After(closeWait):
			err = errors.New("sfu: some sessions did not end in time")
		}
	})
	return err
}
