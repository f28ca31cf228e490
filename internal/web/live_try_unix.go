//go:build unix

package web

import "syscall"

// tryWrite writes what a socket takes at once and gives how much that was; -1 where it took nothing or is closed.
func tryWrite(raw syscall.RawConn, b []byte) int {
	n := -1
	if len(b) == 0 {
		return 0
	}
	err := raw.Write(func(fd uintptr) bool {
		for {
			wrote, err := syscall.Write(int(fd), b)
			if err == syscall.EINTR {
				continue
			}
			if err == nil {
				n = wrote
			}
			return true // once: what is full or broken is the listener's own affair
		}
	})
	if err != nil {
		return -1
	}
	return n
}
