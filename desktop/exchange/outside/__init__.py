"""Other people's systems: the national portal, the land system, tables for the rest (hệ thống bên ngoài).

Pure: plain values in, plain values out. What each system calls things stands in `resources/mapping`; the code walks
those tables. Two rules hold everywhere. What goes out says what is true here and nothing is invented to fill a field.
What comes in is read as what it says; whatever could mean two things becomes a question to a person, never a guess.
"""
