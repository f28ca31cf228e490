package report

// SiteCode is the code of the built-in form about the sites of conferences.
const SiteCode = "site"

// SiteForm is the built-in "Phiếu rà soát điểm cầu": what a unit has for
// conferences at a distance. It holds an indicator of every kind.
func SiteForm() Form {
	seats, set := t("chỗ", "seats"), t("bộ", "sets")
	room := Indicator{Code: "P1", Name: t("Có phòng họp trực tuyến riêng", "Has a room of its own for online conferences"), Short: t("có phòng họp trực tuyến riêng", "a room of its own"),
		Unit: t("có/không", "yes/no"), Kind: YesNo, Across: Sum, Basis: Stock, Required: true}
	line := Indicator{Code: "P3", Name: t("Đường truyền chính", "Main line"), Short: t("đường truyền chính", "the main line"), Kind: Choice, Across: Sum, Basis: Stock, Required: true,
		Options: []Option{{"fibre", t("cáp quang", "fibre")}, {"leased", t("mạng số liệu chuyên dùng", "dedicated data network")}, {"mobile", t("4G/5G", "4G/5G")}, {"none", t("chưa có", "none yet")}}}
	desk := Indicator{Code: "P4", Name: t("Bộ phận kỹ thuật trực (tên bộ phận, số máy)", "Technical desk on duty (name, telephone)"), Short: t("bộ phận kỹ thuật trực", "the technical desk"),
		Kind: ShortText, Across: Own, Basis: Stock, Most: 200,
		Help: t("Ghi tên bộ phận và số máy trực, không ghi tên riêng hay số di động của cá nhân.", "Name the desk and its telephone; no personal names or mobile numbers.")}
	gear := Indicator{Code: "T1", Name: t("Thiết bị hiện có", "Equipment"), Short: t("thiết bị hiện có", "equipment"), Unit: t("dòng", "rows"), Kind: Table, Across: Sum, Basis: Stock, Rows: 20,
		Columns: []Column{
			{Code: "name", Name: t("Tên thiết bị", "Device"), Kind: ShortText, Required: true},
			{Code: "count", Name: t("Số lượng", "Number"), Unit: set, Kind: Int, Required: true},
			{Code: "cost", Name: t("Kinh phí", "Cost"), Unit: t("triệu đồng", "million dong"), Kind: Dec, Scale: 1},
			{Code: "note", Name: t("Ghi chú", "Note"), Kind: ShortText},
		}}
	f := Form{Code: SiteCode, Version: 1, Title: t("Phiếu rà soát điểm cầu", "Survey of conference sites"),
		Sections: []Section{{"P", t("Phòng họp, đường truyền", "Room and line")}, {"T", t("Thiết bị", "Equipment")}},
		Indicators: []Indicator{
			room,
			count("P2", Stock, t("Số chỗ ngồi", "Seats"), t("số chỗ ngồi", "seats"), seats).required(),
			line, desk, gear,
		},
		Narratives: []Narrative{{Code: "K1", Title: t("Khó khăn, đề nghị", "Difficulties and requests")}},
		Checks:     []Check{{Test: AboveTest, Field: "P2"}},
	}
	for i := range f.Indicators {
		f.Indicators[i].Section = f.Indicators[i].Code[:1]
	}
	return f
}
