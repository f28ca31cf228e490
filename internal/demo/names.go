package demo

import "strings"

// personName invents a name. Family names are the common ones; the whole names belong to nobody in particular.
func personName(seed string) string {
	r := invent("person " + seed)
	family := strings.Fields("Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Hà Đinh Lương Tạ Chu Mai Triệu Vi")
	middle := strings.Fields("Văn Thị Đức Thu Minh Ngọc Quang Hồng Hữu Thanh Bích Xuân Công Kim Hoài Đình Như Tuấn")
	given := strings.Fields("An Bình Chi Dung Đạt Giang Hà Hạnh Hiếu Hoa Hùng Khánh Lan Linh Long Mai Nam Ngân Phong Phúc Quân Sơn Thảo Thịnh Trang Trực Tùng Uyên Vinh Yến")
	m, g := middle[r.IntN(len(middle))], given[r.IntN(len(given))]
	for m == g {
		g = given[r.IntN(len(given))]
	}
	return family[r.IntN(len(family))] + " " + m + " " + g
}
