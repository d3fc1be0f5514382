"""Which machines may say what a headline says? LibreTranslate's and DeepL's interfaces over HTTP."""

from bot.translating.client import HttpTranslator

__all__ = ["HttpTranslator"]
