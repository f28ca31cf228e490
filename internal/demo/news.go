package demo

import (
	"context"

	"giaoban/internal/ident"
	"giaoban/internal/news"
	"giaoban/internal/when"
)

// loadNews publishes what the centre and two sites wrote of the last conference on its afternoon.
func (l *Loader) loadNews(ctx context.Context, c cast, conference ident.ID, day when.Date) error {
	for i, one := range []struct {
		unit, editor, category, title, lead, caption string
		at                                           int
		photo                                        bool
	}{
		{home, home + "-office", "tin-tu-diem-cau", "Thái Nguyên đề nghị sớm hướng dẫn biên chế chuyên trách cấp xã",
			"Điểm cầu Thái Nguyên báo cáo kết quả rà soát sau sắp xếp và nêu sáu việc cần hướng dẫn.", "Đại biểu tại điểm cầu Thái Nguyên theo dõi phần báo cáo kết quả quý.", 16*60 + 42, true},
		{"01", "01-office", "tin-tu-diem-cau", "Hà Nội thống nhất một đầu mối số liệu ở xã, phường", "", "", 16*60 + 58, false},
		{rootCode, "tw-office", "ket-luan", "Sáu kết luận sau hội nghị giao ban quý", "", "Hội trường Văn phòng Trung ương trong giờ thảo luận.", 17*60 + 20, true},
	} {
		n := news.Seeded{Conference: conference, Unit: c.units[one.unit], By: personName(one.editor), At: when.At(day, one.at),
			Entry: news.Entry{Category: one.category, Title: one.title, Lead: one.lead, Byline: "Tin, ảnh: " + personName(one.editor)}}
		if i == 0 {
			n.Central = "-"
		}
		if one.photo {
			data, err := picture(one.unit)
			if err != nil {
				return err
			}
			n.Photos = []news.SeededPhoto{{Data: data, Words: news.PhotoEntry{Caption: one.caption, Credit: "Ảnh: " + personName(one.editor),
				Alt: "Hội trường nhìn từ phía sau, màn hình lớn chia ô các điểm cầu."}}}
		}
		if _, err := l.News.Seed(ctx, c.who, n); err != nil {
			return err
		}
	}
	return nil
}
