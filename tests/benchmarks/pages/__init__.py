"""What every kind of page, and every verb, costs in a city with a hundred, ten thousand and a hundred thousand papers:
``make bench-pages``.

``record`` writes a hundred papers by the verbs people use, ``fill`` multiplies them in the database. ``questions`` says
which pages are asked by whom, ``asking`` asks them of a small and a large city in turn, ``table``, ``chart`` and
``kept`` show what came of it; ``show`` prints the slowest statements of a question with their plans."""
