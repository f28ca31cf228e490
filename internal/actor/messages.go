package actor

import "giaoban/internal/i18n"

// Messages are the texts of refusals, one for each action, and the names of roles.
func Messages() i18n.Messages {
	return i18n.Messages{
		"actor.sign_in":                   {"Hãy đăng nhập để tiếp tục.", "Sign in to continue."},
		"actor.forbidden_read_filed":      {"Tài khoản này không xem được báo cáo của đơn vị đó.", "This account cannot see that unit's reports."},
		"actor.forbidden_draft_filing":    {"Chỉ người của chính đơn vị mới xem và soạn bản nháp báo cáo của đơn vị.", "Only the unit's own staff see and write its draft report."},
		"actor.forbidden_sign_filing":     {"Chỉ thủ trưởng đơn vị hoặc người được giao ký mới ký được báo cáo.", "Only the unit's head, or who signs for the head, signs the report."},
		"actor.forbidden_open_request":    {"Chỉ văn phòng của đơn vị cấp trên mới mở kỳ báo cáo.", "Only the office of the unit above opens a report."},
		"actor.forbidden_receive_filing":  {"Chỉ văn phòng cấp trên mới tiếp nhận hoặc trả lại báo cáo này.", "Only the office above accepts or returns this report."},
		"actor.forbidden_call_conference": {"Chỉ văn phòng đơn vị chủ trì mới triệu tập và sửa hội nghị.", "Only the host's office calls and changes the conference."},
		"actor.forbidden_run_conference":  {"Chỉ thư ký hội nghị của đơn vị chủ trì mới làm được việc này.", "Only the host's conference secretary can do this."},
		"actor.forbidden_keep_site":       {"Chỉ người của chính điểm cầu mới sửa được điểm cầu này.", "Only the site's own staff change this site."},
		"actor.forbidden_join_room":       {"Tài khoản này không vào phòng họp của điểm cầu đó được.", "This account cannot enter the room for that site."},
		"actor.forbidden_assign_task":     {"Tài khoản này không giao việc thay đơn vị đó được.", "This account cannot assign tasks for that unit."},
		"actor.forbidden_keep_task":       {"Chỉ đơn vị chủ trì nhiệm vụ mới cập nhật được tiến độ.", "Only the task's lead body updates its progress."},
		"actor.forbidden_read_task":       {"Tài khoản này không xem được nhiệm vụ của đơn vị đó.", "This account cannot see that unit's tasks."},
		"actor.forbidden_acknowledge":     {"Chỉ đơn vị nhận mới xác nhận được văn bản này.", "Only the receiving unit acknowledges this document."},
		"actor.forbidden_write_news":      {"Chỉ biên tập viên của đơn vị mới soạn và đăng tin.", "Only the unit's editor writes and publishes news."},
		"actor.forbidden_keep_units":      {"Chỉ quản trị mới sửa được cây đơn vị.", "Only an administrator changes the tree of units."},
		"actor.forbidden_keep_accounts":   {"Chỉ quản trị mới quản lý được tài khoản.", "Only an administrator manages accounts."},
		"actor.not_by_token":              {"Việc này phải do chính người dùng làm trên trang, không làm qua khóa API.", "A person does this on the pages; a key of the API cannot."},
		"actor.step_sign":                 {"Để ký, hãy xác nhận bằng yếu tố thứ hai.", "To sign, confirm with your second factor."},
		"actor.step_receive":              {"Để tiếp nhận hoặc trả lại báo cáo, hãy xác nhận bằng yếu tố thứ hai.", "To accept or return a report, confirm with your second factor."},
		"actor.step_approve":              {"Để duyệt, hãy xác nhận bằng yếu tố thứ hai.", "To approve, confirm with your second factor."},
		"actor.step_issue":                {"Để phát hành văn bản, hãy xác nhận bằng yếu tố thứ hai.", "To issue a document, confirm with your second factor."},
		"actor.step_confirm":              {"Để xác nhận số liệu, hãy xác nhận bằng yếu tố thứ hai.", "To confirm counts, confirm with your second factor."},
		"actor.step_account":              {"Để đổi cách đăng nhập của tài khoản, hãy xác nhận bằng yếu tố thứ hai.", "To change how this account signs in, confirm with your second factor."},
		"actor.step_token":                {"Để cấp khóa API, hãy xác nhận bằng yếu tố thứ hai.", "To make a key of the API, confirm with your second factor."},
		"actor.step_accounts":             {"Để cấp tài khoản và giao vai trò, hãy xác nhận bằng yếu tố thứ hai.", "To create accounts and give roles, confirm with your second factor."},
		"actor.role_specialist":           {"Chuyên viên", "Specialist"},
		"actor.role_head":                 {"Thủ trưởng đơn vị", "Head of unit"},
		"actor.role_office":               {"Văn phòng", "Office"},
		"actor.role_secretary":            {"Thư ký hội nghị", "Conference secretary"},
		"actor.role_chair":                {"Chủ trì", "Chair"},
		"actor.role_editor":               {"Biên tập viên", "News editor"},
		"actor.role_technician":           {"Kỹ thuật điểm cầu", "Site technician"},
		"actor.role_admin":                {"Quản trị", "Administrator"},
	}
}
