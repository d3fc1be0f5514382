"""What has changed in a page, and does it change what the page says?"""

from bot.revisions.change import Change, change_of
from bot.revisions.page import page_of

__all__ = ["Change", "change_of", "page_of"]
