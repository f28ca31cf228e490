package account

import (
	"strings"
	"testing"
)

// A stored hash never makes a check of a password cost more than the bounds, and what Hash writes is read again.
func FuzzParseHash(f *testing.F) {
	f.Add(Hash("mật khẩu đủ dài"))
	f.Add("$argon2id$v=19$m=4294967295,t=1,p=1$AA$AAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2id$v=19$m=-1,t=1,p=1$AA$AAAAAAAAAAAAAAAAAAAAAA")
	f.Add(strings.Repeat("$", 40))
	f.Fuzz(func(t *testing.T, s string) {
		h, err := parseHash(s)
		if err != nil {
			return
		}
		if h.memory == 0 || h.memory > 1<<20 || h.time == 0 || h.time > 16 || h.threads == 0 || len(h.sum) < 16 {
			t.Errorf("%q is taken as %d kB, %d passes, %d threads, %d bytes", s, h.memory, h.time, h.threads, len(h.sum))
		}
	})
}
