package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// stream is an answer as a stream of events. A write has writeWithin; through
// net/http up to twice that, where the deadline is moved only when it draws near.
//
// A plain HTTP/1 connection is taken over from net/http, so that a channel can
// write to all its listeners one after the other without waking them (offer).
// One whose socket is full then, or who is just being written to, is woken and
// goes on by itself. Over TLS and HTTP/2 every listener writes by itself.
type stream struct {
	c       *Ctx
	control *http.ResponseController
	wake    chan struct{} // one slot: a slow listener skips versions

	mu    sync.Mutex // who holds it writes
	conn  net.Conn   // nil: through net/http
	raw   syscall.RawConn
	rest  []byte    // of an event that a full socket took in part
	until time.Time // net/http's deadline that stands
	stop  context.CancelFunc
}

func newStream(c *Ctx) *stream {
	return &stream{c: c, control: http.NewResponseController(c.W), wake: make(chan struct{}, 1), stop: func() {}}
}

// begin sends the head. Its context ends when the browser goes away.
func (s *stream) begin() context.Context {
	h := s.c.W.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	retry := fmt.Appendf(nil, "retry: %d\n\n", jitter(2*time.Second).Milliseconds())
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx, ok := s.takeOver(); ok {
		var head bytes.Buffer
		h.Set("Date", time.Now().UTC().Format(http.TimeFormat))
		h.Set("Connection", "close") // nothing says how long the answer is: it ends with the connection
		head.WriteString("HTTP/1.1 200 OK\r\n")
		_ = h.Write(&head) // never fails
		head.WriteString("\r\n")
		s.write(append(head.Bytes(), retry...))
		return ctx
	}
	_ = s.control.SetReadDeadline(time.Time{}) // best effort: the server's limits are for requests, not for streams
	s.c.W.WriteHeader(http.StatusOK)
	s.write(retry)
	return s.c.R.Context()
}

// takeOver takes the connection from net/http, which forgets its deadlines.
func (s *stream) takeOver() (context.Context, bool) {
	if s.c.R.TLS != nil || s.c.R.ProtoMajor != 1 {
		return nil, false
	}
	conn, _, err := s.control.Hijack()
	if err != nil {
		return nil, false
	}
	if a, ok := s.c.W.(*answer); ok {
		a.status = http.StatusOK
	}
	ctx, stop := context.WithCancel(s.c.R.Context())
	s.conn, s.stop = conn, stop
	if tcp, ok := conn.(*net.TCPConn); ok {
		s.raw, _ = tcp.SyscallConn() // without it the listener writes by itself
	}
	go func() {
		_, _ = io.Copy(io.Discard, conn) // a browser says nothing more: this ends when it goes
		stop()
	}()
	return ctx, true
}

// end closes what was taken over; net/http does so with the rest.
func (s *stream) end() {
	s.stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raw = nil
	if s.conn != nil {
		_ = s.conn.Close()
	}
}

func (s *stream) send(b []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.finish() && s.write(b)
}

// follow sends what the listener lacks; slow tells whether it did not take it in time.
func (s *stream) follow(u *listener) (ok, slow bool) {
	next, err := u.ch.latest(u.lang)
	if err != nil {
		return false, false // the browser comes again
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.finish() {
		return false, true
	}
	if next.version <= u.sent {
		return true, false // this or a later one was offered meanwhile
	}
	if !s.write(next.after(u.sent, u.name)) {
		return false, true
	}
	u.sent = next.version
	return true, false
}

// finish writes the rest of an event that was begun; the lock is held.
func (s *stream) finish() bool {
	rest := s.rest
	s.rest = nil
	return s.write(rest)
}

// write waits until all is taken; the lock is held.
func (s *stream) write(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	if s.conn != nil {
		_ = s.conn.SetWriteDeadline(time.Now().Add(writeWithin))
		_, err := s.conn.Write(b)
		_ = s.conn.SetWriteDeadline(time.Time{}) // offer waits for nobody and knows no deadline
		return err == nil
	}
	if now := time.Now(); s.until.Sub(now) < writeWithin {
		s.until = now.Add(2 * writeWithin)
		if err := s.control.SetWriteDeadline(s.until); err != nil {
			return false
		}
	}
	if _, err := s.c.W.Write(b); err != nil {
		return false
	}
	return s.control.Flush() == nil
}

// offer hands a listener a frame without waiting for anybody. It is false where the
// listener has to be woken to see to it.
func (s *stream) offer(u *listener, f *frame) bool {
	if !s.mu.TryLock() {
		return false
	}
	defer s.mu.Unlock()
	if f.version <= u.sent {
		return true
	}
	if s.raw == nil || len(s.rest) > 0 {
		return false
	}
	body := f.after(u.sent, u.name)
	n := tryWrite(s.raw, body)
	if n < 0 {
		return false
	}
	u.sent, s.rest = f.version, body[n:]
	return n == len(body)
}
