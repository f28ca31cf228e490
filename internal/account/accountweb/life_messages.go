package accountweb

import "giaoban/internal/i18n"

// lifeMessages are the texts around the life of an account: slips, leaving, delegation, devices, a person's own data.
func lifeMessages() i18n.Messages {
	return i18n.Messages{
		"accountweb.slips_title":      {VI: "Phiếu kích hoạt tài khoản", EN: "Activation slips"},
		"accountweb.slips_once":       {VI: "{n} phiếu. Mã chỉ hiện lần này: in ngay, cắt theo đường kẻ và trao tận tay.", EN: "Slips: {n}. The codes are shown this once: print now, cut along the lines, hand them over in person."},
		"accountweb.slips_again":      {VI: "{n} tài khoản đã được tạo ở lần gửi trước; mã không hiện lại được. Cần phiếu thì cấp phiếu mới, phiếu cũ sẽ hết hiệu lực.", EN: "Accounts made by the earlier sending of this form: {n}. Their codes cannot be shown again; a new slip voids the old one."},
		"accountweb.slip_title":       {VI: "Phiếu kích hoạt tài khoản", EN: "Account activation slip"},
		"accountweb.slip_address":     {VI: "Địa chỉ", EN: "Address"},
		"accountweb.slip_rules":       {VI: "Vào địa chỉ trên hoặc quét mã vuông, tự đặt mật khẩu. Mã dùng một lần, đến {until}. Không đưa phiếu cho người khác; làm mất thì báo quản trị đơn vị.", EN: "Open the address or scan the square code and choose your own password. The code works once, until {until}. Give this slip to nobody; if it is lost, tell your unit's administrator."},
		"accountweb.slip_qr":          {VI: "Mã vuông mở trang kích hoạt", EN: "QR code that opens the activation page"},
		"accountweb.back_to_accounts": {VI: "Về trang tài khoản", EN: "Back to the accounts"},
		"accountweb.slip_code":        {VI: "Mã kích hoạt", EN: "Activation code"},
		"accountweb.slip_code_help":   {VI: "12 ký tự ghi trên phiếu; chữ hoa hay thường đều được.", EN: "The 12 characters on the slip; capitals or not."},
		"accountweb.activate":         {VI: "Kích hoạt tài khoản", EN: "Activate your account"},
		"accountweb.activate_sub":     {VI: "Dùng phiếu do quản trị đơn vị trao, rồi tự đặt mật khẩu.", EN: "Use the slip from your unit's administrator, then choose your own password."},
		"accountweb.activate_do":      {VI: "Đặt mật khẩu và vào", EN: "Set the password and go in"},
		"accountweb.activated":        {VI: "Đã kích hoạt tài khoản. Từ lần sau, đăng nhập bằng mật khẩu vừa đặt.", EN: "The account is active. From now on sign in with the password you chose."},
		"accountweb.choose_password":  {VI: "Mật khẩu tự chọn", EN: "Password of your choice"},
		"accountweb.have_slip":        {VI: "Có phiếu kích hoạt?", EN: "Have an activation slip?"},
		"accountweb.waits":            {VI: "Chờ kích hoạt", EN: "To be activated"},
		"accountweb.waiting_slips":    {VI: "In phiếu mới cho {n} người chưa kích hoạt", EN: "New slips for those not yet active: {n}"},
		"accountweb.nobody_waits":     {VI: "Không còn ai chờ kích hoạt.", EN: "Nobody waits to be activated."},
		"accountweb.bare":             {VI: "{unit} không còn quản trị riêng; quản trị cấp trên lo thay cho đến khi giao người khác.", EN: "{unit} has no administrator of its own any more; the administrators above look after it until somebody is named."},
		"accountweb.official":         {VI: "Người giữ chức", EN: "Official"},
		"accountweb.official_help":    {VI: "Ai ký báo cáo thì phải gắn với chức danh của họ.", EN: "Who signs reports must be tied to their post."},
		"accountweb.no_official":      {VI: "Không giữ chức ở đơn vị", EN: "Holds no post in the unit"},
		"accountweb.create_note":      {VI: "Tài khoản chưa có mật khẩu: in phiếu kích hoạt, người dùng tự đặt mật khẩu.", EN: "The account has no password yet: print its slip, and its user chooses one."},
	}
}
