package documentweb

import (
	"giaoban/internal/document"
	"giaoban/internal/web/shell"
)

func versionName(b shell.Base, d document.Document) string {
	if d.Version == 1 {
		return b.T("document.version_first")
	}
	return b.T("document.correction_n", "n", d.Version-1)
}

// correctKind: the main button is the one that waits; a recipient's is the acknowledgement.
func correctKind(v oneView) shell.ButtonKind {
	if v.MayAcknowledge {
		return shell.Plain
	}
	return shell.Main
}
