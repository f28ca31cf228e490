package task

import "giaoban/internal/i18n"

// Messages are the refusals of this domain.
func Messages() i18n.Messages {
	return i18n.Messages{
		"task.not_found":         {"Không có nhiệm vụ này.", "There is no such task."},
		"task.title_missing":     {"Ghi tên nhiệm vụ.", "Give the task's title."},
		"task.title_long":        {"Tên nhiệm vụ dài quá {max} ký tự.", "The title is longer than {max} characters."},
		"task.assigner_missing":  {"Nêu cấp giao.", "Name the assigner."},
		"task.lead_missing":      {"Nêu đơn vị chủ trì.", "Name the lead body."},
		"task.lead_unknown":      {"Đơn vị chủ trì không còn trong cây đơn vị hôm nay.", "The lead body is not among today's units."},
		"task.lead_same":         {"Đơn vị này đang chủ trì rồi.", "This unit is the lead body already."},
		"task.lead_coordinates":  {"Một đơn vị không thể vừa chủ trì vừa phối hợp. Bỏ đơn vị đó khỏi danh sách phối hợp.", "A unit cannot both lead and co-ordinate. Take it off the co-ordinating bodies."},
		"task.coordinating_many": {"Không quá {max} đơn vị phối hợp.", "Not more than {max} co-ordinating bodies."},
		"task.priority_unknown":  {"Chọn mức ưu tiên.", "Choose the priority."},
		"task.product_long":      {"Tên sản phẩm dài quá {max} ký tự.", "The product is longer than {max} characters."},
		"task.due_missing":       {"Nêu hạn: một ngày hoặc một sự kiện.", "Give a due date or a due event."},
		"task.due_both":          {"Chỉ chọn một: ngày hoặc sự kiện.", "Choose one: a date or an event."},
		"task.due_past":          {"Hạn {date} đã qua.", "The due day {date} has passed."},
		"task.percent_range":     {"Tiến độ từ 0 đến 100.", "Progress is from 0 to 100."},
		"task.state_unknown":     {"Chọn đang làm hoặc đã xong.", "Choose in progress or done."},
		"task.note_missing":      {"Ghi nội dung.", "Write the note."},
		"task.note_long":         {"Nội dung dài quá {max} ký tự.", "The text is longer than {max} characters."},
		"task.result_missing":    {"Nêu kết quả đã có: {product}.", "Name what was produced: {product}."},
		"task.blocked_missing":   {"Nêu việc đang vướng, rồi chọn nơi tháo gỡ.", "Say what blocks the task, then who must settle it."},
		"task.blocker_self":      {"Nơi tháo gỡ phải là đơn vị khác.", "Another unit must settle it."},
		"task.reason_missing":    {"Nêu lý do. Các đơn vị liên quan sẽ đọc lý do này.", "Give the reason. The units concerned will read it."},
		"task.is_issued":         {"Nhiệm vụ đã giao. Chỉ có thể thu hồi hoặc đổi đơn vị chủ trì, có nêu lý do.", "The task has been issued. It can only be withdrawn, or go to another lead body, with a reason."},
		"task.not_issued":        {"Nhiệm vụ chưa giao.", "The task has not been issued yet."},
		"task.is_done":           {"Nhiệm vụ đã xong. Chỉ cấp giao mới mở lại được.", "The task is done. Only the assigner can reopen it."},
		"task.not_done":          {"Nhiệm vụ chưa xong nên không cần mở lại.", "The task is not done, so there is nothing to reopen."},
		"task.is_withdrawn":      {"Nhiệm vụ đã thu hồi.", "The task has been withdrawn."},
		"task.not_ours":          {"Chỉ đơn vị chủ trì và đơn vị phối hợp mới ghi vào nhiệm vụ này.", "Only the lead body and co-ordinating bodies write to this task."},
	}
}
