package org

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/sheet"
	"giaoban/internal/when"
)

// ImportColumns are the columns of a file of units, in the order of the template.
func ImportColumns() []string {
	return []string{"code", "name", "short", "kind", "level", "parent", "from", "act"}
}

// ImportLine is one line of a file of units. Empty cells of a unit that is there already stay as they are.
type ImportLine struct {
	Line                                        int
	Code, Name, Short, Kind, Level, Parent, Act string
	From                                        when.Date
	Cells                                       map[string]int // column of each field
	BadDate                                     string         // what stands where the day should
}

// cell names the place of a field.
func (l ImportLine) cell(field string) string {
	col, ok := l.Cells[field]
	if !ok {
		col = 0
	}
	return sheet.Address(col, l.Line)
}

// Outcome is what an import makes of a line.
type Outcome string

// The outcomes.
const (
	LineNew     Outcome = "new"
	LineChanged Outcome = "changed"
	LineSame    Outcome = "same"
	LineWrong   Outcome = "wrong"
)

// LineFault is what is wrong with a line, and where.
type LineFault struct {
	Cell string
	Key  string
	Args []any
}

// Judged is a line with its outcome.
type Judged struct {
	ImportLine
	Outcome Outcome
	Faults  []LineFault
}

// headings are the names by which a column is known, folded.
func headings() map[string]string {
	return map[string]string{
		"code": "code", "ma": "code", "ma don vi": "code",
		"name": "name", "ten": "name", "ten don vi": "name",
		"short": "short", "short name": "short", "ten tat": "short", "ten ngan": "short",
		"kind": "kind", "loai": "kind", "loai don vi": "kind",
		"level": "level", "cap": "level",
		"parent": "parent", "parent code": "parent", "ma cap tren": "parent", "cap tren": "parent", "ma don vi cap tren": "parent", "truc thuoc": "parent",
		"from": "from", "from date": "from", "tu ngay": "from", "ngay hieu luc": "from", "hieu luc tu": "from",
		"act": "act", "legal act": "act", "van ban": "act", "van ban quyet dinh": "act", "can cu": "act",
	}
}

// readLines finds the columns by their headings and reads the lines under them.
func readLines(rows []sheet.Row, today when.Date) ([]ImportLine, error) {
	columns, known := make(map[string]int), headings()
	for col := range rows[0].Cells {
		text := strings.TrimSpace(strings.TrimSuffix(rows[0].Cell(col), "*"))
		field, ok := known[i18n.Fold(text)]
		if _, twice := columns[field]; ok && twice {
			return nil, fault.Invalid("file", "org.import_column_twice", "cell", sheet.Address(col, rows[0].Line), "name", text)
		}
		if ok {
			columns[field] = col
		}
	}
	for _, field := range []string{"code", "name"} {
		if _, ok := columns[field]; !ok {
			return nil, fault.Invalid("file", "org.import_no_column", "name", field, "line", rows[0].Line)
		}
	}
	var lines []ImportLine
	for _, row := range rows[1:] {
		get := func(field string) string {
			col, ok := columns[field]
			if !ok {
				return ""
			}
			return tidy(row.Cell(col))
		}
		l := ImportLine{Line: row.Line, Code: get("code"), Name: get("name"), Short: get("short"), Kind: get("kind"), Level: get("level"),
			Parent: get("parent"), Act: get("act"), Cells: columns}
		if text := get("from"); text != "" {
			if l.From = readDay(text, today); l.From == 0 {
				l.BadDate = text
			}
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 {
		return nil, fault.Invalid("file", "sheet.empty")
	}
	return lines, nil
}

// readDay reads a day as people write it, or as a workbook counts it.
func readDay(text string, today when.Date) when.Date {
	if n, err := strconv.ParseFloat(text, 64); err == nil && n > 10_000 && n < 100_000 {
		return when.DateOf(time.Date(1899, 12, 30, 12, 0, 0, 0, when.Zone()).AddDate(0, 0, int(n)))
	}
	if n, err := strconv.Atoi(text); err == nil && n > 1000_00_00 && when.Date(n).Valid() {
		return when.Date(n)
	}
	read, err := when.ParseDate(text, today)
	if err != nil {
		return 0
	}
	return read.Date
}

// judge says for every line what it would do, and gives the file that does it.
// mayKeep asks for the right over a unit that is there.
func judge(lines []ImportLine, was present, own map[ident.ID]bool, mayKeep func(unit ident.ID) bool) ([]Judged, File) {
	j := judgement{was: was, own: own, mayKeep: mayKeep, at: make(map[string]int, len(lines)), list: make([]Judged, len(lines))}
	for i, l := range lines {
		l.Level = j.levelCode(l.Level)
		j.list[i] = Judged{ImportLine: l}
		if first, twice := j.at[l.Code]; twice {
			j.wrong(i, "code", "org.import_code_twice", "code", l.Code, "line", lines[first].Line)
		} else {
			j.at[l.Code] = i
		}
	}
	for i := range j.list {
		j.look(i)
	}
	var f File
	for i := range j.list {
		if len(j.list[i].Faults) == 0 {
			j.add(&f, i)
		}
	}
	j.check(f)
	for i := range j.list {
		if len(j.list[i].Faults) > 0 {
			j.list[i].Outcome = LineWrong
		}
	}
	return j.list, f
}

type judgement struct {
	was     present
	own     map[ident.ID]bool // units that this import has made already, when it goes on after an interruption
	mayKeep func(unit ident.ID) bool
	at      map[string]int // line by code
	list    []Judged
}

func (j *judgement) wrong(i int, field, key string, args ...any) {
	l := &j.list[i]
	l.Faults = append(l.Faults, LineFault{Cell: l.cell(field), Key: key, Args: args})
}

// levelCode takes a level by its code or its name in either language.
func (j *judgement) levelCode(text string) string {
	for _, l := range j.was.levels {
		if folded := i18n.Fold(text); text != "" && (l.Code == text || i18n.Fold(l.Name.VI) == folded || i18n.Fold(l.Name.EN) == folded) {
			return l.Code
		}
	}
	return text
}

func (j *judgement) newest(code string) (Unit, bool) {
	list := j.was.versions[j.was.codes[code]]
	if len(list) == 0 {
		return Unit{}, false
	}
	return list[len(list)-1], true
}

// look checks one line by itself and against the unit of its code.
func (j *judgement) look(i int) {
	l := &j.list[i]
	if l.Code == "" {
		j.wrong(i, "code", "org.import_no_code")
		return
	}
	now, there := j.newest(l.Code)
	for _, one := range []struct{ field, text string }{{"name", l.Name}, {"short", l.Short}, {"act", l.Act}, {"kind", l.Kind}} {
		if utf8.RuneCountInString(one.text) > maxName {
			j.wrong(i, one.field, "org.too_long", "max", maxName)
		}
	}
	if l.BadDate != "" {
		j.wrong(i, "from", "org.import_bad_day", "text", l.BadDate)
	}
	if _, ok := levelOrder(j.was.levels, l.Level); l.Level != "" && !ok {
		j.wrong(i, "level", "org.no_such_level", "level", l.Level)
	}
	parent, known := j.parent(i)
	if !known {
		j.wrong(i, "parent", "org.import_no_parent", "parent", l.Parent)
	}
	if !there || j.own[now.ID] {
		j.lookNew(i, parent)
		if there && len(l.Faults) == 0 {
			l.Outcome = LineSame
		}
		return
	}
	same := func(is, was string) bool { return is == "" || is == was }
	parentIs := l.Parent == "" || j.was.codes[l.Parent] == now.Parent && now.Parent != 0
	if same(l.Name, now.Name) && same(l.Short, now.ShortName) && same(l.Kind, now.Kind) && same(l.Level, now.Level) && parentIs {
		l.Outcome = LineSame
		return
	}
	l.Outcome = LineChanged
	j.needDayAndAct(i)
	if f := checkOpen(now, l.From, false); f != nil && l.From != 0 {
		j.wrong(i, "from", f.Key, f.Args...)
	} else if l.From == now.From && l.From != 0 {
		j.wrong(i, "from", "org.changed_that_day", "unit", now.Name, "date", now.From)
	}
	if !j.mayKeep(above(now)) || !parentIs && !j.mayKeep(j.standing(l.Parent)) {
		j.wrong(i, "code", "org.import_forbidden")
	}
}

func above(u Unit) ident.ID {
	if u.Parent == 0 {
		return u.ID
	}
	return u.Parent
}

func (j *judgement) lookNew(i int, parent string) {
	l := &j.list[i]
	l.Outcome = LineNew
	if !codePattern.MatchString(l.Code) {
		j.wrong(i, "code", "org.code_bad")
	}
	if l.Name == "" {
		j.wrong(i, "name", "org.name_missing")
	}
	if l.Level == "" {
		j.wrong(i, "level", "org.import_no_level")
	}
	if l.Parent == "" {
		j.wrong(i, "parent", "org.import_parent_missing")
		return
	}
	j.needDayAndAct(i)
	if f := checkLevel(j.was.levels, l.Level, parent); f != nil && f.Key == "org.level_above_parent" {
		j.wrong(i, "level", f.Key)
	}
	if unit := j.standing(l.Parent); unit != 0 && !j.mayKeep(unit) {
		j.wrong(i, "parent", "org.import_forbidden")
	}
}

func (j *judgement) needDayAndAct(i int) {
	l := &j.list[i]
	if l.From == 0 && l.BadDate == "" {
		j.wrong(i, "from", "org.date_missing")
	}
	if l.Act == "" {
		j.wrong(i, "act", "org.act_missing")
	}
}

// parent gives the level of the unit that a line names as its parent, and whether there is one at all.
func (j *judgement) parent(i int) (level string, known bool) {
	code := j.list[i].Parent
	if code == "" {
		return "", true
	}
	if at, ok := j.at[code]; ok && j.list[at].Level != "" {
		return j.list[at].Level, true
	}
	u, ok := j.newest(code)
	return u.Level, ok
}

// standing follows a parent through the file up to a unit that is there; 0 where that leads nowhere.
func (j *judgement) standing(code string) ident.ID {
	for range len(j.list) + 1 {
		if u, ok := j.newest(code); ok {
			return u.ID
		}
		at, ok := j.at[code]
		if !ok {
			return 0
		}
		code = j.list[at].Parent
	}
	return 0
}

// add puts a line into the file that is loaded.
func (j *judgement) add(f *File, i int) {
	l := j.list[i]
	id := j.was.codes[l.Code]
	switch {
	case l.Outcome == LineNew, j.own[id]:
		f.Units = append(f.Units, FileUnit{Code: l.Code, Parent: l.Parent, Name: l.Name, Short: l.Short, Kind: l.Kind, Level: l.Level, From: l.From})
		f.Changes = append(f.Changes, FileChange{Date: l.From, Kind: ChangeCreate, Act: l.Act, To: []string{l.Code}})
	case l.Outcome == LineChanged:
		f.Units = append(f.Units, FileUnit{Code: l.Code, Then: []FileVersion{{From: l.From, Parent: l.Parent, Name: l.Name, Short: l.Short, Kind: l.Kind, Level: l.Level}}})
		kind := ChangeRename
		if now, _ := j.newest(l.Code); l.Parent != "" && j.was.codes[l.Parent] != now.Parent {
			kind = ChangeMove
		}
		f.Changes = append(f.Changes, FileChange{Date: l.From, Kind: kind, Act: l.Act, From: []string{l.Code}, To: []string{l.Code}})
	}
}

// check lets the tree's own rules look at the whole, and puts what they refuse on the lines.
func (j *judgement) check(f File) {
	_, err := planFile(f, j.was, new(numbered).next)
	if err == nil {
		return
	}
	placed := false
	for _, one := range fault.All(err) {
		code := ""
		for i := 0; i+1 < len(one.Args); i += 2 {
			if text, ok := one.Args[i+1].(string); ok && one.Args[i] == "code" {
				code = text
			}
		}
		at, ok := j.at[code]
		if !ok {
			continue
		}
		field := "parent"
		if strings.HasPrefix(one.Key, "org.ends") || strings.HasPrefix(one.Key, "org.not_") {
			field = "from"
		}
		j.wrong(at, field, one.Key, one.Args...)
		placed = true
	}
	if !placed { // a rule that names no unit: say it on the first line that does something
		for i := range j.list {
			if j.list[i].Outcome == LineNew || j.list[i].Outcome == LineChanged {
				first := fault.All(err)[0]
				j.wrong(i, "code", first.Key, first.Args...)
				return
			}
		}
	}
}

// numbered makes identifiers for a plan that is only looked at.
type numbered struct{ n ident.ID }

func (n *numbered) next() ident.ID { n.n--; return n.n }

// counted counts the lines by outcome.
func counted(list []Judged) map[Outcome]int {
	counts := make(map[Outcome]int)
	for _, l := range list {
		counts[l.Outcome]++
	}
	return counts
}

// wrongFirst puts the lines that need somebody's eye before the others.
func wrongFirst(list []Judged) {
	rank := map[Outcome]int{LineWrong: 0, LineChanged: 1, LineNew: 2, LineSame: 3}
	slices.SortStableFunc(list, func(a, b Judged) int { return rank[a.Outcome] - rank[b.Outcome] })
}
