package document

import "giaoban/internal/i18n"

// Messages are the refusals of this domain.
func Messages() i18n.Messages {
	return i18n.Messages{
		"document.not_found":          {"Không có văn bản này, hoặc văn bản không gửi đến đơn vị của tài khoản.", "There is no such document, or it was not sent to this account's unit."},
		"document.not_received":       {"Văn bản này không gửi đến đơn vị đó.", "This document was not sent to that unit."},
		"document.forbidden":          {"Tài khoản này không xem được văn bản của đơn vị đó.", "This account cannot see that unit's documents."},
		"document.kind_unknown":       {"Chọn loại văn bản.", "Choose the kind of document."},
		"document.issuer_missing":     {"Nêu đơn vị ban hành.", "Name the issuing unit."},
		"document.date_missing":       {"Ghi ngày của văn bản.", "Give the document's date."},
		"document.recipients_missing": {"Văn bản cần ít nhất một nơi nhận.", "A document needs at least one recipient."},
		"document.signer_missing":     {"Nêu người ký.", "Name the signer."},
		"document.title_missing":      {"Ghi trích yếu của văn bản.", "Give the document's title."},
		"document.title_long":         {"Trích yếu dài quá {max} ký tự.", "The title is longer than {max} characters."},
		"document.body_missing":       {"Văn bản chưa có nội dung.", "The document has no text yet."},
		"document.body_long":          {"Một đoạn dài quá {max} ký tự.", "A paragraph is longer than {max} characters."},
		"document.body_blocks":        {"Văn bản có quá {max} đoạn.", "The document has more than {max} paragraphs."},
		"document.reason_missing":     {"Nêu lý do đính chính. Nơi nhận sẽ đọc lý do này.", "Give the reason for the correction. Recipients will read it."},
		"document.nothing_changed":    {"Bản đính chính giống hệt bản đang có. Hãy sửa chỗ cần sửa.", "The correction is the same as the version in force. Change what is to be corrected."},
		"document.version_moved":      {"Văn bản đã có bản số {version}. Hãy đọc bản mới rồi làm tiếp.", "The document now has version {version}. Read it, then go on."},
		"document.layout_empty":       {"Khối đơn vị ban hành cần ít nhất một dòng, và số văn bản cần một mẫu.", "The issuer block needs at least one line, and numbers need a pattern."},
	}
}
