package report

import (
	"encoding/json"
	"slices"
)

// mergeForms puts what changed from base to now into own, a form that was
// changed from base too. What both changed stays as own has it and is listed.
func mergeForms(base, own, now Form) (Form, []FormPart) {
	out := own.fresh()
	var kept []FormPart
	switch {
	case base.Title == now.Title || own.Title == now.Title:
	case own.Title == base.Title:
		out.Title = now.Title
	default:
		kept = append(kept, FormPart{Name: own.Title})
	}
	if own.Basis == base.Basis {
		out.Basis = now.Basis
	}
	var both []FormPart
	out.Sections, both = mergeParts(base.Sections, own.Sections, now.Sections, func(s Section) FormPart { return FormPart{s.Code, s.Title} }, codeOfPart)
	kept = append(kept, both...)
	out.Indicators, both = mergeParts(base.Indicators, own.Indicators, now.Indicators, func(i Indicator) FormPart { return FormPart{i.Code, i.Name} }, codeOfPart)
	kept = append(kept, both...)
	out.Narratives, both = mergeParts(base.Narratives, own.Narratives, now.Narratives, func(n Narrative) FormPart { return FormPart{n.Code, n.Title} }, codeOfPart)
	kept = append(kept, both...)
	out.Checks, both = mergeParts(base.Checks, own.Checks, now.Checks, func(c Check) FormPart { return FormPart{Name: c.Say} }, bodyOfPart[Check])
	return out, append(kept, both...)
}

// codeOfPart tells parts apart by their code, bodyOfPart by all that they say.
func codeOfPart[T any](_ T, named FormPart) string { return named.Code }

func bodyOfPart[T any](part T, _ FormPart) string {
	b, _ := json.Marshal(part)
	return string(b)
}

// mergeParts does it for one list of a form. A part that is new goes behind the one that it follows in now.
func mergeParts[T any](base, own, now []T, name func(T) FormPart, id func(T, FormPart) string) (out []T, kept []FormPart) {
	at := func(list []T, of T) int {
		return slices.IndexFunc(list, func(one T) bool { return id(one, name(one)) == id(of, name(of)) })
	}
	same := func(a, b T) bool { return bodyOfPart(a, FormPart{}) == bodyOfPart(b, FormPart{}) }
	out = slices.Clone(own)
	for i, n := range now {
		b, o := at(base, n), at(out, n)
		switch {
		case b < 0 && o < 0:
			place := len(out)
			for j := i - 1; j >= 0; j-- {
				if before := at(out, now[j]); before >= 0 {
					place = before + 1
					break
				}
			}
			out = slices.Insert(out, place, n)
		case o >= 0 && same(out[o], n): // both came to the same
		case b >= 0 && same(base[b], n): // the program did not change it
		case b >= 0 && o >= 0:
			one, ok := mergePart(base[b], out[o], n)
			if !ok {
				kept = append(kept, name(out[o]))
			}
			out[o] = one
		default:
			kept = append(kept, name(n))
		}
	}
	for _, b := range base {
		if at(now, b) >= 0 {
			continue
		}
		if o := at(out, b); o >= 0 && same(out[o], b) {
			out = slices.Delete(out, o, o+1)
		} else if o >= 0 {
			kept = append(kept, name(out[o]))
		}
	}
	return out, kept
}

// mergePart does it for the properties of one part; not ok where both changed
// one of them, then all stay as own has them.
func mergePart[T any](base, own, now T) (T, bool) {
	b, o, n := properties(base), properties(own), properties(now)
	keys := map[string]bool{}
	for _, m := range []map[string]string{o, n} {
		for key := range m {
			keys[key] = true
		}
	}
	merged := map[string]json.RawMessage{}
	for key := range keys {
		value := o[key]
		if n[key] != b[key] && n[key] != o[key] {
			if o[key] != b[key] {
				return own, false
			}
			value = n[key]
		}
		if value != "" {
			merged[key] = json.RawMessage(value)
		}
	}
	text, err := json.Marshal(merged)
	var out T
	if err != nil || json.Unmarshal(text, &out) != nil {
		return own, false
	}
	return out, true
}

// properties are the properties of a part by name, as JSON.
func properties(part any) map[string]string {
	text, _ := json.Marshal(part)
	raw := map[string]json.RawMessage{}
	_ = json.Unmarshal(text, &raw) // what was just written
	m := make(map[string]string, len(raw))
	for key, value := range raw {
		m[key] = string(value)
	}
	return m
}
