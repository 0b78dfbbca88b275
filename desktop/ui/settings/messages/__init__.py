"""Messages: how each kind is worded, and through which gateway texts go (tin nhắn)."""
