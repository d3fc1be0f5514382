"""Does a follow-up belong to a class of documents: a kind, a publisher, words?"""

from bot.model.followup import FollowUp
from bot.model.watchlist import Document, Watchlist


def belongs(followup: FollowUp, document: Document, query: str, watchlist: Watchlist) -> bool:
    """Whether ``followup`` is such a document; ``query`` names the query over its words, when there is one."""
    source = followup.source
    return (
        (not document.kind or document.kind in followup.kinds)
        and (not document.sources or source.id in document.sources)
        and (not document.side or source.side == document.side)
        and (not document.role or source.role == document.role)
        and (query not in watchlist.queries or query in followup.scan.held)
    )
