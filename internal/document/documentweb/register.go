package documentweb

import (
	"strings"

	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

const registerPath = "/documents?box=register"

// record puts a document handled outside the program into the unit's paper register.
func (p *pages) record(c *web.Ctx) error {
	f := c.Form()
	n := document.NewEntry{
		Direction: document.Direction(f.Get("direction")), Kind: document.Kind(f.Get("kind")), Number: f.Get("number"),
		Secrecy: document.Secrecy(f.Get("secrecy")), Title: f.Get("title"),
	}
	var err error
	if text := strings.TrimSpace(f.Get("date")); text != "" {
		var parsed when.Parsed
		if parsed, err = when.ParseDate(text, c.Today); err != nil {
			for _, one := range fault.All(err) {
				one.On("date")
			}
		}
		n.Date = parsed.Date
	}
	if err == nil {
		_, err = p.docs.Record(c.Context(), c.Actor, c.Actor.Unit, n, c.Key())
	}
	if faults, refused := web.Refused(err); refused {
		return p.showList(c, listView{Register: true, Form: shell.Form{Values: f, Faults: faults}})
	}
	if err != nil {
		return err
	}
	c.Flash("document.recorded")
	return c.SeeOther(registerPath)
}

// strike takes a line out again.
func (p *pages) strike(c *web.Ctx) error {
	id, err := c.ID("entry")
	if err != nil {
		return err
	}
	if err := p.docs.Strike(c.Context(), c.Actor, c.Actor.Unit, id, c.Key()); err != nil {
		return err
	}
	c.Flash("document.struck")
	return c.SeeOther(registerPath)
}

func kindOptions(b shell.Base) []shell.Option {
	list := make([]shell.Option, 0, len(document.EntryKinds()))
	for _, k := range document.EntryKinds() {
		list = append(list, shell.Option{Value: string(k), Label: b.T("document.entry_kind_" + string(k))})
	}
	return list
}

func secrecyOptions(b shell.Base) []shell.Option {
	list := make([]shell.Option, 0, len(document.Secrecies()))
	for _, s := range document.Secrecies() {
		list = append(list, shell.Option{Value: string(s), Label: b.T(s.TextKey())})
	}
	return list
}
