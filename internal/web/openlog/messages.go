package openlog

import "giaoban/internal/i18n"

// Messages are the texts of the page of the transparency log.
func Messages() i18n.Messages {
	return i18n.Messages{
		"log.title":              {VI: "Sổ minh bạch", EN: "Transparency log"},
		"log.lead":               {VI: "Mỗi báo cáo đã nộp, mỗi bản chốt số liệu đã ký để lại một dòng ở đây. Dòng đã ghi không sửa, không xóa được mà không bị phát hiện; ai cũng kiểm tra được, không cần tài khoản.", EN: "Every report that was filed and every edition that was signed leaves a line here. A line cannot be changed or removed unnoticed, and anybody can check that without an account."},
		"log.size":               {VI: "Số dòng", EN: "Lines"},
		"log.root":               {VI: "Mã gốc", EN: "Root"},
		"log.checkpoint":         {VI: "Mốc đã ký", EN: "Signed checkpoint"},
		"log.checkpoint_text":    {VI: "Giữ lại mốc này: sau này nó chứng tỏ sổ chỉ được ghi thêm. Tải tại /log/checkpoint.", EN: "Keep it: later it shows whether the log was only added to. Fetch it at /log/checkpoint."},
		"log.keys":               {VI: "Khóa công khai của sổ", EN: "The log's public keys"},
		"log.keys_text":          {VI: "Khóa đang ký đứng trước. Ghi lại khóa từ một nguồn khác (văn bản giấy, trang tin của tổ chức) rồi so.", EN: "The one that signs now stands first. Get it from another source too (on paper, from the organisation's site) and compare."},
		"log.how":                {VI: "Cách kiểm tra", EN: "How to check"},
		"log.how_record":         {VI: "Một báo cáo: người được xem báo cáo tải tệp chứng thực ở trang báo cáo đó, rồi chạy giaoban verify TỆP --key KHÓA. Không cần mạng.", EN: "A report: who may read it downloads the proof from the report's page, then runs giaoban verify FILE --key KEY. No network is needed."},
		"log.how_growth":         {VI: "Cả sổ: giữ mốc hôm nay; lần sau tải /log/growth/SỐ-DÒNG-CŨ rồi chạy giaoban verify TỆP --key KHÓA --seen MỐC-CŨ.", EN: "The whole log: keep today's checkpoint; next time fetch /log/growth/OLD-SIZE and run giaoban verify FILE --key KEY --seen OLD-CHECKPOINT."},
		"log.how_tiles":          {VI: "Theo dõi bằng chương trình: /log/checkpoint và /log/tile/… theo chuẩn C2SP tlog-tiles.", EN: "By a program: /log/checkpoint and /log/tile/… as C2SP tlog-tiles has them."},
		"log.newest":             {VI: "Các dòng gần nhất", EN: "Newest lines"},
		"log.empty":              {VI: "Sổ chưa có dòng nào", EN: "The log has no line yet"},
		"log.empty_text":         {VI: "Báo cáo đầu tiên được nộp sẽ là dòng số 0.", EN: "The first report that is filed will be line 0."},
		"log.index":              {VI: "Dòng", EN: "Line"},
		"log.act":                {VI: "Việc", EN: "Act"},
		"log.record":             {VI: "Hồ sơ", EN: "Record"},
		"log.record_version":     {VI: "{record}, bản {version}", EN: "{record}, version {version}"},
		"log.at":                 {VI: "Lúc", EN: "At"},
		"log.commitment":         {VI: "Mã cam kết nội dung", EN: "Commitment to the content"},
		"log.proof":              {VI: "Chứng thực", EN: "Proof"},
		"log.proof_of":           {VI: "Tải chứng thực của dòng {n}", EN: "Download the proof of line {n}"},
		"log.older":              {VI: "Các dòng trước đó", EN: "Older lines"},
		"log.act_filing_filed":   {VI: "Nộp báo cáo", EN: "Report filed"},
		"log.act_edition_signed": {VI: "Chốt số liệu", EN: "Edition signed"},
	}
}
