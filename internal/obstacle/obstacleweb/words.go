package obstacleweb

import (
	"net/url"

	"github.com/a-h/templ"

	"giaoban/internal/obstacle"
	"giaoban/internal/web/shell"
)

func on(is bool) templ.Attributes {
	if is {
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}

// withTag is the list narrowed to a subject.
func (v listView) withTag(tag string) string {
	v.Tag, v.Text = tag, ""
	return v.href(v.Part, v.Which)
}

// nextText is the step that the row's button leads to.
func nextText(b shell.Base, o obstacle.Obstacle) string {
	switch {
	case o.State == obstacle.Open && o.Holder == b.Unit.ID:
		return b.T("obstacle.next_answer")
	case o.State == obstacle.Answered && o.Unit == b.Unit.ID:
		return b.T("obstacle.next_say")
	}
	return b.T("obstacle.open")
}

// lastAnswer is the newest answer, to stand beside the raiser's word.
func lastAnswer(v oneView) []obstacle.Entry {
	if list := v.Answers(); len(list) > 0 {
		return list[len(list)-1:]
	}
	return nil
}

func memberOptions(list []obstacle.Obstacle, n names) []shell.Option {
	var out []shell.Option
	for _, o := range list {
		out = append(out, shell.Option{Value: o.ID.String(), Label: o.Headline(), Sub: n.of(o.Unit, o.RaisedAt)})
	}
	return out
}

// raiseHref leads to the form that raises an obstacle about a record.
func raiseHref(ref obstacle.Ref) string {
	q := url.Values{"kind": {string(ref.Kind)}, "id": {ref.ID.String()}}
	if !ref.Parent.Zero() {
		q.Set("parent", ref.Parent.String())
	}
	if ref.Part != "" {
		q.Set("section", ref.Part)
	}
	return "/obstacles/new?" + q.Encode()
}
