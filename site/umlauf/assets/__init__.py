"""What the public pages load beside their text, derived from installed packages: ``python -m umlauf.assets fonts |
styles`` writes it into ``built/``, which Git ignores. ``make assets`` runs both where something changed.

Fonts are cut by script, so that a reader gets the letters their language is written in; KERN's style sheet is left with
what our templates name. Served as they come, both were a megabyte for the first page somebody opened."""
