package report

import (
	"context"
	"maps"
	"strconv"

	"giaoban/internal/ident"
	"giaoban/internal/report/rollup"
)

// Other periods are asked for one unit's figures alone. They are kept when a
// board was read for them, so that eight periods of a nation need not all be in
// memory, nor be built again for each reader, to draw the same eight points.

// mostStanding bounds the rows kept; one of 200 indicators takes some 30 KB.
const mostStanding = 400

type standingKey struct {
	request ident.ID
	edition int64 // 0: what stands now
	unit    ident.ID
	layer   rollup.Layer
}

// standing is a unit's figures by indicator with the state of the board that they are of; nil figures where the board does not know the unit.
type standing struct {
	tag     string
	form    Form
	figures map[string]Figure
}

// standing gives the figures of a unit in a request as an edition has them, 0 for now, and the form as that request asks it.
// The map is shared: nobody changes it.
func (s *Service) standing(ctx context.Context, key standingKey) (standing, error) {
	tag := ""
	if key.edition == 0 { // before the figures: a change in between is seen next time
		tag = strconv.FormatInt(s.Hub.Version(BoardTopic(key.request)), 10) + "." + strconv.FormatInt(s.Org.Round(), 10)
	}
	if one, ok := s.boards.stands(key); ok && one.tag == tag {
		return one, nil
	}
	b, err := s.quoted(ctx, key.request, key.edition)
	if err != nil {
		return standing{}, err
	}
	one := standing{tag: tag, form: b.lay.form}
	if pos, ok := b.tree.Pos(key.unit); ok {
		one.figures = make(map[string]Figure, len(b.lay.form.Indicators))
		b.mu.RLock()
		for _, ind := range b.lay.form.Indicators {
			one.figures[ind.Code] = b.figure(key.layer, pos, ind)
		}
		b.mu.RUnlock()
	}
	s.boards.keep(key, one)
	return one, nil
}

func (bs boards) stands(key standingKey) (standing, bool) {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	one, ok := bs.rows[key]
	return one, ok
}

func (bs boards) keep(key standingKey, one standing) {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	if len(bs.rows) >= mostStanding { // those in use are soon read again
		clear(bs.rows)
	}
	bs.rows[key] = one
}

// forget lets go of what was read of a request; the lock is held.
func (bs boards) forget(request ident.ID) {
	maps.DeleteFunc(bs.rows, func(k standingKey, _ standing) bool { return k.request == request && k.edition == 0 })
}
