package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"mime"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/when"
)

// PDF and XLSX are the kinds of files that the program itself gives.
const (
	PDF  = "application/pdf"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// File is a file that an operation gives.
type File struct {
	Name    string
	MIME    string // "" is PDF
	Tag     string // names the content
	At      when.Instant
	Content io.ReadSeekCloser
}

// Made is a file that was made for this call.
func Made(name, kind string, body []byte) *File {
	sum := sha256.Sum256(body)
	return &File{Name: name, MIME: kind, Tag: base64.RawURLEncoding.EncodeToString(sum[:12]), Content: unclosed{bytes.NewReader(body)}}
}

type unclosed struct{ io.ReadSeeker }

func (unclosed) Close() error { return nil }

// Download adds an operation that gives a file of one of the kinds (none: PDF), whole or in ranges. It is not kept in memory.
// It goes out as an attachment: it may come from outside and is never shown as a page of ours.
func Download[I any](a *API, op Op, h func(c *web.Ctx, in *I) (*File, error), kinds ...string) {
	o := a.operation(op)
	if len(kinds) == 0 {
		kinds = []string{PDF}
	}
	o.Responses["200"] = &huma.Response{Description: "The file.", Content: binary(kinds)}
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*written, error) {
		c := callOf(ctx)
		f, err := h(c, in)
		if err != nil {
			return nil, refusalOf(c, err)
		}
		return &written{Body: func(huma.Context) {
			defer f.Content.Close()
			header := c.W.Header()
			header.Set("Content-Type", PDF)
			if f.MIME != "" {
				header.Set("Content-Type", f.MIME)
			}
			header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
			header.Set("Cache-Control", "private, no-cache")
			header.Set("ETag", Tag(f.Tag))
			c.Answered()
			http.ServeContent(c.W, c.R, "", f.At.Time(), f.Content)
		}}, nil
	})
}

func binary(kinds []string) map[string]*huma.MediaType {
	content := map[string]*huma.MediaType{}
	for _, kind := range kinds {
		// Not as Format: that comes with a word that the document in 3.0 must not hold.
		content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Extensions: map[string]any{"format": "binary"}}}
	}
	return content
}

// Upload adds an operation whose body is a file of one of the kinds, at most op.Most bytes; what is said about it stands in the
// query. Who may not call it at all is refused before a byte is read. The kinds are for the document: what a file is, the
// service tells by its content, as with the pages.
func Upload[I, O any](a *API, op Op, kinds []string, h func(c *web.Ctx, in *I, body []byte) (*O, error)) {
	o := a.operation(op)
	o.RequestBody = &huma.RequestBody{Required: true, Description: "The file itself, not a form.", Content: binary(kinds)}
	if o.RequestBody.Content["application/json"] != nil { // with a schema it were read as the operation's own JSON
		o.RequestBody.Content["application/json"] = &huma.MediaType{}
	}
	a.declare(&o, reflect.TypeFor[O]())
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*written, error) {
		c := callOf(ctx)
		body, err := file(c)
		if err != nil {
			return nil, refusalOf(c, err)
		}
		out, err := h(c, in, body)
		return a.finish(c, o.DefaultStatus, out, err)
	})
}

// file gives the body of a call. A form around a file would be kept as the file.
func file(c *web.Ctx) ([]byte, error) {
	if kind, _, _ := mime.ParseMediaType(c.R.Header.Get("Content-Type")); kind == "multipart/form-data" {
		return nil, fault.Invalid("", "api.not_a_form")
	}
	if len(c.Body()) == 0 {
		return nil, fault.Invalid("file", "api.missing")
	}
	return c.Body(), nil
}
