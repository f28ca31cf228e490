package app

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"giaoban/internal/i18n"
)

// apiDocument is as much of the OpenAPI document as an example call needs.
type apiDocument struct {
	Paths      map[string]map[string]apiOperation `json:"paths"`
	Components struct {
		Schemas map[string]apiSchema `json:"schemas"`
	} `json:"components"`
}

type apiOperation struct {
	Parameters []struct {
		Name     string    `json:"name"`
		In       string    `json:"in"`
		Required bool      `json:"required"`
		Schema   apiSchema `json:"schema"`
	} `json:"parameters"`
	RequestBody *struct {
		Content map[string]struct {
			Schema apiSchema `json:"schema"`
		} `json:"content"`
	} `json:"requestBody"`
}

type apiSchema struct {
	Ref        string               `json:"$ref"`
	Type       string               `json:"type"`
	Format     string               `json:"format"`
	Enum       []any                `json:"enum"`
	Required   []string             `json:"required"`
	Properties map[string]apiSchema `json:"properties"`
	Items      *apiSchema           `json:"items"`
	MinItems   int                  `json:"minItems"`
	Minimum    *float64             `json:"minimum"`
}

// examples gives, by route of the API, the query and the body of a call in which nothing is wrong but perhaps what it is about:
// else it were refused before anybody's right is looked at.
func (w *world) examples(samples map[string]string) (query, body map[string]string) {
	w.Helper()
	var doc apiDocument
	rec := w.send(&w.office, i18n.VI, http.MethodGet, "/api/v1/openapi-3.0.json", "")
	w.must(json.Unmarshal(rec.Body.Bytes(), &doc))
	query, body = map[string]string{}, map[string]string{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			route := strings.ToUpper(method) + " /api/v1" + path
			q := url.Values{}
			for _, p := range op.Parameters {
				if p.In == "query" && p.Required {
					q.Set(p.Name, strings.Trim(string(w.json(doc.example(p.Name, p.Schema, samples))), `"`))
				}
			}
			if len(q) > 0 {
				query[route] = "?" + q.Encode()
			}
			if op.RequestBody == nil {
				continue
			}
			body[route] = "%PDF-1.4\n"
			if content, ok := op.RequestBody.Content["application/json"]; ok {
				body[route] = string(w.json(doc.example("", content.Schema, samples)))
			}
		}
	}
	return query, body
}

func (w *world) json(v any) []byte {
	w.Helper()
	text, err := json.Marshal(v)
	w.must(err)
	return text
}

// example makes a value of a schema, with what it requires and no more. A field that is called like a record names the sample.
func (d apiDocument) example(name string, s apiSchema, samples map[string]string) any {
	if s.Ref != "" {
		s = d.Components.Schemas[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
	}
	switch {
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Type == "object":
		object := map[string]any{}
		for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
			if slices.Contains(s.Required, field) {
				object[field] = d.example(field, s.Properties[field], samples)
			}
		}
		return object
	case s.Type == "array":
		list := []any{}
		for range s.MinItems {
			list = append(list, d.example(strings.TrimSuffix(name, "s"), *s.Items, samples))
		}
		return list
	case s.Type == "integer", s.Type == "number":
		if s.Minimum != nil {
			return *s.Minimum
		}
		return 1
	case s.Type == "boolean":
		return true
	case s.Format == "date":
		return "2026-04-10"
	case s.Format == "date-time":
		return "2026-05-01T17:00:00+07:00"
	case s.Format == "base64":
		return ""
	}
	if id, ok := samples[name]; ok {
		return id
	}
	return "x"
}
