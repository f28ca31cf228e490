package home

import "giaoban/internal/i18n"

// Messages are the texts of the day's page.
func Messages() i18n.Messages {
	return i18n.Messages{
		"home.title":            {VI: "Việc hôm nay", EN: "Today"},
		"home.calendar":         {VI: "Lịch sự kiện, chế độ báo cáo, lịch nghỉ", EN: "Events, reporting regimes, days off"},
		"home.waiting":          {VI: "Đang chờ ta", EN: "Waiting for us"},
		"home.n_late":           {VI: "{n} quá hạn", EN: "{n} overdue"},
		"home.n_soon":           {VI: "{n} trong 7 ngày", EN: "{n} within 7 days"},
		"home.n_items":          {VI: "{n} việc · xếp theo hạn", EN: "{n} {n:thing|things} · by due day"},
		"home.n_new":            {VI: "{n} mới", EN: "{n} new"},
		"home.kind":             {VI: "Loại việc", EN: "Kind"},
		"home.work":             {VI: "Việc", EN: "Work"},
		"home.from":             {VI: "Ai giao", EN: "Asked by"},
		"home.from_short":       {VI: "Giao:", EN: "By:"},
		"home.due":              {VI: "Hạn", EN: "Due"},
		"home.blocked":          {VI: "Đang vướng ở đâu", EN: "What blocks it"},
		"home.progress":         {VI: "Tiến độ", EN: "Progress"},
		"home.next_step":        {VI: "Bước tiếp", EN: "Next step"},
		"home.ourselves":        {VI: "Ta tự đặt", EN: "Ourselves"},
		"home.no_due":           {VI: "Không hạn", EN: "No due day"},
		"home.not_blocked":      {VI: "Không vướng", EN: "Not blocked"},
		"home.waits_for":        {VI: "Chờ {unit}", EN: "Waiting for {unit}"},
		"home.will_be_asked":    {VI: "hội nghị sẽ hỏi", EN: "will be asked"},
		"home.more":             {VI: "Xem thêm {n} việc", EN: "Show {n} more"},
		"home.only_day":         {VI: "Chỉ việc đến hạn {day}.", EN: "Only what is due on {day}."},
		"home.all_days":         {VI: "Xem mọi ngày", EN: "Show every day"},
		"home.empty":            {VI: "Hôm nay không có việc nào chờ ta", EN: "Nothing waits for us today"},
		"home.empty_more":       {VI: "Báo cáo đến kỳ, nhiệm vụ mới giao, điểm cầu cần xác nhận và văn bản cần xác nhận sẽ hiện ở đây.", EN: "Reports that fall due, tasks given to us, sites to confirm and documents to acknowledge will stand here."},
		"home.begin_reports":    {VI: "Mở kỳ báo cáo", EN: "Ask for reports"},
		"home.begin_conference": {VI: "Triệu tập hội nghị", EN: "Call a conference"},
		"home.begin_guide":      {VI: "Đọc hướng dẫn từng bước", EN: "Read the step-by-step guide"},
		"home.empty_day":        {VI: "Không có việc nào đến hạn ngày này", EN: "Nothing is due on this day"},
		"home.asking":           {VI: "Hội nghị {day} sẽ hỏi ta", EN: "The conference of {day} will ask us"},
		"home.no_questions":     {VI: "Chưa có câu hỏi nào cho ta", EN: "No questions for us so far"},
		"home.asking_open":      {VI: "{left}, xem hội nghị", EN: "{left}, see the conference"},
		"home.inbox":            {VI: "Hộp đến", EN: "Inbox"},
		"home.inbox_all":        {VI: "Tất cả", EN: "All"},
		"home.inbox_empty":      {VI: "Chưa có gì gửi đến", EN: "Nothing has arrived yet"},
		"home.inbox_empty_more": {VI: "Thông báo, giấy triệu tập và báo cáo bị trả lại sẽ hiện ở đây.", EN: "Notices, calls and returned reports will stand here."},
		"home.unread":           {VI: "(chưa mở)", EN: "(not opened)"},
	}
}
