package api

import (
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/web"
)

// written is how every answer goes through the framework. That makes the code of an operation anew for each pair of types
// which it is given, 13 KB of them; so the types of answers are described and written here, and one stands for all.
type written struct{ Body func(huma.Context) }

// answer is what a handler gives: its header, where that has a value, and its body.
type answer interface {
	parts() (name, value string, body any)
}

func (a *Answer[T]) parts() (name, value string, body any) { return "ETag", a.ETag, a.Body }

func (l *List[T]) parts() (name, value string, body any) { return "Link", l.Link, l.Body }

// declare puts what an operation answers into the document, and its status.
func (a *API) declare(o *huma.Operation, t reflect.Type) {
	if o.DefaultStatus == 0 {
		o.DefaultStatus = http.StatusOK
	}
	if t.NumField() == 0 {
		o.DefaultStatus = http.StatusNoContent
	} else if !reflect.PointerTo(t).Implements(reflect.TypeFor[answer]()) {
		panic("api: " + o.OperationID + " answers neither an Answer nor a List")
	}
	schemas := a.huma.OpenAPI().Components.Schemas
	r := &huma.Response{Description: http.StatusText(o.DefaultStatus)}
	for f := range t.Fields() {
		hint := t.Name() + f.Name
		if header := f.Tag.Get("header"); header != "" {
			r.Headers = map[string]*huma.Param{header: {Schema: huma.SchemaFromField(schemas, f, hint)}}
		} else {
			r.Content = map[string]*huma.MediaType{"application/json": {Schema: huma.SchemaFromField(schemas, f, hint)}}
		}
	}
	o.Responses[strconv.Itoa(o.DefaultStatus)] = r
}

// finish gives what a handler answered, or refused.
func (a *API) finish(c *web.Ctx, status int, out any, err error) (*written, error) {
	if err != nil {
		return nil, refusalOf(c, err)
	}
	return &written{Body: func(ctx huma.Context) {
		whole, ok := out.(answer)
		if !ok {
			ctx.SetStatus(status)
			return
		}
		kind, err := a.huma.Negotiate(ctx.Header("Accept"))
		if err != nil {
			_ = huma.WriteErr(a.huma, ctx, http.StatusNotAcceptable, "unable to marshal response", err)
			return
		}
		name, value, body := whole.parts()
		if value != "" {
			ctx.SetHeader(name, value)
		}
		ctx.SetHeader("Content-Type", kind)
		ctx.SetStatus(status)
		if err := encode(ctx.BodyWriter(), body); err != nil {
			panic(err)
		}
	}}, nil
}
