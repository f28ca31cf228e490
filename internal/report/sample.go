package report

import (
	"slices"

	"giaoban/internal/i18n"
)

// SampleCode is the code of the built-in form.
const SampleCode = "quarter"

// SampleForm is the built-in "Báo cáo quý", the newest of SampleForms: forty
// indicators in nine sections and six texts. Counts of things only: nothing about
// a person's faith, ethnicity or discipline.
func SampleForm() Form {
	f := typedSample()
	f.Version = 2
	for i, ind := range f.Indicators {
		if ind.Code == "H5" {
			f.Indicators[i].Source = SourceObstacles
			f.Indicators[i].NumName = t("khó khăn, vướng mắc đã tháo gỡ", "obstacles resolved")
			f.Indicators[i].DenName = t("khó khăn, vướng mắc phải tháo gỡ trong kỳ", "obstacles to be resolved in the period")
		}
	}
	f.Checks = slices.DeleteFunc(f.Checks, func(c Check) bool { return c.Field == "H5n" || c.Field == "H5d" })
	return f
}

// SampleForms are all versions of the built-in form, the oldest first. What was asked with one keeps it: in the first, the
// two parts of the share of obstacles resolved were typed; since the second they are counted from the register.
func SampleForms() []Form { return []Form{typedSample(), SampleForm()} }

func typedSample() Form {
	f := Form{Code: SampleCode, Version: 1, Title: t("Báo cáo quý", "Quarterly report"), Narratives: sampleNarratives()}
	for _, s := range []struct {
		code, vi, en string
		lines        []Indicator
	}{
		{"A", "Tổ chức và thành viên", "Organisations and members", sampleA()},
		{"B", "Phát triển thành viên", "Admission of members", sampleB()},
		{"C", "Đại hội", "Congresses", sampleC()},
		{"D", "Cán bộ (chỉ số lượng)", "Officials (numbers only)", sampleD()},
		{"E", "Đào tạo, bồi dưỡng", "Training", sampleE()},
		{"F", "Bộ máy, biên chế", "Establishment", sampleF()},
		{"G", "Kiểm tra, giám sát", "Inspection and supervision", sampleG()},
		{"H", "Chương trình công tác, chế độ báo cáo", "Work programme and reporting", sampleH()},
		{"I", "Bầu cử", "Election", sampleI()},
	} {
		f.Sections = append(f.Sections, Section{s.code, t(s.vi, s.en)})
		for _, ind := range s.lines {
			ind.Section = s.code
			f.Indicators = append(f.Indicators, ind)
		}
	}
	f.Checks = sampleChecks()
	return f
}

func t(vi, en string) i18n.Text { return i18n.Text{VI: vi, EN: en} }

func noText() i18n.Text { return i18n.Text{} }

func count(code string, basis Basis, name, short, unit i18n.Text) Indicator {
	return Indicator{Code: code, Name: name, Short: short, Unit: unit, Kind: Int, Across: Sum, Basis: basis}
}

func (ind Indicator) partOf(code string) Indicator { ind.PartOf = code; return ind }
func (ind Indicator) required() Indicator          { ind.Required = true; return ind }

// typedPct is a percentage whose two parts are typed.
func typedPct(code string, basis Basis, name, num, den i18n.Text) Indicator {
	return Indicator{Code: code, Name: name, Unit: t("%", "%"), Kind: Pct, Across: Ratio, Basis: basis, NumName: num, DenName: den}
}

// derivedPct is a percentage of two other indicators.
func derivedPct(code string, name i18n.Text, num, den string) Indicator {
	return Indicator{Code: code, Name: name, Unit: t("%", "%"), Kind: Pct, Across: Ratio, Basis: Computed, Num: num, Den: den}
}

func sampleA() []Indicator {
	org, cell, person := t("tổ chức", "organisations"), t("chi bộ", "cells"), t("người", "persons")
	a1 := count("A1", Stock, t("Tổng số tổ chức cơ sở", "Grassroots organisations"), t("tổng số tổ chức cơ sở", "all grassroots organisations"), org)
	a1.SumOf = []string{"A2", "A3"}
	return []Indicator{
		a1,
		count("A2", Stock, t("Trong đó: đảng bộ (hội) cơ sở", "Of which base committees"), t("đảng bộ (hội) cơ sở", "base committees"), org).partOf("A1").required(),
		count("A3", Stock, t("Trong đó: chi bộ (chi hội) cơ sở", "Of which base cells"), t("chi bộ (chi hội) cơ sở", "base cells"), org).partOf("A1").required(),
		count("A4", Stock, t("Chi bộ trực thuộc đảng ủy cơ sở", "Cells under base committees"), t("chi bộ trực thuộc đảng ủy cơ sở", "cells under base committees"), cell),
		count("A5", Stock, t("Tổng số đảng viên (hội viên)", "Members"), t("tổng số đảng viên (hội viên)", "all members"), person).required(),
		typedPct("A6", Stock, t("Tỷ lệ thôn, ấp, khu phố có tổ chức", "Villages with a cell"),
			t("thôn, ấp, khu phố có tổ chức", "villages with a cell"), t("tổng số thôn, ấp, khu phố", "all villages")),
	}
}

func sampleB() []Indicator {
	person := t("người", "persons")
	b5 := derivedPct("B5", t("Tỷ lệ hoàn thành chỉ tiêu kết nạp", "Year target reached"), "B1", "B4")
	b5.YearToDate = true
	b5.NumName = t("số kết nạp từ đầu năm đến hết kỳ trước", "admitted from the start of the year to the end of the last period")
	return []Indicator{
		count("B1", Flow, t("Số kết nạp mới", "Newly admitted"), t("tổng số kết nạp", "all admitted"), person).required(),
		count("B2", Flow, t("Trong đó: nữ", "Of which women"), t("nữ", "women"), person).partOf("B1"),
		count("B3", Flow, t("Trong đó: doanh nghiệp ngoài Nhà nước", "Of which in non-State enterprises"), t("kết nạp ở doanh nghiệp ngoài Nhà nước", "admitted in non-State enterprises"), person).partOf("B1"),
		count("B4", Target, t("Chỉ tiêu kết nạp được giao (năm)", "Target of admissions for the year"), t("chỉ tiêu kết nạp được giao", "the target of admissions"), person),
		b5,
		count("B6", Flow, t("Số chuyển chính thức", "Made full members"), t("số chuyển chính thức", "those made full members"), person),
		count("B7", Flow, t("Số tổ chức mới thành lập trong doanh nghiệp", "New organisations in enterprises"), t("số tổ chức mới thành lập trong doanh nghiệp", "new organisations in enterprises"), t("tổ chức", "organisations")),
	}
}

func sampleC() []Indicator {
	org := t("tổ chức", "organisations")
	return []Indicator{
		count("C1", Stock, t("Số tổ chức phải tổ chức đại hội", "Congresses due"), t("số phải tổ chức đại hội", "congresses due"), org),
		count("C2", Stock, t("Số đã tổ chức (lũy kế)", "Congresses held, cumulative"), t("số đã tổ chức đại hội", "congresses held"), org).partOf("C1"),
		derivedPct("C3", t("Tỷ lệ đã tổ chức đại hội", "Share of congresses held"), "C2", "C1"),
		{Code: "C4", Name: t("Tuổi bình quân cấp ủy mới", "Mean age of elected committees"), Short: t("tuổi bình quân cấp ủy mới", "the mean age of elected committees"),
			Unit: t("tuổi", "years"), Kind: Dec, Scale: 1, Most: 1200, Across: Mean, Basis: Stock, WeightName: t("số cấp ủy viên được bầu", "number elected")},
	}
}

func sampleD() []Indicator {
	turn := t("lượt", "acts")
	return []Indicator{
		count("D1", Flow, t("Lượt bổ nhiệm, bổ nhiệm lại", "Appointments and renewals"), noText(), turn),
		count("D2", Flow, t("Lượt điều động, luân chuyển", "Transfers and rotations"), noText(), turn),
		count("D3", Stock, t("Chức danh khuyết cuối kỳ", "Posts vacant at the end"), noText(), t("chức danh", "posts")),
		typedPct("D4", Stock, t("Tỷ lệ cán bộ thôi tái cử đã giải quyết chế độ", "Entitlements settled for those not standing again"),
			t("cán bộ đã giải quyết chế độ", "officials settled"), t("tổng số cán bộ thôi tái cử", "all officials not standing again")),
	}
}

func sampleE() []Indicator {
	return []Indicator{
		count("E1", Flow, t("Số lớp đã mở", "Courses held"), t("số lớp đã mở", "courses held"), t("lớp", "courses")),
		count("E2", Flow, t("Số lượt người tham gia", "Attendances"), t("số lượt người tham gia", "attendances"), t("lượt người", "attendances")),
		{Code: "E3", Name: t("Số ngày bình quân mỗi lớp", "Mean days per course"), Short: t("số ngày bình quân mỗi lớp", "the mean days per course"),
			Unit: t("ngày", "days"), Kind: Dec, Scale: 1, Most: 3660, Across: Mean, Basis: Flow, Weight: "E1"},
	}
}

func sampleF() []Indicator {
	person := t("người", "persons")
	return []Indicator{
		count("F1", Stock, t("Biên chế được giao", "Posts allotted"), t("biên chế được giao", "posts allotted"), person),
		count("F2", Stock, t("Biên chế hiện có", "Posts filled"), t("biên chế hiện có", "posts filled"), person),
		derivedPct("F3", t("Tỷ lệ sử dụng biên chế", "Fill rate"), "F2", "F1"),
	}
}

func sampleG() []Indicator {
	org := t("tổ chức", "organisations")
	return []Indicator{
		count("G1", Flow, t("Số tổ chức được kiểm tra", "Organisations inspected"), noText(), org),
		count("G2", Flow, t("Số tổ chức được giám sát chuyên đề", "Organisations supervised by theme"), noText(), org),
		typedPct("G3", Flow, t("Tỷ lệ kiến nghị sau kiểm tra đã khắc phục", "Recommendations carried out"),
			t("kiến nghị đã khắc phục", "recommendations carried out"), t("tổng số kiến nghị sau kiểm tra", "all recommendations")),
	}
}

func sampleH() []Indicator {
	work := t("việc", "items")
	h4 := count("H4", Flow, t("Số ngày quá hạn lớn nhất", "Longest overdue"), noText(), t("ngày", "days"))
	h4.Across, h4.Most = Max, 36_600
	return []Indicator{
		count("H1", Stock, t("Số đề án, nhiệm vụ trong chương trình năm", "Items in the year's programme"), t("số việc trong chương trình năm", "items in the programme"), work),
		count("H2", Stock, t("Số đã hoàn thành (lũy kế)", "Completed, cumulative"), t("số việc đã hoàn thành", "items completed"), work).partOf("H1"),
		derivedPct("H3", t("Tỷ lệ hoàn thành", "Completion rate"), "H2", "H1"),
		h4,
		typedPct("H5", Flow, t("Tỷ lệ khó khăn, vướng mắc đã tháo gỡ", "Obstacles resolved"),
			t("khó khăn, vướng mắc đã tháo gỡ", "obstacles resolved"), t("tổng số khó khăn, vướng mắc", "all obstacles")),
		{Code: "H6", Name: t("Tỷ lệ báo cáo đúng hạn", "Reports on time"), Unit: t("%", "%"), Kind: Pct, Across: Ratio, Basis: Computed, OnTime: true},
	}
}

func sampleI() []Indicator {
	area := t("khu vực", "areas")
	i2 := count("I2", Stock, t("Tổng số cử tri (bầu đại biểu Quốc hội)", "Electorate (National Assembly)"), t("tổng số cử tri", "the electorate"), t("người", "persons"))
	i2.Ballot = "national_assembly"
	i3 := typedPct("I3", Stock, t("Tỷ lệ cử tri đã bỏ phiếu", "Turnout"), t("cử tri đã bỏ phiếu", "those who voted"), t("cử tri trong danh sách", "voters on the list"))
	i3.Ballot = i2.Ballot
	i4 := count("I4", Stock, t("Số khu vực đạt 100%", "Areas at 100%"), t("số khu vực đạt 100%", "areas at 100%"), area).partOf("I1")
	i4.Ballot = i2.Ballot
	return []Indicator{
		count("I1", Stock, t("Số khu vực bỏ phiếu", "Polling areas"), t("số khu vực bỏ phiếu", "polling areas"), area),
		i2, i3, i4,
	}
}

func sampleNarratives() []Narrative {
	return []Narrative{
		{Code: "N1", Title: t("Bối cảnh", "Context")},
		{Code: "N2", Title: t("Kết quả nổi bật", "Main results"), Required: true},
		{Code: "N3", Title: t("Hạn chế, nguyên nhân", "Shortcomings and causes"), Required: true},
		{Code: "N4", Title: t("Mô hình, cách làm hay", "Good practices")},
		{Code: "N5", Title: t("Khó khăn, vướng mắc, kiến nghị", "Obstacles and proposals")},
		{Code: "N6", Title: t("Nhiệm vụ kỳ tới", "Tasks of the next period"), Required: true},
	}
}

func sampleChecks() []Check {
	return []Check{
		{Test: PartTest, Field: "A2", Of: []string{"A1"}},
		{Test: PartTest, Field: "A3", Of: []string{"A1"}},
		{Test: EqualTest, Field: "A1", Of: []string{"A2", "A3"}},
		{Test: ZeroTest, Field: "A4", Of: []string{"A2"}},
		{Test: NeedsTest, Field: "A6n", Of: []string{"A6d"}}, {Test: NeedsTest, Field: "A6d", Of: []string{"A6n"}},
		{Test: ParityTest, Field: "A6n", Of: []string{"A6d"}},
		{Test: PartTest, Field: "B2", Of: []string{"B1"}},
		{Test: PartTest, Field: "B3", Of: []string{"B1"}},
		{Test: AboveTest, Field: "B4"},
		{Test: PartTest, Field: "C2", Of: []string{"C1"}},
		{Test: NeedsTest, Field: "C4w", Of: []string{"C4"}},
		{Test: AboveTest, Field: "C4"},
		{Test: NeedsTest, Field: "D4n", Of: []string{"D4d"}}, {Test: NeedsTest, Field: "D4d", Of: []string{"D4n"}},
		{Test: ParityTest, Field: "D4n", Of: []string{"D4d"}},
		{Test: ZeroTest, Field: "E2", Of: []string{"E1"}},
		{Test: AboveTest, Field: "E3"},
		{Test: MostTest, Field: "F2", Of: []string{"F1"}, Warn: true},
		{Test: NeedsTest, Field: "G3n", Of: []string{"G3d"}}, {Test: NeedsTest, Field: "G3d", Of: []string{"G3n"}},
		{Test: ParityTest, Field: "G3n", Of: []string{"G3d"}},
		{Test: PartTest, Field: "H2", Of: []string{"H1"}},
		{Test: NeedsTest, Field: "H5n", Of: []string{"H5d"}}, {Test: NeedsTest, Field: "H5d", Of: []string{"H5n"}},
		{Test: ParityTest, Field: "H5n", Of: []string{"H5d"}},
		{Test: NeedsTest, Field: "I3n", Of: []string{"I3d"}}, {Test: NeedsTest, Field: "I3d", Of: []string{"I3n"}},
		{Test: ParityTest, Field: "I3n", Of: []string{"I3d"}},
		{Test: EqualTest, Field: "I3d", Of: []string{"I2"}, Warn: true},
		{Test: PartTest, Field: "I4", Of: []string{"I1"}},
	}
}
