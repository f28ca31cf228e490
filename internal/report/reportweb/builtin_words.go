package reportweb

import "giaoban/internal/i18n"

// builtInTexts are the texts about newer versions of forms that come with the program.
func builtInTexts() i18n.Messages {
	return i18n.Messages{
		"report.offer_there":         {VI: "Bản nâng cấp của chương trình có bản mới của biểu mẫu “{title}”, khác bản đang dùng {n} chỗ. Chưa có gì thay đổi.", EN: "The upgraded program brings a new version of the form “{title}” with {n} {n:difference|differences}. Nothing has changed yet."},
		"report.offer_look":          {VI: "Xem khác gì và quyết định", EN: "See what is different and decide"},
		"report.offer_title":         {VI: "Bản mới của {title}", EN: "A new version of {title}"},
		"report.offer_none":          {VI: "Biểu mẫu này không có bản mới nào từ chương trình", EN: "The program has no newer version of this form"},
		"report.offer_back":          {VI: "Về biểu mẫu", EN: "Back to the form"},
		"report.offer_lead":          {VI: "Bản mới đi kèm chương trình. Nhận thì bản đó thành bản soạn của bản {next}; xem lại rồi tự ban hành. Kỳ báo cáo đang mở giữ bản của mình.", EN: "It came with the program. Taken, it becomes the draft of version {next}, which you look through and publish yourself. Open requests keep theirs."},
		"report.offer_was_left":      {VI: "Đơn vị đã quyết định chưa nhận bản mới của chương trình.", EN: "The office decided to do without the program’s new version."},
		"report.offer_merge":         {VI: "Chỉ nhận những gì chương trình đổi", EN: "Take only what the program changed"},
		"report.offer_own":           {VI: "Đơn vị đã sửa biểu mẫu này. Những gì đơn vị sửa được giữ nguyên; bản soạn khác bản đang dùng ở các chỗ sau:", EN: "The office has changed this form. What it changed stays; the draft differs from the current version in this:"},
		"report.offer_merge_nothing": {VI: "Không còn chỗ nào để nhận.", EN: "There is nothing left to take."},
		"report.offer_kept":          {VI: "Hai bên cùng sửa {n} chỗ: giữ như đơn vị đã sửa, xem lại từng chỗ", EN: "Both changed {n} {n:part|parts}, kept as the office has them; look at each"},
		"report.offer_whole":         {VI: "Lấy nguyên bản của chương trình", EN: "Take the program’s version whole"},
		"report.offer_whole_loses":   {VI: "Những gì đơn vị tự sửa sẽ không còn trong bản soạn. So với bản đang dùng:", EN: "What the office changed itself is not in that draft. Beside the current version:"},
		"report.offer_do_merge":      {VI: "Đưa phần đổi vào bản soạn", EN: "Put the changes into a draft"},
		"report.offer_do_whole":      {VI: "Đưa nguyên bản vào bản soạn", EN: "Make it the draft"},
		"report.offer_leave":         {VI: "Chưa nhận", EN: "Do without it"},
		"report.offer_leave_text":    {VI: "Biểu mẫu giữ như đang dùng và lời nhắc này không hiện ở danh sách nữa. Sau này vẫn nhận được, từ trang của biểu mẫu.", EN: "The form stays as it is and the list says nothing more. It can be taken later from the form’s page."},
		"report.offer_do_leave":      {VI: "Giữ bản đang dùng", EN: "Keep the current version"},
		"report.offer_taken":         {VI: "Bản mới của chương trình đã là bản soạn. Xem lại rồi ban hành.", EN: "The program’s new version is the draft. Look it through, then publish it."},
		"report.offer_left":          {VI: "Biểu mẫu giữ như đang dùng.", EN: "The form stays as it is."},
	}
}
