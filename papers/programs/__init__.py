"""Programs of ours that may die: each does one kind of work on what strangers wrote, and is killed beyond its limits.

``host`` is the side that starts one and outlives it, ``pool`` keeps some of them for job after job, ``guest`` is the
side of the program.
"""
