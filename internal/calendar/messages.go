package calendar

import "giaoban/internal/i18n"

// Messages are the refusals of the calendar and the names of its kinds.
func Messages() i18n.Messages {
	return i18n.Messages{
		"calendar.uses_events":         {VI: "{count} sự kiện", EN: "{count} events"},
		"calendar.forbidden":           {"Chỉ văn phòng của đơn vị mới ghi và đổi ngày sự kiện của đơn vị.", "Only the unit's office enters and moves its events."},
		"calendar.no_such_period":      {"Không có kỳ công tác này.", "There is no such period."},
		"calendar.no_such_period_name": {"Kỳ này không có trong lịch.", "There is no such period in the calendar."},
		"calendar.no_such_event":       {"Không có sự kiện này trên lịch.", "There is no such event on the calendar."},
		"calendar.no_event_named":      {"Không có sự kiện sắp tới nào tên “{name}”.", "No coming event is called “{name}”."},
		"calendar.no_such_kind":        {"Hãy chọn loại sự kiện.", "Choose the kind of event."},
		"calendar.no_such_day":         {"Ngày này không có trong lịch.", "There is no such day."},
		"calendar.no_such_term":        {"Năm hoặc số khóa chưa đúng.", "The years or the number of the term are wrong."},
		"calendar.no_neighbour":        {"“{period}” không có kỳ liền trước, liền sau.", "“{period}” has no period before or after it."},
		"calendar.name_missing":        {"Chưa có tên.", "The name is missing."},
		"calendar.date_missing":        {"Chưa có ngày.", "The day is missing."},
		"calendar.unit_missing":        {"Chưa chọn đơn vị.", "No unit is chosen."},
		"calendar.reason_missing":      {"Chưa nêu lý do.", "The reason is missing."},
		"calendar.too_long":            {"Dài quá {max} ký tự.", "Longer than {max} characters."},
		"calendar.code_taken":          {"Mã “{code}” đã dùng cho sự kiện khác.", "The code “{code}” belongs to another event."},
		"calendar.same_day":            {"Sự kiện vốn đã vào ngày {date}.", "The event is on {date} already."},
		"calendar.ends_before_start":   {"Ngày kết thúc {to} trước ngày bắt đầu {from}.", "The end, {to}, is before the start, {from}."},
		"calendar.before_anchored":     {"Không dời lên trước {from}: {count} mục gắn với sự kiện bắt đầu muộn hơn ngày mới ({list}).", "Not before {from}: {count} records that hang on the event begin later than the new day ({list})."},
		"calendar.anchored":            {"Còn {count} mục gắn với sự kiện này ({list}). Hãy gỡ hoặc chuyển các mục đó trước.", "{count} records hang on this event ({list}). Release or move them first."},
		"calendar.due_missing":         {"Chưa có hạn: chọn một ngày hoặc một sự kiện.", "No due date: choose a day or an event."},
		"calendar.due_twice":           {"Chỉ chọn một trong hai: ngày hoặc sự kiện.", "Choose one of the two: a day or an event."},
		"calendar.kind_milestone":      {"Mốc công tác", "Milestone"},
		"calendar.kind_congress":       {"Đại hội", "Congress"},
		"calendar.kind_election":       {"Bầu cử", "Election"},
		"calendar.kind_session":        {"Kỳ họp", "Session"},
		"calendar.kind_plenum":         {"Hội nghị toàn thể", "Plenum"},
		"calendar.kind_deadline":       {"Thời hạn", "Deadline"},
		"calendar.kind_holiday":        {"Ngày lễ", "Holiday"},
		"calendar.kind_other":          {"Sự kiện khác", "Other event"},
	}
}
