"""What each kind of entry changes: one short function a kind, state and entry in, state out. Pure."""

from collections.abc import Callable
from typing import Any

import msgspec

from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.effects.correction import corrected, settled
from desktop.dossiers.effects.custody import handed_over, taken_over
from desktop.dossiers.effects.ending import (
    merged_into,
    rejected,
    result_ready,
    returned,
    stopped,
    withdrawal_asked,
    withdrawal_declined,
    withdrawn,
)
from desktop.dossiers.effects.passive import attached, explained, message_moved, noted, printed
from desktop.dossiers.effects.promises import extended, re_promised
from desktop.dossiers.effects.steps import assigned, step_finished, step_returned
from desktop.dossiers.effects.waiting import (
    clock_goes_on,
    obligation_asked,
    other_pause,
    supplement_asked,
    supplement_received,
)
from desktop.dossiers.entry import Entry

EFFECTS: dict[type[msgspec.Struct], Callable[[Dossier, Entry, Any], Dossier]] = {
    bodies.Assigned: assigned,
    bodies.StepFinished: step_finished,
    bodies.StepReturned: step_returned,
    bodies.HandedOver: handed_over,
    bodies.TakenOver: taken_over,
    bodies.SupplementAsked: supplement_asked,
    bodies.SupplementReceived: supplement_received,
    bodies.ObligationAsked: obligation_asked,
    bodies.ObligationMet: clock_goes_on,
    bodies.Paused: other_pause,
    bodies.Resumed: clock_goes_on,
    bodies.Extended: extended,
    bodies.RePromised: re_promised,
    bodies.Rejected: rejected,
    bodies.Stopped: stopped,
    bodies.WithdrawalAsked: withdrawal_asked,
    bodies.WithdrawalDeclined: withdrawal_declined,
    bodies.Withdrawn: withdrawn,
    bodies.Merged: merged_into,
    bodies.ResultReady: result_ready,
    bodies.Returned: returned,
    bodies.Settled: settled,
    bodies.Corrected: corrected,
    bodies.Explained: explained,
    bodies.MessageMoved: message_moved,
    bodies.Printed: printed,
    bodies.Attached: attached,
    bodies.Noted: noted,
}
"""By the body of the entry; openings are not among them, because there is no state yet."""
