"""The countdown board (bảng hạn): the first page; shows rows as they are given and hands on what the officer chose."""

from desktop.ui.board.page import BoardPage

__all__ = ["BoardPage"]
