package reportweb

import (
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/web"
)

// tried is a form with fields of a draft that was not taken, or not all of it; nil is none.
type tried struct {
	fields  map[string]string // which are not in the draft as they were sent
	base    int64             // the draft version as far as the writer has seen it
	clashes []report.Clash
	faults  fault.Faults
}

// next is the base for the form that is shown again on a draft of a version. It stays what was sent: what others wrote since is
// shown nowhere on the page, and pressed again the form must clash with it.
func (t *tried) next(version int64) int64 {
	switch {
	case t == nil:
		return version
	case t.base > version: // the draft was thrown away: nothing that stands there now was seen
		return 0
	}
	return t.base
}

// refused is a save of which nothing was taken.
func refused(save report.Save, faults fault.Faults) *tried {
	return &tried{fields: save.Fields, base: save.Base, faults: faults}
}

// clashed is a save of which some fields were not taken, nil where all were. The page names what stands there, so that the next
// press is on the version that it has shown: it takes over what was read.
func clashed(save report.Save, saved report.Saved) *tried {
	if len(saved.Conflicts) == 0 {
		return nil
	}
	t := &tried{fields: map[string]string{}, base: saved.Version, clashes: saved.Conflicts}
	for _, c := range saved.Conflicts {
		t.fields[c.Field] = save.Fields[c.Field]
		t.faults = append(t.faults, fault.Conflict("report.field_moved_choose", "name", c.Name, "text", clip(c.Text)).On(c.Field))
	}
	return t
}

func (t *tried) status() int { return web.RefusedStatus(t.faults) }

// typedSave reads the fields of a draft from a form.
func typedSave(c *web.Ctx) report.Save {
	form := c.Form()
	save := report.Save{Fields: map[string]string{}, Key: c.Key()}
	save.Base, _ = strconv.ParseInt(form.Get("base"), 10, 64) // malformed: 0, the most careful base
	for name := range form {
		if field, ok := strings.CutPrefix(name, "f."); ok {
			save.Fields[field] = strings.ReplaceAll(form.Get(name), "\r\n", "\n")
		}
	}
	return save
}
