"""What a file that is attached says beside what it shows: text under black bars, hidden sheets, tracked changes, names.

``inspector`` reads it, a program that may die, with ``pdfs``, ``packages`` and ``images``; ``inspecting`` starts it and
keeps what it found by the hash of the content; ``warnings`` puts it into words.
"""
