package api

import "giaoban/internal/i18n"

// Messages are the texts of refusals that belong to the API alone.
func Messages() i18n.Messages {
	return i18n.Messages{
		"api.no_operation":  {VI: "API không có địa chỉ {path} với phương thức này.", EN: "The API has nothing at {path} for this method."},
		"api.malformed":     {VI: "Giá trị không hợp lệ: {detail}.", EN: "This value is not valid: {detail}."},
		"api.missing":       {VI: "Thiếu giá trị bắt buộc.", EN: "A required value is missing."},
		"api.unknown_field": {VI: "Không có trường “{field}”.", EN: "There is no field “{field}”."},
		"api.not_json":      {VI: "Nội dung gửi lên phải là application/json.", EN: "The body must be application/json."},
		"api.bad_cursor":    {VI: "Con trỏ trang không còn dùng được. Đọc lại từ trang đầu.", EN: "This cursor no longer leads anywhere. Read the list from its start."},
		"api.bad_day":       {VI: "Ngày viết theo dạng 2026-06-18.", EN: "Write a day as 2026-06-18."},
		"api.bad_match":     {VI: "If-Match phải là đúng một ETag đã nhận.", EN: "If-Match must be one ETag as it was received."},
		"api.moved":         {VI: "Bản ghi đã thay đổi. Đọc lại rồi sửa trên bản mới.", EN: "The record has changed. Read it again and change the new version."},
		"api.long_key":      {VI: "Idempotency-Key dài nhất {max} ký tự.", EN: "An Idempotency-Key has at most {max} characters."},
	}
}
