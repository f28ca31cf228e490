package practiceweb

import "giaoban/internal/web/shell"

// fileHelp says once what files are taken.
func fileHelp(b shell.Base, row int) string {
	if row > 0 {
		return ""
	}
	return b.T("practice.file_help")
}
