"""Who somebody is, and who may read. The one rule, asked by every channel; what it does not allow is refused.

``principal`` says who somebody is, ``reading`` what that opens, ``people`` who acts for whom. Who may change what is in
the table of verbs (``papers.access.verbs``). Wagtail is answered by ``page_permissions``, ``policies`` and ``locks``;
``groups`` open areas of the admin.
"""

from papers.access.people import (
    acting_person,
    council_office_members,
    languages_with_liaisons,
    organizations_with_actors,
    origins_open_to,
    people_acting_for,
    reviewers_of,
)
from papers.access.principal import (
    EVERYTHING,
    NOBODY,
    Person,
    Principal,
    Reader,
    is_council_office,
    principal_of,
    principals_of,
    principals_remembered,
)
from papers.access.reading import (
    attachment_rule,
    held_principals,
    known_drafts_rule,
    knows_drafts,
    may_read,
    may_read_attachment,
    read_principals,
    readable_rule,
    readers_among,
    translation_rule,
)

__all__ = [
    "EVERYTHING",
    "NOBODY",
    "Person",
    "Principal",
    "Reader",
    "acting_person",
    "attachment_rule",
    "council_office_members",
    "held_principals",
    "is_council_office",
    "known_drafts_rule",
    "knows_drafts",
    "languages_with_liaisons",
    "may_read",
    "may_read_attachment",
    "organizations_with_actors",
    "origins_open_to",
    "people_acting_for",
    "principal_of",
    "principals_of",
    "principals_remembered",
    "read_principals",
    "readable_rule",
    "readers_among",
    "reviewers_of",
    "translation_rule",
]
