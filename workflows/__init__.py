"""What moves a paper: routing tasks, the acts of offices and committees, checks, release, notifications.

Every change is a verb, one function each: it asks the access rule, locks the paper's row, changes, writes one log
entry, and leaves mail to ``on_commit``. Views, Wagtail's hooks, commands and the demo call the same functions."""
