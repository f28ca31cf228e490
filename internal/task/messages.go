package task

import "giaoban/internal/i18n"

// Messages are the refusals of this domain.
func Messages() i18n.Messages {
	return i18n.Messages{
		"task.moved":                     {VI: "Nhiệm vụ vừa được cập nhật. Xem lại rồi báo cáo.", EN: "The task was changed meanwhile. Look again, then report."},
		"task.after_lead":                {VI: "{count} nhiệm vụ đang mở mà đơn vị chủ trì", EN: "{count} open {count:task|tasks} that it leads"},
		"task.after_lead_advice":         {VI: "Nhiệm vụ vẫn mở. Đơn vị giao việc chuyển chủ trì sang đơn vị kế tiếp.", EN: "They stay open. The assigner passes the lead on to the successor."},
		"task.after_assigner":            {VI: "{count} nhiệm vụ đang mở mà đơn vị đã giao", EN: "{count} open {count:task|tasks} that it assigned"},
		"task.after_assigner_advice":     {VI: "Nhiệm vụ vẫn mở, nhưng không còn ai theo dõi từ đơn vị này. Cấp trên cần thu hồi hoặc giao lại.", EN: "They stay open, but nobody follows them from this unit any more. The unit above withdraws or assigns them again."},
		"task.after_coordinating":        {VI: "{count} nhiệm vụ đang mở mà đơn vị phối hợp", EN: "{count} open {count:task|tasks} in which it co-operates"},
		"task.after_coordinating_advice": {VI: "Báo cho đơn vị chủ trì biết ai phối hợp thay.", EN: "Tell the lead body who co-operates instead."},
		"task.uses_tasks":                {VI: "{count} nhiệm vụ", EN: "{count} {count:task|tasks}"},
		"task.not_found":                 {VI: "Không có nhiệm vụ này.", EN: "There is no such task."},
		"task.title_missing":             {VI: "Ghi tên nhiệm vụ.", EN: "Give the task's title."},
		"task.title_long":                {VI: "Tên nhiệm vụ dài quá {max} ký tự.", EN: "The title is longer than {max} characters."},
		"task.assigner_missing":          {VI: "Nêu cấp giao.", EN: "Name the assigner."},
		"task.lead_missing":              {VI: "Nêu đơn vị chủ trì.", EN: "Name the lead body."},
		"task.unit_unknown":              {VI: "Không có đơn vị này trong cây đơn vị hôm nay.", EN: "There is no such unit today."},
		"task.lead_beyond":               {VI: "{unit} không thuộc phạm vi giao việc của đơn vị giao.", EN: "{unit} is not among those to which the assigner gives work."},
		"task.lead_unknown":              {VI: "Đơn vị chủ trì không còn trong cây đơn vị hôm nay.", EN: "The lead body is not among today's units."},
		"task.lead_same":                 {VI: "Đơn vị này đang chủ trì rồi.", EN: "This unit is the lead body already."},
		"task.lead_coordinates":          {VI: "Một đơn vị không thể vừa chủ trì vừa phối hợp. Bỏ đơn vị đó khỏi danh sách phối hợp.", EN: "A unit cannot both lead and co-ordinate. Take it off the co-ordinating bodies."},
		"task.coordinating_many":         {VI: "Không quá {max} đơn vị phối hợp.", EN: "Not more than {max} co-ordinating bodies."},
		"task.priority_unknown":          {VI: "Chọn mức ưu tiên.", EN: "Choose the priority."},
		"task.product_long":              {VI: "Tên sản phẩm dài quá {max} ký tự.", EN: "The product is longer than {max} characters."},
		"task.due_missing":               {VI: "Nêu hạn: một ngày hoặc một sự kiện.", EN: "Give a due date or a due event."},
		"task.due_both":                  {VI: "Chỉ chọn một: ngày hoặc sự kiện.", EN: "Choose one: a date or an event."},
		"task.due_past":                  {VI: "Hạn {date} đã qua.", EN: "The due day {date} has passed."},
		"task.percent_range":             {VI: "Tiến độ từ 0 đến 100.", EN: "Progress is from 0 to 100."},
		"task.state_unknown":             {VI: "Chọn đang làm hoặc đã xong.", EN: "Choose in progress or done."},
		"task.note_missing":              {VI: "Ghi nội dung.", EN: "Write the note."},
		"task.note_long":                 {VI: "Nội dung dài quá {max} ký tự.", EN: "The text is longer than {max} characters."},
		"task.result_missing":            {VI: "Nêu kết quả đã có: {product}.", EN: "Name what was produced: {product}."},
		"task.blocked_missing":           {VI: "Nêu việc đang vướng, rồi chọn nơi tháo gỡ.", EN: "Say what blocks the task, then who must settle it."},
		"task.blocker_self":              {VI: "Nơi tháo gỡ phải là đơn vị khác.", EN: "Another unit must settle it."},
		"task.reason_missing":            {VI: "Nêu lý do. Các đơn vị liên quan sẽ đọc lý do này.", EN: "Give the reason. The units concerned will read it."},
		"task.is_issued":                 {VI: "Nhiệm vụ đã giao. Chỉ có thể thu hồi hoặc đổi đơn vị chủ trì, có nêu lý do.", EN: "The task has been issued. It can only be withdrawn, or go to another lead body, with a reason."},
		"task.not_issued":                {VI: "Nhiệm vụ chưa giao.", EN: "The task has not been issued yet."},
		"task.is_done":                   {VI: "Nhiệm vụ đã xong. Chỉ cấp giao mới mở lại được.", EN: "The task is done. Only the assigner can reopen it."},
		"task.not_done":                  {VI: "Nhiệm vụ chưa xong nên không cần mở lại.", EN: "The task is not done, so there is nothing to reopen."},
		"task.is_withdrawn":              {VI: "Nhiệm vụ đã thu hồi.", EN: "The task has been withdrawn."},
		"task.not_ours":                  {VI: "Chỉ đơn vị chủ trì và đơn vị phối hợp mới ghi vào nhiệm vụ này.", EN: "Only the lead body and co-ordinating bodies write to this task."},
	}
}
