package reportweb

import "giaoban/internal/i18n"

// gridTexts are those of the grid of figures.
func gridTexts() i18n.Messages {
	return i18n.Messages{
		"report.row_n":             {VI: "Dòng {n}", EN: "Row {n}"},
		"report.row_number":        {VI: "Số TT", EN: "No."},
		"report.rows_total":        {VI: "Cộng", EN: "Total"},
		"report.column_total":      {VI: "cộng cột {what}", EN: "total of {what}"},
		"report.rows_most":         {VI: "Nhiều nhất {n} dòng", EN: "{n} {n:row|rows} at most"},
		"report.rows_full":         {VI: "Bảng đã đủ {n} dòng, nhiều nhất theo biểu mẫu: không thêm được dòng.", EN: "The form allows {n} {n:row|rows} here: none can be added."},
		"report.rows_dropped":      {VI: "Đã bỏ {n} dòng. Ctrl+Z để hoàn tác.", EN: "{n} {n:row|rows} removed. Ctrl+Z undoes it."},
		"report.decimals":          {VI: "{n} chữ số thập phân", EN: "{n} {n:decimal|decimals}"},
		"report.cell_of_row":       {VI: "dòng {n}, {what}", EN: "row {n}, {what}"},
		"report.row_add":           {VI: "Thêm dòng", EN: "Add a row"},
		"report.row_drop":          {VI: "Bỏ dòng", EN: "Remove row"},
		"report.rows_counted":      {VI: "Đếm số dòng", EN: "Counts its rows"},
		"report.keys":              {VI: "Phím tắt", EN: "Keys"},
		"report.keys_move":         {VI: "chuyển ô", EN: "move between cells"},
		"report.keys_enter":        {VI: "ô dưới; Shift: ô trên", EN: "next cell; Shift: the one above"},
		"report.keys_edge":         {VI: "tới cuối dãy ô có số", EN: "to the end of a run of figures"},
		"report.keys_home":         {VI: "đầu, cuối mục; Ctrl: cả bảng", EN: "ends of the section; Ctrl: of the table"},
		"report.keys_edit":         {VI: "sửa trong ô", EN: "edit within the cell"},
		"report.keys_restore":      {VI: "trả lại như lúc vào ô", EN: "back to what stood there"},
		"report.keys_pick":         {VI: "chọn nhiều ô, hoặc kéo chuột", EN: "pick several, or drag"},
		"report.keys_copy":         {VI: "chép các ô đã chọn", EN: "copy what is picked"},
		"report.keys_paste":        {VI: "dán từ Excel", EN: "paste from Excel"},
		"report.keys_undo":         {VI: "hoàn tác", EN: "undo"},
		"report.keys_redo":         {VI: "làm lại", EN: "redo"},
		"report.keys_tab":          {VI: "ô bên phải; Enter: về đầu dòng dưới", EN: "the cell to the right; Enter: begin the next row"},
		"report.keys_row_add":      {VI: "thêm dòng bên dưới", EN: "add a row below"},
		"report.keys_row_drop":     {VI: "bỏ dòng của bảng", EN: "remove the row of a table"},
		"report.single_back":       {VI: "Trước", EN: "Back"},
		"report.single_next":       {VI: "Tiếp", EN: "Next"},
		"report.single_all":        {VI: "Cả bảng", EN: "Whole table"},
		"report.single_one":        {VI: "Từng ô", EN: "One by one"},
		"report.picked":            {VI: "Đã chọn {n} ô, tổng {sum}.", EN: "{n} {n:cell|cells} picked, sum {sum}."},
		"report.pasted":            {VI: "Đã dán {n} ô. Ctrl+Z để hoàn tác.", EN: "{n} {n:cell|cells} pasted. Ctrl+Z undoes it."},
		"report.pasted_by_code":    {VI: "Đã dán {n} ô theo mã chỉ tiêu. Ctrl+Z để hoàn tác.", EN: "{n} {n:cell|cells} pasted by their codes. Ctrl+Z undoes it."},
		"report.pasted_blank":      {VI: "{n} ô trống trong khối: giữ nguyên số đang có.", EN: "{n} empty {n:cell|cells} in the block: what stands there stays."},
		"report.unplaced_computed": {VI: "{n} giá trị rơi vào ô máy tính, không ghi ({list}).", EN: "{n} {n:value|values} met computed cells and were not written ({list})."},
		"report.unplaced_below":    {VI: "{n} giá trị thừa dưới cuối bảng, không ghi ({list}).", EN: "{n} {n:value lies|values lie} below the table and were not written ({list})."},
		"report.unplaced_right":    {VI: "{n} giá trị ở cột không có trong bảng, không ghi ({list}).", EN: "{n} {n:value stands|values stand} in columns that the table lacks and were not written ({list})."},
		"report.unplaced_unknown":  {VI: "{n} giá trị có mã không thuộc biểu này, không ghi ({list}).", EN: "{n} {n:value has|values have} codes that this form lacks and were not written ({list})."},
		"report.unplaced_long":     {VI: "{n} giá trị dài quá ô nhập, không ghi ({list}).", EN: "{n} {n:value is|values are} too long for their cells and were not written ({list})."},
		"report.unplaced_rows":     {VI: "{n} giá trị vượt số dòng nhiều nhất của bảng, không ghi ({list}).", EN: "{n} {n:value goes|values go} beyond the rows that the table may have and were not written ({list})."},
		"report.pasted_head":       {VI: "Dòng tiêu đề của khối: không ghi.", EN: "The block's line of headings was left out."},
		"report.pasted_numbered":   {VI: "Cột số thứ tự của khối: không ghi.", EN: "The block's column of row numbers was left out."},
		"report.paste_again":       {VI: "Dán lại, bỏ qua ô máy tính", EN: "Paste again, leaving computed cells out"},
		"report.as_last":           {"Như kỳ trước", "As last period"},
		"report.as_last_help":      {"Điền số của {period} vào ô còn trống: số tại thời điểm và chỉ tiêu giao trong năm. Số phát sinh trong kỳ không lấy.", "Takes the figures of {period} into empty fields: what there is at a point, and targets of the year. Never what happened in a period."},
		"report.carried_n":         {"Đã điền {n} số như kỳ trước. Kiểm tra trước khi ký.", "Figures taken over: {n}. Check them before signing."},
		"report.carried_none":      {"Không còn ô trống nào lấy được số kỳ trước.", "No empty field takes a figure of the last period."},
		"report.unchanged":         {"không đổi", "unchanged"},
		"report.undo":              {"Hoàn tác", "Undo"},
		"report.use":               {VI: "Dùng {n}", EN: "Use {n}"},
		"report.offer_below":       {VI: "Cộng các báo cáo đơn vị ta đã thu: {n} ({of} báo cáo).", EN: "Sum of the reports that we collected: {n} ({of} reports)."},
		"report.offer_obstacles":   {VI: "Theo sổ khó khăn, vướng mắc: {n}.", EN: "By the register of obstacles: {n}."},
		"report.offer_gone":        {VI: "Số gợi ý vừa thay đổi. Mở lại trang để xem số mới.", EN: "The figure offered has changed. Reload the page to see the new one."},
		"report.unusual_same":      {VI: "Khác thường: {change} so với cùng kỳ ({before}).", EN: "Unusual: {change} against the same period last year ({before})."},
		"report.unusual_previous":  {VI: "Khác thường: {change} so với kỳ trước ({before}).", EN: "Unusual: {change} against the period before ({before})."},
		"report.unusual_range":     {VI: "{n} kỳ gần đây trong khoảng {low}–{high}.", EN: "The last {n} {n:period|periods} lay between {low} and {high}."},
		"report.unusual_keep":      {VI: "Nếu đúng thì giữ nguyên.", EN: "If it is right, leave it."},
	}
}

// textTexts are those of the narratives: what changed, how long they are.
func textTexts() i18n.Messages {
	return i18n.Messages{
		"report.against_label":      {VI: "So lời văn với", EN: "Hold the texts against"},
		"report.against_version":    {VI: "So với bản {n}", EN: "Against version {n}"},
		"report.against_period":     {VI: "So với {period}", EN: "Against {period}"},
		"report.against_none":       {VI: "Bản sạch", EN: "Clean copy"},
		"report.mark_gone":          {VI: "[bỏ]", EN: "[removed]"},
		"report.mark_brought":       {VI: "[thêm]", EN: "[added]"},
		"report.changes":            {VI: "{n} chỗ thay đổi", EN: "{n} {n:change|changes}"},
		"report.no_changes":         {VI: "Không thay đổi", EN: "No changes"},
		"report.changes_against":    {VI: "{n} chỗ thay đổi so với {period}", EN: "{n} {n:change|changes} against {period}"},
		"report.no_changes_against": {VI: "Chưa sửa gì so với {period}", EN: "Nothing changed against {period} yet"},
		"report.bound_help":         {VI: "Viết {example} để đưa số của chỉ tiêu ấy vào lời văn; số đổi thì lời văn đổi theo.", EN: "Write {example} to put that indicator's figure into the text; where the figure changes, the text follows."},
		"report.bound_reads":        {VI: "Khi đọc và in", EN: "As it is read and printed"},
		"report.bound_unknown":      {VI: "Biểu mẫu không có số nào mang mã {codes}; chỗ đó in nguyên như đã gõ.", EN: "The form has no figure with the code {codes}; it is printed as typed."},
		"report.length":             {VI: "{words} từ, {n}/{most} ký tự", EN: "{words} words, {n} of {most} characters"},
	}
}

// deskTexts are those of several people in one draft.
func deskTexts() i18n.Messages {
	return i18n.Messages{
		"report.desk_one":    {VI: "{names} cũng đang mở báo cáo này", EN: "{names} has this report open too"},
		"report.desk_more":   {VI: "{names} cũng đang mở báo cáo này", EN: "{names} have this report open too"},
		"report.desk_and":    {VI: "{names} và {last}", EN: "{names} and {last}"},
		"report.desk_field":  {VI: "{name} đang ở ô này", EN: "{name} is in this field"},
		"report.desk_wrote":  {VI: "{name} vừa ghi {n} ô.", EN: "{name} wrote {n} {n:field|fields}."},
		"report.desk_closed": {VI: "Báo cáo vừa được trình ký hoặc ký, không ghi tiếp được. Nội dung chưa gửi giữ trên máy này.", EN: "The report was just submitted or signed and takes no more. What was not sent is kept on this device."},
	}
}

// offlineTexts are those of work without line and of fields that two desks wrote.
func offlineTexts() i18n.Messages {
	return i18n.Messages{
		"report.saving":             {VI: "Đang ghi…", EN: "Saving…"},
		"report.sign_in_again":      {VI: "Phiên đã hết. Nội dung giữ trên máy này, đăng nhập lại thì gửi.", EN: "The session has ended. What you typed is kept here and sent once you sign in."},
		"report.sign_in":            {VI: "Đăng nhập", EN: "Sign in"},
		"report.reload":             {VI: "Mở lại trang", EN: "Reload the page"},
		"report.other_account":      {VI: "Trình duyệt này đang đăng nhập bằng tài khoản khác. Đăng nhập lại bằng tài khoản đã soạn.", EN: "Another account is signed in in this browser. Sign in with the one that typed this."},
		"report.form_changed_here":  {VI: "Biểu mẫu đã đổi trong lúc mất mạng. Các nội dung sau không còn ô để ghi; chép lại nếu cần:", EN: "The form changed meanwhile. These texts have no field any more; copy what you need:"},
		"report.field_moved_choose": {VI: "Ô này vừa được {name} sửa thành “{text}”. Nội dung bạn gõ chưa được ghi; lưu lần nữa thì thay nội dung kia.", EN: "{name} has just changed this field to “{text}”. What you typed is not saved; saving once more puts it in the place of theirs."},
		"report.field_theirs":       {VI: "Toàn bộ nội dung {name} vừa ghi", EN: "All that {name} has just written"},
		"report.clash_title":        {VI: "{n} ô có hai nội dung khác nhau", EN: "{n} {n:field holds|fields hold} two different texts"},
		"report.clash_text":         {VI: "Trong lúc chưa gửi được, người khác cùng đơn vị đã sửa. Chọn cho từng ô; chưa chọn thì bản trên máy chủ giữ nguyên và bản của mình vẫn nằm ở đây.", EN: "While this was not sent, somebody else of the unit changed it. Choose for each field; until then the server keeps theirs and yours stays here."},
		"report.clash_mine":         {VI: "Của tôi", EN: "Mine"},
		"report.clash_theirs":       {VI: "Của {name}, {when}", EN: "{name}'s, {when}"},
		"report.clash_empty":        {VI: "(để trống)", EN: "(left empty)"},
		"report.clash_edit":         {VI: "Sửa thành nội dung khác", EN: "Write something else"},
		"report.clash_use_edit":     {VI: "Dùng nội dung này", EN: "Use this"},
		"report.clash_take_mine":    {VI: "Lấy của tôi", EN: "Take mine"},
		"report.clash_take_theirs":  {VI: "Lấy của người kia", EN: "Take theirs"},
	}
}
