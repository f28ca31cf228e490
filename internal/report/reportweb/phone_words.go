package reportweb

import (
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

// callTone is the look of a call's note.
func callTone(c report.Call) string {
	switch c.State {
	case report.CallOpen:
		return "info"
	case report.CallRejected:
		return "warn"
	}
	return "plain"
}

// contactHelp names whom the unit gave as its contact.
func contactHelp(b shell.Base, c report.Contact) string {
	if c.Name == "" && c.Phone == "" {
		return b.T("report.phone_no_contact")
	}
	return b.T("report.phone_contact", "contact", contactLine(c))
}

// refusedText is why nobody may type for the unit now.
func refusedText(b shell.Base, err error) string {
	if list := fault.All(err); len(list) > 0 {
		return b.T(list[0].Key, list[0].Args...)
	}
	return ""
}

// rejectNote says what becomes of a report when what was entered is thrown away.
func rejectNote(b shell.Base, r report.Report) string {
	if r.Filing.State == report.StateReturned {
		return b.T("report.phone_reject_mended")
	}
	return b.T("report.phone_reject_note")
}

// phoneMessages are the words of entry by telephone.
func phoneMessages() i18n.Messages {
	return i18n.Messages{
		"report.phone_title":         {"Nhập thay qua điện thoại", "Entry by telephone"},
		"report.phone_enter":         {"Nhập thay qua điện thoại", "Enter by telephone"},
		"report.phone_help":          {"{unit} gọi điện thì nhập số tại đây, ghi rõ ai đọc, lúc nào. Đơn vị thấy ngay, sửa được và thủ trưởng đơn vị vẫn phải ký, nộp. Khi đơn vị tự sửa, trình hoặc ký, bản nháp thành của riêng đơn vị: trang này không xem, không ghi được nữa.", "When {unit} phones, enter the figures here, with who said them and when. The unit sees them at once and may correct them; its head still has to sign and file. Once the unit changes, submits or signs it, the draft is its own: this page neither shows it nor writes in it any more."},
		"report.phone_caller":        {"Ai gọi điện", "Who phones"},
		"report.phone_name":          {"Họ tên người gọi", "Name of who phones"},
		"report.phone_post":          {"Chức danh", "Title"},
		"report.phone_post_help":     {"Cần chức danh hoặc số điện thoại.", "The title or the telephone number is needed."},
		"report.phone_day":           {"Ngày gọi", "Day of the call"},
		"report.phone_contact":       {"Đơn vị ghi liên hệ: {contact}", "The unit’s contact: {contact}"},
		"report.phone_no_contact":    {"Đơn vị chưa ghi người liên hệ.", "The unit has given no contact."},
		"report.phone_save":          {"Lưu bản nhập thay", "Save for the unit"},
		"report.phone_saved":         {"Đã lưu lúc {time}. {unit} thấy ngay và còn phải ký, nộp.", "Saved at {time}. {unit} sees it now, and still has to sign and file."},
		"report.phone_withdraw":      {"Rút bản nhập thay", "Take it back"},
		"report.phone_withdrawn_now": {"Đã rút bản nhập thay của {unit}.", "What was entered for {unit} is taken back."},
		"report.phone_reject":        {"Bỏ bản nhập thay", "Throw away what was entered"},
		"report.phone_reject_note":   {"Mọi ô cấp trên đã nhập bị bỏ, báo cáo trở về chưa bắt đầu. Cấp trên thấy lý do. Nếu chỉ sai vài ô thì sửa ngay trong bảng.", "Everything that the level above entered goes; the report stands as not begun. The level above reads the reason. Where only some figures are wrong, correct them in the table."},
		"report.phone_reject_mended": {"Mọi ô cấp trên đã sửa trở lại như báo cáo đã nộp. Cấp trên thấy lý do. Nếu chỉ sai vài ô thì sửa ngay trong bảng.", "Every field that the level above changed stands again as it was filed. The level above reads the reason. Where only some figures are wrong, correct them in the table."},
		"report.phone_rejected_now":  {"Đã bỏ bản nhập thay. Cấp trên thấy lý do.", "What was entered is thrown away. The level above reads the reason."},
		"report.phone_reason":        {"Lý do", "Reason"},
		"report.phone_not_now":       {"Không nhập thay được", "Nothing can be entered for this unit"},
		"report.phone_to_report":     {"Về báo cáo của đơn vị", "To the unit’s report"},
		"report.phone_lost":          {"Vừa gõ, không ghi được nữa", "Just typed, and can no longer be kept"},
		"report.phone_left":          {"Số đã nhập thay theo cuộc gọi gần nhất", "What the last call left"},
		"report.phone_load":          {"Tải lại để xem số mới nhất", "Load again for the latest figures"},
		"report.phone_source":        {"Nhập thay qua điện thoại: {name} ({unit}), theo lời {caller}", "By telephone: {name} ({unit}), as {caller} said"},
		"report.phone_is_open":       {"{name} ({unit}) nhập thay qua điện thoại theo lời {caller}, gọi {called}: {n} ô, lưu {at}. Đơn vị xem lại, sửa được; sửa, trình hoặc ký thì bản nháp thành của riêng đơn vị.", "{name} ({unit}) enters by telephone as {caller} said, {called}: {n} {n:field|fields}, saved {at}. The unit looks at them and may correct them; once it changes, submits or signs, the draft is its own."},
		"report.phone_is_taken":      {"{by} của đơn vị đã nhận lúc {when} số {name} ({unit}) nhập thay theo lời {caller}, gọi {called}. Từ đó bản nháp là của riêng đơn vị.", "{by} of the unit took over, {when}, what {name} ({unit}) had entered as {caller} said, {called}. Since then the draft is the unit’s own."},
		"report.phone_is_rejected":   {"{by} của đơn vị đã bỏ {when} số {name} ({unit}) nhập thay. Lý do: {text}", "{by} of the unit threw away, {when}, what {name} ({unit}) had entered. Reason: {text}"},
		"report.phone_is_withdrawn":  {"{by} ({unit}) đã rút {when} bản nhập thay. Lý do: {text}", "{by} ({unit}) took back, {when}, what had been entered. Reason: {text}"},
		"report.phone_signed":        {"{n} ô do {name} ({unit}) nhập thay qua điện thoại, theo lời {caller}.", "{n} {n:field|fields} by telephone: {name} ({unit}), as {caller} said."},
	}
}
