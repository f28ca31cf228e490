//go:build !unix

package web

import "syscall"

// tryWrite is not to be had here: listeners write by themselves.
func tryWrite(syscall.RawConn, []byte) int { return -1 }
