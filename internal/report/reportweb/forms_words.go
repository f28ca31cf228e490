package reportweb

import (
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

func fileTitle(b shell.Base, f report.FormFile) string {
	if newest, ok := f.Newest(); ok {
		return newest.Title.In(b.Lang)
	}
	return f.Draft.Form.Title.In(b.Lang)
}

func fileOptions(b shell.Base, files []report.FormFile) []shell.Option {
	var list []shell.Option
	for _, f := range files {
		if _, ok := f.Newest(); ok {
			list = append(list, shell.Option{Value: f.Code, Label: fileTitle(b, f)})
		}
	}
	return list
}

// editWord names what the keeper does next: a new version, or going on with the one that is begun.
func editWord(b shell.Base, f report.FormFile) string {
	if f.Draft != nil {
		return b.T("report.form_go_on")
	}
	return b.T("report.form_next_version")
}

func basisText(b shell.Base, f report.Form) string {
	if f.Cumulative() {
		return b.T("report.counts_year_to_date")
	}
	return b.T("report.counts_in_period")
}

func basisValue(f report.Form) string {
	if f.Cumulative() {
		return string(report.YearToDate)
	}
	return string(report.InPeriod)
}

func basisOptions(b shell.Base) []shell.Option {
	return []shell.Option{{Value: string(report.InPeriod), Label: b.T("report.counts_in_period")}, {Value: string(report.YearToDate), Label: b.T("report.counts_year_to_date")}}
}

// options makes the choices of a closed list, each said by a text of its own.
func options[T ~string](b shell.Base, prefix string, list ...T) []shell.Option {
	out := make([]shell.Option, len(list))
	for i, one := range list {
		out[i] = shell.Option{Value: string(one), Label: b.T(prefix + string(one))}
	}
	return out
}

func kindOptions(b shell.Base) []shell.Option {
	return options(b, "report.kind_", report.Int, report.Dec, report.Pct, report.YesNo, report.Choice, report.ShortText, report.Table)
}

func kindText(b shell.Base, ind report.Indicator) string {
	if ind.Formula != "" {
		return b.T("report.kind_computed", "formula", ind.Formula)
	}
	if ind.Source != "" {
		return b.T("report.kind_counted")
	}
	return b.T("report.kind_" + string(ind.Kind))
}

func indicatorBasisOptions(b shell.Base) []shell.Option {
	return options(b, "report.basis_of_", report.Flow, report.Stock, report.Target, report.Computed)
}

func acrossOptions(b shell.Base) []shell.Option {
	list := options(b, "report.across_", report.Sum, report.Mean, report.Ratio, report.Max, report.Own, report.FromTotals)
	for i := range list { // sentences elsewhere
		list[i].Label = strings.TrimSuffix(list[i].Label, ".")
	}
	return list
}

// acrossWords is acrossText in a list: no sentence.
func acrossWords(b shell.Base, ind report.Indicator) string {
	return strings.TrimSuffix(acrossText(b, ind), ".")
}

// sourceOptions are the registers that a figure can be counted from.
func sourceOptions(b shell.Base) []shell.Option {
	return options(b, "report.source_", report.SourceObstacles)
}

func timeOptions(b shell.Base) []shell.Option {
	return options(b, "report.time_", report.TimeSum, report.TimeLast, report.TimeMax, report.TimeMean, report.TimeRatio, report.TimeNone)
}

func testOptions(b shell.Base) []shell.Option {
	return options(b, "report.test_", report.ExprTest, report.PartTest, report.MostTest, report.EqualTest, report.ZeroTest, report.AboveTest, report.NeedsTest, report.ParityTest)
}

func sectionOptions(b shell.Base, f report.Form) []shell.Option {
	list := make([]shell.Option, len(f.Sections))
	for i, s := range f.Sections {
		list[i] = shell.Option{Value: s.Code, Label: s.Code + " " + s.Title.In(b.Lang)}
	}
	return list
}

// checkText is a check in one line.
func checkText(b shell.Base, c report.Check) string {
	if c.Test == report.ExprTest {
		return c.Expr
	}
	return strings.TrimSpace(c.Field + ": " + b.T("report.test_"+string(c.Test)) + " " + strings.Join(c.Of, " + "))
}

// tries makes a formula's field ask how it reads while it is typed.
func tries(f report.Form) templ.Attributes {
	return templ.Attributes{"hx-get": formPath(f.Code, "try"), "hx-trigger": "input changed delay:300ms", "hx-target": "#formula-says", "hx-swap": "outerHTML", "hx-sync": "this:replace"}
}

// faultPlace names where in the form something is wrong: "B1", "Điều kiểm tra 3", "Tên và cách tính".
func faultPlace(b shell.Base, f *fault.Fault) string {
	parts := strings.Split(f.Field, ".")
	switch {
	case parts[0] == "checks" && len(parts) > 1:
		return b.T("report.check_n", "n", parts[1])
	case len(parts) > 1 && parts[1] != "":
		return parts[1]
	case parts[0] == "sections", parts[0] == "indicators":
		return b.T("report.form_asks")
	case parts[0] == "narratives":
		return b.T("report.narratives")
	case parts[0] == "checks":
		return b.T("report.checks")
	}
	return b.T("report.design_head")
}

// sectionBad tells whether something is to be mended at a section itself.
func sectionBad(v designView, s report.Section) bool {
	return len(faultsAt(v.Faults, "sections."+s.Code+".")) > 0
}

// faultLink leads to where it is mended.
func faultLink(form report.Form, f *fault.Fault) templ.SafeURL {
	parts := strings.Split(f.Field, ".")
	to := formPath(form.Code, "edit")
	if len(parts) > 1 {
		switch parts[0] {
		case "indicators":
			to += "?indicator=" + parts[1]
		case "narratives":
			to += "?narrative=" + parts[1]
		case "checks":
			to += "?check=" + parts[1]
		default:
			to += "#" + parts[0]
		}
	}
	return templ.SafeURL(to)
}

// effortPeriods are the kinds of period for which a form may be asked.
func effortPeriods(b shell.Base) []shell.Option {
	return options(b, "report.effort_", when.Month, when.Quarter, when.Half, when.NineMonths, when.Year, when.Term, when.AdHoc)
}

// scopeValue is a scope as the option that stands for it.
func scopeValue(s org.Scope) string {
	if s.Kind == "" {
		return scopeLast
	}
	if s.Value == "" {
		return s.Kind
	}
	return s.Kind + ":" + s.Value
}

func effortFields(b shell.Base, e report.Effort) []shell.FieldSpec {
	var list []shell.FieldSpec
	for _, f := range []struct {
		name string
		n    int
	}{{"figure", e.Figure}, {"answer", e.Answer}, {"text", e.Text}, {"row", e.Row}, {"rows", e.Rows}} {
		list = append(list, shell.FieldSpec{Name: f.name, Label: b.T("report.effort_" + f.name), Value: num(f.n), Type: "number", InputMode: "numeric", Required: true})
	}
	return list
}

// formTexts are the texts of the form designer.
func formTexts() i18n.Messages {
	return i18n.Messages{
		"report.source_of":              {VI: "Đếm từ sổ", EN: "Counted from"},
		"report.source_help":            {VI: "Chương trình đếm hai phần của tỷ lệ cho từng đơn vị, không ai nhập tay; số cố định khi báo cáo được ký.", EN: "The program counts both parts of the percentage for each unit; nobody types them, and they are fixed when the report is signed."},
		"report.source_none":            {VI: "Không: đơn vị nhập, hoặc lấy từ hai chỉ tiêu", EN: "Nothing: typed, or made of two indicators"},
		"report.source_obstacles":       {VI: "Sổ khó khăn, vướng mắc: đã tháo gỡ trên tổng số phải tháo gỡ trong kỳ", EN: "The register of obstacles: resolved of all that were to be resolved in the period"},
		"report.kind_counted":           {VI: "Tỷ lệ, đếm từ sổ khó khăn, vướng mắc", EN: "Percentage, counted from the register of obstacles"},
		"report.forms":                  {VI: "Biểu mẫu", EN: "Forms"},
		"report.no_forms":               {VI: "Chưa có biểu mẫu nào", EN: "There is no form yet"},
		"report.form_owner":             {VI: "Đơn vị giữ", EN: "Kept by"},
		"report.form_newest":            {VI: "Bản hiện hành", EN: "Current version"},
		"report.form_size":              {VI: "Bản {n}: {figures} chỉ tiêu, {texts} mục lời", EN: "Version {n}: {figures} {figures:indicator|indicators}, {texts} {texts:text|texts}"},
		"report.form_unpublished":       {VI: "Chưa ban hành", EN: "Not published yet"},
		"report.form_go_on":             {VI: "Soạn tiếp", EN: "Go on drafting"},
		"report.form_new":               {VI: "Biểu mẫu mới", EN: "New form"},
		"report.form_begin":             {VI: "Bắt đầu soạn", EN: "Begin drafting"},
		"report.form_from":              {VI: "Soạn từ", EN: "Begin with"},
		"report.form_from_nothing":      {VI: "Biểu mẫu trống", EN: "An empty form"},
		"report.form_code_label":        {VI: "Mã biểu mẫu", EN: "Code of the form"},
		"report.form_code_help":         {VI: "Chữ thường không dấu, số, gạch nối: bao-cao-thang. Không đổi được về sau.", EN: "Small letters, digits, hyphens: monthly-report. It cannot be changed later."},
		"report.title_vi":               {VI: "Tên tiếng Việt", EN: "Title in Vietnamese"},
		"report.title_en":               {VI: "Tên tiếng Anh", EN: "Title in English"},
		"report.form_counts":            {VI: "Số phát sinh tính cho", EN: "What happens is counted"},
		"report.form_counts_help":       {VI: "Lũy kế từ đầu năm: số kỳ sau không được nhỏ hơn kỳ trước nếu không giải thích.", EN: "From January: a later report does not fall below an earlier one without a reason."},
		"report.counts_in_period":       {VI: "trong kỳ", EN: "within the period"},
		"report.counts_year_to_date":    {VI: "lũy kế từ đầu năm", EN: "from the start of the year"},
		"report.preview":                {VI: "Xem như đơn vị", EN: "See it as a unit does"},
		"report.preview_title":          {VI: "Xem trước: {title}", EN: "Preview: {title}"},
		"report.preview_lead":           {VI: "Đơn vị sẽ thấy trang nhập như dưới đây. Gõ thử: công thức và kiểm tra chạy như thật, không có gì được lưu.", EN: "This is the page that units fill in. Try it: formulas and checks run as they will, nothing is kept."},
		"report.form_xlsx":              {VI: "Tải bảng tính", EN: "Download as a workbook"},
		"report.form_json_out":          {VI: "Tải JSON", EN: "Download as JSON"},
		"report.form_versions":          {VI: "Các bản đã ban hành", EN: "Published versions"},
		"report.form_version_n":         {VI: "Bản", EN: "Version"},
		"report.form_published":         {VI: "Ban hành", EN: "Published"},
		"report.form_requests":          {VI: "Kỳ báo cáo", EN: "Requests"},
		"report.form_changes":           {VI: "Khác bản trước", EN: "What changed"},
		"report.form_first":             {VI: "Bản đầu tiên.", EN: "The first version."},
		"report.form_asks":              {VI: "Biểu mẫu hỏi gì", EN: "What the form asks"},
		"report.form_kind_label":        {VI: "Kiểu", EN: "Kind"},
		"report.form_total":             {VI: "Cộng qua các đơn vị", EN: "Over units"},
		"report.form_next_version":      {VI: "Soạn bản tiếp theo", EN: "Draft the next version"},
		"report.form_saved":             {VI: "Đã lưu bản soạn.", EN: "The draft is saved."},
		"report.form_published_now":     {VI: "Đã ban hành. Kỳ báo cáo mở từ nay dùng bản này; kỳ đang mở giữ bản cũ.", EN: "Published. Requests opened from now on use it; open ones keep theirs."},
		"report.form_act_unknown":       {VI: "Không rõ thao tác này.", EN: "This act is not known."},
		"report.form_file_missing":      {VI: "Chọn một tệp.", EN: "Choose a file."},
		"report.design_title":           {VI: "Soạn: {title}, bản {n}", EN: "Drafting: {title}, version {n}"},
		"report.design_lead":            {VI: "{name} sửa lần cuối {when}. Chỉ đơn vị giữ biểu mẫu thấy bản soạn.", EN: "Last changed by {name}, {when}. Only the unit that keeps the form sees the draft."},
		"report.design_faults":          {VI: "Cần sửa {n} chỗ trước khi ban hành", EN: "{n} {n:thing|things} to mend before publishing"},
		"report.design_head":            {VI: "Tên và cách tính", EN: "Title and basis"},
		"report.to_publish":             {VI: "Xem lại và ban hành", EN: "Review and publish"},
		"report.form_drop":              {VI: "Bỏ bản soạn", EN: "Discard the draft"},
		"report.section":                {VI: "Phần", EN: "Section"},
		"report.section_code":           {VI: "Mã phần", EN: "Code of the section"},
		"report.save_section":           {VI: "Lưu phần", EN: "Save the section"},
		"report.add_section":            {VI: "Thêm phần", EN: "Add a section"},
		"report.add_indicator":          {VI: "Thêm chỉ tiêu", EN: "Add an indicator"},
		"report.edit_section":           {VI: "Sửa mã và tên phần", EN: "Change code and title"},
		"report.narrative":              {VI: "Mục lời", EN: "Text"},
		"report.text_code_help":         {VI: "Chữ và số, ví dụ N1.", EN: "Letters and digits, such as N1."},
		"report.help_of":                {VI: "Hướng dẫn điền: {name}", EN: "How to fill in: {name}"},
		"report.form_newer":             {VI: "Biểu mẫu đã có bản {n}. Kỳ báo cáo này vẫn dùng bản {used}.", EN: "The form has a version {n}. This request keeps version {used}."},
		"report.form_news":              {VI: "{form} đã có bản {n}; lần hỏi gần nhất ({last}) dùng bản {used}. Kỳ mở bây giờ sẽ dùng bản {n}.", EN: "{form} has a version {n}; the last request ({last}) used version {used}. One opened now uses version {n}."},
		"report.form_news_what":         {VI: "Bản mới khác gì", EN: "What is different"},
		"report.form_older":             {VI: "{n} kỳ đang mở còn dùng bản cũ và sẽ giữ bản đó", EN: "{n} open {n:request uses|requests use} an earlier version and keep it"},
		"report.form_look":              {VI: "Xem biểu mẫu", EN: "See the form"},
		"report.answers_by_unit":        {VI: "Câu trả lời theo đơn vị", EN: "Answers by unit"},
		"report.answers_which":          {VI: "Ô văn bản", EN: "Text fields"},
		"report.answers_count":          {VI: "{n} đơn vị trả lời · {empty} để trống · {missing} chưa nộp", EN: "{n} answered · {empty} left it empty · {missing} not filed"},
		"report.answers_none":           {VI: "Chưa đơn vị nào trả lời", EN: "No unit has answered"},
		"report.answers_none_text":      {VI: "Câu trả lời hiện ở đây khi đơn vị nộp báo cáo.", EN: "Answers stand here when units have filed."},
		"report.answers_no_fields":      {VI: "Biểu mẫu không có ô văn bản", EN: "The form has no text field"},
		"report.answers_no_fields_text": {VI: "Trang này liệt kê câu trả lời bằng lời; số liệu xem ở bảng theo dõi.", EN: "Answers in words are listed here; figures stand on the board."},
		"report.answers_more":           {VI: "Còn {n} đơn vị nữa: tải tệp để đọc đủ.", EN: "{n} more {n:unit is|units are} in the files."},
		"report.answers_csv":            {VI: "Tải CSV", EN: "Download CSV"},
		"report.answers_xlsx":           {VI: "Tải XLSX", EN: "Download XLSX"},
		"report.answer_said":            {VI: "Trả lời", EN: "Answer"},
		"report.unit_code":              {VI: "Mã đơn vị", EN: "Code"},
		"report.unit_above":             {VI: "Thuộc", EN: "Under"},
		"report.add_text":               {VI: "Thêm mục lời", EN: "Add a text"},
		"report.checks":                 {VI: "Điều kiểm tra", EN: "Checks"},
		"report.check":                  {VI: "Điều kiểm tra", EN: "Check"},
		"report.add_check":              {VI: "Thêm điều kiểm tra", EN: "Add a check"},
		"report.check_warns":            {VI: "Chỉ cảnh báo: vẫn ký được khi ghi lý do", EN: "Only warns: it can be signed with a reason"},
		"report.move_up":                {VI: "Đưa {name} lên", EN: "Move {name} up"},
		"report.move_down":              {VI: "Đưa {name} xuống", EN: "Move {name} down"},
		"report.remove":                 {VI: "Bỏ {name}", EN: "Remove {name}"},
		"report.remove_with":            {VI: "Bỏ mục và {n} chỉ tiêu", EN: "Remove with {n} {n:indicator|indicators}"},
		"report.required":               {VI: "Bắt buộc điền", EN: "Must be filled in"},
		"report.code_help":              {VI: "Chữ và số, ví dụ B1. Chương trình đã gợi ý mã tiếp theo; công thức gọi chỉ tiêu bằng mã này.", EN: "Letters and digits, such as B1. The next code is proposed; formulas use this code."},
		"report.name_vi":                {VI: "Tên chỉ tiêu", EN: "Name in Vietnamese"},
		"report.name_en":                {VI: "Tên tiếng Anh", EN: "Name in English"},
		"report.short_vi":               {VI: "Gọi trong câu", EN: "Within a sentence, Vietnamese"},
		"report.short_en":               {VI: "Gọi trong câu, tiếng Anh", EN: "Within a sentence, English"},
		"report.short_help":             {VI: "Dùng trong lời nhắc, ví dụ: tổng số kết nạp. Để trống thì dùng tên.", EN: "For messages, such as: all admitted. Empty: the name."},
		"report.unit_vi":                {VI: "Đơn vị tính", EN: "Unit of measure, Vietnamese"},
		"report.unit_en":                {VI: "Đơn vị tính, tiếng Anh", EN: "Unit of measure, English"},
		"report.help_vi":                {VI: "Hướng dẫn điền", EN: "Help, Vietnamese"},
		"report.help_en":                {VI: "Hướng dẫn điền, tiếng Anh", EN: "Help, English"},
		"report.kind_int":               {VI: "Số nguyên", EN: "Whole number"},
		"report.kind_dec":               {VI: "Số thập phân", EN: "Decimal number"},
		"report.kind_pct":               {VI: "Tỷ lệ phần trăm (tính từ hai số)", EN: "Percentage (of two figures)"},
		"report.kind_yesno":             {VI: "Có / không", EN: "Yes or no"},
		"report.kind_choice":            {VI: "Chọn một", EN: "One of several"},
		"report.kind_text":              {VI: "Văn bản ngắn", EN: "Short text"},
		"report.kind_table":             {VI: "Bảng có dòng", EN: "Table with rows"},
		"report.kind_computed":          {VI: "Tính: {formula}", EN: "Computed: {formula}"},
		"report.indicator_basis":        {VI: "Số liệu này là", EN: "This figure is"},
		"report.basis_of_flow":          {VI: "số phát sinh trong kỳ", EN: "what happened in the period"},
		"report.basis_of_stock":         {VI: "số có ở cuối kỳ", EN: "what there is at its end"},
		"report.basis_of_target":        {VI: "chỉ tiêu giao của năm", EN: "what was assigned for the year"},
		"report.basis_of_computed":      {VI: "số tính ra", EN: "computed"},
		"report.across":                 {VI: "Qua các đơn vị", EN: "Across units"},
		"report.across_help":            {VI: "Cách số của nhiều đơn vị thành một số.", EN: "How the figures of many units become one."},
		"report.across_time":            {VI: "Qua các kỳ", EN: "Across time"},
		"report.usual":                  {VI: "theo lệ thường", EN: "the usual rule"},
		"report.time_sum":               {VI: "Cộng các kỳ", EN: "The sum of the periods"},
		"report.time_last":              {VI: "Lấy kỳ cuối", EN: "The last period"},
		"report.time_max":               {VI: "Lấy số lớn nhất", EN: "The largest"},
		"report.time_mean":              {VI: "Trung bình có trọng số", EN: "The weighted mean"},
		"report.time_ratio":             {VI: "Tính lại từ các thành phần", EN: "Recomputed from its parts"},
		"report.time_none":              {VI: "Không gộp", EN: "Not combined"},
		"report.part_of":                {VI: "Trong đó của", EN: "Of which, of"},
		"report.part_of_help":           {VI: "Chọn chỉ tiêu mà chỉ tiêu này là một phần; số của phần không được lớn hơn.", EN: "The indicator of which this one is a part; the part may not be larger."},
		"report.sum_of":                 {VI: "Là tổng của", EN: "Is the sum of"},
		"report.sum_of_help":            {VI: "Chọn các chỉ tiêu cộng lại thành số này. Khi đó đơn vị không điền số này.", EN: "Choose the indicators that add up to this one. Units then do not fill it in."},
		"report.scale":                  {VI: "Số chữ số thập phân", EN: "Decimals"},
		"report.scale_help":             {VI: "Của số thập phân. Để trống là {n}.", EN: "Of a decimal number. Empty: {n}."},
		"report.most":                   {VI: "Giá trị lớn nhất có thể", EN: "Largest possible value"},
		"report.formula":                {VI: "Công thức", EN: "Formula"},
		"report.formula_help":           {VI: "Ví dụ: 100 * B2 / B1. Gõ, hoặc bấm vào mã bên dưới để đưa vào công thức. Chia cho 0 là không có số. Tổng được tính từ các tổng.", EN: "Such as 100 * B2 / B1. Type it, or press a code below to put it in. By zero there is no figure. Totals are computed from totals."},
		"report.ratio_parts":            {VI: "Tử số, mẫu số", EN: "Numerator, denominator"},
		"report.num":                    {VI: "Tử số là chỉ tiêu", EN: "The numerator is"},
		"report.num_help":               {VI: "Chọn trong biểu mẫu. Để trống cả hai thì đơn vị điền tử số và mẫu số.", EN: "Choose from the form. With both empty the units fill in numerator and denominator."},
		"report.den":                    {VI: "Mẫu số là chỉ tiêu", EN: "The denominator is"},
		"report.num_name_vi":            {VI: "Tên tử số", EN: "Name of the numerator, Vietnamese"},
		"report.num_name_en":            {VI: "Tên tử số, tiếng Anh", EN: "Name of the numerator, English"},
		"report.den_name_vi":            {VI: "Tên mẫu số", EN: "Name of the denominator, Vietnamese"},
		"report.den_name_en":            {VI: "Tên mẫu số, tiếng Anh", EN: "Name of the denominator, English"},
		"report.num_year_to_date":       {VI: "Tử số tính từ đầu năm", EN: "The numerator counts from January"},
		"report.weight":                 {VI: "Trọng số là chỉ tiêu", EN: "The weight is"},
		"report.weight_help":            {VI: "Cho trung bình có trọng số. Để trống thì đơn vị điền.", EN: "For a weighted mean. Empty: units fill it in."},
		"report.weight_name_vi":         {VI: "Tên trọng số", EN: "Name of the weight, Vietnamese"},
		"report.weight_name_en":         {VI: "Tên trọng số, tiếng Anh", EN: "Name of the weight, English"},
		"report.weight_parts":           {VI: "Trọng số của trung bình", EN: "Weight of the mean"},
		"report.choice_parts":           {VI: "Chọn một trong", EN: "One of"},
		"report.table_parts":            {VI: "Cột và dòng của bảng", EN: "Columns and rows of the table"},
		"report.check_stops":            {VI: "Sai thì không ký được", EN: "Stops the signature"},
		"report.check_n":                {VI: "Điều kiểm tra {n}", EN: "Check {n}"},
		"report.options":                {VI: "Các lựa chọn", EN: "Choices"},
		"report.options_help":           {VI: "Mỗi dòng một lựa chọn, ví dụ: Hoàn thành tốt. Muốn tự đặt mã và tên tiếng Anh: mã | tên | tên tiếng Anh.", EN: "One a line, such as: Hoàn thành tốt. With a code and English of your own: code | Vietnamese | English."},
		"report.columns_help":           {VI: "Mỗi cột một khung. Cột không có tên thì bỏ.", EN: "A frame for each column. A column without a name is left out."},
		"report.rows":                   {VI: "Số dòng nhiều nhất", EN: "Largest number of rows"},
		"report.test":                   {VI: "Loại", EN: "Kind"},
		"report.test_expr":              {VI: "điều kiện viết bằng công thức", EN: "a condition written as a formula"},
		"report.test_part":              {VI: "không lớn hơn tổng thể", EN: "not more than the whole"},
		"report.test_at_most":           {VI: "không lớn hơn", EN: "not more than"},
		"report.test_equal":             {VI: "bằng tổng của", EN: "equals the sum of"},
		"report.test_zero_if_zero":      {VI: "bằng 0 khi số kia bằng 0", EN: "0 where the other is 0"},
		"report.test_above_zero":        {VI: "lớn hơn 0", EN: "above 0"},
		"report.test_needs":             {VI: "phải có khi đã có", EN: "given where the other is"},
		"report.test_num_den":           {VI: "tử số không lớn hơn mẫu số", EN: "numerator not above denominator"},
		"report.check_field":            {VI: "Báo tại ô", EN: "Shown at the field"},
		"report.check_field_help":       {VI: "Khi điều kiểm tra không đúng, câu báo hiện ở ô này.", EN: "Where the check does not hold, its sentence stands at this field."},
		"report.check_of":               {VI: "So với", EN: "Against"},
		"report.check_of_help":          {VI: "Chọn một hay nhiều số để so với ô đã chọn ở trên.", EN: "Choose one or more figures to compare with the field chosen above."},
		"report.check_expr":             {VI: "Điều phải đúng", EN: "What must hold"},
		"report.check_expr_help":        {VI: "Ví dụ: B1 <= 2 * prev(B1): số kỳ này không quá hai lần kỳ trước. Gõ, hoặc bấm vào mã bên dưới.", EN: "Such as B1 <= 2 * prev(B1): not more than twice the period before. Type it, or press a code below."},
		"report.say_vi":                 {VI: "Câu báo khi không đúng", EN: "The sentence where it does not hold, Vietnamese"},
		"report.say_en":                 {VI: "Câu báo tiếng Anh", EN: "The sentence, English"},
		"report.say_help":               {VI: "Một câu trọn, có dấu chấm.", EN: "A whole sentence with its full stop."},
		"report.say_prev":               {VI: "{x} kỳ trước", EN: "{x} of the period before"},
		"report.say_same":               {VI: "{x} cùng kỳ năm trước", EN: "{x} of the same period last year"},
		"report.say_given":              {VI: "đã có {x}", EN: "{x} is given"},
		"report.say_and":                {VI: "và", EN: "and"},
		"report.say_or":                 {VI: "hoặc", EN: "or"},
		"report.say_not":                {VI: "không phải ({x})", EN: "not ({x})"},
		"report.say_if":                 {VI: "nếu {a} thì {b}, còn lại {c}", EN: "if {a} then {b}, else {c}"},
		"report.say_min":                {VI: "số nhỏ nhất của ({x})", EN: "the smallest of ({x})"},
		"report.say_max":                {VI: "số lớn nhất của ({x})", EN: "the largest of ({x})"},
		"report.say_abs":                {VI: "độ lớn của ({x})", EN: "the size of ({x})"},
		"report.say_sum":                {VI: "tổng của ({x})", EN: "the sum of ({x})"},
		"report.form_import":            {VI: "Nhận từ tệp", EN: "Take from a file"},
		"report.form_file":              {VI: "Tệp", EN: "File"},
		"report.form_import_help":       {VI: "JSON của biểu mẫu, hoặc bảng tính đã tải về: hai trang chỉ tiêu và kiểm tra. Thay toàn bộ bản soạn.", EN: "A form's JSON, or the workbook that was downloaded: indicators and checks. It replaces the whole draft."},
		"report.publish_title":          {VI: "Ban hành {title}, bản {n}", EN: "Publish {title}, version {n}"},
		"report.publish_faults":         {VI: "Còn {n} chỗ phải sửa. Quay lại soạn rồi ban hành.", EN: "{n} {n:thing is|things are} still to be mended. Go back to the draft."},
		"report.publish_keeps":          {VI: "Bản đã ban hành không sửa được. Kỳ báo cáo đang mở giữ bản của mình.", EN: "A published version never changes. Open requests keep theirs."},
		"report.publish_n":              {VI: "Ban hành bản {n}", EN: "Publish version {n}"},
		"report.back_to_design":         {VI: "Quay lại soạn", EN: "Back to the draft"},
		"report.burden":                 {VI: "Công sức của đơn vị", EN: "What it costs the units"},
		"report.burden_hours":           {VI: "Giờ mỗi năm", EN: "Hours a year"},
		"report.burden_year":            {VI: "{units} đơn vị, {times} lần", EN: "{units} {units:unit|units}, {times} {times:time|times}"},
		"report.burden_once":            {VI: "Phút mỗi đơn vị mỗi lần", EN: "Minutes for a unit each time"},
		"report.burden_asks":            {VI: "{figures} số, {answers} câu trả lời, {texts} mục lời, {tables} bảng", EN: "{figures} {figures:figure|figures}, {answers} {answers:answer|answers}, {texts} {texts:text|texts}, {tables} {tables:table|tables}"},
		"report.burden_again":           {VI: "Giờ hỏi trùng", EN: "Hours asked twice"},
		"report.burden_again_sub":       {VI: "biểu mẫu khác đã thu", EN: "another form collects it"},
		"report.burden_compute":         {VI: "Tính lại", EN: "Compute again"},
		"report.effort_scope":           {VI: "Sẽ hỏi", EN: "To be asked"},
		"report.effort_period":          {VI: "Mỗi kỳ", EN: "For each"},
		"report.effort_month":           {VI: "tháng", EN: "month"},
		"report.effort_quarter":         {VI: "quý", EN: "quarter"},
		"report.effort_half":            {VI: "6 tháng", EN: "half-year"},
		"report.effort_nine_months":     {VI: "9 tháng", EN: "nine months"},
		"report.effort_year":            {VI: "năm", EN: "year"},
		"report.effort_figure":          {VI: "Phút cho một số", EN: "Minutes for a figure"},
		"report.effort_answer":          {VI: "Phút cho một câu trả lời", EN: "Minutes for an answer"},
		"report.effort_text":            {VI: "Phút cho một mục lời", EN: "Minutes for a text"},
		"report.effort_row":             {VI: "Phút cho một dòng bảng", EN: "Minutes for a row"},
		"report.effort_rows":            {VI: "Số dòng thường có của bảng", EN: "Usual rows of a table"},
		"report.again_title":            {VI: "{n} chỉ tiêu mà biểu mẫu khác đã thu", EN: "{n} {n:indicator|indicators} that another form already collects"},
		"report.again_asked":            {VI: "Biểu mẫu này hỏi", EN: "This form asks"},
		"report.again_there":            {VI: "Đã thu ở", EN: "Collected by"},
		"report.again_not_same":         {VI: "Không phải một", EN: "Not the same"},
		"report.again_units":            {VI: "{n} đơn vị, cùng loại kỳ", EN: "{n} {n:unit|units}, the same kind of period"},
		"report.again_why":              {VI: "Vì sao không phải cùng một số liệu", EN: "Why it is not the same figure"},
		"report.again_keep":             {VI: "Ghi lý do", EN: "Keep the reason"},
	}
}
