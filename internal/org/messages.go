package org

import "giaoban/internal/i18n"

// Messages are the refusals of the tree.
func Messages() i18n.Messages {
	return i18n.Messages{
		"org.no_such_unit":         {"Không có đơn vị này.", "There is no such unit."},
		"org.no_such_parent":       {"Chưa chọn đơn vị cấp trên, hoặc đơn vị đó không có trong cây.", "No unit above is chosen, or it is not in the tree."},
		"org.no_such_level":        {"Không có cấp “{level}”.", "There is no level “{level}”."},
		"org.no_such_group":        {"Không có nhóm “{group}”.", "There is no group “{group}”."},
		"org.no_such_change":       {"Không có loại thay đổi “{kind}”.", "There is no kind of change “{kind}”."},
		"org.level_above_parent":   {"Cấp của đơn vị không được cao hơn cấp của đơn vị cấp trên.", "A unit's level cannot be higher than that of the unit above."},
		"org.circle":               {"{unit} không thể trực thuộc chính mình hoặc đơn vị dưới mình.", "{unit} cannot stand under itself or a unit below it."},
		"org.parent_ends":          {"{parent} chỉ còn đến hết {date}, ngắn hơn đơn vị trực thuộc.", "{parent} ends on {date}, before the unit under it."},
		"org.parent_begins":        {"{parent} đến {date} mới thành lập, muộn hơn đơn vị trực thuộc.", "{parent} begins on {date}, later than the unit under it."},
		"org.ends_before_start":    {"{unit} kết thúc {to}, trước ngày bắt đầu {from}.", "{unit} ends on {to}, before it begins on {from}."},
		"org.not_adjoining":        {"Các giai đoạn của {unit} phải nối liền nhau; giai đoạn từ {from} bị trùng hoặc hở.", "The stages of {unit} must adjoin; the one from {from} overlaps or leaves a gap."},
		"org.date_missing":         {"Chưa có ngày hiệu lực.", "The day it takes effect is missing."},
		"org.act_missing":          {"Chưa ghi văn bản quyết định.", "The legal act is missing."},
		"org.name_missing":         {"Chưa có tên đơn vị.", "The unit's name is missing."},
		"org.too_long":             {"Dài quá {max} ký tự.", "Longer than {max} characters."},
		"org.already_ends":         {"{unit} đã kết thúc ngày {date}.", "{unit} ends on {date} already."},
		"org.changed_later":        {"{unit} có thay đổi từ ngày {date}; thay đổi mới không được sớm hơn ngày đó.", "{unit} changes on {date}; a new change cannot be earlier."},
		"org.changed_that_day":     {"{unit} có thay đổi đúng ngày {date}; hãy chọn ngày sau đó.", "{unit} changes on {date} itself; choose a later day."},
		"org.merge_of_one":         {"Hợp nhất cần ít nhất hai đơn vị.", "A merge takes at least two units."},
		"org.successor_missing":    {"Chưa nêu đơn vị kế tiếp.", "The successor is not named."},
		"org.split_in_one":         {"Chia tách phải thành ít nhất hai đơn vị.", "A split gives at least two units."},
		"org.no_units":             {"Chưa nêu đơn vị thay đổi.", "The units that change are not named."},
		"org.has_children":         {"Còn {count} đơn vị trực thuộc từ ngày đó, đầu tiên là {first}. Hãy chuyển hoặc giải thể các đơn vị ấy trước.", "{count} units still stand under it from that day, the first is {first}. Move or dissolve them first."},
		"org.code_taken":           {"Mã “{code}” đã dùng cho đơn vị khác.", "The code “{code}” belongs to another unit."},
		"org.code_bad":             {"Mã chỉ gồm chữ không dấu, số, gạch nối, gạch chéo và chấm, không quá 40 ký tự.", "A code consists of plain letters, figures, dashes, slashes and dots, at most 40."},
		"org.named_twice":          {"{unit} được nêu hai lần.", "{unit} is named twice."},
		"org.no_change":            {"Không có gì thay đổi so với hiện nay.", "Nothing differs from how it is now."},
		"org.file_code_missing":    {"Mục thứ {row} của tệp không có mã.", "Entry {row} of the file has no code."},
		"org.file_code_twice":      {"Tệp có hai mục mang mã “{code}”.", "The file has two entries with the code “{code}”."},
		"org.file_no_name":         {"Đơn vị mã {code} không có tên.", "The unit with code {code} has no name."},
		"org.file_no_parent":       {"Đơn vị mã {code} trực thuộc mã {parent}, mã này không có.", "The unit with code {code} stands under {parent}, which does not exist."},
		"org.file_no_unit":         {"Thay đổi ngày {date} nêu mã {code}, mã này không có.", "The change on {date} names code {code}, which does not exist."},
		"org.file_no_date":         {"Thay đổi thứ {row} của tệp không có ngày hoặc ngày sai.", "Change {row} of the file has no day or a wrong one."},
		"org.file_no_act":          {"Thay đổi thứ {row} của tệp không nêu văn bản.", "Change {row} of the file names no act."},
		"org.file_end_differs":     {"{unit} hết hiệu lực {to}, nhưng thay đổi ngày {date} kết thúc đơn vị này.", "{unit} ends on {to}, but the change on {date} ends it."},
		"org.file_begin_differs":   {"{unit} bắt đầu {from}, khác ngày thay đổi {date} lập ra đơn vị này.", "{unit} begins on {from}, not on {date} when the change creates it."},
		"org.file_bad_date":        {"Đơn vị mã {code} có ngày không có trong lịch.", "The unit with code {code} has a day that does not exist."},
		"org.file_too_many_faults": {"Còn {count} lỗi nữa trong tệp.", "{count} more faults in the file."},
	}
}
