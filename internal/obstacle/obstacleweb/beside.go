package obstacleweb

import (
	"context"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/web/shell"
)

// Beside draws the card of obstacles beside the record that they are about: on a
// task's, a report's and a site's page.
type Beside struct {
	Obstacle *obstacle.Service
	Org      *org.Service
}

// Card gives the obstacles about a record that the reader may see, and the way
// to raise one where the unit in which the reader works may. Nothing where there is neither.
func (x Beside) Card(ctx context.Context, who actor.Actor, b shell.Base, ref obstacle.Ref) (templ.Component, error) {
	list, err := x.Obstacle.AboutRecord(ctx, who, ref.Kind, ref.ID)
	if err != nil {
		return nil, err
	}
	href := ""
	if who.HasAt(actor.RaiseObstacle, who.Unit) {
		_, err := x.Obstacle.Subject(ctx, who, who.Unit, ref)
		switch {
		case err == nil:
			href = raiseHref(ref)
		case fault.KindOf(err) != fault.KindNotFound && fault.KindOf(err) != fault.KindForbidden: // those: the record is another unit's
			return nil, err
		}
	}
	if len(list) == 0 && href == "" {
		return templ.NopComponent, nil
	}
	tree, err := x.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	return besideCard(b, list, href, names{ctx, x.Org, tree}), nil
}
