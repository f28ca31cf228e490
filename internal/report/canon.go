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

// decodeFigures reads what encodeFigures wrote. It is a reader of that one
// shape and refuses all else: a cube is filled from thousands of these.
func decodeFigures(s string) (Figures, error) {
	bad := func() (Figures, error) { return nil, fmt.Errorf("report: malformed figures %.60q", s) }
	if len(s) < 2 || s[0] != '{' || s[len(s)-1] != '}' {
		return bad()
	}
	body := s[1 : len(s)-1]
	v := make(Figures, strings.Count(body, ":"))
	for body != "" {
		if body[0] != '"' {
			return bad()
		}
		end := strings.IndexByte(body[1:], '"') + 1
		if end < 2 || len(body) < end+3 || body[end+1] != ':' {
			return bad()
		}
		code := body[1:end]
		rest := body[end+2:]
		stop := strings.IndexByte(rest, ',')
		number := rest
		if stop >= 0 {
			number, body = rest[:stop], rest[stop+1:]
		} else {
			body = ""
		}
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return bad()
		}
		v[code] = n
	}
	return v, nil
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
