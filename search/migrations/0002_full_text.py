"""The part of the index that is the database's own: an FTS5 table beside the documents, or a column of PostgreSQL's."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_document_fts USING fts5(
        terms_title, terms_head, terms_body, terms_parts,
        content='search_document', content_rowid='id', tokenize='ascii')""",
    """CREATE TRIGGER search_document_inserted AFTER INSERT ON search_document BEGIN
        INSERT INTO search_document_fts(rowid, terms_title, terms_head, terms_body, terms_parts)
        VALUES (new.id, new.terms_title, new.terms_head, new.terms_body, new.terms_parts); END""",
    """CREATE TRIGGER search_document_deleted AFTER DELETE ON search_document BEGIN
        INSERT INTO search_document_fts(search_document_fts, rowid, terms_title, terms_head, terms_body, terms_parts)
        VALUES ('delete', old.id, old.terms_title, old.terms_head, old.terms_body, old.terms_parts); END""",
    """CREATE TRIGGER search_document_updated AFTER UPDATE ON search_document BEGIN
        INSERT INTO search_document_fts(search_document_fts, rowid, terms_title, terms_head, terms_body, terms_parts)
        VALUES ('delete', old.id, old.terms_title, old.terms_head, old.terms_body, old.terms_parts);
        INSERT INTO search_document_fts(rowid, terms_title, terms_head, terms_body, terms_parts)
        VALUES (new.id, new.terms_title, new.terms_head, new.terms_body, new.terms_parts); END""",
]
POSTGRES = [
    """ALTER TABLE search_document ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', terms_title), 'A') || setweight(to_tsvector('simple', terms_head), 'B') ||
        setweight(to_tsvector('simple', terms_body), 'C') || setweight(to_tsvector('simple', terms_parts), 'D')) STORED""",
    "CREATE INDEX search_document_vector ON search_document USING gin (vector)",
]


def build(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("inserted", "deleted", "updated"):
            schema_editor.execute(f"DROP TRIGGER search_document_{name}")
        schema_editor.execute("DROP TABLE search_document_fts")
    else:
        schema_editor.execute("ALTER TABLE search_document DROP COLUMN vector")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
