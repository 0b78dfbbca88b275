"""Vietnamese labels of the shared enumerations, as screens, papers and the command line show them."""

from desktop.terms import (
    Area,
    AskedLate,
    Channel,
    EntryKind,
    Form,
    LateCause,
    Level,
    MessageChannel,
    MessageKind,
    MessageState,
    PauseKind,
    Role,
    Status,
    TransferWay,
    Unrecorded,
)

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
    Status.MERGED: "Đã gộp vào hồ sơ khác",
    Status.RESULT_READY: "Đã có kết quả, chờ trả",
    Status.RETURNED: "Đã trả kết quả",
    Status.ARRIVED: "Giấy đã đến, chờ gói dữ liệu",
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
    EntryKind.WITHDRAWAL_ASKED: "Công dân đề nghị rút hồ sơ",
    EntryKind.WITHDRAWAL_DECLINED: "Không đồng ý rút hồ sơ",
    EntryKind.WITHDRAWN: "Công dân rút hồ sơ",
    EntryKind.MERGED: "Gộp hồ sơ trùng",
    EntryKind.RESULT_READY: "Có kết quả",
    EntryKind.RETURNED: "Trả kết quả",
    EntryKind.ARRIVED: "Nhận giấy trước gói dữ liệu",
    EntryKind.SETTLED: "Giải quyết hai nhật ký khác nhau",
    EntryKind.CORRECTED: "Đính chính",
    EntryKind.EXPLAINED: "Giải trình chậm",
    EntryKind.MESSAGE: "Tin nhắn cho công dân",
    EntryKind.PRINTED: "In giấy",
    EntryKind.ATTACHED: "Đính kèm bản chụp",
    EntryKind.NOTED: "Ghi chú",
}

FORM: dict[Form, str] = {
    Form.RECEIPT: "Giấy tiếp nhận và hẹn trả kết quả",
    Form.SUPPLEMENT: "Phiếu yêu cầu bổ sung",
    Form.REJECTION: "Phiếu từ chối",
    Form.APOLOGY: "Văn bản xin lỗi và hẹn lại",
    Form.CONTROL: "Phiếu kiểm soát",
    Form.DUE_NOTICE: "Thông báo điều chỉnh ngày hẹn",
    Form.STOP: "Thông báo dừng giải quyết hồ sơ",
    Form.HANDOVER_LIST: "Danh sách bàn giao hồ sơ",
    Form.REGISTER: "Sổ theo dõi hồ sơ",
    Form.REMINDER: "Phiếu đôn đốc",
    Form.RESULT_RECEIPT: "Giấy giao nhận kết quả",
    Form.PROCESS_SHEET: "Phiếu quá trình giải quyết",
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

WAY: dict[TransferWay, str] = {
    TransferWay.DIRECT: "trực tiếp",
    TransferWay.ONE_GATE: "qua phần mềm một cửa",
    TransferWay.DOCUMENT_SYSTEM: "qua phần mềm quản lý văn bản",
    TransferWay.POST: "qua bưu chính",
}

ASKED_LATE: dict[AskedLate, str] = {
    AskedLate.PAST_LIMIT: "quá thời hạn được yêu cầu bổ sung",
    AskedLate.LAST_DAY: "vào ngày hẹn trả",
    AskedLate.OVERDUE: "khi đã quá hạn",
}

UNRECORDED: dict[Unrecorded, str] = {
    Unrecorded.STEP_SILENT: "hết hạn bước mà chưa ghi gì",
    Unrecorded.TAKEN_AHEAD: "nơi sau đã nhận, nơi trước chưa ghi bàn giao",
    Unrecorded.RESULT_DATED: "kết quả đã ký mà chưa ghi",
}

MESSAGE: dict[MessageKind, str] = {
    MessageKind.RECEIVED: "Đã tiếp nhận hồ sơ",
    MessageKind.GUIDANCE: "Hướng dẫn hoàn thiện hồ sơ",
    MessageKind.REFUSAL: "Từ chối tiếp nhận",
    MessageKind.SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    MessageKind.SUPPLEMENT_RECEIVED: "Đã nhận giấy tờ bổ sung",
    MessageKind.OBLIGATION: "Nghĩa vụ tài chính",
    MessageKind.OBLIGATION_MET: "Đã nhận chứng từ nghĩa vụ tài chính",
    MessageKind.RESUMED: "Tiếp tục giải quyết",
    MessageKind.APOLOGY: "Xin lỗi và hẹn lại ngày trả",
    MessageKind.CALENDAR_CHANGE: "Điều chỉnh ngày hẹn theo lịch nghỉ",
    MessageKind.CORRECTION: "Đính chính ngày hẹn",
    MessageKind.REJECTION: "Không giải quyết hồ sơ",
    MessageKind.STOP: "Dừng giải quyết hồ sơ",
    MessageKind.WITHDRAWAL: "Xác nhận rút hồ sơ",
    MessageKind.WITHDRAWAL_DECLINED: "Không đồng ý rút hồ sơ",
    MessageKind.EARLY_RESULT: "Có kết quả sớm",
    MessageKind.RESULT_READY: "Có kết quả",
}

MESSAGE_CHANNEL: dict[MessageChannel, str] = {MessageChannel.SMS: "tin nhắn SMS", MessageChannel.EMAIL: "thư điện tử"}

MESSAGE_STATE: dict[MessageState, str] = {
    MessageState.PREPARED: "chờ duyệt",
    MessageState.WITHHELD: "không gửi",
    MessageState.RELEASED: "đã duyệt, chờ gửi",
    MessageState.HANDED: "đã giao cổng nhắn tin",
    MessageState.CONFIRMED: "đã đến người nhận",
    MessageState.FAILED: "gửi không được",
}
