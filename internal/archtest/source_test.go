package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// file is one Go file of the project.
type file struct {
	path string // from the root, with slashes
	pkg  string // import path without the module: "internal/report/rollup"
	test bool
	gen  bool // written by templ
	ast  *ast.File
	text string
}

type tree struct {
	root  string
	fset  *token.FileSet
	files []file
}

func load(t *testing.T) *tree {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	tr := &tree{root: root, fset: token.NewFileSet()}
	for _, top := range []string{"cmd", "internal", "e2e", "bench"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			parsed, err := parser.ParseFile(tr.fset, path, text, parser.ParseComments)
			if err != nil {
				return err
			}
			rel, _ := filepath.Rel(root, path)
			rel = filepath.ToSlash(rel)
			tr.files = append(tr.files, file{
				path: rel, pkg: strings.TrimSuffix(filepath.ToSlash(filepath.Dir(rel)), "/"),
				test: strings.HasSuffix(rel, "_test.go"), gen: strings.HasSuffix(rel, "_templ.go"),
				ast: parsed, text: string(text),
			})
			return nil
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if len(tr.files) < 20 {
		t.Fatalf("found only %d Go files below %s", len(tr.files), root)
	}
	return tr
}

// code gives the hand-written files that are not tests.
func (tr *tree) code() []file {
	var list []file
	for _, f := range tr.files {
		if !f.test && !f.gen {
			list = append(list, f)
		}
	}
	return list
}

func (tr *tree) imports(f file) []string {
	var list []string
	for _, spec := range f.ast.Imports {
		list = append(list, strings.Trim(spec.Path.Value, `"`))
	}
	sort.Strings(list)
	return list
}
