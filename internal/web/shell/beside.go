package shell

import (
	"context"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
)

// Beside draws a card of another domain beside a record: pages of different
// domains know each other only through app, which hands them over. parent is
// the record that holds this one, 0 where there is none.
type Beside func(ctx context.Context, who actor.Actor, b Base, id, parent ident.ID) (templ.Component, error)

// Card gives the card, nothing where nobody draws one.
func (f Beside) Card(ctx context.Context, who actor.Actor, b Base, id, parent ident.ID) (templ.Component, error) {
	if f == nil {
		return templ.NopComponent, nil
	}
	return f(ctx, who, b, id, parent)
}
