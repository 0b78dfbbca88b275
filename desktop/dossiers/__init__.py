"""What a dossier is: the entries that happened to it and the state that follows from them (hồ sơ).

It stands below `models`, because the journal folds every entry into the derived tables in the same transaction, and
below `handling`, which decides what may happen next.
"""
