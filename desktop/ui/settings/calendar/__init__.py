"""The calendar: a year at a glance, the office's own days, and what a change would move (lịch làm việc)."""
