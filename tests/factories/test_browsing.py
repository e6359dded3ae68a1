"""A browser that cannot leave the machine, and a server that is waited for."""

from __future__ import annotations

import threading

import pytest

from tests.factories.browsing import Turns, asked_of_others


@pytest.mark.browser
@pytest.mark.parametrize(
    "address", ["http://192.0.2.1/a.png", "http://elsewhere.example/a.png", "https://[2001:db8::1]/"]
)
def test_what_is_on_another_machine_is_out_of_reach_and_told(browser, address):
    context = browser.new_context()
    foreign = asked_of_others(context)
    page = context.new_page()

    with page.expect_event("requestfailed") as failed:
        page.set_content(f"<img src='{address}'>")

    assert "PROXY" in failed.value.failure
    assert foreign == [address]
    context.close()


def test_all_that_was_asked_is_answered_one_after_the_other_before_the_database_is_emptied():
    answering, done, may_end = Turns(), [], threading.Event()

    def ask(name):
        with answering:
            may_end.wait()
            done.append(name)

    asking = [threading.Thread(target=ask, args=[name]) for name in "abc"]
    for one in asking:
        one.start()
    with answering.changed:
        assert answering.changed.wait_for(lambda: answering.waiting == 3, 10)
    with pytest.raises(AssertionError, match="not answered"):
        answering.wait_for_all(seconds=0)
    may_end.set()
    answering.wait_for_all()

    assert sorted(done) == ["a", "b", "c"]
    for one in asking:
        one.join()
