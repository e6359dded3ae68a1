"""What the page of a paper costs beside a bare Wagtail page with the same text: ``make bench-paper`` (DATABASE_URL for
PostgreSQL, ROUNDS=200, READER=secretary for somebody of the cast instead of nobody in particular, PROFILE=paper for
what the time of that page is made of, SHAPES=paper for its statements).

One process, settings of production, all middleware, Django's test client. The bare page (``tests.benchmarks.bare``) has
a title and the blocks of the same text, and nothing else: no record, no slip, no frame of links. Both are asked in
turn, and what is reported is the median of the ratios of each pair."""

from __future__ import annotations

import cProfile
import gc
import os
import pstats
import statistics
import time
from typing import TYPE_CHECKING, Any

from tests.benchmarks.verbs import shape

if TYPE_CHECKING:
    from django.test import Client

    from papers.models import Paper
    from tests.factories.cast import Cast
    from workflows.routing.slips import Line

ROUNDS = int(os.environ.get("ROUNDS", "200"))
PARAGRAPH = (
    "<p>Die Stadt Hannover pflegt seit Jahrzehnten <b>Partnerschaften</b> mit Städten in Europa und darüber hinaus. "
    "Die Begegnungen von Schulen, Vereinen und Verwaltungen sollen in den kommenden Jahren fortgesetzt werden; dafür "
    "werden im Haushalt Mittel bereitgestellt, über deren Verwendung der Ausschuss <i>jährlich</i> unterrichtet wird. "
    "Näheres regelt die Vereinbarung vom 12. Mai, die diesem Beschluss als Anlage beigefügt ist.</p>"
)
COSTS = [
    {
        "label": f"Posten {number}",
        "year": 2026 + number // 3,
        "nature": "operations",
        "period": ("one_off", "recurring", "recurring")[number % 3],
        "direction": "income" if number % 3 == 2 else "expense",
        "amount": "12500.00",
    }
    for number in range(6)
]
FIGURES = {
    "columns": [{"type": "text", "heading": "Stadt"}, {"type": "number", "heading": "Begegnungen"}],
    "rows": [{"values": [city, "12"]} for city in ("Bristol", "Rouen", "Posen", "Hiroshima")],
    "caption": "Begegnungen",
}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.bare.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import Client

    from tests.factories.cast import build_cast

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with transaction.atomic():
        cast = build_cast()
    client = Client()
    reader = os.environ.get("READER")
    if reader:
        client.force_login(getattr(cast, reader))
    print(f"{connection.vendor}, read by {reader or 'nobody in particular'}, median of {ROUNDS} rounds")
    print(
        f"{'page':<12}{'ms':>8}{'bare ms':>9}{'ratio':>7}{'wall':>7}"
        f"{'statements':>12}{'of bare':>9}{'KB':>6}{'of bare':>9}"
    )
    asked = [(name, paper, bare_page(paper)) for name, paper in pages(cast).items()]
    gc.collect()
    gc.freeze()  # as the server does
    for name, paper, bare in asked:
        report(client, name, paper, bare)


def pages(cast: Cast) -> dict[str, Paper]:
    return {"paper": decided_paper(cast), "open paper": paper_on_its_way(cast), "strategy": strategy(cast)}


# --- what is asked for ------------------------------------------------------------------------------------------------


def decided_paper(cast: Cast) -> Paper:
    """13 lines, each with its act, two versions, three annexes, six sections, its print kept."""
    paper = paper_on_its_way(cast)
    while _act_on_all(paper, cast):
        pass
    from tests.factories.papers import fresh

    return fresh(paper)


def paper_on_its_way(cast: Cast) -> Paper:
    """The same before the committees."""
    from papers.pdf.archive import print_of
    from tests.factories.papers import add_attachment, draft, edit, fresh
    from workflows.routing.release import pass_formal_check, release
    from workflows.routing.steps import resubmit, return_to_author, start_routing

    paper = draft(
        cast, title="Städtepartnerschaften", body=_body("decision"), slip=_slip(cast), summary="Worum es geht."
    )
    for number in (1, 2, 3):
        add_attachment(paper, by=cast.author, title=f"Anlage {number}", name=f"anlage-{number}.txt", content=b"Text")
    start_routing(paper, by=cast.author)
    return_to_author(fresh(paper), by=cast.council_clerk, reason="Es fehlen Zahlen.")
    edit(paper, by=cast.author, summary="Worum es geht, mit Zahlen.")
    resubmit(fresh(paper), by=cast.author)
    _act_on_all(paper, cast, "co_sign")
    pass_formal_check(fresh(paper), by=cast.council_clerk)
    release(fresh(paper), by=cast.council_clerk)
    print_of(fresh(paper))
    return fresh(paper)


def strategy(cast: Cast) -> Paper:
    from papers.models import Measure
    from tests.factories.papers import draft, finish_open, fresh
    from workflows.routing.release import pass_formal_check, release
    from workflows.routing.steps import start_routing

    page = draft(
        cast,
        "strategy",
        title="Strategie",
        body=_body("strategy"),
        slip=_slip(cast),
        vision=PARAGRAPH,
        goals=[("goal", {"title": f"Ziel {number}", "text": PARAGRAPH}) for number in range(3)],
        fields_of_action=[("field", {"title": f"Feld {number}", "text": PARAGRAPH}) for number in range(3)],
    )
    for block in page.fields_of_action:
        for state in ("planned", "running", "done"):
            Measure.objects.create(
                strategy=page,
                field_of_action=str(block.id),
                title=f"Maßnahme {state}",
                state=state,
                office=cast.org.planning_office,
            )
    start_routing(page, by=cast.author)
    finish_open(page, cast, "co_sign")
    pass_formal_check(fresh(page), by=cast.council_clerk)
    release(fresh(page), by=cast.council_clerk)
    return fresh(page)


def bare_page(paper: Paper) -> Any:
    """Its text is that of the paper, goals and fields of action of a strategy included."""
    from papers.models import PaperIndexPage
    from tests.benchmarks.bare.models import BarePage

    body = list(paper.body.raw_data)
    for name in ("goals", "fields_of_action"):
        for block in getattr(paper, name, ()):
            content = [{"type": "text", "value": block.value["text"].source}]
            body.append({"type": "section", "value": {"heading": block.value["title"], "content": content}})
    home = PaperIndexPage.objects.get(locale__language_code="de").get_parent()
    page = BarePage(title=paper.title, search_description=paper.summary, slug=f"bare-{paper.pk}", locale=paper.locale)
    page.body = BarePage._meta.get_field("body").stream_block.to_python(body)
    home.add_child(instance=page)
    return page


def _body(slug: str) -> list[Any]:
    """The sections a kind demands come first."""
    from tests.factories.papers import filled_body, kind

    text = ("text", PARAGRAPH * 3)
    costs = ("cost_table", {"caption": "Kosten", "rows": COSTS, "note": ""})
    quotation = ("quotation", {"text": "Wir werden gemeinsam handeln.", "source": "Vereinbarung"})
    demanded = [
        (name, {**value, "content": [costs if value["content"][0][0] == "cost_table" else value["content"][0], text]})
        for name, value in filled_body(kind(slug), PARAGRAPH)
    ]
    further = (
        {"key": "", "heading": "Begegnungen", "content": [text, ("table", {"table": FIGURES})]},
        {"key": "", "heading": "Ausblick", "content": [text, quotation]},
    )
    return [*demanded, *(("section", value) for value in further)]


def _slip(cast: Cast) -> list[Line]:
    from papers.models import Membership
    from workflows.routing.slips import Line

    org = cast.org
    Membership.objects.get_or_create(person=cast.secretary, organization=org.finance_committee, role="secretary")
    offices = (org.planning_office, org.works_office, org.council_office, org.international_office)
    committees = (org.europe_committee, org.culture_committee, org.finance_committee)
    return [
        *(Line(office, "co_sign", 1) for office in offices),
        *(Line(body, "hearing", 1) for body in (org.culture_committee, org.europe_committee)),
        *(Line(body, "preliminary", stage) for stage, body in enumerate(committees, start=1)),
        Line(org.council, "decision", 4),
        *(Line(organization, "information", 1) for organization in (org.bristol, org.faction, org.finance_committee)),
    ]


def _act_on_all(paper: Paper, cast: Cast, *roles: str) -> int:
    """Says how many lines were open."""
    from papers.models import Consultation
    from tests.factories.papers import FAVOURABLE, responsible
    from workflows.routing.acting import Votes, act_on

    counted = Votes(yes=9, no=2, abstain=1, biased=0)
    lines = list(Consultation.objects.filter(paper=paper).open())
    lines = [line for line in lines if not roles or line.role in roles]
    for line in lines:
        votes = counted if line.role in ("preliminary", "decision") else None
        finance = line.organization_id == cast.org.finance_committee.pk
        by = cast.secretary if finance else responsible(cast, line)
        act_on(line, by=by, outcome=FAVOURABLE[line.role], votes=votes)
    return len(lines)


# --- how it is measured ----------------------------------------------------------------------------------------------


def report(client: Client, name: str, paper: Paper, bare: Any) -> None:
    from django.urls import reverse

    addresses = (reverse("paper", args=["/".join(paper.url_path.split("/")[3:-1])]), bare.get_url())
    statements = [_statements(client, address) for address in addresses]
    sizes = [len(client.get(address, secure=True).content) / 1024 for address in addresses]
    rounds = [[_asked(client, address) for address in addresses] for _round in range(ROUNDS)]
    processor, wall = ([(ours[kind], its[kind]) for ours, its in rounds] for kind in (0, 1))
    ours, its = (statistics.median(times) * 1000 for times in zip(*processor, strict=True))
    ratios = [statistics.median(one / other for one, other in pairs) for pairs in (processor, wall)]
    print(
        f"{name:<12}{ours:>8.1f}{its:>9.1f}{ratios[0]:>7.2f}{ratios[1]:>7.2f}"
        f"{len(statements[0]):>12}{len(statements[1]):>9}{sizes[0]:>6.0f}{sizes[1]:>9.0f}"
    )
    if os.environ.get("SHAPES") == name:
        print("\n".join(f"  {shape(statement)[:230]}" for statement in statements[0]))
    if os.environ.get("PROFILE") == name:
        _profile(client, addresses[0])


def _asked(client: Client, address: str) -> tuple[float, float]:
    """Seconds of the processor, and of the clock."""
    wall, processor = time.perf_counter(), time.process_time()
    response = client.get(address, secure=True)
    taken = time.process_time() - processor, time.perf_counter() - wall
    assert response.status_code == 200, (address, response.status_code)
    return taken


def _statements(client: Client, address: str) -> list[str]:
    """Asked for twice: what a process looks up once is none of the page's."""
    from django.db import connection

    statements: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    _asked(client, address)
    with connection.execute_wrapper(note):
        _asked(client, address)
    return statements


def _profile(client: Client, address: str) -> None:
    profile = cProfile.Profile()
    with profile:
        for _round in range(50):
            _asked(client, address)
    stats = pstats.Stats(profile)
    stats.sort_stats("cumulative").print_stats(90)
    stats.sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
