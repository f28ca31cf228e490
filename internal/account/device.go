package account

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// A device is the computer of a hall, which belongs to a unit and to nobody in
// particular. It has an account of its own without a password, with a
// technician's rights in that unit and no others, so that what it does stands in
// the journal under its name and its session is cut like any other.

const (
	deviceLogin   = "device-"      // no person's login begins so
	deviceCodeFor = 24 * time.Hour // from the office to the hall
)

// Device is a computer of a unit.
type Device struct {
	Account  ident.ID
	Unit     ident.ID
	Name     string
	Purpose  string
	Waits    when.Instant // until when its code may be entered, 0 where none is out
	Enrolled when.Instant // 0 for not yet
	Revoked  when.Instant // 0 for not
	Seen     when.Instant // 0 for not yet
	Address  string
	Agent    string
}

// PurposeSite is a device in the hall from which a unit takes part in conferences.
const PurposeSite = "site"

// Enrolment is a device with the code that is entered on it, known here and now only.
type Enrolment struct {
	Device  Device
	Code    string
	Expires when.Instant
}

// AddDevice registers a device of a unit whose accounts the actor keeps.
func (s *Service) AddDevice(ctx context.Context, who actor.Actor, unit ident.ID, name, key string) (Enrolment, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Enrolment{}, err
	}
	if err := s.keeper(tree, who, unit); err != nil {
		return Enrolment{}, err
	}
	name = strings.Join(strings.Fields(name), " ")
	switch {
	case name == "":
		return Enrolment{}, fault.Invalid("name", "account.device_name_missing")
	case utf8.RuneCountInString(name) > 100:
		return Enrolment{}, fault.Invalid("name", "account.too_long", "max", 100)
	}
	if err := who.StepUp(actor.StepAccounts); err != nil { // its code is a way in for more than a year
		return Enrolment{}, err
	}
	now := s.now()
	a := Account{ID: s.d.IDs.New(), Name: name, PasswordAt: now}
	a.Login = deviceLogin + a.ID.String()
	e := Enrolment{Device: Device{Account: a.ID, Unit: unit, Name: name, Purpose: PurposeSite}, Code: newCode(), Expires: now.Add(deviceCodeFor)}
	grant := s.d.IDs.New()
	result, again, err := s.d.DB.Once(ctx, key, "device.add", func(ctx context.Context, w *db.Write) (string, error) {
		if err := insertAccount(ctx, w, row{Account: a, key: loginKey(a.Login), sortKey: i18n.SortKey(name)}); err != nil {
			return "", err
		}
		if _, err := w.Exec(ctx, `insert into device (account, unit, purpose, code_hash, code_expires, made_at, enrolled_at, revoked_at)
			values ($1, $2, $3, $4, $5, $6, 0, 0)`, int64(a.ID), int64(unit), e.Device.Purpose, codeHash("enrol", e.Code), int64(e.Expires), int64(now)); err != nil {
			return "", err
		}
		if err := s.note(ctx, w, who, "device.added", a.ID, unit, nil, map[string]string{"name": name}, ""); err != nil {
			return "", err
		}
		return a.ID.String(), s.give(ctx, w, who, grant, NewGrant{Account: a.ID, Role: actor.Technician, Unit: unit})
	})
	if err != nil || !again {
		return e, err
	}
	id, err := ident.Parse(result)
	if err != nil {
		return Enrolment{}, err
	}
	return s.RenewDevice(ctx, who, id) // nobody has entered the code of an answer that was lost
}

const deviceColumns = `d.account, d.unit, a.name, d.purpose, d.code_expires, d.enrolled_at, d.revoked_at, d.code_hash`

func (s *Service) scanDevice(sc db.Scanner, d *Device) error {
	var code string
	err := sc.Scan(&d.Account, &d.Unit, &d.Name, &d.Purpose, &d.Waits, &d.Enrolled, &d.Revoked, &code)
	if code == "" || d.Waits <= s.now() {
		d.Waits = 0
	}
	return err
}

func (s *Service) deviceByID(ctx context.Context, q db.Querier, id ident.ID) (Device, error) {
	d, ok, err := db.One(ctx, q, s.scanDevice, `select `+deviceColumns+` from device d join account a on a.id = d.account where d.account = $1`, int64(id))
	if err == nil && !ok {
		err = fault.NotFound("account.no_such_device")
	}
	return d, err
}

// RenewDevice gives a device that is not revoked a new code. A credential that it had dies.
func (s *Service) RenewDevice(ctx context.Context, who actor.Actor, device ident.ID) (Enrolment, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Enrolment{}, err
	}
	e := Enrolment{Code: newCode(), Expires: s.now().Add(deviceCodeFor)}
	err = s.d.DB.Do(ctx, "device.renew", func(ctx context.Context, w *db.Write) (err error) {
		if e.Device, err = s.deviceByID(ctx, w, device); err != nil {
			return err
		}
		if err := who.Over(actor.KeepAccounts, e.Device.Unit, tree); err != nil {
			return err
		}
		if e.Device.Revoked != 0 {
			return fault.Conflict("account.device_revoked")
		}
		if err := who.StepUp(actor.StepAccounts); err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `update device set code_hash = $1, code_expires = $2, enrolled_at = 0 where account = $3`,
			codeHash("enrol", e.Code), int64(e.Expires), int64(device)); err != nil {
			return err
		}
		if err := s.endSessionsIn(ctx, w, device, func(string) bool { return true }); err != nil {
			return err
		}
		return s.note(ctx, w, who, "device.renewed", device, e.Device.Unit, nil, nil, "")
	})
	return e, err
}

// Enrol turns the code that was entered on a device into that device's account.
// Its credential is made by the surface. Codes have 59 bits; the surface bounds the tries of an address.
func (s *Service) Enrol(ctx context.Context, code string) (Account, error) {
	if strings.TrimSpace(code) == "" || len(code) > 64 {
		return Account{}, fault.Invalid("code", "account.slip_code_missing")
	}
	hash, now := codeHash("enrol", code), s.now()
	var a Account
	err := s.d.DB.Do(ctx, "device.enrol", func(ctx context.Context, w *db.Write) error {
		d, ok, err := db.One(ctx, w, s.scanDevice, `select `+deviceColumns+` from device d join account a on a.id = d.account where d.code_hash = $1`, hash)
		if err != nil {
			return err
		}
		if !ok || d.Waits == 0 || d.Revoked != 0 {
			return fault.Invalid("code", "account.enrol_code_wrong")
		}
		if a, _, err = byID(ctx, w, d.Account); err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `update device set code_hash = '', enrolled_at = $1 where account = $2`, int64(now), int64(a.ID)); err != nil {
			return err
		}
		s.changed(w, a.ID)
		return s.note(ctx, w, actor.Actor{Kind: actor.Person, Account: a.ID, Name: a.Name}, "device.enrolled", a.ID, d.Unit, nil, nil, "")
	})
	return a, err
}

// Devices lists the devices of a unit whose accounts the actor keeps, the newest first.
func (s *Service) Devices(ctx context.Context, who actor.Actor, unit ident.ID) ([]Device, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := who.Over(actor.KeepAccounts, unit, tree); err != nil {
		return nil, err
	}
	var list []Device
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = db.All(ctx, r, s.scanDevice, `select `+deviceColumns+` from device d join account a on a.id = d.account where d.unit = $1 order by d.revoked_at, d.account desc`, int64(unit))
		if err != nil {
			return err
		}
		for i := range list {
			rows, err := sessionRows(ctx, r, list[i].Account, s.now())
			if err != nil {
				return err
			}
			for _, row := range rows {
				if one := row.session(); one.Seen > list[i].Seen {
					list[i].Seen, list[i].Address, list[i].Agent = one.Seen, one.Address, one.Agent
				}
			}
		}
		return nil
	})
	return list, err
}

// RevokeDevice cuts a device off at once and for good.
func (s *Service) RevokeDevice(ctx context.Context, who actor.Actor, device ident.ID) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	return s.d.DB.Do(ctx, "device.revoke", func(ctx context.Context, w *db.Write) error {
		d, err := s.deviceByID(ctx, w, device)
		if err != nil {
			return err
		}
		if err := who.Over(actor.KeepAccounts, d.Unit, tree); err != nil {
			return err
		}
		if d.Revoked != 0 {
			return nil
		}
		if _, err := w.Exec(ctx, `update device set revoked_at = $1, code_hash = '' where account = $2`, int64(now), int64(device)); err != nil {
			return err
		}
		a, _, err := byID(ctx, w, device)
		if err != nil {
			return err
		}
		return s.setClosed(ctx, w, who, a, true, "")
	})
}
