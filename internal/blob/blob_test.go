package blob

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"giaoban/internal/fault"
)

func TestSaveAndOpen(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var wg sync.WaitGroup
	for range 8 { // the same content at the same time
		wg.Go(func() {
			if _, err := s.Save([]byte("biên bản")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	ref, err := s.Save([]byte("biên bản"))
	if err != nil {
		t.Fatal(err)
	}
	f, got, err := s.Open(ref.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	body, _ := io.ReadAll(f)
	if string(body) != "biên bản" || got != ref {
		t.Fatalf("got %q %v, want %v", body, got, ref)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*"))
	if len(files) != 1 {
		t.Fatalf("files left behind: %v", files)
	}
}

func TestOpenRefusesWhatIsNoIdentifier(t *testing.T) {
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	os.WriteFile(filepath.Join(filepath.Dir(s.root.Name()), "secret"), []byte("x"), 0o600)
	for _, id := range []string{"", "../secret", "..", strings.Repeat("0", 63), strings.Repeat("g", 64), strings.Repeat("A", 64), strings.Repeat("0", 64), "ab/" + strings.Repeat("0", 61)} {
		if _, _, err := s.Open(id); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("Open(%q) = %v, want not found", id, err)
		}
	}
}
