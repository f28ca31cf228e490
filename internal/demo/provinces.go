package demo

import "giaoban/internal/org"

// province is one of the 34 provinces of 1 July 2025: the code that goes on,
// the codes joined to it, its region, and its tile (column, row).
type province struct {
	code   string
	joined []string
	region string
	tile   [2]int
}

const mergeAct = "Nghị quyết số 202/2025/QH15"

// provinces gives the 34 provinces in the order of the codes of their regions.
func provinces() []province {
	return []province{
		{"04", nil, "tdmn", [2]int{4, 1}}, {"08", []string{"02"}, "tdmn", [2]int{3, 1}}, {"10", []string{"15"}, "tdmn", [2]int{2, 1}},
		{"11", nil, "tdmn", [2]int{0, 2}}, {"12", nil, "tdmn", [2]int{1, 1}}, {"14", nil, "tdmn", [2]int{1, 2}},
		{"19", []string{"06"}, "tdmn", [2]int{3, 2}}, {"20", nil, "tdmn", [2]int{4, 2}}, {"25", []string{"17", "26"}, "tdmn", [2]int{2, 2}},
		{"01", nil, "dbsh", [2]int{2, 3}}, {"22", nil, "dbsh", [2]int{5, 3}}, {"27", []string{"24"}, "dbsh", [2]int{3, 3}},
		{"31", []string{"30"}, "dbsh", [2]int{4, 3}}, {"33", []string{"34"}, "dbsh", [2]int{4, 4}}, {"37", []string{"35", "36"}, "dbsh", [2]int{3, 4}},
		{"38", nil, "btb", [2]int{2, 4}}, {"40", nil, "btb", [2]int{2, 5}}, {"42", nil, "btb", [2]int{3, 6}},
		{"45", []string{"44"}, "btb", [2]int{3, 7}}, {"46", nil, "btb", [2]int{4, 8}},
		{"48", []string{"49"}, "ntbtn", [2]int{4, 9}}, {"51", []string{"62"}, "ntbtn", [2]int{4, 10}}, {"64", []string{"52"}, "ntbtn", [2]int{4, 11}},
		{"66", []string{"54"}, "ntbtn", [2]int{4, 12}}, {"56", []string{"58"}, "ntbtn", [2]int{4, 13}}, {"68", []string{"60", "67"}, "ntbtn", [2]int{3, 13}},
		{"75", []string{"70"}, "dnb", [2]int{2, 14}}, {"72", []string{"80"}, "dnb", [2]int{1, 14}}, {"79", []string{"74", "77"}, "dnb", [2]int{2, 15}},
		{"87", []string{"82"}, "dbscl", [2]int{1, 15}}, {"89", []string{"91"}, "dbscl", [2]int{0, 15}}, {"92", []string{"93", "94"}, "dbscl", [2]int{1, 16}},
		{"86", []string{"83", "84"}, "dbscl", [2]int{2, 16}}, {"96", []string{"95"}, "dbscl", [2]int{1, 17}},
	}
}

func regions() []org.FileGroup {
	return []org.FileGroup{
		{Code: "tdmn", Kind: "region", Name: "Trung du và miền núi phía Bắc"},
		{Code: "dbsh", Kind: "region", Name: "Đồng bằng sông Hồng"},
		{Code: "btb", Kind: "region", Name: "Bắc Trung Bộ"},
		{Code: "ntbtn", Kind: "region", Name: "Nam Trung Bộ và Tây Nguyên"},
		{Code: "dnb", Kind: "region", Name: "Đông Nam Bộ"},
		{Code: "dbscl", Kind: "region", Name: "Đồng bằng sông Cửu Long"},
	}
}
