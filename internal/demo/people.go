package demo

import (
	"fmt"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/when"
)

const (
	appointed when.Date = 20250701
	password            = "giaoban-demo" // of all demo accounts; the demo says so on its sign-in page
)

// people invents the holders of the posts of the centre, of every province and
// of the communes of the home province.
func people(t *org.Tree) person.File {
	var f person.File
	post := func(u org.Unit, code, title string, rank int) {
		f.People = append(f.People, person.FilePerson{Code: code, Name: personName(code)})
		f.Positions = append(f.Positions, person.FilePosition{Unit: u.Code, Title: title, Rank: rank,
			Holders: []person.FileHolder{{Person: code, From: appointed}}})
	}
	centre := t.Root()
	post(centre, "tw-head", "Chánh Văn phòng Trung ương", 10)
	post(centre, "tw-deputy", "Phó Chánh Văn phòng Trung ương", 20)
	post(centre, "tw-office", "Chuyên viên tổng hợp", 90)
	for i, p := range provinceUnits(t) {
		post(p, p.Code+"-head", "Chánh Văn phòng "+p.Short(), 100+i)
		post(p, p.Code+"-deputy", "Phó Chánh Văn phòng "+p.Short(), 200+i)
		post(p, p.Code+"-office", "Chuyên viên tổng hợp", 300+i)
	}
	for i, c := range t.Children(t.Root().ID) {
		if c.Code != home {
			continue
		}
		post(c, "tech", "Kỹ thuật viên", 400+i)
		for j, commune := range t.Children(c.ID) {
			post(commune, commune.Code+"-head", "Phụ trách Văn phòng", 1000+j)
		}
	}
	return f
}

// accounts makes the eight accounts of the sign-in page, and one specialist and one head in every province.
func accounts(t *org.Tree) account.File {
	f := account.File{Hash: account.Hash(password)}
	homeUnit, commune := homeUnits(t)
	add := func(login, person, unit string, demo *account.FileDemo, roles ...actor.Role) {
		a := account.FileAccount{Login: login, Name: personName(person), Person: person, Demo: demo}
		for _, r := range roles {
			a.Grants = append(a.Grants, account.FileGrant{Role: r, Unit: unit})
		}
		f.Accounts = append(f.Accounts, a)
	}
	add("trung-uong", "tw-office", rootCode, &account.FileDemo{Order: 1, Label: "Chuyên viên tổng hợp", LabelEN: "General desk",
		AboutVI: "Thu báo cáo, gọi họp, ghi kết luận", AboutEN: "Collects reports, calls conferences, writes conclusions"},
		actor.Office, actor.Secretary, actor.Admin, actor.Editor)
	add("chu-tri", "tw-deputy", rootCode, &account.FileDemo{Order: 2, Label: "Chủ trì hội nghị", LabelEN: "Conference chair",
		AboutVI: "Điều hành, mời phát biểu, duyệt kết luận", AboutEN: "Chairs, gives the floor, approves conclusions"}, actor.Chair)
	add("chanh-van-phong", "tw-head", rootCode, &account.FileDemo{Order: 3, Label: "Lãnh đạo Văn phòng", LabelEN: "Head of the central office",
		AboutVI: "Ký chốt số liệu của kỳ báo cáo", AboutEN: "Signs the frozen figures of a period"}, actor.Head)
	add("chuyen-vien", home+"-office", home, &account.FileDemo{Order: 4, Label: "Chuyên viên tỉnh", LabelEN: "Provincial specialist",
		AboutVI: "Việc hôm nay, soạn báo cáo, viết tin", AboutEN: "Today's work, drafts reports, writes news"}, actor.Specialist, actor.Editor, actor.Office)
	add("ky-thuat", "tech", home, &account.FileDemo{Order: 5, Label: "Kỹ thuật điểm cầu", LabelEN: "Site technician",
		AboutVI: "Thử đường truyền, vào phòng họp", AboutEN: "Tests the line, enters the room"}, actor.Technician)
	add("lanh-dao", home+"-head", home, &account.FileDemo{Order: 6, Label: "Lãnh đạo tỉnh", LabelEN: "Head of province",
		AboutVI: "Ký báo cáo, xác nhận điểm cầu", AboutEN: "Signs reports, confirms the site"}, actor.Head)
	add("van-phong-xa", commune.Code+"-head", commune.Code, &account.FileDemo{Order: 7, Label: "Văn phòng xã", LabelEN: "Commune office",
		AboutVI: "Gửi một báo cáo, bằng điện thoại", AboutEN: "Sends one report, from a phone"}, actor.Specialist, actor.Head)
	f.Accounts = append(f.Accounts, account.FileAccount{Login: "quan-tri", Name: personName("tw-admin"), Grants: []account.FileGrant{{Role: actor.Admin, Unit: rootCode}},
		Demo: &account.FileDemo{Order: 8, Label: "Quản trị", LabelEN: "Administrator",
			AboutVI: "Tài khoản, mã truy cập, thời hạn lưu", AboutEN: "Accounts, access tokens, retention"}})
	for _, p := range provinceUnits(t) {
		if p.ID != homeUnit.ID {
			add("tinh-"+p.Code, p.Code+"-office", p.Code, nil, actor.Specialist, actor.Office, actor.Technician)
			add("lanh-dao-"+p.Code, p.Code+"-head", p.Code, nil, actor.Head)
		}
	}
	return f
}

// homeUnits gives the home province and the commune whose clerk has an account.
func homeUnits(t *org.Tree) (province, commune org.Unit) {
	for _, p := range provinceUnits(t) {
		if p.Code == home {
			province = p
		}
	}
	communes := t.Children(province.ID)
	for _, c := range communes {
		if c.Kind == "xa" {
			return province, c
		}
	}
	return province, communes[0]
}

// signer gives the name of who signs for a unit, with the title of the day.
func signer(t *org.Tree, id ident.ID) (name, title string) {
	u, _ := t.Unit(id)
	if u.Level == levelProvince {
		return personName(u.Code + "-head"), "Chánh Văn phòng " + u.Short()
	}
	return personName(u.Code + "-head"), fmt.Sprintf("Phụ trách Văn phòng %s", u.Name)
}
