package account

import "giaoban/internal/i18n"

// Messages are the texts of refusals around accounts.
func Messages() i18n.Messages {
	return i18n.Messages{
		"account.login_missing":        {VI: "Nhập tên đăng nhập.", EN: "Enter your login."},
		"account.password_missing":     {VI: "Nhập mật khẩu.", EN: "Enter your password."},
		"account.wrong_password":       {VI: "Mật khẩu chưa đúng. Còn {n} lần thử trước khi khóa {minutes} phút.", EN: "Wrong password. Tries left before a lock of {minutes} minutes: {n}."},
		"account.wrong_password_plain": {VI: "Mật khẩu chưa đúng.", EN: "Wrong password."},
		"account.now_locked":           {VI: "Mật khẩu chưa đúng. Đã khóa đăng nhập {minutes} phút.", EN: "Wrong password. Signing in is locked for {minutes} minutes."},
		"account.locked":               {VI: "Đã nhập sai 5 lần. Thử lại sau {minutes} phút, từ {time}.", EN: "Five wrong tries. Try again in {minutes} min, from {time}."},
		"account.busy":                 {VI: "Nhiều người đang đăng nhập cùng lúc. Thử lại sau vài giây.", EN: "Many people are signing in right now. Try again in a few seconds."},
		"account.too_many_tries":       {VI: "Mạng này vừa đăng nhập quá nhiều lần. Thử lại sau một phút.", EN: "Too many sign-ins from this network. Try again in a minute."},
		"account.bad_login":            {VI: "Tên đăng nhập gồm 3 đến 64 chữ không dấu, chữ số, dấu chấm hoặc gạch.", EN: "A login has 3 to 64 letters without accents, digits, dots or dashes."},
		"account.login_taken":          {VI: "Đã có tài khoản “{login}”.", EN: "The login “{login}” is taken."},
		"account.name_missing":         {VI: "Nhập họ tên.", EN: "Enter a name."},
		"account.short_password":       {VI: "Mật khẩu cần ít nhất {n} ký tự.", EN: "A password needs at least {n} characters."},
		"account.too_long":             {VI: "Dài quá {max} ký tự.", EN: "Longer than {max} characters."},
		"account.long_password":        {VI: "Mật khẩu dài quá.", EN: "This password is too long."},
		"account.easy_password":        {VI: "Mật khẩu này quá dễ đoán.", EN: "This password is too easy to guess."},
		"account.password_differs":     {VI: "Hai lần nhập mật khẩu mới không giống nhau.", EN: "The two new passwords differ."},
		"account.old_password_wrong":   {VI: "Mật khẩu đang dùng chưa đúng.", EN: "The present password is wrong."},
		"account.same_password":        {VI: "Mật khẩu mới phải khác mật khẩu đang dùng.", EN: "The new password must differ from the present one."},
		"account.no_such_role":         {VI: "Không có vai trò này.", EN: "There is no such role."},
		"account.no_such_unit":         {VI: "Không có đơn vị này.", EN: "There is no such unit."},
		"account.ends_before_start":    {VI: "Ngày kết thúc phải sau ngày bắt đầu.", EN: "The last day must follow the first."},
		"account.grant_missing":        {VI: "Chọn đơn vị và vai trò.", EN: "Choose a unit and a role."},
		"account.already_granted":      {VI: "Tài khoản đã có vai trò này ở đơn vị đó.", EN: "The account already has this role in that unit."},
		"account.not_found":            {VI: "Không có tài khoản này.", EN: "There is no such account."},
		"account.not_your_own":         {VI: "Không tự thôi vai trò của chính mình.", EN: "You cannot revoke your own role."},
		"account.not_yourself":         {VI: "Không tự đóng tài khoản đang dùng.", EN: "You cannot close the account you are using."},
		"account.demo_shared":          {VI: "Tài khoản mẫu dùng chung cho mọi người thử nên không đổi được.", EN: "Everybody who tries the demo shares this account, so it cannot be changed."},
		"account.load_unknown_unit":    {VI: "Tệp tài khoản nhắc đến đơn vị “{code}” không có.", EN: "The file of accounts names the unit “{code}”, which does not exist."},
		"account.load_unknown_person":  {VI: "Tệp tài khoản nhắc đến người “{code}” không có.", EN: "The file of accounts names the person “{code}”, who does not exist."},
	}
}
