package sfu

import (
	"bufio"
	"encoding/binary"
	"net"
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

const (
	maxMessage = 1 << 20          // bytes of one signalling message; a session description of a full wall is about 300 kB
	byteRate   = 256 << 10        // bytes per second from one browser
	byteBurst  = 4 << 20          // and at once
	silence    = 45 * time.Second // browsers ping every few seconds; longer silence is a dead line
)

// guardedWriter hands the engine a connection that limits what a browser can send. The engine itself reads messages
// of any size.
type guardedWriter struct{ http.ResponseWriter }

func (w *guardedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *guardedWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	return &guardedConn{Conn: conn, bytes: rate.NewLimiter(byteRate, byteBurst)}, rw, nil
}

// guardedConn follows the frames of a WebSocket and ends it at a message beyond the limit.
type guardedConn struct {
	net.Conn
	bytes  *rate.Limiter
	frames frameMeter
}

func (c *guardedConn) Read(p []byte) (int, error) {
	if err := c.Conn.SetReadDeadline(time.Now().Add(silence)); err != nil {
		return 0, err
	}
	n, err := c.Conn.Read(p)
	if n > 0 {
		if !c.bytes.AllowN(time.Now(), n) {
			return 0, errTooMany
		}
		if ferr := c.frames.follow(p[:n]); ferr != nil {
			return 0, ferr
		}
	}
	return n, err
}

// frameMeter adds up message sizes from the byte stream a browser sends (RFC 6455, section 5.2).
type frameMeter struct {
	head    [14]byte
	have    int    // bytes of head seen
	need    int    // bytes of head wanted
	payload uint64 // bytes of payload still to come
	message uint64 // bytes of the message so far, over its frames
}

func (m *frameMeter) follow(p []byte) error {
	for len(p) > 0 {
		if m.payload > 0 {
			n := min(m.payload, uint64(len(p)))
			m.payload -= n
			p = p[n:]
			continue
		}
		if m.need == 0 {
			m.need = 2
		}
		n := copy(m.head[m.have:m.need], p)
		m.have += n
		p = p[n:]
		if m.have < m.need {
			continue
		}
		if m.need == 2 {
			if m.need = headLength(m.head[1]); m.need > 2 {
				continue
			}
		}
		if err := m.begin(); err != nil {
			return err
		}
	}
	return nil
}

func headLength(second byte) int {
	n := 2
	switch second & 0x7f {
	case 126:
		n += 2
	case 127:
		n += 8
	}
	if second&0x80 != 0 {
		n += 4
	}
	return n
}

// begin takes up the frame whose head is complete.
func (m *frameMeter) begin() error {
	size := uint64(m.head[1] & 0x7f)
	switch size {
	case 126:
		size = uint64(binary.BigEndian.Uint16(m.head[2:]))
	case 127:
		size = binary.BigEndian.Uint64(m.head[2:])
	}
	if control := m.head[0]&0x08 != 0; !control {
		m.message += size
		if size > maxMessage || m.message > maxMessage {
			return errTooLarge
		}
		if last := m.head[0]&0x80 != 0; last {
			m.message = 0
		}
	}
	m.have, m.need, m.payload = 0, 0, size
	return nil
}
