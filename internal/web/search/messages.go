package search

import "giaoban/internal/i18n"

// Messages are the texts of the search.
func Messages() i18n.Messages {
	return i18n.Messages{
		"search.title":            {VI: "Tìm kiếm", EN: "Search"},
		"search.label":            {VI: "Từ cần tìm", EN: "Words to look for"},
		"search.button":           {VI: "Tìm", EN: "Search"},
		"search.help":             {VI: "Gõ có dấu hay không dấu đều được; HĐND tìm ra cả hội đồng nhân dân, T.Ư tìm ra cả Trung ương. Tìm được cả mã đơn vị, mã biểu, số văn bản, ngày hội nghị.", EN: "With or without accents; HĐND also finds hội đồng nhân dân, T.Ư also finds Trung ương. Codes of units and forms, numbers of documents and days of conferences are found too."},
		"search.ask":              {VI: "Gõ từ cần tìm", EN: "Type what you look for"},
		"search.short":            {VI: "Hãy gõ ít nhất hai chữ", EN: "Type at least two letters"},
		"search.short_more":       {VI: "Một chữ thì chỗ nào cũng có.", EN: "One letter is found everywhere."},
		"search.cut":              {VI: "Câu tìm quá dài: chỉ {max} ký tự đầu được dùng.", EN: "The search is too long: only its first {max} characters were used."},
		"search.nothing":          {VI: "Không tìm thấy gì cho “{text}”", EN: "Nothing found for “{text}”"},
		"search.nothing_more":     {VI: "Thử bớt từ, dùng tên ngắn hơn, hoặc xem có gõ nhầm không. Chỉ những gì đơn vị mình được xem mới tìm ra.", EN: "Try fewer words, a shorter name, or look for a slip of the keyboard. Only what your unit may see is found."},
		"search.summary":          {VI: "Kết quả cho “{text}”", EN: "Results for “{text}”"},
		"search.all":              {VI: "Xem tất cả {n}", EN: "All {n}"},
		"search.all_uncounted":    {VI: "Xem tất cả", EN: "Show all"},
		"search.first_of":         {VI: "{n} đầu trong {total}; thêm từ để thu hẹp", EN: "First {n} of {total}; add words to narrow it"},
		"search.first":            {VI: "Còn nữa; thêm từ để thu hẹp", EN: "There are more; add words to narrow it"},
		"search.kind_units":       {VI: "Đơn vị", EN: "Units"},
		"search.kind_reports":     {VI: "Báo cáo", EN: "Reports"},
		"search.kind_conferences": {VI: "Hội nghị", EN: "Conferences"},
		"search.kind_tasks":       {VI: "Nhiệm vụ", EN: "Tasks"},
		"search.kind_documents":   {VI: "Văn bản, thông báo", EN: "Documents, notices"},
		"search.kind_obstacles":   {VI: "Vướng mắc, kiến nghị", EN: "Obstacles, proposals"},
		"search.kind_practices":   {VI: "Cách làm hay", EN: "Good practices"},
		"search.kind_news":        {VI: "Tin", EN: "News"},
		"search.kind_forms":       {VI: "Biểu mẫu", EN: "Forms"},
	}
}
