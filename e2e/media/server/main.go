// Command server is the smallest house around the media engine: a page, a token, rights. The browser proof of sound and
// picture runs against it; nothing of it is part of the product.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"time"

	"giaoban/internal/conference/sfu"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self' blob:; img-src 'self'"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	script := flag.String("script", "", "bundle to serve")
	tcpOnly := flag.Bool("tcp", false, "no UDP")
	mediaPort := flag.Int("media", 0, "media port")
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	engine, err := sfu.Open(ctx, sfu.Config{MediaPort: *mediaPort, Addrs: []string{"127.0.0.1"}, TCPOnly: *tcpOnly, Log: log})
	if err != nil {
		return err
	}
	h := &house{engine: engine, admitted: map[string]sfu.Rights{}}
	engine.OnChange(func(room, identity string, connected bool) {
		if rights, ok := h.rights(identity); ok && connected {
			_ = engine.SetRights(ctx, room, identity, rights)
		}
	})
	ln, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	fmt.Printf(`{"url":"http://%s","mediaPort":%d}`+"\n", ln.Addr(), engine.MediaPort())
	srv := &http.Server{Handler: h.routes(*script), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		// The tests hold our input open; when they end, so do we.
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	go func() {
		<-ctx.Done()
		_ = engine.Close()
		_ = srv.Close()
	}()
	if err := srv.Serve(ln); err != http.ErrServerClosed {
		return err
	}
	return engine.Close()
}

type house struct {
	engine   *sfu.Engine
	mu       sync.Mutex
	admitted map[string]sfu.Rights
}

func (h *house) rights(identity string) (sfu.Rights, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, ok := h.admitted[identity]
	return r, ok
}

func (h *house) routes(script string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/rtc", h.engine.Handler())
	mux.Handle("/rtc/", h.engine.Handler())
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><html lang="en"><meta charset="utf-8"><title>media</title><main></main><script src="/page.js"></script>`)
	})
	mux.HandleFunc("GET /page.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, script) })
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	mux.HandleFunc("GET /token", func(w http.ResponseWriter, r *http.Request) {
		id, room := r.FormValue("identity"), r.FormValue("room")
		token, err := h.engine.Token(room, id, "Site "+id, 5*time.Minute)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(w, token)
	})
	// what=camera,sound,screen is remembered and given again whenever the identity connects
	mux.HandleFunc("POST /rights", func(w http.ResponseWriter, r *http.Request) {
		id, what := r.FormValue("identity"), strings.Split(r.FormValue("what"), ",")
		has := func(s string) bool {
			for _, w := range what {
				if w == s {
					return true
				}
			}
			return false
		}
		rights := sfu.Rights{Camera: has("camera"), Sound: has("sound"), Screen: has("screen")}
		h.mu.Lock()
		h.admitted[id] = rights
		h.mu.Unlock()
		if err := h.engine.SetRights(r.Context(), r.FormValue("room"), id, rights); err != nil && err != sfu.ErrAbsent {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("GET /present", func(w http.ResponseWriter, r *http.Request) {
		list, err := h.engine.Present(r.Context(), r.FormValue("room"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(w).Encode(list)
	})
	mux.HandleFunc("GET /blob", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.FormValue("bytes"))
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write(make([]byte, min(max(n, 0), 8<<20)))
	})
	mux.HandleFunc("POST /blob", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, 8<<20))
	})
	return mux
}
