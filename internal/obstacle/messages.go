package obstacle

import "giaoban/internal/i18n"

// Messages are the domain's texts: refusals, states, and what a change of the tree leaves.
func Messages() i18n.Messages {
	return i18n.Messages{
		"obstacle.not_found":              {VI: "Không có vướng mắc này.", EN: "There is no such obstacle."},
		"obstacle.no_such_group":          {VI: "Không có nhóm vướng mắc này.", EN: "There is no such group of obstacles."},
		"obstacle.no_such_subject":        {VI: "Không có báo cáo, nhiệm vụ hay điểm cầu này của đơn vị.", EN: "The unit has no such report, task or site."},
		"obstacle.body_missing":           {VI: "Ghi khó khăn, vướng mắc đang gặp.", EN: "Say what hinders the unit."},
		"obstacle.too_long":               {VI: "Nội dung dài quá {max} ký tự.", EN: "The text is longer than {max} characters."},
		"obstacle.holder_missing":         {VI: "Chọn nơi giải quyết. Đơn vị này không có cấp trên trực tiếp.", EN: "Choose who must settle it. This unit has none above it."},
		"obstacle.holder_unknown":         {VI: "Nơi giải quyết không còn trong cây đơn vị hôm nay.", EN: "That unit is not among today's units."},
		"obstacle.holder_self":            {VI: "Nơi giải quyết phải là đơn vị khác.", EN: "Another unit must settle it."},
		"obstacle.holder_below":           {VI: "{unit} là cấp dưới của đơn vị nêu nên không giải quyết được.", EN: "{unit} is below the unit that raised it and cannot settle it."},
		"obstacle.holder_same":            {VI: "Vướng mắc đang ở đơn vị này rồi.", EN: "The obstacle is with this unit already."},
		"obstacle.reason_missing":         {VI: "Nêu lý do. Các đơn vị liên quan sẽ đọc lý do này.", EN: "Give the reason. The units concerned will read it."},
		"obstacle.answer_missing":         {VI: "Ghi nội dung trả lời.", EN: "Write the answer."},
		"obstacle.missing_missing":        {VI: "Nêu rõ còn thiếu gì.", EN: "Say what is still missing."},
		"obstacle.proposal_missing":       {VI: "Ghi nội dung kiến nghị.", EN: "Write the proposal."},
		"obstacle.has_proposal":           {VI: "Vướng mắc này đã có kiến nghị.", EN: "This obstacle has a proposal already."},
		"obstacle.not_answered":           {VI: "Chưa có trả lời nên chưa thể xác nhận đã tháo gỡ hoặc yêu cầu trả lời tiếp.", EN: "There is no answer yet to accept or to send back."},
		"obstacle.is_solved":              {VI: "Đơn vị nêu đã xác nhận vướng mắc này được tháo gỡ.", EN: "Its raiser has said that this obstacle is solved."},
		"obstacle.is_withdrawn":           {VI: "Đơn vị nêu đã rút vướng mắc này.", EN: "Its raiser has withdrawn this obstacle."},
		"obstacle.group_title_missing":    {VI: "Đặt tên chung cho nhóm.", EN: "Give the group a title."},
		"obstacle.group_empty":            {VI: "Chọn ít nhất một vướng mắc.", EN: "Choose one obstacle at least."},
		"obstacle.group_large":            {VI: "Một nhóm không quá {max} vướng mắc.", EN: "A group holds at most {max} obstacles."},
		"obstacle.grouped_already":        {VI: "“{text}” đang ở một nhóm khác chưa trả lời.", EN: "“{text}” is in another group that has not been answered."},
		"obstacle.group_answered":         {VI: "Nhóm này đã được trả lời, không đổi thành phần được nữa.", EN: "The group has been answered; what is in it stays."},
		"obstacle.change_amend":           {VI: "Sửa đổi, bổ sung văn bản", EN: "Amend a document"},
		"obstacle.change_issue":           {VI: "Ban hành văn bản mới", EN: "Issue a new document"},
		"obstacle.change_unknown":         {VI: "Chọn sửa đổi hoặc ban hành mới.", EN: "Choose to amend or to issue."},
		"obstacle.change_missing":         {VI: "Có nêu văn bản thì phải chọn là sửa đổi hay ban hành mới.", EN: "A document is named: choose whether it is amended or issued."},
		"obstacle.change_title_missing":   {VI: "Ghi số, trích yếu của văn bản.", EN: "Write number and title of the document."},
		"obstacle.change_no_document":     {VI: "Không có văn bản này, hoặc đơn vị không được xem.", EN: "There is no such document, or the unit may not see it."},
		"obstacle.change_planned_missing": {VI: "Ghi ngày dự kiến xong, ví dụ 30/6/2021.", EN: "Write the day by which it is planned, such as 30/6/2021."},
		"obstacle.change_line":            {VI: "{act}: {title} · dự kiến {date}", EN: "{act}: {title} · planned by {date}"},
		"obstacle.state_open":             {VI: "Chờ trả lời", EN: "Waiting for an answer"},
		"obstacle.state_answered":         {VI: "Đã trả lời, chờ đơn vị nêu xác nhận", EN: "Answered, its raiser has to say"},
		"obstacle.state_solved":           {VI: "Đã tháo gỡ", EN: "Solved"},
		"obstacle.state_withdrawn":        {VI: "Đã rút", EN: "Withdrawn"},
		"obstacle.after_raised":           {VI: "{count} vướng mắc đơn vị đã nêu chưa tháo gỡ", EN: "{count} {count:obstacle|obstacles} that it raised are not solved"},
		"obstacle.after_raised_advice":    {VI: "Xác nhận hoặc rút trước ngày hiệu lực; sau đó đơn vị kế tiếp xác nhận thay.", EN: "Accept or withdraw them before the day; afterwards its successors do."},
		"obstacle.after_holder":           {VI: "{count} vướng mắc chờ đơn vị trả lời", EN: "{count} {count:obstacle|obstacles} that wait for its answer"},
		"obstacle.after_holder_advice":    {VI: "Trả lời hoặc chuyển nơi khác trước ngày hiệu lực: sau ngày đó không ai ở đơn vị này trả lời được.", EN: "Answer them or pass them on before the day: afterwards nobody here can."},
		"obstacle.uses":                   {VI: "{count} vướng mắc", EN: "{count} {count:obstacle|obstacles}"},
	}
}
