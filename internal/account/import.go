package account

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/sheet"
)

// maxImport is the number of accounts of one file: what is printed and handed out in one go.
const maxImport = 2000

// ImportColumns are the columns of a file of accounts, in the order of the template.
func ImportColumns() []string { return []string{"unit", "name", "login", "roles", "post", "decision"} }

// ImportLine is one line of a file of accounts.
type ImportLine struct {
	Line     int            `json:"line"`
	Sheet    string         `json:"sheet,omitempty"` // "" in a file without tables of their own
	Unit     string         `json:"unit"`            // code
	Name     string         `json:"name"`
	Login    string         `json:"login,omitempty"` // "": one is proposed
	Roles    []actor.Role   `json:"roles,omitempty"`
	BadRole  string         `json:"bad_role,omitempty"` // what stands where a role should
	Post     string         `json:"post,omitempty"`     // title of the post that its holder has in that unit
	Decision string         `json:"decision,omitempty"`
	Cells    map[string]int `json:"cells"` // column of each field
}

// cell names the place of a field: 'Tài khoản'!B7, or B7.
func (l ImportLine) cell(field string) string {
	col, ok := l.Cells[field]
	if !ok {
		col = 0
	}
	if l.Sheet == "" {
		return sheet.Address(col, l.Line)
	}
	return sheet.Sheet{Name: l.Sheet}.At(col, l.Line)
}

// JudgedLine is a line with what becomes of it. Of org's outcomes there are new, same and wrong.
type JudgedLine struct {
	ImportLine
	Outcome  org.Outcome
	Faults   []org.LineFault
	UnitID   ident.ID
	UnitName string
	Account  ident.ID // that is there already, or that this import made
	Official ident.ID // holder of the post, 0 for none
	Proposed bool     // the login was made from the name
}

// headings are the names by which a column is known, folded.
func headings() map[string]string {
	return map[string]string{
		"unit": "unit", "unit code": "unit", "code": "unit", "ma don vi": "unit", "don vi": "unit", "ma": "unit",
		"name": "name", "full name": "name", "ho ten": "name", "ho va ten": "name", "ten": "name",
		"login": "login", "sign-in name": "login", "ten dang nhap": "login", "tai khoan": "login",
		"roles": "roles", "role": "roles", "vai tro": "roles",
		"post": "post", "title": "post", "chuc danh": "post", "chuc vu": "post",
		"decision": "decision", "decision number": "decision", "so quyet dinh": "decision", "quyet dinh": "decision",
	}
}

// RoleWords are the words by which roles are known in files, folded, beside their codes.
type RoleWords map[string]actor.Role

func (w RoleWords) find(text string) (actor.Role, bool) {
	if role := actor.Role(strings.ToLower(text)); knownRole(role) {
		return role, true
	}
	role, ok := w[i18n.Fold(text)]
	return role, ok && knownRole(role)
}

// readImport takes the lines out of a file: of the first table that has the columns.
func readImport(data []byte, words RoleWords) ([]ImportLine, error) {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		rows, err := sheet.Read(data)
		if err != nil {
			return nil, err
		}
		return readLines(sheet.Sheet{Rows: rows}, words)
	}
	book, err := sheet.ReadBook(data)
	if err != nil {
		return nil, err
	}
	var first error
	for _, table := range book {
		lines, err := readLines(table, words)
		if err == nil {
			return lines, nil
		}
		if first == nil {
			first = err
		}
		if !fault.Is(err, "account.import_no_column") && !fault.Is(err, "sheet.empty") {
			return nil, err // this is the table, and something in it is wrong
		}
	}
	return nil, first
}

func readLines(table sheet.Sheet, words RoleWords) ([]ImportLine, error) {
	if len(table.Rows) == 0 {
		return nil, fault.Invalid("file", "sheet.empty")
	}
	columns, known, head := make(map[string]int), headings(), table.Rows[0]
	for col := range head.Cells {
		text := strings.TrimSpace(strings.TrimSuffix(head.Cell(col), "*"))
		field, ok := known[i18n.Fold(text)]
		if _, twice := columns[field]; ok && twice {
			return nil, fault.Invalid("file", "account.import_column_twice", "cell", ImportLine{Line: head.Line, Sheet: table.Name, Cells: map[string]int{field: col}}.cell(field), "name", text)
		}
		if ok {
			columns[field] = col
		}
	}
	for _, field := range []string{"unit", "name", "roles"} {
		if _, ok := columns[field]; !ok {
			return nil, fault.Invalid("file", "account.import_no_column", "line", head.Line)
		}
	}
	if len(table.Rows)-1 > maxImport {
		return nil, fault.Invalid("file", "account.import_too_many", "most", maxImport, "n", len(table.Rows)-1)
	}
	var lines []ImportLine
	for _, row := range table.Rows[1:] {
		get := func(field string) string {
			col, ok := columns[field]
			if !ok {
				return ""
			}
			return strings.Join(strings.Fields(row.Cell(col)), " ")
		}
		l := ImportLine{Line: row.Line, Sheet: table.Name, Unit: get("unit"), Name: get("name"), Login: get("login"), Post: get("post"),
			Decision: get("decision"), Cells: columns}
		for _, one := range strings.FieldsFunc(get("roles"), func(r rune) bool { return strings.ContainsRune(",;+|", r) }) {
			one = strings.TrimSpace(one)
			role, ok := words.find(one)
			switch {
			case one == "":
			case !ok && l.BadRole == "":
				l.BadRole = one
			case ok && !slices.Contains(l.Roles, role):
				l.Roles = append(l.Roles, role)
			}
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 {
		return nil, fault.Invalid("file", "sheet.empty")
	}
	return lines, nil
}

// known is what is there when a file is judged.
type known struct {
	tree    *org.Tree
	codes   map[string]ident.ID
	logins  map[string]ident.ID          // account by login key
	names   map[ident.ID]string          // of accounts
	working map[ident.ID][]ident.ID      // accounts with a grant on a unit
	holders map[ident.ID][]person.Holder // of the units that the file names with posts
	made    map[int]ident.ID             // account by line, of an import that goes on after an interruption
	mayKeep func(unit ident.ID) bool
	belongs func(official ident.ID) error
}

type judgement struct {
	known
	list  []JudgedLine
	taken map[string]int    // line by login key, of this file
	same  map[[2]string]int // line by unit and folded name
}

// judgeImport says for every line what becomes of it. Logins that the file gives come before those that are proposed.
func judgeImport(lines []ImportLine, k known) ([]JudgedLine, error) {
	j := judgement{known: k, list: make([]JudgedLine, len(lines)), taken: make(map[string]int), same: make(map[[2]string]int)}
	for i, l := range lines {
		j.list[i] = JudgedLine{ImportLine: l, Outcome: org.LineNew, Account: k.made[l.Line]}
		if key := loginKey(l.Login); key != "" {
			if first, twice := j.taken[key]; twice {
				j.wrong(i, "login", "account.import_login_twice", "login", l.Login, "line", lines[first].Line)
			} else {
				j.taken[key] = i
			}
		}
	}
	for i := range j.list {
		if err := j.look(i); err != nil {
			return nil, err
		}
	}
	for i := range j.list {
		if l := j.list[i]; l.Login == "" && l.Outcome == org.LineNew && len(l.Faults) == 0 {
			j.propose(i)
		}
	}
	for i := range j.list {
		if len(j.list[i].Faults) > 0 {
			j.list[i].Outcome = org.LineWrong
		}
	}
	return j.list, nil
}

func (j *judgement) wrong(i int, field, key string, args ...any) {
	l := &j.list[i]
	l.Faults = append(l.Faults, org.LineFault{Cell: l.cell(field), Key: key, Args: args})
}

func (j *judgement) look(i int) error {
	l := &j.list[i]
	if l.Account != 0 { // made by this import already
		l.Outcome, l.UnitID = org.LineSame, j.codes[l.Unit]
		l.UnitName = j.tree.Name(l.UnitID)
		return nil
	}
	id, exists := j.codes[l.Unit]
	switch {
	case l.Unit == "":
		j.wrong(i, "unit", "account.import_no_unit")
	case !exists:
		j.wrong(i, "unit", "account.import_unknown_unit", "code", l.Unit)
	case !j.mayKeep(id):
		j.wrong(i, "unit", "account.import_forbidden", "unit", j.tree.Name(id))
	default:
		l.UnitID, l.UnitName = id, j.tree.Name(id)
	}
	switch {
	case l.Name == "":
		j.wrong(i, "name", "account.name_missing")
	case utf8.RuneCountInString(l.Name) > 120:
		j.wrong(i, "name", "account.too_long", "max", 120)
	}
	if l.BadRole != "" {
		j.wrong(i, "roles", "account.import_no_role", "text", l.BadRole)
	} else if len(l.Roles) == 0 {
		j.wrong(i, "roles", "account.import_role_missing")
	}
	if utf8.RuneCountInString(l.Decision) > 200 {
		j.wrong(i, "decision", "account.too_long", "max", 200)
	}
	if l.UnitID == 0 || l.Name == "" {
		return nil
	}
	place := [2]string{l.Unit, i18n.Fold(l.Name)}
	if first, twice := j.same[place]; twice && (l.Login == "" || j.list[first].Login == "") {
		j.wrong(i, "name", "account.import_name_twice", "line", j.list[first].Line)
	} else if !twice {
		j.same[place] = i
	}
	if l.Login != "" {
		j.lookLogin(i)
	} else if there := j.namesake(l.UnitID, place[1]); there != 0 {
		l.Account, l.Outcome = there, org.LineSame
	}
	if l.Outcome == org.LineNew && l.Post != "" {
		return j.lookPost(i)
	}
	return nil
}

// lookLogin judges a login that the file gives: one that this person has in this unit already is left as it is.
func (j *judgement) lookLogin(i int) {
	l := &j.list[i]
	if err := checkLogin(l.Login); err != nil {
		j.wrong(i, "login", "account.bad_login")
		return
	}
	there := j.logins[loginKey(l.Login)]
	if there == 0 {
		return
	}
	if i18n.Fold(j.names[there]) == i18n.Fold(l.Name) && slices.Contains(j.working[l.UnitID], there) {
		l.Account, l.Outcome = there, org.LineSame
		return
	}
	j.wrong(i, "login", "account.login_taken", "login", l.Login)
}

func (j *judgement) namesake(unit ident.ID, folded string) ident.ID {
	for _, account := range j.working[unit] {
		if i18n.Fold(j.names[account]) == folded {
			return account
		}
	}
	return 0
}

// lookPost finds who holds the post that a line names: an account signs with the title of its official.
func (j *judgement) lookPost(i int) error {
	l := &j.list[i]
	for _, h := range j.holders[l.UnitID] {
		if i18n.Fold(h.Position.Title) != i18n.Fold(l.Post) || i18n.Fold(h.Person.Name) != i18n.Fold(l.Name) {
			continue
		}
		l.Official = h.Person.ID
		err := j.belongs(h.Person.ID)
		if err == nil {
			return nil
		}
		for _, f := range fault.All(err) {
			if f.Kind != fault.KindInvalid {
				return err
			}
			j.wrong(i, "post", f.Key, f.Args...)
		}
		return nil
	}
	j.wrong(i, "post", "account.import_no_holder", "name", l.Name, "post", l.Post)
	return nil
}

// propose makes a login of a name, as offices do: the given name and the first letters before it, annv; a number where that is taken.
func (j *judgement) propose(i int) {
	l := &j.list[i]
	base := loginOf(l.Name, l.Unit)
	for n := 1; n <= len(j.list)+len(j.logins)+1; n++ {
		login := base
		if n > 1 {
			login += strconv.Itoa(n)
		}
		if _, taken := j.taken[login]; taken || j.logins[login] != 0 || checkLogin(login) != nil {
			continue
		}
		l.Login, l.Proposed = login, true
		j.taken[login] = i
		return
	}
	j.wrong(i, "login", "account.import_no_login")
}

func loginOf(name, unit string) string {
	plain := func(text string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, i18n.Fold(text))
	}
	words := strings.FieldsFunc(i18n.Fold(name), func(r rune) bool { return r == ' ' || r == '-' || r == '.' })
	if len(words) == 0 {
		return plain(unit)
	}
	login := plain(words[len(words)-1])
	for _, word := range words[:len(words)-1] {
		if initial := plain(word); initial != "" {
			login += initial[:1]
		}
	}
	if len(login) > 40 {
		login = login[:40]
	}
	if len(login) < 3 {
		login += "." + plain(unit)
	}
	return login
}
