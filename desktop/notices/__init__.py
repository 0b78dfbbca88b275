"""Messages to citizens (tin nhắn cho công dân): worded from the entry behind them, let go once, sent, proof kept."""
