package account

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

const password = "mot cau de nho 2026"

type world struct {
	*Service
	t     *testing.T
	db    *db.DB
	clock *when.Settable
	real  *when.Settable
	hub   *event.Hub
	unit  map[string]ident.ID
}

// open makes a tree of a centre, a province with two communes, and a district that ends on 30 June 2025.
func open(t *testing.T) *world {
	t.Helper()
	d := dbtest.Open(t)
	ids, err := ident.NewMaker(time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2025, 6, 20, 9, 0, 0, 0, when.Zone())
	w := &world{t: t, db: d, clock: when.NewFrozen(start), real: when.NewFrozen(start), hub: event.New()}
	units := org.New(org.Deps{DB: d, IDs: ids, Clock: w.clock, Hub: w.hub})
	w.Service = New(Deps{DB: d, IDs: ids, Clock: w.clock, Now: w.real.Now, Hub: w.hub, Org: units})
	ctx := t.Context()
	if err := units.Load(ctx, actor.SystemActor("test"), org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương"}, {Code: "province", VI: "Tỉnh"}, {Code: "commune", VI: "Xã"}},
		Units: []org.FileUnit{
			{Code: "tw", Name: "Trung ương", Level: "centre"},
			{Code: "p1", Parent: "tw", Name: "Tỉnh Một", Level: "province"},
			{Code: "p2", Parent: "tw", Name: "Tỉnh Hai", Level: "province"},
			{Code: "x1", Parent: "p1", Name: "Xã Một", Level: "commune"},
			{Code: "old", Parent: "p1", Name: "Xã Cũ", Level: "commune", To: 20250630},
		},
	}); err != nil {
		t.Fatal(err)
	}
	if w.unit, err = units.ByCodes(ctx); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) admin(unit string) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 1, Name: "Quản trị", Unit: w.unit[unit], Grants: []actor.Grant{{Role: actor.Admin, Unit: w.unit[unit]}}}
}

func (w *world) account(login string, grants ...NewGrant) Account {
	w.t.Helper()
	a, err := w.Create(w.t.Context(), actor.SystemActor("test"), NewAccount{Login: login, Name: "Người " + login, Password: password, Grants: grants})
	if err != nil {
		w.t.Fatal(err)
	}
	return a.Account
}

func wantFault(t *testing.T, err error, key string) {
	t.Helper()
	if !fault.Is(err, key) {
		t.Errorf("got %v, want %s", err, key)
	}
}

func TestTries(t *testing.T) {
	at := when.Instant(1_000_000_000_000)
	minute := when.Instant(60_000)
	for _, c := range []struct {
		name   string
		before try
		now    when.Instant
		tries  int64
		locked bool
	}{
		{"first", try{}, at, 1, false},
		{"second", try{1, at}, at + minute, 2, false},
		{"fifth", try{4, at}, at + minute, 5, false},
		{"sixth is locked", try{5, at}, at + minute, 5, true},
		{"locked to the last moment", try{5, at}, at + 15*minute - 1, 5, true},
		{"free after 15 minutes", try{5, at}, at + 15*minute, 1, false},
		{"old tries are forgotten", try{4, at}, at + 16*minute, 1, false},
	} {
		got, until, locked := c.before.next(c.now)
		if got.tries != c.tries || locked != c.locked || locked && until != c.before.at+15*minute {
			t.Errorf("%s: %+v until %d locked %v", c.name, got, until, locked)
		}
	}
}

func TestPasswordRules(t *testing.T) {
	for word, key := range map[string]string{
		"": "account.short_password", "ngắn quá": "account.short_password", "aaaaaaaaaaaaaa": "account.easy_password",
		"hoang.thu.trang": "account.easy_password", strings.Repeat("dài ", 100): "account.long_password",
		"1234567890": "account.easy_password", "qwertyuiop12": "account.easy_password", "password2021": "account.easy_password",
		"matkhau123": "account.easy_password", "mật khẩu 123": "account.easy_password", "giaoban2021": "account.easy_password",
		"Tinhuy@2021": "account.easy_password", "hoangthutrang1": "account.easy_password",
	} {
		wantFault(t, checkPassword("password", word, "hoang.thu.trang", "Hoàng Thu Trang"), key)
	}
	for _, word := range []string{"bốn mùa rõ rệt", "con trâu đi cày sớm", "aB3$kkPq9!xz", strings.Repeat("sông núi 7 ", 15)} {
		if err := checkPassword("password", word, "hoang", "Hoàng"); err != nil {
			t.Errorf("%q: %v", word, err)
		}
	}
}

// Whatever is typed is judged quickly and without falling over.
func FuzzCheckPassword(f *testing.F) {
	f.Add("mật khẩu dài và khó đoán", "hoang.thu.trang")
	f.Add(strings.Repeat("1234567890", 25), "1")
	f.Add("\xff\xfe0000000000000", "")
	f.Fuzz(func(t *testing.T, password, login string) {
		if err := checkPassword("password", password, login); err == nil && len(password) < minPassword {
			t.Errorf("%q passes", password)
		}
	})
}

func TestHashes(t *testing.T) {
	h, err := parseHash(Hash(password))
	if err != nil || !h.matches(password) || h.matches(password+"x") || h.weak() {
		t.Fatalf("%+v %v", h, err)
	}
	for _, bad := range []string{"", "x", "$argon2id$v=19$m=99999999,t=2,p=1$AAAA$AAAA", "$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=0,t=0,p=0$AA$AA"} {
		if _, err := parseHash(bad); err == nil {
			t.Errorf("%q is taken as a hash", bad)
		}
	}
}

func TestSignIn(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	made := w.account("hoang.thu.trang", NewGrant{Role: actor.Specialist, Unit: w.unit["p1"]})
	got, err := w.SignIn(ctx, Attempt{Login: "  Hoàng.Thu.Trang ", Password: password, Address: "192.0.2.1"})
	if err != nil || got.ID != made.ID {
		t.Fatalf("%+v %v", got, err)
	}
	for i := range 4 {
		_, err := w.SignIn(ctx, Attempt{Login: "hoang.thu.trang", Password: "sai hẳn rồi", Address: "192.0.2.1"})
		wantFault(t, err, "account.wrong_password")
		if args := fault.All(err)[0].Args; args[1] != 4-i {
			t.Errorf("try %d: %v left", i+1, args[1])
		}
	}
	_, err = w.SignIn(ctx, Attempt{Login: "hoang.thu.trang", Password: "sai hẳn rồi", Address: "192.0.2.1"})
	wantFault(t, err, "account.now_locked")
	_, err = w.SignIn(ctx, Attempt{Login: "hoang.thu.trang", Password: password, Address: "192.0.2.1"})
	wantFault(t, err, "account.locked")
	w.real.Shift(15 * time.Minute)
	if _, err = w.SignIn(ctx, Attempt{Login: "hoang.thu.trang", Password: password, Address: "192.0.2.1"}); err != nil {
		t.Error("still locked: ", err)
	}
	if _, err := w.SetClosed(ctx, w.admin("p1"), made.ID, true, "nghỉ việc"); err != nil {
		t.Fatal(err)
	}
	_, err = w.SignIn(ctx, Attempt{Login: "hoang.thu.trang", Password: password, Address: "192.0.2.1"})
	wantFault(t, err, "account.wrong_password")
	_, err = w.ActorFor(ctx, made.ID, 0)
	wantFault(t, err, "actor.sign_in")
}

func TestTriesSentTogetherAllCount(t *testing.T) {
	w := open(t)
	w.account("linh", NewGrant{Role: actor.Head, Unit: w.unit["p1"]})
	var group sync.WaitGroup
	var mu sync.Mutex
	looked := 0
	for range 20 {
		group.Go(func() {
			_, err := w.SignIn(t.Context(), Attempt{Login: "linh", Password: "đoán mò thôi", Address: "192.0.2.1"})
			if fault.KindOf(err) == fault.KindInvalid || fault.Is(err, "account.now_locked") {
				mu.Lock()
				looked++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if looked != 5 {
		t.Errorf("%d guesses were looked at, want 5", looked)
	}
}

func TestAWeakHashIsMadeAnew(t *testing.T) {
	w := open(t)
	salt := []byte("muối mười sáu by")
	weak := fmt.Sprintf("$argon2id$v=19$m=64,t=1,p=1$%s$%s", base64.RawStdEncoding.EncodeToString(salt),
		base64.RawStdEncoding.EncodeToString(argon2.IDKey([]byte(password), salt, 1, 64, 1, 32)))
	if err := w.Load(t.Context(), actor.SystemActor("test"), File{Accounts: []FileAccount{{Login: "cu.ky", Name: "Cũ", Hash: weak}}}); err != nil {
		t.Fatal(err)
	}
	a, err := w.SignIn(t.Context(), Attempt{Login: "cu.ky", Password: password, Address: ""})
	if err != nil {
		t.Fatal(err)
	}
	var now secret
	if err := w.db.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
		now, _, err = secretByID(ctx, r, a.ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if parsed, err := parseHash(now.hash); err != nil || parsed.weak() || now.hash == weak {
		t.Errorf("%s %v", now.hash, err)
	}
}

func TestActorHasTodaysGrants(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	a := w.account("linh",
		NewGrant{Role: actor.Specialist, Unit: w.unit["old"]},
		NewGrant{Role: actor.Head, Unit: w.unit["p1"], From: 20250701},
		NewGrant{Role: actor.Chair, Unit: w.unit["p2"], To: 20250620})
	roles := func(unit ident.ID) ([]actor.Role, ident.ID) {
		who, err := w.ActorFor(ctx, a.ID, unit)
		if err != nil {
			t.Fatal(err)
		}
		var list []actor.Role
		for _, g := range who.Grants {
			list = append(list, g.Role)
		}
		return list, who.Unit
	}
	if got, unit := roles(w.unit["p2"]); !slices.Equal(got, []actor.Role{actor.Specialist, actor.Chair}) || unit != w.unit["p2"] {
		t.Errorf("20 June: %v in %v", got, unit)
	}
	w.clock.Set(when.Date(20250621).Time())
	if got, unit := roles(w.unit["p2"]); !slices.Equal(got, []actor.Role{actor.Specialist}) || unit != w.unit["old"] {
		t.Errorf("21 June: %v in %v", got, unit)
	}
	w.clock.Set(when.Date(20250701).Time())
	if got, unit := roles(0); !slices.Equal(got, []actor.Role{actor.Head}) || unit != w.unit["p1"] {
		t.Errorf("after the unit was dissolved: %v in %v", got, unit)
	}
	version := w.hub.Version(Topic(a.ID))
	all, err := w.Grants(ctx, actor.SystemActor("test"), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Revoke(ctx, w.admin("p1"), all[1].Account+1, all[1].ID, "đổi việc"); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a right of somebody else: %v", err)
	}
	if _, err := w.Revoke(ctx, w.admin("p1"), all[1].Account, all[1].ID, "đổi việc"); err != nil {
		t.Fatal(err)
	}
	if got, _ := roles(0); len(got) != 0 {
		t.Errorf("revoked, yet %v", got)
	}
	if w.hub.Version(Topic(a.ID)) == version {
		t.Error("nobody was told of the change")
	}
}

func TestKeepersKeepToTheirUnits(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	below := w.account("xa.mot", NewGrant{Role: actor.Specialist, Unit: w.unit["x1"]})
	above := w.account("tren", NewGrant{Role: actor.Office, Unit: w.unit["tw"]}, NewGrant{Role: actor.Specialist, Unit: w.unit["x1"]})
	p1, p2 := w.admin("p1"), w.admin("p2")
	specialist := actor.Actor{Kind: actor.Person, Account: below.ID, Grants: []actor.Grant{{Role: actor.Specialist, Unit: w.unit["x1"]}}}
	refused := func(what string, err error, kind fault.Kind) {
		t.Helper()
		if err == nil || fault.KindOf(err) != kind {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := w.Create(ctx, p2, NewAccount{Login: "moi", Name: "Mới", Password: password, Grants: []NewGrant{{Role: actor.Head, Unit: w.unit["x1"]}}})
	refused("create for another province", err, fault.KindForbidden)
	_, err = w.Create(ctx, p1, NewAccount{Login: "moi", Name: "Mới", Password: password, Grants: []NewGrant{{Role: actor.Head, Unit: w.unit["x1"]}, {Role: actor.Admin, Unit: w.unit["tw"]}}})
	refused("grant above oneself", err, fault.KindForbidden)
	_, err = w.Create(ctx, p1, NewAccount{Login: "moi", Name: "Mới", Password: password})
	wantFault(t, err, "account.grant_missing")
	_, err = w.Create(ctx, actor.Actor{}, NewAccount{Login: "moi", Name: "Mới", Password: password, Grants: []NewGrant{{Role: actor.Head, Unit: w.unit["x1"]}}})
	refused("create as the public", err, fault.KindUnauthenticated)
	_, err = w.Grant(ctx, specialist, NewGrant{Account: below.ID, Role: actor.Head, Unit: w.unit["x1"]})
	refused("give oneself a role", err, fault.KindForbidden)
	_, err = w.SetClosed(ctx, p2, below.ID, true, "")
	refused("close a colleague of another province", err, fault.KindNotFound)
	_, err = w.SetClosed(ctx, p1, above.ID, true, "")
	refused("close who works above", err, fault.KindNotFound)
	_, err = w.IssueSlip(ctx, p1, above.ID)
	refused("a slip for who works above", err, fault.KindNotFound)
	_, err = w.ByID(ctx, specialist, above.ID)
	refused("look at another account", err, fault.KindNotFound)
	if _, err := w.IssueSlip(ctx, p1, below.ID); err != nil {
		t.Error(err)
	}
	if _, err := w.Grant(ctx, p1, NewGrant{Account: below.ID, Role: actor.Head, Unit: w.unit["x1"]}); err != nil {
		t.Error(err)
	}
	_, err = w.Grant(ctx, p1, NewGrant{Account: below.ID, Role: actor.Head, Unit: w.unit["x1"]})
	wantFault(t, err, "account.already_granted")
	_, err = w.Create(ctx, p1, NewAccount{Login: "x", Name: "Ngắn", Password: password, Grants: []NewGrant{{Role: actor.Head, Unit: w.unit["x1"]}}})
	wantFault(t, err, "account.bad_login")
	_, err = w.Create(ctx, p1, NewAccount{Login: "Trên", Name: "Trùng", Password: password, Grants: []NewGrant{{Role: actor.Head, Unit: w.unit["x1"]}}})
	wantFault(t, err, "account.login_taken")
	held, err := w.OfUnit(ctx, p1, w.unit["x1"])
	if err != nil || len(held) != 2 {
		t.Errorf("%v %v", held, err)
	}
}

// Who takes an account over today has it when its grant above begins.
func TestAKeeperDoesNotTakeOverWhoSoonWorksAbove(t *testing.T) {
	w := open(t)
	a := w.account("sap-len", NewGrant{Role: actor.Specialist, Unit: w.unit["x1"]}, NewGrant{Role: actor.Admin, Unit: w.unit["tw"], From: 20250701})
	if err := w.issued(w.admin("p1"), a.ID); fault.KindOf(err) != fault.KindNotFound || err == nil {
		t.Errorf("a province resets who will keep the centre: %v", err)
	}
	if err := w.issued(w.admin("tw"), a.ID); err != nil {
		t.Error(err)
	}
}

func TestCreateTwiceWithOneKey(t *testing.T) {
	w := open(t)
	n := NewAccount{Login: "mot.lan", Name: "Một Lần", Password: password, Key: "k", Grants: []NewGrant{{Role: actor.Head, Unit: w.unit["p1"]}}}
	first, err := w.Create(t.Context(), w.admin("p1"), n)
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.Create(t.Context(), w.admin("p1"), n)
	if err != nil || second.Account.ID != first.Account.ID {
		t.Errorf("%v %v", second, err)
	}
}

func TestLoadingAFileAgainChangesNothing(t *testing.T) {
	w := open(t)
	file := File{Hash: Hash(password)}
	for _, login := range []string{"a.mot", "b.hai", "c.ba"} {
		file.Accounts = append(file.Accounts, FileAccount{Login: login, Name: login, Grants: []FileGrant{{Role: actor.Head, Unit: "x1"}}})
	}
	for range 2 {
		if err := w.Load(t.Context(), actor.SystemActor("test"), file); err != nil {
			t.Fatal(err)
		}
	}
	if held, err := w.OfUnit(t.Context(), w.admin("tw"), w.unit["x1"]); err != nil || len(held) != 3 || len(held[0].Grants) != 1 {
		t.Errorf("%v %v", held, err)
	}
	if _, err := w.SignIn(t.Context(), Attempt{Login: "b.hai", Password: password, Address: ""}); err != nil {
		t.Error(err)
	}
	bad := File{Accounts: []FileAccount{{Login: "d.bon", Person: "khong-co", Grants: []FileGrant{{Role: actor.Head, Unit: "khong-co"}}}}}
	err := w.Load(t.Context(), actor.SystemActor("test"), bad)
	wantFault(t, err, "account.load_unknown_unit")
	wantFault(t, err, "account.load_unknown_person")
	if err := w.Load(t.Context(), w.admin("p1"), file); fault.KindOf(err) != fault.KindForbidden {
		t.Error("a province loads accounts: ", err)
	}
}

func TestNoSecretIsJournalled(t *testing.T) {
	w := open(t)
	a := w.account("linh", NewGrant{Role: actor.Head, Unit: w.unit["p1"]})
	if err := w.issued(w.admin("p1"), a.ID); err != nil {
		t.Fatal(err)
	}
	err := w.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		records, err := journal.For(ctx, r, a.ID)
		for _, one := range records {
			if text := string(one.Body.After) + one.Body.Note; strings.Contains(text, "argon2") || strings.Contains(text, password) {
				t.Errorf("%s tells %s", one.Kind, text)
			}
		}
		if len(records) != 3 {
			t.Errorf("%d entries", len(records))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMessages(t *testing.T) {
	for key, text := range Messages() {
		if text.VI == "" || text.EN == "" || !slices.Equal(i18n.Placeholders(text.VI), i18n.Placeholders(text.EN)) {
			t.Errorf("%s: %+v", key, text)
		}
	}
}
