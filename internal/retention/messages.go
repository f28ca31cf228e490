package retention

import "giaoban/internal/i18n"

// Messages are the texts of kinds and refusals.
func Messages() i18n.Messages {
	return i18n.Messages{
		"retention.out_of_bounds":    {VI: "Nhập số ngày từ {least} đến {most}.", EN: "Enter a number of days from {least} to {most}."},
		"retention.fixed":            {VI: "Thời hạn này cố định.", EN: "This time is fixed."},
		"retention.no_such_kind":     {VI: "Không có loại dữ liệu này.", EN: "There is no such kind."},
		"retention.name_bodies":      {VI: "Nội dung chi tiết của nhật ký", EN: "Details of journal entries"},
		"retention.why_bodies":       {VI: "Để tra lại giá trị trước và sau. Khi xóa vẫn còn ai, việc gì, lúc nào, và chuỗi băm vẫn kiểm được.", EN: "To look up values before and after. Who, what and when stay, and the hash chain can still be verified."},
		"retention.name_accounts":    {VI: "Họ tên, tên đăng nhập, yêu cầu đính chính của tài khoản đã đóng", EN: "Name, login and wishes of closed accounts"},
		"retention.why_accounts":     {VI: "Để mở lại khi cần. Sau đó thay bằng từ chung; vai trò đã giao vẫn còn để hiểu nhật ký.", EN: "To open it again if needed. Then a neutral word stands there; its roles stay, so that the journal keeps its sense."},
		"retention.name_tokens":      {VI: "Mã truy cập hết hạn hoặc thu hồi, mã kích hoạt không dùng, tệp tài khoản chưa cấp", EN: "Access tokens that expired or were revoked, activation codes never used, files of accounts not taken over"},
		"retention.why_tokens":       {VI: "Để biết phần mềm nào từng được dùng và ai cấp.", EN: "To know which program had access, and by whom."},
		"retention.name_presence":    {VI: "Lịch sử kết nối của điểm cầu", EN: "Connections of conference sites"},
		"retention.why_presence":     {VI: "Để xem sự cố đường truyền của hội nghị đã xong. Danh sách dự họp vẫn còn.", EN: "To look into line trouble of conferences that are over. Who attended stays."},
		"retention.name_line_tests":  {VI: "Kết quả thử đường truyền", EN: "Line tests"},
		"retention.why_line_tests":   {VI: "Để so lần thử trước của hội nghị đã xong; cũ quá thì không còn đúng.", EN: "To compare with earlier tests of conferences that are over; old ones say nothing any more."},
		"retention.name_drafts":      {VI: "Bản nháp báo cáo chưa từng gửi, sau hạn nộp", EN: "Drafts of reports never filed, after the deadline"},
		"retention.why_drafts":       {VI: "Để đơn vị còn gửi muộn được. Bản nháp không phải hồ sơ.", EN: "So that a unit may still file late. A draft is no record."},
		"retention.name_keys":        {VI: "Khóa chống gửi trùng", EN: "Marks against counting a form twice"},
		"retention.why_keys":         {VI: "Để một lần gửi lại không làm hai lần cùng một việc.", EN: "So that a retry does nothing twice."},
		"retention.name_mails":       {VI: "Thư nhắc đã gửi hoặc không gửi được", EN: "Mails that were sent or given up"},
		"retention.why_mails":        {VI: "Để biết thư nào không tới và vì sao. Nội dung thư xóa ngay khi gửi xong.", EN: "To know which mail did not arrive, and why. The text goes as soon as a mail is through."},
		"retention.name_sign_ins":    {VI: "Phiên đăng nhập đã hết, lần nhập sai", EN: "Sign-in sessions that ended, failed tries"},
		"retention.why_sign_ins":     {VI: "Chỉ cần đến khi hết khóa. Thường được xóa ngay ở lần đăng nhập sau.", EN: "Needed until a lock is over. The next sign-in removes most of them."},
		"retention.name_told":        {VI: "Tin báo giữa các tiến trình", EN: "Messages between processes"},
		"retention.why_told":         {VI: "Chỉ cần trong ít phút; chỉ có khi chạy nhiều tiến trình trên PostgreSQL.", EN: "Needed for minutes; there are some only where several processes share PostgreSQL."},
		"retention.name_filings":     {VI: "Báo cáo đã ký và gửi, nhận xét, số liệu tổng hợp", EN: "Signed reports that were filed, remarks, totals"},
		"retention.why_filings":      {VI: "Ràng buộc người ký; đính chính là một bản mới, không xóa bản cũ.", EN: "They bind who signed; a correction is a new version beside the old."},
		"retention.name_documents":   {VI: "Văn bản đã phát hành, ngày gửi, mở và xác nhận", EN: "Issued documents; when sent, opened, acknowledged"},
		"retention.why_documents":    {VI: "Số văn bản liên tục, không có khoảng trống.", EN: "Their numbers have no gaps."},
		"retention.name_conclusions": {VI: "Hội nghị, kết luận, nhiệm vụ và quá trình thực hiện; vướng mắc, kiến nghị và trả lời", EN: "Conferences, conclusions, tasks and their progress; obstacles, proposals and answers"},
		"retention.why_conclusions":  {VI: "Là căn cứ của việc được giao.", EN: "What was assigned rests on them."},
		"retention.name_journal":     {VI: "Nhật ký: ai, việc gì, lúc nào", EN: "The journal: who, what, when"},
		"retention.why_journal":      {VI: "Mỗi dòng giữ dòng trước trong chuỗi băm; bỏ một dòng là đứt chuỗi.", EN: "Each entry holds the one before in a chain of hashes; without one it breaks."},
		"retention.name_tree":        {VI: "Cây đơn vị, chức danh và người giữ, tin đã đăng", EN: "Units, posts and their holders, published news"},
		"retention.why_tree":         {VI: "Báo cáo và văn bản cũ được đọc theo đơn vị và chức danh của ngày đó.", EN: "Old reports and documents are read with the units and posts of their day."},
	}
}
