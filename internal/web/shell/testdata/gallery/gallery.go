package gallery

import "giaoban/internal/web/shell"

// Row is a row of the sample home page.
type Row struct {
	Icon, Title, Sub, From, Due, Left, Blocked, Action string
	Num, Den                                           int64
	Over, Soon                                         bool
	Kind                                               shell.ButtonKind
}

// Unit is a row of the sample board.
type Unit struct {
	Name, At, Word string
	State          shell.State
}

// Rows are the sample home page's work.
func Rows() []Row {
	return []Row{
		{Icon: "clock-alert", Title: "Kiện toàn chức danh sau sắp xếp", Sub: "Nhiệm vụ trọng tâm · KL 41, mục 2", From: "Ban Bí thư", Due: "15/6", Left: "quá 3 ngày", Blocked: "6 xã chưa gửi biên bản", Num: 86, Den: 92, Action: "Nhắc 6 xã", Over: true},
		{Icon: "file-check", Title: "Duyệt báo cáo của 88 xã", Sub: "4 báo cáo bị máy gắn cờ", From: "Ta tự đặt", Due: "20/6", Left: "còn 2 ngày", Blocked: "Không vướng", Num: 71, Den: 88, Action: "Duyệt", Soon: true},
		{Icon: "table-2", Title: "Báo cáo 6 tháng đầu năm 2026", Sub: "Biểu 01, 40 chỉ tiêu và 6 mục thuyết minh", From: "Ban Tổ chức Trung ương", Due: "22/6", Left: "còn 4 ngày", Blocked: "1 ô sai, 4 xã chưa nộp", Num: 37, Den: 40, Action: "Nhập tiếp", Soon: true, Kind: shell.Main},
		{Icon: "landmark", Title: "Xác nhận điểm cầu hội nghị 1/7", Sub: "Chủ trì, thành phần, đầu mối kỹ thuật", From: "Ban Tổ chức Trung ương", Due: "24/6", Left: "còn 6 ngày", Blocked: "Chưa có người chủ trì", Num: 2, Den: 5, Action: "Xác nhận", Soon: true},
		{Icon: "calendar-clock", Title: "Thử đường truyền 92 điểm cầu xã", Sub: "Có mẫu danh sách kiểm tra", From: "Ban Tổ chức Trung ương", Due: "30/6", Left: "còn 12 ngày", Blocked: "Chưa đến kỳ", Num: 0, Den: 92, Action: "Xem"},
	}
}

// Units are the sample board's rows.
func Units() []Unit {
	return []Unit{
		{"Cao Bằng", "22/6 09:14", "Đã duyệt", shell.StateDone}, {"Điện Biên", "21/6 16:40", "Đã duyệt", shell.StateDone},
		{"Lai Châu", "22/6 15:02", "Chờ duyệt", shell.StateWaiting}, {"Sơn La", "23/6 08:10", "Nộp muộn", shell.StateLate},
		{"Thái Nguyên", "", "Đang viết", shell.StateWriting}, {"Tuyên Quang", "trả lại 10:05", "Trả lại", shell.StateReturned},
		{"Ninh Bình", "", "Chưa bắt đầu", shell.StateNotStarted},
	}
}

// SquareRow is 8 done, 3 under way, 2 late, 1 unnamed.
func SquareRow() []shell.Square {
	row := shell.SquareRun(shell.SquareDone, 8, "xong")
	row = append(row, shell.SquareRun(shell.SquareDoing, 3, "đang làm")...)
	row = append(row, shell.SquareRun(shell.SquareLate, 2, "quá hạn")...)
	return append(row, shell.Square{State: shell.SquareUnnamed, Title: "chưa nêu"})
}

// BoardSquares is 30 done, 2 late, 1 returned, 1 missing.
func BoardSquares() []shell.Square {
	row := shell.SquareRun(shell.SquareDone, 30, "đã duyệt")
	row = append(row, shell.SquareRun(shell.SquareLate, 2, "nộp muộn")...)
	row = append(row, shell.Square{State: shell.SquareBad, Title: "trả lại"})
	return append(row, shell.Square{State: shell.SquareMissing, Title: "chưa nộp"})
}

// Tiles are a few units on their grid.
func Tiles() []shell.Tile {
	return []shell.Tile{
		{Col: 1, Row: 1, Text: "LCh", Title: "Lai Châu: tốt", Look: "ok"}, {Col: 2, Row: 1, Text: "LCa", Title: "Lào Cai: tốt", Look: "ok"},
		{Col: 0, Row: 2, Text: "ĐB", Title: "Điện Biên: đang phát biểu", Look: "s5", On: true}, {Col: 1, Row: 2, Text: "SL", Title: "Sơn La: mất nối", Look: "bad", Href: "/x"},
		{Col: 2, Row: 2, Text: "PT", Title: "Phú Thọ: yếu", Look: "late"}, {Col: 2, Row: 3, Text: "HN", Title: "Hà Nội", Look: "s1"}, {Col: 3, Row: 3, Text: "BN", Title: "Bắc Ninh", Look: "s3"},
	}
}

func shellStates() []shell.State {
	return []shell.State{
		shell.StateDone, shell.StateWaiting, shell.StateWriting, shell.StateNotStarted, shell.StateLate, shell.StateOverdue, shell.StateReturned, shell.StateWrong,
		shell.StateUnnamed, shell.StateLost, shell.StateWeak, shell.StateLive, shell.StateHand, shell.StateOpen, shell.StateFixed, shell.StateWithdrawn,
	}
}
