package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"

	"giaoban/internal/fault"
)

// Parameters of argon2id (OWASP Password Storage Cheat Sheet, second choice).
// One hash costs about 20 ms and 19 MiB. Raise them and the next sign-in of an
// account writes a new hash.
const (
	hashMemory  = 19 * 1024 // KiB
	hashTime    = 2
	hashThreads = 1
	hashLength  = 32
	saltLength  = 16

	hashAtOnce  = 2   // more would only share the same two processors
	hashWaiting = 400 // about 4 s of waiting; beyond that a refusal is kinder
)

var errHash = errors.New("account: malformed password hash")

// Hash gives the hash of a password in the PHC string format.
func Hash(password string) string {
	salt := make([]byte, saltLength)
	rand.Read(salt) // never fails
	sum := argon2.IDKey([]byte(password), salt, hashTime, hashMemory, hashThreads, hashLength)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum))
}

type hashed struct {
	memory, time uint32
	threads      uint8
	salt, sum    []byte
}

func parseHash(s string) (hashed, error) {
	var h hashed
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.threads); err != nil {
		return h, errHash
	}
	if h.memory == 0 || h.memory > 1<<20 || h.time == 0 || h.time > 16 || h.threads == 0 {
		return h, errHash
	}
	var err error
	if h.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return h, errHash
	}
	if h.sum, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(h.sum) < 16 {
		return h, errHash
	}
	return h, nil
}

func (h hashed) matches(password string) bool {
	sum := argon2.IDKey([]byte(password), h.salt, h.time, h.memory, h.threads, uint32(len(h.sum)))
	return subtle.ConstantTimeCompare(sum, h.sum) == 1
}

// weak tells whether the hash was made with lower parameters than today's.
func (h hashed) weak() bool {
	return h.memory < hashMemory || h.time < hashTime || len(h.sum) < hashLength
}

// hasher bounds how many hashes are computed at once and how many wait.
type hasher struct {
	slots   chan struct{}
	waiting atomic.Int64
	dummy   hashed // compared with where no account is: the same work
}

func newHasher() *hasher {
	dummy, err := parseHash(Hash("no account has this password: " + rand.Text()))
	if err != nil {
		panic(err) // our own output
	}
	return &hasher{slots: make(chan struct{}, hashAtOnce), dummy: dummy}
}

// run waits for a place and runs work in it.
func (h *hasher) run(ctx context.Context, work func()) error {
	if h.waiting.Add(1) > hashWaiting {
		h.waiting.Add(-1)
		return fault.Unavailable("account.busy")
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-h.slots }()
	work()
	return nil
}

// Waiting tells how many passwords are being looked at or wait for it, for metrics.
func (s *Service) Waiting() int64 { return s.hash.waiting.Load() }

// check compares a password with a stored hash, "" or a malformed one meaning no account.
func (h *hasher) check(ctx context.Context, stored, password string) (ok, weak bool, err error) {
	parsed, bad := parseHash(stored)
	err = h.run(ctx, func() {
		if bad != nil {
			h.dummy.matches(password)
			return
		}
		ok, weak = parsed.matches(password), parsed.weak()
	})
	return ok, weak, err
}

func (h *hasher) hash(ctx context.Context, password string) (s string, err error) {
	err = h.run(ctx, func() { s = Hash(password) })
	return s, err
}
