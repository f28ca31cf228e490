package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/fault"
	"giaoban/internal/web"
)

// noInput is the input of every operation whose path and body are read here. The framework makes its code anew for each type of
// input, 20 KB of them: so such operations share this one, and the document shows no difference.
type noInput struct{}

// RegisterPath is Register for an operation whose input is identifiers of its path alone.
func RegisterPath[I, O any](a *API, op Op, h func(c *web.Ctx, in *I) (*O, error)) {
	o := a.operation(op)
	a.pathOf(&o, reflect.TypeFor[I]())
	a.declare(&o, reflect.TypeFor[O]())
	huma.Register(a.huma, o, func(ctx context.Context, _ *noInput) (*written, error) {
		c, in := callOf(ctx), new(I)
		readPath(c.R, reflect.ValueOf(in).Elem())
		out, err := h(c, in)
		return a.finish(c, o.DefaultStatus, out, err)
	})
}

// RegisterBody is RegisterPath with a body, a B. The framework holds it against its description before the handler runs.
func RegisterBody[I, B, O any](a *API, op Op, h func(c *web.Ctx, in *I, body *B) (*O, error)) {
	o := a.operation(op)
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[B](), true, "")
	o.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}
	if o.MaxBodyBytes == 0 {
		o.MaxBodyBytes = web.CallLimit
	}
	a.pathOf(&o, reflect.TypeFor[I]())
	a.declare(&o, reflect.TypeFor[O]())
	huma.Register(a.huma, o, func(ctx context.Context, _ *noInput) (*written, error) {
		c, in, body := callOf(ctx), new(I), new(B)
		readPath(c.R, reflect.ValueOf(in).Elem())
		if err := json.Unmarshal(c.Body(), body); err != nil {
			return nil, refusalOf(c, fault.Invalid("", "web.malformed").Because(err))
		}
		out, err := h(c, in, body)
		return a.finish(c, o.DefaultStatus, out, err)
	})
}

// pathOf puts the identifiers of a path into the document.
func (a *API) pathOf(o *huma.Operation, t reflect.Type) {
	for f := range t.Fields() {
		name := f.Tag.Get("path")
		switch {
		case f.Anonymous:
			a.pathOf(o, f.Type)
		case name == "" || f.Type != reflect.TypeFor[ID]():
			panic("api: " + o.OperationID + " takes " + f.Name + ", which is no identifier of its path")
		default:
			o.Parameters = append(o.Parameters, &huma.Param{Name: name, In: "path", Required: true, Schema: huma.SchemaFromType(a.huma.OpenAPI().Components.Schemas, f.Type)})
		}
	}
}

func readPath(r *http.Request, in reflect.Value) {
	for f, v := range in.Fields() {
		if f.Anonymous {
			readPath(r, v)
		} else {
			v.Set(reflect.ValueOf(ParseID(r.PathValue(f.Tag.Get("path")))))
		}
	}
}
