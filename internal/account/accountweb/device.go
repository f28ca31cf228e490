package accountweb

import (
	"fmt"
	"net/http"
	"net/url"

	"giaoban/internal/account"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// devicesView is the devices of a unit, and the code of one that was just made.
type devicesView struct {
	Unit org.Unit
	List []account.Device
	New  account.Enrolment
	At   string // address of the page on which the code is entered
	QR   string
	Size int
	Form shell.Form
}

func (v devicesView) box() string { return fmt.Sprintf("0 0 %d %d", v.Size, v.Size) }

func (p pages) showDevices(c *web.Ctx) error {
	unit, err := c.QueryID("unit", p.firstKept(c.Actor))
	if err != nil {
		return err
	}
	return p.renderDevices(c, http.StatusOK, unit, account.Enrolment{}, shell.Form{Values: url.Values{}})
}

func (p pages) renderDevices(c *web.Ctx, status int, unit ident.ID, made account.Enrolment, form shell.Form) error {
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	v := devicesView{New: made, Form: form, At: c.Origin() + "/enrol"}
	var exists bool
	if v.Unit, exists = tree.Unit(unit); !exists {
		return fault.NotFound("web.not_found")
	}
	if v.List, err = p.svc.Devices(c.Context(), c.Actor, unit); err != nil {
		return err
	}
	if made.Code != "" {
		if v.QR, v.Size, err = qr(v.At + "#" + made.Code); err != nil {
			return err
		}
	}
	b := c.Base("", "accountweb.devices").WithSub(v.Unit.Name)
	b.Path = "/devices?unit=" + unit.String()
	b = b.WithCrumbs(shell.Crumb{Text: c.T("accountweb.accounts"), Href: "/accounts?unit=" + unit.String()})
	return c.RenderStatus(status, devicesPage(b, v))
}

func (p pages) addDevice(c *web.Ctx) error {
	unit, err := c.FormID("unit")
	if err != nil {
		return err
	}
	made, err := p.svc.AddDevice(c.Context(), c.Actor, unit, c.Form().Get("name"), c.Key())
	if faults, ok := web.Refused(err); ok {
		return p.renderDevices(c, web.RefusedStatus(faults), unit, account.Enrolment{}, shell.Form{Values: c.Form(), Faults: faults})
	}
	if err != nil {
		return err
	}
	return p.renderDevices(c, http.StatusOK, unit, made, shell.Form{Values: url.Values{}})
}

func (p pages) renewDevice(c *web.Ctx) error {
	id, err := c.ID("device")
	if err != nil {
		return err
	}
	made, err := p.svc.RenewDevice(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return p.renderDevices(c, http.StatusOK, made.Device.Unit, made, shell.Form{Values: url.Values{}})
}

func (p pages) revokeDevice(c *web.Ctx) error {
	id, err := c.ID("device")
	if err != nil {
		return err
	}
	unit, err := c.FormID("unit")
	if err != nil {
		return err
	}
	if err := p.svc.RevokeDevice(c.Context(), c.Actor, id); err != nil {
		return err
	}
	c.Flash("accountweb.device_revoked")
	return c.SeeOther("/devices?unit=" + unit.String())
}

func (p pages) showEnrol(c *web.Ctx) error {
	return p.renderEnrol(c, http.StatusOK, shell.Form{Values: url.Values{}})
}

func (p pages) renderEnrol(c *web.Ctx, status int, form shell.Form) error {
	b := c.Base("", "accountweb.enrol").WithScripts("activate.js")
	b.Path = "/enrol"
	return c.RenderStatus(status, enrolPage(b, form))
}

// enrol turns this browser into the device whose code was entered.
func (p pages) enrol(c *web.Ctx) error {
	entered := shell.Form{Values: url.Values{"code": c.Form()["code"]}}
	if !c.AllowSignIn() {
		entered.Faults = fault.Faults{fault.RateLimited("account.too_many_tries").On("code")}
		return p.renderEnrol(c, http.StatusTooManyRequests, entered)
	}
	if c.Misses().Spent() {
		entered.Faults = fault.Faults{fault.RateLimited("account.too_many_misses").On("code")}
		return p.renderEnrol(c, http.StatusTooManyRequests, entered)
	}
	a, err := p.svc.Enrol(c.Context(), c.Form().Get("code"))
	if account.Missed(err) {
		c.Misses().Count()
	}
	if faults, ok := web.Refused(err); ok {
		entered.Faults = faults
		return p.renderEnrol(c, web.RefusedStatus(faults), entered)
	}
	if err != nil {
		return err
	}
	if err := c.SignInDevice(a); err != nil {
		return err
	}
	c.Flash("accountweb.enrolled_device", "name", a.Name)
	return c.SeeOther("/")
}
