"""What an officer reads of a refusal: the sentence without the names by which the command line knows its fields."""

import re

from desktop.errors import UserFacingError

_TECHNICAL = re.compile(r" \([a-z]+(?:_[a-z]+)*\)")


def spoken(error: UserFacingError) -> str:
    """Return the sentence for a screen: "lý do ghi muộn (late_reason)" loses the name in brackets."""
    return _TECHNICAL.sub("", error.message)
