"""The text of a paper, block by block. Each says of itself whether it is empty, how it prints and what is wrong with it
(``in_section``)."""

from papers.blocks.cost_table import CostRowBlock, CostTableBlock
from papers.blocks.pictures import FigureBlock
from papers.blocks.sections import BodyBlock, ContentBlock, FieldOfActionBlock, GoalBlock, KeyBlock, SectionBlock
from papers.blocks.tables import CaptionedTableBlock, TableBlock
from papers.blocks.texts import PLAIN_FEATURES, TEXT_FEATURES, MotionBlock, QuotationBlock, RunningTextBlock

__all__ = [
    "PLAIN_FEATURES",
    "TEXT_FEATURES",
    "BodyBlock",
    "CaptionedTableBlock",
    "ContentBlock",
    "CostRowBlock",
    "CostTableBlock",
    "FieldOfActionBlock",
    "FigureBlock",
    "GoalBlock",
    "KeyBlock",
    "MotionBlock",
    "QuotationBlock",
    "RunningTextBlock",
    "SectionBlock",
    "TableBlock",
]
