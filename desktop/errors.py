"""Two kinds of fault: the officer's, told in Vietnamese, and ours, which goes to the log."""


class UserFacingError(Exception):
    """Something the officer can act on.

    The text is one Vietnamese sentence that says what to do; it is shown as it is. `field` names the input at fault
    ("applicant.phone"), so that a screen can put the sentence beside it.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
