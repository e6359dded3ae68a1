"""What lets a search look at a part of what matches: the columns that decide who may read it without the texts beside
them, and on PostgreSQL an order that spreads over all texts, the newest first, and words of titles."""

from django.db import migrations

SQLITE = [
    # the texts lie before most of these columns in a row, and would be read past for each
    """CREATE INDEX search_document_facts ON search_document
        (id, paper_id, page_id, attachment_id, organization_id, language, date)""",
]
SQLITE_BACK = ["DROP INDEX search_document_facts"]

COLUMNS = (
    "id bigint, paper_id integer, page_id integer, attachment_id bigint, organization_id bigint, language varchar, "
    "date date"
)
SELECT = "SELECT id, paper_id, page_id, attachment_id, organization_id, language, date FROM search_document"
# The planner does not know that a vector is stored elsewhere and costs more to fetch than all of its row: for common
# words it would read them all rather than ask the index.
BY_THE_INDEX = "LANGUAGE sql STABLE SET enable_seqscan = off SET enable_indexscan = off"
TITLE = "to_tsvector('simple'::regconfig, terms_title)"
PARTS = "to_tsvector('simple'::regconfig, split_part(terms_parts, '|', 1))"  # of compounds in the title
POSTGRES = [
    "CREATE INDEX search_document_spread ON search_document ((id * 2654435761 % 4294967296))",
    "CREATE INDEX search_document_newest ON search_document (date DESC NULLS LAST, id DESC)",
    f"CREATE INDEX search_document_titles ON search_document USING gin ({TITLE}) WHERE attachment_id IS NULL",
    f"CREATE INDEX search_document_title_parts ON search_document USING gin ({PARTS}) WHERE attachment_id IS NULL",
    f"""CREATE FUNCTION search_matching(wanted tsquery) RETURNS TABLE ({COLUMNS}) {BY_THE_INDEX}
        AS $$ {SELECT} WHERE vector @@ wanted $$""",
    f"""CREATE FUNCTION search_titled(wanted tsquery) RETURNS TABLE ({COLUMNS}) {BY_THE_INDEX}
        AS $$ {SELECT} WHERE attachment_id IS NULL AND {TITLE} @@ wanted $$""",
    f"""CREATE FUNCTION search_titled_in_part(wanted tsquery) RETURNS TABLE ({COLUMNS}) {BY_THE_INDEX}
        AS $$ {SELECT} WHERE attachment_id IS NULL AND {PARTS} @@ wanted AND NOT {TITLE} @@ wanted $$""",
]
POSTGRES_BACK = [
    *(f"DROP FUNCTION search_{name}" for name in ("titled_in_part", "titled", "matching")),
    *(f"DROP INDEX search_document_{name}" for name in ("title_parts", "titles", "newest", "spread")),
]


def build(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement, params=None)  # nothing in it is a placeholder


def drop(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRES_BACK:
        schema_editor.execute(statement, params=None)  # nothing in it is a placeholder


class Migration(migrations.Migration):
    dependencies = [("search", "0005_marks_outlive_papers")]
    operations = [migrations.RunPython(build, drop)]
