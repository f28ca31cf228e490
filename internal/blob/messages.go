package blob

import "giaoban/internal/i18n"

// Messages are the texts of this package.
func Messages() i18n.Messages {
	return i18n.Messages{
		"blob.none": {"Không có tệp này.", "There is no such file."},
	}
}
