"""What the memberships of the cast mean, said without the code under test."""

from __future__ import annotations

from hypothesis import strategies as st

OWNERS = {"author", "colleague"}
CLERKS = {"council_clerk", "second_clerk", "admin"}
ACTS_FOR = {
    "Planungsamt": {"cosigner", "second_cosigner", "deputy"},
    "Tiefbauamt": {"outsider", "deputy", "deputys_deputy", "former_colleague"},
    "Europaausschuss": {"secretary"},
    "Kulturausschuss": {"secretary"},
    "Rat": {"chair"},
    "Bristol": {"liaison"},
    "Finanzausschuss": set(),
}
DEPUTISES = {("deputy", "Planungsamt"): "cosigner", ("deputys_deputy", "Tiefbauamt"): "deputy"}
MAY = {
    "submit": OWNERS | CLERKS,
    "return": CLERKS,
    "recall": OWNERS,
    "withdraw": OWNERS | CLERKS,
    "check": CLERKS,
    "release": CLERKS,
    "route": OWNERS | CLERKS,
    "publish": CLERKS,
}
WITH_AUTHOR = {"draft", "returned"}
CIRCULATING = {"co_signing", "checking", "releasing", "deliberating"}
BLOCKING = {"co_sign", "hearing", "deliberation", "preliminary", "decision"}
RECORD = (
    "kind_id", "number", "number_year", "sequence", "state", "state_since", "originating_office_id", "author_id",
    "confidentiality", "superordinate_id",
    "suffix_kind", "released_at", "slug", "live", "taken_off_at",
)  # fmt: skip
# deputys_deputy works in the Tiefbauamt only through the deputy, who is a member there
PEOPLE = [
    "author", "colleague", "cosigner", "second_cosigner", "office_adviser", "deputy", "deputys_deputy",
    "council_clerk", "secretary", "chair", "member",
    "adviser", "liaison", "outsider", "former_member", "inactive", "citizen",
]  # fmt: skip
# the right people more often, or no sequence gets far
LIKELY = ["author", "council_clerk", "cosigner", "secretary", "chair", "liaison"]
anybody = st.one_of(st.sampled_from(LIKELY), st.sampled_from(PEOPLE))
clerks_mostly = st.one_of(st.just("council_clerk"), anybody)
authors_mostly = st.one_of(st.just("author"), anybody)
chances = st.integers(0, 10_000)
