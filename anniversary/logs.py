"""What no log may hold: the part of an address by which somebody is let in without an account."""

import logging
import re

# Whatever follows these two is, or may be, a link that came by letter.
TOKENS = re.compile(r"/(enter|vote)/[^\s\"']+")


def hide(text: str) -> str:
    """The same with such addresses cut short: /en/competition/logo/enter/…"""
    return TOKENS.sub(r"/\1/…", text)


class HideTokens(logging.Filter):
    """For a handler: messages without tokens, whichever logger they come from."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            said = record.getMessage()
        except (TypeError, ValueError):  # what does not fit together is told by the handler
            return True
        if "/enter/" in said or "/vote/" in said:
            record.msg, record.args = hide(said), None
        return True
