package account

import "giaoban/internal/i18n"

// mailMessages are the refusals around mails, and the mails themselves.
func mailMessages() i18n.Messages {
	return i18n.Messages{
		"account.mail_off":        {VI: "Chương trình chưa nối máy chủ thư.", EN: "The program is not connected to a mail server."},
		"account.mail_bad":        {VI: "Địa chỉ thư chưa đúng. Ví dụ: ten@coquan.gov.vn.", EN: "This is no mail address. For example name@office.gov.vn."},
		"account.mail_codes":      {VI: "Hôm nay đã gửi {most} mã. Mai thử lại.", EN: "{most} codes were sent today. Try again tomorrow."},
		"account.mail_no_code":    {VI: "Không còn mã nào chờ xác nhận. Gửi mã mới.", EN: "No code waits to be confirmed. Send a new one."},
		"account.mail_wrong_code": {VI: "Mã chưa đúng.", EN: "The code is wrong."},
		"account.mail_no_choice":  {VI: "Chọn cách nhận thư.", EN: "Choose how many mails you want."},
		"account.mail_no_address": {VI: "Chưa có địa chỉ thư đã xác nhận.", EN: "There is no confirmed address yet."},

		"account.mail_code_subject": {VI: "Mã xác nhận địa chỉ thư", EN: "Code to confirm your mail address"},
		"account.mail_code_body": {VI: "Chào {name},\n\nMã xác nhận địa chỉ thư này cho Giao ban: {code}\n\nNhập mã ở trang: {link}\nMã dùng được trong 24 giờ. Nếu đồng chí không yêu cầu, xin bỏ qua thư này; sẽ không có thư nào khác gửi tới.",
			EN: "Dear {name},\n\nThe code to confirm this address for Giao ban: {code}\n\nEnter it at {link}\nIt is good for 24 hours. If you did not ask for it, ignore this mail; nothing else will be sent."},
		"account.mail_test_subject": {VI: "Thư thử từ Giao ban", EN: "A test mail from Giao ban"},
		"account.mail_test_body": {VI: "Chào {name},\n\nThư này đi qua {server}. Máy chủ thư đã nối đúng.",
			EN: "Dear {name},\n\nThis mail went through {server}. The mail server is connected."},

		"account.mail_subject_before":  {VI: "Sắp đến hạn: {title}", EN: "Due soon: {title}"},
		"account.mail_subject_due":     {VI: "Hôm nay đến hạn: {title}", EN: "Due today: {title}"},
		"account.mail_subject_late":    {VI: "Quá hạn: {title}", EN: "Overdue: {title}"},
		"account.mail_subject_chase":   {VI: "Đôn đốc: {title}", EN: "Please file: {title}"},
		"account.mail_subject_explain": {VI: "Cần giải thích số liệu: {title}", EN: "A figure to explain: {title}"},
		"account.mail_line_before":     {VI: "{title}: {unit} cần nộp trước {when}.", EN: "{title}: {unit} is to file before {when}."},
		"account.mail_line_due":        {VI: "{title}: hôm nay là hạn nộp của {unit}, {when}.", EN: "{title}: today is the deadline of {unit}, {when}."},
		"account.mail_line_late":       {VI: "{title}: {unit} chưa nộp, hạn là {when}.", EN: "{title}: {unit} has not filed, it was due {when}."},
		"account.mail_line_chase":      {VI: "{title}: cấp trên đôn đốc {unit} nộp, hạn {when}.", EN: "{title}: the level above asks {unit} to file, due {when}."},
		"account.mail_line_explain":    {VI: "{title}: {unit} cần giải thích một số liệu trước {when}.", EN: "{title}: {unit} is to explain a figure before {when}."},
		"account.mail_digest_subject":  {VI: "Giao ban {day}: {n} việc chờ nộp", EN: "Giao ban {day}: {n} waiting"},
		"account.mail_digest_body":     {VI: "{n} việc đang chờ đơn vị của đồng chí:", EN: "Waiting for your unit ({n}):"},
		"account.mail_foot":            {VI: "Thư tự động của Giao ban, xin không trả lời.\nTắt hoặc đổi cách nhận: {link}", EN: "An automatic mail of Giao ban; nobody reads answers.\nSwitch such mails off or change them: {link}"},
	}
}
