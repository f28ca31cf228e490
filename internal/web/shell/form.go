package shell

import (
	"crypto/rand"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/fault"
)

// Form is what was entered and what is wrong with it. A page that shows a form
// for the first time passes the record's values and no faults; after a refusal
// it passes what was entered and the faults, so that nothing is typed twice.
type Form struct {
	Values url.Values
	Faults fault.Faults
}

// Value gives what was entered in a field.
func (f Form) Value(name string) string { return f.Values.Get(name) }

// Has tells whether a field of several values holds this one.
func (f Form) Has(name, value string) bool { return slices.Contains(f.Values[name], value) }

// Error gives what is wrong with a field in the reader's language, "" if nothing.
func (f Form) Error(b Base, name string) string {
	var parts []string
	for _, one := range f.Faults {
		if one.Field == name && name != "" {
			parts = append(parts, b.T(one.Key, one.Args...))
		}
	}
	return strings.Join(parts, " ")
}

// FieldSpec describes a field of a form. Name and Label are required.
type FieldSpec struct {
	Name         string
	Label        string
	Help         string // under the field
	ID           string // of the element; "f-"+Name when empty (give one where a page repeats a form)
	Type         string // text (default), password, email, tel, url, search, file, time, number
	Value        string // when the form holds no value; of a checkbox: what it sends, "1" by default
	Required     bool
	Depends      bool // whether it is required depends on another field: the label says neither
	ReadOnly     bool
	Autocomplete string
	InputMode    string // "numeric" for figures
	MaxLength    int
	Rows         int    // of a text area, 4 by default
	Numeric      bool   // figures: at the right, tabular
	Wide         bool   // takes both columns of a .fields grid
	Suffix       string // unit of measure inside the field's right end
	Icon         string // at the field's left end
	HideLabel    bool   // for screen readers only: rows of a table
	Multiple     bool   // of a select or UnitPicker
	Blank        string // of a select: text of the empty choice, "" for none
	Attrs        templ.Attributes
}

func (s FieldSpec) id() string {
	if s.ID != "" {
		return s.ID
	}
	return "f-" + s.Name
}

func (s FieldSpec) inputType() string {
	if s.Type == "" {
		return "text"
	}
	return s.Type
}

func (s FieldSpec) rows() int {
	if s.Rows == 0 {
		return 4
	}
	return s.Rows
}

func (s FieldSpec) value(f Form) string {
	if f.Values.Has(s.Name) {
		return f.Value(s.Name)
	}
	return s.Value
}

func (s FieldSpec) boxValue() string {
	if s.Value == "" {
		return "1"
	}
	return s.Value
}

func (s FieldSpec) chosen(f Form, value string) bool {
	if f.Values.Has(s.Name) {
		return f.Has(s.Name, value)
	}
	return s.Value == value && s.Value != ""
}

// described lists the elements that explain the field, for aria-describedby.
func (s FieldSpec) described(b Base, f Form) templ.Attributes {
	var ids []string
	attrs := templ.Attributes{}
	if f.Error(b, s.Name) != "" {
		ids = append(ids, s.id()+"-error")
		attrs["aria-invalid"] = "true"
	}
	if s.Help != "" {
		ids = append(ids, s.id()+"-help")
	}
	if len(ids) > 0 {
		attrs["aria-describedby"] = strings.Join(ids, " ")
	}
	if s.Required {
		attrs["required"] = true
	}
	if s.ReadOnly {
		attrs["readonly"] = true
	}
	if s.Autocomplete != "" {
		attrs["autocomplete"] = s.Autocomplete
	}
	if s.InputMode != "" {
		attrs["inputmode"] = s.InputMode
	}
	if s.MaxLength > 0 {
		attrs["maxlength"] = s.MaxLength
	}
	for key, value := range s.Attrs {
		attrs[key] = value
	}
	return attrs
}

// Option is a choice of a select, segment or list of boxes.
type Option struct {
	Value, Label string
	Sub          string // second line, where there is room
	Group        string // heading in a select; options of a group stand together
	Disabled     bool
}

type optionGroup struct {
	label   string
	options []Option
}

func grouped(options []Option) []optionGroup {
	var groups []optionGroup
	for _, o := range options {
		if n := len(groups); n > 0 && groups[n-1].label == o.Group {
			groups[n-1].options = append(groups[n-1].options, o)
			continue
		}
		groups = append(groups, optionGroup{o.Group, []Option{o}})
	}
	return groups
}

// Moves are the attributes of a field whose first value is another each time the page is made, such as the hour: that it differs
// does not say that somebody else wrote (see Keep).
func Moves() templ.Attributes { return templ.Attributes{"data-moves": true} }

func newKey() string { return rand.Text() }

func dateSpec(b Base, s FieldSpec) FieldSpec {
	if s.Help == "" {
		s.Help = b.T("shell.date_help")
	}
	if s.Icon == "" {
		s.Icon = "calendar"
	}
	if s.Autocomplete == "" {
		s.Autocomplete = "off"
	}
	return s
}

func unitSpec(b Base, s FieldSpec) FieldSpec {
	if s.Blank == "" {
		s.Blank = b.T("shell.choose_unit")
	}
	if s.Icon == "" {
		s.Icon = "building-2"
	}
	return s
}

// settled is s as its label says it: where there is no empty choice something is always chosen.
func (s FieldSpec) settled() FieldSpec {
	s.Required = s.Required || s.Blank == "" && !s.Multiple
	return s
}
