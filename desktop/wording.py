"""Vietnamese labels of the shared enumerations, as screens, papers and the command line show them."""

from desktop.terms import Area, Channel, EntryKind, Form, LateCause, Level, PauseKind, Role, Status

STATUS: dict[Status, str] = {
    Status.GUIDED: "Đã hướng dẫn bổ sung, chưa tiếp nhận",
    Status.REFUSED: "Từ chối tiếp nhận",
    Status.ACCEPTED: "Đã tiếp nhận",
    Status.IN_PROGRESS: "Đang giải quyết",
    Status.WAITING_SUPPLEMENT: "Đang dừng · chờ bổ sung hồ sơ",
    Status.WAITING_OBLIGATION: "Đang dừng · chờ nghĩa vụ tài chính",
    Status.PAUSED: "Đang dừng",
    Status.REJECTED: "Không giải quyết",
    Status.STOPPED: "Dừng giải quyết",
    Status.WITHDRAWN: "Công dân rút hồ sơ",
    Status.RESULT_READY: "Đã có kết quả, chờ trả",
    Status.RETURNED: "Đã trả kết quả",
}

PAUSE: dict[PauseKind, str] = {
    PauseKind.SUPPLEMENT: "chờ bổ sung hồ sơ",
    PauseKind.OBLIGATION: "chờ nghĩa vụ tài chính",
    PauseKind.OTHER: "tạm dừng",
}

ENTRY: dict[EntryKind, str] = {
    EntryKind.DESK_OPENED: "Mở sổ nhật ký của quầy",
    EntryKind.ACCEPTED: "Tiếp nhận hồ sơ",
    EntryKind.GUIDED: "Hướng dẫn hoàn thiện hồ sơ",
    EntryKind.REFUSED: "Từ chối tiếp nhận",
    EntryKind.ASSIGNED: "Phân công xử lý",
    EntryKind.STEP_FINISHED: "Xong bước",
    EntryKind.STEP_RETURNED: "Chuyển trả bước trước",
    EntryKind.HANDED_OVER: "Bàn giao hồ sơ",
    EntryKind.TAKEN_OVER: "Nhận bàn giao",
    EntryKind.SUPPLEMENT_ASKED: "Yêu cầu bổ sung",
    EntryKind.SUPPLEMENT_RECEIVED: "Nhận bổ sung",
    EntryKind.OBLIGATION_ASKED: "Yêu cầu thực hiện nghĩa vụ tài chính",
    EntryKind.OBLIGATION_MET: "Đã thực hiện nghĩa vụ tài chính",
    EntryKind.PAUSED: "Tạm dừng",
    EntryKind.RESUMED: "Tiếp tục giải quyết",
    EntryKind.EXTENDED: "Xin lỗi và hẹn lại ngày trả",
    EntryKind.RE_PROMISED: "Điều chỉnh ngày hẹn theo lịch mới",
    EntryKind.REJECTED: "Không giải quyết",
    EntryKind.STOPPED: "Dừng giải quyết",
    EntryKind.WITHDRAWN: "Công dân rút hồ sơ",
    EntryKind.RESULT_READY: "Có kết quả",
    EntryKind.RETURNED: "Trả kết quả",
    EntryKind.CORRECTED: "Đính chính",
    EntryKind.PRINTED: "In giấy",
    EntryKind.NOTED: "Ghi chú",
}

FORM: dict[Form, str] = {
    Form.RECEIPT: "Giấy tiếp nhận và hẹn trả kết quả",
    Form.SUPPLEMENT: "Phiếu yêu cầu bổ sung",
    Form.REJECTION: "Phiếu từ chối",
    Form.APOLOGY: "Văn bản xin lỗi và hẹn lại",
    Form.CONTROL: "Phiếu kiểm soát",
    Form.DUE_NOTICE: "Thông báo điều chỉnh ngày hẹn",
}

CHANNEL: dict[Channel, str] = {
    Channel.COUNTER: "tại quầy",
    Channel.ONLINE: "trực tuyến",
    Channel.POST: "qua bưu chính",
}

ROLE: dict[Role, str] = {
    Role.DESK: "Công chức một cửa",
    Role.SPECIALIST: "Chuyên viên",
    Role.LEADER: "Lãnh đạo",
    Role.ADMIN: "Quản trị",
    Role.AUDITOR: "Kiểm tra",
}

LEVEL: dict[Level, str] = {
    Level.COMMUNE: "cấp xã",
    Level.DISTRICT: "cấp huyện",
    Level.PROVINCE: "cấp tỉnh",
    Level.MINISTRY: "cấp bộ",
    Level.OTHER: "cơ quan khác",
}

AREA: dict[Area, str] = {
    Area.ORDINARY: "Địa bàn thường",
    Area.REMOTE: "Miền núi, hải đảo, vùng khó khăn",
}

CAUSE: dict[LateCause, str] = {LateCause.OBJECTIVE: "khách quan", LateCause.SUBJECTIVE: "chủ quan"}
