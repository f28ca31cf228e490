// Package fault is what can go wrong, as a value that every layer understands.
//
// A Fault has a kind (which decides the HTTP status), a message key with
// arguments (which the surface turns into a sentence in the reader's
// language), the form field it belongs to, and the cause for the log.
// Error() is English for the log and is never shown. Anything that is not a
// Fault is Internal: the reader gets a bland sentence and a reference that
// also stands in the log.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind sorts faults by what the reader can do about them.
type Kind uint8

// The kinds. Internal is the zero value so that a forgotten kind is never blamed on the reader.
const (
	KindInternal Kind = iota
	KindInvalid
	KindUnauthenticated
	KindForbidden
	KindNotFound
	KindConflict
	KindTooLarge
	KindRateLimited
	KindUnavailable
	KindUnconfirmed // the right is there, the second factor is not: show it and send the same again
)

// String gives the kind's name as it stands in JSON.
func (k Kind) String() string {
	return [...]string{"internal", "invalid", "unauthenticated", "forbidden", "not_found", "conflict", "too_large", "rate_limited", "unavailable", "unconfirmed"}[k]
}

// Status gives the HTTP status of a kind.
func (k Kind) Status() int {
	return [...]int{500, 422, 401, 403, 404, 409, 413, 429, 503, 403}[k]
}

// Fault is one refusal or failure.
type Fault struct {
	Kind  Kind
	Key   string // message key, "<domain>.<name>"
	Args  []any  // pairs of name and value
	Field string // form field it belongs to, "" for the whole form
	Link  string // a place that helps, such as the record that already exists
	Cause error
}

// Error gives English for the log.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Kind.String())
	b.WriteString(": ")
	b.WriteString(f.Key)
	for i := 0; i+1 < len(f.Args); i += 2 {
		fmt.Fprintf(&b, " %v=%v", f.Args[i], f.Args[i+1])
	}
	if f.Field != "" {
		b.WriteString(" field=" + f.Field)
	}
	if f.Cause != nil {
		b.WriteString(": " + f.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// WithLink adds a place that helps the reader, and returns the fault.
func (f *Fault) WithLink(path string) *Fault { f.Link = path; return f }

// On sets the field, for callers that know the form better than the rule does.
func (f *Fault) On(field string) *Fault { f.Field = field; return f }

// Because keeps the cause for the log.
func (f *Fault) Because(err error) *Fault { f.Cause = err; return f }

// Invalid refuses a value. field is the form field's name.
func Invalid(field, key string, args ...any) *Fault {
	return &Fault{Kind: KindInvalid, Key: key, Args: args, Field: field}
}

// Conflict refuses what contradicts the present state (stale version, wrong step, exists already).
func Conflict(key string, args ...any) *Fault {
	return &Fault{Kind: KindConflict, Key: key, Args: args}
}

// Forbidden refuses an actor that is known but has no right.
func Forbidden(key string, args ...any) *Fault {
	return &Fault{Kind: KindForbidden, Key: key, Args: args}
}

// NotFound says that a record does not exist, or that the actor may not know that it does.
func NotFound(key string, args ...any) *Fault {
	return &Fault{Kind: KindNotFound, Key: key, Args: args}
}

// Unauthenticated asks to sign in.
func Unauthenticated(key string, args ...any) *Fault {
	return &Fault{Kind: KindUnauthenticated, Key: key, Args: args}
}

// TooLarge refuses an input by its size.
func TooLarge(field, key string, args ...any) *Fault {
	return &Fault{Kind: KindTooLarge, Key: key, Args: args, Field: field}
}

// RateLimited asks to wait.
func RateLimited(key string, args ...any) *Fault {
	return &Fault{Kind: KindRateLimited, Key: key, Args: args}
}

// Unavailable says that a part does not answer now.
func Unavailable(key string, args ...any) *Fault {
	return &Fault{Kind: KindUnavailable, Key: key, Args: args}
}

// Unconfirmed asks for the second factor before an act that the actor has the right to.
func Unconfirmed(key string, args ...any) *Fault {
	return &Fault{Kind: KindUnconfirmed, Key: key, Args: args}
}

// Faults are several refusals of one form, shown together so that the reader mends them in one go.
type Faults []*Fault

// Error gives English for the log.
func (fs Faults) Error() string {
	parts := make([]string, len(fs))
	for i, f := range fs {
		parts[i] = f.Error()
	}
	return strings.Join(parts, "; ")
}

// Add appends err where it is a Fault or Faults. It returns any other error, which the caller must hand up.
func (fs *Faults) Add(err error) error {
	if err == nil {
		return nil
	}
	var list Faults
	if errors.As(err, &list) {
		*fs = append(*fs, list...)
		return nil
	}
	var one *Fault
	if errors.As(err, &one) {
		*fs = append(*fs, one)
		return nil
	}
	return err
}

// Or gives nil where nothing was collected. Use it instead of returning an empty Faults as an error.
func (fs Faults) Or() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// All gives the faults inside err; an error that holds none becomes one Internal fault.
func All(err error) Faults {
	var list Faults
	if errors.As(err, &list) && len(list) > 0 {
		return list
	}
	var one *Fault
	if errors.As(err, &one) {
		return Faults{one}
	}
	return Faults{{Kind: KindInternal, Key: "fault.internal", Cause: err}}
}

// KindOf gives the kind of err: the first fault's, or Internal.
func KindOf(err error) Kind { return All(err)[0].Kind }

// Is tells whether err is a fault with this message key, for rules and tests.
func Is(err error, key string) bool {
	for _, f := range All(err) {
		if f.Key == key {
			return true
		}
	}
	return false
}
