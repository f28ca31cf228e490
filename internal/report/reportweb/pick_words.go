package reportweb

import "giaoban/internal/i18n"

// pickTexts are the texts of what the form designer offers to choose from.
func pickTexts() i18n.Messages {
	return i18n.Messages{
		"report.part_of_none":       {VI: "Không phải phần của chỉ tiêu nào", EN: "Part of none"},
		"report.typed_by_units":     {VI: "Để đơn vị điền", EN: "Filled in by units"},
		"report.choose_figure":      {VI: "Chọn một số", EN: "Choose a figure"},
		"report.code_gone":          {VI: "Không còn dùng được ở đây", EN: "No longer of use here"},
		"report.computed_parts":     {VI: "Chương trình tự tính (không chọn thì đơn vị điền)", EN: "Computed by the program (else units fill it in)"},
		"report.filter_codes":       {VI: "Tìm theo mã hay tên", EN: "Find by code or name"},
		"report.codes_here":         {VI: "Mã dùng được", EN: "Codes to use"},
		"report.code_put":           {VI: "Đưa vào công thức", EN: "Put into the formula"},
		"report.codes_words":        {VI: "Phép tính và hàm", EN: "Signs and functions"},
		"report.word_signs":         {VI: "cộng, trừ, nhân, chia", EN: "plus, minus, times, divided by"},
		"report.word_compare":       {VI: "so sánh: không nhỏ hơn, không lớn hơn, bằng, lớn hơn, nhỏ hơn", EN: "compare: at least, at most, equal, above, below"},
		"report.word_prev":          {VI: "số của kỳ trước", EN: "the figure of the period before"},
		"report.word_same":          {VI: "số của cùng kỳ năm trước", EN: "the figure of the same period last year"},
		"report.word_and":           {VI: "và, hoặc, không phải", EN: "and, or, not"},
		"report.word_given":         {VI: "đúng khi đơn vị đã có số này", EN: "true where the unit has the figure"},
		"report.word_if":            {VI: "nếu điều thứ nhất đúng thì lấy số thứ hai, không thì số thứ ba", EN: "where the first holds the second, else the third"},
		"report.word_min":           {VI: "số nhỏ nhất", EN: "the smallest"},
		"report.word_max":           {VI: "số lớn nhất", EN: "the largest"},
		"report.word_abs":           {VI: "độ lớn, bỏ dấu trừ", EN: "the size, without its sign"},
		"report.word_sum":           {VI: "tổng", EN: "the sum"},
		"report.expr_here":          {VI: "Chỗ chưa đúng:", EN: "Where it is wrong:"},
		"report.expr_near":          {VI: "Có phải là {codes}?", EN: "Did you mean {codes}?"},
		"report.column_n":           {VI: "Cột {n}", EN: "Column {n}"},
		"report.column_name":        {VI: "Tên cột", EN: "Name of the column"},
		"report.column_required":    {VI: "Bắt buộc điền ở mỗi dòng", EN: "Must be filled in in every row"},
		"report.column_more":        {VI: "Tên tiếng Anh, số thập phân, thứ tự", EN: "English, decimals, order"},
		"report.column_code":        {VI: "Mã cột", EN: "Code of the column"},
		"report.column_code_help":   {VI: "Để trống thì lấy từ tên. Bản sau giữ nguyên mã để số liệu nối được với nhau.", EN: "Empty: made of the name. Later versions keep it, so that figures go on."},
		"report.column_at":          {VI: "Đứng thứ", EN: "Place"},
		"report.column_add":         {VI: "Thêm cột", EN: "More columns"},
		"report.rows_help":          {VI: "Để trống là {usual}, nhiều nhất {most}.", EN: "Empty: {usual}, at most {most}."},
		"report.save_add_indicator": {VI: "Lưu và thêm chỉ tiêu khác", EN: "Save and add another indicator"},
		"report.save_add_text":      {VI: "Lưu và thêm mục lời khác", EN: "Save and add another text"},
		"report.save_add_check":     {VI: "Lưu và thêm điều kiểm tra khác", EN: "Save and add another check"},
		"report.form_saved_another": {VI: "Đã lưu. Điền tiếp mục khác.", EN: "Saved. Go on with another."},
		"report.effort_term":        {VI: "nhiệm kỳ", EN: "term of office"},
		"report.effort_adhoc":       {VI: "kỳ đột xuất (một lần)", EN: "span of days (once)"},
		"report.effort_as_last":     {VI: "Như lần hỏi gần nhất ({n})", EN: "As asked last ({n})"},
		"report.copy_of":            {VI: "Chép {name} thành chỉ tiêu mới", EN: "Copy {name} into a new indicator"},
	}
}
