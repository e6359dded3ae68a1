"""The least a Wagtail page can be that shows the text of a paper: an app for ``tests.benchmarks.paper_page`` alone."""
