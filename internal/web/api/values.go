package api

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/when"
)

// ID is an identifier in a path or query. A malformed one names nothing, like an unknown one.
type ID struct{ id ident.ID }

// nothing is an identifier that no record has.
const nothing ident.ID = -1

// UnmarshalText reads an identifier.
func (i *ID) UnmarshalText(b []byte) error {
	id, err := ident.Parse(string(b))
	if err != nil {
		id = nothing
	}
	i.id = id
	return nil
}

// Ident gives the identifier, 0 where none was sent.
func (i ID) Ident() ident.ID { return i.id }

// Day reads a day of a parameter, 0 where none was sent.
func Day(field, text string) (when.Date, error) {
	if text == "" {
		return 0, nil
	}
	day, err := when.ParseDate(text, 0)
	if err != nil || day.YearAssumed || len(text) != len("2006-01-02") {
		return 0, fault.Invalid(field, "api.bad_day")
	}
	return day.Date, nil
}

// Span reads the days of "from" and "to", 0 where none was sent.
func Span(from, to string) (span when.Span, err error) {
	if span.From, err = Day("from", from); err != nil {
		return when.Span{}, err
	}
	span.To, err = Day("to", to)
	return span, err
}

// Decimal writes a figure in fixed point without loss: 12345 with two places is "123.45".
func Decimal(value int64, scale int) string { return string(AppendDecimal(nil, value, scale)) }

// AppendDecimal is Decimal at the end of b.
func AppendDecimal(b []byte, value int64, scale int) []byte {
	if scale <= 0 {
		return strconv.AppendInt(b, value, 10)
	}
	if value < 0 {
		b, value = append(b, '-'), -value
	}
	digits := strconv.FormatInt(value, 10)
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale+1-len(digits)) + digits
	}
	at := len(digits) - scale
	return append(append(append(b, digits[:at]...), '.'), digits[at:]...)
}

// Paging is how much of a list is asked for. Embed it in the input of lists.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many items at most."`
	Cursor string `query:"cursor" maxLength:"200" doc:"Where to go on: next of the page before."`
}

// Page is a part of a list.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last one."`
}

// List is the answer of a list.
type List[T any] struct {
	Link string `header:"Link" doc:"The next page, rel=\"next\"."`
	Body Page[T]
}

// Cut gives the page of a whole list that was asked for; show makes an item,
// key names it. A record that is gone ends a cursor: then the list is read again.
func Cut[T, S any](c *web.Ctx, p Paging, all []S, key func(S) string, show func(S) T) (*List[T], error) {
	from := 0
	if p.Cursor != "" {
		after, err := base64.RawURLEncoding.DecodeString(p.Cursor)
		if err != nil {
			return nil, fault.Invalid("cursor", "api.bad_cursor")
		}
		for from = range all {
			if key(all[from]) == string(after) {
				break
			}
		}
		if len(all) == 0 || key(all[from]) != string(after) {
			return nil, fault.Invalid("cursor", "api.bad_cursor")
		}
		from++
	}
	to := min(len(all), from+p.Limit)
	out := &List[T]{Body: Page[T]{Items: make([]T, 0, to-from)}}
	for _, one := range all[from:to] {
		out.Body.Items = append(out.Body.Items, show(one))
	}
	if to < len(all) {
		out.Body.Next = base64.RawURLEncoding.EncodeToString([]byte(key(all[to-1])))
		out.Link = NextLink(c, out.Body.Next)
	}
	return out, nil
}

// Answer wraps a single record.
type Answer[T any] struct {
	ETag string `header:"ETag" doc:"Version of the record, for If-None-Match and If-Match."`
	Body T
}

// Text is a text in both languages.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en,omitempty"`
}

// TextOf makes a Text.
func TextOf(t i18n.Text) Text { return Text{VI: t.VI, EN: t.EN} }

// IDOf wraps an identifier.
func IDOf(id ident.ID) ID { return ID{id} }

// ParseID reads an identifier in a body. A malformed one names nothing.
func ParseID(text string) ID {
	var id ID
	_ = id.UnmarshalText([]byte(text)) // never fails
	return id
}

// MaybeID reads an identifier in a body that may be left out, 0 then.
func MaybeID(text string) ident.ID {
	if text == "" {
		return 0
	}
	return ParseID(text).Ident()
}

// IDs reads identifiers in a body.
func IDs(texts []string) []ident.ID {
	var list []ident.ID
	for _, text := range texts {
		list = append(list, ParseID(text).Ident())
	}
	return list
}

// FileIn names a file that comes in to be taken over.
type FileIn struct {
	Name string `query:"name" required:"true" maxLength:"200" doc:"Of the file."`
}

// ImportIn is the path of a file that came in.
type ImportIn struct {
	Import ID `path:"import"`
}

// LineFault is what is wrong in a line of such a file.
type LineFault struct {
	Cell string `json:"cell" doc:"As the spreadsheet names it."`
	Key  string `json:"key" doc:"The same in every language."`
	Text string `json:"text"`
}

// NextLink is the Link header of a list that goes on at a cursor.
func NextLink(c *web.Ctx, cursor string) string {
	q, _ := url.ParseQuery(c.R.URL.RawQuery) // what cannot be read was refused before
	q.Set("cursor", cursor)
	return "<" + c.R.URL.Path + "?" + q.Encode() + `>; rel="next"`
}
