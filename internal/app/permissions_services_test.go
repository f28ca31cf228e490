package app

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// acts lists the exported methods below internal/ whose second parameter is who acts, with the names of their parameters.
func acts(t *testing.T) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if strings.HasSuffix(file.Name.Name, "web") { // pages have routes, which the other table holds
			return nil
		}
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || !fn.Name.IsExported() {
				continue
			}
			star, ok := fn.Recv.List[0].Type.(*ast.StarExpr)
			if !ok {
				continue
			}
			receiver, ok := star.X.(*ast.Ident)
			if !ok || !receiver.IsExported() {
				continue
			}
			var names, types []string
			for _, p := range fn.Type.Params.List {
				text := fmt.Sprint(p.Type)
				if sel, ok := p.Type.(*ast.SelectorExpr); ok {
					text = fmt.Sprint(sel.X, ".", sel.Sel)
				}
				for _, name := range p.Names {
					names, types = append(names, name.Name), append(types, text)
				}
			}
			if len(types) > 1 && types[0] == "context.Context" && types[1] == "actor.Actor" {
				found[file.Name.Name+"."+receiver.Name+"."+fn.Name.Name] = names
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Every exported method that takes who acts is called as nobody, as an account without grants and as another province's
// office, with the records of a province. A method without a row fails, and so does a row without a method.
func TestEveryServiceMethodAnswersByTheTable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.work()
	w.methodsAnswer(w.kinds()[:3], "testdata/permissions_services.txt")
}

func (w *world) services() map[string]any {
	return map[string]any{"org.Service": w.org, "calendar.Service": w.calendar, "person.Service": w.person, "account.Service": w.account,
		"document.Service": w.document, "task.Service": w.task, "obstacle.Service": w.obstacle, "practice.Service": w.practice, "report.Service": w.report, "conference.Service": w.conference,
		"conference.Room": w.room, "news.Service": w.news, "retention.Service": w.retention}
}

// methodsAnswer holds what every service method answers to each kind against a table, and gives the answers by method.
func (w *world) methodsAnswer(kinds []kind, file string) map[string][]string {
	w.Helper()
	samples, services := w.samples(), w.services()
	rows := table(w.T, file, len(kinds))
	methods, seen := acts(w.T), map[string][]string{}
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		parts := strings.Split(name, ".")
		service := services[parts[0]+"."+parts[1]]
		if service == nil {
			w.Errorf("%s takes who acts, but this test knows no %s.%s: give it one in the map of services", name, parts[0], parts[1])
			continue
		}
		method := reflect.ValueOf(service).MethodByName(parts[2])
		got := make([]string, len(kinds))
		for i, k := range kinds {
			who := actor.Actor{}
			if k.who != nil {
				who = *k.who
			}
			got[i] = w.call(method, who, name, methods[name], samples)
		}
		seen[name] = got
		if want := rows[name]; want == nil {
			w.Errorf("no row for this method. If these answers are right, add to %s:\n%-46s | %s", file, name, strings.Join(got, " "))
		} else if !slices.Equal(got, want) {
			w.Errorf("%s answers %v to %s; want %v", name, got, strings.Join(names, ", "), want)
		}
	}
	for name := range rows {
		if methods[name] == nil {
			w.Errorf("%s has a row for %s, which is no method any more: take it out", file, name)
		}
	}
	return seen
}

// call gives what a method says to somebody, its other arguments filled in by their names.
func (w *world) call(method reflect.Value, who actor.Actor, name string, names []string, samples map[string]string) (said string) {
	defer func() {
		if r := recover(); r != nil {
			said = "panic" // an argument that the test could not make up; the act was let in so far
		}
	}()
	typ := method.Type()
	args := []reflect.Value{reflect.ValueOf(w.Context()), reflect.ValueOf(who)}
	for i := 2; i < typ.NumIn(); i++ {
		if typ.IsVariadic() && i == typ.NumIn()-1 {
			break
		}
		args = append(args, w.argument(typ.In(i), name, names[i], samples))
	}
	out := method.Call(args)
	if len(out) == 0 {
		return "ok"
	}
	err, isErr := out[len(out)-1].Interface().(error)
	if !isErr || err == nil {
		if last := out[len(out)-1]; last.Kind() == reflect.Bool && !last.Bool() {
			return "no"
		}
		return "ok"
	}
	switch fault.KindOf(err) {
	case fault.KindUnauthenticated:
		return "in"
	case fault.KindForbidden:
		return "403"
	case fault.KindNotFound:
		return "404"
	}
	return fault.KindOf(err).String()
}

func (w *world) argument(typ reflect.Type, method, name string, samples map[string]string) reflect.Value {
	v := reflect.New(typ).Elem()
	switch typ {
	case reflect.TypeFor[ident.ID]():
		of := map[string]string{"account": "account", "calendar": "event", "conference": "id", "document": "document", "news": "item", "obstacle": "obstacle", "practice": "practice", "org": "unit", "person": "post", "report": "filing", "task": "task"}[strings.Split(method, ".")[0]]
		if slices.Contains([]string{"conference.Service.AddDelegate", "conference.Service.Confirm", "conference.Service.MarkLine", "conference.Service.NameChair", "conference.Service.SaveSite", "conference.Service.SetHeadcount"}, method) {
			of = "site"
		}
		if strings.HasPrefix(method, "obstacle.") && strings.HasSuffix(method, "Group") {
			of = "group"
		}
		if strings.HasPrefix(method, "report.") && (strings.Contains(method, "Explanation") || strings.HasSuffix(method, "AskAgain")) {
			of = "explanation"
		}
		switch name {
		case "owner", "unit", "lead", "opener", "issuer", "parent", "above", "under", "host":
			of = "unit"
		case "taskID":
			of = "task"
		case "siteID", "wanted":
			of = "site"
		case "regime":
			v.Set(reflect.ValueOf(ident.ID(2)))
			return v
		case "request", "filing", "account", "conference", "conclusion", "site", "revision", "event", "post", "appointment", "task", "document", "item":
			of = name
		}
		id, err := ident.Parse(samples[of])
		w.must(err)
		v.Set(reflect.ValueOf(id))
	case reflect.TypeFor[when.Date]():
		v.Set(reflect.ValueOf(when.Today(w.clock)))
	case reflect.TypeFor[context.Context]():
		v.Set(reflect.ValueOf(w.Context()))
	default:
		switch {
		case typ.Kind() == reflect.String && name == "code" && strings.HasPrefix(method, "report."):
			v.SetString(samples["form"])
		case typ.Kind() == reflect.String && name != "key" && name != "k":
			v.SetString("x")
		case typ.Kind() == reflect.Int, typ.Kind() == reflect.Int64:
			v.SetInt(1)
		}
	}
	return v
}
