package conference

import (
	"archive/zip"
	"bytes"
	"slices"
	"testing"
)

func packageOf(t testing.TB, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("application/vnd.oasis.opendocument.text")); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What a file is follows from its content; the kinds that a browser would run are never among the answers.
func FuzzSniff(f *testing.F) {
	f.Add([]byte("%PDF-1.7"))
	f.Add([]byte("<html><script>alert(1)</script>"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1})
	f.Add(packageOf(f, "word/document.xml"))
	f.Add(packageOf(f, "mimetype"))
	f.Fuzz(func(t *testing.T, data []byte) {
		kind := sniff(data)
		known := []string{"", "application/pdf", "application/x-ole-storage",
			"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
			"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			"application/vnd.openxmlformats-officedocument.presentationml.presentation",
			"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.presentation"}
		if !slices.Contains(known, kind) {
			t.Errorf("%q is a kind that nobody expects", kind)
		}
	})
}
