package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// encodeFigures writes figures as canonical JSON: keys in order, whole numbers, no spaces.
func encodeFigures(v Figures) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, code := range slices.Sorted(maps.Keys(v)) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Quote(code))
		b.WriteByte(':')
		b.WriteString(strconv.FormatInt(v[code], 10))
	}
	b.WriteByte('}')
	return b.String()
}

// decodeFigures reads what encodeFigures wrote.
func decodeFigures(s string) (Figures, error) {
	v := make(Figures, strings.Count(s, ":"))
	if err := eachFigure(s, func(code string, n int64) { v[code] = n }); err != nil {
		return nil, err
	}
	return v, nil
}

// eachFigure calls fn for each of the figures that encodeFigures wrote. It is a
// reader of that one shape and refuses all else: a cube is filled from thousands of these.
func eachFigure(s string, fn func(code string, n int64)) error {
	bad := func() error { return fmt.Errorf("report: malformed figures %.60q", s) }
	if len(s) < 2 || s[0] != '{' || s[len(s)-1] != '}' {
		return bad()
	}
	for body := s[1 : len(s)-1]; body != ""; {
		if body[0] != '"' {
			return bad()
		}
		end := 1
		for end < len(body) && body[end] != '"' {
			end++
		}
		if end < 2 || len(body) < end+3 || body[end+1] != ':' {
			return bad()
		}
		n, used, ok := leadingInt(body[end+2:])
		if !ok {
			return bad()
		}
		fn(body[1:end], n)
		if body = body[end+2+used:]; body != "" {
			if body[0] != ',' || len(body) == 1 {
				return bad()
			}
			body = body[1:]
		}
	}
	return nil
}

// leadingInt reads the number with which a text begins, up to a comma or the end, and tells how long it is.
func leadingInt(s string) (n int64, used int, ok bool) {
	i := 0
	if i < len(s) && s[i] == '-' {
		i++
	}
	first := i
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		n = n*10 + int64(s[i]-'0')
		i++
	}
	switch digits := i - first; {
	case digits == 0:
		return 0, 0, false
	case digits > 18: // may not fit
		v, err := strconv.ParseInt(s[:i], 10, 64)
		return v, i, err == nil
	}
	if s[0] == '-' {
		n = -n
	}
	return n, i, true
}

// canonVersion gives what was filed as bytes that a reader can make again from the version.
func canonVersion(v Version, unit, request string) ([]byte, error) {
	return json.Marshal(map[string]any{
		"request": request, "unit": unit, "version": v.Version, "content": v.Content,
		"signature": v.Signature, "number": v.Number, "dated": int64(v.Dated), "file": v.File, "filed_at": int64(v.FiledAt),
	})
}

// hashed is the fingerprint of a record: of what was filed, of an edition.
func hashed(record []byte) string {
	sum := sha256.Sum256(record)
	return hex.EncodeToString(sum[:])
}

func sortedFields(fields map[string]Typed) []Typed {
	list := make([]Typed, 0, len(fields))
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		list = append(list, fields[key])
	}
	return list
}
