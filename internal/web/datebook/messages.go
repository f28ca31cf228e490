package datebook

import "giaoban/internal/i18n"

// Messages are the names of calendars.
func Messages() i18n.Messages {
	return i18n.Messages{
		"datebook.name":     {VI: "Giao ban – {unit}", EN: "Giao ban – {unit}"},
		"datebook.name_all": {VI: "Giao ban – các đơn vị của tôi", EN: "Giao ban – my units"},
	}
}
