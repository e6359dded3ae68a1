"""Addresses that show no paper, each with the reason, and what the index keeps and who asks for it."""

from __future__ import annotations

MASTER_DATA = "master data: opened by a policy of ours to who reads every paper, or without papers on it"
ADMINISTRATORS = "permissions only administrators hold, who read every paper"
UPLOADING = "takes in what somebody uploads, and shows what they uploaded"
NOT_USED = "documents, forms and snippets have no part here; there are none"

# expression of a route: why it shows no paper
SHOWS_NO_PAPER: dict[str, str] = {
    r"_util/.*": "log-in of Wagtail's own, for restrictions no page has",
    r"admin/\.\*/\$": "what nothing in the administration answers to",
    r"admin/(test404|failwhale)/": "makes an error, to look at its page",
    r"admin/(sprite|jsi18n|localize/jsi18n)/": "icons and words of the interface",
    r"admin/(login|logout)/": "signing in and out",
    r"admin/left-open/": "whether one is signed in",
    r"admin/password_reset/.*": "signing in and out",
    r"admin/dismissibles/": "what somebody has clicked away",
    r"admin/block-preview/": "shows a kind of block with made-up words",
    r"admin/choose-(anchor|email|external|phone)-link/": "asks for an address that somebody types",
    r"admin/embeds/.*": "asks for an address that somebody types",
    r"admin/editing-sessions/release/.*": "ends a session of one's own, with an empty answer",
    r"admin/collections/.*": "folders of images, which hold no right and no paper",
    r"admin/documents/.*": NOT_USED,
    r"admin/api/main/documents/(<int:pk>|find)/": NOT_USED,
    r"admin/forms/.*": NOT_USED,
    r"admin/snippets/": NOT_USED,
    r"admin/localize/(api|submit)/snippet.*": NOT_USED,
    r"admin/localize/translate/.*/preview/<str:mode>/": "the preview that has a channel, in a mode pages do not have",
    r"admin/(delegations|glossary|locales|measures|memberships|sites|slip_templates|synonyms)/.*": MASTER_DATA,
    r"admin/(organizations|paper_kinds)/((new|results)/|copy/<int:pk>/)?": MASTER_DATA,
    r"admin/reports/mails/.*": "kinds of mails, people, and numbers of papers, for the council office",
    r"admin/groups/.*": ADMINISTRATORS,
    r"admin/users/((new|results)/|send_link/<int:pk>/)?": "people, and no papers",
    r"admin/redirects/.*": ADMINISTRATORS,
    r"admin/settings/.*": "there are no settings to edit on screen",
    r"admin/workflows/.*": ADMINISTRATORS,
    r"admin/images/(add|multiple/.*|chooser/create)/": UPLOADING,
    r"admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/": "tags, which nothing here has",
    r"robots\.txt": "what programs need not look at",
    r"\.well-known/security\.txt": "whom to tell of a hole",
    r"<place:place>/": "pages about the site",
    r"accessibility/feedback/": "takes a message to the council office",
    r"desk/": "leads to the inbox",
    r"(login|logout|login/closed)/": "signing in and out",
    r"password/.*": "signing in and out",
    r"account/.*": "one's own account: name, address, password, sessions",
    r"subscriptions/(confirm|end)/<str:token>/": "names what was asked for, and no paper",
}

TITLE, TEXT = "hit by a word of the title", "hit by a word of the text"
ANNEX = "hit by a word of a confidential annex"
# field of the index: the channel by which somebody might learn what it holds; "" where it is a key that tells nothing
INDEXED: dict[str, str] = {
    "id": "",
    "paper": "search",
    "page": "choosers of pages",
    "attachment": ANNEX,
    "page_number": ANNEX,
    "organization": "pages of committees",
    "language": "search by filters",
    "title": TITLE,
    "text": TEXT,
    "date": "search by filters",
    "terms_title": TITLE,
    "terms_head": TEXT,
    "terms_body": TEXT,
    "terms_parts": "suggestion",
    # what only Elasticsearch keeps
    "access": "search",
    "key": "",
    "pk": "",
    "published": "feed",
    "of_a_paper": "",
    "alone": "",
    "kind": "search by filters",
    "committee": "search by filters",
    "office": "search by filters",
    "year": "search by filters",
    "state": "search by filters",
    "outcome": "search by filters",
    "city": "search by filters",
    "field": "search by filters",
    "part": "search by filters",
}
