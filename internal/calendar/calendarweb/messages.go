package calendarweb

import "giaoban/internal/i18n"

// Messages are the texts of the calendar's pages.
func Messages() i18n.Messages {
	return i18n.Messages{
		"calendar.page_calendar":   {"Lịch sự kiện", "Calendar"},
		"calendar.which":           {"Chọn thời gian", "Choose the time"},
		"calendar.coming":          {"Tháng này và sắp tới", "This month and after"},
		"calendar.past":            {"Đã qua", "Past"},
		"calendar.none":            {"Chưa có sự kiện nào.", "No events."},
		"calendar.none_text":       {"Hạn công việc và kỳ công tác có thể gắn với sự kiện; dời sự kiện thì hạn dời theo.", "Due dates and periods may hang on an event; when it moves, they move."},
		"calendar.provisional":     {"Dự kiến", "Provisional"},
		"calendar.settled":         {"Đã chốt", "Settled"},
		"calendar.add":             {"Thêm sự kiện", "Add an event"},
		"calendar.move":            {"Dời ngày", "Move"},
		"calendar.remove":          {"Bỏ khỏi lịch", "Take off"},
		"calendar.anchors":         {"Gắn với sự kiện này", "Hanging on this event"},
		"calendar.n_anchors":       {"{n} mục", "{n} records"},
		"calendar.no_anchors":      {"Chưa có gì gắn với sự kiện này.", "Nothing hangs on this event."},
		"calendar.no_anchors_text": {"Kỳ công tác “từ nay đến …” và nhiệm vụ có hạn là sự kiện sẽ hiện ở đây.", "Periods “until …” and tasks due at the event appear here."},
		"calendar.not_before":      {"không trước {date}", "not before {date}"},
		"calendar.moves":           {"Các lần dời", "How it moved"},
		"calendar.no_moves":        {"Chưa dời lần nào.", "It has never moved."},
		"calendar.from_to":         {"{from} → {to}", "{from} → {to}"},
		"calendar.facts":           {"Thông tin", "Facts"},
		"calendar.date":            {"Ngày", "Day"},
		"calendar.distance":        {"Còn lại", "Time left"},
		"calendar.state":           {"Tình trạng", "State"},
		"calendar.kind":            {"Loại", "Kind"},
		"calendar.owner":           {"Đơn vị ghi", "Kept by"},
		"calendar.name":            {"Tên sự kiện", "Name"},
		"calendar.is_provisional":  {"Ngày dự kiến, chưa chốt", "The day is provisional"},
		"calendar.new_date":        {"Ngày mới", "New day"},
		"calendar.reason":          {"Lý do", "Reason"},
		"calendar.reason_help":     {"Ghi căn cứ dời ngày; không cần nếu chỉ chốt ngày.", "Why it moves; not needed to settle the day only."},
		"calendar.move_text":       {"Hiện vào ngày {date}. {n} mục gắn với sự kiện sẽ dời theo.", "Now on {date}. {n} records that hang on it will move along."},
		"calendar.task_unnamed":    {"Một nhiệm vụ", "A task"},
		"calendar.still_anchored":  {"Còn {n} mục gắn với sự kiện này. Hãy gỡ hoặc chuyển các mục đó trước.", "{n} records still hang on this event. Release or move them first."},
		"calendar.cancel":          {"Thôi", "Cancel"},
		"calendar.added":           {"Đã ghi {name} vào ngày {date}.", "{name} is on the calendar for {date}."},
		"calendar.moved":           {"Sự kiện nay vào ngày {date}.", "The event is now on {date}."},
		"calendar.removed":         {"Đã bỏ {name} khỏi lịch.", "{name} is off the calendar."},
	}
}
