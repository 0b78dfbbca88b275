"""The settings page: one section a panel, each read from and saved to the store (thiết lập)."""
