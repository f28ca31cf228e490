package report

import "giaoban/internal/i18n"

// underNone is what a request without a regime is asked under, in words.
func underNone() i18n.Text { return i18n.Text{VI: "ngoài chế độ", EN: "outside any regime"} }

// regimeMessages are the refusals around deadlines, the steps to the signature and reminders.
func regimeMessages() i18n.Messages {
	return i18n.Messages{
		"report.not_sum_of_parts":                  {"{name} ({a}) khác tổng {parts} đã nộp ({b}), chênh {diff}.", "{name} ({a}) differ from the sum of the {parts} filed ({b}) by {diff}."},
		"report.not_sum_of_parts_unless_explained": {"{name} ({a}) khác tổng {parts} đã nộp ({b}), chênh {diff}. Nếu đúng như vậy, ghi lý do.", "{name} ({a}) differ from the sum of the {parts} filed ({b}) by {diff}. If that is right, give the reason."},
		"report.parts_missing":                     {"Mới nộp {filed}/{of} báo cáo của các kỳ ngắn hơn nên chưa cộng được.", "Only {filed} of {of} reports of the shorter periods are filed, so they cannot be added up."},
		"report.submitted_already":                 {"{name} đã trình ký lúc {at}. Rút lại hoặc thủ trưởng trả lại thì mới sửa được.", "{name} submitted it for signature at {at}. It can be changed once it is taken or handed back."},
		"report.nothing_to_submit":                 {"Chưa viết gì nên chưa trình ký được.", "Nothing is written yet, so there is nothing to submit."},
		"report.not_submitted":                     {"Báo cáo này không ở bước trình ký.", "This report is not waiting for a signature."},
		"report.hand_back_why":                     {"Ghi việc cần sửa.", "Say what is to be mended."},
		"report.phone_who":                         {"Ghi ai gọi điện đọc số.", "Say who phoned."},
		"report.phone_post_missing":                {"Ghi chức danh hoặc số điện thoại của người gọi.", "Give the caller’s title or telephone number."},
		"report.phone_when":                        {"Ghi cuộc gọi lúc nào.", "Say when the call was."},
		"report.phone_future":                      {"Cuộc gọi {at} chưa tới.", "The call of {at} is still to come."},
		"report.phone_early":                       {"Cuộc gọi {at} trước khi kỳ báo cáo được mở ({opened}).", "The call of {at} was before the request was opened ({opened})."},
		"report.phone_nothing":                     {"Chưa nhập ô nào.", "Nothing is entered yet."},
		"report.phone_over":                        {"Báo cáo của đơn vị {state}, không nhập thay được nữa.", "The unit’s report is {state}; nothing can be entered for it any more."},
		"report.phone_own_draft":                   {"Đơn vị đã tự viết bản nháp. Bản nháp là của riêng đơn vị: cấp trên không xem và không ghi được. Đề nghị đơn vị tự nhập số rồi ký nộp.", "The unit has begun a draft itself. It is the unit’s own: the level above neither reads it nor writes in it. Ask the unit to enter the figures, sign and file."},
		"report.phone_taken":                       {"Đơn vị đã nhận bản nhập thay và tự làm tiếp. Từ lúc đó bản nháp là của riêng đơn vị: cấp trên không xem và không ghi được.", "The unit has taken over what was entered and goes on by itself. Since then the draft is its own: the level above neither reads it nor writes in it."},
		"report.phone_gone":                        {"Bản nhập thay đã bị bỏ trong lúc trang này đang mở. Tải lại trang rồi nhập lại nếu cần.", "What was entered has been thrown away while this page was open. Load the page again, then enter it anew if need be."},
		"report.phone_why":                         {"Ghi lý do bỏ bản nhập thay.", "Give the reason."},
		"report.phone_none_open":                   {"Không còn bản nhập thay nào để bỏ: đơn vị đã nhận, hoặc đã bỏ rồi.", "There is nothing entered by telephone to throw away: the unit has taken it over, or it is gone already."},
		"report.form_changed":                      {VI: "Biểu mẫu đã đổi sang bản {n}. Mở lại trang; nội dung đã gõ vẫn giữ trên máy này.", EN: "The form is now version {n}. Reload the page; what you typed is kept on this device."},
		"report.chase_nobody":                      {"Chưa chọn đơn vị nào để đôn đốc.", "No unit is chosen."},
		"report.bad_email":                         {"Địa chỉ thư điện tử chưa đúng.", "This is no e-mail address."},
	}
}
