"""``manage.py send_deliveries``: ``send_mail`` under the name it had before there was one outbox for all mail, for the
clocks that know it."""

from __future__ import annotations

from papers.management.commands.send_mail import Command as SendMail


class Command(SendMail):
    pass
