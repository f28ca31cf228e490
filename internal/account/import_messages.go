package account

import "giaoban/internal/i18n"

// importMessages are the texts around files of accounts.
func importMessages() i18n.Messages {
	return i18n.Messages{
		"account.import_no_column":    {VI: "Dòng {line} phải là tiêu đề, có các cột Mã đơn vị, Họ và tên, Vai trò. Hãy dùng tệp mẫu.", EN: "Line {line} must be the headings, with the columns Unit code, Name and Roles. Use the template."},
		"account.import_column_twice": {VI: "Ô {cell}: cột “{name}” có hai lần.", EN: "Cell {cell}: the column “{name}” stands twice."},
		"account.import_too_many":     {VI: "Tệp có {n} dòng; mỗi tệp nhiều nhất {most} tài khoản. Hãy chia tệp.", EN: "The file has {n} {n:line|lines}; a file holds at most {most} accounts. Divide it."},
		"account.import_login_twice":  {VI: "Tên đăng nhập “{login}” đã có ở dòng {line}.", EN: "The login “{login}” stands in line {line} already."},
		"account.import_name_twice":   {VI: "Trùng họ tên và đơn vị với dòng {line}. Nếu là hai người, ghi tên đăng nhập cho cả hai dòng.", EN: "The same name and unit as line {line}. If these are two people, give both lines a login."},
		"account.import_no_unit":      {VI: "Chưa có mã đơn vị.", EN: "There is no unit code."},
		"account.import_unknown_unit": {VI: "Hiện nay không có đơn vị mã “{code}”.", EN: "Today there is no unit with the code “{code}”."},
		"account.import_forbidden":    {VI: "Đồng chí không quản trị {unit}.", EN: "You do not keep the accounts of {unit}."},
		"account.import_no_role":      {VI: "Không có vai trò “{text}”.", EN: "There is no role “{text}”."},
		"account.import_role_missing": {VI: "Chưa có vai trò.", EN: "There is no role."},
		"account.import_no_holder":    {VI: "Không có {name} giữ chức “{post}” ở đơn vị này. Ghi người giữ chức ở trang Chức danh trước, hoặc để trống ô này.", EN: "No {name} holds the post “{post}” in this unit. Enter the holder under Posts first, or leave this cell empty."},
		"account.import_no_login":     {VI: "Không đề xuất được tên đăng nhập từ họ tên này; hãy ghi vào.", EN: "No login can be made of this name; enter one."},
		"account.no_such_import":      {VI: "Không có lần nhập này.", EN: "There is no such import."},
		"account.import_wrong_lines":  {VI: "Còn {count} dòng sai nên chưa cấp tài khoản nào. Sửa tệp rồi tải lên lại.", EN: "{count} {count:line is|lines are} wrong, so no account was made. Mend the file and upload it again."},
		"account.import_nothing":      {VI: "Tệp không có tài khoản nào mới.", EN: "The file holds no new account."},
		"account.import_elsewhere":    {VI: "Tệp này vừa được cấp ở một trang khác. Xem lại rồi in phiếu ở đó.", EN: "This file was just taken over in another window. Look again and print the slips there."},
		"account.import_not_done":     {VI: "Tệp này chưa được cấp xong.", EN: "This file is not taken over yet."},
		"account.import_not_draft":    {VI: "Tệp này đã được cấp nên không bỏ được.", EN: "This file was taken over and cannot be dropped."},
	}
}
