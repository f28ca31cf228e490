package account

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

const (
	maxTries = 5
	lockTime = 15 * time.Minute
)

var loginPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{1,62}[a-z0-9]$`)

// loginKey is a login without case, diacritics and outer spaces.
func loginKey(login string) string { return i18n.Fold(strings.TrimSpace(login)) }

func checkLogin(login string) error {
	if key := loginKey(login); !loginPattern.MatchString(key) || strings.HasPrefix(key, deviceLogin) {
		return fault.Invalid("login", "account.bad_login")
	}
	return nil
}

// valid gives the grants that hold on the tree's day, in their order.
func valid(all []Grant, tree *org.Tree) []Grant {
	var list []Grant
	for _, g := range all {
		if _, exists := tree.Unit(g.Unit); exists && g.Span().Contains(tree.Date()) {
			list = append(list, g)
		}
	}
	return list
}

// unended gives the grants that hold on the tree's day or begin after it.
func unended(all []Grant, tree *org.Tree) []Grant {
	var list []Grant
	for _, g := range all {
		if _, exists := tree.Unit(g.Unit); exists && (g.To.Zero() || !g.To.Before(tree.Date())) {
			list = append(list, g)
		}
	}
	return list
}

// roles lists the roles that may be granted, as they are offered.
func roles() []actor.Role {
	return []actor.Role{actor.Specialist, actor.Head, actor.Office, actor.Secretary, actor.Chair, actor.Editor, actor.Technician, actor.Admin}
}

func knownRole(r actor.Role) bool {
	for _, one := range roles() {
		if one == r {
			return true
		}
	}
	return false
}

func checkGrant(g NewGrant) error {
	switch {
	case !knownRole(g.Role):
		return fault.Invalid("role", "account.no_such_role")
	case utf8.RuneCountInString(g.Decision) > 200:
		return fault.Invalid("decision", "account.too_long", "max", 200)
	case !g.To.Zero() && g.To.Before(g.From):
		return fault.Invalid("to", "account.ends_before_start")
	}
	return nil
}

// try is the count of tries of one login.
type try struct {
	tries int64
	at    when.Instant
}

// next counts one more try at a moment: what to store, whether the login is
// locked and until when. A locked login's tries are not counted, so the lock
// ends 15 minutes after the try that caused it.
func (t try) next(now when.Instant) (stored try, until when.Instant, locked bool) {
	over := t.at.Add(lockTime)
	if t.tries >= maxTries && now.Before(over) {
		return t, over, true
	}
	if t.tries >= maxTries || now.Sub(t.at) > lockTime {
		t.tries = 0
	}
	return try{t.tries + 1, now}, 0, false
}

// left is how many tries remain before the lock.
func (t try) left() int { return int(max(0, maxTries-t.tries)) }
