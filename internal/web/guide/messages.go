package guide

import "giaoban/internal/i18n"

// Messages are the texts of the page around the guide.
func Messages() i18n.Messages {
	return i18n.Messages{
		"guide.contents": {VI: "Các việc", EN: "What this guide covers"},
	}
}
