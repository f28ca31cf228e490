package org_test

import (
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/org"
)

func TestFilesThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		mend func(f *org.File)
		key  string
	}{
		"circle":           {func(f *org.File) { f.Units[2].Parent = "DA"; f.Units[3].Parent = "DT" }, "org.circle"},
		"no parent":        {func(f *org.File) { f.Units[2].Parent = "??" }, "org.file_no_parent"},
		"twice":            {func(f *org.File) { f.Units[2].Code = "LH" }, "org.file_code_twice"},
		"no code":          {func(f *org.File) { f.Units[2].Code = "" }, "org.file_code_missing"},
		"child outlives":   {func(f *org.File) { f.Changes = f.Changes[:3] }, "org.parent_ends"},
		"no successor":     {func(f *org.File) { f.Changes[0].To = nil }, "org.successor_missing"},
		"no act":           {func(f *org.File) { f.Changes[0].Act = "" }, "org.file_no_act"},
		"wrong end":        {func(f *org.File) { f.Units[1].To = 20250601 }, "org.file_end_differs"},
		"wrong begin":      {func(f *org.File) { f.Units[4].From = 20250601 }, "org.file_begin_differs"},
		"31 June":          {func(f *org.File) { f.Units[4].From = 20250631 }, "org.file_bad_date"},
		"unknown level":    {func(f *org.File) { f.Units[4].Level = "x" }, "org.no_such_level"},
		"unknown group":    {func(f *org.File) { f.Units[4].Groups = []string{"x"} }, "org.no_such_group"},
		"unknown unit":     {func(f *org.File) { f.Changes[1].From[0] = "x" }, "org.file_no_unit"},
		"versions overlap": {func(f *org.File) { f.Units[9].To = 20240101; f.Units[9].From = 20240201 }, "org.ends_before_start"},
	} {
		b := open(t, 20240101)
		f := sample(t)
		c.mend(&f)
		if err := b.Load(t.Context(), b.sys, f); !fault.Is(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
		if n := b.tree(t, 20240101).Len(); n != 0 {
			t.Errorf("%s: %d units were stored", name, n)
		}
	}
}
