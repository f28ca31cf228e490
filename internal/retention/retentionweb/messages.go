package retentionweb

import "giaoban/internal/i18n"

// Messages are the texts of the page.
func Messages() i18n.Messages {
	return i18n.Messages{
		"retentionweb.title":        {VI: "Thời hạn lưu", EN: "Retention"},
		"retentionweb.sub":          {VI: "Mỗi loại dữ liệu được giữ bao lâu, và vì sao", EN: "How long each kind of data is kept, and why"},
		"retentionweb.accounts":     {VI: "Tài khoản", EN: "Accounts"},
		"retentionweb.timed":        {VI: "Xóa khi hết hạn", EN: "Removed when its time is over"},
		"retentionweb.timed_note":   {VI: "Dọn mỗi ngày một lần", EN: "Cleaned up once a day"},
		"retentionweb.forever":      {VI: "Lưu vĩnh viễn", EN: "Kept for ever"},
		"retentionweb.forever_note": {VI: "Không đổi được", EN: "Cannot be changed"},
		"retentionweb.kind":         {VI: "Loại dữ liệu", EN: "Kind"},
		"retentionweb.why":          {VI: "Vì sao", EN: "Why"},
		"retentionweb.days":         {VI: "Giữ trong", EN: "Kept for"},
		"retentionweb.days_of":      {VI: "Số ngày giữ: {name}", EN: "Days kept: {name}"},
		"retentionweb.unit":         {VI: "ngày", EN: "days"},
		"retentionweb.bounds":       {VI: "Từ {least} đến {most} ngày", EN: "From {least} to {most} days"},
		"retentionweb.fixed":        {VI: "{n} ngày, cố định", EN: "{n} day, fixed"},
		"retentionweb.last":         {VI: "Lần dọn gần nhất", EN: "Last clean-up"},
		"retentionweb.never":        {VI: "Chưa dọn lần nào", EN: "None yet"},
		"retentionweb.counts":       {VI: "Xóa {n}; từ đầu {all}", EN: "Removed {n}; {all} in all"},
		"retentionweb.save":         {VI: "Lưu", EN: "Save"},
		"retentionweb.save_of":      {VI: "Lưu thời hạn: {name}", EN: "Save the time: {name}"},
		"retentionweb.saved":        {VI: "Đã đổi thời hạn lưu “{name}”. Có hiệu lực sau một ngày, trong lúc đó còn đổi lại được.", EN: "The time of “{name}” is changed. It takes effect in a day; until then it can be changed back."},
		"retentionweb.help":         {VI: "Thời hạn mới có hiệu lực sau một ngày. Dữ liệu đã xóa không lấy lại được, trừ trong bản sao lưu cũ.", EN: "A new time takes effect after a day. What was removed is gone, but for old backups."},
		"retentionweb.no_number":    {VI: "Nhập số ngày bằng chữ số.", EN: "Enter the days as a number."},
	}
}
