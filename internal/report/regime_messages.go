package report

import "giaoban/internal/i18n"

// regimeMessages are the refusals around deadlines, the steps to the signature and reminders.
func regimeMessages() i18n.Messages {
	return i18n.Messages{
		"report.not_sum_of_parts":                  {"{name} ({a}) khác tổng {parts} đã nộp ({b}), chênh {diff}.", "{name} ({a}) differ from the sum of the {parts} filed ({b}) by {diff}."},
		"report.not_sum_of_parts_unless_explained": {"{name} ({a}) khác tổng {parts} đã nộp ({b}), chênh {diff}. Nếu đúng như vậy, ghi lý do.", "{name} ({a}) differ from the sum of the {parts} filed ({b}) by {diff}. If that is right, give the reason."},
		"report.under_none":                        {"ngoài chế độ", "outside any regime"},
		"report.parts_missing":                     {"Mới nộp {filed}/{of} báo cáo của các kỳ ngắn hơn nên chưa cộng được.", "Only {filed} of {of} reports of the shorter periods are filed, so they cannot be added up."},
		"report.submitted_already":                 {"{name} đã trình ký lúc {at}. Rút lại hoặc thủ trưởng trả lại thì mới sửa được.", "{name} submitted it for signature at {at}. It can be changed once it is taken or handed back."},
		"report.nothing_to_submit":                 {"Chưa viết gì nên chưa trình ký được.", "Nothing is written yet, so there is nothing to submit."},
		"report.not_submitted":                     {"Báo cáo này không ở bước trình ký.", "This report is not waiting for a signature."},
		"report.hand_back_why":                     {"Ghi việc cần sửa.", "Say what is to be mended."},
		"report.chase_nobody":                      {"Chưa chọn đơn vị nào để đôn đốc.", "No unit is chosen."},
		"report.bad_email":                         {"Địa chỉ thư điện tử chưa đúng.", "This is no e-mail address."},
	}
}
