"""DeepL with the council's glossary."""

from __future__ import annotations

from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

import deepl
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.machine_translators.deepl import language_code
from wagtail_localize.strings import StringValue

from papers.translation.glossary import pairs_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.models import Locale

DeepLError = deepl.DeepLException
VARIANTS = {"EN": "EN-GB", "PT": "PT-PT"}  # DeepL wants to know which, where a locale does not say

deepl.http_client.max_network_retries = 1  # a person is waiting
deepl.http_client.min_connection_timeout = 10.0  # seconds


class GlossaryDeepL(BaseMachineTranslator):
    """Options: ``AUTH_KEY``, and ``SERVER_URL`` for another address than DeepL's own."""

    display_name = "DeepL"

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Raises ``DeepLError``."""
        strings = list(strings)
        source = language_code(source_locale.language_code)
        target = language_code(target_locale.language_code)
        with closing(
            deepl.DeepLClient(self.options["AUTH_KEY"], server_url=self.options.get("SERVER_URL") or None)
        ) as client:
            results = client.translate_text(
                [string.data for string in strings],
                source_lang=source,
                target_lang=VARIANTS.get(target, language_code(target_locale.language_code, is_target=True)),
                tag_handling="xml",
                glossary=self._glossary(client, source, target, target_locale.language_code),
            )
        texts = results if isinstance(results, list) else [results]
        return {string: StringValue(result.text) for string, result in zip(strings, texts, strict=True)}

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        return bool(language_code(source_locale.language_code) != language_code(target_locale.language_code))

    def _glossary(
        self, client: deepl.DeepLClient, source: str, target: str, language: str
    ) -> deepl.GlossaryInfo | None:
        """Glossaries at DeepL cannot be changed, so each state of ours is one of its own, named by what is in it; older
        ones are cleared away."""
        pairs = pairs_for(language)
        if not pairs:
            return None
        prefix = f"umlauf-{source}-{target}-".lower()
        name = prefix + sha256(repr(sorted(pairs.items())).encode()).hexdigest()[:16]
        known = client.list_glossaries()
        for glossary in known:
            if glossary.name == name and glossary.ready:
                return glossary
        supported = {(pair.source_lang.upper(), pair.target_lang.upper()) for pair in client.get_glossary_languages()}
        if (source.upper(), target.upper()) not in supported:
            return None
        for glossary in known:
            if glossary.name.startswith(prefix):
                client.delete_glossary(glossary)
        return client.create_glossary(name, source, target, pairs)
