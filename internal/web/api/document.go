package api

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// document is the finished description of all operations.
type document struct {
	json, json30 []byte
	failed       error
}

// makeDocument finishes the description: what huma adds for its own errors goes, lists are never null.
func (a *API) makeDocument() (d document) {
	doc := a.huma.OpenAPI()
	schemas := doc.Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	for _, s := range schemas {
		neverNull(s)
	}
	tags := map[string]bool{}
	for _, op := range a.list {
		if !tags[op.Tag] {
			tags[op.Tag] = true
			doc.Tags = append(doc.Tags, &huma.Tag{Name: op.Tag})
		}
	}
	if d.json, d.failed = json.Marshal(doc); d.failed != nil {
		return d
	}
	d.json30, d.failed = doc.Downgrade()
	return d
}

func neverNull(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == "array" {
		s.Nullable = false
	}
	neverNull(s.Items)
	if of, ok := s.AdditionalProperties.(*huma.Schema); ok {
		neverNull(of)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		neverNull(s.Properties[name])
	}
}

// Document gives the OpenAPI document, 3.1 and as far as 3.0 can say it.
func (a *API) Document() (v31, v30 []byte, err error) {
	d := a.doc()
	return d.json, d.json30, d.failed
}

// Ops lists the operations in the order in which they were registered.
func (a *API) Ops() []Op { return slices.Clone(a.list) }
