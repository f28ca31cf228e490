package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"time"
)

// heard is what the listeners tell in the end.
type heard struct {
	Deliveries, Versions, Skipped int
	P50, P99                      float64 // ms
	KB                            float64 // mean size of an event
}

// listeners is their process, seen from the server's.
type listeners struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// startListeners starts the process and waits until every listener has its first frame.
func startListeners(ctx context.Context, board, cookie string, n int) (*listeners, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	l := &listeners{cmd: exec.CommandContext(ctx, self, "-listen", board, "-cookie", cookie, "-listeners", strconv.Itoa(n))}
	l.cmd.Stderr = os.Stderr
	if l.in, err = l.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := l.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	l.out = bufio.NewReader(out)
	if err := l.cmd.Start(); err != nil {
		return nil, err
	}
	if _, err := l.out.ReadString('\n'); err != nil {
		return nil, errors.Join(fmt.Errorf("the listeners did not start: %w", err), l.cmd.Wait())
	}
	return l, nil
}

// finish tells them when each version was committed and reads their answer.
func (l *listeners) finish(commits map[int64]int64) (h heard, err error) {
	if err := json.NewEncoder(l.in).Encode(commits); err != nil {
		return h, err
	}
	return h, json.NewDecoder(l.out).Decode(&h)
}

func (l *listeners) stop() {
	_ = l.in.Close()
	_ = l.cmd.Wait() // it has answered, or the error is told already
}

type receipt struct {
	version, at int64
	size        int
}

// beListeners opens n streams, notes what arrives, and answers once it is told the commits.
func beListeners(board, cookie string, n int) error {
	u, err := url.Parse(board)
	if err != nil {
		return err
	}
	receipts := make([][]receipt, n)
	var locks = make([]sync.Mutex, n)
	var first sync.WaitGroup
	failed := make(chan error, n)
	gate := make(chan struct{}, 50) // so many are being opened at a time
	for i := range n {
		first.Add(1)
		gate <- struct{}{}
		go func() {
			began := sync.OnceFunc(func() { first.Done(); <-gate })
			err := listen(u, cookie, i, func(r receipt) {
				locks[i].Lock()
				receipts[i] = append(receipts[i], r)
				locks[i].Unlock()
				began()
			})
			began()
			failed <- err
		}()
	}
	first.Wait()
	select {
	case err := <-failed:
		return fmt.Errorf("a stream ended: %w", err)
	default:
	}
	fmt.Println("ready")
	commits := map[int64]int64{}
	if err := json.NewDecoder(os.Stdin).Decode(&commits); err != nil {
		return err
	}
	h := heard{Versions: len(commits), Skipped: n * len(commits)}
	var late []int64
	bytes := 0
	for i := range receipts {
		locks[i].Lock()
		for _, r := range receipts[i] {
			if at, ok := commits[r.version]; ok {
				late = append(late, r.at-at)
				bytes += r.size
			}
		}
		locks[i].Unlock()
	}
	h.Deliveries = len(late)
	h.Skipped -= h.Deliveries
	if len(late) == 0 {
		return errors.New("nothing arrived")
	}
	slices.Sort(late)
	ms := func(i int) float64 { return float64(time.Duration(late[i]).Microseconds()) / 1000 }
	h.P50, h.P99, h.KB = ms(len(late)/2), ms(len(late)*99/100), float64(bytes)/float64(len(late))/1000
	return json.NewEncoder(os.Stdout).Encode(h)
}

// listen reads one stream until it ends. HTTP/1.0 leaves the events unframed; every thousand come from an address of their own.
func listen(u *url.URL, cookie string, i int, got func(receipt)) error {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(1+i/1000))}}
	conn, err := d.Dial("tcp", u.Host)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.0\r\nHost: %s\r\nAccept-Language: vi\r\nCookie: %s\r\n\r\n", u.RequestURI(), u.Host, cookie); err != nil {
		return err
	}
	in := bufio.NewReaderSize(conn, 16<<10)
	status, err := in.ReadString('\n')
	if err != nil {
		return err
	}
	if !bytes.Contains([]byte(status), []byte(" 200 ")) {
		return errors.New(status)
	}
	var r receipt
	for {
		line, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		r.size += len(line)
		switch {
		case bytes.HasPrefix(line, []byte("id: ")):
			version := bytes.TrimSpace(line[bytes.LastIndexByte(line, '.')+1:])
			if r.version, err = strconv.ParseInt(string(version), 10, 64); err != nil {
				return err
			}
			r.size = len(line)
		case len(line) == 1 && r.version > 0: // the event ends
			r.at = time.Now().UnixNano()
			got(r)
			r = receipt{}
		}
	}
}
