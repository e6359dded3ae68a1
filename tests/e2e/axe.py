"""What axe finds on a page that has come to rest."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

# colours halfway through a transition are nobody's colours; what moves for ever (a spinner) has no end to go to
AT_REST = """() => document.getAnimations()
  .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
  .forEach((one) => one.finish())"""


def violations(page, address=None):
    """One line for each, empty where all is well. ``address`` is opened first; else the page as it stands."""
    if address is not None:
        page.goto(address)
    page.evaluate(AT_REST)
    return [
        f"{address or page.url}: {rule['id']}: {node['html'][:200]}"
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
    ]
