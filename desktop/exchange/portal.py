"""Our statuses in the words of the national portal (trạng thái hồ sơ trên Cổng Dịch vụ công quốc gia).

Codes 1–10 as two unrelated published clients send them. An extension with apology changes the promised date only: the
status stays what it is, and no status ever borrows another's code.
"""

from desktop.terms import Status

PORTAL_CODE: dict[Status, str | None] = {
    Status.GUIDED: None,  # not accepted yet: the portal does not know the dossier
    Status.REFUSED: "3",
    Status.ACCEPTED: "2",
    Status.IN_PROGRESS: "4",
    Status.WAITING_SUPPLEMENT: "5",
    Status.WAITING_OBLIGATION: "6",
    Status.PAUSED: "4",
    Status.REJECTED: "8",
    Status.STOPPED: "8",
    Status.WITHDRAWN: "7",
    Status.MERGED: "8",  # goes on under the other dossier's code; this one is not processed
    Status.RESULT_READY: "9",
    Status.RETURNED: "10",
    Status.ARRIVED: None,  # its office of receipt tells the portal; here only the paper has come
}
