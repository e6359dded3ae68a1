"""OParl's nouns, one file each; the parties to a paper stand below access (``papers.parties``)."""

from papers.access.image_use import ImageUse
from papers.mail.letters import Letter
from papers.models.attachment import Attachment, RemovedAttachment
from papers.models.glossary import GlossaryTerm
from papers.models.index import PaperIndexPage
from papers.models.inspected import Inspection
from papers.models.kind import PaperKind, RequiredSection
from papers.models.log import PaperLogEntry
from papers.models.measure import Measure
from papers.models.number import NumberCounter
from papers.models.paper import Paper
from papers.models.printed import PrintedPaper, PrintSettings
from papers.models.restriction import Restriction
from papers.models.strategy import Strategy
from papers.models.translation import Readings, TranslationRequest, TranslationVersion
from papers.parties.consultation import Act, Consultation, Version
from papers.parties.membership import Delegation, Membership
from papers.parties.names import FormerName
from papers.parties.organization import Organization

__all__ = [
    "Act",
    "Attachment",
    "Consultation",
    "Delegation",
    "FormerName",
    "GlossaryTerm",
    "ImageUse",
    "Inspection",
    "Letter",
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
    "RemovedAttachment",
    "RequiredSection",
    "Restriction",
    "Strategy",
    "TranslationRequest",
    "TranslationVersion",
    "Version",
]
