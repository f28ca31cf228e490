package news

import "giaoban/internal/i18n"

// Messages are the names of states and the refusals.
func Messages() i18n.Messages {
	return i18n.Messages{}
}
