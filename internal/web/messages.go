package web

import "giaoban/internal/i18n"

// Messages are the texts of refusals that belong to no domain.
func Messages() i18n.Messages {
	return i18n.Messages{
		"web.not_found":             {VI: "Địa chỉ này không có, hoặc tài khoản này không được xem.", EN: "There is nothing at this address, or this account may not see it."},
		"web.malformed":             {VI: "Không đọc được dữ liệu gửi lên. Tải lại trang rồi làm lại.", EN: "What was sent could not be read. Reload the page and try again."},
		"web.too_large":             {VI: "Dữ liệu gửi lên lớn quá mức cho phép.", EN: "What was sent is larger than allowed."},
		"web.other_origin":          {VI: "Yêu cầu này đến từ một trang khác nên không được thực hiện.", EN: "This request came from another site and was not carried out."},
		"web.too_many_writes":       {VI: "Gửi quá nhanh. Chờ một phút rồi làm tiếp.", EN: "Too many requests. Wait a minute, then go on."},
		"web.too_many_calls":        {VI: "Gọi quá nhiều trong một phút. Chờ rồi gọi tiếp.", EN: "Too many calls in a minute. Wait, then go on."},
		"web.key_reused":            {VI: "Idempotency-Key này đã dùng cho một yêu cầu khác. Dùng khóa mới.", EN: "This Idempotency-Key was used for another request. Take a new one."},
		"web.too_many_streams":      {VI: "Đang mở quá nhiều trang cập nhật trực tiếp. Đóng bớt rồi thử lại.", EN: "Too many live pages are open. Close some and try again."},
		"web.not_your_unit":         {VI: "Tài khoản này không làm việc cho đơn vị đó.", EN: "This account does not work for that unit."},
		"web.internal":              {VI: "Máy chủ gặp lỗi, việc vừa rồi chưa được ghi. Thử lại sau ít phút.", EN: "The server failed and nothing was recorded. Try again in a few minutes."},
		"web.store_full":            {VI: "Máy chủ hết chỗ lưu trữ nên việc vừa rồi chưa được ghi. Báo người quản trị; có chỗ trống thì làm lại được ngay.", EN: "The server has no room left, so nothing was recorded. Tell the administrator; once there is room, try again."},
		"web.store_read_only":       {VI: "Nơi lưu trữ của máy chủ đang không cho ghi nên việc vừa rồi chưa được ghi. Báo người quản trị rồi làm lại sau.", EN: "The server's storage takes no writes, so nothing was recorded. Tell the administrator and try again later."},
		"web.store_locked":          {VI: "Một chương trình khác đang giữ cơ sở dữ liệu nên việc vừa rồi chưa được ghi. Chờ một phút rồi làm lại.", EN: "Another program holds the database, so nothing was recorded. Wait a minute and try again."},
		"web.store_away":            {VI: "Máy chủ cơ sở dữ liệu đang không trả lời. Việc vừa rồi chưa được ghi; chờ một phút rồi làm lại.", EN: "The database server does not answer. Nothing was recorded; wait a minute and try again."},
		"web.store_disk":            {VI: "Ổ đĩa của máy chủ gặp lỗi nên việc vừa rồi chưa được ghi. Báo người quản trị.", EN: "The server's disk fails, so nothing was recorded. Tell the administrator."},
		"web.store_unknown":         {VI: "Mất kết nối với cơ sở dữ liệu đúng lúc đang ghi: chưa rõ đã ghi hay chưa. Gửi lại đúng biểu mẫu đó là an toàn, không bị ghi hai lần.", EN: "The connection to the database was lost just while recording: it may or may not have been done. Sending the very same form again is safe; nothing is recorded twice."},
		"web.title_internal":        {VI: "Có lỗi ở máy chủ", EN: "The server failed"},
		"web.title_invalid":         {VI: "Chưa thực hiện được", EN: "Not carried out"},
		"web.title_unauthenticated": {VI: "Cần đăng nhập", EN: "Sign in first"},
		"web.title_forbidden":       {VI: "Tài khoản này không có quyền", EN: "This account has no right to do this"},
		"web.title_not_found":       {VI: "Không tìm thấy", EN: "Not found"},
		"web.title_conflict":        {VI: "Chưa thực hiện được", EN: "Not carried out"},
		"web.title_too_large":       {VI: "Dữ liệu quá lớn", EN: "Too large"},
		"web.title_rate_limited":    {VI: "Chờ một chút", EN: "Wait a moment"},
		"web.title_unavailable":     {VI: "Tạm thời chưa dùng được", EN: "Not available now"},
		"web.title_unconfirmed":     {"Cần xác nhận", "Confirmation needed"},
	}
}
