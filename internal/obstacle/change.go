package obstacle

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// ChangeAct is what is done to a document.
type ChangeAct string

// The acts.
const (
	NoChange ChangeAct = ""
	Amend    ChangeAct = "amend" // sửa đổi, bổ sung, thay thế
	Issue    ChangeAct = "issue" // ban hành mới
)

// Key is the message key of the act in words.
func (a ChangeAct) Key() string { return "obstacle.change_" + string(a) }

// Change is the document to which an answer leads.
type Change struct {
	Act      ChangeAct
	Title    string    // number and title, as who answers names it
	Document ident.ID  // of the register; 0: none, or the reader may not see it
	Planned  when.Date // day by which it is to be done
}

// None tells whether the answer leads to no document.
func (c Change) None() bool { return c.Act == NoChange }

// fields are the columns of a change, for scanning.
func (c *Change) fields() []any { return []any{&c.Act, &c.Title, &c.Document, &c.Planned} }

// args are the same as arguments.
func (c Change) args() []any {
	return []any{string(c.Act), c.Title, int64(c.Document), int64(c.Planned)}
}

// checkChange tidies a change and refuses one that says too little. A document of the register must be one that who
// answers may read; it gives the title where none was typed.
func (s *Service) checkChange(ctx context.Context, who actor.Actor, c Change) (Change, error) {
	c.Title = oneLine(c.Title)
	var fs fault.Faults
	if c.Act != NoChange && c.Act != Amend && c.Act != Issue {
		fs = append(fs, fault.Invalid("change", "obstacle.change_unknown"))
	}
	if c.Act == NoChange {
		if c.Title != "" || !c.Document.Zero() {
			fs = append(fs, fault.Invalid("change", "obstacle.change_missing"))
		}
		return Change{}, fs.Or()
	}
	if !c.Document.Zero() {
		d, err := s.documentOf(ctx, who, c.Document)
		switch {
		case fault.KindOf(err) == fault.KindNotFound && err != nil:
			fs = append(fs, fault.Invalid("change_document", "obstacle.change_no_document"))
		case err != nil:
			return Change{}, err
		case c.Title == "":
			c.Title = oneLine(d.NumberText + " " + d.Title)
		}
	}
	if c.Title == "" && len(fs) == 0 {
		fs = append(fs, fault.Invalid("change_title", "obstacle.change_title_missing"))
	}
	fs = append(fs, long("change_title", c.Title, maxTitle)...)
	if err := fs.Add(document.CheckTitle("change_title", c.Title)); err != nil {
		return Change{}, err
	}
	if !c.Planned.Valid() {
		fs = append(fs, fault.Invalid("change_planned", "obstacle.change_planned_missing"))
	}
	return c, fs.Or()
}

func (s *Service) documentOf(ctx context.Context, who actor.Actor, id ident.ID) (document.Document, error) {
	if s.d.Document == nil {
		return document.Document{}, fault.NotFound("document.not_found")
	}
	return s.d.Document.ByID(ctx, who, id, 0)
}

// shown takes the link out of changes where the reader may not see the document; its title, which who answered wrote, stays.
func (s *Service) shown(ctx context.Context, who actor.Actor, changes ...*Change) error {
	known := map[ident.ID]bool{}
	for _, c := range changes {
		if c.Document.Zero() {
			continue
		}
		may, asked := known[c.Document]
		if !asked {
			_, err := s.documentOf(ctx, who, c.Document)
			if err != nil && fault.KindOf(err) != fault.KindNotFound {
				return err
			}
			may = err == nil
			known[c.Document] = may
		}
		if !may {
			c.Document = 0
		}
	}
	return nil
}

// In says a change in one line, "" for none.
func (c Change) In(lang i18n.Lang) string {
	if c.None() {
		return ""
	}
	texts := Messages()
	return i18n.Fill(lang, texts["obstacle.change_line"].In(lang), "act", texts[c.Act.Key()].In(lang), "title", c.Title, "date", c.Planned.Full(lang))
}
