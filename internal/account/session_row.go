package account

import (
	"encoding/json"
	"slices"
	"strconv"

	"giaoban/internal/when"
)

func (r sessionRow) session() Session {
	var d SessionData
	_ = json.Unmarshal(r.data, &d) // a session that cannot be read still shows, to be ended
	return Session{
		Ref: SessionRef(r.hash), Expires: r.expires,
		Since: instant(d.Values[SessionSince]), Seen: instant(d.Values[SessionSeen]),
		Address: d.Values[SessionAddress], Agent: d.Values[SessionAgent], Demo: d.Values[SessionDemo] != "",
	}
}

func instant(ms string) when.Instant {
	n, err := strconv.ParseInt(ms, 10, 64)
	if err != nil {
		return 0
	}
	return when.Instant(n)
}

func sortSessions(list []Session) {
	slices.SortFunc(list, func(a, b Session) int { return int(b.Seen - a.Seen) })
}
