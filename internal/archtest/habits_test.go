package archtest

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// longFiles are the argued exceptions to the length of a file.
var longFiles = map[string]string{}

func TestFileLength(t *testing.T) {
	for _, f := range load(t).code() {
		if lines := strings.Count(f.text, "\n"); lines > 450 && longFiles[f.path] == "" {
			t.Errorf("%s has %d lines; past 450 look for the second idea in it", f.path, lines)
		}
	}
}

func TestPackageComments(t *testing.T) {
	tr := load(t)
	has := map[string]bool{}
	for _, f := range tr.code() {
		if f.ast.Doc != nil {
			has[f.pkg] = true
		}
	}
	for _, f := range tr.code() {
		if !has[f.pkg] {
			t.Errorf("package %s has no comment that says what it is", f.pkg)
			has[f.pkg] = true
		}
	}
}

// Package variables may hold what never changes: compiled patterns, embedded files, sentinel errors, interface guards.
func TestNoPackageState(t *testing.T) {
	tr := load(t)
	for _, f := range tr.code() {
		if strings.HasPrefix(f.pkg, "e2e/") || strings.HasPrefix(f.pkg, "bench") {
			continue
		}
		for _, decl := range f.ast.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Name.Name == "init" && fn.Recv == nil {
				t.Errorf("%s: init does hidden work; do it in a constructor", f.path)
			}
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				vs := spec.(*ast.ValueSpec)
				if vs.Names[0].Name == "_" || strings.Contains(text(f, tr, gen), "//go:embed") || constantLike(vs) {
					continue
				}
				t.Errorf("%s: package variable %s; pass it in, or make it a function that returns it", f.path, vs.Names[0].Name)
			}
		}
	}
}

func text(f file, tr *tree, n ast.Node) string {
	from, to := tr.fset.Position(n.Pos()).Offset, tr.fset.Position(n.End()).Offset
	if g, ok := n.(*ast.GenDecl); ok && g.Doc != nil {
		from = tr.fset.Position(g.Doc.Pos()).Offset
	}
	return f.text[from:to]
}

func constantLike(vs *ast.ValueSpec) bool {
	if len(vs.Values) == 0 {
		return false
	}
	for _, v := range vs.Values {
		call, ok := v.(*ast.CallExpr)
		if !ok {
			return false
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		x, _ := sel.X.(*ast.Ident)
		name := ""
		if x != nil {
			name = x.Name + "." + sel.Sel.Name
		}
		if !oneOf(name, "regexp.MustCompile", "errors.New", "fmt.Errorf", "strings.NewReplacer") {
			return false
		}
	}
	return true
}

func TestContextsComeFromAbove(t *testing.T) {
	for _, f := range load(t).code() {
		if oneOf(f.pkg, "internal/app", "cmd/giaoban") || strings.HasPrefix(f.pkg, "e2e/") || strings.HasPrefix(f.pkg, "bench") {
			continue
		}
		for _, call := range []string{"context." + "Background()", "context." + "TODO()"} {
			if strings.Contains(f.text, call) {
				t.Errorf("%s calls %s: take the context as an argument", f.path, call)
			}
		}
	}
}

// openReads are exported methods of services that need no actor, each with its reason.
var openReads = map[string]string{
	"org.Tree": "the list of units is open to every account", "org.Today": "the list of units is open to every account",
	"org.Heirs": "part of the list of units", "org.TreeWith": "part of the list of units",
	"org.Versions": "part of the list of units", "org.ByCode": "part of the list of units", "org.ByCodes": "part of the list of units", "org.Labels": "words that stand on every page",
	"org.Predecessors": "part of the list of units", "org.Successors": "part of the list of units",
	"calendar.Period": "periods are open to all", "calendar.PeriodFrom": "periods are open to all", "calendar.ReadPeriod": "periods are open to all", "calendar.Offered": "periods are open to all", "calendar.Event": "events are open to all",
	"calendar.Events": "events are open to all", "calendar.DueDate": "events are open to all",
	"person.Holders": "positions and their holders are public", "person.TitlesOn": "positions and their holders are public", "person.ByID": "holders of official roles are public",
	"account.SignIn": "makes the actor", "account.SignInByPasskey": "makes the actor", "account.ActorFor": "makes the actor", "account.ActorForToken": "makes the actor", "account.ActorForFeed": "makes the actor", "account.SendDigests": "the program’s own work", "account.DemoAccounts": "the marked accounts stand on the sign-in page",
	"calendar.Holidays": "days off are open to all", "calendar.WorkDays": "days off are open to all", "calendar.Regimes": "regimes are open to all", "calendar.Regime": "regimes are open to all",
	"calendar.Periods": "periods are open to all", "calendar.EventByCode": "events are open to all", "calendar.Terms": "terms are open to all",
	"person.Positions": "positions and their holders are public", "person.Position": "positions and their holders are public",
	"person.Appointment": "positions and their holders are public", "person.AllHolders": "positions and their holders are public",
	"person.Titles":    "positions and their holders are public",
	"account.Activate": "makes the actor", "account.Enrol": "makes the actor",
}

// Every exported method of a type Service takes who acts.
func TestServiceMethodsTakeAnActor(t *testing.T) {
	for _, f := range load(t).code() {
		if filepath.Base(f.path) == "jobs.go" {
			continue // run by the program itself, at its time
		}
		for _, decl := range f.ast.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || !fn.Name.IsExported() || !strings.HasPrefix(f.pkg, "internal/") {
				continue
			}
			star, ok := fn.Recv.List[0].Type.(*ast.StarExpr)
			if !ok {
				continue
			}
			if id, ok := star.X.(*ast.Ident); !ok || id.Name != "Service" {
				continue
			}
			ctx, who := false, false
			for _, p := range fn.Type.Params.List {
				typ := p.Type
				if star, ok := typ.(*ast.StarExpr); ok {
					typ = star.X
				}
				if sel, ok := typ.(*ast.SelectorExpr); ok {
					ctx = ctx || sel.Sel.Name == "Context"
					// A method that takes a transaction is part of a caller's act, which the caller has judged.
					who = who || oneOf(sel.Sel.Name, "Actor", "Querier", "Write")
				}
			}
			name := f.ast.Name.Name + "." + fn.Name.Name
			if ctx && !who && openReads[name] == "" {
				t.Errorf("%s: %s takes no actor.Actor: who asks decides what is answered (or argue it in openReads)", f.path, name)
			}
		}
	}
}

var badSQL = []struct {
	pattern *regexp.Regexp
	why     string
}{
	{regexp.MustCompile(`(?i)\bselect \*`), "name the columns"},
	{regexp.MustCompile(`(?i)\bnow\(\)|current_timestamp`), "time is an argument"},
	{regexp.MustCompile(`(?i)\bilike\b`), "search in the folded column"},
	{regexp.MustCompile(`(?i)\bany\(`), "use db.In"},
	{regexp.MustCompile(`(?i)for update`), "there is one writer"},
	{regexp.MustCompile(`(?i)\b(upper|lower)\(`), "fold in Go"},
	{regexp.MustCompile(`(?i)\bavg\(|\bround\(`), "integers in Go"},
	{regexp.MustCompile(`->>|json_each|json_extract|jsonb`), "decode JSON in Go"},
	{regexp.MustCompile(`(?i)autoincrement|without rowid|insert or (replace|ignore)`), "identifiers are made in Go; on conflict works on both engines"},
	{regexp.MustCompile(`[=<>(,] ?\?`), "placeholders are $1, $2"},
}

var sqlStart = regexp.MustCompile(`(?is)^\s*(select|insert|update|delete|with|create)\s`)

// SQL stands in string literals that begin like a statement; both engines must run them.
func TestSQLSubset(t *testing.T) {
	tr := load(t)
	statements := 0
	for _, f := range tr.code() {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING || !sqlStart.MatchString(strings.Trim(lit.Value, "`\"")) {
				return true
			}
			statements++
			for _, bad := range badSQL {
				if bad.pattern.MatchString(lit.Value) {
					t.Errorf("%s: %s: %s", tr.fset.Position(lit.Pos()), bad.pattern.FindString(lit.Value), bad.why)
				}
			}
			return true
		})
	}
	if statements < 20 {
		t.Errorf("found only %d statements; does the search still work?", statements)
	}
	migrations, _ := filepath.Glob(filepath.Join(tr.root, "internal/db/migrations/*.sql"))
	for _, path := range migrations {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lower := strings.ToLower(string(body))
		for _, word := range []string{"bigint", "boolean", "datetime", "timestamp", "varchar", "autoincrement", "without rowid", "trigger"} {
			if strings.Contains(stripComments(lower), word) {
				t.Errorf("%s: %q does not run on both engines", filepath.Base(path), word)
			}
		}
		if strings.Count(lower, "create table") != strings.Count(lower, ") strict;") {
			t.Errorf("%s: every table is strict", filepath.Base(path))
		}
	}
}

func stripComments(sql string) string {
	return regexp.MustCompile(`--[^\n]*`).ReplaceAllString(sql, "")
}

// Paths named in the documents exist.
func TestDocumentsNameWhatExists(t *testing.T) {
	tr := load(t)
	docs, _ := filepath.Glob(filepath.Join(tr.root, "docs/*.md"))
	adrs, _ := filepath.Glob(filepath.Join(tr.root, "docs/adr/*.md"))
	docs = append(append(docs, adrs...), filepath.Join(tr.root, "README.md"))
	path := regexp.MustCompile("`((?:internal|cmd|docs|e2e|bench)/[A-Za-z0-9_./-]+)`")
	for _, doc := range docs {
		body, err := os.ReadFile(doc)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		for _, m := range path.FindAllStringSubmatch(string(body), -1) {
			if _, err := os.Stat(filepath.Join(tr.root, strings.TrimSuffix(m[1], "/"))); err != nil {
				t.Errorf("%s names %s, which is not there", filepath.Base(doc), m[1])
			}
		}
	}
}

// Zero assurance asks no second factor, so the only place that makes an actor of an account is the one that knows the policy.
func TestOnlyAccountMakesPeople(t *testing.T) {
	for _, f := range load(t).code() {
		if f.pkg == "internal/account" || f.pkg == "internal/webtest" || f.pkg == "internal/actor" || strings.HasPrefix(f.pkg, "bench") {
			continue
		}
		if strings.Contains(f.text, "Kind: actor."+"Person") || strings.Contains(f.text, "Kind = actor."+"Person") {
			t.Errorf("%s makes a person: take the actor from account.ActorFor", f.path)
		}
	}
}
