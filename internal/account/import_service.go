package account

import (
	"context"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/when"
)

// ImportState is how far a file of accounts has come. A running one was interrupted and is carried on by asking again.
type ImportState string

// The states.
const (
	ImportDraft   ImportState = "draft"
	ImportRunning ImportState = "running"
	ImportDone    ImportState = "done"
)

// Import is a file of accounts that somebody has brought.
type Import struct {
	ID        ident.ID
	At        when.Instant
	Account   ident.ID
	Actor     string
	Unit      ident.ID
	File      string
	State     ImportState
	Fresh     int // accounts that it made
	ChangedAt when.Instant
	Waits     int // of those, how many have not been activated
}

const importColumns = `id, at, account, actor, unit, file, state, fresh, changed_at`

func scanImport(s db.Scanner, i *Import) error {
	return s.Scan(&i.ID, &i.At, &i.Account, &i.Actor, &i.Unit, &i.File, &i.State, &i.Fresh, &i.ChangedAt)
}

// mayImport asks whether the actor keeps accounts anywhere; each line is judged by itself.
func (s *Service) mayImport(ctx context.Context, who actor.Actor) (*org.Tree, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(who.Units(), func(id ident.ID) bool { return who.HasOver(actor.KeepAccounts, id, tree) }) {
		return tree, nil
	}
	return tree, who.Over(actor.KeepAccounts, who.Unit, tree)
}

// BringImport reads a file of accounts and keeps its lines as a draft: none of them exists yet.
func (s *Service) BringImport(ctx context.Context, who actor.Actor, name string, data []byte, words RoleWords) (Import, error) {
	if _, err := s.mayImport(ctx, who); err != nil {
		return Import{}, err
	}
	lines, err := readImport(data, words)
	if err != nil {
		return Import{}, err
	}
	text, err := json.Marshal(lines)
	if err != nil {
		return Import{}, err
	}
	if utf8.RuneCountInString(name) > 200 {
		name = string([]rune(name)[:200])
	}
	now := when.Present(s.d.Clock)
	i := Import{ID: s.d.IDs.New(), At: now, Account: who.Account, Actor: who.Name, Unit: who.Unit, File: name, State: ImportDraft, ChangedAt: now}
	err = s.d.DB.Do(ctx, "account.bring_import", func(ctx context.Context, w *db.Write) error {
		if _, err := w.Exec(ctx, `delete from account_import where state = 'draft' and account = $1`, int64(who.Account)); err != nil {
			return err // one draft at a time
		}
		_, err := w.Exec(ctx, `insert into account_import (id, at, account, actor, unit, file, state, lines, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			int64(i.ID), int64(i.At), int64(i.Account), i.Actor, int64(i.Unit), i.File, string(i.State), string(text), int64(now))
		return err
	})
	return i, err
}

// Imports lists the files that the actor may see, newest first.
func (s *Service) Imports(ctx context.Context, who actor.Actor) ([]Import, error) {
	tree, err := s.mayImport(ctx, who)
	if err != nil {
		return nil, err
	}
	var list []Import
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = db.All(ctx, r, scanImport, `select `+importColumns+` from account_import order by id desc limit 200`)
		return err
	})
	return slices.DeleteFunc(list, func(i Import) bool { return !seesImport(who, i, tree) }), err
}

// seesImport: one's own, or one from a unit whose accounts one keeps.
func seesImport(who actor.Actor, i Import, tree *org.Tree) bool {
	return i.Account == who.Account && who.Account != 0 || who.HasOver(actor.KeepAccounts, i.Unit, tree)
}

// Import gives a file with its lines judged on what is there now, the wrong ones first; of one that is done, the accounts that it made.
func (s *Service) Import(ctx context.Context, who actor.Actor, id ident.ID) (Import, []JudgedLine, error) {
	tree, err := s.mayImport(ctx, who)
	if err != nil {
		return Import{}, nil, err
	}
	i, list, err := s.judgedImport(ctx, who, tree, id)
	slices.SortStableFunc(list, func(a, b JudgedLine) int { return rank(a.Outcome) - rank(b.Outcome) })
	return i, list, err
}

func rank(o org.Outcome) int {
	return slices.Index([]org.Outcome{org.LineWrong, org.LineNew, org.LineSame}, o)
}

func (s *Service) judgedImport(ctx context.Context, who actor.Actor, tree *org.Tree, id ident.ID) (i Import, list []JudgedLine, err error) {
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		var lines []ImportLine
		var text string
		var ok bool
		var err error
		i, ok, err = db.One(ctx, r, func(s db.Scanner, i *Import) error {
			return s.Scan(&i.ID, &i.At, &i.Account, &i.Actor, &i.Unit, &i.File, &i.State, &i.Fresh, &i.ChangedAt, &text)
		}, `select `+importColumns+`, lines from account_import where id = $1`, int64(id))
		if err != nil {
			return err
		}
		if !ok || !seesImport(who, i, tree) {
			return fault.NotFound("account.no_such_import")
		}
		if i.State == ImportDone {
			i, list, err = s.madeImport(ctx, r, tree, i)
			return err
		}
		if err := json.Unmarshal([]byte(text), &lines); err != nil {
			return err
		}
		k, err := s.knownFor(ctx, r, who, tree, id, lines)
		if err != nil {
			return err
		}
		list, err = judgeImport(lines, k)
		return err
	})
	return i, list, err
}

// madeImport lists what a file became; its own lines are gone.
func (s *Service) madeImport(ctx context.Context, q db.Querier, tree *org.Tree, i Import) (Import, []JudgedLine, error) {
	type made struct {
		line    int
		account Account
		waits   int64
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, m *made) error {
		return s.Scan(&m.line, &m.account.ID, &m.account.Login, &m.account.Name, &m.waits)
	}, `select p.line, a.id, a.login, a.name, case when a.password = '' and a.closed = 0 then 1 else 0 end
		from account_import_part p join account a on a.id = p.account where p.import = $1 order by p.line`, int64(i.ID))
	if err != nil {
		return i, nil, err
	}
	var list []JudgedLine
	for _, m := range rows {
		i.Waits += int(m.waits)
		l := JudgedLine{ImportLine: ImportLine{Line: m.line, Name: m.account.Name, Login: m.account.Login}, Outcome: org.LineSame, Account: m.account.ID}
		grants, err := grantsOf(ctx, q, m.account.ID)
		if err != nil {
			return i, nil, err
		}
		if now := unended(grants, tree); len(now) > 0 {
			l.UnitID, l.UnitName = now[0].Unit, tree.Name(now[0].Unit)
			for _, g := range now {
				l.Roles = append(l.Roles, g.Role)
			}
		}
		list = append(list, l)
	}
	return i, list, nil
}

// knownFor gathers what a file is judged by.
func (s *Service) knownFor(ctx context.Context, q db.Querier, who actor.Actor, tree *org.Tree, id ident.ID, lines []ImportLine) (known, error) {
	k := known{tree: tree, codes: make(map[string]ident.ID, tree.Len()), logins: make(map[string]ident.ID), names: make(map[ident.ID]string),
		working: make(map[ident.ID][]ident.ID), holders: make(map[ident.ID][]person.Holder), made: make(map[int]ident.ID),
		mayKeep: func(unit ident.ID) bool { return who.HasOver(actor.KeepAccounts, unit, tree) },
		belongs: func(official ident.ID) error { return s.belongs(ctx, q, tree, who, official) },
	}
	for pos := range tree.Len() {
		u := tree.At(pos)
		k.codes[u.Code] = u.ID
	}
	type there struct {
		id        ident.ID
		key, name string
	}
	accounts, err := db.All(ctx, q, func(s db.Scanner, a *there) error { return s.Scan(&a.id, &a.key, &a.name) }, `select id, login_key, name from account order by id`)
	if err != nil {
		return k, err
	}
	for _, a := range accounts {
		k.logins[a.key], k.names[a.id] = a.id, a.name
	}
	type part struct {
		line    int
		account ident.ID
	}
	parts, err := db.All(ctx, q, func(s db.Scanner, p *part) error { return s.Scan(&p.line, &p.account) },
		`select line, account from account_import_part where import = $1 order by line`, int64(id))
	if err != nil {
		return k, err
	}
	for _, p := range parts {
		k.made[p.line] = p.account
	}
	for _, l := range lines {
		unit := k.codes[l.Unit]
		if unit == 0 {
			continue
		}
		if _, done := k.working[unit]; !done {
			grants, err := grantsOn(ctx, q, unit)
			if err != nil {
				return k, err
			}
			k.working[unit] = []ident.ID{}
			for _, g := range unended(grants, tree) {
				k.working[unit] = append(k.working[unit], g.Account)
			}
		}
		if _, done := k.holders[unit]; !done && l.Post != "" && s.d.Person != nil {
			if k.holders[unit], err = s.d.Person.HoldersIn(ctx, q, unit, tree.Date()); err != nil {
				return k, err
			}
		}
	}
	return k, nil
}

// DropImport forgets a draft.
func (s *Service) DropImport(ctx context.Context, who actor.Actor, id ident.ID) error {
	i, _, err := s.Import(ctx, who, id)
	if err != nil {
		return err
	}
	if i.State != ImportDraft {
		return fault.Conflict("account.import_not_draft")
	}
	return s.d.DB.Do(ctx, "account.drop_import", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `delete from account_import where id = $1 and state = 'draft'`, int64(id))
		return err
	})
}
