"""A second, slow way to count, written from the rules and not from the program: it walks from day to day.

Rules (convention DP-1 and its named options): the day of receipt is day 0; a day has a morning and an afternoon
session; 0.5 day is one session; times up to the end of the morning belong to the morning, later ones (lunch included)
to the afternoon; a receipt on a day off belongs to the morning of the next working day; paused sessions are added.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class SlowClock:
    """`works(day)` tells whether a day is worked, `hours(day)` its sessions as (opening, closing) times."""

    works: object
    hours: object
    conventions: dict

    def sessions(self, day):
        spans = self.hours(day) if self.works(day) else []
        return [(datetime.combine(day, opens), datetime.combine(day, closes)) for opens, closes in spans]

    def says(self, name, value):
        return self.conventions.get(name) == value

    def next_worked(self, day):
        """Return this day if it is worked, else the next one that is."""
        while not self.works(day):
            day += DAY
        return day

    # Sessions one after the other

    def walk(self, day):
        """Yield the end of every session from this day on."""
        while True:
            for _, closes in self.sessions(day):
                yield closes
            day += DAY

    def session_of(self, moment):
        """Return the end of the session a moment belongs to."""
        day = moment.date()
        if not self.works(day):
            return self.sessions(self.next_worked(day))[0][1]
        ends = [closes for _, closes in self.sessions(day)]
        return ends[0] if moment <= ends[0] else ends[-1]

    def after(self, end, count):
        """Return the end of the session so many sessions after (or before) the one that ends then."""
        if count < 0:
            ends, day = [], end.date()
            while len(ends) < -count:
                ends = [closes for _, closes in self.sessions(day) if closes < end] + ends
                day -= DAY
            return ends[count]
        walk = self.walk(end.date())
        while next(walk) != end:
            pass
        for _ in range(count):
            end = next(walk)
        return end

    def sessions_between(self, first, last):
        """Return how many sessions lie after the one that ends at `first`, up to the one that ends at `last`."""
        return sum(1 for closes in self.until(first.date(), last) if closes > first)

    def until(self, day, last):
        for closes in self.walk(day):
            if closes > last:
                return
            yield closes

    # Terms

    def start_session(self, received):
        day = received.date()
        if not self.works(day):
            first = self.session_of(received)
            return self.after(first, -1) if self.says("nonworking_receipt", "NATURAL_DAY0") else first
        if self.is_late(received):
            return self.sessions(self.next_worked(day + DAY))[0][1]
        return self.session_of(received)

    def is_late(self, received):
        return self.says("after_close", "NEXT_OPENING") and received > self.sessions(received.date())[-1][1]

    def half_days(self, received, halves, pauses=()):
        """Return the end of the last session, every paused session added (SHIFT)."""
        begin = self.start_session(received)
        due, moved = self.after(begin, halves), 0
        for start, end in joined(pauses, received):
            whole = halves % 2 == 0 and moved % 2 == 0 and self.conventions.get("end", "DATE") == "DATE"
            first, last = max(begin, self.session_of(start)), max(begin, self.session_of(end))
            if (first.date() > due.date()) if whole else (first > due):
                return due, whole
            if first > due:
                return None, None  # opened on the due date, after the due session: not for the formula to say
            paused = self.sessions_between(first, last)
            due, moved = self.after(due, paused), moved + paused
        return due, halves % 2 == 0 and moved % 2 == 0

    def working_minutes(self, received, minutes, pauses=()):
        """Return when so many minutes of office hours have passed, those of a pause left out."""
        day = received.date()
        while True:
            for opens, closes in self.sessions(day):
                for begin, end in without(max(opens, received), closes, pauses):
                    if minutes <= (end - begin) // timedelta(minutes=1):
                        return begin + timedelta(minutes=minutes)
                    minutes -= max(0, (end - begin) // timedelta(minutes=1))
            day += DAY

    def calendar_days(self, received, days, pauses=()):
        begin = day = self.day0(received)
        for _ in range(days):
            day += DAY
        for start, end in joined(pauses, received):
            if start.date() > self.next_worked(day):
                break
            day += max(end.date(), begin) - min(max(start.date(), begin), day)
        return self.next_worked(day)

    def day0(self, received):
        day = received.date()
        if self.works(day):
            return self.next_worked(day + DAY) if self.is_late(received) else day
        return day if self.says("nonworking_receipt", "NATURAL_DAY0") else self.next_worked(day)

    def mixed(self, received, working, calendar):
        day = self.day0(received)
        for _ in range(working):
            day = self.next_worked(day + DAY)
        return self.next_worked(day + calendar * DAY)

    def same_day(self, received, cutoff):
        day = received.date()
        if not self.works(day):
            return self.next_worked(day)
        clock = received.time()
        late = clock >= cutoff if self.says("cutoff", "INCLUSIVE") else clock > cutoff
        return self.next_worked(day + DAY) if late or self.is_late(received) else day

    def minutes_between(self, start, end):
        if end < start:
            return -self.minutes_between(end, start)
        total, day = timedelta(0), start.date()
        while day <= end.date():
            for opens, closes in self.sessions(day):
                total += max(timedelta(0), min(closes, end) - max(opens, start))
            day += DAY
        return total // timedelta(minutes=1)


def joined(pauses, received):
    """Return the pauses in order, overlapping or touching ones as one, none before the receipt."""
    result = []
    for start, end in sorted((max(start, received), end) for start, end in pauses if end > received):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def without(begin, end, pauses):
    """Yield what is left of a stretch of time when the pauses are taken out of it."""
    for start, stop in sorted(pauses):
        if begin < end:
            if start > begin:
                yield begin, min(start, end)
            begin = max(begin, stop)
    if begin < end:
        yield begin, end


def full_day(hours):
    return [
        (time.fromisoformat(hours[0]), time.fromisoformat(hours[1])),
        (time.fromisoformat(hours[2]), time.fromisoformat(hours[3])),
    ]
