package conference

import "giaoban/internal/i18n"

// RoomMessages are the refusals of the floor and of the room.
func RoomMessages() i18n.Messages {
	return i18n.Messages{
		"conference.floor_hand_not_open":   {VI: "Hội nghị chưa khai mạc hoặc đã bế mạc, chưa xin phát biểu được.", EN: "The meeting is not open: the floor cannot be asked for now."},
		"conference.floor_has_it":          {VI: "Điểm cầu đang phát biểu.", EN: "The site has the floor already."},
		"conference.floor_observer":        {VI: "Điểm cầu dự thính chỉ nghe, không phát biểu.", EN: "An observing site listens and does not speak."},
		"conference.floor_not_open":        {VI: "Hội nghị chưa khai mạc hoặc đã bế mạc.", EN: "The meeting is not open."},
		"conference.floor_paused":          {VI: "Hội nghị đang tạm nghỉ. Họp tiếp rồi mời phát biểu.", EN: "The meeting is interrupted. Resume it first."},
		"conference.floor_given_already":   {VI: "Điểm cầu này đang phát biểu.", EN: "This site has the floor already."},
		"conference.floor_nobody":          {VI: "Hiện không có điểm cầu nào phát biểu.", EN: "Nobody has the floor now."},
		"conference.floor_not_yours":       {VI: "Điểm cầu này không giữ lời.", EN: "This site does not have the floor."},
		"conference.floor_minutes":         {VI: "Thời gian phát biểu từ {min} đến {max} phút.", EN: "A turn takes from {min} to {max} minutes."},
		"conference.room_topic_long":       {VI: "Nội dung xin phát biểu dài quá {max} ký tự.", EN: "The topic is longer than {max} characters."},
		"conference.room_speaker_unknown":  {VI: "Người này không có trong danh sách đại biểu của điểm cầu.", EN: "This person is not among the site's delegates."},
		"conference.room_agenda_end":       {VI: "Chương trình không còn nội dung theo hướng này.", EN: "The agenda has no further item in this direction."},
		"conference.room_remarks_fixed":    {VI: "Hội nghị ở bước “{status}”, biên bản phát biểu không sửa được.", EN: "The conference is at “{status}”: the record of remarks cannot be changed."},
		"conference.room_remark_not_found": {VI: "Không có lượt phát biểu này.", EN: "There is no such remark."},
		"conference.room_roll_closed":      {VI: "Hiện không có lượt điểm danh nào đang mở.", EN: "No roll call is open now."},
		"conference.room_removed":          {VI: "Chủ trì đã mời điểm cầu {site} ra khỏi phòng họp. Liên hệ thư ký hội nghị.", EN: "The chair has sent the site of {site} out of the room. Ask the conference secretary."},
		"conference.room_remove_chair":     {VI: "Không mời điểm cầu của chủ trì ra khỏi phòng họp.", EN: "The chair's own site cannot be sent out."},
		"conference.room_no_media":         {VI: "Phòng họp này không có hình và tiếng. Xin phát biểu, chương trình và kết luận vẫn dùng được.", EN: "This room has no sound and picture. Hands, agenda and conclusions work all the same."},
		"conference.room_not_joinable":     {VI: "Phòng họp mở trong ngày hội nghị. Hội nghị đang ở bước “{status}”.", EN: "The room is open on the day of the conference. The conference is at “{status}”."},
		"conference.room_test_malformed":   {VI: "Kết quả thử đường truyền không đọc được.", EN: "The result of the line test cannot be read."},
		"conference.room_test_too_often":   {VI: "Đã đo quá nhiều lần. Đợi một phút rồi đo tiếp.", EN: "Too many measurements. Wait a minute, then go on."},
	}
}
