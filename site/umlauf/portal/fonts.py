"""Which fonts a page asks for before a browser has read its style sheets (``umlauf.assets.fonts`` cuts them).

What is asked for first is there when the first line is drawn. So it is what nearly every page shows above the fold and
no more: letters that turn up here and there are loaded where they do."""

from __future__ import annotations

LATIN = ("latin-400", "latin-500", "latin-600")
OF_LANGUAGE: dict[str, tuple[str, ...]] = {
    "ar": ("arabic", "arabic-bold"),
    "hi": ("devanagari",),
    "ja": ("japanese-blank",),
    "ru": ("cyrillic-400", "cyrillic-500", "cyrillic-600"),
}


def fonts_asked_for(language: str) -> list[str]:
    """Names of static files."""
    return [f"built/fonts/{name}.woff2" for name in (*LATIN, *OF_LANGUAGE.get(language, ()))]
