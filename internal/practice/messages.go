package practice

import "giaoban/internal/i18n"

// Messages are the domain's texts: refusals, and what a change of the tree finds.
func Messages() i18n.Messages {
	return i18n.Messages{
		"practice.not_found":        {VI: "Không có cách làm này.", EN: "There is no such practice."},
		"practice.no_such_file":     {VI: "Không có tệp này.", EN: "There is no such file."},
		"practice.no_such_report":   {VI: "Đơn vị không có báo cáo này.", EN: "The unit has no such report."},
		"practice.title_missing":    {VI: "Đặt tên cho cách làm.", EN: "Give the practice a title."},
		"practice.summary_missing":  {VI: "Tóm tắt: làm gì, được gì.", EN: "Sum up what is done and what comes of it."},
		"practice.too_long":         {VI: "Nội dung dài quá {max} ký tự.", EN: "The text is longer than {max} characters."},
		"practice.files_many":       {VI: "Không quá {max} tệp.", EN: "Not more than {max} files."},
		"practice.file_empty":       {VI: "Tệp “{name}” rỗng.", EN: "The file “{name}” is empty."},
		"practice.file_large":       {VI: "Tệp “{name}” lớn hơn {max} MB.", EN: "The file “{name}” is larger than {max} MB."},
		"practice.file_kind":        {VI: "Tệp “{name}” không phải PDF, ảnh hay tệp văn phòng.", EN: "The file “{name}” is no PDF, picture or office file."},
		"practice.own":              {VI: "Đây là cách làm của chính đơn vị. Chỉ đơn vị khác mới ghi “đã áp dụng”.", EN: "This is the unit's own practice. Only others adopt it."},
		"practice.adopted_already":  {VI: "Đơn vị đã ghi áp dụng cách làm này.", EN: "The unit has adopted it already."},
		"practice.endorsed_already": {VI: "Cách làm này đã được cấp trên xác nhận.", EN: "It has been endorsed already."},
		"practice.reason_missing":   {VI: "Nêu lý do rút.", EN: "Say why it is withdrawn."},
		"practice.is_withdrawn":     {VI: "Cách làm này đã rút.", EN: "It has been withdrawn."},
		"practice.uses":             {VI: "{count} cách làm hay", EN: "{count} good {count:practice|practices}"},
	}
}
