"""What readers write to the council office about barriers.

It is in the letter itself, whose words are deleted as soon as it has left: nothing else of it is kept here.
"""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from papers.mail.messages import mail
from papers.mail.posting import post

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from papers.mail.letters import Letter

FEEDBACK = "feedback.accessibility"  # the kind of letter
MOST_CHARACTERS = 5000


class FeedbackForm(forms.Form):
    """``website``: seen by programs alone, which fill in whatever there is."""

    message = forms.CharField(
        label=_("What can you not read or use?"), max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 8})
    )
    place = forms.CharField(
        label=_("On which page? (optional)"),
        help_text=_("Its title, its address or the number of the paper"),
        max_length=500,
        required=False,
    )
    email = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        help_text=_("Only if you would like an answer"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            described = [f"{name}-hint"] if field.help_text else []
            if self.is_bound and name in self.errors:
                described.append(f"{name}-error")
                field.widget.attrs["aria-invalid"] = "true"
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)
            field.widget.attrs["class"] = "kern-form-input__input"

    @property
    def is_of_a_program(self) -> bool:
        """It is told that all is well, and learns nothing."""
        return bool(self.cleaned_data.get("website"))


@transaction.atomic
def send(told: dict[str, Any]) -> None:
    about = {name: told[name] for name in ("message", "place", "email")}
    _name, address = parseaddr(settings.COUNCIL_OFFICE_ADDRESS)
    post(FEEDBACK, about=about, address=address, language=settings.LANGUAGE_CODE)


def letter_with_feedback(letter: Letter) -> EmailMultiAlternatives:
    """An answer to it goes to whoever wrote, if they want one."""
    headers = {"Reply-To": letter.about["email"]} if letter.about["email"] else {}
    body = render_to_string("portal/mail/feedback.txt", letter.about)
    return mail(render_to_string("portal/mail/feedback_subject.txt"), body, to=letter.to, headers=headers)
