package api

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/web"
)

// Pages registers the page on which people read about the operations.
func (a *API) Pages() {
	a.mux.Page("GET /api", func(c *web.Ctx) error {
		if err := a.doc().failed; err != nil {
			return err
		}
		return c.Render(referencePage(c.Base("", "api.title"), a.reference()))
	})
}

// chapter is the operations of one tag.
type chapter struct {
	Name  string
	ID    string
	Items []described
}

// described is an operation as the page shows it. Its own words are English: they are for who writes programs.
type described struct {
	Op
	Parameters []field
	Body       []field
	Answer     []field
	AnswerName string
}

// field is a parameter, or a field of a body.
type field struct {
	Name, Kind, Text string
	Required         bool
}

func (d described) who() string {
	switch {
	case d.Open:
		return "api.who_anyone"
	case d.Person:
		return "api.who_person"
	case d.Scope != "":
		return ""
	}
	return "api.who_any"
}

// reference reads the operations out of the document.
func (a *API) reference() []chapter {
	var list []chapter
	for _, op := range a.list { // the operations of a tag may be registered in several places
		at := slices.IndexFunc(list, func(c chapter) bool { return c.Name == op.Tag })
		if at < 0 {
			at = len(list)
			list = append(list, chapter{Name: op.Tag, ID: strings.ToLower(strings.ReplaceAll(op.Tag, " ", "-"))})
		}
		list[at].Items = append(list[at].Items, a.describe(op))
	}
	return list
}

func (a *API) describe(op Op) described {
	d := described{Op: op}
	path := a.huma.OpenAPI().Paths[op.Path]
	o := map[string]*huma.Operation{http.MethodGet: path.Get, http.MethodPost: path.Post, http.MethodPatch: path.Patch, http.MethodPut: path.Put, http.MethodDelete: path.Delete}[op.Method]
	if o == nil {
		return d
	}
	for _, p := range o.Parameters {
		kind := p.In
		if len(p.Schema.Enum) > 0 {
			kind += ": " + kindOf(p.Schema)
		}
		d.Parameters = append(d.Parameters, field{Name: p.Name, Kind: kind, Text: textOf(p.Description, p.Schema), Required: p.Required})
	}
	if o.RequestBody != nil {
		d.Body, _ = a.fields(o.RequestBody.Content["application/json"])
	}
	if r := o.Responses["200"]; r != nil {
		d.Answer, d.AnswerName = a.fields(r.Content["application/json"])
	}
	return d
}

func textOf(text string, s *huma.Schema) string {
	if text == "" && s != nil {
		return s.Description
	}
	return text
}

// fields lists the fields of a body; of a list, those of its items.
func (a *API) fields(m *huma.MediaType) (list []field, name string) {
	if m == nil || m.Schema == nil {
		return nil, ""
	}
	s := a.resolve(m.Schema)
	if items := s.Properties["items"]; items != nil && items.Items != nil {
		name = refName(items.Items) + "[]"
		s = a.resolve(items.Items)
	} else {
		name = refName(m.Schema)
	}
	for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[key]
		list = append(list, field{Name: key, Kind: kindOf(p), Text: p.Description, Required: slices.Contains(s.Required, key)})
	}
	return list, name
}

func (a *API) resolve(s *huma.Schema) *huma.Schema {
	if s.Ref != "" {
		if found := a.huma.OpenAPI().Components.Schemas.SchemaFromRef(s.Ref); found != nil {
			return found
		}
	}
	return s
}

func refName(s *huma.Schema) string {
	return s.Ref[strings.LastIndex(s.Ref, "/")+1:]
}

// kindOf says in a word what a value is.
func kindOf(s *huma.Schema) string {
	switch {
	case s.Ref != "":
		return refName(s)
	case len(s.Enum) > 0:
		words := make([]string, 0, len(s.Enum))
		for _, v := range s.Enum {
			if word, ok := v.(string); ok {
				words = append(words, word)
			}
		}
		return strings.Join(words, " | ")
	case s.Type == "array" && s.Items != nil:
		return kindOf(s.Items) + "[]"
	case s.Format != "" && s.Type == "string":
		return s.Format
	}
	return s.Type
}
