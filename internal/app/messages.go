package app

import "giaoban/internal/i18n"

func ownMessages() i18n.Messages {
	return i18n.Messages{
		"fault.internal":    {"Có lỗi ở phía chương trình. Việc vừa làm chưa được lưu.", "Something went wrong on our side. What you just did was not saved."},
		"app.clock":         {"Đồng hồ bản dùng thử", "The demo's clock"},
		"app.clock_help":    {"Mọi kỳ hạn, chức danh và hội nghị theo ngày giờ này. Giờ thật không đổi.", "Every deadline, title and conference follows this time. Real time stays as it is."},
		"app.clock_at":      {"Ngày giờ", "Date and time"},
		"app.clock_at_help": {"Ví dụ 2/4/2021 14:00", "For example 2/4/2021 14:00"},
		"app.clock_set":     {"Đặt giờ", "Set the clock"},
		"app.clock_reset":   {"Về giờ thật", "Back to real time"},
		"app.clock_moved":   {"Đồng hồ nay chỉ {at}.", "The clock now shows {at}."},
		"app.clock_bad":     {"Không đọc được ngày giờ “{text}”.", "Cannot read the date and time “{text}”."},
	}
}
