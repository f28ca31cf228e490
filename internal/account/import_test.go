package account

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/sheet"
)

func words() RoleWords {
	return RoleWords{"chuyen vien": actor.Specialist, "van phong": actor.Office, "thu truong don vi": actor.Head}
}

// brought is a file of lines "unit;name;login;roles;post", brought by somebody.
func (w *world) brought(who actor.Actor, lines ...string) (Import, []JudgedLine) {
	w.t.Helper()
	text := "Mã đơn vị;Họ và tên;Tên đăng nhập;Vai trò;Chức danh\n" + strings.Join(lines, "\n") + "\n"
	i, err := w.BringImport(w.t.Context(), who, "tệp.csv", []byte(text), words())
	if err != nil {
		w.t.Fatal(err)
	}
	i, list, err := w.Import(w.t.Context(), who, i.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return i, list
}

func TestLinesOfAccountsAreJudged(t *testing.T) {
	w := open(t)
	w.account("linh", NewGrant{Role: actor.Head, Unit: w.unit["x1"]})
	w.account("annv", NewGrant{Role: actor.Head, Unit: w.unit["p2"]})
	for _, c := range []struct {
		line, login string
		outcome     org.Outcome
		fault, cell string
	}{
		{"x1;Nguyễn Văn An;;Chuyên viên, văn phòng;", "annv2", org.LineNew, "", ""},
		{"x1;Đỗ Ứng;Do.Ung;specialist;", "Do.Ung", org.LineNew, "", ""},
		{"x1;Ý;;head;", "y.x1", org.LineNew, "", ""},
		{"x1;Người linh;linh;head;", "linh", org.LineSame, "", ""},
		{"x1;NGƯỜI  LINH;;head;", "", org.LineSame, "", ""},
		{"x1;Ai khác;linh;head;", "linh", org.LineWrong, "account.login_taken", "C2"},
		{"x1;Ai khác;a b;head;", "a b", org.LineWrong, "account.bad_login", "C2"},
		{"x9;Ai khác;;head;", "", org.LineWrong, "account.import_unknown_unit", "A2"},
		{";Ai khác;;head;", "", org.LineWrong, "account.import_no_unit", "A2"},
		{"p2;Ai khác;;head;", "", org.LineWrong, "account.import_forbidden", "A2"},
		{"tw;Ai khác;;admin;", "", org.LineWrong, "account.import_forbidden", "A2"},
		{"x1;;;head;", "", org.LineWrong, "account.name_missing", "B2"},
		{"x1;Ai khác;;;", "", org.LineWrong, "account.import_role_missing", "D2"},
		{"x1;Ai khác;;vua chua;", "", org.LineWrong, "account.import_no_role", "D2"},
		{"x1;Ai khác;;deputy;", "", org.LineWrong, "account.import_no_role", "D2"},
		{"x1;Ai khác;;head;Chủ tịch", "", org.LineWrong, "account.import_no_holder", "E2"},
		{"x1;李明;;head;", "", org.LineWrong, "account.import_no_login", "C2"},
	} {
		_, list := w.brought(w.admin("p1"), c.line)
		l := list[0]
		if l.Login != c.login || l.Outcome != c.outcome {
			t.Errorf("%s: login %q, %s, %v", c.line, l.Login, l.Outcome, l.Faults)
		}
		if c.fault != "" && (len(l.Faults) != 1 || l.Faults[0].Key != c.fault || l.Faults[0].Cell != c.cell) {
			t.Errorf("%s: %+v", c.line, l.Faults)
		}
	}
	_, list := w.brought(w.admin("p1"), "x1;Lê Hoa;;head", "x1;Lê  Hoa;;head", "x1;Hồ Mai;hm01;head", "x1;Hồ Mai;HM02;head", "p1;Vũ Tư;hm01;head", "p1;Lê Hoa;;head")
	got := ""
	for _, l := range list {
		got += fmt.Sprintf("%d %s %s", l.Line, l.Login, l.Outcome)
		for _, f := range l.Faults {
			got += " " + f.Cell + " " + f.Key
		}
		got += "\n"
	}
	if want := "3  wrong B3 account.import_name_twice\n6 hm01 wrong C6 account.import_login_twice\n2 hoal new\n4 hm01 new\n5 HM02 new\n7 hoal2 new\n"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestFilesOfAccountsThatAreRefused(t *testing.T) {
	w := open(t)
	many := "unit,name,roles\n" + strings.Repeat("x1,A B,head\n", maxImport+1)
	for text, key := range map[string]string{
		"": "sheet.empty", "a,b\n1,2\n": "account.import_no_column", "unit,name,roles\n": "sheet.empty", "M\xE3;T\xEAn\n": "sheet.not_utf8",
		"unit,name,roles,role\nx1,A,head,head\n": "account.import_column_twice", many: "account.import_too_many",
		"\xD0\xCF\x11\xE0": "sheet.old_or_locked", "PK\x03\x04nothing": "sheet.malformed_book",
	} {
		_, err := w.BringImport(t.Context(), w.admin("tw"), "x", []byte(text), words())
		wantFault(t, err, key)
	}
	for _, who := range []actor.Actor{{}, {Kind: actor.Person, Account: 9, Unit: w.unit["p1"], Grants: []actor.Grant{{Role: actor.Head, Unit: w.unit["p1"]}}}} {
		if _, err := w.BringImport(t.Context(), who, "x", []byte("unit,name,roles\nx1,A,head\n"), words()); err == nil {
			t.Errorf("%+v brings a file", who)
		}
	}
}

// A workbook's faults are named with its table, and a table of notes before it does not matter.
func TestAWorkbookOfAccounts(t *testing.T) {
	w := open(t)
	row := func(texts ...string) (cells []sheet.Cell) {
		for _, text := range texts {
			cells = append(cells, sheet.Cell{Text: text})
		}
		return cells
	}
	data, err := sheet.Book([]sheet.Page{{Name: "Đọc trước", Rows: [][]sheet.Cell{row("Ghi chú")}},
		{Name: "Cán bộ", Rows: [][]sheet.Cell{row("Mã đơn vị", "Họ và tên", "Vai trò"), row("x1", "Nguyễn Văn An", "Chuyên viên"), row("x1", "", "Chuyên viên")}}})
	if err != nil {
		t.Fatal(err)
	}
	i, err := w.BringImport(t.Context(), w.admin("tw"), "x.xlsx", data, words())
	if err != nil {
		t.Fatal(err)
	}
	_, list, err := w.Import(t.Context(), w.admin("tw"), i.ID)
	if err != nil || len(list) != 2 || list[0].Faults[0].Cell != "'Cán bộ'!B3" {
		t.Errorf("%+v, %v", list, err)
	}
}

// A thousand accounts in a few seconds, each with a slip that works; sent again nothing is made twice.
func TestAThousandAccountsFromAFile(t *testing.T) {
	w := open(t)
	var lines []string
	for n := range 1000 {
		lines = append(lines, fmt.Sprintf("x1;Người Thứ%d;;chuyên viên, văn phòng;", n))
	}
	began := time.Now()
	i, list := w.brought(w.admin("p1"), lines...)
	if len(list) != 1000 || list[0].Outcome != org.LineNew {
		t.Fatalf("%d lines, %+v", len(list), list[0])
	}
	slips, err := w.TakeImport(t.Context(), w.admin("p1"), i.ID)
	if err != nil || len(slips) != 1000 {
		t.Fatalf("%d slips, %v", len(slips), err)
	}
	t.Logf("1,000 accounts in %v", time.Since(began).Round(time.Millisecond))
	for _, at := range []int{0, 999} {
		a, err := w.Activate(t.Context(), slips[at].Code, Attempt{Login: slips[at].Account.Login, Password: password})
		if err != nil || a.ID != slips[at].Account.ID {
			t.Fatalf("slip %d: %v", at, err)
		}
		who, err := w.ActorFor(t.Context(), a.ID, 0)
		if err != nil || !who.HasAt(actor.DraftFiling, w.unit["x1"]) {
			t.Errorf("%+v, %v", who, err)
		}
	}
	again, err := w.TakeImport(t.Context(), w.admin("p1"), i.ID)
	if err != nil || again != nil {
		t.Errorf("taken twice: %d slips, %v", len(again), err)
	}
	i, list, err = w.Import(t.Context(), w.admin("p1"), i.ID)
	if err != nil || i.Fresh != 1000 || i.Waits != 998 || len(list) != 1000 || list[0].UnitName != "Xã Một" || len(list[0].Roles) != 2 {
		t.Errorf("%+v, %d lines, %v", i, len(list), err)
	}
	more, err := w.ImportSlips(t.Context(), w.admin("p1"), i.ID)
	if err != nil || len(more) != 998 {
		t.Fatalf("%d slips again, %v", len(more), err)
	}
	if _, err := w.Activate(t.Context(), slips[1].Code, Attempt{Login: slips[1].Account.Login, Password: password}); err == nil {
		t.Error("the slip printed first still works")
	}
	if _, err := w.Activate(t.Context(), more[0].Code, Attempt{Login: more[0].Account.Login, Password: password}); err != nil {
		t.Errorf("the slip printed last: %v", err)
	}
	_, list = w.brought(w.admin("p1"), append(lines, "x1;Người Mới;;head;")...)
	if list[0].Name != "Người Mới" || list[0].Outcome != org.LineNew || list[1].Outcome != org.LineSame {
		t.Errorf("the file that grew: %+v", list[0])
	}
}

// Interrupted in the middle, a file is carried on; of two calls at once one gives all slips, and they all work.
func TestAFileOfAccountsIsCarriedOn(t *testing.T) {
	w := open(t)
	var lines []string
	for n := range 90 {
		lines = append(lines, fmt.Sprintf("x1;Người Thứ%d;;head;", n))
	}
	i, list := w.brought(w.admin("p1"), lines...)
	tree, err := w.d.Org.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const run = ident.ID(77)
	if err := w.db.Do(t.Context(), "test.run", func(ctx context.Context, d *db.Write) error {
		_, err := d.Exec(ctx, `update account_import set state = 'running', run = $1 where id = $2`, int64(run), int64(i.ID))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	first, err := w.takePiece(t.Context(), w.admin("p1"), tree, i.ID, run, list[:40]) // and then the machine stops
	if err != nil || len(first) != 40 {
		t.Fatalf("%d, %v", len(first), err)
	}
	if err := w.DropImport(t.Context(), w.admin("p1"), i.ID); !fault.Is(err, "account.import_not_draft") {
		t.Errorf("half a file is dropped: %v", err)
	}
	var all sync.WaitGroup
	var answers [2][]Slip
	var errs [2]error
	for n := range answers {
		all.Go(func() { answers[n], errs[n] = w.TakeImport(t.Context(), w.admin("p1"), i.ID) })
	}
	all.Wait()
	whole := 0
	for n, slips := range answers {
		if errs[n] != nil && !fault.Is(errs[n], "account.import_elsewhere") {
			t.Error(errs[n])
		}
		if errs[n] != nil && slips != nil {
			t.Errorf("a refused call gives %d slips, whose codes are void", len(slips))
		}
		if len(slips) != 90 {
			continue
		}
		whole++
		for _, slip := range slips {
			if _, right, err := w.checkCode(t.Context(), loginKey(slip.Account.Login), slip.Code); err != nil || !right {
				t.Fatalf("%s: the slip does not work: %v", slip.Account.Login, err)
			}
		}
	}
	if whole != 1 {
		t.Errorf("%d calls gave all slips: %v", whole, errs)
	}
	n, err := count(t, w, `select count(*) from account where login_key like 'thu%'`)
	if err != nil || n != 90 {
		t.Errorf("%d accounts, %v", n, err)
	}
	if _, err := w.takePiece(t.Context(), w.admin("p1"), tree, i.ID, run, list[40:]); !fault.Is(err, "account.import_elsewhere") {
		t.Errorf("who was overtaken goes on: %v", err)
	}
}

func count(t *testing.T, w *world, text string) (n int64, err error) {
	t.Helper()
	err = w.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		n, err = db.Int(ctx, r, text)
		return err
	})
	return n, err
}

// A wrong line refuses the whole; another's file does not exist; a second factor is asked.
func TestTakingAFileOfAccountsIsGuarded(t *testing.T) {
	w := open(t)
	p1 := w.admin("p1")
	i, _ := w.brought(p1, "x1;Lê Hoa;;head;", "p2;Lê Mai;;head;")
	_, err := w.TakeImport(t.Context(), p1, i.ID)
	wantFault(t, err, "account.import_wrong_lines")
	if n, err := count(t, w, `select count(*) from account`); n != 0 || err != nil {
		t.Errorf("%d accounts of a refused file, %v", n, err)
	}
	other := w.admin("p2")
	other.Account = 2
	for _, act := range []func() error{
		func() error { _, _, err := w.Import(t.Context(), other, i.ID); return err },
		func() error { _, err := w.TakeImport(t.Context(), other, i.ID); return err },
		func() error { _, err := w.ImportSlips(t.Context(), other, i.ID); return err },
		func() error { return w.DropImport(t.Context(), other, i.ID) },
	} {
		wantFault(t, act(), "account.no_such_import")
	}
	i, _ = w.brought(p1, "x1;Lê Hoa;;head;")
	_, err = w.ImportSlips(t.Context(), p1, i.ID)
	wantFault(t, err, "account.import_not_done")
	signed := p1
	signed.Assurance = actor.SignedIn
	if _, err := w.TakeImport(t.Context(), signed, i.ID); fault.KindOf(err) != fault.KindUnconfirmed {
		t.Errorf("without a second factor: %v", err)
	}
	program := p1
	program.Kind = actor.Program
	if _, err := w.TakeImport(t.Context(), program, i.ID); err == nil {
		t.Error("a program makes accounts")
	}
	if err := w.DropImport(t.Context(), p1, i.ID); err != nil {
		t.Error(err)
	}
	_, _, err = w.Import(t.Context(), p1, i.ID)
	wantFault(t, err, "account.no_such_import")
}

// Whatever stands in a file, it is refused or judged, and never a line too many.
func FuzzReadImport(f *testing.F) {
	f.Add([]byte("unit,name,roles\nx1,Nguyễn Văn An,\"head, office\"\n"))
	f.Add([]byte("Mã đơn vị;Họ và tên;Vai trò;Tên đăng nhập\nx1;;;;;\n;A;head;a\n"))
	book, err := sheet.XLSX("Tài khoản", []float64{10}, [][]string{{"unit", "name", "roles"}, {"x1", "A B", "head"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(book)
	f.Fuzz(func(t *testing.T, data []byte) {
		lines, err := readImport(bytes.Clone(data), words())
		if err != nil {
			return
		}
		if len(lines) == 0 || len(lines) > maxImport {
			t.Errorf("%d lines", len(lines))
		}
		for _, l := range lines {
			if login := loginOf(l.Name, l.Unit); len(login) > 3 && strings.ContainsAny(login, " ,;/") {
				t.Errorf("%q gives the login %q", l.Name, login)
			}
		}
	})
}
