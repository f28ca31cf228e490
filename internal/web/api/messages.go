package api

import "giaoban/internal/i18n"

// Messages are the texts of refusals that belong to the API alone.
func Messages() i18n.Messages {
	return i18n.Messages{
		"api.title":         {VI: "API cho phần mềm khác", EN: "API for other programs"},
		"api.begin":         {VI: "Bắt đầu", EN: "Begin"},
		"api.begin_text":    {VI: "Phần mềm của đơn vị đọc và ghi như người dùng của đơn vị, trong phạm vi của mã truy cập. Quản trị đơn vị tạo mã ở trang Tài khoản. Mã không ký, gửi, tiếp nhận hay duyệt thay người.", EN: "A program of your unit reads and writes like the unit's own people, within the scopes of its access token. Your unit's administrator makes the token on the accounts page. A token never signs, sends, accepts or approves in anybody's place."},
		"api.example":       {VI: "Ví dụ", EN: "Example"},
		"api.contents":      {VI: "Mục lục", EN: "Contents"},
		"api.document":      {VI: "Mô tả đầy đủ cho máy đọc (OpenAPI 3.1)", EN: "The full description for machines (OpenAPI 3.1)"},
		"api.rule_refusal":  {VI: "Từ chối luôn có kind, key, message, field và ref; message theo Accept-Language (vi, en).", EN: "A refusal has kind, key, message, field and ref; its message follows Accept-Language (vi, en)."},
		"api.rule_page":     {VI: "Danh sách chia trang: limit nhiều nhất 200, trang sau ở next và trong đầu mục Link.", EN: "Lists come in pages: limit up to 200; the next page is in next and in the Link header."},
		"api.rule_tag":      {VI: "Mỗi lần đọc có ETag; gửi lại bằng If-None-Match để nhận 304. Bản nháp và nhiệm vụ nhận If-Match.", EN: "A read carries an ETag; send it as If-None-Match to be answered 304. Drafts and tasks take If-Match."},
		"api.rule_key":      {VI: "Khi ghi, gửi Idempotency-Key: gửi lại cùng yêu cầu thì chỉ tính một lần.", EN: "Send an Idempotency-Key with writes: a retry then counts once."},
		"api.rule_figure":   {VI: "Số liệu là chữ số thập phân trong chuỗi, kèm số đơn vị có số liệu trên tổng số (have, of).", EN: "Figures are decimal text, with how many units of how many are behind them (have, of)."},
		"api.rule_file":     {VI: "Tệp gửi lên là chính nội dung yêu cầu (curl --data-binary), tên và mô tả ở tham số; loại tệp nhận theo nội dung.", EN: "An upload is the body itself (curl --data-binary), its name and description are parameters; what it is, its content tells."},
		"api.rule_limit":    {VI: "Số lần gọi còn lại trong phút ở đầu mục RateLimit; quá thì nhận 429 và Retry-After.", EN: "RateLimit tells how many calls are left in the minute; beyond them the answer is 429 with Retry-After."},
		"api.who_anyone":    {VI: "Ai cũng gọi được.", EN: "Open to anyone."},
		"api.who_person":    {VI: "Chỉ người đã đăng nhập, không dùng được mã truy cập.", EN: "For a signed-in person only, not for an access token."},
		"api.who_any":       {VI: "Mã truy cập nào của đơn vị cũng dùng được.", EN: "Any access token will do."},
		"api.who_scope":     {VI: "Phạm vi cần có:", EN: "Scope:"},
		"api.parameters":    {VI: "Tham số", EN: "Parameters"},
		"api.body":          {VI: "Nội dung gửi", EN: "Body"},
		"api.answer":        {VI: "Trả về: {name}", EN: "Answer: {name}"},
		"api.field":         {VI: "Trường", EN: "Field"},
		"api.kind":          {VI: "Kiểu", EN: "Type"},
		"api.meaning":       {VI: "Ý nghĩa", EN: "Meaning"},
		"api.required":      {VI: "bắt buộc", EN: "required"},
		"api.no_operation":  {VI: "API không có địa chỉ {path} với phương thức này.", EN: "The API has nothing at {path} for this method."},
		"api.malformed":     {VI: "Giá trị không hợp lệ: {detail}.", EN: "This value is not valid: {detail}."},
		"api.missing":       {VI: "Thiếu giá trị bắt buộc.", EN: "A required value is missing."},
		"api.unknown_field": {VI: "Không có trường “{field}”.", EN: "There is no field “{field}”."},
		"api.not_json":      {VI: "Nội dung gửi lên phải là application/json.", EN: "The body must be application/json."},
		"api.not_a_form":    {VI: "Gửi chính tệp làm nội dung, không gửi biểu mẫu (multipart).", EN: "Send the file itself as the body, not a form (multipart)."},
		"api.bad_cursor":    {VI: "Con trỏ trang không còn dùng được. Đọc lại từ trang đầu.", EN: "This cursor no longer leads anywhere. Read the list from its start."},
		"api.bad_day":       {VI: "Ngày viết theo dạng 2026-06-18.", EN: "Write a day as 2026-06-18."},
		"api.bad_match":     {VI: "If-Match phải là đúng một ETag đã nhận.", EN: "If-Match must be one ETag as it was received."},
		"api.moved":         {VI: "Bản ghi đã thay đổi. Đọc lại rồi sửa trên bản mới.", EN: "The record has changed. Read it again and change the new version."},
		"api.long_key":      {VI: "Idempotency-Key dài nhất {max} ký tự.", EN: "An Idempotency-Key has at most {max} characters."},
	}
}
