package api

import (
	"bytes"
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/web"
)

// Ready adds an operation whose handler gives its answer already written, in the
// form of O: large answers whose parts are kept, so that only what has changed is
// written again. A test holds the bytes against O.
func Ready[O, I any](a *API, op Op, h func(c *web.Ctx, in *I) ([]byte, error)) {
	o := a.operation(op)
	o.Responses["200"] = &huma.Response{Description: "OK", Headers: map[string]*huma.Param{
		"ETag": {Description: "Version of the answer, for If-None-Match.", Schema: &huma.Schema{Type: huma.TypeString}}}, Content: map[string]*huma.MediaType{
		"application/json": {Schema: a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[O](), true, op.ID)}}}
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*written, error) {
		c := callOf(ctx)
		body, err := h(c, in)
		if err != nil {
			return nil, refusalOf(c, err)
		}
		return &written{Body: func(huma.Context) {
			a.send(c, &recorder{header: c.W.Header(), status: http.StatusOK, body: body})
		}}, nil
	})
}

// Encode writes a value as the answers of operations are written.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	if err := encode(&b, v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
