package accountweb

import "giaoban/internal/i18n"

// lineMessages are the texts of who waits to sign in.
func lineMessages() i18n.Messages {
	return i18n.Messages{
		"accountweb.wait_title":   {VI: "Đang chờ đăng nhập", EN: "Waiting to sign in"},
		"accountweb.wait_sub":     {VI: "Nhiều người đăng nhập cùng lúc, mỗi lúc vào được vài người.", EN: "Many people are signing in; a few get in at a time."},
		"accountweb.wait_ahead":   {VI: "Số người ở trước", EN: "People ahead"},
		"accountweb.wait_left":    {VI: "Thời gian chờ", EN: "Waiting time"},
		"accountweb.wait_soon":    {VI: "vài giây nữa", EN: "a few seconds"},
		"accountweb.wait_seconds": {VI: "khoảng {n} giây", EN: "about {n} seconds"},
		"accountweb.wait_minutes": {VI: "khoảng {n} phút", EN: "about {n} min"},
		"accountweb.wait_unknown": {VI: "Đang xem vị trí trong hàng.", EN: "Looking up the place in line."},
		"accountweb.wait_note":    {VI: "Trang tự cập nhật và tự vào khi đến lượt. Cứ để trang mở: đóng trang quá nửa phút là mất lượt.", EN: "This page moves on by itself and signs in when it is its turn. Keep it open: half a minute away gives the place up."},
		"accountweb.wait_leave":   {VI: "Thôi chờ", EN: "Stop waiting"},
		"accountweb.wait_look":    {VI: "Xem lại vị trí", EN: "Look again"},
		"accountweb.wait_lost":    {VI: "Lượt chờ không còn: trang đã đóng quá lâu, hoặc máy chủ vừa khởi động lại. Đăng nhập lại.", EN: "The place in line is gone: the page was away too long, or the server was restarted. Sign in again."},
	}
}
