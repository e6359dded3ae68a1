"""The desk: everything behind the log-in. Who may open which of its addresses is written down here, one by one.

``who`` says whom a decision can name, ``decisions`` what a decision is, ``screens_of_pages``, ``screens_of_wagtail``
and ``screens_of_ours`` decide, and ``gate`` stands in front of every address and asks. What is not decided is denied.
"""
