// Package yaml gives the names of gopkg.in/yaml.v3, which is kept no more, out of its successor go.yaml.in/yaml/v3: the same code
// under a new address. See the README.
package yaml

import (
	"io"

	"go.yaml.in/yaml/v3"
)

// What both are made of.
type (
	Node        = yaml.Node
	Kind        = yaml.Kind
	Style       = yaml.Style
	Decoder     = yaml.Decoder
	Encoder     = yaml.Encoder
	Marshaler   = yaml.Marshaler
	Unmarshaler = yaml.Unmarshaler
	IsZeroer    = yaml.IsZeroer
	TypeError   = yaml.TypeError
)

// The kinds of nodes.
const (
	DocumentNode = yaml.DocumentNode
	SequenceNode = yaml.SequenceNode
	MappingNode  = yaml.MappingNode
	ScalarNode   = yaml.ScalarNode
	AliasNode    = yaml.AliasNode
)

// The styles of nodes.
const (
	TaggedStyle       = yaml.TaggedStyle
	DoubleQuotedStyle = yaml.DoubleQuotedStyle
	SingleQuotedStyle = yaml.SingleQuotedStyle
	LiteralStyle      = yaml.LiteralStyle
	FoldedStyle       = yaml.FoldedStyle
	FlowStyle         = yaml.FlowStyle
)

// Unmarshal reads the first document.
func Unmarshal(in []byte, out any) error { return yaml.Unmarshal(in, out) }

// Marshal writes a document.
func Marshal(in any) ([]byte, error) { return yaml.Marshal(in) }

// NewDecoder reads documents.
func NewDecoder(r io.Reader) *Decoder { return yaml.NewDecoder(r) }

// NewEncoder writes documents.
func NewEncoder(w io.Writer) *Encoder { return yaml.NewEncoder(w) }
