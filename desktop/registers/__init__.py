"""What an office can show of its work in a period: register, statistics, lateness (sổ và báo cáo)."""
