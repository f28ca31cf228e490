package newsweb

import "giaoban/internal/i18n"

// Messages are the texts of the pages.
func Messages() i18n.Messages {
	return i18n.Messages{}
}
