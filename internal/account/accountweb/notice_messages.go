package accountweb

import "giaoban/internal/i18n"

// noticeMessages are the texts of what reaches a person outside the program: calendars.
func noticeMessages() i18n.Messages {
	return i18n.Messages{
		"accountweb.feed":           {VI: "Đưa hạn vào lịch", EN: "Deadlines in my calendar"},
		"accountweb.feed_subscribe": {VI: "Lịch tự cập nhật", EN: "A calendar that keeps itself up to date"},
		"accountweb.feed_text": {VI: "Tạo một địa chỉ riêng rồi dán vào ứng dụng lịch (điện thoại, Outlook, Google): hạn báo cáo, yêu cầu giải thích và hội nghị của các đơn vị của đồng chí tự hiện, tự đổi khi hạn dời. Ai có địa chỉ này đều xem được các hạn đó, chỉ xem, không làm gì khác; thu hồi được bất cứ lúc nào.",
			EN: "Make an address of your own and paste it into a calendar program (phone, Outlook, Google): deadlines of reports and explanations and the conferences of your units appear and follow when they move. Whoever has the address can see these dates and nothing else; you can revoke it at any time."},
		"accountweb.feed_make":      {VI: "Tạo địa chỉ lịch", EN: "Make the address"},
		"accountweb.feed_new":       {VI: "Thay bằng địa chỉ mới", EN: "Replace by a new one"},
		"accountweb.feed_revoke":    {VI: "Thu hồi", EN: "Revoke"},
		"accountweb.feed_revoked":   {VI: "Đã thu hồi địa chỉ lịch. Ứng dụng lịch không còn đọc được.", EN: "The calendar address is revoked. Calendar programs read nothing any more."},
		"accountweb.feed_address":   {VI: "Địa chỉ", EN: "Address"},
		"accountweb.feed_since":     {VI: "Tạo lúc", EN: "Made"},
		"accountweb.feed_used":      {VI: "Đọc lần cuối", EN: "Last read"},
		"accountweb.feed_made":      {VI: "Đã có địa chỉ lịch", EN: "The calendar address is made"},
		"accountweb.feed_once":      {VI: "Địa chỉ chỉ hiện một lần này. Chép vào ứng dụng lịch ngay; mất thì tạo địa chỉ mới.", EN: "The address is shown this once. Copy it into your calendar program now; if it is lost, make a new one."},
		"accountweb.feed_again":     {VI: "Địa chỉ đã tạo ở lần gửi trước và không hiện lại. Nếu chưa chép, hãy thay bằng địa chỉ mới.", EN: "The address was made by an earlier request and is not shown again. If it was not copied, replace it by a new one."},
		"accountweb.feed_file":      {VI: "Tải một lần", EN: "Once, as a file"},
		"accountweb.feed_file_text": {VI: "Tệp .ics gồm các hạn và hội nghị của đơn vị đang chọn. Tệp không tự đổi khi hạn dời; tải lại rồi mở, lịch sẽ sửa mục cũ.", EN: "An .ics file of the dates of the unit at hand. It does not follow when a deadline moves; download it again and open it, and your calendar changes the old entries."},
		"accountweb.feed_download":  {VI: "Tải tệp lịch (.ics)", EN: "Download (.ics)"},
	}
}
