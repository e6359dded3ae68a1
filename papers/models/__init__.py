"""OParl's nouns, one file each."""

from papers.models.attachment import Attachment
from papers.models.consultation import Act, Consultation, Version
from papers.models.glossary import GlossaryTerm
from papers.models.image_use import ImageUse
from papers.models.index import PaperIndexPage
from papers.models.kind import PaperKind, RequiredSection
from papers.models.log import PaperLogEntry
from papers.models.measure import Measure
from papers.models.membership import Delegation, Membership
from papers.models.number import NumberCounter
from papers.models.organization import Organization
from papers.models.paper import Paper
from papers.models.printed import PrintedPaper, PrintSettings
from papers.models.strategy import Strategy
from papers.models.translation import Readings, TranslationRequest, TranslationVersion

__all__ = [
    "Act",
    "Attachment",
    "Consultation",
    "Delegation",
    "GlossaryTerm",
    "ImageUse",
    "Measure",
    "Membership",
    "NumberCounter",
    "Organization",
    "Paper",
    "PaperIndexPage",
    "PaperKind",
    "PaperLogEntry",
    "PrintSettings",
    "PrintedPaper",
    "Readings",
    "RequiredSection",
    "Strategy",
    "TranslationRequest",
    "TranslationVersion",
    "Version",
]
