"""The words of our log entries, as Wagtail's history and site log print them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.log_actions import LogFormatter

from papers.enums import Confidentiality, Outcome

# What may become of a line that followed from a wrong result (``workflows.routing.consequences``).
THEN = {
    "take_back": pgettext_lazy("what becomes of a later line", "waits again until it is its turn"),
    "go_on": pgettext_lazy("what becomes of a later line", "goes on; the earlier result is still to come"),
    "stand": pgettext_lazy("what becomes of a later line", "stands as it was recorded"),
    "repeat": pgettext_lazy("what becomes of a later line", "has to be dealt with again"),
    "end": pgettext_lazy("what becomes of a later line", "is no longer needed"),
    "keep": pgettext_lazy("what becomes of a later line", "stays all the same"),
}

PLAIN_ACTIONS = (
    ("umlauf.submit", _("Submit"), _("Submitted")),
    ("umlauf.resubmit", _("Submit again"), _("Submitted again")),
    ("umlauf.recall", _("Recall"), _("Recalled by the author")),
    ("umlauf.release", _("Release"), _("Released")),
    ("umlauf.complete", _("Complete"), _("Routing completed")),
    ("umlauf.slip", _("Change routing slip"), _("Routing slip changed")),
    ("umlauf.take_back_end", _("Take back an end"), _("Goes on after all")),
    ("umlauf.submit_translation", _("Submit translation"), _("Translation submitted for review")),
    ("umlauf.approve_translation", _("Approve translation"), _("Translation approved")),
)


class ActFormatter(LogFormatter):
    label = _("Act on a line")

    def format_message(self, log_entry: Any) -> Any:
        return _("%(line)s: %(outcome)s") % {
            "line": log_entry.data["line"],
            "outcome": Outcome(log_entry.data["outcome"]).label,
        }


class AheadFormatter(ActFormatter):
    label = _("Act on a line before an earlier stage")


class TakeBackLinesFormatter(LogFormatter):
    label = _("Take lines back")

    def format_message(self, log_entry: Any) -> Any:
        return _("Waiting for an earlier stage again: %(lines)s") % {"lines": ", ".join(log_entry.data["lines"])}


class CheckFormatter(LogFormatter):
    label = _("Formal check")

    def format_message(self, log_entry: Any) -> Any:
        return _("Formal check passed, number %(number)s") % {"number": log_entry.data["number"]}


class ReturnFormatter(LogFormatter):
    label = _("Return to author")

    def format_message(self, log_entry: Any) -> Any:
        return _("Returned to the author: %(reason)s") % {"reason": log_entry.data["reason"]}


class ReturnTranslationFormatter(LogFormatter):
    label = _("Give translation back")

    def format_message(self, log_entry: Any) -> Any:
        return _("Translation given back: %(reason)s") % {"reason": log_entry.data["reason"]}


class DistributeFormatter(LogFormatter):
    label = _("Distribute")

    def format_message(self, log_entry: Any) -> Any:
        count = log_entry.data["recipients"]
        return ngettext(
            "Version %(version)s distributed to %(count)s person",
            "Version %(version)s distributed to %(count)s people",
            count,
        ) % {
            "version": log_entry.data["version"],
            "count": count,
        }


class DeliverAgainFormatter(LogFormatter):
    label = _("Send again")

    def format_message(self, log_entry: Any) -> Any:
        count = log_entry.data.get("recipients")
        if count is None:
            return _("Queued once more for somebody it could not be sent to")
        return ngettext(
            "Queued once more for %(count)s person it could not be sent to",
            "Queued once more for %(count)s people it could not be sent to",
            count,
        ) % {"count": count}


class CorrectFormatter(LogFormatter):
    label = _("Correct a result")

    def format_message(self, log_entry: Any) -> Any:
        return _("Result corrected: %(line)s") % {"line": log_entry.data["line"]}


class ChangeTheWayFormatter(LogFormatter):
    label = _("Correct a result and its consequences")

    def format_message(self, log_entry: Any) -> Any:
        said = _("Result corrected, and the way of the paper with it: %(line)s") % {"line": log_entry.data["line"]}
        return "; ".join([str(said), *filter(None, [settled(log_entry.data)])])


def settled(data: dict[str, Any]) -> str:
    """What became of each line that followed from a wrong result, a sentence per line."""
    return "\n".join(f"{line}: {THEN[what]}" for line, what in data.get("then", ()) if what in THEN)


class WithdrawFormatter(LogFormatter):
    label = _("Withdraw")

    def format_message(self, log_entry: Any) -> Any:
        return _("Withdrawn: %(reason)s") % {"reason": log_entry.data["reason"]}


class EndLineFormatter(LogFormatter):
    label = _("End a line")

    def format_message(self, log_entry: Any) -> Any:
        return _("%(line)s: no longer needed") % {"line": log_entry.data["line"]}


class HandOverLineFormatter(LogFormatter):
    label = _("Hand over a line")

    def format_message(self, log_entry: Any) -> Any:
        return _("%(line)s: handed over to %(to)s") % {"line": log_entry.data["line"], "to": log_entry.data["to"]}


class HandOverFormatter(LogFormatter):
    label = _("Hand over")

    def format_message(self, log_entry: Any) -> Any:
        return handed_over(log_entry.data)


def handed_over(data: dict[str, Any]) -> Any:
    """To whom a paper went: to an office, to a person, or to a person there."""
    if data.get("office") and data.get("author"):
        return _("Handed over to %(author)s, %(office)s") % data
    return _("Handed over to %(organization)s") % {"organization": data.get("office") or data.get("author", "")}


class EndOrganizationFormatter(LogFormatter):
    label = _("End an organization")

    def format_message(self, log_entry: Any) -> Any:
        day = date_format(datetime.date.fromisoformat(log_entry.data["ends_on"]), "SHORT_DATE_FORMAT")
        if log_entry.data.get("successor"):
            return _("Ends on %(date)s; %(successor)s goes on") % {
                "date": day,
                "successor": log_entry.data["successor"],
            }
        return _("Ends on %(date)s") % {"date": day}


class SettleEndFormatter(LogFormatter):
    label = _("Settle what was left")

    def format_message(self, log_entry: Any) -> Any:
        return _("The last day has passed; what was left there was settled, %(successor)s goes on") % {
            "successor": log_entry.data["successor"]
        }


class RestrictFormatter(LogFormatter):
    label = _("Make stricter")

    def format_message(self, log_entry: Any) -> Any:
        return restricted(log_entry.data)


class TakeOffFormatter(RestrictFormatter):
    label = _("Take off the public")


def restricted(data: dict[str, Any]) -> Any:
    """What was made stricter, or taken off. An annex is not named: its title may be the problem."""
    if not data["after"]:
        return _("Attachment taken off the public") if data["attachment"] else _("Taken off the public")
    words = {"after": Confidentiality(data["after"]).label, "before": Confidentiality(data["before"]).label}
    if data["attachment"]:
        return _("An attachment is “%(after)s” instead of “%(before)s”") % words
    return _("Confidentiality: “%(after)s” instead of “%(before)s”") % words


def register(actions: Any) -> None:
    for action, label, message in PLAIN_ACTIONS:
        actions.register_action(action, label, message)
    for action, formatter in (
        ("umlauf.act", ActFormatter),
        ("umlauf.change_the_way", ChangeTheWayFormatter),
        ("umlauf.check", CheckFormatter),
        ("umlauf.correct", CorrectFormatter),
        ("umlauf.deliver_again", DeliverAgainFormatter),
        ("umlauf.distribute", DistributeFormatter),
        ("umlauf.end_line", EndLineFormatter),
        ("umlauf.end_organization", EndOrganizationFormatter),
        ("umlauf.hand_over", HandOverFormatter),
        ("umlauf.hand_over_line", HandOverLineFormatter),
        ("umlauf.make_stricter", RestrictFormatter),
        ("umlauf.record_ahead", AheadFormatter),
        ("umlauf.return", ReturnFormatter),
        ("umlauf.return_translation", ReturnTranslationFormatter),
        ("umlauf.settle_end", SettleEndFormatter),
        ("umlauf.take_back_lines", TakeBackLinesFormatter),
        ("umlauf.take_off_the_public", TakeOffFormatter),
        ("umlauf.withdraw", WithdrawFormatter),
    ):
        actions.register_action(action)(formatter)
