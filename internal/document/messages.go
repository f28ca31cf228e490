package document

import "giaoban/internal/i18n"

// Messages are the refusals of this domain.
func Messages() i18n.Messages {
	return i18n.Messages{
		"document.uses_documents":       {VI: "{count} văn bản", EN: "{count} {count:document|documents}"},
		"document.not_found":            {VI: "Không có văn bản này, hoặc văn bản không gửi đến đơn vị của tài khoản.", EN: "There is no such document, or it was not sent to this account's unit."},
		"document.not_received":         {VI: "Văn bản này không gửi đến đơn vị đó.", EN: "This document was not sent to that unit."},
		"document.forbidden":            {VI: "Tài khoản này không xem được văn bản của đơn vị đó.", EN: "This account cannot see that unit's documents."},
		"document.kind_unknown":         {VI: "Chọn loại văn bản.", EN: "Choose the kind of document."},
		"document.issuer_missing":       {VI: "Nêu đơn vị ban hành.", EN: "Name the issuing unit."},
		"document.date_missing":         {VI: "Ghi ngày của văn bản.", EN: "Give the document's date."},
		"document.recipients_missing":   {VI: "Văn bản cần ít nhất một nơi nhận.", EN: "A document needs at least one recipient."},
		"document.signer_missing":       {VI: "Nêu người ký.", EN: "Name the signer."},
		"document.title_missing":        {VI: "Ghi trích yếu của văn bản.", EN: "Give the document's title."},
		"document.reason_long":          {VI: "Lý do dài quá {max} ký tự.", EN: "The reason is longer than {max} characters."},
		"document.title_long":           {VI: "Trích yếu dài quá {max} ký tự.", EN: "The title is longer than {max} characters."},
		"document.body_missing":         {VI: "Văn bản chưa có nội dung.", EN: "The document has no text yet."},
		"document.body_long":            {VI: "Một đoạn dài quá {max} ký tự.", EN: "A paragraph is longer than {max} characters."},
		"document.body_blocks":          {VI: "Văn bản có quá {max} đoạn.", EN: "The document has more than {max} paragraphs."},
		"document.reason_missing":       {VI: "Nêu lý do đính chính. Nơi nhận sẽ đọc lý do này.", EN: "Give the reason for the correction. Recipients will read it."},
		"document.nothing_changed":      {VI: "Bản đính chính giống hệt bản đang có. Hãy sửa chỗ cần sửa.", EN: "The correction is the same as the version in force. Change what is to be corrected."},
		"document.chair_approves":       {VI: "Thông báo kết luận chỉ đính chính trong hội nghị, sau khi người chủ trì duyệt.", EN: "A notice of conclusions is corrected in its conference, once a chair approves."},
		"document.version_moved":        {VI: "Văn bản đã có bản số {version}. Hãy đọc bản mới rồi làm tiếp.", EN: "The document now has version {version}. Read it, then go on."},
		"document.marked_only":          {VI: "Văn bản mật chỉ ghi số, ngày và loại; nội dung xử lý ngoài hệ thống này.", EN: "Of a document marked secret only number, date and kind are recorded; its content is handled outside this system."},
		"document.secrecy_ordinary":     {VI: "Thường", EN: "Ordinary"},
		"document.secrecy_confidential": {VI: "Mật", EN: "Confidential"},
		"document.secrecy_secret":       {VI: "Tối mật", EN: "Secret"},
		"document.secrecy_top_secret":   {VI: "Tuyệt mật", EN: "Top secret"},
		"document.secrecy_missing":      {VI: "Chọn độ mật.", EN: "Choose the degree of secrecy."},
		"document.direction_missing":    {VI: "Chọn văn bản đến hay văn bản đi.", EN: "Choose received or sent."},
		"document.entry_number":         {VI: "Ghi số, ký hiệu như trên văn bản: có chữ số, đến {max} ký tự, không kèm nội dung.", EN: "Give the number as it stands on the document: with a digit, up to {max} characters, nothing else."},
		"document.entry_marked_number":  {VI: "Số này mang dấu mật. Chọn đúng độ mật và để trống trích yếu.", EN: "This number bears a mark of secrecy. Choose its degree and leave the title empty."},
		"document.entry_future":         {VI: "Ngày của văn bản còn ở phía trước.", EN: "The document's date lies ahead."},
		"document.entry_not_found":      {VI: "Sổ của đơn vị không có dòng này.", EN: "The unit's register has no such line."},
		"document.layout_empty":         {VI: "Khối đơn vị ban hành cần ít nhất một dòng, và số văn bản cần một mẫu.", EN: "The issuer block needs at least one line, and numbers need a pattern."},
	}
}
