package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
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

// hasher looks at passwords and makes hashes, in the order of a line.
type hasher struct {
	line  *line
	dummy hashed // compared with where no account is: the same work
}

func newHasher(l *line) *hasher {
	dummy, err := parseHash(Hash("no account has this password: " + rand.Text()))
	if err != nil {
		panic(err) // our own output
	}
	return &hasher{line: l, dummy: dummy}
}

// check compares a password with a stored hash, "" or a malformed one meaning no
// account. admit is asked when the turn has come; nil lets all pass.
func (h *hasher) check(ctx context.Context, t *Turn, stored, password string, admit func() error) (ok, weak bool, err error) {
	parsed, bad := parseHash(stored)
	err = h.line.run(ctx, t, func() error {
		if admit != nil {
			if err := admit(); err != nil {
				return err
			}
		}
		if bad != nil {
			h.dummy.matches(password)
			return nil
		}
		ok, weak = parsed.matches(password), parsed.weak()
		return nil
	})
	return ok, weak, err
}

func (h *hasher) hash(ctx context.Context, t *Turn, password string) (s string, err error) {
	err = h.line.run(ctx, t, func() error {
		s = Hash(password)
		return nil
	})
	return s, err
}
