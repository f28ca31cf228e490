package demo

import (
	"context"

	"giaoban/internal/ident"
	"giaoban/internal/practice"
)

// loadPractices invents what works in three provinces: one endorsed and adopted, one adopted, one new.
func (l *Loader) loadPractices(ctx context.Context, c cast) error {
	provinces := provinceUnits(c.tree)
	who := c.who
	at := func(unit ident.ID, code string) {
		who.Unit, who.Name = unit, personName(code+"-office")
	}
	for i, n := range []practice.New{
		{Subject: "Chế độ báo cáo", Title: "Một đầu mối số liệu cho cả tỉnh", Summary: "Mỗi xã chỉ gửi số liệu một lần cho một đầu mối. Thời gian lập báo cáo quý giảm từ tám ngày còn ba ngày.",
			Body: "1. Giao một chuyên viên làm đầu mối ở mỗi xã.\n2. Các phòng, ban lấy số từ đầu mối, không yêu cầu xã gửi lại.\n3. Hằng tháng đối chiếu một lần."},
		{Subject: "Biên chế", Title: "Tổ công tác giúp xã mới hoàn thiện hồ sơ", Summary: "Tổ ba người xuống từng xã trong một buổi, xong hồ sơ tổ chức tại chỗ."},
		{Subject: "Học tập, quán triệt", Title: "Sinh hoạt chuyên đề bằng câu hỏi tình huống", Summary: "Mỗi buổi ba tình huống thật ở cơ sở, đảng viên thảo luận rồi đối chiếu quy định."},
	} {
		from := provinces[2+5*i]
		at(from.ID, from.Code)
		n.Unit = from.ID
		id, err := l.Practice.Share(ctx, who, n)
		if err != nil {
			return err
		}
		for j := range 2 - i {
			by := provinces[4+5*i+j]
			at(by.ID, by.Code)
			if err := l.Practice.Adopt(ctx, who, id, "Áp dụng thử ở ba xã.", ""); err != nil {
				return err
			}
		}
		if i == 0 {
			at(c.centre, "tw")
			if err := l.Practice.Endorse(ctx, who, id, "Đề nghị các tỉnh tham khảo.", ""); err != nil {
				return err
			}
		}
	}
	return nil
}
