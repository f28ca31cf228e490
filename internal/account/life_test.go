package account

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// actingFor is an account as it acts today.
func (w *world) actingFor(a Account, unit string) actor.Actor {
	w.t.Helper()
	who, err := w.ActorFor(w.t.Context(), a.ID, w.unit[unit])
	if err != nil {
		w.t.Fatal(err)
	}
	return who
}

func (w *world) tree() *org.Tree {
	w.t.Helper()
	tree, err := w.d.Org.Today(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return tree
}

func (w *world) slip(login, unit string) Slip {
	w.t.Helper()
	s, err := w.Create(w.t.Context(), w.admin(unit), NewAccount{Login: login, Name: "Người " + login, Grants: []NewGrant{{Role: actor.Specialist, Unit: w.unit[unit]}}})
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func TestCodes(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		code := newCode()
		if len(code) != 14 || strings.Trim(strings.ReplaceAll(code, "-", ""), codeAlphabet) != "" || seen[code] {
			t.Fatalf("code %q", code)
		}
		seen[code] = true
		typed := " " + strings.ToLower(strings.ReplaceAll(code, "-", " "))
		if activationHash(7, code) != activationHash(7, typed) || activationHash(7, code) == activationHash(8, code) || codeHash("enrol", code) == codeHash("activate:0", code) {
			t.Fatal("hashes of codes")
		}
	}
}

func TestActivation(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	slip := w.slip("moi.vao", "x1")
	if slip.Code == "" || slip.Unit != w.unit["x1"] || slip.Expires != w.now().Add(codeFor) {
		t.Fatalf("%+v", slip)
	}
	_, err := w.SignIn(ctx, Attempt{Login: "moi.vao", Password: "", Address: ""})
	wantFault(t, err, "account.password_missing")
	_, err = w.SignIn(ctx, Attempt{Login: "moi.vao", Password: "bat ky cau nao", Address: ""})
	wantFault(t, err, "account.wrong_password")
	_, err = w.Activate(ctx, slip.Code, Attempt{Login: "moi.vao", Password: "ngan", Address: ""})
	wantFault(t, err, "account.short_password")
	_, unknown := w.Activate(ctx, slip.Code, Attempt{Login: "khong.co", Password: password, Address: ""})
	_, wrong := w.Activate(ctx, "AAAA-AAAA-AAAA", Attempt{Login: "moi.vao", Password: password, Address: ""})
	if unknown == nil || wrong == nil || fault.All(unknown)[0].Key != fault.All(wrong)[0].Key {
		t.Errorf("an unknown login reads otherwise: %v, %v", unknown, wrong)
	}
	a, err := w.Activate(ctx, strings.ToLower(slip.Code), Attempt{Login: "Moi.Vao", Password: password, Address: ""})
	if err != nil || a.ID != slip.Account.ID {
		t.Fatalf("%+v %v", a, err)
	}
	if _, err := w.Activate(ctx, slip.Code, Attempt{Login: "moi.vao", Password: password, Address: ""}); err == nil {
		t.Error("the code works twice")
	}
	if _, err := w.SignIn(ctx, Attempt{Login: "moi.vao", Password: password, Address: ""}); err != nil {
		t.Error(err)
	}
}

func TestASlipEndsWhatWas(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	a := w.account("cu.nguoi", NewGrant{Role: actor.Specialist, Unit: w.unit["x1"]})
	store := w.SessionStore()
	data := []byte(`{"deadline":1,"values":{"account":"` + a.ID.String() + `"}}`)
	if err := store.Save(ctx, "0123456789abcdef0123", data, w.now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	first, err := w.IssueSlip(ctx, w.admin("p1"), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, found, _ := store.Find(ctx, "0123456789abcdef0123"); found {
		t.Error("a session outlives the slip")
	}
	_, err = w.SignIn(ctx, Attempt{Login: "cu.nguoi", Password: password, Address: ""})
	wantFault(t, err, "account.wrong_password")
	second, err := w.IssueSlip(ctx, w.admin("p1"), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Activate(ctx, first.Code, Attempt{Login: "cu.nguoi", Password: password, Address: ""}); err == nil {
		t.Error("the first slip still works")
	}
	w.real.Set(w.real.Now().Add(codeFor))
	if _, err := w.Activate(ctx, second.Code, Attempt{Login: "cu.nguoi", Password: password, Address: ""}); err == nil {
		t.Error("an overdue slip works")
	}
	_, err = w.IssueSlip(ctx, w.actingFor(a, "x1"), a.ID)
	wantFault(t, err, "account.slip_not_yourself")
	if _, err = w.SetClosed(ctx, w.admin("p1"), a.ID, true, ""); err != nil {
		t.Fatal(err)
	}
	_, err = w.IssueSlip(ctx, w.admin("p1"), a.ID)
	wantFault(t, err, "account.slip_closed")
	slips, err := w.IssueWaiting(ctx, w.admin("p1"), w.unit["x1"])
	if err != nil || len(slips) != 0 {
		t.Errorf("%v %v", slips, err)
	}
}

// Tries sent at the same time count too, and many wrong ones void the code for good.
func TestCodesAreNotGuessed(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	slip := w.slip("moi", "x1")
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			_, _ = w.Activate(ctx, "ZZZZ-ZZZZ-ZZZZ", Attempt{Login: "moi", Password: password, Address: ""})
		})
	}
	all.Wait()
	_, err := w.Activate(ctx, slip.Code, Attempt{Login: "moi", Password: password, Address: ""})
	if fault.KindOf(err) != fault.KindRateLimited {
		t.Fatalf("no lock: %v", err)
	}
	for range 4 {
		w.real.Set(w.real.Now().Add(lockTime))
		for range maxTries {
			_, _ = w.Activate(ctx, "ZZZZ-ZZZZ-ZZZZ", Attempt{Login: "moi", Password: password, Address: ""})
		}
	}
	w.real.Set(w.real.Now().Add(lockTime))
	_, err = w.Activate(ctx, slip.Code, Attempt{Login: "moi", Password: password, Address: ""})
	wantFault(t, err, "account.code_wrong")
}

func TestTheLastAdministratorStays(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	for i := range 8 { // two administrators close, strip and let go each other at once
		a := w.account("a"+strconv.Itoa(i)+"x", NewGrant{Role: actor.Admin, Unit: w.unit["tw"]})
		b := w.account("b"+strconv.Itoa(i)+"x", NewGrant{Role: actor.Admin, Unit: w.unit["tw"]})
		grants, err := w.Grants(ctx, actor.SystemActor("test"), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		whoA, whoB := w.actingFor(a, "tw"), w.actingFor(b, "tw")
		var errs [3]error
		var all sync.WaitGroup
		all.Go(func() { _, errs[0] = w.SetClosed(ctx, whoA, b.ID, true, "") })
		all.Go(func() { _, errs[1] = w.Revoke(ctx, whoB, grants[0].Account, grants[0].ID, "") })
		all.Go(func() { _, errs[2] = w.Leave(ctx, whoB, a.ID, when.Today(w.clock), "") })
		all.Wait()
		open := 0
		err = w.db.View(ctx, func(ctx context.Context, r *db.Read) error {
			n, err := administers(ctx, r, w.tree(), w.unit["tw"])
			open = int(n)
			return err
		})
		if err != nil || open != 1 {
			t.Fatalf("%d administrators are left, %v; %v", open, err, errs)
		}
		refused := 0
		for _, err := range errs {
			if err != nil {
				refused++
				if !fault.Is(err, "account.last_admin") && !fault.Is(err, "account.left_already") {
					t.Error(err)
				}
			}
		}
		if refused == 0 {
			t.Error("nobody was refused")
		}
		// make room for the next pair
		if err := w.db.Do(ctx, "test", func(ctx context.Context, q *db.Write) error {
			_, err := q.Exec(ctx, `update account set closed = 1`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAUnitBelowMayLoseItsAdministrator(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	a := w.account("quan.tri", NewGrant{Role: actor.Admin, Unit: w.unit["p1"]})
	bare, err := w.SetClosed(ctx, w.admin("tw"), a.ID, true, "")
	if err != nil || len(bare) != 1 || bare[0] != w.unit["p1"] {
		t.Errorf("%v %v", bare, err)
	}
}

func TestLeaving(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	a := w.account("nghi", NewGrant{Role: actor.Specialist, Unit: w.unit["x1"]}, NewGrant{Role: actor.Technician, Unit: w.unit["x1"], To: 20250621})
	admin := w.admin("p1")
	l, err := w.Leaving(ctx, admin, a.ID)
	if err != nil || len(l.Grants) != 2 || l.Last {
		t.Fatalf("%+v %v", l, err)
	}
	_, err = w.Leave(ctx, admin, a.ID, 0, "")
	wantFault(t, err, "account.leave_day_missing")
	if _, err := w.Leave(ctx, w.admin("p2"), a.ID, 20250625, ""); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a stranger lets somebody go: %v", err)
	}
	if _, err := w.Leave(ctx, admin, a.ID, 20250625, "12-QĐ"); err != nil {
		t.Fatal(err)
	}
	grants, err := w.Grants(ctx, admin, a.ID)
	if err != nil || grants[0].To != 20250625 || grants[1].To != 20250621 {
		t.Errorf("%+v %v", grants, err)
	}
	w.clock.Set(time.Date(2025, 6, 25, 23, 59, 0, 0, when.Zone()))
	if _, err := w.SignIn(ctx, Attempt{Login: "nghi", Password: password, Address: ""}); err != nil {
		t.Errorf("on the last day: %v", err)
	}
	w.clock.Set(time.Date(2025, 6, 26, 0, 0, 0, 0, when.Zone()))
	if _, err := w.SignIn(ctx, Attempt{Login: "nghi", Password: password, Address: ""}); err == nil {
		t.Error("works after the last day")
	}
	if _, err := w.ActorFor(ctx, a.ID, 0); fault.KindOf(err) != fault.KindUnauthenticated {
		t.Errorf("acts after the last day: %v", err)
	}
	if err := w.CloseLeavers(ctx, w.real.Now()); err != nil {
		t.Fatal(err)
	}
	closed, err := w.ByID(ctx, w.admin("tw"), a.ID)
	if err != nil || !closed.Closed {
		t.Errorf("%+v %v", closed, err)
	}
	if _, err = w.SetClosed(ctx, w.admin("tw"), a.ID, false, "back"); err != nil {
		t.Fatal(err)
	}
	if back, _ := w.ByID(ctx, w.admin("tw"), a.ID); back.Closed || back.Leaves != 0 {
		t.Errorf("%+v", back)
	}
}

func TestLeavingTakenBackAndPast(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	admin := w.admin("tw")
	a := w.account("o.lai", NewGrant{Role: actor.Specialist, Unit: w.unit["x1"]})
	wantFault(t, w.Stay(ctx, admin, a.ID), "account.not_leaving")
	if _, err := w.Leave(ctx, admin, a.ID, 20250630, ""); err != nil {
		t.Fatal(err)
	}
	if err := w.Stay(ctx, admin, a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Leave(ctx, admin, a.ID, 20250610, ""); err != nil {
		t.Fatal(err)
	}
	if gone, err := w.ByID(ctx, admin, a.ID); err != nil || !gone.Closed {
		t.Errorf("%+v %v", gone, err)
	}
	_, err := w.Leave(ctx, admin, a.ID, 20250610, "")
	wantFault(t, err, "account.left_already")
}

func (w *world) issued(who actor.Actor, account ident.ID) error {
	_, err := w.IssueSlip(w.t.Context(), who, account)
	return err
}

// A device is what stands in a hall: its code asks the second factor of who makes
// it, and nobody there gives it a key of their own, with which they would come in from elsewhere.
func TestADeviceHasNoKeysOfItsOwn(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	for _, asks := range []bool{true, false} {
		w.d.SecondFactor = asks
		admin := w.admin("x1")
		if asks {
			admin.Assurance = actor.SignedIn
			_, err := w.AddDevice(ctx, admin, w.unit["x1"], "Máy họp", "")
			wantFault(t, err, admin.StepUp(actor.StepAccounts).(*fault.Fault).Key)
			admin.Assurance = actor.SteppedUp
		}
		made, err := w.AddDevice(ctx, admin, w.unit["x1"], "Máy họp", "")
		if err != nil {
			t.Fatal(err)
		}
		if asks {
			admin.Assurance = actor.SignedIn
			_, err = w.RenewDevice(ctx, admin, made.Device.Account)
			wantFault(t, err, admin.StepUp(actor.StepAccounts).(*fault.Fault).Key)
		}
		a, err := w.Enrol(ctx, made.Code)
		if err != nil {
			t.Fatal(err)
		}
		device := w.Assured(w.actingFor(a, "x1"), strconv.FormatInt(int64(w.now()), 10), "")
		_, err = w.BeginApp(ctx, device, "giaoban")
		wantFault(t, err, "actor.not_by_device")
		_, err = w.BeginPasskey(ctx, device, Party{Origin: "https://giaoban.example", Name: "x"})
		wantFault(t, err, "actor.not_by_device")
		wantFault(t, w.AddApp(ctx, device, "ref", "123456", ""), "actor.not_by_device")
		wantFault(t, w.AddPasskey(ctx, device, Party{Origin: "https://giaoban.example", Name: "x"}, "ref", "", "{}", ""), "actor.not_by_device")
		wantFault(t, w.ChangePassword(ctx, device, "", "mot cau de nho 2026", ""), "actor.not_by_device")
		wantFault(t, w.AskCorrection(ctx, device, "Sửa tên", ""), "actor.not_by_device")
	}
}
