package reportweb

import (
	"strconv"

	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// builtInView is a newer version of a form that comes with the program, beside the form as it is here.
type builtInView struct {
	Offer *report.FormOffer // nil: there is none
	File  report.FormFile
}

func (p *pages) builtInPage(c *web.Ctx) error {
	offer, err := p.report.FormOffer(c.Context(), c.Actor, c.Path("form"))
	if err != nil {
		return err
	}
	file, err := p.report.FormFile(c.Context(), c.Actor, c.Path("form"))
	if err != nil {
		return err
	}
	newest, _ := file.Newest()
	b := formBase(c, newest, c.T("report.offer_title", "title", newest.Title), formPath(file.Code))
	return c.Render(builtInForm(b, builtInView{offer, file}))
}

// builtIn decides about it: taken whole or merged into the office's own form as a draft, or left.
func (p *pages) builtIn(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	in, code := c.Form(), c.Path("form")
	version, _ := strconv.Atoi(in.Get("version")) // malformed: there is none
	switch in.Get("do") {
	case "whole", "merge":
		if err := p.report.TakeBuiltIn(c.Context(), c.Actor, code, version, in.Get("do") == "merge", c.Key()); err != nil {
			return err
		}
		c.Flash("report.offer_taken")
		return c.SeeOther(formPath(code, "edit"))
	case "leave":
		if err := p.report.LeaveBuiltIn(c.Context(), c.Actor, code, version, c.Key()); err != nil {
			return err
		}
		c.Flash("report.offer_left")
		return c.SeeOther(formPath(code))
	}
	if _, err := p.report.FormOffer(c.Context(), c.Actor, code); err != nil { // who may not decide hears that first
		return err
	}
	return fault.Invalid("", "report.form_act_unknown")
}

// partName names a part of a form that both changed.
func partName(b shell.Base, part report.FormPart) string {
	switch name := part.Name.In(b.Lang); {
	case part.Code != "":
		return part.Code + " · " + name
	case name != "":
		return name
	}
	return b.T("report.check")
}
