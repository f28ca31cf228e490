package report

import (
	"context"
	"maps"
	"slices"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// phoneable says why nobody may type for a unit now, nil where somebody may: its draft must not have been begun, or have been
// begun by telephone and not been taken over. That of a returned report is what the level above has read, until the unit mends it.
func phoneable(ctx context.Context, q db.Querier, f Filing, calls []Call) error {
	own, since := f.DraftVersion > 0, when.Instant(0)
	switch f.State {
	case StateDraft:
	case StateReturned:
		var err error
		if since, err = returnedAt(ctx, q, f); err != nil {
			return err
		}
		if own, err = touchedSince(ctx, q, f.ID, since); err != nil {
			return err
		}
		own = own || f.Submission.Waiting()
	default:
		return fault.Conflict("report.phone_over", "state", stateText(f.Stage()))
	}
	switch is := func(state CallState) func(Call) bool {
		return func(c Call) bool { return c.State == state && (state == CallOpen || c.EndedAt > since) }
	}; {
	case slices.ContainsFunc(calls, is(CallOpen)):
		return nil
	case own && slices.ContainsFunc(calls, is(CallTaken)):
		return fault.Conflict("report.phone_taken")
	case own:
		return fault.Conflict("report.phone_own_draft")
	}
	return nil
}

// keep notes what stands in the fields that a call changes for the first time.
func (c *Call) keep(fields map[string]Typed, changed map[string]string) {
	if c.before == nil {
		c.before = map[string]Typed{}
	}
	for field := range changed {
		if _, there := c.before[field]; !there {
			t := fields[field]
			t.Field = field
			c.before[field] = t
		}
	}
}

// asBefore gives the fields of a returned report as they stood before the open calls, for a version of its draft.
func asBefore(calls []Call, version int64) []Typed {
	open := map[ident.ID]bool{}
	for _, c := range calls {
		open[c.ID] = c.State == CallOpen
	}
	var list []Typed
	for _, c := range calls {
		for _, field := range slices.Sorted(maps.Keys(c.before)) {
			if t := c.before[field]; open[c.ID] && !open[t.Call] { // else an earlier open call knows what stood there
				t.Version = version
				list = append(list, t)
			}
		}
	}
	return list
}
