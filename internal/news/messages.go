package news

import "giaoban/internal/i18n"

// Messages are the names of states, the refusals, and the phrases of a draft's proposal.
func Messages() i18n.Messages {
	return i18n.Messages{
		"news.uses_news":         {VI: "{count} tin", EN: "{count} news {count:item|items}"},
		"news.not_found":         {VI: "Không có tin này, hoặc tin chưa đăng.", EN: "There is no such item, or it is not published yet."},
		"news.photo_not_found":   {VI: "Không có ảnh này.", EN: "There is no such photo."},
		"news.no_part":           {VI: "Đơn vị không chủ trì và không có điểm cầu ở hội nghị này.", EN: "The unit neither hosts this conference nor has a site in it."},
		"news.not_called":        {VI: "Hội nghị chưa triệu tập, đã hoãn hoặc đã hủy, chưa có gì để đưa tin.", EN: "The conference is not called, or is postponed or cancelled: there is nothing to report."},
		"news.central_others":    {VI: "Phần chung do biên tập viên của đơn vị chủ trì viết, điểm cầu không sửa.", EN: "The central block is written by the host's editor; sites do not change it."},
		"news.stale":             {VI: "Nơi khác vừa sửa. Mở lại trang để thấy bản mới rồi sửa tiếp.", EN: "It was changed elsewhere meanwhile. Reload to see the new version, then go on."},
		"news.is_draft":          {VI: "Tin còn là bản nháp.", EN: "The item is still a draft."},
		"news.is_published":      {VI: "Tin đã đăng. Chỉ sửa được bằng đính chính có ghi chú.", EN: "The item is published. Only a correction with a note changes it."},
		"news.is_withdrawn":      {VI: "Tin đã rút, không sửa được nữa.", EN: "The item is withdrawn and can no longer be changed."},
		"news.title_empty":       {VI: "Ghi tiêu đề.", EN: "Write a headline."},
		"news.body_empty":        {VI: "Ghi nội dung tin.", EN: "Write the text."},
		"news.body_malformed":    {VI: "Nội dung dán vào lồng nhau quá sâu, không đọc được. Dán lại dưới dạng chữ thường.", EN: "The pasted text is nested too deeply to be read. Paste it as plain text."},
		"news.byline_empty":      {VI: "Ghi tên người viết, ví dụ “Tin, ảnh: Hoàng Thu Trang”.", EN: "Name the author, such as “Tin, ảnh: Hoàng Thu Trang”."},
		"news.category_choose":   {VI: "Chọn một mục ở bước thứ hai.", EN: "Choose a category of the second step."},
		"news.bad_moment":        {VI: "“{text}” không phải là ngày và giờ. Ghi như 02/04/2021 16:24.", EN: "“{text}” is not a day and time. Write it like 02/04/2021 16:24."},
		"news.before_conference": {VI: "Thời điểm đăng trước giờ bắt đầu hội nghị ({start}).", EN: "The time of publication is before the conference began ({start})."},
		"news.in_future":         {VI: "Thời điểm đăng chưa đến (bây giờ là {now}).", EN: "The time of publication lies ahead (it is now {now})."},
		"news.too_long":          {VI: "Dài quá {max} ký tự.", EN: "Longer than {max} characters."},
		"news.caption_empty":     {VI: "Ghi chú thích ảnh.", EN: "Write a caption."},
		"news.alt_empty":         {VI: "Tả bằng lời những gì thấy trong ảnh, cho người không xem được ảnh.", EN: "Say in words what is to be seen, for those who cannot see the photo."},
		"news.credit_empty":      {VI: "Ghi tên người chụp.", EN: "Name who took the photo."},
		"news.note_empty":        {VI: "Ghi rõ đã sửa gì hoặc vì sao. Người đọc sẽ thấy ghi chú này.", EN: "Say what was put right, or why. Readers will see this note."},
		"news.photo_missing":     {VI: "Chọn một ảnh.", EN: "Choose a photo."},
		"news.photo_kind":        {VI: "Tệp này không phải ảnh JPEG, PNG hoặc WebP.", EN: "This file is not a JPEG, PNG or WebP picture."},
		"news.photo_broken":      {VI: "Ảnh hỏng, không đọc được.", EN: "The picture is damaged and cannot be read."},
		"news.photo_large":       {VI: "Ảnh lớn quá {max} MB.", EN: "The picture is larger than {max} MB."},
		"news.photo_pixels":      {VI: "Ảnh {width} × {height} điểm là quá lớn. Tối đa {max} triệu điểm.", EN: "The picture has {width} × {height} pixels, which is too many. At most {max} million."},
		"news.photo_small":       {VI: "Ảnh nhỏ quá: mỗi cạnh ít nhất {min} điểm.", EN: "The picture is too small: each side needs at least {min} pixels."},
		"news.photos_many":       {VI: "Một tin có nhiều nhất {max} ảnh.", EN: "An item has at most {max} photos."},

		"news.status_draft":     {VI: "Bản nháp", EN: "Draft"},
		"news.status_published": {VI: "Đã đăng", EN: "Published"},
		"news.status_corrected": {VI: "Đã đính chính", EN: "Corrected"},
		"news.status_withdrawn": {VI: "Đã rút", EN: "Withdrawn"},

		"news.mode_online":    {VI: "Trực tuyến", EN: "Online"},
		"news.mode_in_person": {VI: "Trực tiếp", EN: "In person"},
		"news.mode_hybrid":    {VI: "Trực tiếp kết hợp trực tuyến", EN: "In person and online"},

		// What a draft begins with. The item itself is Vietnamese; the English is for those who learn the forms.
		"news.draft_byline":      {VI: "Tin, ảnh: {name}", EN: "Text, photos: {name}"},
		"news.draft_lead":        {VI: "{part} {day}, {hosts} tổ chức {title}", EN: "{part} {day}, {hosts} held {title}"},
		"news.draft_review_plan": {VI: ", đánh giá tình hình, kết quả công tác {review}, triển khai nhiệm vụ trọng tâm {plan}", EN: " to review {review} and set the key tasks of {plan}"},
		"news.draft_review":      {VI: ", đánh giá tình hình, kết quả công tác {review}", EN: " to review {review}"},
		"news.draft_plan":        {VI: ", triển khai nhiệm vụ trọng tâm {plan}", EN: " to set the key tasks of {plan}"},
		"news.draft_chair":       {VI: "{name} chủ trì tại điểm cầu {site}.", EN: "{name} chaired at the site of {site}."},
		"news.draft_people":      {VI: "Dự tại điểm cầu {site} có các đồng chí: {people}.", EN: "Present at the site of {site}: {people}."},
		"news.draft_groups":      {VI: "Cùng dự có {groups}.", EN: "Also present: {groups}."},
		"news.draft_heads":       {VI: "Điểm cầu {site} có {n} đại biểu dự.", EN: "{n} {n:delegate was|delegates were} present at the site of {site}."},
		"news.draft_held":        {VI: "Hội nghị do {hosts} tổ chức, họp {mode} tới {n} điểm cầu", EN: "{hosts} held the conference, {mode}, with {n} {n:site|sites}"},
		"news.draft_chairs":      {VI: "Chủ trì hội nghị: {chairs}.", EN: "In the chair: {chairs}."},
		"news.draft_concluded":   {VI: "Kết luận hội nghị, {name} nêu {n} nhiệm vụ trọng tâm:", EN: "Concluding, {name} named {n} key {n:task|tasks}:"},
	}
}
