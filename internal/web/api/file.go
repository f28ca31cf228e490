package api

import (
	"context"
	"io"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/web"
	"giaoban/internal/when"
)

// File is a PDF that an operation gives.
type File struct {
	Name    string
	Tag     string // names the content
	At      when.Instant
	Content io.ReadSeekCloser
}

// Download adds an operation that gives a PDF, whole or in ranges. It is not kept in memory.
func Download[I any](a *API, op Op, h func(c *web.Ctx, in *I) (*File, error)) {
	o := a.operation(op)
	o.Responses["200"] = &huma.Response{Description: "The file.", Content: map[string]*huma.MediaType{
		"application/pdf": {}}}
	type output struct{ Body func(huma.Context) }
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*output, error) {
		c := callOf(ctx)
		f, err := h(c, in)
		if err != nil {
			return nil, refusalOf(c, err)
		}
		return &output{Body: func(huma.Context) {
			defer f.Content.Close()
			header := c.W.Header()
			header.Set("Content-Type", "application/pdf")
			header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
			header.Set("Cache-Control", "private, no-cache")
			header.Set("ETag", Tag(f.Tag))
			c.Answered()
			http.ServeContent(c.W, c.R, "", f.At.Time(), f.Content)
		}}, nil
	})
	a.list = append(a.list, op)
}
