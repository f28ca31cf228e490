package person

import "giaoban/internal/i18n"

// Messages are the refusals about people and posts.
func Messages() i18n.Messages {
	return i18n.Messages{
		"person.after_holders":        {VI: "{count} người đang giữ chức", EN: "{count} {count:holder|holders} of posts"},
		"person.after_holders_advice": {VI: "Ghi ngày thôi giữ chức, và lập chức danh, bổ nhiệm ở đơn vị kế tiếp.", EN: "End the appointments, and make posts and appointments in the successor."},
		"person.uses_posts":           {VI: "{count} chức danh", EN: "{count} {count:post|posts}"},
		"person.forbidden":            {"Chỉ văn phòng của đơn vị hoặc quản trị mới ghi chức danh và người giữ chức.", "Only the unit's office or an administrator enters posts and their holders."},
		"person.no_such_person":       {"Không có người này.", "There is no such person."},
		"person.no_such_position":     {"Không có chức danh này.", "There is no such post."},
		"person.no_such_appointment":  {"Không có lần giữ chức này.", "There is no such appointment."},
		"person.name_missing":         {"Chưa có họ tên.", "The name is missing."},
		"person.title_missing":        {"Chưa có tên chức danh.", "The title of the post is missing."},
		"person.too_long":             {"Dài quá {max} ký tự.", "Longer than {max} characters."},
		"person.bad_rank":             {"Thứ tự là số từ 1 đến {max}; 1 là cao nhất.", "The order is a number from 1 to {max}; 1 is the highest."},
		"person.date_missing":         {"Chưa có ngày, hoặc ngày không có trong lịch.", "The day is missing or does not exist."},
		"person.ends_before_start":    {"Ngày thôi giữ chức trước ngày bắt đầu {from}.", "The last day is before the first, {from}."},
		"person.ended_already":        {"Người này thôi giữ chức từ sau ngày {date}.", "The appointment ended on {date} already."},
		"person.unit_not_yet":         {"Đơn vị đến {date} mới thành lập.", "The unit begins on {date} only."},
		"person.unit_ended":           {"Đơn vị đã kết thúc ngày {date}.", "The unit ended on {date}."},
		"person.holds_already":        {"{name} đang giữ chức này từ {from}.", "{name} holds this post since {from}."},
		"person.taken":                {"{title} đang do {name} giữ từ {from}. Hãy ghi ngày thôi giữ chức trước.", "{title} is held by {name} since {from}. Enter the last day of that first."},
		"person.taken_until":          {"{title} do {name} giữ từ {from} đến {to}; hai người không cùng giữ một chức trong một ngày.", "{title} is held by {name} from {from} to {to}; two people cannot hold it on one day."},
		"person.position_exists":      {"Đơn vị đã có chức danh “{title}”.", "The unit has the post “{title}” already."},
		"person.file_bad_person":      {"Người mã {code} (“{name}”) thiếu tên, thiếu mã hoặc trùng mã.", "The person with code {code} (“{name}”) lacks a name or a code, or the code occurs twice."},
		"person.file_bad_position":    {"Chức danh “{title}” của đơn vị {code} thiếu tên hoặc thứ tự sai.", "The post “{title}” of unit {code} lacks a title or has a wrong order."},
		"person.file_no_unit":         {"Chức danh “{title}”: không có đơn vị mã {code}.", "Post “{title}”: there is no unit with code {code}."},
		"person.file_no_person":       {"Chức danh “{title}”: tệp không có người mã {code}.", "Post “{title}”: the file has no person with code {code}."},
	}
}
